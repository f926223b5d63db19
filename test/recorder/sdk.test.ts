import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import { Mistral } from '@mistralai/mistralai';
import OpenAI, { toFile } from 'openai';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Proxy } from '../../src/recorder/proxy.js';
import { openProxy } from '../../src/recorder/proxy.js';
import type { SeenExchange } from '../../src/recorder/seen.js';
import { upstreamsOf } from '../../src/recorder/upstreams.js';
import { collector } from './wire.js';

// The SDKs as they are, with nothing changed but their base URL, against an upstream of our own that answers after the documented formats:
// https://platform.openai.com/docs/api-reference, https://docs.claude.com/en/api/messages, https://ai.google.dev/api/generate-content, https://docs.mistral.ai/api (read 2026-11-22)

const usage = { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 };
const chat = (message: object, reason = 'stop') => ({ id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'm', choices: [{ index: 0, message: { role: 'assistant', content: 'Hi', ...message }, finish_reason: reason }], usage });
const chunk = (delta: object, rest: object = {}) => ({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'm', choices: [{ index: 0, delta, finish_reason: null }], ...rest });
const response = { id: 'resp_1', object: 'response', created_at: 1, status: 'completed', model: 'm', output: [{ id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content: [{ type: 'output_text', text: 'Hi', annotations: [] }] }], usage: { input_tokens: 5, output_tokens: 2, total_tokens: 7 } };
const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'm', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn', stop_sequence: null, usage: { input_tokens: 5, output_tokens: 2 } };
const gemini = { candidates: [{ content: { role: 'model', parts: [{ text: 'Hi' }] }, finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2, totalTokenCount: 7 } };

type Streamed = readonly (readonly [event: string | undefined, data: unknown])[];
const anthropicStream: Streamed = [
  ['message_start', { type: 'message_start', message: { ...message, content: [], stop_reason: null } }], ['content_block_start', { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }],
  ['content_block_delta', { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } }], ['content_block_stop', { type: 'content_block_stop', index: 0 }],
  ['message_delta', { type: 'message_delta', delta: { stop_reason: 'end_turn', stop_sequence: null }, usage: { output_tokens: 2 } }], ['message_stop', { type: 'message_stop' }],
];
const chatStream: Streamed = [[undefined, chunk({ role: 'assistant', content: 'H' })], [undefined, chunk({ content: 'i' })], [undefined, { ...chunk({}), choices: [{ index: 0, delta: {}, finish_reason: 'stop' }], usage }], [undefined, '[DONE]']];
const responseStream: Streamed = [
  ['response.created', { type: 'response.created', sequence_number: 0, response: { ...response, status: 'in_progress', output: [] } }],
  ['response.output_text.delta', { type: 'response.output_text.delta', sequence_number: 1, item_id: 'msg_1', output_index: 0, content_index: 0, delta: 'Hi' }], ['response.completed', { type: 'response.completed', sequence_number: 2, response }],
];

function stream(reply: ServerResponse, events: Streamed): void {
  reply.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const [event, data] of events) reply.write(`${event === undefined ? '' : `event: ${event}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`);
  reply.end();
}

let polls = 0;
function answer(request: IncomingMessage, body: string, reply: ServerResponse): void {
  const json = (value: unknown, status = 200): void => void reply.writeHead(status, { 'content-type': 'application/json', 'x-request-id': 'req_1' }).end(JSON.stringify(value));
  const path = `${request.method} ${(request.url ?? '').split('?')[0]}`;
  const asked = request.headers['content-type'] === 'application/json' && body !== '' ? JSON.parse(body) : {};
  if (asked.model === 'endless') {
    reply.writeHead(200, { 'content-type': 'text/event-stream' });
    reply.write(`data: ${JSON.stringify(chunk({ content: 'H' }))}\n\n`);
    return;
  }
  if (path.endsWith('/chat/completions')) {
    if (asked.model === 'limited') return json({ error: { message: 'slow down', type: 'rate_limit_error', code: 'rate_limit_exceeded' } }, 429);
    if (asked.stream === true) return stream(reply, chatStream);
    return json(asked.tools === undefined ? chat({}) : chat({ content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'find', arguments: '{"a":1}' } }] }, 'tool_calls'));
  }
  if (path === 'POST /v1/responses') return asked.stream === true ? stream(reply, responseStream) : json(asked.background === true ? { ...response, status: 'queued', output: [] } : response);
  if (path === 'GET /v1/responses/resp_1') return json({ ...response, status: (polls += 1) < 2 ? 'in_progress' : 'completed' });
  if (path.endsWith('/embeddings')) return json({ object: 'list', data: [{ object: 'embedding', index: 0, embedding: [0.5, 0.25] }], model: 'm', usage: { prompt_tokens: 5, total_tokens: 5 } });
  if (path === 'POST /v1/files') return json({ id: 'file_1', object: 'file', bytes: body.length, created_at: 1, filename: 'a.jsonl', purpose: 'batch', status: 'processed' });
  if (path === 'GET /v1/files/file_1/content') return void reply.writeHead(200, { 'content-type': 'application/octet-stream' }).end('{"custom_id":"1"}\n');
  if (path === 'POST /v1/batches') return json({ id: 'batch_1', object: 'batch', status: 'validating', endpoint: '/v1/chat/completions', input_file_id: asked.input_file_id, created_at: 1 });
  if (path === 'POST /v1/messages') return asked.stream === true ? stream(reply, anthropicStream) : json(message);
  if (path.endsWith(':generateContent')) return json(gemini);
  if (path.endsWith(':streamGenerateContent')) return stream(reply, [[undefined, gemini], [undefined, gemini]]);
  return json({ error: { message: `no such path: ${path}` } }, 404);
}

const sink = collector();
let proxy: Proxy;
let base: string;
const closed: string[] = [];
const upstream = createServer((request, reply) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.on('end', () => answer(request, Buffer.concat(pieces).toString('latin1'), reply));
  reply.on('close', () => !reply.writableFinished && closed.push(request.url ?? ''));
});
beforeAll(async () => {
  await new Promise<void>((done) => upstream.listen(0, '127.0.0.1', done));
  const url = `http://127.0.0.1:${(upstream.address() as { port: number }).port}`;
  proxy = await openProxy({
    listen: { host: '127.0.0.1', port: 0 }, sink, environment: {},
    upstreams: upstreamsOf({ openai: { url, provider: 'openai' }, anthropic: { url, provider: 'anthropic' }, gemini: { url, provider: 'google' }, mistral: { url, provider: 'mistral' } }),
  });
  base = `http://127.0.0.1:${proxy.address.port}`;
});
afterAll(async () => {
  await proxy.close({ withinMs: 0 });
  upstream.closeAllConnections();
  upstream.close();
});

/** Runs, and gives what the sink saw of it. */
async function seenOf(count: number, run: () => Promise<unknown>): Promise<SeenExchange[]> {
  const before = sink.seen.length;
  await run();
  await sink.count(before + count);
  return sink.seen.slice(before);
}
const bodyOf = (exchange: SeenExchange | undefined): string => Buffer.concat([...(exchange?.responseBody?.chunks ?? [])]).toString();
const messages = [{ role: 'user' as const, content: 'Hello' }];

test('openai: chat, tools, streams, errors, embeddings', async () => {
  const client = new OpenAI({ apiKey: 'planted', baseURL: `${base}/openai/v1`, maxRetries: 0 });
  const seen = await seenOf(6, async () => {
    expect((await client.chat.completions.create({ model: 'm', messages })).choices[0]?.message.content).toBe('Hi');
    expect((await client.chat.completions.create({ model: 'm', messages, tools: [{ type: 'function', function: { name: 'find', parameters: {} } }] })).choices[0]?.message.tool_calls).toHaveLength(1);
    let text = '';
    for await (const part of await client.chat.completions.create({ model: 'm', messages, stream: true })) text += part.choices[0]?.delta.content ?? '';
    expect(text).toBe('Hi');
    await expect(client.chat.completions.create({ model: 'limited', messages })).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
    expect((await client.embeddings.create({ model: 'm', input: 'a', encoding_format: 'float' })).data[0]?.embedding).toEqual([0.5, 0.25]);
    await expect(client.models.retrieve('none')).rejects.toMatchObject({ status: 404 });
  });
  expect(seen.map(({ status, end }) => `${status} ${end}`)).toEqual(['200 complete', '200 complete', '200 complete', '429 complete', '200 complete', '404 complete']);
  expect(bodyOf(seen[2])).toMatch(/data: \[DONE\]\n\n$/);
  expect(JSON.stringify(seen)).not.toContain('planted');
});

test('openai: responses, streamed, in the background and polled', async () => {
  const client = new OpenAI({ apiKey: 'k', baseURL: `${base}/openai/v1`, maxRetries: 0 });
  const seen = await seenOf(5, async () => {
    expect((await client.responses.create({ model: 'm', input: 'Hello' })).output_text).toBe('Hi');
    const types: string[] = [];
    for await (const event of await client.responses.create({ model: 'm', input: 'Hello', stream: true })) types.push(event.type);
    expect(types.at(-1)).toBe('response.completed');
    const queued = await client.responses.create({ model: 'm', input: 'Hello', background: true });
    expect((await client.responses.retrieve(queued.id)).status).toBe('in_progress');
    expect((await client.responses.retrieve(queued.id)).status).toBe('completed');
  });
  expect(seen.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST', 'GET', 'GET']);
});

test('openai: files and batches', async () => {
  const client = new OpenAI({ apiKey: 'k', baseURL: `${base}/openai/v1`, maxRetries: 0 });
  const content = '{"custom_id":"1"}\n'.repeat(50_000);
  const seen = await seenOf(3, async () => {
    const file = await client.files.create({ file: await toFile(Buffer.from(content), 'a.jsonl'), purpose: 'batch' });
    expect(file.bytes).toBeGreaterThan(content.length);
    expect((await client.batches.create({ input_file_id: file.id, endpoint: '/v1/chat/completions', completion_window: '24h' })).status).toBe('validating');
    expect(await (await client.files.content(file.id)).text()).toBe('{"custom_id":"1"}\n');
  });
  expect(seen[0]?.requestBody).toMatchObject({ isWhole: true });
  expect(seen[0]?.requestBody.bytes).toBeGreaterThan(content.length);
});

test('openai: leaving a stream reaches the provider', async () => {
  const client = new OpenAI({ apiKey: 'k', baseURL: `${base}/openai/v1`, maxRetries: 0 });
  const seen = await seenOf(1, async () => {
    const stream = await client.chat.completions.create({ model: 'endless', messages, stream: true });
    for await (const part of stream) {
      expect(part.choices[0]?.delta.content).toBe('H');
      break;
    }
  });
  expect(seen[0]).toMatchObject({ end: 'client_abort', status: 200 });
  await expect.poll(() => closed).toContain('/v1/chat/completions');
});

test('anthropic: messages and streams', async () => {
  const client = new Anthropic({ apiKey: 'planted', baseURL: `${base}/anthropic`, maxRetries: 0 });
  const seen = await seenOf(2, async () => {
    expect((await client.messages.create({ model: 'm', max_tokens: 9, messages })).content).toMatchObject([{ text: 'Hi' }]);
    expect((await client.messages.stream({ model: 'm', max_tokens: 9, messages }).finalMessage()).usage.output_tokens).toBe(2);
  });
  expect(bodyOf(seen[1])).toContain('event: message_stop');
  expect(JSON.stringify(seen)).not.toContain('planted');
});

test('google: generate and stream', async () => {
  const client = new GoogleGenAI({ apiKey: 'planted', httpOptions: { baseUrl: `${base}/gemini` } });
  const seen = await seenOf(2, async () => {
    expect((await client.models.generateContent({ model: 'm', contents: 'Hello' })).text).toBe('Hi');
    let text = '';
    for await (const part of await client.models.generateContentStream({ model: 'm', contents: 'Hello' })) text += part.text ?? '';
    expect(text).toBe('HiHi');
  });
  expect(seen.map(({ url }) => new URL(url).pathname)).toEqual(['/v1beta/models/m:generateContent', '/v1beta/models/m:streamGenerateContent']);
  expect(JSON.stringify(seen)).not.toContain('planted');
});

test('mistral: chat and stream', async () => {
  const client = new Mistral({ apiKey: 'planted', serverURL: `${base}/mistral` });
  const seen = await seenOf(2, async () => {
    expect((await client.chat.complete({ model: 'm', messages })).choices?.[0]?.message?.content).toBe('Hi');
    let text = '';
    for await (const event of await client.chat.stream({ model: 'm', messages })) text += String(event.data.choices[0]?.delta.content ?? '');
    expect(text).toBe('Hi');
  });
  expect(seen.map(({ upstream: name, end }) => `${name} ${end}`)).toEqual(['mistral complete', 'mistral complete']);
  expect(JSON.stringify(seen)).not.toContain('planted');
});
