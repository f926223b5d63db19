import type { ProviderOverlay } from '../../records.js';

export const together: ProviderOverlay = {
  provider: 'together', models: [],
  capabilities: [{ meets: ['json_object', 'logprobs', 'multiple_choices'], source: 'recalled: Together chat reference' }],
};
