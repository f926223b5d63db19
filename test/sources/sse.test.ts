import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { detectSource } from '../../src/sources/index.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';
import { factsOf, hasSamples, pickFacts, sampleText } from './samples.js';

const streams = fixture('sse', 'basic', 'streams.sse');
const lines = fixture('sse', 'ndjson', 'streams.ndjson');

describe('sse', () => {
  test.each([streams, lines, `[${lines.trim().split('\n').join(',')}]`])('is found by its pieces (%#)', (text) => {
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe('sse');
  });

  test('streams put together in one file are calls of their own', async () => {
    const { items } = await readWith('sse', streams, { size: 50 });
    expect(items.map((item) => ('call' in item ? [item.where, item.call.provider, item.call.servedModel, item.call.status, item.call.content?.reply?.text, inclusiveUsage(item.call.usage).inputTokens, item.call.usage.outputTokens] : item))).toEqual([
      ['line 3', 'openai', 'gpt-4o-mini-2024-07-18', 'ok', 'One', 20, 3],
      ['line 10', 'anthropic', 'claude-haiku-4-5-20251001', 'ok', 'Two', 7, 4],
      ['line 25', 'anthropic', undefined, 'overloaded', undefined, undefined, undefined],
      ['line 28', 'google', 'gemini-2.5-flash', 'ok', 'Three', 5, 2 + 6],
      ['line 32', 'google', 'gemini-2.5-flash', 'ok', 'Four', 6, 1],
      ['line 34', 'openai', 'gpt-5-mini', 'ok', 'Five', 11, 30],
    ]);
    expect(callsOf(items)[0]).toMatchObject({ stream: true, keys: ['response:chatcmpl-sse-1'], startedAt: 1_795_161_600_000, usage: { cacheReadTokens: 8, uncachedInputTokens: 20 - 8 } });
    expect(callsOf(items)[1]).toMatchObject({ timeSource: 'file' });
  });

  test('status line and headers before the stream are passed over', async () => {
    const text = `HTTP/2 200\r\ndate: Fri, 20 Nov 2026 08:00:00 GMT\r\ncontent-type: text/event-stream\r\n\r\n${streams}`;
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe('sse');
    expect(callsOf((await readWith('sse', text)).items)).toHaveLength(6);
  });

  test('a stream cut in its middle is an aborted call with what had come', async () => {
    const { items } = await readWith('sse', streams.slice(0, streams.indexOf('event: message_delta')));
    expect(callsOf(items).map(({ status }) => status)).toEqual(['ok', 'aborted']);
  });

  test('newline-delimited JSON: a closing piece ends a call; a count that is not there stays absent', async () => {
    const { items } = await readWith('sse', lines, { set: { provider: 'ollama' } });
    expect(callsOf(items).map((call) => [call.provider, call.servedModel, call.content?.reply?.text, call.usage.uncachedInputTokens, call.usage.outputTokens, call.finishReason])).toEqual([['ollama', 'llama3.1', 'Hi', 12, 2, 'stop'], ['ollama', 'llama3.1', 'Again', undefined, 9, 'length']]);
  });

  test('Windows and old line ends read the same', async () => {
    const plain = callsOf((await readWith('sse', streams)).items);
    for (const end of ['\r\n', '\r']) expect(callsOf((await readWith('sse', streams.replaceAll('\n', end))).items).map(({ usage }) => usage)).toEqual(plain.map(({ usage }) => usage));
  });

  test('one stream that cannot be read costs itself', async () => {
    const broken = streams.replace('"prompt_tokens":20', '"prompt_tokens":2e20');
    const { items } = await readWith('sse', broken);
    expect(callsOf(items)).toHaveLength(5);
    expect(skipsOf(items)[0]).toMatch(/^line 3: impossible usage/);
  });
});

const names = ['model', 'input_tokens', 'output_tokens', 'cached_input_tokens', 'cache_write_tokens', 'reasoning_tokens', 'finish_reason'];

/** Reported there: 11 reasoning tokens of 10 output tokens. A part cannot be more than the whole. */
const deviations: Readonly<Record<string, Record<string, unknown>>> = { 'openrouter-s02.sse': { reasoning_tokens: 10 } };

describe.skipIf(!hasSamples)('raw stream samples', () => {
  const expected = hasSamples ? (JSON.parse(sampleText('raw-streams', 'expected.json')) as { file: string; expect: Record<string, unknown> }[]) : [];
  test('there is one expectation a file', () => {
    expect(readdirSync(join(process.env['SHADOWBILL_SAMPLES'] ?? '', 'logs', 'raw-streams')).filter((name) => name.endsWith('.sse')).sort()).toEqual(expected.map(({ file }) => file).sort());
  });
  test.each(expected)('$file reads as expected', async ({ file, expect: wanted }) => {
    const { items } = await readWith('sse', sampleText('raw-streams', file));
    const [call, ...more] = callsOf(items);
    if (call === undefined) throw new Error(JSON.stringify(items));
    expect(more).toEqual([]);
    const corrected = { ...wanted, ...deviations[file] };
    expect(pickFacts(factsOf(call), names)).toEqual(pickFacts(corrected, names));
    expect(wanted['response_id'] == null || call.keys.includes(`response:${String(wanted['response_id'])}`)).toBe(true);
  });
  test('all of them in one file are as many calls', async () => {
    const { items } = await readWith('sse', expected.map(({ file }) => sampleText('raw-streams', file)).join(''));
    expect(callsOf(items)).toHaveLength(expected.length);
  });
});

describe('streams that fail, or hold one piece', () => {
  const lone = (...events: object[]): string => events.map((event) => JSON.stringify(event)).join('\n');
  const response = { id: 'resp_own9', object: 'response', model: 'gpt-5-nano-2025-08-07', output: [] };
  const created = { type: 'response.created', sequence_number: 0, response: { ...response, status: 'in_progress' } };
  const error = { type: 'error', sequence_number: 1, error: { type: 'insufficient_quota', code: 'insufficient_quota', message: 'none left' } };
  const failed = { type: 'response.failed', sequence_number: 2, response: { ...response, status: 'failed', error: { code: 'insufficient_quota', message: 'none left' } } };

  test('the error of a Responses stream and the response that failed are one call', async () => {
    for (const text of [lone(created, error, failed), [created, error, failed].map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')]) {
      const { items } = await readWith('sse', text);
      expect(callsOf(items)).toMatchObject([{ keys: ['response:resp_own9'], status: 'rate_limited', errorType: 'insufficient_quota' }]);
    }
    expect(callsOf((await readWith('sse', lone(created, error, failed, { ...created, response: { ...created.response, id: 'resp_own10' } }))).items)).toHaveLength(2);
  });

  test.each<[string, object]>([
    ['a refused prompt of Gemini', { promptFeedback: { blockReason: 'SAFETY' }, usageMetadata: { promptTokenCount: 4, totalTokenCount: 4 }, modelVersion: 'gemini-2.5-flash' }],
    ['an error', { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
    ['a piece of Converse', { contentBlockDelta: { contentBlockIndex: 0, delta: { text: 'a' } } }],
    ['the end of Converse', { metadata: { usage: { inputTokens: 4, outputTokens: 1, totalTokens: 5 } } }],
  ])('%s is found', (_, event) => {
    const detection = detectSource(lone(event));
    expect(detection.found ? detection.source.id : detection).toMatch(/^(sse|replies)$/);
  });

  test('a stream that holds only an error is no success', async () => {
    expect(callsOf((await readWith('sse', 'data: {"error":{"message":"It broke"}}\n\n')).items)).toMatchObject([{ status: 'server_error' }]);
  });
});
