import { expect, test } from 'vitest';
import { callsOf, fixture, readWith } from './read.js';

const HOUR_MS = 3_600_000;
const read = (folder: string, name: string, set: Record<string, string> = {}) => readWith('snowflake', fixture('snowflake', folder, name), { set });
const billsOf = async (...facts: Parameters<typeof read>) => (await read(...facts)).items.flatMap((item) => ('bill' in item ? [item.bill] : []));

test('a request of the REST API is a call', async () => {
  expect(callsOf((await read('basic', 'calls.jsonl')).items)[0]).toMatchObject({
    provider: 'snowflake', servedModel: 'claude-sonnet-4-5', region: 'aws-us-east-1', user: '42', keys: ['snowflake:rq-1', 'request:rq-1'], startedAt: Date.UTC(2026, 10, 20, 17),
    usage: { uncachedInputTokens: 1300 - 100 - 1000, cacheReadTokens: 1000, outputTokens: 100 },
  });
});

test('an hour of a function is a bill where its tokens are told apart or the price of a credit is given, else no call', async () => {
  const from = Date.UTC(2026, 10, 20, 13);
  const { items } = await read('functions', 'usage.csv');
  expect(items.map((item) => ('skipped' in item ? item.skipped.isNoCall : 'bill' in item))).toEqual([true, true]);
  expect(await billsOf('functions', 'usage.csv')).toMatchObject([{ kind: 'usage', provider: 'snowflake', model: 'mistral-large2', from, to: from + HOUR_MS, usage: { uncachedInputTokens: 350_000, outputTokens: 50_000 }, lineItem: 'COMPLETE' }]);
  expect(await billsOf('functions', 'usage.csv', { usdPerCredit: '3' })).toMatchObject([{ kind: 'cost', model: 'llama3.1-70b', costNanoUsd: 0.5 * 3 * 1e9 }, { kind: 'cost', costNanoUsd: 0.5 * 3 * 1e9 }]);
});

test('metrics tell tokens by kind', async () => {
  expect(await billsOf('functions', 'ai-functions.jsonl')).toMatchObject([{ model: 'llama3.1-8b', usage: { uncachedInputTokens: 9000, outputTokens: 700 }, dimensions: { query: 'q1' } }]);
});

test('tokens of a query without a time are no call, and say which view has one', async () => {
  const { items } = await readWith('snowflake', '{"FUNCTION_NAME":"COMPLETE","MODEL_NAME":"llama3.1-8b","QUERY_ID":"q","TOKENS":5,"TOKEN_CREDITS":0.1,"WAREHOUSE_ID":"1"}');
  expect(items).toMatchObject([{ skipped: { isNoCall: true, reason: expect.stringContaining('CORTEX_AI_FUNCTIONS_USAGE_HISTORY') } }]);
});
