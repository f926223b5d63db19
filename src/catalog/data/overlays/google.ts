import type { Citation } from '../../../model/catalog.js';
import { claudeCaches } from '../claude-caches.js';
import type { CacheRuleRow, ProviderOverlay, TierRule } from '../../records.js';
import { gemini1Models } from './google-gemini-1.js';
import { gemini2Models } from './google-gemini-2.js';
import { gemini3Models } from './google-gemini-3.js';
import { gemini4Models } from './google-gemini-4.js';
import { mediaModels } from './google-media.js';
import { partnerModels } from './google-partners.js';
import { TIERS_FROM, page, vertex } from './google-shared.js';

const half = page('2026-10-01', 'half for models without a row of their own');
const halfTier = (tier: TierRule['tier']): TierRule => ({ tier, model: /^gemini/, factor: 0.5, cacheFactor: 'unknown', citation: half });
const claudeBatch: TierRule = { tier: 'batch', model: /^claude-/, factor: 0.5, cacheFactor: 0.5, citation: { ...vertex, source: `Batch predictions of Claude, half: ${vertex.source}`, confidence: 'medium' } };

const anthropicRegional: Citation = { source: 'Anthropic pricing, https://platform.claude.com/docs/en/about-claude/pricing: regional endpoints on Google Cloud + 10 %', checked: '2026-10-09', confidence: 'high' };
const googleRegional: Citation = { ...vertex, source: `${vertex.source}: endpoints other than global + 10 % for Gemini 3 and later from 2026-07-01, previews excepted` };
const NOT_GLOBAL = /^(?!global$).+/;

const implicit = (model: RegExp, minimumTokens: number): CacheRuleRow => ({
  model, rule: { minimumTokens, lifetime: '5m', isAutomatic: true, chargesWrites: false }, source: 'Gemini context caching, https://ai.google.dev/gemini-api/docs/caching (minimum for implicit caches by model)',
});

const limits = { source: 'Gemini API rate limits, https://ai.google.dev/gemini-api/docs/rate-limits (copies of 2026)', checked: '2026-10-17', confidence: 'medium' } as const;

export const google: ProviderOverlay = {
  provider: 'google',
  models: [...gemini4Models, ...gemini3Models, ...gemini2Models, ...gemini1Models, ...mediaModels, ...partnerModels],
  replaces: ['gemini-pro-1.5', 'gemini-flash-1.5', 'gemini-flash-1.5-8b', 'gemini-2.5-flash-preview', 'gemini-live-2.5-flash'],
  freeCacheWrites: /^gemini/,
  tiers: [halfTier('batch'), { ...halfTier('flex'), from: TIERS_FROM }, claudeBatch],
  regions: [
    { model: /^claude-(opus-4-[5-9]|sonnet-4-[5-9]|haiku-4-5|opus-5|sonnet-5|haiku-5|fable)/, region: NOT_GLOBAL, factor: 1.1, citation: anthropicRegional },
    { model: /^gemini-(3\.\d+-flash(?!.*preview)|3-pro-image$|4-)/, region: NOT_GLOBAL, factor: 1.1, from: '2026-07-01', citation: googleRegional },
  ],
  caches: [implicit(/^gemini-(2\.5-flash|3-flash-preview)/, 1024), implicit(/^gemini-(2\.5|3|4)/, 4096), ...claudeCaches],
  capabilities: [{ base: /^google\/gemini/, meets: ['parallel_tools', 'json_object', 'multiple_choices'], source: 'recalled: Gemini generateContent reference' }],
  pools: [{
    ...limits, id: 'google-project', title: 'All Gemini models of a project', model: /^gemini/,
    limits: ['Free', 'Tier 1', 'Tier 2', 'Tier 3'].map((accountTier) => ({ accountTier })),
    note: 'Requests and tokens per minute are shown in AI Studio only. Spend per 10 minutes: Tier 1 10 USD, Tier 2 50 USD, Tier 3 200 USD; priority inference 0.3 x of the standard limit',
  }],
};
