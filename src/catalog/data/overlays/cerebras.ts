import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'Cerebras deprecations, https://inference-docs.cerebras.ai/support/deprecation (stored copies)', checked: '2026-11-22', confidence: 'high' };
const prices: Citation = { source: 'Cerebras pricing, https://www.cerebras.ai/pricing (truefoundry/models and LiteLLM agree)', checked: '2026-09-23', confidence: 'medium' };
const launch: Citation = { source: 'Cerebras launch of gpt-oss-120b, https://www.cerebras.ai/blog (0.25 / 0.69); 0.35 / 0.75 in genai-prices from 2025-11-06, the day of the change was not read', checked: '2025-11-06', confidence: 'low' };
const qwen38: Citation = { source: 'https://inference-docs.cerebras.ai/models/qwen-3.8-27b (models.dev and truefoundry/models agree)', checked: '2026-09-03', confidence: 'high' };

const CEREBRAS = { provider: 'cerebras', kind: 'chat', isGenerallyAvailable: false, openWeights: true, citation: page } as const;

interface Former { model: string; baseModel: string; input: number; output: number; retired: string; successor?: string }
/** No longer served by Shared Inference, and not in the seed. */
const former: readonly Former[] = [
  { model: 'llama3.1-70b', baseModel: 'meta-llama/llama-3.1-70b-instruct', input: 0.6, output: 0.6, retired: '2025-01-17', successor: 'llama-3.3-70b' },
  { model: 'qwen-3-235b-a22b', baseModel: 'qwen/qwen3-235b-a22b', input: 0.6, output: 1.2, retired: '2025-07-29', successor: 'qwen-3-235b-a22b-instruct-2507' },
  { model: 'deepseek-r1-distill-llama-70b', baseModel: 'deepseek/deepseek-r1-distill-llama-70b', input: 2.2, output: 2.5, retired: '2025-08-12', successor: 'qwen-3-32b' },
  { model: 'llama-4-maverick-17b-128e-instruct', baseModel: 'meta-llama/llama-4-maverick', input: 0.2, output: 0.6, retired: '2025-10-15', successor: 'gpt-oss-120b' },
  { model: 'llama-4-scout-17b-16e-instruct', baseModel: 'meta-llama/llama-4-scout', input: 0.65, output: 0.85, retired: '2025-11-03', successor: 'gpt-oss-120b' },
  { model: 'qwen-3-coder-480b', baseModel: 'qwen/qwen3-coder-480b-a35b', input: 2, output: 2, retired: '2025-11-05', successor: 'zai-glm-4.7' },
  { model: 'qwen-3-235b-a22b-thinking-2507', baseModel: 'qwen/qwen3-235b-a22b-thinking-2507', input: 0.6, output: 1.2, retired: '2025-11-14', successor: 'gpt-oss-120b' },
  { model: 'zai-glm-4.6', baseModel: 'z-ai/glm-4.6', input: 2.25, output: 2.75, retired: '2026-01-20', successor: 'zai-glm-4.7' },
  { model: 'qwen-3-235b-a22b-instruct-2507', baseModel: 'qwen/qwen3-235b-a22b-instruct-2507', input: 0.6, output: 1.2, retired: '2026-05-27' },
];

const models: readonly OverlayModel[] = [
  { ...CEREBRAS, model: 'llama-3.3-70b', retired: '2026-02-16', successor: 'gpt-oss-120b', aliases: [{ name: 'llama3.3-70b' }] },
  { ...CEREBRAS, model: 'qwen-3-32b', retired: '2026-02-16', successor: 'gpt-oss-120b' },
  { ...CEREBRAS, model: 'llama3.1-8b', retired: '2026-05-27', aliases: [{ name: 'llama-3.1-8b' }] },
  { ...CEREBRAS, model: 'zai-glm-4.7', retired: '2026-08-17', citation: { ...page, source: `${page.source}: zai-glm-4.7 ends on August 17, 2026` } },
  { ...CEREBRAS, model: 'gemma-4-31b', retired: '2026-09-03', meets: ['tools', 'vision', 'json_object'], citation: { ...page, source: `${page.source}: gemma-4-31b left Shared Inference on 2026-09-03 (Dedicated only)` } },
  {
    ...CEREBRAS, isGenerallyAvailable: true, model: 'gpt-oss-120b', citation: prices,
    prices: [{ from: '2025-08-05', quote: { input: 0.25, output: 0.69 }, citation: launch }, { from: '2025-11-06', quote: { input: 0.35, output: 0.75 }, citation: prices }],
  },
  {
    ...CEREBRAS, isGenerallyAvailable: true, model: 'qwen-3.8-27b', title: 'Qwen3.8 27B', baseModel: 'qwen/qwen3.8-27b', released: '2026-09-03', context: 128_000, maxOutput: 40_000, citation: qwen38,
    meets: ['tools', 'parallel_tools', 'vision', 'json_schema', 'json_object', 'long_output'], lacks: ['audio'], prices: [{ quote: { input: 0.99, output: 1.49 } }],
  },
  ...former.map(({ model, baseModel, input, output, retired, successor }): OverlayModel => ({
    ...CEREBRAS, model, title: model, baseModel, retired, ...(successor === undefined ? {} : { successor }), prices: [{ quote: { input, output }, citation: prices }],
  })),
];

export const cerebras: ProviderOverlay = {
  provider: 'cerebras', models,
  capabilities: [{ meets: ['json_object'], source: 'recalled: Cerebras chat reference' }],
  pools: [{
    id: 'cerebras/gpt-oss-120b', title: 'gpt-oss-120b at Cerebras', model: /^gpt-oss-120b$/, isCachedInputFree: true, limits: [{ accountTier: 'Developer', requestsPerMinute: 1000, tokensPerMinute: 1_000_000 }],
    source: 'https://inference-docs.cerebras.ai/support/rate-limits (by github.com/api-evangelist/cerebras-systems)', checked: '2026-07-18', confidence: 'medium',
    note: 'A second bucket counts all tokens, cached ones too.',
  }],
};
