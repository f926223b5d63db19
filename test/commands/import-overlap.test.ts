import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { assertOtherSource, describeOverlap, findOverlaps, overlapFlag } from '../../src/commands/import/overlap.js';
import { mergedOf, totalsOf } from '../../src/commands/import/present.js';
import { emptyResult } from '../../src/commands/import/result.js';
import { flagSchema } from '../../src/model/analysis.js';
import type { StoredCall } from '../../src/model/call.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/store/index.js';
import { MINUTE, START, makeCall, makeFullCall } from '../store/make-stored-call.js';

const catalog = createCatalog();
let folder = '';
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'overlap-'));
  store = await openStore(join(folder, 'test.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function stored(): Promise<StoredCall[]> {
  const calls: StoredCall[] = [];
  for await (const page of store.readCalls({})) calls.push(...page);
  return calls;
}

const ID_MATCHES = 20;
const OTHERS = 30;
/** A minute apart, each with its own size. */
const at = (index: number): Pick<StoredCall, 'startedAt' | 'usage'> => ({ startedAt: START + index * MINUTE, usage: { uncachedInputTokens: 1000 + index, outputTokens: 10 } });

/** `matches` calls that share an id, then 30 that both logs tell of under ids of their own, half a second apart. */
async function addTwoLogs(matches: number): Promise<void> {
  const total = matches + OTHERS;
  const isShared = (index: number): boolean => index < matches;
  await store.addCalls(Array.from({ length: total }, (_, index) => makeCall({ ...at(index), id: `w${index}`, sources: ['wire'], keys: [isShared(index) ? `response:r${index}` : `wire:${index}`] })));
  await store.addCalls(Array.from({ length: total }, (_, index) => makeCall({ ...at(index), startedAt: START + index * MINUTE + 500, id: `g${index}`, sources: ['gateway'], keys: [isShared(index) ? `response:r${index}` : `gateway:${index}`], latencyMs: 40 })));
}

describe('two logs of the same traffic', () => {
  test('are merged call by call once 20 shared ids prove it', async () => {
    await addTwoLogs(ID_MATCHES);
    expect(await stored()).toHaveLength(ID_MATCHES + 2 * OTHERS);
    const [overlap] = await findOverlaps(store, { catalog });
    expect(overlap).toMatchObject({ one: 'gateway', other: 'wire', shared: ID_MATCHES, proof: 'ids', merged: OTHERS, lookAlikes: 0 });
    const calls = await stored();
    expect(calls).toHaveLength(ID_MATCHES + OTHERS);
    expect(calls.every(({ sources, latencyMs }) => sources.join() === 'gateway,wire' && latencyMs === 40)).toBe(true);
    expect(calls.at(-1)).toMatchObject({ id: `w${ID_MATCHES + OTHERS - 1}`, keys: [`gateway:${ID_MATCHES + OTHERS - 1}`, `wire:${ID_MATCHES + OTHERS - 1}`] });
    expect(await findOverlaps(store, { catalog })).toEqual([]);
  });

  test('stay apart with 19 shared ids, and what they are worth is said', async () => {
    await addTwoLogs(ID_MATCHES - 1);
    const [overlap] = await findOverlaps(store, { catalog });
    expect(overlap).toMatchObject({ proof: 'none', merged: 0, lookAlikes: OTHERS, unpricedCalls: 0 });
    expect(await stored()).toHaveLength(ID_MATCHES - 1 + 2 * OTHERS);
    const inputTokens = Array.from({ length: OTHERS }, (_, index) => 1000 + ID_MATCHES - 1 + index).reduce((sum, tokens) => sum + tokens, 0);
    expect(overlap?.nano).toBe((inputTokens * 2.5 + OTHERS * 10 * 10) * 1000);
    expect(overlap === undefined ? '' : describeOverlap(overlap)).toContain('30 calls look alike, worth $0.08, and are counted twice if they are the same traffic: then import again with --same-traffic-as gateway');
    expect(flagSchema.parse(overlap === undefined ? {} : overlapFlag(overlap))).toMatchObject({ code: 'source-overlap', nano: overlap?.nano });
  });

  test('are merged without a shared id where the user says that they are the same', async () => {
    await addTwoLogs(0);
    expect((await findOverlaps(store, { catalog, sources: ['gateway'], sameTrafficAs: 'wire' }))[0]).toMatchObject({ proof: 'asked', merged: OTHERS });
    expect(await stored()).toHaveLength(OTHERS);
  });

  test('are told of and left alone in a dry run, where nothing proves them the same', async () => {
    await addTwoLogs(ID_MATCHES - 1);
    expect((await findOverlaps(store, { catalog, isDryRun: true }))[0]).toMatchObject({ proof: 'none', merged: 0, lookAlikes: OTHERS });
    expect(await stored()).toHaveLength(ID_MATCHES - 1 + 2 * OTHERS);
  });

  test('that were proven before are looked at only where the run added calls', async () => {
    await addTwoLogs(ID_MATCHES);
    const before = await store.sourceSets();
    const firstAt = START + (ID_MATCHES + OTHERS - 5) * MINUTE;
    expect((await findOverlaps(store, { catalog, run: { before, firstAt, lastAt: firstAt + 10 * MINUTE } }))[0]).toMatchObject({ merged: 5 });
  });

  test('a third log of the same calls joins them', async () => {
    await addTwoLogs(ID_MATCHES);
    await store.addCalls(Array.from({ length: ID_MATCHES + OTHERS }, (_, index) => makeCall({ ...at(index), id: `t${index}`, sources: ['trace'], keys: [index < ID_MATCHES ? `response:r${index}` : `trace:${index}`] })));
    const overlaps = await findOverlaps(store, { catalog });
    expect(overlaps.reduce((sum, { merged }) => sum + merged, 0)).toBe(2 * OTHERS);
    expect(await stored()).toHaveLength(ID_MATCHES + OTHERS);
  });
});

test('pairs that were made one count as merged, not as imported, and the line still adds up', () => {
  const files = [{ ...emptyResult('a'), counts: { read: 100, imported: 90, merged: 7, skipped: 3 }, merged: { 'same-id': 5, poll: 2 } as const }];
  const overlaps = [{ one: 'a', other: 'b', shared: 20, from: 0, to: 1, proof: 'ids' as const, merged: 30, lookAlikes: 0, nano: 0, unpricedCalls: 0 }];
  expect(totalsOf(files, overlaps)).toEqual({ read: 100, imported: 60, merged: 37, skipped: 3 });
  expect(mergedOf(files, overlaps)).toEqual({ 'same-id': 5, poll: 2, overlap: 30 });
});

test('--same-traffic-as must name another source that is there', () => {
  expect(() => assertOtherSource('wire', { inStore: ['wire'], ofFiles: ['gateway'] })).not.toThrow();
  expect(() => assertOtherSource('wier', { inStore: ['wire'], ofFiles: ['gateway'] })).toThrow(/the store holds no calls of such a source/);
  expect(() => assertOtherSource('wire', { inStore: ['wire'], ofFiles: ['wire'] })).toThrow(/never merged without a shared id/);
});

describe('pairs that are merged in a store', () => {
  test('keep the id, fill the gaps, move the text, make the hours dirty and change no sum', async () => {
    const full = { ...makeFullCall('drop'), startedAt: START + 1000 };
    await store.addCalls([makeCall({ id: 'keep', env: 'prod' }), full, makeCall({ id: 'third' })]);
    await store.saveHours(await store.dirtyHours(), { cells: [], minutes: [], latency: [] });
    expect(await store.mergePairs([{ keep: 'keep', drop: 'drop' }, { keep: 'keep', drop: 'none' }])).toBe(1);
    expect((await stored()).map(({ id }) => id).sort()).toEqual(['keep', 'third']);
    expect(await store.findCall('keep')).toMatchObject({ usage: { uncachedInputTokens: 800, outputTokens: 160 }, latencyMs: 1234.5, body: full.body, keys: ['request:req-drop', 'response:drop', 'response:keep'] });
    expect(await store.dirtyHours()).not.toEqual([]);
    expect((await store.summary()).sources).toEqual([{ source: 'openai-chat', calls: 2 }]);
    expect(await store.addCalls([full])).toEqual({ inserted: 0, merged: 1 });
  });

  test('bodies are read in the order that is asked for', async () => {
    const ids = Array.from({ length: 200 }, (_, index) => `c${index}`);
    await store.addCalls(ids.map((id, index) => makeCall({ id, startedAt: START + index, ...(index % 3 === 0 ? {} : { body: `text of ${id}` }) })));
    const wanted = [...ids].reverse();
    const found: (string | undefined)[] = [];
    for await (const { body } of store.readBodies([...wanted, 'nobody'])) found.push(body);
    expect(found).toEqual([...wanted.map((id) => (Number(id.slice(1)) % 3 === 0 ? undefined : `text of ${id}`)), undefined]);
  });
});
