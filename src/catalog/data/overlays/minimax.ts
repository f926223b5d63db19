import type { ProviderOverlay } from '../../records.js';

export const minimax: ProviderOverlay = {
  provider: 'minimax', models: [],
};
