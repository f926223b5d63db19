import { describe, expect, test } from 'vitest';
import { billedFlags, billedSideOf } from '../../src/analysis/billed-side.js';
import { type BillComparison, type BilledFactor, compareBills } from '../../src/analysis/bills/index.js';
import { withoutRepeats } from '../../src/analysis/bills/lines.js';
import { keepLedger } from '../../src/analysis/ledger.js';
import { createCatalog } from '../../src/catalog/index.js';
import type { BillRow } from '../../src/model/bill.js';
import { type CallSpec, MONDAY_HOUR, callCell } from '../replay/traffic-of.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MONDAY = MONDAY_HOUR * HOUR_MS;
const catalog = createCatalog();
const MILLION = 1_000_000;

let ids = 0;
const row = (day: number, changes: Partial<BillRow>): BillRow => ({ id: `b${(ids += 1)}`, source: 'test', kind: 'cost', provider: 'openai', from: MONDAY + day * DAY_MS, to: MONDAY + (day + 1) * DAY_MS, dimensions: {}, ...changes });
const servedBy = (provider: string, model: string, changes: Partial<CallSpec> = {}): Omit<CallSpec, 'input' | 'output'> => ({ ...changes, key: { ...changes.key, incumbent: { provider, model, serviceTier: '', effort: '', region: '' } } });
const compare = (bills: readonly BillRow[], specs: readonly CallSpec[]): BillComparison =>
  compareBills({ bills, catalog, entries: keepLedger({ cells: specs.map(callCell), rows: new Map(), catalog, config: {} }), wholeDays: new Set([0, 1, 2, 3, 4].map((day) => new Date(MONDAY + day * DAY_MS).toISOString().slice(0, 10))) });
const week = (make: (day: number) => BillRow | BillRow[]): BillRow[] => [0, 1, 2, 3, 4].flatMap(make);
/** A million tokens in on gpt-4o-2024-08-06 (2.50 USD) a day. */
const traffic = (changes: Partial<CallSpec> = {}): CallSpec[] => [0, 1, 2, 3, 4].map((day) => ({ input: MILLION, output: 0, day, ...servedBy('openai', 'gpt-4o', changes), ...changes }));

describe('one report told twice counts once', () => {
  const totals = (rows: readonly BillRow[]): number => withoutRepeats(rows).reduce((sum, { costNanoUsd = 0 }) => sum + costNanoUsd, 0);

  test('totals of a day beside the same by model, and by project and model', () => {
    const byModel = [row(0, { model: 'a', costNanoUsd: 6 }), row(0, { lineItem: 'search', costNanoUsd: 4 })];
    expect(totals([row(0, { costNanoUsd: 10 }), ...byModel])).toBe(10);
    const byProject = byModel.map((one) => ({ ...one, id: `p${one.id}`, dimensions: { project: 'p' } }));
    expect(withoutRepeats([...byModel, row(0, { costNanoUsd: 10 }), ...byProject])).toEqual(byProject);
  });

  test('hours beside the whole day', () => {
    const hours = Array.from({ length: 24 }, (_, hour) => row(0, { costNanoUsd: 1, model: 'a', from: MONDAY + hour * HOUR_MS, to: MONDAY + (hour + 1) * HOUR_MS }));
    expect(totals([...hours, row(0, { costNanoUsd: 24, model: 'a' })])).toBe(24);
  });

  test('parts that differ are added: the default workspace beside a named one', () => {
    expect(totals([row(0, { model: 'a', costNanoUsd: 3 }), row(0, { model: 'a', costNanoUsd: 9, dimensions: { workspace: 'w' } })])).toBe(12);
  });
});

describe('models are compared by what they are', () => {
  test('by the name that people read, by alias and by snapshot', () => {
    const claude = servedBy('anthropic', 'claude-haiku-4-5-20251001');
    const { days } = compare([row(0, { provider: 'anthropic', model: 'Claude Haiku 4.5', costNanoUsd: 1e9 }), row(1, { provider: 'anthropic', model: 'claude-haiku-4-5', costNanoUsd: 1e9 })], [0, 1].map((day) => ({ input: MILLION, output: 0, day, ...claude })));
    expect(days.map(({ model, billedNano, computedNano }) => [model, billedNano, computedNano])).toEqual([['anthropic/claude-haiku-4-5', 1e9, 1e9], ['anthropic/claude-haiku-4-5', 1e9, 1e9]]);
  });

  test('a gateway\'s bill meets the calls that went through it, not those that its models\' makers sold', () => {
    const { days } = compare([row(0, { provider: 'openrouter', model: 'openai/gpt-4.1-2025-04-14', costNanoUsd: 2e9 })], [
      { input: MILLION, output: 0, ...servedBy('openrouter', 'openai/gpt-4.1') }, { input: MILLION, output: 0, ...servedBy('openai', 'gpt-4.1') },
    ]);
    expect(days).toMatchObject([{ provider: 'openrouter', model: 'openai/gpt-4.1', billedNano: 2e9, computedNano: 2 * MILLION * 1000, recordedCalls: 1 }]);
  });

  test('calls under a plan are on no such bill; refused ones cost nothing; calls without a price make the day\'s cost unknown', () => {
    const { days } = compare([row(0, { model: 'gpt-4o', costNanoUsd: 2.5e9 })], [
      { input: MILLION, output: 0, ...servedBy('openai', 'gpt-4o') }, { input: MILLION, output: 0, ...servedBy('openai', 'gpt-4o', { key: { billing: 'subscription' } }) },
      { input: 0, output: 0, ...servedBy('openai', 'gpt-4o', { key: { standing: 'failed' } }) }, { input: 5, output: 0, ...servedBy('openai', 'our-own') },
    ]);
    expect(days.map(({ model, computedNano, recordedCalls }) => [model, computedNano, recordedCalls])).toEqual([['openai/gpt-4o-2024-08-06', 2.5e9, 1], ['openai/our-own', null, 1]]);
  });

  test('tokens that are not charged are not on a bill', () => {
    const { days } = compare([row(0, { model: 'gpt-4o', costNanoUsd: 2.5e9, usage: { uncachedInputTokens: MILLION } })], [{ input: MILLION, output: 9, ...servedBy('openai', 'gpt-4o'), sums: { unbilledInputTokens: 500, unbilledOutputTokens: 9 } }]);
    expect(days[0]).toMatchObject({ billedTokens: MILLION, recordedTokens: MILLION, computedNano: 2.5e9 });
  });

  test('a gateway that charges nobody gives counts and no dollars, and none where the provider gives them', () => {
    const gateway = row(0, { source: 'litellm-daily', model: 'openai/gpt-4o', costNanoUsd: 9e9, usage: { uncachedInputTokens: 2 * MILLION } });
    expect(compare([gateway], traffic()).days[0]).toMatchObject({ model: 'openai/gpt-4o-2024-08-06', billedNano: null, billedTokens: 2 * MILLION });
    const report = row(0, { kind: 'usage', model: 'gpt-4o', usage: { uncachedInputTokens: MILLION } });
    expect(compare([gateway, report], traffic()).days[0]).toMatchObject({ billedNano: null, billedTokens: MILLION });
  });
});

describe('the factor of a provider', () => {
  const factorOf = (bills: readonly BillRow[], specs = traffic()): BilledFactor | undefined => compare(bills, specs).providers[0]?.factor;
  const priced = (factor: number, tokens = MILLION): BillRow[] => week((day) => row(day, { model: 'gpt-4o', costNanoUsd: Math.round(2.5e9 * factor), usage: { uncachedInputTokens: tokens } }));

  test('is billed over computed, each per token', () => {
    expect(factorOf(priced(0.9))).toMatchObject({ days: 4, factor: 0.9, ratio: 0.9, coverage: 1, applies: true });
    const uneven = factorOf(priced(1.08, 1.2 * MILLION));
    expect(uneven).toMatchObject({ applies: true, coverage: expect.closeTo(1 / 1.2, 9), ratio: expect.closeTo(1.08, 9), factor: expect.closeTo(1.08 / 1.2, 9) });
  });

  test('above 1 it applies only with tokens and models on the bill', () => {
    const applies = (bills: readonly BillRow[]): boolean | undefined => factorOf(bills)?.applies;
    expect(applies(priced(1.2))).toBe(true);
    expect(applies(priced(1.2).map(({ usage: _, ...one }) => one))).toBe(false);
    expect(applies(priced(1.2).map(({ model: _, ...one }) => one))).toBe(false);
    expect(applies(priced(0.8).map(({ usage: _, ...one }) => one))).toBe(true);
  });

  test('of a report without dollars there is only the share that the log holds, of all models on it', () => {
    const usage = week((day) => [row(day, { kind: 'usage', model: 'gpt-4o', usage: { uncachedInputTokens: MILLION }, requests: 1 }), row(day, { kind: 'usage', model: 'o3', usage: { uncachedInputTokens: 3 * MILLION }, requests: 3 })]);
    expect(factorOf(usage)).toMatchObject({ factor: null, ratio: null, coverage: 0.25, requestShare: 0.25, applies: false, reason: 'the report says no dollars' });
  });

  test('a bill by the hour counts for the days between its first and its last', () => {
    const hours = priced(0.9).map((one) => ({ ...one, from: one.from + 5 * HOUR_MS, to: one.from + 6 * HOUR_MS }));
    expect(factorOf(hours)).toMatchObject({ days: 3, factor: 0.9, applies: true });
  });

  test('a line longer than a day is in no comparison and is told', () => {
    const month = row(0, { costNanoUsd: 99e9, to: MONDAY + 30 * DAY_MS });
    const { providers } = compare([...priced(0.9), month], traffic());
    expect(providers[0]).toMatchObject({ longLines: 1, longNano: 99e9, factor: { factor: 0.9 } });
  });

  test('where the log\'s own costs are used it is not applied twice, and that is said', () => {
    const billed = compare(priced(0.9), traffic());
    expect([...billedSideOf(billed, 'computed')]).toEqual([['openai', 0.9]]);
    const side = billedSideOf(billed, 'reported');
    expect(side.size).toBe(0);
    expect(billedFlags(billed, { costMode: 'reported', side }).map(({ code, text }) => [code, text.includes('own costs are used')])).toEqual([['billed-factor-not-applied', true]]);
  });
});
