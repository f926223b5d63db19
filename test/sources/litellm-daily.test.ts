import { expect, test } from 'vitest';
import { fixture, readWith } from './read.js';

const DAY_MS = 86_400_000;
const billsOf = async (name: string) => (await readWith('litellm-daily', fixture('litellm-daily', 'basic', name))).items.flatMap((item) => ('bill' in item ? [item.bill] : []));

test('a day of activity is one line a model, or one where it is not broken down', async () => {
  const from = Date.UTC(2026, 10, 18);
  expect(await billsOf('activity.json')).toMatchObject([
    { kind: 'cost', provider: 'openai', model: 'gpt-4o-mini', from, to: from + DAY_MS, costNanoUsd: 0.05 * 1e9, requests: 8, usage: { uncachedInputTokens: 4000, outputTokens: 300 } },
    { provider: 'anthropic', model: 'anthropic/claude-sonnet-4-5', costNanoUsd: 0.4 * 1e9, usage: { uncachedInputTokens: 5000 - 2000, cacheReadTokens: 2000 } },
    { provider: 'litellm', from: from + DAY_MS, costNanoUsd: 0.1 * 1e9, requests: 1 },
  ]);
});

test('rows of the daily table hold part of the hash of a key alone', async () => {
  const rows = await billsOf('calls.jsonl');
  expect(rows).toMatchObject([{ provider: 'azure', requests: 3, dimensions: { key: '0f0f0f0f0f0f', user: 'u1' } }, { requests: 4 }]);
});
