import type { Citation } from '../../../model/catalog.js';
import { claudeCaches } from '../claude-caches.js';
import type { OverlayModel, ProviderOverlay, Quote, QuoteStep } from '../../records.js';

const pricing: Citation = { source: 'Anthropic pricing, https://platform.claude.com/docs/en/about-claude/pricing (copies until 2026-10-09)', checked: '2026-10-09', confidence: 'high' };
const deprecations: Citation = { source: 'Anthropic model deprecations, https://platform.claude.com/docs/en/about-claude/model-deprecations, and release notes (stored copies)', checked: '2026-11-22', confidence: 'high' };
const overview: Citation = { source: 'Anthropic models overview, https://platform.claude.com/docs/en/models/haiku-5-5/overview (stored copy)', checked: '2026-11-22', confidence: 'high' };

/** Cache multipliers of most models: reads 0.1 x input, writes 1.25 x (5 min) and 2 x (1 h). */
const claude = (input: number, output: number): Quote => ({ input, output, read: cents(input * 0.1), write: cents(input * 1.25), writeLong: input * 2, webPerThousand: 10 });
const cents = (value: number): number => Number(value.toPrecision(8));
/** Above 200K input tokens, while the 1M context was a beta: 2 x input and cache, 1.5 x output. */
const longBeta = (quote: Quote): readonly QuoteStep[] => [{
  above: 200_000, ...quote, input: quote.input * 2, output: quote.output * 1.5, read: (quote.read ?? 0) * 2, write: (quote.write ?? 0) * 2, writeLong: (quote.writeLong ?? 0) * 2,
}];

const SONNET_4 = claude(3, 15);
const HAIKU_55: Quote = { input: 0.1, output: 0.5, read: 0.01, write: 0.125, writeLong: 0.2, webPerThousand: 10 };
const HAIKU_55_LONG: QuoteStep = { above: 100_000, input: 0.5, output: 2.5, read: 0.05, write: 0.625, writeLong: 1, webPerThousand: 10 };

const SHARED = { provider: 'anthropic', kind: 'chat', openWeights: false } as const;
const READS = { meets: ['tools', 'parallel_tools', 'vision', 'documents'], lacks: ['audio', 'logprobs', 'multiple_choices'] } as const;
/** Structured outputs: Claude 4.5 and later, and Opus 4.1. */
const READS_SCHEMA = { meets: ['tools', 'parallel_tools', 'vision', 'documents', 'json_schema', 'json_object'], lacks: ['audio', 'logprobs', 'multiple_choices'] } as const;
const OLD = { ...SHARED, ...READS, context: 200_000, isGenerallyAvailable: false, citation: deprecations } as const;
const MILLION = { ...SHARED, ...READS_SCHEMA, context: 1_000_000, maxOutput: 128_000, isGenerallyAvailable: true } as const;

const models: readonly OverlayModel[] = [
  {
    ...OLD, model: 'claude-3-haiku-20240307', title: 'Claude 3 Haiku', baseModel: 'anthropic/claude-3-haiku-20240307', maxOutput: 4096, released: '2024-03-07', retired: '2026-04-20',
    successor: 'claude-haiku-4-5', prices: [{ quote: { input: 0.25, output: 1.25, read: 0.03, write: 0.3, writeLong: 0.5 }, citation: pricing }],
  },
  {
    ...OLD, model: 'claude-3-sonnet-20240229', title: 'Claude 3 Sonnet', baseModel: 'anthropic/claude-3-sonnet-20240229', maxOutput: 4096, released: '2024-02-29', retired: '2025-07-21',
    prices: [{ quote: { ...SONNET_4 }, citation: pricing }],
  },
  {
    ...OLD, model: 'claude-3-opus-20240229', title: 'Claude 3 Opus', baseModel: 'anthropic/claude-3-opus-20240229', maxOutput: 4096, released: '2024-02-29', retired: '2026-01-05',
    aliases: [{ name: 'claude-3-opus-latest' }], prices: [{ quote: claude(15, 75), citation: pricing }],
  },
  {
    ...OLD, model: 'claude-3-5-haiku-20241022', title: 'Claude 3.5 Haiku', baseModel: 'anthropic/claude-3-5-haiku-20241022', maxOutput: 8192, released: '2024-11-04', retired: '2026-02-19',
    citation: { ...deprecations, source: 'retired in 2026 (Anthropic pricing page notes); the day is recalled', confidence: 'low' },
    aliases: [{ name: 'claude-3-5-haiku-latest' }, { name: 'claude-3.5-haiku' }],
    prices: [
      { from: '2024-11-04', quote: claude(1, 5), citation: { ...pricing, confidence: 'low' } },
      { from: '2024-12-03', quote: claude(0.8, 4), citation: { ...pricing, confidence: 'medium' } },
    ],
  },
  {
    ...OLD, model: 'claude-3-5-sonnet-20240620', title: 'Claude 3.5 Sonnet (June)', baseModel: 'anthropic/claude-3-5-sonnet-20240620', maxOutput: 8192, released: '2024-06-20', retired: '2025-10-28',
    prices: [{ quote: SONNET_4, citation: pricing }],
  },
  {
    ...OLD, model: 'claude-3-5-sonnet-20241022', title: 'Claude 3.5 Sonnet (October)', baseModel: 'anthropic/claude-3-5-sonnet-20241022', maxOutput: 8192, released: '2024-10-22', retired: '2025-10-28',
    aliases: [{ name: 'claude-3-5-sonnet-latest' }, { name: 'claude-3-5-sonnet' }, { name: 'claude-3.5-sonnet' }], prices: [{ quote: SONNET_4, citation: pricing }],
  },
  {
    ...OLD, model: 'claude-3-7-sonnet-20250219', title: 'Claude 3.7 Sonnet', baseModel: 'anthropic/claude-3-7-sonnet-20250219', maxOutput: 64_000, released: '2025-02-24', retired: '2026-02-19',
    aliases: [{ name: 'claude-3-7-sonnet-latest' }, { name: 'claude-3.7-sonnet' }], prices: [{ quote: SONNET_4, citation: pricing }],
  },
  {
    ...OLD, model: 'claude-opus-4', title: 'Claude Opus 4', baseModel: 'anthropic/claude-opus-4', maxOutput: 32_000, released: '2025-05-22', retired: '2026-06-15', successor: 'claude-opus-4-8',
    aliases: [{ name: 'claude-opus-4-0' }, { name: 'claude-4-opus' }], prices: [{ quote: claude(15, 75), citation: pricing }],
  },
  {
    ...OLD, model: 'claude-sonnet-4', title: 'Claude Sonnet 4', baseModel: 'anthropic/claude-sonnet-4', maxOutput: 64_000, released: '2025-05-22', retired: '2026-06-15', successor: 'claude-sonnet-4-6',
    aliases: [{ name: 'claude-sonnet-4-0' }, { name: 'claude-4-sonnet' }], prices: [{ quote: SONNET_4, steps: longBeta(SONNET_4), citation: pricing }],
  },
  { ...OLD, ...READS_SCHEMA, model: 'claude-opus-4-1', maxOutput: 32_000, released: '2025-08-05', retired: '2026-08-05', successor: 'claude-opus-4-8' },
  {
    ...SHARED, ...READS_SCHEMA, model: 'claude-sonnet-4-5', context: 200_000, maxOutput: 64_000, isGenerallyAvailable: true, citation: overview, released: '2025-09-29',
    aliases: [{ name: 'claude-4.5-sonnet' }],
    prices: [
      { quote: SONNET_4, steps: longBeta(SONNET_4), citation: pricing },
      { from: '2026-04-30', quote: SONNET_4, citation: { ...pricing, source: `${pricing.source} (the 1M beta ended on 2026-04-30)` } },
    ],
  },
  { ...SHARED, ...READS_SCHEMA, model: 'claude-haiku-4-5', context: 200_000, maxOutput: 64_000, isGenerallyAvailable: true, citation: overview, released: '2025-10-15' },
  { ...SHARED, ...READS_SCHEMA, model: 'claude-opus-4-5', context: 200_000, maxOutput: 64_000, isGenerallyAvailable: true, citation: overview, released: '2025-11-24' },
  { ...MILLION, model: 'claude-opus-4-6', citation: overview, released: '2026-02-05' },
  { ...MILLION, model: 'claude-sonnet-4-6', maxOutput: 64_000, citation: overview, released: '2026-02-17', aliases: [{ name: 'claude-4.6-sonnet' }] },
  { ...MILLION, model: 'claude-opus-4-7', citation: overview, released: '2026-04-16' },
  { ...MILLION, model: 'claude-opus-4-8', citation: overview, released: '2026-05-28' },
  { ...MILLION, model: 'claude-fable-5', citation: overview, released: '2026-06-09' },
  { ...MILLION, model: 'claude-sonnet-5', citation: overview, released: '2026-06-30' },
  { ...MILLION, model: 'claude-opus-5', citation: overview, released: '2026-07-24' },
  { ...MILLION, model: 'claude-fable-5-1', citation: overview, released: '2026-09-01' },
  { ...MILLION, model: 'claude-opus-5-5', citation: overview, released: '2026-09-22' },
  {
    ...MILLION, model: 'claude-sonnet-5-5', title: 'Claude Sonnet 5.5', baseModel: 'anthropic/claude-sonnet-5-5', citation: overview, released: '2026-09-28',
    aliases: [{ name: 'claude-sonnet-5.5' }, { name: 'claude-5.5-sonnet' }],
    prices: [
      { from: '2026-09-28', quote: claude(2, 10), citation: pricing },
      { from: '2026-10-07', quote: { ...claude(2, 10), read: 0.1 }, citation: pricing },
    ],
  },
  {
    ...MILLION, model: 'claude-haiku-5-5', title: 'Claude Haiku 5.5', baseModel: 'anthropic/claude-haiku-5-5', citation: overview, released: '2026-10-07',
    aliases: [{ name: 'claude-haiku-5.5' }, { name: 'claude-5.5-haiku' }], prices: [{ from: '2026-10-07', quote: HAIKU_55, steps: [HAIKU_55_LONG], citation: pricing }],
  },
  { provider: 'anthropic', model: 'claude-2', baseModel: 'anthropic/claude-2.1', citation: deprecations, retired: '2025-07-21' },
];

export const anthropic: ProviderOverlay = {
  provider: 'anthropic', models,
  replaces: ['claude-3-5-haiku-latest', 'claude-3-5-sonnet', 'claude-3-7-sonnet-latest', 'claude-3-haiku', 'claude-3-opus-latest', 'claude-3-sonnet', 'claude-opus-4-0', 'claude-sonnet-4-0'],
  tiers: [
    { tier: 'batch', model: /^claude/, factor: 0.5, citation: pricing },
    { tier: 'fast', model: /^claude-opus-4-[67]$/, factor: 6, citation: pricing },
    { tier: 'fast', model: /^claude-opus-(4-8|5|5-5)$/, factor: 2, citation: pricing },
  ],
  regions: [{ model: /^claude-(opus-4-[678]|sonnet-4-6|opus-5|sonnet-5|haiku-5|fable)/, region: /^us$/, factor: 1.1, citation: { ...pricing, source: `${pricing.source}: inference_geo us + 10 %` } }],
  caches: claudeCaches,
  capabilities: [{ meets: ['parallel_tools'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Anthropic messages reference' }],
};
