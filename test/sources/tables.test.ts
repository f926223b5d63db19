import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { openParquet } from '../../src/sources/parquet.js';
import { type RandomAccess, type ReadItem, sampleParquet, sources } from '../../src/sources/index.js';
import { parquetRecords } from '../../src/sources/tables.js';
import { FILE_TIME_MS, callsOf, fixture, pieces, readWith } from './read.js';

const FIXTURES = join(import.meta.dirname, '../../fixtures');
const bytesOf = (...parts: string[]): Buffer => readFileSync(join(FIXTURES, ...parts));
const accessTo = (bytes: Buffer): RandomAccess => ({ size: bytes.length, slice: (start, end) => Promise.resolve(Uint8Array.from(bytes.subarray(start, end)).buffer) });

async function rowsIn(bytes: Buffer): Promise<{ records: Record<string, unknown>[]; faults: string[]; places: string[] }> {
  const rows = [];
  for await (const batch of parquetRecords(accessTo(bytes), 'table')) rows.push(...batch);
  return {
    records: rows.flatMap((row) => ('fault' in row ? [] : [row.record])), faults: rows.flatMap((row) => ('fault' in row ? [`${row.where}: ${row.fault}`] : [])), places: rows.map((row) => row.where),
  };
}

async function itemsOf(id: string, bytes: Buffer, map: Record<string, string> = {}): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  const source = sources.find((candidate) => candidate.id === id);
  for await (const batch of source?.read({ name: 'table', chunks: pieces(bytes, 1 << 16), bytes: accessTo(bytes), fileTimeMs: FILE_TIME_MS, options: { map, set: {} }, note: () => undefined }) ?? []) items.push(...batch);
  return items;
}

describe('the same records as Parquet and as JSON give the same calls', () => {
  test.each([
    ['databricks', ['basic', 'rows.json'], 'payload.parquet'], ['langfuse', ['shapes', 'observations_v2.jsonl'], 'observations_v2.parquet'], ['langsmith', ['basic', 'calls.jsonl'], 'runs.parquet'],
  ])('%s', async (id, json, parquet) => {
    const fromJson = callsOf((await readWith(id, fixture(id, ...json))).items);
    expect(fromJson.length).toBeGreaterThan(1);
    expect(callsOf(await itemsOf(id, bytesOf('sources', id, 'parquet', parquet)))).toEqual(fromJson);
  });
});

describe('values', () => {
  test.each(['types-brotli.parquet', 'types-lz4.parquet'])('%s: every type is read as JSON has it', async (name) => {
    const { records, faults } = await rowsIn(bytesOf('sources', 'mapped', 'parquet', name));
    expect([records.length, faults]).toEqual([6, []]);
    expect(records[1]).toMatchObject({
      model: 'gpt-4o', startedAt: '2026-11-20T10:00:01.123Z', ts_us_utc: '2026-11-20T10:00:01.123Z', ts_ns: '2026-11-20T10:00:01.123Z', day: '2026-11-20T00:00:00.000Z',
      prompt_tokens: 100 + 1, u64: String(2n ** 63n + 1n), cost: 1 / 1e6, cost32: 0.3, f32: 0.0012, ok: true, tags: ['a', '1'], usage: { input: 1, output: 2, deep: { x: [1, 2] } },
      costs: { input: 0.000025, output: 0.00008 }, structs: [{ role: 'user', content: 'hi 1' }], uid: '00000000-0000-0000-0000-000000000001', js: { a: 1 }, nul: null,
    });
    expect(records[0]).toMatchObject({ completion_tokens: null, tags: [], usage: null });
  });

  test.each(['delta-zstd.parquet', 'page-index.parquet', 'types-brotli.parquet'])('%s: whatever the encoding, the counts are the same', async (name) => {
    const { records } = await rowsIn(bytesOf('sources', 'mapped', 'parquet', name));
    expect(records.map((row) => [row['prompt_tokens'], row['completion_tokens']])).toEqual([0, 1, 2, 3, 4, 5].map((at) => [100 + at, at % 5 === 0 ? null : at]));
  });

  test('a decimal cost is the cost, without the noise of a power of ten', async () => {
    const calls = callsOf(await itemsOf('mapped', bytesOf('sources', 'mapped', 'parquet', 'calls.parquet'), { costUsd: 'cost' }));
    expect(calls.map((call) => call.loggedCostNanoUsd)).toEqual(Array.from({ length: 12 }, (_, at) => (at === 0 ? undefined : 3 * at * 1000)));
    expect(calls.map((call) => call.usage.outputTokens)).toEqual(Array.from({ length: 12 }, (_, at) => (at % 4 === 0 ? undefined : 20 + at)));
    expect(calls[1]?.startedAt).toBe(Date.UTC(2026, 10, 20, 10, 0, 1, 250));
  });

  test('JSON that is none stays a text', async () => {
    const bytes = Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'json', data: [{ a: 1 }, { a: 2 }], type: 'JSON' }] }));
    const at = bytes.indexOf('{"a":2}');
    expect(at).toBeGreaterThan(0);
    const plain = Buffer.from(bytes);
    for (let found = plain.indexOf('{"a":2}'); found !== -1; found = plain.indexOf('{"a":2}')) plain.write('{"a":2 ', found);
    expect((await rowsIn(plain)).records).toEqual([{ json: { a: 1 } }, { json: '{"a":2 ' }]);
  });
});

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
const tableOf = (count: number, rowGroupSize: number): Buffer =>
  Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'at', data: numbers(count), type: 'INT32' }, { name: 'text', data: numbers(count).map((at) => `text ${at}`), type: 'STRING' }], rowGroupSize, codec: 'UNCOMPRESSED', statistics: false }));

describe('row groups', () => {
  test('every column of a group is read once, however many rows it has', async () => {
    const bytes = tableOf(6000, 6000);
    const reads: number[] = [];
    const table = await openParquet({ size: bytes.length, slice: (start, end = bytes.length) => {
      reads.push(end - start);
      return Promise.resolve(Uint8Array.from(bytes.subarray(start, end)).buffer);
    } }, 'table');
    const footerReads = reads.length;
    const seen: number[] = [];
    for await (const batch of table.readGroup(0)) if ('texts' in batch) seen.push(...batch.texts.map((text) => (JSON.parse(text) as { at: number }).at));
    expect(seen).toEqual(numbers(6000));
    expect(reads.length - footerReads).toBe(2);
  });

  test('one that is damaged costs its own rows and no others', async () => {
    const bytes = tableOf(30, 10);
    const at = bytes.indexOf('text 14') - 4;
    bytes.writeUInt32LE(0x7fffffff, at);
    const { records, faults, places } = await rowsIn(bytes);
    expect(records.map((row) => row['at'])).toEqual([...numbers(10), ...numbers(10).map((row) => row + 20)]);
    expect(faults).toEqual([expect.stringMatching(/^row 11: rows 11 to 20 \(row group 2\) cannot be read: /)]);
    expect(places).toEqual([...numbers(10).map((row) => `row ${row + 1}`), 'row 11', ...numbers(10).map((row) => `row ${row + 21}`)]);
  });

  test('a sample comes from the first group that can be read; where none can, that is said', async () => {
    const bytes = tableOf(20, 10);
    bytes.writeUInt32LE(0x7fffffff, bytes.indexOf('text 4') - 4);
    expect((await sampleParquet(accessTo(bytes), 'table')).rows.map((row) => row['at'])).toEqual(numbers(10).map((row) => row + 10));
    bytes.writeUInt32LE(0x7fffffff, bytes.indexOf('text 14') - 4);
    await expect(sampleParquet(accessTo(bytes), 'table')).rejects.toThrow(/table: rows 1 to 10 .*; rows 11 to 20/);
  });

  test('a table of no rows has its columns and no rows', async () => {
    const bytes = tableOf(0, 10);
    expect(await sampleParquet(accessTo(bytes), 'table')).toEqual({ columns: ['at', 'text'], rows: [] });
    expect((await rowsIn(bytes)).records).toEqual([]);
  });
});

describe('a file that cannot be read as a whole', () => {
  test('with encrypted columns', async () => {
    await expect(sampleParquet(accessTo(bytesOf('parquet', 'encrypted', 'columns.parquet')), 'table')).rejects.toThrow(expect.objectContaining({ code: 'encrypted-parquet', message: 'table is Parquet with encrypted columns.' }) as Error);
  });

  test('cut, or with a footer that is none', async () => {
    const bytes = tableOf(30, 10);
    await expect(sampleParquet(accessTo(bytes.subarray(0, 200)), 'table')).rejects.toThrow(/table begins like Parquet but its footer cannot be read/);
    const noise = Buffer.concat([bytes.subarray(0, 100), Buffer.alloc(100, 0xff), bytes.subarray(-8)]);
    await expect(sampleParquet(accessTo(noise), 'table')).rejects.toThrow(/its footer cannot be read/);
  });
});
