import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/model/errors.js';
import { usageBuckets } from '../../src/model/usage.js';
import { type RandomAccess, type ReadItem, type Source, detectSource, sampleParquet, sources } from '../../src/sources/index.js';
import { FILE_TIME_MS, callsOf, pieces } from './read.js';

const FIXTURES = join(import.meta.dirname, '../../fixtures/sources');

/** Files that are read only beside another of their folder. */
const partners = /^(input|requests|gateway-logs|events-of-spans)\b/;

const filesIn = (folder: string): string[] =>
  readdirSync(folder).sort().flatMap((name) => (statSync(join(folder, name)).isDirectory() ? filesIn(join(folder, name)) : [join(folder, name)])).filter((path) => !/expected/.test(path) && !partners.test(path.split('/').at(-1) ?? ''));

const cases = sources.flatMap((source) => filesIn(join(FIXTURES, source.id)).map((path) => ({ source, path, name: path.slice(FIXTURES.length + 1) })));

const accessTo = (bytes: Buffer): RandomAccess => ({ size: bytes.length, slice: (start, end) => Promise.resolve(Uint8Array.from(bytes.subarray(start, end)).buffer) });

async function read(source: Source, bytes: Buffer, size = 1 << 16): Promise<ReadItem[]> {
  const items: ReadItem[] = [];
  const set = source.id === 'mapped' ? { provider: 'openai', model: 'gpt-4o' } : {};
  for await (const batch of source.read({ name: 'log', chunks: pieces(bytes, size), bytes: accessTo(bytes), fileTimeMs: FILE_TIME_MS, options: { map: {}, set }, companions: [], note: () => undefined })) items.push(...batch);
  return items;
}

/** As `read`, for input that may be anything: a clear refusal of the whole file is an answer, a crash is not. */
async function readAnything(source: Source, bytes: Buffer): Promise<ReadItem[]> {
  try {
    return await read(source, bytes);
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

const isParquet = (path: string): boolean => path.endsWith('.parquet');

test('every format has an id of its own, a title, and a fixture', () => {
  expect(new Set(sources.map(({ id }) => id)).size).toBe(sources.length);
  for (const source of sources) expect([source.id, source.title.length > 5, cases.some((entry) => entry.source.id === source.id)]).toEqual([source.id, true, true]);
});

describe.each(cases)('$name', ({ source, path }) => {
  const bytes = readFileSync(path);

  test('is told by its content', async () => {
    const table = isParquet(path) ? await sampleParquet(accessTo(bytes), path) : undefined;
    const detection = detectSource(bytes.subarray(0, 1 << 16), { isWhole: bytes.length <= 1 << 16, table });
    expect(detection.found ? detection.source.id : detection).toBe(source.id);
    expect(detection.found && detection.reason).not.toBe('');
  });

  test('gives calls or bills whose every figure can be', async () => {
    const items = await read(source, bytes);
    expect(items.some((item) => 'call' in item || 'bill' in item)).toBe(true);
    for (const call of callsOf(items)) {
      expect(call.provider).toMatch(/^[a-z0-9][a-z0-9._-]*$/);
      expect(Number.isSafeInteger(call.startedAt) && call.startedAt > Date.UTC(2015, 0, 1)).toBe(true);
      for (const bucket of usageBuckets) expect(call.usage[bucket] === undefined || (Number.isSafeInteger(call.usage[bucket]) && (call.usage[bucket] ?? -1) >= 0)).toBe(true);
      expect([call.latencyMs ?? 0, call.ttftMs ?? 0].every((ms) => Number.isFinite(ms) && ms >= 0)).toBe(true);
      expect(call.loggedCostNanoUsd === undefined || Number.isSafeInteger(call.loggedCostNanoUsd)).toBe(true);
      expect(new Set(call.keys).size).toBe(call.keys.length);
      expect(Object.values(call.tags).every((value) => typeof value === 'string')).toBe(true);
    }
  });

  test('reads the same in chunks of any size, and again', async () => {
    const whole = await read(source, bytes);
    const sizes = bytes.length > 20_000 ? [997] : [1, 7, 64];
    for (const size of sizes) expect(await read(source, bytes, size)).toEqual(whole);
  });

  test('says the place of every record that it skips', async () => {
    for (const item of await read(source, bytes)) {
      if ('skipped' in item) expect([item.skipped.where, item.skipped.reason].every((text) => text.length > 3)).toBe(true);
    }
  });

  test('cut anywhere it throws nothing, and gives no call that the whole file does not give, but the last', async () => {
    const whole = new Set(callsOf(await read(source, bytes)).map((call) => JSON.stringify(call.usage)));
    for (let share = 0.05; share < 1; share += 0.05) {
      const calls = callsOf(await readAnything(source, bytes.subarray(0, Math.floor(bytes.length * share))));
      expect(calls.slice(0, -1).filter((call) => !whole.has(JSON.stringify(call.usage)) && call.usageSource === 'reported').length).toBeLessThanOrEqual(1);
    }
  });

  // The decoder of Parquet may take damage without end: test/commands/import-parquet.test.ts turns its bits in a process of its own.
  test.skipIf(isParquet(path))('with bits turned it throws nothing and does not hang', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 8 }), async (turns) => {
        const broken = Buffer.from(bytes);
        for (const [at, mask] of turns) broken[at] = (broken[at] ?? 0) ^ mask;
        await readAnything(source, broken);
      }),
      { numRuns: 60 },
    );
  });

  test.skipIf(isParquet(path))('with a piece doubled, dropped or put elsewhere it throws nothing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length), fc.nat(bytes.length), fc.nat(bytes.length), async (one, other, to) => {
        const [from, until] = [Math.min(one, other), Math.max(one, other)];
        const piece = bytes.subarray(from, until);
        await readAnything(source, Buffer.concat([bytes.subarray(0, to), piece, bytes.subarray(to)]));
        await readAnything(source, Buffer.concat([bytes.subarray(0, from), bytes.subarray(until)]));
      }),
      { numRuns: 20 },
    );
  });
});

/** Values that no log of that kind has, put in place of each field in turn. */
const strange: readonly unknown[] = [null, '', 'x', -1, 1e308, [], {}, [[]], true, '9'.repeat(400), { $numberLong: '5' }, 'toString'];

describe.each(cases.filter(({ path }) => /\.jsonl?$/.test(path) && statSync(path).size < 40_000))('$name with strange values', ({ source, path }) => {
  test('any field may be anything: nothing is thrown, and counts stay what can be', async () => {
    const lines = readFileSync(path, 'utf8').split('\n').filter((line) => line.trim() !== '');
    const json = parsed(lines.length > 0 && parsed(lines[0] ?? '') !== undefined ? (lines[0] ?? '') : readFileSync(path, 'utf8'));
    if (json === undefined) return;
    const paths = pathsOf(json).slice(0, 250);
    for (const [index, at] of paths.entries()) {
      const changed = structuredClone(json);
      setAt(changed, at, strange[index % strange.length]);
      for (const call of callsOf(await readAnything(source, Buffer.from(JSON.stringify(changed))))) {
        for (const bucket of usageBuckets) expect([at, bucket, call.usage[bucket] === undefined || Number.isSafeInteger(call.usage[bucket])]).toEqual([at, bucket, true]);
        expect([at, Number.isSafeInteger(call.startedAt)]).toEqual([at, true]);
      }
    }
  });
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Path = readonly (string | number)[];

const pathsOf = (value: unknown, at: Path = []): Path[] =>
  typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([name, entry]) => [[...at, name], ...pathsOf(entry, [...at, name])]) : [];

function setAt(root: unknown, path: Path, value: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((inner, name) => (inner as Record<string, unknown>)[name], root) as Record<string, unknown>;
  parent[String(path.at(-1))] = value;
}
