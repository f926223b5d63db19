import { describe, expect, test } from 'vitest';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const basic = fixture('braintrust', 'basic', 'calls.jsonl');

describe('Braintrust spans', () => {
  test('spans of type llm are calls, unless the cache answered', async () => {
    const { items } = await readWith('braintrust', basic);
    const [chat, failed, ...more] = callsOf(items);
    expect(chat).toMatchObject({
      keys: ['braintrust:span-root/span-a'], startedAt: Date.UTC(2026, 10, 20, 10, 0, 0, 250), provider: 'openai', servedModel: 'gpt-5-mini-2025-08-07', latencyMs: 1500, ttftMs: 400, user: 'ann', sessionId: 's-1', finishReason: 'stop', maxOutputTokens: 200,
      usage: { uncachedInputTokens: 600, cacheReadTokens: 400, cacheWriteTokens: 0, outputTokens: 50, reasoningTokens: 20 }, loggedCostNanoUsd: 1_100_000, tags: { name: 'Chat Completion', feature: 'search', beta: 'true' },
      content: { messages: [{ role: 'user', text: 'Where is parcel 17?' }], reply: { text: 'On its way.' } },
    });
    expect(chat?.tags).not.toHaveProperty('temperature');
    expect(failed).toMatchObject({ provider: 'anthropic', status: 'overloaded', httpStatus: 529, usage: {}, latencyMs: 500 });
    expect(more).toEqual([]);
    expect(skipsOf(items)).toEqual(['line 1: a span of type task', 'line 4: answered from the cache of Braintrust', 'line 5: a span of type score']);
  });

  test.each(['fetch.json', 'export.csv'])('%s holds the same calls', async (name) => {
    expect(callsOf((await readWith('braintrust', fixture('braintrust', 'shapes', name))).items)).toEqual(callsOf((await readWith('braintrust', basic)).items));
  });
});
