// The way from the traffic to the recording thread: bounded by bytes, in batches, never waiting. What cannot wait is dropped and counted.
import type { Loss } from '../model/loss.js';
import { type LossFacts, type LossLedger, lossFacts, lossOf } from './losses.js';
import { type BodyCopy, type PackedExchange, type PackedExport, type SeenExport, buffersOf, copyBody } from './record-pack.js';
import type { SeenExchange, Sink } from './seen.js';

/** What goes to the thread at once. */
export interface Batch {
  id: number;
  exchanges: PackedExchange[];
  exports: PackedExport[];
  losses: Loss[];
}

export interface QueueBounds {
  /** Bytes of bodies that wait or are in the thread's hand; more are dropped. */
  bytes: number;
  batchExchanges: number;
  /** ms that a batch which is not full waits for more. */
  batchMs: number;
  /** Bytes that are copied before the event loop gets its turn. */
  copyBytes: number;
  /** Batches in the thread's hand: what a crash of it loses. */
  batchesAhead: number;
}
export const usualBounds: QueueBounds = { bytes: 64 * 1024 * 1024, batchExchanges: 64, batchMs: 20, copyBytes: 512 * 1024, batchesAhead: 4 };

/** What an exchange takes beside its bodies: headers and the object itself, bytes. */
const EXCHANGE_OVERHEAD = 4096;

export interface QueueStatus {
  waiting: number;
  waitingBytes: number;
  inFlight: number;
  inFlightBytes: number;
  /** ms that the oldest one has waited; 0 for none. */
  lagMs: number;
  /** ms that the oldest batch has been in the thread's hand; 0 for none. */
  oldestInFlightMs: number;
  taken: number;
  dropped: number;
  droppedBytes: number;
  /** In the thread's hand when it ended. */
  lostInThread: number;
}

export interface Queue extends Sink {
  /** False: there is no room, and the sender should come again. */
  takeExport(seen: SeenExport): boolean;
  /** The thread stands ready, or does not: then everything waits. */
  setReady(isReady: boolean): void;
  acknowledge(id: number): void;
  /** The thread has ended: what it had in hand is counted as lost. */
  abandon(): void;
  /** Sends counted losses where no exchange is there to take them along. */
  sendLosses(): void;
  /** Resolves when nothing waits and nothing is in hand. */
  drained(): Promise<void>;
  /** Everything that still waits is dropped and counted. */
  dropAll(): void;
  status(): QueueStatus;
}

type Waiting = { exchange: SeenExchange; bytes: number; since: number } | { seen: SeenExport; bytes: number; since: number };

interface InFlight {
  facts: LossFacts[];
  exports: number;
  losses: readonly Loss[];
  bytes: number;
  /** When the first of it was seen, and when it was posted: ms of the process's own clock. */
  since: number;
  postedAt: number;
}

export interface QueueWorld {
  post(batch: Batch, transfer: ArrayBuffer[]): void;
  losses: LossLedger;
  bounds?: QueueBounds;
}

export function createQueue({ post, losses, bounds = usualBounds }: QueueWorld): Queue {
  let waiting: Waiting[] = [];
  let head = 0;
  let waitingBytes = 0;
  let inFlightBytes = 0;
  const inFlight = new Map<number, InFlight>();
  const counts = { taken: 0, dropped: 0, droppedBytes: 0, lostInThread: 0 };
  let isReady = false;
  let nextId = 0;
  let timer: NodeJS.Timeout | undefined;
  let isPumping = false;
  let listeners: (() => void)[] = [];
  let copy: { bodies: BodyCopy[]; index: number } | undefined;
  let open: { batch: Batch; taken: Waiting[]; bytes: number } | undefined;

  const count = (): number => waiting.length - head;
  const hasRoom = (bytes: number): boolean => waitingBytes + inFlightBytes + bytes <= bounds.bytes;
  const isIdle = (): boolean => count() === 0 && open === undefined && inFlight.size === 0;
  const settle = (): void => {
    if (listeners.length === 0 || !isIdle()) return;
    const resolved = listeners;
    listeners = [];
    for (const resolve of resolved) resolve();
  };
  const drop = (exchange: SeenExchange, bytes: number): void => {
    counts.dropped += 1;
    counts.droppedBytes += bytes;
    const loss = lossOf(lossFacts(exchange));
    if (loss !== undefined) losses.add(loss);
  };
  const put = (entry: Waiting): void => {
    waiting.push(entry);
    waitingBytes += entry.bytes;
    wake(count() >= bounds.batchExchanges);
  };
  const wake = (isFull: boolean): void => {
    if (isPumping || !isReady) return;
    if (isFull) {
      clearTimeout(timer);
      timer = undefined;
      isPumping = true;
      setImmediate(pump);
    } else timer ??= setTimeout(() => {
      timer = undefined;
      isPumping = true;
      pump();
    }, bounds.batchMs);
  };

  /** One turn: copies up to the budget, posts what is full, and leaves the event loop to others. */
  const pump = (): void => {
    isPumping = false;
    if (!isReady) return;
    let budget = bounds.copyBytes;
    while (budget > 0 && inFlight.size < bounds.batchesAhead && (count() > 0 || open !== undefined)) {
      if (count() === 0) {
        flush();
        break;
      }
      budget -= Math.max(1, copyNext(budget));
      if (open !== undefined && (open.taken.length >= bounds.batchExchanges || open.bytes >= bounds.copyBytes)) flush();
    }
    if (count() === 0 && open !== undefined && inFlight.size < bounds.batchesAhead) flush();
    if (head > 1024 && head * 2 > waiting.length) {
      waiting = waiting.slice(head);
      head = 0;
    }
    if (count() > 0 && inFlight.size < bounds.batchesAhead) {
      isPumping = true;
      setImmediate(pump);
    }
  };

  /** Copies at most `budget` bytes of the first that waits, and moves it into the open batch when it is whole. */
  const copyNext = (budget: number): number => {
    const entry = waiting[head] as Waiting;
    copy ??= { bodies: bodiesOf(entry).map(copyBody), index: 0 };
    let copied = 0;
    while (copy.index < copy.bodies.length && copied < budget) {
      const body = copy.bodies[copy.index] as BodyCopy;
      copied += body.step(budget - copied);
      if (!body.isDone()) return copied;
      copy.index += 1;
    }
    if (copy.index < copy.bodies.length) return copied;
    const [first, second] = copy.bodies.map((body) => body.result());
    copy = undefined;
    waiting[head] = undefined as unknown as Waiting;
    head += 1;
    waitingBytes -= entry.bytes;
    inFlightBytes += entry.bytes;
    open ??= { batch: { id: (nextId += 1), exchanges: [], exports: [], losses: [] }, taken: [], bytes: 0 };
    open.taken.push(entry);
    open.bytes += entry.bytes;
    if ('seen' in entry) open.batch.exports.push({ ...entry.seen, body: first as NonNullable<typeof first> });
    else {
      const { requestBody: _, responseBody: __, ...facts } = entry.exchange;
      open.batch.exchanges.push({ ...facts, requestBody: first as NonNullable<typeof first>, ...(second !== undefined && { responseBody: second }) });
    }
    return copied;
  };

  const flush = (): void => {
    const full = open ?? { batch: { id: (nextId += 1), exchanges: [], exports: [], losses: [] }, taken: [], bytes: 0 };
    open = undefined;
    full.batch.losses = losses.drain();
    const { batch } = full;
    inFlight.set(batch.id, {
      facts: full.taken.flatMap((entry) => ('exchange' in entry ? [lossFacts(entry.exchange)] : [])), exports: batch.exports.length, losses: batch.losses, bytes: full.bytes,
      since: full.taken[0]?.since ?? performance.now(), postedAt: performance.now(),
    });
    post(batch, buffersOf([...batch.exchanges.flatMap(({ requestBody, responseBody }) => [requestBody, responseBody]), ...batch.exports.map(({ body }) => body)]));
  };

  const keep = (entry: Waiting): boolean => {
    if (!hasRoom(entry.bytes)) return false;
    counts.taken += 1;
    put(entry);
    return true;
  };

  return {
    take(exchange) {
      const bytes = EXCHANGE_OVERHEAD + keptBytes(exchange.requestBody) + keptBytes(exchange.responseBody);
      if (!keep({ exchange, bytes, since: performance.now() })) drop(exchange, bytes);
    },
    takeExport: (seen) => keep({ seen, bytes: EXCHANGE_OVERHEAD + keptBytes(seen.body), since: performance.now() }),
    setReady(value) {
      isReady = value;
      if (value && count() > 0) wake(true);
    },
    acknowledge(id) {
      inFlightBytes -= inFlight.get(id)?.bytes ?? 0;
      inFlight.delete(id);
      if (count() > 0) wake(true);
      settle();
    },
    abandon() {
      isReady = false;
      for (const { facts, losses: unsaved } of inFlight.values()) {
        counts.lostInThread += facts.length;
        for (const loss of [...unsaved, ...facts.map(lossOf)]) if (loss !== undefined) losses.add(loss);
      }
      inFlightBytes = open?.bytes ?? 0;
      inFlight.clear();
      settle();
    },
    sendLosses() {
      if (isReady && count() === 0 && open === undefined && inFlight.size < bounds.batchesAhead && losses.isPending()) flush();
    },
    drained: () => {
      if (count() > 0) wake(true);
      return isIdle() ? Promise.resolve() : new Promise((resolve) => listeners.push(resolve));
    },
    dropAll() {
      for (const entry of [...waiting.slice(head), ...(open?.taken ?? [])]) if ('exchange' in entry) drop(entry.exchange, entry.bytes);
      waiting = [];
      head = 0;
      waitingBytes = 0;
      copy = undefined;
      open = undefined;
      settle();
    },
    status: () => ({
      waiting: count(), waitingBytes, inFlight: [...inFlight.values()].reduce((sum, { facts, exports }) => sum + facts.length + exports, 0), inFlightBytes,
      lagMs: ageOf([waiting[head]?.since ?? Infinity, ...[...inFlight.values()].map(({ since }) => since)]), oldestInFlightMs: ageOf([...inFlight.values()].map(({ postedAt }) => postedAt)), ...counts,
    }),
  };
}

const ageOf = (instants: readonly number[]): number => Math.max(0, performance.now() - Math.min(performance.now(), ...instants));

const keptBytes = (body: { chunks: readonly Uint8Array[] } | undefined): number => body?.chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0) ?? 0;

const bodiesOf = (entry: Waiting): SeenExport['body'][] =>
  'seen' in entry ? [entry.seen.body] : [entry.exchange.requestBody, ...(entry.exchange.responseBody === undefined ? [] : [entry.exchange.responseBody])];
