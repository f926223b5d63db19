import { type Case, type Refusal, readFrom } from './case.js';

// Expected figures are arithmetic on published prices; nothing here reads the catalog.

export const cases: readonly Case[] = [
  ...readFrom('Mistral pricing, https://mistral.ai/pricing, copies until 2026-09-29', [
    ['mistral-large-latest before Large 3', { provider: 'mistral', model: 'mistral-large-latest', at: '2025-12-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 2 + 100 * 6) / 1e6],
    ['mistral-large-latest from Large 3 on', { provider: 'mistralai', model: 'mistral-large-latest', at: '2025-12-02', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.5 + 100 * 1.5) / 1e6],
    ['mistral-medium-latest moves on 2026-06-16', { provider: 'mistral', model: 'mistral-medium-latest', at: '2026-06-15', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.4 + 100 * 2) / 1e6],
    ['mistral-medium-latest afterwards', { provider: 'mistral', model: 'mistral-medium-latest', at: '2026-06-16', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 1.5 + 100 * 7.5) / 1e6],
    ['mistral-small-latest today', { provider: 'mistral', model: 'mistral-small-latest', at: '2026-11-22', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.15 + 100 * 0.6) / 1e6],
  ]),
  ...readFrom('DeepSeek pricing, https://api-docs.deepseek.com/quick_start/pricing, copies until 2026-11-15', [
    ['deepseek-v4-flash at night, before peak prices began', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-07-01T02:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.14 + 100 * 0.28) / 1e6],
    ['deepseek-v4-flash one minute before the change', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-16T15:59Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.14 + 100 * 0.28) / 1e6],
    ['deepseek-v4-flash at peak, Monday 02:00', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-17T02:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.44 + 100 * 1.32) / 1e6],
    ['deepseek-v4-flash between the peaks', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-17T04:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.22 + 100 * 0.66) / 1e6],
    ['deepseek-v4-flash at peak hours of a Saturday', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-08-22T02:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.22 + 100 * 0.66) / 1e6],
    ['deepseek-v4-flash is served and billed as deepseek-flash from 2026-09-10T04:00Z', { provider: 'deepseek', model: 'deepseek-v4-flash', at: '2026-11-16T06:30Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.3 + 100 * 1.2) / 1e6],
    ['deepseek-flash on a public holiday in China', { provider: 'deepseek', model: 'deepseek-flash', at: '2026-10-05T06:30Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.15 + 100 * 0.6) / 1e6],
    ['deepseek-chat of V3.2', { provider: 'deepseek', model: 'deepseek-chat', at: '2026-02-01T20:00Z', usage: { inputTokens: 1000, cachedInputTokens: 500, outputTokens: 100 } }, (500 * 0.28 + 500 * 0.028 + 100 * 0.42) / 1e6],
    ['deepseek-chat at night in the 2025 scheme', { provider: 'deepseek', model: 'deepseek-chat', at: '2025-06-01T20:00Z', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.135 + 100 * 0.55) / 1e6],
  ]),
];

export const refusals: readonly Refusal[] = [];
