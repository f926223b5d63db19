import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formerUnitIds } from '../../src/commands/import/identity.js';
import { checkOptions, parseMap, type RawImportOptions } from '../../src/commands/import/options.js';
import { describeResults, totalsOf } from '../../src/commands/import/present.js';
import { prepareFile } from '../../src/commands/import/prepare.js';
import type { FileResult } from '../../src/commands/import/result.js';
import { importFile } from '../../src/commands/import/run.js';
import type { ImportWorld } from '../../src/commands/import/writer.js';
import { openIntake } from '../../src/commands/open-intake.js';
import type { TokenCounter } from '../../src/commands/workers/token-counter.js';
import type { StoredCall } from '../../src/model/call.js';
import type { Store } from '../../src/model/store.js';
import { openStore } from '../../src/store/index.js';

const NOW = Date.UTC(2026, 10, 22, 12);
const intake = openIntake({ storeLocation: ':memory:', privacy: 'redacted', key: 'a key for tests alone' });

let folder = '';
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'import-'));
  store = await openStore(join(folder, 'test.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

function write(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  utimesSync(path, NOW / 1000, NOW / 1000 - 3600);
  return path;
}

const run = async (path: string, raw: RawImportOptions = {}, into: Store = store): Promise<FileResult> => {
  const options = checkOptions(raw);
  return importFile(await prepareFile(path, options), options, { store: into, intake, now: NOW, keepsAllPlaces: false, onBytes: () => undefined });
};

async function stored(): Promise<StoredCall[]> {
  const calls: StoredCall[] = [];
  for await (const page of store.readCalls({})) calls.push(...page);
  return calls;
}

const exchange = (id: string, facts: { at?: string; answer?: string; tokens?: number; responseId?: string } = {}): string =>
  JSON.stringify({
    id, startedAt: facts.at ?? '2026-11-20T10:00:00Z', request: { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', headers: {}, body: { model: 'gpt-4o', messages: [{ role: 'user', content: `letter ${id}` }] } },
    response: { status: 200, headers: {}, body: { id: facts.responseId ?? `chatcmpl-${id}`, model: 'gpt-4o-2024-08-06', choices: [{ index: 0, message: { content: facts.answer ?? 'bill' }, finish_reason: 'stop' }], usage: { prompt_tokens: facts.tokens ?? 10, completion_tokens: 2, total_tokens: (facts.tokens ?? 10) + 2 } } },
  });

const CSV = ['TIMESTAMP,ContextTokens,GeneratedTokens', '2026-11-20 10:00:00,374,44', '2026-11-20 10:00:01,374,44', '2026-11-20 10:00:01,374,44', '2026-11-20 10:00:02,9,4', ''].join('\n');
const openai: RawImportOptions = { set: { model: 'gpt-4o', provider: 'openai' } };

describe('the same content changes nothing', () => {
  test('a second import of a file is reported as already imported', async () => {
    const path = write('a.csv', CSV);
    expect((await run(path, openai)).counts).toEqual({ read: 4, imported: 4, merged: 0, skipped: 0 });
    expect(await run(path, openai)).toMatchObject({ outcome: 'already imported', counts: { imported: 4 } });
    expect(await stored()).toHaveLength(4);
  });

  test('identical rows are true repeats and survive', async () => {
    await run(write('a.csv', CSV), openai);
    expect((await stored()).filter((call) => call.startedAt === Date.UTC(2026, 10, 20, 10, 0, 1))).toHaveLength(2);
  });

  test('a file under another name, compressed and with more rows, adds only the rows that are new', async () => {
    await run(write('a.csv', CSV), openai);
    const longer = await run(write('b.csv.gz', gzipSync(`${CSV}2026-11-20 10:00:01,374,44\n2026-11-20 10:00:03,8,4\n`)), openai);
    expect(longer.counts).toEqual({ read: 6, imported: 2, merged: 4, skipped: 0 });
  });

  test('records that share a response id are one call', async () => {
    const result = await run(write('a.jsonl', [exchange('1'), exchange('2', { responseId: 'chatcmpl-1' })].join('\n')));
    expect(result.counts).toEqual({ read: 2, imported: 1, merged: 1, skipped: 0 });
  });

  test('an import that was broken off runs again and adds what was missing', async () => {
    const path = write('a.jsonl', Array.from({ length: 30 }, (_, index) => exchange(String(index))).join('\n'));
    const options = checkOptions({});
    let batches = 0;
    const failing: Store['addCalls'] = async (calls) => {
      batches += 1;
      await store.addCalls(calls.slice(0, 10));
      throw new Error('power cut');
    };
    await expect(importFile(await prepareFile(path, options), options, { store: { ...store, addCalls: failing }, intake, now: NOW, keepsAllPlaces: false, onBytes: () => undefined })).rejects.toThrow('power cut');
    expect(batches).toBe(1);
    expect((await run(path)).counts).toEqual({ read: 30, imported: 20, merged: 10, skipped: 0 });
  });
});

describe('ids that repeat', () => {
  const numbered = (rows: readonly string[]): string => ['time,model,prompt_tokens,completion_tokens,request_id', ...rows, ''].join('\n');
  const monday = numbered(['2026-11-16 10:00:00,gpt-4o,11,1,1', '2026-11-16 10:00:01,gpt-4o,12,2,2', '2026-11-16 10:00:02,gpt-4o,13,3,3']);
  const tuesday = numbered(['2026-11-17 10:00:00,gpt-4o,21,1,1', '2026-11-17 10:00:01,gpt-4o,22,2,2', '2026-11-17 10:00:02,gpt-4o,23,3,3']);
  const named: RawImportOptions = { map: ['id=request_id'] };

  test.each([['guessed', {}], ['named by --map', named]] as const)('row numbers 1, 2, 3 in two files, %s, merge no calls away', async (_, raw) => {
    await run(write('a.csv', monday), raw);
    expect((await run(write('b.csv', tuesday), raw)).counts).toEqual({ read: 3, imported: 3, merged: 0, skipped: 0 });
    const calls = await stored();
    expect(calls.map((call) => call.usage.uncachedInputTokens)).toEqual([11, 12, 13, 21, 22, 23]);
    expect(new Set(calls.map(({ id }) => id)).size).toBe(6);
    expect(calls.slice(0, 3).map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  test.each([['guessed', {}], ['named by --map', named]] as const)('the same file twice changes nothing and overlapping files count equal records once, %s', async (_, raw) => {
    await run(write('a.csv', monday), raw);
    expect((await run(write('a-again.csv', monday), raw)).outcome).toBe('already imported');
    expect((await run(write('longer.csv', `${monday}2026-11-16 10:00:03,gpt-4o,14,4,4\n`), raw)).counts).toEqual({ read: 4, imported: 1, merged: 3, skipped: 0 });
    expect(await stored()).toHaveLength(4);
  });

  test('a guessed id that is the same in every row tells no calls apart, true repeats included', async () => {
    const rows = ['2026-11-16 10:00:00,gpt-4o,11,1,batch', '2026-11-16 10:00:00,gpt-4o,11,1,batch', '2026-11-16 10:00:00,gpt-4o,12,1,batch'];
    const result = await run(write('a.csv', numbered(rows)));
    expect(result.counts).toEqual({ read: 3, imported: 3, merged: 0, skipped: 0 });
    expect(result.notes).toContainEqual(expect.stringContaining('3 ids do not look unique'));
    expect((await run(write('b.csv', numbered([...rows, '2026-11-16 10:00:05,gpt-4o,11,1,batch'])))).counts).toEqual({ read: 4, imported: 1, merged: 3, skipped: 0 });
  });

  test('calls printed by two stores under the same short id stay two', async () => {
    const row = (at: string): string => JSON.stringify({ id: '1', startedAt: at, provider: 'openai', model: 'gpt-4o', usageSource: 'reported', priceMatch: 'exact', inputTokens: 5, outputTokens: 6 });
    await run(write('one.jsonl', row('2026-11-16T10:00:00Z')));
    expect((await run(write('other.jsonl', row('2026-11-17T10:00:00Z')))).counts).toMatchObject({ imported: 1, merged: 0 });
  });
});

describe('a first line longer than the sample', () => {
  const long = (tokens: number): string => JSON.stringify({ prompt: `${'word '.repeat(100_000)}`, model: 'gpt-4o', prompt_tokens: tokens, completion_tokens: 6, time: '2026-11-20 10:00:00' });
  const both = `${long(5)}\n${long(7)}\n`;
  const noise = Array.from({ length: 60_000 }, (_, index) => Math.sin(index).toString(36)).join('');

  test.each<[string, string | Buffer, number]>([
    ['plain.jsonl', both, 2], ['one-line.jsonl', long(5), 1], ['packed.jsonl.gz', gzipSync(both), 2], ['packed-badly.jsonl.gz', gzipSync(`${JSON.stringify({ prompt: noise, model: 'gpt-4o', prompt_tokens: 5, completion_tokens: 6 })}\n`), 1],
    ['blank-first.jsonl', `\n\n${both}`, 2], ['exchange.jsonl', `${exchange('1', { answer: 'y'.repeat(300_000) })}\n`, 1],
  ])('%s is detected and read', async (name, content, calls) => {
    expect((await run(write(name, content))).counts).toEqual({ read: calls, imported: calls, merged: 0, skipped: 0 });
  });
});

describe('what cannot be a call is counted with its reason and first place', () => {
  test('broken lines, other formats, impossible counts, the future', async () => {
    const path = write('mixed.jsonl', [exchange('1'), '{"request":', '{"a":1}', exchange('2', { tokens: -4 }), exchange('3', { at: '2026-11-23T13:00:00Z' }), exchange('4', { at: '2026-11-23T11:00:00Z' }), exchange('5', { tokens: -7 })].join('\n'));
    const result = await run(path);
    expect(result.counts).toEqual({ read: 7, imported: 2, merged: 0, skipped: 5 });
    expect(result.skips).toEqual([
      { reason: 'impossible usage: inputTokens is a number that cannot be', count: 2, places: [`${path}:4`] },
      { reason: 'not JSON (a broken or cut line)', count: 1, places: [`${path}:2`] },
      { reason: 'not an HTTP exchange (no request with a url)', count: 1, places: [`${path}:3`] },
      { reason: 'the call is in the future (more than a day from now)', count: 1, places: [`${path}:5`] },
    ]);
    expect(describeResults([result]).split('\n').at(-1)).toBe('7 read = 2 imported + 0 merged + 5 skipped');
  });

  test('a model nobody knows is imported', async () => {
    const result = await run(write('a.csv', CSV), { set: { model: 'nobody-knows-1', provider: 'own' } });
    expect(result.counts.imported).toBe(4);
  });

  test('calls without a time take the time of the file, with one warning', async () => {
    const path = write('a.csv', 'model,prompt_tokens,completion_tokens\ngpt-4o,5,6\ngpt-4o,5,7\n');
    const result = await run(path);
    expect(result.timedByFile).toBe(2);
    expect((await stored()).map((call) => [call.timeSource, call.startedAt])).toEqual([['file', NOW - 3_600_000], ['file', NOW - 3_600_000]]);
    expect(describeResults([result])).toContain('warning: 2 calls hold no time');
  });

  test('a gzip file cut in the middle keeps what came before and stays unfinished', async () => {
    const lines = Array.from({ length: 4000 }, (_, index) => exchange(String(index), { answer: `${Math.sin(index)}${Math.cos(index)}` }));
    const whole = gzipSync(lines.join('\n'));
    const result = await run(write('cut.jsonl.gz', whole.subarray(0, Math.floor(whole.length * 0.7))));
    expect(result.counts.imported).toBeGreaterThan(1000);
    expect(result.error?.message).toContain('cannot be read to its end');
    expect((await run(write('whole.jsonl.gz', whole))).counts.read).toBe(4000);
    expect(await stored()).toHaveLength(4000);
  });
});

describe('files that cannot be read at all', () => {
  test.each<[string, string | Buffer, string]>([
    ['empty.jsonl', '', 'empty-file'], ['blank.jsonl', '\n \n', 'empty-file'], ['image.bin', Buffer.from([1, 2, 0, 4, 0, 0, 7]), 'unknown-format'], ['x.parquet', Buffer.from('PAR1xxxx'), 'broken-parquet'], ['x.zip', Buffer.from('504b030414000000', 'hex'), 'not-text'],
    ['x.jsonl.zst', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 1]), 'broken-zstd'], ['x.parquet.gz', gzipSync('PAR1xxxx'), 'packed-parquet'], ['notes.txt', 'Dear diary,\ntoday nothing was logged.\n', 'unknown-format'], ['x.gz', Buffer.from([0x1f, 0x8b, 9, 9, 9, 9]), 'broken-gzip'],
    ['other.jsonl', '{"hello":1}\n', 'unknown-format'],
  ])('%s', async (name, content, code) => {
    await expect(prepareFile(write(name, content), checkOptions({}))).rejects.toThrow(expect.objectContaining({ name: 'UserError', code, hint: expect.any(String) as string }) as Error);
  });

  test('a missing file', async () => {
    await expect(prepareFile(join(folder, 'none.jsonl'), checkOptions({}))).rejects.toThrow(/none\.jsonl does not exist/);
  });
});

describe('options', () => {
  test('--map reads quoted names with commas and equal signs', () => {
    expect(parseMap('model=Model, inputTokens="Request, tokens",tag.a=\'x=y\'')).toEqual({ model: 'Model', inputTokens: 'Request, tokens', 'tag.a': 'x=y' });
    expect(() => parseMap('model')).toThrow(/cannot be read/);
  });

  test('--sample-rate 0.1 gives every call the weight ten', async () => {
    await run(write('a.jsonl', exchange('1')), { sampleRate: '0.1' });
    expect((await stored()).map((call) => call.weightMillionths)).toEqual([10_000_000]);
    expect(() => checkOptions({ sampleRate: '0' })).toThrow(/not a share/);
    expect(() => checkOptions({ sampleRate: '10' })).toThrow(/not a share/);
  });

  test.each(['1e-7', '0.0000001'])('--sample-rate %s is refused: one call would stand for more than a million', (sampleRate) => {
    expect(() => checkOptions({ sampleRate })).toThrow(expect.objectContaining({ name: 'UserError', code: 'bad-sample-rate' }) as Error);
    expect(checkOptions({ sampleRate: '1e-6' }).weightMillionths).toBe(1e12);
  });

  test.each([
    ['billing', 'prepaid', /known are metered, subscription, committed, free, byok, unknown/], ['usageSource', 'guess', /known are reported, counted, estimated/], ['api', 'telepathy', /known are chat, responses/],
    ['stream', 'maybe', /known are true, false/], ['status', 'weird', /known are ok, client_error/], ['httpStatus', '700', /100 to 599/], ['httpStatus', '0', /100 to 599/], ['inputTokens', 'many', /which is no number/],
    ['inputTokens', '-5', /impossible usage/], ['outputTokens', '2000000000', /more than 1,000,000,000/], ['latencyMs', '-1', /negative/], ['startedAt', '2026-02-30', /is no date/], ['timeUnit', 'days', /known are s, ms, us, ns/], ['provider', '', /has no value/], ['id', 'all', /cannot be the same for all/],
  ])('--set %s=%s is refused before anything is read, naming what is allowed', async (field, value, words) => {
    const prepared = prepareFile(write('a.csv', CSV), checkOptions({ set: { model: 'gpt-4o', provider: 'openai', [field]: value } }));
    await expect(prepared).rejects.toThrow(expect.objectContaining({ name: 'UserError', code: 'bad-value', message: expect.stringMatching(words) as string }) as Error);
  });

  test('--set timeUnit is checked for HTTP exchanges too', async () => {
    await expect(prepareFile(write('a.jsonl', exchange('1')), checkOptions({ set: { timeUnit: 'days' } }))).rejects.toThrow(/known are s, ms, us, ns/);
  });

  test('--set of words that a field knows reaches the calls', async () => {
    await run(write('a.csv', CSV), { set: { ...openai.set, billing: 'subscription', stream: 'true', httpStatus: '200', api: 'responses', effort: 'none' } });
    expect((await stored())[0]).toMatchObject({ billing: 'subscription', stream: true, httpStatus: 200, api: 'responses', effort: 'none', status: 'ok' });
  });

  test('--tag and --set reach every call', async () => {
    await run(write('a.jsonl', exchange('1')), { tag: { team: 'mail' }, set: { env: 'prod', user: 'u-1' } });
    expect(await stored()).toMatchObject([{ tags: { team: 'mail' }, env: 'prod', user: 'u-1' }]);
  });

  test('a field that the format does not take, and a format that does not exist, are refused', async () => {
    const path = write('a.jsonl', exchange('1'));
    await expect(prepareFile(path, checkOptions({ set: { inputTokens: '5' } }))).rejects.toThrow(/which the format http-exchange does not take/);
    expect(() => checkOptions({ from: 'nope' })).toThrow(/no log format "nope"/);
  });

  test('a file that an older reader finished is read again, the gaps of its calls are filled, none is counted twice, and the output says so', async () => {
    const path = write('a.csv', CSV);
    await run(path, openai);
    const [record] = await store.listImports();
    const meaning = { source: 'mapped', ...checkOptions(openai) };
    const [former] = formerUnitIds(createHash('sha256').update(CSV).digest('hex'), { source: meaning.source, map: meaning.map, set: meaning.set, tags: meaning.tags, weight: meaning.weightMillionths });
    const older = await openStore(join(folder, 'older.db'));
    await older.saveImport({ ...record!, id: former! });
    const [first] = await stored();
    await older.addCalls(await stored());
    const again = await run(path, openai, older);
    expect(again).toMatchObject({ outcome: 'imported', counts: { read: 4, imported: 0, merged: 4, skipped: 0 } });
    expect(describeResults([again])).toContain('no call is counted twice');
    expect((await older.findCall(first!.id))?.usage).toEqual(first!.usage);
    expect((await run(path, openai, older)).outcome).toBe('already imported');
    await older.close();
  });

  test('other tags are another unit, and still no call is counted twice', async () => {
    const path = write('a.csv', CSV);
    await run(path, openai);
    const again = await run(path, { ...openai, tag: { team: 'mail' } });
    expect(again.counts).toEqual({ read: 4, imported: 0, merged: 4, skipped: 0 });
  });
});

test('a file that grew is read again and only its new lines are new', async () => {
  const path = write('a.jsonl', `${exchange('1')}\n`);
  await run(path);
  appendFileSync(path, `${exchange('2')}\n`);
  const result = await run(path);
  expect(result.counts).toEqual({ read: 2, imported: 1, merged: 1, skipped: 0 });
  expect(totalsOf([result])).toEqual(result.counts);
});

describe('tokens that are counted here', () => {
  const words = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length;
  const counter: TokenCounter = { count: async (text) => ({ tokens: words(text), isEstimated: text.includes('slow') }), close: async () => undefined };
  const silent = (id: string, question: string): string => {
    const record = JSON.parse(exchange(id)) as { request: { body: { messages: { content: string }[] } }; response: { body: { usage?: unknown } } };
    record.request.body.messages = [{ role: 'user', content: question } as never];
    delete record.response.body.usage;
    return JSON.stringify(record);
  };
  const importWith = async (path: string, world: Partial<ImportWorld>): Promise<FileResult> => {
    const options = checkOptions({});
    return importFile(await prepareFile(path, options), options, { store, intake, now: NOW, keepsAllPlaces: false, onBytes: () => undefined, ...world });
  };

  test('stand in for usage that was not reported; what took too long is called estimated; without a counter it stays unknown', async () => {
    await importWith(write('a.jsonl', [silent('1', 'two words'), silent('2', 'a slow one'), exchange('3')].join('\n')), { counter });
    const calls = (await stored()).sort((one, other) => (one.id < other.id ? -1 : 1));
    expect(calls.map(({ usage, usageSource }) => [usage.uncachedInputTokens, usage.outputTokens, usageSource])).toEqual([[2 + 4 + 3, 1, 'counted'], [3 + 4 + 3, 1, 'estimated'], [10, 2, 'reported']]);
    await importWith(write('b.jsonl', silent('4', 'nobody counts')), {});
    expect((await stored()).find(({ id }) => id === '4')?.usage).toEqual({});
  });

  test('are kept beside reported usage for one call in 200, the same ones on another machine with the same key', async () => {
    const lines = Array.from({ length: 5000 }, (_, at) => exchange(`q${at}`));
    await importWith(write('a.jsonl', lines.join('\n')), { counter });
    const sampled = (await stored()).filter(({ sampledTokens }) => sampledTokens !== undefined);
    expect(Math.abs(sampled.length - 5000 / 200)).toBeLessThan(4 * Math.sqrt(5000 / 200));
    expect(sampled.every(({ sampledTokens, usage }) => sampledTokens === 2 && usage.uncachedInputTokens === 10)).toBe(true);
    const other = await openStore(join(folder, 'other.db'));
    await importWith(write('b.jsonl', [...lines].reverse().join('\n')), { counter, store: other });
    const again: string[] = [];
    for await (const page of other.readCalls({})) again.push(...page.filter(({ sampledTokens }) => sampledTokens !== undefined).map(({ id }) => id));
    expect(again.sort()).toEqual(sampled.map(({ id }) => id).sort());
    await other.close();
  });

  test('a store that fails stops the import though texts are still being counted', async () => {
    const path = write('a.jsonl', Array.from({ length: 4500 }, (_, at) => silent(`s${at}`, 'two words')).join('\n'));
    const failing = async (): Promise<never> => { throw new Error('power cut'); };
    await expect(importWith(path, { counter, store: { ...store, addCalls: failing } })).rejects.toThrow('power cut');
  });
});

const samples = process.env['SHADOWBILL_SAMPLES'];
describe.skipIf(samples === undefined)('real input', () => {
  test('19,366 production calls of the Azure trace, repeats included, twice the same', async () => {
    const path = join(samples ?? '', 'traces/azure-llm-2023-conv.csv');
    expect((await run(path, openai)).counts).toEqual({ read: 19_366, imported: 19_366, merged: 0, skipped: 0 });
    expect((await run(path, openai)).outcome).toBe('already imported');
  });

  /** One of the 30 of Anthropic asked another model for advice, which is billed beside it: a call of its own. */
  test.each([['openai-chat', 30], ['anthropic', 30 + 1], ['gemini', 28], ['mistral', 12], ['groq', 12]])('recorded traffic of %s: every record is a call', async (folderName, records) => {
    const result = await run(join(samples ?? '', 'logs', folderName, 'exchanges.jsonl'));
    expect(result.skips).toEqual([]);
    expect(result.counts.imported + result.counts.merged).toBe(records);
  });
});
