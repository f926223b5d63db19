import type { BillRow } from '../../model/bill.js';
import type { CapturedCall, StoredCall } from '../../model/call.js';
import type { ImportCounts, Store } from '../../model/store.js';
import type { TokenCounts } from '../../intake/index.js';
import type { ReadItem, Source } from '../../sources/index.js';
import type { Intake } from '../open-intake.js';
import type { TokenCounter } from '../workers/token-counter.js';
import { createIdentities } from './identity.js';
import type { ImportOptions } from './options.js';
import { type FileResult, type MergeRule, type MergedByRule, emptyCounts } from './result.js';
import { withoutImpossible } from './plausible.js';
import { createSkipCounter } from './skips.js';

export interface ImportWorld {
  store: Pick<Store, 'findImport' | 'saveImport' | 'addCalls' | 'addBills' | 'findCall'>;
  intake: Intake;
  /** Counts the texts that intake asks for. Absent: what no one reported stays unknown. */
  counter?: TokenCounter | undefined;
  /** ms since 1970 UTC. */
  now: number;
  keepsAllPlaces: boolean;
  /** Hears of bytes read from the file, and of records. */
  onBytes?: ((bytes: number) => void) | undefined;
  onRecords?: ((records: number) => void) | undefined;
  /** The user wants it to end: what was read is stored, and the unit stays unfinished. */
  isStopped?: (() => boolean) | undefined;
}

const BATCH_CALLS = 1000;
/** Characters of records in one batch: calls of a megabyte each must not pile up. */
const BATCH_CHARACTERS = 4_000_000;
/** Batches whose texts are still being counted while the next is read: the counting thread then works beside this one. */
const BATCHES_AHEAD = 1;
const DAY_MS = 86_400_000;

export interface Writer {
  /** A promise only where there is something to wait for: most records are put aside at once. */
  take(item: ReadItem): Promise<void> | undefined;
  flush(): Promise<void>;
  result(): Pick<FileResult, 'counts' | 'merged' | 'billLines' | 'skips' | 'timedByFile' | 'firstAt' | 'lastAt'>;
}

/** A call whose texts are being counted; most need none, and are taken in at once, so that their text is not held. */
type Pending = StoredCall | { call: CapturedCall; context: Parameters<Intake>[1]; counts: Promise<TokenCounts> };

type CallItem = Extract<ReadItem, { call: CapturedCall }>;

const isCounting = (pending: Pending): pending is Exclude<Pending, StoredCall> => 'counts' in pending;

/** Turns items into stored calls and bills, and counts what became of each: read = imported + merged + skipped. `name`: the file as shown. */
export function createWriter(source: Source, { name, options, world }: { name: string; options: ImportOptions; world: ImportWorld }): Writer {
  const skips = createSkipCounter({ keepsAllPlaces: world.keepsAllPlaces });
  const identify = createIdentities(source.id);
  const hasTags = Object.keys(options.tags).length > 0;
  const counts: ImportCounts = emptyCounts();
  const merged: MergedByRule = {};
  let billLines = 0;
  let timedByFile = 0;
  let firstAt: number | undefined;
  let lastAt: number | undefined;
  let batch: Pending[] = [];
  let batchCharacters = 0;
  let bills: BillRow[] = [];
  const counting: Pending[][] = [];
  const skip = (where: string, reason: string, isNoCall = false): void => {
    counts.skipped += 1;
    skips.add(`${name}:${where.replace(/^line /, '')}`, reason, { isNoCall });
  };
  const merge = (rule: MergeRule, records: number): void => {
    if (records === 0) return;
    counts.merged += records;
    merged[rule] = (merged[rule] ?? 0) + records;
  };
  const store = async (full: readonly Pending[]): Promise<void> => {
    const calls: StoredCall[] = [];
    for (const pending of full) calls.push(isCounting(pending) ? world.intake(pending.call, { ...pending.context, counts: await pending.counts }) : pending);
    const added = await world.store.addCalls(calls);
    counts.imported += added.inserted;
    merge('same-id', added.merged);
  };
  const storeBills = async (): Promise<void> => {
    if (bills.length === 0) return;
    const { inserted, replaced } = await world.store.addBills(bills);
    bills = [];
    billLines += inserted;
    counts.imported += inserted;
    merge('bill-line', replaced);
  };
  /** Stores the oldest batches until no more than `ahead` wait for their counts. */
  const flush = async (ahead: number): Promise<void> => {
    if (batch.length > 0) counting.push(batch);
    batch = [];
    batchCharacters = 0;
    while (counting.length > ahead || (counting.length > 0 && counting[0]?.some(isCounting) === false)) await store(counting.shift() ?? []);
  };
  /** Keys of the call that this store printed under that id; absent when the record comes from another store. */
  const knownKeys = async (storeId: string, call: CapturedCall): Promise<readonly string[] | undefined> => {
    const former = await world.store.findCall(storeId);
    return former !== undefined && former.startedAt === call.startedAt && former.provider === call.provider ? former.keys : undefined;
  };
  const takeCall = (item: CallItem): Promise<void> | undefined => {
    const { storeId } = item;
    return storeId === undefined ? keep(item, item.call) : knownKeys(storeId, item.call).then((keys) => keep(item, keys === undefined ? item.call : { ...item.call, keys }));
  };
  const keep = (item: CallItem, named: CapturedCall): Promise<void> | undefined => {
    const { recordText, where } = item;
    const call = withoutImpossible(named);
    if (!Number.isSafeInteger(call.startedAt)) {
      skip(where, 'the time is no date');
      return undefined;
    }
    if (call.timeSource === 'record' && call.startedAt > world.now + DAY_MS) {
      skip(where, 'the call is in the future (more than a day from now)');
      return undefined;
    }
    if (call.timeSource === 'file') timedByFile += 1;
    else {
      firstAt = Math.min(firstAt ?? call.startedAt, call.startedAt);
      lastAt = Math.max(lastAt ?? call.startedAt, call.startedAt);
    }
    const tagged = hasTags ? { ...call, tags: { ...call.tags, ...options.tags } } : call;
    const weightMillionths = item.weightMillionths ?? options.weightMillionths;
    const context = { source: source.id, weightMillionths, fallbackKey: identify(tagged, recordText, { isIdShownOnly: item.isIdShownOnly === true }) };
    const texts = countTexts(tagged, world);
    batch.push(texts === undefined ? world.intake(tagged, context) : { call: tagged, context, counts: texts });
    batchCharacters += recordText.length;
    return batch.length >= BATCH_CALLS || batchCharacters >= BATCH_CHARACTERS ? flush(BATCHES_AHEAD) : undefined;
  };
  const take = (item: ReadItem): Promise<void> | undefined => {
    counts.read += 1;
    if ('call' in item) return takeCall(item);
    if ('bill' in item) {
      bills.push(item.bill);
      return bills.length >= BATCH_CALLS ? storeBills() : undefined;
    }
    if ('skipped' in item) skip(item.skipped.where, item.skipped.reason, item.skipped.isNoCall);
    else merge(item.folded.rule, 1);
    return undefined;
  };
  return {
    take,
    flush: async () => {
      await flush(0);
      await storeBills();
    },
    result: () => ({ counts, merged, billLines, skips: skips.list(), timedByFile, firstAt, lastAt }),
  };
}

function countTexts(call: CapturedCall, { intake, counter }: ImportWorld): Promise<TokenCounts> | undefined {
  const texts = counter === undefined ? undefined : intake.textsToCount(call);
  if (texts === undefined || counter === undefined) return undefined;
  const reply = texts.reply === undefined ? undefined : counter.count(texts.reply);
  return Promise.all([counter.count(texts.prompt), reply]).then(([prompt, answer]) => ({
    prompt: prompt.tokens, ...(answer !== undefined && { reply: answer.tokens }), isEstimated: prompt.isEstimated || answer?.isEstimated === true,
  }));
}
