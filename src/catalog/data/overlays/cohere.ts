import type { ProviderOverlay } from '../../records.js';

export const cohere: ProviderOverlay = {
  provider: 'cohere', models: [],
  capabilities: [{ meets: ['json_object'], lacks: ['multiple_choices'], source: 'recalled: Cohere chat reference' }],
};
