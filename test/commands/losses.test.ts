import { afterEach, beforeEach, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lossFlags } from '../../src/commands/loss-flags.js';
import { runAnalysis } from '../../src/commands/run-analysis.js';
import type { LossRow } from '../../src/model/loss.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/store/index.js';
import { HOUR, START, hourOf, makeCall } from '../store/make-stored-call.js';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-losses-'));
  store = await openStore(join(folder, 'a.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const STRATUM = 'openai|2xx|12';
const lostRow = (changes: Partial<LossRow> = {}): LossRow => ({ kind: 'lost', hour: hourOf(START), stratum: STRATUM, calls: 2, bytes: 9000, kept: 8, ...changes });

test('an analysis counts the calls that kept ones stand for, in calls and in dollars, and says so', async () => {
  const calls = Array.from({ length: 48 * 8 }, (_, at) => makeCall({ id: `c${at}`, startedAt: START + Math.floor(at / 8) * HOUR + at, stratum: STRATUM, keys: [`response:c${at}`] }));
  await store.addCalls(calls);
  const options = { config: {}, now: START + 72 * HOUR, pricesAt: '2026-11-04' };
  const before = await runAnalysis(store, options);
  await store.addLosses([lostRow(), { ...lostRow({ kind: 'unseen', stratum: 'openai POST /v1/images/generations', calls: 3 }) }]);
  const after = await runAnalysis(store, options);
  expect(before.totals.calls).toBe(48 * 8);
  expect(after.totals).toMatchObject({ calls: 48 * 8 + 2, storedCalls: 48 * 8 });
  expect(after.totals.spendNano / before.totals.spendNano).toBeCloseTo((48 * 8 + 2) / (48 * 8), 9);
  expect(before.flags.filter(({ code }) => code === 'lost-calls' || code === 'spend-not-seen')).toEqual([]);
  expect(after.flags.map(({ code, severity }) => `${code} ${severity}`)).toEqual(expect.arrayContaining(['lost-calls info', 'spend-not-seen warning']));
  const filtered = await runAnalysis(store, { ...options, where: { provider: 'openai' } });
  expect(filtered.totals.calls).toBe(48 * 8 + 2);
});

test('flags name what no kept call stands for, and only what lies in the window', () => {
  const window = { fromHour: hourOf(START), toHour: hourOf(START) + 1 };
  expect(lossFlags([lostRow({ hour: hourOf(START) + 1 })], window)).toEqual([]);
  const [flag] = lossFlags([lostRow({ kept: 0 })], window);
  expect(flag).toMatchObject({ code: 'lost-calls', severity: 'warning' });
  expect(flag?.text).toContain('For 2 of them no such call was kept');
});
