import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay, Quote } from '../../records.js';

const pricing: Citation = { source: 'Mistral pricing, https://docs.mistral.ai/inference/pricing (by models.dev), and genai-prices 0.1.8', checked: '2026-09-29', confidence: 'medium' };
const cards: Citation = { source: 'Mistral model cards, https://docs.mistral.ai/models, and models.dev', checked: '2026-09-29', confidence: 'medium' };

// What `-latest` pointed to before December 2025 is recalled from Mistral's changelog, except mistral-large (2024-11) and mistral-medium.
const MEETS = ['tools', 'parallel_tools', 'json_schema', 'json_object', 'multiple_choices'] as const;
const SHARED = { provider: 'mistral', kind: 'chat', citation: cards } as const;
const SEES = { meets: [...MEETS, 'vision'], lacks: ['audio'] } as const;
const TEXT = { meets: MEETS, lacks: ['vision', 'audio'] } as const;
const one = (quote: Quote): OverlayModel['prices'] => [{ quote, citation: pricing }];

const models: readonly OverlayModel[] = [
  {
    ...SHARED, ...TEXT, model: 'mistral-large-2407', title: 'Mistral Large 2', baseModel: 'mistralai/mistral-large-2407', isGenerallyAvailable: false, released: '2024-07-24', context: 128_000, openWeights: true,
    aliases: [{ name: 'mistral-large-latest', from: '2024-07-24', to: '2024-11-18' }], prices: one({ input: 2, output: 6 }),
  },
  {
    ...SHARED, ...TEXT, model: 'mistral-large-2411', title: 'Mistral Large 2.1', baseModel: 'mistralai/mistral-large-2411', isGenerallyAvailable: false, released: '2024-11-18', retired: '2026-05-31',
    successor: 'mistral-large-2512', context: 131_072, maxOutput: 16_384, openWeights: true, aliases: [{ name: 'mistral-large-latest', from: '2024-11-18', to: '2025-12-02' }], prices: one({ input: 2, output: 6 }),
  },
  {
    ...SHARED, ...SEES, model: 'mistral-large-2512', title: 'Mistral Large 3', isGenerallyAvailable: true, released: '2025-12-02', context: 262_144, maxOutput: 262_144, openWeights: true,
    aliases: [{ name: 'mistral-large-latest', from: '2025-12-02' }], prices: one({ input: 0.5, output: 1.5, read: 0.05 }),
  },
  {
    ...SHARED, ...SEES, model: 'mistral-medium-2505', title: 'Mistral Medium 3', baseModel: 'mistralai/mistral-medium-2505', isGenerallyAvailable: false, released: '2025-05-07', retired: '2026-08-31',
    successor: 'mistral-medium-2604', context: 131_072, maxOutput: 131_072, aliases: [{ name: 'mistral-medium-latest', from: '2025-05-07', to: '2025-08-12' }], prices: one({ input: 0.4, output: 2, read: 0.04 }),
  },
  {
    ...SHARED, ...SEES, model: 'mistral-medium-2508', title: 'Mistral Medium 3.1', baseModel: 'mistralai/mistral-medium-2508', isGenerallyAvailable: false, released: '2025-08-12', retired: '2026-08-31',
    successor: 'mistral-medium-2604', context: 262_144, maxOutput: 262_144, aliases: [{ name: 'mistral-medium-latest', from: '2025-08-12', to: '2026-06-16' }, { name: 'mistral-medium', to: '2026-06-16' }],
    prices: one({ input: 0.4, output: 2, read: 0.04 }),
  },
  {
    ...SHARED, ...SEES, model: 'mistral-medium-2604', title: 'Mistral Medium 3.5', baseModel: 'mistralai/mistral-medium-2604', isGenerallyAvailable: true, released: '2026-04-29', context: 262_144, maxOutput: 262_144,
    openWeights: true, prices: one({ input: 1.5, output: 7.5, read: 0.15 }),
    aliases: [{ name: 'mistral-medium-latest', from: '2026-06-16' }, { name: 'mistral-medium', from: '2026-06-16' }, { name: 'mistral-medium-3-5' }, { name: 'mistral-medium-3.5' }, { name: 'mistral-medium-3' }],
  },
  {
    ...SHARED, ...TEXT, model: 'mistral-small-2501', title: 'Mistral Small 3', baseModel: 'mistralai/mistral-small-2501', isGenerallyAvailable: false, released: '2025-01-30', context: 32_768, openWeights: true,
    aliases: [{ name: 'mistral-small-latest', from: '2025-01-30', to: '2025-03-17' }], prices: one({ input: 0.1, output: 0.3 }),
  },
  {
    ...SHARED, ...SEES, model: 'mistral-small-2503', title: 'Mistral Small 3.1', baseModel: 'mistralai/mistral-small-2503', isGenerallyAvailable: false, released: '2025-03-17', context: 128_000, openWeights: true,
    aliases: [{ name: 'mistral-small-latest', from: '2025-03-17', to: '2025-06-20' }], prices: one({ input: 0.1, output: 0.3 }),
  },
  {
    ...SHARED, ...SEES, model: 'mistral-small-2506', title: 'Mistral Small 3.2', baseModel: 'mistralai/mistral-small-2506', isGenerallyAvailable: true, released: '2025-06-20', context: 128_000, maxOutput: 16_384, openWeights: true,
    aliases: [{ name: 'mistral-small-latest', from: '2025-06-20', to: '2026-03-16' }], prices: one({ input: 0.1, output: 0.3 }),
  },
  {
    ...SHARED, ...SEES, model: 'mistral-small-2603', title: 'Mistral Small 4', isGenerallyAvailable: true, released: '2026-03-16', context: 256_000, maxOutput: 256_000, openWeights: true,
    aliases: [{ name: 'mistral-small-latest', from: '2026-03-16' }], prices: one({ input: 0.15, output: 0.6, read: 0.015 }),
  },
  { ...SHARED, ...TEXT, model: 'ministral-8b-2410', title: 'Ministral 8B', baseModel: 'mistralai/ministral-8b-2410', isGenerallyAvailable: false, released: '2024-10-16', context: 128_000, openWeights: true, aliases: [{ name: 'ministral-8b-latest', to: '2025-12-02' }, { name: 'ministral-8b' }], prices: one({ input: 0.1, output: 0.1 }) },
  { ...SHARED, ...TEXT, model: 'ministral-3b-2410', title: 'Ministral 3B', baseModel: 'mistralai/ministral-3b-2410', isGenerallyAvailable: false, released: '2024-10-16', context: 128_000, openWeights: false, aliases: [{ name: 'ministral-3b-latest', to: '2025-12-02' }, { name: 'ministral-3b' }], prices: one({ input: 0.04, output: 0.04 }) },
  { ...SHARED, ...SEES, model: 'ministral-3b-2512', isGenerallyAvailable: true, released: '2025-12-02', context: 131_072, openWeights: true, aliases: [{ name: 'ministral-3b-latest', from: '2025-12-02' }] },
  { ...SHARED, ...SEES, model: 'ministral-8b-2512', isGenerallyAvailable: true, released: '2025-12-02', context: 262_144, openWeights: true, aliases: [{ name: 'ministral-8b-latest', from: '2025-12-02' }] },
  { ...SHARED, ...SEES, model: 'ministral-14b-2512', isGenerallyAvailable: true, released: '2025-12-02', context: 262_144, openWeights: true, aliases: [{ name: 'ministral-14b-latest' }] },
  { ...SHARED, ...TEXT, model: 'codestral-2501', title: 'Codestral 25.01', baseModel: 'mistralai/codestral-25.01', isGenerallyAvailable: false, released: '2025-01-13', retired: '2025-11-30', successor: 'codestral-2508', context: 256_000, aliases: [{ name: 'codestral-latest', to: '2025-07-30' }], prices: one({ input: 0.3, output: 0.9 }) },
  { ...SHARED, ...TEXT, model: 'codestral-2508', isGenerallyAvailable: true, released: '2025-07-30', context: 256_000, aliases: [{ name: 'codestral-latest', from: '2025-07-30' }] },
  { ...SHARED, ...SEES, model: 'pixtral-12b', retired: '2025-12-31', successor: 'ministral-14b-2512', isGenerallyAvailable: false },
  { ...SHARED, ...TEXT, model: 'mistral-nemo' },
  ...['mistral-7b', 'mixtral-8x7b', 'open-mixtral-8x22b', 'pixtral-large'].map((model): OverlayModel => ({
    provider: 'mistral', model, isGenerallyAvailable: false, citation: { ...cards, source: 'Mistral legacy models; the day they end was not read', confidence: 'low' },
  })),
  { ...SHARED, ...TEXT, model: 'magistral-medium', context: 128_000, isGenerallyAvailable: false, aliases: [{ name: 'magistral-medium-latest' }] },
];

export const mistral: ProviderOverlay = {
  provider: 'mistral', models, freeCacheWrites: /./,
  replaces: ['mistral-large', 'mistral-large-latest', 'mistral-medium-latest', 'mistral-medium-3-1', 'mistral-medium-3-5', 'mistral-small-latest', 'ministral-8b', 'ministral-3b', 'ministral-8b-latest', 'codestral', 'mistral-small-24b-instruct-2501', 'mistral-small-3.1-24b-instruct', 'mistral-small-3.2-24b-instruct'],
  tiers: [{ tier: 'batch', model: /./, factor: 0.5, citation: { source: 'Mistral batch inference, https://docs.mistral.ai/capabilities/batch', checked: '2026-09-29', confidence: 'medium' } }],
  capabilities: [{ meets: ['parallel_tools', 'json_schema', 'json_object', 'multiple_choices'], source: 'recalled: Mistral chat reference' }],
};
