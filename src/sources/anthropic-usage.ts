// Anthropic's usage report for messages, https://platform.claude.com/docs/en/api/admin/usage_report, and the console's CSV of token counts (columns as of August 2026; read 2026-11-22)
import type { Usage } from '../model/usage.js';
import { type Span, billOf, daySpan, resultsOf, spanOf } from './bill-rows.js';
import { type RecordReading, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, object, pick, text } from './values.js';

const SOURCE = 'anthropic-usage';

const isResult = (record: JsonRecord): boolean => 'uncached_input_tokens' in record && 'output_tokens' in record;
const isCsvRow = (record: JsonRecord): boolean => 'usage_input_tokens_no_cache' in record && 'usage_date_utc' in record;

export const source = recordSource<undefined>({
  id: SOURCE,
  title: 'Anthropic usage report (API pages, console CSV)',
  settable: [],
  isBill: true,
  paths: ['data'],
  marks: 'hold counts of Anthropic\'s usage report (uncached_input_tokens or usage_input_tokens_no_cache) and their time',
  isOf: (record) => isCsvRow(record) || ('starting_at' in record && (isResult(record) || (resultsOf(record)?.some(isResult) ?? false))),
  open: () => undefined,
  read(record, { time }) {
    if (isCsvRow(record)) {
      const day = daySpan(record['usage_date_utc'], time);
      return [day.known ? readRow(record, day.value) : { outcome: day }];
    }
    const results = resultsOf(record) ?? (isResult(record) ? [record] : undefined);
    if (results === undefined || !('starting_at' in record)) return [notOfFormat('no bucket of a usage report: it has no starting_at')];
    const span = spanOf(record['starting_at'], record['ending_at'], time);
    if (!span.known) return [{ outcome: span }];
    return results.length === 0 ? [{ noCall: 'a span without use' }] : results.map((result) => readRow(result, span.value));
  },
});

/** Buckets are disjoint already. */
function readRow(record: JsonRecord, span: Span): RecordReading {
  const written = object(record['cache_creation']);
  const usage: Usage = {};
  const set = (bucket: keyof Usage, ...values: readonly unknown[]): void => {
    const found = values.map(count).find((value) => value !== undefined);
    if (found !== undefined) usage[bucket] = found;
  };
  set('uncachedInputTokens', record['uncached_input_tokens'], record['usage_input_tokens_no_cache']);
  set('cacheReadTokens', record['cache_read_input_tokens'], record['usage_input_tokens_cache_read']);
  set('cacheWriteTokens', written['ephemeral_5m_input_tokens'], record['cache_creation_5m_input_tokens'], record['usage_input_tokens_cache_write_5m'], record['usage_input_tokens_cache_write'], record['cache_creation_input_tokens']);
  set('cacheWrite1hTokens', written['ephemeral_1h_input_tokens'], record['cache_creation_1h_input_tokens'], record['usage_input_tokens_cache_write_1h']);
  set('outputTokens', record['output_tokens'], record['usage_output_tokens']);
  set('webSearches', object(record['server_tool_use'])['web_search_requests'], record['web_search_count']);
  const type = text(record['usage_type']);
  return billOf({
    source: SOURCE, kind: 'usage', provider: 'anthropic', span, usage, model: text(pick(record, 'model', 'model_version')),
    serviceTier: text(record['service_tier']) ?? (type === undefined || type === 'message' ? undefined : type),
    dimensions: {
      workspace: text(pick(record, 'workspace_id', 'workspace')), apiKey: text(pick(record, 'api_key_id', 'api_key')), contextWindow: text(record['context_window']), inferenceGeo: text(record['inference_geo']),
      speed: text(record['speed']), account: text(record['account_id']), serviceAccount: text(record['service_account_id']),
    },
  });
}
