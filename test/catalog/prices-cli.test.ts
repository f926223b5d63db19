import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
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

  test('list leaves out what is retired on that day', () => {
    const models = (date: string): string[] => (JSON.parse(run(['list', '--json', '--provider', 'openai', '--as-of', date]).out) as { models: { model: string }[] }).models.map(({ model }) => model);
    expect(models('2026-11-22')).toContain('openai/gpt-4o-2024-08-06');
    expect(models('2027-01-14')).not.toContain('openai/gpt-4o-2024-08-06');
  });

  test('check lists disagreements and retirements, and exits 1 only when asked about age', () => {
    const { out, code } = run(['check', '--as-of', '2026-11-22']);
    expect(code).toBe(0);
    expect(out).toMatch(/mistral-large-latest/);
    expect(out).toMatch(/2026-12-01 {2}google\/gemini-2\.5-pro, then google\/gemini-3\.8-flash/);
    expect(run(['check', '--as-of', '2027-06-01', '--fail-older-than', '60']).code).toBe(1);
  });
});
