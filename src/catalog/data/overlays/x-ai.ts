import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

/** 12:00 in California, on 2026-05-15. */
const GROK_RETIREMENT = '2026-05-15T19:00Z';
const page: Citation = { source: 'https://docs.x.ai/docs/migration/may-15-retirement (stored copy)', checked: '2026-11-22', confidence: 'high' };
const models: readonly OverlayModel[] = [
  'grok-4-1-fast-reasoning', 'grok-4-1-fast-non-reasoning', 'grok-4-fast-reasoning', 'grok-4-fast-non-reasoning', 'grok-4-0709', 'grok-code-fast-1', 'grok-3',
].map((model) => ({ provider: 'x-ai', model, retired: GROK_RETIREMENT, successor: 'grok-4.3', isGenerallyAvailable: false, citation: page }));

export const xai: ProviderOverlay = {
  provider: 'x-ai', models, freeCacheWrites: /./,
  capabilities: [{ meets: ['parallel_tools', 'json_object'], source: 'recalled: xAI chat reference' }],
};
