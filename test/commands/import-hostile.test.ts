import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { say } from '../../src/commands/common.js';
import { addImportCommand } from '../../src/commands/import.js';
import { contentOf } from '../../src/commands/import/decode.js';
import { openInputs } from '../../src/commands/import/entries.js';
import { brokenLines, watchText } from '../../src/commands/import/not-utf8.js';
import { openFile } from '../../src/commands/import/open-file.js';
import { checkOptions, parseMap } from '../../src/commands/import/options.js';
import { pathState } from '../../src/commands/import/path-state.js';
import { withoutImpossible } from '../../src/commands/import/plausible.js';
import { describeResults } from '../../src/commands/import/present.js';
import { prepareFile } from '../../src/commands/import/prepare.js';
import { providerRemark } from '../../src/commands/import/provider-remark.js';
import { emptyResult } from '../../src/commands/import/result.js';
import { addReconcileCommand } from '../../src/commands/reconcile.js';
import { terminalLines, terminalText } from '../../src/commands/terminal-text.js';
import { openStore } from '../../src/store/index.js';
import { makeCall, START } from '../store/make-stored-call.js';
import type { CapturedCall } from '../../src/model/call.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostile-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What is said on stderr meanwhile. */
function listen(): () => string {
  const said: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0);
  return () => said.join('');
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const line = (at: number): string => `${JSON.stringify({ id: `r${at}`, startedAt: '2026-11-20T10:00:00Z', model: 'gpt-4o', provider: 'openai', prompt_tokens: 100 + at, completion_tokens: 7 })}\n`;
const options = checkOptions({});
const NOW = Date.UTC(2026, 10, 22);

describe('a link that leads to itself', () => {
  test('is passed over in a folder and said, and refused where it is named', async () => {
    mkdirSync(join(folder, 'logs'));
    write('logs/a.jsonl', line(1) + line(2));
    symlinkSync('self', join(folder, 'logs/self'));
    symlinkSync('nowhere', join(folder, 'logs/lost'));
    for (const named of [join(folder, 'logs'), join(folder, 'logs/*')]) {
      const inputs = await openInputs([named], { options, now: NOW });
      expect(inputs.entries.map(({ kind }) => kind)).toEqual(['log']);
      expect(inputs.notes().join()).toContain('1 a link that leads to itself');
      expect(inputs.notes().join()).toContain('1 a link to nothing');
    }
    await expect(openFile(join(folder, 'logs/self'))).rejects.toMatchObject({ code: 'unreadable' });
  });

  test('and a name that is too long have a reason', () => {
    expect(pathState(join(folder, 'x'.repeat(5000)))).toEqual({ found: false, reason: 'a name that is too long' });
    expect(pathState(join(folder, 'nothing'))).toEqual({ found: false });
  });
});

describe('control characters', () => {
  const evil = 'a\u001b[31m\n6 read = 6 imported\r\u202e\u009b.jsonl';

  test('are dots in a text, and only line breaks stand in several lines', () => {
    expect(terminalText(evil)).toBe('a·[31m·6 read = 6 imported···.jsonl');
    expect(terminalLines('a\u001b\nb\u0007')).toBe('a·\nb·');
  });

  test('of a file name reach neither the talk nor the result', async () => {
    const path = write(evil, line(1) + line(2));
    const file = await openFile(path);
    expect(file.path).toBe(join(folder, terminalText(evil)));
    expect(await prepareFile(path, options)).toMatchObject({ file: { path: file.path } });
    await expect(openFile(`${path}\u001b`)).rejects.toMatchObject({ message: `${file.path}· does not exist.` });
    const shown = describeResults([{ ...emptyResult('x'), source: 'mapped', reason: evil, notes: [evil], skips: [{ reason: evil, count: 1, places: [evil] }] }]);
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
    expect(shown.split('\n').filter((text) => text.startsWith('6 read'))).toEqual([]);
  });

  test('are never said', () => {
    const said = listen();
    say('one\u001b[2J\ntwo');
    expect(said()).toBe('one·[2J\ntwo\n');
  });
});

describe('other encodings', () => {
  const text = async (bytes: Buffer, size: number): Promise<string> => {
    const parts: Buffer[] = [];
    for await (const part of contentOf(pieces(bytes, size), { compression: 'none', name: 'log' })) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  };

  test('lines that end in a carriage return alone are lines', async () => {
    expect(await text(Buffer.from('a,b\r1,2\r3,4\r'), 6)).toBe('a,b\n1,2\n3,4\n');
    for (const size of [3, 4, 5, 100]) expect(await text(Buffer.from('a,b\r\n1,2\r\n'), size)).toBe('a,b\r\n1,2\r\n');
  });

  test.each([1, 2, 3, 5, 100])('letters that pieces of %i bytes cut are whole', async (size) => {
    for (const good of ['äöü €😀\nzwölf\n', 'a😀']) {
      const watched = watchText(pieces(Buffer.from(good), size));
      for await (const chunk of watched.chunks) expect(chunk.length).toBeGreaterThan(0);
      expect(watched.note()).toBeUndefined();
    }
  });

  test('lines of Latin-1 are counted and said', async () => {
    const bytes = Buffer.from('name\nJürgen\nAnna\nZoë\n', 'latin1');
    expect(brokenLines(bytes)).toBe(2);
    const watched = watchText(pieces(bytes, 1000));
    for await (const chunk of watched.chunks) expect(chunk).toBe(chunk);
    expect(watched.note()).toMatch(/^2 lines hold bytes that are not UTF-8/);
  });
});

test('what stands beside a call and cannot be is absent', () => {
  const call = { ...makeCall({ id: 'c1' }), parameters: {}, tags: {}, keys: [] } as unknown as CapturedCall;
  const good = { ...call, loggedCostNanoUsd: 5, maxOutputTokens: 4, latencyMs: 0, ttftMs: 3 };
  expect(withoutImpossible(good)).toBe(good);
  for (const wrong of [-1, Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
    expect(withoutImpossible({ ...call, loggedCostNanoUsd: wrong, maxOutputTokens: wrong, latencyMs: wrong, ttftMs: wrong })).toMatchObject({ loggedCostNanoUsd: undefined, maxOutputTokens: undefined, latencyMs: undefined, ttftMs: undefined });
  }
});

describe('what is asked for', () => {
  test('an empty --map is refused', () => {
    expect(() => parseMap(' ')).toThrow('--map names no field.');
  });

  test('a provider that the catalog does not know is said, one that it knows is not', () => {
    expect(providerRemark('opnai', {})).toContain('near: openai');
    for (const known of ['openai', 'OpenRouter', undefined]) expect(providerRemark(known, {})).toBeUndefined();
    expect(providerRemark('inhouse', { deployments: { 'inhouse/x': 'openai/gpt-4o' } })).toBeUndefined();
  });

  test('a format that the file is not of is taken, and what it looks like is said', async () => {
    const exchange = JSON.stringify({ startedAt: '2026-11-20T10:00:00Z', request: { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', headers: {}, body: { model: 'gpt-4o' } }, response: { status: 200, headers: {}, body: {} } });
    const path = write('x.jsonl', `${exchange}\n`);
    expect((await prepareFile(path, checkOptions({ from: 'vcr' }))).reason).toMatch(/^asked for, though it looks like http-exchange: /);
    expect((await prepareFile(path, checkOptions({ from: 'http-exchange' }))).reason).toBe('asked for');
  });
});

test('a file of which every record is skipped fails with the reasons, the second time as the first', { timeout: 30_000 }, async () => {
  const path = write('x.jsonl', '{"request": {"url": "https://api.openai.com/v1/chat/completions"}}\n');
  listen();
  for (const _ of [1, 2]) {
    const program = new Command('shadowbill').exitOverride();
    addImportCommand(program);
    await expect(program.parseAsync(['node', 'shadowbill', 'import', '--db', join(folder, 'a.db'), '--from', 'http-exchange', path])).rejects.toMatchObject({ code: 'no-calls', message: expect.stringContaining('skipped 1: the request has no body; first at') as string });
  }
});

test('lines of a bill that cannot be read are said with their places, the second time too, and large sums to the cent', { timeout: 30_000 }, async () => {
  const db = join(folder, 'b.db');
  const store = await openStore(db);
  await store.addCalls([makeCall({ id: 'c1', startedAt: START })]);
  await store.close();
  const day = new Date(START).toISOString().slice(0, 10);
  const path = write('bill.csv', `day,provider,cost_usd\n${day},openai,12345.67\n${day},anthropic,NaN\n${day},groq,abc\n`);
  const out = join(folder, 'out.txt');
  for (const _ of [1, 2]) {
    const said = listen();
    const program = new Command('shadowbill').exitOverride();
    addReconcileCommand(program);
    await program.parseAsync(['node', 'shadowbill', 'reconcile', '--db', db, '--out', out, '--explain-skips', path]);
    expect(said()).toContain('skipped 2: the amount is no number; at\n');
    expect(said()).toContain(`${path}:3  the amount is no number\n`);
    expect(said()).toContain(`${path}:4  the amount is no number\n`);
    vi.restoreAllMocks();
  }
  expect(readFileSync(out, 'utf8')).toContain('$12,345.67');
});
