// Vercel AI Gateway generation lookup: GET /v1/generation https://vercel.com/docs/ai-gateway/observability-and-spend/usage, and `getGenerationInfo()` of the AI SDK
// https://ai-sdk.dev/providers/ai-sdk-providers/ai-gateway (read 2026-11-22). Times are ms: `latency` up to the first token, `generation_time` in all. Ids are `gen_` + ULID.
import { flatNames, labelsOf, modelName } from './gateway-record.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { openRouterCost, openRouterCounts, openRouterStatus, wholeLatency } from './openrouter-facts.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, duration, flag, number, tagsOf, text } from './values.js';

const ID = 'vercel-ai-gateway';

export const source = recordSource({
  id: ID,
  title: 'Vercel AI Gateway generation lookups',
  settable: logSettable,
  paths: ['data', 'generations'],
  marks: 'hold an id that begins with gen_, total_cost and token counts',
  isOf: (record) => isOf(fieldsOf(record)),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

const fieldsOf = (record: JsonRecord): JsonRecord => flatNames(isRecord(record['data']) ? record['data'] : record);
const isOf = (fields: JsonRecord): boolean => /^gen_/.test(text(fields['id']) ?? '') && 'totalcost' in fields && ['nativetokensprompt', 'tokensprompt', 'prompttokens'].some((name) => name in fields);

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  const fields = fieldsOf(record);
  if (!isOf(fields)) return notOfFormat('no Vercel AI Gateway generation (no id that begins with gen_)');
  const id = text(fields['id']) ?? '';
  const isStream = flag(fields['streamed']);
  const finishReason = text(fields['finishreason']);
  const ttftMs = isStream === false ? undefined : duration(fields['latency'], 'ms');
  const tags = tagsOf(fields['tags'] ?? {});
  const facts: LogFacts = {
    id,
    keys: [`${ID}:${id}`, `response:${id}`],
    startedAt: fields['createdat'],
    provider: text(fields['providername']),
    servedModel: plainModel(modelName(fields['model'])),
    ...openRouterCost({ chargedUsd: number(fields['totalcost'] ?? fields['usage']), upstreamUsd: number(fields['upstreaminferencecost']), isOwnKey: flag(fields['isbyok']) === true, isFreeVariant: false }),
    ...openRouterStatus({ isCancelled: flag(fields['cancelled']) === true, finishReason: finishReason?.replace('-', '_') }),
    counts: {
      ...openRouterCounts({
        prompt: fields['nativetokensprompt'] ?? fields['tokensprompt'] ?? fields['prompttokens'], completion: fields['nativetokenscompletion'] ?? fields['tokenscompletion'] ?? fields['completiontokens'],
        cached: fields['nativetokenscached'] ?? fields['cachedtokens'], reasoning: fields['nativetokensreasoning'] ?? fields['reasoningtokens'],
      }),
      cacheWriteTokens: count(fields['nativetokenscachecreation'] ?? fields['cachecreationtokens']),
      webSearches: count(fields['billablewebsearchcalls']),
    },
    rawUsage: Object.fromEntries(Object.entries(isRecord(record['data']) ? record['data'] : record).filter(([name, value]) => /tokens/i.test(name) && number(value) !== undefined)),
    finishReason,
    stream: isStream,
    latencyMs: wholeLatency(duration(fields['generationtime'], 'ms'), ttftMs),
    ttftMs,
    ...labelsOf(tags),
    tags,
  };
  return { outcome: callFromLog(facts, {}, context) };
}

/** The maker stands before the model. Example: 'anthropic/claude-sonnet-4' -> 'claude-sonnet-4' */
const plainModel = (model: string | undefined): string | undefined => model?.replace(/^[a-z0-9-]+\//, '');
