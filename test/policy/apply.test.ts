import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Thresholds } from '../../src/model/policy.js';
import { applyThresholds } from '../../src/policy/apply.js';
import { option, segment } from './segments.js';

const any: Thresholds = { threshold: 0.8, minEvidence: 'none' };

describe('the choice of one segment', () => {
  test('is the cheapest option over the window among those that are sure enough', () => {
    const site = segment('a', [10, 10, 10], { options: [option('x/cheap', [1, 1, 1], { confidence: 0.5 }), option('x/fair', [4, 4, 4]), option('x/dear', [6, 6, 6], { confidence: 0.95 })] });
    expect(applyThresholds([site], any).decisions[0]?.option?.candidate).toBe('x/fair');
    expect(applyThresholds([site], { ...any, threshold: 0.95 }).decisions[0]?.option?.candidate).toBe('x/dear');
    expect(applyThresholds([site], { ...any, threshold: 0 }).decisions[0]?.option?.candidate).toBe('x/cheap');
  });

  test('goes to the higher confidence on a tie of cost', () => {
    const site = segment('a', [10, 10], { options: [option('x/a', [4, 4], { confidence: 0.85 }), option('x/b', [4, 4], { confidence: 0.9 })] });
    expect(applyThresholds([site], any).decisions[0]?.option?.candidate).toBe('x/b');
  });

  test('keeps the incumbent where no option is strictly cheaper, and says why', () => {
    const same = segment('a', [10, 10], { options: [option('x/a', [10, 10])] });
    const unsure = segment('b', [10, 10], { options: [option('x/a', [1, 1], { confidence: 0.1 })] });
    const none = segment('c', [10, 10]);
    const off = segment('d', [10, 10], { options: [option('x/a', [1, 1])] });
    const applied = applyThresholds([same, unsure, none, off], { ...any, workloads: { d: 'off' } });
    expect(applied.decisions.map(({ kept }) => kept)).toEqual(['no-cheaper', 'below-threshold', 'no-option', 'off']);
    expect(applied.savingNano).toBe(0);
  });

  test('needs evidence of the class asked for, but the same weights at another host need none', () => {
    const site = segment('a', [10, 10], { options: [option('x/a', [1, 1], { evidence: 'prior', confidence: 0.99 }), option('y/big', [9, 9], { isSameModel: true, evidence: 'none', confidence: 1 })] });
    expect(applyThresholds([site], { threshold: 0.95, minEvidence: 'judged' }).decisions[0]?.option?.candidate).toBe('y/big');
  });

  test('a task and a workload may have thresholds of their own, the workload by id or by label', () => {
    const site = segment('a', [10, 10], { options: [option('x/a', [1, 1], { confidence: 0.85 })] });
    expect(applyThresholds([site], { ...any, tasks: { classification: 0.9 } }).movedCalls).toBe(0);
    expect(applyThresholds([site], { ...any, tasks: { classification: 0.9 }, workloads: { 'Site a': 0.8 } }).movedCalls).toBe(20);
  });

  test('a workload that is called like a property of every object has no threshold of its own', () => {
    const site = segment('a', [10, 10], { workloadLabel: 'constructor', options: [option('x/a', [1, 1])] });
    expect(applyThresholds([site], { ...any, workloads: {} }).movedCalls).toBe(20);
  });

  test('denied providers and the same-provider scenario leave options out', () => {
    const site = segment('a', [10, 10], { options: [option('x/a', [1, 1]), option('openai/small', [5, 5])] });
    expect(applyThresholds([site], { ...any, denyProviders: ['x'] }).decisions[0]?.option?.candidate).toBe('openai/small');
    expect(applyThresholds([site], { ...any, sameProvider: true }).decisions[0]?.option?.candidate).toBe('openai/small');
  });

  test('a saving below the least saving a month is left alone', () => {
    const usd = 1e9;
    const site = segment('a', [usd, usd, usd], { options: [option('x/a', [0.9 * usd, 0.9 * usd, 0.9 * usd])] });
    expect(applyThresholds([site], { ...any, minSavingUsd: 4 }).movedCalls).toBe(0);
    expect(applyThresholds([site], { ...any, minSavingUsd: 2 }).movedCalls).toBe(30);
  });
});

describe('no hindsight', () => {
  test('each day is priced under the rule that the other days chose', () => {
    const site = segment('a', [10, 10], { options: [option('x/a', [4, 12]), option('x/b', [9, 7])] });
    const [decision] = applyThresholds([site], any).decisions;
    expect(decision?.dailyNano).toEqual([9, 12]);
    expect(decision?.savingNano).toBe(20 - (9 + 12));
    expect(decision?.inSampleSavingNano).toBe(20 - 16);
  });

  test('an option that is cheap on one lucky day only saves less than in-sample figures say', () => {
    const days = Array.from({ length: 14 }, () => 100);
    const lucky = days.map((_, day) => (day === 3 ? 0 : 104));
    const site = segment('a', days, { options: [option('x/lucky', lucky)] });
    const applied = applyThresholds([site], any);
    expect(applied.inSampleSavingNano).toBe(100 - 13 * 4);
    expect(applied.savingNano).toBe(0 - 13 * 4);
  });

  test('a rule of all days that keeps the incumbent hides no day on which the other days would have moved', () => {
    const [decision] = applyThresholds([segment('a', [10, 10], { options: [option('x/a', [4, 17])] })], any).decisions;
    expect(decision?.kept).toBe('no-cheaper');
    expect(decision?.savingNano).toBe(20 - (10 + 17));
  });

  test('a segment that was seen on one day only saves nothing yet', () => {
    const site = segment('a', [0, 10, 0], { dailyCalls: [0, 10, 0], options: [option('x/a', [0, 1, 0])] });
    const applied = applyThresholds([site], any);
    expect(applied.savingNano).toBe(0);
    expect(applied.inSampleSavingNano).toBe(9);
  });
});

describe('sums', () => {
  test('degraded calls are the calls of each day times the chance of a worse answer', () => {
    const site = segment('a', [10, 10], { options: [option('x/a', [1, 1], { expectedWorse: 0.2, confidence: 0.8 })] });
    const applied = applyThresholds([site], any);
    expect(applied.degradedCalls).toBeCloseTo(20 * 0.2, 12);
    expect(applied.rollbackNano).toBe(Math.round(18 * (1 - 0.8)));
    expect(applied.weightedSavingNano).toBe(Math.round(18 * 0.8));
  });

  test('hold: cost under the policy + saving = cost now, by day and in all, at any threshold', () => {
    const nano = fc.integer({ min: 0, max: 1e12 });
    const days = fc.array(nano, { minLength: 5, maxLength: 5 });
    const arbitrary = fc.array(fc.record({ own: days, other: days, third: days, confidence: fc.double({ min: 0, max: 1, noNaN: true }) }), { minLength: 1, maxLength: 6 });
    fc.assert(fc.property(arbitrary, fc.double({ min: 0, max: 1, noNaN: true }), (rows, threshold) => {
      const segments = rows.map((row, index) => segment(String(index), row.own, { options: [option('x/a', row.other, { confidence: row.confidence }), option('y/b', row.third)] }));
      const applied = applyThresholds(segments, { threshold, minEvidence: 'none' });
      const now = rows.flatMap(({ own }) => own).reduce((total, value) => total + value, 0);
      const after = applied.dailyNano.reduce((total, value) => total + value, 0);
      expect(after + applied.savingNano).toBe(now);
      expect(applied.dailySavingNano.reduce((total, value) => total + value, 0)).toBe(applied.savingNano);
      expect(applied.inSampleSavingNano).toBeGreaterThanOrEqual(0);
    }));
  });
});
