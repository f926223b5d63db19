import { describe, expect, test } from 'vitest';
import { backTest } from '../../src/project/index.js';
import { trendOf } from '../../src/project/trend.js';
import { forecastMonth } from '../../src/stats/forecast.js';
import { type Random, createRandom } from '../../src/stats/random.js';
import { history, regimes } from '../bench/arrivals.mjs';

interface Past { daily: number[]; weekend: boolean[]; covered: boolean[]; month: number }
interface Regime { id: string; title: string; promise?: 'both' | 'below'; isFlat?: boolean; days: (random: Random, days: number) => number[] }

const RUNS = 400;
/** Percentage points: three standard errors of a coverage of 77 % over 400 months. The bench runs more months and holds the promise itself. */
const SLACK = 3 * 100 * Math.sqrt((0.77 * 0.23) / RUNS);

const pasts = (regime: Regime, seed: number): Past[] => {
  const random = createRandom(seed);
  return Array.from({ length: RUNS }, () => history(random, { days: 14, multipliers: regime.days, isFlat: regime.isFlat }) as Past);
};

describe('the 80 % interval on made-up months of known truth', () => {
  test.each((regimes as Regime[]).filter(({ promise }) => promise !== undefined))('holds what is promised: $title', (regime) => {
    const outcomes = pasts(regime, 11).map((past) => {
      const forecast = forecastMonth(past);
      if (!forecast.known) throw new Error(forecast.reason);
      return past.month < forecast.low ? 'below' : past.month > forecast.high ? 'above' : 'inside';
    });
    const percentOf = (outcome: string): number => (100 * outcomes.filter((each) => each === outcome).length) / RUNS;
    expect(percentOf('below')).toBeLessThan(12.5 + SLACK);
    if (regime.promise === 'below') return;
    expect(percentOf('inside')).toBeGreaterThan(75 - SLACK);
    expect(percentOf('inside')).toBeLessThan(92 + SLACK);
  });
});

test('plain traffic seldom raises a flag of change, and a trend of 5 % a day nearly always does', () => {
  const plain = (regimes as Regime[]).find(({ id }) => id === 'iid')!;
  const flagged = (past: Past): boolean =>
    Math.abs(trendOf(past)?.t ?? 0) > 2.2 || backTest({ dailyNano: past.daily.map((amount) => Math.round(amount * 1e9)), window: past }).status === 'outside';
  const shareOf = (list: readonly Past[]): number => list.filter(flagged).length / list.length;
  expect(shareOf(pasts(plain, 5))).toBeLessThan(0.1);
  expect(shareOf(pasts({ ...plain, days: (random, days) => plain.days(random, days).map((value, day) => value * 1.05 ** day) }, 5))).toBeGreaterThan(0.9);
});
