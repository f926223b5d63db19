import fc from 'fast-check';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CapturedCall, modelNameOf } from '../../src/model/call.js';
import type { Outcome } from '../../src/model/outcome.js';
import { inclusiveUsage } from '../../src/model/usage.js';
import { families, readBodies, readExchange, readStreamText } from '../../src/providers/index.js';
import { exchangeOf } from './exchange.js';

const context = { source: 'test', fileTimeMs: 1_763_900_000_000 };
const callOf = (outcome: Outcome<CapturedCall>): CapturedCall => {
  if (!outcome.known) throw new Error(outcome.reason);
  return outcome.value;
};
const chatRequest = { model: 'gpt-4o', temperature: 0, messages: [{ role: 'user', content: 'Hi' }] };
const chatReply = { id: 'chatcmpl-1', model: 'gpt-4o-2024-08-06', choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } };
const whole = { provider: 'openai', api: 'chat', requestedModel: 'gpt-4o', servedModel: 'gpt-4o-2024-08-06', status: 'ok', finishReason: 'stop', keys: ['response:chatcmpl-1'], usage: { uncachedInputTokens: 3, outputTokens: 2 } };

describe('the same call, however the log holds its bodies', () => {
  const chunks = [
    { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o-2024-08-06', choices: [{ index: 0, delta: { content: 'Hel' }, finish_reason: null }] },
    { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o-2024-08-06', choices: [{ index: 0, delta: { content: 'lo.' }, finish_reason: 'stop' }] },
    { id: 'chatcmpl-1', object: 'chat.completion.chunk', model: 'gpt-4o-2024-08-06', choices: [], usage: chatReply.usage },
  ];
  const sse = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`);
  test.each<[string, unknown, unknown]>([
    ['values', chatRequest, chatReply],
    ['texts', JSON.stringify(chatRequest), JSON.stringify(chatReply)],
    ['texts in texts', JSON.stringify(JSON.stringify(chatRequest)), JSON.stringify(JSON.stringify(chatReply))],
    ['an event stream', chatRequest, `${sse.join('')}data: [DONE]\n\n`],
    ['an event stream inside a JSON text', chatRequest, JSON.stringify(sse.join(''))],
    ['a list of chunks', chatRequest, chunks],
    ['a text of a list of chunks', chatRequest, JSON.stringify(chunks)],
    ['a list of pieces of an event stream', chatRequest, sse.map((piece) => piece.trim())],
    ['newline-delimited chunks', chatRequest, chunks.map((chunk) => JSON.stringify(chunk)).join('\n')],
    ['whole exchanges inside', { method: 'POST', url: '/v1/chat/completions', body: chatRequest }, { status: 200, headers: {}, body: chatReply }],
  ])('%s', (_, request, reply) => {
    const call = callOf(readBodies({ request, reply }, context));
    expect(call).toMatchObject({ ...whole, parameters: { temperature: 0 }, content: { messages: [{ role: 'user', text: 'Hi' }], reply: { text: 'Hello.', toolCalls: [] } } });
    expect(call.httpStatus).toBeUndefined();
  });

  test('the request alone: what was asked; the status of the log', () => {
    const call = callOf(readBodies({ request: chatRequest, reply: '{}', httpStatus: 429 }, context));
    expect(call).toMatchObject({ requestedModel: 'gpt-4o', status: 'rate_limited', httpStatus: 429, usage: {}, content: { messages: [{ role: 'user', text: 'Hi' }] } });
    expect(call.content?.reply).toBeUndefined();
  });

  test.each(['{}', null, undefined, 'redacted', '', {}, '[redacted]'])('the reply alone, beside a request of %j', (request) => {
    expect(callOf(readBodies({ request, reply: chatReply }, context))).toMatchObject({ provider: 'openai', servedModel: 'gpt-4o-2024-08-06', finishReason: 'stop', usage: { uncachedInputTokens: 3, outputTokens: 2 }, content: { messages: [], reply: { text: 'Hello.' } } });
  });

  test('neither is no call, and says so', () => {
    expect(readBodies({ request: '{}', reply: 'null' }, context)).toEqual({ known: false, reason: 'neither the request nor the reply was logged' });
    expect(readBodies({ request: { a: 1 }, reply: { b: 2 } }, context)).toEqual({ known: false, reason: 'the bodies are of no wire format that is known' });
  });

  test('a plain text is the answer, an error page is none', () => {
    expect(callOf(readBodies({ request: chatRequest, reply: 'Hello.' }, context)).content?.reply).toEqual({ text: 'Hello.', toolCalls: [] });
    expect(callOf(readBodies({ request: chatRequest, reply: '<html>502</html>', httpStatus: 502 }, context))).toMatchObject({ status: 'server_error' });
    expect(callOf(readBodies({ request: chatRequest, reply: '{"id":"chatcmpl-1","choices":[{"mess' }, context)).content?.reply).toBeUndefined();
    expect(callOf(readBodies({ request: chatRequest, reply: 'upstream broke', httpStatus: 502 }, context)).content?.reply).toBeUndefined();
  });

  test('messages of a tracing tool inside a known request are read', () => {
    const request = { model: 'gpt-4o', messages: [{ lc: 1, id: ['langchain', 'HumanMessage'], kwargs: { content: 'Hi' } }] };
    expect(callOf(readBodies({ request, reply: chatReply }, context)).content?.messages).toEqual([{ role: 'user', text: 'Hi' }]);
  });

  test('an answer in a tracing tool\'s shape beside a known request is read', () => {
    const reply = [{ role: 'assistant', parts: [{ type: 'text', content: 'Hello.' }], finish_reason: 'stop' }];
    expect(callOf(readBodies({ request: chatRequest, reply }, context)).content?.reply).toEqual({ text: 'Hello.', toolCalls: [] });
    expect(callOf(readBodies({ request: 'Hi' }, context)).content?.messages).toEqual([{ role: 'user', text: 'Hi' }]);
    expect(callOf(readBodies({ request: chatRequest, reply: { object: 'list', data: [] } }, context)).content?.reply).toBeUndefined();
    expect(callOf(readBodies({ request: chatRequest, reply: { message: 'no such route' } }, context)).content?.reply).toBeUndefined();
  });

  test('bodies of no format still give words and counts', () => {
    const call = callOf(readBodies({ request: { inputs: { question: 'Hi' } }, reply: { answer: 'Hello.', usage: { input_tokens: 3, output_tokens: 2, total_tokens: 5 } } }, context));
    expect(call).toMatchObject({ api: 'other', usage: { uncachedInputTokens: 3, outputTokens: 2 }, content: { messages: [{ role: 'user', text: 'Hi' }], reply: { text: 'Hello.' } } });
  });
});

describe('who served', () => {
  test.each<[string, unknown, unknown, string]>([
    ['the model of a maker', { ...chatRequest, model: 'mistral-large-latest' }, undefined, 'mistral'],
    ['a model that many serve', { ...chatRequest, model: 'llama-3.3-70b' }, undefined, 'openai-compatible'],
    ['x_groq', undefined, { ...chatReply, model: 'openai/gpt-oss-120b', x_groq: { id: 'req_1' } }, 'groq'],
    ['an id of OpenRouter', undefined, { ...chatReply, id: 'gen-1' }, 'openrouter'],
    ['the filter of Azure', undefined, { ...chatReply, prompt_filter_results: [] }, 'azure'],
    ['Claude on Vertex', undefined, { id: 'msg_vrtx_1', type: 'message', role: 'assistant', model: 'claude-sonnet-4-5', content: [], usage: { input_tokens: 1, output_tokens: 1 } }, 'vertex'],
    ['traffic of Vertex', undefined, { candidates: [], usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, trafficType: 'ON_DEMAND' } }, 'vertex'],
    ['Gemini', { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] }, undefined, 'google'],
  ])('is told by %s', (_, request, reply, provider) => {
    expect(callOf(readBodies({ request, reply }, context)).provider).toBe(provider);
  });

  test('the log wins over the URL, the URL over marks', () => {
    const facts = { request: chatRequest, reply: chatReply, url: 'https://api.groq.com/openai/v1/chat/completions' };
    expect(callOf(readBodies({ ...facts, provider: 'fireworks' }, context)).provider).toBe('fireworks');
    expect(callOf(readBodies(facts, context)).provider).toBe('groq');
    expect(callOf(readBodies({ ...facts, url: 'https://gateway.example.com/v1/chat/completions' }, context)).provider).toBe('openai');
  });
});

describe('a captured stream without its request', () => {
  test('a Gemini stream as one array, cut at its end', () => {
    const text = '[{"candidates":[{"content":{"parts":[{"text":"He"}]}}],"usageMetadata":{"promptTokenCount":4,"candidatesTokenCount":1,"totalTokenCount":5}},\n{"candi';
    expect(callOf(readStreamText(text, context))).toMatchObject({ provider: 'google', stream: true, status: 'aborted', usageSource: 'estimated', usage: { uncachedInputTokens: 4, outputTokens: 1 } });
  });

  test('newline-delimited pieces of Ollama', () => {
    const text = '{"model":"gemma3","message":{"content":"Hi"},"done":false}\n{"model":"gemma3","message":{"content":""},"done":true,"done_reason":"stop","prompt_eval_count":4,"eval_count":1}\n';
    expect(callOf(readStreamText(text, context))).toMatchObject({ provider: 'ollama', stream: true, status: 'ok', servedModel: 'gemma3', usage: { uncachedInputTokens: 4, outputTokens: 1 } });
  });
});

const samples = process.env['SHADOWBILL_SAMPLES'];
if (samples === undefined) console.warn('SHADOWBILL_SAMPLES is not set: recorded bodies are not read without their exchanges');

describe.skipIf(samples === undefined)('recorded bodies without method, URL and headers', () => {
  const logs = join(samples ?? '.', 'logs');
  const folders = samples === undefined ? [] : readdirSync(logs).filter((name) => existsSync(join(logs, name, 'exchanges.jsonl')) && !name.startsWith('bedrock-') && name !== 'error-shapes-docs');

  test.each(folders)('%s reads as with them: counts, served model, answer', (folder) => {
    for (const line of readFileSync(join(logs, folder, 'exchanges.jsonl'), 'utf8').trim().split('\n')) {
      const recorded = JSON.parse(line) as Parameters<typeof exchangeOf>[0] & { response: { status: number; body: unknown } };
      const wanted = callOf(readExchange(exchangeOf(recorded), context));
      const text = (body: unknown): unknown => (typeof body === 'string' ? body : JSON.stringify(body));
      const facts = { reply: text(recorded.response.body), httpStatus: recorded.response.status };
      const both = callOf(readBodies({ ...facts, request: text(recorded.request.body) }, context));
      expect({ id: recorded.id, ...factsOf(both) }).toEqual({ id: recorded.id, ...factsOf(wanted) });
      const reply = readBodies(facts, context);
      if (wanted.status === 'ok') expect({ id: recorded.id, usage: inclusiveUsage(callOf(reply).usage) }).toEqual({ id: recorded.id, usage: inclusiveUsage(wanted.usage) });
    }
  });

  const factsOf = (call: CapturedCall): object => ({ usage: inclusiveUsage(call.usage), model: modelNameOf({ servedModel: call.servedModel }), status: call.status, finish: call.finishReason, content: call.content, api: call.api });
});

const root = join(import.meta.dirname, '../../fixtures/providers');
const own = families.flatMap(({ id }) => readdirSync(join(root, id)).map((name) => readFileSync(join(root, id, name, 'exchange.json'), 'utf8')));

test('no damage to a body makes a reader throw', () => {
  fc.assert(fc.property(fc.constantFrom(...own), fc.nat(60), fc.jsonValue(), fc.double({ min: 0, max: 1, noNaN: true }), (text, at, value, share) => {
    const exchange = JSON.parse(text) as { request: { body: unknown }; response: { body: unknown } };
    let left = at;
    const changed = (body: unknown): unknown => (body === undefined || body === null ? body : JSON.parse(JSON.stringify(body), (_, entry: unknown) => (left-- === 0 ? value : entry)));
    const cut = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body ?? '')).slice(0, Math.floor(2000 * share));
    for (const reply of [changed(exchange.response?.body), cut(exchange.response?.body), [exchange.response?.body, value], value]) {
      expect(typeof readBodies({ request: changed(exchange.request.body), reply }, context).known).toBe('boolean');
    }
    expect(typeof readStreamText(cut(exchange.response?.body), context).known).toBe('boolean');
  }), { numRuns: 400, seed: 7 });
});

test('JSON nested beyond the stack is no crash', () => {
  const deep = `${'[{"messages":'.repeat(20_000)}1${'}]'.repeat(20_000)}`;
  expect(typeof readBodies({ request: deep, reply: deep }, context).known).toBe('boolean');
});
