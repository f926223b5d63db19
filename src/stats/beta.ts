const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/** Natural logarithm of the gamma function, x > 0; Lanczos with g = 7. Example: logGamma(5) = ln(24) */
export function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  const base = x - 1;
  let sum = LANCZOS[0] as number;
  for (let term = 1; term < LANCZOS.length; term += 1) sum += (LANCZOS[term] as number) / (base + term);
  const t = base + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (base + 0.5) * Math.log(t) - t + Math.log(sum);
}

const SMALL = 1e-300;
/** Relative change at which the continued fraction has converged: far under any figure that is shown. */
const CONVERGED = 1e-10;
const MOST_TERMS = 400;

/** Lentz's continued fraction of the incomplete beta, DLMF 8.17.22: https://dlmf.nist.gov/8.17. */
function continuedFraction(x: number, a: number, b: number): number {
  const guard = (value: number): number => (Math.abs(value) < SMALL ? SMALL : value);
  let c = 1;
  let d = 1 / guard(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= MOST_TERMS; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / guard(1 + even * d);
    c = guard(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / guard(1 + odd * d);
    c = guard(1 + odd / c);
    const step = d * c;
    fraction *= step;
    if (Math.abs(step - 1) < CONVERGED) break;
  }
  return fraction;
}

/**
 * The distribution function of a Beta(a, b), a and b > 0, as a function of x, which may lie outside 0..1. Made once per pair of shapes because its
 * constant is the dear part.
 *
 * Example: betaCdf(1, 1)(0.3) = 0.3, and betaCdf(2, 2)(0.5) = 0.5
 */
export function betaCdf(a: number, b: number): (x: number) => number {
  const constant = logGamma(a + b) - logGamma(a) - logGamma(b);
  const turn = (a + 1) / (a + b + 2);
  return (x) => {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const front = Math.exp(constant + a * Math.log(x) + b * Math.log1p(-x));
    return x < turn ? (front * continuedFraction(x, a, b)) / a : 1 - (front * continuedFraction(1 - x, b, a)) / b;
  };
}
