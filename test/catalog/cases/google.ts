import { type Case, type Refusal, readFrom } from './case.js';

// Expected figures are arithmetic on published prices; nothing here reads the catalog.

export const cases: readonly Case[] = [
  ...readFrom('Gemini API pricing, https://ai.google.dev/gemini-api/docs/pricing, copies until 2026-09-30', [
    ['Gemini 1.5 Pro before the cut', { provider: 'google', model: 'gemini-1.5-pro', at: '2024-09-30', usage: { inputTokens: 8000, outputTokens: 1000 } }, (8000 * 3.5 + 1000 * 10.5) / 1e6],
    ['Gemini 1.5 Pro after it, above 128K', { provider: 'google', model: 'gemini-1.5-pro', at: '2024-10-01', usage: { inputTokens: 128_001, outputTokens: 1000 } }, (128_001 * 2.5 + 1000 * 10) / 1e6],
    ['Gemini 2.5 Pro at 200,000', { provider: 'google', model: 'models/gemini-2.5-pro', at: '2026-05-01', usage: { inputTokens: 200_000, outputTokens: 1000 } }, (200_000 * 1.25 + 1000 * 10) / 1e6],
    ['Gemini 2.5 Pro above, with cached input', { provider: 'vertex_ai', model: 'publishers/google/models/gemini-2.5-pro', at: '2026-05-01', usage: { inputTokens: 250_000, cachedInputTokens: 100_000, outputTokens: 1000 } }, (150_000 * 2.5 + 100_000 * 0.25 + 1000 * 15) / 1e6],
    ['Gemini 2.5 Pro cached at the mid-2025 price', { provider: 'gemini', model: 'gemini-2.5-pro', at: '2025-06-20', usage: { inputTokens: 10_000, cachedInputTokens: 8000, outputTokens: 100 } }, (2000 * 1.25 + 8000 * 0.31 + 100 * 10) / 1e6],
    ['Gemini 2.5 Flash with audio', { provider: 'google', model: 'gemini-2.5-flash', at: '2026-05-01', usage: { inputTokens: 3000, audioInputTokens: 2000, outputTokens: 100 } }, (1000 * 0.3 + 2000 * 1 + 100 * 2.5) / 1e6],
    ['Gemini 3.8 Flash on the last day of its promotion', { provider: 'google', model: 'gemini-3.8-flash', at: '2026-12-31T23:59:59Z', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 0.75 + 1000 * 3.75) / 1e6],
    ['Gemini 3.8 Flash the day after', { provider: 'google', model: 'gemini-3.8-flash', at: '2027-01-01', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 1.5 + 1000 * 7.5) / 1e6],
    ['cache storage of Gemini 3.8 Flash', { provider: 'google', model: 'gemini-3.8-flash', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 1000, cacheStorageTokenHours: 2_000_000 } }, (1000 * 0.75 + 1000 * 3.75) / 1e6 + 2 * 0.5],
    ['Gemini batch is half', { provider: 'google', model: 'gemini-3.5-flash-lite', at: '2026-11-01', serviceTier: 'batch', usage: { inputTokens: 1000, outputTokens: 1000 } }, ((1000 * 0.3 + 1000 * 2.5) * 0.5) / 1e6],
    ['gemini-2.5-flash is answered and billed by its successor from 2026-12-01', { provider: 'google', model: 'gemini-2.5-flash', at: '2026-12-02', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 0.3 + 1000 * 2.5) / 1e6],
    ['gemini-2.5-pro likewise', { provider: 'google', model: 'gemini-2.5-pro', at: '2026-12-02', usage: { inputTokens: 1000, outputTokens: 1000 } }, (1000 * 0.75 + 1000 * 3.75) / 1e6],
  ]),
];

export const refusals: readonly Refusal[] = [];
