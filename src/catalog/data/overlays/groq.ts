import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'Groq deprecations, https://console.groq.com/docs/deprecations (quoted in github.com/langchain-ai/langchain/pull/38363 and karthink/gptel/issues/1478)', checked: '2026-11-22', confidence: 'high' };
/** Free and developer plans lost these on 2026-08-16; customers with a committed contract keep them, so a logged call still has a price. */
const committed: Citation = { ...page, source: `${page.source} (gone on 2026-08-16 for free and developer plans, kept for committed contracts)` };

const GROQ = { provider: 'groq', kind: 'chat', isGenerallyAvailable: false } as const;
const models: readonly OverlayModel[] = [
  { ...GROQ, model: 'llama-3.3-70b-versatile', successor: 'openai/gpt-oss-120b', citation: committed },
  { ...GROQ, model: 'llama-3.1-8b-instant', successor: 'openai/gpt-oss-20b', citation: committed },
  { ...GROQ, model: 'meta-llama/llama-4-maverick-17b-128e-instruct', retired: '2026-03-09', citation: page },
  { ...GROQ, model: 'meta-llama/llama-4-scout-17b-16e-instruct', retired: '2026-07-17', successor: 'openai/gpt-oss-120b', citation: page },
  { ...GROQ, model: 'qwen/qwen3-32b', retired: '2026-07-17', successor: 'openai/gpt-oss-120b', citation: page },
];

const batch: Citation = { source: 'Groq batch: half of the standard rates (0.75 x in early 2025), https://console.groq.com/docs/batch; recalled', checked: '2026-11-22', confidence: 'low' };

export const groq: ProviderOverlay = {
  provider: 'groq', models, freeCacheWrites: /./,
  tiers: [{ tier: 'batch', model: /./, factor: 0.5, from: '2026-01-01', citation: batch }],
  capabilities: [{ meets: ['json_object'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Groq OpenAI compatibility page' }],
};
