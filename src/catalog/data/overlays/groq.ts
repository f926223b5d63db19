import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, PoolRow, ProviderOverlay, Quote } from '../../records.js';

const page: Citation = { source: 'Groq deprecations, https://console.groq.com/docs/deprecations (quoted in github.com/langchain-ai/langchain/pull/38363 and karthink/gptel/issues/1478)', checked: '2026-11-22', confidence: 'high' };
/** Free and developer plans lost these on 2026-08-16; customers with a committed contract keep them, so a logged call still has a price. */
const committed: Citation = { ...page, source: `${page.source} (gone on 2026-08-16 for free and developer plans, kept for committed contracts)` };
const recalled: Citation = { source: 'Groq deprecations, https://console.groq.com/docs/deprecations; the day is recalled', checked: '2026-11-22', confidence: 'low' };
const prices: Citation = { source: 'Groq models and pricing, https://console.groq.com/docs/models and https://groq.com/pricing (models.dev and LiteLLM agree)', checked: '2026-08-29', confidence: 'high' };
const preview: Citation = { source: 'Groq models page, https://console.groq.com/docs/models (catalog of 2026-08-18 made from it)', checked: '2026-08-18', confidence: 'medium' };
const cut: Citation = { source: 'https://groq.com/blog/gpt-oss-improvements-prompt-caching-and-lower-pricing (2025-10-16); the launch price is recalled from https://groq.com/pricing', checked: '2026-09-23', confidence: 'medium' };
const early: Citation = { source: 'Groq pricing of early 2025, https://groq.com/pricing; recalled', checked: '2026-11-22', confidence: 'low' };
const kimi: Citation = { source: 'https://github.com/langchain-ai/langchain/pull/32899 (Groq: kimi-k2-instruct is decommissioned on 2025-10-10, routed to -0905 until then)', checked: '2025-09-11', confidence: 'high' };

const GROQ = { provider: 'groq', kind: 'chat', isGenerallyAvailable: false } as const;
/** Sold today, as a preview or not: models.dev does not list it as active. */
const ON_SALE = { provider: 'groq', kind: 'chat', isGenerallyAvailable: true, openWeights: true } as const;

const OSS_120B: Quote = { input: 0.15, output: 0.6, read: 0.075 };
const OSS_20B: Quote = { input: 0.075, output: 0.3, read: 0.0375 };
const KIMI_K2: Quote = { input: 1, output: 3, read: 0.5 };

/** Model, day of its end, what Groq names in its place. */
const ended: readonly (readonly [string, string, string?])[] = [
  ['gemma-7b-it', '2024-12-18', 'gemma2-9b-it'],
  ['llama3-groq-70b-8192-tool-use-preview', '2025-01-06', 'llama-3.3-70b-versatile'], ['llama3-groq-8b-8192-tool-use-preview', '2025-01-06', 'llama-3.3-70b-versatile'],
  ['llama-3.1-70b-versatile', '2025-01-24', 'llama-3.3-70b-versatile'], ['mixtral-8x7b-32768', '2025-03-20', 'mistral-saba-24b'],
  ['llama-3.2-1b-preview', '2025-04-14', 'llama-3.1-8b-instant'], ['llama-3.2-3b-preview', '2025-04-14', 'llama-3.1-8b-instant'],
  ['llama-3.2-11b-vision-preview', '2025-04-14', 'meta-llama/llama-4-scout-17b-16e-instruct'], ['llama-3.2-90b-vision-preview', '2025-04-14', 'meta-llama/llama-4-scout-17b-16e-instruct'],
  ['llama-3.3-70b-specdec', '2025-04-14', 'llama-3.3-70b-versatile'], ['mistral-saba-24b', '2025-07-30', 'qwen/qwen3-32b'],
  ['llama3-70b-8192', '2025-08-30', 'llama-3.3-70b-versatile'], ['llama3-8b-8192', '2025-08-30', 'llama-3.1-8b-instant'],
  ['deepseek-r1-distill-llama-70b', '2025-10-02', 'llama-3.3-70b-versatile'], ['gemma2-9b-it', '2025-10-08', 'llama-3.1-8b-instant'],
];

const models: readonly OverlayModel[] = [
  { ...GROQ, model: 'llama-3.3-70b-versatile', successor: 'openai/gpt-oss-120b', citation: committed },
  { ...GROQ, model: 'llama-3.1-8b-instant', successor: 'openai/gpt-oss-20b', citation: committed },
  { ...GROQ, model: 'meta-llama/llama-4-maverick-17b-128e-instruct', released: '2025-04-05', retired: '2026-03-09', successor: 'openai/gpt-oss-120b', citation: page },
  { ...GROQ, model: 'meta-llama/llama-4-scout-17b-16e-instruct', retired: '2026-07-17', successor: 'openai/gpt-oss-120b', citation: page },
  { ...GROQ, model: 'qwen/qwen3-32b', retired: '2026-07-17', successor: 'openai/gpt-oss-120b', citation: page },
  {
    ...ON_SALE, model: 'openai/gpt-oss-120b', citation: prices,
    prices: [{ from: '2025-08-05', quote: { input: 0.15, output: 0.75 }, citation: cut }, { from: '2025-10-16', quote: OSS_120B, citation: prices }],
  },
  {
    ...ON_SALE, model: 'openai/gpt-oss-20b', citation: prices,
    prices: [{ from: '2025-08-05', quote: { input: 0.1, output: 0.5 }, citation: cut }, { from: '2025-10-16', quote: OSS_20B, citation: prices }],
  },
  { ...GROQ, kind: 'other', model: 'openai/gpt-oss-safeguard-20b', title: 'GPT-OSS Safeguard 20B', baseModel: 'openai/gpt-oss-safeguard-20b', released: '2025-10-29', context: 131_072, maxOutput: 65_536, openWeights: true, citation: prices, prices: [{ quote: OSS_20B }] },
  {
    ...ON_SALE, model: 'qwen/qwen3.8-27b', title: 'Qwen3.8 27B', baseModel: 'qwen/qwen3.8-27b', released: '2026-08-28', context: 131_042, maxOutput: 16_384, citation: prices,
    meets: ['tools', 'parallel_tools', 'vision', 'json_schema', 'json_object', 'long_output'], lacks: ['audio'], prices: [{ quote: { input: 0.8, output: 4, read: 0.4 } }],
  },
  {
    ...GROQ, model: 'qwen/qwen3.6-27b', title: 'Qwen3.6 27B (preview)', baseModel: 'qwen/qwen3.6-27b', released: '2026-06-16', context: 131_072, maxOutput: 16_384, openWeights: true, citation: preview,
    meets: ['tools', 'parallel_tools', 'vision', 'json_object', 'long_output'], lacks: ['audio'], prices: [{ quote: { input: 0.6, output: 3, read: 0.3 }, citation: { ...preview, source: `${preview.source}; cached 0.30 by the models endpoint, https://api.groq.com/openai/v1/models, quoted in https://github.com/anomalyco/models.dev/pull/3761` } }],
  },
  { ...GROQ, model: 'moonshotai/kimi-k2-instruct', released: '2025-07-14', retired: '2025-10-10', successor: 'moonshotai/kimi-k2-instruct-0905', citation: kimi, prices: [{ from: '2025-07-14', quote: { input: 1, output: 3 } }, { from: '2025-08-20', quote: KIMI_K2 }] },
  {
    ...GROQ, model: 'moonshotai/kimi-k2-instruct-0905', title: 'Kimi K2 0905', baseModel: 'moonshotai/kimi-k2-0905', released: '2025-09-05', retired: '2026-04-15', successor: 'openai/gpt-oss-120b', openWeights: true, context: 262_144, maxOutput: 16_384,
    citation: { source: 'https://github.com/truefoundry/models/pull/578 (deprecation date 2026-04-15); prices by https://groq.com/pricing and LiteLLM', checked: '2026-04-06', confidence: 'medium' }, meets: ['tools', 'parallel_tools', 'json_object'], prices: [{ quote: KIMI_K2 }],
  },
  { ...GROQ, model: 'qwen-qwq-32b', title: 'QwQ 32B', baseModel: 'qwen/qwq-32b', retired: '2025-07-14', successor: 'qwen/qwen3-32b', openWeights: true, context: 131_072, citation: { source: 'https://github.com/BerriAI/litellm/issues/12825 (Groq deprecations, July 14, 2025); price recalled from https://groq.com/pricing', checked: '2025-07-21', confidence: 'low' }, prices: [{ quote: { input: 0.29, output: 0.39 } }] },
  { ...GROQ, model: 'qwen-2.5-32b', title: 'Qwen2.5 32B', baseModel: 'qwen/qwen2.5-32b', retired: '2025-04-14', successor: 'qwen-qwq-32b', openWeights: true, context: 131_072, citation: early, prices: [{ quote: { input: 0.79, output: 0.79 } }] },
  { ...GROQ, model: 'qwen-2.5-coder-32b', title: 'Qwen2.5 Coder 32B', baseModel: 'qwen/qwen2.5-coder-32b', retired: '2025-04-14', successor: 'qwen-qwq-32b', openWeights: true, context: 131_072, citation: early, prices: [{ quote: { input: 0.79, output: 0.79 } }] },
  { ...GROQ, model: 'deepseek-r1-distill-qwen-32b', title: 'DeepSeek R1 Distill Qwen 32B', baseModel: 'deepseek/deepseek-r1-distill-qwen-32b', retired: '2025-04-14', successor: 'qwen-qwq-32b', openWeights: true, context: 131_072, citation: early, prices: [{ quote: { input: 0.69, output: 0.69 } }] },
  ...ended.map(([model, retired, successor]): OverlayModel => ({ provider: 'groq', model, isGenerallyAvailable: false, retired, citation: recalled, ...(successor === undefined ? {} : { successor }) })),
];

const batch: Citation = { source: 'Groq batch, https://console.groq.com/docs/batch: half of the standard rates (0.75 x in early 2025); "All batch tokens are billed at the 50% batch rate regardless of cache status"', checked: '2026-08-18', confidence: 'high' };
const flex: Citation = { source: 'Groq flex processing, https://console.groq.com/docs/flex-processing: pricing matches the on-demand tier', checked: '2026-11-22', confidence: 'high' };
const caching = 'Groq prompt caching, https://console.groq.com/docs/prompt-caching: automatic, half price, 2 hours without use, minimum 128 to 1,024 tokens by model';

const limits: Citation = { source: 'Groq models page, https://console.groq.com/docs/models (developer limits; catalog of 2026-08-18 made from it)', checked: '2026-08-18', confidence: 'medium' };
const pool = (name: string): PoolRow => ({
  ...limits, id: `groq/${name}`, title: `${name} at Groq, by organization`, model: new RegExp(`^openai/${name}$`), isCachedInputFree: true,
  limits: [{ accountTier: 'Developer', requestsPerMinute: 1000, tokensPerMinute: 250_000 }],
});

export const groq: ProviderOverlay = {
  provider: 'groq', models, freeCacheWrites: /./,
  tiers: [
    { tier: 'batch', model: /./, factor: 0.5, cacheFactor: 1, from: '2026-01-01', citation: batch },
    { tier: 'flex', model: /./, factor: 1, citation: flex },
  ],
  caches: [{ model: /gpt-oss|kimi-k2|qwen3\.[68]/, rule: { minimumTokens: 1024, lifetime: '1h', isAutomatic: true, chargesWrites: false }, source: caching }],
  capabilities: [
    { base: /^openai\/gpt-oss/, meets: ['json_object', 'json_schema'], lacks: ['logprobs', 'multiple_choices', 'parallel_tools'], source: 'https://console.groq.com/docs/tool-use: gpt-oss takes no parallel tool calls' },
    { meets: ['json_object'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Groq OpenAI compatibility page' },
  ],
  pools: [pool('gpt-oss-120b'), pool('gpt-oss-20b')],
};
