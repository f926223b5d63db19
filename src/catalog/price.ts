import type { RateCard } from '../model/catalog.js';
import { nanoForTokens } from '../model/money.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type Usage, inputBuckets } from '../model/usage.js';

/**
 * What `calls` calls that share a card cost, in nano-dollars, not rounded, >= 0. `usage` holds their sums in disjoint buckets; an absent bucket was not
 * used. Unknown when a used bucket has no rate on the card, or neither input nor output was reported. Images have their text rate where the card names
 * no other (OpenAI, Anthropic and Google bill them as input tokens). Unbilled tokens cost nothing. Where a card has a thinking rate, reported reasoning tokens put all output at that rate:
 * a sum of calls must then be of calls that all reasoned, or none.
 *
 * Example: 600 uncached + 400 cached input, 50 output at 2 / 0.5 / 8 USD per million: (600 * 2 + 400 * 0.5 + 50 * 8) * 1000 = 1,800,000 nano-dollars;
 * with 1419 unbilled input tokens beside, the same.
 */
export function priceUsage(card: RateCard, usage: Usage, calls = 1): Outcome<number> {
  const { rates } = card;
  if (usage.outputTokens === undefined && inputBuckets.every((bucket) => usage[bucket] === undefined)) return unknown('no token counts');
  const audioOutput = usage.audioOutputTokens ?? 0;
  let nano = calls * (rates.requestUsd ?? 0) * 1e9;
  let missing: string | undefined;
  const charge = (name: string, tokens: number | undefined, rate: number | undefined): void => {
    if (tokens === undefined || tokens === 0) return;
    if (rate === undefined) missing ??= name;
    else nano += nanoForTokens(tokens, rate);
  };
  charge('input', usage.uncachedInputTokens, rates.inputUsdPerMtok);
  charge('audio input', usage.audioInputTokens, rates.audioInputUsdPerMtok);
  charge('image input', usage.imageInputTokens, rates.imageInputUsdPerMtok ?? rates.inputUsdPerMtok);
  charge('cached input', usage.cacheReadTokens, rates.cacheReadUsdPerMtok);
  charge('cache write', usage.cacheWriteTokens, rates.cacheWriteUsdPerMtok);
  charge('long-lived cache write', usage.cacheWrite1hTokens, rates.cacheWrite1hUsdPerMtok);
  const isThinking = (usage.reasoningTokens ?? 0) > 0;
  charge('output', Math.max(0, (usage.outputTokens ?? 0) - audioOutput - (usage.unbilledOutputTokens ?? 0)), isThinking ? rates.thinkingOutputUsdPerMtok ?? rates.outputUsdPerMtok : rates.outputUsdPerMtok);
  charge('audio output', audioOutput, rates.audioOutputUsdPerMtok);
  const searches = usage.webSearches ?? 0;
  if (searches > 0 && rates.webSearchUsdPerThousand === undefined) missing ??= 'web search';
  if (missing !== undefined) return unknown(`no ${missing} rate is known for ${card.modelId}${card.tier === 'standard' ? '' : ` (${card.tier})`}`);
  return known(nano + searches * (rates.webSearchUsdPerThousand ?? 0) * 1e6);
}
