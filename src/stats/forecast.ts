import {
  type DaySeries, type SeenDay, classMeans, correlatedVariance, dayClasses, lagCorrelation, reducedDegreesOfFreedom, residualsOf, residualTrace, seenDays,
} from './day-series.js';
import { studentTQuantile } from './student-t.js';

/** A sum over future days with its two-sided interval; same unit as the daily amounts; signed, never floored. */
export type Forecast =
  | {
      known: true;
      total: number;
      low: number;
      high: number;
      /** Half of the interval's width. */
      half: number;
      degreesOfFreedom: number;
      /** Lag-1 correlation of daily residuals that was used, 0..0.85. */
      phi: number;
    }
  | { known: false; reason: string };

/** The generic month: 30 days, 30 / 7 of each weekday, so 150 / 7 working days and 60 / 7 of the weekend, whatever day it starts on. */
export const MONTH_DAYS = 30;

/** Of 30 days in a row the first two weekdays come five times, the others four. */
const timesInMonth = (weekday: number): number => (weekday < MONTH_DAYS % 7 ? 5 : 4);

/** Two-sided. Its lower end is the tool's "lower bound". */
const DEFAULT_LEVEL = 0.8;

/** A future day: its distance in days from the first day of the window, its class, and how many days it stands for. */
interface FutureDay {
  day: number;
  kind: number;
  count: number;
}

/**
 * The next 30 days if the process does not change, from the days of a window (7 or more, consecutive, gaps marked): class means times days, and the predictive
 * interval of that sum. Closed form: relative residuals with lag-1 correlation, variance of (forecast - future) over window and month together, t
 * quantile at reduced degrees of freedom. Resampling days is no substitute: two weeks hold two of each weekday, and its intervals cover 20 to 60 % instead
 * of 80 %. Unknown with fewer than 7 days, when one of the day classes was never seen, or when no residual is left to judge by.
 *
 * Example: 14 days at exactly 10 on working days and 4 on the weekend: 10 * 150 / 7 + 4 * 60 / 7 = 248.57, half-width 0.
 */
export function forecastMonth(input: DaySeries & { readonly level?: number }): Forecast {
  const length = input.daily.length;
  if (length < 7) return { known: false, reason: `only ${length} of the 7 days that a month needs` };
  if (input.weekend.slice(-7).filter(Boolean).length !== 2) return { known: false, reason: 'the last seven days do not hold one weekend' };
  const classes = dayClasses(input);
  const future = Array.from({ length: MONTH_DAYS }, (_, index) => ({
    day: length + index,
    kind: classes[length - 7 + (index % 7)] ?? 0,
    count: MONTH_DAYS / 7 / timesInMonth(index % 7),
  }));
  return forecastSum(seenDays(input, classes), future, input.level ?? DEFAULT_LEVEL);
}

/**
 * The sum over the days that follow the window, given by their weekend flags: what a back-test predicts. Two day classes at any length.
 *
 * Example: 10 days at exactly 10 on working days and 4 on the weekend, then Thursday to Sunday: 10 + 10 + 4 + 4 = 28.
 */
export function forecastNextDays(input: DaySeries & { readonly next: readonly boolean[]; readonly level?: number }): Forecast {
  const classOf = (isWeekend: boolean): number => (isWeekend ? 1 : 0);
  const seen = seenDays(input, input.weekend.map(classOf));
  const future = input.next.map((isWeekend, index) => ({ day: input.daily.length + index, kind: classOf(isWeekend), count: 1 }));
  return forecastSum(seen, future, input.level ?? DEFAULT_LEVEL);
}

function forecastSum(seen: readonly SeenDay[], future: readonly FutureDay[], level: number): Forecast {
  const means = classMeans(seen);
  if (future.some(({ kind }) => !means.has(kind))) return { known: false, reason: 'a kind of day (working day or weekend) was never seen' };
  const freedom = seen.length - means.size;
  if (freedom < 1) return { known: false, reason: `${seen.length} days with data leave nothing to judge the spread by` };

  const residuals = residualsOf(seen, means);
  const phi = lagCorrelation(residuals, seen);
  const squares = residuals.reduce((sum, residual) => sum + residual * residual, 0);
  const variance = squares / residualTrace(seen, phi);
  const degreesOfFreedom = reducedDegreesOfFreedom(freedom, phi);
  const quantile = studentTQuantile(0.5 + level / 2, degreesOfFreedom);
  const half = quantile * Math.sqrt(Math.max(0, variance * correlatedVariance(errorTerms(seen, future, means), phi)));
  const total = future.reduce((sum, { kind, count }) => sum + count * (means.get(kind)?.mean ?? 0), 0);
  return { known: true, total, low: total - half, high: total + half, half, degreesOfFreedom, phi };
}

/** Future minus forecast as one weighted sum of residuals: each future day by its scale, each seen day by the share of the forecast that rests on it. */
function errorTerms(seen: readonly SeenDay[], future: readonly FutureDay[], means: ReturnType<typeof classMeans>): { day: number; weight: number }[] {
  const countOf = new Map<number, number>();
  for (const { kind, count } of future) countOf.set(kind, (countOf.get(kind) ?? 0) + count);
  const scaleOf = (kind: number): number => means.get(kind)?.scale ?? 1;
  const past = seen.map(({ day, kind }) => ({ day, weight: (-scaleOf(kind) * (countOf.get(kind) ?? 0)) / (means.get(kind)?.days ?? 1) }));
  return [...past, ...future.map(({ day, kind, count }) => ({ day, weight: scaleOf(kind) * count }))];
}
