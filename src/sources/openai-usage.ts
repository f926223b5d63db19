// OpenAI's usage API, https://platform.openai.com/docs/api-reference/usage, the dashboard's CSV of it (columns as of October 2025), and the rows of the older GET /v1/usage (read 2026-11-22)
import { unknown } from '../model/outcome.js';
import { type Span, billOf, resultsOf, spanOf, withUsage } from './bill-rows.js';
import { type RecordContext, type RecordReading, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, flag, pick, text } from './values.js';

const SOURCE = 'openai-usage';

/** Counts of other things than tokens, by the field that holds them, as the bill names them. */
const otherUnits: Readonly<Record<string, string>> = {
  images: 'images', characters: 'characters of speech', seconds: 'seconds of audio', usage_bytes: 'bytes in vector stores', num_sessions: 'code interpreter sessions', sessions: 'code interpreter sessions',
};

const isResult = (record: JsonRecord): boolean => 'num_model_requests' in record || 'input_uncached_tokens' in record || String(record['object'] ?? '').startsWith('organization.usage.');
const isLegacy = (record: JsonRecord): boolean => 'n_context_tokens_total' in record && 'aggregation_timestamp' in record;

export const source = recordSource<undefined>({
  id: SOURCE,
  title: 'OpenAI usage report (API pages, dashboard CSV, older /v1/usage)',
  settable: [],
  isBill: true,
  paths: ['data'],
  marks: 'hold counts of OpenAI\'s usage report (num_model_requests or n_context_tokens_total) and a time',
  isOf: (record) => isLegacy(record) || ('start_time' in record && (isResult(record) || (resultsOf(record)?.some(isResult) ?? false))),
  open: () => undefined,
  read(record, context) {
    if (isLegacy(record)) return [readLegacy(record, context)];
    const results = resultsOf(record);
    if (results === undefined && !('start_time' in record)) return [notOfFormat('no bucket of a usage report: it has no start_time')];
    const span = spanOf(pick(record, 'start_time', 'start_time_iso'), pick(record, 'end_time', 'end_time_iso'), context.time);
    if (!span.known) return [{ outcome: span }];
    if (results === undefined) return [readResult(record, span.value)];
    return results.length === 0 ? [{ noCall: 'a span without use' }] : results.map((result) => readResult(result, span.value));
  },
});

/** One line of a bucket. Audio and images are parts of the input; where they exceed it, the report counted text alone and they stand beside it. */
function readResult(record: JsonRecord, span: Span): RecordReading {
  const kind = /^organization\.usage\.([a-z_]+)\.result$/.exec(String(record['object'] ?? ''))?.[1];
  const unit = Object.keys(otherUnits).find((name) => count(record[name]) !== undefined);
  const quantity = unit === undefined ? undefined : `${count(record[unit])} ${otherUnits[unit]}`;
  const requests = count(pick(record, 'num_model_requests', 'num_requests'));
  const audio = count(record['input_audio_tokens']);
  const audioOutput = count(record['output_audio_tokens']);
  const input = beside(count(record['input_tokens']) ?? sumOf(record, ['input_uncached_tokens', 'input_cached_tokens', 'input_cache_write_tokens']), audio);
  const output = beside(count(record['output_tokens']), audioOutput);
  if (input === undefined && output === undefined && requests === undefined && quantity === undefined) return { noCall: 'a span without use' };
  const model = text(record['model']);
  const counts = {
    inputTokens: input, cachedInputTokens: count(record['input_cached_tokens']), cacheWriteTokens: count(record['input_cache_write_tokens']), audioInputTokens: audio,
    imageTokens: count(record['input_image_tokens']), outputTokens: output, audioOutputTokens: audioOutput,
  };
  return withUsage(counts, (usage) => billOf({
    source: SOURCE, kind: 'usage', provider: 'openai', span, model, usage, requests, lineItem: quantity ?? kind,
    serviceTier: flag(record['batch']) === true ? 'batch' : text(record['service_tier']), apart: model === undefined || quantity !== undefined ? (unit ?? kind) : undefined,
    dimensions: {
      project: text(record['project_id']), user: text(record['user_id']), apiKey: text(record['api_key_id']), organization: text(record['organization_id']), apiSource: text(record['api_source']),
      size: text(record['size']), imageSource: text(record['source']),
    },
  }));
}

const beside = (total: number | undefined, part: number | undefined): number | undefined => (part !== undefined && part > (total ?? 0) ? (total ?? 0) + part : total);

function sumOf(record: JsonRecord, names: readonly string[]): number | undefined {
  const counts = names.map((name) => count(record[name])).filter((value) => value !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((sum, value) => sum + value, 0);
}

/** How long a row of the older report lasts is not written on it: it stands at its beginning. */
function readLegacy(record: JsonRecord, { time }: RecordContext): RecordReading {
  const span = spanOf(record['aggregation_timestamp'], undefined, time);
  if (!span.known) return { outcome: span };
  const input = count(record['n_context_tokens_total']);
  if (input === undefined) return { outcome: unknown('n_context_tokens_total is no count') };
  const counts = { inputTokens: input, cachedInputTokens: count(record['n_cached_context_tokens_total']), outputTokens: count(record['n_generated_tokens_total']) };
  const operation = text(record['operation']);
  const requestType = text(record['request_type']);
  return withUsage(counts, (usage) => billOf({
    source: SOURCE, kind: 'usage', provider: 'openai', span: span.value, model: text(record['snapshot_id']), usage, requests: count(record['n_requests']), lineItem: operation, apart: operation,
    serviceTier: requestType === 'batch' ? 'batch' : undefined,
    dimensions: {
      project: text(record['project_id']), user: text(record['user_id']) ?? text(record['email']), apiKey: text(record['api_key_id']), organization: text(record['organization_id']), requestType,
    },
  }));
}
