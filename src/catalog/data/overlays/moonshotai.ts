import type { ProviderOverlay } from '../../records.js';

export const moonshotai: ProviderOverlay = {
  provider: 'moonshotai', models: [],
};
