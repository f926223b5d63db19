import { createHash } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { StoredCall } from '../model/call.js';
import type { AddCounts, CallPair } from '../model/store.js';
import { BLOCK_BYTES, BLOCK_CALLS, packBodies, packChain } from './blobs.js';
import { createKeyIndex, idName } from './key-index.js';
import { mergeCalls } from './merge.js';
import { BODY_BLOCK_AT, callColumns, callOf, rowOf, selectCall, type Value } from './rows.js';

const MS_PER_HOUR = 3_600_000;
const SYNTHETIC_TAG = 'synthetic';

/** What a batch changes beside the calls; written at its end, in the same transaction. */
interface Ledger {
  dirtyHours: Set<number>;
  templates: Map<number, { label: string; calls: number }>;
  sources: Map<string, number>;
  waitingBodies: { seq: number; body: string }[];
  waitingBytes: number;
  hasSynthetic: boolean;
}

interface Kept {
  seq: number;
  call: StoredCall;
  bodyBlock: number | null;
}

const emptyLedger = (): Ledger => ({ dirtyHours: new Set(), templates: new Map(), sources: new Map(), waitingBodies: [], waitingBytes: 0, hasSynthetic: false });

const hourOf = (call: StoredCall): number => Math.floor(call.startedAt / MS_PER_HOUR);

/** Of two labels of one template the first in order that is not empty, whichever came first. */
const smallerLabel = (one: string, other: string): string => (one === '' || (other !== '' && other < one) ? other : one);

/** Equal as stored: the same row, details and body. */
function isSame(one: StoredCall, other: StoredCall): boolean {
  if (one.rawUsage !== other.rawUsage || one.body !== other.body || one.prefixChain !== other.prefixChain || one.templateLabel !== other.templateLabel) return false;
  const [values, others] = [rowOf(one), rowOf(other)];
  return values.every((value, at) => (value ?? null) === (others[at] ?? null));
}

/** An id that another call (no shared key) has already: made different by its keys, so the same on every import. */
const distinctId = (call: StoredCall, attempt: number): string =>
  `${call.id}~${createHash('sha256').update(JSON.stringify([...call.keys].sort())).update(String(attempt)).digest('hex').slice(0, 8)}`;

const keysOf = (keys: readonly string[], kind: string): readonly string[] => keys.filter((key) => key.startsWith(kind));

/** Only a call with ids of both kinds can be found by its request and be another by its answer. */
const hasBothIds = (keys: readonly string[]): boolean => keysOf(keys, 'request:').length > 0 && keysOf(keys, 'response:').length > 0;

/** A request id may be a mask, a counter or an echo; two calls that share nothing else and have answers of different ids are two. */
function isOtherAnswer(one: readonly string[], other: readonly string[]): boolean {
  const shared = one.filter((key) => other.includes(key));
  return shared.every((key) => key.startsWith('request:')) && [one, other].every((keys) => keysOf(keys, 'response:').length > 0);
}

/** `addCalls` and `mergePairs` of a SQLite store, each in one transaction. */
export interface CallWriter {
  addCalls(calls: readonly StoredCall[]): AddCounts;
  mergePairs(pairs: readonly CallPair[]): number;
}

export function createCallWriter(database: Database): CallWriter {
  const marks = callColumns.map(() => '?').join(', ');
  const insertCall = database.prepare<Value[]>(`INSERT INTO calls (seq, ${callColumns.join(', ')}) VALUES (?, ${marks})`);
  const updateCall = database.prepare<Value[]>(`UPDATE calls SET ${callColumns.map((name) => `${name} = ?`).join(', ')} WHERE seq = ?`);
  const index = createKeyIndex(database);
  const saveDetails = database.prepare<[number, Value, Value]>('INSERT OR REPLACE INTO call_details (seq, raw_usage, prefix_chain) VALUES (?, ?, ?)');
  const readKept = database.prepare<[number]>(`${selectCall} WHERE c.seq = ?`).raw();
  const placeBody = database.prepare<[number, number, number]>('UPDATE calls SET body_block = ?, body_slot = ? WHERE seq = ?');
  const insertBlock = database.prepare<[number, number, Buffer]>('INSERT INTO bodies (calls, raw_bytes, data) VALUES (?, ?, ?)');
  const removals = ['calls', 'call_details', 'settlements'].map((table) => database.prepare<[number]>(`DELETE FROM ${table} WHERE seq = ?`));
  const markDirty = database.prepare<[number]>('INSERT OR IGNORE INTO dirty_hours (hour) VALUES (?)');
  const countSource = database.prepare<[string, number]>('INSERT INTO source_calls (source, calls) VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET calls = calls + excluded.calls');
  const countTemplate = database.prepare<[number, string, number]>(
    `INSERT INTO templates (template_key, label, calls) VALUES (?, ?, ?) ON CONFLICT (template_key) DO UPDATE SET calls = calls + excluded.calls,
     label = CASE WHEN label = '' OR (excluded.label <> '' AND excluded.label < label) THEN excluded.label ELSE label END`,
  );
  const markSynthetic = database.prepare("INSERT OR IGNORE INTO meta (name, value) VALUES ('synthetic', 'true')");
  let nextSeq = Number(database.prepare('SELECT coalesce(max(seq), 0) + 1 FROM calls').pluck().get());

  function count(ledger: Ledger, call: StoredCall, change: 1 | -1): void {
    ledger.dirtyHours.add(hourOf(call));
    const template = ledger.templates.get(call.templateKey) ?? { label: call.templateLabel, calls: 0 };
    ledger.templates.set(call.templateKey, { label: smallerLabel(template.label, call.templateLabel), calls: template.calls + change });
    for (const source of call.sources) ledger.sources.set(source, (ledger.sources.get(source) ?? 0) + change);
    if (change === 1 && call.tags[SYNTHETIC_TAG] === 'true') ledger.hasSynthetic = true;
  }

  function keepBody(ledger: Ledger, seq: number, body: string): void {
    ledger.waitingBodies.push({ seq, body });
    ledger.waitingBytes += body.length;
    if (ledger.waitingBodies.length >= BLOCK_CALLS || ledger.waitingBytes >= BLOCK_BYTES) flushBodies(ledger);
  }

  function flushBodies(ledger: Ledger): void {
    if (ledger.waitingBodies.length === 0) return;
    const { data, rawBytes } = packBodies(ledger.waitingBodies.map(({ body }) => body));
    const block = Number(insertBlock.run(ledger.waitingBodies.length, rawBytes, data).lastInsertRowid);
    ledger.waitingBodies.forEach(({ seq }, slot) => placeBody.run(block, slot, seq));
    ledger.waitingBodies = [];
    ledger.waitingBytes = 0;
  }

  function saveCallDetails(seq: number, call: StoredCall): void {
    if (call.rawUsage === undefined && call.prefixChain === undefined) return;
    saveDetails.run(seq, call.rawUsage, call.prefixChain === undefined ? null : packChain(call.prefixChain));
  }

  function insert(ledger: Ledger, seq: number, call: StoredCall): void {
    const row = rowOf(call);
    for (let attempt = 0; index.claim([idName(row[0] as string)], seq).owners.length > 0; attempt += 1) row[0] = distinctId(call, attempt);
    insertCall.run(seq, ...row);
    saveCallDetails(seq, call);
    if (call.body !== undefined) keepBody(ledger, seq, call.body);
    count(ledger, call, 1);
  }

  function kept(ledger: Ledger, seq: number): Kept {
    if (ledger.waitingBodies.some((waiting) => waiting.seq === seq)) flushBodies(ledger);
    const row = readKept.get(seq) as unknown[];
    const bodyBlock = row[BODY_BLOCK_AT] as number | null;
    return { seq, call: callOf(row), bodyBlock };
  }

  /** Folds calls that turned out to be one into the first of them. */
  function merge(ledger: Ledger, owners: readonly number[], { call, places }: { call: StoredCall; places: readonly number[] }): void {
    const [base, ...others] = [...owners].sort((one, other) => one - other).map((seq) => kept(ledger, seq)) as [Kept, ...Kept[]];
    fold(ledger, { base, others, later: call });
    index.pointPlaces(places, base.seq);
  }

  /** `base` takes over what the others have, and stays; what it had stands. */
  function fold(ledger: Ledger, { base, others, later }: { base: Kept; others: readonly Kept[]; later?: StoredCall | undefined }): void {
    const bodyHolder = [base, ...others].find(({ bodyBlock }) => bodyBlock !== null);
    const laterCalls = later === undefined ? [] : [bodyHolder === undefined ? later : { ...later, body: undefined }];
    const merged = [...others.map((other) => other.call), ...laterCalls].reduce(mergeCalls, base.call);
    if (others.length === 0 && isSame(base.call, merged)) return;
    count(ledger, base.call, -1);
    if (bodyHolder !== undefined && bodyHolder !== base) moveBody(bodyHolder.seq, base.seq);
    for (const other of others) {
      count(ledger, other.call, -1);
      index.pointNames([...other.call.keys, idName(other.call.id)], base.seq);
      for (const removal of removals) removal.run(other.seq);
    }
    updateCall.run(...rowOf(merged), base.seq);
    saveCallDetails(base.seq, merged);
    if (merged.body !== undefined) keepBody(ledger, base.seq, merged.body);
    count(ledger, merged, 1);
  }

  const bodyPlace = database.prepare<[number]>('SELECT body_block, body_slot FROM calls WHERE seq = ?').raw();
  function moveBody(from: number, to: number): void {
    const [block, slot] = bodyPlace.get(from) as [number, number];
    placeBody.run(block, slot, to);
  }

  function addOne(ledger: Ledger, call: StoredCall): 'inserted' | 'merged' {
    const seq = nextSeq;
    const { owners: found, places } = index.claim(call.keys, seq);
    const owners = hasBothIds(call.keys) ? found.filter((owner) => !isOtherAnswer(kept(ledger, owner).call.keys, call.keys)) : found;
    if (owners.length > 0) {
      merge(ledger, owners, { call, places });
      return 'merged';
    }
    nextSeq += 1;
    insert(ledger, seq, call);
    return 'inserted';
  }

  function settleLedger(ledger: Ledger): void {
    flushBodies(ledger);
    for (const hour of ledger.dirtyHours) markDirty.run(hour);
    for (const [key, { label, calls }] of ledger.templates) countTemplate.run(key, label, calls);
    for (const [source, calls] of ledger.sources) countSource.run(source, calls);
    if (ledger.hasSynthetic) markSynthetic.run();
  }

  const addBatch = database.transaction((calls: readonly StoredCall[]): AddCounts => {
    const ledger = emptyLedger();
    let inserted = 0;
    for (const call of calls) if (addOne(ledger, call) === 'inserted') inserted += 1;
    settleLedger(ledger);
    return { inserted, merged: calls.length - inserted };
  });

  const mergeBatch = database.transaction((pairs: readonly CallPair[]): number => {
    const ledger = emptyLedger();
    let merged = 0;
    for (const { keep, drop } of pairs) {
      const [base, other] = [index.find(idName(keep)), index.find(idName(drop))];
      if (base === undefined || other === undefined || base === other) continue;
      fold(ledger, { base: kept(ledger, base), others: [kept(ledger, other)] });
      merged += 1;
    }
    settleLedger(ledger);
    return merged;
  });

  return {
    addCalls(calls) {
      const seqBefore = nextSeq;
      try {
        return addBatch.immediate(calls);
      } catch (error) {
        nextSeq = seqBefore;
        throw error;
      }
    },
    mergePairs: (pairs) => mergeBatch.immediate(pairs),
  };
}
