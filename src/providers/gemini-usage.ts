// usageMetadata: https://ai.google.dev/api/generate-content#UsageMetadata; trafficType on Vertex AI (read 2026-11-22)
import { type Outcome, known } from '../model/outcome.js';
import type { Usage } from '../model/usage.js';
import { field } from './gemini-content.js';
import { type JsonObject, listOf, numberOf, objectOf, sumOf } from './json.js';
import { readTier } from './openai-content.js';
import { usageOnWire } from './wire-usage.js';

/**
 * `promptTokenCount` includes cached content but not what tools fed in; `candidatesTokenCount` leaves thinking out: both are added up here. A reply
 * without candidates names no output: it is the rest of the total where prompt and total are named, 0 where the prompt was blocked (nothing was generated), else unknown.
 * Example: prompt 17, tool use 102, candidates 241, thoughts 412, total 772 -> 119 input, 653 output of which 412 reasoning
 */
export function readUsage(usage: JsonObject | undefined, facts: { isBlocked: boolean }): Outcome<Usage> {
  if (usage === undefined) return known({});
  const count = (name: string): number | undefined => numberOf(field(usage, name));
  const prompt = count('promptTokenCount');
  const inputTokens = prompt === undefined ? undefined : sumOf(prompt, count('toolUsePromptTokenCount'));
  const thoughts = count('thoughtsTokenCount');
  const total = count('totalTokenCount');
  const rest = inputTokens === undefined || total === undefined || total < inputTokens ? undefined : total - inputTokens;
  const modality = (list: string, name: string): number | undefined =>
    sumOf(...listOf(field(usage, list)).map(objectOf).filter((entry) => entry['modality'] === name).map((entry) => numberOf(field(entry, 'tokenCount'))));
  return usageOnWire({
    inputTokens,
    cachedInputTokens: count('cachedContentTokenCount'),
    audioInputTokens: modality('promptTokensDetails', 'AUDIO'),
    imageTokens: sumOf(modality('promptTokensDetails', 'IMAGE'), modality('promptTokensDetails', 'VIDEO')),
    outputTokens: sumOf(count('candidatesTokenCount'), thoughts) ?? rest ?? (facts.isBlocked ? 0 : undefined),
    reasoningTokens: thoughts,
    audioOutputTokens: modality('candidatesTokensDetails', 'AUDIO'),
  });
}

/** Vertex names how a call was paid. Example: { trafficType: 'ON_DEMAND_FLEX' } -> flex; PROVISIONED_THROUGHPUT is committed spend. */
export function readTraffic(usage: JsonObject | undefined): { tier: string | undefined; isCommitted: boolean } {
  const traffic = field(usage ?? {}, 'trafficType');
  if (traffic === 'PROVISIONED_THROUGHPUT') return { tier: undefined, isCommitted: true };
  const named = typeof traffic === 'string' ? traffic.toLowerCase().replace(/^on_demand_/, '') : field(usage ?? {}, 'serviceTier');
  return { tier: readTier(named), isCommitted: false };
}
