import { describe, expect, test } from 'vitest';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { readRun } from './read-run.js';
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

const runId = (letter: string): string => `${letter}1111111-1111-4111-8111-111111111111`;
const dotted = (...letters: readonly string[]): string => letters.map((letter, at) => `20260216T01351857325${at}Z${runId(letter)}`).join('.');
const run = (path: readonly string[], more: object = {}): object => ({
  id: runId(path.at(-1) ?? ''), trace_id: runId(path[0] ?? ''), dotted_order: dotted(...path), run_type: 'llm', name: 'ChatOpenAI', start_time: '2026-02-16T01:35:18.573255', end_time: '2026-02-16T01:35:24.573255',
  inputs: {}, outputs: {}, extra: { metadata: { ls_provider: 'openai', ls_model_name: 'gpt-4o' } }, ...more,
});
const counted = (input: number, output: number): object => ({ prompt_tokens: input, completion_tokens: output });

describe('a trace of LangSmith in several files', () => {
  const wrapper = JSON.stringify(run(['a', 'b'], counted(30, 3)));
  const first = JSON.stringify(run(['a', 'b', 'c', 'd'], counted(10, 1)));
  const second = JSON.stringify(run(['a', 'b', 'c', 'e'], counted(20, 2)));
  const outputs = async (files: Readonly<Record<string, string>>) => callsOf((await readRun('langsmith', files)).items).map(({ usage }) => usage.outputTokens).sort();

  test('is counted once in any order, though no file holds what lies between', async () => {
    expect(await outputs({ wrapper, first, second })).toEqual([1, 2]);
    expect(await outputs({ second, first, wrapper })).toEqual([1, 2]);
    expect(await outputs({ wrapper: `${wrapper}\n${first}`, both: `${first}\n${second}` })).toEqual([1, 1, 2]);
  });

  test('without dotted_order the runs between tell', async () => {
    const plain = (text: string, parent: string): string => text.replace(/"dotted_order":"[^"]*"/, `"parent_run_id":"${runId(parent)}"`);
    const chain = JSON.stringify({ ...run(['a', 'b', 'c']), run_type: 'chain' });
    expect(await outputs({ wrapper: plain(wrapper, 'a'), chain: plain(chain, 'b'), calls: `${plain(first, 'c')}\n${plain(second, 'c')}` })).toEqual([1, 2]);
  });

  test('that are imported one by one is said to lack runs', async () => {
    const chain = JSON.stringify({ ...run(['a', 'x']), run_type: 'chain' });
    expect((await readWith('langsmith', `${chain}\n${first}`)).notes.join()).toContain('import all of them in one run');
    expect((await readWith('langsmith', first)).notes.join()).not.toContain('import all of them');
    expect((await readRun('langsmith', { one: `${chain}\n${first}`, two: JSON.stringify({ ...run(['a', 'b', 'c']), run_type: 'chain' }) })).notes.join()).not.toContain('import all of them');
  });
});

test('counts of older ChatAnthropic leave out what a cache held, and the end of an answer has three names', async () => {
  const usage = { input_tokens: 84, cache_read_input_tokens: 50, cache_creation_input_tokens: 10, output_tokens: 18 };
  const [older, wrapped, bedrock] = await readRuns([
    run(['a'], { outputs: { generations: [[{ text: 'x' }]], llm_output: { model: 'claude-3-5-sonnet-20240620', usage } } }),
    run(['b'], { outputs: { role: 'assistant', content: [{ type: 'text', text: 'y' }], stop_reason: 'end_turn', usage_metadata: { input_tokens: 144, output_tokens: 18 } } }),
    run(['c'], { outputs: { generations: [[{ text: 'x', message: { kwargs: { content: 'x', response_metadata: { stopReason: 'max_tokens' }, usage_metadata: { input_tokens: 9, output_tokens: 1 } } } }]] } }),
  ].map((each) => JSON.stringify(each)).join('\n'));
  expect(older?.usage).toMatchObject({ uncachedInputTokens: 84, cacheReadTokens: 50, outputTokens: 18 });
  expect([wrapped?.finishReason, bedrock?.finishReason]).toEqual(['end_turn', 'max_tokens']);
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
