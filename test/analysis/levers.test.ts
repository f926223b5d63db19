import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.js';
import { createFailureRate } from '../../src/analysis/reliability.js';
import { keepLedger } from '../../src/analysis/ledger.js';
import type { CatalogModel } from '../../src/model/catalog.js';
import { model, priceRow, smallCatalog } from '../replay/small-catalog.js';
import { callCell } from '../replay/traffic-of.js';
import { fortnight, inputOf } from './input-of.js';

const marked = (minimumTokens: number): CatalogModel => {
  const base = { inputUsdPerMtok: 1, outputUsdPerMtok: 5, cacheReadUsdPerMtok: 0.1, cacheWriteUsdPerMtok: 1.25 };
  const made = model('maker', 'big', { base, cache: { minimumTokens, lifetime: '5m', isAutomatic: false, chargesWrites: true } });
  return { ...made, prices: [...made.prices, priceRow({ inputUsdPerMtok: 0.5, outputUsdPerMtok: 2.5 }, { tier: 'batch' })] };
};
const traffic = () => fortnight(100, { input: 2000, output: 0, warm5m: 1500 });
const lever = (id: string, minimumTokens: number) => analyze(inputOf(traffic(), { models: [marked(minimumTokens)] })).levers.find((found) => found.id === id);

describe('levers', () => {
  test('marking the cache: warm tokens at the read rate, the rest once at the write rate', () => {
    expect(lever('caching', 1024)).toMatchObject({ calls: 1400, nano: Math.round(1400 * (1500 * (1 - 0.1) - 500 * (1.25 - 1)) * 1000) });
  });

  test('prompts below the cache\'s minimum gain nothing', () => {
    expect(lever('caching', 4096)).toMatchObject({ calls: 0, nano: 0 });
  });

  test('batches cost half where the catalog has that tier', () => {
    expect(lever('batch', 4096)).toMatchObject({ calls: 1400, nano: Math.round(1400 * 2000 * 0.5 * 1000) });
  });

  test('repeats are worth what they cost', () => {
    const analysis = analyze(inputOf([...traffic(), ...fortnight(10, { input: 2000, output: 0, key: { repeat: 'duplicate' } })], { models: [marked(4096)] }));
    expect(analysis.levers.find(({ id }) => id === 'duplicates')).toMatchObject({ calls: 140, nano: 140 * 2000 * 1 * 1000 });
  });
});

describe('the failure rate of a candidate', () => {
  const big = model('maker', 'big', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 } });
  const small = model('maker', 'small', { base: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 } });
  const catalog = smallCatalog([big, small]);
  const many = (calls: number, fields: Parameters<typeof callCell>[0]) => callCell({ ...fields, sums: { calls } });
  const rateOf = (cells: Parameters<typeof keepLedger>[0]['cells'], candidate = small): number => {
    const entries = keepLedger({ cells, rows: new Map(), catalog, config: {} });
    const segment = { incumbent: { model: big } } as Parameters<ReturnType<typeof createFailureRate>>[1];
    return createFailureRate(entries, catalog)({ id: candidate.id, model: candidate, effort: '' }, segment);
  };

  test('weighs strata: kept failures among sampled successes are few', () => {
    const cells = [many(1000, { input: 10, output: 1, weight: 10_000_000 }), many(100, { input: 0, output: 0, key: { standing: 'failed' } })];
    expect(rateOf(cells)).toBeCloseTo(100 / 10_100, 12);
  });

  test('some hundred calls without a failure are drawn to the provider\'s rate, not taken for perfect', () => {
    const cells = [many(9000, { input: 10, output: 1 }), many(500, { input: 0, output: 0, key: { standing: 'failed' } }), many(500, { input: 10, output: 1, model: 'small' })];
    expect(rateOf(cells)).toBeCloseTo((0 * 500 + (500 / 10_000) * 500) / (500 + 500), 12);
  });
});
