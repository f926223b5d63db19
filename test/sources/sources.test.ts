import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectSource, sources } from '../../src/sources/index.js';
import { createTimeReader } from '../../src/sources/time.js';
import { callsOf, fixture, readWith, skipsOf } from './read.js';

const exchanges = fixture('http-exchange', 'basic', 'calls.jsonl');
const trace = fixture('mapped', 'basic', 'calls.csv');
const quoted = fixture('mapped', 'quoted', 'calls.csv');
const nested = fixture('mapped', 'jsonl', 'calls.jsonl');
const printed = fixture('normalised', 'basic', 'calls.jsonl');

describe('detection', () => {
  test.each([['http-exchange', exchanges], ['mapped', trace], ['mapped', nested], ['normalised', printed]])('finds %s by its content', (id, text) => {
    const detection = detectSource(text);
    expect(detection.found && detection.source.id).toBe(id);
  });

  test('a file of no known format says what it holds', () => {
    expect(detectSource('{"hello": 1, "world": 2}\n')).toMatchObject({ found: false, problem: 'unknown', saw: 'JSON with hello, world' });
  });

  test('two formats in equal parts are ambiguous', () => {
    const first = exchanges.split('\n')[0] ?? '';
    const other = printed.split('\n')[0] ?? '';
    const detection = detectSource(`${first}\n${other}\n`);
    expect(detection).toMatchObject({ found: false, problem: 'ambiguous' });
  });

  test('a first line longer than the sample is still told', () => {
    const detection = detectSource(`{"id":"1","request":{"method":"POST","url":"https://api.openai.com/v1/chat/completions","body":"${'x'.repeat(70_000)}`, { isWhole: false });
    expect(detection.found && detection.source.id).toBe('http-exchange');
  });

  test('a mapped record longer than the sample is told by the whole of it', () => {
    const record = JSON.stringify({ prompt: 'x'.repeat(500_000), model: 'gpt-4o', prompt_tokens: 5, completion_tokens: 6 });
    for (const [head, isWhole] of [[record, true], [`${record}\n{"prompt": "cut`, false]] as const) {
      const detection = detectSource(head, { isWhole });
      expect(detection.found && detection.source.id).toBe('mapped');
    }
  });
});

describe('http-exchange', () => {
  test('good lines are calls, each bad line is a skip with its reason', async () => {
    const { items, notes } = await readWith('http-exchange', exchanges, { size: 11 });
    expect(callsOf(items).map((call) => [call.recordId, call.status, call.startedAt])).toEqual([
      ['log-1', 'ok', Date.UTC(2026, 10, 20, 10, 0, 1)], ['log-2', 'ok', 1_795_168_802_000], ['log-3', 'rate_limited', Date.UTC(2026, 10, 20, 10, 0, 3)],
    ]);
    expect(callsOf(items)[0]).toMatchObject({ env: 'prod', tags: { team: 'mail' }, latencyMs: 301, usage: { uncachedInputTokens: 21, outputTokens: 1 } });
    expect(skipsOf(items)).toEqual([
      'line 2: not JSON (a broken or cut line)', 'line 3: not an HTTP exchange (no request with a url)', 'line 7: not a JSON object',
      'line 8: POST /v1/files is not a model call', 'line 9: the time "yesterday" is of no form that can be read without guessing',
    ]);
    expect(notes).toEqual([expect.stringContaining('read as s')]);
  });
});

describe('normalised', () => {
  test('reads its own rows back', async () => {
    const { items } = await readWith('normalised', printed);
    expect(callsOf(items)[0]).toMatchObject({
      keys: ['response:chatcmpl-n-1'], startedAt: Date.UTC(2026, 10, 20, 10), provider: 'openai', requestedModel: 'gpt-4o', servedModel: 'gpt-4o-2024-08-06', stream: true, latencyMs: 640,
      usage: { uncachedInputTokens: 600, cacheReadTokens: 400, outputTokens: 50 }, tags: { team: 'mail', task: 'summarization', workload: 'w-1' }, sessionId: 'chatcmpl-n-1',
    });
    expect(callsOf(items)[1]).toMatchObject({ keys: [`call:openai:gpt-4o-2024-08-06:${Date.UTC(2026, 10, 20, 10)}:c-2`], status: 'rate_limited', usage: {} });
    expect(items.map((item) => 'call' in item && item.weightMillionths)).toEqual([10_000_000, 1_000_000]);
  });
});

const azure = { set: { model: 'gpt-4o', provider: 'openai' } };

describe('mapped CSV', () => {
  test('obvious columns are guessed and said; broken rows are skipped and cost no other row', async () => {
    const { items, notes } = await readWith('mapped', trace, azure);
    expect(notes[0]).toBe('columns guessed by their names: startedAt=TIMESTAMP, inputTokens=ContextTokens, outputTokens=GeneratedTokens (override with --map)');
    expect(notes[1]).toBe('times without a zone read as UTC');
    expect(callsOf(items).map((call) => [call.startedAt - Date.UTC(2026, 10, 20, 10), call.usage.uncachedInputTokens, call.usage.outputTokens])).toEqual([[123, 374, 44], [1000, 374, 44], [1000, 374, 44], [6000, 12, 4]]);
    expect(skipsOf(items)).toEqual([
      'line 5: impossible usage: inputTokens is -5', 'line 6: inputTokens is "abc", which is no number', 'line 7: 2 cells where the header has 3', 'line 8: the quotes of the line do not match',
    ]);
    expect(callsOf(items)[0]).toMatchObject({ provider: 'openai', servedModel: 'gpt-4o', status: 'ok', timeSource: 'record' });
  });

  test('--map names columns, quoted cells hold delimiters, quotes and line breaks, empty is absent', async () => {
    const map = { startedAt: 'When', model: 'Model', inputTokens: 'Request tokens', outputTokens: 'Answer tokens', costUsd: 'USD', 'tag.who': 'Who', prompt: 'Text' };
    const { items, notes } = await readWith('mapped', quoted, { map, size: 5 });
    expect(callsOf(items)).toMatchObject([
      { startedAt: 1_795_168_800_000, provider: 'openai', servedModel: 'gpt-4o', loggedCostNanoUsd: 12_300_000, tags: { who: 'Ann "A" B' }, content: { messages: [{ role: 'user', text: 'line one\nline; two' }] } },
      { provider: 'anthropic', tags: {}, content: { messages: [{ text: 'plain' }] } },
    ]);
    expect(callsOf(items).map(({ usage }) => [usage.uncachedInputTokens, usage.outputTokens])).toEqual([[1200, 30], [100, undefined]]);
    expect(notes).toEqual(['plain numbers as times read as s by their size (force with --set timeUnit=s|ms|us|ns)']);
  });

  test.each([
    [{ map: { modle: 'x' } }, 'no-field'], [{ map: { model: 'Nope' } }, 'no-column'], [{}, 'no-model'], [{ set: { model: 'm', timeUnit: 'days' } }, 'bad-time-unit'],
  ])('%j is refused with %s', async (options, code) => {
    await expect(readWith('mapped', trace, options)).rejects.toMatchObject({ name: 'UserError', code });
  });
});

test('mapped JSON lines read nested paths; a model that many hosts serve needs its provider', async () => {
  const { items } = await readWith('mapped', nested, { map: { 'tag.feature': 'meta.feature' } });
  expect(callsOf(items)).toMatchObject([{ startedAt: 1_795_168_800_123, provider: 'mistral', usage: { uncachedInputTokens: 10, outputTokens: 2 }, tags: { feature: 'mail' } }]);
  expect(skipsOf(items)).toEqual(['line 2: the provider is not given and cannot be told from the model; add --set provider=…']);
});

describe('records longer than a chunk', () => {
  test('the first record of 500 KB names the columns, with a byte order mark before it', async () => {
    const record = (tokens: number): string => JSON.stringify({ prompt: 'x'.repeat(500_000), usage: { prompt_tokens: tokens, completion_tokens: 6 }, model: 'gpt-4o', provider: 'openai' });
    const { items } = await readWith('mapped', `\uFEFF${record(5)}\n${record(7)}\n`);
    expect(callsOf(items).map(({ usage }) => [usage.uncachedInputTokens, usage.outputTokens])).toEqual([[5, 6], [7, 6]]);
  });
});

describe('words that are none of a field', () => {
  const head = 'model,prompt_tokens,completion_tokens';
  const readColumn = async (field: string, value: string) => readWith('mapped', `${head},x\ngpt-4o,5,6,${value}\n`, { map: { [field]: 'x' } });

  test.each([['billing', 'prepaid', 'known are metered'], ['usageSource', 'guess', 'known are reported'], ['stream', 'maybe', 'known are true'], ['httpStatus', '700', 'no HTTP status (100 to 599)'], ['httpStatus', '200.5', 'no HTTP status'], ['status', 'weird', 'known are ok']])(
    'a row whose %s is %s is skipped with the reason', async (field, value, reason) => {
      const { items } = await readColumn(field, value);
      expect(skipsOf(items)).toEqual([expect.stringContaining(reason)]);
    },
  );

  test('an api nobody knows is other; case does not matter; nothing stated is unknown billing', async () => {
    expect(callsOf((await readColumn('api', 'telepathy')).items)).toMatchObject([{ api: 'other', billing: 'unknown' }]);
    expect(callsOf((await readColumn('billing', 'Committed')).items)).toMatchObject([{ api: 'chat', billing: 'committed' }]);
    expect(callsOf((await readColumn('stream', 'Yes')).items)).toMatchObject([{ stream: true }]);
    expect(callsOf((await readColumn('effort', 'none')).items)).toMatchObject([{ effort: 'none' }]);
  });

  test('a call of more than a thousand million tokens is skipped', async () => {
    const { items } = await readWith('mapped', `${head}\ngpt-4o,1e15,6\n`);
    expect(skipsOf(items)).toEqual(['line 2: impossible usage: inputTokens is more than 1,000,000,000 tokens in one call']);
  });
});

describe('ids', () => {
  const read = async (id: string, map: Record<string, string> = {}) => callsOf((await readWith('mapped', `time,model,prompt_tokens,completion_tokens,request_id\n2026-11-20 10:00:00,gpt-4o,5,6,${id}\n`, { map })).items)[0];
  const at = Date.UTC(2026, 10, 20, 10);

  test.each(['1', '20261120100000001', 'request-00000001', 'abc', 'id:mapped'])('a guessed id %s is shown and is no key', async (id) => {
    expect(await read(id)).toMatchObject({ recordId: id, keys: [] });
  });

  test.each(['7d9f1c52-3b0e-4a77-9d1e-2f6a0c9b8e14', 'req_011CSHoEeqs5C35K2UUqR7Fy', 'f3a9c2e41b84d06a77'])('a guessed id %s is a key with the facts of the call', async (id) => {
    expect(await read(id)).toMatchObject({ recordId: id, keys: [`id:mapped:openai:gpt-4o:${at}:5:6:${id}`] });
  });

  test('an id that a provider made is shared with other logs', async () => {
    expect(await read('chatcmpl-9xKq2')).toMatchObject({ keys: ['response:chatcmpl-9xKq2'] });
  });

  test('an id named by --map is a key beside provider, model and start', async () => {
    expect(await read('1', { id: 'request_id' })).toMatchObject({ keys: [`id:mapped:openai:gpt-4o:${at}:1`] });
  });
});

describe('times', () => {
  const at = Date.UTC(2023, 10, 16, 18, 15, 46, 680);
  test.each([
    ['2023-11-16 18:15:46.6805900', at], ['2023-11-16T18:15:46.680Z', at], ['2023-11-16T20:15:46.680+02:00', at], ['2023-11-16 13:45:46,680-0430', at], ['1700158546680', at], [1_700_158_546.68, at],
    ['1700158546680123', at], ['1700158546680123456', at], ['2023-11-16', Date.UTC(2023, 10, 16)], ['Thu, 16 Nov 2023 18:15:46 GMT', at - 680], ['Fri, 17 Nov 2023 08:15:46 +1400', at - 680],
    ['2026-11-20T24:00:00Z', Date.UTC(2026, 10, 21)], ['2026-11-20T10:00:00+14:00', Date.UTC(2026, 10, 19, 20)],
  ])('%s', (text, ms) => {
    expect(createTimeReader().read(text)).toEqual({ known: true, value: ms });
  });

  test.each(['2023-02-30', '16/11/2023 18:15', '2023-13-01T00:00:00Z', '0', '', 'soon', null, '2026-02-30', '2026-02-30 10:00:00', '2026-04-31T00:00:00Z', '2026-11-00', '2026-11-20T24:30:00Z', '2026-11-20T24:00:01Z', '2026-11-20T25:00:00Z',
    '2026-11-20T10:60:00Z', '2026-11-20T10:00:00+15:00', '2026-11-20T10:00:00-14:01', '2026-11-20T10:00:00+01:75', '2026-11-20T10:00:00+99', 'Tue, 31 Feb 2026 10:00:00 GMT', 'Fri, 20 Nov 2026 10:00:00 +9900'])('%s is no time', (text) => {
    expect(createTimeReader().read(text).known).toBe(false);
  });

  test('the first number settles the unit for the file', () => {
    const time = createTimeReader();
    expect(time.read(1_700_158_546_680)).toEqual({ known: true, value: at });
    expect(time.read(1_700_158_546)).toMatchObject({ known: false });
  });
});

describe('damaged files lose nothing but the damaged records', () => {
  const good = exchanges.split('\n').filter((_, index) => index === 0 || index === 3);

  test('a record nested deeper than the stack is a skip', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const line = JSON.stringify({ ...JSON.parse(good[0] ?? ''), response: { status: 200, headers: {}, body: 0 } }).replace('"body":0', `"body":${deep}`);
    const { items } = await readWith('http-exchange', `${line}\n${good[1]}\n`);
    expect(callsOf(items)).toHaveLength(1);
    expect(skipsOf(items)).toHaveLength(1);
  });

  test('a flipped bit costs at most its own line', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(), fc.integer({ min: 0, max: 7 }), async (at, bit) => {
      const middle = Buffer.from(good[1] ?? '');
      const index = at % middle.length;
      middle[index] = (middle[index] ?? 0) ^ (1 << bit);
      const text = Buffer.concat([Buffer.from(`${good[0]}\n`), middle, Buffer.from(`\n${good[0]}\n`)]);
      const { items } = await readWith('http-exchange', text, { size: 97 });
      expect(callsOf(items).filter((call) => call.recordId === 'log-1').length).toBeGreaterThanOrEqual(2);
    }), { numRuns: 200, seed: 11 });
  });

  test('a file cut anywhere keeps every line before the cut', async () => {
    await fc.assert(fc.asyncProperty(fc.nat(), async (at) => {
      const text = Buffer.from(`${good[0]}\n${good[1]}\n`);
      const cut = text.subarray(0, at % text.length);
      const { items } = await readWith('http-exchange', cut, { size: 64 });
      const whole = cut.toString().split('\n').length - 1;
      expect(callsOf(items).length).toBeGreaterThanOrEqual(whole);
    }), { numRuns: 100, seed: 11 });
  });

  test('a damaged CSV row costs no other row', async () => {
    const rows = Array.from({ length: 20 }, (_, index) => `2026-11-20 10:00:${String(index).padStart(2, '0')},${100 + index},${index}`);
    await fc.assert(fc.asyncProperty(fc.nat(19), fc.string({ unit: 'binary', maxLength: 12 }), fc.nat(), async (row, noise, at) => {
      const line = rows[row] ?? '';
      const broken = `${line.slice(0, at % line.length)}${noise.replace(/[\n\r]/g, '"')}`;
      const text = ['TIMESTAMP,ContextTokens,GeneratedTokens', ...rows.map((other, index) => (index === row ? broken : other))].join('\n');
      const { items } = await readWith('mapped', text, azure);
      const outputs = callsOf(items).map((call) => call.usage.uncachedInputTokens);
      const others = rows.map((_, index) => 100 + index).filter((_, index) => index !== row);
      expect(outputs).toEqual(expect.arrayContaining(others));
    }), { numRuns: 300, seed: 11 });
  });
});
