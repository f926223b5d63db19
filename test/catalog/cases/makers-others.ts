import { type Case, type Refusal, readFrom } from './case.js';

// Cohere, Alibaba, Moonshot, Z.ai, MiniMax, Perplexity, Voyage. Expected figures are arithmetic on published prices; nothing here reads the catalog.

const usage = { inputTokens: 1000, outputTokens: 100 };
const cached = { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 100 };
const at = '2026-11-22';

export const cases: readonly Case[] = [
  ...readFrom('Cohere pricing, https://cohere.com/pricing, copies of 2025-07-04 and 2026-06-30', [
    ['Command R 08-2024', { provider: 'cohere', model: 'command-r-08-2024', at, usage }, (1000 * 0.15 + 100 * 0.6) / 1e6],
    ['Command R+ 08-2024', { provider: 'cohere', model: 'command-r-plus-08-2024', at, usage }, (1000 * 2.5 + 100 * 10) / 1e6],
    ['Command R7B', { provider: 'cohere', model: 'command-r7b-12-2024', at, usage }, (1000 * 0.0375 + 100 * 0.15) / 1e6],
    ['Command A', { provider: 'cohere', model: 'command-a-03-2025', at, usage }, (1000 * 2.5 + 100 * 10) / 1e6],
    ['Embed 4, text', { provider: 'cohere', model: 'embed-v4.0', at, usage: { inputTokens: 10_000 } }, (10_000 * 0.12) / 1e6],
    ['Embed 4, text and images', { provider: 'cohere', model: 'embed-v4.0', at, usage: { inputTokens: 10_000, imageTokens: 4000 } }, (6000 * 0.12 + 4000 * 0.47) / 1e6],
  ]),
  ...readFrom('Cohere Embed 5 Fast, https://www.developersdigest.tech/models/embeddings/cohere-embed-v5-0-fast, 2026-11-22', [
    ['Embed 5 Fast', { provider: 'cohere', model: 'embed-v5.0-fast', at, usage: { inputTokens: 10_000 } }, (10_000 * 0.08) / 1e6],
  ]),
  ...readFrom('Command R means 03-2024, https://docs.cohere.com/changelog/2025-09-15-major-command-deprecations, 2025-09-15', [
    ['command-r is the version of March 2024, with its price', { provider: 'cohere', model: 'command-r', at: '2025-01-01', usage }, (1000 * 0.5 + 100 * 1.5) / 1e6],
    ['command-r-plus is the version of April 2024, with its price', { provider: 'cohere', model: 'command-r-plus-04-2024', at: '2025-01-01', usage }, (1000 * 3 + 100 * 15) / 1e6],
  ]),
  ...readFrom('Model Studio, international prices, https://www.alibabacloud.com/help/en/model-studio/models, 2026-08-27', [
    ['qwen-plus without thinking', { provider: 'alibaba', model: 'qwen-plus', at, usage }, (1000 * 0.4 + 100 * 1.2) / 1e6],
    ['qwen-plus that thought: all output is dearer', { provider: 'dashscope', model: 'qwen-plus', at, usage: { inputTokens: 1000, outputTokens: 500, reasoningTokens: 400 } }, (1000 * 0.4 + 500 * 4) / 1e6],
    ['qwen-plus at the top of its first band', { provider: 'alibaba', model: 'qwen-plus', at, usage: { inputTokens: 256_000, outputTokens: 100 } }, (256_000 * 0.4 + 100 * 1.2) / 1e6],
    ['qwen-plus above it', { provider: 'alibaba', model: 'qwen-plus', at, usage: { inputTokens: 300_000, outputTokens: 100 } }, (300_000 * 1.2 + 100 * 3.6) / 1e6],
    ['qwen-plus above it, thinking', { provider: 'alibaba', model: 'qwen-plus', at, usage: { inputTokens: 300_000, outputTokens: 100, reasoningTokens: 60 } }, (300_000 * 1.2 + 100 * 12) / 1e6],
    ['qwen-plus with an implicit cache hit', { provider: 'alibaba', model: 'qwen-plus-2025-12-01', at, usage: cached }, (600 * 0.4 + 400 * 0.08 + 100 * 1.2) / 1e6],
    ['qwen-plus with an explicit cache write', { provider: 'alibaba', model: 'qwen-plus', at, usage: { inputTokens: 3000, cacheWriteTokens: 2000, outputTokens: 100 } }, (1000 * 0.4 + 2000 * 0.5 + 100 * 1.2) / 1e6],
    ['qwen-flash, long', { provider: 'alibaba', model: 'qwen-flash', at, usage: { inputTokens: 400_000, outputTokens: 100 } }, (400_000 * 0.25 + 100 * 2) / 1e6],
    ['qwen3-max up to 32k', { provider: 'alibaba', model: 'qwen3-max', at, usage: { inputTokens: 32_000, outputTokens: 100 } }, (32_000 * 1.2 + 100 * 6) / 1e6],
    ['qwen3-max up to 128k', { provider: 'alibaba', model: 'qwen3-max', at, usage: { inputTokens: 100_000, outputTokens: 100 } }, (100_000 * 2.4 + 100 * 12) / 1e6],
    ['qwen3-max above 128k', { provider: 'alibaba', model: 'qwen3-max-2025-09-23', at, usage: { inputTokens: 200_000, outputTokens: 100 } }, (200_000 * 3 + 100 * 15) / 1e6],
    ['qwen3-coder-plus above 256k', { provider: 'alibaba', model: 'qwen3-coder-plus', at, usage: { inputTokens: 300_000, outputTokens: 1000 } }, (300_000 * 6 + 1000 * 60) / 1e6],
    ['qwen3-coder-flash between 32k and 128k', { provider: 'alibaba', model: 'qwen3-coder-flash', at, usage: { inputTokens: 50_000, outputTokens: 1000 } }, (50_000 * 0.5 + 1000 * 2.5) / 1e6],
    ['qwen3-vl-plus with an image', { provider: 'alibaba', model: 'qwen3-vl-plus', at, usage: { inputTokens: 3000, imageTokens: 2500, outputTokens: 100 } }, (3000 * 0.2 + 100 * 1.6) / 1e6],
    ['qwen3.7-plus', { provider: 'alibaba', model: 'qwen3.7-plus', at, usage: cached }, (600 * 0.4 + 400 * 0.08 + 100 * 1.6) / 1e6],
    ['qwen3.6-flash above 256k', { provider: 'alibaba', model: 'qwen3.6-flash', at, usage: { inputTokens: 300_000, outputTokens: 100 } }, (300_000 * 1 + 100 * 4) / 1e6],
    ['qwen3.5-plus, cached', { provider: 'alibaba', model: 'qwen3.5-plus', at, usage: cached }, (600 * 0.4 + 400 * 0.04 + 100 * 2.4) / 1e6],
    ['qwen3.5-flash', { provider: 'qwen', model: 'qwen/qwen3.5-flash', at, usage }, (1000 * 0.1 + 100 * 0.4) / 1e6],
  ]),
  ...readFrom('Qwen 3.8 Max, https://vercel.com/ai-gateway/models/qwen3.8-max-0902, 2026-11-22', [
    ['qwen3.8-max has one price over its whole context', { provider: 'alibaba', model: 'qwen3.8-max', at, usage: { inputTokens: 800_000, outputTokens: 1000 } }, (800_000 * 2 + 1000 * 6) / 1e6],
    ['qwen3.8-max-0902', { provider: 'alibaba', model: 'qwen3.8-max-0902', at, usage }, (1000 * 2 + 100 * 6) / 1e6],
  ]),
  ...readFrom('Model Studio billing, https://alibabacloud.com/help/en/model-studio/billing-for-model-studio, 2025-04-22', [
    ['qwen-max', { provider: 'alibaba', model: 'qwen-max', at: '2025-04-22', usage }, (1000 * 1.6 + 100 * 6.4) / 1e6],
    ['qwen-turbo', { provider: 'alibaba', model: 'qwen-turbo', at: '2025-04-22', usage }, (1000 * 0.05 + 100 * 0.2) / 1e6],
    ['qwen-plus in a batch, half', { provider: 'alibaba', model: 'qwen-plus', at: '2025-04-22', serviceTier: 'batch', usage }, (1000 * 0.2 + 100 * 0.6) / 1e6],
  ]),
  ...readFrom('Model Studio billing, https://alibabacloud.com/help/en/model-studio/developer-reference/billing-for-tongyiqianwen, 2024-12-16', [
    ['qwen-max in 2024', { provider: 'alibaba', model: 'qwen-max', at: '2024-12-16', usage }, (1000 * 10 + 100 * 30) / 1e6],
    ['qwen-plus in 2024', { provider: 'alibaba', model: 'qwen-plus', at: '2024-12-16', usage }, (1000 * 3 + 100 * 9) / 1e6],
    ['qwen-turbo in 2024', { provider: 'alibaba', model: 'qwen-turbo', at: '2024-12-16', usage }, (1000 * 0.4 + 100 * 1.2) / 1e6],
  ]),
  ...readFrom('Kimi pricing, https://platform.kimi.ai/docs/pricing/chat, 2026-08-27', [
    ['kimi-k3', { provider: 'moonshot', model: 'kimi-k3', at, usage: cached }, (600 * 3 + 400 * 0.3 + 100 * 15) / 1e6],
    ['kimi-k2.6', { provider: 'moonshotai', model: 'moonshotai/kimi-k2.6', at, usage: cached }, (600 * 0.95 + 400 * 0.16 + 100 * 4) / 1e6],
    ['kimi-k2.7-code-highspeed', { provider: 'moonshotai', model: 'kimi-k2.7-code-highspeed', at, usage: cached }, (600 * 1.9 + 400 * 0.38 + 100 * 8) / 1e6],
    ['kimi-k2.5', { provider: 'moonshotai', model: 'kimi-k2.5', at, usage: cached }, (600 * 0.6 + 400 * 0.1 + 100 * 3) / 1e6],
    ['kimi-k2-0905-preview before it ended', { provider: 'moonshotai', model: 'kimi-k2-0905-preview', at: '2026-05-24', usage: cached }, (600 * 0.6 + 400 * 0.15 + 100 * 2.5) / 1e6],
    ['moonshot-v1-128k', { provider: 'moonshotai', model: 'moonshot-v1-128k', at, usage }, (1000 * 2 + 100 * 5) / 1e6],
  ]),
  ...readFrom('Kimi batches, https://platform.kimi.ai/docs/pricing/batch, 2026-11-22', [
    ['kimi-k2.5 in a batch costs 60 %', { provider: 'moonshotai', model: 'kimi-k2.5', at, serviceTier: 'batch', usage }, (0.6 * (1000 * 0.6 + 100 * 3)) / 1e6],
  ]),
  ...readFrom('Kimi K3.1 Pro, https://docs.apiyi.com/api-capabilities/kimi-k3-1/overview.md, 2026-10-25', [
    ['kimi-k3.1-pro with a cache write of each lifetime', { provider: 'moonshotai', model: 'kimi-k3.1-pro', at, usage: { inputTokens: 10_000, cachedInputTokens: 2000, cacheWriteTokens: 5000, cacheWrite1hTokens: 1000, outputTokens: 100 } }, (3000 * 2 + 2000 * 0.2 + 4000 * 2 + 1000 * 4 + 100 * 10) / 1e6],
    ['kimi-k3.1-pro-highspeed', { provider: 'moonshotai', model: 'kimi-k3.1-pro-highspeed', at, usage: cached }, (600 * 4 + 400 * 0.2 + 100 * 20) / 1e6],
  ]),
  ...readFrom('Z.ai pricing, https://docs.z.ai/guides/overview/pricing, 2026-08-19', [
    ['glm-5.3', { provider: 'zai', model: 'glm-5.3', at, usage: cached }, (600 * 1.4 + 400 * 0.26 + 100 * 4.4) / 1e6],
    ['glm-5-turbo', { provider: 'zai', model: 'GLM-5-Turbo', at, usage: cached }, (600 * 1.2 + 400 * 0.24 + 100 * 4) / 1e6],
    ['glm-4.7', { provider: 'z_ai', model: 'glm-4.7', at, usage: cached }, (600 * 0.6 + 400 * 0.11 + 100 * 2.2) / 1e6],
    ['glm-4.6v with an image', { provider: 'zai', model: 'glm-4.6v', at, usage: { inputTokens: 2000, imageTokens: 1500, outputTokens: 100 } }, (2000 * 0.3 + 100 * 0.9) / 1e6],
    ['glm-4.5-air through a gateway', { provider: 'openrouter', model: 'z-ai/glm-4.5-air', at, usage }, (1000 * 0.2 + 100 * 1.1) / 1e6],
  ]),
  ...readFrom('Z.ai pricing with the promotion of GLM-5.3-Flash until 2026-09-09 24:00 UTC+8, https://github.com/pydantic/genai-prices/pull/617, 2026-08-26', [
    ['glm-5.3-flash at half price', { provider: 'zai', model: 'glm-5.3-flash', at: '2026-08-27', usage: cached }, (600 * 0.075 + 400 * 0.015 + 100 * 0.25) / 1e6],
    ['glm-5.3-flash in the last second of its promotion', { provider: 'zai', model: 'glm-5.3-flash', at: '2026-09-09T15:59:59Z', usage }, (1000 * 0.075 + 100 * 0.25) / 1e6],
    ['glm-5.3-flash in the first second at its list price', { provider: 'zai', model: 'glm-5.3-flash', at: '2026-09-09T16:00:00Z', usage }, (1000 * 0.15 + 100 * 0.5) / 1e6],
    ['glm-5.3-flash today', { provider: 'z.ai', model: 'glm-5.3-flash', at, usage: cached }, (600 * 0.15 + 400 * 0.03 + 100 * 0.5) / 1e6],
  ]),
  ...readFrom('Z.ai pricing, free models and GLM-5-Code, https://docs.z.ai/guides/overview/pricing (LiteLLM agrees), 2026-11-22', [
    ['glm-4.7-flash is free', { provider: 'zai', model: 'glm-4.7-flash', at: '2026-06-01', usage }, 0],
    ['glm-4.5-flash is free, cached or not', { provider: 'zai', model: 'glm-4.5-flash', at: '2026-01-01', usage: cached }, 0],
    ['glm-5-code', { provider: 'zai', model: 'glm-5-code', at: '2026-05-01', usage }, (1000 * 1.2 + 100 * 5) / 1e6],
  ]),
  ...readFrom('Retirement of Embed v2 and Aya 8B, https://docs.cohere.com/changelog/2026-04-04-embed-v2-aya-8b-retirement.md, 2026-11-22', [
    ['Embed 2 on its last day', { provider: 'cohere', model: 'embed-english-v2.0', at: '2026-04-03', usage: { inputTokens: 10_000 } }, (10_000 * 0.1) / 1e6],
  ]),
  ...readFrom('MiniMax M3, https://dev.to/aiwave/minimax-m3-api-complete-integration-guide-1lba, 2026-09-11', [
    ['MiniMax-M3 up to 512k', { provider: 'minimax', model: 'MiniMax-M3', at, usage: cached }, (600 * 0.3 + 400 * 0.06 + 100 * 1.2) / 1e6],
    ['MiniMax-M3 above 512k', { provider: 'minimax', model: 'MiniMax-M3', at, usage: { inputTokens: 600_000, cachedInputTokens: 100_000, outputTokens: 1000 } }, (500_000 * 0.6 + 100_000 * 0.12 + 1000 * 2.4) / 1e6],
    ['MiniMax-M3 in priority', { provider: 'minimax', model: 'MiniMax-M3', at, serviceTier: 'priority', usage: cached }, (1.5 * (600 * 0.3 + 400 * 0.06 + 100 * 1.2)) / 1e6],
  ]),
  ...readFrom('MiniMax prices, https://platform.minimax.io/docs/guides/pricing-paygo, 2026-05-23', [
    ['MiniMax-M2.5 with a cache write', { provider: 'minimax', model: 'MiniMax-M2.5', at, usage: { inputTokens: 5000, cacheWriteTokens: 1000, cachedInputTokens: 3000, outputTokens: 100 } }, (1000 * 0.3 + 1000 * 0.375 + 3000 * 0.03 + 100 * 1.2) / 1e6],
    ['MiniMax-M2.7-highspeed', { provider: 'minimax', model: 'MiniMax-M2.7-highspeed', at, usage: cached }, (600 * 0.6 + 400 * 0.06 + 100 * 2.4) / 1e6],
  ]),
  ...readFrom('MiniMax M3.1 Flash, https://vercel.com/ai-gateway/models/minimax-m3.1-flash.md, 2026-11-22', [
    ['MiniMax-M3.1-Flash', { provider: 'minimax', model: 'MiniMax-M3.1-Flash', at, usage: cached }, (600 * 0.15 + 400 * 0.015 + 100 * 0.6) / 1e6],
  ]),
  ...readFrom('Perplexity pricing, https://developer.puter.com/tutorials/perplexity-api-pricing/, 2026-06-30', [
    ['sonar, with the fee of the low search context', { provider: 'perplexity', model: 'sonar', at: '2026-09-26', usage }, (1000 * 1 + 100 * 1) / 1e6 + 5 / 1000],
    ['sonar-pro, with its fee', { provider: 'perplexity', model: 'perplexity/sonar-pro', at: '2026-09-26', usage }, (1000 * 3 + 100 * 15) / 1e6 + 6 / 1000],
    ['sonar-reasoning-pro, with its fee', { provider: 'perplexity', model: 'sonar-reasoning-pro', at: '2026-09-26', usage }, (1000 * 2 + 100 * 8) / 1e6 + 6 / 1000],
    ['forty sonar calls pay forty fees', { provider: 'perplexity', model: 'sonar', at: '2026-09-26', calls: 40, usage: { inputTokens: 40_000, outputTokens: 4000 } }, 44_000 / 1e6 + (40 * 5) / 1000],
  ]),
  ...readFrom('Voyage pricing, https://docs.voyageai.com/docs/pricing, 2026-06-18', [
    ['voyage-4-large', { provider: 'voyageai', model: 'voyage-4-large', at, usage: { inputTokens: 100_000 } }, (100_000 * 0.12) / 1e6],
    ['voyage-code-3', { provider: 'voyage', model: 'voyage-code-3', at, usage: { inputTokens: 100_000 } }, (100_000 * 0.18) / 1e6],
    ['voyage-4 in a batch, a third off', { provider: 'voyageai', model: 'voyage-4', at, serviceTier: 'batch', usage: { inputTokens: 100_000 } }, (100_000 * 0.06 * 0.67) / 1e6],
    ['rerank-3', { provider: 'voyageai', model: 'rerank-3', at, usage: { inputTokens: 100_000, outputTokens: 0 } }, (100_000 * 0.05) / 1e6],
    ['rerank-3-lite without an output count', { provider: 'voyage', model: 'rerank-3-lite', at, usage: { inputTokens: 100_000 } }, (100_000 * 0.02) / 1e6],
    ['rerank-2.5', { provider: 'voyageai', model: 'rerank-2.5', at, usage: { inputTokens: 100_000, outputTokens: 0 } }, (100_000 * 0.05) / 1e6],
  ]),
];

export const refusals: readonly Refusal[] = [
  { title: 'Cohere rerank, which is sold by the search', line: { provider: 'cohere', model: 'rerank-v3.5', at, usage }, reason: /no model/ },
  { title: 'cached input at Cohere', line: { provider: 'cohere', model: 'command-r-08-2024', at, usage: cached }, reason: /no cached input rate/ },
  { title: 'cached tokens in a Qwen batch', line: { provider: 'alibaba', model: 'qwen-plus', at, serviceTier: 'batch', usage: cached }, reason: /no cached input rate/ },
  { title: 'cached input on qwen3.8-max, whose rate was not read', line: { provider: 'alibaba', model: 'qwen3.8-max', at, usage: cached }, reason: /no cached input rate/ },
  { title: 'a Qwen model that does not exist', line: { provider: 'alibaba', model: 'qwen9-max', at, usage }, reason: /no model/ },
  { title: 'a Kimi K2 preview after its end', line: { provider: 'moonshotai', model: 'kimi-k2-turbo-preview', at: '2026-05-25', usage }, reason: /retired on 2026-05-25/ },
  { title: 'a batch of kimi-k3, which is not sold', line: { provider: 'moonshotai', model: 'kimi-k3', at, serviceTier: 'batch', usage }, reason: /no batch price/ },
  { title: 'Perplexity deep research, which charges reasoning and citations apart', line: { provider: 'perplexity', model: 'sonar-deep-research', at, usage: { ...usage, webSearches: 20 } }, reason: /no model/ },
  ...['embed-english-v2.0', 'embed-english-light-v2.0', 'embed-multilingual-v2.0'].map((model): Refusal => ({ title: `${model} after its end`, line: { provider: 'cohere', model, at: '2026-04-04', usage: { inputTokens: 10_000 } }, reason: /retired on 2026-04-04/ })),
  { title: 'Aya Expanse 8B after its end', line: { provider: 'cohere', model: 'c4ai-aya-expanse-8b', at: '2026-04-04', usage }, reason: /retired on 2026-04-04/ },
  { title: 'sonar-reasoning after its end', line: { provider: 'perplexity', model: 'sonar-reasoning', at: '2025-12-15', usage }, reason: /retired on 2025-12-15/ },
  { title: 'a Llama of Perplexity after its end', line: { provider: 'perplexity', model: 'llama-3.1-sonar-large-128k-online', at: '2025-02-22', usage }, reason: /retired on 2025-02-22/ },
  ...['sonar', 'sonar-pro', 'sonar-reasoning-pro'].map((model): Refusal => ({ title: `${model} after the end of chat completions`, line: { provider: 'perplexity', model, at: '2026-09-27', usage }, reason: /retired on 2026-09-27/ })),
  { title: 'cached input on glm-5-code, whose rate was not read', line: { provider: 'zai', model: 'glm-5-code', at: '2026-05-01', usage: cached }, reason: /no cached input rate/ },
];
