// Anthropic's cost report, https://platform.claude.com/docs/en/api/admin/cost_report: amounts are decimal texts in cents; and the console's CSV of costs, in dollars
// (columns as of August 2026). Priority Tier is in neither. (read 2026-11-22)
import { type Span, amountOf, billOf, daySpan, resultsOf, spanOf } from './bill-rows.js';
import { type RecordReading, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { text } from './values.js';

const SOURCE = 'anthropic-costs';
const USD_PER_CENT = 0.01;

const isCsvRow = (record: JsonRecord): boolean => 'cost_usd' in record && 'usage_date_utc' in record;
const isResult = (record: JsonRecord): boolean => 'amount' in record && ('currency' in record || 'cost_type' in record);

export const source = recordSource<undefined>({
  id: SOURCE,
  title: 'Anthropic cost report (API pages, console CSV)',
  settable: [],
  isBill: true,
  paths: ['data'],
  marks: 'hold an amount of Anthropic\'s cost report and its time',
  isOf: (record) => isCsvRow(record) || ('starting_at' in record && (isResult(record) || (resultsOf(record)?.some(isResult) ?? false))),
  open: () => undefined,
  read(record, { time }) {
    if (isCsvRow(record)) {
      const day = daySpan(record['usage_date_utc'], time);
      return [day.known ? readRow(record, { span: day.value, amount: record['cost_usd'], usdPerUnit: 1 }) : { outcome: day }];
    }
    const results = resultsOf(record) ?? (isResult(record) ? [record] : undefined);
    if (results === undefined || !('starting_at' in record)) return [notOfFormat('no bucket of a cost report: it has no starting_at')];
    const span = spanOf(record['starting_at'], record['ending_at'], time);
    if (!span.known) return [{ outcome: span }];
    if (results.length === 0) return [billOf({ source: SOURCE, kind: 'cost', provider: 'anthropic', span: span.value, costNanoUsd: 0, apart: 'nothing' })];
    return results.map((result) => readRow(result, { span: span.value, amount: result['amount'], usdPerUnit: USD_PER_CENT }));
  },
});

function readRow(record: JsonRecord, { span, amount, usdPerUnit }: { span: Span; amount: unknown; usdPerUnit: number }): RecordReading {
  const cost = amountOf(amount, { usdPerUnit, currency: record['currency'] });
  if (!cost.known) return { outcome: cost };
  const type = text(record['cost_type']);
  const tokenType = text(record['token_type']);
  const usageType = text(record['usage_type']);
  return billOf({
    source: SOURCE, kind: 'cost', provider: 'anthropic', span, costNanoUsd: cost.value, model: text(record['model']),
    lineItem: text(record['description']) ?? ([type, tokenType].filter((part) => part !== undefined).join(', ') || undefined), apart: `${type ?? ''} ${tokenType ?? ''}`,
    serviceTier: text(record['service_tier']) ?? (usageType === undefined || usageType === 'message' ? undefined : usageType),
    dimensions: {
      workspace: text(record['workspace_id']) ?? text(record['workspace']), apiKey: text(record['api_key_id']) ?? text(record['api_key']), contextWindow: text(record['context_window']),
      inferenceGeo: text(record['inference_geo']), speed: text(record['speed']),
    },
  });
}
