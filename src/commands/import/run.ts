import { basename } from 'node:path';
import type { CapturedCall, StoredCall } from '../../model/call.js';
import { UserError } from '../../model/errors.js';
import type { ImportCounts, Store } from '../../model/store.js';
import type { TokenCounts } from '../../intake/index.js';
import { type ReadItem, type Source, detectSource } from '../../sources/index.js';
import type { Intake } from '../open-intake.js';
import type { TokenCounter } from '../workers/token-counter.js';
import { createIdentities, formerUnitIds, unitId } from './identity.js';
import { type OpenFile, chunksOf, hashOf, openFile } from './open-file.js';
import { type ImportOptions, assertSettable, formatList } from './options.js';
import { type SkipReason, createSkipCounter } from './skips.js';

export interface PreparedFile {
  file: OpenFile;
  source: Source;
  /** Why this format. */
  reason: string;
}

/** What became of one file. */
export interface FileResult {
  file: string;
  outcome: 'imported' | 'already imported' | 'failed';
  source?: string | undefined;
  /** Why this format. */
  reason?: string | undefined;
  counts: ImportCounts;
  skips: SkipReason[];
  /** Calls whose record held no time. */
  timedByFile: number;
  /** First and last call with a time of its own, ms UTC. */
  firstAt?: number | undefined;
  lastAt?: number | undefined;
  notes: string[];
  error?: { message: string; hint?: string | undefined } | undefined;
}

export interface ImportWorld {
  store: Pick<Store, 'findImport' | 'saveImport' | 'addCalls' | 'findCall'>;
  intake: Intake;
  /** Counts the texts that intake asks for. Absent: what no one reported stays unknown. */
  counter?: TokenCounter | undefined;
  /** ms since 1970 UTC. */
  now: number;
  keepsAllPlaces: boolean;
  /** Hears of bytes read from the file. */
  onBytes(bytes: number): void;
}

const BATCH_CALLS = 2000;
/** Characters of records in one batch: calls of a megabyte each must not pile up. */
const BATCH_CHARACTERS = 8_000_000;
/** Batches whose texts are still being counted while the next is read: the counting thread then works beside this one. */
const BATCHES_AHEAD = 1;
const DAY_MS = 86_400_000;
const emptyCounts = (): ImportCounts => ({ read: 0, imported: 0, merged: 0, skipped: 0 });

/** Opens a file and settles its format, without a store. Throws a UserError that names the file. */
export function prepareFile(path: string, options: ImportOptions): PreparedFile {
  const file = openFile(path);
  const { source, reason } = chooseSource(file, options);
  assertSettable(source, options.set);
  return { file, source, reason };
}

function chooseSource(file: OpenFile, options: ImportOptions): { source: Source; reason: string } {
  if (options.from !== undefined) return { source: options.from, reason: 'asked for' };
  const detection = detectSource(file.head, { isWhole: file.isWhole });
  if (detection.found) return detection;
  const verdict = detection.problem === 'unknown' ? 'is of no format that is known' : `could be ${detection.candidates.map((source) => source.id).join(' or ')}`;
  throw new UserError(`${detection.problem}-format`, `${file.path} ${verdict}: it holds ${detection.saw}.`, { hint: `Force a format with --from, or name columns with --map. Formats: ${formatList()}.` });
}

export const failedResult = (path: string, error: UserError): FileResult => ({
  file: path, outcome: 'failed', counts: emptyCounts(), skips: [], timedByFile: 0, notes: [], error: { message: error.message, hint: error.hint },
});

/** Imports one file, batch by batch. What was stored before a fault stays; the unit is then not finished and may be run again. */
export async function importFile({ file, source, reason }: PreparedFile, options: ImportOptions, world: ImportWorld): Promise<FileResult> {
  const contentHash = await hashOf(file);
  const meaning = { source: source.id, map: options.map, set: options.set, tags: options.tags, weight: options.weightMillionths };
  const id = unitId(contentHash, meaning);
  const shown = { file: file.path, source: source.id, reason };
  const former = await world.store.findImport(id);
  if (former?.isFinished === true) return { ...shown, outcome: 'already imported', counts: former.counts, skips: [], timedByFile: 0, notes: [] };
  const record = { id, name: basename(file.path), source: source.id, bytes: file.bytes, importedAt: world.now };
  await world.store.saveImport({ ...record, counts: emptyCounts(), isFinished: false });
  const writer = createWriter(source, { file, options, world });
  const notes: string[] = await wasReadBefore(world.store, formerUnitIds(contentHash, meaning)) ? [READ_AGAIN] : [];
  const error = await readAll(writer, { file, source, options, world, notes });
  await writer.flush();
  const result = writer.result();
  await world.store.saveImport({ ...record, counts: result.counts, isFinished: error === undefined, firstAt: result.firstAt, lastAt: result.lastAt });
  return { ...shown, outcome: error === undefined || result.counts.imported + result.counts.merged > 0 ? 'imported' : 'failed', ...result, notes, error };
}

/** Shown where a file that was imported by an older version is not skipped. */
const READ_AGAIN = 'imported before by an older version that read less of it (sizes of images, say): read again to fill the gaps; no call is counted twice';

async function wasReadBefore(store: ImportWorld['store'], ids: readonly string[]): Promise<boolean> {
  const former = await Promise.all(ids.map((id) => store.findImport(id)));
  return former.some((found) => found?.isFinished === true);
}

async function readAll(writer: Writer, context: { file: OpenFile; source: Source; options: ImportOptions; world: ImportWorld; notes: string[] }): Promise<FileResult['error']> {
  const { file, source, options, world, notes } = context;
  const chunks = chunksOf(file, (bytes) => world.onBytes(bytes));
  try {
    for await (const items of source.read({ name: file.path, chunks, fileTimeMs: file.modifiedMs, options, note: (text) => notes.push(text) })) {
      for (const item of items) await writer.take(item);
    }
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, hint: error.hint };
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined || !/^(Z_|E[A-Z]+$)/.test(code)) throw error;
    return { message: `${file.path} cannot be read to its end: ${message}`, hint: 'What came before is imported. Copy the file again and repeat the import: nothing is counted twice.' };
  }
}

interface Writer {
  take(item: ReadItem): Promise<void>;
  flush(): Promise<void>;
  result(): Pick<FileResult, 'counts' | 'skips' | 'timedByFile' | 'firstAt' | 'lastAt'>;
}

/** A call whose texts are being counted. */
interface Pending {
  call: CapturedCall;
  context: Parameters<Intake>[1];
  counts: Promise<TokenCounts> | undefined;
}

/** Turns items into stored calls and counts what became of each: read = imported + merged + skipped. */
function createWriter(source: Source, { file, options, world }: { file: OpenFile; options: ImportOptions; world: ImportWorld }): Writer {
  const skips = createSkipCounter({ keepsAllPlaces: world.keepsAllPlaces });
  const identify = createIdentities(source.id);
  const hasTags = Object.keys(options.tags).length > 0;
  const counts = emptyCounts();
  let timedByFile = 0;
  let firstAt: number | undefined;
  let lastAt: number | undefined;
  let batch: Pending[] = [];
  let batchCharacters = 0;
  const counting: Pending[][] = [];
  const skip = (where: string, reason: string): void => {
    counts.skipped += 1;
    skips.add(`${file.path}:${where.replace(/^line /, '')}`, reason);
  };
  const store = async (full: readonly Pending[]): Promise<void> => {
    const calls: StoredCall[] = [];
    for (const { call, context, counts: counted } of full) calls.push(world.intake(call, counted === undefined ? context : { ...context, counts: await counted }));
    const { inserted, merged } = await world.store.addCalls(calls);
    counts.imported += inserted;
    counts.merged += merged;
  };
  /** Stores the oldest batches until no more than `ahead` wait for their counts. */
  const flush = async (ahead: number): Promise<void> => {
    if (batch.length > 0) counting.push(batch);
    batch = [];
    batchCharacters = 0;
    while (counting.length > ahead) await store(counting.shift() ?? []);
  };
  /** Keys of the call that this store printed under that id; absent when the record comes from another store. */
  const knownKeys = async (storeId: string, call: CapturedCall): Promise<readonly string[] | undefined> => {
    const former = await world.store.findCall(storeId);
    return former !== undefined && former.startedAt === call.startedAt && former.provider === call.provider ? former.keys : undefined;
  };
  const take = async (item: ReadItem): Promise<void> => {
    counts.read += 1;
    if ('skipped' in item) return skip(item.skipped.where, item.skipped.reason);
    const { call, recordText, where } = item;
    if (call.timeSource === 'record' && call.startedAt > world.now + DAY_MS) return skip(where, 'the call is in the future (more than a day from now)');
    if (call.timeSource === 'file') timedByFile += 1;
    else {
      firstAt = Math.min(firstAt ?? call.startedAt, call.startedAt);
      lastAt = Math.max(lastAt ?? call.startedAt, call.startedAt);
    }
    const known = item.storeId === undefined ? undefined : await knownKeys(item.storeId, call);
    const tagged = { ...call, ...(known !== undefined && { keys: known }), ...(hasTags && { tags: { ...call.tags, ...options.tags } }) };
    const weightMillionths = item.weightMillionths ?? options.weightMillionths;
    const context = { source: source.id, weightMillionths, fallbackKey: identify(tagged, recordText, { isIdShownOnly: item.isIdShownOnly === true }) };
    batch.push({ call: tagged, context, counts: countTexts(tagged, world) });
    batchCharacters += recordText.length;
    if (batch.length >= BATCH_CALLS || batchCharacters >= BATCH_CHARACTERS) await flush(BATCHES_AHEAD);
  };
  return { take, flush: () => flush(0), result: () => ({ counts, skips: skips.list(), timedByFile, firstAt, lastAt }) };
}

function countTexts(call: CapturedCall, { intake, counter }: ImportWorld): Promise<TokenCounts> | undefined {
  const texts = counter === undefined ? undefined : intake.textsToCount(call);
  if (texts === undefined || counter === undefined) return undefined;
  const reply = texts.reply === undefined ? undefined : counter.count(texts.reply);
  return Promise.all([counter.count(texts.prompt), reply]).then(([prompt, answer]) => ({
    prompt: prompt.tokens, ...(answer !== undefined && { reply: answer.tokens }), isEstimated: prompt.isEstimated || answer?.isEstimated === true,
  }));
}
