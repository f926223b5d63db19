// One call out of what a log states about it and the wire bodies that it may hold beside.
import type { Api, Billing, CallContent, CapturedCall, Status, UsageSource } from '../model/call.js';
import { loggedNanoOf } from '../model/logged-cost.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type InclusiveUsage, usageOfCall } from '../model/usage.js';
import { readBodies } from '../providers/index.js';
import { trueKeys } from '../providers/placeholder.js';
import { providerOfModel } from './fields.js';
import { isCounted, joinedUsage } from './log-usage.js';
import { providerId } from './provider-names.js';
import type { RecordContext } from './records.js';
import { UNNAMED_PROVIDER } from './unnamed.js';
import { isNoContent, text } from './values.js';
import { readStatus } from './words.js';

/** What a log says of a call in words of its own. Everything may be missing; counts are as in `calls --format jsonl`: all input, cache included. */
export interface LogFacts {
  /** The record's own id, shown to the user. */
  id?: string | undefined;
  /** Identities that other sources may hold too: `response:…`, `request:…`, `span:TRACE/SPAN`, and one of the log's own, `<source>:ID`. */
  keys?: readonly (string | undefined)[];
  /** As the log writes it: a number, or a text with or without a zone. */
  startedAt?: unknown;
  /** For logs that state the end; used with the latency where no start is stated. */
  endedAt?: unknown;
  /** The log's own name of who served. */
  provider?: string | undefined;
  requestedModel?: string | undefined;
  servedModel?: string | undefined;
  api?: Api | undefined;
  region?: string | undefined;
  serviceTier?: string | undefined;
  effort?: string | undefined;
  billing?: Billing | undefined;
  stream?: boolean | undefined;
  /** A word for how it ended, in the log's own language or ours. */
  statusWord?: string | undefined;
  status?: Status | undefined;
  httpStatus?: number | undefined;
  errorType?: string | undefined;
  finishReason?: string | undefined;
  counts?: InclusiveUsage | undefined;
  usageSource?: UsageSource | undefined;
  /** The usage object, or the fields that the counts came from, as they stand. */
  rawUsage?: unknown;
  /** US dollars. */
  costUsd?: number | undefined;
  maxOutputTokens?: number | undefined;
  latencyMs?: number | undefined;
  ttftMs?: number | undefined;
  user?: string | undefined;
  session?: string | undefined;
  env?: string | undefined;
  tags?: Readonly<Record<string, string>>;
  /** Text that is in no wire format. */
  content?: CallContent | undefined;
  parameters?: CapturedCall['parameters'];
}

/** Request and reply as the provider's API had them: JSON, texts of JSON, event streams, or lists of chunks. */
export interface LogBodies {
  request?: unknown;
  reply?: unknown;
  /** URL or path, which tells the wire format. */
  url?: string | undefined;
}

/**
 * The call. The wire bodies say what was sent and answered; who, when, how long, what it cost and for whom is the log's to say. Counts come from the reply's own usage object
 * where there is one, its gaps filled by the log's. Unknown, with the reason, for an impossible count or time, and where nobody says who served and nothing was counted;
 * with counts the provider is then `unknown`.
 */
export function callFromLog(facts: LogFacts, bodies: LogBodies, context: Pick<RecordContext, 'time' | 'set' | 'fileTimeMs'>): Outcome<CapturedCall> {
  const { set } = context;
  const model = facts.servedModel ?? facts.requestedModel;
  const named = facts.provider === undefined ? undefined : providerId(facts.provider, model);
  const wire = wireOf(bodies, { facts, named, context });
  const provider = named ?? wire?.provider ?? providerOfModel(model) ?? set['provider'] ?? (isStated(facts.counts) ? UNNAMED_PROVIDER : undefined);
  if (provider === undefined) return unknown('the provider is not given and cannot be told from the model; add --set provider=…');
  const time = timeOf(facts, context);
  if (!time.known) return time;
  const stated = usageOfCall(wholeCounts(facts.counts ?? {}));
  const hasWireUsage = wire !== undefined && isCounted(wire.usage);
  if (!hasWireUsage && !stated.known) return stated;
  const statedUsage = stated.known ? stated.value : {};
  const statedSource = facts.usageSource ?? 'reported';
  const { usage, usageSource } = wire === undefined ? { usage: statedUsage, usageSource: statedSource } : joinedUsage(wire, statedUsage, statedSource);
  const status = statusOf(facts, wire);
  if (!status.known) return status;
  const billing = facts.billing ?? (wire === undefined || wire.billing === 'unknown' ? undefined : wire.billing);
  const tags = { ...wire?.tags, ...facts.tags };
  return known({
    recordId: facts.id ?? wire?.recordId,
    keys: trueKeys([...new Set([...(facts.keys ?? []), ...(wire?.keys ?? [])].filter((key) => key !== undefined))]),
    startedAt: time.value ?? (wire?.timeSource === 'record' ? wire.startedAt : context.fileTimeMs),
    timeSource: time.value !== undefined || wire?.timeSource === 'record' ? 'record' : 'file',
    env: facts.env ?? wire?.env ?? set['env'],
    provider,
    requestedModel: wire?.requestedModel ?? facts.requestedModel,
    servedModel: wire?.servedModel ?? facts.servedModel,
    api: facts.api ?? wire?.api ?? 'chat',
    region: facts.region ?? wire?.region,
    serviceTier: facts.serviceTier ?? wire?.serviceTier,
    effort: wire?.effort ?? facts.effort,
    billing: billing ?? 'unknown',
    stream: facts.stream ?? wire?.stream ?? false,
    ...status.value,
    errorType: facts.errorType ?? wire?.errorType,
    finishReason: wire?.finishReason ?? facts.finishReason,
    usage,
    usageSource,
    rawUsage: hasWireUsage ? (wire.rawUsage ?? rawOf(facts)) : (rawOf(facts) ?? wire?.rawUsage),
    loggedCostNanoUsd: loggedNanoOf({ usd: facts.costUsd, usage, billing }) ?? wire?.loggedCostNanoUsd,
    maxOutputTokens: wire?.maxOutputTokens ?? facts.maxOutputTokens,
    latencyMs: notNegative(facts.latencyMs) ?? wire?.latencyMs,
    ttftMs: notNegative(facts.ttftMs) ?? wire?.ttftMs,
    user: facts.user ?? wire?.user ?? set['user'],
    tags,
    sessionId: facts.session ?? wire?.sessionId ?? set['session'],
    parameters: { ...facts.parameters, ...wire?.parameters },
    content: contentOf(wire?.content, facts.content),
    ...(wire?.advice !== undefined && { advice: wire.advice }),
  });
}

const isStated = ({ inputTokens, outputTokens }: InclusiveUsage = {}): boolean => (inputTokens ?? 0) + (outputTokens ?? 0) > 0;
const notNegative = (value: number | undefined): number | undefined => (value !== undefined && value < 0 ? undefined : value);

/** Fields of --set that `callFromLog` fills gaps with. */
export const logSettable = ['provider', 'model', 'env', 'user', 'session'] as const;

function wireOf(bodies: LogBodies, { facts, named, context }: { facts: LogFacts; named: string | undefined; context: Pick<RecordContext, 'set' | 'fileTimeMs'> }): CapturedCall | undefined {
  const request = isNoContent(bodies.request) ? undefined : bodies.request;
  const reply = isNoContent(bodies.reply) ? undefined : bodies.reply;
  if (request === undefined && reply === undefined) return undefined;
  const outcome = readBodies(
    { request, reply, url: bodies.url, ...(named !== undefined && { provider: named }), ...(facts.httpStatus !== undefined && { httpStatus: facts.httpStatus }) },
    { source: 'log', fileTimeMs: context.fileTimeMs, provider: named ?? context.set['provider'], model: facts.requestedModel ?? context.set['model'] },
  );
  return outcome.known ? outcome.value : undefined;
}

function timeOf(facts: LogFacts, context: Pick<RecordContext, 'time'>): Outcome<number | undefined> {
  if (text(facts.startedAt) !== undefined) return context.time.read(facts.startedAt);
  if (text(facts.endedAt) === undefined) return known(undefined);
  const end = context.time.read(facts.endedAt);
  return end.known ? known(Math.round(end.value - (facts.latencyMs ?? 0))) : end;
}

/** Where the log states a failure as an HTTP status alone, the reply's own word is the more exact one. Example: 400 over { code: 'content_filter' } -> content_filter */
function statusOf(facts: LogFacts, wire: CapturedCall | undefined): Outcome<Pick<CapturedCall, 'status' | 'httpStatus'>> {
  const httpStatus = facts.httpStatus !== undefined && facts.httpStatus >= 100 && facts.httpStatus <= 599 ? facts.httpStatus : undefined;
  if (facts.status !== undefined) return known({ status: facts.status, httpStatus });
  const own = readStatus(facts.statusWord, httpStatus);
  if (!own.known) return own;
  if (wire === undefined) return own;
  const isOwnWord = facts.statusWord !== undefined || httpStatus !== undefined;
  const isNumberOnly = facts.statusWord === undefined && own.value.status !== 'ok';
  if (isNumberOnly && wire.status !== 'ok' && wire.status !== 'aborted') return known({ status: wire.status, httpStatus });
  const isWireWorse = own.value.status === 'ok' && wire.status !== 'ok' && !(wire.status === 'aborted' && isOwnWord);
  return isWireWorse ? known({ status: wire.status, httpStatus }) : own;
}

/** Text from the wire stands above text retold; a side that the wire lacks comes from the log. */
function contentOf(wire: CallContent | undefined, told: CallContent | undefined): CallContent | undefined {
  if (wire === undefined || told === undefined) return wire ?? told;
  const reply = wire.reply ?? told.reply;
  return { ...told, ...wire, messages: wire.messages.length > 0 ? wire.messages : told.messages, tools: wire.tools.length > 0 ? wire.tools : told.tools, ...(reply !== undefined && { reply }) };
}

function rawOf({ rawUsage }: LogFacts): string | undefined {
  if (rawUsage === undefined || rawUsage === null) return undefined;
  return typeof rawUsage === 'string' ? rawUsage : JSON.stringify(rawUsage);
}

/**
 * Counts of logs that disagree whether input includes the cache: where more is cached than there is input, the input was what is left beside it.
 * Example: { inputTokens: 31, cacheWriteTokens: 1253 } -> inputTokens 1284
 */
function wholeCounts(counts: InclusiveUsage): InclusiveUsage {
  const cached = (counts.cachedInputTokens ?? 0) + (counts.cacheWriteTokens ?? counts.cacheWrite1hTokens ?? 0);
  return counts.inputTokens !== undefined && cached > counts.inputTokens ? { ...counts, inputTokens: counts.inputTokens + cached } : counts;
}

/**
 * Counts of providers and logs whose input leaves out what came from or went into a cache (Anthropic, Bedrock Converse).
 * Example: beside({ inputTokens: 3, cachedInputTokens: 2074, cacheWriteTokens: 297 }) -> inputTokens 2374
 */
export function besideCache(counts: InclusiveUsage): InclusiveUsage {
  const cached = (counts.cachedInputTokens ?? 0) + (counts.cacheWriteTokens ?? counts.cacheWrite1hTokens ?? 0);
  return counts.inputTokens === undefined && cached === 0 ? counts : { ...counts, inputTokens: (counts.inputTokens ?? 0) + cached };
}

