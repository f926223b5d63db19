import {
  type DaySeries, classMeans, correlatedVariance, dayClasses, lagCorrelation, residualsOf, residualTrace, seenDays,
} from '../stats/day-series.js';

/** Straight line through the days, day classes taken out. */
export interface Trend {
  /** Change a day as a share of the mean day (or in the unit of `daily` where a class mean is near 0). */
  slope: number;
  isRelative: boolean;
  /** Slope over its standard error, the error widened for correlation between days. */
  t: number;
}

/** Days with data. A slope through fewer is a guess. */
const LEAST_DAYS = 10;

/**
 * Slope of the daily amounts after the class means are taken out, with an error that allows for lag-1 correlation: the residuals of class means and line together give
 * phi and the variance (over trace(M C), as in the forecast), and the slope's variance is wᵀCw. Plain least squares would raise a false alarm on one window in five of
 * ordinary correlated traffic. Undefined with fewer than 10 days with data, or when no residual is left.
 *
 * Example: 14 days at 100, 102, 104 … with half a dollar of noise, weekends at half of it: slope 2 / 113 = 0.018 of the mean day, t far above 10.
 */
export function trendOf(series: DaySeries): Trend | undefined {
  const classes = dayClasses(series);
  const days = seenDays(series, classes);
  if (days.length < LEAST_DAYS) return undefined;
  const means = classMeans(days);
  const isRelative = [...means.values()].some((mean) => mean.isRelative);
  const line = centredInClass(days);
  const squares = sumOf(line.map((value) => value * value));
  if (squares === 0) return undefined;

  const residuals = residualsOf(days, means);
  const slope = sumOf(line.map((value, index) => value * (residuals[index] ?? 0))) / squares;
  const rest = residuals.map((residual, index) => residual - slope * (line[index] ?? 0));
  const restSquares = sumOf(rest.map((value) => value * value));
  const phi = lagCorrelation(rest, days);
  const variance = restSquares / residualTrace(days, phi, line);
  const error = Math.sqrt(variance * correlatedVariance(days.map(({ day }, index) => ({ day, weight: (line[index] ?? 0) / squares })), phi));
  if (!(error > 0)) return undefined;
  return { slope, isRelative, t: slope / error };
}

/** Day numbers less the mean day number of their class: orthogonal to the class means. */
function centredInClass(days: readonly { readonly day: number; readonly kind: number }[]): number[] {
  return days.map(({ day, kind }) => {
    const own = days.filter((other) => other.kind === kind);
    return day - sumOf(own.map((other) => other.day)) / own.length;
  });
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
