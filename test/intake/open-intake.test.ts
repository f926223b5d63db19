import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keyedHash, openIntake } from '../../src/commands/open-intake.js';
import { call, content } from '../classify/make-call.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shadowbill-intake-'));
  vi.stubEnv('SHADOWBILL_HASH_KEY', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const context = { source: 'log', weightMillionths: 1_000_000, fallbackKey: 'k' };
const asked = call({ content: content('hello') });

test('makes a key beside the store that its owner alone can read, and uses it again', () => {
  const storeLocation = join(folder, 'a.db');
  const first = openIntake({ storeLocation, privacy: 'redacted' })(asked, context);
  expect(statSync(`${storeLocation}.key`).mode & 0o777).toBe(0o600);
  expect(readFileSync(`${storeLocation}.key`, 'utf8').trim()).toMatch(/^[0-9a-f]{64}$/);
  expect(openIntake({ storeLocation, privacy: 'redacted' })(asked, context)).toEqual(first);
});

test('another installation has other hashes; a key that is handed in gives the same everywhere', () => {
  const hashWith = (name: string, key?: string) => openIntake({ storeLocation: join(folder, name), privacy: 'redacted', ...(key === undefined ? {} : { key }) })(asked, context).requestHash;
  expect(hashWith('a.db')).not.toBe(hashWith('b.db'));
  expect(hashWith('c.db', 'a key for a demonstration')).toBe(hashWith('d.db', 'a key for a demonstration'));
});

test('the environment gives the key to several hosts; a shared store needs it', () => {
  expect(() => openIntake({ storeLocation: 'clickhouse://db.example/shadowbill', privacy: 'redacted' })).toThrow(/SHADOWBILL_HASH_KEY/);
  vi.stubEnv('SHADOWBILL_HASH_KEY', 'a long and random text of the team');
  expect(openIntake({ storeLocation: 'clickhouse://db.example/shadowbill', privacy: 'redacted' })(asked, context).id).toMatch(/^c/);
});

test('hashes are whole numbers of 52 bits', () => {
  const hash = keyedHash('0123456789abcdef');
  for (const text of ['', 'a', 'b', 'é']) {
    expect(Number.isSafeInteger(hash(text))).toBe(true);
    expect(hash(text)).toBeLessThan(2 ** 52);
  }
  expect(hash('a')).not.toBe(keyedHash('0123456789abcdeg')('a'));
});

test('a short key is refused', () => {
  expect(() => keyedHash('short')).toThrow(/5 characters/);
});

test('calls without usage are counted in the tokens that the catalog knows of their model', () => {
  const intake = openIntake({ storeLocation: ':memory:', privacy: 'redacted', key: 'a key for tests alone' });
  const of = (provider: string, servedModel: string) => intake(call({ content: content('hello there'), provider, servedModel, requestedModel: servedModel, api: 'chat' }), { ...context, counts: { prompt: 1000, reply: 100, isEstimated: false } });
  expect(of('openai', 'gpt-4o-2024-08-06')).toMatchObject({ usage: { uncachedInputTokens: 1000 + 4 + 3, outputTokens: 100 }, usageSource: 'counted' });
  const claude = of('anthropic', 'claude-sonnet-4-5');
  expect(claude.usage.uncachedInputTokens ?? 0).toBeGreaterThan(1000 * 1.1);
  expect(claude.usage.outputTokens).toBe(Math.round((claude.usage.uncachedInputTokens ?? 0) / 10));
  expect(claude.usageSource).toBe('estimated');
  expect(of('openai', 'gpt-4-0613').usageSource).toBe('estimated');
  expect(of('own', 'nobody')).toMatchObject({ usage: { uncachedInputTokens: 1000, outputTokens: 100 }, usageSource: 'estimated' });
});
