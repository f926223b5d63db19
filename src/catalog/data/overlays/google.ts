import type { Citation } from '../../../model/catalog.js';
import { claudeCaches } from '../claude-caches.js';
import type { OverlayModel, ProviderOverlay, Quote, TierRule } from '../../records.js';

const pricing: Citation = { source: 'Gemini API pricing, https://ai.google.dev/gemini-api/docs/pricing (copies until 2026-09-30)', checked: '2026-09-30', confidence: 'high' };
const deprecations: Citation = { source: 'Gemini deprecations, https://ai.google.dev/gemini-api/docs/deprecations', checked: '2026-11-10', confidence: 'high' };
const cut: Citation = { source: 'developers.googleblog.com, Gemini 1.5 Pro price cut of 2024-10-01', checked: '2026-09-23', confidence: 'high' };
/** The page showed 0.25 x input for cached tokens in mid-2025 and 0.1 x at its end; on which day it changed was not read. */
const cachedCut: Citation = { ...pricing, source: `${pricing.source} (cached price between 2025-07-01 and 2025-12-31 not known)`, confidence: 'medium' };

const READS = ['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision', 'audio', 'documents', 'multiple_choices'] as const;
const GEMINI = { provider: 'google', kind: 'chat', context: 1_048_576, openWeights: false, meets: READS } as const;
const GEMINI_3 = { ...GEMINI, maxOutput: 65_536 } as const;

/** Storage of explicit caches, USD per million token-hours. */
const PRO_STORAGE = 4.5;
const FLASH_STORAGE = 1;
const uncached = ({ read: _, ...quote }: Quote): Quote => quote;

const PRO_25: Quote = { input: 1.25, output: 10, read: 0.125, storageHour: PRO_STORAGE };
const PRO_25_LONG = { above: 200_000, input: 2.5, output: 15, read: 0.25, storageHour: PRO_STORAGE };
const FLASH_25: Quote = { input: 0.3, output: 2.5, read: 0.03, audioInput: 1, storageHour: FLASH_STORAGE };
const LITE_25: Quote = { input: 0.1, output: 0.4, read: 0.01, audioInput: 0.3, storageHour: FLASH_STORAGE };
const FLASH_38: Quote = { input: 0.75, output: 3.75, read: 0.075, storageHour: 0.5 };
const FLASH_38_LATER: Quote = { input: 1.5, output: 7.5, read: 0.15, storageHour: FLASH_STORAGE };

const promotional = (model: string, title: string): OverlayModel => ({
  ...GEMINI_3, model, title, baseModel: `google/${model}`, isGenerallyAvailable: true, citation: pricing,
  prices: [{ quote: FLASH_38, citation: pricing }, { from: '2027-01-01', quote: FLASH_38_LATER, citation: pricing }],
});

const models: readonly OverlayModel[] = [
  {
    ...GEMINI, model: 'gemini-1.5-pro', context: 2_000_000, maxOutput: 8192, isGenerallyAvailable: false, released: '2024-05-24', retired: '2025-09-24', citation: { ...deprecations, confidence: 'medium' },
    aliases: [{ name: 'gemini-pro-1.5' }],
    prices: [
      { from: '2024-05-24', quote: { input: 3.5, output: 10.5 }, steps: [{ above: 128_000, input: 7, output: 21 }], citation: { ...cut, confidence: 'medium' } },
      { from: '2024-10-01', quote: { input: 1.25, output: 5, read: 0.3125 }, steps: [{ above: 128_000, input: 2.5, output: 10, read: 0.625 }], citation: cut },
    ],
  },
  {
    ...GEMINI, model: 'gemini-1.5-flash', context: 1_000_000, maxOutput: 8192, isGenerallyAvailable: false, released: '2024-05-24', retired: '2025-09-24', citation: { ...deprecations, confidence: 'medium' },
    aliases: [{ name: 'gemini-flash-1.5' }],
    prices: [{ from: '2024-08-12', quote: { input: 0.075, output: 0.3, read: 0.01875 }, steps: [{ above: 128_000, input: 0.15, output: 0.6, read: 0.0375 }], citation: { ...cut, confidence: 'medium' } }],
  },
  { ...GEMINI, model: 'gemini-2.0-flash', maxOutput: 8192, isGenerallyAvailable: false, released: '2025-02-05', retired: '2026-06-01', successor: 'gemini-2.5-flash', citation: deprecations },
  { ...GEMINI, model: 'gemini-2.0-flash-lite', maxOutput: 8192, isGenerallyAvailable: false, released: '2025-02-25', retired: '2026-06-01', successor: 'gemini-2.5-flash-lite', citation: deprecations },
  {
    ...GEMINI_3, model: 'gemini-2.5-pro', isGenerallyAvailable: true, released: '2025-06-17', retired: '2026-12-01', successor: 'gemini-3.8-flash', citation: deprecations,
    aliases: [{ name: 'gemini-2.5-pro-preview-03-25' }, { name: 'gemini-2.5-pro-preview-05-06' }, { name: 'gemini-2.5-pro-preview-06-05' }],
    prices: [
      { from: '2025-06-17', quote: { ...PRO_25, read: 0.31 }, steps: [{ ...PRO_25_LONG, read: 0.625 }], citation: pricing },
      { from: '2025-07-01', quote: uncached(PRO_25), steps: [{ above: 200_000, input: 2.5, output: 15, storageHour: PRO_STORAGE }], citation: cachedCut },
      { from: '2026-01-01', quote: PRO_25, steps: [PRO_25_LONG], citation: pricing },
    ],
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-flash', isGenerallyAvailable: true, released: '2025-06-17', retired: '2026-12-01', successor: 'gemini-3.5-flash-lite', citation: deprecations,
    prices: [
      { from: '2025-06-17', quote: { ...FLASH_25, read: 0.075 }, citation: pricing },
      { from: '2025-07-01', quote: uncached(FLASH_25), citation: cachedCut },
      { from: '2026-01-01', quote: FLASH_25, citation: pricing },
    ],
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-flash-lite', isGenerallyAvailable: true, released: '2025-07-22', citation: deprecations,
    prices: [
      { from: '2025-07-22', quote: uncached(LITE_25), citation: cachedCut },
      { from: '2026-01-01', quote: LITE_25, citation: pricing },
    ],
  },
  { ...GEMINI_3, model: 'gemini-3-pro-preview', isGenerallyAvailable: false, released: '2025-11-18', retired: '2026-03-09', successor: 'gemini-3.1-pro-preview', citation: deprecations },
  { ...GEMINI_3, model: 'gemini-3-flash-preview', isGenerallyAvailable: false, released: '2025-12-17', citation: deprecations },
  { ...GEMINI_3, model: 'gemini-3.1-pro-preview', isGenerallyAvailable: false, released: '2026-02-19', citation: deprecations },
  { ...GEMINI_3, model: 'gemini-3.1-flash-lite', isGenerallyAvailable: true, released: '2026-05-07', citation: deprecations },
  { ...GEMINI_3, model: 'gemini-3.5-flash', isGenerallyAvailable: false, released: '2026-05-19', successor: 'gemini-3.6-flash', citation: { source: 'https://ai.google.dev/gemini-api/docs/whats-new-gemini-3.5 (deprecated, requests are forwarded to 3.6 Flash; since when was not read)', checked: '2026-11-22', confidence: 'medium' } },
  {
    ...GEMINI_3, model: 'gemini-3.5-flash-lite', isGenerallyAvailable: true, citation: { source: 'https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/gemini/3-5-flash-lite (stored copy)', checked: '2026-11-22', confidence: 'high' },
    aliases: [{ name: 'gemini-2.5-flash', from: '2026-12-01' }],
  },
  promotional('gemini-3.6-flash', 'Gemini 3.6 Flash'),
  promotional('gemini-3.7-flash', 'Gemini 3.7 Flash'),
  { ...promotional('gemini-3.8-flash', 'Gemini 3.8 Flash'), aliases: [{ name: 'gemini-2.5-pro', from: '2026-12-01' }] },
];

const halfTier = (tier: TierRule['tier']): TierRule => ({ tier, model: /^gemini/, factor: 0.5, cacheFactor: 'unknown', citation: pricing });
const regional: Citation = { source: 'Anthropic pricing, https://platform.claude.com/docs/en/about-claude/pricing: regional endpoints on Google Cloud + 10 %', checked: '2026-10-09', confidence: 'high' };

export const google: ProviderOverlay = {
  provider: 'google', models, replaces: ['gemini-pro-1.5', 'gemini-flash-1.5'], freeCacheWrites: /^gemini/,
  tiers: [halfTier('batch'), halfTier('flex')],
  regions: [{ model: /^claude-(opus-4-[5-9]|sonnet-4-[5-9]|haiku-4-5|opus-5|sonnet-5|haiku-5|fable)/, region: /^(?!global$).+/, factor: 1.1, citation: regional }],
  caches: [
    { model: /^gemini-(2\.5|3)/, rule: { minimumTokens: 4096, lifetime: '5m', isAutomatic: true, chargesWrites: false }, source: 'Gemini implicit caching, https://ai.google.dev/gemini-api/docs/caching: 1,024 to 4,096 tokens by model; the larger is assumed' },
    ...claudeCaches,
  ],
  capabilities: [{ base: /^google\/gemini/, meets: ['parallel_tools', 'json_object', 'multiple_choices'], source: 'recalled: Gemini generateContent reference' }],
};
