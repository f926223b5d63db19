import type { CapturedCall } from '../model/call.js';
import { loggedNanoOf } from '../model/logged-cost.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type InclusiveUsage, usageOfCall } from '../model/usage.js';
import { type IdTrust, keysOfId } from './ids.js';
import { type TimeReader, createTimeReader, timeUnits } from './time.js';
import { readApi, readBilling, readStatus, readStream, readUsageSource } from './words.js';

/** Token counts of the `calls --format jsonl` contract. */
export const countFields = [
  'inputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'cacheWrite1hTokens', 'audioInputTokens', 'imageTokens', 'outputTokens', 'reasoningTokens', 'webSearches',
  'audioOutputTokens', 'unbilledInputTokens', 'unbilledOutputTokens',
] as const satisfies readonly (keyof InclusiveUsage)[];

/** Every field that --map and --set may name, beside `tag.x`. Those of the `calls --format jsonl` contract, `prompt` and `reply` for text, `costUsd` for the cost as logged. */
export const callFields = [
  'id', 'startedAt', 'env', 'provider', 'requestedModel', 'model', 'api', 'region', 'serviceTier', 'effort', 'billing', 'stream', 'status', 'httpStatus', 'errorType',
  'finishReason', ...countFields, 'usageSource', 'costUsd', 'maxOutputTokens', 'latencyMs', 'ttftMs', 'session', 'user', 'prompt', 'reply',
] as const;
export type CallField = (typeof callFields)[number];

export type FieldValues = Readonly<Partial<Record<CallField, unknown>>>;

/** Texts by which exports say that there is no value. */
const absentTexts: ReadonlySet<string> = new Set(['', 'null', 'none', 'nan', 'n/a', 'na', '-', 'undefined', '\\n']);
const LONGEST_ABSENT = 'undefined'.length;

function isAbsent(value: unknown): boolean {
  if (typeof value !== 'string') return value === undefined || value === null;
  const text = value.trim();
  return text.length <= LONGEST_ABSENT && absentTexts.has(text.toLowerCase());
}

const textOf = (value: unknown): string | undefined => (isAbsent(value) ? undefined : typeof value === 'string' ? value.trim() : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** `none` is an effort that can be asked for, no sign that the value is missing. */
const effortOf = (value: unknown): string | undefined => (value === 'none' ? 'none' : textOf(value));

/** Thousands set apart by commas, a `.0` of a data frame, an exponent. */
const NUMBER = /^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(e[+-]?\d+)?$/i;

/** A number, or why it is none. Example: '1,234.0' -> 1234; 'abc' -> unknown */
function numberOf(name: string, value: unknown): Outcome<number | undefined> {
  if (isAbsent(value)) return known(undefined);
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
  return NUMBER.test(text) ? known(Number(text.includes(',') ? text.replaceAll(',', '') : text)) : unknown(`${name} is "${text.slice(0, 40)}", which is no number`);
}

type Reader = (name: CallField) => number | undefined;

/** Reads numbers and remembers the first fault. */
function numberReader(values: FieldValues): { read: Reader; fault(): string | undefined } {
  let fault: string | undefined;
  const read: Reader = (name) => {
    const outcome = numberOf(name, values[name]);
    if (outcome.known) return outcome.value;
    fault ??= outcome.reason;
    return undefined;
  };
  return { read, fault: () => fault };
}

/**
 * One call from named values, whatever the file they stood in. Unknown with the reason when a value cannot be what its field says: a count that is
 * negative, broken or beyond any call, a status, billing, source of usage or stream flag nobody knows, a time that cannot be read, no provider. An api nobody knows is `other`.
 */
export function callOf(values: FieldValues, context: { time: TimeReader; fileTimeMs: number; tags: Readonly<Record<string, string>>; ids: { prefix: string; trust: IdTrust } }): Outcome<CapturedCall> {
  const numbers = numberReader(values);
  const usage = usageOfCall(countsOf(numbers.read));
  const startedAt = isAbsent(values.startedAt) ? undefined : context.time.read(values.startedAt);
  const status = readStatus(textOf(values.status), numbers.read('httpStatus'));
  const billing = readBilling(textOf(values.billing));
  const usageSource = readUsageSource(textOf(values.usageSource));
  const stream = readStream(textOf(values.stream));
  const api = readApi(textOf(values.api));
  const provider = textOf(values.provider)?.toLowerCase() ?? providerOfModel(textOf(values.model) ?? textOf(values.requestedModel));
  const [cost, maxOutputTokens, latencyMs, ttftMs] = [besideOf(values.costUsd), besideOf(values.maxOutputTokens), besideOf(values.latencyMs), besideOf(values.ttftMs)];
  const fault = numbers.fault();
  if (fault !== undefined) return unknown(fault);
  if (!usage.known) return usage;
  if (startedAt !== undefined && !startedAt.known) return startedAt;
  if (!status.known) return status;
  if (!billing.known) return billing;
  if (!usageSource.known) return usageSource;
  if (!stream.known) return stream;
  if (provider === undefined) return unknown('the provider is not given and cannot be told from the model; add --set provider=…');
  const id = textOf(values.id);
  const prompt = textOf(values.prompt);
  const reply = textOf(values.reply);
  const startedMs = startedAt?.value ?? context.fileTimeMs;
  const timeSource = startedAt === undefined ? 'file' : 'record';
  const requestedModel = textOf(values.requestedModel);
  const servedModel = textOf(values.model);
  // One literal without spreads: V8 then makes the object at its full size, where each spread would have it grow field by field.
  return known({
    startedAt: startedMs,
    timeSource,
    provider,
    requestedModel,
    servedModel,
    usage: usage.value,
    recordId: id,
    keys: id === undefined ? [] : keysOfId(id, context.ids, { startedAt: startedMs, timeSource, provider, requestedModel, servedModel, usage: usage.value }),
    env: textOf(values.env),
    api: api.known ? (api.value ?? 'chat') : 'other',
    region: textOf(values.region),
    serviceTier: textOf(values.serviceTier),
    effort: effortOf(values.effort),
    billing: billing.value ?? 'unknown',
    stream: stream.value,
    status: status.value.status,
    httpStatus: status.value.httpStatus,
    errorType: textOf(values.errorType),
    finishReason: textOf(values.finishReason),
    usageSource: usageSource.value ?? 'reported',
    loggedCostNanoUsd: loggedNanoOf({ usd: cost, usage: usage.value, billing: billing.value }),
    maxOutputTokens,
    latencyMs,
    ttftMs,
    user: textOf(values.user),
    tags: context.tags,
    sessionId: textOf(values.session),
    parameters: {},
    content: prompt === undefined && reply === undefined ? undefined : { messages: prompt === undefined ? [] : [{ role: 'user', text: prompt }], tools: [], ...(reply !== undefined && { reply: { text: reply, toolCalls: [] } }) },
  });
}

function countsOf(read: Reader): InclusiveUsage {
  const counts: InclusiveUsage = {};
  for (const name of countFields) {
    const count = read(name);
    if (count !== undefined) counts[name] = count;
  }
  return counts;
}

/** What stands beside a call: no number, a negative one (a clock that was set back) or one without end is not known, and the call stands. */
function besideOf(value: unknown): number | undefined {
  const outcome = numberOf('', value);
  return outcome.known && outcome.value !== undefined && outcome.value >= 0 && Number.isFinite(outcome.value) ? outcome.value : undefined;
}

/** Why a value for every call (--set) cannot be what its field says, with what may stand there; undefined when it can. */
export function constantFault(field: string, text: string): string | undefined {
  if (field === 'timeUnit') return timeUnits.some((unit) => unit === text) ? undefined : `timeUnit is "${text.slice(0, 40)}"; known are ${timeUnits.join(', ')}`;
  if (field.startsWith('tag.')) return undefined;
  if (isAbsent(text) && !(field === 'effort' && text === 'none')) return `${field} has no value`;
  if (field === 'id') return 'id is what tells one call from another: it cannot be the same for all (name its column with --map id=COLUMN)';
  const outcome = readConstant(field, text.trim());
  return outcome.known ? undefined : outcome.reason;
}

const plainNumbers: readonly string[] = ['costUsd', 'maxOutputTokens', 'latencyMs', 'ttftMs'] satisfies CallField[];

function readConstant(field: string, text: string): Outcome<unknown> {
  if (field === 'billing') return readBilling(text);
  if (field === 'usageSource') return readUsageSource(text);
  if (field === 'api') return readApi(text);
  if (field === 'stream') return readStream(text);
  if (field === 'status') return readStatus(text, undefined);
  if (field === 'startedAt') return createTimeReader().read(text);
  const isCount = countFields.some((name) => name === field);
  if (!isCount && field !== 'httpStatus' && !plainNumbers.includes(field)) return known(text);
  const number = numberOf(field, text);
  if (!number.known) return number;
  if (field === 'httpStatus') return readStatus(undefined, number.value);
  if (isCount) return usageOfCall({ [field]: number.value });
  return (number.value ?? 0) < 0 ? unknown(`${field} is negative`) : number;
}

/** Makers that serve these names themselves; the same weights at another host need the provider to be given. */
const providerByName: readonly (readonly [pattern: RegExp, provider: string])[] = [
  [/^(gpt-|chatgpt|o[134](-|$)|text-embedding-|ft:gpt-)/, 'openai'],
  [/^claude/, 'anthropic'],
  [/^gemini/, 'google'],
  [/^(mistral|ministral|magistral|codestral|devstral|pixtral|open-mi)/, 'mistral'],
];

/** Example: 'claude-sonnet-4-5' -> 'anthropic'; 'llama-3.3-70b' -> undefined, because many hosts serve it */
export const providerOfModel = (model: string | undefined): string | undefined => (model === undefined ? undefined : providerByName.find(([pattern]) => pattern.test(model.toLowerCase()))?.[1]);
