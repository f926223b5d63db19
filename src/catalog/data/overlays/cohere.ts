import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay, Quote, QuoteRow } from '../../records.js';

const page: Citation = { source: 'Cohere pricing, https://cohere.com/pricing (by genai-prices 0.1.8 and https://developer.puter.com/tutorials/cohere-api-pricing/, June 2026)', checked: '2026-11-22', confidence: 'high' };
const legacy: Citation = { source: 'recalled: prices for existing customers in the questions of https://cohere.com/pricing; Command R 03-2024 also at 0.50 / 1.50 on Bedrock', checked: '2026-11-22', confidence: 'medium' };
const deprecated: Citation = { source: 'https://docs.cohere.com/changelog/2025-09-15-major-command-deprecations (closed to new customers; no day of shutdown: https://www.developersdigest.tech/deprecations/cohere, 2026-10-17)', checked: '2026-11-22', confidence: 'high' };
const embed: Citation = { source: 'Cohere pricing, https://cohere.com/pricing (embed v3: recalled; embed v4: 0.12 text, 0.47 images by https://developer.puter.com/tutorials/cohere-api-pricing/)', checked: '2026-11-22', confidence: 'medium' };

const embed5: Citation = { source: 'https://www.developersdigest.tech/models/embeddings/cohere-embed-v5-0-fast (from https://cohere.com/pricing)', checked: '2026-11-22', confidence: 'high' };

const ended: Citation = { source: 'https://docs.cohere.com/changelog/2026-04-04-embed-v2-aya-8b-retirement', checked: '2026-11-22', confidence: 'high' };
const one = (quote: Quote, citation: Citation = page): readonly QuoteRow[] => [{ quote, citation }];
const GOING = { provider: 'cohere', kind: 'chat', isGenerallyAvailable: true, citation: page, openWeights: true, meets: ['tools'], lacks: ['vision', 'audio'] } as const;
const CLOSED = { provider: 'cohere', kind: 'chat', isGenerallyAvailable: false, citation: deprecated } as const;

const models: readonly OverlayModel[] = [
  // The bare names never moved to the versions of August 2024.
  { ...CLOSED, model: 'command-r', title: 'Command R 03-2024', baseModel: 'cohere/command-r-03-2024', released: '2024-03-11', successor: 'command-r-08-2024', openWeights: true, aliases: [{ name: 'command-r-03-2024' }], prices: one({ input: 0.5, output: 1.5 }, legacy) },
  { ...CLOSED, model: 'command-r-plus', title: 'Command R+ 04-2024', baseModel: 'cohere/command-r-plus-04-2024', released: '2024-04-04', successor: 'command-r-plus-08-2024', openWeights: true, aliases: [{ name: 'command-r-plus-04-2024' }], prices: one({ input: 3, output: 15 }, legacy) },
  { ...GOING, model: 'command-r-08-2024', title: 'Command R 08-2024', released: '2024-08-30', context: 128_000, maxOutput: 4000, prices: one({ input: 0.15, output: 0.6 }) },
  { ...GOING, model: 'command-r-plus-08-2024', title: 'Command R+ 08-2024', released: '2024-08-30', context: 128_000, maxOutput: 4000, prices: one({ input: 2.5, output: 10 }) },
  { ...GOING, model: 'command-r7b', title: 'Command R7B 12-2024' },
  { ...CLOSED, model: 'command', aliases: [{ name: 'command-nightly' }], prices: one({ input: 1, output: 2 }, legacy) },
  { ...CLOSED, model: 'command-light', aliases: [{ name: 'command-light-nightly' }], prices: one({ input: 0.3, output: 0.6 }, legacy) },
  { provider: 'cohere', model: 'command-a-plus-05-2026', isGenerallyAvailable: false, citation: { source: 'https://github.com/anomalyco/models.dev, providers/cohere/models/command-a-plus-05-2026.toml; other copies give no token price', checked: '2026-11-22', confidence: 'low' }, prices: one({ input: 2.5, output: 10 }, { ...page, source: 'https://github.com/anomalyco/models.dev, providers/cohere/models/command-a-plus-05-2026.toml', confidence: 'low' }) },
  { provider: 'cohere', model: 'embed-v4.0', kind: 'embedding', isGenerallyAvailable: true, citation: embed, released: '2025-04-15', prices: one({ input: 0.12, output: 0, image: 0.47 }, embed) },
  { provider: 'cohere', model: 'embed-v5.0-fast', title: 'Embed 5 Fast', kind: 'embedding', isGenerallyAvailable: true, citation: embed5, context: 128_000, prices: one({ input: 0.08, output: 0 }, embed5) },
  ...['embed-english-v3.0', 'embed-multilingual-v3.0', 'embed-english-light-v3.0', 'embed-multilingual-light-v3.0'].map((model): OverlayModel => ({
    provider: 'cohere', model, title: model, kind: 'embedding', isGenerallyAvailable: true, citation: embed, context: 512, prices: one({ input: 0.1, output: 0 }, embed),
  })),
  ...['embed-english-v2.0', 'embed-english-light-v2.0', 'embed-multilingual-v2.0'].map((model): OverlayModel => ({
    provider: 'cohere', model, title: model, kind: 'embedding', isGenerallyAvailable: false, retired: '2026-04-04', citation: ended, context: 512, prices: one({ input: 0.1, output: 0 }, embed),
  })),
  { provider: 'cohere', model: 'c4ai-aya-expanse-8b', isGenerallyAvailable: false, retired: '2026-04-04', successor: 'command-r7b', citation: ended },
];

export const cohere: ProviderOverlay = {
  provider: 'cohere', models,
  capabilities: [{ meets: ['json_object'], lacks: ['multiple_choices'], source: 'recalled: Cohere chat reference' }],
};
