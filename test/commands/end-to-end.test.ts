import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analysisSchema } from '../../src/model/analysis.js';
import { policySchema } from '../../src/model/policy.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const samples = process.env['SHADOWBILL_SAMPLES'];
let folder = '';

beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is missing: run npm run build first');
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 64e6, env: { ...process.env, SHADOWBILL_HASH_KEY: 'a key for tests only' } });
  return { status, stdout, stderr };
};

/** 16 days from Thursday 2026-11-05 on, 40 calls each at 1000 in and 100 out; two call sites by tag. */
function writeLog(name: string): void {
  const rows = ['time,model,input_tokens,output_tokens,site'];
  for (let day = 0; day < 16; day += 1) {
    for (let call = 0; call < 40; call += 1) {
      const at = new Date(Date.UTC(2026, 10, 5 + day, 9, call, call % 60)).toISOString();
      rows.push([at, 'gpt-4o-2024-08-06', 1000, 100, call % 2 === 0 ? 'triage' : 'digest'].join(','));
    }
  }
  writeFileSync(join(folder, name), `${rows.join('\n')}\n`);
}

describe('a table of calls -> verdict, page, policy', () => {
  const database = 'table.db';
  beforeAll(() => writeLog('calls.csv'));

  test('goes in once: a second import changes nothing', () => {
    const args = ['import', 'calls.csv', '--set', 'provider=openai', '--map', 'startedAt=time,model=model,inputTokens=input_tokens,outputTokens=output_tokens,tag.feature=site', '--db', database];
    const first = run(...args);
    expect(first.status, first.stderr).toBe(0);
    expect(first.stdout).toContain('640 imported');
    expect(run(...args).status).toBe(0);
    expect(run('calls', '--format', 'jsonl', '--db', database).stdout.trim().split('\n')).toHaveLength(640);
  });

  test('is analyzed to what arithmetic says, and two runs give the same bytes', () => {
    const args = ['analyze', '--json', '--until', '2026-11-20', '--prices-at', '2026-11-22', '--db', database];
    const first = run(...args);
    expect(first.status, first.stderr).toBe(0);
    expect(run(...args).stdout).toBe(first.stdout);
    const analysis = analysisSchema.parse(JSON.parse(first.stdout));
    expect(analysis.window.dates).toHaveLength(14);
    expect(analysis.totals.calls).toBe(14 * 40);
    expect(analysis.totals.spendNano).toBe(14 * 40 * (1000 * 2.5 + 100 * 10) * 1000);
    expect(analysis.totals.spend.usd).toBeCloseTo(30 * 40 * (1000 * 2.5 + 100 * 10) / 1e6, 6);
    expect(analysis.accounting.reduce((total, { nano }) => total + nano, 0)).toBe(analysis.totals.spendNano);
  });

  test('is the same in another time zone of the machine', () => {
    const args = ['analyze', '--json', '--until', '2026-11-20', '--prices-at', '2026-11-22', '--db', database];
    const away = execFileSync(process.execPath, [CLI, ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 64e6, env: { ...process.env, TZ: 'Pacific/Auckland' } });
    expect(away).toBe(run(...args).stdout);
  });

  test('a filter looks at its part alone', () => {
    const analysis = analysisSchema.parse(JSON.parse(run('analyze', '--json', '--until', '2026-11-20', '--where', 'tag.feature=triage', '--db', database).stdout));
    expect(analysis.totals.calls).toBe(14 * 20);
    expect(analysis.settings.filters).toEqual({ 'tag.feature': 'triage' });
  });

  test('becomes a page in one file that asks nothing of a network', () => {
    const result = run('report', '--out', 'page.html', '--db', database);
    expect(result.status, result.stderr).toBe(0);
    const page = readFileSync(join(folder, 'page.html'), 'utf8');
    expect(page.length).toBeLessThan(700_000);
    expect(page).toContain('Content-Security-Policy');
    expect(page).not.toMatch(/<(?:script|link|img|iframe)[^>]+(?:src|href)="https?:/);
  });

  test('becomes a policy that says so when nothing is proven, and canaries when asked for less', () => {
    const strict = run('policy', 'set', '--db', database);
    expect(strict.status, strict.stderr).toBe(0);
    expect(strict.stdout).toMatch(/rules?\./);
    const loose = run('policy', 'set', '--threshold', '0.3', '--min-evidence', 'none', '--canary', '20%', '--db', database);
    expect(loose.status, loose.stderr).toBe(0);
    const policy = policySchema.parse(JSON.parse(readFileSync(join(folder, 'shadowbill.policy.json'), 'utf8')));
    expect(policy.rules.length).toBeGreaterThan(0);
    expect(policy.rules.every(({ canary, fallback, match }) => canary.share <= 0.05 && fallback.at(-1) === match.incumbent)).toBe(true);
    expect(run('policy', 'show').stdout).toContain(policy.rules[0]?.route ?? '?');
  });
});

describe('days without a call', () => {
  const analyzed = (name: string, days: number[]) => {
    const rows = days.flatMap((day) => Array.from({ length: 30 }, (_, call) => `${new Date(Date.UTC(2026, 9, 1 + day, 9, call)).toISOString()},gpt-4o,1000,100`));
    writeFileSync(join(folder, `${name}.csv`), ['time,model,input_tokens,output_tokens', ...rows].join('\n'));
    expect(run('import', `${name}.csv`, '--set', 'provider=openai', '--db', `${name}.db`).status).toBe(0);
    return analysisSchema.parse(JSON.parse(run('analyze', '--json', '--db', `${name}.db`).stdout));
  };

  test('are real zeros in a log that rests at weekends, so that there is a month', () => {
    const { window } = analyzed('office', [0, 1, 4, 5, 6, 7, 8, 11, 12, 13, 14, 15, 18, 19]);
    expect(window.covered.every(Boolean)).toBe(true);
    expect(window.status).toBe('full');
  });

  test('are missing in a log of scattered records, so that there is none', () => {
    const { window, totals } = analyzed('scattered', [0, 40, 50]);
    expect(window.daysWithData).toBeLessThan(7);
    expect(totals.spend.usd).toBeNull();
  });
});

describe('bad input', () => {
  test.each([
    ['a store that does not exist', ['analyze', '--db', 'nowhere.db'], /nowhere\.db/],
    ['a file that does not exist', ['import', 'nowhere.jsonl', '--db', 'x.db'], /nowhere\.jsonl/],
    ['a threshold above 1', ['analyze', '--threshold', '1.5', '--db', 'table.db'], /--threshold 1\.5/],
    ['an unknown evidence class', ['analyze', '--min-evidence', 'hearsay', '--db', 'table.db'], /hearsay/],
    ['an unknown time zone', ['analyze', '--tz', 'Mars/Olympus', '--db', 'table.db'], /Mars\/Olympus/],
    ['an unknown task', ['policy', 'set', '--task', 'poetry=0.9', '--db', 'table.db'], /poetry/],
    ['an unknown workload', ['policy', 'set', '--workload', 'nobody=off', '--db', 'table.db'], /nobody/],
    ['an unknown command', ['route'], /unknown command/],
  ])('%s: exit 2, what and where, no stack', (_, args, message) => {
    const { status, stderr, stdout } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain('    at ');
    expect(stdout).toBe('');
  });

  test('settings with a fault name the field', () => {
    writeFileSync(join(folder, 'bad.json'), JSON.stringify({ margin: 2, colour: 'red' }));
    const { status, stderr } = run('analyze', '--config', 'bad.json', '--db', 'table.db');
    expect(status).toBe(2);
    expect(stderr).toContain('margin');
    expect(stderr).toContain('colour');
  });

  test('a condition that is met exits 1 and still prints the result', () => {
    const { status, stdout } = run('analyze', '--json', '--until', '2026-11-20', '--fail-below', '1000000', '--db', 'table.db');
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toHaveProperty('verdict');
  });

  test('an unknown model is no model at $0: counted, named, exit 0', () => {
    writeFileSync(join(folder, 'odd.csv'), 'time,model,input_tokens,output_tokens\n2026-11-10T10:00:00Z,our-own-thing,1000,100\n2026-11-10T11:00:00Z,gpt-4o,1000,100\n');
    expect(run('import', 'odd.csv', '--set', 'provider=openai', '--db', 'odd.db').status).toBe(0);
    const analysis = analysisSchema.parse(JSON.parse(run('analyze', '--json', '--db', 'odd.db').stdout));
    expect(analysis.totals.unpricedModels.map(({ model, calls }) => [model, calls])).toEqual([['our-own-thing', 1]]);
    expect(analysis.verdict.sentence).toContain('1 calls are unpriced');
  });
});

describe.skipIf(samples === undefined)('recorded traffic (set SHADOWBILL_SAMPLES to run)', () => {
  test.each(['openai-chat', 'anthropic', 'gemini', 'mistral', 'groq'])('%s is imported whole, analyzed and drawn', (name) => {
    const database = `${name}.db`;
    const imported = run('import', join(samples ?? '', 'logs', name, 'exchanges.jsonl'), '--json', '--db', database);
    expect(imported.status, imported.stderr).toBe(0);
    const analyzed = run('analyze', '--json', '--db', database);
    expect(analyzed.status, analyzed.stderr).toBe(0);
    const analysis = analysisSchema.parse(JSON.parse(analyzed.stdout));
    expect(analysis.accounting.reduce((total, { calls }) => total + calls, 0)).toBe(analysis.totals.calls);
    expect(run('report', '--out', `${name}.html`, '--db', database).status).toBe(0);
  });

  test('19,366 production calls of a CSV add up to what SQL-like sums give', () => {
    expect(run('import', join(samples ?? '', 'traces', 'azure-llm-2023-conv.csv'), '--set', 'model=gpt-4o', '--set', 'provider=openai', '--db', 'azure.db').status).toBe(0);
    const analysis = analysisSchema.parse(JSON.parse(run('analyze', '--json', '--db', 'azure.db').stdout));
    const rows = readFileSync(join(samples ?? '', 'traces', 'azure-llm-2023-conv.csv'), 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.split(',').slice(1).map(Number));
    const sum = (column: number): number => rows.reduce((total, row) => total + (row[column] ?? 0), 0);
    expect([analysis.totals.calls, analysis.totals.inputTokens, analysis.totals.outputTokens]).toEqual([rows.length, sum(0), sum(1)]);
    expect(analysis.totals.spendNano).toBe((sum(0) * 5 + sum(1) * 15) * 1000);
  });
});
