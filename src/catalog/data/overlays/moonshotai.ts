import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'Kimi pricing, https://platform.kimi.ai/docs/pricing/chat (by genai-prices 0.1.8)', checked: '2026-09-23', confidence: 'high' };
const k31: Citation = { source: 'https://docs.apiyi.com/api-capabilities/kimi-k3-1/overview.md ("same as the official price", 2026-10-25); cached rates as configured there; released on 2026-10-23: https://apidog.com/jp/blog/how-to-use-kimi-k3-1-pro/', checked: '2026-11-22', confidence: 'medium' };
const ending: Citation = { source: 'https://platform.kimi.ai/docs/models.md (the kimi-k2 series ended on 2026-05-25), by genai-prices', checked: '2026-11-22', confidence: 'high' };
const K2_END = '2026-05-25';

const CHAT = { provider: 'moonshotai', kind: 'chat' } as const;
const models: readonly OverlayModel[] = [
  {
    ...CHAT, citation: k31, model: 'kimi-k3.1-pro', released: '2026-10-23', title: 'Kimi K3.1 Pro', baseModel: 'moonshotai/kimi-k3.1-pro', isGenerallyAvailable: true, context: 1_048_576, meets: ['tools'],
    prices: [{ quote: { input: 2, output: 10, read: 0.2, write: 2, writeLong: 4 }, citation: k31 }],
  },
  {
    ...CHAT, citation: k31, model: 'kimi-k3.1-pro-highspeed', released: '2026-10-23', title: 'Kimi K3.1 Pro HighSpeed', baseModel: 'moonshotai/kimi-k3.1-pro', isGenerallyAvailable: true, context: 1_048_576, meets: ['tools'],
    prices: [{ quote: { input: 4, output: 20, read: 0.2, write: 4, writeLong: 8 }, citation: k31 }],
  },
  { ...CHAT, citation: page, model: 'kimi-k3', released: '2026-07-16', isGenerallyAvailable: true, meets: ['tools', 'json_schema', 'vision'], lacks: ['audio'] },
  { ...CHAT, citation: page, model: 'kimi-k2.7-code', isGenerallyAvailable: true, meets: ['tools', 'vision'], lacks: ['audio'] },
  { ...CHAT, citation: page, model: 'kimi-k2.7-code-highspeed', isGenerallyAvailable: true, meets: ['tools', 'vision'], lacks: ['audio'] },
  { ...CHAT, citation: page, model: 'kimi-k2.6', isGenerallyAvailable: true, openWeights: true, meets: ['tools', 'json_object', 'vision'], lacks: ['audio'] },
  { ...CHAT, citation: page, model: 'kimi-k2.5', isGenerallyAvailable: true, openWeights: true, meets: ['tools', 'json_object', 'vision'], lacks: ['audio'] },
  ...['kimi-k2-0711-preview', 'kimi-k2-0905-preview', 'kimi-k2-turbo-preview', 'kimi-k2-thinking', 'kimi-k2-thinking-turbo'].map((model): OverlayModel => ({
    ...CHAT, model, citation: ending, isGenerallyAvailable: false, retired: K2_END, successor: 'kimi-k2.6', openWeights: true, meets: ['tools'], lacks: ['vision', 'audio'],
  })),
];

export const moonshotai: ProviderOverlay = {
  provider: 'moonshotai', models, replaces: ['kimi-k2'], freeCacheWrites: /^(kimi-k2|kimi-k3$)/,
  tiers: [{ tier: 'batch', model: /^kimi-k2\.5$/, factor: 0.6, citation: { source: 'https://platform.kimi.ai/docs/pricing/batch (60 % of the standard price, kimi-k2.5 only)', checked: '2026-11-22', confidence: 'high' } }],
};
