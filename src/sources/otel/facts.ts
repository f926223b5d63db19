// What a span says of its call beside text and counts: who served, how it ended, how long it took, for whom.
import type { Api, RequestParameters } from '../../model/call.js';
import { routeOf, providerOfRoute, UNKNOWN_COMPATIBLE } from '../../providers/hosts.js';
import { type Failure, failureOf } from '../failure.js';
import { providerOfModel } from '../fields.js';
import type { LogFacts } from '../log-call.js';
import { isFormatName, providerId } from '../provider-names.js';
import { isFrameworkName, providerNamedBy } from '../tracing.js';
import { count, duration, flag, list, number, object, opened, tagsOf, text } from '../values.js';
import { isAgentRequest } from './claude-code-span.js';
import { withDetails } from './content.js';
import { type Attributes, type Span, type SpanEvent, first, isObject, millisOf, nanosOf, nested, pickerOf, spanMillis } from './span.js';
import { isEmbedding, usageOf } from './usage.js';

const pick = pickerOf({
  requestedModel: ['gen_ai.request.model', 'ai.model.id', 'llm.request.model', 'llm.model_name', 'embedding.model_name', 'langfuse.observation.model.name', 'mlflow.llm.model', 'genkit:name'],
  servedModel: ['gen_ai.response.model', 'ai.response.model', 'llm.response.model'],
  responseId: ['gen_ai.response.id', 'ai.response.id', 'llm.response.id'],
  requestId: ['gen_ai.response.request_id', 'gen_ai.request.id'],
  region: ['aws.region', 'gen_ai.request.region'],
  address: ['gen_ai.openai.api_base', 'llm.openai.api_base', 'url.full', 'http.url', 'server.address', 'net.peer.name', 'peer.address', 'gen_ai.request.base_url', 'llm.api_base'],
  tier: ['openai.response.service_tier', 'gen_ai.openai.response.service_tier', 'gen_ai.response.service_tier', 'openai.request.service_tier', 'gen_ai.openai.request.service_tier', 'gen_ai.request.service_tier'],
  stream: ['gen_ai.request.stream', 'gen_ai.request.is_stream', 'gen_ai.is_streaming', 'llm.is_streaming', 'gen_ai.request.streaming', 'llm.request.stream'],
  maxTokens: ['gen_ai.request.max_tokens', 'gen_ai.request.max_output_tokens', 'gen_ai.request.max_completion_tokens', 'ai.settings.maxOutputTokens', 'ai.settings.maxTokens', 'llm.request.max_tokens'],
  user: ['user.id', 'enduser.id', 'gen_ai.request.user', 'gen_ai.user', 'llm.user', 'langfuse.user.id', 'langfuse.trace.user_id', 'ai.telemetry.metadata.userId', 'ai.telemetry.metadata.user_id', 'traceloop.association.properties.user_id', 'traceloop.association.properties.userId',
    'metadata.user_api_key_end_user_id', 'metadata.user_api_key_user_id', 'langsmith.metadata.user_id', 'lmnr.association.properties.user_id', 'mlflow.trace.user', 'metadata.user_id'],
  session: ['gen_ai.conversation.id', 'session.id', 'langfuse.session.id', 'langfuse.trace.session_id', 'ai.telemetry.metadata.sessionId', 'ai.telemetry.metadata.session_id', 'ai.telemetry.metadata.threadId', 'ai.telemetry.metadata.conversationId', 'traceloop.association.properties.session_id',
    'traceloop.association.properties.sessionId', 'langsmith.trace.session_id', 'langsmith.metadata.session_id', 'langsmith.metadata.thread_id', 'lmnr.association.properties.session_id', 'thread.id', 'mlflow.trace.session', 'metadata.session_id', 'metadata.thread_id'],
  env: ['deployment.environment.name', 'deployment.environment', 'langfuse.environment', 'gen_ai.environment'],
  metadata: ['metadata'],
  operation: ['gen_ai.operation.name', 'llm.request.type'],
  vendor: ['gen_ai.provider.name', 'gen_ai.system', 'llm.provider', 'ai.model.provider'],
  finish: ['gen_ai.response.finish_reasons', 'gen_ai.response.finish_reason', 'ai.response.finishReason', 'ai.finishReason', 'llm.finish_reason', 'llm.response.finish_reason', 'llm.response.stop_reason'],
  cost: ['gen_ai.usage.cost', 'gen_ai.usage.total_cost', 'gen_ai.usage.cost.total', 'operation.cost', 'gen_ai.cost.total_cost', 'gen_ai.cost.total', 'gen_ai.usage.cost_usd', 'llm.cost.total', 'llm.usage.total_cost', 'gen_ai.cost', 'lmnr.cost.total'],
  ttftMillis: ['ai.response.msToFirstChunk', 'ai.stream.msToFirstChunk', 'gen_ai.server.time_to_first_token_ms', 'gen_ai.response.time_to_first_chunk_ms', 'llm.time_to_first_token_ms'],
  ttftSeconds: ['gen_ai.response.time_to_first_chunk', 'gen_ai.client.operation.time_to_first_chunk', 'gen_ai.server.time_to_first_token', 'gen_ai.server.ttft', 'llm.time_to_first_token', 'gen_ai.time_to_first_token'],
});
type Picked = ReturnType<typeof pick>;

export function factsOf(plain: Span, logs: readonly SpanEvent[]): LogFacts {
  const span: Span = { ...plain, attributes: withDetails(plain.attributes, logs) };
  const { attributes, resource } = span;
  const picked = pick(attributes);
  const settings = settingsOf(attributes);
  const metadata = object(picked.metadata);
  const { counts, raw } = usageOf(span);
  const reply = replyFacts(attributes);
  const requestedModel = text(picked.requestedModel) ?? text(settings['model']);
  const servedModel = text(picked.servedModel);
  const responseId = text(picked.responseId) ?? text(reply['id']);
  const requestId = text(picked.requestId);
  const latencyMs = spanMillis(span.startNanos, span.endNanos);
  const finishReason = finishOf(span, { logs, reply, picked });
  const failure = failureOfSpan(span);
  return {
    id: shownId(span),
    keys: [responseKey(responseId), requestId === undefined ? undefined : `request:${requestId}`, span.traceId === '' || span.spanId === '' ? undefined : `span:${span.traceId}/${span.spanId}`],
    startedAt: millisOf(span.startNanos),
    endedAt: span.startNanos === undefined ? millisOf(span.endNanos) : undefined,
    provider: providerOf(span, { model: servedModel ?? requestedModel, address: text(picked.address) }),
    requestedModel,
    servedModel,
    api: apiOf(span, { responseId, picked }),
    region: text(picked.region) ?? REGION_IN_HOST.exec(text(picked.address) ?? '')?.[1],
    serviceTier: text(picked.tier) ?? tierOf(attributes) ?? text(reply['service_tier']),
    effort: effortOf(attributes, settings),
    billing: isAgentRequest(span) ? 'subscription' : undefined,
    stream: flag(picked.stream) ?? flag(settings['stream']) ?? (/\.doStream\b/.test(text(attributes['ai.operationId']) ?? span.name) ? true : undefined),
    ...(failure !== undefined ? failure : isFiltered(finishReason) ? { status: 'content_filter' as const } : { status: 'ok' as const, httpStatus: httpStatusOf(attributes) }),
    finishReason,
    counts,
    rawUsage: raw,
    costUsd: costOf(attributes, picked),
    maxOutputTokens: count(picked.maxTokens) ?? count(settings['max_completion_tokens'] ?? settings['max_output_tokens'] ?? settings['max_tokens'] ?? settings['maxOutputTokens'] ?? settings['maxTokens']),
    latencyMs,
    ttftMs: ttftOf(span, { latencyMs, picked }),
    user: text(picked.user) ?? text(metadata['user_id']),
    session: text(picked.session) ?? text(metadata['session_id'] ?? metadata['thread_id']),
    env: text(first(resource, ['deployment.environment.name', 'deployment.environment', 'environment'])) ?? text(picked.env),
    tags: spanTags(span),
    parameters: parametersOf(attributes, settings),
  };
}

/** Letters of the trace that stand before the id of a span: spans of two traces may have the same. */
const TRACE_LETTERS = 8;
const shownId = ({ traceId, spanId }: Span): string | undefined => (spanId === '' ? undefined : traceId === '' ? spanId : `${traceId.slice(0, TRACE_LETTERS)}/${spanId}`);

/** Example: 'bedrock-runtime.us-east-1.amazonaws.com' -> 'us-east-1' */
const REGION_IN_HOST = /\b(?:bedrock-runtime|aiplatform)[.-]([a-z]{2}(?:-[a-z]+)+-?\d)\b/;

/** Request parameters that a flavour keeps as one JSON. */
function settingsOf(attributes: Attributes): Attributes {
  const told = [attributes['llm.invocation_parameters'], attributes['langfuse.observation.model.parameters'], attributes['request_data'], object(attributes['genkit:input'])['config'], attributes['mlflow.chat.parameters']].map(object);
  return Object.assign({}, ...told.reverse()) as Attributes;
}

/** The provider's own reply, where a flavour keeps it as the output of the span. */
function replyFacts(attributes: Attributes): Attributes {
  const reply = object(first(attributes, ['output.value', 'mlflow.spanOutputs', 'langfuse.observation.output']));
  return Array.isArray(reply['choices']) || Array.isArray(reply['output']) || reply['usage'] !== undefined ? reply : { finish_reason: reply['finish_reason'] };
}

/** An id that the AI SDK makes up where the provider gives none is no id of the provider. */
const responseKey = (id: string | undefined): string | undefined => (id === undefined || id.length < 6 || /^(aitxt|aiobj)-/.test(id) ? undefined : `response:${id}`);

/**
 * Who served, as the span names it. Names of frameworks are passed over. `openai` may stand for any host of that format: then the server's address tells, and an address nobody knows with a model
 * that OpenAI does not make is `openai-compatible`. LangChain's own word for it (`ls_provider`) stands above the maker of the model. A model that one seller's name is on, or that is named
 * `provider/model`, is the last resort.
 */
function providerOf({ attributes, scope }: Span, { model, address }: { model: string | undefined; address: string | undefined }): string | undefined {
  const names = ['gen_ai.provider.name', 'gen_ai.system', 'llm.provider', 'langsmith.metadata.ls_provider', 'metadata.ls_provider', 'metadata', 'llm.system', 'ai.model.provider', 'gen_ai.request.provider', 'mlflow.llm.provider']
    .map((name) => text(name === 'metadata' ? object(attributes[name])['ls_provider'] : attributes[name]));
  const named = names.find((name) => name !== undefined && !isFrameworkName(name));
  const host = address === undefined ? undefined : routeOf(/^[a-z]+:\/\//i.test(address) ? address : `https://${address}`);
  const byHost = host === undefined || host.host === '' ? undefined : providerOfRoute(host, '');
  const isOpen = named === undefined || isFormatName(named);
  if (isOpen && byHost !== undefined) return byHost;
  const isOwnModel = model === undefined || providerOfModel(model) === 'openai';
  if (named !== undefined && isOpen && host !== undefined && host.host !== '' && !isOwnModel) return UNKNOWN_COMPATIBLE;
  if (named !== undefined && VERTEX_SCOPE.test(scope) && providerId(named) === 'google') return 'vertex';
  if (named !== undefined) return plainId(providerId(named, model));
  const byModel = providerNamedBy(model);
  const prefix = /^([a-z0-9_.-]+)\/./i.exec(model ?? '')?.[1];
  return byModel ?? (prefix === undefined ? undefined : plainId(providerId(prefix)));
}

/** Instrumentations of the SDK for Vertex AI, which write `Google`. */
const VERTEX_SCOPE = /instrumentation[.-]vertexai/i;

/** Letters, digits, dots and dashes of a name nobody knows. Example: 'my gateway!' -> 'my-gateway' */
const plainId = (name: string | undefined): string | undefined => name?.slice(0, MAX_PROVIDER_CHARACTERS).replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+|-+$/g, '') || undefined;
const MAX_PROVIDER_CHARACTERS = 60;

function apiOf(span: Span, { responseId, picked }: { responseId: string | undefined; picked: Picked }): Api {
  const { attributes } = span;
  const operation = text(picked.operation) ?? '';
  const provider = text(picked.vendor) ?? '';
  if (isEmbedding(span)) return 'embeddings';
  if (/text_completion|^completion$|text\.completions/.test(operation)) return 'completions';
  if (/^responses$/.test(text(attributes['openai.api.type']) ?? '') || /\.responses$/.test(provider) || /^resp_/.test(responseId ?? '')) return 'responses';
  if (/anthropic/i.test(provider) && !/bedrock|vertex/i.test(provider)) return 'messages';
  return /^(gcp\.|google|gemini|vertex)/i.test(provider) && !/anthropic/i.test(provider) ? 'generate_content' : 'chat';
}

function tierOf(attributes: Attributes): string | undefined {
  const metadata = object(attributes['ai.response.providerMetadata']);
  return text(object(metadata['openai'])['serviceTier']) ?? text(object(object(metadata['anthropic'])['usage'])['service_tier']);
}

function effortOf(attributes: Attributes, settings: Attributes): string | undefined {
  const words = ['gen_ai.request.reasoning.level', 'gen_ai.request.reasoning_effort', 'gen_ai.request.reasoning.effort', 'openai.request.reasoning_effort', 'gen_ai.openai.request.reasoning_effort', 'llm.request.reasoning_effort'].map((name) => attributes[name]);
  const thinking = [settings['thinking'], settings['thinkingConfig'], settings['thinking_config']].find(isObject) ?? {};
  const told = [...words, settings['reasoning_effort'], settings['reasoningEffort'], object(settings['reasoning'])['effort']].find((word) => typeof word === 'string' && word.trim() !== '');
  if (typeof told === 'string') return told.trim().toLowerCase();
  const budget = number(first(attributes, ['gen_ai.request.thinking.budget_tokens', 'gen_ai.request.thinking_budget'])) ?? number(thinking['budget_tokens'] ?? thinking['thinkingBudget'] ?? thinking['thinking_budget']);
  return budget === undefined || budget < 0 ? undefined : `budget:${budget}`;
}

function finishOf({ attributes, events }: Span, { logs, reply, picked }: { logs: readonly SpanEvent[]; reply: Attributes; picked: Picked }): string | undefined {
  const reasons = opened(picked.finish);
  const stated = Array.isArray(reasons) ? reasons.map(text).find((reason) => reason !== undefined) : text(reasons);
  if (stated !== undefined) return stated;
  const choice = [...events, ...logs].find(({ name }) => name === 'gen_ai.choice')?.attributes;
  const places: readonly (() => unknown)[] = [() => opened(attributes['gen_ai.output.messages']), () => nested(attributes, 'gen_ai.completion'), () => reply['choices'], () => [object(attributes['genkit:output']), reply, choice, object(choice?.['body'])]];
  for (const place of places) {
    const reason = list(place()).filter(isObject).map((answer) => text(answer['finish_reason'] ?? answer['finishReason'] ?? answer['stop_reason'])).find((word) => word !== undefined);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

const isFiltered = (reason: string | undefined): boolean => reason !== undefined && /^(content[_-]filter(ed)?|safety|prohibited_content|blocklist|spii|guardrail_intervened)$/i.test(reason);

const httpStatusOf = (attributes: Attributes): number | undefined => {
  const status = number(first(attributes, ['http.response.status_code', 'http.status_code', 'gen_ai.response.status_code', 'error.status_code']));
  return status !== undefined && Number.isInteger(status) && status >= 100 && status <= 599 ? status : undefined;
};

/** How a span that failed did so: the HTTP status where one stands, else the words of the error. Absent for one that did not. */
function failureOfSpan(span: Span): Failure | undefined {
  const { attributes } = span;
  const exception = span.events.find(({ name }) => name === 'exception')?.attributes ?? {};
  const level = text(attributes['langfuse.observation.level'])?.toUpperCase();
  const httpStatus = httpStatusOf(attributes);
  const isFailed = span.isError || level === 'ERROR' || text(attributes['genkit:state']) === 'error' || (httpStatus !== undefined && httpStatus >= 400) || text(attributes['error.type']) !== undefined;
  if (!isFailed) return undefined;
  const errorType = text(attributes['error.type']) ?? text(exception['exception.type']) ?? text(attributes['exception.type']);
  const words = [errorType, text(exception['exception.message']), span.statusMessage, text(attributes['langfuse.observation.status_message']), text(attributes['error.message'])].filter((word) => word !== undefined).join(' ');
  return failureOf(words, { httpStatus, errorType });
}

function costOf(attributes: Attributes, picked: Picked): number | undefined {
  const stated = number(picked.cost);
  if (stated !== undefined) return stated;
  const details = object(first(attributes, ['langfuse.observation.cost_details', 'mlflow.llm.cost']));
  const total = number(details['total'] ?? details['total_cost']);
  if (total !== undefined) return total;
  const parts = Object.values(details).map(number).filter((part) => part !== undefined);
  const sides = ['gen_ai.usage.input_cost', 'gen_ai.usage.output_cost', 'llm.cost.prompt', 'llm.cost.completion'].map((name) => number(attributes[name])).filter((part) => part !== undefined);
  const all = parts.length > 0 ? parts : sides;
  return all.length === 0 ? undefined : all.reduce((sum, part) => sum + part, 0);
}

const FIRST_TOKEN = /^(first token stream event|first[_ .]token|gen_ai\.first_token|llm\.content\.completion\.chunk|ai\.stream\.firstChunk|gen_ai\.content\.chunk)/i;

/**
 * Time to the first token in ms. The conventions count it in seconds, the AI SDK in ms, and Strands writes ms under a name of the conventions: a figure that as seconds lies after the
 * end of the span and as ms within it is ms.
 */
function ttftOf(span: Span, { latencyMs, picked }: { latencyMs: number | undefined; picked: Picked }): number | undefined {
  const { attributes } = span;
  const millis = duration(picked.ttftMillis, 'ms');
  if (millis !== undefined) return millis;
  const stated = count(picked.ttftSeconds);
  if (stated !== undefined && stated > 0) return latencyMs !== undefined && stated * 1000 > latencyMs + 1 && stated <= latencyMs ? stated : stated * 1000;
  const start = nanosOf(opened(first(attributes, ['langfuse.observation.completion_start_time', 'mastra.completion_start_time']))) ?? span.events.find(({ name }) => FIRST_TOKEN.test(name))?.nanos;
  return spanMillis(span.startNanos, start);
}

const tagPrefixes = ['traceloop.association.properties.', 'ai.telemetry.metadata.', 'langfuse.trace.metadata.', 'langfuse.observation.metadata.', 'langsmith.metadata.', 'metadata.', 'lmnr.association.properties.'] as const;
/** Ids that stand elsewhere in the call. */
const NOT_A_TAG = /^(user_?id|session_?id|thread_?id|conversation_?id|.*headers.*|.*api_?key.*|.*token.*|.*secret.*)$/i;
const MAX_TAG_CHARACTERS = 200;
const MAX_TAGS = 40;

function spanTags({ attributes, resource }: Span): Record<string, string> {
  const tags: Record<string, string> = {};
  const add = (name: string, value: unknown): void => {
    const words = text(value);
    if (words !== undefined && words.length <= MAX_TAG_CHARACTERS && Object.keys(tags).length < MAX_TAGS && !NOT_A_TAG.test(name) && name !== '__proto__') tags[name] ??= words;
  };
  const service = text(resource['service.name']);
  if (service !== undefined && !/^unknown_service/.test(service)) add('service', service);
  add('agent', attributes['gen_ai.agent.name']);
  add('function', attributes['ai.telemetry.functionId']);
  add('workflow', first(attributes, ['traceloop.workflow.name', 'gen_ai.workflow.name']));
  add('prompt', first(attributes, ['gen_ai.prompt.name', 'langfuse.observation.prompt.name', 'traceloop.prompt.key', 'llm.prompt_template.name']));
  for (const name of ['tag.tags', 'langfuse.trace.tags', 'langsmith.span.tags']) {
    const value = opened(attributes[name]);
    for (const [tag, words] of Object.entries(tagsOf(typeof value === 'string' ? value.split(',').map((part) => part.trim()) : list(value)))) add(tag, words);
  }
  for (const name in attributes) {
    const prefix = tagPrefixes.find((candidate) => name.startsWith(candidate));
    if (prefix !== undefined) add(name.slice(prefix.length), attributes[name]);
  }
  for (const [name, value] of Object.entries(tagsOf(object(attributes['metadata'])))) add(name, value);
  return tags;
}

function parametersOf(attributes: Attributes, settings: Attributes): RequestParameters {
  const numberAt = (names: readonly string[], setting: unknown): number | undefined => number(first(attributes, names)) ?? number(setting);
  const temperature = numberAt(['gen_ai.request.temperature', 'ai.settings.temperature', 'llm.request.temperature'], settings['temperature']);
  const seed = numberAt(['gen_ai.request.seed', 'gen_ai.openai.request.seed', 'ai.settings.seed'], settings['seed']);
  const choices = numberAt(['gen_ai.request.choice.count', 'llm.request.n'], settings['n']);
  const toolChoice = first(attributes, ['ai.prompt.toolChoice', 'gen_ai.request.tool_choice', 'llm.request.tool_choice']) ?? settings['tool_choice'];
  const sampling = Object.fromEntries(['top_p', 'top_k', 'frequency_penalty', 'presence_penalty', 'stop_sequences'].flatMap((name) => {
    const value = first(attributes, [`gen_ai.request.${name}`, `llm.${name}`]) ?? settings[name];
    return value === undefined ? [] : [[name, value] as const];
  }));
  return {
    ...(temperature !== undefined && { temperature }),
    ...(seed !== undefined && { seed }),
    ...(choices !== undefined && choices > 0 && { choices }),
    ...(toolChoice !== undefined && { toolChoice: typeof toolChoice === 'string' ? toolChoice : JSON.stringify(toolChoice) }),
    ...(text(attributes['openai.request.previous_response_id'] ?? settings['previous_response_id']) !== undefined && { isStateful: true }),
    ...(Object.keys(sampling).length > 0 && { sampling: JSON.stringify(sampling) }),
  };
}
