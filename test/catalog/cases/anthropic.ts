import { type Case, type Refusal, readFrom } from './case.js';

// Expected figures are arithmetic on published prices; nothing here reads the catalog.

export const cases: readonly Case[] = [
  ...readFrom('Anthropic pricing, https://platform.claude.com/docs/en/about-claude/pricing, copies until 2026-10-09', [
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
    ['a gateway passes the list price on', { provider: 'openrouter', model: 'anthropic/claude-sonnet-4.5', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 3 + 100 * 15) / 1e6],
  ]),
  ...readFrom('Amazon Bedrock pricing, https://aws.amazon.com/bedrock/pricing, copy of 2026-09-23', [
    ['Llama 3.3 70B on Bedrock', { provider: 'bedrock', model: 'us.meta.llama3-3-70b-instruct-v1:0', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1100 * 0.72) / 1e6],
    ['Sonnet 4.5 on Bedrock, regional profile + 10 %', { provider: 'aws', model: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, ((1000 * 3 + 100 * 15) * 1.1) / 1e6],
    ['Sonnet 4.5 on Bedrock, global profile', { provider: 'aws', model: 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 3 + 100 * 15) / 1e6],
  ]),
];

export const refusals: readonly Refusal[] = [];
