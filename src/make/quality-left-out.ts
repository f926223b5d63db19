import { posteriorOf } from '../quality/posterior.js';
import { predictShares } from '../quality/predict.js';
import { tallyEvidence } from '../quality/evidence.js';
import type { Task } from '../model/call.js';
import { tasks } from '../model/call.js';
import { areaUnderCurve, brierScore, calibrationError, type Forecast } from '../stats/calibration.js';
import { betaCdf } from '../stats/beta.js';
import { fitShares, type GappedPair, meanOf } from './quality-pairs.js';

/** How the prior does on one benchmark that neither abilities nor coefficients have seen. Figures per item unless named otherwise. */
export interface LeftOutRow {
  benchmark: string;
  task: Task;
  pairs: number;
  auc: number;
  brier: number;
  calibrationError: number;
  /** The same for the mean share not worse of the other benchmarks, said of every item. */
  constantBrier: number;
  constantCalibrationError: number;
  /** Share of pairs whose mean loss, and share not worse, lies in its 90 % interval. */
  lossCoverage: number;
  shareCoverage: number;
  verdicts: readonly SegmentVerdict[];
}

/** What was claimed of a segment (a pair on a benchmark), and whether its mean loss stayed within the margin. */
export interface SegmentVerdict {
  confidence: number;
  isWithin: boolean;
  isDowngrade: boolean;
}

const taskOf = (category: string): Task => (tasks as readonly string[]).includes(category) ? (category as Task) : 'other';

/** Leave one benchmark out: `pairs` carry gaps from abilities without it; discordance and slope are fitted again on the others. */
export function leaveOneOut(pairs: readonly GappedPair[], margin: number): LeftOutRow[] {
  const nothing = tallyEvidence([]);
  return [...new Set(pairs.map((pair) => pair.benchmark))].map((benchmark) => {
    const held = pairs.filter((pair) => pair.benchmark === benchmark);
    const others = pairs.filter((pair) => pair.benchmark !== benchmark);
    const fitted = fitShares(others);
    const otherBenchmarks = [...new Set(others.map((pair) => pair.benchmark))];
    const constant = 1 - meanOf(otherBenchmarks.map((name) => meanOf(others.filter((pair) => pair.benchmark === name).map((pair) => pair.worse))));
    const task = taskOf(held[0]?.category ?? 'other');
    const forecasts: Forecast[] = [];
    const flat: Forecast[] = [];
    const verdicts: SegmentVerdict[] = [];
    let [lossesInside, sharesInside] = [0, 0];
    for (const pair of held) {
      const found = posteriorOf(predictShares(pair.gap, { ...fitted, gapVariance: 0 }), { task, margin, tally: nothing, lossVariance: 0 });
      const positives = Math.round(pair.items * (1 - pair.worse));
      forecasts.push({ probability: 1 - found.expectedWorse, items: pair.items, positives });
      flat.push({ probability: constant, items: pair.items, positives });
      const loss = pair.worse - pair.better;
      verdicts.push({ confidence: found.confidence, isWithin: loss <= margin, isDowngrade: pair.gap < 0 });
      if (loss >= found.lossLow && loss <= found.lossHigh) lossesInside += 1;
      const { worse, same, better } = found.intervalWeights;
      const rank = betaCdf(same + better, worse)(1 - pair.worse);
      if (rank >= 0.05 && rank <= 0.95) sharesInside += 1;
    }
    return {
      benchmark, task, pairs: held.length, verdicts,
      auc: areaUnderCurve(forecasts), brier: brierScore(forecasts), calibrationError: calibrationError(forecasts),
      constantBrier: brierScore(flat), constantCalibrationError: calibrationError(flat),
      lossCoverage: lossesInside / held.length, shareCoverage: sharesInside / held.length,
    };
  });
}
