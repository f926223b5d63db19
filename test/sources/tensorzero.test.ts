import { expect, test } from 'vitest';
import { callsOf, fixture, readWith } from './read.js';

test('rows of models are calls, what wraps them and what the cache answered is none', async () => {
  const { items } = await readWith('tensorzero', fixture('tensorzero', 'basic', 'calls.jsonl'));
  const [first, bare, ...more] = callsOf(items);
  expect(first).toMatchObject({
    provider: 'openai', requestedModel: 'gpt-4o-mini', servedModel: 'gpt-4o-mini-2024-07-18', status: 'ok', finishReason: 'stop', maxOutputTokens: 9, latencyMs: 750, startedAt: Date.UTC(2026, 10, 20, 19, 0, 5) - 750,
    usage: { uncachedInputTokens: 12, outputTokens: 3 }, keys: ['tensorzero:0197c0de-0000-7000-8000-000000000001', 'response:chatcmpl-tz1'], content: { reply: { text: 'Sea.' } },
  });
  expect(bare).toMatchObject({ requestedModel: 'gpt-4o-mini', usage: { uncachedInputTokens: 12, outputTokens: 3 }, stream: true, ttftMs: 120, content: undefined });
  expect(more).toEqual([]);
  expect(items.flatMap((item) => ('folded' in item ? [item.folded.rule] : 'skipped' in item ? [item.skipped.reason] : []))).toEqual(['answered from the cache of the gateway', 'wrapping-span']);
});
