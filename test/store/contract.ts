import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BillRow } from '../../src/model/bill.js';
import type { Settlement, StoredCall } from '../../src/model/call.js';
import { type Cell, cellKeyText, cellSumNames, type CellSums } from '../../src/model/cell.js';
import type { CallFilter, EvidenceRow, ImportRecord, Store } from '../../src/model/store.js';
import { HOUR, hourOf, makeCall, makeFullCall, MINUTE, SECOND, START } from './make-stored-call.js';

/** What a store of any kind is tested with: a fresh, empty one, and the same one again after `close`. */
export interface StoreUnderTest {
  open: () => Promise<Store>;
  /** Opens what was closed before. */
  reopen: () => Promise<Store>;
}

type Call = StoredCall & Partial<Settlement>;

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

const allCalls = (store: Store, filter: CallFilter = {}): Promise<Call[]> => collect(store.readCalls(filter));
const idsOf = async (store: Store, filter: CallFilter = {}): Promise<string[]> => (await allCalls(store, filter)).map(({ id }) => id);
const everything = { fromHour: 0, toHour: 1e9 };

const settlement = (id: string, changes: Partial<Settlement> = {}): Settlement => ({ id, session: id, warm5mTokens: 0, warm30mTokens: 0, warm1hTokens: 0, warm24hTokens: 0, ...changes });

const makeCell = (changes: Partial<Cell['key']>, calls = 1): Cell => ({
  key: {
    templateKey: 7, task: 'code', needsMask: 0, inputOctave: 9, textKind: 'code', incumbent: { provider: 'openai', model: 'gpt-4o', serviceTier: '', effort: '', region: '' },
    billing: 'metered', standing: 'billed', repeat: 'none', hour: hourOf(START), weightMillionths: 1_000_000, ...changes,
  },
  sums: Object.fromEntries(cellSumNames.map((name, at) => [name, at + calls])) as CellSums,
  range: { minInput: 1, maxInput: 2, minOutput: 3, maxOutput: 4, minAsked: -1, maxAsked: -1, minAt: START, maxAt: START + 1 },
});

const evidence = (id: string, changes: Partial<EvidenceRow> = {}): EvidenceRow => ({
  id, workload: 'support chat', task: 'conversation', incumbent: 'openai/gpt-4o', candidate: 'openai/gpt-4o-mini', outcome: 'same', class: 'labelled', isRandom: true, judge: 'anna',
  judgeAgreement: 1, at: START, ...changes,
});

const bill = (id: string, changes: Partial<BillRow> = {}): BillRow => ({ id, source: 'openai-usage', kind: 'usage', provider: 'openai', from: START, to: START + 24 * HOUR, dimensions: {}, ...changes });

/** Every store passes these. */
export function storeContract(name: string, create: () => StoreUnderTest | Promise<StoreUnderTest>): void {
  describe(`${name} as a store`, () => {
    let subject: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      subject = await create();
      store = await subject.open();
    });
    afterEach(() => store.close());

    describe('calls', () => {
      test('come back as they were stored, also after the store was closed', async () => {
        const [bare, full] = [makeCall({ id: 'bare' }), makeFullCall('full')];
        expect(await store.addCalls([bare, full])).toEqual({ inserted: 2, merged: 0 });
        await store.close();
        store = await subject.reopen();
        const { body, ...narrow } = full;
        expect(await allCalls(store)).toEqual([bare, narrow]);
        expect(await store.findCall('full')).toEqual({ ...narrow, body });
        expect(await store.findCall('bare')).toEqual(bare);
        expect(await store.findCall('none')).toBeUndefined();
      });

      test('absent stays absent and 0 stays 0', async () => {
        await store.addCalls([makeCall({ id: 'a', usage: { uncachedInputTokens: 0 } }), makeCall({ id: 'b', usage: {} })]);
        const [a, b] = await allCalls(store);
        expect(a?.usage).toStrictEqual({ uncachedInputTokens: 0 });
        expect(b?.usage).toStrictEqual({});
      });

      test('hostile text survives', async () => {
        const label = `'; DROP TABLE calls; --\u0000 "\\ 💥`;
        const call = makeCall({ id: label, keys: [label], user: label, tags: { [label]: label }, servedModel: label, body: `${label}\ud800x`.replace('\ud800', '?') });
        await store.addCalls([call]);
        expect(await store.findCall(label)).toEqual(call);
        expect(await idsOf(store, { where: { [`tag.${label}`]: label } })).toEqual([label]);
      });

      test('are read by (startedAt, id), whatever the order of arrival, over many pages', async () => {
        const calls = Array.from({ length: 5000 }, (_, at) => makeCall({ id: `c${String((at * 7919) % 5000).padStart(4, '0')}`, startedAt: START + (at % 3) * SECOND }));
        await store.addCalls(calls.slice(2500));
        await store.addCalls(calls.slice(0, 2500));
        const expected = [...calls].sort((one, other) => one.startedAt - other.startedAt || (one.id < other.id ? -1 : 1)).map(({ id }) => id);
        expect(await idsOf(store)).toEqual(expected);
      });

      test('are read from an instant on and before another', async () => {
        await store.addCalls([0, 1, 2, 3].map((at) => makeCall({ id: `c${at}`, startedAt: START + at })));
        expect(await idsOf(store, { from: START + 1, to: START + 3 })).toEqual(['c1', 'c2']);
        expect(await idsOf(store, { from: START + 3 })).toEqual(['c3']);
        expect(await idsOf(store, { to: START })).toEqual([]);
      });

      test('can be written while they are being read', async () => {
        await store.addCalls(Array.from({ length: 4500 }, (_, at) => makeCall({ id: `c${at}`, startedAt: START + at })));
        let seen = 0;
        for await (const page of store.readCalls({})) {
          seen += page.length;
          await store.saveSettlements(page.map(({ id }) => settlement(id)));
        }
        expect(seen).toBe(4500);
        expect((await allCalls(store)).every(({ id, session }) => session === id)).toBe(true);
      });

      test.each([
        ['env', 'prod', ['a']], ['provider', 'anthropic', ['b']], ['model', 'gpt-4o-2024-08-06', ['a']], ['model', 'gpt-4o-mini', ['c']], ['source', 'litellm', ['b', 'c']],
        ['user', 'anna', ['b']], ['tag.team', 'search', ['c']], ['workload', 'w1', ['a', 'b']], ['workload', 'tickets', ['a', 'b']], ['workload', 'w-other', ['c']], ['env', 'none', []],
      ])('are filtered by %s = %s', async (key, value, expected) => {
        await store.addCalls([
          makeCall({ id: 'a', env: 'prod', templateKey: 1 }),
          makeCall({ id: 'b', provider: 'anthropic', servedModel: 'claude-x', user: 'anna', sources: ['litellm', 'openai-chat'], templateKey: 2 }),
          makeCall({ id: 'c', servedModel: undefined, requestedModel: 'gpt-4o-mini', sources: ['litellm'], tags: { team: 'search', other: 'x' }, templateKey: 3 }),
        ]);
        await store.saveWorkloads([{ id: 'w1', label: 'tickets', templateKeys: [1, 2], calls: 2 }]);
        expect(await idsOf(store, { where: { [key]: value } })).toEqual(expected);
      });

      test('a filter by several keys takes what passes all', async () => {
        await store.addCalls([makeCall({ id: 'a', env: 'prod' }), makeCall({ id: 'b', env: 'prod', user: 'u' })]);
        expect(await idsOf(store, { where: { env: 'prod', user: 'u' } })).toEqual(['b']);
      });

      test('a filter by an unknown key is refused', async () => {
        await expect(idsOf(store, { where: { colour: 'red' } })).rejects.toMatchObject({ code: 'bad-filter' });
      });
    });

    describe('one call told of twice', () => {
      test('a second import of the same batch changes nothing', async () => {
        const calls = [makeFullCall('x'), makeCall({ id: 'y' }), makeCall({ id: 'z', startedAt: START + HOUR })];
        await store.addCalls(calls);
        await store.saveHours(await store.dirtyHours(), { cells: [], minutes: [], latency: [] });
        const before = await allCalls(store);
        const summary = await store.summary();
        expect(await store.addCalls(calls)).toEqual({ inserted: 0, merged: 3 });
        expect(await allCalls(store)).toEqual(before);
        expect(await store.dirtyHours()).toEqual([]);
        expect(await store.summary()).toEqual(summary);
      });

      test('a shared request id alone makes no one call of two answers', async () => {
        await store.addCalls([makeCall({ id: 'a', keys: ['request:7', 'response:1'] }), makeCall({ id: 'b', keys: ['request:7', 'response:2'] })]);
        expect(await idsOf(store)).toEqual(['a', 'b']);
        expect(await store.addCalls([makeCall({ id: 'b', keys: ['request:7', 'response:2'] }), makeCall({ id: 'a', keys: ['request:7', 'response:1'] })])).toEqual({ inserted: 0, merged: 2 });
        expect(await store.addCalls([makeCall({ id: 'c', keys: ['request:7', 'span:1'] })])).toEqual({ inserted: 0, merged: 1 });
        expect(await idsOf(store)).toEqual(['a', 'b']);
      });

      test('merges by any shared key: gaps are filled, what was there stays, sources are united', async () => {
        await store.addCalls([makeCall({ id: 'a', keys: ['response:1', 'request:1'], latencyMs: 100, sources: ['har'], tags: { team: 'x' } })]);
        const later = makeCall({ id: 'b', keys: ['span:1', 'request:1'], latencyMs: 999, ttftMs: 20, env: 'prod', user: 'u', sources: ['kong'], tags: { team: 'y', tier: 'z' }, body: '{}' });
        expect(await store.addCalls([later])).toEqual({ inserted: 0, merged: 1 });
        expect(await store.addCalls([makeCall({ id: 'c', keys: ['span:1'] })])).toEqual({ inserted: 0, merged: 1 });
        expect(await idsOf(store)).toEqual(['a']);
        expect(await store.findCall('a')).toMatchObject({
          keys: ['request:1', 'response:1', 'span:1'], latencyMs: 100, ttftMs: 20, env: 'prod', user: 'u', sources: ['har', 'kong', 'openai-chat'], tags: { team: 'x', tier: 'z' }, body: '{}',
        });
      });

      test('the record nearer to the wire is believed, whichever came first; equally near ones agree in any order', async () => {
        const records = [
          makeCall({ id: 'a', keys: ['k'], sources: ['langfuse'], latencyMs: 1, startedAt: START + 3 * SECOND }), makeCall({ id: 'b', keys: ['k'], sources: ['har'], latencyMs: 2, startedAt: START + 2 * SECOND }),
          makeCall({ id: 'c', keys: ['k'], sources: ['portkey'], latencyMs: 3, startedAt: START + SECOND }), makeCall({ id: 'd', keys: ['k'], sources: ['http-exchange'], latencyMs: 4, startedAt: START }),
        ];
        for (const order of [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]]) {
          const fresh = order.map((at) => ({ ...records[at]!, keys: [`k${order.join('')}`], id: `${records[at]!.id}${order.join('')}` }));
          for (const record of fresh) await store.addCalls([record]);
          expect(await store.findCall(fresh[0]!.id)).toMatchObject({ latencyMs: 2, startedAt: START + 2 * SECOND });
        }
      });

      test('duplicates within one batch merge too', async () => {
        expect(await store.addCalls([makeCall({ id: 'a' }), makeCall({ id: 'a', ttftMs: 7 }), makeCall({ id: 'b' })])).toEqual({ inserted: 2, merged: 1 });
        expect((await store.findCall('a'))?.ttftMs).toBe(7);
      });

      test('a record that shares keys with two calls makes them one', async () => {
        await store.addCalls([
          makeCall({ id: 'a', keys: ['k1'], sources: ['one'] }),
          makeCall({ id: 'b', keys: ['k2'], startedAt: START + 5 * HOUR, body: 'text of b', user: 'u', sources: ['two'] }),
        ]);
        expect(await store.addCalls([makeCall({ id: 'c', keys: ['k1', 'k2', 'k3'], sources: ['three'] })])).toEqual({ inserted: 0, merged: 1 });
        expect(await allCalls(store)).toHaveLength(1);
        expect(await store.findCall('a')).toMatchObject({ keys: ['k1', 'k2', 'k3'], user: 'u', body: 'text of b', sources: ['one', 'three', 'two'] });
        expect(await store.dirtyHours()).toEqual([hourOf(START), hourOf(START) + 5]);
        expect(await store.addCalls([makeCall({ id: 'd', keys: ['k2'] })])).toEqual({ inserted: 0, merged: 1 });
        expect((await store.summary()).calls).toBe(1);
      });

      test('calls of the same id without a shared key are two calls, and stay two', async () => {
        const twins = [makeCall({ id: '1', keys: ['file-a:1'] }), makeCall({ id: '1', keys: ['file-b:1'], user: 'u' })];
        expect(await store.addCalls(twins)).toEqual({ inserted: 2, merged: 0 });
        expect(await store.addCalls(twins)).toEqual({ inserted: 0, merged: 2 });
        const ids = await idsOf(store);
        expect(new Set(ids).size).toBe(2);
        expect((await Promise.all(ids.map((id) => store.findCall(id)))).map((call) => call?.user).sort()).toEqual(['u', undefined]);
      });

      test('a call moves in time only if its time came from the file', async () => {
        await store.addCalls([makeCall({ id: 'a', timeSource: 'file', startedAt: START + 9 * HOUR }), makeCall({ id: 'b' })]);
        await store.saveHours(await store.dirtyHours(), { cells: [], minutes: [], latency: [] });
        await store.addCalls([makeCall({ id: 'a', startedAt: START + HOUR }), makeCall({ id: 'b', startedAt: START + 2 * HOUR })]);
        expect((await allCalls(store)).map(({ id, startedAt, timeSource }) => [id, startedAt, timeSource])).toEqual([['b', START, 'record'], ['a', START + HOUR, 'record']]);
        expect(await store.dirtyHours()).toEqual([hourOf(START) + 1, hourOf(START) + 9]);
      });

      test('disjoint buckets are never mixed from two counts', async () => {
        await store.addCalls([makeCall({ id: 'a', usage: { uncachedInputTokens: 1000, outputTokens: 50 } }), makeCall({ id: 'b', usage: { uncachedInputTokens: 1000, outputTokens: 50 } })]);
        await store.addCalls([
          makeCall({ id: 'a', usage: { uncachedInputTokens: 600, cacheReadTokens: 400, outputTokens: 50, reasoningTokens: 20 } }),
          makeCall({ id: 'b', usage: { uncachedInputTokens: 700, cacheReadTokens: 400, outputTokens: 60, reasoningTokens: 20 } }),
        ]);
        expect((await store.findCall('a'))?.usage).toEqual({ uncachedInputTokens: 600, cacheReadTokens: 400, outputTokens: 50, reasoningTokens: 20 });
        expect((await store.findCall('b'))?.usage).toEqual({ uncachedInputTokens: 1000, outputTokens: 50 });
      });
    });

    describe('hours', () => {
      test('become dirty when a call is inserted or changed, and clean when they are saved', async () => {
        await store.addCalls([makeCall({ id: 'a' }), makeCall({ id: 'b', startedAt: START + HOUR - 1 }), makeCall({ id: 'c', startedAt: START + 30 * HOUR })]);
        expect(await store.dirtyHours()).toEqual([hourOf(START), hourOf(START) + 30]);
        await store.saveHours([hourOf(START)], { cells: [], minutes: [], latency: [] });
        expect(await store.dirtyHours()).toEqual([hourOf(START) + 30]);
        await store.addCalls([makeCall({ id: 'a', ttftMs: 5 })]);
        expect(await store.dirtyHours()).toEqual([hourOf(START), hourOf(START) + 30]);
      });

      test('can be marked dirty without a change of their own', async () => {
        await store.markDirty([5, 3]);
        await store.markDirty([5]);
        expect(await store.dirtyHours()).toEqual([3, 5]);
        await store.saveHours([3, 5], { cells: [], minutes: [], latency: [] });
        expect(await store.dirtyHours()).toEqual([]);
      });

      test('settlements are kept with the call and survive a merge', async () => {
        await store.addCalls([makeCall({ id: 'a' })]);
        const settled = settlement('a', { session: 's', retryOf: 'r', duplicateOf: 'd', reaskOf: 'q', warm5mTokens: 1, warm30mTokens: 2, warm1hTokens: 3, warm24hTokens: 4 });
        await store.saveSettlements([settlement('a'), settled, settlement('not there')]);
        expect(await store.findCall('a')).toMatchObject(settled);
        await store.addCalls([makeCall({ id: 'a', ttftMs: 5 })]);
        expect((await allCalls(store))[0]).toMatchObject({ ...settled, ttftMs: 5 });
      });

      test('cells of an hour are replaced whole, and are read in the order of their keys', async () => {
        const hour = hourOf(START);
        const cells = Array.from({ length: 4100 }, (_, at) => makeCell({ templateKey: (at * 37) % 4100, hour: hour + (at % 2) }));
        await store.saveHours([hour, hour + 1], { cells, minutes: [], latency: [] });
        const sorted = [...cells].sort((one, other) => (cellKeyText(one.key) < cellKeyText(other.key) ? -1 : 1));
        expect(await collect(store.readCells(everything))).toEqual(sorted);
        const fresh = makeCell({ templateKey: 9, hour }, 5);
        await store.saveHours([hour], { cells: [fresh], minutes: [], latency: [] });
        expect(await collect(store.readCells({ fromHour: hour, toHour: hour + 1 }))).toEqual([fresh]);
        expect(await collect(store.readCells({ fromHour: hour + 1, toHour: hour + 2 }))).toHaveLength(2050);
      });

      test('minutes and latency of an hour are replaced whole', async () => {
        const hour = hourOf(START);
        const minute = { provider: 'openai', model: 'gpt-4o', minute: hour * 60, calls: 3, inputTokens: 10, outputTokens: 5, rateLimited: 1, serverErrors: 0, otherErrors: 0 };
        const latency = { provider: 'openai', model: 'gpt-4o', hour, measure: 'ttft' as const, bucket: 30, calls: 2 };
        const minutes = [minute, { ...minute, minute: hour * 60 + 59 }, { ...minute, minute: hour * 60 + 60 }];
        await store.saveHours([hour, hour + 1], { cells: [], minutes, latency: [latency, { ...latency, hour: hour + 1 }] });
        expect(await store.readMinutes({ fromHour: hour, toHour: hour + 1 })).toEqual(minutes.slice(0, 2));
        expect(await store.readLatency({ fromHour: hour, toHour: hour + 1 })).toEqual([latency]);
        await store.saveHours([hour], { cells: [], minutes: [], latency: [] });
        expect(await store.readMinutes(everything)).toEqual(minutes.slice(2));
        expect(await store.readLatency(everything)).toEqual([{ ...latency, hour: hour + 1 }]);
      });
    });

    describe('what is kept beside', () => {
      test('templates count their calls and keep one label, whatever the order', async () => {
        await store.addCalls([makeCall({ id: 'a', templateKey: 2, templateLabel: '' }), makeCall({ id: 'b', templateKey: 2, templateLabel: 'tickets' }), makeCall({ id: 'c', templateKey: 1 })]);
        await store.addCalls([makeCall({ id: 'd', templateKey: 2, templateLabel: 'letters' }), makeCall({ id: 'c', templateKey: 1, ttftMs: 4 })]);
        expect(await store.templates()).toEqual([{ templateKey: 1, label: 'support chat', calls: 1 }, { templateKey: 2, label: 'letters', calls: 3 }]);
      });

      test('a call whose text arrives later moves to the template of its text', async () => {
        await store.addCalls([makeCall({ id: 'a', templateKey: 1, templateLabel: 'calls without text', task: 'other' })]);
        await store.addCalls([makeCall({ id: 'a', templateKey: 2, templateLabel: 'tickets', requestHash: 5, task: 'classification' })]);
        expect(await store.templates()).toEqual([{ templateKey: 2, label: 'tickets', calls: 1 }]);
        expect(await store.findCall('a')).toMatchObject({ templateKey: 2, templateLabel: 'tickets', task: 'classification', requestHash: 5 });
      });

      test('workloads are replaced whole', async () => {
        await store.saveWorkloads([{ id: 'w2', label: 'b', templateKeys: [5], calls: 1 }, { id: 'w1', label: 'a', templateKeys: [3, 4], calls: 2 }]);
        const next = [{ id: 'w1', label: 'a', templateKeys: [3, 5], calls: 3 }, { id: 'w3', label: 'c', templateKeys: [], calls: 0 }];
        await store.saveWorkloads(next);
        expect(await store.workloads()).toEqual(next);
      });

      test('evidence is added once', async () => {
        const bare = evidence('b', { workload: undefined, task: undefined, judge: undefined, isRandom: false, judgeAgreement: 0.85 });
        expect(await store.addEvidence([bare, evidence('a'), evidence('a')])).toEqual({ inserted: 2, merged: 1 });
        expect(await store.addEvidence([evidence('a', { outcome: 'worse' })])).toEqual({ inserted: 0, merged: 1 });
        expect(await store.listEvidence()).toEqual([evidence('a'), bare]);
      });

      test('imports are found by the id of their unit and updated', async () => {
        const record: ImportRecord = { id: 'u1', name: 'log.jsonl', source: 'openai-chat', bytes: 12, importedAt: START, counts: { read: 2, imported: 1, merged: 0, skipped: 1 }, isFinished: false };
        await store.saveImport(record);
        await store.saveImport({ ...record, id: 'u0' });
        await store.saveImport({ ...record, isFinished: true });
        expect(await store.findImport('u1')).toEqual({ ...record, isFinished: true });
        expect(await store.findImport('u2')).toBeUndefined();
        expect(await store.listImports()).toEqual([{ ...record, id: 'u0' }, { ...record, isFinished: true }]);
      });

      test('bills come back as they were, and of two rows of one id the later stands', async () => {
        const bare = bill('b');
        const full = bill('a', {
          kind: 'cost', model: 'gpt-4o-2024-08-06', usage: makeFullCall('x').usage, requests: 12, costNanoUsd: -5, lineItem: 'gpt-4o, "input"', serviceTier: 'batch', dimensions: { project: 'p-1', user: 'ü' },
        });
        expect(await store.addBills([bare, full])).toEqual({ inserted: 2, replaced: 0 });
        expect(await store.addBills([bill('b', { usage: { outputTokens: 0 } }), bill('c'), bill('c', { requests: 0 })])).toEqual({ inserted: 1, replaced: 2 });
        await store.close();
        store = await subject.reopen();
        expect(await store.listBills({})).toEqual([full, bill('b', { usage: { outputTokens: 0 } }), bill('c', { requests: 0 })]);
      });

      test('bills are found by the time that they reach into', async () => {
        await store.addBills([bill('today'), bill('month', { from: START - 20 * 24 * HOUR, to: START + 10 * 24 * HOUR }), bill('next', { from: START + 24 * HOUR, to: START + 48 * HOUR })]);
        const found = async (from: number, to: number): Promise<string[]> => (await store.listBills({ from, to })).map(({ id }) => id);
        expect(await found(START, START + 24 * HOUR)).toEqual(['month', 'today']);
        expect(await found(START + 48 * HOUR, START + 72 * HOUR)).toEqual(['month']);
        expect(await found(START + 10 * 24 * HOUR, START + 99 * 24 * HOUR)).toEqual([]);
      });

      test('losses add up, mark their hours, and come with how many calls of their hour and stratum were kept', async () => {
        const [hour, lost] = [hourOf(START), { kind: 'lost' as const, hour: hourOf(START), stratum: 'openai|2xx|12', calls: 2, bytes: 9000 }];
        const unseen = { kind: 'unseen' as const, hour: hour + 2, stratum: 'openai POST /v1/images/generations', calls: 1, bytes: 10 };
        await store.addCalls([makeCall({ id: 'a', stratum: 'openai|2xx|12' }), makeCall({ id: 'b', stratum: 'openai|2xx|9' }), makeCall({ id: 'c' }), makeCall({ id: 'd', startedAt: START + HOUR, stratum: 'openai|2xx|12' })]);
        await store.saveHours(await store.dirtyHours(), { cells: [], minutes: [], latency: [] });
        await store.addLosses([lost, unseen]);
        await store.addLosses([{ ...lost, calls: 1, bytes: 5000 }]);
        expect(await store.dirtyHours()).toEqual([hour]);
        expect(await store.listLosses()).toEqual([
          { ...lost, calls: 2 + 1, bytes: 9000 + 5000, kept: 1 }, { kind: 'lost', hour, stratum: 'openai|2xx|9', calls: 0, bytes: 0, kept: 1 }, { ...unseen, kept: 0 },
        ]);
        expect((await store.findCall('a'))?.stratum).toBe('openai|2xx|12');
        expect(await store.findCall('c')).not.toHaveProperty('stratum', 'openai|2xx|12');
      });

      test('analyses are listed newest first', async () => {
        const analysis = { id: 'x', createdAt: START, json: '{"a":1}' };
        await store.saveAnalysis(analysis);
        await store.saveAnalysis({ ...analysis, id: 'y', createdAt: START + 1 });
        expect(await store.listAnalyses()).toEqual([{ id: 'y', createdAt: START + 1 }, { id: 'x', createdAt: START }]);
        expect(await store.findAnalysis('x')).toEqual(analysis);
        expect(await store.findAnalysis('z')).toBeUndefined();
      });

      test('the summary of an empty store is empty', async () => {
        expect(await store.summary()).toEqual({ calls: 0, daysWithCalls: 0, dirtyHours: 0, cells: 0, analyses: 0, sources: [], callsTimedByFile: 0, isSynthetic: false });
      });

      test('the summary counts calls, days, sources and what is synthetic', async () => {
        await store.addCalls([makeCall({ id: 'a' }), makeCall({ id: 'b', startedAt: START + 24 * HOUR, sources: ['litellm'], timeSource: 'file' }), makeCall({ id: 'c', startedAt: START + MINUTE, tags: { synthetic: 'true' } })]);
        expect(await store.summary()).toEqual({
          calls: 3, firstAt: START, lastAt: START + 24 * HOUR, daysWithCalls: 2, dirtyHours: 2, cells: 0, analyses: 0,
          sources: [{ source: 'litellm', calls: 1 }, { source: 'openai-chat', calls: 2 }], callsTimedByFile: 1, isSynthetic: true,
        });
      });
    });

    test('a batch that fails in the middle leaves nothing behind', async () => {
      await store.addCalls([makeCall({ id: 'a' })]);
      await store.saveHours(await store.dirtyHours(), { cells: [], minutes: [], latency: [] });
      const broken = makeCall({ id: 'x', startedAt: START + HOUR, provider: undefined as unknown as string });
      await expect(store.addCalls([makeCall({ id: 'b', startedAt: START + HOUR, body: 'text' }), broken])).rejects.toThrow();
      expect(await idsOf(store)).toEqual(['a']);
      expect(await store.dirtyHours()).toEqual([]);
      expect(await store.addCalls([makeCall({ id: 'b', body: 'text' })])).toEqual({ inserted: 1, merged: 0 });
      expect((await store.findCall('b'))?.body).toBe('text');
    });

    test('bodies of many calls come back to the right call', async () => {
      const bodies = Array.from({ length: 200 }, (_, at) => (at % 7 === 0 ? undefined : `text ${at} ${'é'.repeat(at)}`));
      await store.addCalls(bodies.map((body, at) => makeCall({ id: `c${at}`, body })));
      const found = await Promise.all(bodies.map((_, at) => store.findCall(`c${at}`)));
      expect(found.map((call) => call?.body)).toEqual(bodies);
    });
  });
}
