import { type Case, type Refusal, readFrom } from './case.js';

// Expected figures are arithmetic on published prices; nothing here reads the catalog.

export const cases: readonly Case[] = [
  ...readFrom('Price pages of the hosts, by https://github.com/pydantic/genai-prices 0.1.8 of 2026-09-23', [
    ['Llama 3.3 70B at Groq', { provider: 'groq', model: 'llama-3.3-70b-versatile', at: '2026-05-01', serviceTier: 'on_demand', usage: { inputTokens: 1000, outputTokens: 100 } }, (1000 * 0.59 + 100 * 0.79) / 1e6],
    ['gpt-oss-120b at Groq, cached input at half', { provider: 'groq', model: 'openai/gpt-oss-120b', at: '2026-11-01', usage: { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 100 } }, (600 * 0.15 + 400 * 0.075 + 100 * 0.6) / 1e6],
    ['Llama 3.3 70B at Together', { provider: 'together', model: 'meta-llama/Llama-3.3-70B-Instruct-Turbo', at: '2026-11-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1100 * 0.88) / 1e6],
    ['Llama 3.1 8B at Fireworks', { provider: 'fireworks', model: 'accounts/fireworks/models/llama-v3p1-8b-instruct', at: '2026-05-01', usage: { inputTokens: 1000, outputTokens: 100 } }, (1100 * 0.2) / 1e6],
  ]),
];

export const refusals: readonly Refusal[] = [];
