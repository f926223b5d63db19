// OpenRouter generation metadata: GET /api/v1/generation, https://openrouter.ai/docs/api/api-reference/generations/get-generation (read 2026-11-22). tokens_* are counted with one tokenizer
// for all models, native_tokens_* are the model's own and billed. Times are ms; `latency` is up to the first token.
import { flatNames, modelName } from './gateway-record.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { openRouterCost, openRouterCounts, openRouterStatus, wholeLatency } from './openrouter-facts.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { duration, flag, list, number, object, tagsOf, text, usd } from './values.js';

const ID = 'openrouter-generation';

export const source = recordSource({
  id: ID,
  title: 'OpenRouter generation metadata',
  settable: logSettable,
  paths: ['data', 'generations'],
  marks: 'hold native_tokens_prompt and total_cost',
  isOf: (record) => isOf(fieldsOf(record)),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

const fieldsOf = (record: JsonRecord): JsonRecord => flatNames(isRecord(record['data']) ? record['data'] : record);
const isOf = (fields: JsonRecord): boolean => ('nativetokensprompt' in fields || 'nativetokenscompletion' in fields) && ('totalcost' in fields || 'usage' in fields) && !/^gen_/.test(text(fields['id']) ?? '');

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  const fields = fieldsOf(record);
  if (!isOf(fields)) return notOfFormat('no OpenRouter generation (no native_tokens_prompt)');
  const id = text(fields['id']);
  const isStream = flag(fields['streamed']);
  const router = text(fields['router']);
  const model = modelName(fields['model']);
  const finishReason = text(fields['finishreason']) ?? text(fields['nativefinishreason']);
  const ttftMs = isStream === false ? undefined : duration(fields['latency'], 'ms');
  const tries = list(fields['providerresponses']).map(object);
  const facts: LogFacts = {
    id,
    keys: id === undefined ? [] : [`openrouter:${id}`, `response:${id}`],
    startedAt: fields['createdat'],
    provider: 'openrouter',
    requestedModel: router,
    servedModel: model,
    api: apiOf(text(fields['apitype'])),
    region: regionOf(text(fields['dataregion'])),
    serviceTier: text(fields['servicetier']),
    ...openRouterCost({ chargedUsd: usd(fields['totalcost'] ?? fields['usage']), upstreamUsd: usd(fields['upstreaminferencecost']), isOwnKey: flag(fields['isbyok']) === true, isFreeVariant: model?.endsWith(':free') === true }),
    ...openRouterStatus({ isCancelled: flag(fields['cancelled']) === true, finishReason, httpStatus: number(tries.at(-1)?.['status']) }),
    counts: openRouterCounts({
      prompt: fields['nativetokensprompt'] ?? fields['tokensprompt'], completion: fields['nativetokenscompletion'] ?? fields['tokenscompletion'], cached: fields['nativetokenscached'], reasoning: fields['nativetokensreasoning'],
    }),
    rawUsage: Object.fromEntries(Object.entries(isRecord(record['data']) ? record['data'] : record).filter(([name, value]) => /tokens/i.test(name) && number(value) !== undefined)),
    finishReason,
    stream: isStream,
    latencyMs: wholeLatency(duration(fields['generationtime'], 'ms'), ttftMs),
    ttftMs,
    user: text(fields['externaluser']),
    session: text(fields['sessionid']),
    tags: tagsOf({ upstream: fields['providername'], origin: fields['origin'], app: fields['appid'], preset: fields['presetid'] }),
  };
  return { outcome: callFromLog(facts, {}, context) };
}

/** `completions` is the chat API: the path of both ends in it. */
const apiOf = (type: string | undefined): LogFacts['api'] => (type === 'embeddings' || type === 'responses' || type === 'messages' ? type : type === undefined || /completion/.test(type) ? 'chat' : 'other');

/** Where a call ran anywhere, no region is known. */
const regionOf = (region: string | undefined): string | undefined => (region === 'global' ? undefined : region);
