// Snowflake Cortex views of ACCOUNT_USAGE: CORTEX_REST_API_USAGE_HISTORY has a row a request; CORTEX_AI_FUNCTIONS_, CORTEX_AISQL_ and CORTEX_FUNCTIONS_USAGE_HISTORY have sums by hour, and
// one SQL query asks a model once a row. https://docs.snowflake.com/en/sql-reference/account-usage (read 2026-11-22). Credits are dollars by the account's contract: --set usdPerCredit=…
import type { InclusiveUsage } from '../model/usage.js';
import { billOf, spanOf, withUsage } from './bill-rows.js';
import { flatNames, modelName } from './gateway-record.js';
import { besideCache, callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, list, number, object, text } from './values.js';

const ID = 'snowflake';
const HOUR_MS = 3_600_000;

export const source = recordSource({
  id: ID,
  title: 'Snowflake Cortex usage views',
  settable: [...logSettable, 'usdPerCredit'],
  marks: 'hold MODEL_NAME with TOKENS, TOKENS_GRANULAR, TOKEN_CREDITS or METRICS of a Cortex view',
  isOf: (record) => isOf(flatNames(record)),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

function isOf(fields: JsonRecord): boolean {
  const isRequest = 'requestid' in fields && 'tokensgranular' in fields;
  const isFunction = 'functionname' in fields && ('tokencredits' in fields || ('metrics' in fields && 'credits' in fields));
  return 'modelname' in fields && (isRequest || isFunction);
}

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  const fields = flatNames(record);
  if (!isOf(fields)) return notOfFormat('no row of a Snowflake Cortex view (no MODEL_NAME with tokens or credits)');
  return 'requestid' in fields ? readRequest(fields, context) : readSum(fields, context);
}

function readRequest(fields: JsonRecord, context: RecordContext): RecordReading {
  const id = text(fields['requestid']);
  const outcome = callFromLog({
    id,
    keys: [id === undefined ? undefined : `${ID}:${id}`, id === undefined ? undefined : `request:${id}`],
    startedAt: fields['starttime'],
    provider: ID,
    requestedModel: modelName(fields['modelname']),
    servedModel: modelName(fields['modelname']),
    region: text(fields['inferenceregion']),
    counts: countsOf(fields),
    rawUsage: fields['tokensgranular'] ?? { tokens: fields['tokens'] },
    user: text(fields['userid']),
  }, {}, context);
  return { outcome };
}

/**
 * Counts by kind, as an object ({input, output, cache_read_input}) or as metrics ({key: {metric, unit}, value}). A total alone tells nothing of its parts; where it is input + output, the
 * input holds the cache, else the cache stands beside.
 */
function countsOf(fields: JsonRecord): InclusiveUsage {
  const metrics = list(fields['metrics']).map(object).map((entry) => [text(object(entry['key'])['metric']) ?? text(entry['metric']) ?? '', entry['value']] as const);
  const kinds = metrics.length > 0 ? flatNames(Object.fromEntries(metrics)) : flatNames(object(fields['tokensgranular']));
  const of = (...names: readonly string[]): number | undefined => names.map((name) => count(kinds[name])).find((tokens) => tokens !== undefined);
  const [input, output] = [of('input', 'inputtokens', 'prompttokens'), of('output', 'outputtokens', 'completiontokens')];
  const counts: InclusiveUsage = { inputTokens: input, cachedInputTokens: of('cachereadinput', 'cacheread', 'cachereadinputtokens'), cacheWriteTokens: of('cachewriteinput', 'cachewrite', 'cachecreationinput'), outputTokens: output };
  return count(fields['tokens']) === (input ?? 0) + (output ?? 0) ? counts : besideCache(counts);
}

function readSum(fields: JsonRecord, { time, set }: RecordContext): RecordReading {
  const start = fields['starttime'] ?? fields['usagetime'];
  if (text(start) === undefined) return { noCall: 'tokens of a query without a time: export CORTEX_AI_FUNCTIONS_USAGE_HISTORY instead' };
  const end = fields['endtime'];
  const span = spanOf(start, end, time);
  if (!span.known) return { outcome: span };
  const usdPerCredit = number(set['usdPerCredit']);
  const credits = number(fields['tokencredits'] ?? fields['credits']);
  const counts = countsOf(fields);
  const costNanoUsd = usdPerCredit === undefined || credits === undefined ? undefined : Math.round(credits * usdPerCredit * 1e9);
  if (costNanoUsd === undefined && counts.inputTokens === undefined && counts.outputTokens === undefined) return { noCall: 'credits of an hour, no calls: --set usdPerCredit=… makes them a bill' };
  const hour = text(end) === undefined ? { from: span.value.from, to: span.value.from + HOUR_MS } : span.value;
  return withUsage(counts, (usage) => billOf({
    source: ID, kind: costNanoUsd === undefined ? 'usage' : 'cost', provider: ID, model: modelName(fields['modelname']), span: hour, usage, costNanoUsd, lineItem: text(fields['functionname']),
    apart: text(fields['functionname']), dimensions: { query: text(fields['queryid']), warehouse: text(fields['warehouseid']), user: text(fields['userid']) },
  }));
}
