import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'Nebius Token Factory prices, https://nebius.com/token-factory/prices, by https://github.com/anomalyco/models.dev', checked: '2026-08-28', confidence: 'medium' };
const hub: Citation = { source: 'https://router.huggingface.co/v1/models (Nebius), by https://github.com/pydantic/genai-prices; the dearer flavour of two', checked: '2026-05-31', confidence: 'low' };

const SOLD = { provider: 'nebius', kind: 'chat', isGenerallyAvailable: true, openWeights: true, meets: ['tools', 'json_schema', 'json_object'] } as const;

const models: readonly OverlayModel[] = [
  { ...SOLD, model: 'meta-llama/llama-3.3-70b-instruct', title: 'Llama 3.3 70B Instruct', baseModel: 'meta-llama/llama-3.3-70b-instruct', context: 131_072, maxOutput: 8192, citation: page, prices: [{ quote: { input: 0.13, output: 0.4 } }] },
  { ...SOLD, isGenerallyAvailable: false, model: 'meta-llama/llama-3.3-70b-instruct-fast', title: 'Llama 3.3 70B Instruct, fast', baseModel: 'meta-llama/llama-3.3-70b-instruct', context: 131_072, maxOutput: 8192, citation: hub, prices: [{ quote: { input: 0.25, output: 0.75 } }] },
  { ...SOLD, model: 'openai/gpt-oss-120b', title: 'GPT-OSS 120B', baseModel: 'openai/gpt-oss-120b', context: 128_000, maxOutput: 8192, citation: { ...page, source: `${page.source} and genai-prices` }, prices: [{ quote: { input: 0.15, output: 0.6 } }] },
];

/** Only models whose price two copies of the list hold. */
export const nebius: ProviderOverlay = { provider: 'nebius', models };
