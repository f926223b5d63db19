// LiteLLM's daily spend: GET /user/daily/activity and its siblings (results[] by date with a breakdown by model), and rows of the daily spend tables,
// https://docs.litellm.ai/docs/proxy/cost_tracking (read 2026-11-22). Sums over many calls, priced by LiteLLM itself: never calls.
import type { InclusiveUsage } from '../model/usage.js';
import { amountOf, billOf, daySpan, withUsage } from './bill-rows.js';
import { besideCache } from './log-call.js';
import { providerId } from './provider-names.js';
import { type RecordContext, type RecordReading, isRecord, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, object, text } from './values.js';

const SOURCE = 'litellm-daily';

export const source = recordSource<undefined>({
  id: SOURCE,
  title: 'LiteLLM daily spend by model',
  settable: [],
  isBill: true,
  paths: ['results'],
  marks: 'hold a date with spend and api_requests',
  isOf: (record) => isActivity(record) || isTableRow(record),
  open: () => undefined,
  read: (record, context) => (isActivity(record) ? readActivity(record, context) : [readLine(record, record, context)]),
});

const isActivity = (record: JsonRecord): boolean => 'date' in record && isRecord(record['breakdown']) && isRecord(record['metrics']) && 'spend' in record['metrics'];
const isTableRow = (record: JsonRecord): boolean => 'date' in record && 'spend' in record && 'api_requests' in record && 'prompt_tokens' in record;

/** One line a model where the day is broken down by model, else one for the day. */
function readActivity(record: JsonRecord, context: RecordContext): RecordReading[] {
  const models = Object.entries(object(object(record['breakdown'])['models'])).filter((entry): entry is [string, JsonRecord] => isRecord(entry[1]));
  if (models.length === 0) return [readLine(record, object(record['metrics']), context)];
  return models.map(([model, entry]) => readLine({ date: record['date'], model }, isRecord(entry['metrics']) ? entry['metrics'] : entry, context));
}

function readLine(line: JsonRecord, metrics: JsonRecord, { time }: RecordContext): RecordReading {
  const span = daySpan(line['date'], time);
  if (!span.known) return { outcome: span };
  const cost = amountOf(metrics['spend'], { usdPerUnit: 1 });
  if (!cost.known) return { outcome: cost };
  const model = text(line['model']);
  const [maker] = model?.includes('/') === true ? model.split('/') : [undefined];
  return withUsage(countsOf(metrics), (usage) => billOf({
    source: SOURCE, kind: 'cost', provider: providerId(text(line['custom_llm_provider']) ?? maker, model) ?? 'litellm', model, span: span.value, costNanoUsd: cost.value, usage, requests: count(metrics['api_requests']),
    dimensions: { user: text(line['user_id']), team: text(line['team_id']), key: text(line['api_key'])?.slice(0, KEY_CHARACTERS), tag: text(line['tag']), modelGroup: text(line['model_group']) },
  }));
}

/** Characters of the hash of a key: enough to tell keys apart, too few to look it up. */
const KEY_CHARACTERS = 12;

/** Sums of calls whose input holds the cache, and of calls whose input does not, cannot be told apart but where more is cached than there is input. */
function countsOf(metrics: JsonRecord): InclusiveUsage {
  const counts = {
    inputTokens: count(metrics['prompt_tokens']), cachedInputTokens: count(metrics['cache_read_input_tokens']), cacheWriteTokens: count(metrics['cache_creation_input_tokens']), outputTokens: count(metrics['completion_tokens']),
  };
  return (counts.cachedInputTokens ?? 0) + (counts.cacheWriteTokens ?? 0) > (counts.inputTokens ?? 0) ? besideCache(counts) : counts;
}
