import type { Citation } from '../../../model/catalog.js';
import type { AliasSpan, OverlayModel, ProviderOverlay, Quote, QuoteRow } from '../../records.js';

/** 12:00 in California, on 2026-05-15. */
const GROK_RETIREMENT = '2026-05-15T19:00Z';
const ending: Citation = { source: 'https://docs.x.ai/docs/migration/may-15-retirement (stored copy)', checked: '2026-11-22', confidence: 'high' };
const page: Citation = { source: 'xAI pricing, https://docs.x.ai/developers/pricing (copy with grok-4.7; long context from 200k tokens on, for all tokens of the request)', checked: '2026-11-22', confidence: 'high' };
const launchOf420: Citation = { source: 'https://docs.x.ai/developers/models.md (copy of spring 2026: 2.00 (0.20) / 6.00); the day of the cut is taken to be that of Grok 4.3', checked: '2026-11-22', confidence: 'low' };
const listed: Citation = { source: 'https://docs.x.ai/docs/models, by https://github.com/pydantic/genai-prices 0.1.8', checked: '2026-09-23', confidence: 'medium' };
const above128k: Citation = { source: 'https://docs.x.ai/docs/models, by genai-prices 0.1.8; above 128k tokens: https://wavespeed.ai/llm/x-ai/grok-4 and https://www.openrouter.ai/x-ai/grok-4', checked: '2026-11-22', confidence: 'medium' };
const fast128k: Citation = { ...above128k, source: 'https://docs.x.ai/docs/models, by genai-prices 0.1.8; the doubling above 128k tokens is recalled', confidence: 'low' };
const old: Citation = { source: 'https://github.com/anomalyco/models.dev, providers/xai/models/grok-beta.toml', checked: '2026-11-22', confidence: 'medium' };

/** "200k tokens or more": one token fewer is still short. */
const LONG_FROM = 199_999;
/** Since the tool prices of the page: web or X searches at 5 USD a thousand. */
const SEARCH = 5;
/** Everything doubles in long context. */
const twoSizes = (quote: Quote): Pick<QuoteRow, 'quote' | 'steps'> => {
  const doubled = { input: quote.input * 2, output: quote.output * 2, ...(quote.read === undefined ? {} : { read: Number((quote.read * 2).toPrecision(6)) }) };
  return { quote: { ...quote, webPerThousand: SEARCH }, steps: [{ above: LONG_FROM, ...doubled, webPerThousand: SEARCH }] };
};
const GROK = { provider: 'x-ai', kind: 'chat', citation: page, isGenerallyAvailable: true } as const;
const SEES = { meets: ['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision'], lacks: ['audio'] } as const;
const always = (...names: readonly string[]): AliasSpan[] => names.map((name) => ({ name }));

const current: readonly OverlayModel[] = [
  {
    ...GROK, ...SEES, model: 'grok-4.7', title: 'Grok 4.7', released: '2026-09-21', context: 500_000, aliases: always('grok-4.7-latest'), prices: [{ ...twoSizes({ input: 2, output: 6, read: 0.5 }), citation: page }],
  },
  { ...GROK, ...SEES, model: 'grok-4.6', title: 'Grok 4.6', released: '2026-08-07', context: 500_000, prices: [{ ...twoSizes({ input: 2, output: 6, read: 0.5 }), citation: page }] },
  {
    ...GROK, ...SEES, model: 'grok-4.5', title: 'Grok 4.5', released: '2026-07-08', context: 500_000,
    prices: [
      { from: '2026-07-08', ...twoSizes({ input: 2, output: 6, read: 0.5 }), citation: { ...page, source: 'https://docs.x.ai/developers/grok-4-5, by https://github.com/Zoo-Code-Org/Zoo-Code/issues/866' } },
      // Cached input went from 0.50 to 0.30 on a day between these two that was not read.
      { from: '2026-07-10', ...twoSizes({ input: 2, output: 6 }), citation: { ...page, confidence: 'medium' } },
      { from: '2026-09-23', ...twoSizes({ input: 2, output: 6, read: 0.3 }), citation: page },
    ],
  },
  { ...GROK, ...SEES, model: 'grok-4.3', title: 'Grok 4.3', released: '2026-04-17', context: 1_000_000, prices: [{ ...twoSizes({ input: 1.25, output: 2.5, read: 0.2 }), citation: page }] },
  { ...GROK, ...SEES, model: 'grok-build-0.1', title: 'Grok Build 0.1', released: '2026-04-16', context: 256_000, prices: [{ ...twoSizes({ input: 1, output: 2, read: 0.2 }), citation: page }] },
  ...([
    ['grok-4.20-0309-reasoning', 'chat', always('grok-4.20', 'grok-4.20-reasoning', 'grok-4.20-0309', 'grok-4.20-beta-latest-reasoning', 'grok-4.20-beta-0309-reasoning')],
    ['grok-4.20-0309-non-reasoning', 'chat', always('grok-4.20-non-reasoning', 'grok-4.20-beta-latest-non-reasoning', 'grok-4.20-beta-0309-non-reasoning')],
    ['grok-4.20-multi-agent-0309', 'other', always('grok-4.20-multi-agent', 'grok-4.20-multi-agent-beta-latest', 'grok-4.20-multi-agent-beta-0309')],
  ] as const).map(([model, kind, aliases]): OverlayModel => ({
    ...GROK, kind, model, aliases, released: '2026-03-09', context: 1_000_000,
    prices: [
      { from: '2026-03-09', ...twoSizes({ input: 2, output: 6, read: 0.2 }), citation: launchOf420 },
      { from: '2026-05-06', ...twoSizes({ input: 1.25, output: 2.5, read: 0.2 }), citation: page },
    ],
  })),
];

const GONE = { provider: 'x-ai', kind: 'chat', isGenerallyAvailable: false } as const;
const ENDED = { ...GONE, retired: GROK_RETIREMENT, successor: 'grok-4.3', citation: ending } as const;
/** Above 128k tokens input and output double; what cached input costs there was not read. */
const FAST: readonly QuoteRow[] = [{ quote: { input: 0.2, output: 0.5, read: 0.05 }, steps: [{ above: 128_000, input: 0.4, output: 1 }], citation: fast128k }];
const former: readonly OverlayModel[] = [
  { ...ENDED, model: 'grok-4-0709', released: '2025-07-09', prices: [{ quote: { input: 3, output: 15, read: 0.75 }, steps: [{ above: 128_000, input: 6, output: 30 }], citation: above128k }] },
  { ...ENDED, model: 'grok-4-fast-reasoning', released: '2025-09-19', prices: FAST },
  { ...ENDED, model: 'grok-4-fast-non-reasoning', released: '2025-09-19', prices: FAST },
  { ...ENDED, model: 'grok-4-1-fast-reasoning', released: '2025-11-19', aliases: always('grok-4.1-fast', 'grok-4.1-fast-reasoning'), prices: FAST },
  { ...ENDED, model: 'grok-4-1-fast-non-reasoning', released: '2025-11-19', aliases: always('grok-4.1-fast-non-reasoning'), prices: FAST },
  { ...ENDED, model: 'grok-code-fast-1', released: '2025-08-28', prices: [{ quote: { input: 0.2, output: 1.5, read: 0.02 }, citation: listed }] },
  { ...ENDED, model: 'grok-3', prices: [{ quote: { input: 3, output: 15, read: 0.75 }, citation: listed }] },
  ...['grok-3-fast', 'grok-3-mini', 'grok-3-mini-fast', 'grok-2-1212', 'grok-2-vision-1212'].map((model): OverlayModel => ({
    provider: 'x-ai', model, isGenerallyAvailable: false, citation: { ...page, source: 'no longer on https://docs.x.ai/developers/pricing; the day they ended was not read', confidence: 'low' },
  })),
  { ...GONE, citation: old, model: 'grok-beta', title: 'Grok Beta', released: '2024-11-01', context: 131_072, prices: [{ quote: { input: 5, output: 15 }, citation: old }] },
  { ...GONE, citation: old, model: 'grok-vision-beta', title: 'Grok Vision Beta', released: '2024-11-01', context: 8192, meets: ['vision'], prices: [{ quote: { input: 5, output: 15 }, citation: { ...old, source: 'recalled: https://docs.x.ai/docs/models of winter 2024', confidence: 'low' } }] },
];

export const xai: ProviderOverlay = {
  provider: 'x-ai', models: [...current, ...former], freeCacheWrites: /./,
  replaces: ['grok-4.20', 'grok-4.20-multi-agent'],
  tiers: [{
    tier: 'priority', model: /^grok-4\.6$/, factor: 2,
    citation: { source: 'https://docs.x.ai/developers/advanced-api-usage/priority-processing; 4 / 1 / 12 by https://github.com/anomalyco/models.dev, providers/xai/models/grok-4.6.toml', checked: '2026-11-22', confidence: 'medium' },
  }],
  regions: [{ model: /^grok-(4\.[3-7]$|4\.20-|build-)/, region: /^us($|-)/, factor: 1.1, citation: { ...page, source: 'https://docs.x.ai/developers/pricing: requests to the US regional endpoint' } }],
  capabilities: [{ meets: ['parallel_tools', 'json_object'], source: 'recalled: xAI chat reference' }],
};
