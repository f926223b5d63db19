import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/stats/random.js';

const DRAWS = 50_000;
const drawn = (draw: () => number): { mean: number; variance: number } => {
  const values = Array.from({ length: DRAWS }, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / DRAWS;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / DRAWS };
};

describe('seeded random', () => {
  test('the same seed gives the same numbers, another seed others', () => {
    const first = createRandom(7);
    const second = createRandom(7);
    const third = createRandom(8);
    const numbers = Array.from({ length: 5 }, () => first.next());
    expect(Array.from({ length: 5 }, () => second.next())).toEqual(numbers);
    expect(Array.from({ length: 5 }, () => third.next())).not.toEqual(numbers);
  });

  test('seeds over 32 bits are not cut', () => {
    expect(createRandom(2 ** 40 + 3).next()).not.toBe(createRandom(3).next());
  });

  test('uniform numbers lie in [0, 1) with mean 1/2 and variance 1/12', () => {
    const random = createRandom(1);
    const { mean, variance } = drawn(() => random.next());
    expect(mean).toBeCloseTo(1 / 2, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  test('whole numbers stay in their range and reach both ends', () => {
    const random = createRandom(2);
    const seen = new Set(Array.from({ length: 1000 }, () => random.integer(3, 6)));
    expect([...seen].sort()).toEqual([3, 4, 5]);
  });

  test('normal numbers have mean 0 and variance 1', () => {
    const random = createRandom(3);
    const { mean, variance } = drawn(() => random.normal());
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(variance - 1)).toBeLessThan(0.03);
  });

  test.each([0.2, 1, 4.5])('gamma numbers of shape %d have mean and variance equal to the shape', (shape) => {
    const random = createRandom(4);
    const { mean, variance } = drawn(() => random.gamma(shape));
    expect(Math.abs(mean / shape - 1)).toBeLessThan(0.03);
    expect(Math.abs(variance / shape - 1)).toBeLessThan(0.08);
  });

  test('shares of a Dirichlet add up to 1, even where every weight is tiny', () => {
    const random = createRandom(5);
    for (const weights of [[0.4, 3.2, 0.4], [1e-9, 1e-9, 1e-9]]) {
      expect(random.dirichlet(weights).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    }
  });
});
