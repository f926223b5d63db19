import type { ProviderOverlay } from '../../records.js';

export const perplexity: ProviderOverlay = {
  provider: 'perplexity', models: [],
};
