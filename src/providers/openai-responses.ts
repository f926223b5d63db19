// OpenAI Responses API, JSON and typed SSE events: https://platform.openai.com/docs/api-reference/responses (read 2026-11-22)
import type { CallContent, Message, ToolCall } from '../model/call.js';
import { known } from '../model/outcome.js';
import type { Family, WireCall, WireError, WireInput, WireReply } from './family.js';
import { type JsonObject, compactJson, isObject, listOf, numberOf, objectOf, textOf } from './json.js';
import { readChatRequest } from './openai-chat.js';
import { mediaFields } from './media-digest.js';
import { readFormat, readMessage, readParts, readTier, readTool } from './openai-content.js';
import { errorOf } from './openai-error.js';
import { readCost, readUsage } from './openai-usage.js';

export const family: Family = {
  id: 'openai-responses',
  owner: 'openai',
  matches: ({ path }) => /\/responses(\/compact)?$/.test(path),
  isPoll: ({ path }) => /\/responses\/[^/]+$/.test(path),
  read(input) {
    const { response, error, isCut } = wholeResponse(input.reply);
    const usage = readUsage(response['usage'], { generatesNothing: false });
    if (!usage.known) return usage;
    const outputs = listOf(response['output']).map(objectOf);
    const searches = outputs.filter(isPaidSearch).length;
    const value = searches > 0 && usage.value.webSearches === undefined ? { ...usage.value, webSearches: searches } : usage.value;
    return known({ ...readChatRequest(input), ...readReply(input, response), api: 'responses', error, isCut, usage: value });
  },
};

/** Opening a page and looking for words in it are steps of a search, and free: https://platform.openai.com/docs/pricing (read 2026-11-22) */
const isPaidSearch = (item: JsonObject): boolean => item['type'] === 'web_search_call' && (textOf(objectOf(item['action'])['type']) ?? 'search') === 'search';

/** Every event of a stream that carries the response carries all of it so far: the last one is the reply. */
function wholeResponse(reply: WireReply): { response: JsonObject; error: WireError | undefined; isCut: boolean } {
  if (reply.kind !== 'stream') {
    const response = reply.kind === 'json' ? objectOf(reply.json) : {};
    return { response, error: errorOf(reply.kind === 'json' ? reply.json : undefined), isCut: false };
  }
  let response: JsonObject = {};
  let error: WireError | undefined;
  let isCut = true;
  for (const { json } of reply.events) {
    const event = objectOf(json);
    if (isObject(event['response'])) response = event['response'];
    const type = textOf(event['type']) ?? '';
    if (/^response\.(completed|incomplete|failed|cancelled)$/.test(type)) isCut = false;
    if (type === 'error') error ??= errorOf(isObject(event['error']) ? event : { error: { ...event, type: event['code'] ?? 'error' } });
  }
  error ??= errorOf(response);
  return { response, error, isCut: isCut && error === undefined };
}

/** A call in the background that has not ended: a poll tells how it did. */
const runningStates: readonly string[] = ['queued', 'in_progress'];

type ReplyFacts = Pick<WireCall, 'servedModel' | 'stream' | 'region' | 'serviceTier' | 'content' | 'parameters' | 'maxOutputTokens' | 'responseId' | 'createdAt' | 'finishReason' | 'isFiltered' | 'rawUsage' | 'loggedCostUsd' | 'billing'>;

function readReply(input: WireInput, response: JsonObject): ReplyFacts {
  const { request, replyHeaders } = input;
  const status = textOf(response['status']);
  const reason = textOf(objectOf(response['incomplete_details'])['reason']);
  const created = numberOf(response['created_at']);
  const cost = readCost(response['usage']);
  const isStateful = textOf(request['previous_response_id']) !== undefined || (request['conversation'] ?? null) !== null;
  return {
    servedModel: textOf(response['model']),
    stream: input.reply.kind === 'stream' || request['stream'] === true,
    region: textOf(replyHeaders['x-ms-region']),
    serviceTier: readTier(replyHeaders['azureai-processed-tier'], response['service_tier'], request['service_tier']),
    content: readContent(request, response),
    parameters: { ...readChatRequest(input).parameters, ...(isStateful && { isStateful }) },
    maxOutputTokens: numberOf(request['max_output_tokens']),
    responseId: textOf(response['id']),
    createdAt: created === undefined ? undefined : Math.round(created * 1000),
    finishReason: status === 'incomplete' ? (reason ?? status) : runningStates.includes(status ?? '') ? undefined : status,
    isFiltered: reason === 'content_filter',
    rawUsage: response['usage'] ?? undefined,
    loggedCostUsd: cost.usd,
    billing: cost.isByok ? 'byok' : undefined,
  };
}

function readContent(request: JsonObject, response: JsonObject): CallContent {
  const instructions = textOf(request['instructions']);
  const input = request['input'];
  const messages: Message[] = [
    ...(instructions === undefined ? [] : [{ role: 'system' as const, text: instructions }]),
    ...(typeof input === 'string' ? [{ role: 'user' as const, text: input }] : listOf(input).flatMap(readItem)),
  ];
  const responseFormat = readFormat(objectOf(request['text'])['format']);
  const outputs = listOf(response['output']).map(objectOf);
  const texts = outputs.filter((item) => item['type'] === 'message').map((item) => readParts(item['content']).text);
  const refusal = outputs.flatMap((item) => listOf(item['content'])).map((part) => textOf(objectOf(part)['refusal'])).find((text) => text !== undefined);
  return {
    messages,
    tools: listOf(request['tools']).map(readTool),
    ...(responseFormat !== undefined && { responseFormat }),
    ...(outputs.length > 0 && { reply: { text: texts.join('\n'), toolCalls: readCalls(outputs), ...(refusal !== undefined && { refusal }) } }),
  };
}

/** Steps of xAI's own search of X come as calls of custom tools (recorded traffic). */
const PROVIDER_TOOL = /^x_(keyword_search|semantic_search|user_search|thread_fetch)$/;

const isCall = (item: JsonObject): boolean => item['type'] === 'function_call' || (item['type'] === 'custom_tool_call' && !PROVIDER_TOOL.test(textOf(item['name']) ?? ''));

const readCalls = (items: readonly JsonObject[]): ToolCall[] =>
  items.filter(isCall).map((item) => ({ name: textOf(item['name']) ?? '', argumentsText: compactJson(item['arguments'] ?? item['input'] ?? '') }));

/** An input item: message, call, or result of a call (of the computer tool: one screenshot, no list). Reasoning items and references hold no text. */
function readItem(entry: unknown): Message[] {
  const item = objectOf(entry);
  if (isCall(item)) return [{ role: 'assistant', text: '', toolCalls: readCalls([item]) }];
  if (textOf(item['type'])?.endsWith('_output') === true) {
    const { text, ...parts } = readParts(isObject(item['output']) ? [item['output']] : item['output']);
    return [{ role: 'tool', text, ...mediaFields(parts) }];
  }
  return item['role'] === undefined ? [] : [readMessage(item)];
}
