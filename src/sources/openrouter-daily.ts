// OpenRouter's activity by day and endpoint, https://openrouter.ai/docs/api-reference/analytics/get-activity, and the CSV of the activity page with one row a day and model (read 2026-11-22).
// `usage` is dollars of OpenRouter's credits; what a key of the user's own costs elsewhere is not on this bill.
import { amountOf, billOf, daySpan, plainNames, withUsage } from './bill-rows.js';
import { type RecordReading, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, text } from './values.js';

const SOURCE = 'openrouter-daily';

/** Both have `byok_usage_inference`; only single generations have an id. */
function isDaily(record: JsonRecord): boolean {
  const plain = plainNames(record);
  return 'date' in plain && 'usage' in plain && ('byokusageinference' in plain || 'byokusage' in plain) && !('generationid' in plain);
}

export const source = recordSource<undefined>({
  id: SOURCE,
  title: 'OpenRouter activity by day and model',
  settable: [],
  isBill: true,
  paths: ['data'],
  marks: 'hold date, usage and BYOK usage of OpenRouter\'s activity by day',
  isOf: isDaily,
  open: () => undefined,
  read(record, { time }): RecordReading[] {
    const plain = plainNames(record);
    const span = daySpan(plain['date'], time);
    if (!span.known) return [{ outcome: span }];
    const cost = amountOf(plain['usage'], { usdPerUnit: 1 });
    if (!cost.known) return [{ outcome: cost }];
    const [output, reasoning] = [count(plain['completiontokens']), count(plain['reasoningtokens'])];
    const counts = { inputTokens: count(plain['prompttokens']), outputTokens: output, reasoningTokens: reasoning !== undefined && reasoning <= (output ?? 0) ? reasoning : undefined };
    return [withUsage(counts, (usage) => billOf({
      source: SOURCE, kind: 'cost', provider: 'openrouter', span: span.value, costNanoUsd: cost.value, usage, requests: count(plain['requests']),
      model: text(plain['modelpermaslug']) ?? text(plain['slug']) ?? text(plain['model']), dimensions: { servedBy: text(plain['providername']), endpoint: text(plain['endpointid']) },
    }))];
  },
});
