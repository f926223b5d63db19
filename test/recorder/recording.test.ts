import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath, pathToFileURL } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Recording, type RecordingOptions, startRecording } from '../../src/commands/workers/record-thread.js';
import type { StoredCall } from '../../src/model/call.js';
import { openStore } from '../../src/store/index.js';
import { bundled, bundledEntry } from './entry.js';
import { chatReply, seenChat, teeOf } from './seen.js';

let entry: URL;
let feeder: URL;
let folder: string;
let recording: Recording | undefined;

beforeAll(async () => {
  entry = await bundledEntry('record');
  feeder = await bundled(join('test', 'recorder', 'feeder.ts'));
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-recording-'));
});
afterEach(async () => {
  await recording?.stop(5000);
  recording = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const storePath = (): string => join(folder, 'shadowbill.db');

async function begin(changes: Partial<RecordingOptions> = {}): Promise<Recording> {
  recording = startRecording({ storeLocation: storePath(), privacy: 'redacted', config: {}, entry, tendMs: 50, ...changes });
  await recording.started;
  return recording;
}

async function storedCalls(): Promise<StoredCall[]> {
  const store = await openStore(storePath(), { mode: 'read' });
  try {
    const calls: StoredCall[] = [];
    for await (const page of store.readCalls({})) calls.push(...page);
    return calls;
  } finally {
    await store.close();
  }
}

describe('a recording', () => {
  test('stores every call that it is shown, with its usage, times and stratum', async () => {
    const running = await begin();
    for (let at = 0; at < 300; at += 1) running.take(seenChat({ id: `chatcmpl-${at}`, tags: { team: 'search' }, env: 'prod' }));
    await running.stop(10_000);
    const calls = await storedCalls();
    expect(calls).toHaveLength(300);
    const bytes = seenChat({ id: 'chatcmpl-299' }).requestBody.bytes + Buffer.byteLength(chatReply('chatcmpl-299'));
    expect(calls.find(({ keys }) => keys.includes('response:chatcmpl-299'))).toMatchObject({
      provider: 'openai', servedModel: 'gpt-4o-2024-08-06', usage: { uncachedInputTokens: 24, outputTokens: 3 }, usageSource: 'reported', latencyMs: 420, env: 'prod', tags: { team: 'search' },
      sources: ['recorder'], status: 'ok', httpStatus: 200, stratum: `openai|2xx|${Math.floor(Math.log2(bytes))}`, weightMillionths: 1_000_000,
    });
    expect(running.status()).toMatchObject({ counts: { calls: 300 }, queue: { dropped: 0, lostInThread: 0 } });
  });

  test('refuses a store that another process owns, and says so', async () => {
    const owner = await openStore(storePath());
    recording = startRecording({ storeLocation: storePath(), privacy: 'redacted', config: {}, entry });
    await expect(recording.started).rejects.toMatchObject({ code: 'store-owned' });
    await owner.close();
  });

  test('keeps going past bodies that cannot be read', async () => {
    const running = await begin();
    const bad = [
      seenChat({ requestBody: teeOf('{"model":'), responseBody: teeOf('not json') }), seenChat({ responseHeaders: ['Content-Encoding', 'gzip'], responseBody: teeOf('no gzip') }),
      seenChat({ responseBody: teeOf('data: {"choices":[{"delta":{"content":"a"}}]}\n\ndata: {"cho') }), seenChat({ responseBody: teeOf(Uint8Array.from([0xff, 0xfe, 0, 1, 2])) }),
      seenChat({ responseBody: teeOf(`${'['.repeat(200_000)}`) }), seenChat({ url: 'http://', method: 'BREW' }), seenChat({ responseHeaders: ['Content-Encoding', 'zstd, compress'] }),
    ];
    for (const each of bad) running.take(each);
    running.take(seenChat({ id: 'chatcmpl-good' }));
    await running.stop(10_000);
    expect((await storedCalls()).some(({ keys }) => keys.includes('response:chatcmpl-good'))).toBe(true);
    expect(running.status().restarts).toBe(0);
  });
});

describe('when the recording thread ends', () => {
  test('what it had in hand is counted as lost, it is started again, and everything else is stored', async () => {
    const flag = join(folder, 'crashed');
    const crashing = join(folder, 'crashing.mjs');
    writeFileSync(crashing, `
      import { existsSync, writeFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      if (existsSync(${JSON.stringify(flag)})) await import(${JSON.stringify(entry.href)});
      else {
        parentPort.on('message', () => { writeFileSync(${JSON.stringify(flag)}, ''); throw new Error('gone'); });
        parentPort.postMessage({ ready: true });
      }`);
    const told: string[] = [];
    const running = await begin({ entry: pathToFileURL(crashing), onTrouble: (message) => told.push(message) });
    for (let at = 0; at < 10; at += 1) running.take(seenChat());
    await until(() => running.status().restarts === 1 && running.status().isReady);
    expect(running.status().queue.lostInThread).toBe(10);
    expect(told).toEqual([expect.stringContaining('started again')]);
    for (let at = 0; at < 30; at += 1) running.take(seenChat());
    await running.stop(10_000);
    expect(await storedCalls()).toHaveLength(30);
    const store = await openStore(storePath());
    expect(await store.listLosses()).toMatchObject([{ kind: 'lost', calls: 10, kept: 30 }]);
    await store.close();
  });
});

describe('when another program locks the store', () => {
  test('calls wait in the spool, and are stored when it lets go', async () => {
    const running = await begin();
    running.take(seenChat());
    await until(() => running.status().counts['calls'] === 1);
    const other = new Sqlite(storePath());
    other.exec('BEGIN IMMEDIATE');
    for (let at = 0; at < 100; at += 1) running.take(seenChat());
    await until(() => running.status().store.isStalled, 20_000);
    expect(running.status().store.lastFault).toBe('store-busy');
    await until(() => (running.status().counts['spooled'] ?? 0) === 100);
    expect(statSync(`${storePath()}.spool`).mode & 0o777).toBe(0o600);
    other.exec('ROLLBACK');
    other.close();
    await until(() => running.status().counts['calls'] === 101, 20_000);
    await running.stop(10_000);
    expect(await storedCalls()).toHaveLength(101);
  }, 60_000);
});

describe('a process that records', () => {
  const begun = async (): Promise<{ child: ChildProcessByStdio<null, Readable, null>; lines: string[] }> => {
    const child = spawn(process.execPath, [fileURLToPath(feeder), storePath(), entry.href], { stdio: ['ignore', 'pipe', 'inherit'] });
    const lines: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => lines.push(...text.split('\n').filter((line) => line !== '')));
    await until(() => Number(lines.at(-1)?.split(' ')[0]) > 200, 30_000);
    return { child, lines };
  };

  test.each([0, 7, 23, 61])('and is killed at any moment leaves a store that opens and lacks at most what was in hand (%i ms later)', async (laterMs) => {
    const { child, lines } = await begun();
    await new Promise((resolve) => setTimeout(resolve, laterMs));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [stored = 0] = lines.at(-1)?.split(' ').map(Number) ?? [];
    const store = await openStore(storePath());
    const { calls } = await store.summary();
    await store.close();
    expect(calls).toBeGreaterThanOrEqual(stored);
  }, 60_000);

  test('stores all that it was shown when it is asked to end', async () => {
    const { child, lines } = await begun();
    child.kill('SIGTERM');
    await once(child, 'exit');
    const [stored = 0, inFlight, sent = 0, dropped = 0] = lines.at(-1)?.split(' ').map(Number) ?? [];
    expect({ stored, inFlight }).toEqual({ stored: sent - dropped, inFlight: 0 });
    expect(await storedCalls()).toHaveLength(sent - dropped);
  }, 60_000);
});

/** Looks every few ms, up to a bound. */
async function until(isSo: () => boolean, withinMs = 10_000): Promise<void> {
  const end = performance.now() + withinMs;
  while (!isSo()) {
    if (performance.now() > end) throw new Error('it did not come to be in time');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
