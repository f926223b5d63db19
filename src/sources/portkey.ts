// Portkey logs export, https://portkey.ai/docs/product/observability/logs-export (read 2026-11-22). Its cost is in US cents.
import { isMixedUsage, countsOfUsage } from './gateway-usage.js';
import { flatNames, labelsOf, modelName, realCost, realCounts } from './gateway-record.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, duration, flag, isNoContent, list, number, opened, tagsOf, text, usd } from './values.js';

const ID = 'portkey';
const CENTS_PER_USD = 100;

/** A guardrail refused the request or the answer; 246 = it objected and let the answer pass: https://portkey.ai/docs/product/guardrails (read 2026-11-22) */
const GUARDRAIL_DENIED = 446;

export const source = recordSource({
  id: ID,
  title: 'Portkey logs export',
  settable: logSettable,
  paths: ['data', 'logs'],
  marks: 'hold ai_org or ai_model with req_units, res_units or cost',
  isOf: (record) => isOf(record),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

function isOf(record: JsonRecord): boolean {
  const fields = flatNames(record);
  const isMeasured = ['requnits', 'resunits', 'totalunits', 'responsestatuscode', 'responsetime', 'cost', 'costcurrency'].some((name) => name in fields);
  return ('aiorg' in fields || 'aimodel' in fields) && isMeasured;
}

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  if (!isOf(record)) return notOfFormat('no Portkey log (no ai_org or ai_model)');
  const fields = flatNames(record);
  const cache = text(fields['cachestatus'])?.toUpperCase() ?? '';
  if (/\bHIT\b/.test(cache)) return { noCall: 'answered from the cache of the gateway' };
  const httpStatus = number(fields['responsestatuscode']);
  const isOk = httpStatus === undefined ? flag(fields['issuccess']) !== false : httpStatus < 400;
  const tags = tagsOf(metadataOf(fields));
  const { _user: ownUser, ...others } = tags;
  const labels = labelsOf(tags);
  const reply = replyOf(bodyOf(fields['response'], fields['responsebody']));
  const model = modelName(fields['aimodel']);
  const facts: LogFacts = {
    ...identity(fields),
    startedAt: fields['createdat'],
    provider: text(fields['aiorg']),
    requestedModel: model,
    ...(httpStatus === undefined ? { statusWord: isOk ? 'ok' : 'error' } : { httpStatus, ...(httpStatus === GUARDRAIL_DENIED && { status: 'content_filter' as const }) }),
    counts: reply.counts ?? realCounts({ inputTokens: count(fields['requnits']), outputTokens: count(fields['resunits']) }, { isOk }),
    rawUsage: reply.usage ?? unitsOf(record),
    costUsd: realCost(costOf(fields), { isOk }),
    stream: flag(fields['streammode']),
    latencyMs: duration(fields['responsetime'], 'ms'),
    ttftMs: duration(fields['timetofirsttoken'] ?? fields['ttft'], 'ms'),
    user: ownUser ?? labels.user,
    session: labels.session ?? text(fields['traceid']),
    env: labels.env,
    tags: { ...others, ...named({ prompt_slug: fields['promptslug'], config: fields['config'], virtual_key: fields['virtualkey'] }) },
  };
  const url = text(fields['requesturl']);
  return { outcome: callFromLog(facts, { request: bodyOf(fields['request'], fields['requestbody']), reply: reply.body, ...(url !== undefined && { url }) }, context) };
}

const named = (values: JsonRecord): Record<string, string> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, text(value)]).filter((entry): entry is [string, string] => entry[1] !== undefined));

function identity(fields: JsonRecord): Pick<LogFacts, 'id' | 'keys'> {
  const id = text(fields['id']);
  return { id, keys: [id === undefined ? undefined : `${ID}:${id}`] };
}

/** US cents; of another currency nothing is known in dollars. */
function costOf(fields: JsonRecord): number | undefined {
  const cents = usd(fields['cost']);
  return cents === undefined || !/^usd$/i.test(text(fields['costcurrency']) ?? 'usd') ? undefined : cents / CENTS_PER_USD;
}

/** One object, or two lists of equal length. */
function metadataOf(fields: JsonRecord): unknown {
  const [keys, values] = [list(fields['metadatakey']), list(fields['metadatavalue'])];
  return keys.length > 0 && keys.length === values.length ? Object.fromEntries(keys.map((key, at) => [String(key), values[at]])) : fields['metadata'];
}

/** The body itself, or one beside its URL, headers and status. */
function bodyOf(whole: unknown, body: unknown): unknown {
  const inner = opened(whole);
  return isRecord(inner) && 'body' in inner && !('model' in inner) && !('choices' in inner) ? inner['body'] : (isNoContent(inner) ? opened(body) : inner);
}

/** Where Portkey made OpenAI's usage out of another maker's, its counts are read here and taken off the reply. */
function replyOf(body: unknown): { body: unknown; usage?: unknown; counts?: NonNullable<LogFacts['counts']> } {
  const reply = opened(body);
  if (!isRecord(reply) || !isRecord(reply['usage']) || !isMixedUsage(reply['usage'])) return { body: reply };
  const { usage, ...rest } = reply;
  return { body: rest, usage, counts: countsOfUsage(usage as JsonRecord) };
}

function unitsOf(record: JsonRecord): unknown {
  const pairs = Object.entries(record).filter(([name, value]) => /units$/i.test(name) && count(value) !== undefined);
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}
