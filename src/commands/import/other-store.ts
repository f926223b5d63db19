import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, realpathSync } from 'node:fs';
import type { StoredCall } from '../../model/call.js';
import { UserError } from '../../model/errors.js';
import type { EvidenceRow, Store } from '../../model/store.js';
import { type PrivacyLevel, redact } from '../../privacy/index.js';
import { POOLED_WORKLOAD } from '../../settle/index.js';
import { openStore } from '../../store/index.js';
import { unitId } from './identity.js';
import type { ImportOptions } from './options.js';
import { type FileResult, emptyCounts, emptyResult } from './result.js';

export interface MergeWorld {
  store: Store;
  /** Where `store` lies. */
  location: string;
  privacy: PrivacyLevel;
  now: number;
  onBytes?: ((bytes: number) => void) | undefined;
  onRecords?: ((records: number) => void) | undefined;
  isStopped?: (() => boolean) | undefined;
}

const BATCH_CALLS = 1000;
/** Characters of bodies in one batch. */
const BATCH_CHARACTERS = 8_000_000;
const SOURCE = 'shadowbill-store';

/** Merges the calls (with keys, sources, weights and text), bills and evidence of another store. What was worked out from them is worked out anew. */
export async function mergeStore(path: string, options: ImportOptions, world: MergeWorld): Promise<FileResult> {
  refuse(path, options, world);
  const other = await openOther(path);
  try {
    const shown = { ...emptyResult(path), source: SOURCE, reason: 'an SQLite file written by shadowbill' };
    const id = unitId(await hashOf(path), { source: SOURCE, tags: options.tags });
    const former = await world.store.findImport(id);
    if (former?.isFinished === true) return { ...shown, outcome: 'already imported', counts: former.counts };
    const record = { id, name: path, source: SOURCE, bytes: 0, importedAt: world.now };
    const notes = [...(former === undefined ? [] : ['continues an import that was interrupted; what it had stored is not counted twice']), ...keyNotes(path, world.location), ...(await privacyNotes(other, world.privacy))];
    await world.store.saveImport({ ...record, counts: emptyCounts(), isFinished: false });
    const calls = await copyCalls(other, options, world);
    const bills = await other.listBills({});
    const added = await world.store.addBills(bills);
    const { rows, leftOut } = await evidenceOf(other);
    const evidence = await world.store.addEvidence(rows);
    if (evidence.inserted > 0) notes.push(`${evidence.inserted.toLocaleString('en-US')} items of evidence`);
    if (leftOut > 0) notes.push(`${leftOut.toLocaleString('en-US')} items of evidence are left out: they name a workload of that store that has no label to know it by`);
    const { inserted, merged, read, isWhole, firstAt, lastAt } = calls;
    const counts = { read: read + bills.length, imported: inserted + added.inserted, merged: merged + added.replaced, skipped: 0 };
    await world.store.saveImport({ ...record, counts, isFinished: isWhole, firstAt, lastAt });
    const error = isWhole ? undefined : { message: `${path}: interrupted; what was read so far is stored.`, hint: 'Run the same command again: it goes on, and nothing is counted twice.' };
    return { ...shown, counts, merged: { 'same-id': merged, ...(added.replaced > 0 && { 'bill-line': added.replaced }) }, billLines: added.inserted, notes, firstAt, lastAt, error };
  } finally {
    await other.close();
  }
}

/** Evidence names workloads by id or label. Ids are numbers of one store, so the label stands in; what has none cannot be told here and is left out. */
async function evidenceOf(other: Store): Promise<{ rows: EvidenceRow[]; leftOut: number }> {
  const labels = new Map((await other.workloads()).filter(({ id }) => id !== POOLED_WORKLOAD).map(({ id, label }) => [id, label]));
  const all = await other.listEvidence();
  const rows = all.filter(({ workload }) => workload === undefined || labels.get(workload) !== '').map((row) => (row.workload === undefined ? row : { ...row, workload: labels.get(row.workload) ?? row.workload }));
  return { rows, leftOut: all.length - rows.length };
}

function refuse(path: string, options: ImportOptions, { location }: MergeWorld): void {
  if (existsSync(location) && realpathSync(path) === realpathSync(location)) {
    throw new UserError('same-store', `${path} is the store itself.`, { hint: 'Name another store to merge, or the store to write to with --db.' });
  }
  const flag = options.from !== undefined ? '--from or --map' : Object.keys(options.set).length > 0 ? '--set' : options.weightMillionths !== 1_000_000 ? '--sample-rate' : undefined;
  if (flag !== undefined) throw new UserError('store-options', `${path} is a store, and ${flag} is for logs.`, { hint: 'Merge the store in a command of its own; only --tag may be added.' });
}

async function openOther(path: string): Promise<Store> {
  try {
    return await openStore(path, { mode: 'read' });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    if (error.code === 'not-a-store') throw new UserError('other-sqlite', `${path} is an SQLite file of another program.`, { hint: 'Export its table as CSV or JSON lines, and import that.', cause: error });
    if (error.code === 'older-store') throw new UserError('older-store', error.message, { hint: `Bring it up to date first, for example with: shadowbill analyze --db ${path}`, cause: error });
    throw error;
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for (const part of [path, `${path}-wal`].filter((name) => existsSync(name))) for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

interface Copied {
  read: number;
  inserted: number;
  merged: number;
  isWhole: boolean;
  firstAt?: number | undefined;
  lastAt?: number | undefined;
}

async function copyCalls(other: Store, options: ImportOptions, world: MergeWorld): Promise<Copied> {
  const total: Copied = { read: 0, inserted: 0, merged: 0, isWhole: true };
  let batch: StoredCall[] = [];
  let characters = 0;
  const flush = async (): Promise<void> => {
    const { inserted, merged } = await world.store.addCalls(batch);
    total.inserted += inserted;
    total.merged += merged;
    world.onRecords?.(batch.length);
    batch = [];
    characters = 0;
  };
  for await (const page of other.readCalls({})) {
    let at = 0;
    for await (const { body } of other.readBodies(page.map(({ id }) => id))) {
      const call = page[at];
      at += 1;
      if (call === undefined) break;
      const kept = body === undefined ? undefined : bodyFor(body, world.privacy);
      batch.push({ ...call, tags: { ...call.tags, ...options.tags }, ...(kept !== undefined && { body: kept }) });
      characters += kept?.length ?? 0;
      total.read += 1;
      if (call.timeSource === 'record') {
        total.firstAt = Math.min(total.firstAt ?? call.startedAt, call.startedAt);
        total.lastAt = Math.max(total.lastAt ?? call.startedAt, call.startedAt);
      }
      if (batch.length >= BATCH_CALLS || characters >= BATCH_CHARACTERS) await flush();
    }
    if (world.isStopped?.() === true) {
      await flush();
      return { ...total, isWhole: false };
    }
  }
  await flush();
  return total;
}

/** Text as this store keeps it. What is masked already stays as it is. */
function bodyFor(body: string, privacy: PrivacyLevel): string | undefined {
  if (privacy === 'full') return body;
  return privacy === 'features' ? undefined : JSON.stringify(masked(JSON.parse(body) as unknown));
}

/** Names of fields that hold text of a call; others hold roles, names and schemas. */
const textFields: readonly string[] = ['text', 'argumentsText', 'description', 'refusal'];

function masked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, typeof entry === 'string' && textFields.includes(name) ? redact(entry).text : masked(entry)]));
}

async function privacyNotes(other: Store, privacy: PrivacyLevel): Promise<string[]> {
  const { calls } = await other.summary();
  return privacy === 'features' && calls > 0 ? ['texts of calls are left out: this store keeps none (privacy: features)'] : [];
}

const NOT_MATCHED = 'repeats, sessions and prompt templates are matched within each store, not across the two; no figure of a single call changes';

/** Hashes of text are made under a key of each installation; without the same key equal texts have other hashes. */
function keyNotes(path: string, location: string): string[] {
  const keyOf = (store: string): string | undefined => (existsSync(`${store}.key`) ? readFileSync(`${store}.key`, 'utf8').trim() : undefined);
  const theirs = keyOf(path);
  const shared = process.env['SHADOWBILL_HASH_KEY'];
  const ours = shared ?? keyOf(location);
  if (theirs !== undefined && theirs === ours) return [];
  if (theirs === undefined && shared !== undefined) return [`no ${path}.key lies beside it: taken as written under the SHADOWBILL_HASH_KEY that is set now. If it was another, ${NOT_MATCHED}`];
  const why = theirs === undefined ? `its hash key (${path}.key) is not there` : 'it was written under another hash key';
  return [`${why}: ${NOT_MATCHED}. To match them, write both stores under one SHADOWBILL_HASH_KEY from the start`];
}
