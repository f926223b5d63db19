import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'MiniMax pricing, https://platform.minimax.io/docs/guides/pricing-paygo (by genai-prices 0.1.8)', checked: '2026-09-23', confidence: 'high' };
const m3: Citation = { source: 'https://dev.to/aiwave/minimax-m3-api-complete-integration-guide-1lba (the standard tier of the price page on 2026-09-11)', checked: '2026-11-22', confidence: 'high' };
const m31: Citation = { source: 'https://github.com/VladoIvankovic/Codeep/releases/tag/v3.14.0 (0.15 / 0.60, cached 0.015) and https://vercel.com/ai-gateway/models/minimax-m3.1-flash.md', checked: '2026-11-22', confidence: 'high' };
const lightning: Citation = { source: 'https://docs.litellm.ai/blog/minimax_m2_5', checked: '2026-11-22', confidence: 'medium' };
const m1: Citation = { source: 'recalled: https://www.minimax.io/news/minimaxm1 (0.40 up to 200k tokens of input, 1.30 above)', checked: '2026-11-22', confidence: 'low' };

const CHAT = { provider: 'minimax', kind: 'chat', isGenerallyAvailable: true, meets: ['tools'], lacks: ['audio'] } as const;
const models: readonly OverlayModel[] = [
  {
    ...CHAT, citation: m31, model: 'minimax-m3.1-flash', title: 'MiniMax M3.1 Flash', released: '2026-10-18', context: 1_000_000, meets: ['tools', 'vision'],
    aliases: [{ name: 'minimax-m3.1-flash-preview', from: '2026-10-18' }], prices: [{ quote: { input: 0.15, output: 0.6, read: 0.015 }, citation: m31 }],
  },
  {
    ...CHAT, citation: m3, model: 'minimax-m3', released: '2026-06-01', openWeights: true, meets: ['tools', 'vision'],
    prices: [{ quote: { input: 0.3, output: 1.2, read: 0.06 }, steps: [{ above: 512_000, input: 0.6, output: 2.4, read: 0.12 }], citation: m3 }],
  },
  { ...CHAT, citation: page, model: 'minimax-m2.7', lacks: ['vision', 'audio'] },
  { ...CHAT, citation: page, model: 'minimax-m2.7-highspeed', lacks: ['vision', 'audio'] },
  { ...CHAT, citation: page, model: 'minimax-m2.5-highspeed', lacks: ['vision', 'audio'] },
  {
    ...CHAT, citation: lightning, isGenerallyAvailable: false, model: 'minimax-m2.5-lightning', title: 'MiniMax M2.5 Lightning', baseModel: 'minimax/minimax-m2.5', context: 204_800,
    prices: [{ quote: { input: 0.3, output: 2.4, read: 0.03, write: 0.375 }, citation: lightning }],
  },
  { ...CHAT, citation: m1, isGenerallyAvailable: false, model: 'minimax-m1', released: '2025-06-16', context: 1_000_000, openWeights: true, prices: [{ quote: { input: 0.4, output: 2.2 }, steps: [{ above: 200_000, input: 1.3, output: 2.2 }], citation: m1 }] },
  { provider: 'minimax', citation: page, isGenerallyAvailable: false, model: 'minimax-01', aliases: [{ name: 'minimax-text-01' }] },
];

export const minimax: ProviderOverlay = {
  provider: 'minimax', models, freeCacheWrites: /^minimax-m3/,
  tiers: [{ tier: 'priority', model: /^minimax-m3$/, factor: 1.5, citation: { ...m3, source: 'https://dev.to/aiwave/minimax-m3-api-complete-integration-guide-1lba (priority is 1.5 times the active rates)', confidence: 'medium' } }],
};
