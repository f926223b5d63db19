import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'SambaNova pricing, https://cloud.sambanova.ai/plans/pricing, by LiteLLM (model_prices_and_context_window.json)', checked: '2026-07-24', confidence: 'medium' };
const both: Citation = { ...page, source: `${page.source} and models.dev`, confidence: 'high' };

interface Row { model: string; baseModel: string; input: number; output: number; read?: number; retired?: string; context?: number; citation?: Citation }
const rows: readonly Row[] = [
  { model: 'meta-llama-3.3-70b-instruct', baseModel: 'meta-llama/llama-3.3-70b-instruct', input: 0.6, output: 1.2, context: 128_000, citation: both },
  { model: 'gpt-oss-120b', baseModel: 'openai/gpt-oss-120b', input: 0.22, output: 0.59, context: 128_000, citation: both },
  { model: 'minimax-m2.7', baseModel: 'minimax/minimax-m2.7', input: 0.6, output: 2.4, context: 196_608 },
  { model: 'minimax-m3', baseModel: 'minimax/minimax-m3', input: 0.6, output: 2.4, read: 0.06, citation: { source: 'SambaNova pricing, https://cloud.sambanova.ai/plans/pricing, by https://github.com/anomalyco/models.dev', checked: '2026-09-30', confidence: 'medium' } },
  { model: 'deepseek-v3.1', baseModel: 'deepseek/deepseek-v3.1', input: 3, output: 4.5, context: 131_072 }, { model: 'deepseek-v3.2', baseModel: 'deepseek/deepseek-v3.2', input: 3, output: 4.5, context: 32_768 },
  { model: 'gemma-4-31b-it', baseModel: 'google/gemma-4-31b-it', input: 0.38, output: 1.15, context: 131_072 },
  { model: 'llama-4-maverick-17b-128e-instruct', baseModel: 'meta-llama/llama-4-maverick', input: 0.63, output: 1.8, context: 131_072 },
  { model: 'deepseek-r1', baseModel: 'deepseek/deepseek-r1', input: 5, output: 7, context: 32_768 },
  { model: 'deepseek-v3-0324', baseModel: 'deepseek/deepseek-v3-0324', input: 3, output: 4.5, retired: '2026-04-14' }, { model: 'meta-llama-3.1-8b-instruct', baseModel: 'meta-llama/llama-3.1-8b-instruct', input: 0.1, output: 0.2, retired: '2026-04-14' },
  { model: 'qwen3-32b', baseModel: 'qwen/qwen3-32b', input: 0.4, output: 0.8, retired: '2026-04-06' }, { model: 'deepseek-r1-distill-llama-70b', baseModel: 'deepseek/deepseek-r1-distill-llama-70b', input: 0.7, output: 1.4, retired: '2026-03-20' },
  { model: 'meta-llama-3.1-405b-instruct', baseModel: 'meta-llama/llama-3.1-405b-instruct', input: 5, output: 10, retired: '2025-06-25' }, { model: 'meta-llama-3.2-1b-instruct', baseModel: 'meta-llama/llama-3.2-1b-instruct', input: 0.04, output: 0.08, retired: '2025-06-25' },
  { model: 'meta-llama-3.2-3b-instruct', baseModel: 'meta-llama/llama-3.2-3b-instruct', input: 0.08, output: 0.16, retired: '2025-06-25' }, { model: 'qwq-32b', baseModel: 'qwen/qwq-32b', input: 0.5, output: 1, retired: '2025-06-25' },
  { model: 'llama-4-scout-17b-16e-instruct', baseModel: 'meta-llama/llama-4-scout', input: 0.4, output: 0.7, retired: '2025-06-19' },
];
/** Read as sold by two sources, or in autumn 2026. */
const sold = new Set(['meta-llama-3.3-70b-instruct', 'gpt-oss-120b', 'minimax-m3', 'gemma-4-31b-it']);

const models = rows.map(({ model, baseModel, input, output, read, retired, context, citation }): OverlayModel => ({
  provider: 'sambanova', kind: 'chat', openWeights: true, model, title: model, baseModel, isGenerallyAvailable: sold.has(model), citation: citation ?? page,
  ...(retired === undefined ? {} : { retired }), ...(context === undefined ? {} : { context }), prices: [{ quote: { input, output, ...(read === undefined ? {} : { read }) } }],
}));

export const sambanova: ProviderOverlay = { provider: 'sambanova', models };
