// TensorZero: rows of the table ModelInference, made when the call has ended, https://www.tensorzero.com/docs/gateway/data-model (read 2026-11-22). One row a
// request to a model; rows of ChatInference and JsonInference wrap them.
import { realCost, realCounts } from './gateway-record.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, duration, flag, number, opened, tagsOf, text } from './values.js';

const ID = 'tensorzero';

export const source = recordSource({
  id: ID,
  title: 'TensorZero ModelInference rows',
  settable: logSettable,
  paths: ['data'],
  marks: 'hold inference_id and model_provider_name, or episode_id and variant_name',
  isOf: (record) => isModelRow(record) || isWrapper(record),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

const isModelRow = (record: JsonRecord): boolean => 'inference_id' in record && 'model_provider_name' in record;
const isWrapper = (record: JsonRecord): boolean => 'episode_id' in record && 'variant_name' in record && 'function_name' in record && !isModelRow(record);

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  if (isWrapper(record)) return { folded: 'wrapping-span' };
  if (!isModelRow(record)) return notOfFormat('no TensorZero row (no inference_id and model_provider_name)');
  if (flag(record['cached']) === true) return { noCall: 'answered from the cache of the gateway' };
  const id = text(record['id']);
  const counts = { inputTokens: count(record['input_tokens']), outputTokens: count(record['output_tokens']), cachedInputTokens: count(record['provider_cache_read_input_tokens']), cacheWriteTokens: count(record['provider_cache_write_input_tokens']) };
  const facts: LogFacts = {
    id,
    keys: [id === undefined ? undefined : `${ID}:${id}`],
    endedAt: record['timestamp'],
    provider: text(record['model_provider_name']),
    requestedModel: text(record['model_name'])?.replace(/^[a-z_]+::/, ''),
    counts: realCounts(counts, { isOk: true }),
    rawUsage: { input_tokens: record['input_tokens'], output_tokens: record['output_tokens'] },
    costUsd: realCost(number(record['cost']), { isOk: true }),
    finishReason: text(record['finish_reason']),
    latencyMs: duration(record['response_time_ms'], 'ms'),
    ttftMs: duration(record['ttft_ms'], 'ms'),
    ...(text(record['ttft_ms']) !== undefined && { stream: true }),
    session: text(record['episode_id']),
    tags: tagsOf(record['tags'] ?? {}),
  };
  return { outcome: callFromLog(facts, { request: opened(record['raw_request']), reply: opened(record['raw_response']) }, context) };
}
