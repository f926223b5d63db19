import type { PrefixChain, Settlement, StoredCall } from '../model/call.js';
import { usageBuckets, type Usage } from '../model/usage.js';
import { readChain } from './blobs.js';

/** Columns of `calls` after `seq`, in the order in which `rowOf` gives their values. */
export const callColumns = [
  'id', 'started_at', 'time_source', 'env', 'provider', 'requested_model', 'served_model', 'api', 'region', 'service_tier', 'effort', 'billing', 'stream', 'status',
  'http_status', 'error_type', 'finish_reason', 'uncached_input_tokens', 'audio_input_tokens', 'image_input_tokens', 'cache_read_tokens', 'cache_write_tokens',
  'cache_write_1h_tokens', 'output_tokens', 'reasoning_tokens', 'audio_output_tokens', 'web_searches', 'unbilled_input_tokens',
  'unbilled_output_tokens', 'unbilled_cache_read_tokens', 'usage_source', 'logged_cost_nano_usd', 'max_output_tokens',
  'latency_ms', 'ttft_ms', 'user', 'tags', 'task', 'task_confidence', 'difficulty', 'classifier_version', 'needs_mask', 'text_kind', 'request_hash', 'question_hash',
  'template_key', 'session_key', 'is_deterministic', 'has_failure_signal', 'keys', 'sources', 'weight_millionths',
  'images', 'tool_definitions', 'sampled_tokens', 'stratum',
] as const;

export const settlementColumns = ['session', 'retry_of', 'duplicate_of', 'reask_of', 'warm_5m_tokens', 'warm_30m_tokens', 'warm_1h_tokens', 'warm_24h_tokens'] as const;

export type Value = string | number | Buffer | null | undefined;

const listTexts = new Map<string, string>();
const MAX_LIST_TEXTS = 1000;

/** JSON text of a list of few different values (source ids), made once. */
function listText(list: readonly string[]): string {
  const key = list.join('\u0000');
  const former = listTexts.get(key);
  if (former !== undefined) return former;
  if (listTexts.size >= MAX_LIST_TEXTS) listTexts.clear();
  const text = JSON.stringify(list);
  listTexts.set(key, text);
  return text;
}

/** Tags as JSON with sorted keys, so that equal tags are equal text; null for none. */
function tagsText(tags: Readonly<Record<string, string>>): string | null {
  const names = Object.keys(tags);
  if (names.length === 0) return null;
  return JSON.stringify(names.length === 1 ? tags : Object.fromEntries(names.sort().map((name) => [name, tags[name]])));
}

/** The values of one row of `calls`, parallel to `callColumns`. */
export function rowOf(call: StoredCall): Value[] {
  const { usage } = call;
  return [
    call.id, call.startedAt, call.timeSource, call.env, call.provider, call.requestedModel, call.servedModel, call.api, call.region, call.serviceTier, call.effort,
    call.billing, call.stream ? 1 : 0, call.status, call.httpStatus, call.errorType, call.finishReason,
    usage.uncachedInputTokens, usage.audioInputTokens, usage.imageInputTokens, usage.cacheReadTokens, usage.cacheWriteTokens, usage.cacheWrite1hTokens,
    usage.outputTokens, usage.reasoningTokens, usage.audioOutputTokens, usage.webSearches, usage.unbilledInputTokens, usage.unbilledOutputTokens,
    usage.unbilledCacheReadTokens, call.usageSource, call.loggedCostNanoUsd, call.maxOutputTokens,
    call.latencyMs, call.ttftMs, call.user, tagsText(call.tags), call.task, call.taskConfidence, call.difficulty, call.classifierVersion, call.needsMask, call.textKind,
    call.requestHash, call.questionHash, call.templateKey, call.sessionKey, call.isDeterministic ? 1 : 0, call.hasFailureSignal ? 1 : 0,
    call.keys.length === 1 ? JSON.stringify(call.keys) : JSON.stringify([...call.keys].sort()), listText(call.sources), call.weightMillionths,
    call.images === undefined ? null : JSON.stringify(call.images), call.toolDefinitions, call.sampledTokens, call.stratum,
  ];
}

/** What `selectCall` reads, in order: the call's columns, its settlement, label of the template, raw usage, prefix chain, place of the body. */
export const selectCall = `SELECT ${callColumns.map((name) => `c.${name}`).join(', ')}, ${settlementColumns.map((name) => `s.${name}`).join(', ')},
  t.label, d.raw_usage, d.prefix_chain, c.body_block, c.body_slot
  FROM calls c LEFT JOIN settlements s ON s.seq = c.seq LEFT JOIN templates t ON t.template_key = c.template_key LEFT JOIN call_details d ON d.seq = c.seq`;

const USAGE_AT = callColumns.indexOf('uncached_input_tokens');
const JOINED_AT = callColumns.length + settlementColumns.length;
export const BODY_BLOCK_AT = JOINED_AT + 3;

const noTags: Readonly<Record<string, string>> = Object.freeze({});

function usageOf(row: readonly unknown[]): Usage {
  const usage: Usage = {};
  for (let bucket = 0; bucket < usageBuckets.length; bucket += 1) {
    const count = row[USAGE_AT + bucket];
    if (count !== null) usage[usageBuckets[bucket] as keyof Usage] = count as number;
  }
  return usage;
}

/** The other direction of `rowOf`, from a raw row of `selectCall`. The body is not on it. */
export function callOf(row: readonly unknown[]): StoredCall & Partial<Settlement> {
  const [
    id, startedAt, timeSource, env, provider, requestedModel, servedModel, api, region, serviceTier, effort, billing, stream, status, httpStatus, errorType, finishReason,
    , , , , , , , , , , , , , usageSource, loggedCostNanoUsd, maxOutputTokens, latencyMs, ttftMs, user, tags, task, taskConfidence, difficulty, classifierVersion, needsMask,
    textKind, requestHash, questionHash, templateKey, sessionKey, isDeterministic, hasFailureSignal, keys, sources, weightMillionths,
    images, toolDefinitions, sampledTokens, stratum, session, retryOf, duplicateOf, reaskOf, warm5mTokens, warm30mTokens, warm1hTokens, warm24hTokens,
  ] = row as never[];
  const chain = row[JOINED_AT + 2] as Buffer | null;
  const prefixChain: PrefixChain | undefined = chain === null ? undefined : readChain(chain);
  return {
    id, startedAt, timeSource, env: env ?? undefined, provider, requestedModel: requestedModel ?? undefined, servedModel: servedModel ?? undefined, api,
    region: region ?? undefined, serviceTier: serviceTier ?? undefined, effort: effort ?? undefined, billing, stream: stream === 1, status,
    httpStatus: httpStatus ?? undefined, errorType: errorType ?? undefined, finishReason: finishReason ?? undefined, usage: usageOf(row), usageSource,
    rawUsage: (row[JOINED_AT + 1] as string | null) ?? undefined, loggedCostNanoUsd: loggedCostNanoUsd ?? undefined, maxOutputTokens: maxOutputTokens ?? undefined,
    latencyMs: latencyMs ?? undefined, ttftMs: ttftMs ?? undefined, user: user ?? undefined, tags: tags === null ? noTags : (JSON.parse(tags!) as Record<string, string>),
    task, taskConfidence, difficulty, classifierVersion, needsMask, textKind, requestHash: requestHash ?? undefined, questionHash: questionHash ?? undefined,
    prefixChain, templateKey, templateLabel: (row[JOINED_AT] as string | null) ?? '', sessionKey: sessionKey ?? undefined, isDeterministic: isDeterministic === 1,
    hasFailureSignal: hasFailureSignal === 1, keys: JSON.parse(keys!) as string[], sources: JSON.parse(sources!) as string[], weightMillionths,
    images: images === null ? undefined : (JSON.parse(images!) as StoredCall['images']), toolDefinitions: toolDefinitions ?? undefined, sampledTokens: sampledTokens ?? undefined, stratum: stratum ?? undefined,
    session: session ?? undefined, retryOf: retryOf ?? undefined, duplicateOf: duplicateOf ?? undefined, reaskOf: reaskOf ?? undefined,
    warm5mTokens: warm5mTokens ?? undefined, warm30mTokens: warm30mTokens ?? undefined, warm1hTokens: warm1hTokens ?? undefined, warm24hTokens: warm24hTokens ?? undefined,
  } as unknown as StoredCall & Partial<Settlement>;
}
