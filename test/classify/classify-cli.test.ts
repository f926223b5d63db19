import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addClassifyCommand } from '../../src/commands/classify.js';

let folder = '';
let written = '';
let said = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-classify-'));
  written = '';
  said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

async function run(lines: readonly unknown[], ...flags: string[]): Promise<void> {
  const path = join(folder, 'labelled.jsonl');
  writeFileSync(path, lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
  const program = new Command('shadowbill').exitOverride();
  addClassifyCommand(program);
  await program.parseAsync(['node', 'shadowbill', 'classify', '--eval', path, ...flags]);
}

const labelled = (label: string, question: string) => ({ id: 1, label, messages: [{ role: 'user', content: question }] });

test('--eval measures on labels, and says what it skipped', async () => {
  await run([labelled('generation', 'Write a poem about the sea in winter.'), labelled('code', 'Write a Python function that sorts a list.'), labelled('nonsense', 'x'), 'no json', { id: 2 }], '--json');
  const measures = JSON.parse(written);
  expect(measures).toMatchObject({ items: 2, accuracy: 1, macroF1: 1, confusion: { generation: { generation: 1 }, code: { code: 1 } } });
  expect(said).toContain('skipped 1: the label "nonsense" is no task');
  expect(said).toContain('skipped 1: it has no list `messages`');
});

test('--eval draws a table for people', async () => {
  await run([labelled('generation', 'Write a poem about the sea in winter.')]);
  expect(written).toContain('accuracy 100.0 %');
  expect(written).toContain('Confusion');
});

test('a file without labels, and a file that does not exist, are told as such', async () => {
  await expect(run([labelled('nonsense', 'x')])).rejects.toThrow(/no labelled conversation/);
  const program = new Command('shadowbill').exitOverride();
  addClassifyCommand(program);
  await expect(program.parseAsync(['node', 'shadowbill', 'classify', '--eval', join(folder, 'absent.jsonl')])).rejects.toThrow(/cannot be read/);
  await expect(program.parseAsync(['node', 'shadowbill', 'classify'])).rejects.toThrow(/neither/);
});
