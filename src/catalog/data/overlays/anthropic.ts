import type { Citation, PoolLimit } from '../../../model/catalog.js';
import { claudeCaches } from '../claude-caches.js';
import type { OverlayModel, PoolRow, ProviderOverlay, Quote, QuoteRow, QuoteStep } from '../../records.js';

const PRICES = 'Anthropic pricing, https://platform.claude.com/docs/en/about-claude/pricing';
/** Copies of the page from 2025 to October 2026, and refreshes of price tables against the live page until 2026-11-12. */
const pricing: Citation = { source: `${PRICES} (copies until 2026-10-24, and https://github.com/kurofune/claudit/releases/tag/v2.1.0)`, checked: '2026-11-12', confidence: 'high' };
const oldPricing: Citation = { source: `recalled: Anthropic's prices of 2023, before and after Claude 2.1 (https://www.anthropic.com/news/claude-2-1); today's by https://github.com/pydantic/genai-prices`, checked: '2026-09-23', confidence: 'low' };
const fable52: Citation = {
  source: `${PRICES} as of 2026-11-12, by https://github.com/kurofune/claudit/releases/tag/v2.1.0, https://github.com/archid21/rightsize/releases/tag/v0.10.2 and https://docs.laozhang.ai/en/announcements/claude-fable-5-2-2026-11.md`,
  checked: '2026-11-12', confidence: 'high',
};
const glasswing: Citation = { source: 'Project Glasswing, https://www.anthropic.com/glasswing (25 / 125 after the credits)', checked: '2026-11-22', confidence: 'medium' };
const deprecations: Citation = { source: 'Anthropic model deprecations, https://platform.claude.com/docs/en/about-claude/model-deprecations, and release notes (copies until September 2026)', checked: '2026-11-22', confidence: 'high' };
const overview: Citation = { source: 'Anthropic models overview, https://platform.claude.com/docs/en/models/haiku-5-5/overview (stored copy)', checked: '2026-11-22', confidence: 'high' };
const fastMode: Citation = { source: 'Anthropic fast mode, https://platform.claude.com/docs/en/build-with-claude/fast-mode, and https://code.claude.com/docs/en/fast-mode (copies until November 2026); cache multipliers and residency come on top', checked: '2026-11-12', confidence: 'high' };
const residency: Citation = { source: 'Anthropic data residency, https://platform.claude.com/docs/en/manage-claude/data-residency (inference_geo us: 1.1 x all token prices, Opus 4.6 and all later models)', checked: '2026-11-22', confidence: 'high' };

const tidy = (value: number): number => Number(value.toPrecision(8));

/** Cache multipliers: writes 1.25 x input (5 min) and 2 x (1 h); reads 0.1 x, less on some models. */
const claude = (input: number, output: number, readShare = 0.1): Quote =>
  ({ input, output, read: tidy(input * readShare), write: tidy(input * 1.25), writeLong: input * 2, webPerThousand: 10 });

const times = (quote: Quote, factor: number): Quote => ({
  ...quote, input: tidy(quote.input * factor), output: tidy(quote.output * factor), read: tidy((quote.read ?? 0) * factor), write: tidy((quote.write ?? 0) * factor), writeLong: tidy((quote.writeLong ?? 0) * factor),
});

/** Above 200K input tokens, cached ones included, while the 1M context was a beta: 2 x input and cache, 1.5 x output. */
const longBeta = (quote: Quote): readonly QuoteStep[] => [{ above: 200_000, ...times(quote, 2), output: quote.output * 1.5 }];

/** Of Sonnet 4 and 4.5, which are limited to 200K since; on the 4.6 models the long window became standard. */
const BETA_END = '2026-04-30';

const betaUntil = (quote: Quote, end: string): readonly QuoteRow[] => [
  { quote, steps: longBeta(quote), citation: pricing },
  { from: end, quote, citation: { ...pricing, source: `${pricing.source}; above 200K no premium since ${end}${end === BETA_END ? ', when the 1M beta ended and such prompts are no longer taken' : ''}` } },
];

const SONNET_4 = claude(3, 15);
const OPUS_3 = claude(15, 75);
const OPUS_45 = claude(5, 25);
const OPUS_55 = claude(4, 20, 0.05);
const FABLE_5 = claude(10, 50);
const FABLE_51 = claude(10, 50, 0.025);
const FABLE_52 = claude(8, 40, 0.025);
const HAIKU_55: Quote = { input: 0.1, output: 0.5, read: 0.01, write: 0.125, writeLong: 0.2, webPerThousand: 10 };
/** Above 100K input tokens, cached ones included: five times, output too. */
const HAIKU_55_LONG: QuoteStep = { above: 100_000, ...times(HAIKU_55, 5) };

const listed = (quote: Quote): Pick<OverlayModel, 'prices'> => ({ prices: [{ quote, citation: pricing }] });

const SHARED = { provider: 'anthropic', kind: 'chat', openWeights: false } as const;
const READS = { meets: ['tools', 'parallel_tools', 'vision', 'documents'], lacks: ['audio', 'logprobs', 'multiple_choices'] } as const;
/** Structured outputs: Claude 4.5 and later, and Opus 4.1. */
const READS_SCHEMA = { meets: ['tools', 'parallel_tools', 'vision', 'documents', 'json_schema', 'json_object'], lacks: ['audio', 'logprobs', 'multiple_choices'] } as const;
const TEXT = { ...SHARED, lacks: ['tools', 'parallel_tools', 'vision', 'audio', 'documents', 'logprobs', 'multiple_choices'], isGenerallyAvailable: false, citation: deprecations } as const;
const OLD = { ...SHARED, ...READS, context: 200_000, isGenerallyAvailable: false, citation: deprecations } as const;
const MILLION = { ...SHARED, ...READS_SCHEMA, context: 1_000_000, maxOutput: 128_000, isGenerallyAvailable: true } as const;

const models: readonly OverlayModel[] = [
  {
    ...TEXT, model: 'claude-v1', title: 'Claude 1', baseModel: 'anthropic/claude-1', context: 100_000, released: '2023-03-14', retired: '2024-11-06',
    aliases: ['claude-1', 'claude-1.0', 'claude-1.2', 'claude-1.3', 'claude-1-100k', 'claude-v1.3'].map((name) => ({ name })),
    prices: [{ quote: { input: 11.02, output: 32.68 }, citation: oldPricing }, { from: '2023-11-21', quote: { input: 8, output: 24 }, citation: oldPricing }],
  },
  {
    ...TEXT, model: 'claude-instant-1.2', title: 'Claude Instant 1.2', baseModel: 'anthropic/claude-instant-1.2', context: 100_000, released: '2023-03-14', retired: '2024-11-06',
    aliases: ['claude-instant-1', 'claude-instant-1.0', 'claude-instant-1.1', 'claude-instant-v1', 'claude-instant'].map((name) => ({ name })),
    prices: [{ quote: { input: 1.63, output: 5.51 }, citation: oldPricing }, { from: '2023-11-21', quote: { input: 0.8, output: 2.4 }, citation: oldPricing }],
  },
  {
    ...TEXT, model: 'claude-2', title: 'Claude 2 / 2.1', baseModel: 'anthropic/claude-2.1', context: 200_000, maxOutput: 4096, released: '2023-07-11', retired: '2025-07-21',
    aliases: ['claude-2.0', 'claude-2.1'].map((name) => ({ name })),
    prices: [{ quote: { input: 11.02, output: 32.68 }, citation: oldPricing }, { from: '2023-11-21', quote: { input: 8, output: 24 }, citation: oldPricing }],
  },
  {
    ...OLD, model: 'claude-3-haiku-20240307', title: 'Claude 3 Haiku', baseModel: 'anthropic/claude-3-haiku-20240307', maxOutput: 4096, released: '2024-03-07', retired: '2026-04-20',
    successor: 'claude-haiku-4-5', ...listed({ input: 0.25, output: 1.25, read: 0.03, write: 0.3, writeLong: 0.5 }),
  },
  {
    ...OLD, model: 'claude-3-sonnet-20240229', title: 'Claude 3 Sonnet', baseModel: 'anthropic/claude-3-sonnet-20240229', maxOutput: 4096, released: '2024-02-29', retired: '2025-07-21',
    ...listed(SONNET_4),
  },
  {
    ...OLD, model: 'claude-3-opus-20240229', title: 'Claude 3 Opus', baseModel: 'anthropic/claude-3-opus-20240229', maxOutput: 4096, released: '2024-02-29', retired: '2026-01-05',
    aliases: [{ name: 'claude-3-opus-latest' }], ...listed(OPUS_3),
  },
  {
    ...OLD, model: 'claude-3-5-haiku-20241022', title: 'Claude 3.5 Haiku', baseModel: 'anthropic/claude-3-5-haiku-20241022', maxOutput: 8192, released: '2024-11-04', retired: '2026-02-19',
    successor: 'claude-haiku-4-5', aliases: [{ name: 'claude-3-5-haiku-latest' }, { name: 'claude-3.5-haiku' }],
    prices: [
      { from: '2024-11-04', quote: claude(1, 5), citation: { ...pricing, source: `${PRICES} (launch price, recalled: https://www.anthropic.com/claude/haiku)`, confidence: 'low' } },
      { from: '2024-12-03', quote: claude(0.8, 4), citation: { ...pricing, confidence: 'medium' } },
    ],
  },
  {
    ...OLD, model: 'claude-3-5-sonnet-20240620', title: 'Claude 3.5 Sonnet (June)', baseModel: 'anthropic/claude-3-5-sonnet-20240620', maxOutput: 8192, released: '2024-06-20', retired: '2025-10-28',
    successor: 'claude-sonnet-4-5', aliases: [{ name: 'claude-3-5-sonnet', to: '2024-10-22' }], ...listed(SONNET_4),
  },
  {
    ...OLD, model: 'claude-3-5-sonnet-20241022', title: 'Claude 3.5 Sonnet (October)', baseModel: 'anthropic/claude-3-5-sonnet-20241022', maxOutput: 8192, released: '2024-10-22', retired: '2025-10-28',
    successor: 'claude-sonnet-4-5', aliases: [{ name: 'claude-3-5-sonnet-latest' }, { name: 'claude-3-5-sonnet', from: '2024-10-22' }, { name: 'claude-3-5-sonnet-v2' }], ...listed(SONNET_4),
  },
  {
    ...OLD, model: 'claude-3-7-sonnet-20250219', title: 'Claude 3.7 Sonnet', baseModel: 'anthropic/claude-3-7-sonnet-20250219', maxOutput: 64_000, released: '2025-02-24', retired: '2026-02-19',
    successor: 'claude-sonnet-4-5', aliases: [{ name: 'claude-3-7-sonnet-latest' }, { name: 'claude-3-7-sonnet' }, { name: 'claude-sonnet-3-7' }], ...listed(SONNET_4),
  },
  {
    ...OLD, model: 'claude-opus-4', title: 'Claude Opus 4', baseModel: 'anthropic/claude-opus-4', maxOutput: 32_000, released: '2025-05-22', retired: '2026-06-15', successor: 'claude-opus-4-8',
    aliases: [{ name: 'claude-opus-4-0' }, { name: 'claude-4-opus' }], ...listed(OPUS_3),
  },
  {
    ...OLD, model: 'claude-sonnet-4', title: 'Claude Sonnet 4', baseModel: 'anthropic/claude-sonnet-4', maxOutput: 64_000, released: '2025-05-22', retired: '2026-06-15', successor: 'claude-sonnet-4-6',
    aliases: [{ name: 'claude-sonnet-4-0' }, { name: 'claude-4-sonnet' }], prices: betaUntil(SONNET_4, BETA_END),
  },
  { ...OLD, ...READS_SCHEMA, model: 'claude-opus-4-1', maxOutput: 32_000, released: '2025-08-05', retired: '2026-08-05', successor: 'claude-opus-4-8', ...listed(OPUS_3) },
  {
    ...SHARED, ...READS_SCHEMA, model: 'claude-sonnet-4-5', context: 200_000, maxOutput: 64_000, isGenerallyAvailable: true, citation: overview, released: '2025-09-29',
    aliases: [{ name: 'claude-4.5-sonnet' }], prices: betaUntil(SONNET_4, BETA_END),
  },
  { ...SHARED, ...READS_SCHEMA, model: 'claude-haiku-4-5', context: 200_000, maxOutput: 64_000, isGenerallyAvailable: true, citation: overview, released: '2025-10-15', ...listed(claude(1, 5)) },
  { ...SHARED, ...READS_SCHEMA, model: 'claude-opus-4-5', context: 200_000, maxOutput: 64_000, isGenerallyAvailable: true, citation: overview, released: '2025-11-24', ...listed(OPUS_45) },
  {
    ...MILLION, model: 'claude-opus-4-6', citation: overview, released: '2026-02-05', prices: betaUntil(OPUS_45, '2026-03-13'),
    tiers: {
      fast: [
        { from: '2026-02-07', quote: times(OPUS_45, 6), steps: [{ above: 200_000, ...times(OPUS_45, 12), output: 225 }], citation: fastMode },
        { from: '2026-03-13', quote: times(OPUS_45, 6), citation: fastMode },
        { from: '2026-06-29', quote: OPUS_45, citation: { ...fastMode, source: `${fastMode.source}; since 2026-06-29 a fast request runs at standard speed and price` } },
      ],
    },
  },
  { ...MILLION, model: 'claude-sonnet-4-6', maxOutput: 64_000, citation: overview, released: '2026-02-17', aliases: [{ name: 'claude-4.6-sonnet' }], prices: betaUntil(SONNET_4, '2026-03-13') },
  { ...MILLION, model: 'claude-opus-4-7', citation: overview, released: '2026-04-16', ...listed(OPUS_45) },
  { ...MILLION, model: 'claude-opus-4-8', citation: overview, released: '2026-05-28', ...listed(OPUS_45) },
  { ...MILLION, model: 'claude-fable-5', citation: overview, released: '2026-06-09', ...listed(FABLE_5) },
  { ...MILLION, model: 'claude-sonnet-5', citation: overview, released: '2026-06-30', prices: [{ quote: claude(2, 10), citation: { ...pricing, source: `${pricing.source}; the launch price stayed, the 3 / 15 announced for 2026-09-01 never came` } }] },
  { ...MILLION, model: 'claude-opus-5', citation: overview, released: '2026-07-24', ...listed(OPUS_45) },
  { ...MILLION, model: 'claude-fable-5-1', citation: overview, released: '2026-09-01', ...listed(FABLE_51) },
  { ...MILLION, model: 'claude-opus-5-5', citation: overview, released: '2026-09-22', ...listed(OPUS_55) },
  {
    ...MILLION, model: 'claude-sonnet-5-5', title: 'Claude Sonnet 5.5', baseModel: 'anthropic/claude-sonnet-5-5', citation: overview, released: '2026-09-28',
    aliases: [{ name: 'claude-sonnet-5.5' }, { name: 'claude-5.5-sonnet' }],
    prices: [{ from: '2026-09-28', quote: claude(2, 10), citation: pricing }, { from: '2026-10-07', quote: claude(2, 10, 0.05), citation: pricing }],
  },
  {
    ...MILLION, model: 'claude-haiku-5-5', title: 'Claude Haiku 5.5', baseModel: 'anthropic/claude-haiku-5-5', citation: overview, released: '2026-10-07',
    aliases: [{ name: 'claude-haiku-5.5' }, { name: 'claude-5.5-haiku' }], prices: [{ from: '2026-10-07', quote: HAIKU_55, steps: [HAIKU_55_LONG], citation: pricing }],
  },
  {
    ...MILLION, model: 'claude-fable-5-2', title: 'Claude Fable 5.2', baseModel: 'anthropic/claude-fable-5-2', released: '2026-11-09', prices: [{ quote: FABLE_52, citation: fable52 }],
    citation: { ...overview, source: 'Claude Fable 5.2, https://platform.claude.com/docs/en/models/fable-5-2/migration-guide and https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-anthropic-claude-fable-5-2.html' },
  },
  ...mythos('claude-mythos-preview', 'Claude Mythos Preview', '2026-04-07', { quote: claude(25, 125), citation: glasswing }),
  ...mythos('claude-mythos-5', 'Claude Mythos 5', '2026-06-09', { quote: FABLE_5, citation: pricing }),
  ...mythos('claude-mythos-5-1', 'Claude Mythos 5.1', '2026-09-01', { quote: FABLE_51, citation: pricing }),
  ...mythos('claude-mythos-5-2', 'Claude Mythos 5.2', '2026-11-09', { quote: FABLE_52, citation: { ...fable52, confidence: 'medium' } }),
  ...fastVariant('claude-opus-4-6', 'claude-opus-4.6-fast', times(OPUS_45, 6)),
  ...fastVariant('claude-opus-4-7', 'claude-opus-4.7-fast', times(OPUS_45, 6)),
  ...fastVariant('claude-opus-4-8', 'claude-opus-4.8-fast', times(OPUS_45, 2)),
  ...fastVariant('claude-opus-5', 'claude-opus-5-fast', times(OPUS_45, 2)),
  ...fastVariant('claude-opus-5-5', 'claude-opus-5.5-fast', times(OPUS_55, 2)),
];

/** Sold to verified organisations only. */
function mythos(model: string, title: string, released: string, row: QuoteRow): OverlayModel[] {
  return [{ ...MILLION, model, title, baseModel: `anthropic/${model}`, released, isGenerallyAvailable: false, citation: overview, prices: [row] }];
}

/** Fast mode as gateways name it: a model of its own. */
function fastVariant(base: string, model: string, quote: Quote): OverlayModel[] {
  const citation: Citation = { source: 'https://openrouter.ai/anthropic/claude-opus-4.8-fast and https://vercel.com/ai-gateway/models/claude-opus-5.5-fast, at the rates of https://platform.claude.com/docs/en/build-with-claude/fast-mode', checked: '2026-11-22', confidence: 'medium' };
  return [{ ...MILLION, model, title: `${model} (gateway name of fast mode)`, baseModel: `anthropic/${base}`, isGenerallyAvailable: false, citation, prices: [{ quote, citation }], tiers: { batch: [], fast: [] } }];
}

const rateLimits = { source: 'Anthropic rate limits, https://platform.claude.com/docs/en/api/rate-limits (copies from June to October 2026)', checked: '2026-10-17', confidence: 'high' } as const;
const SPEND_CAPS = 'Spend caps a month: Start 500 USD, Build 1,000 USD, Scale 200,000 USD';
const perMinute = (accountTier: string, requestsPerMinute: number, inputTokensPerMinute: number, outputTokensPerMinute: number): PoolLimit => ({ accountTier, requestsPerMinute, inputTokensPerMinute, outputTokensPerMinute });
const USUAL = [perMinute('Start', 1000, 2_000_000, 400_000), perMinute('Build', 5000, 5_000_000, 1_000_000), perMinute('Scale', 10_000, 10_000_000, 2_000_000)];
const pool = (id: string, title: string, model: RegExp, limits: readonly PoolLimit[]): PoolRow =>
  ({ ...rateLimits, id, title, model, limits, isCachedInputFree: true, note: limits.length === 0 ? 'A pool of its own; its figures were not read' : SPEND_CAPS });

const pools: readonly PoolRow[] = [
  pool('anthropic-fable-5', 'Claude Fable 5.x', /^claude-fable-5/, [perMinute('Start', 1000, 500_000, 100_000), perMinute('Build', 2000, 1_500_000, 300_000), perMinute('Scale', 4000, 4_000_000, 800_000)]),
  pool('anthropic-opus-5-5', 'Claude Opus 5.5', /^claude-opus-5-5$/, []),
  pool('anthropic-opus-5', 'Claude Opus 5', /^claude-opus-5$/, USUAL),
  pool('anthropic-opus-4', 'Claude Opus 4.5 to 4.8 together', /^claude-opus-4-[5-8]$/, USUAL),
  pool('anthropic-sonnet-5-5', 'Claude Sonnet 5.5', /^claude-sonnet-5-5$/, []),
  pool('anthropic-sonnet-5', 'Claude Sonnet 5', /^claude-sonnet-5$/, USUAL),
  pool('anthropic-sonnet-4', 'Claude Sonnet 4.5 and 4.6 together', /^claude-sonnet-4-[56]$/, []),
  pool('anthropic-haiku-5-5', 'Claude Haiku 5.5', /^claude-haiku-5-5$/, []),
  pool('anthropic-haiku-4-5', 'Claude Haiku 4.5', /^claude-haiku-4-5$/, USUAL),
];

export const anthropic: ProviderOverlay = {
  provider: 'anthropic', models, pools,
  replaces: ['claude-3-5-haiku-latest', 'claude-3-5-sonnet', 'claude-3-7-sonnet-latest', 'claude-3-haiku', 'claude-3-opus-latest', 'claude-3-sonnet', 'claude-opus-4-0', 'claude-sonnet-4-0'],
  // `priority` is capacity bought ahead: it has no price per token.
  tiers: [
    { tier: 'batch', model: /^claude-(3|opus|sonnet|haiku|fable|mythos-5)/, factor: 0.5, citation: { ...pricing, source: `${pricing.source}; half, cached tokens and long prompts too` } },
    { tier: 'fast', model: /^claude-opus-4-7$/, factor: 6, until: '2026-07-24', citation: fastMode },
    { tier: 'fast', model: /^claude-opus-4-8$/, factor: 2, until: '2026-11-30', citation: fastMode },
    { tier: 'fast', model: /^claude-(opus-5|opus-5-5|fable-5-2)$/, factor: 2, citation: fastMode },
  ],
  regions: [{ model: /^claude-(opus-4-[678]|sonnet-4-6|opus-5|sonnet-5|haiku-5|fable|mythos-5)/, region: /^us$/, factor: 1.1, citation: residency }],
  caches: claudeCaches,
  capabilities: [{ meets: ['parallel_tools'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Anthropic messages reference' }],
};
