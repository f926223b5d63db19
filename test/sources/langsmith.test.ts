import { describe, expect, test } from 'vitest';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const basic = fixture('langsmith', 'basic', 'calls.jsonl');
const idOf = (number: number): string => `6f1c0000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const readRuns = async (text: string) => callsOf((await readWith('langsmith', text)).items);

describe('LangSmith runs', () => {
  test('runs of type llm are calls; chains, tools and wrapping runs are none', async () => {
    const { items } = await readWith('langsmith', basic);
    const [chat, inner, failed, old, ...more] = callsOf(items);
    expect(chat).toMatchObject({
      keys: [`langsmith:${idOf(2)}`, 'response:msg_01LangA'], startedAt: Date.UTC(2026, 10, 20, 10, 0, 1), provider: 'anthropic', servedModel: 'claude-sonnet-4-5-20250929', status: 'ok', stream: true, latencyMs: 2500, ttftMs: 600,
      usage: { uncachedInputTokens: 2374 - 2074 - 297, cacheReadTokens: 2074, cacheWriteTokens: 197, cacheWrite1hTokens: 100, outputTokens: 61 }, finishReason: 'tool_use', loggedCostNanoUsd: 3_100_000, user: 'ann', sessionId: 'th-1',
      maxOutputTokens: 500, tags: { name: 'ChatAnthropic', feature: 'search', beta: 'true' }, parameters: { temperature: 0.2 },
      content: { messages: [{ role: 'system', text: 'You track parcels.' }, { role: 'user', text: 'Where is parcel 17?' }], tools: [{ name: 'lookup' }], reply: { text: 'Let me look.', toolCalls: [{ name: 'lookup' }] } },
    });
    expect(inner).toMatchObject({
      keys: [`langsmith:${idOf(6)}`, 'response:chatcmpl-LangB'], requestedModel: 'o4-mini', servedModel: 'o4-mini-2025-04-16', finishReason: 'stop', effort: 'medium', latencyMs: 1700,
      usage: { uncachedInputTokens: 43, cacheReadTokens: 0, outputTokens: 1901, reasoningTokens: 960 }, content: { reply: { text: 'On its way.' } },
    });
    expect(failed).toMatchObject({ status: 'overloaded', httpStatus: 529, usage: {}, content: { messages: [{ text: 'Hello' }] } });
    expect(old).toMatchObject({ usage: { uncachedInputTokens: 3, outputTokens: 2 }, finishReason: 'length', content: { reply: { text: 'Hello!' } } });
    expect(more).toEqual([]);
    expect(items.filter((item) => 'folded' in item)).toEqual([{ folded: { rule: 'wrapping-span', where: 'line 4' } }]);
    expect(skipsOf(items)).toEqual(['line 1: a run of type chain', 'line 3: a run of type tool', 'line 5: a run of type chain']);
  });

  const shown = ({ keys, usage, startedAt, latencyMs, ttftMs, content, status, servedModel, requestedModel, provider, finishReason, user, sessionId, effort }: Awaited<ReturnType<typeof readRuns>>[number]) =>
    ({ keys, usage, startedAt, latencyMs, ttftMs, content, status, servedModel, requestedModel, provider, finishReason, user, sessionId, effort });

  test.each(['runs-query.json', 'tree.json', 'export.csv', 'batch.json', 'batches.jsonl'])('%s holds the same calls', async (name) => {
    const calls = await readRuns(fixture('langsmith', 'shapes', name));
    expect(calls.map(shown)).toEqual((await readRuns(basic)).map(shown));
  });

  test('beginning and end of a run are one call, and the end is counted as an update', async () => {
    const { items } = await readWith('langsmith', fixture('langsmith', 'shapes', 'batch.json'));
    expect(items.filter((item) => 'folded' in item && item.folded.rule === 'poll')).toHaveLength(5);
    expect(callsOf(items)[0]?.tags).toMatchObject({ project: 'parcels' });
  });

  test('a run whose end is not in the file is a call that nobody counted', async () => {
    const batch = JSON.parse(fixture('langsmith', 'shapes', 'batch.json')) as { post: object[] };
    const calls = await readRuns(JSON.stringify({ post: batch.post.slice(1, 2), patch: [] }));
    expect(calls).toMatchObject([{ keys: [`langsmith:${idOf(2)}`], usage: {}, status: 'ok' }]);
  });

  test('a broken record costs itself alone; numbers may be texts', async () => {
    const lines = basic.trim().split('\n');
    const { items } = await readWith('langsmith', [lines[1], lines[7]?.slice(0, 80), lines[7]?.replace('"prompt_tokens": 3', '"prompt_tokens": "3"')].join('\n'));
    expect([callsOf(items).map(({ usage }) => usage.outputTokens), skipsOf(items)]).toEqual([[61, 2], ['line 2: not JSON (a broken or cut line)']]);
  });
});

describe.skipIf(!hasSamples)('LangSmith samples (SHADOWBILL_SAMPLES)', () => {
  test('every record reads as expected', async () => {
    for (const { expected, calls } of await samplePairs('langsmith', 'langsmith')) {
      expect(calls).toHaveLength(expected.length);
      for (const [at, { run_id: run, trace_id: _trace, name, timestamp_ms: start, latency_ms: latency, ...wanted }] of expected.entries()) {
        const call = calls[at];
        expect(call === undefined ? {} : asExpected(call)).toMatchObject({ ...wanted, start_unix_ms: start, duration_ms: latency });
        expect(call).toMatchObject({ recordId: run, tags: { name } });
      }
    }
  });
});
