// Databricks inference tables: AI Gateway's https://docs.databricks.com/aws/en/ai-gateway/inference-tables-serving-endpoints, the older ones with timestamp_ms and execution_time_ms, and the
// usage tables system.serving.endpoint_usage and system.ai_gateway.usage https://docs.databricks.com/aws/en/ai-gateway/usage-tracking (read 2026-11-22). Request and reply are texts of JSON.
import { labelsOf, modelName, realCounts } from './gateway-record.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, duration, flag, list, number, object, opened, pick, tagsOf, text } from './values.js';

const ID = 'databricks';
const MILLION = 1_000_000;

export const source = recordSource({
  id: ID,
  title: 'Databricks inference and usage tables',
  settable: logSettable,
  paths: ['data', 'rows'],
  marks: 'hold databricks_request_id, or endpoint_name with destination_name',
  isOf: (record) => isOf(record),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

const isOf = (record: JsonRecord): boolean => 'databricks_request_id' in record || ('endpoint_name' in record && 'request_id' in record && ('destination_model' in record || 'destination_name' in record));

/** Inputs of models that are no language models. */
const tableInputs = ['dataframe_split', 'dataframe_records', 'instances', 'inputs'] as const;

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  if (!isOf(record)) return notOfFormat('no row of a Databricks inference table (no databricks_request_id)');
  const request = opened(record['request']);
  const reply = opened(record['response']);
  if (isRecord(request) && tableInputs.some((name) => name in request) && !('messages' in request) && !isRecord(object(reply)['usage'])) return { noCall: 'a call of a model that is no language model' };
  if (isRecord(reply) && 'databricks_output' in reply && !isRecord(reply['usage'])) return { noCall: 'an agent: its model calls are calls of their own' };
  const httpStatus = number(record['status_code']);
  const isOk = httpStatus === undefined || httpStatus < 400;
  const tags = tagsIn(record);
  const labels = labelsOf(tags);
  const facts: LogFacts = {
    ...identity(record, reply),
    startedAt: pick(record, 'request_time', 'timestamp_ms', 'event_time', 'request_date', 'date'),
    provider: context.set['provider'] ?? 'databricks',
    requestedModel: modelName(object(request)['model']) ?? modelName(pick(record, 'destination_model', 'request_metadata.model_name', 'served_entity_name', 'entity_name', 'request_metadata.endpoint_name', 'endpoint_name')) ?? context.set['model'],
    api: apiOf(record, request),
    ...(httpStatus !== undefined && { httpStatus }),
    ...(isOk ? {} : { errorType: text(object(reply)['error_code']) }),
    counts: realCounts(countsOf(record), { isOk }),
    rawUsage: rawOf(record),
    latencyMs: duration(pick(record, 'execution_duration_ms', 'execution_time_ms', 'latency_ms'), 'ms'),
    ttftMs: duration(record['time_to_first_byte_ms'], 'ms'),
    ...(flag(record['request_streaming']) !== undefined && { stream: flag(record['request_streaming']) }),
    user: text(record['requester']) ?? labels.user,
    session: labels.session,
    env: labels.env,
    tags,
  };
  return { outcome: callFromLog(facts, { request, reply: upstreamError(reply) ?? reply }, context), weightMillionths: weightOf(record) };
}

/** What an external model's own API answered, which Databricks puts as a text into the message of its error. Example: { error_code: 'BAD_REQUEST', message: '{"external_model_error":{"error":{…}}}' } -> { error: {…} } */
function upstreamError(reply: unknown): JsonRecord | undefined {
  const message = text(object(reply)['message']);
  const inner = message?.includes('{') === true ? object(message.slice(message.indexOf('{'))) : {};
  const own = opened(inner['external_model_error'] ?? inner);
  return isRecord(own) && isRecord(opened(own['error'])) ? own : undefined;
}

/** The caller's own id may be repeated: only Databricks' is one call's. */
function identity(record: JsonRecord, reply: unknown): Pick<LogFacts, 'id' | 'keys'> {
  const id = text(record['databricks_request_id'] ?? record['request_id']);
  const replyId = text(object(reply)['id']);
  return { id, keys: [id === undefined ? undefined : `${ID}:${id}`, replyId === undefined ? undefined : `response:${replyId}`] };
}

/** One call in `1 / sampling_fraction` was kept. Example: 0.25 -> 4,000,000 */
function weightOf(record: JsonRecord): number | undefined {
  const fraction = number(record['sampling_fraction']);
  return fraction === undefined || fraction <= 0 || fraction >= 1 ? undefined : Math.round(MILLION / fraction);
}

function apiOf(record: JsonRecord, request: unknown): LogFacts['api'] {
  const type = text(record['api_type']) ?? text(record['task']) ?? '';
  if (/embedding/i.test(type)) return 'embeddings';
  if (/responses/i.test(type)) return 'responses';
  return isRecord(request) && 'prompt' in request && !('messages' in request) ? 'completions' : undefined;
}

/** Of the usage tables; an inference table has its counts in the reply. */
function countsOf(record: JsonRecord): NonNullable<LogFacts['counts']> {
  return {
    inputTokens: count(pick(record, 'input_token_count', 'input_tokens')),
    outputTokens: count(pick(record, 'output_token_count', 'output_tokens')),
    cachedInputTokens: count(pick(record, 'token_details.cache_read_input_tokens')),
    cacheWriteTokens: count(pick(record, 'token_details.cache_creation_input_tokens')),
    reasoningTokens: count(pick(record, 'token_details.output_reasoning_tokens')),
  };
}

function rawOf(record: JsonRecord): unknown {
  const pairs = Object.entries(record).filter(([name]) => /token/.test(name));
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

function tagsIn(record: JsonRecord): Record<string, string> {
  const own = { endpoint: pick(record, 'endpoint_name', 'request_metadata.endpoint_name'), client_request_id: record['client_request_id'], served_entity_id: record['served_entity_id'] };
  return { ...tagsOf(own), ...tagsOf(entriesOf(record['usage_context'])), ...tagsOf(entriesOf(record['request_tags'])), ...tagsOf(entriesOf(record['endpoint_tags'])) };
}

/** A map column is an object, or a list of {key, value} where a Parquet writer made it one. */
function entriesOf(value: unknown): unknown {
  const pairs = list(value).map(object);
  return pairs.length > 0 && pairs.every((pair) => 'key' in pair) ? Object.fromEntries(pairs.map((pair) => [String(pair['key']), pair['value']])) : opened(value);
}
