import { describe, expect, test } from 'vitest';
import { tallyEvidence } from '../../src/quality/evidence.js';
import { itemsNeededFor, posteriorOf } from '../../src/quality/posterior.js';
import { predictShares } from '../../src/quality/predict.js';

const NO_EVIDENCE = tallyEvidence([]);
const shares = (worse: number, better: number) => ({ worse, same: 1 - worse - better, better });
const confidence = (worse: number, better: number, margin: number): number =>
  posteriorOf(shares(worse, better), { task: 'reasoning', margin, tally: NO_EVIDENCE, lossVariance: 0 }).confidence;

describe('posterior', () => {
  test.each([
    [0.1, 0.1, 0.02, 0.61], [0.1, 0.1, 0.05, 0.69], [0.1, 0.1, 0.1, 0.78], [0.07, 0.15, 0.05, 0.82], [0.05, 0.2, 0.05, 0.89], [0.03, 0.3, 0.05, 0.96],
  ])('a prior of worse %d, better %d at margin %d gives the simulated %d', (worse, better, margin, expected) => {
    expect(Math.abs(confidence(worse, better, margin) - expected)).toBeLessThan(0.012);
  });

  test('items move the shares by their number over all', () => {
    const tally = { ...NO_EVIDENCE, worse: 3, same: 40, better: 7 };
    const found = posteriorOf(shares(0.1, 0.1), { task: 'code', margin: 0.05, tally, lossVariance: 0 });
    expect(found.expectedWorse).toBeCloseTo((4 * 0.1 + 3) / (4 + 50), 12);
    expect(found.expectedBetter).toBeCloseTo((4 * 0.1 + 7) / (4 + 50), 12);
  });

  test('a task that the prior was never tested on counts it for half', () => {
    const tally = { ...NO_EVIDENCE, worse: 1 };
    const found = posteriorOf(shares(0.1, 0.1), { task: 'summarization', margin: 0.05, tally, lossVariance: 0 });
    expect(found.expectedWorse).toBeCloseTo((2 * 0.1 + 1) / (2 + 1), 12);
  });

  test('an uncertain gap widens the interval', () => {
    const width = (lossVariance: number): number => {
      const found = posteriorOf(shares(0.1, 0.1), { task: 'code', margin: 0.05, tally: NO_EVIDENCE, lossVariance });
      return found.lossHigh - found.lossLow;
    };
    expect(width(0.02)).toBeGreaterThan(width(0));
  });

  test('own items narrow the interval, never widen it', () => {
    const width = (items: number): number => {
      const tally = { ...NO_EVIDENCE, worse: items * 0.1, same: items * 0.8, better: items * 0.1 };
      const found = posteriorOf(shares(0.1, 0.1), { task: 'code', margin: 0.05, tally, lossVariance: 0 });
      return found.lossHigh - found.lossLow;
    };
    const widths = [0, 5, 10, 20, 50, 100, 400].map(width);
    widths.slice(1).forEach((wide, index) => expect(wide).toBeLessThanOrEqual((widths[index] ?? 0) + 0.005));
  });
});

describe('items needed', () => {
  const needed = (worse: number, better: number, margin: number, itemsAtHand = 0) => itemsNeededFor({ expectedWorse: worse, expectedBetter: better }, { margin, itemsAtHand });

  test('follow from margin, loss and discordance', () => {
    expect(needed(0.1, 0.1, 0.05)).toBe(Math.ceil((1.645 / 0.05) ** 2 * 0.2));
    expect(needed(0.1, 0.1, 0.1)).toBe(Math.ceil((1.645 / 0.1) ** 2 * 0.2));
    expect(needed(0.1, 0.1, 0.05, 200)).toBe(Math.ceil((1.645 / 0.05) ** 2 * 0.2) - 200);
  });

  test('are never fewer than the class needs, and none where the loss is not within the margin', () => {
    expect(needed(0.01, 0.3, 0.05)).toBe(20);
    expect(needed(0.15, 0.05, 0.05)).toBeNull();
    expect(needed(0.149, 0.1, 0.05)).toBeNull();
  });
});

describe('expected shares', () => {
  const request = { discordance: Math.log(0.125), slope: 0.75, gapVariance: 0 };

  test('equal models are worse and better equally often', () => {
    const found = predictShares(0, request);
    expect(found.worse).toBeCloseTo(0.125 / 1.25, 12);
    expect(found.better).toBeCloseTo(0.125 / 1.25, 12);
  });

  test('the gap the other way swaps worse and better, with and without doubt about it', () => {
    for (const gapVariance of [0, 0.5]) {
      const there = predictShares(0.8, { ...request, gapVariance });
      const back = predictShares(-0.8, { ...request, gapVariance });
      expect(there.worse).toBeCloseTo(back.better, 12);
      expect(there.worse + there.same + there.better).toBeCloseTo(1, 12);
    }
  });
});
