import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlatedVariance, dayClasses, lagCorrelation } from '../../src/stats/day-series.js';
import { forecastMonth, forecastNextDays } from '../../src/stats/forecast.js';
import { sharedDrawSd } from '../../src/stats/parameter-spread.js';
import { studentTQuantile } from '../../src/stats/student-t.js';

/** Monday first. */
const weekendFlags = (days: number): boolean[] => Array.from({ length: days }, (_, day) => day % 7 >= 5);
const allCovered = (days: number): boolean[] => Array.from({ length: days }, () => true);
const series = (daily: readonly number[]) => ({ daily, weekend: weekendFlags(daily.length), covered: allCovered(daily.length) });

const fortnight = [102, 97, 110, 94, 101, 44, 47, 99, 105, 88, 103, 108, 49, 41];

/** The method with whole matrices, as the formulas are written: slow, and independent of the recursions under test. */
function byMatrices(daily: readonly number[], weekend: readonly boolean[], level: number) {
  const n = daily.length;
  const kind = weekend.map(Number);
  const kinds = [0, 1];
  const count = kinds.map((k) => kind.filter((other) => other === k).length);
  const mean = kinds.map((k) => daily.reduce((sum, value, day) => sum + (kind[day] === k ? value : 0), 0) / count[k]!);
  const e = daily.map((value, day) => value / mean[kind[day]!]! - 1);
  const squares = e.reduce((sum, value) => sum + value * value, 0);
  let r = e.slice(1).reduce((sum, value, index) => sum + value * e[index]!, 0) / squares;
  r += (1 + 3 * r) / n;
  const phi = Math.min(0.85, Math.max(0, (n * r + 10 * 0.5) / (n + 10)));
  const future = Array.from({ length: 30 }, (_, day) => kind[n - 7 + (day % 7)]!);
  const target = [150 / 7, 60 / 7];
  const weights = future.map((_, day) => 30 / 7 / (day % 7 < 2 ? 5 : 4));
  const a = [...daily.map((_, day) => (-mean[kind[day]!]! * target[kind[day]!]!) / count[kind[day]!]!), ...future.map((k, day) => mean[k]! * weights[day]!)];
  const C = a.map((_, i) => a.map((__, j) => phi ** Math.abs(i - j)));
  let trace = 0;
  for (let i = 0; i < n; i += 1) for (let j = 0; j < n; j += 1) trace += ((i === j ? 1 : 0) - (kind[i] === kind[j] ? 1 / count[kind[i]!]! : 0)) * C[i]![j]!;
  const variance = squares / trace;
  const spread = a.reduce((sum, ai, i) => sum + a.reduce((row, aj, j) => row + ai * aj * C[i]![j]!, 0), 0);
  const degreesOfFreedom = Math.max(4, ((n - 2) * (1 - phi * phi)) / (1 + phi * phi));
  return { phi, degreesOfFreedom, total: mean[0]! * target[0]! + mean[1]! * target[1]!, half: studentTQuantile(0.5 + level / 2, degreesOfFreedom) * Math.sqrt(variance * spread) };
}

function knownForecast(input: Parameters<typeof forecastMonth>[0]) {
  const forecast = forecastMonth(input);
  if (!forecast.known) throw new Error(forecast.reason);
  return forecast;
}

describe('the month', () => {
  test('is 150 / 7 working days and 60 / 7 weekend days of the class means', () => {
    const steady = series(weekendFlags(14).map((isWeekend) => (isWeekend ? 4 : 10)));
    const forecast = knownForecast(steady);
    expect(forecast.total).toBeCloseTo((10 * 150) / 7 + (4 * 60) / 7, 9);
    expect(forecast.half).toBe(0);
  });

  test('has the interval of the published formulas, written out with whole matrices', () => {
    for (const level of [0.8, 0.95]) {
      const expected = byMatrices(fortnight, weekendFlags(14), level);
      const forecast = knownForecast({ ...series(fortnight), level });
      expect(forecast.total).toBeCloseTo(expected.total, 8);
      expect(forecast.phi).toBeCloseTo(expected.phi, 12);
      expect(forecast.degreesOfFreedom).toBeCloseTo(expected.degreesOfFreedom, 12);
      expect(forecast.half).toBeCloseTo(expected.half, 8);
      expect(forecast.high - forecast.total).toBeCloseTo(forecast.total - forecast.low, 9);
    }
  });

  test('grows with the amounts: ten times the dollars, ten times the interval', () => {
    const one = knownForecast(series(fortnight));
    const ten = knownForecast(series(fortnight.map((value) => value * 10)));
    expect(ten.total).toBeCloseTo(10 * one.total, 8);
    expect(ten.half).toBeCloseTo(10 * one.half, 8);
  });

  test('is signed: savings that lose money stay negative, and the lower end goes below zero', () => {
    const losses = knownForecast(series(fortnight.map((value) => -value)));
    expect(losses.total).toBeCloseTo(-knownForecast(series(fortnight)).total, 8);
    expect(losses.high).toBeLessThan(0);
    const mixed = knownForecast(series([5, -4, 6, -5, 3, -1, 1, -6, 5, -3, 4, -2, 1, -1]));
    expect(mixed.low).toBeLessThan(0);
    expect(mixed.high).toBeGreaterThan(0);
  });

  test('takes absolute residuals where a class mean is near zero, so that an idle weekend does not blow the interval up', () => {
    const idle = knownForecast(series([100, 110, 90, 105, 95, 0.1, 0, 100, 92, 108, 101, 99, 0, 0.3]));
    expect(idle.half).toBeLessThan(0.2 * idle.total);
    const allZero = knownForecast(series(fortnight.map(() => 0)));
    expect([allZero.total, allZero.half]).toEqual([0, 0]);
  });

  test('leaves missing days out instead of reading them as zero', () => {
    const covered = allCovered(14);
    covered[2] = false;
    const withGap = knownForecast({ daily: fortnight.with(2, 0), weekend: weekendFlags(14), covered });
    const garbage = knownForecast({ daily: fortnight.with(2, 1e9), weekend: weekendFlags(14), covered });
    expect(withGap).toEqual(garbage);
    const working = [102, 97, 94, 101, 99, 105, 88, 103, 108];
    const weekendMean = (44 + 47 + 49 + 41) / 4;
    expect(withGap.total).toBeCloseTo(((working.reduce((a, b) => a + b) / 9) * 150) / 7 + (weekendMean * 60) / 7, 8);
    expect(withGap.half).toBeGreaterThan(0);
  });

  test('has seven day classes from 28 days, two before and where gaps leave a weekday with under three', () => {
    expect(new Set(dayClasses(series(Array.from({ length: 28 }, () => 1)))).size).toBe(7);
    expect(new Set(dayClasses(series(Array.from({ length: 27 }, () => 1)))).size).toBe(2);
    const covered = Array.from({ length: 35 }, (_, day) => day % 7 !== 3 || day < 14);
    expect(new Set(dayClasses({ daily: covered.map(() => 1), weekend: weekendFlags(35), covered })).size).toBe(2);
  });

  test('reads a fixed weekly shape as no noise at all once there are seven classes', () => {
    const shape = [8, 10, 12, 11, 9, 4, 3];
    const forecast = knownForecast(series(Array.from({ length: 28 }, (_, day) => shape[day % 7]!)));
    expect(forecast.half).toBeCloseTo(0, 9);
    expect(forecast.total).toBeCloseTo(((8 + 10 + 12 + 11 + 9) / 5) * (150 / 7) + ((4 + 3) / 2) * (60 / 7), 9);
  });

  test('is unknown below a week, or when a class was never seen', () => {
    expect(forecastMonth(series([1, 2, 3, 4, 5, 6]))).toEqual({ known: false, reason: 'only 6 of the 7 days that a month needs' });
    const working = weekendFlags(14).map((isWeekend) => !isWeekend);
    expect(forecastMonth({ daily: fortnight, weekend: weekendFlags(14), covered: working }).known).toBe(false);
    expect(forecastMonth({ daily: fortnight, weekend: allCovered(14).map(() => false), covered: allCovered(14) }).known).toBe(false);
  });

  test('never returns a figure that is not a number', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.boolean()), { minLength: 7, maxLength: 60 }), (days) => {
      const forecast = forecastMonth({ daily: days.map(([value]) => value), weekend: weekendFlags(days.length), covered: days.map(([, isCovered]) => isCovered) });
      if (!forecast.known) return;
      for (const value of [forecast.total, forecast.low, forecast.high, forecast.half, forecast.degreesOfFreedom, forecast.phi]) expect(Number.isFinite(value)).toBe(true);
      expect(forecast.low).toBeLessThanOrEqual(forecast.high);
      expect(forecast.phi).toBeGreaterThanOrEqual(0);
      expect(forecast.phi).toBeLessThanOrEqual(0.85);
    }), { numRuns: 300, seed: 7 });
  });
});

describe('the next days', () => {
  test('are the class means of the days before', () => {
    const steady = series(weekendFlags(10).map((isWeekend) => (isWeekend ? 4 : 10)));
    const forecast = forecastNextDays({ ...steady, next: [false, false, true, true] });
    expect(forecast).toMatchObject({ known: true, total: 10 + 10 + 4 + 4, half: 0 });
  });

  test('are unknown for a kind of day that was never seen', () => {
    expect(forecastNextDays({ ...series([10, 11, 12, 10]), next: [true] }).known).toBe(false);
  });
});

describe('correlation of days', () => {
  test('is the bias-corrected lag-1 correlation, shrunk to 0.5 with the weight of ten days', () => {
    const days = [0, 1, 2, 3].map((day) => ({ day }));
    const sample = -0.03 / 0.04;
    const corrected = sample + (1 + 3 * sample) / 4;
    expect(lagCorrelation([0.1, -0.1, 0.1, -0.1], days)).toBeCloseTo((4 * corrected + 10 * 0.5) / 14, 12);
  });

  test('reads only neighbours: across a gap it is the prior alone', () => {
    expect(lagCorrelation([0.1, -0.1, 0.1], [{ day: 0 }, { day: 2 }, { day: 4 }])).toBe(0.5);
  });

  test('weighs pairs by the days between them', () => {
    expect(correlatedVariance([{ day: 0, weight: 1 }, { day: 1, weight: 2 }], 0.5)).toBe(1 + 4 + 2 * 1 * 2 * 0.5);
    expect(correlatedVariance([{ day: 0, weight: 1 }, { day: 3, weight: 2 }, { day: 4, weight: -1 }], 0.5)).toBe(1 + 4 + 1 + 2 * (2 * 0.125 - 1 * 0.0625 - 2 * 0.5));
  });
});

describe('spread of shared draws', () => {
  test('adds the parts of one model, and squares across models', () => {
    const unit = Math.sqrt(Math.exp(0.0625) - 1);
    expect(sharedDrawSd([{ group: 'a', amount: 30, logSd: 0.25 }, { group: 'a', amount: 70, logSd: 0.25 }])).toBeCloseTo(100 * unit, 10);
    expect(sharedDrawSd([{ group: 'a', amount: 30, logSd: 0.25 }, { group: 'b', amount: 70, logSd: 0.25 }])).toBeCloseTo(Math.hypot(30, 70) * unit, 10);
    expect(sharedDrawSd([])).toBe(0);
  });

  test('is what many draws give, for parts of different spread on one draw', () => {
    const parts = [{ group: 'a', amount: 40, logSd: 0.1 }, { group: 'a', amount: 60, logSd: 0.4 }];
    const draws = 20_000;
    const totals = Array.from({ length: draws }, (_, index) => {
      const z = normalQuantile((index + 0.5) / draws);
      return parts.reduce((sum, { amount, logSd }) => sum + amount * Math.exp(logSd * z - (logSd * logSd) / 2), 0);
    });
    const mean = totals.reduce((a, b) => a + b) / draws;
    const sd = Math.sqrt(totals.reduce((sum, total) => sum + (total - mean) ** 2, 0) / draws);
    expect(sharedDrawSd(parts) / sd).toBeCloseTo(1, 2);
  });
});

/** The t distribution at very many degrees of freedom. */
const normalQuantile = (probability: number): number => studentTQuantile(probability, 1e5);
