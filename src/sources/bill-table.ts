// Any other invoice as a table of our own: a CSV, or JSON lines, with `day`, `provider` and `cost_usd`, and where they are known `model`, `line_item`, `service_tier`, `requests`,
// `input_tokens`, `cached_input_tokens`, `cache_write_tokens`, `output_tokens`, `reasoning_tokens`. Input holds cache reads and writes, output holds reasoning.
import { unknown } from '../model/outcome.js';
import { amountOf, billOf, daySpan, withUsage } from './bill-rows.js';
import { providerId } from './provider-names.js';
import { type RecordReading, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, isAbsent, text } from './values.js';

const SOURCE = 'bill-table';

const isLine = (record: JsonRecord): boolean => 'day' in record && 'provider' in record && 'cost_usd' in record;

export const source = recordSource<undefined>({
  id: SOURCE,
  title: 'Bill of any provider as a table: day, provider, cost_usd and what else is known',
  settable: [],
  isBill: true,
  marks: 'hold day, provider and cost_usd',
  isOf: isLine,
  open: () => undefined,
  read: (record, { time }): RecordReading[] => [isLine(record) ? readLine(record, daySpan(record['day'], time)) : { outcome: unknown('day, provider or cost_usd is missing') }],
});

function readLine(record: JsonRecord, span: ReturnType<typeof daySpan>): RecordReading {
  if (!span.known) return { outcome: span };
  const provider = providerId(text(record['provider']));
  if (provider === undefined) return { outcome: unknown('the line names no provider') };
  const cost = isAbsent(record['cost_usd']) && !/nan/i.test(String(record['cost_usd'])) ? undefined : amountOf(record['cost_usd'], { usdPerUnit: 1 });
  if (cost?.known === false) return { outcome: cost };
  const counts = {
    inputTokens: count(record['input_tokens']), cachedInputTokens: count(record['cached_input_tokens']), cacheWriteTokens: count(record['cache_write_tokens']),
    outputTokens: count(record['output_tokens']), reasoningTokens: count(record['reasoning_tokens']),
  };
  const lineItem = text(record['line_item']);
  return withUsage(counts, (usage) => billOf({
    source: SOURCE, kind: cost === undefined ? 'usage' : 'cost', provider, span: span.value, model: text(record['model']), usage, requests: count(record['requests']), costNanoUsd: cost?.value, lineItem, apart: lineItem,
    serviceTier: text(record['service_tier']), dimensions: { project: text(record['project']), account: text(record['account']) },
  }));
}
