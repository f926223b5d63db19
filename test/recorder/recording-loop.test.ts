import { mkdtempSync, readFileSync, rmSync, statSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openIntake } from '../../src/commands/open-intake.js';
import { refreshStore } from '../../src/commands/refresh.js';
import { type LoopWorld, createRecordLoop } from '../../src/commands/workers/record-loop.js';
import { UserError } from '../../src/model/errors.js';
import type { Loss } from '../../src/model/loss.js';
import type { Store } from '../../src/model/store.js';
import type { Batch } from '../../src/recorder/queue.js';
import type { SeenExchange } from '../../src/recorder/seen.js';
import { openSpool } from '../../src/recorder/spool.js';
import { openStore } from '../../src/store/index.js';
import { SEEN_AT, chatReply, codings, packed, seenChat, teeOf } from './seen.js';

let folder: string;
let store: Store;
let clock = SEEN_AT;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-loop-'));
  store = await openStore(join(folder, 'a.db'));
  clock = SEEN_AT;
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const KEY = 'a key for tests only';
const spoolPath = (): string => join(folder, 'a.db.spool');
const loopWith = (changes: Partial<LoopWorld> = {}, maxBytes = 1e9) =>
  createRecordLoop({ store, intake: openIntake({ storeLocation: join(folder, 'a.db'), privacy: 'redacted', key: KEY }), spool: openSpool(spoolPath(), { maxBytes }), now: () => clock, ...changes });
const batchOf = (exchanges: readonly SeenExchange[], losses: Loss[] = []): Batch => ({ id: 1, exchanges: exchanges.map(packed), exports: [], losses });

async function calls() {
  const all = [];
  for await (const page of store.readCalls({})) all.push(...page);
  return all;
}

describe('an exchange', () => {
  test.each(Object.entries(codings))('packed with %s is read as if it were not', async (coding, pack) => {
    const id = 'chatcmpl-packed';
    await loopWith().take(batchOf([seenChat({ responseHeaders: ['content-encoding', coding], responseBody: teeOf(pack(Buffer.from(chatReply(id)))) })]));
    expect(await calls()).toMatchObject([{ usage: { uncachedInputTokens: 24, outputTokens: 3 }, keys: [`response:${id}`] }]);
  });

  test('that is a stream cut by its caller is aborted, and what it said stands', async () => {
    const events = ['data: {"id":"chatcmpl-s","object":"chat.completion.chunk","model":"gpt-4o","choices":[{"index":0,"delta":{"content":"Os"}}]}\n\n', 'data: {"id":"chatcmpl-s","obj'];
    await loopWith().take(batchOf([seenChat({ end: 'client_abort', responseHeaders: ['content-type', 'text/event-stream'], responseBody: teeOf(...events) })]));
    expect(await calls()).toMatchObject([{ status: 'aborted', stream: true, servedModel: 'gpt-4o', keys: ['response:chatcmpl-s'] }]);
  });

  test('that never got a reply is kept as a fault of the server without usage', async () => {
    const { status: _, responseBody: __, responseHeaders: ___, ...rest } = seenChat({ end: 'upstream_error' });
    await loopWith().take(batchOf([rest]));
    const [call] = await calls();
    expect(call).toMatchObject({ status: 'server_error', usage: {} });
    expect(call?.httpStatus).toBeUndefined();
  });

  test('whose reply is larger than what is kept is counted in its stratum, not stored as a call without usage', async () => {
    const seen = seenChat({ responseBody: { ...teeOf('data: {"id":"x"'), bytes: 40_000_000, isWhole: false } });
    const { counts, losses } = await loopWith().take(batchOf([seen]));
    expect(await calls()).toEqual([]);
    expect(counts['unread the reply is larger than what is kept of one exchange']).toBe(1);
    expect(losses).toEqual([{ kind: 'lost', hour: Math.floor(SEEN_AT / 3_600_000), stratum: `openai|2xx|${Math.floor(Math.log2(40_000_000 + seen.requestBody.bytes))}`, calls: 1, bytes: 40_000_000 + seen.requestBody.bytes }]);
    expect(await store.listLosses()).toMatchObject([{ kind: 'lost', calls: 1, kept: 0 }]);
  });

  test('in the background becomes one call with its poll', async () => {
    const response = { id: 'resp_1a', object: 'response', created_at: SEEN_AT / 1000, model: 'gpt-5', background: true, output: [] as unknown[] };
    const begun = seenChat({ url: 'https://api.openai.com/v1/responses', requestBody: teeOf(JSON.stringify({ model: 'gpt-5', input: 'Hi', background: true })), responseBody: teeOf(JSON.stringify({ ...response, status: 'queued' })) });
    const poll = (status: string, more: object): SeenExchange => seenChat({ method: 'GET', url: 'https://api.openai.com/v1/responses/resp_1a', requestBody: teeOf(), responseBody: teeOf(JSON.stringify({ ...response, ...more, status })), startedAt: SEEN_AT + 60_000 });
    const done = poll('completed', { output: [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Hello' }] }], usage: { input_tokens: 9, output_tokens: 40, total_tokens: 49 } });
    await loopWith().take(batchOf([begun, poll('in_progress', {}), done, done]));
    expect(await calls()).toMatchObject([{ keys: ['response:resp_1a'], usage: { uncachedInputTokens: 9, outputTokens: 40 }, startedAt: SEEN_AT, latencyMs: 420 }]);
  });

  test('that downloads the results of a batch job is one call a line, in the tier of batches; other downloads are none', async () => {
    const line = (at: number): string => JSON.stringify({ id: `batch_req_${at}`, custom_id: `r${at}`, response: { status_code: 200, request_id: `req_${at}`, body: JSON.parse(chatReply(`chatcmpl-b${at}`)) as unknown }, error: null });
    const download = (text: string): SeenExchange => seenChat({ method: 'GET', url: 'https://api.openai.com/v1/files/file-1/content', requestBody: teeOf(), responseBody: teeOf(text) });
    const result = `${[1, 2, 3].map(line).join('\n')}\n`;
    await loopWith().take(batchOf([download(result), download('{"prompt":"a","completion":"b"}\n'), download(result)]));
    const stored = await calls();
    expect(stored.map(({ serviceTier, provider }) => [serviceTier, provider])).toEqual([1, 2, 3].map(() => ['batch', 'openai']));
    const anthropic = JSON.stringify({ custom_id: 'a', result: { type: 'succeeded', message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [{ type: 'text', text: 'x' }], stop_reason: 'end_turn', usage: { input_tokens: 5, output_tokens: 6 } } } });
    await loopWith().take(batchOf([seenChat({ upstream: 'anthropic', provider: 'anthropic', method: 'GET', url: 'https://api.anthropic.com/v1/messages/batches/msgbatch_1/results', requestBody: teeOf(), responseBody: teeOf(`${anthropic}\n`) })]));
    expect((await calls()).find(({ provider }) => provider === 'anthropic')).toMatchObject({ serviceTier: 'batch', usage: { uncachedInputTokens: 5, outputTokens: 6 }, keys: ['response:msg_1'] });
  });

  test('on a path that is not understood is spend that is not seen; one that was refused is not', async () => {
    const image = seenChat({ url: 'https://api.openai.com/v1/images/generations' });
    const socket = seenChat({ method: 'GET', url: 'https://api.openai.com/v1/realtime?model=x', status: 101, requestBody: teeOf() });
    await loopWith().take(batchOf([image, { ...image, status: 400 }, socket]));
    expect(await store.listLosses()).toMatchObject([{ kind: 'unseen', stratum: 'openai GET /v1/realtime', calls: 1 }, { kind: 'unseen', stratum: 'openai POST /v1/images/generations', calls: 1 }]);
  });
});

describe('a store that cannot take calls', () => {
  const failing = (): { world: Pick<LoopWorld, 'store'>; heal(): void } => {
    let isBroken = true;
    const refuse = (): Promise<never> => Promise.reject(new UserError('disk-full', 'full'));
    return { world: { store: { addCalls: (list) => (isBroken ? refuse() : store.addCalls(list)), addLosses: (list) => (isBroken ? refuse() : store.addLosses(list)) } }, heal: () => (isBroken = false) };
  };

  test('finds them in the spool when it can again, each once', async () => {
    const { world, heal } = failing();
    const loop = loopWith(world);
    const seen = Array.from({ length: 50 }, (_, at) => seenChat({ id: `chatcmpl-${at}` }));
    const { state } = await loop.take(batchOf(seen, [{ kind: 'lost', hour: 7, stratum: 'openai|2xx|9', calls: 3, bytes: 99 }]));
    expect(state).toMatchObject({ isStalled: true, lastFault: 'disk-full' });
    expect(state.spoolBytes).toBe(statSync(spoolPath()).size);
    expect(statSync(spoolPath()).mode & 0o777).toBe(0o600);
    heal();
    clock += 60_000;
    await loop.tend();
    expect((await calls()).map(({ keys }) => keys[0]).sort()).toEqual(seen.map((_, at) => `response:chatcmpl-${at}`).sort());
    expect(await store.listLosses()).toMatchObject([{ hour: 7, calls: 3 }]);
    expect(statSync(spoolPath()).size).toBe(0);
  });

  test('finds them again after the process has ended, also when it ended in the middle of a line', async () => {
    const { world } = failing();
    await loopWith(world).take(batchOf(Array.from({ length: 5 }, (_, at) => seenChat({ id: `chatcmpl-${at}` }))));
    const spool = openSpool(spoolPath(), { maxBytes: 1e9 });
    expect(spool.append('{"id":"cut')).toBe(true);
    spool.close();
    const loop = loopWith();
    await loop.tend();
    await loop.take(batchOf([seenChat({ id: 'chatcmpl-0' })]));
    expect(await calls()).toHaveLength(5);
  });

  test('fills the spool to its bound, and what comes then is counted by stratum', async () => {
    const { world } = failing();
    const one = seenChat();
    const { losses, counts } = await loopWith(world, 20_000).take(batchOf(Array.from({ length: 40 }, () => seenChat())));
    expect(statSync(spoolPath()).size).toBeLessThanOrEqual(20_000);
    expect(losses.every(({ kind, stratum }) => kind === 'lost' && stratum === `openai|2xx|${Math.floor(Math.log2(one.requestBody.bytes + (one.responseBody?.bytes ?? 0)))}`)).toBe(true);
    expect((counts['spooled'] ?? 0) + losses.length).toBe(40);
  });

  test('or one call of a batch: the others are stored', async () => {
    const picky: Pick<LoopWorld, 'store'> = { store: { addLosses: (list) => store.addLosses(list), addCalls: (list) => (list.some(({ keys }) => keys.includes('response:chatcmpl-bad')) ? Promise.reject(new Error('no row')) : store.addCalls(list)) } };
    await loopWith(picky).take(batchOf([seenChat({ id: 'chatcmpl-a' }), seenChat({ id: 'chatcmpl-bad' }), seenChat({ id: 'chatcmpl-b' })]));
    expect((await calls()).map(({ keys }) => keys[0]).sort()).toEqual(['response:chatcmpl-a', 'response:chatcmpl-b']);
    expect(await store.listLosses()).toMatchObject([{ kind: 'lost', calls: 1, kept: 2 }]);
  });
});

test('what was lost weighs on the kept calls of its stratum in the cells', async () => {
  const seen = Array.from({ length: 8 }, () => seenChat());
  const stratum = `openai|2xx|${Math.floor(Math.log2((seen[0]?.requestBody.bytes ?? 0) + (seen[0]?.responseBody?.bytes ?? 0)))}`;
  const loop = loopWith();
  await loop.take(batchOf(seen));
  await refreshStore(store);
  await loop.take(batchOf([], [{ kind: 'lost', hour: Math.floor(SEEN_AT / 3_600_000), stratum, calls: 2, bytes: 1000 }]));
  await refreshStore(store);
  const cells = [];
  for await (const page of store.readCells({ fromHour: 0, toHour: 1e9 })) cells.push(...page);
  expect(cells.reduce((sum, { sums, key }) => sum + (sums.calls * key.weightMillionths) / 1e6, 0)).toBe(8 + 2);
  expect((await calls()).every(({ weightMillionths }) => weightMillionths === 1_000_000)).toBe(true);
});

test('nothing is spooled while the store takes calls', async () => {
  await loopWith().take(batchOf([seenChat()]));
  expect(existsSync(spoolPath()) ? readFileSync(spoolPath(), 'utf8') : '').toBe('');
});
