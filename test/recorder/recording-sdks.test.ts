import { gzipSync } from 'node:zlib';
import Anthropic from '@anthropic-ai/sdk';
import { GoogleGenAI } from '@google/genai';
import OpenAI from 'openai';
import { afterEach, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { type RecorderUnderTest, startRecorder } from './recorder.js';
import { chatReply } from './seen.js';

let running: RecorderUnderTest | undefined;
afterEach(async () => {
  await running?.end();
  running = undefined;
});

const sse = (events: readonly { type: string }[]): string => events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

const claude = sse([
  { type: 'message_start', message: { id: 'msg_9', type: 'message', role: 'assistant', model: 'claude-sonnet-4-6', content: [], usage: { input_tokens: 12, cache_read_input_tokens: 2048, output_tokens: 1 } } } as { type: string },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } } as { type: string }, { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Oslo' } } as { type: string },
  { type: 'content_block_stop', index: 0 } as { type: string }, { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } } as { type: string }, { type: 'message_stop' },
]);
const gemini = JSON.stringify({ responseId: 'g-1', modelVersion: 'gemini-2.5-flash', candidates: [{ content: { role: 'model', parts: [{ text: 'Oslo' }] }, finishReason: 'STOP' }], usageMetadata: { promptTokenCount: 9, candidatesTokenCount: 2, thoughtsTokenCount: 30, totalTokenCount: 41 } });

test('calls of three SDKs through one recorder are stored with their own usage, tags and session of their own API', async () => {
  running = await startRecorder({ env: 'prod' });
  running.answer((request, reply) => {
    const path = request.url ?? '';
    if (path.startsWith('/v1/messages')) reply.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }).end(gzipSync(claude));
    else if (path.includes(':generateContent')) reply.writeHead(200, { 'content-type': 'application/json' }).end(gemini);
    else if (path.startsWith('/v1/embeddings')) reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ object: 'list', model: 'text-embedding-3-small', data: [{ object: 'embedding', index: 0, embedding: [0.5] }], usage: { prompt_tokens: 6, total_tokens: 6 } }));
    else if (path.startsWith('/v1/models')) reply.writeHead(200, { 'content-type': 'application/json' }).end('{"object":"list","data":[]}');
    else reply.writeHead(200, { 'content-type': 'application/json', 'x-request-id': 'req_77' }).end(chatReply('chatcmpl-77'));
  });
  const openai = new OpenAI({ apiKey: 'k', baseURL: `${running.base}/tag/feature=search/openai/v1`, maxRetries: 0 });
  await openai.models.list();
  await openai.chat.completions.create({ model: 'gpt-4o', messages: [{ role: 'user', content: 'Hi' }], metadata: { team: 'a' }, store: true, user: 'u-1' });
  await openai.embeddings.create({ model: 'text-embedding-3-small', input: 'words', encoding_format: 'float' });
  const anthropic = new Anthropic({ apiKey: 'k', baseURL: `${running.base}/anthropic`, maxRetries: 0 });
  await anthropic.messages.stream({ model: 'claude-sonnet-4-6', max_tokens: 50, messages: [{ role: 'user', content: 'Hi' }] }).finalMessage();
  await new GoogleGenAI({ apiKey: 'k', httpOptions: { baseUrl: `${running.base}/gemini` } }).models.generateContent({ model: 'gemini-2.5-flash', contents: 'Hi' });
  const calls = (await running.calls()).map((call) => ({ ...call, counts: inclusiveUsage(call.usage) }));
  expect(calls).toHaveLength(4);
  const of = (api: string) => calls.find((call) => call.api === api);
  expect(of('chat')).toMatchObject({ provider: 'openai', keys: ['request:req_77', 'response:chatcmpl-77'], tags: { feature: 'search', team: 'a' }, user: 'u-1', env: 'prod', counts: { inputTokens: 24, outputTokens: 3 } });
  expect(of('embeddings')).toMatchObject({ provider: 'openai', servedModel: 'text-embedding-3-small', counts: { inputTokens: 6 }, needsMask: expect.any(Number) as number });
  expect(of('messages')).toMatchObject({ provider: 'anthropic', servedModel: 'claude-sonnet-4-6', stream: true, status: 'ok', maxOutputTokens: 50, counts: { inputTokens: 12 + 2048, cachedInputTokens: 2048, outputTokens: 5 } });
  expect(of('generate_content')).toMatchObject({ provider: 'google', servedModel: 'gemini-2.5-flash', counts: { inputTokens: 9, outputTokens: 2 + 30, reasoningTokens: 30 } });
  for (const call of calls) expect(call.latencyMs).toBeGreaterThan(0);
}, 60_000);

test('what an SDK aborts is stored as aborted, with what had come', async () => {
  running = await startRecorder();
  running.answer((_, reply) => void reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(claude.slice(0, claude.indexOf('event: content_block_stop'))));
  const anthropic = new Anthropic({ apiKey: 'k', baseURL: `${running.base}/anthropic`, maxRetries: 0 });
  const stream = anthropic.messages.stream({ model: 'claude-sonnet-4-6', max_tokens: 50, messages: [{ role: 'user', content: 'Hi' }] });
  stream.on('text', () => stream.abort());
  await expect(stream.finalMessage()).rejects.toThrow();
  await expect.poll(() => running?.recorder.status().traffic['clientAborts']).toBe(1);
  expect(await running.calls()).toMatchObject([{ status: 'aborted', httpStatus: 200, usage: { uncachedInputTokens: 12, cacheReadTokens: 2048 } }]);
}, 60_000);
