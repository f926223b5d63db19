import { expect, test } from 'vitest';
import { areaUnderCurve, brierScore, calibrationError } from '../../src/stats/calibration.js';

test('the area is 1 for a perfect order, 1/2 for ties, 0 for the reverse', () => {
  const good = { probability: 0.9, items: 1, positives: 1 };
  const bad = { probability: 0.4, items: 1, positives: 0 };
  expect(areaUnderCurve([good, bad])).toBe(1);
  expect(areaUnderCurve([{ ...good, probability: 0.4 }, bad])).toBe(1 / 2);
  expect(areaUnderCurve([{ ...good, probability: 0.1 }, bad])).toBe(0);
});

test('the area counts items, not forecasts', () => {
  const forecasts = [{ probability: 0.8, items: 10, positives: 8 }, { probability: 0.5, items: 10, positives: 4 }];
  expect(areaUnderCurve(forecasts)).toBeCloseTo((8 * (6 + 2 / 2) + 4 * (6 / 2)) / ((8 + 4) * (2 + 6)), 12);
});

test('the Brier score is the mean squared error over items', () => {
  expect(brierScore([{ probability: 0.8, items: 10, positives: 8 }])).toBeCloseTo(0.8 * 0.2 ** 2 + 0.2 * 0.8 ** 2, 12);
});

test('the calibration error is the distance of claim and result in each bin', () => {
  const forecasts = [{ probability: 0.85, items: 10, positives: 7 }, { probability: 0.25, items: 10, positives: 4 }];
  expect(calibrationError(forecasts)).toBeCloseTo((Math.abs(7 - 8.5) + Math.abs(4 - 2.5)) / 20, 12);
  expect(calibrationError([{ probability: 1, items: 5, positives: 5 }])).toBe(0);
});
