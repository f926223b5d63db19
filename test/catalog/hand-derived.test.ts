import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { type CostAnswer, costOfLine } from '../../src/commands/prices/cost-of-line.js';
import * as anthropic from './cases/anthropic.js';
import type { Line } from './cases/case.js';
import * as google from './cases/google.js';
import * as hosts from './cases/hosts.js';
import * as makers from './cases/makers.js';
import * as openai from './cases/openai.js';

// Expected figures are worked out by hand from published price pages; nothing here reads the catalog's own tables.

const catalog = createCatalog();
const MILLION = 1_000_000;

const cost = (line: Line): CostAnswer => costOfLine(catalog, JSON.stringify({ id: 'x', ...line }));
const usd = (line: Line): number | null => cost(line).usd;

describe.each([
  ['OpenAI and Azure', openai], ['Anthropic and Bedrock', anthropic], ['Google', google], ['Mistral, DeepSeek and other makers', makers], ['hosts of open weights', hosts],
] as const)('%s', (_, { cases, refusals }) => {
  test.each(cases)('$title', ({ line, usd: expected }) => {
    const answer = cost(line);
    expect(answer.reason).toBeNull();
    expect(answer.usd).toBeCloseTo(expected, 12);
  });

  test.each(refusals)('$title has no price, and says why', ({ line, reason }) => {
    const answer = cost(line);
    expect(answer.usd).toBeNull();
    expect(answer.reason).toMatch(reason);
  });
});

test('there are at least 150 hand-derived prices, each from a dated page', () => {
  const all = [openai, anthropic, google, makers, hosts].flatMap(({ cases }) => cases);
  expect(all.length).toBeGreaterThanOrEqual(150);
  expect(all.filter(({ source }) => !/https:\/\/.*20\d\d-\d\d-\d\d/.test(source))).toEqual([]);
  expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
});

describe('nothing is made up', () => {
  const usage = { inputTokens: 1000, outputTokens: 100 };

  test.each([
    ['a model that is not known', { provider: 'openai', model: 'gpt-99-nova', at: '2026-11-01', usage }, /no model gpt-99-nova/],
    ['another version of a known model', { provider: 'anthropic', model: 'claude-sonnet-5-7', at: '2026-11-01', usage }, /no model/],
    ['a smaller sister of a known model', { provider: 'google', model: 'gemini-3.8-flash-lite', at: '2026-11-01', usage }, /no model/],
    ['an unknown provider', { provider: 'acme', model: 'gpt-4o', at: '2026-11-01', usage }, /acme/],
    ['a retired model', { provider: 'openai', model: 'gpt-4o-2024-05-13', at: '2026-10-23', usage }, /retired on 2026-10-23/],
    ['Gemini 1.5', { provider: 'google', model: 'gemini-1.5-pro', at: '2026-11-01', usage }, /retired on 2025-09-24/],
    ['Opus 4.1 after its last day', { provider: 'anthropic', model: 'claude-opus-4-1-20250805', at: '2026-08-05', usage }, /retired/],
    ['an unknown tier', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', serviceTier: 'turbo', usage }, /service tier "turbo"/],
    ['a tier that is not sold for the model', { provider: 'anthropic', model: 'claude-haiku-4-5', at: '2026-11-01', serviceTier: 'fast', usage }, /no fast price/],
    ['priority above its input limit', { provider: 'openai', model: 'gpt-5.4', at: '2026-11-01', serviceTier: 'priority', usage: { inputTokens: 272_001, outputTokens: 1 } }, /272000/],
    ['cached input without a cached rate', { provider: 'openai', model: 'gpt-4o-2024-05-13', at: '2025-01-01', usage: { ...usage, cachedInputTokens: 10 } }, /no cached input rate/],
    ['a cached price of which the day of change is not known', { provider: 'google', model: 'gemini-2.5-pro', at: '2025-10-05', usage: { ...usage, cachedInputTokens: 10 } }, /no cached input rate/],
    ['audio on a text model', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', usage: { ...usage, audioInputTokens: 10 } }, /no audio input rate/],
    ['an unknown usage key', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', usage: { ...usage, smellTokens: 10 } }, /smellTokens/],
    ['more cached than input', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', usage: { inputTokens: 10, cachedInputTokens: 11, outputTokens: 1 } }, /impossible usage/],
    ['more reasoning than output', { provider: 'openai', model: 'gpt-5', at: '2026-11-01', usage: { inputTokens: 10, outputTokens: 5, reasoningTokens: 6 } }, /impossible usage/],
    ['negative tokens', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', usage: { inputTokens: -1, outputTokens: 5 } }, /impossible usage/],
    ['parts of a token', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', usage: { inputTokens: 1.5, outputTokens: 5 } }, /impossible usage/],
    ['empty usage', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', usage: {} }, /no token counts/],
    ['no date', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: 'soon', usage }, /at is missing/],
    ['no calls', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', calls: 0, usage }, /calls/],
  ] as const)('%s has no price, and says why', (_title, line, reason) => {
    const answer = cost(line as unknown as Line);
    expect(answer.usd).toBeNull();
    expect(answer.reason).toMatch(reason);
  });
});

describe("the founding article's lines", () => {
  const at = '2025-03-01';
  /** Input : output = 5 : 1. */
  const split = (tokens: number): Record<string, number> => ({ inputTokens: Math.round((tokens * 5) / 6), outputTokens: Math.round(tokens / 6) });
  const line = (model: string, tokens: number, calls: number, provider = 'openai'): number => usd({ provider, model, at, calls, usage: split(tokens) }) ?? Number.NaN;

  test('320 M tokens on gpt-4o-mini are $72.00', () => {
    expect(line('gpt-4o-mini', 320 * MILLION, 400_000)).toBeCloseTo(72, 4);
  });

  test('the baseline, 1,840 M tokens on gpt-4o, is $6,900', () => {
    expect(line('gpt-4o', 1840 * MILLION, 1_000_000)).toBeCloseTo(6900, 3);
  });

  test('420 M tokens on gpt-4o-mini are $94.50, not 100', () => {
    expect(line('gpt-4o-mini', 420 * MILLION, 350_000)).toBeCloseTo(94.5, 4);
  });

  test('300 M tokens of code cost $1,125 on gpt-4o and $1,500 on Claude Sonnet: 900 is below both', () => {
    expect(line('gpt-4o', 300 * MILLION, 150_000)).toBeCloseTo(1125, 3);
    expect(line('claude-3-7-sonnet-20250219', 300 * MILLION, 150_000, 'anthropic')).toBeCloseTo(1500, 3);
  });

  test('800 M tokens on Gemini 1.5 Pro are $1,500, and $3,733.33 before October 2024', () => {
    expect(line('gemini-1.5-pro', 800 * MILLION, 100_000, 'google')).toBeCloseTo(1500, 2);
    expect(usd({ provider: 'google', model: 'gemini-1.5-pro', at: '2024-09-01', calls: 100_000, usage: split(800 * MILLION) })).toBeCloseTo((666_666_667 * 3.5 + 133_333_333 * 10.5) / 1e6, 2);
  });

  test('the routed total at article-time list prices is $2,791.50 with code on gpt-4o, $3,166.50 with code on Sonnet', () => {
    const withoutCode = line('gpt-4o-mini', 320 * MILLION, 400_000) + line('gpt-4o-mini', 420 * MILLION, 350_000) + line('gemini-1.5-pro', 800 * MILLION, 100_000, 'google');
    expect(withoutCode + line('gpt-4o', 300 * MILLION, 150_000)).toBeCloseTo(72 + 94.5 + 1125 + 1500, 2);
    expect(withoutCode + line('claude-3-7-sonnet-20250219', 300 * MILLION, 150_000, 'anthropic')).toBeCloseTo(72 + 94.5 + 1500 + 1500, 2);
  });

  test('today: everything on gpt-6-luna would be $306.67 before quality, reasoning and tokenizer', () => {
    expect(usd({ provider: 'openai', model: 'gpt-6-luna', at: '2026-11-22', calls: 1_000_000, usage: split(1840 * MILLION) })).toBeCloseTo((1840 / 6) * (5 * 0.1 + 0.5), 2);
  });

  test('priced as one sum instead of calls, gpt-6-luna would be far too dear', () => {
    const asOneCall = usd({ provider: 'openai', model: 'gpt-6-luna', at: '2026-11-22', usage: split(320 * MILLION) }) ?? 0;
    const asCalls = usd({ provider: 'openai', model: 'gpt-6-luna', at: '2026-11-22', calls: 400_000, usage: split(320 * MILLION) }) ?? 0;
    expect(asCalls).toBeCloseTo(53.33, 2);
    expect(asOneCall).toBeCloseTo(93.33, 2);
  });
});
