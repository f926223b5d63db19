import type { ProviderOverlay } from '../../records.js';

export const fireworks: ProviderOverlay = {
  provider: 'fireworks', models: [],
  capabilities: [{ meets: ['json_object', 'json_schema', 'logprobs', 'multiple_choices'], source: 'recalled: Fireworks chat reference' }],
};
