import { describe, expect, test } from 'vitest';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const shape = (name: string): string => fixture('promptfoo', 'shapes', name);

describe('promptfoo results', () => {
  test('a failed assertion is a good call, a failed request is none, the cache is none', async () => {
    const { items, notes } = await readWith('promptfoo', shape('version-3.json'));
    const [first, failed, cached, bedrock, own, ...more] = callsOf(items);
    expect(first).toMatchObject({
      keys: ['promptfoo:aaaa0001-0000-4000-8000-000000000001'], startedAt: Date.UTC(2026, 10, 20, 10, 0, 0, 886), timeSource: 'record', provider: 'openai', requestedModel: 'gpt-4o-mini', status: 'ok', finishReason: 'stop', latencyMs: 850,
      usage: { uncachedInputTokens: 14, outputTokens: 10, reasoningTokens: 0 }, loggedCostNanoUsd: 8100, tags: { eval: 'eval-abc-2026-11-20T10:00:00', test: 'greets', suite: 'smoke' },
      content: { messages: [{ role: 'user', text: 'Greet the user in Welsh.' }], reply: { text: 'Shwmae!' } },
    });
    expect(failed).toMatchObject({ provider: 'anthropic', status: 'rate_limited', httpStatus: 429, usage: {}, content: { messages: [{ role: 'system' }, { role: 'user' }] } });
    expect(cached).toMatchObject({ usage: { uncachedInputTokens: 1210 - 1000 - 200, cacheReadTokens: 1000, cacheWriteTokens: 200, outputTokens: 5, reasoningTokens: 2 } });
    expect(bedrock).toMatchObject({ provider: 'aws', requestedModel: 'us.amazon.nova-lite-v1:0', loggedCostNanoUsd: undefined });
    expect(own).toMatchObject({ provider: 'unknown', usage: { uncachedInputTokens: 7, outputTokens: 8 } });
    expect(more).toEqual([]);
    expect(skipsOf(items).map((skip) => skip.replace(/^.*?: /, ''))).toEqual(['answered from the cache of promptfoo', 'the echo provider asks no model']);
    expect(notes).toEqual([expect.stringMatching(/^3 requests of graders with 400 tokens are in no call/), expect.stringMatching(/^1 call names no provider .*--set provider/)]);
  });

  test('a program of the user\'s own is what --set names', async () => {
    const { items } = await readWith('promptfoo', shape('version-3.json'), { set: { provider: 'openai' } });
    expect(callsOf(items).at(-1)).toMatchObject({ provider: 'openai', usage: { uncachedInputTokens: 7, outputTokens: 8 } });
  });

  test('JSON lines take their time from the name of the evaluation', async () => {
    const calls = callsOf((await readWith('promptfoo', fixture('promptfoo', 'basic', 'calls.jsonl'))).items);
    expect(calls).toHaveLength(5);
    expect(calls[0]).toMatchObject({ startedAt: Date.UTC(2026, 10, 20, 10), timeSource: 'record' });
  });

  test('the table shows the results again, and is read where it stands alone', async () => {
    const both = await readWith('promptfoo', shape('version-2.json'));
    expect(callsOf(both.items)).toHaveLength(4);
    expect(both.items.filter((item) => 'folded' in item && item.folded.rule === 'shown-twice')).toHaveLength(4);
    const alone = callsOf((await readWith('promptfoo', shape('table.json'))).items);
    expect(alone.map(({ usage, status, provider, startedAt }) => ({ usage, status, provider, startedAt }))).toEqual(callsOf(both.items).map(({ usage, status, provider, startedAt }) => ({ usage, status, provider, startedAt })));
  });

  test('a broken record costs itself alone; numbers may be texts', async () => {
    const lines = fixture('promptfoo', 'basic', 'calls.jsonl').trim().split('\n');
    const { items } = await readWith('promptfoo', [lines[0], lines[3]?.slice(0, 90), lines[3]?.replace('"completion": 5', '"completion": "5"')].join('\n'));
    expect([callsOf(items).map(({ usage }) => usage.outputTokens), skipsOf(items)]).toEqual([[10, 5], ['line 2: not JSON (a broken or cut line)']]);
  });
});

describe.skipIf(!hasSamples)('promptfoo samples (SHADOWBILL_SAMPLES)', () => {
  test('every record reads as expected', async () => {
    for (const { expected, calls } of await samplePairs('promptfoo', 'promptfoo')) {
      expect(calls).toHaveLength(expected.length);
      for (const [at, { cached_response: _cached, note: _note, ...wanted }] of expected.entries()) expect(calls[at] === undefined ? {} : asExpected(calls[at])).toMatchObject(wanted);
    }
  });
});
