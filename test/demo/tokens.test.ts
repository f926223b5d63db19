import { get_encoding } from 'tiktoken';
import { afterAll, expect, test } from 'vitest';
import { generateDemo, siteIds } from '../../src/demo/index.js';
import { scripts } from '../../src/demo/sites/index.js';

const encoding = get_encoding('o200k_base');
afterAll(() => encoding.free());
const countTokens = (text: string): number => encoding.encode(text, 'all').length;

/** Sampled calls, one in so many. */
const STRIDE = 5;
/** Text and reported count may differ by so much on the mean of a call site. */
const TOLERANCE = 0.15;

test('the text of every call site is as long as the tokens that are reported for it', () => {
  const sites = new Map<string, { counted: number[]; reported: number[] }>();
  let index = 0;
  for (const { request, response } of generateDemo({ seed: 5, sampleEvery: 250 })) {
    index += 1;
    if (index % STRIDE !== 0 || response?.status !== 200 || typeof response.body === 'string') continue;
    const { choices, usage } = response.body as { choices: { message: { content: string | null; tool_calls?: object[] } }[]; usage: { prompt_tokens: number; completion_tokens: number } };
    const { messages, tools, response_format: format } = request.body;
    const site = siteIds.find((id) => messages[0]?.content?.endsWith(scripts[id].system)) ?? 'none';
    const texts = messages.map((message) => `${message.content ?? ''}${message.tool_calls === undefined ? '' : JSON.stringify(message.tool_calls)}`);
    const prompt = [...texts, ...[tools, format].filter((part) => part !== undefined).map((part) => JSON.stringify(part))].join('\n');
    const reply = choices[0]?.message;
    const sums = sites.get(site) ?? { counted: [0, 0], reported: [0, 0] };
    sums.counted[0]! += countTokens(prompt);
    sums.counted[1]! += countTokens(reply?.content ?? JSON.stringify(reply?.tool_calls));
    sums.reported[0]! += usage.prompt_tokens;
    sums.reported[1]! += usage.completion_tokens;
    sites.set(site, sums);
  }
  expect([...sites.keys()].sort()).toEqual([...siteIds].sort());
  for (const [site, { counted, reported }] of sites) {
    for (const side of [0, 1]) expect(Math.abs(counted[side]! / reported[side]! - 1), `${site} ${side === 0 ? 'input' : 'output'}`).toBeLessThan(TOLERANCE);
  }
});
