import { describe, expect, test } from 'vitest';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const basic = fixture('weave', 'basic', 'calls.jsonl');

describe('Weave calls', () => {
  test('ops of model SDKs are calls; ops around them carry the same usage or its sum and are none', async () => {
    const { items } = await readWith('weave', basic);
    const [openai, anthropic, failed, ...more] = callsOf(items);
    expect(openai).toMatchObject({
      keys: ['weave:c-a', 'response:chatcmpl-Weave1'], startedAt: Date.UTC(2026, 10, 20, 10), provider: 'openai', requestedModel: 'gpt-4o', servedModel: 'gpt-4o-2024-08-06', finishReason: 'stop', latencyMs: 2000, env: 'prod', maxOutputTokens: 100,
      usage: { uncachedInputTokens: 900 - 512, cacheReadTokens: 512, outputTokens: 40, reasoningTokens: 0 }, tags: { name: 'openai.chat.completions.create', feature: 'search' }, content: { reply: { text: 'On its way.' } },
    });
    expect(anthropic).toMatchObject({ provider: 'anthropic', servedModel: 'claude-sonnet-4-5-20250929', usage: { uncachedInputTokens: 3, cacheReadTokens: 100, cacheWriteTokens: 20, outputTokens: 61 }, latencyMs: 1500 });
    expect(failed).toMatchObject({ status: 'rate_limited', httpStatus: 429, usage: {} });
    expect(more).toEqual([]);
    expect(items.filter((item) => 'folded' in item)).toEqual([{ folded: { rule: 'wrapping-span', where: 'line 2' } }]);
    expect(skipsOf(items)).toEqual(['line 1: the sum of the calls in it', 'line 6: an op that asks no model']);
  });

  test('a list in JSON holds the same calls', async () => {
    expect(callsOf((await readWith('weave', fixture('weave', 'shapes', 'calls.json'))).items)).toEqual(callsOf((await readWith('weave', basic)).items));
  });

  test('a CSV with a column for each figure', async () => {
    expect(callsOf((await readWith('weave', fixture('weave', 'shapes', 'flat.csv'))).items)).toMatchObject([{ keys: ['weave:c-a', 'response:chatcmpl-Weave1'], usage: { uncachedInputTokens: 388, cacheReadTokens: 512, outputTokens: 40 }, latencyMs: 2000 }]);
  });
});
