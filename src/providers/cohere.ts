// Cohere chat v1 and v2 (JSON, SSE, newline-delimited JSON), generate and embed: https://docs.cohere.com/reference/chat, …/chat-stream, …/embed, …/v1/reference/chat (read 2026-11-22)
import type { CallContent, Message, ToolCall, ToolDefinition } from '../model/call.js';
import { known } from '../model/outcome.js';
import { readUsage } from './cohere-usage.js';
import type { Family, WireCall, WireError, WireInput, WireReply } from './family.js';
import { type JsonObject, compactJson, entryOf, isObject, listOf, numberOf, objectOf, readSampling, textOf } from './json.js';
import { readMessage, readParameters, readFormat, readParts, readTool, readToolCalls } from './openai-content.js';
import { errorOf } from './openai-error.js';

export const family: Family = {
  id: 'cohere',
  owner: 'cohere',
  matches: ({ path }) => /\/v[12]\/(chat|embed|generate)$/.test(path),
  read(input) {
    const reply = mergeReply(input.reply);
    const usage = reply.usage === undefined ? known({}) : readUsage(reply.usage);
    return usage.known ? known(readCall(input, reply, usage.value)) : usage;
  },
};

interface MergedReply {
  text: string;
  toolCalls: readonly ToolCall[];
  id?: string | undefined;
  finishReason?: string | undefined;
  usage: JsonObject | undefined;
  error: WireError | undefined;
  hasAnswer: boolean;
  isStream: boolean;
}

/** Finish reasons that are failures; the rest end an answer: https://docs.cohere.com/reference/chat (finish_reason) */
const statusOfReason: Readonly<Record<string, WireError>> = {
  ERROR: { type: 'ERROR', words: 'server_error' }, ERROR_LIMIT: { type: 'ERROR_LIMIT', words: 'too_many' }, TIMEOUT: { type: 'TIMEOUT', words: 'timeout' },
  ERROR_TOXIC: { type: 'ERROR_TOXIC', words: 'content_filter' }, USER_CANCEL: { type: 'USER_CANCEL', words: 'cancelled' },
};

function mergeReply(reply: WireReply): MergedReply {
  if (reply.kind === 'stream') return streamedReply(reply.events.map(({ json }) => objectOf(json)));
  return wholeReply(reply.kind === 'json' ? objectOf(reply.json) : {});
}

/** v2 answers in `message`, v1 in `text` (generate in `generations`); an error is a bare `message` text. */
function wholeReply(given: JsonObject): MergedReply {
  const generation = objectOf(listOf(given['generations'])[0]);
  const body: JsonObject = generation['text'] === undefined ? given : { ...given, text: generation['text'], finish_reason: generation['finish_reason'] };
  const message = objectOf(body['message']);
  const usage = [body['usage'], body['meta']].find(isObject);
  const finishReason = textOf(body['finish_reason']);
  const isError = typeof body['message'] === 'string' && body['text'] === undefined;
  return {
    text: isObject(body['message']) ? readParts(message['content']).text : (textOf(body['text']) ?? ''),
    toolCalls: readCalls(message['tool_calls'] ?? body['tool_calls']),
    id: isError ? undefined : (textOf(body['generation_id']) ?? (isObject(body['message']) || body['text'] !== undefined ? textOf(body['id']) ?? textOf(body['response_id']) : undefined)),
    finishReason,
    usage: usage !== undefined && (usage['billed_units'] !== undefined || usage['tokens'] !== undefined) ? usage : undefined,
    error: isError ? { type: undefined, words: '' } : (errorOf(body) ?? reasonError(finishReason)),
    hasAnswer: isObject(body['message']) || typeof body['text'] === 'string',
    isStream: false,
  };
}

/** v1 names `parameters` what v2 has as `function.arguments`. */
const readCalls = (list: unknown): ToolCall[] =>
  readToolCalls(listOf(list).map((entry) => (isObject(entry) && isObject(entry['parameters']) ? { name: entry['name'], arguments: entry['parameters'] } : entry)));

const reasonError = (reason: string | undefined): WireError | undefined => entryOf(statusOfReason, reason);

/** v1's last event holds the whole answer; v2's only the usage, so its pieces are put together. */
function streamedReply(events: readonly JsonObject[]): MergedReply {
  let merged: MergedReply = { text: '', toolCalls: [], usage: undefined, error: undefined, hasAnswer: false, isStream: true };
  const texts: string[] = [];
  const calls = new Map<number, { name: string; pieces: string[] }>();
  for (const event of events) {
    const delta = objectOf(event['delta']);
    const message = objectOf(delta['message']);
    const kind = textOf(event['type']) ?? textOf(event['event_type']) ?? '';
    if (kind === 'message-start') merged = { ...merged, id: textOf(event['id']) };
    else if (kind === 'stream-start') merged = { ...merged, id: textOf(event['generation_id']) };
    else if (kind === 'text-generation') texts.push(textOf(event['text']) ?? '');
    else if (kind === 'content-start' || kind === 'content-delta') texts.push(textOf(objectOf(message['content'])['text']) ?? '');
    else if (kind.startsWith('tool-call-')) addCall(calls, numberOf(event['index']) ?? calls.size, objectOf(message['tool_calls']));
    else if (kind === 'message-end') {
      const reason = textOf(delta['finish_reason']);
      merged = { ...merged, finishReason: reason, usage: isObject(delta['usage']) ? delta['usage'] : undefined, error: errorOf({ error: delta['error'] }) ?? reasonError(reason) };
    } else if (kind === 'stream-end') {
      const whole = wholeReply(objectOf(event['response']));
      merged = { ...whole, id: whole.id ?? merged.id, finishReason: textOf(event['finish_reason']) ?? whole.finishReason, error: errorOf({ error: event['error'] }) ?? reasonError(textOf(event['finish_reason'])), isStream: true };
    } else if (typeof event['message'] === 'string' || event['error'] !== undefined) merged = { ...merged, error: errorOf(event) ?? { type: undefined, words: '' } };
  }
  const toolCalls = merged.toolCalls.length > 0 ? merged.toolCalls : [...calls.values()].map(({ name, pieces }) => ({ name, argumentsText: pieces.join('') }));
  const text = merged.text === '' ? texts.join('') : merged.text;
  return { ...merged, text, toolCalls, hasAnswer: text !== '' || toolCalls.length > 0 || merged.finishReason !== undefined };
}

function addCall(calls: Map<number, { name: string; pieces: string[] }>, index: number, call: JsonObject): void {
  if (call['function'] === undefined) return;
  const inner = objectOf(call['function']);
  const former = calls.get(index);
  const piece = textOf(inner['arguments']) ?? '';
  if (former === undefined) calls.set(index, { name: textOf(inner['name']) ?? '', pieces: [piece] });
  else former.pieces.push(piece);
}

function readCall({ route, request, reply }: WireInput, merged: MergedReply, usage: WireCall['usage']): WireCall {
  const isEmbedding = route.path.endsWith('/embed') || request['texts'] !== undefined || request['input_type'] !== undefined;
  const isStream = merged.isStream || request['stream'] === true;
  return {
    api: isEmbedding ? 'embeddings' : request['prompt'] !== undefined ? 'completions' : 'chat',
    requestedModel: textOf(request['model']),
    stream: isStream,
    effort: readThinking(objectOf(request['thinking'])),
    maxOutputTokens: isEmbedding ? undefined : numberOf(request['max_tokens']),
    metadata: {},
    sessionId: textOf(request['conversation_id']),
    parameters: { ...readParameters(request), ...readSampling({ ...request, top_p: request['p'], top_k: request['k'] }), ...(textOf(request['conversation_id']) !== undefined && { isStateful: true }) },
    content: { ...readContent(request), ...(merged.hasAnswer && { reply: { text: merged.text, toolCalls: merged.toolCalls } }) },
    responseId: merged.id,
    error: merged.error,
    finishReason: merged.finishReason,
    isFiltered: false,
    isCut: reply.kind === 'stream' && merged.finishReason === undefined && merged.error === undefined,
    usage,
    rawUsage: merged.usage,
  };
}

/** Example: { type: 'enabled', token_budget: 500 } -> 'budget:500' */
function readThinking(thinking: JsonObject): string | undefined {
  const budget = numberOf(thinking['token_budget']);
  return budget !== undefined ? `budget:${budget}` : thinking['type'] === 'disabled' ? 'none' : undefined;
}

const v1Roles: Readonly<Record<string, Message['role']>> = { CHATBOT: 'assistant', SYSTEM: 'system', TOOL: 'tool', USER: 'user' };

function readContent(request: JsonObject): CallContent {
  const format = readFormat(request['response_format']) ?? readSchemaFormat(objectOf(request['response_format']));
  return { messages: readMessages(request), tools: readTools(request), ...(format !== undefined && { responseFormat: format }) };
}

/** Cohere keeps the schema beside type json_object. */
const readSchemaFormat = (format: JsonObject): CallContent['responseFormat'] => (isObject(format['schema']) ? { kind: 'json_schema', schemaText: compactJson(format['schema']) } : undefined);

function readMessages(request: JsonObject): Message[] {
  if (Array.isArray(request['messages'])) return request['messages'].map(readMessage);
  const texts = listOf(request['texts']).map(textOf).filter((text) => text !== undefined);
  if (texts.length > 0) return [{ role: 'user', text: texts.join('\n') }];
  const inputs = listOf(request['inputs']).map((input) => readMessage({ role: 'user', content: objectOf(input)['content'] }));
  const preamble = textOf(request['preamble']);
  const history = listOf(request['chat_history']).map(objectOf).map((turn): Message => ({ role: entryOf(v1Roles, textOf(turn['role'])?.toUpperCase()) ?? 'user', text: textOf(turn['message']) ?? '' }));
  const last = textOf(request['message']) ?? textOf(request['prompt']);
  const results = listOf(request['tool_results']).map((result): Message => ({ role: 'tool', text: compactJson(objectOf(result)['outputs'] ?? '') }));
  return [...(preamble === undefined ? [] : [{ role: 'system' as const, text: preamble }]), ...inputs, ...history, ...(last === undefined ? [] : [{ role: 'user' as const, text: last }]), ...results];
}

/** v1 tools are flat with `parameter_definitions`; connectors are searches that Cohere runs. */
function readTools(request: JsonObject): ToolDefinition[] {
  const tools = listOf(request['tools']).map((entry) => {
    const tool = objectOf(entry);
    return readTool(isObject(tool['parameter_definitions']) ? { ...tool, parameters: tool['parameter_definitions'] } : tool);
  });
  return [...tools, ...listOf(request['connectors']).map((connector) => ({ name: textOf(objectOf(connector)['id']) ?? 'connector', isProviderRun: true }))];
}
