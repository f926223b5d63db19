import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { StoredCall } from '../../src/model/call.js';
import { openStore } from '../../src/store/index.js';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const LONG_MS = 120_000;

let folder = '';
beforeAll(() => {
  if (!existsSync(CLI)) throw new Error('dist/cli.js is missing: run npm run build first');
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = { ...process.env, SHADOWBILL_HASH_KEY: 'a key for tests only' };

function run(args: readonly string[], input?: string | Buffer): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, 'import', ...args], { cwd: folder, encoding: 'utf8', maxBuffer: 64e6, env, ...(input !== undefined && { input }) });
  return { status, stdout, stderr };
}

function write(name: string, content: string | Buffer): string {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), content);
  return name;
}

async function callsOf(name: string): Promise<StoredCall[]> {
  const store = await openStore(join(folder, name), { mode: 'read' });
  const calls: StoredCall[] = [];
  for await (const page of store.readCalls({})) calls.push(...page);
  await store.close();
  return calls;
}

const exchange = (id: number): string =>
  `${JSON.stringify({
    startedAt: new Date(Date.UTC(2026, 10, 20, 10, 0, id)).toISOString(), request: { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', headers: {}, body: { model: 'gpt-4o', messages: [{ role: 'user', content: `letter ${id}` }] } },
    response: { status: 200, headers: {}, body: { id: `chatcmpl-${id}`, model: 'gpt-4o-2024-08-06', choices: [{ index: 0, message: { content: 'bill' }, finish_reason: 'stop' }], usage: { prompt_tokens: 100 + id, completion_tokens: 2, total_tokens: 102 + id } } },
  })}\n`;
const exchanges = (from: number, to: number): string => Array.from({ length: to - from }, (_, at) => exchange(from + at)).join('');
const csv = (rows: number, from = 0): string => `time,model,provider,prompt_tokens,completion_tokens\n${Array.from({ length: rows }, (_, at) => `${new Date(Date.UTC(2026, 10, 20, 10, 0, from + at, 300)).toISOString()},gpt-4o-2024-08-06,openai,${100 + from + at},2\n`).join('')}`;

describe('inputs of the command', () => {
  test('stdin is imported as the file would be', async () => {
    const piped = run(['-'], exchanges(0, 50));
    expect(piped.stdout).toContain('50 read = 50 imported + 0 merged + 0 skipped');
    expect(run([write('same.jsonl', exchanges(0, 50))]).stdout).toContain('already imported');
    expect(run(['-'], gzipSync(exchanges(0, 50))).stdout).toContain('50 read = 0 imported + 50 merged + 0 skipped');
    expect(await callsOf('shadowbill.db')).toHaveLength(50);
    expect(run(['-'], '').stderr).toContain('stdin is empty');
  });

  test('a folder and a quoted pattern give every log once, and say what was passed over', () => {
    for (let day = 0; day < 10; day += 1) write(`logs/2026/day-${day}.jsonl`, exchanges(day * 10, day * 10 + 10));
    write('logs/README.md', '# logs\n');
    const { stdout, stderr, status } = run(['logs', 'logs/2026/day-[0-4].jsonl', 'logs/**/day-1.jsonl']);
    expect(status).toBe(0);
    expect(stderr).toContain('logs: reading 10 files as http-exchange');
    expect(stdout).toContain('logs (10 files): http-exchange');
    expect(stdout).toContain('logs: 1 file passed over: 1 of no known format (first logs/README.md)');
    expect(stdout).toContain('logs/2026/day-1.jsonl was named twice and is read once');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('100 read = 100 imported + 0 merged + 0 skipped');
  });

  test('formats are listed; no file, a wrong name and a zip are errors that say what to do', () => {
    expect(run(['--from', 'list']).stdout).toMatch(/^http-exchange +HTTP exchanges/m);
    expect(run([])).toMatchObject({ status: 2, stderr: expect.stringContaining('No file was named') as string });
    expect(run(['nowhere'])).toMatchObject({ status: 2, stderr: expect.stringContaining('nowhere does not exist') as string });
    expect(run([write('a.zip', Buffer.from('504b03040000', 'hex'))])).toMatchObject({ status: 2, stderr: expect.stringContaining('Unpack it first') as string });
  });

  test('JSON says the same: counts that add up, merged by rule, skips by reason', () => {
    write('a.jsonl', `${exchanges(0, 5)}${exchange(1)}{"broken\n`);
    const { total, merged, files } = JSON.parse(run(['a.jsonl', '--json']).stdout) as { total: object; merged: object; files: { skips: object[] }[] };
    expect(total).toEqual({ read: 7, imported: 5, merged: 1, skipped: 1 });
    expect(merged).toEqual({ 'same-id': 1 });
    expect(files[0]?.skips).toMatchObject([{ count: 1, places: ['a.jsonl:7'] }]);
  });
});

describe('two logs of one traffic', () => {
  test('that share no id stay two and are told of; --same-traffic-as makes them one', async () => {
    write('wire.jsonl', exchanges(0, 40));
    write('gateway.csv', csv(40));
    const first = run(['wire.jsonl', 'gateway.csv']);
    expect(first.stdout).toMatch(/sources http-exchange and mapped overlap from .* to .*: 40 calls look alike, worth \$0\.0\d, .*--same-traffic-as http-exchange/);
    expect(await callsOf('shadowbill.db')).toHaveLength(80);
    const second = run(['gateway.csv', '--same-traffic-as', 'http-exchange']);
    expect(second.stdout).toContain('40 further pairs of calls');
    expect(await callsOf('shadowbill.db')).toHaveLength(40);
    expect(run(['gateway.csv', '--tag', 'again=1']).stdout).toContain('40 read = 0 imported + 40 merged + 0 skipped');
  });

  test('in one run count as merged, and the last line adds up', () => {
    write('wire.jsonl', exchanges(0, 40));
    run(['wire.jsonl']);
    const { stdout } = run([write('gateway.csv', csv(50)), '--same-traffic-as', 'http-exchange']);
    expect(stdout).toContain('merged 40: calls of two sources that overlap');
    expect(stdout.trimEnd().split('\n').at(-1)).toBe('50 read = 10 imported + 40 merged + 0 skipped');
    expect(run(['gateway.csv', '--same-traffic-as', 'nobody'])).toMatchObject({ status: 2, stderr: expect.stringContaining('It holds: http-exchange, mapped.') as string });
  });
});

describe('an import that is interrupted', () => {
  const ROWS = 30_000;

  /** Starts an import and calls back once the store holds calls. */
  async function whileImporting(act: (child: ChildProcess) => void): Promise<{ code: number | null; signal: string | null; stderr: string }> {
    const child = spawn(process.execPath, [CLI, 'import', 'long.csv'], { cwd: folder, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
    });
    const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => child.on('exit', (code, signal) => resolve({ code, signal })));
    for (const until = Date.now() + 60_000; child.exitCode === null && Date.now() < until; ) {
      if ((await heldBy('shadowbill.db')) > 0) {
        act(child);
        break;
      }
    }
    return { ...(await ended), stderr };
  }

  async function heldBy(name: string): Promise<number> {
    try {
      const store = await openStore(join(folder, name), { mode: 'read' });
      const { calls } = await store.summary();
      await store.close();
      return calls;
    } catch {
      return 0;
    }
  }

  async function expectWhole(): Promise<void> {
    expect(run([write('once.csv', csv(ROWS)), '--db', 'once.db']).status).toBe(0);
    const facts = (calls: readonly StoredCall[]): unknown[] => calls.map(({ id, startedAt, usage, keys }) => [id, startedAt, usage, keys]);
    expect(facts(await callsOf('shadowbill.db'))).toEqual(facts(await callsOf('once.db')));
  }

  test('by a kill leaves a store that opens, and goes on without doubling', async () => {
    write('long.csv', csv(ROWS));
    expect(await whileImporting((child) => child.kill('SIGKILL'))).toMatchObject({ signal: 'SIGKILL' });
    const held = await heldBy('shadowbill.db');
    expect(held).toBeGreaterThan(0);
    expect(held).toBeLessThan(ROWS);
    const again = run(['long.csv']);
    expect(again.stdout).toContain('continues an import that was interrupted');
    expect(again.stdout).toContain(`30,000 read = ${(ROWS - held).toLocaleString('en-US')} imported + ${held.toLocaleString('en-US')} merged + 0 skipped`);
    await expectWhole();
  }, LONG_MS);

  test('by Ctrl-C stores what it has read, says so, and goes on', async () => {
    write('long.csv', csv(ROWS));
    const { code, stderr } = await whileImporting((child) => child.kill('SIGINT'));
    expect(code).toBe(2);
    expect(stderr).toContain('Interrupted; what was read so far is stored.');
    expect(run(['long.csv']).stdout).toContain('continues an import that was interrupted');
    await expectWhole();
  }, LONG_MS);
});
