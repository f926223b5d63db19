import { claudeCaches } from '../claude-caches.js';
import type { ProviderOverlay } from '../../records.js';

export const azure: ProviderOverlay = {
  provider: 'azure', models: [],
  caches: claudeCaches,
  capabilities: [{ base: /^anthropic\//, meets: ['parallel_tools', 'documents'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Anthropic messages reference' }],
};
