import { type Outcome, known, unknown } from './outcome.js';

/**
 * Token counts of one call, or sums of them, in disjoint buckets: uncached text input, audio input, image input, cache reads,
 * cache writes by lifetime, unbilled input, output. Whole numbers >= 0. Absent means "not reported", which is not 0.
 * `reasoningTokens`, `audioOutputTokens` and `unbilledOutputTokens` are parts of `outputTokens`, `unbilledCacheReadTokens` is a part of `unbilledInputTokens`; everything
 * else is beside the others.
 */
export interface Usage {
  uncachedInputTokens?: number | undefined;
  audioInputTokens?: number | undefined;
  imageInputTokens?: number | undefined;
  cacheReadTokens?: number | undefined;
  /** Written to a cache of the short lifetime (5 min on Anthropic, 30 min on OpenAI). */
  cacheWriteTokens?: number | undefined;
  /** Written to a cache of the long lifetime (1 h on Anthropic, 12 h on OpenAI). */
  cacheWrite1hTokens?: number | undefined;
  outputTokens?: number | undefined;
  reasoningTokens?: number | undefined;
  audioOutputTokens?: number | undefined;
  /** Paid searches run by the provider, a count. */
  webSearches?: number | undefined;
  /** Read by the model and not charged, such as a template of the provider's own (Cohere: `tokens` beyond `billed_units`). */
  unbilledInputTokens?: number | undefined;
  /** Written by the model and not charged. */
  unbilledOutputTokens?: number | undefined;
  /** Of the unbilled input, what came from a cache. */
  unbilledCacheReadTokens?: number | undefined;
}

export const usageBuckets = [
  'uncachedInputTokens', 'audioInputTokens', 'imageInputTokens', 'cacheReadTokens', 'cacheWriteTokens',
  'cacheWrite1hTokens', 'outputTokens', 'reasoningTokens', 'audioOutputTokens', 'webSearches',
  'unbilledInputTokens', 'unbilledOutputTokens', 'unbilledCacheReadTokens',
] as const satisfies readonly (keyof Usage)[];

export const inputBuckets = [
  'uncachedInputTokens', 'audioInputTokens', 'imageInputTokens', 'cacheReadTokens', 'cacheWriteTokens', 'cacheWrite1hTokens', 'unbilledInputTokens',
] as const satisfies readonly (keyof Usage)[];

/** All input tokens: the sum of the input buckets; unknown if none was reported. Example: 600 uncached + 400 cache reads = 1000. */
export function inputTokensOf(usage: Usage): Outcome<number> {
  let sum: number | undefined;
  for (const bucket of inputBuckets) {
    const count = usage[bucket];
    if (count !== undefined) sum = (sum ?? 0) + count;
  }
  return sum === undefined ? unknown('no input token count') : known(sum);
}

/** What a provider reports with *all* input in one figure, parts of it beside: the shape of most wire formats and of `calls --format jsonl`. */
export interface InclusiveUsage {
  inputTokens?: number | undefined;
  cachedInputTokens?: number | undefined;
  /** All cache writes, whatever the lifetime. */
  cacheWriteTokens?: number | undefined;
  /** Of `cacheWriteTokens`, those of the long lifetime. */
  cacheWrite1hTokens?: number | undefined;
  audioInputTokens?: number | undefined;
  imageTokens?: number | undefined;
  outputTokens?: number | undefined;
  reasoningTokens?: number | undefined;
  audioOutputTokens?: number | undefined;
  webSearches?: number | undefined;
  /** Of `inputTokens`, those that are not charged. */
  unbilledInputTokens?: number | undefined;
  /** Of `outputTokens`, those that are not charged. */
  unbilledOutputTokens?: number | undefined;
}

/**
 * Inclusive counts into disjoint buckets. Cached audio and images are reported twice by some providers (as cached and by kind): the part that
 * does not fit into the total is taken off images first, then off audio. Unbilled input is taken to be what a cache held: a provider's own template stands first in
 * the prompt. Unknown when the parts of text input alone exceed the total, a count is negative or not a whole number, or reasoning exceeds the output.
 *
 * Example: { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 50 } -> { uncachedInputTokens: 600, cacheReadTokens: 400, outputTokens: 50 };
 * { inputTokens: 1452, unbilledInputTokens: 1419, cachedInputTokens: 144 } -> 33 uncached, 0 cache reads, 1419 unbilled of which 144 cache reads.
 */
export function disjointUsage(counts: InclusiveUsage): Outcome<Usage> {
  for (const [name, count] of Object.entries(counts) as [string, number | undefined][]) {
    if (count !== undefined && !(Number.isSafeInteger(count) && count >= 0)) return unknown(`impossible usage: ${name} is ${String(count)}`);
  }
  const { inputTokens, outputTokens } = counts;
  const unbilled = counts.unbilledInputTokens ?? 0;
  const unbilledReads = Math.min(unbilled, counts.cachedInputTokens ?? 0);
  const reads = (counts.cachedInputTokens ?? 0) - unbilledReads;
  const writes = counts.cacheWriteTokens ?? counts.cacheWrite1hTokens ?? 0;
  const longWrites = counts.cacheWrite1hTokens;
  if ((longWrites ?? 0) > writes) return unknown('impossible usage: more long-lived cache writes than cache writes');
  if (outputTokens !== undefined && (counts.reasoningTokens ?? 0) > outputTokens) return unknown('impossible usage: more reasoning than output tokens');
  if (outputTokens !== undefined && (counts.audioOutputTokens ?? 0) > outputTokens) return unknown('impossible usage: more audio output than output tokens');
  if ((counts.unbilledOutputTokens ?? 0) > (outputTokens ?? 0) - (counts.audioOutputTokens ?? 0)) return unknown('impossible usage: more unbilled than output tokens');
  if (unbilled > (inputTokens ?? 0)) return unknown('impossible usage: more unbilled than input tokens');
  if (inputTokens !== undefined && reads + writes + unbilled > inputTokens) return unknown('impossible usage: more cached than input tokens');
  let images = counts.imageTokens;
  let audio = counts.audioInputTokens;
  if (inputTokens !== undefined) {
    const room = inputTokens - reads - writes - unbilled;
    if (audio !== undefined) audio = Math.min(audio, room);
    if (images !== undefined) images = Math.min(images, room - (audio ?? 0));
  }
  const usage: Usage = {};
  if (inputTokens !== undefined) usage.uncachedInputTokens = inputTokens - reads - writes - unbilled - (audio ?? 0) - (images ?? 0);
  if (audio !== undefined) usage.audioInputTokens = audio;
  if (images !== undefined) usage.imageInputTokens = images;
  if (counts.cachedInputTokens !== undefined) usage.cacheReadTokens = reads;
  if (counts.cacheWriteTokens !== undefined || longWrites !== undefined) usage.cacheWriteTokens = writes - (longWrites ?? 0);
  if (longWrites !== undefined) usage.cacheWrite1hTokens = longWrites;
  if (outputTokens !== undefined) usage.outputTokens = outputTokens;
  if (counts.reasoningTokens !== undefined) usage.reasoningTokens = counts.reasoningTokens;
  if (counts.audioOutputTokens !== undefined) usage.audioOutputTokens = counts.audioOutputTokens;
  if (counts.webSearches !== undefined) usage.webSearches = counts.webSearches;
  if (counts.unbilledInputTokens !== undefined) usage.unbilledInputTokens = unbilled;
  if (counts.unbilledOutputTokens !== undefined) usage.unbilledOutputTokens = counts.unbilledOutputTokens;
  if (unbilledReads > 0) usage.unbilledCacheReadTokens = unbilledReads;
  return known(usage);
}

/**
 * Audio that must have come from a cache, because cached and audio tokens together exceed the input: at least this many, >= 0. `disjointUsage` counts them as cache reads.
 *
 * Example: { inputTokens: 1000, cachedInputTokens: 800, audioInputTokens: 500 } -> 500 - (1000 - 800) = 300.
 */
export function cachedAudioOf({ inputTokens, cachedInputTokens = 0, cacheWriteTokens, cacheWrite1hTokens, audioInputTokens = 0 }: InclusiveUsage): number {
  if (inputTokens === undefined) return 0;
  return Math.max(0, audioInputTokens - Math.max(0, inputTokens - cachedInputTokens - (cacheWriteTokens ?? cacheWrite1hTokens ?? 0)));
}

/** Tokens. A thousand times the largest context window of any model: more in one call is a slip of the log (a unit, a sum, a broken counter). */
const MAX_TOKENS_OF_CALL = 1_000_000_000;

/**
 * `disjointUsage` of one single call, where a sum of many has no place: a count that no call can have is unknown as well.
 *
 * Example: { inputTokens: 2_000_000_000 } -> unknown, 'impossible usage: inputTokens is more than 1,000,000,000 tokens in one call'
 */
export function usageOfCall(counts: InclusiveUsage): Outcome<Usage> {
  const absurd = (Object.entries(counts) as [string, number | undefined][]).find(([, count]) => count !== undefined && count > MAX_TOKENS_OF_CALL);
  const usage = disjointUsage(counts);
  if (!usage.known || absurd === undefined) return usage;
  return unknown(`impossible usage: ${absurd[0]} is more than 1,000,000,000 tokens in one call`);
}

/** The other direction, for output. Absent stays absent. */
export function inclusiveUsage(usage: Usage): InclusiveUsage {
  const input = inputTokensOf(usage);
  const writes = usage.cacheWriteTokens === undefined && usage.cacheWrite1hTokens === undefined
    ? undefined
    : (usage.cacheWriteTokens ?? 0) + (usage.cacheWrite1hTokens ?? 0);
  return {
    inputTokens: input.known ? input.value : undefined,
    cachedInputTokens: usage.unbilledCacheReadTokens === undefined ? usage.cacheReadTokens : (usage.cacheReadTokens ?? 0) + usage.unbilledCacheReadTokens,
    cacheWriteTokens: writes,
    cacheWrite1hTokens: usage.cacheWrite1hTokens,
    audioInputTokens: usage.audioInputTokens,
    imageTokens: usage.imageInputTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningTokens,
    audioOutputTokens: usage.audioOutputTokens,
    webSearches: usage.webSearches,
    unbilledInputTokens: usage.unbilledInputTokens,
    unbilledOutputTokens: usage.unbilledOutputTokens,
  };
}
