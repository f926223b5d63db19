import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Analysis, analysisSchema } from '../../src/model/analysis.js';
import { configSchema } from '../../src/model/config.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const DAYS = 14;
const CALLS_A_DAY = 40;
/** 1000 in, 100 out at gpt-4o's 2.50 / 10 USD per million. */
const CALL_NANO = (1000 * 2.5 + 100 * 10) * 1000;
let folder = '';

const run = (...args: string[]) => {
  const { SHADOWBILL_CONFIG: _config, SHADOWBILL_DB: _db, ...environment } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 64e6, env: { ...environment, SHADOWBILL_HASH_KEY: 'a key for tests only' } });
  return { status, stdout, stderr };
};
const analyzed = (...args: string[]): Analysis => {
  const result = run('analyze', '--json', '--until', '2026-11-20', '--prices-at', '2026-11-22', ...args);
  if (result.status !== 0) throw new Error(result.stderr);
  return analysisSchema.parse(JSON.parse(result.stdout));
};
const settings = (name: string, value: unknown): string => {
  writeFileSync(join(folder, name), JSON.stringify(value));
  return name;
};

/** A fortnight of 40 calls a day; a gateway logged 10 % less than list for each, and 0 for one call a day that it had no price of. */
function writeLog(): void {
  const rows = ['time,model,input_tokens,output_tokens,cost_usd,site'];
  for (let day = 0; day < DAYS; day += 1) {
    for (let call = 0; call < CALLS_A_DAY; call += 1) {
      const at = new Date(Date.UTC(2026, 10, 7 + day, call === 0 ? 8 : 9, call)).toISOString();
      rows.push([at, 'gpt-4o-2024-08-06', 1000, 100, call === 0 ? 0 : 0.9 * (CALL_NANO / 1e9), call === 0 ? 'probe' : 'triage'].join(','));
    }
  }
  writeFileSync(join(folder, 'gateway.csv'), `${rows.join('\n')}\n`);
}

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is missing: run npm run build first');
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-money-'));
  writeLog();
  const imported = run('import', 'gateway.csv', '--set', 'provider=openai', '--map', 'startedAt=time,model=model,inputTokens=input_tokens,outputTokens=output_tokens,costUsd=cost_usd,tag.feature=site');
  if (imported.status !== 0) throw new Error(imported.stderr);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a gateway that logs its own costs', { timeout: 60_000 }, () => {
  const logged = DAYS * (CALLS_A_DAY - 1);
  const all = DAYS * CALLS_A_DAY;

  test('is computed by default, and the difference is shown; a logged 0 with tokens is no cost', () => {
    const { totals, costs } = analyzed();
    expect(totals.spendNano).toBe(all * CALL_NANO);
    expect(costs).toMatchObject({ mode: 'computed', meteredCalls: all, loggedCalls: logged, comparedCalls: logged, loggedNano: Math.round(logged * 0.9 * CALL_NANO), computedNano: logged * CALL_NANO });
  });

  test('is believed when it is told to be: logged calls at their cost, the others at the same ratio', () => {
    const { totals, costs, settings: kept } = analyzed('--cost-mode', 'reported');
    expect(costs.models[0]?.factor).toBeCloseTo(0.9, 9);
    expect(totals.spendNano).toBe(all * 0.9 * CALL_NANO);
    expect(totals.spend.usd).toBeCloseTo((30 * CALLS_A_DAY * 0.9 * CALL_NANO) / 1e9, 6);
    expect(kept.costMode).toBe('reported');
  });

  test('saves less when it is believed to be cheaper', () => {
    const saving = (analysis: Analysis): number => analysis.scenarios.find(({ id }) => id === 'cheapest-capable')?.savingNano ?? Number.NaN;
    expect(saving(analyzed('--cost-mode', 'reported'))).toBeLessThan(saving(analyzed()));
  });

  test('a mode that does not exist is refused, with those that do', () => {
    const { status, stderr } = run('analyze', '--cost-mode', 'guessed');
    expect([status, stderr]).toEqual([2, '--cost-mode "guessed" does not exist.\nChoose computed or reported.\n']);
  });

  test('the page and the Markdown hold the comparison', () => {
    run('analyze', '--until', '2026-11-20', '--prices-at', '2026-11-22');
    expect(run('report', '--out', 'page.html').status).toBe(0);
    expect(readFileSync(join(folder, 'page.html'), 'utf8')).toContain('The log says 10\u00a0% less than computed, for the same calls');
    expect(run('report', '--format', 'md').stdout).toContain('less than computed');
  });
});

describe('settings about money', { timeout: 60_000 }, () => {
  test('a price of one\'s own replaces the list price, and its source is the settings', () => {
    const config = settings('own.json', { models: { 'openai/gpt-4o-2024-08-06': { price: { inputUsdPerMtok: 2, outputUsdPerMtok: 8 } } }, discounts: { openai: 0.5 } });
    const { totals, prices } = analyzed('--config', config);
    expect(totals.spendNano).toBe(DAYS * CALLS_A_DAY * (1000 * 2 + 100 * 8) * 1000);
    expect(prices.find(({ model }) => model === 'openai/gpt-4o-2024-08-06')).toMatchObject({ inputUsdPerMtok: 2, source: 'settings: models.openai/gpt-4o-2024-08-06', checked: 'in your settings' });
  });

  test('a model at home is a candidate like any other, and can be one\'s own incumbent', () => {
    const config = settings('home.json', {
      models: { 'our-vllm/llama': { like: 'groq/llama-3.3-70b-versatile', price: { usdPerHour: 4, inputTokensPerHour: 40_000_000, outputTokensPerHour: 8_000_000, utilization: 0.5 } } },
      candidates: ['our-vllm/llama'],
    });
    const analysis = analyzed('--config', config);
    const option = analysis.segments[0]?.options.find(({ candidate }) => candidate === 'our-vllm/llama');
    expect(option).toBeDefined();
    const ownLog = join(folder, 'own.csv');
    writeFileSync(ownLog, `time,provider,model,input_tokens,output_tokens\n2026-11-10T09:00:00Z,our-vllm,LLAMA,1000,100\n`);
    run('import', 'own.csv', '--db', 'own.db', '--map', 'startedAt=time,provider=provider,model=model,inputTokens=input_tokens,outputTokens=output_tokens');
    const served = run('analyze', '--json', '--db', 'own.db', '--config', config);
    expect(analysisSchema.parse(JSON.parse(served.stdout)).totals.spendNano).toBe((1000 * ((4 * 1e6) / (40e6 * 0.5)) + 100 * ((4 * 1e6) / (8e6 * 0.5))) * 1000);
  });

  test('a discount on the incumbent makes spend and saving smaller', () => {
    const plain = analyzed();
    const { totals, scenarios, assumptions, prices } = analyzed('--config', settings('discount.json', { discounts: { 'openai/gpt-4o-2024-08-06': 0.2 } }));
    expect(totals.spendNano).toBe(DAYS * CALLS_A_DAY * 0.8 * CALL_NANO);
    expect(scenarios.at(-1)?.savingNano).toBe((plain.scenarios.at(-1)?.savingNano ?? 0) - DAYS * CALLS_A_DAY * 0.2 * CALL_NANO);
    expect(assumptions.some(({ title }) => title === 'Discounts')).toBe(true);
    expect(prices.find(({ model }) => model === 'openai/gpt-4o-2024-08-06')?.source).toMatch(/^less your 20 %: /);
  });

  test('faults are named with their path and the part that is wrong', () => {
    const faultOf = (value: unknown): string => run('config', 'check', '--config', settings('fault.json', value)).stderr;
    expect(faultOf({ models: { 'lab/x': { price: { inputUsdPerMtok: 1, outputUsdPerMtok: 1, cachedUsdPerMtok: 1 } } } })).toMatch(/models\.lab\/x\.price: .*"cachedUsdPerMtok"/);
    expect(faultOf({ models: { 'lab/x': { price: { usdPerHour: 4, inputTokensPerHour: 1, outputTokensPerHour: 1, utilization: 1.5 } } } })).toMatch(/models\.lab\/x\.price\.utilization: /);
    expect(faultOf({ models: { 'lab/x': { price: [{ inputUsdPerMtok: 1, outputUsdPerMtok: -1 }] } } })).toMatch(/models\.lab\/x\.price\.0\.outputUsdPerMtok: /);
    expect(faultOf({ models: { x: { price: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 } } } })).toMatch(/models\.x: write it as provider\/model/);
    expect(faultOf({ commitments: [{ provider: 'openai', usdPerMonth: 1, until: '2026-02-30' }] })).toMatch(/commitments\.0\.until: write a day/);
    expect(faultOf({ commitments: [{ provider: 'openai', usdPerMonth: 1, from: '2027-01-01', until: '2026-01-01' }] })).toMatch(/commitments\.0\.until: must be after/);
    expect(faultOf({ workloads: { x: 'of' } })).toMatch(/workloads\.x: must be one of off, summarization/);
    expect(faultOf({ discount: { openai: 0.1 } })).toMatch(/"discount"/);
    expect(faultOf({ models: { 'openai/gpt-4o-2024-08-06': { price: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 } } }, discounts: { 'openai/gpt-4o-2024-08-06': 0.1 } })).toMatch(/no discount comes off/);
    expect(faultOf({ models: { 'lab/x': { like: 'openai/gpt-99', price: { inputUsdPerMtok: 1, outputUsdPerMtok: 1 } } } })).toMatch(/models\.lab\/x\.like: /);
  });
});

test('settings that cannot be meant are errors with their path', () => {
  const faultOf = (value: unknown): string => {
    const parsed = configSchema.safeParse(value);
    return parsed.success ? 'none' : JSON.stringify(parsed.error.issues);
  };
  const price = { inputUsdPerMtok: 1, outputUsdPerMtok: 1 };
  const own = (fields: object): unknown => ({ models: { 'lab/x': { price, ...fields } } });
  expect(faultOf(own({ meets: ['tools', 'vision'], lacks: ['vision'] }))).toMatch(/"lacks",0\],"message":"vision stands under `meets` too"/);
  expect(faultOf(own({ contextTokens: 8000, maxOutputTokens: 16_000 }))).toContain('"maxOutputTokens"],"message":"is more than contextTokens, 8000"');
  expect(faultOf(own({ contextTokens: 16_000, maxOutputTokens: 16_000, meets: ['tools'], lacks: ['vision'] }))).toBe('none');
  expect(faultOf(own({ price: { ...price, inputUsdPerMtok: 1e6 + 1 } }))).toContain('no price is above 1,000,000 USD');
  expect(faultOf(own({ price: { usdPerHour: 4, inputTokensPerHour: 3, outputTokensPerHour: 1e6, utilization: 1 } }))).toContain('comes to more than 1,000,000 USD per million tokens');
  expect(faultOf(own({ price: { ...price, from: '0001-01-01' } }))).toContain('write a day from 2015-01-01 on');
  expect(faultOf({ commitments: [{ provider: 'openai', usdPerMonth: 2e6, until: '1999-01-01' }] })).toContain('"commitments",0,"until"');
});

describe('shadowbill config', { timeout: 60_000 }, () => {
  test('show names every setting with where it comes from, and never the key', () => {
    const config = settings('shown.json', { margin: 0.1, discounts: { openai: 0.1 } });
    const rows = JSON.parse(run('config', 'show', '--json', '--config', config).stdout) as { name: string; value: unknown; origin: string }[];
    const originOf = (name: string) => rows.find((row) => row.name === name);
    expect(originOf('config')).toMatchObject({ origin: 'flag', value: 'shown.json' });
    expect(originOf('db')).toMatchObject({ origin: 'default', value: './shadowbill.db' });
    expect(originOf('margin')).toMatchObject({ origin: 'file', value: 0.1 });
    expect(originOf('timezone')).toMatchObject({ origin: 'default', value: 'UTC' });
    expect(originOf('hash key')).toMatchObject({ origin: 'environment', value: 'set, not shown' });
    expect(run('config', 'show', '--config', config).stdout).not.toContain('a key for tests only');
  });

  test('check is silent about what is fine, and exits 2 on a workload that the store does not know', () => {
    const fine = run('config', 'check', '--config', settings('fine.json', { margin: 0.1 }));
    expect([fine.status, fine.stdout]).toEqual([0, 'fine.json is fine: margin.\n']);
    analyzed();
    const odd = run('config', 'check', '--config', settings('odd.json', { workloads: { 'no such site': 'off' } }));
    expect([odd.status, odd.stderr]).toEqual([2, expect.stringContaining('workloads.no such site: ') as string]);
    expect(run('config', 'check', '--config', settings('zone.json', { timezone: 'Mars/Olympus' })).status).toBe(2);
  });

  test('show says which model a discount by another name means', () => {
    const config = settings('meant.json', { discounts: { 'openai/gpt-4o': 0.1, openai: 0.05 } });
    const rows = JSON.parse(run('config', 'show', '--json', '--config', config).stdout) as { name: string; means?: unknown }[];
    expect(rows.find(({ name }) => name === 'discounts')?.means).toEqual({ 'openai/gpt-4o': 'openai/gpt-4o-2024-08-06' });
    expect(run('config', 'show', '--config', config).stdout).toContain('"openai/gpt-4o" means openai/gpt-4o-2024-08-06');
  });

  test('check warns of commitments that overlap', () => {
    const config = settings('overlap.json', { commitments: [{ provider: 'openai', usdPerMonth: 5, until: '2026-12-05' }, { provider: 'openai', models: ['gpt-4o'], usdPerMonth: 5, until: '2026-12-20' }] });
    const { status, stderr } = run('config', 'check', '--config', config);
    expect([status, stderr]).toEqual([0, expect.stringContaining('commitments.0 and commitments.1 cover the same calls of openai') as string]);
  });

  test('check without a file and without a store says so', () => {
    const { status, stdout } = run('config', 'check', '--json');
    expect([status, JSON.parse(stdout)]).toEqual([0, { file: null, keys: [], workloadsChecked: true, warnings: [] }]);
  });
});
