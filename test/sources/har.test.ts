import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { detectSource } from '../../src/sources/index.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';
import { factsOf, hasSamples, pickFacts, sampleText } from './samples.js';

const basic = fixture('har', 'basic', 'calls.har');

describe('har', () => {
  test('is found by its entries', () => {
    const detection = detectSource(basic);
    expect(detection.found && detection.source.id).toBe('har');
    const cut = detectSource(basic.slice(0, 2600), { isWhole: false });
    expect(cut.found && cut.source.id).toBe('har');
  });

  test('calls are read, all else that a browser loads is no call', async () => {
    const { items } = await readWith('har', basic);
    expect(callsOf(items).map((call) => [call.provider, call.servedModel, call.status, call.startedAt, call.latencyMs, call.ttftMs])).toEqual([
      ['openai', 'gpt-4o-mini-2024-07-18', 'ok', Date.UTC(2026, 10, 20, 8, 0, 1, 250), 812.5, undefined],
      ['anthropic', 'claude-haiku-4-5-20251001', 'ok', Date.UTC(2026, 10, 20, 8, 0, 2), 3 + 40 + 60, 40],
      ['openai', undefined, 'aborted', Date.UTC(2026, 10, 20, 8, 0, 4), 99, undefined],
    ]);
    expect(callsOf(items)[0]).toMatchObject({ usage: { uncachedInputTokens: 9, outputTokens: 2 }, keys: ['response:chatcmpl-har-1', 'request:req_har_1'], content: { messages: [{ role: 'user', text: 'Grüße' }], reply: { text: 'Hallo' } } });
    expect(callsOf(items)[1]).toMatchObject({ stream: true, usage: { uncachedInputTokens: 12, cacheReadTokens: 100, outputTokens: 5 }, finishReason: 'end_turn' });
    expect(items.flatMap((item) => ('skipped' in item ? [[item.skipped.reason, item.skipped.isNoCall]] : []))).toEqual([
      ['a request that is no model call', true], ['a preflight request of a browser', true], ['a redirect', true], ['a WebSocket, which is not read', true], ['a request that is no model call', true],
      ['no wire format is known for the path /v1/images/generations', undefined],
    ]);
  });

  test('a file cut in the middle keeps what came before', async () => {
    const { items } = await readWith('har', basic.slice(0, basic.indexOf('req_har_2')), { size: 100 });
    expect(callsOf(items)).toHaveLength(1);
    expect(skipsOf(items).at(-1)).toContain('not JSON');
  });

  test.each([['gzip', gzipSync], ['br', brotliCompressSync]] as const)('a body kept packed with %s is unpacked', async (encoding, pack) => {
    const har = JSON.parse(basic) as { log: { entries: { request: { url: string; method: string }; response: { headers: unknown[]; content: Record<string, unknown> } }[] } };
    const entry = har.log.entries.find(({ request }) => request.url.endsWith('/chat/completions') && request.method === 'POST');
    if (entry === undefined) throw new Error('no entry');
    const { content, headers } = entry.response;
    headers.push({ name: 'Content-Encoding', value: encoding });
    content['text'] = pack(Buffer.from(content['text'] as string, 'base64')).toString('base64');
    content['encoding'] = 'base64';
    const { items } = await readWith('har', JSON.stringify({ log: { entries: [entry] } }));
    expect(callsOf(items)).toMatchObject([{ usage: { uncachedInputTokens: 9 } }]);
  });
});

describe('har of other programs', () => {
  const entryOf = (changes: { url?: string; request?: object; response?: object }): string => JSON.stringify({ log: { version: '1.2', entries: [{ startedDateTime: '2026-11-20T08:00:00Z', time: 100, timings: { send: 0, wait: 90, receive: 10 },
    request: { method: 'POST', url: changes.url ?? 'https://api.openai.com/v1/chat/completions', headers: [], postData: { mimeType: 'application/json', text: '{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"Hi"}]}' }, ...changes.request },
    response: { status: 200, headers: [{ name: 'content-type', value: 'text/event-stream' }], content: { size: 0, mimeType: 'text/event-stream' }, ...changes.response } }] } });

  test('a stream whose text the browser did not keep is a call with unknown usage', async () => {
    const { items } = await readWith('har', entryOf({}));
    expect(callsOf(items)).toMatchObject([{ requestedModel: 'gpt-4o', stream: true, httpStatus: 200, content: { messages: [{ text: 'Hi' }] } }]);
    expect(callsOf(items)[0]?.usage).toEqual({});
  });

  test('a status that is none, a request without a body: the entry is skipped with its reason', async () => {
    expect(skipsOf((await readWith('har', entryOf({ response: { status: 99 } }))).items)).toEqual(['line 1, record 1: the response has no HTTP status']);
    expect(skipsOf((await readWith('har', entryOf({ request: { postData: undefined } }))).items)[0]).toContain('the request has no body');
  });

  test('a request of Bedrock is found by its path', async () => {
    const url = 'https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse';
    const text = JSON.stringify({ output: { message: { role: 'assistant', content: [{ text: 'Hi' }] } }, stopReason: 'end_turn', usage: { inputTokens: 4, outputTokens: 2, totalTokens: 6 }, metrics: { latencyMs: 80 } });
    const { items } = await readWith('har', entryOf({ url, request: { postData: { text: '{"messages":[{"role":"user","content":[{"text":"Hi"}]}]}' } }, response: { content: { text }, headers: [] } }));
    expect(callsOf(items)).toMatchObject([{ provider: 'aws', region: 'us-east-1', requestedModel: 'amazon.nova-lite-v1:0', usage: { uncachedInputTokens: 4, outputTokens: 2 }, latencyMs: 100 }]);
  });
});

const names = ['provider', 'model', 'request_model', 'stream', 'status', 'ok', 'input_tokens', 'output_tokens', 'cached_input_tokens', 'cache_write_tokens', 'reasoning_tokens', 'finish_reason', 'error_type'];

describe.skipIf(!hasSamples)('har samples', () => {
  const [expected] = hasSamples ? (JSON.parse(sampleText('har', 'expected.json')) as { file: string; calls: Record<string, unknown>[] }[]) : [];
  test('every entry reads as expected', async () => {
    const { items } = await readWith('har', sampleText('har', 'calls.har'));
    expect(callsOf(items).map((call) => pickFacts(factsOf(call), names))).toEqual(expected?.calls.map((call) => pickFacts(call, names)));
    expect(callsOf(items).map(({ startedAt }) => startedAt)[1]).toBe(Date.UTC(2026, 0, 1, 0, 0, 1));
    expect(callsOf(items).every(({ ttftMs }) => ttftMs === 900)).toBe(true);
  });
});

describe('packed bodies of Polly.js', () => {
  const reply = JSON.stringify({ id: 'chatcmpl-own1', model: 'gpt-4o', choices: [{ index: 0, message: { content: 'ok' }, finish_reason: 'stop' }], usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 } });
  const packed = gzipSync(Buffer.from(reply));
  const [start, rest] = [packed.subarray(0, 10), packed.subarray(10)];
  test.each<[string, string]>([
    ['a list of chunks in base64', JSON.stringify([start.toString('base64'), rest.toString('base64')])],
    ['a list of chunks in hexadecimal', JSON.stringify([start.toString('hex'), rest.toString('hex')])],
    ['chunks put together with their padding', start.toString('base64') + rest.toString('base64')],
  ])('%s', async (_, text) => {
    const entry = { startedDateTime: '2026-11-20T08:00:00Z', time: 10, request: { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', headers: [], postData: { text: '{"model":"gpt-4o","messages":[]}' } }, response: { status: 200, headers: [{ name: 'content-encoding', value: 'gzip' }], content: { text, encoding: 'base64', _isBinary: true } } };
    expect(callsOf((await readWith('har', JSON.stringify({ log: { entries: [entry] } }))).items)).toMatchObject([{ keys: ['response:chatcmpl-own1'], usage: { uncachedInputTokens: 3, outputTokens: 1 } }]);
  });
});
