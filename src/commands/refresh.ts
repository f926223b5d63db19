import type { SettledCall, Settlement, StoredCall } from '../model/call.js';
import type { Cell } from '../model/cell.js';
import type { LatencyRow, MinuteRow, Store, Workload } from '../model/store.js';
import { type AnswerPair, type LossWeights, createHourBuilder, createSettler, evidenceOf, lossWeights, mergeWorkloads, nameOf } from '../settle/index.js';

const HOUR_MS = 3_600_000;
/** A call owes nothing to calls more than a day before it; so a change reaches a day ahead. */
const REACH_HOURS = 24;

/** Settled calls and cells that wait before they are written: enough that a transaction costs little, few enough for some 20 MB. */
const BATCH_CALLS = 4000;
const BATCH_CELLS = 4000;

type Call = StoredCall & Partial<Settlement>;

/** One hour in the making, built whole. `isAsked`: it was dirty before this refresh began, so calls may be gone from it. */
interface Hour {
  hour: number;
  isAsked: boolean;
  builder: ReturnType<typeof createHourBuilder>;
  changed: Settlement[];
}

/** Finished hours that wait to be written. */
interface Batch {
  hours: number[];
  changed: Settlement[];
  cells: Cell[];
  minutes: MinuteRow[];
  latency: LatencyRow[];
  /** Hours ahead that became dirty; marked before anything else is written, so that a crash in between loses nothing. */
  ahead: number[];
}

const emptyBatch = (): Batch => ({ hours: [], changed: [], cells: [], minutes: [], latency: [], ahead: [] });

const settlementFields = ['session', 'retryOf', 'duplicateOf', 'reaskOf', 'warm5mTokens', 'warm30mTokens', 'warm1hTokens', 'warm24hTokens'] as const;

const isChanged = (call: Call, settlement: Settlement): boolean => settlementFields.some((field) => call[field] !== settlement[field]);

/**
 * Settles the dirty hours and what later hours owe to them, builds cells, minutes and latency of these hours whole, files natural experiments as evidence, and
 * merges workloads. Doing it again changes nothing, and the result does not depend on the order in which calls came. Reads one stream of pages.
 */
export async function refreshStore(store: Store, onProgress?: (done: number, all: number) => void): Promise<void> {
  const dirty = new Set(await store.dirtyHours());
  if (dirty.size > 0) {
    const { lastAt } = await store.summary();
    const run = createRun(store, { dirty, lastHour: Math.floor((lastAt ?? 0) / HOUR_MS), losses: lossWeights(await store.listLosses()), onProgress });
    while (dirty.size > 0) await run.pass();
  }
  await refreshWorkloads(store);
}

async function refreshWorkloads(store: Store): Promise<void> {
  const former = await store.workloads();
  const merged = mergeWorkloads(await store.templates(), former);
  const textOf = (list: readonly Workload[]): string => JSON.stringify([...list].sort((one, other) => (one.id < other.id ? -1 : 1)).map(({ id, label, templateKeys, calls }) => [id, label, templateKeys, calls]));
  if (textOf(merged) !== textOf(former)) await store.saveWorkloads(merged);
}

interface RunInput {
  /** Hours still to do; hours are taken from it when they are done, and added when a change reaches them. */
  dirty: Set<number>;
  lastHour: number;
  losses: LossWeights;
  onProgress: ((done: number, all: number) => void) | undefined;
}

function createRun(store: Store, { dirty, lastHour, losses, onProgress }: RunInput): { pass: () => Promise<void> } {
  const asked: ReadonlySet<number> = new Set(dirty);
  let done = 0;
  let batch = emptyBatch();

  function close(hours: readonly number[]): void {
    batch.hours.push(...hours);
    for (const hour of hours) dirty.delete(hour);
    done += hours.length;
    if (hours.length > 0) onProgress?.(done, done + dirty.size);
  }

  function reachAhead(hour: number): void {
    for (let ahead = hour + 1; ahead <= Math.min(hour + REACH_HOURS, lastHour); ahead += 1) {
      if (dirty.has(ahead)) continue;
      dirty.add(ahead);
      batch.ahead.push(ahead);
    }
  }

  function finish({ hour, isAsked, builder, changed }: Hour): void {
    const { cells, minutes, latency } = builder.finish();
    batch.cells.push(...cells);
    batch.minutes.push(...minutes);
    batch.latency.push(...latency);
    batch.changed.push(...changed);
    if (isAsked || changed.length > 0) reachAhead(hour);
    close([hour]);
  }

  /** Dirty hours before `hour` that the stream has passed hold no call any more. */
  function finishEmpty(hour: number): void {
    const empty = [...dirty].filter((candidate) => candidate < hour);
    for (const candidate of empty) if (asked.has(candidate)) reachAhead(candidate);
    close(empty);
  }

  async function write(): Promise<void> {
    const { hours, changed, ahead, ...built } = batch;
    batch = emptyBatch();
    if (ahead.length > 0) await store.markDirty(ahead);
    if (changed.length > 0) await store.saveSettlements(changed);
    if (hours.length > 0) await store.saveHours(hours, built);
  }

  /** From the first dirty hour on, for as long as a dirty hour is within a day. */
  async function pass(): Promise<void> {
    const start = Math.min(...dirty);
    const settler = createSettler();
    const counts = new Map<string, number>();
    const pairs: AnswerPair[] = [];
    let hour: Hour | undefined;
    let current = -Infinity;
    for await (const page of store.readCalls({ from: (start - REACH_HOURS) * HOUR_MS })) {
      for (const call of page) {
        const callHour = Math.floor(call.startedAt / HOUR_MS);
        if (callHour !== current) {
          if (hour !== undefined) finish(hour);
          hour = undefined;
          finishEmpty(callHour);
          if (callHour >= start && !isNear(dirty, callHour)) return await leave(pairs, counts);
          if (dirty.has(callHour)) hour = { hour: callHour, isAsked: asked.has(callHour), builder: createHourBuilder(), changed: [] };
          if (batch.changed.length >= BATCH_CALLS || batch.cells.length >= BATCH_CELLS) await write();
          current = callHour;
        }
        counts.set(nameOf(call), (counts.get(nameOf(call)) ?? 0) + 1);
        const settled = settler.settle(call, { isKnown: hour === undefined });
        if (hour === undefined) continue;
        for (const pair of settled.pairs) pairs.push(pair);
        if (isChanged(call, settled.settlement)) hour.changed.push(settled.settlement);
        if (losses.lost > 0) call.weightMillionths = losses.weigh(call);
        hour.builder.add(Object.assign(call, settled.settlement) as SettledCall);
      }
    }
    if (hour !== undefined) finish(hour);
    finishEmpty(Number.POSITIVE_INFINITY);
    await leave(pairs, counts);
  }

  async function leave(pairs: readonly AnswerPair[], counts: ReadonlyMap<string, number>): Promise<void> {
    if (pairs.length > 0) await store.addEvidence(pairs.map((pair) => evidenceOf(pair, (name) => counts.get(name) ?? 0)));
    await write();
  }

  return { pass };
}

const isNear = (dirty: ReadonlySet<number>, hour: number): boolean => [...dirty].some((candidate) => candidate >= hour && candidate - hour <= REACH_HOURS);
