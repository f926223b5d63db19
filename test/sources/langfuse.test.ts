import { describe, expect, test } from 'vitest';
import { countsOfDetails, entriesOf } from '../../src/sources/langfuse-usage.js';
import { detectSource, sources } from '../../src/sources/index.js';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { FILE_TIME_MS, callsOf, fixture, pieces, readWith, skipsOf } from './read.js';

const basic = fixture('langfuse', 'basic', 'calls.jsonl');
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const foldsOf = (items: Awaited<ReturnType<typeof readWith>>['items']) => items.flatMap((item) => ('folded' in item ? [item.folded.rule] : []));

describe('Langfuse observations', () => {
  test('generations and embeddings are calls, in disjoint buckets; spans and tools are none', async () => {
    const { items } = await readWith('langfuse', basic);
    const [chat, embedding, failed, inner, ...more] = callsOf(items);
    expect(chat).toMatchObject({
      keys: [`langfuse:${TRACE}/00f067aa0ba902b7`, `span:${TRACE}/00f067aa0ba902b7`], startedAt: Date.UTC(2026, 10, 20, 10), provider: 'openai', servedModel: 'gpt-5-mini-2025-08-07', env: 'prod', stream: true, status: 'ok',
      usage: { uncachedInputTokens: 100, cacheReadTokens: 900, outputTokens: 40 + 60, reasoningTokens: 60 }, loggedCostNanoUsd: 247_500, latencyMs: 1500, ttftMs: 400, effort: 'low', finishReason: 'stop', maxOutputTokens: 300,
      tags: { name: 'answer', prompt: 'parcel-answer', feature: 'tracking' }, parameters: { temperature: 0 },
      content: { messages: [{ role: 'system' }, { role: 'user', text: 'Where is parcel 17?' }], reply: { text: 'It left the depot this morning.' } },
    });
    expect(embedding).toMatchObject({ api: 'embeddings', usage: { uncachedInputTokens: 12, outputTokens: 0 }, latencyMs: 50 });
    expect(failed).toMatchObject({ status: 'rate_limited', httpStatus: 429, errorType: 'RateLimitError', usage: {}, loggedCostNanoUsd: undefined, provider: 'anthropic' });
    expect(inner).toMatchObject({ usage: { uncachedInputTokens: 3, cacheReadTokens: 1000, cacheWriteTokens: 297, outputTokens: 80 }, content: { reply: { text: 'In short: on its way.' } } });
    expect(more).toEqual([]);
    expect(foldsOf(items)).toEqual(['wrapping-span']);
    expect(skipsOf(items)).toEqual(expect.arrayContaining(['line 1: an observation of type SPAN', 'line 8: an observation of type TOOL']));
  });

  test('a wrapper is told whichever comes first, and keeps its place', async () => {
    const { items } = await readWith('langfuse', basic.trim().split('\n').reverse().join('\n'));
    expect(callsOf(items)).toHaveLength(4);
    expect(items.find((item) => 'folded' in item)).toEqual({ folded: { rule: 'wrapping-span', where: 'line 4' } });
  });

  test('a generation in a generation with counts of its own is a call of its own', async () => {
    const lines = basic.trim().split('\n').map((line) => line.replace('"input": 1300, "output": 80, "total": 1380', '"input": 1500, "output": 90, "total": 1590'));
    expect(callsOf((await readWith('langfuse', lines.join('\n'))).items)).toHaveLength(5);
  });

  test('the trace export of the UI holds each observation twice; user, session and tags are the trace\'s', async () => {
    const { items } = await readWith('langfuse', fixture('langfuse', 'shapes', 'trace-of-ui.json'));
    const calls = callsOf(items);
    expect(calls).toHaveLength(4);
    expect(foldsOf(items).filter((rule) => rule === 'shown-twice')).toHaveLength(5);
    for (const call of calls) expect(call).toMatchObject({ user: 'ann', sessionId: 's-1', tags: { trace: 'parcel-chat', conversational: 'true', tier: 'gold', team: 'mail', release: 'r-7' } });
    const plain = callsOf((await readWith('langfuse', basic)).items);
    expect(calls.map(({ keys, usage, startedAt, latencyMs, ttftMs, loggedCostNanoUsd, content }) => ({ keys, usage, startedAt, latencyMs, ttftMs, loggedCostNanoUsd, content }))).toEqual(
      plain.map(({ keys, usage, startedAt, latencyMs, ttftMs, loggedCostNanoUsd, content }) => ({ keys, usage, startedAt, latencyMs, ttftMs, loggedCostNanoUsd, content })),
    );
  });

  test.each(['page-of-observations.json', 'observations_v2.jsonl', 'observations_v2.json', 'observations_v2.csv'])('%s holds the same calls, latency from the two instants', async (name) => {
    const calls = callsOf((await readWith('langfuse', fixture('langfuse', 'shapes', name))).items);
    const plain = callsOf((await readWith('langfuse', basic)).items);
    const shown = ({ keys, usage, startedAt, latencyMs, ttftMs, loggedCostNanoUsd, content, status, servedModel, effort }: (typeof plain)[number]) => ({ keys, usage, startedAt, latencyMs, ttftMs, loggedCostNanoUsd, content, status, servedModel, effort });
    expect(calls.map(shown)).toEqual(plain.map(shown));
    if (name.startsWith('observations')) expect(calls[0]).toMatchObject({ user: 'ann', sessionId: 's-1', tags: { trace: 'parcel-chat', tier: 'gold', feature: 'tracking' } });
  });

  test('the old usage object with its unit; characters are no tokens', async () => {
    const [chat, embedding, failed, characters] = callsOf((await readWith('langfuse', fixture('langfuse', 'shapes', 'page-of-traces.json'))).items);
    expect(chat).toMatchObject({ usage: { uncachedInputTokens: 1000, outputTokens: 100 }, loggedCostNanoUsd: 247_500, user: 'ann', sessionId: 's-1' });
    expect([embedding?.usage, failed?.usage, characters?.usage]).toEqual([{ uncachedInputTokens: 12, outputTokens: 0 }, {}, {}]);
  });

  test('traces may lie in another file of the same run', async () => {
    const traces = `${JSON.stringify({ id: TRACE, timestamp: '2026-11-20 09:59:59.900000', name: 'parcel-chat', environment: 'prod', project_id: 'p-1', user_id: 'bob', session_id: 's-2', tags: ['batch'], bookmarked: false, public: false, release: null, input: null })}\n`;
    const source = sources.find(({ id }) => id === 'langfuse');
    const companions = [{ name: 'traces.jsonl', head: traces, chunks: () => pieces(traces) }];
    const items = [];
    for await (const batch of source?.read({ name: 'observations.jsonl', chunks: pieces(basic), fileTimeMs: FILE_TIME_MS, options: { map: {}, set: {} }, companions, note: () => undefined }) ?? []) items.push(...batch);
    for (const call of callsOf(items)) expect(call).toMatchObject({ user: 'bob', sessionId: 's-2', tags: { trace: 'parcel-chat', batch: 'true' } });
    expect(skipsOf((await readWith('langfuse', traces)).items)).toEqual(['line 1: a trace: its observations are the calls']);
  });

  test('a broken record costs itself alone; numbers may be texts', async () => {
    const lines = basic.trim().split('\n');
    const { items } = await readWith('langfuse', [lines[1], lines[2]?.slice(0, 80), lines[2]].join('\n'));
    expect([callsOf(items).length, skipsOf(items)]).toEqual([2, ['line 2: not JSON (a broken or cut line)']]);
    const texts = lines[1]?.replace('"input": 100,', '"input": "100",').replace('"totalCost": 0.0002475', '"totalCost": "0.0002475"') ?? '';
    expect(callsOf((await readWith('langfuse', texts)).items)[0]).toMatchObject({ usage: { uncachedInputTokens: 100 }, loggedCostNanoUsd: 247_500 });
  });
});

test('buckets are disjoint unless their total says otherwise', () => {
  const counts = (details: Record<string, number>) => countsOfDetails(details, { isEmbedding: false });
  expect(counts({ input: 24, output: 378, input_cached_tokens: 0, output_reasoning_tokens: 1029, total: 1431 })).toMatchObject({ inputTokens: 24, cachedInputTokens: 0, outputTokens: 378 + 1029, reasoningTokens: 1029 });
  expect(counts({ input: 1000, output: 50, cache_read_input_tokens: 400, total: 1050 })).toMatchObject({ inputTokens: 1000, cachedInputTokens: 400, outputTokens: 50 });
  expect(counts({ input: 5, cache_read_input_tokens: 400, input_cache_creation_5m: 10, input_cache_creation_1h: 20, output: 7 })).toMatchObject({ inputTokens: 5 + 400 + 10 + 20, cacheWriteTokens: 30, cacheWrite1hTokens: 20, outputTokens: 7 });
  expect(counts({ input: 5, cache_creation_input_tokens: 30, input_cache_creation_5m: 10, input_cache_creation_1h: 20, output: 7 })).toMatchObject({ inputTokens: 35, cacheWriteTokens: 30, cacheWrite1hTokens: 20 });
  expect(counts({ input: 10, input_audio: 5, output: 4, output_audio: 6 })).toMatchObject({ inputTokens: 15, audioInputTokens: 5, outputTokens: 10, audioOutputTokens: 6 });
  expect(counts({ input: 0, output: 0, total: 0 })).toEqual({});
  expect(counts({ total: 12 })).toMatchObject({ inputTokens: undefined, outputTokens: undefined });
});

test('a map may be written as the list of its entries', () => {
  expect(entriesOf([{ key: 'input', value: 5 }, ['output', 6]])).toEqual({ input: 5, output: 6 });
  expect(entriesOf('{"input": 5}')).toEqual({ input: 5 });
});

describe.skipIf(!hasSamples)('Langfuse samples (SHADOWBILL_SAMPLES)', () => {
  test('every record reads as expected; google.generative-ai is Google', async () => {
    for (const { expected, calls } of await samplePairs('langfuse', 'langfuse')) {
      expect(calls).toHaveLength(expected.length);
      for (const [at, { trace_id: trace, tags, provider, ...wanted }] of expected.entries()) {
        const call = calls[at];
        expect(call === undefined ? {} : asExpected(call)).toMatchObject({ ...wanted, provider: provider === 'google.generative-ai' ? 'google' : provider });
        expect(call?.keys).toEqual(expect.arrayContaining([expect.stringContaining(String(trace))]));
        for (const tag of (tags ?? []) as string[]) expect(call?.tags[tag]).toBe('true');
      }
    }
  });
});

test('a table whose every row holds line breaks is told by its content', () => {
  const csv = fixture('langfuse', 'shapes', 'observations_v2.csv').replaceAll('p-1', '"p\n1"');
  const detection = detectSource(csv);
  expect(detection.found && detection.source.id).toBe('langfuse');
});
