import { expect, test } from 'vitest';
import { STALE_AFTER_DAYS, priceAge, readOn } from '../../src/catalog/age.js';
import { createCatalog } from '../../src/catalog/index.js';
import type { CatalogModel } from '../../src/model/catalog.js';

const base = createCatalog().models.find(({ id }) => id === 'openai/gpt-4o-mini')!;
const row = base.prices.find(({ tier }) => tier === 'standard')!;
const readAt = (id: string, ...days: readonly string[]): CatalogModel => ({ ...base, id, prices: days.map((checked) => ({ ...row, checked })) });
const AT = Date.parse('2026-11-22T12:00Z');

test('a model is as old as its newest price', () => {
  expect(readOn(readAt('a', '2026-01-01', '2026-09-23', '2025-01-01'))).toBe('2026-09-23');
});

test('the span runs from the oldest to the newest, in whole days', () => {
  expect(priceAge([readAt('b', '2026-11-15'), readAt('a', '2026-09-23')], AT)).toEqual({ oldest: '2026-09-23', newest: '2026-11-15', oldestDays: 8 + 31 + 21, newestDays: 7, stale: [] });
});

test(`a price is stale from the day after ${STALE_AFTER_DAYS} days, oldest first`, () => {
  const models = [readAt('a', '2026-09-23'), readAt('b', '2026-09-22'), readAt('c', '2026-07-02')];
  expect(priceAge(models, AT).stale).toEqual([{ id: 'c', checked: '2026-07-02' }, { id: 'b', checked: '2026-09-22' }]);
});

test('figures of the user\'s own, and a list without prices, have no age', () => {
  expect(readOn(readAt('a', 'your figure'))).toBeUndefined();
  expect(priceAge([readAt('a', 'your figure')], AT)).toEqual({ oldest: '', newest: '', oldestDays: 0, newestDays: 0, stale: [] });
});

test('a price that was read later than the day asked about is 0 days old', () => {
  expect(priceAge([readAt('a', '2026-12-01')], AT).oldestDays).toBe(0);
});
