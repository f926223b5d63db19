// Kong AI Gateway audit log, in the records of Kong's logging plugins, https://developer.konghq.com/ai-gateway/ai-audit-log-reference/ (read 2026-11-22). Times are ms.
// Up to 3.7 ai.usage and ai.meta, then ai.<plugin>, now ai.proxy. A cost of 0 means that no price is configured.
import { labelsOf, modelName, realCost, realCounts } from './gateway-record.js';
import { countsOfUsage } from './gateway-usage.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { providerId } from './provider-names.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, duration, number, object, opened, pick, tagsOf, text, usd } from './values.js';

const ID = 'kong';

export const source = recordSource({
  id: ID,
  title: 'Kong AI Gateway audit log',
  settable: logSettable,
  paths: ['hits.hits', 'logs'],
  marks: 'are log records of Kong: hold ai.<plugin> with usage or meta, or latencies of the gateway',
  isOf: (record) => entriesOf(recordOf(record)).length > 0 || isAccessLog(recordOf(record)),
  open: () => undefined,
  read: (record, context) => readRecord(recordOf(record), context),
});

/** The log record itself, or what a collector put around it; names with dots become objects. */
function recordOf(outer: JsonRecord): JsonRecord {
  const inner = [outer['_source'], outer['message'], outer['log'], outer['_raw']].map(object).find((candidate) => 'ai' in candidate || Object.keys(candidate).some((name) => name.startsWith('ai.')));
  const record = inner ?? outer;
  return Object.keys(record).some((name) => name.startsWith('ai.')) ? nested(record) : record;
}

function nested(record: JsonRecord): JsonRecord {
  const root: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(record)) {
    const parts = name.split('.');
    let place = root;
    for (const part of parts.slice(0, -1)) {
      if (!isRecord(place[part])) place[part] = Object.create(null) as Record<string, unknown>;
      place = place[part] as Record<string, unknown>;
    }
    place[parts.at(-1) ?? name] = value;
  }
  return root;
}

/** A record of Kong's logging plugins, whatever was asked for. */
const isAccessLog = (record: JsonRecord): boolean => isRecord(record['request']) && pick(record, 'latencies.kong', 'latencies.proxy') !== undefined && 'started_at' in record;

interface Entry {
  plugin: string;
  usage: JsonRecord;
  meta: JsonRecord;
  cache: JsonRecord;
  payload: JsonRecord;
}

const entryOf = (plugin: string, value: JsonRecord): Entry => ({ plugin, usage: object(value['usage']), meta: object(value['meta']), cache: object(value['cache']), payload: object(value['payload']) });
const isEntry = (value: unknown): value is JsonRecord => isRecord(value) && (isRecord(value['usage']) || isRecord(value['meta'])) && (pick(value, 'meta.provider_name', 'meta.request_model', 'meta.response_model', 'meta.plugin_id') !== undefined || pick(value, 'usage.total_tokens', 'usage.prompt_tokens', 'usage.prompt_token') !== undefined);

/** What each plugin sent to a model; the proxy first, whose times are those of the request. */
function entriesOf(record: JsonRecord): readonly Entry[] {
  const ai = object(record['ai']);
  const entries = Object.entries(ai).filter((entry): entry is [string, JsonRecord] => isEntry(entry[1])).map(([plugin, value]) => entryOf(plugin, value));
  const all = isEntry(ai) ? [entryOf('proxy', ai), ...entries] : entries;
  return [...all].sort((left, right) => Number(isProxy(right)) - Number(isProxy(left)));
}

const isProxy = ({ plugin }: Entry): boolean => /^(ai-)?proxy/.test(plugin);

function readRecord(record: JsonRecord, context: RecordContext): RecordReading[] {
  const entries = entriesOf(record);
  if (entries.length === 0) return ['started_at' in record || 'latencies' in record ? { noCall: 'no AI plugin took part in the request' } : notOfFormat('no Kong log record with an ai object')];
  const seen = new Set<string>();
  return entries.map((entry, at) => {
    const sameness = JSON.stringify([entry.meta['plugin_id'] ?? entry.plugin, entry.usage, entry.meta]);
    if (seen.has(sameness)) return { folded: 'shown-twice' };
    seen.add(sameness);
    return readEntry(entry, { record, context, isFirst: at === 0, siblings: entries });
  });
}

function readEntry(entry: Entry, { record, context, isFirst, siblings }: { record: JsonRecord; context: RecordContext; isFirst: boolean; siblings: readonly Entry[] }): RecordReading {
  const { usage, meta, payload } = entry;
  const latencyMs = duration(meta['llm_latency'], 'ms');
  const cacheWords = [entry.cache, ...(isProxy(entry) ? siblings.filter((sibling) => sibling !== entry && !hasLatency(sibling)).map(({ cache }) => cache) : []), object(object(record['ai'])['cache'])].map((cache) => text(cache['cache_status'])?.toLowerCase());
  if (latencyMs === undefined && cacheWords.includes('hit')) return { noCall: 'answered from the cache of the gateway' };
  const provider = text(meta['provider_name']);
  const httpStatus = isFirst ? statusOf(record) : undefined;
  const isOk = httpStatus === undefined || httpStatus < 400;
  const counts = countsOf(usage, provider);
  const mode = text(meta['request_mode'])?.toLowerCase();
  const tags = tagsIn(record, entry);
  const labels = labelsOf(tags);
  const facts: LogFacts = {
    ...identity(record, entry),
    startedAt: pick(record, 'started_at', 'startedAt'),
    provider,
    requestedModel: modelName(meta['request_model']) ?? modelName(meta['response_model']),
    servedModel: modelName(meta['response_model']),
    ...(httpStatus !== undefined && { httpStatus }),
    counts: realCounts(counts, { isOk }),
    rawUsage: Object.keys(usage).length === 0 ? undefined : usage,
    costUsd: realCost(usd(usage['cost']), { isOk }),
    ...(mode !== undefined && { stream: mode === 'stream' }),
    latencyMs: latencyMs ?? (isFirst ? duration(pick(record, 'latencies.proxy', 'latencies.request'), 'ms') : undefined),
    ttftMs: duration(usage['time_to_first_token'], 'ms'),
    user: text(pick(record, 'consumer.username', 'consumer.custom_id', 'authenticated_entity.consumer_id')) ?? labels.user,
    env: labels.env,
    tags,
  };
  const request = payload['request'] ?? (isFirst ? object(object(record['ai'])['payload'])['request'] : undefined);
  return { outcome: callFromLog(facts, { request: opened(request), reply: opened(payload['response']) }, context) };
}

const hasLatency = ({ meta }: Entry): boolean => duration(meta['llm_latency'], 'ms') !== undefined;

/** Of several tries the last one's; where nothing went upstream, what the client was told. */
function statusOf(record: JsonRecord): number | undefined {
  const upstream = text(record['upstream_status'])?.split(/[,\s:]+/).map(Number).filter((status) => status >= 100 && status <= 599);
  return upstream?.at(-1) ?? number(pick(record, 'response.status'));
}

/** The id that Kong gives to a request is no provider's; each plugin's call has its own part in it. */
function identity(record: JsonRecord, { plugin }: Entry): Pick<LogFacts, 'id' | 'keys'> {
  const id = text(pick(record, 'request.id', 'correlation_id'));
  return id === undefined ? {} : { id: isProxy({ plugin } as Entry) ? id : `${id}/${plugin}`, keys: [`${ID}:${id}/${plugin}`] };
}

/** Kong copies the counts of makers that count the cache beside the input. Requests without text have input_tokens and output_tokens. */
function countsOf(usage: JsonRecord, provider: string | undefined): NonNullable<LogFacts['counts']> {
  const filled = { ...usage, prompt_tokens: usage['prompt_tokens'] ?? usage['prompt_token'] ?? usage['input_tokens'], completion_tokens: usage['completion_tokens'] ?? usage['completion_token'] ?? usage['output_tokens'] };
  const isBeside = ['anthropic', 'aws'].includes(providerId(provider) ?? '') && count(pick(usage, 'prompt_tokens_details.cached_tokens')) !== undefined;
  return countsOfUsage(filled, { isCacheBeside: isBeside });
}

function tagsIn(record: JsonRecord, { plugin, meta }: Entry): Record<string, string> {
  const own = { route: pick(record, 'route.name'), service: pick(record, 'service.name'), workspace: record['workspace_name'], ...(!isProxy({ plugin } as Entry) && { ai_plugin: plugin }), azure_deployment: meta['azure_deployment_id'] };
  return tagsOf(own);
}
