import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const run = (args: readonly string[], input = ''): { out: string; err: string; code: number | null } => {
  const { stdout, stderr, status } = spawnSync(process.execPath, ['dist/cli.js', 'prices', ...args], { input, encoding: 'utf8' });
  return { out: stdout, err: stderr, code: status };
};

describe('shadowbill prices', () => {
  test('cost answers every line in order, with a price or a reason', () => {
    const { out, code } = run(['cost', '--jsonl'], readFileSync('fixtures/catalog/cost/lines/input.jsonl', 'utf8'));
    const answers = out.trim().split('\n').map((line) => JSON.parse(line) as { id: unknown; usd: number | null; reason: string | null; match: string; source: string | null });
    expect(code).toBe(0);
    expect(answers.map(({ id, match }) => [id, match])).toEqual([['plain', 'exact'], ['many', 'exact'], [7, 'exact'], ['row of calls', 'exact'], ['gone', 'exact'], ['nobody', 'none'], [null, 'none']]);
    const usd = answers.map((answer) => answer.usd ?? Number.NaN);
    expect(usd[0]).toBeCloseTo((1000 * 0.15 + 200 * 0.6) / 1e6, 12);
    expect(usd[1]).toBeCloseTo(72, 4);
    expect(usd[2]).toBeCloseTo((100_001 * 0.5 + 1000 * 2.5) / 1e6, 12);
    expect(usd[3]).toBeCloseTo((600 * 2.5 + 400 * 1.25 + 10 * 10) / 1e6, 12);
    for (const answer of answers.slice(4)) expect([answer.usd, typeof answer.reason]).toEqual([null, 'string']);
    for (const answer of answers) expect(Object.keys(answer)).toEqual(['id', 'usd', 'reason', 'match', 'source']);
  });

  test('cost reads lines that Windows wrote: a byte order mark and carriage returns', () => {
    const line = '{"id":1,"provider":"openai","model":"gpt-4o-mini","at":"2026-11-01","usage":{"inputTokens":1000,"outputTokens":0}}';
    const answers = run(['cost', '--jsonl'], `\ufeff${line}\r\n${line}\r\n`).out.trim().split('\n').map((text) => (JSON.parse(text) as { usd: number }).usd);
    expect(answers).toEqual([0.00015, 0.00015]);
  });

  test('cost without input, and without --jsonl, says what to do and exits 2', () => {
    expect(run(['cost', '--jsonl'])).toMatchObject({ code: 2, out: '' });
    expect(run(['cost']).err).toMatch(/--jsonl/);
  });

  test('show gives the history with its sources', () => {
    const { out, code } = run(['show', 'openai/gpt-4o', '--as-of', '2026-11-22']);
    expect(code).toBe(0);
    expect(out).toMatch(/alias \(points to gpt-4o-2024-08-06\)/);
    expect(out).toMatch(/retires\s+2027-01-14, then openai\/gpt-6-luna/);
    expect(run(['show', 'acme/nothing']).code).toBe(2);
  });

  test('show names tiers, regions, the cache and the rate limits', () => {
    const { out } = run(['show', 'openai/gpt-6-luna', '--as-of', '2026-11-22']);
    expect(out).toMatch(/batch +in 0\.05 +out 0\.25/);
    expect(out).toMatch(/regions:\n.*1\.1 x/);
    expect(out).toMatch(/cache +automatic, from 1024 tokens/);
    expect(out).toMatch(/above 272000 input tokens: in 0\.2/);
  });

  test('list leaves out what is retired on that day', () => {
    const models = (date: string): string[] => (JSON.parse(run(['list', '--json', '--provider', 'openai', '--as-of', date]).out) as { models: { model: string }[] }).models.map(({ model }) => model);
    expect(models('2026-11-22')).toContain('openai/gpt-4o-2024-08-06');
    expect(models('2027-01-14')).not.toContain('openai/gpt-4o-2024-08-06');
  });

  test('list names no model as on sale before anything is known of it: those without a release are counted, and left out', () => {
    const { out, err, code } = run(['list', '--json', '--as-of', '1990-01-01']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/\d+ models are left out: their release is not known, and their price was first read after 1990-01-01/);
    const later = JSON.parse(run(['list', '--json', '--as-of', '2026-11-22']).out) as { releaseNotKnown: number; models: unknown[] };
    expect([later.releaseNotKnown, later.models.length > 100]).toEqual([0, true]);
  });

  test('check before the day on which prices were read says so, and gives no age', () => {
    expect(run(['check', '--as-of', '2020-01-01']).out).toContain('(read after that day)');
    expect(run(['check', '--as-of', '2020-01-01']).out).not.toContain('(0 days ago)');
    expect(JSON.parse(run(['check', '--json', '--as-of', '2020-01-01']).out)).toMatchObject({ ageDays: null, oldestAgeDays: null });
  });

  test('check lists disagreements and retirements, and exits 1 only when asked about age', () => {
    const { out, code } = run(['check', '--as-of', '2026-11-22']);
    expect(code).toBe(0);
    expect(out).toMatch(/mistral-large-latest/);
    expect(out).toMatch(/2026-12-01 {2}google\/gemini-2\.5-pro, then google\/gemini-3\.8-flash/);
    expect(out).toMatch(/^Prices of the models on sale were read between 20\d\d-\d\d-\d\d \(\d+ days ago\) and 20\d\d-\d\d-\d\d \(\d+ days ago\), as of 2026-11-22\.$/m);
    expect(out).toMatch(/No store was read/);
    expect(run(['check', '--as-of', '2027-06-01', '--fail-older-than', '60']).code).toBe(1);
  });

  test('check names the models of the store that the catalog does not hold', () => {
    const folder = mkdtempSync(join(tmpdir(), 'shadowbill-prices-'));
    const db = join(folder, 'store.db');
    const call = (model: string, id: number) => JSON.stringify({ id: `c${id}`, startedAt: '2026-11-01T10:00:00Z', provider: 'openai', model, inputTokens: 100, outputTokens: 10, status: 'ok' });
    writeFileSync(join(folder, 'calls.jsonl'), `${[call('gpt-9-nova', 1), call('gpt-9-nova', 2), call('gpt-4o-mini', 3), call('gpt-5.4-mini-preview', 4)].join('\n')}\n`);
    expect(spawnSync(process.execPath, ['dist/cli.js', 'import', join(folder, 'calls.jsonl'), '--db', db], { encoding: 'utf8' }).status).toBe(0);
    expect(spawnSync(process.execPath, ['dist/cli.js', 'analyze', '--db', db], { encoding: 'utf8' }).status).toBe(0);
    const { newerModels } = JSON.parse(run(['check', '--json', '--db', db]).out) as { newerModels: { model: string; calls: number; match: string }[] };
    expect(newerModels.map(({ model, calls, match }) => [model, calls, match])).toEqual([['gpt-9-nova', 2, 'none'], ['gpt-5.4-mini-preview', 1, 'prefix']]);
    expect(run(['check', '--db', db]).out).toMatch(/2 models in your store are not in the catalog/);
    rmSync(folder, { recursive: true });
  });
});
