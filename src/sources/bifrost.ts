// Bifrost (Maxim) gateway logs: GET /api/logs, pages of {logs}, and rows of its log store, https://docs.getbifrost.ai/features/observability (fields as in the log view's types of
// github.com/maximhq/bifrost, read 2026-11-22). Latency is ms, cost US dollars.
import { labelsOf, modelName, realCost, realCounts } from './gateway-record.js';
import { countsOfUsage } from './gateway-usage.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { duration, flag, isNoContent, list, number, object, opened, pick, tagsOf, text } from './values.js';

const ID = 'bifrost';

export const source = recordSource({
  id: ID,
  title: 'Bifrost gateway logs',
  settable: logSettable,
  paths: ['logs'],
  marks: 'hold input_history, output_message or token_usage beside number_of_retries, fallback_index or selected_key_id',
  isOf: (record) => isOf(record),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

const has = (record: JsonRecord, ...names: readonly string[]): boolean => names.some((name) => name in record);
const isOf = (record: JsonRecord): boolean =>
  has(record, 'provider') && has(record, 'status') && has(record, 'object', 'object_type') && has(record, 'input_history', 'token_usage', 'output_message', 'number_of_retries', 'fallback_index', 'selected_key_id');

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  if (!isOf(record)) return notOfFormat('no Bifrost log (no provider, status, object and input_history)');
  const status = text(record['status'])?.toLowerCase();
  if (status === 'processing') return { noCall: 'still open when it was exported' };
  if (flag(object(record['cache_debug'])['cache_hit']) === true) return { noCall: 'answered from the cache of the gateway' };
  const isOk = status !== 'error';
  const id = text(record['id']);
  const error = object(record['error_details']);
  const httpStatus = number(error['status_code']);
  const usage = object(record['token_usage']);
  const model = modelName(record['model']);
  const tags = tagsIn(record);
  const facts: LogFacts = {
    id,
    keys: [id === undefined ? undefined : `${ID}:${id}`],
    startedAt: pick(record, 'timestamp', 'created_at'),
    provider: text(record['provider']),
    requestedModel: model,
    servedModel: isOk ? model : undefined,
    api: apiOf(text(pick(record, 'object', 'object_type')) ?? ''),
    ...(isOk ? { status: 'ok' as const } : httpStatus !== undefined && httpStatus >= 400 && httpStatus <= 599 ? { httpStatus } : { statusWord: 'error' }),
    errorType: text(pick(error, 'error.type', 'error.code', 'type')),
    counts: realCounts(countsOfUsage(usage), { isOk }),
    rawUsage: Object.keys(usage).length === 0 ? undefined : usage,
    costUsd: realCost(number(record['cost']), { isOk }),
    stream: flag(record['stream']),
    latencyMs: duration(record['latency'], 'ms'),
    user: text(pick(record, 'user_id', 'user_name')),
    ...(labelsOf(tags).env !== undefined && { env: labelsOf(tags).env }),
    tags,
  };
  return { outcome: callFromLog(facts, { request: requestOf(record, model), reply: replyOf(record) }, context) };
}

function apiOf(kind: string): LogFacts['api'] {
  if (/embedding/.test(kind)) return 'embeddings';
  if (/response/.test(kind)) return 'responses';
  if (/text/.test(kind)) return 'completions';
  return /chat/.test(kind) ? 'chat' : 'other';
}

/** What went to the provider where it is kept, else the messages with the parameters. */
function requestOf(record: JsonRecord, model: string | undefined): unknown {
  if (!isNoContent(record['raw_request'])) return opened(record['raw_request']);
  const messages = list(record['input_history']);
  const input = list(record['responses_input_history']);
  if (messages.length === 0 && input.length === 0) return undefined;
  return { ...object(record['params']), model, ...(messages.length > 0 ? { messages } : { input }) };
}

function replyOf(record: JsonRecord): unknown {
  if (!isNoContent(record['raw_response'])) return opened(record['raw_response']);
  const message = opened(record['output_message']);
  return isRecord(message) && !isNoContent(message) ? { object: 'chat.completion', choices: [{ index: 0, message }] } : undefined;
}

const tagsIn = (record: JsonRecord): Record<string, string> => ({
  ...tagsOf(record['metadata'] ?? {}),
  ...tagsOf({ team: record['team_name'], customer: record['customer_name'], virtual_key: pick(record, 'virtual_key_name', 'virtual_key.name'), routing_rule: record['routing_rule_name'] }),
});
