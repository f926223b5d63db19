import fc from 'fast-check';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { families, readExchange } from '../../src/providers/index.js';
import { providerOfRoute, routeOf } from '../../src/providers/hosts.js';
import { parseSse } from '../../src/providers/sse.js';
import { exchangeOf } from './exchange.js';

const context = { source: 'test', fileTimeMs: 1_763_900_000_000 };
const chat = (url: string, reply: unknown, request: object = {}) =>
  exchangeOf({ request: { method: 'POST', url, headers: {}, body: { model: 'm', messages: [], ...request } }, response: { status: 200, headers: {}, body: reply } });
const OPENAI = 'https://api.openai.com/v1/chat/completions';

describe('what is no call is a skip that says why', () => {
  test('an unknown path is named', () => {
    expect(readExchange(chat('https://api.cohere.com/v2/rerank', {}), context)).toEqual({ known: false, reason: 'no wire format is known for the path /v2/rerank' });
  });

  test.each([
    ['POST', 'https://api.openai.com/v1/files'], ['GET', 'https://api.openai.com/v1/batches/batch_1'], ['POST', 'https://api.openai.com/v1/batches'], ['GET', 'https://api.openai.com/v1/models'],
    ['POST', 'https://api.anthropic.com/v1/messages/count_tokens'], ['POST', 'https://generativelanguage.googleapis.com/v1beta/models/m:countTokens'], ['GET', 'http://127.0.0.1:11434/api/tags'],
    ['POST', 'https://api.openai.com/v1/conversations'], ['GET', 'https://openrouter.ai/api/v1/generation?id=gen-1'],
  ])('%s %s is no model call', (method, url) => {
    const exchange = { ...chat(url, { id: 'batch_1', object: 'batch', status: 'in_progress' }), request: { method, url, headers: {}, body: { json: {} } } };
    expect(readExchange(exchange, context)).toEqual({ known: false, reason: `${method} ${routeOf(url).path} is not a model call` });
  });

  test('a call in the background is none until it has ended', () => {
    const url = 'https://api.openai.com/v1/responses/resp_1';
    const poll = { ...chat(url, { id: 'resp_1', object: 'response', status: 'in_progress' }), request: { method: 'GET', url, headers: {}, body: undefined } };
    expect(readExchange(poll, context)).toEqual({ known: false, reason: 'GET /v1/responses/resp_1 is not a model call' });
  });

  test('the path of Ollama is that of many web applications', () => {
    expect(readExchange(chat('https://shop.example.com/api/chat', { reply: 'x' }, { model: undefined }), context)).toEqual({ known: false, reason: '/api/chat is a path of Ollama, but no call of it' });
  });

  test('a GET is no model call', () => {
    const exchange = { ...chat(OPENAI, {}), request: { method: 'GET', url: OPENAI, headers: {}, body: undefined } };
    expect(readExchange(exchange, context)).toEqual({ known: false, reason: 'GET /v1/chat/completions is not a model call' });
  });

  test.each([
    [{ prompt_tokens: -1, completion_tokens: 2 }, 'impossible usage: inputTokens is -1'],
    [{ prompt_tokens: 1e15, completion_tokens: 2 }, 'impossible usage: inputTokens is more than 1,000,000,000 tokens in one call'],
    [{ prompt_tokens: 10.5, completion_tokens: 2 }, 'impossible usage: inputTokens is 10.5'],
    [{ prompt_tokens: 10, completion_tokens: 2, prompt_tokens_details: { cached_tokens: -3 } }, 'impossible usage: cachedInputTokens is -3'],
  ])('usage %j is impossible', (usage, reason) => {
    expect(readExchange(chat(OPENAI, { id: 'x', choices: [], usage }), context)).toEqual({ known: false, reason });
  });

  test('a binary body says so', () => {
    const reply = { $base64: Buffer.from([0xff, 0xfe, 0x00, 0x81]).toString('base64') };
    expect(readExchange(chat(OPENAI, reply), context)).toMatchObject({ known: false, reason: expect.stringContaining('binary') as string });
  });
});

test.each<[string, unknown]>([['left out', undefined], ['cut', '{"model":"m","messages":[{"role":"us'], ['no object', 'hello']])('a request that was %s takes no reply with it', (_, body) => {
  const reply = { id: 'own-1', model: 'gpt-4o-2024-08-06', choices: [{ index: 0, message: { content: 'Hi.' }, finish_reason: 'stop' }], usage: { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 } };
  const exchange = exchangeOf({ request: { method: 'POST', url: OPENAI, headers: {}, body }, response: { status: 200, headers: {}, body: reply } });
  expect(readExchange(exchange, context)).toMatchObject({ value: { servedModel: 'gpt-4o-2024-08-06', usage: { uncachedInputTokens: 3, outputTokens: 2 }, content: { messages: [] } } });
  expect(readExchange({ ...exchange, response: undefined }, context).known).toBe(false);
});

test('a stream as base64 text reads like the text', () => {
  const text = 'data: {"id":"a","choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';
  const [plain, coded] = [text, { $base64: Buffer.from(text).toString('base64') }].map((body) => readExchange(chat(OPENAI, body), context));
  expect(coded).toEqual(plain);
});

test('without any time in the record the file stands in', () => {
  const outcome = readExchange(chat(OPENAI, { id: 'x', choices: [{ index: 0, message: { content: 'a' }, finish_reason: 'stop' }] }), context);
  expect(outcome).toMatchObject({ known: true, value: { timeSource: 'file', startedAt: context.fileTimeMs, usage: {} } });
});

test('an id that the caller sent and the reply echoes is no identity', () => {
  const base = chat(OPENAI, { choices: [] });
  const echoed = { ...base, request: { ...base.request, headers: { 'x-request-id': 'trace-1' } }, response: { status: 200, headers: { 'x-request-id': 'trace-1', 'apim-request-id': 'own-2' }, body: { json: { choices: [] } } } };
  expect(readExchange(echoed, context)).toMatchObject({ value: { keys: ['request:own-2'] } });
});

test('what the caller says of provider and model wins where the wire is silent', () => {
  const exchange = exchangeOf({ request: { method: 'POST', url: 'http://gateway.local/v1/chat/completions', headers: {}, body: { messages: [] } }, response: { status: 200, headers: {}, body: { choices: [] } } });
  expect(readExchange(exchange, { ...context, provider: 'fireworks', model: 'llama' })).toMatchObject({ value: { provider: 'fireworks', requestedModel: 'llama' } });
});

test.each<[string, object, object]>([
  ['Claude behind a gateway, cache inside the prompt', { prompt_tokens: 1284, completion_tokens: 5, total_tokens: 1289, cache_creation_input_tokens: 1253, cache_read_input_tokens: 0 }, { uncachedInputTokens: 31, cacheReadTokens: 0, cacheWriteTokens: 1253, outputTokens: 5 }],
  ['Claude behind a gateway, cache beside the prompt', { prompt_tokens: 31, completion_tokens: 5, total_tokens: 1289, cache_creation_input_tokens: 1253, cache_read_input_tokens: 0 }, { uncachedInputTokens: 31, cacheReadTokens: 0, cacheWriteTokens: 1253, outputTokens: 5 }],
  ['reasoning beyond the output, without a total', { prompt_tokens: 32, completion_tokens: 9, completion_tokens_details: { reasoning_tokens: 94 } }, { uncachedInputTokens: 32, outputTokens: 9 + 94, reasoningTokens: 94 }],
  ['counts as texts', { prompt_tokens: '32', completion_tokens: '9' }, { uncachedInputTokens: 32, outputTokens: 9 }],
])('counts of %s', (_, usage, expected) => {
  const outcome = readExchange(chat(OPENAI, { choices: [], usage }), context);
  expect(outcome.known && Object.fromEntries(Object.entries(outcome.value.usage).filter(([, count]) => count !== undefined))).toEqual(expected);
});

describe('what shapes an answer beside the named parameters', () => {
  const samplingOf = (url: string, request: object): string | undefined => {
    const outcome = readExchange(exchangeOf({ request: { method: 'POST', url, headers: {}, body: { model: 'm', ...request } }, response: { status: 200, headers: {}, body: {} } }), context);
    if (!outcome.known) throw new Error(outcome.reason);
    return outcome.value.parameters.sampling;
  };
  const RESPONSES = 'https://api.openai.com/v1/responses';
  const MESSAGES = 'https://api.anthropic.com/v1/messages';
  const GEMINI = 'https://generativelanguage.googleapis.com/v1beta/models/m:generateContent';

  test('is read alike from every family, whatever a field is called there', () => {
    const wanted = '{"top_p":0.5,"top_k":4,"stop":["END"]}';
    expect(samplingOf(OPENAI, { messages: [], stop: 'END', top_p: 0.5, top_k: 4 })).toBe(wanted);
    expect(samplingOf(MESSAGES, { messages: [], max_tokens: 5, top_k: 4, top_p: 0.5, stop_sequences: ['END'] })).toBe(wanted);
    expect(samplingOf(GEMINI, { contents: [], generationConfig: { stopSequences: ['END'], topK: 4, topP: 0.5 } })).toBe(wanted);
    expect(samplingOf(GEMINI, { contents: [], generation_config: { stop_sequences: ['END'], top_k: 4, top_p: 0.5 } })).toBe(wanted);
  });

  test('Responses keeps its verbosity under text; embeddings have dimensions', () => {
    expect(samplingOf(RESPONSES, { input: 'a', text: { verbosity: 'low' }, top_p: 0.9 })).toBe('{"top_p":0.9,"verbosity":"low"}');
    expect(samplingOf(OPENAI, { messages: [], verbosity: 'low', top_p: 0.9 })).toBe('{"top_p":0.9,"verbosity":"low"}');
    expect(samplingOf('https://api.openai.com/v1/embeddings', { input: 'a', dimensions: 256 })).toBe('{"dimensions":256}');
  });

  test('differs where the answer may, and is absent where nothing is set', () => {
    expect(samplingOf(OPENAI, { messages: [], top_p: 0.5 })).not.toBe(samplingOf(OPENAI, { messages: [], top_p: 0.6 }));
    for (const [url, request] of [[OPENAI, { messages: [], stop: null, logit_bias: {}, temperature: 0, seed: 1 }], [RESPONSES, { input: 'a' }], [MESSAGES, { messages: [], stop_sequences: [] }], [GEMINI, { contents: [] }]] as const) {
      expect(samplingOf(url, request)).toBeUndefined();
    }
  });
});

test('billing is unknown where the log does not say; what it says stays', () => {
  const billingOf = (url: string, model: string) => readExchange(chat(url, { choices: [] }, { model }), context);
  expect(billingOf(OPENAI, 'gpt-4o')).toMatchObject({ value: { billing: 'unknown' } });
  expect(billingOf('https://openrouter.ai/api/v1/chat/completions', 'some/model:free')).toMatchObject({ value: { billing: 'free' } });
});

test.each([
  ['https://api.groq.com/openai/v1/chat/completions', 'groq'],
  ['https://api.together.xyz/v1/chat/completions', 'together'],
  ['https://api.fireworks.ai/inference/v1/chat/completions', 'fireworks'],
  ['https://openrouter.ai/api/v1/chat/completions', 'openrouter'],
  ['https://own.openai.azure.com/openai/deployments/d/chat/completions', 'azure'],
  ['https://europe-west1-aiplatform.googleapis.com/v1/x', 'vertex'],
  ['https://aiplatform.googleapis.com/v1/x', 'vertex'],
  ['https://generativelanguage.googleapis.com/v1beta/x', 'google'],
  ['http://127.0.0.1:8787/mistral/v1/chat/completions', 'mistral'],
  ['/v1/chat/completions', 'openai'],
  ['https://gateway.ai.cloudflare.com/v1/account/own/google-ai-studio/v1/models/m:generateContent', 'google'],
  ['https://gateway.ai.cloudflare.com/v1/account/own/constructor/x', undefined],
  ['https://adb-1.2.azuredatabricks.net/serving-endpoints/own/invocations', 'databricks'],
  ['https://evil-api.openai.com.example.org/v1/chat/completions', undefined],
])('%s is served by %s', (url, provider) => {
  expect(providerOfRoute(routeOf(url), 'openai')).toBe(provider);
});

test('event streams: comments, CRLF, event names, several data lines and a cut end', () => {
  expect(parseSse(': hi\r\nevent: a\r\ndata: 1\r\ndata: 2\r\n\r\ndata:3\n\ndata: cut')).toEqual([{ event: 'a', data: '1\n2' }, { event: '', data: '3' }, { event: '', data: 'cut' }]);
});

const root = join(import.meta.dirname, '../../fixtures/providers');
const recorded = families.flatMap(({ id }) => readdirSync(join(root, id)).map((name) => readFileSync(join(root, id, name, 'exchange.json'), 'utf8')));

describe('damaged records', () => {
  test('a reply cut anywhere never throws', () => {
    fc.assert(fc.property(fc.constantFrom(...recorded), fc.double({ min: 0, max: 1, noNaN: true }), (text, share) => {
      const exchange = JSON.parse(text) as Parameters<typeof exchangeOf>[0];
      if (exchange.response === undefined) return;
      const whole = typeof exchange.response.body === 'string' ? exchange.response.body : JSON.stringify(exchange.response.body);
      const cut = { ...exchange, response: { ...exchange.response, body: whole.slice(0, Math.floor(whole.length * share)) } };
      expect(typeof readExchange(exchangeOf(cut), context).known).toBe('boolean');
    }), { numRuns: 300, seed: 7 });
  });

  test('any value anywhere in either body never throws', () => {
    fc.assert(fc.property(fc.constantFrom(...recorded), fc.nat(40), fc.jsonValue(), (text, at, value) => {
      const exchange = JSON.parse(text) as Parameters<typeof exchangeOf>[0];
      let left = at;
      const changed = (body: unknown): unknown => (body === undefined ? undefined : JSON.parse(JSON.stringify(body), (_, entry: unknown) => (left-- === 0 ? value : entry)));
      const request = { ...exchange.request, body: changed(exchange.request.body) };
      const response = exchange.response && { ...exchange.response, body: changed(exchange.response.body) };
      expect(typeof readExchange(exchangeOf({ ...exchange, request, ...(response && { response }) }), context).known).toBe('boolean');
    }), { numRuns: 600, seed: 7 });
  });
});
