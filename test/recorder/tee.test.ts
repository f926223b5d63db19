import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tee } from '../../src/index.js';
import { teeFetch } from '../../src/recorder/tee-fetch.js';
import type { SeenExchange } from '../../src/recorder/seen.js';
import { openStore } from '../../src/store/index.js';
import { bundledEntry } from './entry.js';
import { chatReply } from './seen.js';

type Handler = (request: IncomingMessage, reply: ServerResponse, body: string) => void;

let server: Server;
let base: string;
let handler: Handler;
let seen: SeenExchange[] = [];
const sink = { take: (exchange: SeenExchange): void => void seen.push(exchange) };

beforeAll(async () => {
  server = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => handler(request, reply, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());
beforeEach(() => {
  seen = [];
});

const textOf = (body: { chunks: readonly Uint8Array[] } | undefined): string => Buffer.concat(body?.chunks ?? []).toString();
const sse = (events: readonly object[]): string[] => [...events.map((event) => `data: ${JSON.stringify(event)}\n\n`), 'data: [DONE]\n\n'];
const chunkOf = (content: string): object => ({ id: 'chatcmpl-s', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o', choices: [{ index: 0, delta: { content } }] });

describe('the OpenAI SDK over a teed fetch', () => {
  const client = (): OpenAI => new OpenAI({ apiKey: 'sk-planted', baseURL: `${base}/v1`, fetch: teeFetch(fetch, { sink, tags: { team: 'a' }, env: 'prod' }), maxRetries: 0 });

  test('gets its reply, and the exchange is seen without its key', async () => {
    handler = (request, reply) => {
      expect(request.headers['authorization']).toBe('Bearer sk-planted');
      expect(Object.keys(request.headers).some((name) => name.startsWith('x-shadowbill'))).toBe(false);
      reply.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_1' }).end(chatReply('chatcmpl-1'));
    };
    const reply = await client().chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] }, { headers: { 'x-shadowbill-tag-feature': 'search' } });
    expect(reply.choices[0]?.message.content).toBe('Oslo.');
    expect(reply._request_id).toBe('req_1');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'POST', url: `${base}/v1/chat/completions`, status: 200, end: 'complete', tags: { team: 'a', feature: 'search' }, env: 'prod' });
    expect(JSON.parse(textOf(seen[0]?.requestBody))).toMatchObject({ messages: [{ role: 'user', content: 'Hi' }] });
    expect(textOf(seen[0]?.responseBody)).toBe(chatReply('chatcmpl-1'));
    expect(JSON.stringify(seen)).not.toContain('sk-planted');
  });

  test('streams chunk by chunk: each is there before the next is sent', async () => {
    let next: (() => void) | undefined;
    handler = (_, reply) => {
      const chunks = sse([chunkOf('a'), chunkOf('b'), chunkOf('c')]);
      reply.writeHead(200, { 'content-type': 'text/event-stream' });
      next = () => {
        const chunk = chunks.shift() ?? '';
        if (chunk.includes('DONE')) reply.end(chunk);
        else reply.write(chunk);
      };
      next();
    };
    const stream = await client().chat.completions.create({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Hi' }] });
    const texts: string[] = [];
    for await (const event of stream) {
      texts.push(event.choices[0]?.delta.content ?? '');
      next?.();
    }
    expect(texts).toEqual(['a', 'b', 'c']);
    await expect.poll(() => seen.length).toBe(1);
    expect(textOf(seen[0]?.responseBody)).toContain('"content":"c"');
  });

  test('that is aborted in the middle aborts the upstream, and is seen so', async () => {
    let isClosed = false;
    handler = (_, reply) => {
      reply.on('close', () => (isClosed = true));
      reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(sse([chunkOf('a')])[0]);
    };
    const stream = await client().chat.completions.create({ model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: 'Hi' }] });
    for await (const event of stream) {
      expect(event.choices[0]?.delta.content).toBe('a');
      stream.controller.abort();
    }
    await expect.poll(() => isClosed).toBe(true);
    await expect.poll(() => seen[0]?.end).toBe('client_abort');
  });

  test('gets errors as they are: refusals, broken replies, no server', async () => {
    handler = (_, reply) => reply.writeHead(429, { 'content-type': 'application/json' }).end('{"error":{"message":"slow down","type":"rate_limit_error"}}');
    const ask = () => client().chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }] });
    await expect(ask()).rejects.toMatchObject({ status: 429 });
    handler = (_, reply) => {
      reply.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{"id"');
      setImmediate(() => reply.destroy());
    };
    await expect(ask()).rejects.toThrow();
    await expect(new OpenAI({ apiKey: 'k', baseURL: 'http://127.0.0.1:9/v1', fetch: teeFetch(fetch, { sink }), maxRetries: 0 }).models.list()).rejects.toThrow(/Connection error/);
    await expect(new OpenAI({ apiKey: 'k', baseURL: 'http://127.0.0.1:9/v1', fetch: teeFetch(fetch, { sink }), maxRetries: 0 }).chat.completions.create({ model: 'm', messages: [] })).rejects.toThrow(/Connection error/);
    expect(seen.map(({ end, status }) => [end, status])).toEqual([['complete', 429], ['upstream_abort', 200], ['upstream_error', undefined]]);
  });
});

test('the Anthropic SDK over a teed fetch streams, and its call is stored', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shadowbill-tee-'));
  const events = [
    { type: 'message_start', message: { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [], usage: { input_tokens: 12, output_tokens: 1 } } },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Oslo' } },
    { type: 'content_block_stop', index: 0 }, { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }, { type: 'message_stop' },
  ];
  handler = (_, reply) => {
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events) reply.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`);
    reply.end();
  };
  const db = join(folder, 'a.db');
  const teed = tee(fetch, { db, threadEntry: await bundledEntry('record') });
  const client = new Anthropic({ apiKey: 'k', baseURL: base, fetch: teed, maxRetries: 0 });
  const message = await client.messages.stream({ model: 'claude-sonnet-4-5', max_tokens: 100, messages: [{ role: 'user', content: 'Capital of Norway?' }] }).finalMessage();
  expect(message.content).toMatchObject([{ type: 'text', text: 'Oslo' }]);
  await teed.close();
  const store = await openStore(db);
  const calls = [];
  for await (const page of store.readCalls({})) calls.push(...page);
  await store.close();
  expect(calls).toMatchObject([{ keys: ['response:msg_1'], servedModel: 'claude-sonnet-4-5', usage: { uncachedInputTokens: 12, outputTokens: 5 }, stream: true, status: 'ok', sources: ['recorder'] }]);
  rmSync(folder, { recursive: true, force: true });
});

describe('a teed fetch', () => {
  const teed = (changes = {}): typeof fetch => teeFetch(fetch, { sink, ...changes });
  const url = (): string => `${base}/v1/chat/completions`;
  beforeEach(() => {
    handler = (_, reply, body) => reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ echo: body }));
  });

  test.each<[string, () => [string | URL | Request, RequestInit?]]>([
    ['a text', () => [url(), { method: 'POST', body: 'hello' }]], ['bytes', () => [new URL(url()), { method: 'POST', body: Buffer.from('hello') }]], ['an ArrayBuffer', () => [url(), { method: 'POST', body: new TextEncoder().encode('hello').buffer }]],
    ['a Request', () => [new Request(url(), { method: 'POST', body: 'hello' })]], ['a stream', () => [url(), { method: 'POST', body: new Blob(['hel', 'lo']).stream(), duplex: 'half' } as RequestInit]],
  ])('sends %s as it is and sees it', async (_, argumentsOf) => {
    const reply = await teed()(...argumentsOf());
    expect(await reply.json()).toEqual({ echo: 'hello' });
    expect(reply.url).toBe(url());
    expect(textOf(seen[0]?.requestBody)).toBe('hello');
    expect(seen[0]?.requestBody).toMatchObject({ bytes: 5, isWhole: true });
  });

  test('keeps no more of a body than its bound', async () => {
    const reply = await teed({ keptBytes: 10 })(url(), { method: 'POST', body: 'x'.repeat(100) });
    expect(await reply.json()).toEqual({ echo: 'x'.repeat(100) });
    expect(seen[0]).toMatchObject({ requestBody: { chunks: [], bytes: 100, isWhole: false }, responseBody: { isWhole: false } });
  });

  test('leaves everything else alone', async () => {
    await (await teed()(`${base}/v1/models`)).text();
    await (await teed()(`${base}/some/page`, { method: 'POST', body: 'a' })).text();
    expect(seen).toEqual([]);
  });

  test('does not hear of a sink that fails', async () => {
    const reply = await teeFetch(fetch, { sink: { take: () => { throw new Error('full'); } } })(url(), { method: 'POST', body: 'hello' });
    expect(await reply.json()).toEqual({ echo: 'hello' });
  });

  test('cancelled by its reader cancels the upstream', async () => {
    let isClosed = false;
    handler = (_, reply) => {
      reply.on('close', () => (isClosed = true));
      reply.writeHead(200).write('a');
    };
    const reply = await teed()(url(), { method: 'POST', body: 'hello' });
    const reader = reply.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await expect.poll(() => isClosed).toBe(true);
    expect(seen[0]?.end).toBe('client_abort');
  });
});

afterEach(() => {
  handler = (_, reply) => reply.end();
});
