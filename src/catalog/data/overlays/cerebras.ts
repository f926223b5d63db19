import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'Cerebras deprecations, https://inference-docs.cerebras.ai/support/deprecation (stored copy)', checked: '2026-11-22', confidence: 'high' };
const CEREBRAS = { provider: 'cerebras', kind: 'chat', isGenerallyAvailable: false, citation: page } as const;
const models: readonly OverlayModel[] = [
  { ...CEREBRAS, model: 'llama-3.3-70b', retired: '2026-02-16', successor: 'gpt-oss-120b' },
  { ...CEREBRAS, model: 'qwen-3-32b', retired: '2026-02-16', successor: 'gpt-oss-120b' },
  { ...CEREBRAS, model: 'llama3.1-8b', retired: '2026-05-27' },
];

export const cerebras: ProviderOverlay = {
  provider: 'cerebras', models,
  capabilities: [{ meets: ['json_object'], source: 'recalled: Cerebras chat reference' }],
};
