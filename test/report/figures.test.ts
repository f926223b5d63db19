import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addingUp, confidenceText, countText, roundToSum, savingText, shareText, shortCount, tickText, usdText } from '../../src/report/figures.js';

describe('money', () => {
  test('shows the digits that a reader can use', () => {
    expect([6912.4, 41.2, 0.42, 0.0031, 0].map((usd) => usdText(usd))).toEqual(['$6,912', '$41.20', '$0.42', '$0.0031', '$0']);
  });
  test('an unknown amount is unknown, never $0', () => {
    expect(usdText(null)).toBe('unknown');
  });
  test('rounds savings down, below zero too', () => {
    expect(savingText(1234.9)).toBe('$1,234');
    expect(savingText(-12.345)).toBe('\u2212$12.35');
  });
  test('does not lose a cent to binary fractions', () => {
    expect(savingText(1.15)).toBe('$1.15');
  });
  test('a saving on screen is never more than it is', () => {
    fc.assert(fc.property(fc.double({ min: -1e7, max: 1e7, noNaN: true }), (usd) => {
      const shown = Number(savingText(usd).replace('\u2212', '-').replace('$', '').replaceAll(',', ''));
      expect(shown).toBeLessThanOrEqual(usd + Math.abs(usd) * 1e-9);
    }));
  });
  test('round numbers on an axis carry no cents', () => {
    expect([50, 2.5, -1000].map(tickText)).toEqual(['$50', '$2.50', '\u2212$1,000']);
  });
});

describe('shares, confidences, counts', () => {
  test('cuts a confidence off, so that 0.949 is not shown as 0.95', () => {
    expect(confidenceText(0.949)).toBe('0.94');
    expect(confidenceText(0.95)).toBe('0.95');
    expect(confidenceText(null)).toBe('unknown');
  });
  test('rounds a share down where it speaks for a move, and shows that a small one is not zero', () => {
    expect(shareText(0.7639, 'down')).toBe('76.3\u00a0%');
    expect(shareText(0.0001, 'down')).toBe('<0.1\u00a0%');
    expect(shareText(0)).toBe('0\u00a0%');
  });
  test('groups thousands and rounds degraded calls up', () => {
    expect(countText(1_234_567.4)).toBe('1,234,567');
    expect(countText(10.1, 'up')).toBe('11');
  });
  test('shortens large counts', () => {
    expect([950, 182_400, 1_250_000].map(shortCount)).toEqual(['950', '182 k', '1.25 M']);
  });
});

describe('sums', () => {
  test('gives the missing unit to the largest remainder', () => {
    expect(roundToSum([33.4, 33.3, 33.3])).toEqual([34, 33, 33]);
  });
  test('what is shown adds up to the shown total', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: -1e12, max: 1e13 }), { minLength: 1, maxLength: 12 }), (nanos) => {
      const { rows, total } = addingUp(nanos);
      const cents = (text: string): number => Math.round(Number(text.replace('\u2212', '-').replace('$', '').replaceAll(',', '')) * 1e6);
      expect(rows.reduce((sum, row) => sum + cents(row), 0)).toBe(cents(total));
    }));
  });
});
