import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'https://deepinfra.com/meta-llama/Llama-3.3-70B-Instruct-Turbo (models.dev agrees; DeepInfra changes prices often and publishes no history)', checked: '2026-08-26', confidence: 'medium' };
const metadata: Citation = { source: 'https://deepinfra.com/models, by https://github.com/anomalyco/models.dev', checked: '2026-05-31', confidence: 'low' };

const SOLD = { provider: 'deepinfra', kind: 'chat', isGenerallyAvailable: true, openWeights: true } as const;
const LLAMA_31_8B: OverlayModel['prices'] = [
  { quote: { input: 0.02, output: 0.03 }, citation: metadata },
  { from: '2026-08-26', quote: { input: 0.02, output: 0.04 }, citation: { ...page, source: 'https://deepinfra.com/meta-llama/Meta-Llama-3.1-8B-Instruct-Turbo (models list, read 2026-08-26; the day of the change was not read)' } },
];

const models: readonly OverlayModel[] = [
  { ...SOLD, model: 'meta-llama/llama-3.3-70b-instruct-turbo', title: 'Llama 3.3 70B Instruct Turbo (FP8)', baseModel: 'meta-llama/llama-3.3-70b-instruct', released: '2024-12-06', context: 131_072, maxOutput: 16_384, citation: page, meets: ['tools', 'json_object'], lacks: ['vision'], prices: [{ quote: { input: 0.1, output: 0.32 } }] },
  { ...SOLD, model: 'meta-llama/meta-llama-3.1-8b-instruct-turbo', title: 'Llama 3.1 8B Instruct Turbo (FP8)', baseModel: 'meta-llama/llama-3.1-8b-instruct', released: '2024-07-23', context: 131_072, citation: page, meets: ['tools'], lacks: ['vision'], aliases: [{ name: 'meta-llama/llama-3.1-8b-instruct-turbo' }], prices: LLAMA_31_8B },
  { ...SOLD, model: 'meta-llama/llama-4-maverick-17b-128e-instruct-fp8', title: 'Llama 4 Maverick (FP8)', baseModel: 'meta-llama/llama-4-maverick', released: '2025-04-05', context: 1_000_000, maxOutput: 16_384, citation: metadata, meets: ['tools', 'vision'], prices: [{ quote: { input: 0.15, output: 0.6 } }] },
];

/** Only models whose price was read in a page or a dated copy of its list: the rest of the list changes too often for a price to be right. */
export const deepinfra: ProviderOverlay = { provider: 'deepinfra', models };
