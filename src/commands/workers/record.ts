import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { Config } from '../../model/config.js';
import { UserError } from '../../model/errors.js';
import type { PrivacyLevel } from '../../privacy/index.js';
import type { Batch } from '../../recorder/queue.js';
import { openSpool } from '../../recorder/spool.js';
import { openStore } from '../../store/index.js';
import { openIntake } from '../open-intake.js';
import { type BatchDone, type RecordLoop, createRecordLoop } from './record-loop.js';
import { openTokenCounter } from './token-counter.js';

export interface RecordThreadData {
  storeLocation: string;
  privacy: PrivacyLevel;
  config: Config;
  spoolBytes: number;
  /** ms between two tries of a store that could not take anything. */
  tendMs: number;
}

export type ToThread = { batch: Batch } | { stop: true };
export type FromThread =
  | { ready: true }
  | { failed: { code: string; message: string; hint: string } }
  | { done: BatchDone }
  | { stopped: BatchDone };

/** Thread entry: the one owner of the store while a recorder runs. */
async function run(data: RecordThreadData): Promise<void> {
  const port = parentPort;
  if (port === null) return;
  const say = (message: FromThread): void => port.postMessage(message);
  const opened = await open(data).catch((error: unknown) => ({ failed: faultOf(error) }));
  if ('failed' in opened) {
    say({ failed: opened.failed });
    port.close();
    return;
  }
  const { loop, close } = opened;
  let turn: Promise<void> = Promise.resolve();
  const next = (work: () => Promise<void>): void => {
    turn = turn.then(work);
  };
  let isTending = false;
  const timer = setInterval(() => {
    if (isTending) return;
    isTending = true;
    next(async () => {
      say({ done: await loop.tend() });
      isTending = false;
    });
  }, data.tendMs);
  port.on('message', (message: ToThread) => {
    if ('batch' in message) return next(async () => say({ done: await loop.take(message.batch) }));
    clearInterval(timer);
    next(async () => {
      const last = await loop.end();
      await close();
      say({ stopped: last });
      port.close();
    });
  });
  say({ ready: true });
}

async function open({ storeLocation, privacy, config, spoolBytes }: RecordThreadData): Promise<{ loop: RecordLoop; close(): Promise<void> }> {
  const store = await openStore(storeLocation);
  try {
    const intake = openIntake({ storeLocation, privacy, config });
    const spool = openSpool(`${storeLocation}.spool`, { maxBytes: spoolBytes });
    const counter = openTokenCounter();
    const loop = createRecordLoop({ store, intake, counter, spool, now: Date.now });
    const close = async (): Promise<void> => {
      await counter.close();
      spool.close();
      await store.close();
    };
    return { loop, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

const faultOf = (error: unknown): { code: string; message: string; hint: string } =>
  error instanceof UserError
    ? { code: error.code, message: error.message, hint: error.hint ?? '' }
    : { code: 'no-recording', message: `Recording cannot start: ${(error as Error).message}`, hint: 'Look at the store and its folder.' };

if (!isMainThread) await run(workerData as RecordThreadData);
