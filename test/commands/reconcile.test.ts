import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { addReconcileCommand } from '../../src/commands/reconcile.js';
import { runAnalysis } from '../../src/commands/run-analysis.js';
import type { Analysis } from '../../src/model/analysis.js';
import type { StoredCall } from '../../src/model/call.js';
import { openStore } from '../../src/store/index.js';
import { HOUR, makeCall, START } from '../store/make-stored-call.js';

const root = mkdtempSync(join(tmpdir(), 'shadowbill-reconcile-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const DAY_MS = 24 * HOUR;
const DAYS = 14;
/** 800 in and 160 out on gpt-4o-2024-08-06 at 2.50 and 10 USD per million. */
const CALL_USD = (800 * 2.5 + 160 * 10) / 1e6;
const CALLS_A_DAY = 48;
const SECONDS = START / 1000;
const MODEL = 'gpt-4o-2024-08-06';

let folder = '';
let db = '';
beforeEach(() => {
  folder = mkdtempSync(join(root, 'case-'));
  db = join(folder, 'store.db');
});

/** One call each half hour of a fortnight; every other one names the alias only. */
const fortnight = (changes: Partial<StoredCall> = {}): StoredCall[] =>
  Array.from({ length: DAYS * CALLS_A_DAY }, (_, at) => makeCall({ id: `c${at}`, startedAt: START + at * (HOUR / 2), servedModel: at % 2 === 0 ? MODEL : undefined, requestHash: at + 1, ...changes }));

async function fill(calls: readonly StoredCall[]): Promise<void> {
  const store = await openStore(db);
  await store.addCalls(calls);
  await store.close();
}

interface Day { model?: string; usd: number; input?: number; output?: number; lineItem?: string; requests?: number }
const bucketOf = (day: number, results: readonly unknown[]): unknown => ({ object: 'bucket', start_time: SECONDS + day * 86_400, end_time: SECONDS + (day + 1) * 86_400, results });
const costFile = (days: readonly (readonly Day[])[], name = 'costs.json'): string => {
  const data = days.map((results, day) => bucketOf(day, results.map(({ usd, lineItem, model }) => ({ object: 'organization.costs.result', amount: { value: usd, currency: 'usd' }, line_item: lineItem ?? (model === undefined ? null : `${model}, input`) }))));
  writeFileSync(join(folder, name), JSON.stringify({ object: 'page', data }));
  return join(folder, name);
};
const usageFile = (days: readonly (readonly Day[])[], name = 'usage.json'): string => {
  const data = days.map((results, day) => bucketOf(day, results.map(({ model, input = 0, output = 0, requests = 0 }) => ({ object: 'organization.usage.completions.result', model, input_tokens: input, output_tokens: output, num_model_requests: requests }))));
  writeFileSync(join(folder, name), JSON.stringify({ object: 'page', data }));
  return join(folder, name);
};
const each = (make: (day: number) => readonly Day[]): (readonly Day[])[] => Array.from({ length: DAYS }, (_, day) => make(day));
const asBilled = (factor: number, share = 1): readonly Day[] => [{ model: MODEL, usd: CALLS_A_DAY * CALL_USD * factor, input: (CALLS_A_DAY * 800) / share, output: (CALLS_A_DAY * 160) / share, requests: CALLS_A_DAY / share }];

interface Shown {
  days: { day: string; model: string; billedUsd: number | null; computedUsd: number | null; differenceUsd: number | null; billedTokens: number | null; recordedTokens: number | null; billedRequests: number | null; recordedCalls: number; isCompared: boolean }[];
  providers: { provider: string; factor: { factor: number | null; ratio: number | null; days: number; coverage: number | null; requestShare: number | null; applies: boolean; reason: string }; billedOnly: { what: string; usd: number | null }[]; recordedOnly: { what: string }[] }[];
}

async function reconcile(...args: string[]): Promise<string> {
  const program = new Command('shadowbill').exitOverride();
  addReconcileCommand(program);
  const out = join(folder, 'out.txt');
  await program.parseAsync(['node', 'shadowbill', 'reconcile', '--db', db, '--out', out, ...args]);
  return readFileSync(out, 'utf8');
}
const shown = async (...args: string[]): Promise<Shown> => JSON.parse(await reconcile('--json', ...args)) as Shown;

async function analyzed(): Promise<Analysis> {
  const store = await openStore(db);
  try {
    return await runAnalysis(store, { now: START + DAYS * DAY_MS, pricesAt: '2026-11-22' });
  } finally {
    await store.close();
  }
}
const codes = ({ flags }: Analysis): string[] => flags.map(({ code }) => code);

describe('reconcile', { timeout: 30_000 }, () => {
  test('compares by day and model, aliases and snapshots as one, and says the factor', async () => {
    await fill(fortnight());
    const { days, providers } = await shown(costFile(each(() => asBilled(0.9))), usageFile(each(() => asBilled(1))));
    expect(days).toHaveLength(DAYS);
    expect(days[0]).toMatchObject({ day: '2026-11-02', model: `openai/${MODEL}`, billedTokens: CALLS_A_DAY * 960, recordedTokens: CALLS_A_DAY * 960, billedRequests: CALLS_A_DAY, recordedCalls: CALLS_A_DAY, isCompared: true });
    expect(days[0]?.differenceUsd).toBeCloseTo(-0.1 * CALLS_A_DAY * CALL_USD, 9);
    expect(days.at(-1)?.isCompared).toBe(false);
    expect(providers[0]?.factor).toMatchObject({ days: DAYS - 1, coverage: 1, requestShare: 1, applies: true, reason: '' });
    expect(providers[0]?.factor.factor).toBeCloseTo(0.9, 9);
    expect(await reconcile()).toContain('Factor 0.900: "shadowbill analyze" counts the calls of openai at it.');
  });

  test('a bill that was imported changes nothing when it is imported again; a later report replaces its lines', async () => {
    await fill(fortnight());
    const first = await reconcile(costFile(each(() => asBilled(0.9))));
    expect(await reconcile(costFile(each(() => asBilled(0.9))))).toBe(first);
    const grown = await shown(costFile(each(() => asBilled(0.8))));
    expect(grown.days).toHaveLength(DAYS);
    expect(grown.providers[0]?.factor.ratio).toBeCloseTo(0.8, 9);
  });

  test('names what is on the bill alone, and what is in the log alone', async () => {
    await fill([...fortnight(), ...fortnight({ requestedModel: 'gpt-4.1', servedModel: 'gpt-4.1', keys: [] }).map((call, at) => ({ ...call, id: `x${at}`, keys: [`response:x${at}`] }))]);
    const other = { model: 'o3-2025-04-16', usd: 2 };
    const { providers } = await shown(costFile(each(() => [...asBilled(1), other, { lineItem: 'web search tool calls', usd: 0.5 }])));
    expect(providers[0]?.billedOnly.map(({ what, usd }) => [what, usd])).toEqual([['openai/o3', DAYS * 2], ['web search tool calls', DAYS * 0.5]]);
    expect(providers[0]?.recordedOnly.map(({ what }) => what)).toEqual(['openai/gpt-4.1']);
    expect(providers[0]?.factor).toMatchObject({ factor: 1, applies: false, reason: '' });
  });

  test('calls of a sampled log count with their weight', async () => {
    await fill(fortnight().filter((_, at) => at % 4 === 0).map((call) => ({ ...call, weightMillionths: 4_000_000 })));
    const { providers } = await shown(costFile(each(() => asBilled(1))), usageFile(each(() => asBilled(1))));
    expect(providers[0]?.factor).toMatchObject({ coverage: 1, requestShare: 1, applies: false, reason: '' });
  });

  test('without dollars on the bill it says the share that the log holds', async () => {
    await fill(fortnight());
    const { days, providers } = await shown(usageFile(each(() => asBilled(1, 0.5))));
    expect(days[0]).toMatchObject({ billedUsd: null, billedTokens: CALLS_A_DAY * 960 * 2, recordedTokens: CALLS_A_DAY * 960, isCompared: false });
    expect(providers[0]?.factor).toMatchObject({ factor: null, ratio: null, applies: false, days: DAYS, coverage: 0.5, requestShare: 0.5, reason: 'the report says no dollars' });
    expect(await reconcile()).toMatch(/all\s+openai\s+\?\s+\$\d[\d.]*\s+\?\s+1,290,240\s+50 %\s+50 %/);
  });

  test('a log of half the traffic is no price of twice as much', async () => {
    await fill(fortnight());
    const { providers } = await shown(costFile(each(() => asBilled(2))), usageFile(each(() => asBilled(1, 0.5))));
    expect(providers[0]?.factor).toMatchObject({ coverage: 0.5, applies: false, reason: expect.stringContaining('holds 50 % of the billed tokens') });
    expect(providers[0]?.factor.ratio).toBeCloseTo(2, 9);
    expect(providers[0]?.factor.factor).toBeCloseTo(1, 9);
  });

  test('a higher bill without tokens is shown and not applied, as is one with too few days or out of any range', async () => {
    await fill(fortnight());
    expect((await shown(costFile(each(() => asBilled(1.2))))).providers[0]?.factor).toMatchObject({ applies: false, reason: expect.stringContaining('says no tokens') });
    expect((await shown(costFile(each(() => asBilled(0.1))))).providers[0]?.factor).toMatchObject({ applies: false, reason: expect.stringContaining('outside 0.5 to 2') });
    rmSync(db);
    await fill(fortnight());
    expect((await shown(costFile(each(() => asBilled(0.9)).slice(0, 3)))).providers[0]?.factor).toMatchObject({ factor: null, applies: false, reason: expect.stringContaining('share 2 whole UTC days') });
  });

  test('daily totals without models are compared as a whole', async () => {
    await fill(fortnight());
    const { days, providers } = await shown(costFile(each(() => [{ usd: CALLS_A_DAY * CALL_USD * 0.9 }])));
    expect(days[0]).toMatchObject({ model: '', isCompared: true });
    expect(providers[0]?.factor.factor).toBeCloseTo(0.9, 9);
  });

  test('the same days once as totals and once by model count once', async () => {
    await fill(fortnight());
    const { providers } = await shown(costFile(each(() => asBilled(0.9))), costFile(each(() => [{ usd: CALLS_A_DAY * CALL_USD * 0.9 }]), 'totals.json'));
    expect(providers[0]?.factor.ratio).toBeCloseTo(0.9, 9);
    expect(providers[0]?.billedOnly).toEqual([]);
  });

  test('--days and --until choose UTC days', async () => {
    await fill(fortnight());
    const file = costFile(each(() => asBilled(0.9)));
    expect((await shown(file, '--days', '3', '--until', '2026-11-06')).days.map(({ day }) => day)).toEqual(['2026-11-04', '2026-11-05', '2026-11-06']);
    await expect(reconcile('--until', '2026-02-30')).rejects.toMatchObject({ code: 'bad-date' });
    await expect(reconcile('--until', '2025-01-01')).rejects.toMatchObject({ code: 'no-bills' });
  });

  test('a log of calls and a file that is missing are refused before anything is stored', async () => {
    const log = join(folder, 'calls.csv');
    writeFileSync(log, 'time,model,input_tokens,output_tokens\n2026-11-02T00:00:00Z,gpt-4o,5,5\n');
    await expect(reconcile(costFile(each(() => asBilled(0.9))), log)).rejects.toMatchObject({ code: 'no-bill', hint: expect.stringContaining('shadowbill import') });
    await expect(reconcile(join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'not-imported' });
    await expect(reconcile()).rejects.toMatchObject({ code: 'no-store' });
    await fill(fortnight());
    await expect(reconcile()).rejects.toMatchObject({ code: 'no-bills' });
  });
});

describe('the factor in the analysis', { timeout: 60_000 }, () => {
  const savingOf = (analysis: Analysis, id: string): number => analysis.scenarios.find((one) => one.id === id)?.savingNano ?? Number.NaN;

  test('a bill that agrees changes no figure', async () => {
    await fill(fortnight());
    const before = await analyzed();
    await reconcile(costFile(each(() => asBilled(1))), usageFile(each(() => asBilled(1))));
    expect({ ...(await analyzed()), id: '' }).toEqual({ ...before, id: '' });
  });

  test('a discount lowers what staying costs and no candidate\'s price', async () => {
    await fill(fortnight());
    const before = await analyzed();
    await reconcile(costFile(each(() => asBilled(0.9))), usageFile(each(() => asBilled(1))));
    const after = await analyzed();
    expect(after.totals.spendNano).toBeCloseTo(before.totals.spendNano * 0.9, -2);
    expect(after.totals.spend.usd).toBeCloseTo((before.totals.spend.usd ?? 0) * 0.9, 6);
    expect(codes(after)).toContain('billed-factor');
    expect(after.verdict.sentence).toContain('openai charges is counted at 0.900 of its computed price');
    const optionsOf = ({ segments }: Analysis): Map<string, number> => new Map(segments.flatMap(({ id, options }) => options.map(({ candidate, dailyNano, fallbackNano }) => [`${id} ${candidate}`, dailyNano.reduce((sum, nano) => sum + nano, 0) - fallbackNano])));
    const [former, later] = [optionsOf(before), optionsOf(after)];
    const shared = [...later].filter(([key]) => former.has(key));
    expect(shared.length).toBeGreaterThan(0);
    for (const [key, nano] of shared) expect(nano).toBeCloseTo(former.get(key) ?? Number.NaN, -3);
    for (const id of ['same-provider', 'cross-provider', 'cheapest-capable']) expect(savingOf(after, id)).toBeLessThan(savingOf(before, id));
  });

  test('a dearer bill raises the candidates of the same provider too: their saving grows with the factor and no more', async () => {
    await fill(fortnight());
    const before = await analyzed();
    await reconcile(costFile(each(() => asBilled(1.2))), usageFile(each(() => asBilled(1))));
    const after = await analyzed();
    expect(after.totals.spendNano).toBeCloseTo(before.totals.spendNano * 1.2, -2);
    const sumOfOption = ({ segments }: Analysis, candidate: string): number => segments.flatMap(({ options }) => options).filter((option) => option.candidate === candidate).reduce((sum, { dailyNano }) => sum + dailyNano.reduce((all, nano) => all + nano, 0), 0);
    const shared = before.segments.flatMap(({ options }) => options).filter(({ provider, candidate }) => provider === 'openai' && after.segments.some(({ options }) => options.some((other) => other.candidate === candidate)));
    expect(shared.length).toBeGreaterThan(0);
    for (const { candidate } of shared) expect(sumOfOption(after, candidate) / sumOfOption(before, candidate)).toBeCloseTo(1.2, 4);
    expect(after.assumptions.some(({ title }) => title === 'Bill of openai')).toBe(true);
  });

  test('what is not applied is flagged, and no figure changes', async () => {
    await fill(fortnight());
    const before = await analyzed();
    await reconcile(costFile(each(() => [...asBilled(1.2), { lineItem: 'web search tool calls', usd: 1 }])));
    const after = await analyzed();
    expect(codes(after)).toEqual(expect.arrayContaining(['billed-factor-not-applied', 'billed-not-logged']));
    const figures = ({ flags: _flags, id: _id, ...rest }: Analysis): unknown => rest;
    expect(figures(after)).toEqual(figures(before));
  });
});
