import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analysis/index.js';
import { analysisSchema } from '../../src/model/analysis.js';
import type { EvidenceRow } from '../../src/model/store.js';
import { big, fortnight, inputOf, mini, rival, twin } from './input-of.js';

const usd = (nano: number): number => nano / 1e9;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
/** A day of 100 calls of 1000 in, 100 out on `big`: 100 x (1000 x 2 + 100 x 8) / 1e6 = 0.28 USD. */
const DAY_USD = (100 * (1000 * 2 + 100 * 8)) / 1e6;
const plain = () => fortnight(100, { input: 1000, output: 100 });

describe('the accounting identity', () => {
  const cells = [
    ...plain(),
    ...fortnight(10, { input: 1000, output: 100, key: { repeat: 'duplicate' } }),
    ...fortnight(5, { input: 0, output: 0, key: { standing: 'failed' } }),
    ...fortnight(3, { input: 0, output: 0, key: { standing: 'unknown' } }),
    ...fortnight(7, { input: 1000, output: 100, model: 'nobody-knows' }),
    ...fortnight(4, { input: 1000, output: 100, key: { billing: 'subscription' } }),
    ...fortnight(30, { input: 1000, output: 100, template: 2, needs: 1 << 12 }),
  ];
  const analysis = analyze(inputOf(cells));

  test('holds in calls and in dollars', () => {
    expect(sum(analysis.accounting.map(({ calls }) => calls))).toBe(14 * (100 + 10 + 5 + 3 + 7 + 4 + 30));
    expect(sum(analysis.accounting.map(({ calls }) => calls))).toBe(analysis.totals.calls);
    expect(sum(analysis.accounting.map(({ nano }) => nano))).toBe(analysis.totals.spendNano);
  });

  test('puts every call in its place', () => {
    const calls = Object.fromEntries(analysis.accounting.map((row) => [row.code, row.calls]));
    expect(calls).toEqual({ moved: 1400, 'not-routable': 420, duplicates: 140, failed: 70, 'unknown-usage': 42, unpriced: 98, 'not-metered': 56 });
  });

  test('an unknown price is no price: not in the spend, counted, named and in the sentence', () => {
    expect(usd(analysis.totals.spendNano)).toBeCloseTo(14 * DAY_USD * (100 + 10 + 4 + 30) / 100, 9);
    expect(analysis.totals.unpricedModels).toEqual([{ provider: 'maker', model: 'nobody-knows', calls: 98, reason: 'nobody-knows is in no catalog' }]);
    expect(analysis.verdict.sentence).toContain('98 calls are unpriced');
    expect(analysis.flags.find(({ code }) => code === 'unpriced')?.severity).toBe('serious');
  });

  test('money that is not metered is in no saving', () => {
    expect(usd(analysis.totals.notMeteredNano)).toBeCloseTo(14 * DAY_USD * 0.04, 9);
    expect(sum(analysis.segments.map(({ calls }) => calls))).toBe(14 * 130);
  });
});

describe('scenarios', () => {
  const analysis = analyze(inputOf(plain()));
  const saving = (id: string): number => analysis.scenarios.find((scenario) => scenario.id === id)?.saving.usd ?? Number.NaN;

  test('keep, same provider, any provider and the limit, on steady traffic by arithmetic', () => {
    expect(saving('as-is')).toBe(0);
    expect(saving('same-provider')).toBeCloseTo(30 * DAY_USD * 0.9, 6);
    expect(saving('cross-provider')).toBeCloseTo(30 * DAY_USD * 0.9, 6);
    expect(saving('cheapest-capable')).toBeCloseTo(30 * DAY_USD * 0.95, 6);
  });

  test('on evidence weaker than judged nothing is ready, the move is likely, and the sentence says that nothing was measured', () => {
    expect(analysis.verdict.ready.saving.usd).toBe(0);
    expect(analysis.verdict.isAnythingReady).toBe(false);
    expect(analysis.verdict.likely.saving.usd).toBeCloseTo(30 * DAY_USD * 0.9, 6);
    expect(analysis.verdict.likely.weightedUsd).toBeCloseTo(30 * DAY_USD * 0.9 * 0.85, 6);
    expect(analysis.verdict.likely.itemsToCheck).toBe(60);
    expect(analysis.verdict.sentence).toContain('No quality has been measured on your own traffic yet.');
  });

  test('the threshold blocks the cheapest, and says for how much', () => {
    expect(analysis.blocks).toEqual([{ gate: 'good enough', reason: expect.any(String) as string, calls: 1400, savingNano: Math.round(14 * DAY_USD * 0.05 * 1e9), example: 'other/rival' }]);
  });

  test('small spend is told to leave it', () => {
    expect(analysis.verdict.advice).toContain('One provider is enough');
  });

  test('spend under a scenario + its saving = spend now', () => {
    for (const scenario of analysis.scenarios) expect(scenario.windowNano + scenario.savingNano).toBe(analysis.totals.meteredNano);
  });

  test('the waterfall adds up from spend to spend', () => {
    const steps = analysis.waterfall.filter(({ isTotal }) => !isTotal);
    const [from, to] = analysis.waterfall.filter(({ isTotal }) => isTotal);
    expect((from?.nano ?? 0) + sum(steps.map(({ nano }) => nano))).toBe(to?.nano);
  });
});

describe('what is ready', () => {
  const judged = (count: number): EvidenceRow[] => Array.from({ length: count }, (_, index) => ({
    id: `e${index}`, workload: 'tickets', incumbent: 'maker/big', candidate: 'maker/mini', outcome: 'same', class: 'judged', isRandom: true, judgeAgreement: 1, at: 0,
  }));

  test('is what was judged at 0.95 on this workload, and no other', () => {
    const cells = [...plain(), ...fortnight(100, { input: 1000, output: 100, template: 2 })];
    const analysis = analyze(inputOf(cells, { confidence: { 'maker/mini': 0.96, 'other/rival': 0.1 }, evidence: judged(60) }));
    expect(analysis.verdict.ready.saving.usd).toBeCloseTo(30 * DAY_USD * 0.9, 6);
    expect(analysis.verdict.likely.saving.usd).toBeCloseTo(30 * DAY_USD * 0.9, 6);
    expect(analysis.evidence).toEqual([{ workload: 'tickets', incumbent: 'maker/big', candidate: 'maker/mini', class: 'judged', worse: 0, same: 60, better: 0, isRandom: true }]);
  });

  test('the same weights at a cheaper host need no judgement', () => {
    const analysis = analyze(inputOf(plain(), { models: [big, mini, rival, twin] }));
    expect(analysis.verdict.ready.saving.usd).toBeCloseTo(30 * DAY_USD * 0.1, 6);
    expect(analysis.verdict.likely.saving.usd).toBe(0);
  });

  test('exact repeats are ready money, and in no routing figure', () => {
    const analysis = analyze(inputOf([...plain(), ...fortnight(10, { input: 1000, output: 100, key: { repeat: 'duplicate' } })]));
    expect(analysis.verdict.ready.saving.usd).toBeCloseTo(30 * DAY_USD * 0.1, 6);
    expect(analysis.scenarios.find(({ id }) => id === 'cross-provider')?.saving.usd).toBeCloseTo(30 * DAY_USD * 0.9, 6);
  });

  test('a workload that the user switched off stays', () => {
    const analysis = analyze(inputOf(plain(), { config: { workloads: { Tickets: 'off' } } }));
    expect(analysis.accounting.map(({ code }) => code)).toEqual(['kept-by-user']);
    expect(analysis.verdict.limit.saving.usd).toBe(0);
  });
});

describe('spend that cannot be stated', () => {
  test('nothing priced: no spend, no saving, no advice that spend is small', () => {
    const { verdict } = analyze(inputOf(fortnight(100, { input: 1000, output: 100, model: 'nobody-knows' })));
    expect(verdict.sentence).toContain('None of your 1,400 calls has a known price');
    expect(verdict.advice).toBe('');
  });

  test('mostly unpriced: the sentence says for what share it speaks', () => {
    const { verdict } = analyze(inputOf([...fortnight(100, { input: 1000, output: 100, model: 'nobody-knows' }), ...plain()]));
    expect(verdict.sentence).toContain('on the 50 % of calls that have a price');
    expect(verdict.advice).toBe('');
  });

  test('all on a plan: routing saves no cash, and the sentence says so', () => {
    const { verdict } = analyze(inputOf(fortnight(100, { input: 1000, output: 100, key: { billing: 'subscription' } })));
    expect(verdict.sentence).toContain('routing saves no cash');
  });
});

describe('own evidence', () => {
  const item = (fields: Partial<EvidenceRow>): EvidenceRow => ({ id: 'e', incumbent: 'maker/big', candidate: 'maker/mini', outcome: 'worse', class: 'labelled', isRandom: true, judgeAgreement: 1, at: 0, ...fields });
  const seen = (row: EvidenceRow, models = [big, mini, rival]) => {
    const heard: EvidenceRow[] = [];
    const input = inputOf(plain(), { models, evidence: [row] });
    const { assess } = input.quality;
    analyze({ ...input, quality: { ...input.quality, assess: (request) => { heard.push(...request.evidence); return assess(request); } } });
    return heard;
  };

  test('reaches a model whose own id holds a colon', () => {
    const colon = { ...mini, id: 'maker/mini-v1:0', model: 'mini-v1:0', baseModel: 'maker/mini-v1' };
    expect(seen(item({ candidate: 'maker/mini-v1:0' }), [big, colon])).toHaveLength(1);
  });

  test('of a workload counts for the whole workload, whatever single calls were classified as', () => {
    expect(seen(item({ workload: 'Tickets', task: 'code' }))).toHaveLength(1);
    expect(seen(item({ task: 'code' }))).toHaveLength(0);
  });

  test('told in the other direction counts reversed, so that the order of imports changes nothing', () => {
    expect(seen(item({ incumbent: 'maker/mini', candidate: 'maker/big' })).map(({ outcome }) => outcome)).toEqual(['better']);
  });
});

test('savings are a share of spend at the same prices: none passes 100 %', () => {
  const risen = { ...mini, prices: [{ ...mini.prices[0]!, from: 0 }, { ...mini.prices[0]!, from: Date.parse('2026-11-23'), base: { inputUsdPerMtok: 20, outputUsdPerMtok: 80 } }] };
  const analysis = analyze(inputOf(fortnight(100, { input: 1000, output: 100, model: 'mini' }), { models: [big, risen, rival] }));
  const limit = analysis.scenarios.find(({ id }) => id === 'cheapest-capable');
  expect(limit?.savingShare).toBeCloseTo(1 - 0.1 / 20, 9);
  expect(analysis.flags.some(({ code }) => code === 'price-change')).toBe(true);
});

describe('minimum data', () => {
  test('one day: totals, no month, and what is missing', () => {
    const analysis = analyze(inputOf(plain().slice(0, 1)));
    expect(analysis.window.status).toBe('totals-only');
    expect(analysis.totals.spend.usd).toBeNull();
    expect(usd(analysis.totals.spendNano)).toBeCloseTo(DAY_USD, 9);
    expect(analysis.verdict.sentence).toContain('more full day');
  });
});

test('the same input gives the same bytes, in any order of cells, and fits the schema', () => {
  const cells = [...plain(), ...fortnight(50, { input: 5000, output: 20, template: 2 })];
  const first = JSON.stringify(analyze(inputOf(cells)));
  expect(JSON.stringify(analyze(inputOf([...cells].reverse())))).toBe(first);
  expect(() => analysisSchema.parse(JSON.parse(first))).not.toThrow();
});
