import { type BillComparison, compareBills, createServedBy, keepLedger } from '../../analysis/index.js';
import { createCatalog } from '../../catalog/index.js';
import type { Cell } from '../../model/cell.js';
import type { Config } from '../../model/config.js';
import type { Store } from '../../model/store.js';
import { splitCellKeys } from '../../replay/index.js';
import { collectCells, readRows } from '../stored-cells.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HOURS_PER_DAY = 24;

/** Bills that reach into the time, by whole UTC days, against what all stored calls of these days cost; undefined where there are no bills. Hours must be settled. */
export async function compareStore(store: Store, { config, ...range }: { config: Config; from: number; to: number }): Promise<BillComparison | undefined> {
  const [from, to] = [Math.floor(range.from / DAY_MS) * DAY_MS, Math.ceil(range.to / DAY_MS) * DAY_MS];
  const bills = await store.listBills({ from, to });
  if (bills.length === 0) return undefined;
  const cells = await collectCells(store.readCells({ fromHour: from / HOUR_MS, toHour: to / HOUR_MS }));
  const catalog = createCatalog(config);
  const servedBy = createServedBy(catalog);
  const split = splitCellKeys({ cells, catalog, candidates: [], pricesAt: from, servedBy: (cell) => servedBy(cell).served });
  const entries = keepLedger({ cells, rows: await readRows(store, { split, from, to }), catalog, config });
  return compareBills({ bills, entries, catalog, wholeDays: await wholeDays(store, cells) });
}

/** Days with calls, without the log's first and last day unless calls reach to that day's end of the clock. */
async function wholeDays(store: Store, cells: readonly Cell[]): Promise<Set<string>> {
  const { firstAt, lastAt } = await store.summary();
  if (firstAt === undefined || lastAt === undefined) return new Set();
  const [firstHour, lastHour] = [Math.floor(firstAt / HOUR_MS), Math.floor(lastAt / HOUR_MS)];
  const from = Math.ceil(firstHour / HOURS_PER_DAY);
  const to = Math.floor((lastHour + 1) / HOURS_PER_DAY);
  const days = new Set(cells.map(({ key }) => Math.floor(key.hour / HOURS_PER_DAY)).filter((day) => day >= from && day < to));
  return new Set([...days].map((day) => new Date(day * DAY_MS).toISOString().slice(0, 10)));
}
