import { describe, expect, test } from 'vitest';
import { NANO_PER_USD } from '../../src/model/money.js';
import { projectionSchema } from '../../src/model/analysis.js';
import { type Move, backTest, parameterSpread, projectMonth } from '../../src/project/index.js';
import { forecastMonth } from '../../src/stats/forecast.js';

/** Monday first. */
const windowOfDays = (days: number, status: 'full' | 'provisional' | 'seen-so-far' | 'totals-only' = 'full') => ({
  weekend: Array.from({ length: days }, (_, day) => day % 7 >= 5), covered: Array.from({ length: days }, () => true), status, daysWithData: days,
});
const nano = (usd: readonly number[]): number[] => usd.map((value) => Math.round(value * NANO_PER_USD));
const noisy = [102, 97, 110, 94, 101, 44, 47, 99, 105, 88, 103, 108, 49, 41];
const SD_80 = 1.2815515655446004;

describe('the month in dollars', () => {
  test('of steady days is thirty of them, and parameters alone make the interval', () => {
    const projection = projectMonth({
      dailyNano: nano(Array.from({ length: 14 }, () => 10)), window: windowOfDays(14),
      parameters: { tokenizer: 0, outputLength: 30, reasoning: 0, failures: 0 },
    });
    expect(projection).toMatchObject({ status: 'full', usd: 300, traffic: 0, tokenizer: 0, reasoning: 0, failures: 0 });
    expect(projection.outputLength).toBeCloseTo(SD_80 * 30, 8);
    expect(projection.lowUsd).toBeCloseTo(300 - SD_80 * 30, 8);
    expect(projection.highUsd).toBeCloseTo(300 + SD_80 * 30, 8);
  });

  test('has the half-widths of its sources apart, and their root of squares together', () => {
    const parameters = { tokenizer: 90, outputLength: 190, reasoning: 20, failures: 5 };
    const projection = projectMonth({ dailyNano: nano(noisy), window: windowOfDays(14), parameters });
    const forecast = forecastMonth({ daily: noisy, weekend: windowOfDays(14).weekend, covered: windowOfDays(14).covered });
    if (!forecast.known) throw new Error(forecast.reason);
    expect(projection.usd).toBeCloseTo(forecast.total, 6);
    expect(projection.traffic).toBeCloseTo(forecast.half, 6);
    const half = Math.hypot(forecast.half, ...[90, 190, 20, 5].map((sd) => SD_80 * sd));
    expect((projection.usd ?? 0) - (projection.lowUsd ?? 0)).toBeCloseTo(half, 6);
    expect((projection.highUsd ?? 0) - (projection.usd ?? 0)).toBeCloseTo(half, 6);
    expect(projectionSchema.safeParse(projection).success).toBe(true);
  });

  test('is not floored: a saving that may be a loss shows it', () => {
    const projection = projectMonth({ dailyNano: nano([5, -4, 6, -5, 3, -1, 1, -6, 5, -3, 4, -2, 1, -1]), window: windowOfDays(14) });
    expect(projection.lowUsd).toBeLessThan(0);
    expect(projection.highUsd).toBeGreaterThan(0);
  });

  test('is provisional below 14 days and none below the least, with null for every figure', () => {
    expect(projectMonth({ dailyNano: nano(noisy.slice(0, 9)), window: windowOfDays(9, 'provisional') }).status).toBe('provisional');
    for (const status of ['seen-so-far', 'totals-only'] as const) {
      expect(Object.values(projectMonth({ dailyNano: nano(noisy.slice(0, 5)), window: windowOfDays(5, status) }))).toEqual(['none', ...Array.from({ length: 8 }, () => null)]);
    }
  });

  test('refuses sums that are not parallel to the window', () => {
    expect(() => projectMonth({ dailyNano: [1, 2], window: windowOfDays(14) })).toThrow(RangeError);
  });

  test('takes well under a millisecond', () => {
    const dailyNano = nano(noisy);
    const window = windowOfDays(14);
    const runs = 2000;
    for (let run = 0; run < runs; run += 1) projectMonth({ dailyNano, window });
    const started = performance.now();
    for (let run = 0; run < runs; run += 1) projectMonth({ dailyNano, window });
    expect((performance.now() - started) / runs).toBeLessThan(1);
  });
});

describe('the spread from parameters', () => {
  const move = (candidate: string, usd: Partial<Record<'input' | 'output' | 'reasoning' | 'fallback', number>>): Move => ({
    candidate, inputNano: (usd.input ?? 0) * NANO_PER_USD, outputNano: (usd.output ?? 0) * NANO_PER_USD, reasoningNano: (usd.reasoning ?? 0) * NANO_PER_USD, fallbackNano: (usd.fallback ?? 0) * NANO_PER_USD,
    tokenizerSd: 0.05, outputSd: 0.25, reasoningSd: 0.4,
  });
  const unit = (sd: number): number => Math.sqrt(Math.exp(sd * sd) - 1);

  test('scales the window to 30 days, each source with its own deviation', () => {
    const spread = parameterSpread({ moves: [move('a/x', { input: 40, output: 100, reasoning: 10, fallback: 2 })], window: { daysWithData: 15 } });
    expect(spread.tokenizer).toBeCloseTo(2 * 40 * unit(0.05), 8);
    expect(spread.outputLength).toBeCloseTo(2 * 100 * unit(0.25), 8);
    expect(spread.reasoning).toBeCloseTo(2 * 10 * unit(0.4), 8);
    expect(spread.failures).toBeCloseTo(2 * 2 * unit(0.5), 8);
  });

  test('is not averaged away over the segments of one model, but is over models', () => {
    const twelve = (name: (index: number) => string): Move[] => Array.from({ length: 12 }, (_, index) => move(name(index), { output: 10 }));
    const window = { daysWithData: 30 };
    expect(parameterSpread({ moves: twelve(() => 'a/x'), window }).outputLength).toBeCloseTo(120 * unit(0.25), 8);
    expect(parameterSpread({ moves: twelve((index) => `a/${index}`), window }).outputLength).toBeCloseTo(Math.sqrt(12) * 10 * unit(0.25), 8);
  });

  test('of no move is nothing', () => {
    expect(parameterSpread({ moves: [], window: { daysWithData: 14 } })).toEqual({ tokenizer: 0, outputLength: 0, reasoning: 0, failures: 0 });
    expect(parameterSpread({ moves: [move('a/x', { input: 5 })], window: { daysWithData: 0 } }).tokenizer).toBe(0);
  });
});

describe('the back-test', () => {
  test('trips when the last four days leave what the first ten promised', () => {
    const steady = Array.from({ length: 14 }, (_, day) => (day < 10 ? 10 : 20));
    const test14 = backTest({ dailyNano: nano(steady), window: windowOfDays(14) });
    expect(test14).toMatchObject({ status: 'outside', predictedNano: 40 * NANO_PER_USD, actualNano: 80 * NANO_PER_USD });
    expect(test14.text).toBe('From the first 10 days, a spend of $40.00 was predicted for the last 4 (95 % interval $40.00 to $40.00); it came to $80.00, outside the interval.');
  });

  test('holds on noisy days of one kind, also for a saving', () => {
    const result = backTest({ dailyNano: nano(noisy), window: windowOfDays(14), what: 'saving' });
    expect(result.status).toBe('inside');
    expect(result.actualNano).toBe((103 + 108 + 49 + 41) * NANO_PER_USD);
    expect(result.lowNano).toBeLessThan(result.actualNano ?? 0);
    expect(result.text).toContain('a saving of');
  });

  test('knows a weekend when it predicts one', () => {
    const exact = Array.from({ length: 14 }, (_, day) => (day % 7 >= 5 ? 4 : 10));
    expect(backTest({ dailyNano: nano(exact), window: windowOfDays(14) }).predictedNano).toBe((10 + 10 + 4 + 4) * NANO_PER_USD);
  });

  test('is not run on too few days, or on days without data, and says why', () => {
    expect(backTest({ dailyNano: nano(noisy.slice(0, 9)), window: windowOfDays(9) })).toMatchObject({
      status: 'not-run', predictedNano: null, actualNano: null, text: 'Not back-tested: the last 4 days are predicted from at least 7 days with data before them, and there are 5.',
    });
    expect(backTest({ dailyNano: [], window: windowOfDays(0) }).status).toBe('not-run');
    const window = { ...windowOfDays(14), covered: windowOfDays(14).covered.with(12, false) };
    expect(backTest({ dailyNano: nano(noisy), window }).text).toBe('Not back-tested: one of the last 4 days has no data.');
  });
});
