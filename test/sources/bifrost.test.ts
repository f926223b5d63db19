import { expect, test } from 'vitest';
import { callsOf, fixture, readWith } from './read.js';

test.each(['calls.jsonl', 'page.json'])('%s holds the same calls; what is open or came from the cache is none', async (name) => {
  const { items } = await readWith('bifrost', fixture('bifrost', 'basic', name));
  const [first, limited, ...more] = callsOf(items);
  expect(first).toMatchObject({
    provider: 'openai', servedModel: 'gpt-4o-mini', status: 'ok', latencyMs: 512.4, maxOutputTokens: 8, loggedCostNanoUsd: 3900, startedAt: Date.UTC(2026, 10, 20, 20, 0, 1, 300), keys: ['bifrost:8f1e-1'], tags: { virtual_key: 'web' },
    usage: { uncachedInputTokens: 14 - 4, cacheReadTokens: 4, outputTokens: 3 }, content: { messages: [{ role: 'user', text: 'Shortest month?' }], reply: { text: 'February.' } },
  });
  expect(limited).toMatchObject({ status: 'rate_limited', httpStatus: 429, errorType: 'rate_limit_error', usage: {} });
  expect([more.length, items.filter((item) => 'skipped' in item && item.skipped.isNoCall).length]).toEqual([0, 2]);
});
