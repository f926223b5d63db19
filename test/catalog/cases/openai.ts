import { type Case, type Refusal, readFrom } from './case.js';

// Expected figures are arithmetic on published prices; nothing here reads the catalog.

export const cases: readonly Case[] = [
  ...readFrom('OpenAI pricing, https://developers.openai.com/api/docs/pricing, copies until 2026-10-26', [
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
  ]),
  ...readFrom('Azure OpenAI pricing follows the list, https://azure.microsoft.com/pricing/details/cognitive-services/openai-service, copy of 2026-09-23', [
    ['gpt-4o on Azure has OpenAI\'s list price', { provider: 'azure', model: 'gpt-4o-2024-08-06', at: '2026-05-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 2.5 + 100 * 10) / 1e6],
  ]),
];

export const refusals: readonly Refusal[] = [];
