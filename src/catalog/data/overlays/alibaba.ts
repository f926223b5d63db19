import type { ProviderOverlay } from '../../records.js';

export const alibaba: ProviderOverlay = {
  provider: 'alibaba', models: [],
};
