import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import type { SettledCall, StoredCall } from '../../src/model/call.js';
import type { Store } from '../../src/model/store.js';
import { refreshStore } from '../../src/commands/refresh.js';
import { buildHours, settleCalls } from '../../src/settle/index.js';
import { openStore } from '../../src/store/index.js';
import { HOUR, hourOf, makeCall, MINUTE, START } from '../store/make-stored-call.js';

const folder = mkdtempSync(join(tmpdir(), 'shadowbill-refresh-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshStore = (): Promise<Store> => openStore(join(folder, `store-${(files += 1)}.db`));

async function collect<T>(pages: AsyncIterable<readonly T[]>): Promise<T[]> {
  const all: T[] = [];
  for await (const page of pages) all.push(...page);
  return all;
}

const everything = { fromHour: 0, toHour: 1e9 };

/** All that a refresh makes. */
const stateOf = async (store: Store): Promise<unknown> => ({
  calls: (await collect(store.readCalls({}))).map(({ id, session, retryOf, duplicateOf, reaskOf, warm24hTokens }) => ({ id, session, retryOf, duplicateOf, reaskOf, warm24hTokens })),
  cells: await collect(store.readCells(everything)),
  minutes: await store.readMinutes(everything),
  latency: await store.readLatency(everything),
  dirty: await store.dirtyHours(),
  workloads: await store.workloads(),
});

/** A conversation with an answer every six hours: what the first call is decides what the last belongs to. */
const chat = (step: number, changes: Partial<StoredCall> = {}): StoredCall => makeCall({ id: `chat-${step}`, startedAt: START + step * 6 * HOUR, sessionKey: 9, latencyMs: 700, ...changes });

test('settles dirty hours, builds their cells, merges workloads, and a second time changes nothing', async () => {
  const store = await freshStore();
  await store.addCalls([chat(0), chat(1), makeCall({ id: 'other', templateKey: 5, templateLabel: 'tickets' })]);
  const steps: [number, number][] = [];
  await refreshStore(store, (done, all) => steps.push([done, all]));
  expect(steps.at(-1)?.[0]).toBe(steps.at(-1)?.[1]);
  expect(steps.map(([done]) => done)).toEqual(steps.map(([done]) => done).sort((one, other) => one - other));
  expect(await store.findCall('chat-1')).toMatchObject({ session: 'chat-0' });
  expect((await store.workloads()).map(({ label, calls }) => [label, calls])).toEqual([['support chat', 2], ['tickets', 1]]);
  const state = await stateOf(store);
  expect(state).toMatchObject({ dirty: [] });
  await refreshStore(store);
  await store.addCalls([chat(0)]);
  await refreshStore(store);
  expect(await stateOf(store)).toEqual(state);
  await store.close();
});

test('a late first call changes the whole conversation after it, further than a day', async () => {
  const store = await freshStore();
  await store.addCalls([1, 2, 3, 4, 5, 6, 7, 8].map((step) => chat(step)));
  await refreshStore(store);
  expect(await store.findCall('chat-8')).toMatchObject({ session: 'chat-1' });
  await store.addCalls([chat(0)]);
  await refreshStore(store);
  expect(await store.findCall('chat-8')).toMatchObject({ session: 'chat-0' });
  expect((await collect(store.readCells(everything))).reduce((sum, { sums }) => sum + sums.sessions, 0)).toBe(1);
  await store.close();
});

test('an hour that a call has left is emptied', async () => {
  const store = await freshStore();
  await store.addCalls([makeCall({ id: 'a', timeSource: 'file', startedAt: START + 50 * HOUR })]);
  await refreshStore(store);
  await store.addCalls([makeCall({ id: 'a', startedAt: START })]);
  await refreshStore(store);
  expect((await collect(store.readCells(everything))).map(({ key }) => key.hour)).toEqual([hourOf(START)]);
  expect(await store.dirtyHours()).toEqual([]);
  await store.close();
});

test.each(['saveSettlements', 'saveHours', 'saveWorkloads'] as const)('a refresh that breaks off at %s is made good by the next', async (step) => {
  const store = await freshStore();
  await store.addCalls([1, 2, 3, 4, 5, 6, 7, 8].map((index) => chat(index)));
  await refreshStore(store);
  await store.addCalls([chat(0)]);
  const breaking: Store = { ...store, [step]: () => Promise.reject(new Error('out of power')) };
  await expect(refreshStore(breaking)).rejects.toThrow('out of power');
  await refreshStore(store);
  const whole = await freshStore();
  await whole.addCalls([0, 1, 2, 3, 4, 5, 6, 7, 8].map((index) => chat(index)));
  await refreshStore(whole);
  expect(await stateOf(store)).toEqual(await stateOf(whole));
  await Promise.all([store.close(), whole.close()]);
});

test('natural experiments become evidence once', async () => {
  const store = await freshStore();
  await store.addCalls([
    ...[0, 1, 2].map((step) => makeCall({ id: `a${step}`, requestHash: step, startedAt: START + step * HOUR })),
    makeCall({ id: 'b', requestHash: 1, startedAt: START + 90 * MINUTE, servedModel: 'gpt-4o-mini' }),
  ]);
  await refreshStore(store);
  await store.addCalls([makeCall({ id: 'late', startedAt: START + MINUTE })]);
  await refreshStore(store);
  expect(await store.listEvidence()).toMatchObject([{ id: 'natural:a1|b', incumbent: 'openai/gpt-4o-2024-08-06', candidate: 'openai/gpt-4o-mini', class: 'natural', outcome: 'same' }]);
  await store.close();
});

test('whatever the order and the batches in which calls come, the result is that of settling and summing all at once', { timeout: 60_000 }, async () => {
  const anyCalls = fc.uniqueArray(
    fc.record({ minute: fc.integer({ min: 0, max: 4 * 24 * 60 }), session: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }), hash: fc.integer({ min: 1, max: 4 }), isOk: fc.boolean(), batch: fc.nat(2) }),
    { minLength: 1, maxLength: 30 },
  );
  await fc.assert(
    fc.asyncProperty(anyCalls, async (rows) => {
      const calls = rows.map(({ minute, session, hash, isOk, batch }, index) => ({
        batch, call: makeCall({ id: `c${index}`, startedAt: START + minute * MINUTE, sessionKey: session, requestHash: hash, isDeterministic: true, status: isOk ? 'ok' : 'rate_limited', usage: isOk ? { uncachedInputTokens: 10 } : {} }),
      }));
      const { settlements } = settleCalls({ calls: calls.map(({ call }) => call), from: 0 });
      const settled = settlements.map((row) => ({ ...calls.find(({ call }) => call.id === row.id)!.call, ...row })) as SettledCall[];
      const store = await freshStore();
      for (const batch of [2, 0, 1]) {
        await store.addCalls(calls.filter((item) => item.batch === batch).map(({ call }) => call));
        await refreshStore(store);
      }
      const stored = await collect(store.readCalls({}));
      const expected = buildHours(settled);
      expect(stored.map(({ id, session, retryOf, duplicateOf }) => ({ id, session, retryOf, duplicateOf }))).toEqual(settlements.map(({ id, session, retryOf, duplicateOf }) => ({ id, session, retryOf, duplicateOf })));
      expect(await collect(store.readCells(everything))).toEqual(expected.cells);
      expect((await store.readMinutes(everything)).length).toBe(expected.minutes.length);
      await store.close();
    }),
    { numRuns: 25, seed: 6 },
  );
});
