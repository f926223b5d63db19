import { describe, expect, test } from 'vitest';
import { createCatalog } from '../../src/catalog/index.js';
import { type CostAnswer, costOfLine } from '../../src/commands/prices-cost.js';

// Expected figures are worked out by hand from published price pages; nothing here reads the catalog's own tables.

const catalog = createCatalog();
const MILLION = 1_000_000;

interface Line { provider: string; model: string; at: string; usage: Record<string, number>; serviceTier?: string; region?: string; calls?: number }

const cost = (line: Line): CostAnswer => costOfLine(catalog, JSON.stringify({ id: 'x', ...line }));
const usd = (line: Line): number | null => cost(line).usd;

/** [what, line, dollars] */
type Case = readonly [string, Line, number];

const openai: readonly Case[] = [
  ['gpt-4o at its launch price', { provider: 'openai', model: 'gpt-4o', at: '2024-06-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 5 + 100 * 15) / 1e6],
  ['gpt-4o on the last day before the cut', { provider: 'openai', model: 'gpt-4o', at: '2024-10-01T23:59:59Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 5 + 100 * 15) / 1e6],
  ['gpt-4o from the day of the cut', { provider: 'openai', model: 'gpt-4o', at: '2024-10-02', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 2.5 + 100 * 10) / 1e6],
  ['the May snapshot keeps its price', { provider: 'openai', model: 'gpt-4o-2024-05-13', at: '2026-01-05', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 5 + 100 * 15) / 1e6],
  ['gpt-4o with cached input', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', usage: { inputTokens: 3000, cachedInputTokens: 2048, outputTokens: 200 } }, (952 * 2.5 + 2048 * 1.25 + 200 * 10) / 1e6],
  ['gpt-4o in batch', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', serviceTier: 'batch', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 1.25 + 100 * 5) / 1e6],
  ['gpt-4o priority is 1.7 times', { provider: 'openai', model: 'gpt-4o-2024-11-20', at: '2026-11-01', serviceTier: 'priority', usage: { inputTokens: 1000, outputTokens: 100 } }, ((1000 * 2.5 + 100 * 10) * 1.7) / 1e6],
  ['gpt-4.1 priority is 1.75 times', { provider: 'openai', model: 'gpt-4.1', at: '2026-05-01', serviceTier: 'priority', usage: { inputTokens: 1000, outputTokens: 100 } }, ((1000 * 2 + 100 * 8) * 1.75) / 1e6],
  ['gpt-5-mini priority is 1.8 times', { provider: 'openai', model: 'gpt-5-mini-2025-08-07', at: '2026-05-01', serviceTier: 'priority', usage: { inputTokens: 1000, outputTokens: 100 } }, ((1000 * 0.25 + 100 * 2) * 1.8) / 1e6],
  ['gpt-5.5 priority is 2.5 times', { provider: 'openai', model: 'gpt-5.5', at: '2026-11-01', serviceTier: 'priority', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 12.5 + 100 * 75) / 1e6],
  ['gpt-5 flex is half, cached too', { provider: 'openai', model: 'gpt-5', at: '2026-05-01', serviceTier: 'flex', usage: { inputTokens: 2000, cachedInputTokens: 1024, outputTokens: 500, reasoningTokens: 400 } }, (976 * 0.625 + 1024 * 0.0625 + 500 * 5) / 1e6],
  ['gpt-4o-mini', { provider: 'openai', model: 'gpt-4o-mini-2024-07-18', at: '2026-11-22', usage: { inputTokens: 1000, outputTokens: 200 } }, (1000 * 0.15 + 200 * 0.6) / 1e6],
  ['o3 before its cut, cached input at a quarter', { provider: 'openai', model: 'o3', at: '2025-05-01', usage: { inputTokens: 10_000, cachedInputTokens: 4000, outputTokens: 1000 } }, (6000 * 10 + 4000 * 2.5 + 1000 * 40) / 1e6],
  ['o3 after its cut', { provider: 'openai', model: 'o3-2025-04-16', at: '2025-06-10', usage: { inputTokens: 10_000, cachedInputTokens: 4000, outputTokens: 1000 } }, (6000 * 2 + 4000 * 0.5 + 1000 * 8) / 1e6],
  ['gpt-5.4 at exactly 272,000 input tokens is not long', { provider: 'openai', model: 'gpt-5.4', at: '2026-11-01', usage: { inputTokens: 272_000, outputTokens: 1000 } }, (272_000 * 2.5 + 1000 * 15) / 1e6],
  ['gpt-5.4 one token later is, as a whole', { provider: 'openai', model: 'gpt-5.4', at: '2026-11-01', usage: { inputTokens: 272_001, outputTokens: 1000 } }, (272_001 * 5 + 1000 * 22.5) / 1e6],
  ['gpt-5.6-luna before its cut', { provider: 'openai', model: 'gpt-5.6-luna', at: '2026-07-29', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 1 + 1000 * 6) / 1e6],
  ['gpt-5.6-luna after it, with a cache write', { provider: 'openai', model: 'gpt-5.6-luna', at: '2026-07-30', usage: { inputTokens: 4000, cacheWriteTokens: 3000, outputTokens: 1000 } }, (1000 * 0.2 + 3000 * 0.25 + 1000 * 1.2) / 1e6],
  ['gpt-5.6-sol from 2026-08-21', { provider: 'openai', model: 'gpt-5.6-sol', at: '2026-08-21', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 4 + 1000 * 20) / 1e6],
  ['gpt-6.1-terra with cached input', { provider: 'openai', model: 'gpt-6.1-terra', at: '2026-11-01', usage: { inputTokens: 5000, cachedInputTokens: 4000, outputTokens: 100 } }, (1000 * 1 + 4000 * 0.05 + 100 * 5) / 1e6],
  ['gpt-6.1-sol with a 12-hour cache write', { provider: 'openai', model: 'gpt-6.1-sol', at: '2026-11-01', usage: { inputTokens: 5000, cacheWriteTokens: 4000, cacheWrite1hTokens: 4000, outputTokens: 100 } }, (1000 * 2 + 4000 * 5 + 100 * 10) / 1e6],
  ['gpt-6-luna as 1,000 calls is not long, though the sum is', { provider: 'openai', model: 'gpt-6-luna', at: '2026-11-01', calls: 1000, usage: { inputTokens: 266_700_000, outputTokens: 53_300_000 } }, (266_700_000 * 0.1 + 53_300_000 * 0.5) / 1e6],
  ['text-embedding-3-small', { provider: 'openai', model: 'text-embedding-3-small', at: '2026-11-01', usage: { inputTokens: 50_000 } }, (50_000 * 0.02) / 1e6],
  ['web searches of gpt-4o', { provider: 'openai', model: 'gpt-4o-2024-08-06', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100, webSearches: 3 } }, (1000 * 2.5 + 100 * 10) / 1e6 + (3 * 10) / 1000],
];

const anthropic: readonly Case[] = [
  ['Claude 3 Haiku, whose cache multipliers are its own', { provider: 'anthropic', model: 'claude-3-haiku-20240307', at: '2025-03-01', usage: { inputTokens: 5000, cachedInputTokens: 3000, cacheWriteTokens: 1000, outputTokens: 100 } }, (1000 * 0.25 + 3000 * 0.03 + 1000 * 0.3 + 100 * 1.25) / 1e6],
  ['Sonnet 4.5 with both cache lifetimes', { provider: 'anthropic', model: 'claude-sonnet-4-5-20250929', at: '2026-06-01', usage: { inputTokens: 10_000, cachedInputTokens: 4000, cacheWriteTokens: 5000, cacheWrite1hTokens: 2000, outputTokens: 500 } }, (1000 * 3 + 4000 * 0.3 + 3000 * 3.75 + 2000 * 6 + 500 * 15) / 1e6],
  ['Sonnet 4.5 above 200K in the 1M beta', { provider: 'anthropic', model: 'claude-sonnet-4-5', at: '2026-01-15', usage: { inputTokens: 200_001, outputTokens: 1000 } }, (200_001 * 6 + 1000 * 22.5) / 1e6],
  ['Opus 4.6 above 200K, before the premium went', { provider: 'anthropic', model: 'claude-opus-4-6', at: '2026-03-12', usage: { inputTokens: 300_000, outputTokens: 1000 } }, (300_000 * 10 + 1000 * 37.5) / 1e6],
  ['Opus 4.6 above 200K, after', { provider: 'anthropic', model: 'claude-opus-4-6', at: '2026-03-13', usage: { inputTokens: 300_000, outputTokens: 1000 } }, (300_000 * 5 + 1000 * 25) / 1e6],
  ['Sonnet 5.5 cache reads before 2026-10-07', { provider: 'anthropic', model: 'claude-sonnet-5-5', at: '2026-10-06', usage: { inputTokens: 10_000, cachedInputTokens: 9000, outputTokens: 100 } }, (1000 * 2 + 9000 * 0.2 + 100 * 10) / 1e6],
  ['Sonnet 5.5 cache reads from 2026-10-07', { provider: 'anthropic', model: 'claude-sonnet-5-5', at: '2026-10-07', usage: { inputTokens: 10_000, cachedInputTokens: 9000, outputTokens: 100 } }, (1000 * 2 + 9000 * 0.1 + 100 * 10) / 1e6],
  ['Haiku 5.5 at 100,000 input tokens', { provider: 'anthropic', model: 'claude-haiku-5-5', at: '2026-11-01', usage: { inputTokens: 100_000, outputTokens: 1000 } }, (100_000 * 0.1 + 1000 * 0.5) / 1e6],
  ['Haiku 5.5 above: five times, output too', { provider: 'anthropic', model: 'claude-haiku-5-5', at: '2026-11-01', usage: { inputTokens: 100_001, outputTokens: 1000 } }, (100_001 * 0.5 + 1000 * 2.5) / 1e6],
  ['Haiku 5.5: cached tokens count towards the cliff', { provider: 'anthropic', model: 'claude-haiku-5-5', at: '2026-11-01', usage: { inputTokens: 120_000, cachedInputTokens: 90_000, outputTokens: 1000 } }, (30_000 * 0.5 + 90_000 * 0.05 + 1000 * 2.5) / 1e6],
  ['batch stacks with cache', { provider: 'anthropic', model: 'claude-haiku-4-5', at: '2026-11-01', serviceTier: 'batch', usage: { inputTokens: 6000, cachedInputTokens: 5000, outputTokens: 200 } }, ((1000 * 1 + 5000 * 0.1 + 200 * 5) * 0.5) / 1e6],
  ['fast mode of Opus 4.7 is six times', { provider: 'anthropic', model: 'claude-opus-4-7', at: '2026-06-01', serviceTier: 'fast', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 30 + 100 * 150) / 1e6],
  ['fast mode of Opus 5.5 is twice', { provider: 'anthropic', model: 'claude-opus-5-5', at: '2026-11-01', serviceTier: 'fast', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 8 + 100 * 40) / 1e6],
  ['Opus 5.5 cache reads at a twentieth', { provider: 'anthropic', model: 'claude-opus-5-5', at: '2026-11-01', usage: { inputTokens: 10_000, cachedInputTokens: 10_000, outputTokens: 100 } }, (10_000 * 0.2 + 100 * 20) / 1e6],
  ['US-only inference + 10 %', { provider: 'anthropic', model: 'claude-sonnet-5', at: '2026-11-01', region: 'us', usage: { inputTokens: 1000, outputTokens: 100 } }, ((1000 * 2 + 100 * 10) * 1.1) / 1e6],
  ['Claude 3.5 Haiku in its first month', { provider: 'anthropic', model: 'claude-3-5-haiku-latest', at: '2024-11-10', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 1 + 100 * 5) / 1e6],
  ['Claude 3.5 Haiku later', { provider: 'anthropic', model: 'claude-3-5-haiku-20241022', at: '2025-06-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.8 + 100 * 4) / 1e6],
];

const google: readonly Case[] = [
  ['Gemini 1.5 Pro before the cut', { provider: 'google', model: 'gemini-1.5-pro', at: '2024-09-30', usage: { inputTokens: 8000, outputTokens: 1000 } }, (8000 * 3.5 + 1000 * 10.5) / 1e6],
  ['Gemini 1.5 Pro after it, above 128K', { provider: 'google', model: 'gemini-1.5-pro', at: '2024-10-01', usage: { inputTokens: 128_001, outputTokens: 1000 } }, (128_001 * 2.5 + 1000 * 10) / 1e6],
  ['Gemini 2.5 Pro at 200,000', { provider: 'google', model: 'models/gemini-2.5-pro', at: '2026-05-01', usage: { inputTokens: 200_000, outputTokens: 1000 } }, (200_000 * 1.25 + 1000 * 10) / 1e6],
  ['Gemini 2.5 Pro above, with cached input', { provider: 'vertex_ai', model: 'publishers/google/models/gemini-2.5-pro', at: '2026-05-01', usage: { inputTokens: 250_000, cachedInputTokens: 100_000, outputTokens: 1000 } }, (150_000 * 2.5 + 100_000 * 0.25 + 1000 * 15) / 1e6],
  ['Gemini 2.5 Pro cached at the mid-2025 price', { provider: 'gemini', model: 'gemini-2.5-pro', at: '2025-06-20', usage: { inputTokens: 10_000, cachedInputTokens: 8000, outputTokens: 100 } }, (2000 * 1.25 + 8000 * 0.31 + 100 * 10) / 1e6],
  ['Gemini 2.5 Flash with audio', { provider: 'google', model: 'gemini-2.5-flash', at: '2026-05-01', usage: { inputTokens: 3000, audioInputTokens: 2000, outputTokens: 100 } }, (1000 * 0.3 + 2000 * 1 + 100 * 2.5) / 1e6],
  ['Gemini 3.8 Flash on the last day of its promotion', { provider: 'google', model: 'gemini-3.8-flash', at: '2026-12-31T23:59:59Z', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 0.75 + 1000 * 3.75) / 1e6],
  ['Gemini 3.8 Flash the day after', { provider: 'google', model: 'gemini-3.8-flash', at: '2027-01-01', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 1.5 + 1000 * 7.5) / 1e6],
  ['cache storage of Gemini 3.8 Flash', { provider: 'google', model: 'gemini-3.8-flash', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 1000, cacheStorageTokenHours: 2 * MILLION } }, (1000 * 0.75 + 1000 * 3.75) / 1e6 + 2 * 0.5],
  ['Gemini batch is half', { provider: 'google', model: 'gemini-3.5-flash-lite', at: '2026-11-01', serviceTier: 'batch', usage: { inputTokens: 1000, outputTokens: 1000 } }, ((1000 * 0.3 + 1000 * 2.5) * 0.5) / 1e6],
  ['gemini-2.5-flash is answered and billed by its successor from 2026-12-01', { provider: 'google', model: 'gemini-2.5-flash', at: '2026-12-02', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 0.3 + 1000 * 2.5) / 1e6],
  ['gemini-2.5-pro likewise', { provider: 'google', model: 'gemini-2.5-pro', at: '2026-12-02', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 0.75 + 1000 * 3.75) / 1e6],
];

const others: readonly Case[] = [
  ['mistral-large-latest before Large 3', { provider: 'mistral', model: 'mistral-large-latest', at: '2025-12-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 2 + 100 * 6) / 1e6],
  ['mistral-large-latest from Large 3 on', { provider: 'mistralai', model: 'mistral-large-latest', at: '2025-12-02', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.5 + 100 * 1.5) / 1e6],
  ['mistral-medium-latest moves on 2026-06-16', { provider: 'mistral', model: 'mistral-medium-latest', at: '2026-06-15', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.4 + 100 * 2) / 1e6],
  ['mistral-medium-latest afterwards', { provider: 'mistral', model: 'mistral-medium-latest', at: '2026-06-16', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 1.5 + 100 * 7.5) / 1e6],
  ['mistral-small-latest today', { provider: 'mistral', model: 'mistral-small-latest', at: '2026-11-22', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.15 + 100 * 0.6) / 1e6],
  ['Llama 3.3 70B at Groq', { provider: 'groq', model: 'llama-3.3-70b-versatile', at: '2026-05-01', serviceTier: 'on_demand', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.59 + 100 * 0.79) / 1e6],
  ['gpt-oss-120b at Groq, cached input at half', { provider: 'groq', model: 'openai/gpt-oss-120b', at: '2026-11-01', usage: { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 100 } }, (600 * 0.15 + 400 * 0.075 + 100 * 0.6) / 1e6],
  ['Llama 3.3 70B at Together', { provider: 'together', model: 'meta-llama/Llama-3.3-70B-Instruct-Turbo', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1100 * 0.88) / 1e6],
  ['Llama 3.1 8B at Fireworks', { provider: 'fireworks', model: 'accounts/fireworks/models/llama-v3p1-8b-instruct', at: '2026-05-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1100 * 0.2) / 1e6],
  ['Llama 3.3 70B on Bedrock', { provider: 'bedrock', model: 'us.meta.llama3-3-70b-instruct-v1:0', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1100 * 0.72) / 1e6],
  ['Sonnet 4.5 on Bedrock, regional profile + 10 %', { provider: 'aws', model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, ((1000 * 3 + 100 * 15) * 1.1) / 1e6],
  ['Sonnet 4.5 on Bedrock, global profile', { provider: 'aws', model: 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 3 + 100 * 15) / 1e6],
  ['deepseek-v4-flash at night, before peak prices began', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-07-01T02:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.14 + 100 * 0.28) / 1e6],
  ['deepseek-v4-flash one minute before the change', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-16T15:59Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.14 + 100 * 0.28) / 1e6],
  ['deepseek-v4-flash at peak, Monday 02:00', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-17T02:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.44 + 100 * 1.32) / 1e6],
  ['deepseek-v4-flash between the peaks', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-17T04:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.22 + 100 * 0.66) / 1e6],
  ['deepseek-v4-flash at peak hours of a Saturday', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-22T02:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.22 + 100 * 0.66) / 1e6],
  ['deepseek-v4-flash is served and billed as deepseek-flash from 2026-09-10T04:00Z', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-11-16T06:30Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.3 + 100 * 1.2) / 1e6],
  ['deepseek-flash on a public holiday in China', { provider: 'deepseek', model: 'deepseek-flash', at: '2026-10-05T06:30Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.15 + 100 * 0.6) / 1e6],
  ['deepseek-chat of V3.2', { provider: 'deepseek', model: 'deepseek-chat', at: '2026-02-01T20:00Z', usage: { inputTokens: 1000, cachedInputTokens: 500, outputTokens: 100 } }, (500 * 0.28 + 500 * 0.028 + 100 * 0.42) / 1e6],
  ['deepseek-chat at night in the 2025 scheme', { provider: 'deepseek', model: 'deepseek-chat', at: '2025-06-01T20:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.135 + 100 * 0.55) / 1e6],
  ['gpt-4o on Azure has OpenAI\'s list price', { provider: 'azure', model: 'gpt-4o-2024-08-06', at: '2026-05-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 2.5 + 100 * 10) / 1e6],
  ['a gateway passes the list price on', { provider: 'openrouter', model: 'anthropic/claude-sonnet-4.5', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 3 + 100 * 15) / 1e6],
];

describe.each([['OpenAI', openai], ['Anthropic', anthropic], ['Google', google], ['Mistral, DeepSeek and hosts', others]] as const)('%s', (_, cases) => {
  test.each(cases)('%s', (_title, line, expected) => {
    const answer = cost(line);
    expect(answer.reason).toBeNull();
    expect(answer.usd).toBeCloseTo(expected, 12);
  });
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
    ['a cached price of which the day of change is not known', { provider: 'google', model: 'gemini-2.5-pro', at: '2025-10-01', usage: { ...usage, cachedInputTokens: 10 } }, /no cached input rate/],
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
