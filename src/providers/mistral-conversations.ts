// Mistral conversations with models and agents, JSON and SSE: https://docs.mistral.ai/api/endpoint/beta/conversations (read 2026-11-22). OpenAI has a path of the same name,
// where no model answers.
import type { CallContent, Message, ToolCall } from '../model/call.js';
import { type Outcome, known } from '../model/outcome.js';
import { type Usage, usageOfCall } from '../model/usage.js';
import type { Family, WireCall, WireInput, WireReply } from './family.js';
import { providerOfRoute } from './hosts.js';
import { type JsonObject, compactJson, flatTexts, isObject, listOf, numberOf, objectOf, sumOf, textOf } from './json.js';
import { readEffort, readFormat, readMessage, readParameters, readParts, readTool } from './openai-content.js';
import { errorOf } from './openai-error.js';

export const family: Family = {
  id: 'mistral-conversations',
  owner: 'mistral',
  matches: (route) => /\/conversations(\/[^/]+)?$/.test(route.path) && providerOfRoute(route, '') === 'mistral',
  read(input) {
    const whole = wholeConversation(input.reply);
    const usage = isObject(whole.usage) ? readUsage(whole.usage) : known({});
    return usage.known ? known(readCall(input, whole, usage.value)) : usage;
  },
};

/**
 * What connectors fed in stands beside the prompt, unless the total says that it is in it.
 * Example: { prompt_tokens: 196, completion_tokens: 485, connector_tokens: 3165, total_tokens: 3846, connectors: { document_library: 1 } } -> 3361 input, 485 output
 */
export function readUsage(usage: JsonObject): Outcome<Usage> {
  const prompt = numberOf(usage['prompt_tokens']);
  const outputTokens = numberOf(usage['completion_tokens']);
  const isInPrompt = prompt !== undefined && numberOf(usage['total_tokens']) === prompt + (outputTokens ?? 0);
  const searches = objectOf(usage['connectors']);
  return usageOfCall({
    inputTokens: isInPrompt ? prompt : sumOf(prompt, numberOf(usage['connector_tokens'])), outputTokens,
    webSearches: sumOf(numberOf(searches['web_search']), numberOf(searches['web_search_premium'])),
  });
}

interface WholeConversation {
  id?: string | undefined;
  /** Entries of the answer: message.output, function.call, tool.execution. */
  outputs: readonly JsonObject[];
  usage: unknown;
  error: ReturnType<typeof errorOf>;
  isStream: boolean;
  isCut: boolean;
}

function wholeConversation(reply: WireReply): WholeConversation {
  if (reply.kind === 'stream') return streamedConversation(reply.events.map(({ json }) => objectOf(json)));
  const body = reply.kind === 'json' ? objectOf(reply.json) : {};
  return { id: textOf(body['conversation_id']), outputs: listOf(body['outputs']).map(objectOf), usage: body['usage'], error: errorOf(body), isStream: false, isCut: false };
}

/** Pieces of one entry share its id. */
function streamedConversation(events: readonly JsonObject[]): WholeConversation {
  const entries = new Map<string, { first: JsonObject; pieces: string[] }>();
  let whole: WholeConversation = { outputs: [], usage: undefined, error: undefined, isStream: true, isCut: true };
  for (const event of events) {
    const type = textOf(event['type']) ?? '';
    if (type === 'conversation.response.started') whole = { ...whole, id: textOf(event['conversation_id']) };
    else if (type === 'conversation.response.done') whole = { ...whole, usage: event['usage'], isCut: false };
    else if (type === 'conversation.response.error' || event['error'] !== undefined) whole = { ...whole, error: errorOf({ error: { ...event, type: textOf(event['code']) } }), isCut: false };
    else if (type === 'message.output.delta' || type === 'function.call.delta') {
      const id = textOf(event['id']) ?? type;
      const piece = type === 'function.call.delta' ? compactJson(event['arguments'] ?? '') : readParts(isObject(event['content']) ? [event['content']] : event['content']).text;
      const entry = entries.get(id);
      if (entry === undefined) entries.set(id, { first: { ...event, type: type.replace(/\.delta$/, '') }, pieces: [piece] });
      else entry.pieces.push(piece);
    }
  }
  return { ...whole, outputs: [...entries.values()].map(({ first, pieces }) => ({ ...first, content: pieces.join(''), arguments: pieces.join('') })) };
}

function readCall({ route, request }: WireInput, whole: WholeConversation, usage: Usage): WireCall {
  const settings = objectOf(request['completion_args']);
  const said = whole.outputs.filter((entry) => entry['type'] === 'message.output');
  const reply = { text: said.map((entry) => readParts(entry['content']).text).join('\n'), toolCalls: whole.outputs.filter((entry) => entry['type'] === 'function.call').map(callOf) };
  const continued = /\/conversations\/([^/]+)$/.exec(route.path)?.[1];
  const created = Date.parse(textOf(whole.outputs[0]?.['created_at']) ?? '');
  return {
    api: 'chat',
    requestedModel: textOf(request['model']) ?? textOf(request['agent_id']),
    servedModel: said.map((entry) => textOf(entry['model'])).find((model) => model !== undefined),
    stream: whole.isStream || request['stream'] === true,
    effort: readEffort(settings),
    maxOutputTokens: numberOf(settings['max_tokens']),
    sessionId: whole.id ?? continued,
    metadata: flatTexts(request['metadata']),
    parameters: { ...readParameters(settings), ...(continued !== undefined && { isStateful: true }) },
    content: { ...readContent(request), ...(whole.outputs.length > 0 && { reply }) },
    createdAt: Number.isNaN(created) ? undefined : created,
    error: whole.error,
    isFiltered: false,
    isCut: whole.isCut && whole.error === undefined,
    usage,
    rawUsage: whole.usage ?? undefined,
  };
}

const callOf = (entry: JsonObject): ToolCall => ({ name: textOf(entry['name']) ?? '', argumentsText: compactJson(entry['arguments'] ?? '') });

function readContent(request: JsonObject): CallContent {
  const instructions = textOf(request['instructions']);
  const inputs = request['inputs'];
  const responseFormat = readFormat(objectOf(request['completion_args'])['response_format']);
  return {
    messages: [...(instructions === undefined ? [] : [{ role: 'system' as const, text: instructions }]), ...(typeof inputs === 'string' ? [{ role: 'user' as const, text: inputs }] : listOf(inputs).map(readEntry))],
    tools: listOf(request['tools']).map(readTool),
    ...(responseFormat !== undefined && { responseFormat }),
  };
}

function readEntry(value: unknown): Message {
  const entry = objectOf(value);
  if (entry['type'] === 'function.result') return { role: 'tool', text: compactJson(entry['result'] ?? '') };
  if (entry['type'] === 'function.call') return { role: 'assistant', text: '', toolCalls: [callOf(entry)] };
  return readMessage(entry);
}
