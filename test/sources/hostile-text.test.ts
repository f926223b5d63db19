import { describe, expect, test } from 'vitest';
import { MAX_COLUMNS } from '../../src/sources/csv.js';
import { detectSource } from '../../src/sources/index.js';
import { sampleOf } from '../../src/sources/sample.js';
import { writtenSize } from '../../src/sources/written-size.js';
import { yamlItems } from '../../src/sources/yaml-items.js';
import { callsOf, pieces, readWith, skipsOf } from './read.js';

const exchange = (id: string): string =>
  JSON.stringify({
    startedAt: '2026-11-20T10:00:00Z', request: { method: 'POST', url: 'https://api.openai.com/v1/chat/completions', headers: {}, body: { model: 'gpt-4o', messages: [{ role: 'user', content: id }] } },
    response: { status: 200, headers: {}, body: { id: `chatcmpl-${id}`, model: 'gpt-4o', choices: [{ index: 0, message: { content: 'yes' }, finish_reason: 'stop' }], usage: { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 } } },
  });
const keysOf = async (text: string): Promise<(string | undefined)[]> => callsOf((await readWith('http-exchange', text)).items).map(({ keys }) => keys[0]);
const hole = '\0'.repeat(4096);

describe('zeros that a crash left', () => {
  test.each([
    ['at the end', `${exchange('a')}\n${exchange('b')}\n${hole}`],
    ['at the start', `${hole}${exchange('a')}\n${exchange('b')}\n`],
    ['between lines', `${exchange('a')}\n${hole}${exchange('b')}\n`],
    ['on a line of their own', `${exchange('a')}\n${hole}\n${exchange('b')}`],
  ])('%s cost no record', async (_, text) => {
    expect(detectSource(text)).toMatchObject({ found: true, source: { id: 'http-exchange' } });
    expect(await keysOf(text)).toEqual(['response:chatcmpl-a', 'response:chatcmpl-b']);
  });

  test('inside a line cost the record that they cut, and not the one behind them', async () => {
    const text = `${exchange('a')}\n${exchange('lost').slice(0, -40)}${hole}${exchange('b')}\n${exchange('c')}\n`;
    expect(detectSource(text)).toMatchObject({ found: true, source: { id: 'http-exchange' } });
    expect(await keysOf(text)).toEqual(['response:chatcmpl-a', 'response:chatcmpl-b', 'response:chatcmpl-c']);
    expect(skipsOf((await readWith('http-exchange', text)).items)).toHaveLength(1);
  });

  test('alone are no text', () => {
    expect(sampleOf(Buffer.alloc(5000), { isWhole: true }).container).toBe('bytes');
    expect(sampleOf(Buffer.from('a\0b,c\n1,2\n'), { isWhole: true }).container).toBe('bytes');
  });
});

test.each(['utf-16le', 'utf-16be'] as const)('%s without a byte order mark is named as what it is', (encoding) => {
  const bytes = Buffer.from(exchange('a'), 'utf16le');
  expect(detectSource(encoding === 'utf-16le' ? bytes : bytes.swap16())).toMatchObject({ found: false, saw: expect.stringContaining('UTF-16') as string });
});

describe('anchors of a YAML file', () => {
  const items = async (text: string): Promise<unknown[]> => {
    const found: unknown[] = [];
    for await (const batch of yamlItems(pieces(text, 1 << 16), { names: /^interactions:/, first: /^- request:/ })) found.push(...batch);
    return found;
  };

  test('that point to each other ever more often cost the record that is too large, in little time', async () => {
    const bomb = ['interactions:', '- request: &a ["lol","lol"]', ...Array.from({ length: 12 }, (_, at) => `- request: &${String.fromCharCode(98 + at)} [${Array.from({ length: 9 }, () => `*${String.fromCharCode(97 + at)}`).join(',')}]`)];
    const read = await items(`${bomb.join('\n')}\n`);
    expect(read).toHaveLength(13);
    expect(read).toContainEqual({ where: expect.any(String) as string, fault: 'the record points to more than 256 KB of what other records hold' });
  });

  test('are read in the records after theirs', async () => {
    expect(await items('interactions:\n- request: &a {uri: "https://x.test"}\n- request: *a\n')).toMatchObject([{ value: { request: { uri: 'https://x.test' } } }, { value: { request: { uri: 'https://x.test' } } }]);
  });
});

test('what several names point to counts each time, up to the bound', () => {
  const shared = ['bc'];
  expect(writtenSize({ a: 'bc', d: [1] }, 100)).toBe(2 + (1 + 4) + (2 + 4) + (1 + 4) + (2 + 5));
  expect(writtenSize([shared, shared], 100)).toBe(2 + 2 * (2 + 2 + 4));
  const bomb = Array.from({ length: 40 }).reduce<unknown>((inner) => [inner, inner], 'x');
  expect(writtenSize(bomb, 1000)).toBe(1000);
});

describe('a table with more columns than any log has', () => {
  const wide = `model,input_tokens,output_tokens,${Array.from({ length: MAX_COLUMNS }, (_, at) => `c${at}`).join(',')}\n`;

  test('is refused by name', () => {
    expect(detectSource(`${wide}gpt-4o,1,2\n`)).toMatchObject({ found: false, saw: 'a table with 10,003 columns, more than any log of calls has' });
  });

  test('is refused when its format is forced', async () => {
    await expect(readWith('mapped', `${wide}gpt-4o,1,2\n`)).rejects.toMatchObject({ code: 'too-many-columns' });
  });
});

test('what an unknown file begins with is shown without what would move the cursor', () => {
  const [names, header] = [detectSource('{"\\u001b[31mfoo": 1, "\\u202ea": 2}\n'), detectSource('\u001b[31ma,b\u009b,c\n1,2,3\n')];
  expect(names.found || names.saw).toBe('JSON with ·[31mfoo, ·a');
  expect(header.found || header.saw).toBe('a table with ·[31ma, b·, c');
});

test('half of a surrogate pair in a model of Bedrock costs no record', async () => {
  const log = JSON.stringify({ schemaType: 'ModelInvocationLog', timestamp: '2026-11-20T10:00:00Z', requestId: 'r1', operation: 'Converse', modelId: 'a\ud800', input: { inputTokenCount: 3, inputBodyJson: { messages: [{ role: 'user', content: [{ text: 'hi' }] }] } }, output: { outputTokenCount: 2 } });
  expect(callsOf((await readWith('bedrock-log', `${log}\n`)).items)).toHaveLength(1);
});

describe('figures beside a call that cannot be', () => {
  test.each(['-1', 'Infinity', 'abc', '-0.5'])('%s is not known, and the call stands', async (figure) => {
    const { items } = await readWith('mapped', `model,input_tokens,output_tokens,cost_usd,latency_ms,ttft_ms\ngpt-4o,1,2,${figure},${figure},${figure}\n`);
    expect(callsOf(items)).toMatchObject([{ loggedCostNanoUsd: undefined, latencyMs: undefined, ttftMs: undefined, usage: { uncachedInputTokens: 1 } }]);
  });

  test('a count that is an object is shown as it stands', async () => {
    const { items } = await readWith('mapped', '{"model": "gpt-4o", "input_tokens": {"a": 1}, "output_tokens": 2}\n', { map: { inputTokens: 'input_tokens' } });
    expect(skipsOf(items)).toEqual(['line 1: inputTokens is "{"a":1}", which is no number']);
  });
});

test('tags of calls that were printed and changed are texts', async () => {
  const line = { startedAt: '2026-11-20T10:00:00Z', provider: 'openai', model: 'gpt-4o', usageSource: 'reported', priceMatch: 'exact', inputTokens: 3, outputTokens: 2, tags: { a: 1, b: true, c: { d: 'e' }, f: 'g', h: null } };
  expect(callsOf((await readWith('normalised', `${JSON.stringify(line)}\n`)).items)[0]?.tags).toEqual({ a: '1', b: 'true', c: '{"d":"e"}', f: 'g' });
});
