import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay, Quote, QuoteStep, TierRule } from '../../records.js';

// `checked` of a price is the date of the newest copy or data set that held it.
const pricing: Citation = { source: 'OpenAI pricing, https://developers.openai.com/api/docs/pricing; genai-prices 0.1.8, models.dev and LiteLLM agree', checked: '2026-09-23', confidence: 'high' };
const launch: Citation = { source: 'OpenAI launch prices; o3 cut of 2025-06-10: community.openai.com/t/1284925', checked: '2026-09-23', confidence: 'high' };
const deprecations: Citation = { source: 'OpenAI deprecations, https://developers.openai.com/api/docs/deprecations (copies until 2026-10-28)', checked: '2026-10-28', confidence: 'high' };
const resold: Citation = { source: 'docs.laozhang.ai/en/announcements/gpt-6-2-2026-11 (OpenAI standard rates), Vercel and Runware model pages', checked: '2026-11-18', confidence: 'medium' };

/** Requests over 272K input tokens: input and cache at twice the rate, output at one and a half, for the whole request (OpenAI pricing, GPT-5.4 and later). */
const longContext = (quote: Quote): readonly QuoteStep[] => [{
  above: 272_000, ...quote, input: quote.input * 2, output: quote.output * 1.5,
  ...(quote.read === undefined ? {} : { read: quote.read * 2 }),
  ...(quote.write === undefined ? {} : { write: quote.write * 2 }),
  ...(quote.writeLong === undefined ? {} : { writeLong: quote.writeLong * 2 }),
}];

const GPT_4O_LATER: Quote = { input: 2.5, output: 10, read: 1.25, webPerThousand: 10 };
const GPT_61_SOL: Quote = { input: 2, output: 10, read: 0.1, write: 2.5, writeLong: 5, webPerThousand: 10 };
const GPT_61_TERRA: Quote = { input: 1, output: 5, read: 0.05, write: 1.25, writeLong: 2.5, webPerThousand: 10 };
const GPT_62_SOL: Quote = { input: 2, output: 10 };
const GPT_62_ASTRA: Quote = { input: 8, output: 40 };

const GPT_4O = { provider: 'openai', context: 128_000, meets: ['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision', 'documents', 'logprobs', 'multiple_choices'], lacks: ['audio'], openWeights: false } as const;
/** Limits and modalities of the GPT-5.6, 6, 6.1 and 6.2 model pages: 922K in, 128K out, text and image in. */
const GPT_6 = { provider: 'openai', context: 1_050_000, maxInput: 922_000, maxOutput: 128_000, meets: ['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision', 'long_output'], lacks: ['audio'], openWeights: false, isGenerallyAvailable: true } as const;

/** Snapshots that go on one day, with what OpenAI names in their place. */
const retirements: readonly (readonly [string, string, string?])[] = [
  ['gpt-4o-mini', '2027-01-14', 'gpt-6-luna'], ['gpt-4.1', '2027-01-14', 'gpt-6-luna'], ['gpt-4.1-mini', '2027-01-14', 'gpt-6-luna'],
  ['gpt-4.1-nano', '2026-10-23'], ['gpt-3.5-turbo', '2026-10-23', 'gpt-5.6-terra'], ['gpt-4', '2026-10-23', 'gpt-5.6-sol'], ['gpt-4-turbo', '2026-10-23', 'gpt-5.6-sol'],
  ['o1', '2026-10-23', 'gpt-5.6-sol'], ['o1-pro', '2026-10-23', 'gpt-5.6-sol'], ['o3-mini', '2026-10-23', 'gpt-5.6-sol'], ['o4-mini', '2026-10-23', 'gpt-5.6-terra'],
  ['o3-pro', '2026-12-11', 'gpt-5.6-sol'], ['gpt-5', '2026-12-11', 'gpt-6.1-sol'], ['gpt-5-mini', '2026-12-11', 'gpt-6.1-terra'], ['gpt-5-nano', '2026-12-11', 'gpt-6-luna'],
  ['gpt-5-pro', '2026-12-11', 'gpt-5.6-sol'], ['gpt-5.1', '2027-04-01'], ['gpt-5.3-codex', '2027-04-01'], ['gpt-5.4-nano', '2027-04-01'],
  ['gpt-5.1-codex-mini', '2026-07-23', 'gpt-5.4-mini'], ['o3-deep-research', '2026-07-23', 'gpt-5.4-pro'], ['o4-mini-deep-research', '2026-07-23', 'gpt-5.4-pro'],
];

/** Variants that the seed keeps under one price with their base model, and that went on a day of their own. */
const variants: readonly { model: string; baseModel: string; quote: Quote; retired: string; successor?: string; released: string; context: number; maxOutput: number }[] = [
  { model: 'gpt-5-chat-latest', baseModel: 'openai/gpt-5-chat', quote: { input: 1.25, output: 10, read: 0.125 }, retired: '2026-07-23', successor: 'gpt-5.3-chat-latest', released: '2025-08-07', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5-codex', baseModel: 'openai/gpt-5-codex', quote: { input: 1.25, output: 10, read: 0.125 }, retired: '2026-07-23', successor: 'gpt-5.4', released: '2025-09-15', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5.1-chat-latest', baseModel: 'openai/gpt-5.1-chat', quote: { input: 1.25, output: 10, read: 0.125 }, retired: '2026-07-23', successor: 'gpt-5.3-chat-latest', released: '2025-11-13', context: 128_000, maxOutput: 16_384 },
  { model: 'gpt-5.1-codex', baseModel: 'openai/gpt-5.1-codex', quote: { input: 1.25, output: 10, read: 0.125 }, retired: '2026-07-23', released: '2025-11-13', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5.1-codex-max', baseModel: 'openai/gpt-5.1-codex-max', quote: { input: 1.25, output: 10, read: 0.125 }, retired: '2026-07-23', successor: 'gpt-5.4', released: '2025-11-13', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5.2-chat-latest', baseModel: 'openai/gpt-5.2-chat', quote: { input: 1.75, output: 14, read: 0.175 }, retired: '2026-08-10', successor: 'gpt-5.5', released: '2025-12-11', context: 128_000, maxOutput: 16_384 },
  { model: 'gpt-5.2-codex', baseModel: 'openai/gpt-5.2-codex', quote: { input: 1.75, output: 14, read: 0.175 }, retired: '2026-07-23', successor: 'gpt-5.4', released: '2025-12-11', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5.3-chat-latest', baseModel: 'openai/gpt-5.3', quote: { input: 1.75, output: 14, read: 0.175 }, retired: '2026-08-10', successor: 'gpt-5.5', released: '2026-03-03', context: 128_000, maxOutput: 16_384 },
];

const models: readonly OverlayModel[] = [
  {
    ...GPT_4O, model: 'gpt-4o-2024-05-13', title: 'GPT-4o (2024-05-13)', baseModel: 'openai/gpt-4o-2024-05-13', kind: 'chat', isGenerallyAvailable: false, citation: deprecations,
    released: '2024-05-13', retired: '2026-10-23', successor: 'gpt-5.6-sol', maxOutput: 4096, meets: ['tools', 'parallel_tools', 'json_object', 'vision', 'logprobs', 'multiple_choices'],
    lacks: ['audio', 'json_schema', 'long_output'], aliases: [{ name: 'gpt-4o', to: '2024-10-02' }],
    prices: [{ from: '2024-05-13', quote: { input: 5, output: 15, webPerThousand: 10 }, citation: launch }],
  },
  {
    ...GPT_4O, model: 'gpt-4o-2024-08-06', title: 'GPT-4o (2024-08-06)', baseModel: 'openai/gpt-4o-2024-08-06', kind: 'chat', isGenerallyAvailable: true, citation: deprecations,
    released: '2024-08-06', retired: '2027-01-14', successor: 'gpt-6-luna', maxOutput: 16_384, aliases: [{ name: 'gpt-4o', from: '2024-10-02' }],
    prices: [{ from: '2024-08-06', quote: GPT_4O_LATER, citation: pricing }],
  },
  {
    ...GPT_4O, model: 'gpt-4o-2024-11-20', title: 'GPT-4o (2024-11-20)', baseModel: 'openai/gpt-4o-2024-11-20', kind: 'chat', isGenerallyAvailable: true, citation: deprecations,
    released: '2024-11-20', retired: '2027-01-14', successor: 'gpt-6-luna', maxOutput: 16_384, prices: [{ from: '2024-11-20', quote: GPT_4O_LATER, citation: pricing }],
  },
  {
    provider: 'openai', model: 'o3', citation: deprecations, retired: '2026-12-11', successor: 'gpt-5.6-sol', released: '2025-04-16',
    prices: [
      { from: '2025-04-16', quote: { input: 10, output: 40, read: 2.5, webPerThousand: 10 }, citation: { ...launch, confidence: 'medium' } },
      { from: '2025-06-10', quote: { input: 2, output: 8, read: 0.5, webPerThousand: 10 }, citation: launch },
    ],
  },
  ...['gpt-5.6-sol', 'gpt-5.6-terra', 'gpt-5.6-luna'].map((model) => ({ ...GPT_6, model, released: '2026-07-09', citation: pricing })),
  { ...GPT_6, model: 'gpt-6-astra', released: '2026-09-03', citation: pricing },
  { ...GPT_6, model: 'gpt-6-sol', released: '2026-09-22', citation: pricing },
  { ...GPT_6, model: 'gpt-6-luna', released: '2026-09-22', citation: pricing },
  {
    ...GPT_6, model: 'gpt-6.1-sol', title: 'GPT-6.1 Sol', baseModel: 'openai/gpt-6.1-sol', kind: 'chat', released: '2026-09-29',
    citation: { source: 'CodexManager 0.4.7 and github.com/uttamdeb/agent-telemetry v1.6.6; cache writes assumed as on GPT-6.1 Terra', checked: '2026-09-30', confidence: 'medium' },
    prices: [{ from: '2026-09-29', quote: GPT_61_SOL, steps: longContext(GPT_61_SOL) }],
  },
  {
    ...GPT_6, model: 'gpt-6.1-terra', title: 'GPT-6.1 Terra', baseModel: 'openai/gpt-6.1-terra', kind: 'chat', released: '2026-10-26',
    citation: { source: 'https://developers.openai.com/api/docs/models/gpt-6.1-terra, LiteLLM launch note', checked: '2026-10-26', confidence: 'high' },
    prices: [{ from: '2026-10-26', quote: GPT_61_TERRA, steps: longContext(GPT_61_TERRA) }],
  },
  {
    ...GPT_6, model: 'gpt-6.2-sol', title: 'GPT-6.2 Sol', baseModel: 'openai/gpt-6.2-sol', kind: 'chat', released: '2026-11-17', citation: resold,
    prices: [{ from: '2026-11-17', quote: GPT_62_SOL, steps: longContext(GPT_62_SOL) }],
  },
  {
    ...GPT_6, model: 'gpt-6.2-astra', title: 'GPT-6.2 Astra', baseModel: 'openai/gpt-6.2-astra', kind: 'chat', released: '2026-11-17', citation: resold,
    prices: [{ from: '2026-11-17', quote: GPT_62_ASTRA, steps: longContext(GPT_62_ASTRA) }],
  },
  ...variants.map(({ model, baseModel, quote, retired, successor, released, context, maxOutput }): OverlayModel => ({
    provider: 'openai', model, title: model, baseModel, kind: 'chat', isGenerallyAvailable: false, citation: deprecations, released, retired, context, maxOutput,
    ...(successor === undefined ? {} : { successor }), meets: ['tools', 'json_schema', 'json_object', 'vision'], prices: [{ quote: { ...quote, webPerThousand: 10 }, citation: pricing }],
  })),
  ...retirements.map(([model, retired, successor]): OverlayModel => ({
    provider: 'openai', model, citation: deprecations, retired, ...(successor === undefined ? {} : { successor }),
  })),
];

const guide = 'OpenAI prompt caching, https://developers.openai.com/api/docs/guides/prompt-caching';
const NO_VARIANT = '(?!.*(-pro|-chat|-codex|search|audio|realtime|image))';
/** Priority and fast processing exclude long context. */
const LONG_CONTEXT_TOKENS = 272_000;
const priority = (model: RegExp, factor: number): TierRule => ({ tier: 'priority', model, factor, maxInputTokens: LONG_CONTEXT_TOKENS, citation: pricing });

export const openai: ProviderOverlay = {
  provider: 'openai', models, replaces: ['gpt-4o', 'gpt-oss-120b', 'gpt-oss-20b', 'gpt-oss-safeguard-20b', 'gpt-5.3'],
  freeCacheWrites: /^(?!gpt-5\.6|gpt-6)/,
  tiers: [
    { tier: 'batch', model: /^(gpt-5|gpt-6)/, factor: 0.5, citation: pricing },
    { tier: 'batch', model: /./, factor: 0.5, cacheFactor: 'unknown', citation: pricing },
    { tier: 'flex', model: new RegExp(`^${NO_VARIANT}(gpt-5|gpt-6|o3$|o4-mini$)`), factor: 0.5, citation: { ...pricing, confidence: 'medium' } },
    priority(/^gpt-4o-2024-(08-06|11-20)$/, 1.7),
    priority(/^gpt-4\.1$/, 1.75),
    priority(/^gpt-5-mini$/, 1.8),
    priority(/^(gpt-5|gpt-5\.1|gpt-5\.2|gpt-5\.4|gpt-5\.4-mini)$/, 2),
    priority(/^gpt-5\.5$/, 2.5),
    priority(/^gpt-6/, 2),
  ],
  regions: [{ model: /^(gpt-5\.[456]|gpt-6)/, region: /^(us|eu|au|ca|jp|in|sg|kr|gb|uk|ae|ch|no)$/, factor: 1.1, citation: { ...pricing, source: 'OpenAI pricing, https://developers.openai.com/api/docs/pricing: regional processing + 10 %' } }],
  caches: [
    { model: /^gpt-(5\.6|6)/, rule: { minimumTokens: 1024, lifetime: '30m', isAutomatic: true, chargesWrites: true }, source: guide },
    { model: /^(gpt-4o-(2024-08|2024-11|mini)|gpt-4\.1|gpt-5|o1|o3|o4)/, rule: { minimumTokens: 1024, lifetime: '5m', isAutomatic: true, chargesWrites: false }, source: guide },
  ],
  capabilities: [
    { base: /^openai\/(gpt-3\.5|gpt-4)/, meets: ['parallel_tools', 'json_object', 'logprobs', 'multiple_choices'], source: 'recalled: OpenAI chat completions reference' },
    { base: /^openai\/(gpt-5|gpt-6|o\d)/, meets: ['parallel_tools', 'json_object'], source: 'recalled: OpenAI chat completions reference' },
  ],
};
