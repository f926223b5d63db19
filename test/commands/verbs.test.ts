import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { addCommands } from '../../src/commands/index.js';
import { checkTarget, isRealDay, loadConfig, writeTarget } from '../../src/commands/common.js';
import { modelRemarks, workloadRemarks } from '../../src/commands/evidence.js';
import { collectThresholds } from '../../src/commands/policy.js';
import { UserError } from '../../src/model/errors.js';
import type { EvidenceRow } from '../../src/model/store.js';

let folder = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-verbs-'));
  const rows = Array.from({ length: 48 }, (_, call) => [new Date(Date.UTC(2026, 10, 1 + (call % 16), 9, call)).toISOString(), 'gpt-4o-2024-08-06', 1000, 100].join(','));
  writeFileSync(join(folder, 'calls.csv'), `time,model,input_tokens,output_tokens\n${rows.join('\n')}\n`);
  await run('import', join(folder, 'calls.csv'), '--set', 'provider=openai', '--map', 'startedAt=time,model=model,inputTokens=input_tokens,outputTokens=output_tokens');
  await run('analyze');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: string[]): Promise<void> {
  const program = new Command('shadowbill').exitOverride();
  addCommands(program);
  const hasOut = words.includes('--out') || (words[0] === 'policy' && words[1] === 'set');
  const db = words[0] === 'prices' || words[0] === 'confidence' || words.includes('--db') ? [] : ['--db', join(folder, 'test.db')];
  await program.parseAsync([...words, ...db, ...(hasOut ? [] : ['--out', join(folder, 'out.txt')])], { from: 'user' });
}
const faultOf = async (...words: string[]): Promise<string> =>
  run(...words).then(() => 'done', (error: unknown) => (error instanceof UserError ? `${error.code} | ${error.message} | ${error.hint ?? ''}` : `${(error as Error).name}: ${(error as Error).message}`));
const outText = (): string => readFileSync(join(folder, 'out.txt'), 'utf8');

describe('--out that cannot be written is said before the work, by every verb', () => {
  test.each([
    ['status'], ['analyze'], ['report'], ['report', '--format', 'csv'], ['policy', 'set'], ['calls'], ['prices', 'list'], ['prices', 'show', 'openai/gpt-4o-mini'], ['prices', 'check'],
    ['evidence', 'list'], ['confidence', 'openai/gpt-4o-mini', '--incumbent', 'openai/gpt-4o'],
  ])('%s %s', async (...words) => {
    const missing = join(folder, 'missing', 'out.txt');
    expect(await faultOf(...words, '--out', missing)).toMatch(/^bad-target \| .*missing\/out\.txt cannot be written: the folder/);
    expect(await faultOf(...words, '--out', folder)).toMatch(/^bad-target \| .*it is a folder/);
    expect(existsSync(join(folder, 'missing'))).toBe(false);
  });

  test('nothing is created by asking, and a fault while writing is the same error', () => {
    const path = join(folder, 'new.txt');
    checkTarget(path);
    expect(existsSync(path)).toBe(false);
    mkdirSync(join(folder, 'taken.json.partial'));
    expect(() => writeTarget(join(folder, 'taken.json'), 'x', { isAtomic: true })).toThrow(/taken\.json cannot be written/);
    expect(() => checkTarget('')).toThrow(UserError);
  });
});

describe('analyze', () => {
  test.each([
    ['an empty list of candidates', ['--candidates', ''], /^no-candidates/],
    ['a list of nothing', ['--candidates', ' , '], /^no-candidates/],
    ['a candidate without its provider', ['--candidates', 'gpt-4o-mini'], /^unknown-name .*openai\/gpt-4o-mini/],
    ['an effort that the model lacks', ['--candidates', 'openai/gpt-5-mini:zzz'], /^unknown-effort/],
    ['a day that does not exist', ['--prices-at', '2026-02-30'], /^bad-date .*2026-02-30/],
    ['a day before any price', ['--prices-at', '2019-12-31'], /^bad-date .*2020-01-01/],
    ['a code that no flag has', ['--fail-on', 'nonsense'], /^bad-code \| --fail-on nonsense.* unpriced/],
    ['one such code among others', ['--fail-on', 'unpriced,constructor'], /^bad-code \| --fail-on constructor/],
    ['no code', ['--fail-on', ','], /^bad-code/],
  ])('%s is refused', async (_, words, expected) => expect(await faultOf('analyze', ...words)).toMatch(expected));

  test('a trailing comma is no candidate', async () => {
    expect(await faultOf('analyze', '--json', '--candidates', 'openai/gpt-4o-mini,')).toBe('done');
    expect(JSON.parse(outText())).toHaveProperty('verdict');
  });

  test('--fail-on takes several codes at once', async () => {
    expect(await faultOf('analyze', '--fail-on', 'unpriced,limits-not-checked')).toMatch(/^ConditionMet: --fail-on limits-not-checked/);
  });

  test('settings are checked against the catalog, and may begin with a byte-order mark', async () => {
    const config = join(folder, 'settings.json');
    writeFileSync(config, '\uFEFF{"margin":0.02}');
    expect(loadConfig({ config })).toEqual({ margin: 0.02 });
    writeFileSync(config, '{"deny":["antropic/*"]}');
    expect(await faultOf('analyze', '--config', config)).toMatch(/^unknown-name \| deny\.0/);
  });
});

describe('policy set', () => {
  test('an unknown workload in the file of --from is refused like one of --workload', async () => {
    const file = join(folder, 'thresholds.json');
    const out = join(folder, 'policy.json');
    writeFileSync(file, JSON.stringify({ threshold: 0.9, minEvidence: 'judged', workloads: { nobody: 'off' } }));
    expect(await faultOf('policy', 'set', '--from', file, '--out', out)).toMatch(/^no-workload \| .*"nobody"/);
    expect(existsSync(out)).toBe(false);
  });

  test('a label may hold an equals sign: the last one parts it from the threshold', async () => {
    expect(collectThresholds('a=b=0.9', { c: 'off' })).toEqual({ c: 'off', 'a=b': '0.9' });
    expect(() => collectThresholds('0.9', {})).toThrow(/name=threshold/);
    expect(await faultOf('policy', 'set', '--workload', 'site=x=off', '--out', join(folder, 'policy.json'))).toMatch(/^no-workload \| .*"site=x"/);
  });
});

describe('prices', () => {
  test('a day that does not exist is refused', async () => {
    expect(await faultOf('prices', 'list', '--as-of', '2026-02-30')).toMatch(/^bad-date .*2026-02-30/);
    expect([isRealDay('2024-02-29'), isRealDay('2026-02-29'), isRealDay('2026-13-01'), isRealDay('2026-2-1')]).toEqual([true, false, false, false]);
  });

  test('check looks at its flags before it prints', async () => {
    rmSync(join(folder, 'out.txt'), { force: true });
    expect(await faultOf('prices', 'check', '--fail-older-than', 'abc')).toMatch(/^bad-number \| --fail-older-than abc/);
    expect(existsSync(join(folder, 'out.txt'))).toBe(false);
  });
});

describe('evidence import says what will count for nothing', () => {
  const row = (change: Partial<EvidenceRow>): EvidenceRow => ({ id: 'e', incumbent: 'openai/gpt-4o', candidate: 'openai/gpt-5-mini:high', task: 'code', outcome: 'same', class: 'judged', isRandom: true, judgeAgreement: 1, at: Date.parse('2026-11-01'), ...change });

  test('models that the catalog does not know are counted and named by side', () => {
    const rows = [row({}), row({ candidate: 'acme/x' }), row({ candidate: 'acme/x' }), row({ incumbent: 'constructor/__proto__' })];
    const remarks = modelRemarks(rows, createCatalog());
    expect(remarks).toHaveLength(2);
    expect(remarks[0]).toMatch(/^2 of 4 items name a candidate .*\(acme\/x\): stored/);
    expect(remarks[1]).toMatch(/^1 of 4 items name an incumbent/);
  });

  test('workloads are looked up by id or label, where the store has any', () => {
    const workloads = [{ id: 'w-1', label: 'Ticket triage', templateKeys: [1], calls: 5 }];
    const rows = [row({ workload: 'w-1' }), row({ workload: 'ticket triage' }), row({ workload: 'nobody' }), row({})];
    expect(workloadRemarks(rows, workloads)).toEqual([expect.stringMatching(/^1 of 4 items name a workload that the store does not have \(nobody\)/)]);
    expect(workloadRemarks(rows, [])).toEqual([]);
  });

  test('an item whose outcome is the name of an object\'s own method is skipped, and the good ones stay', async () => {
    const file = join(folder, 'evidence.jsonl');
    const item = { task: 'code', incumbent: 'openai/gpt-4o', candidate: 'openai/gpt-4o-mini', outcome: 'same', class: 'judged', random: true };
    writeFileSync(file, [item, { ...item, outcome: 'constructor' }, { ...item, outcome: '__proto__' }].map((line) => JSON.stringify(line)).join('\n'));
    expect(await faultOf('evidence', 'import', file, '--json', '--db', join(folder, 'evidence.db'))).toBe('done');
    expect(JSON.parse(outText())).toMatchObject({ imported: 1, skipped: 2 });
  });
});
