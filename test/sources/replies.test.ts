import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { detectSource } from '../../src/sources/index.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const lines = fixture('replies', 'basic', 'replies.jsonl');
const records = lines.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
const sourceOf = (text: string): string | undefined => {
  const detection = detectSource(text);
  return detection.found ? detection.source.id : undefined;
};

describe('bare replies', () => {
  test.each<[string, string]>([['lines', lines], ['a list', JSON.stringify(records)], ['a pretty list', JSON.stringify(records, null, 2)], ['one body', JSON.stringify(records[0], null, 2)]])('are found as %s, before any guess', (_, text) => {
    expect(sourceOf(text)).toBe('replies');
  });

  test('read by the provider\'s own rules: cache beside the input at Anthropic, inside it at OpenAI', async () => {
    const { items } = await readWith('replies', lines, { size: 64 });
    expect(callsOf(items).map((call) => [call.provider, call.servedModel, call.status, inclusiveUsage(call.usage).inputTokens, call.usage.cacheReadTokens, call.usage.outputTokens])).toEqual([
      ['anthropic', 'claude-haiku-4-5-20251001', 'ok', 12 + 2000 + 300, 2000, 5],
      ['openai', 'gpt-4o-2024-08-06', 'ok', 30, 10, 4],
      ['openrouter', 'openai/gpt-4o-mini', 'ok', 8, undefined, 2],
      ['x-ai', 'grok-4', 'ok', 20, undefined, 6],
      ['aws', undefined, 'ok', 7 + 100, 100, 3],
      ['google', 'gemini-2.5-flash', 'ok', 9, undefined, 2 + 20],
      ['anthropic', undefined, 'overloaded', undefined, undefined, undefined],
    ]);
    const calls = callsOf(items);
    expect(calls.map(({ keys }) => keys[0])).toEqual(['response:msg_own_r1', 'response:chatcmpl-own-r2', 'response:gen-1795161600-own3', 'response:own-4', undefined, 'response:own6Q', 'request:req_own_r7']);
    expect(calls[0]).toMatchObject({ stream: false, timeSource: 'file', usage: { cacheWriteTokens: 300 }, content: { reply: { text: 'One.' } } });
    expect(calls[1]).toMatchObject({ startedAt: 1_795_161_600_000, timeSource: 'record' });
    expect(calls[2]?.loggedCostNanoUsd).toBe(2400);
    expect(calls[3]).toMatchObject({ timeSource: 'file', usage: { webSearches: 2 + 1 } });
  });

  test('what was written beside a reply is read: when, how long', async () => {
    const { items } = await readWith('replies', JSON.stringify({ timestamp: '2026-11-01T10:00:00Z', latency_ms: 321, ...records[0] }));
    expect(callsOf(items)).toMatchObject([{ startedAt: Date.UTC(2026, 10, 1, 10), timeSource: 'record', latencyMs: 321 }]);
  });

  test('constants fill what replies leave open', async () => {
    const { items } = await readWith('replies', JSON.stringify(records[4]), { set: { model: 'amazon.nova-lite-v1:0', env: 'prod', user: 'u1', session: 's1' } });
    expect(callsOf(items)).toMatchObject([{ requestedModel: 'amazon.nova-lite-v1:0', env: 'prod', user: 'u1', sessionId: 's1' }]);
  });

  test('a broken line and a foreign record cost themselves', async () => {
    const { items } = await readWith('replies', `${lines}{"id":"chatcmpl-\n{"a":1}\n${JSON.stringify(records[1])}\n`);
    expect(callsOf(items)).toHaveLength(records.length + 1);
    expect(skipsOf(items)).toEqual(['line 8: not JSON (a broken or cut line)', "line 9: not a reply of a provider's API"]);
  });

  test('pieces of a stream stay a stream; a table of counts stays a table', () => {
    const gemini = (more: object) => ({ candidates: [{ content: { parts: [{ text: 'a' }] }, ...more }], usageMetadata: { promptTokenCount: 1 }, responseId: 'own7Q' });
    expect(sourceOf([gemini({}), gemini({ finishReason: 'STOP' })].map((piece) => JSON.stringify(piece)).join('\n'))).toBe('sse');
    expect(sourceOf(JSON.stringify([gemini({ finishReason: 'STOP' })]))).toBe('sse');
    expect(sourceOf([{ model: 'llama3', done: false, response: 'a' }, { model: 'llama3', done: true, response: '', eval_count: 2 }].map((piece) => JSON.stringify(piece)).join('\n'))).toBe('sse');
    expect(sourceOf(JSON.stringify({ model: 'claude-haiku-4-5', input_tokens: 5, output_tokens: 1, stop_reason: 'end_turn', timestamp: '2026-11-01T10:00:00Z' }))).toBe('mapped');
  });

  test('an advisor inside a call is a call beside it, in a file of replies and in a stream', async () => {
    const usage = { input_tokens: 30, output_tokens: 4, iterations: [{ type: 'message', input_tokens: 30, output_tokens: 4 }, { type: 'advisor_message', model: 'claude-opus-4-8', input_tokens: 90, output_tokens: 7 }] };
    const advised = [['claude-haiku-4-5-20251001', 30, 4, ['response:msg_own_r1']], ['claude-opus-4-8', 90, 7, ['response:msg_own_r1/advisor-1']]];
    const factsOf = (items: Awaited<ReturnType<typeof readWith>>['items']) => callsOf(items).map(({ servedModel, usage: { uncachedInputTokens, outputTokens }, keys }) => [servedModel, uncachedInputTokens, outputTokens, keys]);
    expect(factsOf((await readWith('replies', JSON.stringify({ ...records[0], usage }))).items)).toEqual(advised);
    const events = [{ type: 'message_start', message: { ...records[0], content: [], stop_reason: null, usage: { input_tokens: 10, output_tokens: 1 } } }, { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage }, { type: 'message_stop' }];
    expect(factsOf((await readWith('sse', events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''))).items)).toEqual(advised);
  });
});
