import { describe, expect, test } from 'vitest';
import { studentTCdf, studentTQuantile } from '../../src/stats/student-t.js';

/** NIST/SEMATECH e-Handbook 1.3.6.7.2, upper critical values; https://www.itl.nist.gov/div898/handbook/eda/section3/eda3672.htm */
const published: readonly [degreesOfFreedom: number, at90: number, at95: number, at975: number, at99: number][] = [
  [1, 3.078, 6.314, 12.706, 31.821], [2, 1.886, 2.92, 4.303, 6.965], [4, 1.533, 2.132, 2.776, 3.747], [8, 1.397, 1.86, 2.306, 2.896],
  [12, 1.356, 1.782, 2.179, 2.681], [26, 1.315, 1.706, 2.056, 2.479], [100, 1.29, 1.66, 1.984, 2.364],
];

describe('quantile', () => {
  test.each(published)('gives the published critical values at %d degrees of freedom', (degreesOfFreedom, at90, at95, at975, at99) => {
    expect(studentTQuantile(0.9, degreesOfFreedom)).toBeCloseTo(at90, 3);
    expect(studentTQuantile(0.95, degreesOfFreedom)).toBeCloseTo(at95, 3);
    expect(studentTQuantile(0.975, degreesOfFreedom)).toBeCloseTo(at975, 3);
    expect(studentTQuantile(0.99, degreesOfFreedom)).toBeCloseTo(at99, 3);
  });

  test('takes degrees of freedom that are no whole numbers', () => {
    expect(studentTQuantile(0.95, 7.3)).toBeCloseTo(1.8829300179564308, 10);
    expect(studentTQuantile(0.995, 120.5)).toBeCloseTo(2.617245970983195, 10);
  });

  test('is the closed form of the Cauchy distribution at 1 degree of freedom', () => {
    for (const probability of [0.6, 0.75, 0.9, 0.999]) {
      const exact = Math.tan(Math.PI * (probability - 0.5));
      expect(studentTQuantile(probability, 1) / exact).toBeCloseTo(1, 10);
    }
  });

  test('approaches the normal distribution', () => {
    expect(studentTQuantile(0.9, 1e5)).toBeCloseTo(1.2815515655446004, 4);
  });

  test('is symmetric, 0 in the middle, infinite at the ends', () => {
    expect(studentTQuantile(0.1, 5)).toBeCloseTo(-studentTQuantile(0.9, 5), 12);
    expect(studentTQuantile(0.5, 5)).toBe(0);
    expect(studentTQuantile(1, 5)).toBe(Number.POSITIVE_INFINITY);
    expect(studentTQuantile(0, 5)).toBe(Number.NEGATIVE_INFINITY);
  });

  test('has no answer outside its range', () => {
    expect(studentTQuantile(1.1, 5)).toBeNaN();
    expect(studentTQuantile(Number.NaN, 5)).toBeNaN();
    expect(studentTQuantile(0.9, 0.5)).toBeNaN();
    expect(studentTCdf(1, 0)).toBeNaN();
  });
});

describe('cdf', () => {
  test('is 3/4 at 1 with 1 degree of freedom, and 1/2 + t / (2 sqrt(2 + t²)) with 2', () => {
    expect(studentTCdf(1, 1)).toBeCloseTo(0.5 + Math.atan(1) / Math.PI, 13);
    expect(studentTCdf(40, 2)).toBeCloseTo(0.5 + 40 / (2 * Math.sqrt(2 + 40 * 40)), 13);
    expect(studentTCdf(0, 7)).toBe(0.5);
  });

  test('agrees with values computed elsewhere at odd degrees of freedom', () => {
    expect(studentTCdf(1.5, 4.2)).toBeCloseTo(0.8976596079371644, 12);
    expect(studentTCdf(-3, 9.7)).toBeCloseTo(0.006892593093645114, 12);
    expect(studentTCdf(0.01, 3)).toBeCloseTo(0.503675444293574, 12);
  });

  test('is undone by the quantile', () => {
    for (const degreesOfFreedom of [1, 2.5, 4, 7.2, 12, 40, 300]) {
      for (const probability of [0.001, 0.025, 0.2, 0.55, 0.9, 0.975, 0.9999]) {
        expect(studentTCdf(studentTQuantile(probability, degreesOfFreedom), degreesOfFreedom)).toBeCloseTo(probability, 11);
      }
    }
  });
});
