import type { Citation } from '../../../model/catalog.js';
import type { Need } from '../../../model/call.js';
import type { OverlayModel, ProviderOverlay, Quote } from '../../records.js';

const page: Citation = { source: 'Z.ai pricing, https://docs.z.ai/guides/overview/pricing (by https://github.com/anomalyco/models.dev, providers/zai, and genai-prices)', checked: '2026-11-22', confidence: 'high' };
const recalled: Citation = { ...page, source: 'recalled: Z.ai pricing, https://docs.z.ai/guides/overview/pricing', confidence: 'medium' };
const latest: Citation = { source: 'Z.ai pricing, https://docs.z.ai/guides/overview/pricing (by https://dev.to/owen_fox/glm-53-api-pricing-endpoints-and-reasoningeffort-40oa, 2026-08-19, and https://openrouter.ai/~z-ai/glm-latest)', checked: '2026-11-22', confidence: 'high' };

interface Row {
  model: string;
  title: string;
  released: string;
  context: number;
  maxOutput: number;
  quote: Quote;
  citation?: Citation;
  isOld?: boolean;
  sees?: boolean;
  open?: boolean;
}

const glm = ({ model, title, released, context, maxOutput, quote, citation = page, isOld = false, sees = false, open = false }: Row): OverlayModel => ({
  provider: 'zai', kind: 'chat', model, title, baseModel: `z-ai/${model}`, released, context, maxOutput, citation, isGenerallyAvailable: !isOld, openWeights: open,
  meets: ['tools', 'json_object', ...(sees ? ['vision' as Need] : [])], lacks: sees ? ['audio'] : ['vision', 'audio'], prices: [{ quote, citation }],
});

// The flash models without a price (GLM-4.5-Flash, GLM-4.6V-Flash, GLM-4.7-Flash) are free and not in the catalog: nothing can be compared with them.
const models: readonly OverlayModel[] = [
  glm({ model: 'glm-5.3', title: 'GLM-5.3', released: '2026-08-19', context: 1_048_576, maxOutput: 131_072, quote: { input: 1.4, output: 4.4, read: 0.26 }, citation: latest, open: true }),
  glm({ model: 'glm-5.3-flash', title: 'GLM-5.3-Flash', released: '2026-09-01', context: 1_000_000, maxOutput: 131_072, quote: { input: 0.075, output: 0.25, read: 0.015 }, citation: { ...page, source: 'https://docs.z.ai/guides/overview/pricing, by genai-prices 0.1.8', checked: '2026-09-23', confidence: 'medium' } }),
  glm({ model: 'glm-5.2', title: 'GLM-5.2', released: '2026-06-16', context: 1_000_000, maxOutput: 131_072, quote: { input: 1.4, output: 4.4, read: 0.26 }, citation: latest, open: true }),
  glm({ model: 'glm-5.1', title: 'GLM-5.1', released: '2026-03-27', context: 204_800, maxOutput: 131_072, quote: { input: 1.4, output: 4.4, read: 0.26 }, citation: latest, open: true }),
  glm({ model: 'glm-5', title: 'GLM-5', released: '2026-02-11', context: 204_800, maxOutput: 131_072, quote: { input: 1, output: 3.2, read: 0.2 }, citation: recalled, open: true }),
  glm({ model: 'glm-5-turbo', title: 'GLM-5-Turbo', released: '2026-03-16', context: 200_000, maxOutput: 131_072, quote: { input: 1.2, output: 4, read: 0.24 } }),
  glm({ model: 'glm-5v-turbo', title: 'GLM-5V-Turbo', released: '2026-04-01', context: 200_000, maxOutput: 131_072, quote: { input: 1.2, output: 4, read: 0.24 }, sees: true }),
  glm({ model: 'glm-4.7', title: 'GLM-4.7', released: '2025-12-22', context: 204_800, maxOutput: 131_072, quote: { input: 0.6, output: 2.2, read: 0.11 }, open: true }),
  glm({ model: 'glm-4.7-flashx', title: 'GLM-4.7-FlashX', released: '2026-01-19', context: 200_000, maxOutput: 131_072, quote: { input: 0.07, output: 0.4, read: 0.01 } }),
  glm({ model: 'glm-4.6', title: 'GLM-4.6', released: '2025-09-30', context: 204_800, maxOutput: 131_072, quote: { input: 0.6, output: 2.2, read: 0.11 }, open: true }),
  glm({ model: 'glm-4.6v', title: 'GLM-4.6V', released: '2025-12-08', context: 128_000, maxOutput: 32_768, quote: { input: 0.3, output: 0.9, read: 0.05 }, sees: true, open: true }),
  glm({ model: 'glm-4.6v-flashx', title: 'GLM-4.6V-FlashX', released: '2025-12-08', context: 128_000, maxOutput: 32_768, quote: { input: 0.04, output: 0.4, read: 0.004 }, citation: recalled, sees: true }),
  glm({ model: 'glm-4.5', title: 'GLM-4.5', released: '2025-07-28', context: 131_072, maxOutput: 98_304, quote: { input: 0.6, output: 2.2, read: 0.11 }, open: true }),
  glm({ model: 'glm-4.5-x', title: 'GLM-4.5-X', released: '2025-07-28', context: 131_072, maxOutput: 98_304, quote: { input: 2.2, output: 8.9, read: 0.45 }, citation: recalled }),
  glm({ model: 'glm-4.5-air', title: 'GLM-4.5-Air', released: '2025-07-28', context: 131_072, maxOutput: 98_304, quote: { input: 0.2, output: 1.1, read: 0.03 }, open: true }),
  glm({ model: 'glm-4.5-airx', title: 'GLM-4.5-AirX', released: '2025-07-28', context: 131_072, maxOutput: 98_304, quote: { input: 1.1, output: 4.5, read: 0.22 }, citation: recalled }),
  glm({ model: 'glm-4.5v', title: 'GLM-4.5V', released: '2025-08-11', context: 64_000, maxOutput: 16_384, quote: { input: 0.6, output: 1.8, read: 0.11 }, sees: true, open: true }),
  glm({ model: 'glm-4-32b-0414-128k', title: 'GLM-4-32B-0414-128K', released: '2025-04-14', context: 131_072, maxOutput: 16_384, quote: { input: 0.1, output: 0.1 }, citation: recalled, isOld: true }),
];

/** Cached storage is free for a limited time, and writes are plain input. */
export const zai: ProviderOverlay = { provider: 'zai', models, freeCacheWrites: /./ };
