import { describe, expect, test } from 'vitest';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const ID = 'cloudflare-ai-gateway';
const rows = fixture(ID, 'basic', 'calls.jsonl');

test.each(['calls.jsonl', 'page.json'])('%s holds the same calls, what the cache answered is none', async (name) => {
  const { items } = await readWith(ID, fixture(ID, 'basic', name));
  const [first, compat, refused, blank, ...more] = callsOf(items);
  expect(first).toMatchObject({
    provider: 'openai', requestedModel: 'gpt-4o-mini', servedModel: 'gpt-4o-mini', status: 'ok', httpStatus: 200, latencyMs: 730, usage: { uncachedInputTokens: 55, outputTokens: 9 }, loggedCostNanoUsd: 13_700,
    startedAt: Date.UTC(2026, 10, 20, 12, 0, 1, 250), user: 'u-3', tags: { team: 'web' }, keys: ['cloudflare-ai-gateway:01JCFGW0000000000000000001'],
  });
  expect(compat).toMatchObject({ provider: 'anthropic', servedModel: 'claude-sonnet-4-5', stream: true });
  expect(refused).toMatchObject({ status: 'rate_limited', servedModel: undefined });
  expect(blank).toMatchObject({ provider: 'cloudflare', servedModel: '@cf/meta/llama-3.1-8b-instruct', usage: {}, loggedCostNanoUsd: undefined });
  expect([more.length, items.filter((item) => 'skipped' in item && item.skipped.isNoCall).length]).toEqual([0, 1]);
});

test('the answer for one log, and rows of Logpush with encrypted bodies, are calls', async () => {
  expect(callsOf((await readWith(ID, fixture(ID, 'basic', 'single.json'))).items)).toMatchObject([{ usage: { uncachedInputTokens: 55 } }]);
  const [pushed, bare] = callsOf((await readWith(ID, fixture(ID, 'logpush', 'rows.jsonl'))).items);
  expect(pushed).toMatchObject({ provider: 'openai', usage: { uncachedInputTokens: 12, outputTokens: 3 }, latencyMs: 500, tags: { gateway: 'main' }, content: undefined, loggedCostNanoUsd: 3600 });
  expect(bare).toMatchObject({ provider: 'anthropic', api: 'messages', usage: {}, startedAt: 1_795_168_860_000 });
});

test('one broken record costs itself alone; a cut page gives what is whole', async () => {
  const lines = rows.trim().split('\n');
  const { items } = await readWith(ID, [lines[0], lines[1]?.slice(0, 200), lines[3]].join('\n'));
  expect([callsOf(items).length, skipsOf(items)]).toEqual([2, ['line 2: not JSON (a broken or cut line)']]);
  const page = fixture(ID, 'basic', 'page.json');
  expect(callsOf((await readWith(ID, page.slice(0, page.indexOf('compat')))).items)).toHaveLength(1);
});

describe.skipIf(!hasSamples)('Cloudflare sample (SHADOWBILL_SAMPLES)', () => {
  test('reads as expected', async () => {
    for (const { expected, calls } of await samplePairs(ID, ID)) {
      expect(calls).toHaveLength(expected.length);
      for (const [at, { status, ...wanted }] of expected.entries()) expect(calls[at] === undefined ? {} : asExpected(calls[at])).toMatchObject({ ...wanted, http_status: status, status: 'ok' });
    }
  });
});
