import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'Voyage AI pricing, https://docs.voyageai.com/docs/pricing (by genai-prices 0.1.8)', checked: '2026-09-23', confidence: 'high' };
const rerank: Citation = { source: 'Voyage AI pricing, https://docs.voyageai.com/docs/pricing (by https://www.getmaxim.ai/bifrost/model-library/provider/voyage)', checked: '2026-11-22', confidence: 'medium' };

const CURRENT = ['voyage-4-large', 'voyage-4', 'voyage-4-lite', 'voyage-code-3', 'voyage-context-3', 'voyage-finance-2', 'voyage-law-2'];
const RERANKERS: readonly (readonly [model: string, input: number])[] = [['rerank-3', 0.05], ['rerank-3-lite', 0.02], ['rerank-2.5', 0.05], ['rerank-2.5-lite', 0.02], ['rerank-2', 0.05], ['rerank-2-lite', 0.02]];

export const voyageai: ProviderOverlay = {
  provider: 'voyageai',
  models: [
    ...CURRENT.map((model): OverlayModel => ({ provider: 'voyageai', model, isGenerallyAvailable: true, context: model.endsWith('law-2') ? 16_000 : 32_000, citation: page })),
    ...RERANKERS.map(([model, input]): OverlayModel => ({ provider: 'voyageai', model, title: model, kind: 'other', citation: rerank, prices: [{ quote: { input, output: 0 }, citation: rerank }] })),
  ],
  tiers: [{ tier: 'batch', model: /^voyage-/, factor: 0.67, citation: { source: 'https://docs.voyageai.com/docs/pricing: the batch API is 33 % off (by https://github.com/pydantic/genai-prices, prices/providers/voyageai.yml)', checked: '2026-11-22', confidence: 'medium' } }],
};
