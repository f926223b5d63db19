import { describe, expect, test } from 'vitest';
import { inclusiveUsage } from '../../src/model/usage.js';
import { detectSource } from '../../src/sources/index.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const rows = fixture('vertex-log', 'basic', 'rows.jsonl');
const csv = fixture('vertex-log', 'csv', 'rows.csv');

describe('vertex-log', () => {
  test.each([rows, csv, `[${rows.trim().split('\n').join(',\n')}]`])('is found by its columns (%#)', (text) => {
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe('vertex-log');
  });

  test('whole bodies, pieces of a stream, and Claude by rawPredict', async () => {
    const { items } = await readWith('vertex-log', rows, { size: 200 });
    expect(callsOf(items).map((call) => [call.provider, call.requestedModel, call.servedModel, call.region, call.stream, inclusiveUsage(call.usage).inputTokens, call.usage.outputTokens, call.usage.reasoningTokens, call.latencyMs, call.startedAt - Date.UTC(2026, 10, 20, 8)])).toEqual([
      ['vertex', 'gemini-2.5-pro', 'gemini-2.5-pro', 'us-central1', false, 3, 29 + 901, 901, 11_225.994, 1034],
      ['vertex', 'gemini-2.5-flash', 'gemini-2.5-flash', 'us-central1', true, 4, 2, undefined, 1500, 20_000 - 1500],
      ['vertex', 'claude-haiku-4-5@20251001', 'claude-haiku-4-5-20251001', undefined, false, 6 + 50, 2, undefined, 700, 30_000 - 700],
    ]);
    expect(callsOf(items)).toMatchObject([
      { keys: ['vertex-log:5374205265901353984', 'response:v-resp-1'], tags: { team: 'mail' }, maxOutputTokens: 8192, finishReason: 'STOP', content: { messages: [{ text: 'Hello' }], reply: { text: 'Hello there' } } },
      { content: { messages: [{ text: 'Twice' }], reply: { text: 'Two' } } }, { api: 'messages', usage: { cacheReadTokens: 50 }, content: { reply: { text: 'Three' } } },
    ]);
  });

  test('the CSV export says the same', async () => {
    const calls = callsOf((await readWith('vertex-log', csv)).items);
    const [first, , third] = callsOf((await readWith('vertex-log', rows)).items);
    expect(calls.map(({ usage, startedAt, keys }) => ({ usage, startedAt, keys }))).toEqual([first, third].map((call) => ({ usage: call?.usage, startedAt: call?.startedAt, keys: call?.keys })));
  });

  test('a broken row between good ones costs itself', async () => {
    const [first, second, third] = rows.split('\n');
    const { items } = await readWith('vertex-log', [first, second?.slice(0, 300), third].join('\n'));
    expect(callsOf(items)).toHaveLength(2);
    expect(skipsOf(items)).toHaveLength(1);
  });
});
