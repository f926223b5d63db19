import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asExpected, hasSamples, samplesFolder } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const session = fixture('codex', 'basic', 'calls.jsonl');
const lines = session.trim().split('\n');
const readSession = async (text: string) => callsOf((await readWith('codex', text)).items);
const SESSION = '019c0000-0000-7000-8000-000000000001';

describe('Codex sessions', () => {
  test('a changed total is a call, an unchanged one a refresh; the model is that of the turn', async () => {
    const { items } = await readWith('codex', session);
    const [first, second, third, ...more] = callsOf(items);
    expect(first).toMatchObject({
      keys: ['codex:019c0000-0000-7000-8000-0000000000a1/17203-3456-358', 'codex:call_Q1w2E3r4T5y6U7i8O9p0', `codex:${SESSION}/17203-3456-358`], startedAt: Date.UTC(2026, 10, 20, 10, 0, 6), provider: 'openai', servedModel: 'gpt-5.3-codex', effort: 'high',
      api: 'responses', billing: 'subscription', sessionId: SESSION, usage: { uncachedInputTokens: 17_203 - 3456, cacheReadTokens: 3456, outputTokens: 358, reasoningTokens: 193 }, tags: { project: 'parcels', branch: 'main', app: 'codex' },
      content: { messages: [{ role: 'system', text: 'You are a coding agent.' }, { role: 'user' }, { role: 'user', text: 'Fix the parser.' }], reply: { text: 'I look first.', toolCalls: [{ name: 'exec_command' }] } },
    });
    expect(second).toMatchObject({ usage: { uncachedInputTokens: 19_243 - 3456, outputTokens: 239, webSearches: 1 } });
    expect(second?.content?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'user', 'assistant', 'assistant', 'tool']);
    expect(third).toMatchObject({ servedModel: 'gpt-5.2-codex', effort: 'low', usage: { uncachedInputTokens: 500, cacheReadTokens: 0, outputTokens: 20, reasoningTokens: 0 }, content: { reply: { text: 'Bye.' } } });
    expect(more).toEqual([]);
    expect(items.filter((item) => 'folded' in item && item.folded.rule === 'repeated-usage')).toHaveLength(2);
    expect(skipsOf(items)).toContain('line 7: a count that holds no usage yet');
  });

  test('totals alone give the same calls', async () => {
    const alone = lines.map((line) => line.replace(/, "last_token_usage": \{[^}]*\}/, ''));
    expect((await readSession(alone.join('\n'))).map(({ usage, keys }) => ({ usage, keys }))).toEqual((await readSession(session)).map(({ usage, keys }) => ({ usage, keys })));
  });

  test('totals that fell were begun anew', async () => {
    const anew = JSON.stringify({ timestamp: '2026-11-20T10:02:00.000Z', type: 'event_msg', payload: { type: 'token_count', info: { total_token_usage: { input_tokens: 90, cached_input_tokens: 10, output_tokens: 5, reasoning_output_tokens: 1 } } } });
    expect((await readSession([...lines, anew].join('\n'))).at(-1)?.usage).toEqual({ uncachedInputTokens: 80, cacheReadTokens: 10, outputTokens: 5, reasoningTokens: 1 });
  });

  test('a session that has grown, and a fork that repeats it, hold what was there under the same keys', async () => {
    const whole = await readSession(session);
    expect((await readSession(lines.slice(0, 13).join('\n')))[0]?.keys).toEqual(whole[0]?.keys);
    const fork = await readSession(fixture('codex', 'fork', 'rollout.jsonl'));
    expect(fork).toHaveLength(3);
    for (const at of [0, 1]) expect(fork[at]?.keys.filter((key) => whole[at]?.keys.includes(key))).toHaveLength(2);
    expect(whole.some(({ keys }) => keys.some((key) => fork[2]?.keys.includes(key)))).toBe(false);
    expect(fork[2]).toMatchObject({ sessionId: '019c0000-0000-7000-8000-000000000002', tags: { subagent: 'true' }, usage: { uncachedInputTokens: 2000, cacheReadTokens: 19_000 } });
  });

  test('what a fork of an older version repeats in its first second, without any id, is counted with its parent', async () => {
    const older = fixture('codex', 'fork', 'rollout.jsonl').split('\n').filter((line) => !line.includes('"function_call"')).map((line) => line.replace(/"turn_id": "[^"]*", /, '')).join('\n');
    const { items } = await readWith('codex', older);
    expect(callsOf(items).map(({ usage }) => usage.cacheReadTokens)).toEqual([19_000]);
  });

  test('without a turn context the model is that of the count, or unknown; numbers may be texts', async () => {
    const bare = (info: object): string => JSON.stringify({ timestamp: '2026-11-20T10:00:00.000Z', type: 'event_msg', payload: { type: 'token_count', info } });
    const usage = { input_tokens: '100', cached_input_tokens: '40', output_tokens: '5', reasoning_output_tokens: '1' };
    expect(await readSession(bare({ model: 'gpt-5-codex', last_token_usage: usage }))).toMatchObject([{ servedModel: 'gpt-5-codex', usage: { uncachedInputTokens: 60, cacheReadTokens: 40, outputTokens: 5 } }]);
    expect(await readSession(bare({ total_token_usage: usage }))).toMatchObject([{ servedModel: undefined, provider: 'openai' }]);
  });

  test('billing is the plan unless --set says otherwise; what another provider serves is on no plan', async () => {
    const { items } = await readWith('codex', session, { set: { billing: 'metered' } });
    expect(callsOf(items).every(({ billing }) => billing === 'metered')).toBe(true);
    expect((await readSession(session.replace('"model_provider": "openai"', '"model_provider": "azure"')))[0]).toMatchObject({ provider: 'azure', billing: 'unknown' });
  });

  test('the events of codex exec are sums of turns, no calls', async () => {
    const { items } = await readWith('codex', '{"type":"thread.started","thread_id":"t"}\n{"type":"turn.completed","usage":{"input_tokens":5,"output_tokens":6}}\n');
    expect([callsOf(items), skipsOf(items)]).toEqual([[], ['line 1: an event of codex exec', 'line 2: the sum of a turn: the calls of it are in the session file']]);
  });

  test('a broken line costs itself alone', async () => {
    const { items } = await readWith('codex', [...lines.slice(0, 11), lines[11]?.slice(0, 100), ...lines.slice(11)].join('\n'));
    expect([callsOf(items).length, skipsOf(items).filter((skip) => skip.includes('broken'))]).toEqual([3, ['line 12: not JSON (a broken or cut line)']]);
  });
});

interface ExpectedFile {
  file: string;
  session_id: string | null;
  duplicate_token_count_events: number;
  calls: { provider: string; model: string; timestamp: string; input_tokens: number; cached_input_tokens: number; output_tokens: number; reasoning_tokens: number }[];
}

describe.skipIf(!hasSamples)('Codex samples (SHADOWBILL_SAMPLES)', () => {
  test('every call reads as expected', async () => {
    const folder = join(samplesFolder ?? '', 'logs', 'codex');
    for (const { file, session_id: id, duplicate_token_count_events: duplicates, calls: expected } of JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as ExpectedFile[]) {
      const { items } = await readWith('codex', readFileSync(join(folder, file), 'utf8'));
      const calls = callsOf(items);
      expect(calls).toHaveLength(expected.length);
      expect(items.filter((item) => 'folded' in item)).toHaveLength(duplicates);
      for (const [at, wanted] of expected.entries()) {
        expect(calls[at] === undefined ? {} : asExpected(calls[at])).toMatchObject({
          provider: wanted.provider, model: wanted.model, start: wanted.timestamp, input_tokens: wanted.input_tokens, cached_input_tokens: wanted.cached_input_tokens, output_tokens: wanted.output_tokens, reasoning_tokens: wanted.reasoning_tokens,
          session_id: id ?? undefined,
        });
      }
    }
  });
});

describe('sessions that repeat another', () => {
  const [PARENT, CHILD] = ['019c8a4c-ed82-79a1-aa28-7738fc5ab61b', '019c8a70-dda7-7f33-98ea-f30553347323'];
  const usage = (input: number, cached: number, output: number): object => ({ input_tokens: input, cached_input_tokens: cached, output_tokens: output, reasoning_output_tokens: 0, total_tokens: input + output });
  const meta = (at: string, id: string, more: object = {}): object => ({ timestamp: at, type: 'session_meta', payload: { id, timestamp: at, cwd: '/r', ...more } });
  const counted = (at: string, total: object, last: object): object => ({ timestamp: at, type: 'event_msg', payload: { type: 'token_count', info: { total_token_usage: total, last_token_usage: last } } });
  const history = [
    { timestamp: '2025-10-03T18:15:07.000Z', type: 'turn_context', payload: { model: 'gpt-5' } },
    counted('2025-10-03T18:15:10.000Z', usage(100, 0, 10), usage(100, 0, 10)),
    counted('2025-10-03T18:16:10.000Z', usage(300, 50, 30), usage(200, 50, 20)),
  ];
  const own = counted('2025-10-03T19:01:10.000Z', usage(700, 250, 70), usage(400, 200, 40));
  const text = (lines: readonly object[]): string => lines.map((line) => JSON.stringify(line)).join('\n');
  const parentMeta = meta('2025-10-03T18:15:00.000Z', PARENT);
  const childMeta = meta('2025-10-03T19:00:00.990Z', CHILD);
  const stamped = (lines: readonly object[], ...stamps: readonly string[]): object[] => lines.map((line, at) => ({ ...line, timestamp: stamps[Math.min(at, stamps.length - 1)] }));

  test('a second session line makes a fork, whose history is not counted again, also over the turn of a second', async () => {
    const fork = await readSession(text([childMeta, ...stamped([parentMeta, ...history], '2025-10-03T19:00:00.995Z', '2025-10-03T19:00:00.998Z', '2025-10-03T19:00:01.004Z', '2025-10-03T19:00:01.009Z'), own]));
    expect(fork.map(({ usage: { outputTokens }, sessionId }) => [outputTokens, sessionId])).toEqual([[40, CHILD]]);
  });

  test('what keeps its instants has the keys of the session that it was written in', async () => {
    const parent = await readSession(text([parentMeta, ...history]));
    const fork = await readSession(text([childMeta, parentMeta, ...history, own]));
    expect(fork.map(({ keys }) => keys)).toEqual([...parent.map(({ keys }) => keys), [`codex:${CHILD}/700-250-70`]]);
    expect(fork.map(({ startedAt }) => startedAt).slice(0, 2)).toEqual(parent.map(({ startedAt }) => startedAt));
  });

  test('of a fork of a fork, each in its own', async () => {
    const grandchild = [meta('2025-10-03T20:00:00.000Z', 'c'), childMeta, parentMeta, ...history, own, counted('2025-10-03T20:00:09.000Z', usage(900, 400, 80), usage(200, 150, 10))];
    expect((await readSession(text(grandchild))).map(({ sessionId }) => sessionId)).toEqual([PARENT, PARENT, CHILD, 'c']);
  });

  test('a subagent with a session line of its own alone counts from its start', async () => {
    const quick = [meta('2025-10-03T19:00:00.100Z', CHILD, { source: { subagent: { thread_spawn: { parent_thread_id: PARENT } } } }), ...stamped(history, '2025-10-03T19:00:00.200Z', '2025-10-03T19:00:00.900Z', '2025-10-03T19:00:01.500Z')];
    expect((await readSession(text(quick))).map(({ usage: { outputTokens }, tags }) => [outputTokens, tags['subagent']])).toEqual([[10, 'true'], [20, 'true']]);
  });

  test('a session line that comes again when a session is resumed changes nothing', async () => {
    expect(await readSession(text([parentMeta, ...history.slice(0, 2), parentMeta, ...history.slice(2)]))).toHaveLength(2);
  });
});
