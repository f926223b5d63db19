import type { Citation } from '../../../model/catalog.js';
import type { AliasSpan, OverlayModel, ProviderOverlay, Quote, QuoteRow } from '../../records.js';

/** The model pages of Mistral's documentation, which hold prices, names, release and retirement; copies of several days, the newest of October 2026. */
const page: Citation = { source: 'Mistral model pages, https://docs.mistral.ai/models (source: https://github.com/mistralai/platform-docs-public, src/schema/models)', checked: '2026-11-22', confidence: 'high' };
/** As above; the cached rate is a tenth of input by Mistral's price page. */
const withCache: Citation = { source: 'Mistral pricing, https://docs.mistral.ai/inference/pricing (by models.dev, 2026-09-29) and https://docs.mistral.ai/models', checked: '2026-11-22', confidence: 'high' };
const largePreview: Citation = { source: 'https://docs.mistral.ai/models/mistral-large-4-0: public preview at half of the list price 1.36 / 4.18 / 0.14', checked: '2026-11-22', confidence: 'high' };
/** The deprecations of 2026-05-22, with their days. */
const may: Citation = { source: 'Mistral model pages, https://docs.mistral.ai/models (retirement on 2026-07-31: https://github.com/mistralai/platform-docs-public/pull/496)', checked: '2026-11-22', confidence: 'high' };
/** Prices of 2023 and 2024: the launch price from a dated copy, the cut of September 2024 recalled from Mistral's release note. */
const old: Citation = { source: 'Mistral prices in March 2024, https://gist.github.com/sj82516/862bed5e43648beef473a0635111c65f', checked: '2026-11-22', confidence: 'medium' };
const cut: Citation = { source: 'recalled: price cuts of https://mistral.ai/news/september-24-release (mistral-small-2409 at 0.20 / 0.60: https://ai-tldr.dev/models/mistral-small-2-409/)', checked: '2026-11-22', confidence: 'medium' };
const recalled: Citation = { source: 'recalled: list price of spring and summer 2024, https://mistral.ai/pricing', checked: '2026-11-22', confidence: 'low' };

const MEETS = ['tools', 'parallel_tools', 'json_schema', 'json_object', 'multiple_choices'] as const;
const SHARED = { provider: 'mistral', kind: 'chat', citation: page } as const;
const SEES = { meets: [...MEETS, 'vision'], lacks: ['audio'] } as const;
const TEXT = { meets: MEETS, lacks: ['vision', 'audio'] } as const;
const GOING = { isGenerallyAvailable: true } as const;
const GONE = { isGenerallyAvailable: false } as const;

const one = (quote: Quote, citation: Citation = page): readonly QuoteRow[] => [{ quote, citation }];
/** Input at `input`, cached input at a tenth of it. */
const cached = (input: number, output: number): readonly QuoteRow[] => one({ input, output, read: Number((input / 10).toPrecision(6)) }, withCache);
/** A name over one stretch of time. */
const named = (name: string, from?: string, to?: string): AliasSpan => ({ name, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) });
const CUT_OF_2024 = '2024-09-17';

const large: readonly OverlayModel[] = [
  {
    ...SHARED, ...TEXT, ...GONE, model: 'mistral-large-2402', title: 'Mistral Large', baseModel: 'mistralai/mistral-large-2402', released: '2024-02-26', retired: '2025-06-16', successor: 'mistral-large-2512', context: 32_768,
    aliases: [named('mistral-large-latest', '2024-02-26', '2024-07-24')],
    prices: [{ from: '2024-02-26', quote: { input: 8, output: 24 }, citation: old }, { from: '2024-05-29', quote: { input: 4, output: 12 }, citation: recalled }],
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'mistral-large-2407', title: 'Mistral Large 2', baseModel: 'mistralai/mistral-large-2407', released: '2024-07-24', retired: '2025-03-30', successor: 'mistral-large-2512', context: 128_000, openWeights: true,
    aliases: [named('mistral-large-latest', '2024-07-24', '2024-11-18')],
    prices: [{ from: '2024-07-24', quote: { input: 3, output: 9 }, citation: cut }, { from: CUT_OF_2024, quote: { input: 2, output: 6 }, citation: cut }],
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'mistral-large-2411', title: 'Mistral Large 2.1', baseModel: 'mistralai/mistral-large-2411', released: '2024-11-18', retired: '2026-05-31', successor: 'mistral-medium-2604',
    context: 131_072, maxOutput: 16_384, openWeights: true, aliases: [named('mistral-large-latest', '2024-11-18', '2025-12-02')], prices: one({ input: 2, output: 6 }),
  },
  {
    ...SHARED, ...SEES, ...GOING, model: 'mistral-large-2512', title: 'Mistral Large 3', released: '2025-12-02', context: 262_144, maxOutput: 262_144, openWeights: true,
    aliases: [named('mistral-large-latest', '2025-12-02')], prices: cached(0.5, 1.5),
  },
  {
    ...SHARED, ...SEES, ...GONE, citation: largePreview, model: 'mistral-large-4', title: 'Mistral Large 4 (public preview)', baseModel: 'mistralai/mistral-large-4', released: '2026-10-06', context: 1_048_576, openWeights: true,
    aliases: [named('mistral-large-4-0')], prices: one({ input: 0.68, output: 2.09, read: 0.07 }, largePreview),
  },
];

const medium: readonly OverlayModel[] = [
  {
    ...SHARED, ...TEXT, ...GONE, model: 'mistral-medium-2312', title: 'Mistral Medium 1', released: '2023-12-11', retired: '2025-06-16', successor: 'mistral-medium-2508', context: 32_768,
    aliases: [named('mistral-medium', '2023-12-11', '2025-05-07'), named('mistral-medium-latest', '2023-12-11', '2025-05-07')], prices: one({ input: 2.7, output: 8.1 }, old),
  },
  {
    ...SHARED, ...SEES, ...GONE, model: 'mistral-medium-2505', title: 'Mistral Medium 3', baseModel: 'mistralai/mistral-medium-2505', released: '2025-05-07', retired: '2026-08-31', successor: 'mistral-medium-2604',
    context: 131_072, maxOutput: 131_072, aliases: [named('mistral-medium-latest', '2025-05-07', '2025-08-12'), named('mistral-medium', '2025-05-07', '2025-08-12')], prices: cached(0.4, 2),
  },
  {
    ...SHARED, ...SEES, ...GONE, model: 'mistral-medium-2508', title: 'Mistral Medium 3.1', baseModel: 'mistralai/mistral-medium-2508', released: '2025-08-12', retired: '2026-08-31', successor: 'mistral-medium-2604',
    context: 131_072, maxOutput: 131_072, aliases: [named('mistral-medium-latest', '2025-08-12', '2026-06-16'), named('mistral-medium', '2025-08-12', '2026-06-16')], prices: cached(0.4, 2),
  },
  {
    ...SHARED, ...SEES, ...GOING, model: 'mistral-medium-2604', title: 'Mistral Medium 3.5', baseModel: 'mistralai/mistral-medium-2604', released: '2026-04-29', context: 262_144, maxOutput: 262_144, openWeights: true, prices: cached(1.5, 7.5),
    aliases: [named('mistral-medium-latest', '2026-06-16'), named('mistral-medium', '2026-06-16'), named('mistral-medium-3-5'), named('mistral-medium-3.5'), named('mistral-medium-3')],
  },
];

const small: readonly OverlayModel[] = [
  {
    ...SHARED, ...TEXT, ...GONE, model: 'mistral-small-2402', title: 'Mistral Small', baseModel: 'mistralai/mistral-small-2402', released: '2024-02-26', retired: '2025-06-16', successor: 'mistral-small-2506', context: 32_768,
    aliases: [named('mistral-small-latest', '2024-02-26', CUT_OF_2024)],
    prices: [{ from: '2024-02-26', quote: { input: 2, output: 6 }, citation: old }, { from: '2024-05-29', quote: { input: 1, output: 3 }, citation: recalled }],
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'mistral-small-2409', title: 'Mistral Small 2', baseModel: 'mistralai/mistral-small-2409', released: CUT_OF_2024, retired: '2025-11-30', successor: 'mistral-small-2506', context: 32_768, openWeights: true,
    aliases: [named('mistral-small-latest', CUT_OF_2024, '2025-01-30')],
    prices: [{ from: CUT_OF_2024, quote: { input: 0.2, output: 0.6 }, citation: cut }, { from: '2025-01-30', quote: { input: 0.1, output: 0.3 }, citation: { ...page, confidence: 'low' } }],
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'mistral-small-2501', title: 'Mistral Small 3', baseModel: 'mistralai/mistral-small-2501', released: '2025-01-30', retired: '2025-11-30', successor: 'mistral-small-2506', context: 32_768, openWeights: true,
    aliases: [named('mistral-small-latest', '2025-01-30', '2025-03-17')], prices: one({ input: 0.1, output: 0.3 }),
  },
  {
    ...SHARED, ...SEES, ...GONE, model: 'mistral-small-2503', title: 'Mistral Small 3.1', baseModel: 'mistralai/mistral-small-2503', released: '2025-03-17', retired: '2025-11-30', successor: 'mistral-small-2506', context: 128_000, openWeights: true,
    aliases: [named('mistral-small-latest', '2025-03-17', '2025-06-20')], prices: one({ input: 0.1, output: 0.3 }),
  },
  {
    ...SHARED, ...SEES, ...GOING, model: 'mistral-small-2506', title: 'Mistral Small 3.2', baseModel: 'mistralai/mistral-small-2506', released: '2025-06-20', context: 128_000, maxOutput: 16_384, openWeights: true,
    aliases: [named('mistral-small-latest', '2025-06-20', '2026-03-16')], prices: one({ input: 0.1, output: 0.3 }),
  },
  {
    ...SHARED, ...SEES, ...GOING, model: 'mistral-small-2603', title: 'Mistral Small 4', released: '2026-03-16', context: 256_000, maxOutput: 256_000, openWeights: true,
    aliases: [named('mistral-small-latest', '2026-03-16')], prices: cached(0.15, 0.6),
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'ministral-8b-2410', title: 'Ministral 8B', baseModel: 'mistralai/ministral-8b-2410', released: '2024-10-16', retired: '2025-12-31', successor: 'ministral-8b-2512', context: 128_000, openWeights: true,
    aliases: [named('ministral-8b-latest', undefined, '2025-12-02'), named('ministral-8b')], prices: one({ input: 0.1, output: 0.1 }),
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'ministral-3b-2410', title: 'Ministral 3B', baseModel: 'mistralai/ministral-3b-2410', released: '2024-10-16', retired: '2025-12-31', successor: 'ministral-3b-2512', context: 128_000, openWeights: false,
    aliases: [named('ministral-3b-latest', undefined, '2025-12-02'), named('ministral-3b')], prices: one({ input: 0.04, output: 0.04 }),
  },
  { ...SHARED, ...SEES, ...GOING, model: 'ministral-3b-2512', released: '2025-12-02', context: 131_072, openWeights: true, aliases: [named('ministral-3b-latest', '2025-12-02')], prices: cached(0.1, 0.1) },
  { ...SHARED, ...SEES, ...GOING, model: 'ministral-8b-2512', released: '2025-12-02', context: 262_144, openWeights: true, aliases: [named('ministral-8b-latest', '2025-12-02')], prices: cached(0.15, 0.15) },
  { ...SHARED, ...SEES, ...GOING, model: 'ministral-14b-2512', released: '2025-12-02', context: 262_144, openWeights: true, aliases: [named('ministral-14b-latest')], prices: cached(0.2, 0.2) },
];

const code: readonly OverlayModel[] = [
  {
    ...SHARED, ...TEXT, ...GONE, model: 'codestral-2405', title: 'Codestral', baseModel: 'mistralai/codestral-2405', released: '2024-05-29', retired: '2025-06-16', successor: 'codestral-2508', context: 32_768, openWeights: true,
    aliases: [named('codestral-latest', '2024-05-29', '2025-01-13')],
    prices: [{ from: '2024-05-29', quote: { input: 1, output: 3 }, citation: cut }, { from: CUT_OF_2024, quote: { input: 0.2, output: 0.6 }, citation: cut }],
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'codestral-2501', title: 'Codestral 25.01', baseModel: 'mistralai/codestral-25.01', released: '2025-01-13', retired: '2025-11-30', successor: 'codestral-2508', context: 256_000,
    aliases: [named('codestral-latest', '2025-01-13', '2025-07-30')], prices: one({ input: 0.3, output: 0.9 }),
  },
  {
    ...SHARED, ...TEXT, ...GOING, model: 'codestral-2508', released: '2025-07-30', context: 128_000,
    aliases: [named('codestral-latest', '2025-07-30'), named('mistral-code-latest'), named('mistral-code-fim-latest')], prices: cached(0.3, 0.9),
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'devstral-small-2505', title: 'Devstral Small 1.0', baseModel: 'mistralai/devstral-small-2505', released: '2025-05-21', retired: '2025-11-30', successor: 'devstral-small-2507', context: 131_072, openWeights: true,
    aliases: [named('devstral-small-latest', '2025-05-21', '2025-07-10')], prices: one({ input: 0.1, output: 0.3 }),
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'devstral-small-2507', title: 'Devstral Small 1.1', baseModel: 'mistralai/devstral-small-2507', released: '2025-07-10', retired: '2026-05-31', successor: 'mistral-small-2603', context: 131_072, openWeights: true,
    aliases: [named('devstral-small-latest', '2025-07-10', '2025-12-09')], prices: one({ input: 0.1, output: 0.3 }),
  },
  {
    ...SHARED, ...SEES, ...GONE, model: 'labs-devstral-small-2512', title: 'Devstral Small 2', baseModel: 'mistralai/devstral-small-2512', released: '2025-12-09', retired: '2026-03-31', successor: 'mistral-small-2603', context: 262_144, openWeights: true,
    aliases: [named('devstral-small-latest', '2025-12-09')], prices: one({ input: 0.1, output: 0.3 }),
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'devstral-medium-2507', title: 'Devstral Medium 1.0', retired: '2026-05-31', successor: 'mistral-medium-2604', context: 131_072,
    aliases: [named('devstral-medium-latest', '2025-07-10', '2025-12-09')], prices: one({ input: 0.4, output: 2 }),
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'devstral-2512', title: 'Devstral 2', citation: may, retired: '2026-07-31', successor: 'mistral-medium-2604', context: 262_144, openWeights: true,
    aliases: [named('devstral-latest', '2025-12-09'), named('devstral-medium-latest', '2025-12-09')], prices: cached(0.4, 2),
  },
];

const LAST_MAGISTRAL = { medium: 'mistral-medium-2604', small: 'mistral-small-2603' } as const;

/** One Magistral; it reasons, and has no cached rate. */
const magistral = (size: 'medium' | 'small', row: { version: string; released: string; until?: string; retired?: string; context: number }): OverlayModel => {
  const { version, released, until, retired, context } = row;
  const isLast = until === undefined;
  return {
    ...SHARED, ...(isLast ? SEES : TEXT), ...GONE, model: `magistral-${size}-${version}`, title: `Magistral ${size === 'medium' ? 'Medium' : 'Small'} ${version}`, baseModel: `mistralai/magistral-${size}-${version}`,
    released, context, openWeights: size === 'small', aliases: [named(`magistral-${size}-latest`, released, until), ...(isLast ? [named(`magistral-${size}`)] : [])],
    ...(retired === undefined ? {} : { retired, successor: isLast ? LAST_MAGISTRAL[size] : `magistral-${size}-2509` }),
    prices: one(size === 'medium' ? { input: 2, output: 5 } : { input: 0.5, output: 1.5 }),
  };
};

const others: readonly OverlayModel[] = [
  magistral('medium', { version: '2506', released: '2025-06-10', until: '2025-07-24', retired: '2025-11-30', context: 40_960 }),
  magistral('medium', { version: '2507', released: '2025-07-24', until: '2025-09-18', retired: '2025-11-30', context: 40_960 }),
  magistral('medium', { version: '2509', released: '2025-09-18', retired: '2026-07-31', context: 131_072 }),
  magistral('small', { version: '2506', released: '2025-06-10', until: '2025-07-24', retired: '2025-11-30', context: 40_960 }),
  magistral('small', { version: '2507', released: '2025-07-24', until: '2025-09-18', retired: '2025-11-30', context: 40_960 }),
  magistral('small', { version: '2509', released: '2025-09-18', retired: '2026-07-31', context: 131_072 }),
  { ...SHARED, ...SEES, ...GONE, model: 'pixtral-12b', released: '2024-09-17', retired: '2025-12-31', successor: 'ministral-14b-2512', aliases: [named('pixtral-12b-2409')], prices: one({ input: 0.15, output: 0.15 }) },
  { ...SHARED, ...SEES, ...GONE, model: 'pixtral-large', released: '2024-11-18', retired: '2026-05-31', successor: 'mistral-medium-2604', prices: one({ input: 2, output: 6 }) },
  {
    ...SHARED, ...TEXT, ...GONE, citation: may, model: 'mistral-nemo', title: 'Mistral Nemo', released: '2024-07-18', retired: '2026-07-31', successor: 'ministral-8b-2512', context: 131_072, openWeights: true, aliases: [named('open-mistral-nemo-2407')],
    prices: [{ from: '2024-07-18', quote: { input: 0.3, output: 0.3 }, citation: cut }, { from: CUT_OF_2024, quote: { input: 0.15, output: 0.15 } }],
  },
  { ...SHARED, ...TEXT, ...GONE, model: 'mistral-7b', retired: '2025-03-30', successor: 'ministral-8b-2512', context: 32_768, openWeights: true, aliases: [named('mistral-tiny'), named('mistral-tiny-2312')], prices: one({ input: 0.25, output: 0.25 }, old) },
  { ...SHARED, ...TEXT, ...GONE, model: 'mixtral-8x7b', retired: '2025-03-30', successor: 'mistral-small-2506', context: 32_768, openWeights: true, prices: one({ input: 0.7, output: 0.7 }, old) },
  { ...SHARED, ...TEXT, ...GONE, model: 'open-mixtral-8x22b', retired: '2025-03-30', successor: 'mistral-small-2506', context: 65_536, openWeights: true, prices: one({ input: 2, output: 6 }, { ...withCache, source: 'https://models.dev, snapshot 2026-07-02', confidence: 'medium' }) },
  { ...SHARED, ...TEXT, ...GONE, model: 'mistral-saba', released: '2025-02-17', retired: '2025-09-30', successor: 'mistral-small-2506', context: 32_768, aliases: [named('mistral-saba-2502')], prices: one({ input: 0.2, output: 0.6 }, { ...withCache, source: 'https://mistral.ai/pricing (by genai-prices 0.1.8)', confidence: 'medium' }) },
  { provider: 'mistral', model: 'mistral-embed', kind: 'embedding', citation: page, aliases: [named('mistral-embed-2312')], prices: one({ input: 0.1, output: 0 }) },
  { provider: 'mistral', model: 'codestral-embed', kind: 'embedding', isGenerallyAvailable: true, citation: page, title: 'Codestral Embed', released: '2025-05-28', context: 8192, aliases: [named('codestral-embed-2505')], prices: one({ input: 0.15, output: 0 }) },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'zai-glm-5-2', title: 'GLM 5.2 at Mistral (public preview)', baseModel: 'z-ai/glm-5.2', released: '2026-08-06', context: 1_000_000, maxOutput: 128_000, openWeights: true,
    aliases: [named('zai-glm-5', '2026-08-06', '2026-09-15'), named('zai-glm-latest', '2026-08-06', '2026-09-15')], prices: one({ input: 1.4, output: 4.4, read: 0.26 }),
  },
  {
    ...SHARED, ...TEXT, ...GONE, model: 'zai-glm-5-3', title: 'GLM 5.3 at Mistral (public preview)', baseModel: 'z-ai/glm-5.3', released: '2026-09-15', context: 1_000_000, maxOutput: 128_000, openWeights: true,
    aliases: [named('zai-glm-5', '2026-09-15'), named('zai-glm-latest', '2026-09-15')], prices: one({ input: 1.4, output: 4.4, read: 0.14 }),
  },
];

const limits: Citation = { source: 'https://help.mistral.ai/en/articles/225174, https://help.mistral.ai/en/articles/424390', checked: '2026-11-22', confidence: 'high' };

export const mistral: ProviderOverlay = {
  provider: 'mistral', models: [...large, ...medium, ...small, ...code, ...others], freeCacheWrites: /./,
  replaces: [
    'mistral-large', 'mistral-large-latest', 'mistral-medium-latest', 'mistral-medium-3-1', 'mistral-medium-3-5', 'mistral-small-latest', 'ministral-8b', 'ministral-3b', 'ministral-8b-latest', 'codestral', 'devstral-small',
    'mistral-small-24b-instruct-2501', 'mistral-small-3.1-24b-instruct', 'mistral-small-3.2-24b-instruct', 'mixtral-8x22b-instruct', 'mistral-tiny', 'magistral-medium', 'magistral-small',
  ],
  tiers: [{ tier: 'batch', model: /./, factor: 0.5, citation: { source: 'Mistral batch inference, https://docs.mistral.ai/capabilities/batch', checked: '2026-09-29', confidence: 'medium' } }],
  capabilities: [{ meets: ['parallel_tools', 'json_schema', 'json_object', 'multiple_choices'], source: 'recalled: Mistral chat reference' }],
  pools: [{
    ...limits, id: 'mistral-account', title: 'All Mistral models of an account', model: /./, limits: [{ accountTier: 'Free', requestsPerMinute: 60, tokensPerMinute: 500_000 }],
    note: 'Free: one request a second and 1 billion tokens a month; limits of the paid tiers stand in the admin console only.',
  }],
};
