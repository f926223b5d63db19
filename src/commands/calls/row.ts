import { type Settlement, type StoredCall, modelNameOf, needsOf } from '../../model/call.js';
import type { Catalog } from '../../model/catalog.js';
import { usdFromNano } from '../../model/money.js';
import { inclusiveUsage } from '../../model/usage.js';
import { costOfCall } from '../call-cost.js';

/** Fields of a printed call, in their order. A contract: names never change, new ones go to the end. */
export const rowFields = [
  'id', 'startedAt', 'sources', 'env', 'provider', 'requestedModel', 'model', 'api', 'region', 'serviceTier', 'effort', 'billing', 'stream', 'status', 'httpStatus',
  'errorType', 'finishReason', 'inputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'cacheWrite1hTokens', 'audioInputTokens', 'imageTokens', 'outputTokens',
  'reasoningTokens', 'webSearches', 'usageSource', 'loggedCostUsd', 'costUsd', 'priceMatch', 'maxOutputTokens', 'latencyMs', 'ttftMs', 'task', 'taskConfidence',
  'difficulty', 'needs', 'workload', 'session', 'tags', 'weight', 'audioOutputTokens',
] as const;
export type RowField = (typeof rowFields)[number];
/** Stand on a row only where they are more than 0: tokens, of all input and all output, that are not charged. */
const rareFields = ['unbilledInputTokens', 'unbilledOutputTokens'] as const;
export type CallRow = Readonly<Record<RowField, unknown> & Partial<Record<(typeof rareFields)[number], number>>>;

const MILLION = 1_000_000;
/** How a source names a server that its record does not tell. */
const UNKNOWN_PROVIDER = 'unknown';

/** Digits that a double holds for sure: nano-dollars of one call are sums of products that need not be whole. */
const COST_DIGITS = 12;
const usdOf = (nano: number): number => Number(usdFromNano(nano).toPrecision(COST_DIGITS));

/** One call as it is printed; absent = null. `workloadOf` names the workload of a template key. */
export function rowOf(call: StoredCall & Partial<Settlement>, context: { catalog: Catalog; workloadOf: (templateKey: number) => string | undefined }): CallRow {
  const usage = inclusiveUsage(call.usage);
  const { nano, match } = costOfCall(call, context.catalog);
  const facts: Record<RowField, unknown> = {
    id: call.id,
    startedAt: new Date(call.startedAt).toISOString(),
    sources: call.sources,
    env: call.env,
    provider: call.provider === UNKNOWN_PROVIDER ? undefined : call.provider,
    requestedModel: call.requestedModel,
    model: call.servedModel === undefined && call.requestedModel === undefined ? undefined : modelNameOf(call),
    api: call.api,
    region: call.region,
    serviceTier: call.serviceTier,
    effort: call.effort,
    billing: call.billing,
    stream: call.stream,
    status: call.status,
    httpStatus: call.httpStatus,
    errorType: call.errorType,
    finishReason: call.finishReason,
    inputTokens: usage.inputTokens,
    cachedInputTokens: usage.cachedInputTokens,
    cacheWriteTokens: usage.cacheWriteTokens,
    cacheWrite1hTokens: usage.cacheWrite1hTokens,
    audioInputTokens: usage.audioInputTokens,
    imageTokens: usage.imageTokens,
    outputTokens: usage.outputTokens,
    reasoningTokens: usage.reasoningTokens,
    webSearches: usage.webSearches,
    usageSource: call.usageSource,
    loggedCostUsd: call.loggedCostNanoUsd === undefined ? undefined : usdOf(call.loggedCostNanoUsd),
    costUsd: nano.known ? usdOf(nano.value) : undefined,
    priceMatch: match,
    maxOutputTokens: call.maxOutputTokens,
    latencyMs: call.latencyMs,
    ttftMs: call.ttftMs,
    task: call.task,
    taskConfidence: call.taskConfidence,
    difficulty: call.difficulty,
    needs: needsOf(call.needsMask),
    workload: context.workloadOf(call.templateKey),
    session: call.session,
    tags: call.tags,
    weight: call.weightMillionths / MILLION,
    audioOutputTokens: usage.audioOutputTokens,
  };
  const rare = rareFields.filter((field) => (usage[field] ?? 0) > 0).map((field) => [field, usage[field]] as const);
  return Object.fromEntries([...rowFields.map((field) => [field, facts[field] ?? null] as const), ...rare]) as CallRow;
}
