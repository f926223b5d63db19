import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { compressionOf, contentOf } from '../../src/commands/import/decode.js';
import { openInputs } from '../../src/commands/import/entries.js';
import { expandBraces, matchesPart, splitPattern } from '../../src/commands/import/glob.js';
import { expandInputs } from '../../src/commands/import/inputs.js';
import { openFile, openStream } from '../../src/commands/import/open-file.js';
import { checkOptions } from '../../src/commands/import/options.js';
import { createXxh64 } from '../../src/commands/import/xxh64.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inputs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, content: string | Buffer = 'x'): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

const record = (at: number): string => `${JSON.stringify({ id: `r${at}`, startedAt: new Date(Date.UTC(2026, 10, 20, 10, 0, at)).toISOString(), model: 'gpt-4o', provider: 'openai', prompt_tokens: 100 + at, completion_tokens: 7 })}\n`;
const log = Array.from({ length: 200 }, (_, at) => record(at)).join('');
/** `log`, compressed at level 19 with a checksum. */
const zstdLog = Buffer.from('KLUv/WSyZc0aAEY9eB9Qa5J0CBcRw4x43ZMwsK6aVLGbbLKllIkBgjuzTu8BkgBlAFsAk5zkJCc5ycm97W1ve9vb3va2t73t7f///////////7+qSilERAiZmbYkt/0AIlCDBMPDwoIGBgkERcIYIwoHDRYUJB4MPDQwYDjQYKEhUSAKhwUFhgcJh4YioUg0wENDggJRLFhQSDAoEooCYwwBYyDGQIwJjAX4AGRjBaJ4GKCw8OBw4MFBkVAMhwJRKDAUEAKzalbNqlk1q2bVrJpVs8or5ZXySnmlvFJeKa+UV8or5RV6oid6oid6oid6oid6oqcqUgoREUJmpi3JbT8hD8Rknpln5pl5Zp6ZZ+aZeWaemWd629ve9ra3ve1tb3vbW05ykpOcZL1b79a79W69W+/Wu/VuvVvn5tycm3Nzbs7NuTk35+bcvGqXsok2IXtmt5vc2/69DcT2m3/zb/7Nv/k3/+bf/Jt/82Mdj3U81vFYx2Mdj3U81vFYx2Mdj3Vcsyq169p17bp2XbuuXdeua9e169p1VbmUMlGZkPJMuS2T5a385bKBYJk2NG1o2tC0oWlD04amDU0bmjY0bWiykslKJiuZrGSykslKJiuZrGSykslKnnGecZ5xnnGecZ5xnnGecZ7NM87dAoJYqGIg4u5/bAZir6Sk5BgSUBBAIAj8KwhOMKiG7wdVI6YSUshSgJBiFCEuDFmckyTnEqlzj+ScJDmXSJ17JOckyblEjihck1QECSQhVVBRChGmEElUKUCwUgoRrBBJSClAoFIKI6wQqchKI8911xeqqSlBiXKKU4YWNaigBp1iylGGPGWooUcJwuWa1DkpdS5JO/ekzkmpc0nauSd1TkqdS8tDREmaTCVIIAqpQpVSiGKF6GoloaFKUoKUQBgoSQ1PkhKYJMKUZGpAkkhoJBFWJFGIFNEKkUJKIRJKkFYEiSIVIFWxQiQRVogoUgohUYJqJUgqqECOQeyAccCOMGCAAQNWhgFDeiSLsEJEkVIUiRJUK0FCQQWIKqwQUoRVRIpUhUgUQVoJJAoqgFThCpEiWiFSSClEQgkChmRqCBJI+BEK4xGpQUcgIUcqzEamBhqJhBmJMBgpaU3fQe/Td9B76h30nr4FvUGTU3BMae/OpK0OsGsFKq5NBQ==', 'base64');

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** What came out before a fault, and the fault. */
async function decode(bytes: Buffer, size = 64 * 1024): Promise<{ text: string; fault?: Error }> {
  const parts: Buffer[] = [];
  try {
    for await (const part of contentOf(pieces(bytes, size), { compression: compressionOf(bytes), name: 'log' })) parts.push(part);
    return { text: Buffer.concat(parts).toString('utf8') };
  } catch (fault) {
    return { text: Buffer.concat(parts).toString('utf8'), fault: fault as Error };
  }
}

/** A frame of one raw block, without a checksum: its window is as large as `windowExponent` says. */
function rawFrame(content: Buffer, windowExponent = 17): Buffer {
  const block = Buffer.alloc(3);
  block.writeUIntLE(content.length * 8 + 1, 0, 3);
  return Buffer.concat([Buffer.from('28b52ffd00', 'hex'), Buffer.from([(windowExponent - 10) << 3]), block, content]);
}
const skippable = Buffer.concat([Buffer.from('5a2a4d1805000000', 'hex'), Buffer.from('noise')]);

describe('zstd', () => {
  test.each([1, 7, 100, 100_000])('is decompressed from pieces of %i bytes', async (size) => {
    expect(await decode(zstdLog, size)).toEqual({ text: log });
  });

  test('may have several frames, and frames to pass over', async () => {
    const small = Array.from({ length: 5000 }, () => rawFrame(Buffer.from('ab')));
    expect((await decode(Buffer.concat([skippable, zstdLog, skippable, rawFrame(Buffer.from('end')), ...small, skippable]))).text).toBe(`${log}end${'ab'.repeat(5000)}`);
  });

  test('that is cut, or has bytes of another kind, gives what was good and a fault that names the file', async () => {
    const two = Buffer.concat([rawFrame(Buffer.from('good\n')), zstdLog]);
    for (const cut of [two.subarray(0, two.length - 5), two.subarray(0, 20), Buffer.concat([rawFrame(Buffer.from('good\n')), Buffer.from('not zstd at all')])]) {
      const { text, fault } = await decode(cut);
      expect(text.startsWith('good\n')).toBe(true);
      expect(fault).toMatchObject({ name: 'UserError', code: 'broken-zstd', message: expect.stringContaining('log cannot be decompressed to its end') as string });
    }
  });

  test('with any bit flipped is a fault, or the same text: never another text in silence', async () => {
    for (let at = 0; at < zstdLog.length * 8; at += 37) {
      const flipped = Buffer.from(zstdLog);
      flipped.writeUInt8(flipped.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3);
      const { text, fault } = await decode(flipped);
      if (fault === undefined && compressionOf(flipped) === 'zstd') expect(text === log || text === '').toBe(true);
    }
  });

  test('that asks for a huge window, or a dictionary, or is a bomb, is refused', async () => {
    expect((await decode(rawFrame(Buffer.from('x'), 31))).fault).toMatchObject({ code: 'zstd-window' });
    expect((await decode(Buffer.concat([Buffer.from('28b52ffd01', 'hex'), Buffer.from([0x38, 7, 1, 0, 0, 0x41])]))).fault).toMatchObject({ code: 'zstd-dictionary' });
    const runs = Array.from({ length: 20_000 }, () => Buffer.from([(128 * 1024 * 8 + 2) & 0xff, ((128 * 1024 * 8 + 2) >> 8) & 0xff, (128 * 1024 * 8 + 2) >> 16, 0x61]));
    const bomb = Buffer.concat([Buffer.from('28b52ffd0038', 'hex'), ...runs, Buffer.from([1, 0, 0])]);
    let bytes = 0;
    const read = async (): Promise<void> => {
      for await (const part of contentOf(pieces(bomb, 65_536), { compression: 'zstd', name: 'bomb' })) bytes += part.length;
    };
    await expect(read()).rejects.toMatchObject({ code: 'bomb' });
    expect(bytes).toBeLessThan(1.1 * 2 ** 30);
  });

  test('ends in the hash that its specification gives', () => {
    expect(createXxh64().low32()).toBe(0x51d8e999);
    const ofText = createXxh64();
    ofText.update(Buffer.from('abc'));
    expect(ofText.low32()).toBe(0xad770999);
  });
});

describe('gzip', () => {
  test('may have several members', async () => {
    expect(await decode(Buffer.concat([gzipSync('one\n'), gzipSync(log), gzipSync('')]), 100)).toEqual({ text: `one\n${log}` });
  });

  test('that is cut gives all that came before the cut', async () => {
    const noise = Array.from({ length: 20_000 }, (_, at) => Math.sin(at).toString(36)).join('\n');
    const packed = gzipSync(noise);
    const { text, fault } = await decode(packed.subarray(0, Math.floor(packed.length / 2)));
    expect(fault).toMatchObject({ code: 'broken-gzip' });
    expect(noise.startsWith(text)).toBe(true);
    expect(text.length).toBeGreaterThan(noise.length * 0.45);
  });
});

describe('encodings', () => {
  const text = 'Grüße, 世界 🙂\nsecond\n';
  const little = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  test.each([
    ['UTF-8 with a mark', Buffer.from(`\uFEFF${text}`)], ['UTF-16 little-endian', little], ['UTF-16 big-endian', Buffer.from(little).swap16()], ['UTF-16, compressed', gzipSync(little)],
  ])('%s', async (_, bytes) => {
    for (const size of [1, 2, 3, 5, 1000]) expect((await decode(bytes, size)).text).toBe(text);
  });

  test('a file of one letter', async () => {
    expect((await decode(Buffer.from('x'))).text).toBe('x');
  });
});

describe('stdin', () => {
  const open = (bytes: Buffer): ReturnType<typeof openStream> => openStream(pieces(bytes, 1000), { name: 'stdin', now: 5 });

  test.each([['plain', Buffer.from(log)], ['gzip', gzipSync(log)], ['zstd', zstdLog]])('%s is looked at and then read from its start, with the hash of the file it was', async (name, bytes) => {
    const file = await open(bytes);
    expect(file.head.toString('utf8').startsWith(record(0))).toBe(true);
    const parts: Buffer[] = [];
    for await (const part of file.chunks()) parts.push(part);
    expect(Buffer.concat(parts).toString('utf8')).toBe(log);
    expect(await file.hash()).toBe(await (await openFile(write(name, bytes))).hash());
  });

  test.each([[Buffer.from('PAR1xxxxxxxxxxxxxxxxPAR1'), 'streamed-parquet'], [Buffer.from('SQLite format 3\0aaaa'), 'streamed-store'], [Buffer.alloc(0), 'empty-file'], [Buffer.from('504b030414', 'hex'), 'not-text']])('that is no log is refused: %#', async (bytes, code) => {
    await expect(open(bytes)).rejects.toMatchObject({ name: 'UserError', code });
  });
});

describe('patterns', () => {
  test.each<[string, string, boolean]>([
    ['*.jsonl', 'a.jsonl', true], ['*.jsonl', '.a.jsonl', false], ['.*', '.a', true], ['?', 'ab', false], ['[a-c]x', 'bx', true], ['[!a-c]x', 'bx', false], ['a*b*c', 'aXbXbXc', true], ['a*b', 'aXc', false], ['*', '', true],
    [`${'*a'.repeat(30)}b`, 'a'.repeat(200), false], ['[ab', '[ab', true], ['a.b', 'axb', false],
  ])('%s on %s: %s', (part, name, isMatch) => {
    expect(matchesPart(part, name)).toBe(isMatch);
  });

  test('are cut at the first part that is a pattern, and braces are alternatives', () => {
    expect(splitPattern('logs/2026/*/a.jsonl')).toEqual({ folder: 'logs/2026', parts: ['*', 'a.jsonl'] });
    expect(splitPattern('/*.jsonl')).toEqual({ folder: '/', parts: ['*.jsonl'] });
    expect(expandBraces('a{b,c{d,e}}f')).toEqual(['abf', 'acdf', 'acef']);
  });
});

describe('folders and patterns', () => {
  const under = (paths: readonly string[]): string[] => paths.map((path) => path.slice(folder.length + 1));
  const namesOf = (args: readonly string[]): string[] => under(expandInputs(args.map((arg) => join(folder, arg))).files.map(({ path }) => path));

  test('give their files sorted, each once, hidden ones left out and counted', () => {
    for (const name of ['b.jsonl', 'a/2.jsonl', 'a/1.jsonl', 'a/.hidden', '.git/x', 'c.csv']) write(name);
    symlinkSync(folder, join(folder, 'a/loop'));
    const { files, passedOver, repeats } = expandInputs([folder, join(folder, 'b.jsonl')]);
    expect(under(files.map(({ path }) => path))).toEqual(['a/1.jsonl', 'a/2.jsonl', 'b.jsonl', 'c.csv']);
    expect(passedOver.get(folder)?.get('hidden')?.count).toBe(2);
    expect(under(repeats)).toEqual(['b.jsonl']);
  });

  test('match across folders', () => {
    for (const name of ['a/1.jsonl', 'a/b/2.jsonl', 'a/b/3.csv', '4.jsonl', '.x/5.jsonl']) write(name);
    expect(namesOf(['*.jsonl'])).toEqual(['4.jsonl']);
    expect(namesOf(['**/*.jsonl'])).toEqual(['4.jsonl', 'a/1.jsonl', 'a/b/2.jsonl']);
    expect(namesOf(['a/**'])).toEqual(['a/1.jsonl', 'a/b/2.jsonl', 'a/b/3.csv']);
    expect(namesOf(['{a,.x}/*.jsonl'])).toEqual(['.x/5.jsonl', 'a/1.jsonl']);
    expect(namesOf(['*/b'])).toEqual(['a/b/2.jsonl', 'a/b/3.csv']);
    expect(expandInputs([join(folder, '*.nothing')]).faults).toMatchObject([{ error: { code: 'no-file' } }]);
  });

  test('pass over what is no log and say how many and why; a file that was named is told of by itself', async () => {
    write('logs/a.jsonl.zst', zstdLog);
    for (const [name, content] of [['logs/notes.md', '# Notes\n'], ['logs/empty.jsonl', ''], ['logs/x.zip', Buffer.from('504b0304', 'hex')], ['logs/.DS_Store', 'x']] as const) write(name, content);
    const inputs = await openInputs([join(folder, 'logs')], { options: checkOptions({}), now: 0 });
    expect(inputs.entries.map(({ kind }) => kind)).toEqual(['log']);
    expect(inputs.notes()).toEqual([`${folder}/logs: 4 files passed over: 1 hidden (first ${folder}/logs/.DS_Store), 1 empty (first ${folder}/logs/empty.jsonl), 1 of no known format (first ${folder}/logs/notes.md), 1 no log (first ${folder}/logs/x.zip)`]);
    expect((await openInputs([join(folder, 'logs/notes.md'), join(folder, 'logs/a.jsonl.zst')], { options: checkOptions({}), now: 0 })).entries.map(({ kind }) => kind)).toEqual(['failed', 'log']);
    write('mixed/b.jsonl', '{"request":{"url":"https://api.openai.com/v1/chat/completions","body":{}},"response":{"status":200,"body":{}}}\n');
    write('mixed/summary.csv', 'model,prompt_tokens,completion_tokens\ngpt-4o,5,6\n');
    const mixed = await openInputs([join(folder, 'mixed')], { options: checkOptions({}), now: 0 });
    expect([mixed.prepared.map(({ source }) => source.id), mixed.notes().join()]).toEqual([['http-exchange'], expect.stringContaining('1 of columns that are only guessed (name such a file itself, or a pattern, to import it)')]);
    expect((await openInputs([join(folder, 'mixed/*')], { options: checkOptions({}), now: 0 })).prepared).toHaveLength(2);
    rmSync(join(folder, 'logs/a.jsonl.zst'));
    expect((await openInputs([join(folder, 'logs')], { options: checkOptions({}), now: 0 })).entries).toMatchObject([{ kind: 'failed', result: { error: { message: expect.stringContaining('holds no log') as string } } }]);
  });
});
