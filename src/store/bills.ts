import type { Database } from 'better-sqlite3';
import type { BillKind, BillRow } from '../model/bill.js';
import type { BillCounts, BillFilter } from '../model/store.js';
import { usageBuckets, type Usage } from '../model/usage.js';
import { snakeOf } from './cells.js';
import type { Value } from './rows.js';

const columns = [
  'id', 'source', 'kind', 'provider', 'model', 'from_at', 'to_at', ...usageBuckets.map(snakeOf), 'requests', 'cost_nano_usd', 'line_item', 'service_tier', 'dimensions',
];
const USAGE_AT = 7;
const AFTER_USAGE = USAGE_AT + usageBuckets.length;

/** Beyond every instant that a date can hold, ms. */
const END_OF_TIME = 8.64e15;

const sortedText = (dimensions: BillRow['dimensions']): string => JSON.stringify(Object.fromEntries(Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1))));

const valuesOf = (row: BillRow): Value[] => [
  row.id, row.source, row.kind, row.provider, row.model, row.from, row.to, ...usageBuckets.map((bucket) => row.usage?.[bucket]), row.requests, row.costNanoUsd,
  row.lineItem, row.serviceTier, sortedText(row.dimensions),
];

/** Upserts by id: of two rows of one id the later stands. */
export function addBills(database: Database, rows: readonly BillRow[]): BillCounts {
  const isThere = database.prepare<[string]>('SELECT 1 FROM bills WHERE id = ?').pluck();
  const save = database.prepare<Value[]>(`INSERT OR REPLACE INTO bills (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`);
  const add = database.transaction(() => {
    let replaced = 0;
    for (const row of rows) {
      if (isThere.get(row.id) !== undefined) replaced += 1;
      save.run(...valuesOf(row));
    }
    return replaced;
  });
  const replaced = add.immediate();
  return { inserted: rows.length - replaced, replaced };
}

/** Rows whose span overlaps the filter's, by (from, id). */
export const listBills = (database: Database, { from, to }: BillFilter): BillRow[] =>
  (database.prepare<[number, number]>(`SELECT ${columns.join(', ')} FROM bills WHERE from_at < ? AND to_at > ? ORDER BY from_at, id`).raw().all(to ?? END_OF_TIME, from ?? -END_OF_TIME) as unknown[][]).map(billOf);

function billOf(row: readonly unknown[]): BillRow {
  const usage: Usage = {};
  usageBuckets.forEach((bucket, at) => {
    const count = row[USAGE_AT + at];
    if (count !== null) usage[bucket] = count as number;
  });
  const [id, source, kind, provider, model, from, to] = row as [string, string, BillKind, string, string | null, number, number];
  const [requests, costNanoUsd, lineItem, serviceTier, dimensions] = row.slice(AFTER_USAGE) as [number | null, number | null, string | null, string | null, string];
  return {
    id, source, kind, provider, from, to,
    ...(model !== null && { model }), ...(Object.keys(usage).length > 0 && { usage }), ...(requests !== null && { requests }), ...(costNanoUsd !== null && { costNanoUsd }),
    ...(lineItem !== null && { lineItem }), ...(serviceTier !== null && { serviceTier }), dimensions: JSON.parse(dimensions) as Record<string, string>,
  };
}
