import type { ProviderOverlay } from '../../records.js';

export const zai: ProviderOverlay = {
  provider: 'zai', models: [],
};
