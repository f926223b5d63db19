// Cloudflare AI Gateway logs: GET …/ai-gateway/gateways/{id}/logs, https://developers.cloudflare.com/api/resources/ai_gateway/subresources/logs/methods/list/, and rows of Logpush, whose bodies
// and metadata are encrypted, https://developers.cloudflare.com/ai-gateway/observability/logging/logpush/ (read 2026-11-22). Times are ms.
import { flatNames, labelsOf, modelName, realCost, realCounts } from './gateway-record.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { providerId } from './provider-names.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, duration, flag, number, object, opened, tagsOf, text, usd } from './values.js';

const ID = 'cloudflare-ai-gateway';

export const source = recordSource({
  id: ID,
  title: 'Cloudflare AI Gateway logs',
  settable: logSettable,
  paths: ['result', 'logs'],
  marks: 'hold tokens_in, tokens_out and provider, or encrypted bodies beside a gateway',
  isOf: (record) => isOf(fieldsOf(record)),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

/** The answer for a single log holds it in `result`. */
const fieldsOf = (record: JsonRecord): JsonRecord => flatNames(isRecord(record['result']) ? record['result'] : record);

function isOf(fields: JsonRecord): boolean {
  const isCounted = 'tokensin' in fields && 'tokensout' in fields && 'provider' in fields;
  const isPushed = 'provider' in fields && 'model' in fields && 'statuscode' in fields && ('gateway' in fields || 'gatewayid' in fields || isEncrypted(fields['requestbody']));
  return (isCounted && ('cached' in fields || 'statuscode' in fields || 'duration' in fields)) || isPushed;
}

const isEncrypted = (value: unknown): boolean => {
  const body = object(value);
  return 'key' in body && 'iv' in body && 'data' in body;
};
const readable = (value: unknown): unknown => (isEncrypted(value) ? undefined : opened(value));

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  const fields = fieldsOf(record);
  if (!isOf(fields)) return notOfFormat('no Cloudflare AI Gateway log (no tokens_in, tokens_out, provider)');
  if (flag(fields['cached']) === true) return { noCall: 'answered from the cache of the gateway' };
  const status = number(fields['statuscode']);
  const httpStatus = status !== undefined && status >= 100 && status <= 599 ? status : undefined;
  const isOk = (httpStatus === undefined || httpStatus < 400) && flag(fields['success']) !== false;
  if (flag(fields['ratelimited']) === true && httpStatus === undefined) return { noCall: 'refused by the gateway before any model was asked' };
  const { provider, model } = ownerOf(fields);
  const tags = tagsOf(readable(fields['metadata']));
  const labels = labelsOf(tags);
  const gateway = text(fields['gateway'] ?? fields['gatewayid']);
  const facts: LogFacts = {
    ...identity(fields),
    startedAt: fields['createdat'] ?? fields['timestamp'] ?? fields['requesttime'] ?? fields['datetime'],
    provider,
    requestedModel: model,
    servedModel: isOk ? model : undefined,
    ...(httpStatus !== undefined && (isOk || httpStatus >= 400) ? { httpStatus } : { statusWord: isOk ? 'ok' : 'error' }),
    counts: realCounts({ inputTokens: count(fields['tokensin']), outputTokens: count(fields['tokensout']), cachedInputTokens: count(fields['cachedtokensin'] ?? fields['tokenscached']) }, { isOk }),
    rawUsage: fields['tokensin'] === undefined ? undefined : { tokens_in: fields['tokensin'], tokens_out: fields['tokensout'] },
    costUsd: realCost(usd(fields['cost']), { isOk }),
    api: apiOf(text(fields['path'] ?? fields['endpoint']) ?? '', text(fields['modeltype']) ?? ''),
    stream: streamOf(fields),
    latencyMs: duration(fields['duration'], 'ms'),
    ttftMs: duration(object(opened(fields['timings']))['time_to_first_token'] ?? fields['timetofirsttoken'], 'ms'),
    ...labels,
    tags: { ...tags, ...(gateway !== undefined && { gateway }) },
  };
  return { outcome: callFromLog(facts, { request: readable(fields['requestbody'] ?? fields['request']), reply: readable(fields['responsebody'] ?? fields['response']) }, context) };
}

function identity(fields: JsonRecord): Pick<LogFacts, 'id' | 'keys'> {
  const id = text(fields['id'] ?? fields['logid'] ?? fields['rayid']);
  return { id, keys: [id === undefined ? undefined : `${ID}:${id}`] };
}

/** Endpoints of many providers name the maker before the model. Example: provider 'compat', model 'anthropic/claude-sonnet-4-5' -> 'anthropic', 'claude-sonnet-4-5' */
function ownerOf(fields: JsonRecord): { provider: string | undefined; model: string | undefined } {
  const name = text(fields['provider'])?.toLowerCase();
  const model = modelName(fields['model']);
  const isMany = name === undefined || ['compat', 'universal', 'dynamic', 'unified'].includes(name);
  const [maker = '', ...rest] = model?.split('/') ?? [];
  if (isMany && rest.length > 0) return { provider: maker, model: rest.join('/') };
  return { provider: isMany ? undefined : name, model: rest.length > 0 && isMakerOf(maker, name ?? '') ? rest.join('/') : model };
}

/** Vertex names Google's own models with their maker. */
function isMakerOf(maker: string, name: string): boolean {
  const owner = providerId(name);
  return name !== 'openrouter' && (providerId(maker) === owner || (owner === 'vertex' && maker === 'google'));
}

function apiOf(path: string, modelType: string): LogFacts['api'] {
  if (/embedding/i.test(path + modelType)) return 'embeddings';
  if (/responses/.test(path)) return 'responses';
  return /\/?messages$/.test(path) ? 'messages' : undefined;
}

const streamOf = (fields: JsonRecord): boolean | undefined => {
  const stated = flag(fields['stream'] ?? fields['streaming']);
  return stated ?? (/event-stream/i.test(text(fields['responsecontenttype']) ?? '') ? true : undefined);
};
