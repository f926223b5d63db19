import type { ProviderOverlay } from '../../records.js';

export const voyageai: ProviderOverlay = {
  provider: 'voyageai', models: [],
};
