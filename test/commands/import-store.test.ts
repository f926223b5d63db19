import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { checkOptions } from '../../src/commands/import/options.js';
import { type MergeWorld, mergeStore } from '../../src/commands/import/other-store.js';
import type { StoredCall } from '../../src/model/call.js';
import type { EvidenceRow, Store } from '../../src/model/store.js';
import { openStore } from '../../src/store/index.js';
import { START, makeCall, makeFullCall } from '../store/make-stored-call.js';

const NOW = Date.UTC(2026, 10, 22, 12);

let folder = '';
let store: Store;
let world: MergeWorld;
beforeEach(async () => {
  vi.stubEnv('SHADOWBILL_HASH_KEY', undefined);
  folder = mkdtempSync(join(tmpdir(), 'merge-'));
  store = await openStore(at('own.db'));
  world = { store, location: at('own.db'), privacy: 'redacted', now: NOW };
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await store.close();
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);

const item: EvidenceRow = { id: 'e1', incumbent: 'openai/gpt-4o', candidate: 'openai/gpt-4o-mini', outcome: 'same', class: 'labelled', isRandom: true, judgeAgreement: 1, at: START };
const bill = { id: 'b1', source: 'openai-costs', kind: 'cost' as const, provider: 'openai', from: START, to: START + 86_400_000, costNanoUsd: 5_000_000_000, dimensions: {} };

async function makeOther(calls: readonly StoredCall[], name = 'other.db'): Promise<string> {
  const other = await openStore(at(name));
  await other.addCalls(calls);
  await other.addEvidence([item]);
  await other.addBills([bill]);
  await other.close();
  return at(name);
}

async function callsOf(from: Store): Promise<StoredCall[]> {
  const calls: StoredCall[] = [];
  for await (const page of from.readCalls({})) {
    for (const call of page) calls.push({ ...call, body: (await from.findCall(call.id))?.body });
  }
  return calls;
}

const many = Array.from({ length: 2500 }, (_, index) => makeCall({ id: `c${index}`, startedAt: START + index, body: JSON.stringify({ messages: [{ role: 'user', text: `question ${index}` }], tools: [] }) }));

describe('another store', () => {
  test('gives its calls with text, keys, sources and weights, its bills and its evidence; a second time nothing changes', async () => {
    const full = { ...makeFullCall('full'), weightMillionths: 10_000_000, sources: ['gateway', 'wire'], body: JSON.stringify({ messages: [{ role: 'user', text: 'Grüße' }], tools: [] }) };
    const path = await makeOther([...many, full]);
    const result = await mergeStore(path, checkOptions({}), world);
    expect(result).toMatchObject({ outcome: 'imported', counts: { read: 2502, imported: 2502, merged: 0, skipped: 0 }, billLines: 1, firstAt: START, lastAt: START + 2499 });
    const other = await openStore(path, { mode: 'read' });
    expect(await callsOf(store)).toEqual(await callsOf(other));
    expect([await store.listBills({}), await store.listEvidence()]).toEqual([await other.listBills({}), await other.listEvidence()]);
    await other.close();
    expect((await mergeStore(path, checkOptions({}), world)).outcome).toBe('already imported');
    expect((await mergeStore(path, checkOptions({ tag: { host: 'b' } }), world)).counts).toEqual({ read: 2502, imported: 0, merged: 2502, skipped: 0 });
    expect(await store.listEvidence()).toHaveLength(1);
  });

  test('shares calls with this one by their keys', async () => {
    await store.addCalls(many.slice(0, 100));
    expect((await mergeStore(await makeOther(many.slice(50, 150)), checkOptions({}), world)).counts).toEqual({ read: 101, imported: 51, merged: 50, skipped: 0 });
    expect((await store.summary()).calls).toBe(150);
  });

  test('that keeps full text is masked as this store asks, or loses its text', async () => {
    const text = JSON.stringify({ messages: [{ role: 'user', text: 'write to anna@example.org' }], tools: [] });
    const path = await makeOther([makeCall({ id: 'a', body: text })]);
    await mergeStore(path, checkOptions({}), world);
    expect((await store.findCall('a'))?.body).toBe(text.replace('anna@example.org', '[email]'));
    const bare = await openStore(at('bare.db'));
    const result = await mergeStore(path, checkOptions({}), { ...world, store: bare, location: at('bare.db'), privacy: 'features' });
    expect((await bare.findCall('a'))?.body).toBeUndefined();
    expect(result.notes).toContainEqual(expect.stringContaining('texts of calls are left out'));
    await bare.close();
  });

  test('says what is lost where the hash keys differ or one is not there, and nothing where they agree', async () => {
    const path = await makeOther(many.slice(0, 1));
    const notesAfter = async (files: Record<string, string>): Promise<string[]> => {
      for (const [name, key] of Object.entries(files)) writeFileSync(at(name), key);
      return (await mergeStore(path, checkOptions({ tag: { try: JSON.stringify(files) } }), world)).notes;
    };
    expect(await notesAfter({ 'own.db.key': 'one' })).toContainEqual(expect.stringMatching(/other\.db\.key\) is not there: repeats, sessions and prompt templates are matched within each store/));
    expect(await notesAfter({ 'other.db.key': 'two' })).toContainEqual(expect.stringContaining('written under another hash key'));
    expect(await notesAfter({ 'other.db.key': 'one\n' })).toEqual([]);
    rmSync(at('other.db.key'));
    vi.stubEnv('SHADOWBILL_HASH_KEY', 'shared by all hosts');
    expect(await notesAfter({})).toContainEqual(expect.stringContaining('taken as written under the SHADOWBILL_HASH_KEY that is set now'));
  });

  test('has numbers of its own for workloads, so evidence comes under their labels', async () => {
    const path = await makeOther([]);
    const other = await openStore(path);
    await other.saveWorkloads([{ id: 'w1', label: 'support chat', templateKeys: [101], calls: 5 }, { id: 'w2', label: '', templateKeys: [102], calls: 1 }]);
    await other.addEvidence([{ ...item, id: 'e2', workload: 'w1' }, { ...item, id: 'e3', workload: 'w2' }, { ...item, id: 'e4', workload: 'letters' }]);
    await other.close();
    const { notes } = await mergeStore(path, checkOptions({}), world);
    expect((await store.listEvidence()).map(({ id, workload }) => [id, workload])).toEqual([['e1', undefined], ['e2', 'support chat'], ['e4', 'letters']]);
    expect(notes).toContainEqual(expect.stringContaining('1 items of evidence are left out'));
  });

  test('goes on after an interruption', async () => {
    const path = await makeOther(many);
    let looks = 0;
    const first = await mergeStore(path, checkOptions({}), { ...world, isStopped: () => (looks += 1) === 1 });
    expect(first).toMatchObject({ counts: { read: 2001, imported: 2001 }, error: { message: expect.stringContaining('interrupted') as string } });
    const second = await mergeStore(path, checkOptions({}), world);
    expect(second.notes).toContainEqual(expect.stringContaining('continues an import that was interrupted'));
    expect((await store.summary()).calls).toBe(2500);
  });
});

describe('what is refused, with words that say what to do', () => {
  test('the store itself, under any name', async () => {
    await expect(mergeStore(at('own.db'), checkOptions({}), world)).rejects.toMatchObject({ code: 'same-store' });
  });

  test('options that are for logs', async () => {
    const path = await makeOther([]);
    for (const raw of [{ from: 'mapped' }, { set: { env: 'prod' } }, { sampleRate: '0.1' }]) await expect(mergeStore(path, checkOptions(raw), world)).rejects.toMatchObject({ code: 'store-options' });
  });

  test('another program\'s file, a newer store and an older one', async () => {
    const foreign = new Sqlite(at('foreign.db'));
    foreign.exec('CREATE TABLE logs (a)');
    foreign.close();
    await expect(mergeStore(at('foreign.db'), checkOptions({}), world)).rejects.toMatchObject({ code: 'other-sqlite', hint: expect.stringContaining('Export') as string });
    const path = await makeOther([]);
    for (const [version, code] of [[999, 'newer-store'], [1, 'older-store']] as const) {
      copyFileSync(path, at(`v${version}.db`));
      const changed = new Sqlite(at(`v${version}.db`));
      changed.pragma(`user_version = ${version}`);
      changed.close();
      await expect(mergeStore(at(`v${version}.db`), checkOptions({}), world)).rejects.toMatchObject({ code });
    }
  });
});
