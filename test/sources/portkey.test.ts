import { describe, expect, test } from 'vitest';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const rows = fixture('portkey', 'basic', 'calls.jsonl');

test.each(['calls.jsonl', 'answer.json', 'calls.csv'])('%s holds the same Portkey calls', async (name) => {
  const { items } = await readWith('portkey', fixture('portkey', 'basic', name));
  const [first, anthropic, refused, foreign, ...more] = callsOf(items);
  expect(first).toMatchObject({
    provider: 'openai', requestedModel: 'gpt-4o-mini', servedModel: 'gpt-4o-mini-2024-07-18', status: 'ok', httpStatus: 200, finishReason: 'stop', maxOutputTokens: 5, latencyMs: 412, user: 'bo', sessionId: 'tr-1', env: 'prod',
    usage: { uncachedInputTokens: 11, outputTokens: 4 }, loggedCostNanoUsd: Math.round((0.000405 / 100) * 1e9), startedAt: Date.UTC(2026, 10, 20, 11, 0, 1), keys: ['portkey:7d1f-1', 'response:chatcmpl-pk1'],
    content: { messages: [{ role: 'user', text: 'Two words, please.' }], reply: { text: 'Here, there' } },
  });
  expect(first?.tags).toMatchObject({ team: 'ops', config: 'pc-1' });
  expect(first?.tags).not.toHaveProperty('_user');
  expect(anthropic).toMatchObject({ provider: 'anthropic', servedModel: 'claude-sonnet-4-5-20250929', usage: { uncachedInputTokens: 1024 - 4 - 800 - 200, cacheReadTokens: 800, cacheWriteTokens: 200, outputTokens: 4 } });
  expect(refused).toMatchObject({ status: 'client_error', httpStatus: 401, loggedCostNanoUsd: 0, servedModel: undefined });
  expect(foreign).toMatchObject({ usage: { uncachedInputTokens: 11, outputTokens: 4 }, loggedCostNanoUsd: undefined, content: undefined });
  expect([more.length, items.filter((item) => 'skipped' in item && item.skipped.isNoCall).length]).toEqual([0, 1]);
});

test('metadata may stand in two lists, the bodies in columns of their own', async () => {
  const { request, response, metadata: _metadata, ...record } = JSON.parse(rows.split('\n')[0] ?? '') as Record<string, unknown>;
  const other = { ...record, 'request.body': JSON.stringify(request), 'response.body': JSON.stringify(response), 'metadata.key': '["_user","team"]', 'metadata.value': '["bo","ops"]' };
  expect(callsOf((await readWith('portkey', JSON.stringify(other))).items)[0]).toMatchObject({ user: 'bo', tags: { team: 'ops' }, servedModel: 'gpt-4o-mini-2024-07-18', finishReason: 'stop' });
});

test('one broken record costs itself alone', async () => {
  const lines = rows.trim().split('\n');
  const { items } = await readWith('portkey', [lines[0], lines[1]?.slice(0, 200), lines[2]].join('\n'));
  expect([callsOf(items).length, skipsOf(items)]).toEqual([2, ['line 2: not JSON (a broken or cut line)']]);
});

describe.skipIf(!hasSamples)('Portkey sample (SHADOWBILL_SAMPLES)', () => {
  test('reads as expected: the model is the reply\'s, the cost in dollars', async () => {
    for (const { expected, calls } of await samplePairs('portkey', 'portkey')) {
      for (const [at, { status, note: _note, ...wanted }] of expected.entries()) expect(asExpected(calls[at] ?? never())).toMatchObject({ ...wanted, http_status: status, status: 'ok' });
    }
  });
});

const never = (): never => {
  throw new Error('a call is missing');
};
