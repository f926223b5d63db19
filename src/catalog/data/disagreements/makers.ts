import type { Disagreement } from '../../records.js';

/** Sources on Mistral, DeepSeek, xAI, Cohere, Alibaba, Moonshot, Z.ai, MiniMax, Perplexity and Voyage that say something else than the catalog. */
export const disagreements: readonly Disagreement[] = [
  { model: 'mistral/mistral-large-2512', what: 'price of mistral-large-latest', held: '0.50 / 1.50 since 2025-12-02', others: [{ source: 'genai-prices 0.1.8, tokenlens 1.3.0', says: '2 / 6' }] },
  { model: 'mistral/mistral-small-2603', what: 'price of mistral-small-latest', held: '0.15 / 0.60 since 2026-03-16', others: [{ source: 'genai-prices 0.1.8, tokenlens 1.3.0', says: '0.10 / 0.30' }] },
  { model: 'mistral/mistral-medium-2604', what: 'price of mistral-medium-latest', held: '1.50 / 7.50 since 2026-06-16', others: [{ source: 'models.dev 2026-07-02, tokenlens 1.3.0', says: '0.40 / 2' }] },
  { model: 'deepseek/deepseek-chat', what: 'standard price in 2026', held: '0.28 / 0.42, from 2026-04-24 0.14 / 0.28', others: [{ source: 'genai-prices 0.1.8', says: '0.27 / 1.10' }, { source: 'tokenlens 1.3.0', says: '0.57 / 1.68' }, { source: 'llm-info 1.0.69', says: '0.56 / 1.68' }] },
  {
    model: 'mistral/mistral-large-4', what: 'price', held: '0.68 / 2.09, cached 0.07: the preview price on Mistral\'s own page',
    others: [{ source: 'the same page, list price after the preview; Vercel AI Gateway', says: '1.36 / 4.18, cached 0.14' }, { source: 'OpenRouter', says: '0.70 / 2.10' }],
  },
  { model: 'mistral/mistral-small-2409', what: 'price', held: '0.20 / 0.60, and 0.10 / 0.30 from 2025-01-30 on', others: [{ source: 'Mistral model page, copies of 2025', says: '0.10 / 0.30, without a day' }] },
  { model: 'mistral/mistral-large-2402', what: 'price', held: '8 / 24, and 4 / 12 from 2024-05-29 on (recalled)', others: [{ source: 'genai-prices 0.1.8', says: '2 / 6 for every mistral-large' }] },
  { model: 'mistral/mixtral-8x7b', what: 'retirement', held: '2025-03-30 (Mistral model page)', others: [{ source: 'models.dev 2026-07-02', says: 'active' }] },
  { model: 'mistral/zai-glm-5-3', what: 'cached input', held: '0.14 (Mistral model page)', others: [{ source: 'Z.ai, and Mistral for GLM 5.2', says: '0.26' }] },
  { model: 'mistral/codestral-2508', what: 'context', held: '128,000 (Mistral model page)', others: [{ source: 'genai-prices 0.1.8, models.dev', says: '256,000' }] },
  {
    model: 'deepseek/deepseek-v4-pro', what: 'price before 2026-04-26', held: '1.74 / 3.48, cached 0.145',
    others: [{ source: 'genai-prices 0.1.8, models.dev', says: '0.435 / 0.87, cached 0.003625 from the start' }],
  },
  {
    model: 'deepseek/deepseek-v4-pro', what: 'what answers since 2026-09-14', held: 'V4-Pro-0813 at its own price (api-docs.deepseek.com, copies with V4.1-Flash-1017)',
    others: [{ source: 'Codeep v3.3.0 and apidog, September 2026', says: 'routed to V4.1 Flash and billed at its price' }],
  },
  { model: 'deepseek/deepseek-reasoner', what: 'end', held: '2026-07-24T15:59Z, errors afterwards', others: [{ source: 'a price table of 2026-09-11', says: 'deepseek-chat still answered, at the price of V4.1 Flash' }] },
  {
    model: 'x-ai/grok-4-1-fast-reasoning', what: 'after 2026-05-15', held: 'no longer answers (docs.x.ai)',
    others: [{ source: 'github.com/RouteWorks/RouterArena, pull request 172', says: 'redirected to grok-4.3 and billed at its price' }],
  },
  { model: 'x-ai/grok-4.5', what: 'cached input', held: '0.50 at launch, 0.30 by 2026-09-23, unknown between', others: [{ source: 'genai-prices, copy of August 2026; models.dev', says: '0.50' }, { source: 'a price list of 2026-08-07', says: '0.30' }] },
  { model: 'x-ai/grok-4.7', what: 'long-context step', held: '200,000 input tokens or more (docs.x.ai)', others: [{ source: 'models.dev', says: 'more than 200,000' }, { source: 'docs.apiyi.com', says: 'more than 204,800' }] },
  { model: 'x-ai/grok-4.20-0309-reasoning', what: 'long-context price', held: '2.50 / 5, cached 0.40', others: [{ source: 'models.dev, an older copy', says: '4 / 12 beside 1.25 / 2.50' }] },
  { model: 'cohere/command-r', what: 'what it points to', held: 'Command R 03-2024 at 0.50 / 1.50 (docs.cohere.com)', others: [{ source: 'genai-prices 0.1.8, LiteLLM', says: '0.15 / 0.60, the price of 08-2024' }] },
  { model: 'cohere/command-r-plus', what: 'what it points to', held: 'Command R+ 04-2024 at 3 / 15 (docs.cohere.com)', others: [{ source: 'genai-prices 0.1.8, LiteLLM', says: '2.50 / 10, the price of 08-2024' }] },
  { model: 'cohere/command-a-plus-05-2026', what: 'price', held: '2.50 / 10 (models.dev)', others: [{ source: 'developer.puter.com, June 2026', says: 'no price per token' }] },
  { model: 'cohere/command-r7b', what: 'price', held: '0.0375 / 0.15', others: [{ source: 'LiteLLM, by getmaxim.ai', says: '0.15 input' }] },
  {
    model: 'alibaba/qwen3.7-max', what: 'price', held: '2.50 / 7.50, international',
    others: [{ source: 'models.dev, August 2026', says: '1.65 / 4.951, the price of mainland China in dollars' }],
  },
  { model: 'alibaba/qwen3.7-plus', what: 'price', held: '0.40 / 1.60, above 256,000 tokens 1.20 / 4.80', others: [{ source: 'models.dev 2026-07-02', says: '0.50 / 3, above 2 / 6' }] },
  { model: 'alibaba/qwen3.6-flash', what: 'price', held: '0.25 / 1.50', others: [{ source: 'models.dev 2026-07-02', says: '0.1875 / 1.125' }] },
  { model: 'alibaba/qwen3-235b-a22b', what: 'price', held: '0.70 / 2.80, thinking 8.40', others: [{ source: 'models.dev, August 2026', says: '0.287 / 1.147, thinking 2.868 (mainland China)' }] },
  { model: 'alibaba/qwen-plus', what: 'cached input', held: '0.08, a fifth of input: implicit hits', others: [{ source: 'Model Studio, explicit caches', says: 'a tenth of input' }, { source: 'Model Studio billing, April 2025', says: '40 % of input' }] },
  { model: 'alibaba/qwen3-max', what: 'bands', held: '32,000 and 128,000 tokens (LiteLLM, models.dev)', others: [{ source: 'Model Studio, whose 252K are 258,048 tokens', says: '32K and 128K, perhaps of 1,024' }] },
  { model: 'moonshotai/kimi-k2-0905-preview', what: 'price of "kimi-k2"', held: 'not a name of Moonshot\'s: not priced', others: [{ source: 'genai-prices 0.1.8 (from OpenRouter)', says: '0.57 / 2.30' }] },
  { model: 'minimax/minimax-m3', what: 'long-context step', held: 'more than 512,000 tokens at 0.60 / 2.40', others: [{ source: 'Novita, as a host', says: '524,288 tokens at 1.20 / 4.80' }, { source: 'Codeep v2.4.1, at launch', says: '0.60 / 2.40 before the discount that became permanent' }] },
  { model: 'perplexity/sonar', what: 'fee by request', held: '0.005: search context low, the default', others: [{ source: 'genai-prices 0.1.8', says: '0.012: search context high' }] },
  { model: 'perplexity/sonar-pro', what: 'fee by request', held: '0.006: search context low, the default', others: [{ source: 'genai-prices 0.1.8', says: '0.014: search context high' }, { source: 'Perplexity, search_type pro', says: '0.014 to 0.022' }] },
];
