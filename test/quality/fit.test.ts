import { expect, test } from 'vitest';
import { fitAbilities } from '../../src/make/quality-ability.js';
import { fitShares, type GappedPair, pairResults } from '../../src/make/quality-pairs.js';
import { readScores } from '../../src/make/quality-scores.js';
import { predictShares } from '../../src/quality/predict.js';
import { createRandom } from '../../src/stats/random.js';

const HEAD = 'benchmark,task_category,metric,higher_is_better,model_name_as_published,canonical_model,score,n_items,date,source';
const csv = (...lines: string[]): string => [HEAD, ...lines].join('\n');

test('lengths and costs are not quality, empty scores are left out, lower-is-better is turned round', () => {
  const scores = readScores(csv(
    'exam/length,code,avg_output_chars,0,Swift 2,acme/swift-2,900,,2026-01-01,example:a/b:x',
    'exam/cost,code,usd,0,Swift 2,acme/swift-2,3,,2026-01-01,example:a/b:x',
    'exam/empty,code,pass@1,1,Swift 2,acme/swift-2,,,2026-01-01,example:a/b:x',
    'exam/one,code,pass@1,1,Swift 2,acme/swift-2,50,,2026-01-01,example:a/b:x',
    'exam/rank,code,avg_rank,0,Swift 2,acme/swift-2:high,2,,2026-01-01,example:a/b:x',
  ));
  expect(scores.map(({ column, base, level, value }) => ({ column, base, level, value }))).toEqual([
    { column: 'exam/one pass@1', base: 'acme/swift-2', level: '', value: expect.closeTo(0, 12) as number },
    { column: 'exam/rank avg_rank', base: 'acme/swift-2', level: 'high', value: -2 },
  ]);
});

/** 30 models whose true ability falls with their number, on 12 columns of different difficulty; the later half sees other columns than the first. */
function inventedScores(): string {
  const random = createRandom(3);
  const lines: string[] = [];
  for (let column = 0; column < 12; column += 1) {
    for (let model = 0; model < 30; model += 1) {
      if (column < 4 && model >= 20) continue;
      if (column >= 8 && model < 10) continue;
      const logit = 1.5 - model / 8 + (column - 6) / 4 + 0.2 * random.normal();
      const score = 100 / (1 + Math.exp(-logit));
      lines.push(`set${column}/a,code,pass@1,1,M,acme/m${String.fromCharCode(97 + Math.floor(model / 26), 97 + (model % 26))},${score.toFixed(2)},,2026-01-01,example:a/b:x`);
    }
  }
  return csv(...lines);
}

test('abilities of invented models are found in their true order across columns that share only some models', () => {
  const models = fitAbilities(readScores(inventedScores()));
  const byTruth = [...models].sort((a, b) => (a.base < b.base ? -1 : 1)).map((model) => model.ability);
  const inOrder = byTruth.slice(3).filter((ability, index) => ability < (byTruth[index] as number)).length;
  expect(models).toHaveLength(30);
  expect(inOrder).toBe(27);
  for (const model of models) expect(model.variance).toBeLessThan(0.1);
});

test('a family that is left out leaves no trace', () => {
  const scores = readScores(inventedScores());
  const without = fitAbilities(scores, 'set3');
  expect(without.every((model) => !model.families.includes('set3'))).toBe(true);
  expect(without).toEqual(fitAbilities(scores.filter((score) => score.family !== 'set3')));
});

test('pairs are counted both ways', () => {
  const items = Array.from({ length: 40 }, (_, index) => ({ benchmark: 'exam', category: 'code', outcomes: { 'a/one': index < 30 ? 1 : 0, 'b/two': index < 20 ? 1 : index < 35 ? 0 : 1 } }));
  const [there, back] = pairResults(items, 0.05);
  expect(there).toMatchObject({ incumbent: 'a/one', candidate: 'b/two', items: 40, worse: 10 / 40, better: 5 / 40 });
  expect(back).toMatchObject({ incumbent: 'b/two', candidate: 'a/one', worse: 5 / 40, better: 10 / 40 });
});

test('the slope and discordance that made the shares are found again', () => {
  const truth = { discordance: -1.9, slope: 0.9, gapVariance: 0 };
  const pairs: GappedPair[] = Array.from({ length: 81 }, (_, index) => {
    const gap = (index - 40) / 20;
    const shares = predictShares(gap, truth);
    return { benchmark: 'exam', category: 'code', incumbent: 'a', candidate: 'b', items: 100, worse: shares.worse, better: shares.better, gap, gapVariance: 0 };
  });
  const fitted = fitShares(pairs);
  expect(fitted.discordance).toBeCloseTo(-1.9, 1);
  expect(fitted.slope).toBeCloseTo(0.9, 1);
});
