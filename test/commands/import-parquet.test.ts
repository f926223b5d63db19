import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openFile } from '../../src/commands/import/open-file.js';
import { checkOptions } from '../../src/commands/import/options.js';
import { prepareOpen } from '../../src/commands/import/prepare.js';
import type { FileResult } from '../../src/commands/import/result.js';
import { importFile } from '../../src/commands/import/run.js';
import { openTableReader } from '../../src/commands/workers/table-reader.js';
import { openIntake } from '../../src/commands/open-intake.js';
import { UserError } from '../../src/model/errors.js';
import type { Store } from '../../src/model/store.js';
import type { TableBatch } from '../../src/sources/source.js';
import { openStore } from '../../src/store/index.js';

const root = join(import.meta.dirname, '../..');
const FIXTURES = join(root, 'fixtures/sources');
const NOW = Date.UTC(2026, 10, 22, 12);
const intake = openIntake({ storeLocation: ':memory:', privacy: 'redacted', key: 'a key for tests alone' });
const options = checkOptions({});

/** ms; long enough for the reader to start on a busy machine. */
const PATIENCE_MS = 4000;

/** A reader of three groups of ten rows; what the name of the file says befalls it in the second. */
const STUB = `let left = 2, wake;
const say = (message) => new Promise((resolve) => process.send(message, undefined, undefined, resolve));
process.on('message', async ({ open, more }) => {
  if (more) return void ((left += 1), wake?.());
  left = 2;
  const { name, fromGroup, without } = open;
  if (/footer/.test(name)) for (;;);
  await say({ columns: ['model', 'prompt_tokens'] });
  for (let index = fromGroup; index < 3; index += 1) {
    if (without.includes(index)) continue;
    await say({ group: { index, firstRow: index * 10 + 1, lastRow: index * 10 + 10, bytes: 100 } });
    for (const firstRow of [index * 10 + 1, index * 10 + 6]) {
      while (left === 0) await new Promise((resolve) => (wake = resolve));
      left -= 1;
      if (/all/.test(name) || (index === 1 && firstRow === 16)) {
        if (/hang/.test(name)) for (;;);
        if (/throw/.test(name)) throw new Error('a value is not there');
        if (/reject/.test(name)) await new Promise((_, reject) => reject(new TypeError('no view')));
        if (/memory/.test(name)) { const grown = []; for (;;) grown.push(new Array(1e6).fill(1.5)); }
      }
      await say({ batch: { firstRow, texts: [1, 2, 3, 4, 5].map((at) => JSON.stringify({ row: firstRow + at - 1 })) } });
    }
  }
  await say({ isEnd: true });
});`;

let folder = '';
let entry: URL;
let stub: URL;
let store: Store;

beforeAll(async () => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  folder = mkdtempSync(join(root, 'node_modules/.cache/read-table-'));
  const outfile = join(folder, 'read-table.mjs');
  await build({ entryPoints: [join(root, 'src/commands/workers/read-table.ts')], bundle: true, platform: 'node', format: 'esm', external: ['hyparquet', 'hyparquet-compressors', 'csv-parse'], outfile, logLevel: 'silent' });
  entry = pathToFileURL(outfile);
  writeFileSync(join(folder, 'stub.mjs'), STUB);
  stub = pathToFileURL(join(folder, 'stub.mjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let stores = 0;
beforeEach(async () => {
  store = await openStore(join(folder, `${(stores += 1)}.db`));
});
afterEach(() => store.close());

function write(name: string, content: Buffer): string {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
}

/** The whole way of a file: its format is found, it is read in a process of its own, and stored. */
async function importParquet(path: string, patienceMs = PATIENCE_MS): Promise<FileResult> {
  const file = await openFile(path);
  const access = file.access === undefined ? undefined : { ...file.access, table: openTableReader({ path, bytes: file.bytes ?? 0 }, { entry, patienceMs }) };
  return importFile(await prepareOpen({ ...file, access }, options), options, { store, intake, now: NOW, keepsAllPlaces: true });
}

const rowsOfStub = async (path: string, patienceMs = 20_000): Promise<{ batches: TableBatch[]; error: UserError | undefined }> => {
  const batches: TableBatch[] = [];
  try {
    for await (const batch of openTableReader({ path, bytes: 1000 }, { entry: stub, patienceMs })?.rows() ?? []) batches.push(batch);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { batches, error };
  }
  return { batches, error: undefined };
};

const firstRows = (batches: readonly TableBatch[]): number[] => batches.flatMap((batch) => ('texts' in batch ? [batch.firstRow] : []));
const faultsOf = (batches: readonly TableBatch[]): string[] => batches.flatMap((batch) => ('fault' in batch ? [batch.fault] : []));

describe('a Parquet file read in a process of its own', () => {
  test.each(['mapped/parquet/calls.parquet', 'databricks/parquet/payload.parquet', 'langfuse/parquet/observations_v2.parquet', 'langsmith/parquet/runs.parquet'])('%s gives its calls, and a second time nothing new', async (name) => {
    const path = join(folder, name.replaceAll('/', '-'));
    copyFileSync(join(FIXTURES, name), path);
    const result = await importParquet(path);
    expect(result).toMatchObject({ source: name.split('/')[0], outcome: 'imported' });
    expect(result.error).toBeUndefined();
    expect(result.counts.imported).toBeGreaterThan(1);
    expect((await importParquet(path)).outcome).toBe('already imported');
  });

  test('more rows than go in one batch come in order, each once', async () => {
    const numbers = Array.from({ length: 5000 }, (_, at) => at);
    const path = write('many.parquet', Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'at', data: numbers, type: 'INT32' }, { name: 'text', data: numbers.map((at) => `${at}${' '.repeat(at % 7 === 0 ? 4000 : 1)}`), type: 'STRING' }], rowGroupSize: 2500 })));
    const table = openTableReader({ path, bytes: readFileSync(path).length }, { entry, patienceMs: PATIENCE_MS });
    expect((await table?.sample())?.rows.map((row) => row['at'])).toEqual(numbers.slice(0, 20));
    const seen: unknown[] = [];
    for await (const batch of table?.rows() ?? []) seen.push(...('texts' in batch ? batch.texts.map((text) => (JSON.parse(text) as { at: number }).at) : [batch.fault]));
    expect(seen).toEqual(numbers);
  });

  test('a reader that is left early, and two at once, do not disturb each other', async () => {
    const numbers = Array.from({ length: 4000 }, (_, at) => at);
    const path = write('two.parquet', Buffer.from(parquetWriteBuffer({ columnData: [{ name: 'at', data: numbers, type: 'INT32' }], rowGroupSize: 1000 })));
    const open = () => openTableReader({ path, bytes: readFileSync(path).length }, { entry, patienceMs: PATIENCE_MS })?.rows()[Symbol.asyncIterator]();
    const [left, right] = [open(), open()];
    expect(await Promise.all([left?.next(), right?.next()])).toMatchObject([{ value: { firstRow: 1 } }, { value: { firstRow: 1 } }]);
    await left?.return?.();
    expect(await right?.next()).toMatchObject({ value: { firstRow: 1001 } });
    await right?.return?.();
  });

  test('where the reader is not there, the file is read in this process', () => {
    expect(openTableReader({ path: 'x', bytes: 1 }, { entry: pathToFileURL(join(folder, 'none.mjs')) })).toBeUndefined();
  });
});

describe('a row group that its reader does not survive costs its own rows', () => {
  test.each([
    ['hang', /no rows came within 2 seconds/], ['throw', /a value is not there/], ['reject', /TypeError: no view/], ['memory', /takes more than 1024 MB of memory/],
  ])('%s', { timeout: 60_000 }, async (name, reason) => {
    const { batches, error } = await rowsOfStub(name, name === 'hang' ? 1500 : undefined);
    expect(firstRows(batches)).toEqual([1, 6, 11, 21, 26]);
    expect(faultsOf(batches)).toEqual([expect.stringMatching(/^rows 16 to 20 \(row group 2\) cannot be read: /)]);
    expect(faultsOf(batches)[0]).toMatch(reason);
    expect(error).toMatchObject({ code: 'damaged-parquet', message: expect.stringMatching(/rows 16 to 20 .*All other rows were read\./) as string });
  });

  test('three such groups, and the rest of the file is left alone', { timeout: 60_000 }, async () => {
    const { batches, error } = await rowsOfStub('all-throw');
    expect([firstRows(batches), faultsOf(batches).length]).toEqual([[], 3]);
    expect(error?.message).toMatch(/rows 1 to 10 .*rows 11 to 20 .*rows 21 to 30 .*Nothing behind that was read/);
  });

  test('a footer that is read without end is a broken file', { timeout: 60_000 }, async () => {
    expect((await rowsOfStub('footer', 1500)).error).toMatchObject({ code: 'broken-parquet', message: expect.stringContaining('its footer cannot be read: no rows came within') as string });
  });

  test('what the sample found lost is not waited for again', { timeout: 60_000 }, async () => {
    const table = openTableReader({ path: 'throw', bytes: 1000 }, { entry: stub, patienceMs: PATIENCE_MS });
    expect((await table?.sample())?.rows.length).toBeGreaterThan(0);
    const batches: TableBatch[] = [];
    await expect((async () => { for await (const batch of table?.rows() ?? []) batches.push(batch); })()).rejects.toThrow(/rows 16 to 20/);
    expect([faultsOf(batches).length, firstRows(batches)]).toEqual([1, [1, 6, 21, 26]]);
  });
});

/** Numbers that are the same at every run. */
function* draws(seed: number): Generator<number> {
  for (let state = seed; ; ) yield (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff);
}

test('with bits turned anywhere it is read, or refused in words, and never without end', { timeout: 120_000 }, async () => {
  const good = readFileSync(join(FIXTURES, 'mapped/parquet/calls.parquet'));
  const whole = 12;
  const numbers = draws(11);
  const draw = (): number => numbers.next().value as number;
  for (const until = performance.now() + 12_000; performance.now() < until; ) {
    const broken = Buffer.from(good);
    const at = (draw() >> 4) % good.length;
    broken[at] = (broken[at] ?? 0) ^ (1 << (draw() >> 8) % 8);
    try {
      const { counts, error } = await importParquet(write('turned.parquet', broken), 1000);
      expect(counts.imported + counts.merged + counts.skipped).toBe(counts.read);
      expect(counts.imported + counts.merged).toBeLessThanOrEqual(whole);
      if (error !== undefined) expect(error.hint).toBeTruthy();
    } catch (error) {
      expect([at, (error as Error).name, (error as UserError).hint !== undefined]).toEqual([at, 'UserError', true]);
    }
  }
});

describe('an encrypted file is refused in words', () => {
  test('with an encrypted footer', async () => {
    await expect(importParquet(write('footer.parquet', Buffer.concat([Buffer.from('PARE'), Buffer.alloc(80, 7), Buffer.from('PARE')])))).rejects.toThrow(/is Parquet with an encrypted footer/);
  });
});
