import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.js';
import type { CatalogModel } from '../../src/model/catalog.js';
import { model, priceRow } from '../replay/small-catalog.js';
import { fortnight, inputOf, mini } from './input-of.js';

const BASE = { inputUsdPerMtok: 2, outputUsdPerMtok: 8 };
/** One call: (1000 x 2 + 100 x 8) / 1e6 = 0.0028 USD; a fortnight has 14 x 100 of them. */
const CALL_NANO = 1000 * 2 * 1000 + 100 * 8 * 1000;
const flagsWith = (big: CatalogModel) => analyze(inputOf(fortnight(100, { input: 1000, output: 100 }), { models: [big, mini] })).flags;

describe('calls of a model that had ended', () => {
  test('keep its last price, and are flagged with their dollars', () => {
    const flag = flagsWith(model('maker', 'big', { base: BASE, retiredAt: Date.parse('2026-11-16') })).find(({ code }) => code === 'after-retirement');
    expect(flag).toMatchObject({ severity: 'warning', nano: 7 * 100 * CALL_NANO });
    expect(flag?.text).toMatch(/^700 calls are younger than the recorded end of the model that they name \(big\)/);
  });

  test('are not flagged up to its last day', () => {
    expect(flagsWith(model('maker', 'big', { base: BASE, retiredAt: Date.parse('2026-11-23') })).map(({ code }) => code)).not.toContain('after-retirement');
  });
});

describe('prices that were read long ago', () => {
  const readOn = (checked: string): CatalogModel => model('maker', 'big', { base: BASE, prices: [priceRow(BASE, { checked })] } as Parameters<typeof model>[2]);

  test('are flagged when a model of the log has one that is over 60 days old', () => {
    const flag = flagsWith(readOn('2026-09-23')).find(({ code }) => code === 'stale-prices');
    expect(flag).toMatchObject({ severity: 'info', nano: 14 * 100 * CALL_NANO });
    expect(flag?.text).toContain('1 of 1 models in your log were read more than 60 days before 2026-11-23 (maker/big on 2026-09-23)');
  });

  test('are not, up to the 60th day', () => {
    expect(flagsWith(readOn('2026-09-24')).map(({ code }) => code)).not.toContain('stale-prices');
  });
});
