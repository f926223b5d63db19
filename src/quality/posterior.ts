import type { Task } from '../model/call.js';
import { summarizeLoss, type Weights } from '../stats/loss.js';
import { type EvidenceTally, MIN_CLASS_ITEMS } from './evidence.js';
import type { Shares } from './predict.js';

/** Tasks on which the prior was tested against outcomes per item that it never saw. */
const TESTED: ReadonlySet<Task> = new Set<Task>(['reasoning', 'code', 'closed_qa', 'open_qa', 'generation']);

/** Items that a prior counts for in every decision: deliberately few, because a user's task is no benchmark. */
const DECISION_WEIGHT = { tested: 4, untested: 2 };
/**
 * Items at which the 90 % interval holds its promise: on benchmarks left out it then covers 90 to 93 % of the pairs (bench/quality); judged and translated
 * sets, the least like exams, need 10. Own items take its place one by one until DECISION_WEIGHT is left.
 */
const INTERVAL_WEIGHT = { tested: 14, untested: 10 };
const INTERVAL_COVERAGE = 0.9;
/** One-sided normal quantile of 0.95. */
const Z_95 = 1.645;
/** Items that nobody judges for one segment: a need above it is the same as out of reach. */
const MOST_ITEMS = 10_000;

export interface Posterior {
  confidence: number;
  expectedWorse: number;
  expectedSame: number;
  expectedBetter: number;
  /** 90 % interval of the mean loss. */
  lossLow: number;
  lossHigh: number;
  /** Weights of the Dirichlet behind the interval. */
  intervalWeights: Weights;
}

const weigh = (shares: Shares, weight: number, tally: EvidenceTally): Weights => ({
  worse: shares.worse * weight + tally.worse,
  same: shares.same * weight + tally.same,
  better: shares.better * weight + tally.better,
});

/** A prior on an uncertain gap counts for fewer items: weight w has loss variance share / (w + 1), to which the gap's own is added. */
function widened(weight: number, request: { discordant: number; lossVariance: number }): number {
  const variance = request.discordant / (weight + 1) + request.lossVariance;
  return Math.max(0.5, request.discordant / variance - 1);
}

/**
 * Dirichlet over worse, same, better: prior shares times the prior's weight, plus the evidence. `confidence` = P(worse - better <= margin).
 *
 * Example: shares 0.1 / 0.8 / 0.1, weight 4, no evidence, margin 0.05 -> Dirichlet(0.4, 3.2, 0.4), confidence 0.69
 */
export function posteriorOf(shares: Shares, request: { task: Task; margin: number; tally: EvidenceTally; lossVariance: number }): Posterior {
  const kind = TESTED.has(request.task) ? 'tested' : 'untested';
  const widening = { discordant: shares.worse + shares.better, lossVariance: request.lossVariance };
  const { tally } = request;
  const items = tally.worse + tally.same + tally.better;
  const decision = weigh(shares, widened(DECISION_WEIGHT[kind], widening), tally);
  const all = decision.worse + decision.same + decision.better;
  const intervalWeights = weigh(shares, widened(Math.max(DECISION_WEIGHT[kind], INTERVAL_WEIGHT[kind] - items), widening), tally);
  const { withinMargin } = summarizeLoss(decision, { margin: request.margin, coverage: INTERVAL_COVERAGE });
  const { low, high } = summarizeLoss(intervalWeights, { margin: request.margin, coverage: INTERVAL_COVERAGE });
  return {
    confidence: withinMargin,
    expectedWorse: decision.worse / all,
    expectedSame: decision.same / all,
    expectedBetter: decision.better / all,
    lossLow: low,
    lossHigh: high,
    intervalWeights,
  };
}

/**
 * Random items to judge before `confidence` can reach 0.95, beyond those at hand: (1.645 / (margin - loss))^2 x discordant share, and at least the 20
 * that the class "judged" needs. null where the expected loss is not within the margin, or so
 * near to it that more than 10,000 items would be needed.
 *
 * Example: worse = better = 0.1, margin 0.05, none at hand: (1.645 / 0.05)^2 x 0.2 = 217
 */
export function itemsNeededFor(posterior: Pick<Posterior, 'expectedWorse' | 'expectedBetter'>, request: { margin: number; itemsAtHand: number }): number | null {
  const room = request.margin - (posterior.expectedWorse - posterior.expectedBetter);
  if (room <= 0) return null;
  const needed = Math.ceil((Z_95 / room) ** 2 * (posterior.expectedWorse + posterior.expectedBetter));
  if (needed > MOST_ITEMS) return null;
  return Math.max(0, Math.max(MIN_CLASS_ITEMS, needed) - Math.floor(request.itemsAtHand));
}
