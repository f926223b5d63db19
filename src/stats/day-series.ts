/**
 * Days of one measure (dollars a day, signed) and the arithmetic that the forecast and the trend test share: day classes, residuals, lag-1
 * correlation, and variances of sums of correlated days. Every sum of correlated days is O(days), by the recursion of a lag-1 process.
 */

/** The three arrays are parallel, one entry a day, in order, no day left out. */
export interface DaySeries {
  /** Any unit, signed. Entries of days that are not covered are not read. */
  readonly daily: readonly number[];
  /** true = Saturday or Sunday. */
  readonly weekend: readonly boolean[];
  /** false = nothing was seen because nothing watched: the day is missing, not 0. */
  readonly covered: readonly boolean[];
}

/** Days. Below, each weekday would be seen fewer than four times and its mean would be mostly noise. */
const SEVEN_CLASSES_FROM_DAYS = 28;
/** Days of each weekday that seven classes need; fewer (gaps) falls back to two classes. */
const LEAST_DAYS_PER_WEEKDAY = 3;

/** Class of every day: 0 working day, 1 weekend; from 28 covered days the position in the week, 0..6. */
export function dayClasses(series: DaySeries): number[] {
  const coveredDays = series.covered.filter(Boolean).length;
  const perWeekday = Array.from({ length: 7 }, (_, weekday) => series.covered.filter((isCovered, day) => isCovered && day % 7 === weekday).length);
  const isSeven = coveredDays >= SEVEN_CLASSES_FROM_DAYS && perWeekday.every((count) => count >= LEAST_DAYS_PER_WEEKDAY);
  return series.weekend.map((isWeekend, day) => (isSeven ? day % 7 : isWeekend ? 1 : 0));
}

/** Covered days alone. `day` is the position in the window, so that a gap stays as long as it was. */
export interface SeenDay {
  day: number;
  kind: number;
  amount: number;
}

export const seenDays = (series: DaySeries, classes: readonly number[]): SeenDay[] =>
  series.daily.flatMap((amount, day) => (series.covered[day] === true ? [{ day, kind: classes[day] ?? 0, amount }] : []));

export interface ClassMean {
  days: number;
  mean: number;
  /** What one unit of residual is worth in this class: its mean, or 1 where residuals are absolute. */
  scale: number;
  isRelative: boolean;
}

/** Share of the largest class mean. Below, a ratio to the mean says nothing: residuals of all classes are taken in absolute amounts. */
const NEAR_ZERO_SHARE = 0.1;

/** Mean of each class. Relative residuals (scale = mean) need every mean well above 0. */
export function classMeans(days: readonly SeenDay[]): Map<number, ClassMean> {
  const sums = new Map<number, { days: number; total: number }>();
  for (const { kind, amount } of days) {
    const sum = sums.get(kind) ?? { days: 0, total: 0 };
    sums.set(kind, { days: sum.days + 1, total: sum.total + amount });
  }
  const means = [...sums].map(([kind, sum]) => ({ kind, days: sum.days, mean: sum.total / sum.days }));
  const largest = Math.max(...means.map(({ mean }) => mean));
  const isRelative = largest > 0 && means.every(({ mean }) => mean >= NEAR_ZERO_SHARE * largest);
  return new Map(means.map(({ kind, days: count, mean }) => [kind, { days: count, mean, scale: isRelative ? mean : 1, isRelative }]));
}

/** (amount - mean of its class) / scale of its class. Example: 120 in a class of mean 100: 0.2, or 20 where residuals are absolute. */
export const residualsOf = (days: readonly SeenDay[], means: ReadonlyMap<number, ClassMean>): number[] =>
  days.map(({ kind, amount }) => {
    const { mean, scale } = means.get(kind) ?? { mean: 0, scale: 1 };
    return (amount - mean) / scale;
  });

/** What two weeks cannot tell: the lag-1 correlation is pulled to this value with the weight of so many days. From simulated arrivals. */
const PRIOR_CORRELATION = 0.5;
const PRIOR_WEIGHT_DAYS = 10;
const LARGEST_CORRELATION = 0.85;

/**
 * Lag-1 correlation of daily residuals, 0..0.85: the sample value, bias-corrected by (1 + 3r) / n (Marriott & Pope 1954), shrunk to 0.5 with the weight of
 * 10 days. Only neighbours one day apart are read; with gaps, n is one more than the number of such pairs.
 *
 * Example: residuals 0.1, -0.1, 0.1, -0.1: r = -0.03 / 0.04 = -0.75, corrected by (1 - 2.25) / 4 to -1.0625; (4 * -1.0625 + 10 * 0.5) / 14 = 0.0536.
 */
export function lagCorrelation(residuals: readonly number[], days: readonly { readonly day: number }[]): number {
  const squares = residuals.reduce((sum, residual) => sum + residual * residual, 0);
  let products = 0;
  let pairs = 0;
  for (let index = 1; index < residuals.length; index += 1) {
    if ((days[index]?.day ?? 0) - (days[index - 1]?.day ?? 0) !== 1) continue;
    products += (residuals[index] ?? 0) * (residuals[index - 1] ?? 0);
    pairs += 1;
  }
  if (pairs === 0 || squares === 0) return PRIOR_CORRELATION;
  const count = pairs + 1;
  const sample = (products / squares) * ((residuals.length - 1) / pairs);
  const corrected = sample + (1 + 3 * sample) / count;
  const shrunk = (count * corrected + PRIOR_WEIGHT_DAYS * PRIOR_CORRELATION) / (count + PRIOR_WEIGHT_DAYS);
  return Math.min(LARGEST_CORRELATION, Math.max(0, shrunk));
}

/**
 * Variance of Σ weight × residual for residuals of unit variance with correlation phi^(days apart): aᵀCa.
 * `terms` in ascending order of `day`.
 *
 * Example: weights 1 and 2 on neighbouring days at phi 0.5: 1 + 4 + 2 * 1 * 2 * 0.5 = 7.
 */
export function correlatedVariance(terms: readonly { readonly day: number; readonly weight: number }[], phi: number): number {
  let variance = 0;
  let carried = 0;
  let lastDay = 0;
  for (const { day, weight } of terms) {
    carried *= phi ** (day - lastDay);
    variance += weight * (weight + 2 * carried);
    carried += weight;
    lastDay = day;
  }
  return variance;
}

/**
 * trace(M C): what the residual sum of squares is expected to be for unit variance, after the class means (and `extra`, a further regressor that is
 * orthogonal to them) were fitted. Dividing by it removes the bias that correlation brings into the variance.
 */
export function residualTrace(days: readonly SeenDay[], phi: number, extra?: readonly number[]): number {
  const kinds = [...new Set(days.map(({ kind }) => kind))];
  const fitted = kinds.map((kind) => {
    const own = days.filter((day) => day.kind === kind);
    return correlatedVariance(own.map(({ day }) => ({ day, weight: 1 })), phi) / own.length;
  });
  if (extra !== undefined) {
    const squares = extra.reduce((sum, value) => sum + value * value, 0);
    fitted.push(correlatedVariance(days.map(({ day }, index) => ({ day, weight: extra[index] ?? 0 })), phi) / squares);
  }
  return days.length - fitted.reduce((sum, value) => sum + value, 0);
}

/** Degrees of freedom that are left under correlation: (n - p)(1 - phi²) / (1 + phi²), at least 4 (the t quantile explodes below). */
export const reducedDegreesOfFreedom = (freedom: number, phi: number): number => Math.max(4, (freedom * (1 - phi * phi)) / (1 + phi * phi));
