import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkOptions } from '../../src/commands/import/options.js';
import { prepareFile } from '../../src/commands/import/prepare.js';
import { importFile } from '../../src/commands/import/run.js';
import { openIntake } from '../../src/commands/open-intake.js';
import type { StoredCall } from '../../src/model/call.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/store/index.js';
import { fixture } from './read.js';

const NOW = Date.UTC(2026, 10, 22, 12);
const intake = openIntake({ storeLocation: ':memory:', privacy: 'redacted', key: 'a key for tests alone' });

let folder = '';
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exports-'));
  store = await openStore(join(folder, 'test.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function take(name: string, text: string): Promise<void> {
  const path = join(folder, name);
  writeFileSync(path, text);
  utimesSync(path, NOW / 1000, NOW / 1000);
  const options = checkOptions({});
  await importFile(await prepareFile(path, options), options, { store, intake, now: NOW, keepsAllPlaces: false, onBytes: () => undefined });
}

async function stored(): Promise<StoredCall[]> {
  const calls: StoredCall[] = [];
  for await (const page of store.readCalls({})) calls.push(...page);
  return calls;
}

const claude = fixture('claude-code', 'basic', 'calls.jsonl').trim().split('\n');

test('a Claude Code session that grew while a call was answered: the later counts stand, nothing is doubled', async () => {
  await take('session.jsonl', claude.slice(0, 4).join('\n'));
  expect((await stored()).map(({ usage, usageSource }) => [usage.outputTokens, usageSource])).toEqual([[3, 'estimated']]);
  await take('session.jsonl', claude.join('\n'));
  expect((await stored()).map(({ usage, usageSource }) => [usage.outputTokens, usageSource])).toEqual([[358, 'reported'], [20, 'reported'], [640, 'reported'], [1, 'estimated']]);
  await take('resumed.jsonl', claude.slice(2).map((line) => line.replaceAll('5e551000-0000-4000-8000-000000000001', '5e551000-0000-4000-8000-000000000002')).join('\n'));
  expect(await stored()).toHaveLength(4);
});

test('a Codex session that grew and was forked: nothing is doubled', async () => {
  const lines = fixture('codex', 'basic', 'calls.jsonl').trim().split('\n');
  await take('rollout.jsonl', lines.slice(0, 13).join('\n'));
  await take('rollout.jsonl', lines.join('\n'));
  expect((await stored()).map(({ usage }) => usage.outputTokens)).toEqual([358, 239, 20]);
  await take('fork.jsonl', fixture('codex', 'fork', 'rollout.jsonl'));
  expect((await stored()).map(({ usage }) => usage.outputTokens)).toEqual([358, 239, 20, 30]);
});

test('the same calls out of two exports of one system are one', async () => {
  for (const name of ['trace-of-ui.json', 'observations_v2.csv', 'observations_v2.jsonl', 'page-of-observations.json']) await take(name, fixture('langfuse', 'shapes', name));
  expect(await stored()).toHaveLength(4);
  for (const name of ['batch.json', 'runs-query.json', 'export.csv', 'tree.json']) await take(name, fixture('langsmith', 'shapes', name));
  expect(await stored()).toHaveLength(4 + 4);
  await take('results.json', fixture('promptfoo', 'shapes', 'version-3.json'));
  await take('results.jsonl', fixture('promptfoo', 'basic', 'calls.jsonl'));
  expect(await stored()).toHaveLength(4 + 4 + 5);
});
