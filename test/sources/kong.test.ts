import { describe, expect, test } from 'vitest';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const rows = fixture('kong', 'basic', 'calls.jsonl');

test.each(['calls.jsonl', 'hits.json'])('%s: every plugin that asked a model is a call, the cache is none', async (name) => {
  const { items } = await readWith('kong', fixture('kong', 'basic', name));
  const calls = callsOf(items);
  expect(calls.map((call) => [call.recordId, call.provider, call.servedModel, call.status, call.latencyMs])).toEqual([
    ['0e51-1', 'openai', 'gpt-4o-mini', 'ok', 800], ['0e51-2', 'azure', 'gpt-35-turbo', 'ok', 700], ['0e51-2/ai-request-transformer', 'cohere', 'command-r', 'ok', 300],
    ['0e51-3', 'mistral', 'mistral-small-latest', 'ok', 880], ['0e51-5', 'openai', 'gpt-4o-mini', 'rate_limited', 200], ['0e51-6', 'aws', 'anthropic.claude-3-5-sonnet-20240620-v1:0', 'ok', 800],
  ]);
  expect(calls[0]).toMatchObject({
    usage: { uncachedInputTokens: 40 - 16, cacheReadTokens: 16, outputTokens: 8, reasoningTokens: 2 }, ttftMs: 120, stream: true, user: 'mobile', loggedCostNanoUsd: undefined, startedAt: 1_795_168_801_000,
    tags: { route: 'chat', service: 'llm', workspace: 'default' }, keys: ['kong:0e51-1/proxy'], content: { messages: [{ role: 'user', text: 'Hm?' }] },
  });
  expect(calls[1]).toMatchObject({ usage: { uncachedInputTokens: 89, outputTokens: 56 }, loggedCostNanoUsd: 1_200_000 });
  expect(calls[2]).toMatchObject({ usage: { uncachedInputTokens: 28, outputTokens: 20 }, loggedCostNanoUsd: 3_800_000, tags: { ai_plugin: 'ai-request-transformer' } });
  expect(calls[4]).toMatchObject({ httpStatus: 429, usage: {} });
  expect(calls[5]?.usage).toMatchObject({ uncachedInputTokens: 10, cacheReadTokens: 5000 });
  expect(items.flatMap((item) => ('skipped' in item ? [item.skipped.reason] : []))).toEqual(['answered from the cache of the gateway']);
});

test('columns with dots are the same record', async () => {
  const [plain] = callsOf((await readWith('kong', rows)).items);
  const [dotted] = callsOf((await readWith('kong', fixture('kong', 'basic', 'dotted.csv'))).items);
  expect({ ...dotted, rawUsage: '' }).toEqual({ ...plain, rawUsage: '' });
});

test('a record without an AI plugin is no call; a plugin that is told twice is one', async () => {
  const record = JSON.parse(rows.split('\n')[0] ?? '') as { ai: { proxy: object } };
  const { items } = await readWith('kong', [{ ...record, ai: { 'ai-proxy': record.ai.proxy, proxy: record.ai.proxy } }, { started_at: 1_795_168_800_000, latencies: { request: 3 } }].map((entry) => JSON.stringify(entry)).join('\n'));
  expect(items.map((item) => ('call' in item ? 'call' : 'folded' in item ? item.folded.rule : 'skipped' in item ? item.skipped.isNoCall : ''))).toEqual(['call', 'shown-twice', true]);
});

test('one broken record costs itself alone', async () => {
  const lines = rows.trim().split('\n');
  const { items } = await readWith('kong', [lines[0], lines[1]?.slice(0, 200), lines[2]].join('\n'));
  expect([callsOf(items).length, skipsOf(items)]).toEqual([2, ['line 2: not JSON (a broken or cut line)']]);
});

describe.skipIf(!hasSamples)('Kong sample (SHADOWBILL_SAMPLES)', () => {
  test('reads as expected; a cost of 0 is no cost', async () => {
    for (const { expected, calls } of await samplePairs('kong', 'kong')) {
      expect(calls).toHaveLength(expected.length);
      for (const [at, { status, cost, reasoning_tokens: reasoning, ...wanted }] of expected.entries()) {
        expect(calls[at] === undefined ? {} : asExpected(calls[at])).toMatchObject({ ...wanted, http_status: status, status: 'ok' });
        expect([calls[at]?.loggedCostNanoUsd, calls[at]?.usage.reasoningTokens ?? null, cost]).toEqual([undefined, reasoning, 0]);
      }
    }
  });
});
