import { resolve } from 'node:path';
import type { Config } from '../model/config.js';
import type { PrivacyLevel } from '../privacy/index.js';
import { teeFetch } from '../recorder/tee-fetch.js';
import { type Recording, type RecordingStatus, startRecording } from './workers/record-thread.js';

export interface TeeOptions {
  /** The store, a file. Default: SHADOWBILL_DB, else ./shadowbill.db. */
  db?: string;
  /** Default: redacted. */
  privacy?: PrivacyLevel;
  /** Environment that the calls are filed under. */
  env?: string;
  tags?: Readonly<Record<string, string>>;
  config?: Config;
  /** Hears of faults of the recording, which never reach the caller of `fetch`. */
  onTrouble?: (message: string) => void;
  /** The module that the recording thread runs, where the package was bundled. */
  threadEntry?: URL;
}

export type TeedFetch = typeof globalThis.fetch & {
  /** Absent until the first call. */
  status(): RecordingStatus | undefined;
  /** Stores what waits and lets the store go. Without it that happens when the process has nothing else to do; `process.exit` does not wait for it. */
  close(): Promise<void>;
};

/** ms that exchanges under way have to end: an SDK has its answer before the last byte of a stream is read. */
const QUIET_MS = 1000;
/** ms in which what waits is stored when it ends. */
const CLOSE_MS = 5000;

interface Shared {
  recording: Recording;
  users: number;
}

/** A store has one owner: all tees of a process that name the same file share its recording. */
const shared = new Map<string, Shared>();

/** `fetch` whose calls to providers of models are recorded; made for the `fetch` option of their SDKs. The store is opened at the first call. */
export function openTee(fetch: typeof globalThis.fetch, options: TeeOptions = {}): TeedFetch {
  const location = options.db ?? process.env['SHADOWBILL_DB'] ?? './shadowbill.db';
  let own: Shared | undefined;
  let isClosed = false;
  let open = 0;
  let onQuiet: (() => void) | undefined;
  const join = (): Shared => {
    const entry = shared.get(resolve(location)) ?? begin(location, options);
    entry.users += 1;
    return entry;
  };
  const sink = {
    take: (exchange: Parameters<Recording['take']>[0]): void => {
      open -= 1;
      if (isClosed) return;
      own ??= join();
      own.recording.take(exchange);
      if (open === 0) onQuiet?.();
    },
  };
  const quiet = async (): Promise<void> => {
    if (open === 0) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolved) => {
      onQuiet = resolved;
      timer = setTimeout(resolved, QUIET_MS);
    });
    clearTimeout(timer);
  };
  const close = async (): Promise<void> => {
    await quiet();
    isClosed = true;
    const entry = own;
    own = undefined;
    if (entry === undefined) return;
    entry.users -= 1;
    if (entry.users > 0) return;
    shared.delete(resolve(location));
    await entry.recording.stop(CLOSE_MS);
  };
  return Object.assign(teeFetch(fetch, { sink, onBegin: () => (open += 1), env: options.env, tags: options.tags }), { status: () => own?.recording.status(), close });
}

function begin(location: string, { privacy = 'redacted', config = {}, onTrouble, threadEntry }: TeeOptions): Shared {
  const recording = startRecording({ storeLocation: location, privacy, config, onTrouble, ...(threadEntry !== undefined && { entry: threadEntry }) });
  recording.unref();
  recording.started.catch((error: Error) => onTrouble?.(error.message));
  const entry = { recording, users: 0 };
  shared.set(resolve(location), entry);
  process.once('beforeExit', () => {
    if (shared.get(resolve(location)) === entry) void recording.stop(CLOSE_MS);
  });
  return entry;
}
