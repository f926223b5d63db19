import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import type { CapturedCall } from '../../src/model/call.js';
import { type ReadItem, sources } from '../../src/sources/index.js';
import { asExpected, hasSamples, samplePairs } from './gateway-samples.js';
import { FILE_TIME_MS, callsOf, fixture, pieces, readWith, skipsOf } from './read.js';

const weightsOf = (items: readonly ReadItem[]) => items.flatMap((item) => ('call' in item ? [item.weightMillionths] : []));

function expectRows([first, refused, bare, ...more]: readonly CapturedCall[]): void {
  expect(first).toMatchObject({
    provider: 'databricks', servedModel: 'meta-llama-3.3-70b-instruct-121024', status: 'ok', httpStatus: 200, finishReason: 'stop', latencyMs: 1310, user: 'mia@example.com', maxOutputTokens: 20,
    usage: { uncachedInputTokens: 17, outputTokens: 5 }, startedAt: Date.UTC(2026, 10, 20, 16, 0, 1, 462), keys: ['databricks:3d1f0c2a-0000-4000-8000-000000000001', 'response:chatcmpl_db1'],
    content: { messages: [{ role: 'user', text: 'Name a lake.' }], reply: { text: 'Constance.' } },
  });
  expect(refused).toMatchObject({ status: 'client_error', httpStatus: 400, errorType: 'BAD_REQUEST', latencyMs: undefined });
  expect(bare).toMatchObject({ status: 'ok', usage: {}, content: undefined });
  expect(more).toEqual([]);
}

test.each(['calls.jsonl', 'rows.json', 'rows.csv'])('%s holds the same calls, weighted by their share', async (name) => {
  const { items } = await readWith('databricks', fixture('databricks', 'basic', name));
  expectRows(callsOf(items));
  expect(weightsOf(items)).toEqual([1_000_000 / 0.25, undefined, 1_000_000 / 0.25]);
  expect(items.filter((item) => 'skipped' in item && item.skipped.isNoCall)).toHaveLength(1);
});

/** The JSON rows as a Parquet file, with the column types that Databricks exports. */
function parquetOf(rows: readonly Record<string, unknown>[]): Buffer {
  const column = <T>(name: string, type: 'STRING' | 'INT32' | 'INT64' | 'DOUBLE' | 'TIMESTAMP', as: (value: unknown) => T) => ({ name, type, data: rows.map((row) => (row[name] === null ? null : as(row[name]))) });
  const texts = ['databricks_request_id', 'client_request_id', 'request_date', 'request', 'response', 'requester'].map((name) => column(name, 'STRING', String));
  const others = [column('request_time', 'TIMESTAMP', (value) => new Date(String(value))), column('status_code', 'INT32', Number), column('sampling_fraction', 'DOUBLE', Number), column('execution_duration_ms', 'INT64', (value) => BigInt(Number(value)))];
  return Buffer.from(parquetWriteBuffer({ columnData: [...texts, ...others] }));
}

test('the same rows in Parquet', async () => {
  const bytes = parquetOf(JSON.parse(fixture('databricks', 'basic', 'rows.json')) as Record<string, unknown>[]);
  const source = sources.find(({ id }) => id === 'databricks');
  const items: ReadItem[] = [];
  const access = { size: bytes.length, slice: (start: number, end?: number) => Promise.resolve(Uint8Array.from(bytes.subarray(start, end)).buffer) };
  for await (const batch of source?.read({ name: 'rows', chunks: pieces(bytes, 1 << 16), bytes: access, fileTimeMs: FILE_TIME_MS, options: { map: {}, set: {} }, note: () => undefined }) ?? []) items.push(...batch);
  expectRows(callsOf(items));
});

test('older tables have their time in ms and the model in the metadata of the request', async () => {
  const [first, refused] = callsOf((await readWith('databricks', fixture('databricks', 'older', 'rows.jsonl'))).items);
  expect(first).toMatchObject({ startedAt: 1_795_190_401_462, latencyMs: 1310, requestedModel: 'chat-lake-1', servedModel: 'meta-llama-3.3-70b-instruct-121024', tags: { endpoint: 'chat-lake' } });
  expect(refused).toMatchObject({ status: 'client_error', requestedModel: 'chat-lake-1' });
});

test('a usage table has counts without text', async () => {
  expect(callsOf((await readWith('databricks', fixture('databricks', 'usage', 'rows.jsonl'))).items)).toMatchObject([{ usage: { uncachedInputTokens: 120, outputTokens: 30 }, stream: true, tags: { project: 'lakes' }, content: undefined }]);
});

test('one broken record costs itself alone', async () => {
  const lines = fixture('databricks', 'basic', 'calls.jsonl').trim().split('\n');
  const { items } = await readWith('databricks', [lines[0], lines[1]?.slice(0, 100), lines[3]].join('\n'));
  expect([callsOf(items).length, skipsOf(items)]).toEqual([2, ['line 2: not JSON (a broken or cut line)']]);
});

describe.skipIf(!hasSamples)('Databricks sample (SHADOWBILL_SAMPLES)', () => {
  test('reads as expected', async () => {
    for (const { expected, calls } of await samplePairs('databricks-inference-table', 'databricks')) {
      expect(calls).toHaveLength(expected.length);
      for (const [at, { status, ...wanted }] of expected.entries()) expect(calls[at] === undefined ? {} : asExpected(calls[at])).toMatchObject({ ...wanted, http_status: status, status: 'client_error' });
    }
  });
});
