import { describe, expect, test } from 'vitest';
import { betaCdf, logGamma } from '../../src/stats/beta.js';
import { summarizeLoss, type Weights } from '../../src/stats/loss.js';
import { createRandom } from '../../src/stats/random.js';

function byDraws(weights: Weights, margin: number, draws: number) {
  const random = createRandom(11);
  const losses = Float64Array.from({ length: draws }, () => {
    const [worse = 0, , better = 0] = random.dirichlet([weights.worse, weights.same, weights.better]);
    return worse - better;
  }).sort();
  return {
    withinMargin: losses.filter((loss) => loss <= margin).length / draws,
    low: losses[Math.floor(draws * 0.05)] ?? 0,
    high: losses[Math.floor(draws * 0.95)] ?? 0,
  };
}

describe('loss of a Dirichlet', () => {
  test.each<[string, Weights]>([
    ['a prior of weight 4 on equal models', { worse: 0.4, same: 3.2, better: 0.4 }],
    ['a prior of weight 4 on a better candidate', { worse: 0.2, same: 3, better: 0.8 }],
    ['a prior of weight 4 on a worse candidate', { worse: 1.6, same: 2.2, better: 0.2 }],
    ['a prior of weight 2', { worse: 0.2, same: 1.6, better: 0.2 }],
    ['a prior of weight 14', { worse: 2, same: 10, better: 2 }],
    ['20 judged items', { worse: 2.4, same: 19.2, better: 2.4 }],
    ['400 judged items', { worse: 40.4, same: 323, better: 40.6 }],
  ])('integration agrees with 200,000 seeded draws: %s', (_, weights) => {
    for (const margin of [0.02, 0.05, 0.1]) {
      const summary = summarizeLoss(weights, { margin, coverage: 0.9 });
      const drawn = byDraws(weights, margin, 200_000);
      expect(Math.abs(summary.withinMargin - drawn.withinMargin)).toBeLessThan(0.005);
      expect(Math.abs(summary.low - drawn.low)).toBeLessThan(0.012);
      expect(Math.abs(summary.high - drawn.high)).toBeLessThan(0.012);
    }
  });

  test('more worse items never raise the chance to stay within the margin', () => {
    let former = 1;
    for (let worse = 0; worse < 30; worse += 1) {
      const { withinMargin } = summarizeLoss({ worse: 0.4 + worse, same: 3.2, better: 0.4 }, { margin: 0.05, coverage: 0.9 });
      expect(withinMargin).toBeLessThanOrEqual(former);
      former = withinMargin;
    }
  });

  test('swapping worse and better mirrors the interval', () => {
    const there = summarizeLoss({ worse: 3, same: 10, better: 1 }, { margin: 0.05, coverage: 0.9 });
    const back = summarizeLoss({ worse: 1, same: 10, better: 3 }, { margin: 0.05, coverage: 0.9 });
    expect(there.low).toBeCloseTo(-back.high, 2);
    expect(there.high).toBeCloseTo(-back.low, 2);
  });
});

describe('beta distribution', () => {
  test('logGamma of whole numbers is the logarithm of a factorial', () => {
    expect(logGamma(5)).toBeCloseTo(Math.log(24), 10);
    expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 10);
  });

  test('Beta(1, 1) is uniform, Beta(2, 2) is symmetric, Beta(1, n) is a power', () => {
    expect(betaCdf(1, 1)(0.3)).toBeCloseTo(0.3, 9);
    expect(betaCdf(2, 2)(0.5)).toBeCloseTo(0.5, 9);
    expect(betaCdf(1, 7)(0.2)).toBeCloseTo(1 - 0.8 ** 7, 9);
    expect(betaCdf(3, 4)(-1)).toBe(0);
    expect(betaCdf(3, 4)(2)).toBe(1);
  });
});
