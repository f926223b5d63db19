// Helicone: POST /v1/request/query-clickhouse and /v1/request/query, https://docs.helicone.ai/rest/request/post-v1requestquery-clickhouse, and the files of @helicone/export
// (JSON, JSONL, CSV), https://github.com/Helicone/helicone/tree/main/examples/export/typescript (read 2026-11-22)
import { flatNames, labelsOf, modelName, openedTwice, realCost, realCounts } from './gateway-record.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { isFormatName, providerId } from './provider-names.js';
import { providerOfRoute, routeOf } from '../providers/hosts.js';
import { countsOfUsage } from './gateway-usage.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, duration, isNoContent, list, number, object, tagsOf, text } from './values.js';

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
  const costUsd = number(fields['costusd'] ?? fields['responsecostusd'] ?? fields['cost'] ?? fields['metadatacost']);
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
    counts: realCounts(countsOf(fields, isCacheBeside(provider, served)), { isOk: !isFailure }),
    rawUsage: rawUsageOf(record),
    costUsd: realCost(costUsd, { isOk: !isFailure }),
    latencyMs: duration(fields['delayms'] ?? fields['responsedelayms'] ?? fields['latency'] ?? fields['metadatalatencyms'], 'ms'),
    ttftMs: duration(fields['timetofirsttoken'] ?? fields['responsetimetofirsttoken'], 'ms'),
    user: text(fields['requestuserid'] ?? fields['userid'] ?? fields['heliconeuser']) ?? labels.user,
    session: session ?? labels.session,
    env: labels.env,
    tags: others,
  };
  return { outcome: callFromLog(facts, { request, reply: replyOf(fields['responsebody']), ...(url !== undefined && routeOf(url).path.length > 1 && { url }) }, context) };
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

/** Makers whose APIs count what was cached beside the input: so does the log, which copies their counts. */
const isCacheBeside = (provider: string | undefined, model: string | undefined): boolean => ['anthropic', 'aws'].includes(providerId(provider, model) ?? '');

function countsOf(fields: JsonRecord, isBeside: boolean): NonNullable<LogFacts['counts']> {
  const of = (name: string): unknown => fields[name] ?? fields[`response${name}`] ?? fields[`metadata${name}`];
  return countsOfUsage({
    prompt_tokens: of('prompttokens'), completion_tokens: of('completiontokens'), total_tokens: of('totaltokens'), cache_read_input_tokens: of('promptcachereadtokens'),
    cache_creation_input_tokens: of('promptcachewritetokens'), reasoning_tokens: of('reasoningtokens'),
    prompt_tokens_details: { audio_tokens: of('promptaudiotokens') }, completion_tokens_details: { audio_tokens: of('completionaudiotokens') },
  }, { isCacheBeside: isBeside });
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
