import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { listPriceOf } from '../../src/commands/list-price.js';
import { articleFlag, checkArticle } from '../../src/demo/article.js';

const NOW = Date.parse('2026-11-22');
const priceOf = listPriceOf(createCatalog());
const checks = checkArticle(priceOf, NOW);
const usd = (index: number, when: 'thenUsd' | 'nowUsd'): number => {
  const outcome = checks[index]?.[when];
  return outcome?.known === true ? outcome.value : Number.NaN;
};

describe('the founding article at list prices', () => {
  test('its first line holds to the cent: 320 M tokens at 5:1 on GPT-4o mini', () => {
    expect(usd(0, 'thenUsd')).toBeCloseTo(((5 * 0.15 + 0.6) / 6) * 320, 9);
    expect(usd(0, 'thenUsd')).toBeCloseTo(72, 9);
    expect(usd(0, 'nowUsd')).toBeCloseTo(72, 9);
  });

  test('support is 94.50, not 100; code on GPT-4o is 1,125, not 900; documents on Gemini 1.5 Pro are 1,500, not 600', () => {
    expect(usd(1, 'thenUsd')).toBeCloseTo(((5 * 0.15 + 0.6) / 6) * 420, 9);
    expect(usd(2, 'thenUsd')).toBeCloseTo(((5 * 2.5 + 10) / 6) * 300, 9);
    expect(usd(3, 'thenUsd')).toBeCloseTo(((5 * 1.25 + 5) / 6) * 800, 9);
  });

  test('a retired target has no price today, and the reason says so', () => {
    const outcome = checks[3]?.nowUsd;
    expect(outcome?.known).toBe(false);
    expect(outcome?.known === false ? outcome.reason : '').toMatch(/retired/);
  });

  test('the remark names the claim of 75.8 % and the 59.5 % that list prices give', () => {
    const { text } = articleFlag(priceOf, NOW);
    expect(text).toContain('75.8 %');
    expect(text).toContain('59.5 %');
  });
});
