import { type Case, type Refusal, readFrom } from './case.js';
import * as others from './makers-others.js';

// Expected figures are arithmetic on published prices; nothing here reads the catalog.

const usage = { inputTokens: 1000, outputTokens: 100 };
const cached = { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 100 };

const mistral: readonly Case[] = [
  ...readFrom('Mistral model pages, https://docs.mistral.ai/models, copies until 2026-10-06', [
    ['mistral-large-latest before Large 3', { provider: 'mistral', model: 'mistral-large-latest', at: '2025-12-01', usage }, (1000 * 2 + 100 * 6) / 1e6],
    ['mistral-large-latest from Large 3 on', { provider: 'mistralai', model: 'mistral-large-latest', at: '2025-12-02', usage }, (1000 * 0.5 + 100 * 1.5) / 1e6],
    ['mistral-large-latest stays at Large 3 while Large 4 is a preview', { provider: 'mistral', model: 'mistral-large-latest', at: '2026-11-22', usage }, (1000 * 0.5 + 100 * 1.5) / 1e6],
    ['Mistral Large 4, preview price', { provider: 'mistral', model: 'mistral-large-4', at: '2026-11-22', usage: cached }, (600 * 0.68 + 400 * 0.07 + 100 * 2.09) / 1e6],
    ['Mistral Large 4 by its other name', { provider: 'Mistral', model: 'mistral-large-4-0', at: '2026-10-06', usage }, (1000 * 0.68 + 100 * 2.09) / 1e6],
    ['mistral-medium-latest moves on 2026-06-16', { provider: 'mistral', model: 'mistral-medium-latest', at: '2026-06-15', usage }, (1000 * 0.4 + 100 * 2) / 1e6],
    ['mistral-medium-latest afterwards', { provider: 'mistral', model: 'mistral-medium-latest', at: '2026-06-16', usage }, (1000 * 1.5 + 100 * 7.5) / 1e6],
    ['mistral-medium-2508 in its last hour', { provider: 'mistral', model: 'mistral-medium-2508', at: '2026-08-30T23:59:59Z', usage }, (1000 * 0.4 + 100 * 2) / 1e6],
    ['mistral-small-latest today', { provider: 'mistral', model: 'mistral-small-latest', at: '2026-11-22', usage }, (1000 * 0.15 + 100 * 0.6) / 1e6],
    ['mistral-small-latest in 2025', { provider: 'mistral', model: 'mistral-small-latest', at: '2025-08-01', usage }, (1000 * 0.1 + 100 * 0.3) / 1e6],
    ['codestral-latest today', { provider: 'mistral', model: 'codestral-latest', at: '2026-11-22', usage }, (1000 * 0.3 + 100 * 0.9) / 1e6],
    ['codestral-2501 while it answered', { provider: 'mistral', model: 'codestral-2501', at: '2025-03-01', usage }, (1000 * 0.3 + 100 * 0.9) / 1e6],
    ['magistral-medium-latest on its last day but one', { provider: 'mistral', model: 'magistral-medium-latest', at: '2026-07-30', usage: { inputTokens: 1000, outputTokens: 900, reasoningTokens: 700 } }, (1000 * 2 + 900 * 5) / 1e6],
    ['magistral-small-2507 while it answered', { provider: 'mistral', model: 'magistral-small-2507', at: '2025-08-15', usage }, (1000 * 0.5 + 100 * 1.5) / 1e6],
    ['devstral-medium-2507 while it answered', { provider: 'mistral', model: 'devstral-medium-2507', at: '2026-01-15', usage }, (1000 * 0.4 + 100 * 2) / 1e6],
    ['devstral-small-latest in 2025', { provider: 'mistral', model: 'devstral-small-latest', at: '2025-08-01', usage }, (1000 * 0.1 + 100 * 0.3) / 1e6],
    ['ministral-8b-latest in 2025', { provider: 'mistral', model: 'ministral-8b-latest', at: '2025-06-01', usage }, (1000 * 0.1 + 100 * 0.1) / 1e6],
    ['ministral-8b-latest today', { provider: 'mistral', model: 'ministral-8b-latest', at: '2026-11-22', usage }, (1000 * 0.15 + 100 * 0.15) / 1e6],
    ['ministral-3b-2410 while it answered', { provider: 'mistral', model: 'ministral-3b-2410', at: '2025-06-01', usage }, (1000 * 0.04 + 100 * 0.04) / 1e6],
    ['pixtral-large-latest while it answered', { provider: 'mistral', model: 'pixtral-large-latest', at: '2025-06-01', usage: { inputTokens: 2000, imageTokens: 1024, outputTokens: 100 } }, (2000 * 2 + 100 * 6) / 1e6],
    ['open-mistral-nemo before it ended', { provider: 'mistral', model: 'open-mistral-nemo', at: '2026-07-30T23:59:59Z', usage }, (1000 * 0.15 + 100 * 0.15) / 1e6],
    ['devstral-latest before it ended, cached', { provider: 'mistral', model: 'devstral-latest', at: '2026-07-30', usage: cached }, (600 * 0.4 + 400 * 0.04 + 100 * 2) / 1e6],
    ['mistral-embed', { provider: 'mistral', model: 'mistral-embed', at: '2026-11-22', usage: { inputTokens: 8000 } }, (8000 * 0.1) / 1e6],
    ['codestral-embed by its dated name', { provider: 'mistral', model: 'codestral-embed-2505', at: '2026-11-22', usage: { inputTokens: 8000 } }, (8000 * 0.15) / 1e6],
    ['GLM 5.3 hosted by Mistral', { provider: 'mistral', model: 'zai-glm-latest', at: '2026-11-22', usage: cached }, (600 * 1.4 + 400 * 0.14 + 100 * 4.4) / 1e6],
    ['GLM 5.2 hosted by Mistral', { provider: 'mistral', model: 'zai-glm-5-2', at: '2026-11-22', usage: cached }, (600 * 1.4 + 400 * 0.26 + 100 * 4.4) / 1e6],
    ['a sum of 500 calls on mistral-small-2603', { provider: 'mistral', model: 'mistral-small-2603', at: '2026-11-22', calls: 500, usage: { inputTokens: 2_000_000, outputTokens: 100_000 } }, 2 * 0.15 + 0.1 * 0.6],
  ]),
  ...readFrom('Mistral pricing with cached input at a tenth, https://docs.mistral.ai/inference/pricing, 2026-09-29', [
    ['cached input on mistral-large-2512', { provider: 'mistral', model: 'mistral-large-2512', at: '2026-11-22', usage: cached }, (600 * 0.5 + 400 * 0.05 + 100 * 1.5) / 1e6],
    ['cached input on mistral-small-2603', { provider: 'mistral', model: 'mistral-small-2603', at: '2026-11-22', usage: cached }, (600 * 0.15 + 400 * 0.015 + 100 * 0.6) / 1e6],
    ['cached input on Mistral Medium 3.5', { provider: 'mistral', model: 'mistral-medium-3.5', at: '2026-11-22', usage: cached }, (600 * 1.5 + 400 * 0.15 + 100 * 7.5) / 1e6],
  ]),
  ...readFrom('Mistral batch inference, https://docs.mistral.ai/capabilities/batch, 2026-09-29', [
    ['a Mistral batch costs half', { provider: 'mistral', model: 'mistral-medium-2604', at: '2026-11-22', serviceTier: 'batch', usage }, (1000 * 0.75 + 100 * 3.75) / 1e6],
  ]),
  ...readFrom('Mistral prices in March 2024, https://gist.github.com/sj82516/862bed5e43648beef473a0635111c65f, 2024-03-04', [
    ['mistral-large-latest in March 2024', { provider: 'mistral', model: 'mistral-large-latest', at: '2024-03-04', usage }, (1000 * 8 + 100 * 24) / 1e6],
    ['mistral-small-latest in March 2024', { provider: 'mistral', model: 'mistral-small-latest', at: '2024-03-04', usage }, (1000 * 2 + 100 * 6) / 1e6],
    ['mistral-medium in March 2024', { provider: 'mistral', model: 'mistral-medium', at: '2024-03-04', usage }, (1000 * 2.7 + 100 * 8.1) / 1e6],
    ['open-mixtral-8x7b while it answered', { provider: 'mistral', model: 'open-mixtral-8x7b', at: '2024-03-04', usage }, (1000 * 0.7 + 100 * 0.7) / 1e6],
    ['open-mistral-7b while it answered', { provider: 'mistral', model: 'open-mistral-7b', at: '2024-03-04', usage }, (1000 * 0.25 + 100 * 0.25) / 1e6],
  ]),
  ...readFrom('Mistral Small 24.09 at launch, https://ai-tldr.dev/models/mistral-small-2-409/, 2026-11-22', [
    ['mistral-small-2409 in autumn 2024', { provider: 'mistral', model: 'mistral-small-2409', at: '2024-10-01', usage }, (1000 * 0.2 + 100 * 0.6) / 1e6],
  ]),
];

const deepseek: readonly Case[] = [
  ...readFrom('DeepSeek pricing, https://api-docs.deepseek.com/quick_start/pricing, copies until 2026-11-15', [
    ['deepseek-v4-flash at night, before peak prices began', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-07-01T02:00Z', usage }, (1000 * 0.14 + 100 * 0.28) / 1e6],
    ['deepseek-v4-flash one minute before the change', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-16T15:59Z', usage }, (1000 * 0.14 + 100 * 0.28) / 1e6],
    ['deepseek-v4-flash at the change, a Sunday in London', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-16T16:00Z', usage }, (1000 * 0.22 + 100 * 0.66) / 1e6],
    ['deepseek-v4-flash at peak, Monday 02:00', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-17T02:00Z', usage }, (1000 * 0.44 + 100 * 1.32) / 1e6],
    ['deepseek-v4-flash between the peaks', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-17T04:00Z', usage }, (1000 * 0.22 + 100 * 0.66) / 1e6],
    ['deepseek-v4-flash is served and billed as deepseek-flash from 2026-09-10T04:00Z', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-11-16T06:30Z', usage }, (1000 * 0.3 + 100 * 1.2) / 1e6],
    ['deepseek-flash on a public holiday in China', { provider: 'deepseek', model: 'deepseek-flash', at: '2026-10-05T06:30Z', usage }, (1000 * 0.15 + 100 * 0.6) / 1e6],
    ['deepseek-flash, last minute before the morning peak', { provider: 'deepseek', model: 'deepseek-flash', at: '2026-11-16T00:59:59Z', usage }, (1000 * 0.15 + 100 * 0.6) / 1e6],
    ['deepseek-flash, first second of the morning peak', { provider: 'deepseek', model: 'deepseek-flash', at: '2026-11-16T01:00:00Z', usage }, (1000 * 0.3 + 100 * 1.2) / 1e6],
    ['deepseek-flash, last second of the afternoon peak', { provider: 'deepseek', model: 'deepseek-flash', at: '2026-11-16T09:59:59Z', usage: cached }, (600 * 0.3 + 400 * 0.006 + 100 * 1.2) / 1e6],
    ['deepseek-flash as the afternoon peak ends', { provider: 'deepseek', model: 'deepseek-flash', at: '2026-11-16T10:00:00Z', usage: cached }, (600 * 0.15 + 400 * 0.003 + 100 * 0.6) / 1e6],
    ['deepseek-flash on a Sunday', { provider: 'deepseek', model: 'deepseek-flash', at: '2026-11-15T07:00Z', usage: cached }, (600 * 0.15 + 400 * 0.003 + 100 * 0.6) / 1e6],
    ['deepseek-v4-pro at peak, cached', { provider: 'deepseek', model: 'deepseek-v4-pro', at: '2026-11-16T07:00Z', usage: cached }, (600 * 1.32 + 400 * 0.044 + 100 * 3.96) / 1e6],
    ['deepseek-v4-pro off-peak, cached', { provider: 'deepseek', model: 'deepseek-v4-pro', at: '2026-11-16T12:00Z', usage: cached }, (600 * 0.66 + 400 * 0.022 + 100 * 1.98) / 1e6],
    ['deepseek-v4-pro before peak prices', { provider: 'deepseek', model: 'deepseek-v4-pro', at: '2026-07-01', usage: cached }, (600 * 0.435 + 400 * 0.003625 + 100 * 0.87) / 1e6],
    ['deepseek-chat of V3.2', { provider: 'deepseek', model: 'deepseek-chat', at: '2026-02-01T20:00Z', usage: { inputTokens: 1000, cachedInputTokens: 500, outputTokens: 100 } }, (500 * 0.28 + 500 * 0.028 + 100 * 0.42) / 1e6],
    ['deepseek-chat as V4 Flash', { provider: 'deepseek', model: 'deepseek-chat', at: '2026-06-01', usage: cached }, (600 * 0.14 + 400 * 0.0028 + 100 * 0.28) / 1e6],
    ['deepseek-reasoner in its last minute', { provider: 'deepseek', model: 'deepseek-reasoner', at: '2026-07-24T15:58:59Z', usage }, (1000 * 0.14 + 100 * 0.28) / 1e6],
    ['deepseek-chat at night in the 2025 scheme', { provider: 'deepseek', model: 'deepseek-chat', at: '2025-06-01T20:00Z', usage }, (1000 * 0.135 + 100 * 0.55) / 1e6],
    ['deepseek-reasoner by day in the 2025 scheme', { provider: 'deepseek', model: 'deepseek-reasoner', at: '2025-06-01T16:29Z', usage: cached }, (600 * 0.55 + 400 * 0.14 + 100 * 2.19) / 1e6],
    ['deepseek-reasoner at night in the 2025 scheme', { provider: 'deepseek', model: 'deepseek-reasoner', at: '2025-06-01T16:30Z', usage: cached }, (600 * 0.135 + 400 * 0.035 + 100 * 0.55) / 1e6],
    ['deepseek-chat of V3.1, no cheap nights any more', { provider: 'deepseek', model: 'deepseek-chat', at: '2025-09-10T20:00Z', usage }, (1000 * 0.56 + 100 * 1.68) / 1e6],
  ]),
  ...readFrom('DeepSeek weekends from 2026-08-23 00:00 in Beijing, https://github.com/jeffstric/ZJT/issues/685 and https://github.com/xyzs996/llm-api-pricing/discussions/44, 2026-08-23', [
    ['deepseek-v4-flash at peak hours of the one Saturday that had them', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-22T02:00Z', usage }, (1000 * 0.44 + 100 * 1.32) / 1e6],
    ['deepseek-v4-pro in the last second of that Saturday\'s peaks', { provider: 'deepseek', model: 'deepseek-v4-pro', at: '2026-08-22T09:59:59Z', usage: cached }, (600 * 1.32 + 400 * 0.044 + 100 * 3.96) / 1e6],
    ['deepseek-v4-flash in the same hours of the Sunday after', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-23T02:00Z', usage }, (1000 * 0.22 + 100 * 0.66) / 1e6],
    ['deepseek-v4-pro on a Saturday of September', { provider: 'deepseek', model: 'deepseek-v4-pro', at: '2026-09-05T07:00Z', usage }, (1000 * 0.66 + 100 * 1.98) / 1e6],
    ['deepseek-v4-flash on the Monday after the first cheap weekend', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-24T01:00Z', usage }, (1000 * 0.44 + 100 * 1.32) / 1e6],
  ]),
  ...readFrom('DeepSeek V4 at launch, https://github.com/anomalyco/opencode/issues/29008, 2026-11-22', [
    ['deepseek-v4-pro on its first day', { provider: 'deepseek', model: 'deepseek-v4-pro', at: '2026-04-25', usage: cached }, (600 * 1.74 + 400 * 0.145 + 100 * 3.48) / 1e6],
    ['deepseek-v4-pro after the first cut', { provider: 'deepseek', model: 'deepseek-v4-pro', at: '2026-04-27', usage: cached }, (600 * 0.435 + 400 * 0.003625 + 100 * 0.87) / 1e6],
  ]),
  ...readFrom('DeepSeek searches, https://apidog.com/de/blog/deepseek-search-api-free/, 2026-10-28', [
    ['deepseek-flash with four searches, off-peak', { provider: 'deepseek', model: 'deepseek-flash', at: '2026-11-15T07:00Z', usage: { ...usage, webSearches: 4 } }, (1000 * 0.15 + 100 * 0.6) / 1e6 + (4 * 0.75) / 1000],
    ['deepseek-v4-pro with two searches, at peak: the fee has no peak', { provider: 'deepseek', model: 'deepseek-v4-pro', at: '2026-11-16T07:00Z', usage: { ...usage, webSearches: 2 } }, (1000 * 1.32 + 100 * 3.96) / 1e6 + (2 * 0.75) / 1000],
  ]),
];

const xai: readonly Case[] = [
  ...readFrom('xAI pricing, https://docs.x.ai/developers/pricing, copy with grok-4.7, 2026-11-22', [
    ['grok-4.7, short', { provider: 'xai', model: 'grok-4.7', at: '2026-11-22', usage: cached }, (600 * 2 + 400 * 0.5 + 100 * 6) / 1e6],
    ['grok-4.7, one token below long context', { provider: 'xai', model: 'grok-4.7', at: '2026-11-22', usage: { inputTokens: 199_999, outputTokens: 100 } }, (199_999 * 2 + 100 * 6) / 1e6],
    ['grok-4.7, at 200k tokens everything doubles', { provider: 'xai', model: 'grok-4.7', at: '2026-11-22', usage: { inputTokens: 200_000, outputTokens: 100 } }, (200_000 * 4 + 100 * 12) / 1e6],
    ['grok-4.7, long and mostly cached', { provider: 'x-ai', model: 'grok-4.7', at: '2026-11-22', usage: { inputTokens: 300_000, cachedInputTokens: 250_000, outputTokens: 1000 } }, (50_000 * 4 + 250_000 * 1 + 1000 * 12) / 1e6],
    ['grok-4.7 at the US endpoint', { provider: 'xai', model: 'grok-4.7', at: '2026-11-22', region: 'us', usage: cached }, (1.1 * (600 * 2 + 400 * 0.5 + 100 * 6)) / 1e6],
    ['grok-4.6', { provider: 'xai', model: 'grok-4.6', at: '2026-11-22', usage: cached }, (600 * 2 + 400 * 0.5 + 100 * 6) / 1e6],
    ['grok-4.5 with today\'s cached price', { provider: 'xai', model: 'grok-4.5', at: '2026-11-22', usage: cached }, (600 * 2 + 400 * 0.3 + 100 * 6) / 1e6],
    ['grok-4.3 with image tokens', { provider: 'xai', model: 'grok-4.3', at: '2026-11-22', usage: { inputTokens: 5000, imageTokens: 2000, outputTokens: 200 } }, (5000 * 1.25 + 200 * 2.5) / 1e6],
    ['grok-4.3, long', { provider: 'xai', model: 'grok-4.3', at: '2026-11-22', usage: { inputTokens: 500_000, cachedInputTokens: 100_000, outputTokens: 1000 } }, (400_000 * 2.5 + 100_000 * 0.4 + 1000 * 5) / 1e6],
    ['grok-4.3 with three searches', { provider: 'xai', model: 'grok-4.3', at: '2026-11-22', usage: { ...usage, webSearches: 3 } }, (1000 * 1.25 + 100 * 2.5) / 1e6 + (3 * 5) / 1000],
    ['grok-4.20 reasoning today', { provider: 'xai', model: 'grok-4.20-0309-reasoning', at: '2026-11-22', usage }, (1000 * 1.25 + 100 * 2.5) / 1e6],
    ['grok-build-0.1', { provider: 'xai', model: 'grok-build-0.1', at: '2026-11-22', usage: cached }, (600 * 1 + 400 * 0.2 + 100 * 2) / 1e6],
    ['ten grok-4.7 calls of 100k tokens each stay short', { provider: 'xai', model: 'grok-4.7', at: '2026-11-22', calls: 10, usage: { inputTokens: 1_000_000, outputTokens: 1000 } }, (1_000_000 * 2 + 1000 * 6) / 1e6],
  ]),
  ...readFrom('grok-4.6 in priority, https://docs.x.ai/developers/advanced-api-usage/priority-processing, 2026-11-22', [
    ['grok-4.6 in priority', { provider: 'xai', model: 'grok-4.6', at: '2026-11-22', serviceTier: 'priority', usage: cached }, (600 * 4 + 400 * 1 + 100 * 12) / 1e6],
  ]),
  ...readFrom('xAI prices in spring 2026, https://docs.x.ai/developers/models.md, 2026-04-01', [
    ['grok-4.20 reasoning at launch', { provider: 'xai', model: 'grok-4.20-0309-reasoning', at: '2026-04-01', usage: cached }, (600 * 2 + 400 * 0.2 + 100 * 6) / 1e6],
    ['grok-4-1-fast before it ended', { provider: 'xai', model: 'grok-4-1-fast-reasoning', at: '2026-04-01', usage: cached }, (600 * 0.2 + 400 * 0.05 + 100 * 0.5) / 1e6],
  ]),
  ...readFrom('xAI prices of 2025, https://docs.x.ai/docs/models, 2025-07-12', [
    ['grok-4 in 2025, under its alias', { provider: 'xai', model: 'grok-4', at: '2025-08-01', usage: cached }, (600 * 3 + 400 * 0.75 + 100 * 15) / 1e6],
    ['grok-4 above 128k tokens', { provider: 'xai', model: 'grok-4-0709', at: '2025-08-01', usage: { inputTokens: 150_000, outputTokens: 1000 } }, (150_000 * 6 + 1000 * 30) / 1e6],
    ['grok-3-mini-beta', { provider: 'xai', model: 'grok-3-mini-beta', at: '2025-08-01', usage: cached }, (600 * 0.3 + 400 * 0.075 + 100 * 0.5) / 1e6],
    ['grok-3 one minute before it ended', { provider: 'xai', model: 'grok-3-latest', at: '2026-05-15T18:59Z', usage }, (1000 * 3 + 100 * 15) / 1e6],
    ['grok-2-latest', { provider: 'xai', model: 'grok-2-latest', at: '2025-03-01', usage }, (1000 * 2 + 100 * 10) / 1e6],
  ]),
];

export const cases: readonly Case[] = [...mistral, ...deepseek, ...xai, ...others.cases];

export const refusals: readonly Refusal[] = [
  { title: 'codestral-2501 on its last day', line: { provider: 'mistral', model: 'codestral-2501', at: '2025-11-30', usage }, reason: /retired on 2025-11-30/ },
  { title: 'mistral-small-2402 in 2026', line: { provider: 'mistral', model: 'mistral-small-2402', at: '2026-01-01', usage }, reason: /retired on 2025-06-16/ },
  { title: 'open-mixtral-8x22b in 2026', line: { provider: 'mistral', model: 'open-mixtral-8x22b', at: '2026-01-01', usage }, reason: /retired on 2025-03-30/ },
  { title: 'a Mistral model that does not exist', line: { provider: 'mistral', model: 'mistral-large-2611', at: '2026-11-22', usage }, reason: /no model mistral-large-2611/ },
  { title: 'Mistral OCR, which is sold by the page', line: { provider: 'mistral', model: 'mistral-ocr-latest', at: '2026-11-22', usage }, reason: /no model/ },
  { title: 'cached input on Magistral', line: { provider: 'mistral', model: 'magistral-medium-2509', at: '2026-07-01', usage: cached }, reason: /no cached input rate/ },
  ...['devstral-2512', 'devstral-latest', 'magistral-medium-2509', 'magistral-medium-latest', 'open-mistral-nemo', 'open-mistral-nemo-2407', 'mistral-nemo'].map((model): Refusal => ({
    title: `${model} after July 2026`, line: { provider: 'mistral', model, at: '2026-07-31', usage }, reason: /retired on 2026-07-31/,
  })),
  { title: 'deepseek-chat in the minute that it ended', line: { provider: 'deepseek', model: 'deepseek-chat', at: '2026-07-24T15:59Z', usage }, reason: /retired on 2026-07-24/ },
  { title: 'cached input on deepseek-chat before there was a cache', line: { provider: 'deepseek', model: 'deepseek-chat', at: '2024-06-01', usage: cached }, reason: /no cached input rate/ },
  { title: 'a DeepSeek search before they were sold to all', line: { provider: 'deepseek', model: 'deepseek-flash', at: '2026-10-01', usage: { ...usage, webSearches: 1 } }, reason: /no web search rate/ },
  { title: 'a DeepSeek batch', line: { provider: 'deepseek', model: 'deepseek-flash', at: '2026-11-16', serviceTier: 'batch', usage }, reason: /no batch price/ },
  { title: 'grok-4 after its end', line: { provider: 'xai', model: 'grok-4', at: '2026-05-15T19:00Z', usage }, reason: /retired on 2026-05-15/ },
  { title: 'an xAI batch, whose discount by model was not read', line: { provider: 'xai', model: 'grok-4.7', at: '2026-11-22', serviceTier: 'batch', usage }, reason: /no batch price/ },
  { title: 'cached input on grok-4.5 in the weeks in which its price changed', line: { provider: 'xai', model: 'grok-4.5', at: '2026-08-15', usage: cached }, reason: /no cached input rate/ },
  ...others.refusals,
];
