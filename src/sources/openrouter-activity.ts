// OpenRouter activity export, one row a generation: https://openrouter.ai/activity (columns as exports of several users have them, read 2026-11-22). Which columns are there differs;
// times are ms, instants UTC, costs dollars.
import { flatNames, labelsOf, modelName } from './gateway-record.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { openRouterCost, openRouterCounts, openRouterStatus, wholeLatency } from './openrouter-facts.js';
import { type RecordContext, type RecordReading, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { duration, flag, number, tagsOf, text, usd } from './values.js';

const ID = 'openrouter-activity';

export const source = recordSource({
  id: ID,
  title: 'OpenRouter activity, one row a generation',
  settable: logSettable,
  paths: ['data'],
  marks: 'hold tokens_prompt and tokens_completion with cost_total or model_permaslug, or generation_id with model_permaslug',
  isOf: (record) => isOf(flatNames(record)),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

/** Exports with few columns have no counts: then the id of the generation beside the dated slug of its model is OpenRouter's. */
const isOf = (fields: JsonRecord): boolean => isCounted(fields) || ('generationid' in fields && 'modelpermaslug' in fields && 'createdat' in fields);

const isCounted = (fields: JsonRecord): boolean =>
  'tokensprompt' in fields && 'tokenscompletion' in fields && ('costtotal' in fields || 'modelpermaslug' in fields || 'byokusageinference' in fields) && !('nativetokensprompt' in fields && 'totalcost' in fields) && !('requests' in fields);

function readRecord(record: JsonRecord, context: RecordContext): RecordReading {
  const fields = flatNames(record);
  if (!isOf(fields)) return notOfFormat('no row of OpenRouter activity (no generation_id with model_permaslug, no tokens_prompt, tokens_completion, cost_total)');
  const id = text(fields['generationid'] ?? fields['id']);
  const variant = text(fields['variant'])?.toLowerCase();
  const upstreamUsd = usd(fields['byokusageinference']);
  const finishReason = text(fields['finishreasonnormalized'] ?? fields['finishreason']) ?? text(fields['finishreasonraw']);
  const ttftMs = duration(fields['timetofirsttokenms'] ?? fields['latencyms'], 'ms');
  const counts = openRouterCounts({ prompt: fields['nativetokensprompt'] ?? fields['tokensprompt'], completion: fields['nativetokenscompletion'] ?? fields['tokenscompletion'], cached: fields['tokenscached'], reasoning: fields['tokensreasoning'] });
  const tags = tagsOf({ upstream: fields['providername'], variant, app: fields['appname'], api_key_name: fields['apikeyname'] });
  const facts: LogFacts = {
    id,
    keys: id === undefined ? [] : [`openrouter:${id}`, `response:${id}`],
    startedAt: fields['createdat'],
    provider: 'openrouter',
    servedModel: modelName(fields['modelpermaslug']) ?? modelName(fields['model']) ?? modelName(fields['slug']),
    ...openRouterCost({ chargedUsd: usd(fields['costtotal'] ?? fields['cost']), upstreamUsd, isOwnKey: (upstreamUsd ?? 0) > 0, isFreeVariant: variant === 'free' }),
    ...openRouterStatus({ isCancelled: flag(fields['cancelled']) === true, finishReason }),
    counts,
    rawUsage: Object.fromEntries(Object.entries(record).filter(([name, value]) => /tokens/i.test(name) && number(value) !== undefined)),
    finishReason,
    stream: flag(fields['streamed']),
    latencyMs: wholeLatency(duration(fields['generationtimems'], 'ms'), ttftMs),
    ttftMs,
    user: text(fields['user'] ?? fields['externaluser']),
    session: text(fields['sessionid']) ?? labelsOf(tags).session,
    tags,
  };
  return { outcome: callFromLog(facts, {}, context) };
}
