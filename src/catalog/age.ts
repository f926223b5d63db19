import type { CatalogModel } from '../model/catalog.js';

/** Days. Prices read longer ago than this are worth reading again: providers changed a price or added a model in most months of 2026. */
export const STALE_AFTER_DAYS = 60;

const DAY_MS = 86_400_000;

/** How old the prices of some models are, seen from one day. */
export interface PriceAge {
  /** YYYY-MM-DD; '' where no model has a price. */
  oldest: string;
  newest: string;
  /** Whole days since the oldest was read, >= 0. */
  oldestDays: number;
  newestDays: number;
  /** Ids of models whose newest price was read more than `STALE_AFTER_DAYS` before, oldest first. */
  stale: readonly { id: string; checked: string }[];
}

/** Day on which the newest standard price of a model was read; absent when it has none. Figures of the user's own have no such day. */
export function readOn(model: CatalogModel): string | undefined {
  const days = model.prices.filter((row) => row.tier === 'standard' && isDay(row.checked)).map((row) => row.checked);
  return days.length === 0 ? undefined : days.reduce((newest, day) => (day > newest ? day : newest));
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/**
 * Ages of the newest price of each model, at `at` (ms UTC).
 *
 * Example: prices read on 2026-09-23 and 2026-11-15, at 2026-11-22: oldest 60 days, newest 7, nothing stale.
 */
export function priceAge(models: readonly CatalogModel[], at: number): PriceAge {
  const read = models.flatMap((model) => {
    const checked = readOn(model);
    return checked === undefined ? [] : [{ id: model.id, checked }];
  }).sort((a, b) => (a.checked === b.checked ? (a.id < b.id ? -1 : 1) : a.checked < b.checked ? -1 : 1));
  const oldest = read[0]?.checked ?? '';
  const newest = read.at(-1)?.checked ?? '';
  return { oldest, newest, oldestDays: daysSince(oldest, at), newestDays: daysSince(newest, at), stale: read.filter(({ checked }) => daysSince(checked, at) > STALE_AFTER_DAYS) };
}

/** Example: '2026-09-23' at 2026-11-22T12:00Z -> 60; a day in the future -> 0. */
const daysSince = (day: string, at: number): number => (day === '' ? 0 : Math.max(0, Math.floor((at - Date.parse(day)) / DAY_MS)));
