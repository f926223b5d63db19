import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../../src/model/call.js';
import type { Cell } from '../../src/model/cell.js';
import { openStore } from '../../src/store/index.js';
import { callColumns } from '../../src/store/rows.js';
import { cellColumns } from '../../src/store/cells.js';
import { migrate, migrations } from '../../src/store/migrations.js';
import { storeContract } from './contract.js';
import { makeCall, makeFullCall, START } from './make-stored-call.js';

const folder = mkdtempSync(join(tmpdir(), 'shadowbill-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;
const freshPath = (): string => join(folder, `store-${(files += 1)}.db`);

storeContract('SQLite', () => {
  const path = freshPath();
  return { open: () => openStore(path), reopen: () => openStore(path, { mode: 'existing' }) };
});

describe('the SQLite file', () => {
  let path: string;
  beforeEach(() => {
    path = freshPath();
  });

  test('is readable by its owner alone, and leaves nothing beside it when closed', async () => {
    const store = await openStore(path);
    await store.addCalls([makeFullCall('a')]);
    for (const name of readdirSync(folder).filter((file) => path.endsWith(file.replace(/\.db.*/, '.db')))) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    await store.close();
    await store.close();
    expect(['', '-wal', '-shm', '.lock'].filter((suffix) => existsSync(path + suffix))).toEqual(['']);
  });

  test('holds plain columns from which a few lines of SQL check a figure', async () => {
    const store = await openStore(path);
    await store.addCalls([makeFullCall('a'), makeCall({ id: 'b' })]);
    await store.close();
    const database = new Sqlite(path, { readonly: true });
    expect(database.prepare('SELECT model, sum(input_tokens) AS input, sum(output_tokens) AS output FROM calls_readable GROUP BY model').all()).toEqual([
      { model: 'gpt-4o-2024-08-06', input: 600 + 1 + 2 + 400 + 3 + 4 + 7 + 800, output: 160 + 160 },
    ]);
    expect(database.prepare('SELECT id, cache_read_tokens FROM calls ORDER BY id').raw().all()).toEqual([['a', 400], ['b', null]]);
    const columns = (table: string): string[] => database.prepare(`SELECT name FROM pragma_table_info('${table}')`).pluck().all() as string[];
    expect(columns('calls').sort()).toEqual(['seq', ...callColumns, 'body_block', 'body_slot'].sort());
    expect(columns('cells').sort()).toEqual([...cellColumns].sort());
    database.close();
  });

  test('does not hold the text of a merged-away or replaced row in the clear', async () => {
    const store = await openStore(path);
    await store.addCalls([makeCall({ id: 'a', body: 'the secret text of a call, the secret text of a call' })]);
    await store.close();
    expect(readFileSync(path).includes('the secret text of a call, the secret')).toBe(false);
  });

  test('a missing file is refused where a store must exist', async () => {
    for (const mode of ['existing', 'read'] as const) {
      await expect(openStore(path, { mode })).rejects.toMatchObject({ code: 'no-store', hint: expect.stringContaining('shadowbill import') });
    }
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, '');
    await expect(openStore(path, { mode: 'existing' })).rejects.toMatchObject({ code: 'no-store' });
  });

  test('what is no store is refused and left as it is', async () => {
    await expect(openStore(folder)).rejects.toMatchObject({ code: 'not-a-store' });
    writeFileSync(path, '{"id":1}\n');
    await expect(openStore(path)).rejects.toMatchObject({ code: 'not-a-store' });
    expect(readFileSync(path, 'utf8')).toBe('{"id":1}\n');
    const other = freshPath();
    const database = new Sqlite(other);
    database.exec('CREATE TABLE notes (text TEXT)');
    database.close();
    await expect(openStore(other)).rejects.toMatchObject({ code: 'not-a-store' });
    await expect(openStore('/dev/null')).rejects.toMatchObject({ code: 'not-a-store' });
    await expect(openStore(join(folder, 'no', 'folder.db'))).rejects.toMatchObject({ code: 'no-store-folder' });
    await expect(openStore('clickhouse://user:pass@host/db')).rejects.toMatchObject({ code: 'unknown-store', message: expect.not.stringContaining('pass') });
    expect(readdirSync(folder).filter((name) => name.endsWith('.lock'))).toEqual([]);
  });

  test('a damaged file is named', async () => {
    writeFileSync(path, Buffer.concat([Buffer.from('SQLite format 3\u0000'), Buffer.alloc(5000, 7)]));
    await expect(openStore(path)).rejects.toMatchObject({ code: 'broken-store' });
  });

  test.skipIf(process.getuid?.() === 0)('a file or folder that cannot be written is named (skipped for root, who may write anything)', async () => {
    await (await openStore(path)).close();
    chmodSync(path, 0o400);
    await expect(openStore(path)).rejects.toMatchObject({ code: 'read-only-store' });
  });

  test('a file of a newer version is refused', async () => {
    await (await openStore(path)).close();
    const database = new Sqlite(path);
    database.pragma(`user_version = ${migrations.length + 1}`);
    database.close();
    await expect(openStore(path)).rejects.toMatchObject({ code: 'newer-store' });
    await expect(openStore(path, { mode: 'read' })).rejects.toMatchObject({ code: 'newer-store' });
  });

  test('a migration copies the file first, and happens whole or not at all', async () => {
    const store = await openStore(path);
    await store.addCalls([makeCall({ id: 'a' })]);
    await store.close();
    const database = new Sqlite(path);
    expect(() => migrate(database, path, [...migrations, 'CREATE TABLE extra (a); CREATE TABLE extra (a)'])).toThrow('extra');
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(migrate(database, path, [...migrations, 'CREATE TABLE extra (a)'])).toBe(`${path}.version-${migrations.length}.backup`);
    expect(database.pragma('user_version', { simple: true })).toBe(migrations.length + 1);
    database.close();
    const backup = await openStore(`${path}.version-${migrations.length}.backup`, { mode: 'existing' });
    expect((await backup.summary()).calls).toBe(1);
    await backup.close();
  });

  test('a store of version 1 opens: its figures stay, hours with images are built again, and a copy of it stands beside', async () => {
    const database = new Sqlite(path);
    migrate(database, path, migrations.slice(0, 1));
    const insert = database.prepare(`INSERT INTO cells (key, template_key, task, needs_mask, input_octave, text_kind, provider, model, service_tier, effort, region, billing, standing, repeat, hour, weight_millionths,
      calls, uncached_input_tokens, audio_input_tokens, image_input_tokens, cache_read_tokens, cache_write_tokens, cache_write_1h_tokens, output_tokens, reasoning_tokens, audio_output_tokens, web_searches,
      warm_5m_tokens, warm_30m_tokens, warm_1h_tokens, warm_24h_tokens, logged_calls, logged_nano_usd, estimated_calls, failure_signals, difficulty_millionths, task_confidence_millionths, sessions,
      deterministic_calls, latency_ms, latency_calls, min_input, max_input, min_output, max_output, min_asked, max_asked, min_at, max_at)
      VALUES (?, 1, 'code', ?, 9, 'code', 'openai', 'gpt-4o', '', '', '', 'metered', 'billed', 'none', ?, 1000000, 3, 900, ${Array.from({ length: 23 }, () => 0).join(', ')}, 300, 300, 0, 0, -1, -1, 0, 0)`);
    insert.run('text', 0, 100);
    insert.run('picture', 1 << needs.indexOf('vision'), 101);
    database.close();
    const store = await openStore(path, { mode: 'existing' });
    expect(existsSync(`${path}.version-1.backup`)).toBe(true);
    expect(await store.dirtyHours()).toEqual([101]);
    const cells: Cell[] = [];
    for await (const page of store.readCells({ fromHour: 0, toHour: 1000 })) cells.push(...page);
    expect(cells.map(({ sums }) => [sums.calls, sums.uncachedInputTokens, sums.images, sums.callsWithTools])).toEqual([[3, 900, 0, 0], [3, 900, 0, 0]]);
    expect(cells[0]?.range).not.toHaveProperty('maxTools');
    await store.close();
  });

  test('a store of version 2 opens: its calls keep what they had, and no token of theirs becomes unbilled', async () => {
    const database = new Sqlite(path);
    migrate(database, path, migrations.slice(0, 2));
    database.exec(`INSERT INTO calls (id, started_at, time_source, provider, api, billing, stream, status, uncached_input_tokens, cache_read_tokens, output_tokens, web_searches, usage_source,
      task, task_confidence, difficulty, classifier_version, needs_mask, text_kind, template_key, is_deterministic, has_failure_signal, keys, sources, weight_millionths)
      VALUES ('old', ${START}, 'record', 'openai', 'chat', 'metered', 0, 'ok', 600, 400, 50, 1, 'reported', 'code', 1, 0, 'x', 0, 'code', 1, 0, 0, '[]', '[]', 1000000)`);
    database.close();
    const store = await openStore(path, { mode: 'existing' });
    expect(existsSync(`${path}.version-2.backup`)).toBe(true);
    for await (const [call] of store.readCalls({})) expect(call?.usage).toEqual({ uncachedInputTokens: 600, cacheReadTokens: 400, outputTokens: 50, webSearches: 1 });
    expect(await store.listBills({})).toEqual([]);
    await store.close();
  });

  test('has one owner; a second is told who, and reading beside the owner works', async () => {
    const owner = await openStore(path);
    await owner.addCalls([makeCall({ id: 'a' })]);
    await expect(openStore(path)).rejects.toMatchObject({ code: 'store-owned', message: expect.stringContaining(`process ${process.pid}`) });
    const reader = await openStore(path, { mode: 'read' });
    expect((await reader.summary()).calls).toBe(1);
    await expect(reader.addCalls([makeCall({ id: 'b' })])).rejects.toMatchObject({ code: 'read-only-store' });
    await reader.close();
    await owner.addCalls([makeCall({ id: 'b' })]);
    await owner.close();
    await (await openStore(path)).close();
  });

  test('is decided by a name in a folder, wherever the process stands', async () => {
    mkdirSync(join(folder, 'sub'), { recursive: true });
    const store = await openStore(join(folder, 'sub', '..', 'sub', 'x.db'));
    expect(store.location).toContain('x.db');
    await store.close();
    expect(existsSync(join(folder, 'sub', 'x.db'))).toBe(true);
  });
});

describe('a process that is killed while it writes', () => {
  const BATCH = 500;
  const children: ReturnType<typeof spawn>[] = [];
  afterEach(() => children.forEach((child) => child.kill('SIGKILL')));

  test('leaves whole batches and a store that opens', { timeout: 30_000 }, async () => {
    const path = freshPath();
    const script = join(folder, 'writer.cjs');
    await build({ entryPoints: [join(import.meta.dirname, 'endless-writer.ts')], bundle: true, platform: 'node', format: 'cjs', external: ['better-sqlite3'], outfile: script, logLevel: 'silent' });
    const child = spawn(process.execPath, [script, path, String(BATCH)], { env: { ...process.env, NODE_PATH: join(import.meta.dirname, '../../node_modules') }, stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    let batches = 0;
    await new Promise<void>((resolve) => child.stdout!.on('data', (chunk: Buffer) => { if ((batches += chunk.length) >= 3) resolve(); }));
    await expect(openStore(path)).rejects.toMatchObject({ code: 'store-owned', message: expect.stringContaining(`process ${child.pid}`) });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    const store = await openStore(path, { mode: 'existing' });
    const { calls } = await store.summary();
    expect(calls).toBeGreaterThanOrEqual(3 * BATCH);
    expect(calls % BATCH).toBe(0);
    expect((await store.dirtyHours()).length).toBeGreaterThan(0);
    expect(await store.addCalls([makeCall({ id: 'after', startedAt: START })])).toEqual({ inserted: 1, merged: 0 });
    await store.close();
  });
});
