import type { Database } from 'better-sqlite3';
import type { Settlement, StoredCall } from '../model/call.js';
import type { CallFilter } from '../model/store.js';
import { unpackBody } from './blobs.js';
import { whereOf } from './filter.js';
import { createKeyIndex, idName } from './key-index.js';
import { BODY_BLOCK_AT, callOf, selectCall, settlementColumns, type Value } from './rows.js';

type Call = StoredCall & Partial<Settlement>;

/** Calls a page: large enough that SQL costs little, small enough that a page of long prompt chains stays under 10 MB. */
const PAGE_CALLS = 2000;

/** Beyond every instant that a date can hold, ms. */
const END_OF_TIME = 8.64e15;

/** Calls in the order (startedAt, id), a page at a time. Each page is one finished query, so the store may be written in between. */
export async function* readCalls(database: Database, filter: CallFilter): AsyncGenerator<readonly Call[]> {
  const where = whereOf(filter.where);
  const page = database
    .prepare<Value[]>(`${selectCall} WHERE (c.started_at, c.id) > (?, ?) AND c.started_at < ?${where.sql} ORDER BY c.started_at, c.id LIMIT ${PAGE_CALLS}`)
    .raw();
  let after: [number, string] = [filter.from ?? -END_OF_TIME, ''];
  for (;;) {
    const rows = page.all(...after, filter.to ?? END_OF_TIME, ...where.values) as unknown[][];
    if (rows.length === 0) return;
    const calls = rows.map(callOf);
    const last = calls[calls.length - 1]!;
    after = [last.startedAt, last.id];
    yield calls;
    if (rows.length < PAGE_CALLS) return;
  }
}

/** One call by its id, with its body where one is kept. */
export function findCall(database: Database, id: string): Call | undefined {
  const seq = createKeyIndex(database).find(idName(id));
  if (seq === undefined) return undefined;
  const row = database.prepare<[number]>(`${selectCall} WHERE c.seq = ?`).raw().get(seq) as unknown[];
  const call = callOf(row);
  const [block, slot] = row.slice(BODY_BLOCK_AT, BODY_BLOCK_AT + 2) as [number | null, number];
  if (block === null) return call;
  const data = database.prepare<[number]>('SELECT data FROM bodies WHERE block = ?').pluck().get(block) as Buffer | undefined;
  return data === undefined ? call : { ...call, body: unpackBody(data, slot) };
}

export function createSettlementWriter(database: Database): (rows: readonly Settlement[]) => void {
  const save = database.prepare<Value[]>(
    `INSERT OR REPLACE INTO settlements (seq, ${settlementColumns.join(', ')}) VALUES (?, ${settlementColumns.map(() => '?').join(', ')})`,
  );
  const index = createKeyIndex(database);
  return database.transaction((rows: readonly Settlement[]) => {
    for (const row of rows) {
      const seq = index.find(idName(row.id));
      if (seq === undefined) continue;
      save.run(seq, row.session, row.retryOf, row.duplicateOf, row.reaskOf, row.warm5mTokens, row.warm30mTokens, row.warm1hTokens, row.warm24hTokens);
    }
  }).immediate;
}
