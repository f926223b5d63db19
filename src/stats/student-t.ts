/**
 * Student's t distribution for real degrees of freedom, without a dependency so that it also runs in the report page.
 *
 * The cdf goes through the regularised incomplete beta function (Abramowitz & Stegun 26.7.1 and 26.5.8), its continued fraction evaluated by
 * the modified Lentz method (Thompson & Barnett 1986); ln Γ by the Lanczos approximation (g = 7, 9 terms, Godfrey 2001); the quantile by
 * Newton steps held inside a bracket.
 */

const LANCZOS_G = 7;
const LANCZOS_TERMS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** ln Γ(x) for x >= 0.5; relative error under 1e-13. Example: ln Γ(5) = ln 24. */
function lnGamma(x: number): number {
  const shifted = x - 1;
  const base = shifted + LANCZOS_G + 0.5;
  const series = LANCZOS_TERMS.reduce((sum, term, index) => (index === 0 ? term : sum + term / (shifted + index)), 0);
  return 0.5 * Math.log(2 * Math.PI) + (shifted + 0.5) * Math.log(base) - base + Math.log(series);
}

/** Steps. The fraction converges in about sqrt(max(a, b)) steps; 500 serves any degrees of freedom up to 1e5. */
const MAX_FRACTION_STEPS = 500;
const FRACTION_PRECISION = 1e-15;
/** Stands in for 0 in a denominator (Lentz). */
const TINY = 1e-300;

const awayFromZero = (value: number): number => (Math.abs(value) < TINY ? TINY : value);

/** Continued fraction of the incomplete beta function; converges fast for x < (a + 1) / (a + b + 2). */
function betaFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / awayFromZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let step = 1; step <= MAX_FRACTION_STEPS; step += 1) {
    const even = (step * (b - step) * x) / ((a + 2 * step - 1) * (a + 2 * step));
    d = 1 / awayFromZero(1 + even * d);
    c = awayFromZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + step) * (a + b + step) * x) / ((a + 2 * step) * (a + 2 * step + 1));
    d = 1 / awayFromZero(1 + odd * d);
    c = awayFromZero(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < FRACTION_PRECISION) break;
  }
  return fraction;
}

/** Regularised incomplete beta function I_x(a, b); `rest` = 1 - x is handed in, so that neither end loses digits. */
function incompleteBeta(x: number, rest: number, shape: { a: number; b: number }): number {
  const { a, b } = shape;
  if (x <= 0) return 0;
  if (rest <= 0) return 1;
  const front = Math.exp(lnGamma(a + b) - lnGamma(a) - lnGamma(b) + a * Math.log(x) + b * Math.log(rest));
  return x < (a + 1) / (a + b + 2) ? (front * betaFraction(x, a, b)) / a : 1 - (front * betaFraction(rest, b, a)) / b;
}

/** Probability above t (> 0), without cancellation. */
const upperTail = (t: number, degreesOfFreedom: number): number =>
  0.5 * incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), (t * t) / (degreesOfFreedom + t * t), { a: degreesOfFreedom / 2, b: 0.5 });

/**
 * P(T <= t), 0..1. `degreesOfFreedom` is real and at least 1; NaN below.
 *
 * Example: with 1 degree of freedom it is the Cauchy distribution, so P(T <= 1) = 1/2 + atan(1) / pi = 0.75.
 */
export function studentTCdf(t: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom >= 1) || Number.isNaN(t)) return Number.NaN;
  if (t === 0) return 0.5;
  const tail = upperTail(Math.abs(t), degreesOfFreedom);
  return t > 0 ? 1 - tail : tail;
}

function lnDensity(t: number, degreesOfFreedom: number): number {
  const half = (degreesOfFreedom + 1) / 2;
  return lnGamma(half) - lnGamma(degreesOfFreedom / 2) - 0.5 * Math.log(degreesOfFreedom * Math.PI) - half * Math.log1p((t * t) / degreesOfFreedom);
}

const MAX_QUANTILE_STEPS = 200;
const QUANTILE_PRECISION = 1e-13;

/**
 * The t with P(T <= t) = `probability`. Real degrees of freedom from 1; probability 0..1 (0 and 1 give the infinities); NaN outside.
 *
 * Example: the two-sided 80 % interval of 12 degrees of freedom reaches studentTQuantile(0.9, 12) = 1.356 standard errors either way.
 */
export function studentTQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(degreesOfFreedom >= 1) || !(probability >= 0 && probability <= 1)) return Number.NaN;
  if (probability === 0.5) return 0;
  const tail = Math.min(probability, 1 - probability);
  const sign = probability < 0.5 ? -1 : 1;
  if (tail === 0) return sign * Number.POSITIVE_INFINITY;
  let low = 0;
  let high = 1;
  while (upperTail(high, degreesOfFreedom) > tail) {
    low = high;
    high *= 2;
  }
  let t = (low + high) / 2;
  for (let step = 0; step < MAX_QUANTILE_STEPS; step += 1) {
    const excess = upperTail(t, degreesOfFreedom) - tail;
    if (excess > 0) low = t;
    else high = t;
    const newton = t + excess / Math.exp(lnDensity(t, degreesOfFreedom));
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - t) <= QUANTILE_PRECISION * Math.max(1, t)) return sign * next;
    t = next;
  }
  return sign * t;
}
