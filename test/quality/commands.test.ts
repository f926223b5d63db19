import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { addConfidenceCommand } from '../../src/commands/confidence.js';
import { addEvidenceCommand } from '../../src/commands/evidence.js';
import { UserError } from '../../src/model/errors.js';

const fixtures = join(import.meta.dirname, '../../fixtures/quality/evidence');
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-quality-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Runs a verb with --out, and gives what it wrote. */
async function run(...words: string[]): Promise<string> {
  const program = new Command('shadowbill').exitOverride();
  addConfidenceCommand(program);
  addEvidenceCommand(program);
  const out = join(folder, 'out.txt');
  await program.parseAsync([...words, '--out', out], { from: 'user' });
  return readFileSync(out, 'utf8');
}
const inStore = (...words: string[]): Promise<string> => run(...words, '--db', join(folder, 'test.db'));
const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'done', (error: unknown) => (error instanceof UserError ? error.code : String(error)));

describe('evidence', () => {
  test('an import counts what it skipped by reason, keeps the rest, and a second one changes nothing', async () => {
    const file = join(fixtures, 'mixed.jsonl');
    const first = JSON.parse(await inStore('evidence', 'import', file, '--json')) as { imported: number; skips: { reason: string; count: number; places: string[] }[] };
    expect(first).toMatchObject({ imported: 4, alreadyThere: 0, skipped: 4 });
    expect(first.skips.find((skip) => skip.reason === 'not valid JSON')?.places).toEqual([`${file}:7`]);
    expect(JSON.parse(await inStore('evidence', 'import', file, '--json'))).toMatchObject({ imported: 0, alreadyThere: 4 });
  });

  test('equal rows without an id are as many items', async () => {
    await inStore('evidence', 'import', join(fixtures, 'mixed.jsonl'));
    const groups = JSON.parse(await inStore('evidence', 'list', '--json')) as { about: string; same: number; isRandom: boolean }[];
    expect(groups.find((group) => group.about === 'ticket triage')).toMatchObject({ same: 3, worse: 0, better: 0, isRandom: true, class: 'labelled' });
    expect(groups.find((group) => group.about === 'every summarization call')).toMatchObject({ better: 1, judges: ['anthropic/claude-sonnet-4-5'] });
  });

  test('CSV is read like JSONL', async () => {
    expect(JSON.parse(await inStore('evidence', 'import', join(fixtures, 'items.csv'), '--json'))).toMatchObject({ imported: 2, skipped: 1 });
    expect(await inStore('evidence', 'list')).toContain('invoice fields');
  });

  test('--incumbent fills rows that name none', async () => {
    expect(JSON.parse(await inStore('evidence', 'import', join(fixtures, 'mixed.jsonl'), '--incumbent', 'openai/gpt-4o', '--json'))).toMatchObject({ imported: 5, skipped: 3 });
  });

  test('nothing good is an error, and no store is made', async () => {
    for (const [name, content, code] of [['empty', '', 'no-evidence'], ['broken', '{oops\n', 'no-evidence'], ['binary', 'PK\u0003\u0004\u0000\u0000', 'binary']] as const) {
      writeFileSync(join(folder, name), content);
      expect(await codeOf(inStore('evidence', 'import', join(folder, name)))).toBe(code);
    }
    expect(await codeOf(inStore('evidence', 'import', join(folder, 'missing')))).toBe('unreadable');
    expect(await codeOf(inStore('evidence', 'import', join(fixtures, 'items.csv'), '--class', 'prior'))).toBe('bad-class');
    expect(await codeOf(inStore('evidence', 'list'))).not.toBe('done');
  });
});

describe('confidence', () => {
  test('the table names number, class, scores, margin, dates and whom it was borrowed from', async () => {
    const text = await run('confidence', 'openai/gpt-4o-mini', 'anthropic/claude-haiku-9', '--incumbent', 'openai/gpt-4o', '--task', 'code');
    expect(text).toContain('margin 0.05');
    expect(text).toMatch(/openai\/gpt-4o-mini +code +0\.\d\d +0\.\d\d +-0\.\d\d to 0\.\d\d +prior +\d+ +\d{4}-\d\d-\d\d/);
    expect(text).toMatch(/anthropic\/claude-haiku-9 .* anthropic\/claude-haiku-4-5/);
  });

  test('another host of the same weights has the same ability', async () => {
    const rows = JSON.parse(await run('confidence', 'groq/llama-3.3-70b-versatile', 'meta-llama/llama-3.3-70b-instruct', '--incumbent', 'openai/gpt-4o', '--task', 'code', '--json')) as { rows: { confidence: number }[] };
    expect(rows.rows[0]?.confidence).toBe(rows.rows[1]?.confidence);
  });

  test('a model named constructor is a model that nothing is known of', async () => {
    for (const name of ['constructor', '__proto__', 'toString/hasOwnProperty']) expect(await run('confidence', name, '--incumbent', 'openai/gpt-4o', '--task', 'code')).toMatch(/ none +0 /);
  });

  test('what is missing or wrong is said', async () => {
    expect(await codeOf(run('confidence', 'openai/gpt-4o-mini'))).toBe('no-models');
    expect(await codeOf(run('confidence', 'a/b', '--incumbent', 'c/d', '--task', 'poetry'))).toBe('bad-task');
    expect(await codeOf(run('confidence', 'a/b', '--incumbent', 'c/d', '--margin', '5%'))).toBe('bad-margin');
  });
});
