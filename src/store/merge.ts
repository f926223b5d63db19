import type { StoredCall } from '../model/call.js';
import { sourceRank } from '../model/source-rank.js';
import { inputBuckets, inputTokensOf, type Usage } from '../model/usage.js';

const usageRank = { reported: 2, counted: 1, estimated: 0 } as const;

type Counts = Pick<StoredCall, 'usage' | 'usageSource' | 'rawUsage'>;

const isEmpty = (usage: Usage): boolean => Object.values(usage).every((count) => count === undefined);

const inputOf = (usage: Usage): Usage =>
  Object.fromEntries([...inputBuckets, 'unbilledCacheReadTokens' as const].filter((bucket) => usage[bucket] !== undefined).map((bucket) => [bucket, usage[bucket]]));

/** The same total, and no bucket but plain input told otherwise: the second only splits what the first had whole. */
function isFinerSplit(former: Usage, later: Usage): boolean {
  const [one, other] = [inputTokensOf(former), inputTokensOf(later)];
  if (!one.known || !other.known || one.value !== other.value) return false;
  return inputBuckets.every((bucket) => bucket === 'uncachedInputTokens' || former[bucket] === undefined || former[bucket] === later[bucket]);
}

/**
 * Buckets are disjoint, so a gap is filled only where the sum stays true: a whole side that was missing, or a finer split of the same total.
 * Example: { uncachedInputTokens: 1000 } and { uncachedInputTokens: 600, cacheReadTokens: 400 } -> the second.
 */
function mergeUsage(former: Usage, later: Usage): Usage {
  const input = !inputTokensOf(former).known || isFinerSplit(former, later) ? { ...inputOf(former), ...inputOf(later) } : inputOf(former);
  const isSameOutput = former.outputTokens === undefined || former.outputTokens === later.outputTokens;
  const outputs = isSameOutput ? [former, later] : [former];
  const usage: Usage = { ...input };
  for (const bucket of ['outputTokens', 'reasoningTokens', 'audioOutputTokens', 'unbilledOutputTokens'] as const) {
    const count = outputs.map((part) => part[bucket]).find((value) => value !== undefined);
    if (count !== undefined) usage[bucket] = count;
  }
  const searches = former.webSearches ?? later.webSearches;
  if (searches !== undefined) usage.webSearches = searches;
  return usage;
}

/** Reported counts stand above counted ones, counted above estimated ones; of equal rank the gaps are filled. */
function mergeCounts(former: StoredCall, later: StoredCall): Counts {
  const pick = ({ usage, usageSource, rawUsage }: StoredCall): Counts => ({ usage, usageSource, rawUsage });
  if (isEmpty(later.usage)) return { ...pick(former), rawUsage: former.rawUsage ?? later.rawUsage };
  if (isEmpty(former.usage)) return pick(later);
  const [formerRank, laterRank] = [usageRank[former.usageSource], usageRank[later.usageSource]];
  if (laterRank > formerRank) return pick(later);
  if (laterRank < formerRank) return pick(former);
  return { usage: mergeUsage(former.usage, later.usage), usageSource: former.usageSource, rawUsage: former.rawUsage ?? later.rawUsage };
}

/** Labels read from text stand above labels guessed without it. A need seen by either is a need; a failure likewise. */
function mergeLabels(former: StoredCall, later: StoredCall): Partial<StoredCall> {
  const isTextNew = former.requestHash === undefined && later.requestHash !== undefined;
  const { task, taskConfidence, difficulty, classifierVersion, textKind, requestHash, questionHash, prefixChain, templateKey, templateLabel, isDeterministic } = isTextNew ? later : former;
  return {
    task, taskConfidence, difficulty, classifierVersion, textKind, requestHash, questionHash, prefixChain, templateKey, templateLabel, isDeterministic,
    needsMask: former.needsMask | later.needsMask,
    hasFailureSignal: former.hasFailureSignal || later.hasFailureSignal,
    sessionKey: former.sessionKey ?? later.sessionKey,
    body: former.body ?? later.body,
    images: former.images ?? later.images,
    toolDefinitions: former.toolDefinitions ?? later.toolDefinitions,
    sampledTokens: former.sampledTokens ?? later.sampledTokens,
  };
}

const union = (one: readonly string[], other: readonly string[]): string[] => [...new Set([...one, ...other])].sort();

/**
 * Which of two records is believed: the one nearer to the wire; of equally near ones the one that holds a time, then by the name of the source, the earlier, the smaller id: so that
 * the order in which files were read does not matter. Only a gap that several lesser records fill differently keeps what came first.
 */
function isNearer(one: StoredCall, other: StoredCall): boolean {
  const [keys, others] = [one, other].map((call) => [-Math.max(...call.sources.map(sourceRank)), call.timeSource === 'record' ? 0 : 1, [...call.sources].sort()[0] ?? '', call.startedAt, call.id]) as [(string | number)[], (string | number)[]];
  const at = keys.findIndex((key, index) => key !== others[index]);
  return at !== -1 && (keys[at] ?? '') < (others[at] ?? '');
}

/**
 * One call that two records tell of. One of them is believed (`isNearer`), its gaps are filled from the other; sources and keys are united. The id stays that of `former`. It moves in time
 * only if the time that is believed came from the file. Its weight is the smaller one: a record of a fuller log stands for fewer others.
 */
export function mergeCalls(former: StoredCall, later: StoredCall): StoredCall {
  const [main, other] = isNearer(later, former) ? [later, former] : [former, later];
  return { ...fillGaps(main, other), id: former.id };
}

function fillGaps(main: StoredCall, other: StoredCall): StoredCall {
  const isTimeNew = main.timeSource === 'file' && other.timeSource === 'record';
  return {
    ...main,
    ...mergeCounts(main, other),
    ...mergeLabels(main, other),
    startedAt: isTimeNew ? other.startedAt : main.startedAt,
    timeSource: isTimeNew ? other.timeSource : main.timeSource,
    env: main.env ?? other.env,
    requestedModel: main.requestedModel ?? other.requestedModel,
    servedModel: main.servedModel ?? other.servedModel,
    api: main.api === 'other' ? other.api : main.api,
    region: main.region ?? other.region,
    serviceTier: main.serviceTier ?? other.serviceTier,
    effort: main.effort ?? other.effort,
    billing: main.billing === 'unknown' ? other.billing : main.billing,
    httpStatus: main.httpStatus ?? other.httpStatus,
    errorType: main.errorType ?? other.errorType,
    finishReason: main.finishReason ?? other.finishReason,
    loggedCostNanoUsd: main.loggedCostNanoUsd ?? other.loggedCostNanoUsd,
    maxOutputTokens: main.maxOutputTokens ?? other.maxOutputTokens,
    latencyMs: main.latencyMs ?? other.latencyMs,
    ttftMs: main.ttftMs ?? other.ttftMs,
    user: main.user ?? other.user,
    tags: { ...other.tags, ...main.tags },
    keys: union(main.keys, other.keys),
    sources: union(main.sources, other.sources),
    stratum: main.stratum ?? other.stratum,
    weightMillionths: Math.min(main.weightMillionths, other.weightMillionths),
  };
}
