import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTokenCounter } from '../../src/commands/workers/token-counter.js';
import { countTokens, estimateTokens } from '../../src/tokens/index.js';

const root = join(import.meta.dirname, '../..');
let folder = '';
let realEntry: URL;
let slowEntry: URL;

/** Answers with the text's length, but hangs for ever on 'hang' and dies on 'die'. */
const SLOW = `import { workerData } from 'node:worker_threads';
const { port } = workerData;
port.postMessage({ isReady: true });
port.on('message', ({ id, text }) => { if (text === 'hang') for (;;); if (text === 'die') throw new Error('died'); port.postMessage({ id, tokens: text.length }); });`;

beforeAll(async () => {
  mkdirSync(join(root, 'node_modules/.cache'), { recursive: true });
  folder = mkdtempSync(join(root, 'node_modules/.cache/token-counter-'));
  const outfile = join(folder, 'count-tokens.mjs');
  await build({ entryPoints: [join(root, 'src/commands/workers/count-tokens.ts')], bundle: true, platform: 'node', format: 'esm', external: ['tiktoken'], outfile, logLevel: 'silent' });
  realEntry = pathToFileURL(outfile);
  writeFileSync(join(folder, 'slow.mjs'), SLOW);
  slowEntry = pathToFileURL(join(folder, 'slow.mjs'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('counting in a thread', () => {
  test('gives what counting here gives, in any order, special tokens and lone surrogates included', { timeout: 60_000 }, async () => {
    const counter = openTokenCounter({ entry: realEntry });
    const texts = ['hello world', '', '<|endoftext|> and <|im_start|>', 'lone \ud800 surrogate \udc00', '世界'.repeat(20_000), 'x'.repeat(100_000)];
    const counted = await Promise.all(texts.map((text) => counter.count(text)));
    expect(counted).toEqual(texts.map((text) => ({ tokens: countTokens(text), isEstimated: false })));
    await counter.close();
  });

  test('a text that takes too long is estimated from its length, and the others are counted all the same', async () => {
    const counter = openTokenCounter({ entry: slowEntry, deadlineMs: 500 });
    const counted = await Promise.all(['one', 'hang', 'three', 'hang', 'fives'].map((text) => counter.count(text)));
    expect(counted).toEqual([
      { tokens: 3, isEstimated: false }, { tokens: estimateTokens('hang'), isEstimated: true }, { tokens: 5, isEstimated: false }, { tokens: estimateTokens('hang'), isEstimated: true }, { tokens: 5, isEstimated: false },
    ]);
    expect(await counter.count('again')).toEqual({ tokens: 5, isEstimated: false });
    await counter.close();
  });

  test('answers that lie ready while this thread was busy count as in time', async () => {
    const counter = openTokenCounter({ entry: slowEntry, deadlineMs: 300 });
    await counter.count('start');
    const late = counter.count('late');
    for (const until = performance.now() + 700; performance.now() < until;);
    expect(await late).toEqual({ tokens: 4, isEstimated: false });
    await counter.close();
  });

  test('a thread that dies, and one whose file is not there, is done without', async () => {
    const dying = openTokenCounter({ entry: slowEntry });
    expect(await dying.count('die')).toEqual({ tokens: countTokens('die'), isEstimated: false });
    expect(await dying.count('hello world')).toEqual({ tokens: 2, isEstimated: false });
    await dying.close();
    const bundled = openTokenCounter({ entry: pathToFileURL(join(folder, 'none.mjs')) });
    expect(await bundled.count('hello world')).toEqual({ tokens: 2, isEstimated: false });
    await bundled.close();
  });

  test('closing settles what waits; nothing is started where nothing is counted', async () => {
    const counter = openTokenCounter({ entry: slowEntry });
    const waiting = counter.count('hang');
    await counter.close();
    expect(await waiting).toEqual({ tokens: estimateTokens('hang'), isEstimated: true });
    await openTokenCounter({ entry: slowEntry }).close();
  });
});

test('an estimate goes by length and script', () => {
  expect(estimateTokens('')).toBe(0);
  expect(estimateTokens('a'.repeat(400))).toBe(400 / 4);
  expect(estimateTokens('界'.repeat(140))).toBe(140 / 1.4);
});
