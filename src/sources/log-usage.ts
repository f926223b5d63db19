// Token counts of one call that its reply states and the log beside it states too: which of them stand.
import type { CapturedCall, UsageSource } from '../model/call.js';
import { type Usage, inputBuckets, inputTokensOf } from '../model/usage.js';

const inputParts = [...inputBuckets, 'unbilledCacheReadTokens'] as const;
const outputParts = ['outputTokens', 'reasoningTokens', 'audioOutputTokens', 'unbilledOutputTokens'] as const satisfies readonly (keyof Usage)[];

const partOf = (usage: Usage, buckets: readonly (keyof Usage)[]): Usage => Object.fromEntries(buckets.flatMap((bucket) => (usage[bucket] === undefined ? [] : [[bucket, usage[bucket]]])));
const hasInput = (usage: Usage): boolean => inputBuckets.some((bucket) => usage[bucket] !== undefined);
const inputOf = (usage: Usage): number => {
  const sum = inputTokensOf(usage);
  return sum.known ? sum.value : -1;
};

/** Whether a reply counts tokens: a number of searches alone is no such count. */
export const isCounted = (usage: Usage): boolean => hasInput(usage) || usage.outputTokens !== undefined;

/**
 * Usage of a reply, completed by the log's own: a side (input, output) that the reply lacks is the log's; the cache is, where both agree on the input beside it. Of a stream that was cut
 * before it told its counts the log, which may have counted further, stands where it counted more. Searches are the reply's, else the log's.
 *
 * Example: reply { uncachedInputTokens: 4 }, log { uncachedInputTokens: 4, cacheReadTokens: 10, outputTokens: 38 } -> { uncachedInputTokens: 4, cacheReadTokens: 10, outputTokens: 38 }, reported
 */
export function joinedUsage(wire: Pick<CapturedCall, 'usage' | 'usageSource'>, stated: Usage, statedSource: UsageSource): { usage: Usage; usageSource: UsageSource } {
  const isCut = wire.usageSource === 'estimated';
  const isStatedOutput = stated.outputTokens !== undefined && (wire.usage.outputTokens === undefined || (isCut && stated.outputTokens > wire.usage.outputTokens));
  const isStatedInput = hasInput(stated) && (!hasInput(wire.usage) || (isCut && inputOf(stated) > inputOf(wire.usage)));
  const isAgreed = wire.usage.uncachedInputTokens === stated.uncachedInputTokens;
  const input = isStatedInput ? partOf(stated, inputParts) : { ...(isAgreed && partOf(stated, inputParts)), ...partOf(wire.usage, inputParts) };
  const output = partOf(isStatedOutput ? stated : wire.usage, outputParts);
  const webSearches = wire.usage.webSearches ?? stated.webSearches;
  return {
    usage: { ...input, ...output, ...(webSearches !== undefined && { webSearches }) },
    usageSource: !isCounted(wire.usage) || (isCut && isStatedOutput) ? statedSource : wire.usageSource,
  };
}
