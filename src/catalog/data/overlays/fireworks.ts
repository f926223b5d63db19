import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay, Quote, QuoteRow } from '../../records.js';

const page: Citation = { source: 'Fireworks serverless pricing, https://docs.fireworks.ai/serverless/pricing', checked: '2026-10-02', confidence: 'high' };
const spring: Citation = { ...page, source: `${page.source} (copy of May 2026; LiteLLM agrees)`, checked: '2026-05-31' };
const summer: Citation = { ...page, source: `${page.source} (standard and priority of June 2026; LiteLLM agrees)`, checked: '2026-06-30' };
const autumn: Citation = { ...page, source: `${page.source} (standard and priority of September 2026)`, checked: '2026-09-26' };
const sizes: Citation = { source: 'Fireworks pricing by size, https://fireworks.ai/pricing: below 4B 0.10, 4B to 16B 0.20, above 16B 0.90, MoE to 56B 0.50, MoE 56B to 176B 1.20, input and output alike', checked: '2026-06-30', confidence: 'high' };
const former: Citation = { source: 'Fireworks model pages, https://fireworks.ai/pricing, by LiteLLM (model_prices_and_context_window.json)', checked: '2026-07-24', confidence: 'medium' };

/** End of serverless access, as Fireworks told its customers. */
const endOf = (link: string, checked: string): Citation => ({ source: `Fireworks deprecation notice, ${link}`, checked, confidence: 'high' });
const february = endOf('https://github.com/anomalyco/models.dev/pull/946', '2026-02-17');
const july = endOf('https://github.com/anomalyco/models.dev/pull/3730', '2026-07-24');
const flash = endOf('https://github.com/anomalyco/models.dev/pull/5763', '2026-08-28');
const august = endOf('https://github.com/anomalyco/models.dev/pull/5683', '2026-08-28');
const september = endOf('https://github.com/Kiln-AI/Kiln/pull/1790 and https://github.com/anomalyco/models.dev/pull/7286 (serverless access ends after 2026-09-25)', '2026-09-17');
const AFTER_SEPTEMBER_25 = '2026-09-26';
/** Off the serverless list by then; the day of the end was not read. */
const spring26: Citation = { source: 'https://docs.fireworks.ai/serverless/pricing without them, by https://github.com/anomalyco/models.dev/pull/1825 (2026-05-21) and https://github.com/tailcallhq/forgecode/pull/3538; the day was not read', checked: '2026-06-20', confidence: 'low' };
const BY_MAY_21 = '2026-05-21';
/** Kimi K2.5 was switched off that day; the other two were off the list of 2026-06-13 with it. */
const june: Citation = { source: 'https://github.com/pollinations/pollinations/pull/11880 (Kimi K2.5 off serverless on 2026-06-16) and https://github.com/tailcallhq/forgecode/pull/3538', checked: '2026-06-20', confidence: 'medium' };
const JUNE_16 = '2026-06-16';

type Rates = readonly [input: number, output: number, read?: number];
const quoteOf = ([input, output, read]: Rates): Quote => ({ input, output, ...(read === undefined ? {} : { read }) });
const priorityOf = (rates: Rates, citation: Citation): Pick<OverlayModel, 'tiers'> => ({ tiers: { priority: [{ quote: quoteOf(rates), citation }] } });

const SOLD = { provider: 'fireworks', kind: 'chat', isGenerallyAvailable: true, openWeights: true } as const;
const GONE = { ...SOLD, isGenerallyAvailable: false } as const;

/** Named on the price page today, and not in the seed. */
const current: readonly OverlayModel[] = [
  {
    ...SOLD, model: 'deepseek-v4p1-flash', title: 'DeepSeek V4.1 Flash', baseModel: 'deepseek/deepseek-v4.1-flash', released: '2026-09-10', context: 1_048_576, citation: page, meets: ['tools', 'vision', 'json_schema', 'json_object'],
    prices: [{ quote: quoteOf([0.3, 1.2, 0.006]) }], ...priorityOf([0.375, 1.5, 0.0075], autumn),
  },
  { ...SOLD, model: 'deepseek-v4p1-flash-us', title: 'DeepSeek V4.1 Flash (US)', baseModel: 'deepseek/deepseek-v4.1-flash', released: '2026-09-10', context: 1_048_576, citation: page, meets: ['tools', 'vision', 'json_schema', 'json_object'], prices: [{ quote: quoteOf([0.45, 1.8, 0.009]) }], ...priorityOf([0.5625, 2.25, 0.01125], autumn) },
  { ...SOLD, model: 'glm-5p3', title: 'GLM 5.3', baseModel: 'z-ai/glm-5.3', released: '2026-08-28', context: 1_048_573, maxOutput: 262_144, citation: page, meets: ['tools', 'json_schema', 'json_object', 'long_output'], prices: [{ quote: quoteOf([1.4, 4.4, 0.26]) }] },
  { ...SOLD, model: 'glm-5p3-fast', title: 'GLM 5.3 Fast', baseModel: 'z-ai/glm-5.3', released: '2026-09-07', context: 1_048_573, maxOutput: 262_144, citation: page, meets: ['tools', 'json_schema', 'json_object', 'long_output'], prices: [{ quote: quoteOf([2.1, 6.6, 0.39]) }] },
  { ...SOLD, model: 'glm-5p3-us', title: 'GLM 5.3 (US)', baseModel: 'z-ai/glm-5.3', context: 1_048_573, maxOutput: 262_144, citation: page, meets: ['tools', 'json_schema', 'json_object', 'long_output'], prices: [{ quote: quoteOf([2.1, 6.6, 0.39]) }] },
  { ...SOLD, model: 'glm-5p3-flash', title: 'GLM 5.3 Flash', baseModel: 'z-ai/glm-5.3-flash', released: '2026-08-26', context: 1_048_573, maxOutput: 131_072, citation: page, meets: ['tools', 'vision', 'json_schema', 'json_object', 'long_output'], prices: [{ quote: quoteOf([0.15, 0.5, 0.03]) }], ...priorityOf([0.1875, 0.625, 0.0375], autumn) },
  { ...SOLD, model: 'glm-5p3-flash-us', title: 'GLM 5.3 Flash (US)', baseModel: 'z-ai/glm-5.3-flash', context: 1_048_573, maxOutput: 131_072, citation: page, meets: ['tools', 'vision', 'json_schema', 'json_object', 'long_output'], prices: [{ quote: quoteOf([0.225, 0.75, 0.045]) }] },
  {
    ...SOLD, model: 'qwen3p8-max', title: 'Qwen 3.8 Max', baseModel: 'qwen/qwen3.8-max', context: 262_144, citation: page, meets: ['tools', 'json_schema', 'json_object'], aliases: [{ name: 'qwen3p8-2p4t-a95b' }],
    prices: [{ quote: quoteOf([2, 6, 0.25]) }], ...priorityOf([3, 9, 0.375], autumn),
  },
  { ...SOLD, model: 'nemotron-lightning-3p5-30b-a3b', title: 'Nemotron 3.5 Lightning 30B A3B', baseModel: 'nvidia/nemotron-3.5-lightning', context: 262_144, citation: page, meets: ['tools', 'json_object'], prices: [{ quote: quoteOf([0.05, 0.2, 0.01]) }] },
  { ...SOLD, model: 'kimi-k3', isGenerallyAvailable: true, citation: page, ...priorityOf([3.75, 18.75, 0.375], autumn) },
  {
    ...SOLD, model: 'kimi-k3-us', citation: page, ...priorityOf([5.625, 28.125, 0.5625], page),
    prices: [{ quote: quoteOf([3.3, 16.5, 0.33]), citation: { ...page, checked: '2026-09-23', confidence: 'medium' } }, { from: '2026-10-02', quote: quoteOf([4.5, 22.5, 0.45]), citation: { ...page, confidence: 'medium', source: `${page.source}; the day of the change was not read` } }],
  },
  { ...SOLD, model: 'gpt-oss-120b', citation: page, prices: [{ quote: quoteOf([0.15, 0.6, 0.015]), citation: page }], ...priorityOf([0.18, 0.72, 0.018], summer) },
  { ...SOLD, model: 'inkling', baseModel: 'thinkingmachines/inkling', citation: page },
];

interface Ended { model: string; retired: string; successor?: string; citation: Citation; extra?: Partial<OverlayModel> }
const ended: readonly Ended[] = [
  { model: 'deepseek-r1-0528', retired: '2026-02-12', successor: 'deepseek-v3p2', citation: february },
  { model: 'deepseek-v3-0324', retired: '2026-02-12', successor: 'deepseek-v3p2', citation: february },
  { model: 'qwen3-235b-a22b', retired: '2026-02-12', successor: 'kimi-k2-instruct-0905', citation: february },
  { model: 'deepseek-v3p2', retired: BY_MAY_21, successor: 'deepseek-v4-pro', citation: spring26 },
  { model: 'kimi-k2p5', retired: JUNE_16, successor: 'kimi-k2p6', citation: june },
  { model: 'qwen3p6-plus', retired: JUNE_16, successor: 'qwen3p7-plus', citation: { ...june, confidence: 'low' } },
  { model: 'glm-5p1', retired: '2026-07-26', successor: 'glm-5p2', citation: july, extra: priorityOf([2.1, 6.6, 0.39], summer) },
  { model: 'glm-5p1-fast', retired: '2026-07-26', successor: 'glm-5p2-fast', citation: july },
  { model: 'deepseek-v4-flash', retired: '2026-08-14', successor: 'deepseek-v4-flash-0731', citation: flash },
  { model: 'minimax-m2p7', retired: '2026-08-27', successor: 'minimax-m3', citation: august, extra: priorityOf([0.45, 1.8, 0.09], summer) },
  { model: 'gpt-oss-20b', retired: '2026-08-27', citation: august },
  { model: 'kimi-k2p6-fast', retired: '2026-08-27', citation: august },
  { model: 'accounts/fireworks/routers/kimi-k2p6-turbo', retired: '2026-08-27', citation: august },
  { model: 'kimi-k2p7-code-fast', retired: '2026-08-27', citation: august },
  { model: 'deepseek-v4-pro', retired: '2026-08-27', successor: 'deepseek-v4-pro-0813', citation: august },
  { model: 'qwen3p7-plus', retired: AFTER_SEPTEMBER_25, successor: 'qwen3p8-max', citation: september },
  { model: 'glm-5p2', retired: AFTER_SEPTEMBER_25, successor: 'glm-5p3', citation: september },
  { model: 'glm-5p2-fast', retired: AFTER_SEPTEMBER_25, successor: 'glm-5p3', citation: september },
  { model: 'kimi-k2p6', retired: AFTER_SEPTEMBER_25, successor: 'glm-5p3', citation: september, extra: priorityOf([1.5, 6, 0.22], summer) },
  { model: 'kimi-k2p7-code', retired: AFTER_SEPTEMBER_25, successor: 'glm-5p3', citation: september },
];

const OFF_IN_MAY: Partial<OverlayModel> = { retired: BY_MAY_21, citation: spring26 };

/** Not in the seed: model, maker's id, rates, and what else is known. */
const others: readonly (readonly [string, string, Rates, Citation, Partial<OverlayModel>?])[] = [
  ['deepseek-v4-pro-0813', 'deepseek/deepseek-v4-pro', [1.32, 3.96, 0.044], autumn, { retired: AFTER_SEPTEMBER_25, successor: 'deepseek-v4p1-flash', context: 1_048_576, ...priorityOf([1.65, 4.95, 0.055], autumn) }],
  ['deepseek-v4-flash-vision-exp', 'deepseek/deepseek-v4-flash-vision-exp', [0.22, 0.66, 0.007], autumn, { retired: AFTER_SEPTEMBER_25, successor: 'deepseek-v4p1-flash', context: 1_048_576, ...priorityOf([0.275, 0.825, 0.00875], autumn) }],
  ['muse-glimmer-30b', 'meta/muse-glimmer-30b', [0.35, 1.5, 0.04], autumn, { retired: AFTER_SEPTEMBER_25, context: 131_072, ...priorityOf([0.525, 2.25, 0.06], autumn) }],
  ['kimi-k2-instruct', 'moonshotai/kimi-k2-instruct', [0.6, 2.5], former, OFF_IN_MAY], ['kimi-k2-instruct-0905', 'moonshotai/kimi-k2-0905', [0.6, 2.5], former], ['kimi-k2-thinking', 'moonshotai/kimi-k2-thinking', [0.6, 2.5], former, OFF_IN_MAY],
  ['glm-4p5', 'z-ai/glm-4.5', [0.55, 2.19], former, OFF_IN_MAY], ['glm-4p5-air', 'z-ai/glm-4.5-air', [0.22, 0.88], former, OFF_IN_MAY],
  ['glm-4p6', 'z-ai/glm-4.6', [0.55, 2.19], former, { retired: '2026-02-12', successor: 'glm-4p7' }],
  ['glm-5', 'z-ai/glm-5', [1, 3.2, 0.2], spring, OFF_IN_MAY], ['minimax-m2p5', 'minimax/minimax-m2.5', [0.3, 1.2, 0.03], spring, { retired: JUNE_16, successor: 'minimax-m2p7', citation: { ...june, confidence: 'low' } }],
  ['deepseek-v3p1', 'deepseek/deepseek-v3.1', [0.56, 1.68, 0.28], spring, OFF_IN_MAY], ['deepseek-v3p1-terminus', 'deepseek/deepseek-v3.1-terminus', [0.56, 1.68, 0.28], spring],
  ['deepseek-v3', 'deepseek/deepseek-v3', [0.9, 0.9], former], ['deepseek-r1', 'deepseek/deepseek-r1', [3, 8], former], ['deepseek-r1-basic', 'deepseek/deepseek-r1', [0.55, 2.19], former],
  ['qwen3-vl-30b-a3b-instruct', 'qwen/qwen3-vl-30b-a3b', [0.15, 0.6, 0.075], spring],
  ['llama4-scout-instruct-basic', 'meta-llama/llama-4-scout', [0.15, 0.6], former], ['llama-v3p1-405b-instruct', 'meta-llama/llama-3.1-405b-instruct', [3, 3], former],
  ['mixtral-8x22b-instruct', 'mistralai/mixtral-8x22b-instruct', [1.2, 1.2], sizes, { aliases: [{ name: 'mixtral-8x22b-instruct-hf' }] }], ['mixtral-8x7b-instruct', 'mistralai/mixtral-8x7b-instruct', [0.5, 0.5], sizes],
  ['llama-v3p3-70b-instruct', 'meta-llama/llama-3.3-70b-instruct', [0.9, 0.9], sizes, { context: 131_072 }], ['llama-v3p1-70b-instruct', 'meta-llama/llama-3.1-70b-instruct', [0.9, 0.9], sizes, { context: 131_072 }],
  ['llama-v3-70b-instruct', 'meta-llama/llama-3-70b-instruct', [0.9, 0.9], sizes, { context: 8192 }], ['llama-v3-8b-instruct', 'meta-llama/llama-3-8b-instruct', [0.2, 0.2], sizes, { context: 8192 }],
  ['llama-v3p2-1b-instruct', 'meta-llama/llama-3.2-1b-instruct', [0.1, 0.1], sizes], ['llama-v3p2-3b-instruct', 'meta-llama/llama-3.2-3b-instruct', [0.1, 0.1], sizes],
  ['llama-v3p2-11b-vision-instruct', 'meta-llama/llama-3.2-11b-instruct', [0.2, 0.2], sizes], ['llama-v3p2-90b-vision-instruct', 'meta-llama/llama-3.2-90b-instruct', [0.9, 0.9], sizes],
  ['qwen2p5-72b-instruct', 'qwen/qwen2.5-72b', [0.9, 0.9], sizes], ['qwen2p5-coder-32b-instruct', 'qwen/qwen2.5-coder-32b', [0.9, 0.9], sizes], ['qwen2-72b-instruct', 'qwen/qwen2-72b', [0.9, 0.9], sizes], ['qwq-32b', 'qwen/qwq-32b', [0.9, 0.9], sizes],
  ['deepseek-coder-v2-instruct', 'deepseek/deepseek-coder-v2-instruct', [1.2, 1.2], former], ['firefunction-v2', 'fireworks/firefunction-v2', [0.9, 0.9], former], ['yi-large', '01-ai/yi-large', [3, 3], former],
];

const embeddings: readonly (readonly [string, number])[] = [['nomic-ai/nomic-embed-text-v1.5', 0.008], ['nomic-ai/nomic-embed-text-v1', 0.008], ['thenlper/gte-base', 0.008], ['thenlper/gte-large', 0.016], ['whereisai/uae-large-v1', 0.016]];

/** First sold at V4 Flash's price; the page had the dearer one by 2026-09-04. */
const FLASH_0731: readonly QuoteRow[] = [
  { from: '2026-07-31', quote: quoteOf([0.14, 0.28, 0.028]), citation: { source: 'https://github.com/anomalyco/models.dev (Fireworks, 2026-07-31)', checked: '2026-07-31', confidence: 'medium' } },
  { from: '2026-09-04', quote: quoteOf([0.22, 0.66, 0.007]), citation: { source: 'Fireworks serverless pricing, https://docs.fireworks.ai/serverless/pricing, by https://github.com/Laisky/one-api/pull/398; the day of the change was not read', checked: '2026-09-04', confidence: 'medium' } },
];

const models: readonly OverlayModel[] = [
  ...current,
  ...ended.map(({ model, retired, successor, citation, extra }): OverlayModel => ({ provider: 'fireworks', model, isGenerallyAvailable: false, retired, citation, ...(successor === undefined ? {} : { successor }), ...extra })),
  ...others.map(([model, baseModel, rates, citation, extra]): OverlayModel => ({ ...GONE, model, title: model, baseModel, citation, prices: [{ quote: quoteOf(rates), citation }], ...extra })),
  { ...GONE, model: 'deepseek-v4-flash-0731', title: 'DeepSeek V4 Flash 0731', baseModel: 'deepseek/deepseek-v4-flash', released: '2026-07-31', retired: AFTER_SEPTEMBER_25, successor: 'deepseek-v4p1-flash', context: 1_048_576, citation: september, prices: FLASH_0731, ...priorityOf([0.275, 0.825, 0.00875], autumn) },
  ...embeddings.map(([model, input]): OverlayModel => ({ ...SOLD, kind: 'embedding', model, title: model, baseModel: model, citation: { source: 'Fireworks embeddings: up to 150M parameters 0.008, 150M to 350M 0.016, https://fireworks.ai/pricing, by LiteLLM', checked: '2026-07-24', confidence: 'medium' }, prices: [{ quote: { input, output: 0 } }] })),
  // Off the serverless list of June 2026; the day was not read.
  ...['llama4-maverick-instruct-basic', 'llama-v3p1-8b-instruct', 'gemma-3-27b-it', 'qwen2p5-vl-72b-instruct'].map((model): OverlayModel => ({ provider: 'fireworks', model, isGenerallyAvailable: false, citation: { source: 'https://github.com/tailcallhq/forgecode/pull/3538 and https://github.com/anomalyco/models.dev/pull/2271 (no longer on the serverless list)', checked: '2026-06-20', confidence: 'medium' } })),
  { provider: 'fireworks', model: 'glm-4p7', isGenerallyAvailable: false, ...OFF_IN_MAY, citation: spring26, prices: [{ quote: quoteOf([0.6, 2.2, 0.3]), citation: spring }] },
  { provider: 'fireworks', model: 'minimax-m2p1', isGenerallyAvailable: false, ...OFF_IN_MAY, citation: spring26, prices: [{ quote: quoteOf([0.3, 1.2, 0.03]), citation: former }] },
];

export const fireworks: ProviderOverlay = {
  provider: 'fireworks', models, freeCacheWrites: /./,
  tiers: [{ tier: 'batch', model: /^(?!.*(embed|gte-|uae-))/, factor: 0.5, cacheFactor: 'unknown', from: '2025-07-31', citation: { source: 'Fireworks batch inference: 50% of serverless pricing on input and output, https://docs.fireworks.ai/serverless/pricing; since https://fireworks.ai/blog/batch-api', checked: '2026-10-02', confidence: 'high' } }],
  capabilities: [{ meets: ['json_object', 'json_schema', 'logprobs', 'multiple_choices'], source: 'recalled: Fireworks chat reference' }],
};
