import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay, Quote, QuoteRow, QuoteStep } from '../../records.js';

/** Prices of the international deployment (Singapore) in dollars. Mainland China has others, in yuan, and is not in. */
const page: Citation = { source: 'Alibaba Cloud Model Studio, https://www.alibabacloud.com/help/en/model-studio/models, international prices (by https://github.com/anomalyco/models.dev, providers/alibaba)', checked: '2026-11-22', confidence: 'medium' };
const own: Citation = { source: 'Alibaba Cloud Model Studio billing, https://alibabacloud.com/help/en/model-studio/billing-for-model-studio (copies of April 2025) and models.dev', checked: '2026-11-22', confidence: 'high' };
const early: Citation = { source: 'Alibaba Cloud Model Studio billing, https://alibabacloud.com/help/en/model-studio/developer-reference/billing-for-tongyiqianwen (copies of 2024-11-27 and 2024-12-16); the day of the cut, 2025-01-25, is taken from the next version', checked: '2026-11-22', confidence: 'low' };
const max38: Citation = { source: 'https://dev.to/hassann/how-to-use-the-qwen-38-api-1cgm and https://vercel.com/ai-gateway/models/qwen3.8-max-0902 (2 / 6 over the whole context)', checked: '2026-11-22', confidence: 'high' };
const flash38: Citation = { source: 'https://github.com/VladoIvankovic/Codeep/releases/tag/v3.3.0 (Model Studio international, 2026-09-11)', checked: '2026-11-22', confidence: 'medium' };
const max37: Citation = { source: 'https://models.dev, snapshot 2026-07-02, and https://github.com/VladoIvankovic/Codeep/releases/tag/v3.3.0 (2.50 / 7.50)', checked: '2026-11-22', confidence: 'medium' };
const open: Citation = { ...page, confidence: 'low' };

const CHAT = { provider: 'alibaba', kind: 'chat', citation: page } as const;
const SEES = { meets: ['tools', 'json_object', 'vision'], lacks: ['audio'] } as const;
const TEXT = { meets: ['tools', 'json_object'], lacks: ['vision', 'audio'] } as const;

/** Implicit cache hits at a fifth of input, explicit writes at 1.25 of it. */
const withCache = (quote: Quote): Quote => ({ ...quote, read: Number((quote.input * 0.2).toPrecision(6)), write: Number((quote.input * 1.25).toPrecision(6)) });
/** Models with an explicit cache only: hits at a tenth of input. */
const withExplicitCache = (quote: Quote): Quote => ({ ...quote, read: Number((quote.input * 0.1).toPrecision(6)), write: Number((quote.input * 1.25).toPrecision(6)) });
/** The input of a request decides the rates of all its tokens: `above` is the last token of the band below. */
const bands = (base: Quote, ...steps: readonly QuoteStep[]): readonly QuoteRow[] => [{ quote: base, steps }];

const commercial: readonly OverlayModel[] = [
  { ...CHAT, ...SEES, citation: max38, model: 'qwen3.8-max', title: 'Qwen3.8 Max', baseModel: 'qwen/qwen3.8-max', isGenerallyAvailable: true, released: '2026-08-03', context: 1_000_000, maxOutput: 131_072, aliases: [{ name: 'qwen3.8-max-0902', from: '2026-09-02' }], prices: [{ quote: { input: 2, output: 6 }, citation: max38 }] },
  { ...CHAT, ...SEES, citation: flash38, model: 'qwen3.8-flash', title: 'Qwen3.8 Flash', baseModel: 'qwen/qwen3.8-flash', isGenerallyAvailable: true, context: 1_000_000, prices: [{ quote: { input: 0.15, output: 0.47 }, citation: flash38 }] },
  { ...CHAT, ...TEXT, citation: max37, model: 'qwen3.7-max', isGenerallyAvailable: true, prices: [{ quote: withCache({ input: 2.5, output: 7.5 }), citation: max37 }] },
  { ...CHAT, ...SEES, model: 'qwen3.7-plus', isGenerallyAvailable: true, prices: bands(withCache({ input: 0.4, output: 1.6 }), { above: 256_000, ...withCache({ input: 1.2, output: 4.8 }) }) },
  { ...CHAT, ...SEES, model: 'qwen3.6-plus', isGenerallyAvailable: true, prices: bands(withExplicitCache({ input: 0.5, output: 3 }), { above: 256_000, ...withExplicitCache({ input: 2, output: 6 }) }) },
  { ...CHAT, ...SEES, model: 'qwen3.6-flash', isGenerallyAvailable: true, prices: bands(withExplicitCache({ input: 0.25, output: 1.5 }), { above: 256_000, ...withExplicitCache({ input: 1, output: 4 }) }) },
  { ...CHAT, ...TEXT, model: 'qwen3.6-max-preview', isGenerallyAvailable: false, prices: bands(withExplicitCache({ input: 1.3, output: 7.8 }), { above: 128_000, ...withExplicitCache({ input: 2, output: 12 }) }) },
  { ...CHAT, ...SEES, model: 'qwen3.5-plus', isGenerallyAvailable: true, prices: bands(withExplicitCache({ input: 0.4, output: 2.4 }), { above: 256_000, ...withExplicitCache({ input: 0.5, output: 3 }) }) },
  { ...CHAT, ...SEES, model: 'qwen3.5-flash', title: 'Qwen3.5 Flash', baseModel: 'qwen/qwen3.5-flash', isGenerallyAvailable: true, released: '2026-02-23', context: 1_000_000, maxOutput: 65_536, prices: [{ quote: withExplicitCache({ input: 0.1, output: 0.4 }) }] },
  ...(['qwen3-max', 'qwen3-max-preview'] as const).map((model): OverlayModel => ({
    ...CHAT, ...TEXT, model, isGenerallyAvailable: model === 'qwen3-max', released: model === 'qwen3-max' ? '2025-09-23' : '2025-09-05', context: 262_144, maxOutput: 65_536, baseModel: model === 'qwen3-max' ? 'qwen/qwen3-max-2025-09-23' : 'qwen/qwen3-max-preview',
    prices: bands(withCache({ input: 1.2, output: 6 }), { above: 32_000, ...withCache({ input: 2.4, output: 12 }) }, { above: 128_000, ...withCache({ input: 3, output: 15 }) }),
  })),
  {
    ...CHAT, ...TEXT, model: 'qwen-plus', isGenerallyAvailable: true, aliases: [{ name: 'qwen-plus-latest' }],
    prices: [
      { quote: { input: 3, output: 9 }, citation: early },
      { from: '2025-01-25', quote: withCache({ input: 0.4, output: 1.2, thinkingOutput: 4 }), steps: [{ above: 256_000, ...withCache({ input: 1.2, output: 3.6, thinkingOutput: 12 }) }] },
    ],
  },
  { ...CHAT, ...TEXT, model: 'qwen-plus-us', title: 'Qwen Plus (US)', baseModel: 'qwen/qwen-plus', isGenerallyAvailable: true, context: 1_000_000, prices: bands({ input: 0.4, output: 1.2, thinkingOutput: 4 }, { above: 256_000, input: 1.2, output: 3.6, thinkingOutput: 12 }) },
  { ...CHAT, ...TEXT, model: 'qwen-flash', isGenerallyAvailable: true, prices: bands(withCache({ input: 0.05, output: 0.4 }), { above: 256_000, ...withCache({ input: 0.25, output: 2 }) }) },
  {
    ...CHAT, ...TEXT, model: 'qwen-turbo', isGenerallyAvailable: true, context: 131_072, aliases: [{ name: 'qwen-turbo-latest' }],
    prices: [{ quote: { input: 0.4, output: 1.2 }, citation: early }, { from: '2025-01-25', quote: { input: 0.05, output: 0.2, thinkingOutput: 0.5, read: 0.01 }, citation: own }],
  },
  {
    ...CHAT, ...TEXT, model: 'qwen-max', isGenerallyAvailable: true, aliases: [{ name: 'qwen-max-latest' }],
    prices: [{ quote: { input: 10, output: 30 }, citation: early }, { from: '2025-01-25', quote: { input: 1.6, output: 6.4, read: 0.32 }, citation: own }],
  },
  {
    ...CHAT, ...TEXT, model: 'qwen3-coder-plus', isGenerallyAvailable: true,
    prices: bands(
      withCache({ input: 1, output: 5 }), { above: 32_000, ...withCache({ input: 1.8, output: 9 }) }, { above: 128_000, ...withCache({ input: 3, output: 15 }) }, { above: 256_000, ...withCache({ input: 6, output: 60 }) },
    ),
  },
  {
    ...CHAT, ...TEXT, model: 'qwen3-coder-flash', isGenerallyAvailable: true,
    prices: bands(
      withCache({ input: 0.3, output: 1.5 }), { above: 32_000, ...withCache({ input: 0.5, output: 2.5 }) }, { above: 128_000, ...withCache({ input: 0.8, output: 4 }) }, { above: 256_000, ...withCache({ input: 1.6, output: 9.6 }) },
    ),
  },
  {
    ...CHAT, ...SEES, model: 'qwen3-vl-plus', isGenerallyAvailable: true,
    prices: bands(withCache({ input: 0.2, output: 1.6 }), { above: 32_000, ...withCache({ input: 0.3, output: 2.4 }) }, { above: 128_000, ...withCache({ input: 0.6, output: 4.8 }) }),
  },
  {
    ...CHAT, ...SEES, model: 'qwen3-vl-flash', title: 'Qwen3 VL Flash', baseModel: 'qwen/qwen3-vl-flash', isGenerallyAvailable: true, released: '2025-10-15', context: 262_144, maxOutput: 32_768,
    prices: bands(withCache({ input: 0.05, output: 0.4 }), { above: 32_000, ...withCache({ input: 0.075, output: 0.6 }) }, { above: 128_000, ...withCache({ input: 0.12, output: 0.96 }) }),
  },
];

/** Open models as the international deployment sells them: copies of one table in two currencies disagree, so all of them are weak. */
const weights: readonly OverlayModel[] = [
  { ...CHAT, ...TEXT, citation: open, model: 'qwen3-235b-a22b', prices: [{ quote: { input: 0.7, output: 2.8, thinkingOutput: 8.4 }, citation: open }] },
  { ...CHAT, ...TEXT, citation: open, model: 'qwen3-14b', prices: [{ quote: { input: 0.35, output: 1.4, thinkingOutput: 4.2 }, citation: open }] },
  { ...CHAT, ...TEXT, citation: open, model: 'qwen3-8b', prices: [{ quote: { input: 0.18, output: 0.7, thinkingOutput: 2.1 }, citation: open }] },
  { ...CHAT, ...TEXT, citation: open, model: 'qwen3-32b', prices: [{ quote: { input: 0.16, output: 0.64 }, citation: open }] },
  { ...CHAT, ...TEXT, citation: open, model: 'qwen3-235b-a22b-instruct-2507', title: 'Qwen3 235B A22B Instruct 2507', baseModel: 'qwen/qwen3-235b-a22b-instruct-2507', openWeights: true, isGenerallyAvailable: true, released: '2025-07-21', context: 131_072, maxOutput: 32_768, prices: [{ quote: { input: 0.23, output: 0.92 }, citation: open }] },
  { ...CHAT, ...TEXT, citation: open, model: 'qwen3-235b-a22b-thinking-2507', title: 'Qwen3 235B A22B Thinking 2507', baseModel: 'qwen/qwen3-235b-a22b-thinking-2507', openWeights: true, isGenerallyAvailable: true, released: '2025-07-25', context: 131_072, maxOutput: 32_768, prices: [{ quote: { input: 0.23, output: 2.3 }, citation: open }] },
];

const embedding: Citation = { source: 'recalled: https://www.alibabacloud.com/help/en/model-studio/models, text embedding, international', checked: '2026-11-22', confidence: 'low' };
const embeddings: readonly OverlayModel[] = ['text-embedding-v3', 'text-embedding-v4'].map((model): OverlayModel => ({
  provider: 'alibaba', model, title: model, baseModel: `qwen/${model}`, kind: 'embedding', isGenerallyAvailable: true, citation: embedding, context: 8192, prices: [{ quote: { input: 0.07, output: 0 }, citation: embedding }],
}));

export const alibaba: ProviderOverlay = {
  provider: 'alibaba', models: [...commercial, ...weights, ...embeddings],
  regions: [{
    model: /./, region: /^(cn(-|$)|china)/, factor: 'unknown',
    citation: { source: 'Alibaba Cloud Model Studio, https://alibabacloud.com/help/en/model-studio/models: mainland China has a price list of its own, in yuan', checked: '2026-11-22', confidence: 'high' },
  }],
  // Batches get no cache discount: what they would cost with cached tokens is not stated.
  tiers: [{
    tier: 'batch', model: /^qwen(-(max|plus|turbo|flash)$|3-max$|3\.5-(plus|flash)$)/, factor: 0.5, cacheFactor: 'unknown',
    citation: { source: 'Alibaba Cloud Model Studio, https://alibabacloud.com/help/en/model-studio/billing-for-model-studio: batch calls at half price, without cache discounts', checked: '2026-11-22', confidence: 'medium' },
  }],
};
