import { Worker } from 'node:worker_threads';
import type { Config } from '../../model/config.js';
import { UserError } from '../../model/errors.js';
import type { Loss } from '../../model/loss.js';
import type { PrivacyLevel } from '../../privacy/index.js';
import { createLossLedger } from '../../recorder/losses.js';
import { type Queue, type QueueBounds, type QueueStatus, createQueue } from '../../recorder/queue.js';
import type { LoopState } from './record-loop.js';
import type { FromThread, RecordThreadData, ToThread } from './record.js';

export interface RecordingOptions {
  /** A file. */
  storeLocation: string;
  privacy: PrivacyLevel;
  config: Config;
  bounds?: QueueBounds;
  /** Bytes of the file in which calls wait for a store that cannot take them. */
  spoolBytes?: number;
  tendMs?: number;
  entry?: URL;
  /** Hears of what the operator should know, once a fault. No text of a call is in it. */
  onTrouble?: ((message: string) => void) | undefined;
}

export interface RecordingStatus {
  isReady: boolean;
  restarts: number;
  queue: QueueStatus;
  /** Name -> how many, since the start. */
  counts: Readonly<Record<string, number>>;
  /** By kind and stratum, since the start. */
  losses: readonly Omit<Loss, 'hour'>[];
  store: LoopState;
}

export interface Recording extends Pick<Queue, 'take' | 'takeExport'> {
  /** Resolves when the store is open. Rejects with a UserError when it cannot be opened at the first try. */
  started: Promise<void>;
  status(): RecordingStatus;
  /** Lets the thread store what waits, for at most so many ms; what is then left is dropped and counted. */
  stop(withinMs: number): Promise<void>;
  /** A process that has nothing else to do may end, whatever waits. */
  unref(): void;
}

const SPOOL_BYTES = 1024 * 1024 * 1024;
const TEND_MS = 1000;
const WATCH_MS = 1000;
/** ms. A batch takes milliseconds, a locked store holds it for five seconds. */
const STUCK_MS = 60_000;
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 30_000;
/** Mebibytes: far above what a batch needs; beyond it the thread ends, and not the process. */
const THREAD_HEAP_MIB = 768;

/** Starts the thread that stores what is seen, and starts it again when it ends. Nothing here throws at the traffic side or waits for it. */
export function startRecording(options: RecordingOptions): Recording {
  const losses = createLossLedger();
  const counts: Record<string, number> = {};
  let store: LoopState = { isStalled: false, spoolBytes: 0 };
  let worker: Worker | undefined;
  let restarts = 0;
  let backoffMs = FIRST_BACKOFF_MS;
  let isReady = false;
  /** The store could not be opened the last time. */
  let hasFailed = false;
  let isStopping = false;
  let stopping: Promise<void> | undefined;
  let isReferenced = true;
  let onStopped: (() => void) | undefined;
  let retry: NodeJS.Timeout | undefined;
  const queue = createQueue({ post: (batch, transfer) => worker?.postMessage({ batch } satisfies ToThread, transfer), losses, ...(options.bounds !== undefined && { bounds: options.bounds }) });
  let settle: { resolve(): void; reject(error: unknown): void } | undefined;
  const started = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  started.catch(() => undefined);

  const data: RecordThreadData = { storeLocation: options.storeLocation, privacy: options.privacy, config: options.config, spoolBytes: options.spoolBytes ?? SPOOL_BYTES, tendMs: options.tendMs ?? TEND_MS };

  const hear = (message: FromThread): void => {
    if ('ready' in message) {
      isReady = true;
      queue.setReady(true);
      hasFailed = false;
      settle?.resolve();
      settle = undefined;
      return;
    }
    if ('failed' in message) {
      const { code, message: text, hint } = message.failed;
      hasFailed = true;
      if (settle === undefined) options.onTrouble?.(text);
      settle?.reject(new UserError(code, text, { hint }));
      settle = undefined;
      return;
    }
    const result = 'done' in message ? message.done : message.stopped;
    if (result.state.isStalled && !store.isStalled) options.onTrouble?.(`The store cannot take calls (${result.state.lastFault ?? 'fault'}); they wait in ${options.storeLocation}.spool.`);
    store = result.state;
    for (const [name, by] of Object.entries(result.counts)) counts[name] = (counts[name] ?? 0) + by;
    result.losses.forEach(losses.note);
    backoffMs = FIRST_BACKOFF_MS;
    if (result.id > 0) queue.acknowledge(result.id);
    if ('stopped' in message) onStopped?.();
  };

  const start = (): void => {
    const thread = new Worker(options.entry ?? new URL('./record.js', import.meta.url), { workerData: data, resourceLimits: { maxOldGenerationSizeMb: THREAD_HEAP_MIB } });
    worker = thread;
    if (!isReferenced) thread.unref();
    thread.on('message', hear);
    thread.on('error', (error) => options.onTrouble?.(`The recording thread failed (${(error as { code?: string }).code ?? error.name}); it is started again.`));
    thread.on('exit', () => {
      if (worker !== thread) return;
      worker = undefined;
      isReady = false;
      queue.abandon();
      settle?.reject(new UserError('no-recording', 'The recording thread ended before it had begun.', { hint: 'Look at the message above; the installation may be broken.' }));
      settle = undefined;
      if (isStopping) return onStopped?.();
      restarts += 1;
      retry = setTimeout(start, backoffMs);
      if (!isReferenced) retry.unref();
      backoffMs = Math.min(MAX_BACKOFF_MS, backoffMs * 2);
    });
  };

  const watch = setInterval(() => {
    queue.sendLosses();
    if (queue.status().inFlight > 0 && queue.status().oldestInFlightMs > STUCK_MS) {
      options.onTrouble?.('The recording thread does not answer; it is started again.');
      void worker?.terminate();
    }
  }, WATCH_MS);
  watch.unref();
  start();

  const end = async (withinMs: number): Promise<void> => {
    const until = performance.now() + withinMs;
    await within(queue.drained(), hasFailed ? 0 : withinMs);
    isStopping = true;
    clearInterval(watch);
    clearTimeout(retry);
    queue.dropAll();
    queue.sendLosses();
    if (worker === undefined) return;
    const stopped = new Promise<void>((resolve) => {
      onStopped = resolve;
    });
    worker.postMessage({ stop: true } satisfies ToThread);
    await within(stopped, Math.max(LAST_MS, until - performance.now()));
    await worker?.terminate();
  };

  return {
    take: queue.take,
    takeExport: queue.takeExport,
    started,
    status: () => ({ isReady, restarts, queue: queue.status(), counts: { ...counts }, losses: losses.totals(), store }),
    stop: (withinMs) => (stopping ??= end(withinMs)),
    unref() {
      isReferenced = false;
      worker?.unref();
    },
  };
}

/** ms that the thread has to close the store, however late it is. */
const LAST_MS = 2000;

async function within(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([work, new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  })]);
  clearTimeout(timer);
}

