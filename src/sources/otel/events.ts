// Events of OTLP logs that tell of model calls: those of the GenAI conventions, which belong to a span, and those of coding agents, which are calls by themselves.
// https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-events/ , https://code.claude.com/docs/en/monitoring-usage , https://developers.openai.com/codex/config-advanced (otel),
// https://github.com/google-gemini/gemini-cli/blob/main/docs/cli/telemetry.md (read 2026-11-22)
import { callFromLog, besideCache } from '../log-call.js';
import type { RecordContext } from '../records.js';
import type { ReadItem } from '../source.js';
import { createTimeReader } from '../time.js';
import { count, duration, number, text } from '../values.js';
import { contentOf } from './content.js';
import type { Placed } from './placed.js';
import { factsOf } from './facts.js';
import { type LogEvent, type Span, millisOf, nanosOf } from './span.js';
import { hasUsage } from './usage.js';

const GEN_AI_EVENT = /^gen_ai\.(system|user|assistant|tool)\.message$|^gen_ai\.choice$|^gen_ai\.content\.|^gen_ai\.client\.inference\.operation\.details$|^gen_ai\.client\.operation\.exception$/;
const AGENT_EVENT = /^(?:(?:claude_code|codex|gemini_cli|qwen-code)\.)?(api_request|api_error|sse_event|api_response)$/;

export const isEvent = ({ name, attributes }: LogEvent): boolean => GEN_AI_EVENT.test(name) || (AGENT_EVENT.test(name) && agentOf(name, attributes) !== undefined);

const agentOf = (name: string, attributes: LogEvent['attributes']): 'claude' | 'codex' | 'gemini' | undefined => {
  const whole = `${name} ${text(attributes['body']) ?? ''}`;
  if (/codex\./.test(whole)) return 'codex';
  if (/gemini_cli\.|qwen-code\./.test(whole)) return 'gemini';
  return /claude_code\./.test(whole) || attributes['cache_creation_tokens'] !== undefined ? 'claude' : undefined;
};

const millis = createTimeReader('ms');

/**
 * What is left of the events of one span when its trace is judged: coding agents' events are a call each; one event of the newer conventions with token counts is its call where no span is; the
 * rest belongs to spans that are not in the file.
 */
export function readingOfEvent(events: readonly Placed<LogEvent>[], marks: ReadonlyMap<string, unknown>, { set, fileTimeMs }: Pick<RecordContext, 'set' | 'fileTimeMs'>): ReadItem[] {
  const context = { time: millis, set, fileTimeMs };
  const isOfSpan = marks.has(events[0]?.part.spanId ?? '');
  return events.map(({ part: event, where }) => {
    if (AGENT_EVENT.test(event.name)) return agentItem(event, { where, context });
    const span = spanOf(event);
    if (isOfSpan) return { folded: { where, rule: 'part' } };
    if (!hasUsage(span)) return { skipped: { where, reason: 'an event of a span that is not in the file', isNoCall: true } };
    const content = contentOf(span, []);
    const outcome = callFromLog({ ...factsOf(span, []), ...(content !== undefined && { content }) }, {}, { ...context, set: { provider: 'unknown', ...set } });
    return outcome.known ? { call: outcome.value, recordText: JSON.stringify([event.name, event.attributes, String(event.nanos)]), where } : { skipped: { where, reason: outcome.reason } };
  });
}

/** A week: a longer call is a slip of the log. */
const MAX_LATENCY_MS = 7 * 24 * 3_600_000;

/** An event is written when its call has ended. */
const spanOf = ({ traceId, spanId, name, nanos, attributes, resource, scope }: LogEvent): Span =>
  ({ traceId, spanId, parentId: '', name, endNanos: nanos, attributes, events: [], isError: false, resource, scope, scopeVersion: '' });

function agentItem(event: LogEvent, { where, context }: { where: string; context: Pick<RecordContext, 'time' | 'set' | 'fileTimeMs'> }): ReadItem {
  const { attributes, name, resource } = event;
  const agent = agentOf(name, attributes);
  const at = (...names: readonly string[]): number | undefined => count(names.map((key) => attributes[key]).find((value) => value !== undefined));
  const kind = AGENT_EVENT.exec(name)?.[1];
  const isFailed = kind === 'api_error';
  const isCall = isFailed || (agent === 'claude' ? kind === 'api_request' : agent === 'codex' ? text(attributes['event.kind']) === 'response.completed' : kind === 'api_response');
  if (!isCall) return { skipped: { where, reason: 'an event of an agent that tells of no reply', isNoCall: true } };
  const [read, write] = [at('cache_read_tokens', 'cached_token_count', 'cached_content_token_count'), at('cache_creation_tokens')];
  const [input, output] = [at('input_tokens', 'input_token_count'), at('output_tokens', 'output_token_count')];
  const reasoning = at('reasoning_token_count', 'thoughts_token_count');
  const counts = { inputTokens: input, cachedInputTokens: read, cacheWriteTokens: write, outputTokens: agent === 'gemini' && output !== undefined ? output + (reasoning ?? 0) : output, reasoningTokens: reasoning };
  const httpStatus = number(attributes['status_code'] ?? attributes['http.response.status_code']);
  const stated = duration(attributes['duration_ms'], 'ms');
  const latencyMs = stated === undefined || stated > MAX_LATENCY_MS ? undefined : stated;
  const end = millisOf(event.nanos ?? nanosOf(attributes['event.timestamp']));
  const outcome = callFromLog({
    keys: [text(attributes['request_id']) === undefined ? undefined : `request:${text(attributes['request_id'])}`],
    startedAt: end === undefined ? undefined : Math.floor(end - (latencyMs ?? 0)),
    provider: agent === 'claude' ? 'anthropic' : agent === 'codex' ? 'openai' : 'google',
    requestedModel: text(attributes['model']),
    api: agent === 'claude' ? 'messages' : agent === 'codex' ? 'responses' : 'generate_content',
    effort: text(attributes['effort']),
    billing: 'subscription',
    stream: true,
    ...(isFailed && httpStatus === undefined ? { status: 'server_error' } : { httpStatus: isFailed ? httpStatus : undefined }),
    errorType: isFailed ? text(attributes['error_type'] ?? attributes['error.type']) : undefined,
    counts: agent === 'claude' ? besideCache(counts) : counts,
    costUsd: number(attributes['cost_usd']),
    latencyMs,
    ttftMs: duration(attributes['ttft_ms'], 'ms'),
    user: text(attributes['user.email'] ?? attributes['user.account_uuid'] ?? attributes['user.id']),
    session: text(attributes['session.id'] ?? attributes['conversation.id']),
    env: text(resource['deployment.environment.name'] ?? resource['deployment.environment']),
    tags: { ...(text(resource['service.name']) !== undefined && { service: String(resource['service.name']) }), ...(text(attributes['query_source']) !== undefined && { query_source: String(attributes['query_source']) }) },
  }, {}, context);
  return outcome.known ? { call: outcome.value, recordText: JSON.stringify([name, attributes, String(event.nanos)]), where } : { skipped: { where, reason: outcome.reason } };
}
