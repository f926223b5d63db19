// Braintrust spans (logs and experiments): fetch and BTQL answers, JSON and CSV of the UI. https://www.braintrust.dev/docs/reference/api/Logs,
// js/src/wrappers of https://github.com/braintrustdata/braintrust-sdk (read 2026-11-22)
import { readMessages, readReply, readToolDefinitions } from '../providers/index.js';
import { failureOf } from './failure.js';
import { callFromLog, logSettable } from './log-call.js';
import { type NestedCalls, createNestedCalls } from './nested-calls.js';
import { type RecordContext, type RecordReading, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { effortOf, isWireReply, labelsOf, maxTokensOf, parametersOf, present, providerNamedBy } from './tracing.js';
import { count, duration, flag, isNoContent, list, number, object, opened, pick, tagsOf, text } from './values.js';

const ID = 'braintrust';

export const source = recordSource<NestedCalls>({
  id: ID,
  title: 'Braintrust logs and experiments (API, JSON or CSV)',
  settable: logSettable,
  paths: ['events', 'data'],
  marks: 'hold span_attributes and metrics',
  isOf: (record) => isSpan(record),
  open: () => createNestedCalls(),
  read: readSpan,
  close: (_context, nested) => nested.end(),
});

const isSpan = (record: JsonRecord): boolean => 'span_attributes' in record && ('metrics' in record || 'root_span_id' in record);

function readSpan(span: JsonRecord, context: RecordContext, nested: NestedCalls): readonly RecordReading[] {
  if (!isSpan(span)) return [notOfFormat('not a span of Braintrust (no span_attributes)')];
  const id = text(pick(span, 'span_id', 'id'));
  const parents = list(span['span_parents']).map(text).filter((parent) => parent !== undefined);
  const metrics = object(span['metrics']);
  const type = text(object(span['span_attributes'])['type'])?.toLowerCase();
  if (type !== 'llm') {
    if (id !== undefined) nested.link(id, parents[0]);
    return [{ noCall: `a span of type ${type ?? 'none'}` }];
  }
  if ((number(metrics['cached']) ?? 0) > 0 || flag(metrics['cached']) === true) return [{ noCall: 'answered from the cache of Braintrust' }];
  const reading = { outcome: callFromLog(...factsOf(span, { context, metrics })), where: context.place.where, text: id ?? context.place.text };
  return id === undefined ? [reading] : nested.add({ id, ancestors: parents, reading, characters: context.place.text.length });
}

/** Seconds since 1970 as ISO, so that no unit is guessed. */
function instantOf(value: unknown): string | undefined {
  const seconds = number(value);
  return seconds === undefined || Math.abs(seconds) > 8.64e12 ? undefined : new Date(seconds * 1000).toISOString();
}

function factsOf(span: JsonRecord, { context, metrics }: { context: RecordContext; metrics: JsonRecord }): Parameters<typeof callFromLog> {
  const metadata = object(span['metadata']);
  const attributes = object(span['span_attributes']);
  const [input, output] = [opened(span['input']), opened(span['output'])];
  const error = opened(span['error']);
  const failure = isNoContent(error) ? undefined : failureOf(typeof error === 'string' ? error : JSON.stringify(error));
  const [start, end] = [number(metrics['start']), number(metrics['end'])];
  const model = text(pick(metadata, 'model', 'model_id'));
  const messages = isNoContent(input) ? [] : readMessages(input);
  const reply = failure !== undefined || isNoContent(output) ? undefined : readReply(output);
  const tokens = {
    inputTokens: count(pick(metrics, 'prompt_tokens', 'input_tokens')), outputTokens: count(pick(metrics, 'completion_tokens', 'output_tokens')), cachedInputTokens: count(metrics['prompt_cached_tokens']),
    cacheWriteTokens: count(metrics['prompt_cache_creation_tokens']), cacheWrite1hTokens: count(metrics['prompt_cache_creation_1h_tokens']), audioInputTokens: count(metrics['prompt_audio_tokens']),
    reasoningTokens: count(metrics['completion_reasoning_tokens']), audioOutputTokens: count(metrics['completion_audio_tokens']),
  };
  const id = text(pick(span, 'span_id', 'id'));
  return [
    {
      id, keys: id === undefined ? [] : [`${ID}:${text(span['root_span_id']) ?? ''}/${id}`], startedAt: instantOf(start) ?? span['created'], provider: text(pick(metadata, 'provider')) ?? providerNamedBy(model), servedModel: model,
      counts: tokens, rawUsage: Object.values(tokens).some((value) => value !== undefined) ? metrics : undefined, ...failure, ...(failure === undefined && { statusWord: 'ok' }), finishReason: text(object(list(output)[0])['finish_reason']),
      costUsd: number(metrics['estimated_cost']) || undefined, latencyMs: start === undefined || end === undefined || end < start ? undefined : Math.round((end - start) * 1000), ttftMs: duration(metrics['time_to_first_token'], 's'),
      stream: flag(metadata['stream']), user: text(pick(metadata, 'user_id', 'userId', 'user')), session: text(pick(metadata, 'session_id', 'sessionId', 'thread_id', 'conversation_id')), env: text(pick(metadata, 'environment', 'env')),
      effort: effortOf(metadata), maxOutputTokens: maxTokensOf(metadata), parameters: parametersOf(metadata), serviceTier: text(metadata['service_tier']),
      tags: { ...present({ name: text(attributes['name']) }), ...labelsOf(Object.fromEntries(Object.entries(metadata).filter(([name]) => !PARAMETERS.test(name)))), ...tagsOf(span['tags']) },
      content: messages.length === 0 && reply === undefined ? undefined : { messages, tools: readToolDefinitions(metadata['tools'] ?? []), ...(reply !== undefined && { reply }) },
    },
    isWireReply(output) ? { reply: output } : {},
    context,
  ];
}

/** Parameters of the request stand among the labels. */
const PARAMETERS = /^(temperature|top_p|top_k|max_\w+|stream\w*|n|seed|stop|\w+_penalty|response_format|tools?|tool_choice|parallel_tool_calls|reasoning\w*|logprobs|service_tier|user|env|environment)$/;
