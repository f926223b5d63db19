import { expect, test } from 'vitest';
import { detectSource } from '../../src/sources/index.js';
import { callsOf, fixture, readWith } from './read.js';

const ID = 'vercel-ai-gateway';

test('a lookup tells the host that served, the counts and the cost, in both spellings', async () => {
  const [first, ownKey] = callsOf((await readWith(ID, fixture(ID, 'basic', 'calls.jsonl'))).items);
  expect(first).toMatchObject({
    provider: 'aws', servedModel: 'claude-sonnet-4.5', status: 'ok', finishReason: 'stop', stream: true, ttftMs: 420, latencyMs: 1900, loggedCostNanoUsd: 3_100_000, startedAt: Date.UTC(2026, 10, 20, 18, 0, 1),
    usage: { uncachedInputTokens: 500 - 128, cacheReadTokens: 128, outputTokens: 60, reasoningTokens: 0 }, keys: ['vercel-ai-gateway:gen_01KXAB00000000000000000001', 'response:gen_01KXAB00000000000000000001'],
  });
  expect(ownKey).toMatchObject({ provider: 'openai', servedModel: 'gpt-4o-mini', status: 'content_filter', billing: 'byok', loggedCostNanoUsd: Math.round((0.0001 + 0.004) * 1e9), ttftMs: undefined, usage: { uncachedInputTokens: 80, webSearches: 1 } });
});

test('its ids set it apart from OpenRouter\'s', async () => {
  expect(detectSource(fixture(ID, 'basic', 'single.json'))).toMatchObject({ found: true, source: { id: ID } });
  expect(detectSource(fixture(ID, 'basic', 'single.json').replace('gen_', 'gen-'))).toMatchObject({ found: true, source: { id: 'openrouter-generation' } });
});
