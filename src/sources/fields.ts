import { type CapturedCall, apis, billings, statuses, usageSources } from '../model/call.js';
import { nanoFromUsd } from '../model/money.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type InclusiveUsage, disjointUsage } from '../model/usage.js';
import type { TimeReader } from './time.js';

/** Token counts of the `calls --format jsonl` contract. */
export const countFields = [
  'inputTokens', 'cachedInputTokens', 'cacheWriteTokens', 'cacheWrite1hTokens', 'audioInputTokens', 'imageTokens', 'outputTokens', 'reasoningTokens', 'webSearches',
] as const satisfies readonly (keyof InclusiveUsage)[];

/** Every field that --map and --set may name, beside `tag.x`. Those of the `calls --format jsonl` contract, `prompt` and `reply` for text, `costUsd` for the cost as logged. */
export const callFields = [
  'id', 'startedAt', 'env', 'provider', 'requestedModel', 'model', 'api', 'region', 'serviceTier', 'effort', 'billing', 'stream', 'status', 'httpStatus', 'errorType',
  'finishReason', ...countFields, 'usageSource', 'costUsd', 'maxOutputTokens', 'latencyMs', 'ttftMs', 'session', 'user', 'prompt', 'reply',
] as const;
export type CallField = (typeof callFields)[number];

export type FieldValues = Readonly<Partial<Record<CallField, unknown>>>;

/** Texts by which exports say that there is no value. */
const absentTexts: readonly string[] = ['', 'null', 'none', 'nan', 'n/a', 'na', '-', 'undefined', '\\n'];

const isAbsent = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && absentTexts.includes(value.trim().toLowerCase()));

const textOf = (value: unknown): string | undefined => (isAbsent(value) ? undefined : typeof value === 'string' ? value.trim() : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** Thousands set apart by commas, a `.0` of a data frame, an exponent. */
const NUMBER = /^[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?(e[+-]?\d+)?$/i;

/** A number, or why it is none. Example: '1,234.0' -> 1234; 'abc' -> unknown */
function numberOf(name: string, value: unknown): Outcome<number | undefined> {
  if (isAbsent(value)) return known(undefined);
  const text = String(value).trim();
  return NUMBER.test(text) ? known(Number(text.replaceAll(',', ''))) : unknown(`${name} is "${text.slice(0, 40)}", which is no number`);
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
 * negative or broken, a status nobody knows, a time that cannot be read, no provider.
 */
export function callOf(values: FieldValues, context: { time: TimeReader; fileTimeMs: number; tags: Readonly<Record<string, string>>; keyPrefix: string }): Outcome<CapturedCall> {
  const numbers = numberReader(values);
  const usage = disjointUsage(Object.fromEntries(countFields.map((name) => [name, numbers.read(name)])));
  const startedAt = isAbsent(values.startedAt) ? undefined : context.time.read(values.startedAt);
  const status = readStatus(textOf(values.status), numbers.read('httpStatus'));
  const provider = textOf(values.provider)?.toLowerCase() ?? providerOfModel(textOf(values.model) ?? textOf(values.requestedModel));
  const cost = numbers.read('costUsd');
  const rest = { maxOutputTokens: numbers.read('maxOutputTokens'), latencyMs: notNegative(numbers.read('latencyMs')), ttftMs: notNegative(numbers.read('ttftMs')) };
  const fault = numbers.fault();
  if (fault !== undefined) return unknown(fault);
  if (!usage.known) return usage;
  if (startedAt !== undefined && !startedAt.known) return startedAt;
  if (!status.known) return status;
  if (provider === undefined) return unknown('the provider is not given and cannot be told from the model; add --set provider=…');
  if (cost !== undefined && cost < 0) return unknown('impossible cost: costUsd is negative');
  const id = textOf(values.id);
  const prompt = textOf(values.prompt);
  const reply = textOf(values.reply);
  return known({
    recordId: id,
    keys: id === undefined ? [] : keysOfId(id, context.keyPrefix),
    startedAt: startedAt?.value ?? context.fileTimeMs,
    timeSource: startedAt === undefined ? 'file' : 'record',
    env: textOf(values.env),
    provider,
    requestedModel: textOf(values.requestedModel),
    servedModel: textOf(values.model),
    api: apis.find((api) => api === values.api) ?? 'chat',
    region: textOf(values.region),
    serviceTier: textOf(values.serviceTier),
    effort: textOf(values.effort),
    billing: billings.find((billing) => billing === values.billing) ?? 'metered',
    stream: /^(true|1|yes)$/i.test(textOf(values.stream) ?? ''),
    ...status.value,
    errorType: textOf(values.errorType),
    finishReason: textOf(values.finishReason),
    usage: usage.value,
    usageSource: usageSources.find((known) => known === values.usageSource) ?? 'reported',
    loggedCostNanoUsd: cost === undefined ? undefined : nanoFromUsd(cost),
    ...rest,
    user: textOf(values.user),
    tags: context.tags,
    sessionId: textOf(values.session),
    parameters: {},
    content: prompt === undefined && reply === undefined ? undefined : { messages: prompt === undefined ? [] : [{ role: 'user', text: prompt }], tools: [], ...(reply !== undefined && { reply: { text: reply, toolCalls: [] } }) },
  });
}

/** A clock that was set back makes a latency negative: then it is not known. */
const notNegative = (value: number | undefined): number | undefined => (value !== undefined && value < 0 ? undefined : value);

const RESPONSE_ID = /^(chatcmpl-|cmpl-|resp_|msg_|gen-)/;

/** An id that a provider gave is shared with other logs; any other is the log's own. */
const keysOfId = (id: string, prefix: string): string[] => (RESPONSE_ID.test(id) ? [`response:${id}`] : [`${prefix}:${id}`]);

const HTTP_STATUS = /^[1-5]\d\d$/;
const okWords: readonly string[] = ['ok', 'success', 'succeeded', 'successful', 'completed', 'complete', 'done', 'true', '1'];
const failedWords: readonly string[] = ['error', 'failure', 'failed', 'fail', 'exception', 'false', '0'];

/** A status word of ours, an HTTP status, or a word for success or failure; nothing stated = ok. */
function readStatus(word: string | undefined, http: number | undefined): Outcome<Pick<CapturedCall, 'status' | 'httpStatus'>> {
  const named = statuses.find((status) => status === word?.toLowerCase());
  if (named !== undefined) return known({ status: named, httpStatus: http });
  const httpStatus = word !== undefined && HTTP_STATUS.test(word) ? Number(word) : http;
  if (httpStatus !== undefined) return known({ status: statusOfNumber(httpStatus), httpStatus });
  if (word === undefined || okWords.includes(word.toLowerCase())) return known({ status: 'ok', httpStatus: undefined });
  if (failedWords.includes(word.toLowerCase())) return known({ status: 'server_error', httpStatus: undefined });
  return unknown(`the status "${word.slice(0, 40)}" is not known; known are ${statuses.join(', ')}, HTTP numbers, success and error`);
}

function statusOfNumber(http: number): CapturedCall['status'] {
  if (http < 400) return 'ok';
  if (http === 408 || http === 504) return 'timeout';
  if (http === 429) return 'rate_limited';
  if (http === 499) return 'aborted';
  if (http === 503 || http === 529) return 'overloaded';
  return http < 500 ? 'client_error' : 'server_error';
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
