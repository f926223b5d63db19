import type { CapturedCall } from '../model/call.js';
import type { HttpExchange } from '../model/exchange.js';
import { loggedNanoOf } from '../model/logged-cost.js';
import { usageBuckets } from '../model/usage.js';
import { awsRegionOf } from './bedrock-route.js';
import type { WireCall } from './family.js';
import { routeOf } from './hosts.js';
import { compactJson, numberOf } from './json.js';
import { trueKeys } from './placeholder.js';
import { statusOf } from './status.js';

/** What the surrounding log or the recorder knows beyond the exchange. `fileTimeMs` stands in where nothing holds a time. */
export interface ExchangeContext {
  source: string;
  fileTimeMs: number;
  /** Who serves the calls, where the URL does not tell. It wins over the URL. */
  provider?: string | undefined;
  /** The model asked for, where the request does not tell. */
  model?: string | undefined;
}

/** First instant that a logged time can have (2015-01-01): no API of this kind is older, so anything before is a broken clock or unit. */
const EARLIEST_MS = Date.UTC(2015, 0, 1);

/** What a family read out of an exchange, with what the exchange itself holds, as a call. */
export function captured(exchange: HttpExchange, { context, provider, wire }: { context: ExchangeContext; provider: string; wire: WireCall }): CapturedCall {
  const { response } = exchange;
  const tags = { ...exchange.tags, ...wire.metadata };
  const latencyMs = exchange.latencyMs ?? wire.latencyMs ?? serverTime(response?.headers ?? {}, wire.stream);
  const ttftMs = exchange.ttftMs ?? wire.ttftMs;
  const startedAt = exchange.startedAt ?? sane(wire.createdAt) ?? sane(dateHeader(response?.headers['date'], wire.stream ? ttftMs ?? exchange.latencyMs : latencyMs));
  const hasUsage = usageBuckets.some((bucket) => wire.usage[bucket] !== undefined);
  return {
    recordId: exchange.id,
    keys: keysOf(exchange, wire),
    startedAt: startedAt ?? context.fileTimeMs,
    timeSource: startedAt === undefined ? 'file' : 'record',
    env: exchange.env ?? tags['env'] ?? tags['environment'],
    provider,
    requestedModel: wire.requestedModel ?? context.model,
    servedModel: wire.servedModel,
    api: wire.api,
    region: wire.region ?? (provider === 'aws' ? awsRegionOf(routeOf(exchange.request.url)) : undefined),
    serviceTier: wire.serviceTier,
    effort: wire.effort,
    billing: wire.billing ?? 'unknown',
    stream: wire.stream,
    status: statusOf({ httpStatus: response?.status, error: wire.error, isFiltered: wire.isFiltered, isCut: wire.isCut }),
    httpStatus: response?.status,
    errorType: wire.error?.type,
    finishReason: wire.finishReason,
    usage: wire.usage,
    usageSource: wire.isEstimated === true ? 'estimated' : 'reported',
    rawUsage: hasUsage || wire.rawUsage !== undefined ? compactJson(wire.rawUsage) : undefined,
    loggedCostNanoUsd: loggedNanoOf({ usd: wire.loggedCostUsd, usage: wire.usage, billing: wire.billing }),
    maxOutputTokens: wire.maxOutputTokens,
    latencyMs,
    ttftMs,
    user: wire.user ?? tags['user_id'] ?? tags['user'],
    tags,
    sessionId: wire.sessionId ?? tags['session_id'] ?? tags['sessionId'] ?? tags['conversation_id'] ?? tags['thread_id'],
    parameters: wire.parameters,
    content: wire.content,
    ...(wire.advice !== undefined && wire.advice.length > 0 && { advice: wire.advice }),
  };
}

const sane = (at: number | undefined): number | undefined => (at !== undefined && at >= EARLIEST_MS ? at : undefined);

/** The Date header is when the reply went out: the start is the latency before it, where that is known. Of two that a proxy made into one the first counts. */
function dateHeader(date: string | undefined, latencyMs: number | undefined): number | undefined {
  const at = date === undefined ? Number.NaN : Date.parse(/^.*?GMT/.exec(date)?.[0] ?? date);
  return Number.isNaN(at) ? undefined : Math.round(at - (latencyMs ?? 0));
}

/** The provider's own time for a reply in one piece; in a stream these headers go out before the work is done. */
function serverTime(headers: Readonly<Record<string, string>>, isStream: boolean): number | undefined {
  if (isStream) return undefined;
  const stated = headers['openai-processing-ms'] ?? headers['x-envoy-upstream-service-time'];
  return stated === undefined ? undefined : numberOf(Number(stated));
}

const requestIdHeaders = ['x-request-id', 'request-id', 'apim-request-id', 'x-groq-request-id', 'x-amzn-requestid'] as const;

/** Ids that other sources may hold too. A request id that the caller sent itself and the reply only echoes may be shared by many calls: it is none, and neither is a mask. */
function keysOf(exchange: HttpExchange, wire: WireCall): string[] {
  const replyHeaders = exchange.response?.headers ?? {};
  const sent = new Set(Object.values(exchange.request.headers));
  const requestIds = [wire.requestId, ...requestIdHeaders.map((name) => replyHeaders[name])].filter((id) => id !== undefined && id !== '' && !sent.has(id));
  return trueKeys([...new Set([...(wire.responseId === undefined ? [] : [`response:${wire.responseId}`]), ...requestIds.map((id) => `request:${id}`)])]);
}
