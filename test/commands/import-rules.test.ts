import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkOptions } from '../../src/commands/import/options.js';
import { type PreparedFile, prepareFile } from '../../src/commands/import/prepare.js';
import { describeResults } from '../../src/commands/import/present.js';
import { leftText, rateText } from '../../src/commands/import/progress.js';
import { type FileResult, emptyResult } from '../../src/commands/import/result.js';
import { companionsOf, importFile } from '../../src/commands/import/run.js';
import { openIntake } from '../../src/commands/open-intake.js';
import type { CapturedCall, StoredCall } from '../../src/model/call.js';
import type { Store } from '../../src/model/store.js';
import { type ReadItem, type Source, sources } from '../../src/sources/index.js';
import { openStore } from '../../src/store/index.js';

const NOW = Date.UTC(2026, 10, 22, 12);
const intake = openIntake({ storeLocation: ':memory:', privacy: 'redacted', key: 'a key for tests alone' });
const MAPPED = sources.find(({ id }) => id === 'mapped') as Source;

let folder = '';
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rules-'));
  store = await openStore(join(folder, 'test.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

const options = checkOptions({});
const worldOf = (into: Store): Parameters<typeof importFile>[2] => ({ store: into, intake, now: NOW, keepsAllPlaces: false });
const run = async (prepared: PreparedFile, companions: readonly PreparedFile[] = [], into = store): Promise<FileResult> => importFile(prepared, options, worldOf(into), companions);

const call = (id: string): CapturedCall => ({
  recordId: id, keys: [`response:${id}`], startedAt: NOW - 1000, timeSource: 'record', provider: 'openai', servedModel: 'gpt-4o', api: 'chat', billing: 'metered', stream: false, status: 'ok',
  usage: { uncachedInputTokens: 5, outputTokens: 6 }, usageSource: 'reported', tags: {}, parameters: {},
});
const bill = (id: string): ReadItem => ({ bill: { id, source: 'made-up', kind: 'cost', provider: 'openai', from: NOW - 86_400_000, to: NOW, costNanoUsd: 7, dimensions: {} }, where: 'record 1' });

/** A file whose source yields these items. */
async function yielding(items: readonly ReadItem[], changes: Partial<Source> = {}): Promise<PreparedFile> {
  const prepared = await prepareFile(write('made-up.csv', `model,prompt_tokens,completion_tokens\ngpt-4o,1,${items.length}\n`), options);
  const source: Source = { ...MAPPED, id: 'made-up', async *read() { yield items; }, ...changes };
  return { ...prepared, source };
}

describe('every record is counted once', () => {
  const items: ReadItem[] = [
    { call: call('a'), recordText: 'a', where: 'line 1' }, { call: call('a'), recordText: 'a', where: 'line 2' }, { call: call('b'), recordText: 'b', where: 'line 3' },
    { folded: { where: 'line 4', rule: 'wrapping-span' } }, { folded: { where: 'line 5', rule: 'repeated-usage' } }, { folded: { where: 'line 6', rule: 'repeated-usage' } }, { folded: { where: 'line 7', rule: 'poll' } },
    bill('b1'), bill('b2'), bill('b2'),
    { skipped: { where: 'line 11', reason: 'user messages', isNoCall: true } }, { skipped: { where: 'line 12', reason: 'user messages', isNoCall: true } }, { skipped: { where: 'line 13', reason: 'not JSON' } },
  ];

  test('as imported, merged by rule, or skipped; bill lines and what is no call stand apart', async () => {
    const result = await run(await yielding(items));
    expect(result.counts).toEqual({ read: 13, imported: 2 + 2, merged: 1 + 3 + 1 + 1, skipped: 3 });
    expect(result.merged).toEqual({ 'same-id': 1, 'wrapping-span': 1, 'repeated-usage': 2, poll: 1, 'bill-line': 1 });
    expect(result.billLines).toBe(2);
    expect(await store.listBills({})).toHaveLength(2);
    const lines = describeResults([result]).split('\n').map((line) => line.trim());
    expect(lines).toContain('bill lines: 2 of the imported; they are no calls, and "shadowbill reconcile" compares them with the calls');
    expect(lines).toContain('merged 2: lines that repeat the usage of a call');
    expect(lines).toContain(`no calls: 2 user messages; first at ${join(folder, 'made-up.csv')}:11`);
    expect(lines).toContain(`skipped 1: not JSON; first at ${join(folder, 'made-up.csv')}:13`);
    expect(lines.at(-1)).toBe('13 read = 4 imported + 6 merged + 3 skipped');
  });

  test('many files of a folder are shown as one, with all their counts', () => {
    const file = (at: number): FileResult => ({
      ...emptyResult(`logs/${at}.jsonl`), source: 'made-up', foundIn: 'logs', counts: { read: 3, imported: 1, merged: 1, skipped: 1 }, merged: { poll: 1 }, skips: [{ reason: 'not JSON', count: 1, places: [`logs/${at}.jsonl:1`] }],
    });
    const text = describeResults(Array.from({ length: 12 }, (_, at) => file(at)));
    expect(text.split('\n').map((line) => line.trim())).toEqual(['logs (12 files): made-up ()', '36 read = 12 imported + 12 merged + 12 skipped', 'merged 12: polls and updates of a call', 'skipped 12: not JSON; first at logs/0.jsonl:1', '36 read = 12 imported + 12 merged + 12 skipped']);
  });
});

describe('files that belong together', () => {
  const joining = async (name: string, seen: string[][]): Promise<PreparedFile> => {
    const prepared = await prepareFile(write(name, `model,prompt_tokens,completion_tokens\ngpt-4o,1,${name.length}\n`), options);
    const source = JOINING;
    return { ...prepared, source: Object.assign(source, { async *read(input: Parameters<Source['read']>[0]) {
      const texts: string[] = [];
      for (const companion of input.companions ?? []) for await (const chunk of companion.chunks()) texts.push(chunk.toString());
      seen.push(texts);
      yield [{ call: call(name), recordText: name, where: 'line 1' } as ReadItem];
    } }) };
  };
  const JOINING: Source = { ...MAPPED, id: 'joining', joins: true };

  test('are handed to each other, and are another unit than each alone', async () => {
    const seen: string[][] = [];
    const files = [await joining('in.csv', seen), await joining('output.csv', seen)] as const;
    expect(companionsOf(files[0], files)).toEqual([files[1]]);
    await run(files[0]);
    const both = await run(files[0], companionsOf(files[0], files));
    expect(both).toMatchObject({ outcome: 'imported', merged: { 'same-id': 1 } });
    expect((await run(files[0], companionsOf(files[0], files))).outcome).toBe('already imported');
    expect(seen).toEqual([[], ['model,prompt_tokens,completion_tokens\ngpt-4o,1,10\n']]);
  });
});

test('Parquet is read in parts from the disk, twice the same', async () => {
  const rows = Array.from({ length: 3000 }, (_, at) => at);
  const buffer = parquetWriteBuffer({ columnData: [
    { name: 'model', data: rows.map(() => 'gpt-4o'), type: 'STRING' }, { name: 'provider', data: rows.map(() => 'openai'), type: 'STRING' }, { name: 'startedAt', data: rows.map((at) => new Date(NOW - 10_000_000 + at * 1000).toISOString()), type: 'STRING' },
    { name: 'prompt_tokens', data: rows.map((at) => 10 + at), type: 'INT32' }, { name: 'completion_tokens', data: rows.map(() => 2), type: 'INT32' },
  ], rowGroupSize: 1000 });
  const path = write('calls.parquet', Buffer.from(buffer));
  expect((await run(await prepareFile(path, options))).counts).toEqual({ read: 3000, imported: 3000, merged: 0, skipped: 0 });
  expect((await run(await prepareFile(path, options))).outcome).toBe('already imported');
});

describe('the same calls, whatever the order', () => {
  const exchange = (id: number, answer: string): string =>
    JSON.stringify({
      startedAt: new Date(NOW - 3_600_000 + id * 1000).toISOString(), request: { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', headers: {}, body: { model: 'gpt-4o', messages: [{ role: 'user', content: `letter ${id}` }] } },
      response: { status: 200, headers: {}, body: { ...(id % 2 === 0 && { id: `chatcmpl-${id}` }), model: 'gpt-4o-2024-08-06', choices: [{ index: 0, message: { content: answer }, finish_reason: 'stop' }], usage: { prompt_tokens: 10 + id, completion_tokens: 2, total_tokens: 12 + id } } },
    });

  test('a log that is cut and shuffled into files, given in any order, one of them twice, gives the calls of the whole', async () => {
    const lines = Array.from({ length: 24 }, (_, id) => exchange(id, 'bill'));
    const facts = async (from: Store): Promise<unknown[]> => {
      const calls: StoredCall[] = [];
      for await (const page of from.readCalls({})) calls.push(...page);
      return calls.map(({ id, keys, usage, startedAt, templateKey }) => [id, keys, usage, startedAt, templateKey]);
    };
    await run(await prepareFile(write('whole.jsonl', lines.join('\n')), options));
    const expected = await facts(store);
    let stores = 0;
    const splits = fc.record({ order: fc.shuffledSubarray(lines, { minLength: lines.length }), files: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: lines.length, maxLength: lines.length }), again: fc.integer({ min: 0, max: 3 }) });
    await fc.assert(fc.asyncProperty(splits, async ({ order, files, again }) => {
      const other = await openStore(join(folder, `other-${(stores += 1)}.db`));
      const parts = [0, 1, 2, 3].map((file) => order.filter((_, at) => files[at] === file)).filter((part) => part.length > 0);
      for (const [at, part] of [...parts, parts[again % parts.length] ?? []].entries()) await run(await prepareFile(write(`part-${at}.jsonl`, part.join('\n')), options), [], other);
      expect(await facts(other)).toEqual(expected);
      await other.close();
    }), { numRuns: 12 });
  }, 60_000);
});

describe('the bar', () => {
  test('says rate and time left', () => {
    expect(rateText({ bytes: 50_000_000, records: 20_000, elapsedMs: 4000 })).toBe('12.5 MB/s, 5,000 records/s');
    expect(leftText({ bytes: 25, totalBytes: 100, elapsedMs: 20_000 })).toBe('60 s left');
    expect(leftText({ bytes: 1, totalBytes: 100, elapsedMs: 20_000 })).toBe('33 min left');
    expect(leftText({ bytes: 0, totalBytes: 100, elapsedMs: 20_000 })).toBe('');
  });
});
