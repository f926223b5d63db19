import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay } from '../../records.js';

const page: Citation = { source: 'Perplexity pricing, https://docs.perplexity.ai/getting-started/pricing, and https://developer.puter.com/tutorials/perplexity-api-pricing/ (June 2026); the request fee is that of the default search context size, low; chat completions ended on 2026-09-27: https://www.truefoundry.com/docs/change-announcements/perplexity-agent-api-migration.md', checked: '2026-11-22', confidence: 'high' };

const former: Citation = { ...page, source: `${page.source}; removed on 2025-12-15: https://docs.perplexity.ai/docs/resources/changelog` };
const online: Citation = { source: 'https://docs.perplexity.ai/docs/getting-started/pricing (by genai-prices 0.1.8); the fee of 5 USD a thousand requests and the end on 2025-02-22 are recalled', checked: '2026-11-22', confidence: 'low' };

/** From then on the names are calls of the Agent API, at other prices. */
const CHAT_END = '2026-09-27';
const LLAMA_END = '2025-02-22';

/**
 * A call pays a fee by its search context size: low, the default, 5 (Pro 6) USD a thousand; medium 8 (10); high 12 (14). The size is not in a usage object's tokens, so the default stands in.
 * Deep research charges citation and reasoning tokens apart, which no usage of ours tells from the rest: it has no price here.
 */
const sonar = (model: string, retired: string, rates: { input: number; output: number; request: number }, citation = page): OverlayModel =>
  ({ provider: 'perplexity', model, citation, isGenerallyAvailable: false, retired, prices: [{ quote: rates, citation }] });

export const perplexity: ProviderOverlay = {
  provider: 'perplexity',
  models: [
    sonar('sonar', CHAT_END, { input: 1, output: 1, request: 0.005 }),
    sonar('sonar-pro', CHAT_END, { input: 3, output: 15, request: 0.006 }),
    sonar('sonar-reasoning-pro', CHAT_END, { input: 2, output: 8, request: 0.006 }),
    { ...sonar('sonar-reasoning', '2025-12-15', { input: 1, output: 5, request: 0.005 }, former), successor: 'sonar-reasoning-pro' },
    sonar('llama-3.1-sonar-large-128k-online', LLAMA_END, { input: 1, output: 1, request: 0.005 }, online),
    sonar('llama-3.1-sonar-small-128k-online', LLAMA_END, { input: 0.2, output: 0.2, request: 0.005 }, online),
  ],
  replaces: ['sonar-deep-research', 'sonar-pro-search'],
};
