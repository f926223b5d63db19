/** A seeded source of chance: the same seed gives the same numbers on every machine. */
export interface Random {
  /** Uniform, 0 <= u < 1, 53 bits. */
  next(): number;
  /** Whole number, low <= i < high. */
  integer(low: number, high: number): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  /** Gamma with this shape (> 0) and scale 1. */
  gamma(shape: number): number;
  /** Beta of these shapes (> 0), 0..1. */
  beta(a: number, b: number): number;
  /** A point on the simplex: shares >= 0 that add up to 1. `weights` > 0. */
  dirichlet(weights: readonly number[]): number[];
}

const rotateLeft = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** splitmix32: spreads one seed over many well-mixed words. https://jkomyno.dev/gists/splitmix32-prng (read 2026-11-22). */
function seedWords(seed: number): () => number {
  let state = (seed ^ Math.trunc(seed / 2 ** 32)) | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let word = state ^ (state >>> 16);
    word = Math.imul(word, 0x21f0aaad);
    word ^= word >>> 15;
    word = Math.imul(word, 0x735a2d97);
    return word ^ (word >>> 15);
  };
}

/** xoshiro128**, Blackman and Vigna (2018), https://prng.di.unimi.it/xoshiro128starstar.c. */
function xoshiro128(seed: number): () => number {
  const words = seedWords(seed);
  let [a, b, c, d] = [words(), words(), words(), words()] as [number, number, number, number];
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

/**
 * `seed`: any safe whole number.
 *
 * Example: createRandom(7).next() === createRandom(7).next()
 */
export function createRandom(seed: number): Random {
  const word = xoshiro128(seed);
  const next = (): number => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;

  let spare: number | undefined;
  /** Polar method of Marsaglia. */
  function normal(): number {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    for (;;) {
      const x = 2 * next() - 1;
      const y = 2 * next() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      spare = y * scale;
      return x * scale;
    }
  }

  /** Marsaglia and Tsang (2000), "A simple method for generating gamma variables"; shapes under 1 are boosted by U^(1/shape). */
  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v <= 0) continue;
      if (Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  function dirichlet(weights: readonly number[]): number[] {
    const parts = weights.map((weight) => gamma(weight));
    const sum = parts.reduce((total, part) => total + part, 0);
    if (sum > 0) return parts.map((part) => part / sum);
    const heaviest = weights.indexOf(Math.max(...weights));
    return weights.map((_, index) => (index === heaviest ? 1 : 0));
  }

  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low)),
    normal,
    gamma,
    beta: (a, b) => dirichlet([a, b])[0] ?? 0,
    dirichlet,
  };
}
