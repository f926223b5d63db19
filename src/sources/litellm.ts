// LiteLLM: the standard logging payload https://docs.litellm.ai/docs/proxy/logging_spec and rows of the spend-logs table, also as the API's pages of it
// https://docs.litellm.ai/docs/proxy/cost_tracking (read 2026-11-22)
import type { Status } from '../model/call.js';
import { providerOfRoute, routeOf } from '../providers/hosts.js';
import { elapsedMs } from './elapsed.js';
import { realCost, realCounts } from './gateway-record.js';
import { countsOfUsage } from './gateway-usage.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { isFormatName, providerId } from './provider-names.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { count, duration, flag, isNoContent, list, object, opened, pick, tagsOf, text, usd } from './values.js';

const ID = 'litellm';

export const source = recordSource({
  id: ID,
  title: 'LiteLLM: standard logging payloads and spend logs',
  settable: logSettable,
  paths: ['data'],
  marks: 'hold call_type with response_cost or spend',
  isOf: (record) => payloadOf(record) !== undefined,
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

const isPayload = (record: JsonRecord): boolean => 'call_type' in record && ('spend' in record || 'response_cost' in record) && ('startTime' in record || 'start_time' in record);

/** The record itself, or what a sink put around it: callback arguments, an entry of Datadog or of its search. */
function payloadOf(record: JsonRecord): JsonRecord | undefined {
  if (isPayload(record)) return named(record);
  const inner = [record['standard_logging_object'], record['standard_logging_payload'], object(record['kwargs'])['standard_logging_object'], record['message'], pick(record, 'attributes.attributes'), pick(record, 'attributes.message')];
  const found = inner.map(object).find(isPayload);
  return found === undefined ? undefined : named(found);
}

/** Times under the names of the payload, where an export wrote them in snake case. */
function named(record: JsonRecord): JsonRecord {
  if ('startTime' in record) return record;
  return { ...record, startTime: record['start_time'], endTime: record['end_time'], completionStartTime: record['completion_start_time'] };
}

function readRecord(outer: JsonRecord, context: RecordContext): RecordReading {
  const record = payloadOf(outer);
  if (record === undefined) {
    return isRecord(outer['models']) && 'spend' in outer ? { noCall: 'a sum over many calls: export the rows with summarize=false' } : notOfFormat('no LiteLLM record (no call_type, spend or response_cost)');
  }
  const metadata = object(record['metadata']);
  const costUsd = usd(record['response_cost'] ?? record['spend']);
  if (flag(record['cache_hit']) === true && (costUsd ?? 0) === 0) return { noCall: 'answered from the cache of the gateway' };
  const callType = text(record['call_type'])?.toLowerCase() ?? '';
  if (callType.endsWith('retrieve_batch')) return { noCall: 'a batch as a whole: import the output file of the batch for its calls' };
  const counts = countsOf(record, metadata);
  if (isManagement(callType) && (counts.inputTokens ?? 0) + (counts.outputTokens ?? 0) === 0 && (costUsd ?? 0) === 0) return { noCall: 'no model call (files, batches, vector stores, tools)' };
  const provider = providerOf(record, metadata);
  const model = modelOf(record, provider);
  const reply = replyOf(record, model);
  const ending = failure(record, metadata);
  const facts: LogFacts = {
    ...identity(record),
    ...timing(record, context),
    ...ending,
    provider,
    requestedModel: model ?? text(record['model_group']),
    api: apiOf(callType),
    counts: reply.isOwnUsage ? realCounts(counts, { isOk: ending.status === 'ok' }) : {},
    rawUsage: reply.isOwnUsage ? reply.usage ?? pick(metadata, 'usage_object') ?? (Object.keys(object(record['usage'])).length > 0 ? record['usage'] : undefined) : undefined,
    costUsd: realCost(costUsd, { isOk: ending.status === 'ok' }),
    user: userOf(record, metadata),
    session: sessionOf(record),
    tags: tagsIn(record, metadata),
  };
  return { outcome: callFromLog(facts, { request: requestOf(record, model), reply: reply.body }, context) };
}

const FILLER_USER = 'default_user_id';
const userNamed = (value: unknown): string | undefined => (text(value) === FILLER_USER ? undefined : text(value));
const userOf = (record: JsonRecord, metadata: JsonRecord): string | undefined =>
  userNamed(record['end_user']) ?? userNamed(metadata['user_api_key_end_user_id']) ?? userNamed(record['user']) ?? userNamed(metadata['user_api_key_user_id']);

/** Every request has a trace of its own unless the caller named one. */
function sessionOf(record: JsonRecord): string | undefined {
  const session = text(record['session_id'] ?? record['trace_id']);
  return session === text(record['request_id'] ?? record['id']) ? undefined : session;
}

/** LiteLLM hides its routing in the ids of the Responses API. Example: the base64 of 'litellm:custom_llm_provider:openai;model_id:m;response_id:resp_1' behind 'resp_' -> 'resp_1' */
function plainId(id: string): string {
  const hidden = /^resp_([A-Za-z0-9+/=_-]{24,})$/.exec(id)?.[1];
  return (hidden === undefined ? undefined : /^litellm:.*response_id:([\w-]+)/.exec(Buffer.from(hidden, 'base64').toString('utf8'))?.[1]) ?? id;
}

const WIRE_ID = /^(chatcmpl-|cmpl-|resp_|msg_|gen-)/;

function identity(record: JsonRecord): Pick<LogFacts, 'id' | 'keys'> {
  const id = text(record['request_id'] ?? record['id']);
  if (id === undefined) return {};
  const wire = plainId(id.replace(/_cache_hit[\d.]+$/, ''));
  return { id, keys: [`${ID}:${id}`, WIRE_ID.test(wire) ? `response:${wire}` : undefined, keyOfCall(record)] };
}

const keyOfCall = (record: JsonRecord): string | undefined => {
  const id = text(pick(record, 'litellm_call_id', 'metadata.litellm_call_id', 'hidden_params.litellm_call_id'));
  return id === undefined ? undefined : `${ID}:${id}`;
};

function timing(record: JsonRecord, { time }: RecordContext): Pick<LogFacts, 'startedAt' | 'latencyMs' | 'ttftMs' | 'stream'> {
  const { startTime, endTime, completionStartTime } = record;
  const whole = elapsedMs(startTime, endTime, time) ?? duration(record['request_duration_ms'], 'ms');
  const first = elapsedMs(startTime, completionStartTime, time);
  const stream = flag(record['stream'] ?? pick(record, 'model_parameters.stream'));
  const isFirstTold = stream ?? (first !== undefined && whole !== undefined && first < whole);
  return { startedAt: startTime, latencyMs: whole, ttftMs: isFirstTold ? first : undefined, stream };
}

const statusByClass: readonly (readonly [RegExp, Status])[] = [
  [/ratelimit/i, 'rate_limited'], [/timeout/i, 'timeout'], [/contentpolicy|guardrail/i, 'content_filter'], [/serviceunavailable|overloaded/i, 'overloaded'], [/cancel|disconnect/i, 'aborted'],
  [/badrequest|notfound|authentication|permission|contextwindow|unprocessable|budget|unsupported|invalid|jsonschema|proxyexception/i, 'client_error'],
];

/** Error class names as in https://docs.litellm.ai/docs/exception_mapping (read 2026-11-22). */
function failure(record: JsonRecord, metadata: JsonRecord): Pick<LogFacts, 'status' | 'httpStatus' | 'errorType'> {
  const error = { ...object(metadata['error_information']), ...object(record['error_information']) };
  const word = text(record['status'] ?? metadata['status'])?.toLowerCase() ?? (text(record['error_str']) === undefined ? 'success' : 'failure');
  if (word !== 'failure') return { status: 'ok' };
  const errorType = text(error['error_class']);
  const code = count(error['error_code']);
  if (code !== undefined && code >= 400 && code <= 599 && !/contentpolicy/i.test(errorType ?? '')) return { httpStatus: code, errorType };
  return { status: statusByClass.find(([pattern]) => pattern.test(errorType ?? ''))?.[1] ?? 'server_error', errorType, ...(code !== undefined && { httpStatus: code }) };
}

const isManagement = (callType: string): boolean => /file|batch|vector_store|mcp|list_|thread|assistant|delete|cancel|health|container|skill/.test(callType);

function apiOf(callType: string): LogFacts['api'] {
  if (/responses/.test(callType)) return 'responses';
  if (/embedding/.test(callType)) return 'embeddings';
  if (/text_completion/.test(callType)) return 'completions';
  if (/anthropic_messages/.test(callType)) return 'messages';
  if (/generate_content/.test(callType)) return 'generate_content';
  return /completion|^$/.test(callType) ? 'chat' : callType.startsWith('pass_through') ? undefined : 'other';
}

/** `openai` stands for every host of that format: the address tells which. */
function providerOf(record: JsonRecord, metadata: JsonRecord): string | undefined {
  const model = text(record['model']) ?? '';
  const prefix = /^([a-z_]+)\//.exec(model)?.[1];
  const name = text(record['custom_llm_provider']) ?? text(pick(record, 'model_map_information.model_map_value.litellm_provider')) ?? prefix ?? text(pick(record, 'error_information.llm_provider')) ?? text(pick(metadata, 'error_information.llm_provider'));
  const address = text(record['api_base']) ?? text(pick(record, 'hidden_params.api_base'));
  const host = address === undefined ? undefined : routeOf(address).host;
  const byHost = host === undefined || host === '' ? undefined : providerOfRoute({ host, path: '', query: '' }, '');
  return name === undefined || isFormatName(name) ? (byHost ?? name) : name;
}

/** Without LiteLLM's own prefix. Example: 'bedrock/converse/anthropic.claude-v2' -> 'anthropic.claude-v2' */
function modelOf(record: JsonRecord, provider: string | undefined): string | undefined {
  const model = text(record['model']);
  const [prefix = '', ...rest] = model?.split('/') ?? [];
  const isOwnPrefix = rest.length > 0 && (prefix === text(record['custom_llm_provider']) || (provider !== undefined && providerId(prefix) === providerId(provider)));
  return isOwnPrefix ? rest.join('/').replace(/^(converse|invoke|responses)\//, '') : model;
}

function countsOf(record: JsonRecord, metadata: JsonRecord): NonNullable<LogFacts['counts']> {
  const replyUsage = object(object(record['response'])['usage']);
  const ownUsage = object(record['usage']);
  const stated = { prompt_tokens: record['prompt_tokens'], completion_tokens: record['completion_tokens'], total_tokens: record['total_tokens'] };
  const parts = { ...ownUsage, ...object(metadata['additional_usage_values']), ...object(metadata['usage_object']), ...('prompt_tokens' in replyUsage || 'input_tokens' in replyUsage ? replyUsage : {}) };
  const filled = Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== null));
  return countsOfUsage('input_tokens' in filled && !('prompt_tokens' in filled) ? { ...stated, ...filled, prompt_tokens: stated.prompt_tokens ?? filled['input_tokens'] } : { ...stated, ...filled });
}

/** The reply without LiteLLM's own usage, which `countsOf` reads, and without the alias that it put over the model. A reply in Anthropic's own shape is left as it is. */
function replyOf(record: JsonRecord, model: string | undefined): { body: unknown; usage?: unknown; isOwnUsage: boolean } {
  const reply = opened(record['response']);
  if (!isRecord(reply) || isNoContent(reply)) return { body: reply, isOwnUsage: true };
  const { usage, ...rest } = reply;
  const isForeign = (reply['type'] === 'message' && Array.isArray(reply['content'])) || 'usageMetadata' in reply;
  const isAlias = text(reply['model']) !== undefined && text(reply['model']) === text(record['model_group']) && model !== undefined;
  const body = { ...(isForeign ? reply : rest), ...(isAlias && { model }) };
  return { body, usage, isOwnUsage: !isForeign };
}

/** The body that the client sent where it is kept, else the messages with the parameters. */
function requestOf(record: JsonRecord, model: string | undefined): unknown {
  const parameters = object(record['model_parameters']);
  const sent = object(pick(record, 'proxy_server_request.body') ?? record['proxy_server_request']);
  const messages = opened(record['messages']);
  const ask = isNoContent(messages) ? sent : { ...sent, ...parameters, ...(typeof messages === 'string' ? { input: messages } : Array.isArray(messages) ? { messages } : isRecord(messages) ? messages : {}) };
  const whole = Object.keys(ask).length > 0 ? ask : parameters;
  return Object.keys(whole).length === 0 ? undefined : { ...whole, ...(model !== undefined && { model }) };
}

/** What the caller and the operator named: never the hash of a key. */
function tagsIn(record: JsonRecord, metadata: JsonRecord): Record<string, string> {
  const team = text(metadata['user_api_key_team_alias']) ?? text(record['team_id']) ?? text(metadata['user_api_key_team_id']);
  const key = text(metadata['user_api_key_alias']);
  const group = text(record['model_group']);
  const own = { ...(team !== undefined && { team }), ...(key !== undefined && { api_key_alias: key }), ...(group !== undefined && { model_group: group }) };
  return { ...tagsOf(metadata['requester_metadata']), ...tagsOf(metadata['spend_logs_metadata']), ...own, ...tagsOf(list(record['request_tags'])) };
}
