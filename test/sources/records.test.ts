import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closedJson } from '../../src/sources/cut-json.js';
import { createSplitter } from '../../src/sources/documents.js';
import { readRecords } from '../../src/sources/records.js';
import { sampleOf } from '../../src/sources/sample.js';
import type { SourceInput } from '../../src/sources/source.js';
import { FILE_TIME_MS, pieces } from './read.js';

/** Texts of the records of a document that comes in pieces of `size`. */
function split(text: string, { paths = [] as string[], size = 3 } = {}): { text: string; path: string; line: number; outer: object }[] {
  const splitter = createSplitter(paths);
  const bytes = Buffer.from(text);
  const records = [];
  for (let at = 0; at < bytes.length; at += size) records.push(...splitter.push(bytes.subarray(at, at + size)));
  return [...records, ...splitter.end()];
}

const inputOf = (text: string, size = 1 << 16): SourceInput => ({ name: 'log', chunks: pieces(text, size), fileTimeMs: FILE_TIME_MS, options: { map: {}, set: {} }, note: () => undefined });

async function recordsOf(text: string, paths: readonly string[] = []): Promise<{ records: object[]; skips: string[] }> {
  const records: object[] = [];
  const skips: string[] = [];
  for await (const batch of readRecords(inputOf(text), paths)) {
    for (const entry of batch) 'skipped' in entry ? skips.push(`${entry.skipped.where}: ${entry.skipped.reason}`) : records.push(entry.record);
  }
  return { records, skips };
}

describe('documents are cut into records', () => {
  test('the elements of a top-level array', () => {
    expect(split('[{"a": 1}, {"b": "x, ]}"},\n {"c": [1, {"d": 2}]}]').map(({ text }) => text)).toEqual(['{"a": 1}', '{"b": "x, ]}"}', '{"c": [1, {"d": 2}]}']);
  });

  test('the elements of an array at a path, with the scalars before it', () => {
    const [first, second, ...rest] = split('{"version": 3, "log": {"creator": {"name": "x"}, "entries": [{"n": 1}, {"n": 2}], "more": 1}}', { paths: ['log.entries'] });
    expect([first?.text, second?.text, rest.length]).toEqual(['{"n": 1}', '{"n": 2}', 0]);
    expect(first?.outer).toEqual({ version: 3, 'log.creator.name': 'x' });
  });

  test('objects one after another, over lines or not', () => {
    expect(split('{"a": 1}\n{\n "b": 2\n}\n{"c": 3}{"d": 4}').map(({ text }) => JSON.parse(text) as object)).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }, { d: 4 }]);
  });

  test('pages of arrays, one a line', () => {
    expect(split('{"page": 1, "data": [{"n": 1}, {"n": 2}]}\n{"page": 2, "data": [{"n": 3}]}', { paths: ['data'] }).map(({ text, outer }) => [text, outer])).toEqual([
      ['{"n": 1}', { page: 1 }], ['{"n": 2}', { page: 1 }], ['{"n": 3}', { page: 2 }],
    ]);
  });

  test('each record says the line on which it begins', () => {
    expect(split('[\n {"a": 1},\n\n {"b":\n 2},\n {"c": 3}\n]').map(({ line }) => line)).toEqual([2, 4, 6]);
  });

  test('any array of objects comes back whole, however it is cut into chunks and indented', () => {
    fc.assert(
      fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), fc.constantFrom(undefined, 1, '\t'), (objects, size, indent) => {
        const texts = split(JSON.stringify(objects, undefined, indent), { size }).map(({ text }) => text);
        expect(texts.map((text) => JSON.parse(text) as object)).toEqual(JSON.parse(JSON.stringify(objects)));
      }),
      { numRuns: 300 },
    );
  });

  test('no text makes it throw, and ten million open brackets cost no memory to speak of', () => {
    fc.assert(fc.property(fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ',', ':', 'a', '1', '\n') }), (text) => { split(text, { paths: ['a', 'a.a'] }); }), { numRuns: 500 });
    expect(split('['.repeat(10_000_000), { size: 1 << 16 }).length).toBe(1);
  });
});

describe('records of a file', () => {
  test('a broken element costs itself', async () => {
    expect(await recordsOf('[{"id": 1}, {"id": 2, "x": tru}, {"id": 3}]')).toEqual({ records: [{ id: 1 }, { id: 3 }], skips: ['line 1, record 2: not JSON (a broken or cut line)'] });
  });

  test('a quote that was lost costs the record it was lost in', async () => {
    const text = JSON.stringify([1, 2, 3, 4, 5].map((id) => ({ id, text: `number "${id}", as said` })));
    const { records } = await recordsOf(text.replace('"text":"number \\"2', '"text":number \\"2'));
    expect(records.map((record) => (record as { id: number }).id)).toEqual([1, 3, 4, 5]);
  });

  test('a cut document gives what came whole', async () => {
    const { records, skips } = await recordsOf('{"data": [{"id": 1}, {"id": 2}, {"id": 3, "na', ['data']);
    expect([records, skips.length]).toEqual([[{ id: 1 }, { id: 2 }], 1]);
  });

  test('the same rows come out of CSV, lines, a list and a page', async () => {
    const rows = [{ id: 'a', n: '1' }, { id: 'b', n: '2' }];
    const forms = ['id,n\na,1\nb,2\n', rows.map((row) => JSON.stringify(row)).join('\n'), JSON.stringify(rows, undefined, 2), JSON.stringify({ data: rows })];
    for (const form of forms) expect((await recordsOf(form, ['data'])).records).toEqual(rows);
  });
});

describe('samples', () => {
  test('a cut text is closed after its last whole value', () => {
    expect(closedJson('{"a": [1, 2], "b": {"c": "do')).toBe('{"a": [1, 2], "b": {}}');
    expect(closedJson('{"a": "x", "b')).toBe('{"a": "x"}');
  });

  test('the beginning of a record that is longer than the sample can be looked at', () => {
    expect(sampleOf(`{"id": "1", "request": {"url": "u", "body": "${'x'.repeat(100)}`, { isWhole: false }).recordsAt('')).toEqual([{ id: '1', request: { url: 'u' } }]);
  });

  test('containers are told by their first bytes', () => {
    const containerOf = (head: string | Buffer): string => sampleOf(head, { isWhole: true }).container;
    expect(['\uFEFF{"a":1}', ' [1]', 'data: {}', ': ping\n', 'event: x\ndata: y', 'interactions:\n- request:', 'a,b\n1,2', Buffer.from([10, 0, 1])].map(containerOf)).toEqual([
      'json', 'json', 'events', 'events', 'events', 'yaml', 'csv', 'bytes',
    ]);
  });
});
