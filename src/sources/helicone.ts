// Helicone: POST /v1/request/query-clickhouse and /v1/request/query, https://docs.helicone.ai/rest/request/post-v1requestquery-clickhouse, and the files of @helicone/export
// (JSON, JSONL, CSV), https://github.com/Helicone/helicone/tree/main/examples/export/typescript (read 2026-11-22)
import type { CapturedCall } from '../model/call.js';
import { known } from '../model/outcome.js';
import { flatNames, labelsOf, modelName, openedTwice, realCost, realCounts } from './gateway-record.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { isFormatName, providerId } from './provider-names.js';
import { providerOfRoute, routeOf } from '../providers/hosts.js';
import { countsOfUsage } from './gateway-usage.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, duration, isNoContent, list, number, object, tagsOf, text, usd } from './values.js';

const ID = 'helicone';

export const source = recordSource({
  id: ID,
  title: 'Helicone requests: API answers and exports',
  settable: logSettable,
  paths: ['data'],
  marks: 'hold request_created_at with response_id or response_status',
  isOf: (record) => isOf(record),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

/** Older answers hold the same fields in `request` and `response`. */
const fieldsOf = (record: JsonRecord): JsonRecord => flatNames(record, ['request', 'response', 'metadata']);

function isOf(record: JsonRecord): boolean {
  const fields = fieldsOf(record);
  const isAnswered = 'responseid' in fields || 'responsestatus' in fields || 'responsebody' in fields;
  return 'requestcreatedat' in fields && isAnswered && !('requesturl' in fields);
}

/** In place of a reference where the answer came from the provider. */
const NO_REFERENCE = /^[0-]*$|^default$/i;

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  if (!isOf(record)) return notOfFormat('no Helicone request (no request_created_at)');
  const fields = fieldsOf(record);
  const costUsd = costOf(fields);
  const reference = text(fields['cachereferenceid']);
  const isCached = reference !== undefined && !NO_REFERENCE.test(reference) && reference !== text(fields['requestid']);
  if (isCached && (costUsd ?? 0) === 0) return { noCall: 'answered from the cache of the gateway' };
  const status = number(fields['responsestatus'] ?? fields['status']);
  const isFailure = status !== undefined && (status < 0 || status >= 400);
  const tags = tagsOf(openedTwice(fields['requestproperties'] ?? fields['properties']));
  const { 'Helicone-Session-Id': session, ...others } = tags;
  const labels = labelsOf(others);
  const request = bodyOf(fields['requestbody']);
  const served = modelName(fields['responsemodel']) ?? modelName(fields['model']);
  const url = text(fields['requestpath']) ?? text(fields['targeturl']);
  const provider = providerOf(fields, url);
  const facts: LogFacts = {
    ...identity(fields, status, context),
    startedAt: fields['requestcreatedat'],
    provider,
    requestedModel: modelName(fields['requestmodel']) ?? modelName(object(request)['model']) ?? served,
    servedModel: isFailure ? undefined : served,
    ...statusOf(status),
    counts: realCounts(countsOf(fields, { isCacheBeside: isCacheBeside(fields, { provider, model: served, context }) }), { isOk: !isFailure }),
    rawUsage: rawUsageOf(record),
    costUsd: realCost(costUsd, { isOk: !isFailure }),
    latencyMs: duration(fields['delayms'] ?? fields['responsedelayms'] ?? fields['latency'] ?? fields['metadatalatencyms'], 'ms'),
    ttftMs: duration(fields['timetofirsttoken'] ?? fields['responsetimetofirsttoken'], 'ms'),
    user: text(fields['requestuserid'] ?? fields['userid'] ?? fields['heliconeuser']) ?? labels.user,
    session: session ?? labels.session,
    env: labels.env,
    tags: others,
  };
  const outcome = callFromLog(facts, { request, reply: replyOf(fields['responsebody']), ...(url !== undefined && routeOf(url).path.length > 1 && { url }) }, context);
  return { outcome: outcome.known ? known(withAskedModel(outcome.value, modelName(fields['requestmodel']))) : outcome };
}

/** Azure's addresses name a deployment: where the log names the model that was asked for, the deployment is a tag. */
function withAskedModel(call: CapturedCall, model: string | undefined): CapturedCall {
  if (call.provider !== 'azure' || model === undefined || call.requestedModel === undefined || call.requestedModel === model) return call;
  return { ...call, requestedModel: model, tags: { ...call.tags, azure_deployment: call.requestedModel } };
}

/** The id of a response is repeated in some exports: only with its start and status it is one call's. */
function identity(fields: JsonRecord, status: number | undefined, { time }: RecordContext): Pick<LogFacts, 'id' | 'keys'> {
  const [requestId, responseId] = [text(fields['requestid']), text(fields['responseid'])];
  const start = time.read(fields['requestcreatedat']);
  const keys = [requestId === undefined ? undefined : `${ID}:${requestId}`, responseId === undefined || !start.known ? undefined : `${ID}-response:${responseId}/${start.value}/${status ?? ''}`];
  return { id: requestId, keys };
}

/** Below 0: cancelled, timed out or still open when it was logged. */
function statusOf(status: number | undefined): Pick<LogFacts, 'status' | 'httpStatus'> {
  if (status === undefined) return {};
  return status < 0 ? { status: 'aborted' } : status >= 100 && status <= 599 ? { httpStatus: status } : {};
}

function providerOf(fields: JsonRecord, url: string | undefined): string | undefined {
  const name = text(fields['provider']);
  const byHost = [text(fields['targeturl']), url].map((address) => (address === undefined || routeOf(address).host === '' ? undefined : providerOfRoute(routeOf(address), ''))).find((found) => found !== undefined && found !== '');
  if (name !== undefined && !/^custom$/i.test(name) && !isFormatName(name)) return name;
  return byHost ?? (name !== undefined && /^custom$/i.test(name) ? undefined : name);
}

/** Units of a dollar in the column `cost` of the table behind the API, which divides by it: COST_PRECISION_MULTIPLIER in packages/cost of https://github.com/Helicone/helicone (read 2026-11-22) */
const COST_UNITS_PER_USD = 1_000_000_000;
/** No call costs as many dollars: a whole number from here on is in units of the table, also where a query named few of its columns. */
const MIN_COST_UNITS = 1000;

/** US dollars. Rows of the table (HQL, ClickHouse) hold `latency` and `status` under these names and a whole number of units. Example: { status: 200, latency: 850, cost: 4000000 } -> 0.004 */
function costOf(fields: JsonRecord): number | undefined {
  const stated = usd(fields['costusd'] ?? fields['responsecostusd'] ?? fields['cost'] ?? fields['metadatacost']);
  const isAnswer = ['costusd', 'responsecostusd', 'metadatacost', 'delayms', 'responsedelayms', 'responsestatus'].some((name) => name in fields);
  const isUnits = stated !== undefined && !isAnswer && Number.isInteger(stated) && ('status' in fields || stated >= MIN_COST_UNITS);
  return isUnits ? stated / COST_UNITS_PER_USD : stated;
}

/** Since then Helicone takes what was cached off the prompt for every maker: https://github.com/Helicone/helicone/pull/3916 (reviewed on that day; read 2026-11-22). Before, it copied the maker's count. */
const CACHE_BESIDE_SINCE_MS = Date.UTC(2025, 5, 13);

/** Whether `prompt_tokens` leaves out what was cached: always for makers whose APIs count so, for the others by the day of the call. */
function isCacheBeside(fields: JsonRecord, { provider, model, context }: { provider: string | undefined; model: string | undefined; context: RecordContext }): boolean {
  if (['anthropic', 'aws'].includes(providerId(provider, model) ?? '')) return true;
  const start = context.time.read(fields['requestcreatedat']);
  return start.known && start.value >= CACHE_BESIDE_SINCE_MS;
}

function countsOf(fields: JsonRecord, { isCacheBeside }: { isCacheBeside: boolean }): NonNullable<LogFacts['counts']> {
  const of = (name: string): number | undefined => count(fields[name] ?? fields[`response${name}`] ?? fields[`metadata${name}`]);
  const [prompt, total, reasoning] = [of('prompttokens'), of('totaltokens'), of('reasoningtokens')];
  const [read, written] = [of('promptcachereadtokens'), of('promptcachewritetokens')];
  return countsOfUsage({
    prompt_tokens: prompt, completion_tokens: outputOf({ prompt, completion: of('completiontokens'), reasoning, total, cached: (read ?? 0) + (written ?? 0) }), total_tokens: total, cache_read_input_tokens: read,
    cache_creation_input_tokens: written, reasoning_tokens: reasoning,
    prompt_tokens_details: { audio_tokens: of('promptaudiotokens') }, completion_tokens_details: { audio_tokens: of('completionaudiotokens') },
  }, { isCacheBeside });
}

/**
 * All output. The log has a count of reasoning since it keeps it beside the completion, and its total is prompt + completion + reasoning; where the answer was reasoning and nothing else,
 * the completion is the maker's own whole count, equal to the reasoning. A total without the reasoning says that it is a part.
 *
 * Example: { completion: 50, reasoning: 200 } -> 250; { completion: 200, reasoning: 200 } -> 200; { prompt: 100, completion: 300, reasoning: 200, total: 400 } -> 300
 */
function outputOf({ prompt, completion, reasoning, total, cached }: { prompt: number | undefined; completion: number | undefined; reasoning: number | undefined; total: number | undefined; cached: number }): number | undefined {
  if (completion === undefined || reasoning === undefined || reasoning === 0 || reasoning === completion) return completion;
  const withoutReasoning = (prompt ?? 0) + completion;
  const isPart = reasoning < completion && (total === withoutReasoning || total === withoutReasoning + cached);
  return isPart ? completion : completion + reasoning;
}

function rawUsageOf(record: JsonRecord): unknown {
  const pairs = Object.entries({ ...object(record['response']), ...record }).filter(([name, value]) => /tokens$/i.test(name) && count(value) !== undefined);
  return pairs.length === 0 ? undefined : Object.fromEntries(pairs);
}

/** Helicone puts a word of its own where it keeps no body. */
function bodyOf(value: unknown): unknown {
  const body = openedTwice(value);
  if (isNoContent(body) || (isRecord(body) && Object.keys(body).every((name) => /^helicone/i.test(name)))) return undefined;
  return body;
}

/** A stream lies as text or chunks beside, or instead of, the reply made of it. */
function replyOf(value: unknown): unknown {
  const body = bodyOf(value);
  if (!isRecord(body) || body['streamed_data'] === undefined) return body;
  const { streamed_data: streamed, ...rest } = body;
  const isWhole = ['choices', 'content', 'output', 'candidates', 'error', 'message'].some((name) => rest[name] !== undefined);
  return isWhole ? rest : list(streamed).length > 0 ? list(streamed) : streamed;
}
