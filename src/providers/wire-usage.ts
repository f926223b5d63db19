import type { Outcome } from '../model/outcome.js';
import { type InclusiveUsage, type Usage, usageOfCall } from '../model/usage.js';

/** Not more than the whole, where both are there and the part is a count. */
const partOf = (part: number | undefined, whole: number | undefined): number | undefined => (part === undefined || whole === undefined || whole < 0 ? part : Math.min(part, whole));

/** Share of the input. Two tokenizers of one provider differ by less on one prompt (1030 cached of 1023: 0.7 %); beyond it the counts follow another convention, and nobody knows which. */
const MAX_CACHE_EXCESS = 0.01;

const cachedOf = (cached: number | undefined, input: number | undefined): number | undefined =>
  cached !== undefined && input !== undefined && cached > input * (1 + MAX_CACHE_EXCESS) ? cached : partOf(cached, input);

/**
 * `usageOfCall` of a provider's own usage object. Some of them count a part with another tokenizer than its whole, and it comes out larger (reasoning 6001 of an output of 6000, 1030 cached of an input of
 * 1023): the part is cut to the whole, which is what is charged, and the call is kept. Cache reads are cut before cache writes, and only by
 * one per cent: more is impossible.
 *
 * Example: { inputTokens: 951, outputTokens: 6000, reasoningTokens: 6001 } -> 951 input, 6000 output of which 6000 reasoning
 */
export function usageOnWire(counts: InclusiveUsage): Outcome<Usage> {
  const { inputTokens, outputTokens } = counts;
  const reads = cachedOf(counts.cachedInputTokens, inputTokens);
  const rest = inputTokens === undefined ? undefined : Math.max(0, inputTokens - Math.max(0, reads ?? 0));
  const isNearly = inputTokens !== undefined && (reads ?? 0) + (counts.cacheWriteTokens ?? 0) <= inputTokens * (1 + MAX_CACHE_EXCESS);
  const writes = isNearly ? partOf(counts.cacheWriteTokens, rest) : counts.cacheWriteTokens;
  return usageOfCall({
    ...counts,
    cachedInputTokens: reads,
    cacheWriteTokens: writes,
    cacheWrite1hTokens: partOf(counts.cacheWrite1hTokens, writes ?? inputTokens),
    reasoningTokens: partOf(counts.reasoningTokens, outputTokens),
    audioOutputTokens: partOf(counts.audioOutputTokens, outputTokens),
  });
}
