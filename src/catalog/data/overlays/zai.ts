import type { Citation } from '../../../model/catalog.js';
import type { Need } from '../../../model/call.js';
import type { OverlayModel, ProviderOverlay, Quote, QuoteRow } from '../../records.js';

const page: Citation = { source: 'Z.ai pricing, https://docs.z.ai/guides/overview/pricing (by https://github.com/anomalyco/models.dev, providers/zai, and genai-prices)', checked: '2026-11-22', confidence: 'high' };
const recalled: Citation = { ...page, source: 'recalled: Z.ai pricing, https://docs.z.ai/guides/overview/pricing', confidence: 'medium' };
const latest: Citation = { source: 'Z.ai pricing, https://docs.z.ai/guides/overview/pricing (by https://dev.to/owen_fox/glm-53-api-pricing-endpoints-and-reasoningeffort-40oa, 2026-08-19, and https://openrouter.ai/~z-ai/glm-latest)', checked: '2026-11-22', confidence: 'high' };

interface Row {
  model: string;
  title: string;
  released?: string;
  context: number;
  maxOutput?: number;
  quote: Quote;
  citation?: Citation;
  isOld?: boolean;
  sees?: boolean;
  open?: boolean;
}

const glm = ({ model, title, released, context, maxOutput, quote, citation = page, isOld = false, sees = false, open = false }: Row): OverlayModel => ({
  provider: 'zai', kind: 'chat', model, title, baseModel: `z-ai/${model}`, context, ...(released === undefined ? {} : { released }), ...(maxOutput === undefined ? {} : { maxOutput }), citation, isGenerallyAvailable: !isOld, openWeights: open,
  meets: ['tools', 'json_object', ...(sees ? ['vision' as Need] : [])], lacks: sees ? ['audio'] : ['vision', 'audio'], prices: [{ quote, citation }],
});

/** Half the list price until 24:00 on 2026-09-09 in Beijing. */
const promotion: Citation = { source: 'Z.ai pricing, https://docs.z.ai/guides/overview/pricing (half price until 2026-09-09, 24:00 UTC+8, by https://github.com/pydantic/genai-prices/pull/617 and https://github.com/octos-org/octos/pull/2189)', checked: '2026-11-22', confidence: 'high' };
const FLASH_53: readonly QuoteRow[] = [
  { quote: { input: 0.075, output: 0.25, read: 0.015 }, citation: promotion },
  { from: '2026-09-09T16:00Z', quote: { input: 0.15, output: 0.5, read: 0.03 }, citation: promotion },
];
const free: Citation = { source: 'Z.ai pricing, https://docs.z.ai/guides/overview/pricing: free (LiteLLM has 0 / 0 as well)', checked: '2026-11-22', confidence: 'high' };
const FREE: Quote = { input: 0, output: 0, read: 0 };

const models: readonly OverlayModel[] = [
  glm({ model: 'glm-5.3', title: 'GLM-5.3', released: '2026-08-19', context: 1_048_576, maxOutput: 131_072, quote: { input: 1.4, output: 4.4, read: 0.26 }, citation: latest, open: true }),
  { ...glm({ model: 'glm-5.3-flash', title: 'GLM-5.3-Flash', released: '2026-08-26', context: 1_000_000, maxOutput: 131_072, quote: { input: 0.15, output: 0.5, read: 0.03 }, citation: promotion, sees: true, open: true }), prices: FLASH_53 },
  glm({ model: 'glm-5.2', title: 'GLM-5.2', released: '2026-06-16', context: 1_000_000, maxOutput: 131_072, quote: { input: 1.4, output: 4.4, read: 0.26 }, citation: latest, open: true }),
  glm({ model: 'glm-5.1', title: 'GLM-5.1', released: '2026-03-27', context: 204_800, maxOutput: 131_072, quote: { input: 1.4, output: 4.4, read: 0.26 }, citation: latest, open: true }),
  glm({ model: 'glm-5', title: 'GLM-5', released: '2026-02-11', context: 204_800, maxOutput: 131_072, quote: { input: 1, output: 3.2, read: 0.2 }, citation: recalled, open: true }),
  glm({ model: 'glm-5-code', title: 'GLM-5-Code', context: 200_000, quote: { input: 1.2, output: 5 }, citation: { source: 'Z.ai pricing, https://docs.z.ai/guides/overview/pricing, by https://github.com/BerriAI/litellm (model_prices_and_context_window.json)', checked: '2026-11-22', confidence: 'low' }, isOld: true }),
  glm({ model: 'glm-5-turbo', title: 'GLM-5-Turbo', released: '2026-03-16', context: 200_000, maxOutput: 131_072, quote: { input: 1.2, output: 4, read: 0.24 } }),
  glm({ model: 'glm-5v-turbo', title: 'GLM-5V-Turbo', released: '2026-04-01', context: 200_000, maxOutput: 131_072, quote: { input: 1.2, output: 4, read: 0.24 }, sees: true }),
  glm({ model: 'glm-4.7', title: 'GLM-4.7', released: '2025-12-22', context: 204_800, maxOutput: 131_072, quote: { input: 0.6, output: 2.2, read: 0.11 }, open: true }),
  glm({ model: 'glm-4.7-flashx', title: 'GLM-4.7-FlashX', released: '2026-01-19', context: 200_000, maxOutput: 131_072, quote: { input: 0.07, output: 0.4, read: 0.01 } }),
  glm({ model: 'glm-4.7-flash', title: 'GLM-4.7-Flash (free)', released: '2026-01-19', context: 200_000, maxOutput: 131_072, quote: FREE, citation: free, isOld: true, open: true }),
  glm({ model: 'glm-4.6', title: 'GLM-4.6', released: '2025-09-30', context: 204_800, maxOutput: 131_072, quote: { input: 0.6, output: 2.2, read: 0.11 }, open: true }),
  glm({ model: 'glm-4.6v', title: 'GLM-4.6V', released: '2025-12-08', context: 128_000, maxOutput: 32_768, quote: { input: 0.3, output: 0.9, read: 0.05 }, sees: true, open: true }),
  glm({ model: 'glm-4.6v-flashx', title: 'GLM-4.6V-FlashX', released: '2025-12-08', context: 128_000, maxOutput: 32_768, quote: { input: 0.04, output: 0.4, read: 0.004 }, citation: recalled, sees: true }),
  glm({ model: 'glm-4.5', title: 'GLM-4.5', released: '2025-07-28', context: 131_072, maxOutput: 98_304, quote: { input: 0.6, output: 2.2, read: 0.11 }, open: true }),
  glm({ model: 'glm-4.5-x', title: 'GLM-4.5-X', released: '2025-07-28', context: 131_072, maxOutput: 98_304, quote: { input: 2.2, output: 8.9, read: 0.45 }, citation: recalled }),
  glm({ model: 'glm-4.5-air', title: 'GLM-4.5-Air', released: '2025-07-28', context: 131_072, maxOutput: 98_304, quote: { input: 0.2, output: 1.1, read: 0.03 }, open: true }),
  glm({ model: 'glm-4.5-flash', title: 'GLM-4.5-Flash (free)', released: '2025-07-28', context: 131_072, maxOutput: 98_304, quote: FREE, citation: free, isOld: true }),
  glm({ model: 'glm-4.5-airx', title: 'GLM-4.5-AirX', released: '2025-07-28', context: 131_072, maxOutput: 98_304, quote: { input: 1.1, output: 4.5, read: 0.22 }, citation: recalled }),
  glm({ model: 'glm-4.5v', title: 'GLM-4.5V', released: '2025-08-11', context: 64_000, maxOutput: 16_384, quote: { input: 0.6, output: 1.8, read: 0.11 }, sees: true, open: true }),
  glm({ model: 'glm-4-32b-0414-128k', title: 'GLM-4-32B-0414-128K', released: '2025-04-14', context: 131_072, maxOutput: 16_384, quote: { input: 0.1, output: 0.1 }, citation: recalled, isOld: true }),
];

/** Cached storage is free for a limited time, and writes are plain input. */
export const zai: ProviderOverlay = { provider: 'zai', models, freeCacheWrites: /./ };
