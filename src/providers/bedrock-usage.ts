// Counts of Bedrock beside the vendor's own: `amazon-bedrock-invocationMetrics` in the last chunk of a stream, x-amzn-bedrock-* headers of a reply in one piece:
// https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_InvokeModel.html (read 2026-11-22); the names of the cache headers as recorded traffic has them
import { type Outcome, known } from '../model/outcome.js';
import { type Usage, inputBuckets, inputTokensOf } from '../model/usage.js';
import { lastOf } from './bedrock-events.js';
import type { WireInput } from './family.js';
import { type JsonObject, isObject, numberOf, objectOf, sumOf } from './json.js';
import { usageOfRaw } from './raw-usage.js';
import { usageOnWire } from './wire-usage.js';

/** What Bedrock itself measured of a call. */
export interface Measured {
  usage: Usage;
  raw: JsonObject | undefined;
  latencyMs?: number | undefined;
  /** To the first byte. */
  ttftMs?: number | undefined;
}

/**
 * Cache reads and writes stand beside the input count, as on the vendor's side.
 * Example: headers input 4, cache-write-input 18131, output 50 -> 18135 input of which 18131 written, 50 output
 */
export function measuredOf({ replyHeaders }: WireInput, objects: readonly JsonObject[]): Outcome<Measured> {
  const metrics = lastOf(objects, 'amazon-bedrock-invocationMetrics');
  const counts = isObject(metrics) ? metrics : headerCounts(replyHeaders);
  const count = (name: string): number | undefined => numberOf(counts[name]);
  const input = count('inputTokenCount');
  const reads = count('cacheReadInputTokenCount');
  const writes = count('cacheWriteInputTokenCount');
  const usage = usageOnWire({ inputTokens: input === undefined ? undefined : sumOf(input, reads, writes), cachedInputTokens: reads, cacheWriteTokens: writes, outputTokens: count('outputTokenCount') });
  if (!usage.known) return usage;
  const hasCounts = ['inputTokenCount', 'outputTokenCount'].some((name) => count(name) !== undefined);
  return known({ usage: usage.value, raw: hasCounts ? counts : undefined, latencyMs: count('invocationLatency'), ttftMs: count('firstByteLatency') });
}

const countHeaders: readonly (readonly [name: string, header: string])[] = [
  ['inputTokenCount', 'input-token-count'], ['outputTokenCount', 'output-token-count'], ['cacheReadInputTokenCount', 'cache-read-input-token-count'],
  ['cacheWriteInputTokenCount', 'cache-write-input-token-count'], ['invocationLatency', 'invocation-latency'],
];

/** Under the names that the metrics of a stream have. */
const headerCounts = (headers: Readonly<Record<string, string>>): JsonObject =>
  Object.fromEntries(countHeaders.flatMap(([name, header]) => {
    const stated = headers[`x-amzn-bedrock-${header}`];
    return stated !== undefined && /^\d+$/.test(stated.trim()) ? [[name, Number(stated)]] : [];
  }));

/** The vendor's own counts; where it has none of the input or none of the output, what Bedrock measured. */
export function filled(usage: Usage, measured: Usage): Usage {
  const input = inputTokensOf(usage).known ? {} : Object.fromEntries(inputBuckets.flatMap((bucket) => (measured[bucket] === undefined ? [] : [[bucket, measured[bucket]]])));
  const outputTokens = usage.outputTokens ?? measured.outputTokens;
  return { ...usage, ...input, ...(outputTokens !== undefined && { outputTokens }) };
}

/** The usage object of Converse and Nova; a vendor's own thinking tokens stand in the fields that the caller asked for beside it. */
export function converseUsage(raw: unknown, additional: JsonObject): Outcome<Usage> {
  const stated = objectOf(raw);
  if (numberOf(stated['inputTokens']) === undefined && numberOf(stated['outputTokens']) === undefined) return known({});
  const usage = usageOfRaw(stated, { generatesNothing: false });
  if (!usage.known) return usage;
  const thinking = numberOf(objectOf(objectOf(additional['usage'])['output_tokens_details'])['thinking_tokens']);
  const isPart = thinking !== undefined && thinking <= (usage.value.usage.outputTokens ?? -1);
  return known(isPart ? { ...usage.value.usage, reasoningTokens: thinking } : usage.value.usage);
}
