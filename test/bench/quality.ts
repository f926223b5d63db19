// Leave-one-benchmark-out figures of the ability prior. Reads $SHADOWBILL_SAMPLES/quality.
//   npx esbuild test/bench/quality.ts --bundle --platform=node --format=esm --packages=external --outfile=dist/bench-quality.mjs && node dist/bench-quality.mjs
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOutcomes } from '../../src/make/fit-quality.js';
import { gappedPairs } from '../../src/make/quality-coefficients.js';
import { leaveOneOut, type LeftOutRow } from '../../src/make/quality-left-out.js';
import { meanOf } from '../../src/make/quality-pairs.js';
import { readScores } from '../../src/make/quality-scores.js';

const MARGIN = 0.05;
const samples = process.env['SHADOWBILL_SAMPLES'];
if (samples === undefined) throw new Error('Set SHADOWBILL_SAMPLES to the folder that holds quality/benchmarks.csv.');
const folder = join(samples, 'quality');
const scores = readScores(readFileSync(join(folder, 'benchmarks.csv'), 'utf8'));
const rows = leaveOneOut(gappedPairs(scores, readOutcomes(folder)), MARGIN);

const columns = ['auc', 'brier', 'constantBrier', 'calibrationError', 'constantCalibrationError', 'lossCoverage', 'shareCoverage'] as const satisfies readonly (keyof LeftOutRow)[];
const titles = ['AUC', 'Brier', 'constant', 'ECE', 'constant', 'loss 90%', 'share 90%'];
const line = (name: string, pairs: number | string, figures: readonly number[]): string =>
  `${name.padEnd(26)}${String(pairs).padStart(6)}${figures.map((figure) => figure.toFixed(3).padStart(11)).join('')}`;
console.log(`${'left out'.padEnd(26)}${'pairs'.padStart(6)}${titles.map((title) => title.padStart(11)).join('')}`);
for (const row of rows) console.log(line(row.benchmark, row.pairs, columns.map((column) => row[column])));
console.log(line('mean over benchmarks', '', columns.map((column) => meanOf(rows.map((row) => row[column])))));

console.log(`\nconfidence (prior alone, before its cap) against what happened, margin ${MARGIN}`);
for (const isDowngrade of [true, false]) {
  for (const [low, high] of [[0, 0.3], [0.3, 0.5], [0.5, 0.7], [0.7, 0.8], [0.8, 0.9], [0.9, 1.01]] as const) {
    const claimed = (row: LeftOutRow) => row.verdicts.filter((verdict) => verdict.isDowngrade === isDowngrade && verdict.confidence >= low && verdict.confidence < high);
    const all = rows.flatMap(claimed);
    if (all.length === 0) continue;
    const within = (verdicts: typeof all): number => verdicts.filter((verdict) => verdict.isWithin).length / verdicts.length;
    const worst = Math.min(...rows.map(claimed).filter((verdicts) => verdicts.length >= 5).map(within));
    console.log(`${isDowngrade ? 'downgrade' : 'upgrade'}  ${low.toFixed(2)}..${Math.min(1, high).toFixed(2)}  ${String(all.length).padStart(5)} pairs  realised ${within(all).toFixed(2)}  worst benchmark ${worst.toFixed(2)}`);
  }
}
