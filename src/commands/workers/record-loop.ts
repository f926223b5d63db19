import type { CapturedCall, StoredCall } from '../../model/call.js';
import { UserError } from '../../model/errors.js';
import type { Loss } from '../../model/loss.js';
import type { Store } from '../../model/store.js';
import { createLossLedger, lossOf, statusClassOf } from '../../recorder/losses.js';
import type { Batch } from '../../recorder/queue.js';
import { readSeen, bytesOf } from '../../recorder/record-exchange.js';
import type { PackedExchange } from '../../recorder/record-pack.js';
import type { Spool } from '../../recorder/spool.js';
import type { Intake } from '../open-intake.js';
import { callsOfResults, createSpanReader } from './record-logs.js';
import type { TokenCounter } from './token-counter.js';

export interface LoopWorld {
  store: Pick<Store, 'addCalls' | 'addLosses'>;
  intake: Intake;
  /** Absent: what nobody reported stays unknown. */
  counter?: TokenCounter | undefined;
  spool: Spool;
  /** ms UTC. */
  now(): number;
}

/** What became of a batch. `counts`: name -> how many; `losses`: what the recording itself lost, which the store knows of or will. */
export interface BatchDone {
  id: number;
  counts: Record<string, number>;
  losses: Loss[];
  state: LoopState;
}

export interface LoopState {
  isStalled: boolean;
  spoolBytes: number;
  /** ms UTC of the last call that reached the store. */
  storedAt?: number | undefined;
  /** Code of the last fault of the store. */
  lastFault?: string | undefined;
}

export interface RecordLoop {
  take(batch: Batch): Promise<BatchDone>;
  /** Tries the store again, reads the spool back, and lets spans go whose trace is quiet. */
  tend(): Promise<BatchDone>;
  /** Everything that is held goes to the store, or stays in the spool. */
  end(): Promise<BatchDone>;
}

const SOURCE = 'recorder';
const MILLION = 1_000_000;
const HOUR_MS = 3_600_000;
/** Faults that pass: the store could not take anything. Any other fault is of a single call. */
const storeFaults: ReadonlySet<string> = new Set(['disk-full', 'store-busy', 'read-only-store', 'disk-fault', 'broken-store', 'store-owned']);
/** Bytes of spooled calls that go into one transaction. */
const SPOOL_READ_BYTES = 4 * 1024 * 1024;
/** Transactions from the spool before new traffic gets its turn. */
const SPOOL_READS = 8;
/** ms between two tries of a store that could not take anything, doubled at each: a try of a locked file takes five seconds. */
const FIRST_BACKOFF_MS = 500;
const MAX_BACKOFF_MS = 30_000;
/** Turns of the spool at the end; what is left then, the next start finds. */
const LAST_TURNS = 32;
/** Reasons that are told apart. */
const MAX_REASONS = 200;

interface Kept {
  call: CapturedCall;
  source: string;
  fallbackKey: string;
  stratum?: string | undefined;
}

/** Reads, takes in and stores what the traffic side saw. No fault of one exchange touches another, and none gets out. */
export function createRecordLoop({ store, intake, counter, spool, now }: LoopWorld): RecordLoop {
  const unsaved = createLossLedger();
  const spans = createSpanReader({ now });
  const reasons = new Set<string>();
  let state: LoopState = { isStalled: false, spoolBytes: spool.bytes() };
  let spoolAt = 0;
  let retryAt = 0;
  let backoffMs = FIRST_BACKOFF_MS;
  let counts: Record<string, number> = {};
  let made: Loss[] = [];

  const count = (name: string, by = 1): void => {
    if (by > 0) counts[name] = (counts[name] ?? 0) + by;
  };
  const lose = (loss: Loss | undefined): void => {
    if (loss === undefined) return;
    unsaved.add(loss);
    made.push(loss);
  };
  const unread = (reason: string): void => {
    const short = reason.replace(/the path .*/, 'the path').slice(0, 100);
    if (reasons.size < MAX_REASONS) reasons.add(short);
    count(`unread ${reasons.has(short) ? short : 'for another reason'}`);
  };

  const readOne = async (seen: PackedExchange, keep: (kept: Kept) => void): Promise<void> => {
    const facts = { ...seen, bytes: bytesOf(seen) };
    try {
      const reading = readSeen(seen);
      count(`seen ${seen.upstream} ${statusClassOf(seen.status)}`);
      count('body_bytes', facts.bytes);
      if (reading.kind === 'calls') reading.calls.forEach((call, index) => keep({ call, source: SOURCE, fallbackKey: `${SOURCE}:${seen.callId}${index === 0 ? '' : `/${index}`}`, stratum: reading.stratum }));
      else if (reading.kind === 'lines') await readLines(reading, { seen, keep });
      else if (reading.kind === 'nothing') count(`passed ${reading.pathKind}`);
      else if (reading.kind === 'unseen') lose({ kind: 'unseen', hour: Math.floor(seen.startedAt / HOUR_MS), stratum: reading.path, calls: 1, bytes: facts.bytes });
      else {
        unread(reading.reason);
        if (reading.isCharged) lose(lossOf(facts));
      }
    } catch {
      unread('the reader failed');
      lose(lossOf(facts));
    }
  };

  const readLines = async ({ bytes, isWhole, provider }: { bytes: Uint8Array; isWhole: boolean; provider: string | undefined }, { seen, keep }: { seen: PackedExchange; keep: (kept: Kept) => void }): Promise<void> => {
    const results = await callsOfResults(bytes, { provider, seenAt: seen.startedAt, place: seen.callId });
    for (const { call, fallbackKey } of results.calls) keep({ call, source: SOURCE, fallbackKey });
    results.skipped.forEach(unread);
    if (!isWhole) lose({ kind: 'unseen', hour: Math.floor(seen.startedAt / HOUR_MS), stratum: `${seen.upstream} batch results beyond what is kept of one exchange`, calls: 1, bytes: bytesOf(seen) });
  };

  const storedOf = async ({ call, source, fallbackKey, stratum }: Kept): Promise<StoredCall> => {
    const texts = counter === undefined ? undefined : intake.textsToCount(call);
    const [prompt, reply] = texts === undefined || counter === undefined ? [] : await Promise.all([counter.count(texts.prompt), texts.reply === undefined ? undefined : counter.count(texts.reply)]);
    const tokens = prompt === undefined ? undefined : { prompt: prompt.tokens, ...(reply !== undefined && { reply: reply.tokens }), isEstimated: prompt.isEstimated || reply?.isEstimated === true };
    const stored = intake(call, { source, weightMillionths: MILLION, fallbackKey, counts: tokens });
    return stratum === undefined ? stored : { ...stored, stratum };
  };

  const takeIn = async (kept: readonly Kept[]): Promise<StoredCall[]> => {
    const calls: StoredCall[] = [];
    for (const one of kept) {
      try {
        calls.push(await storedOf(one));
      } catch {
        unread('the call could not be taken in');
        lose(lostCall(one.call.startedAt, one.stratum));
      }
    }
    return calls;
  };

  const fault = (error: unknown): string => (error instanceof UserError ? error.code : 'fault');

  /** In one transaction, or, where one of them is no row of a store, one by one. */
  const add = async (calls: readonly StoredCall[]): Promise<void> => {
    try {
      if (calls.length === 0) return;
      const { inserted, merged } = await store.addCalls(calls);
      count('calls', inserted);
      count('merged', merged);
      state = { ...state, isStalled: false, storedAt: now() };
      backoffMs = FIRST_BACKOFF_MS;
    } catch (error) {
      if (storeFaults.has(fault(error)) || calls.length === 0) throw error;
      if (calls.length > 1) {
        for (const call of calls) await add([call]);
        return;
      }
      unread('the store refused the call');
      for (const call of calls) lose(lostCall(call.startedAt, call.stratum));
    }
  };

  const stall = (error: unknown): void => {
    count(`store_faults ${fault(error)}`);
    state = { ...state, isStalled: true, lastFault: fault(error) };
    retryAt = now() + backoffMs;
    backoffMs = Math.min(MAX_BACKOFF_MS, backoffMs * 2);
  };

  const toSpool = (calls: readonly StoredCall[]): void => {
    for (const call of calls) {
      if (spool.append(JSON.stringify(call))) count('spooled');
      else {
        count('spool_full');
        lose(lostCall(call.startedAt, call.stratum));
      }
    }
  };

  const save = async (calls: readonly StoredCall[]): Promise<void> => {
    if (state.isStalled) return toSpool(calls);
    try {
      await add(calls);
    } catch (error) {
      stall(error);
      return toSpool(calls);
    }
    await saveLosses();
  };

  const saveLosses = async (): Promise<void> => {
    if (!unsaved.isPending() || state.isStalled) return;
    const losses = unsaved.drain();
    try {
      await store.addLosses(losses);
      state = { ...state, isStalled: false };
    } catch (error) {
      losses.forEach((loss) => unsaved.add(loss));
      stall(error);
    }
  };

  const emptySpool = async (): Promise<void> => {
    for (let reads = 0; reads < SPOOL_READS && spool.bytes() > spoolAt; reads += 1) {
      const { lines, next } = spool.read(spoolAt, SPOOL_READ_BYTES);
      try {
        await add(lines.flatMap(callOfLine));
      } catch (error) {
        return stall(error);
      }
      spoolAt = next;
      state = { ...state, isStalled: false };
    }
    if (spoolAt === 0 || spool.bytes() > spoolAt) return;
    spool.clear();
    spoolAt = 0;
  };

  const done = (id: number): BatchDone => {
    const result = { id, counts, losses: made, state: { ...state, spoolBytes: spool.bytes() - spoolAt } };
    counts = {};
    made = [];
    return result;
  };

  const keepSpans = async (calls: readonly { call: CapturedCall; fallbackKey: string }[]): Promise<void> => save(await takeIn(calls.map((each) => ({ ...each, source: 'otel' }))));

  return {
    async take(batch) {
      batch.losses.forEach((loss) => unsaved.add(loss));
      const kept: Kept[] = [];
      for (const seen of batch.exchanges) await readOne(seen, (one) => kept.push(one));
      await save(await takeIn(kept));
      for (const each of batch.exports) {
        const { calls, skipped, spans: read } = spans.take(each);
        count('spans', read);
        skipped.forEach(unread);
        await keepSpans(calls);
      }
      return done(batch.id);
    },
    async tend() {
      await keepSpans(spans.quiet().calls);
      if (now() >= retryAt) {
        if (spool.bytes() > 0) await emptySpool();
        else state = { ...state, isStalled: false };
        await saveLosses();
      }
      return done(0);
    },
    async end() {
      await keepSpans(spans.end().calls);
      await saveLosses();
      for (let turns = 0; turns < LAST_TURNS && !state.isStalled && spool.bytes() > 0; turns += 1) await emptySpool();
      return done(0);
    },
  };
}

const lostCall = (startedAt: number, stratum: string | undefined): Loss =>
  ({ kind: stratum === undefined ? 'unseen' : 'lost', hour: Math.floor(startedAt / HOUR_MS), stratum: stratum ?? 'calls of batches, polls and spans', calls: 1, bytes: 0 });

/** A line that was cut when the process ended is left out. */
function callOfLine(line: string): StoredCall[] {
  try {
    return [JSON.parse(line) as StoredCall];
  } catch {
    return [];
  }
}
