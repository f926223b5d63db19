// Messages as any log holds them; each message is told by its own fields, so that one log may mix shapes (see loose-parts.ts for the formats)
import type { Message } from '../model/call.js';
import { readMessage as readAnthropicMessage } from './anthropic-content.js';
import { readMessage as readGeminiMessage } from './gemini-content.js';
import { type JsonObject, compactJson, entryOf, isObject, listOf, objectOf, textOf } from './json.js';
import { MOST_DEPTH, isPartList, isVoid, looseParts, toolCallOf, unwrapped, withoutDepth } from './loose-parts.js';
import { mediaFields } from './media-digest.js';

const roles: Readonly<Record<string, Message['role']>> = {
  system: 'system', developer: 'system', user: 'user', human: 'user', assistant: 'assistant', ai: 'assistant', model: 'assistant', chatbot: 'assistant', tool: 'tool', function: 'tool', chat: 'user',
};

/** Fields under which a log keeps the messages of a request. `system` and its like are read before them. */
const messageFields = ['messages', 'contents', 'input_messages', 'inputMessages', 'prompt', 'input', 'inputs', 'chat_history', 'kwargs'] as const;
const systemFields = ['system', 'instructions', 'systemInstruction', 'system_instruction', 'preamble', 'system_instructions'] as const;

/**
 * Messages in whatever shape a log holds them: lists or one message of OpenAI, Anthropic, Gemini, OpenTelemetry, LangChain, Vercel; `{messages}`, `{prompt}`, `{input}`
 * around them; JSON inside a text; a plain text. Nothing readable gives an empty list.
 *
 * Example: [{ type: 'human', content: 'Hi' }] -> [{ role: 'user', text: 'Hi' }]
 */
export const readMessages = (value: unknown): readonly Message[] => withoutDepth(() => messagesOf(value, 0)) ?? [];

function messagesOf(value: unknown, depth: number): Message[] {
  const inner = unwrapped(value);
  if (depth > MOST_DEPTH) return [];
  if (typeof inner === 'string') return isVoid(inner) ? [] : [{ role: 'user', text: inner }];
  if (typeof value === 'string') {
    const found = messagesOf(inner, depth + 1);
    const isEnvelope = isObject(inner) && [...messageFields, ...systemFields, 'model'].some((name) => inner[name] !== undefined);
    return found.length > 0 || isVoid(value) || isEnvelope ? found : [{ role: 'user', text: value }];
  }
  if (Array.isArray(inner)) return isPartList(inner) && !inner.some(isItem) ? messageOf({ role: 'user', content: inner }) : inner.flatMap((entry) => messagesOf(entry, depth + 1));
  if (!isObject(inner)) return [];
  if (isMessage(inner)) return messageOf(inner);
  const system = systemFields.flatMap((name) => (inner[name] === undefined ? [] : systemOf(inner[name])));
  const name = messageFields.find((candidate) => inner[candidate] !== undefined && inner[candidate] !== null && !isVoid(inner[candidate]));
  const rest = name === undefined ? [] : messagesOf(inner[name], depth + 1);
  const last = name === 'chat_history' || name === undefined ? textOf(inner['message']) ?? textOf(inner['text']) ?? textOf(inner['query']) ?? textOf(inner['question']) : undefined;
  return [...system, ...rest, ...(last === undefined ? [] : [{ role: 'user' as const, text: last }])];
}

function systemOf(value: unknown): Message[] {
  const inner = unwrapped(value);
  const parts = looseParts(isObject(inner) && Array.isArray(inner['parts']) ? inner['parts'] : inner);
  return parts.texts.length === 0 ? [] : [{ role: 'system', text: parts.texts.join('\n') }];
}

/** Items of the Responses API that are no messages. */
export const isItem = (entry: unknown): boolean => isObject(entry) && /^(custom_tool_call|function_call)(_output)?$/.test(textOf(entry['type']) ?? '');

export const isMessage = (value: JsonObject): boolean =>
  isItem(value) || value['role'] !== undefined || value['lc'] !== undefined || Array.isArray(value['parts']) || value['message.role'] !== undefined || value['_type'] !== undefined ||
  (isObject(value['message']) && (value['message']['role'] !== undefined || value['message']['content'] !== undefined)) ||
  (typeof value['type'] === 'string' && (value['content'] !== undefined || isObject(value['data']))) || eventRole(value) !== undefined ||
  (value['content'] !== undefined && value['messages'] === undefined);

/** `gen_ai.user.message` events of older OpenTelemetry conventions. */
const eventRole = (value: JsonObject): string | undefined => /^gen_ai\.(system|user|assistant|tool)\.message$/.exec(textOf(value['event.name']) ?? textOf(value['name']) ?? '')?.[1];

export function messageOf(entry: JsonObject): Message[] {
  if (isItem(entry)) return plainMessage({ role: /_output$/.test(textOf(entry['type']) ?? '') ? 'tool' : 'assistant', content: [entry] });
  if (isObject(entry['kwargs']) && entry['lc'] !== undefined) return plainMessage({ role: langchainRole(listOf(entry['id']).at(-1)), ...entry['kwargs'] });
  if (isObject(entry['message'])) return messageOf({ role: entry['role'], ...entry['message'] });
  if (entry['content'] === undefined && typeof entry['message'] === 'string') return plainMessage({ role: entry['role'], content: entry['message'] });
  if (entry['message.role'] !== undefined) return plainMessage({ role: entry['message.role'], content: entry['message.content'] ?? entry['message.contents'], tool_calls: entry['message.tool_calls'] });
  const event = eventRole(entry);
  if (event !== undefined) return plainMessage({ role: event, ...(isObject(entry['body']) ? entry['body'] : entry) });
  if (isObject(entry['data']) && entry['role'] === undefined) return plainMessage({ role: entry['type'], ...entry['data'] });
  if (entry['role'] === undefined && typeof entry['type'] === 'string') return plainMessage({ ...entry, role: langchainRole(entry['type']) });
  if (Array.isArray(entry['parts'])) return isNativeGemini(entry['parts']) ? readGeminiMessage({ ...entry, role: roleOf(entry['role']) === 'assistant' ? 'model' : entry['role'] }, undefined) : plainMessage({ ...entry, content: entry['parts'] });
  return isNativeAnthropic(entry['content']) && entry['tool_calls'] === undefined ? readAnthropicMessage(entry) : plainMessage(entry);
}

const isNativeGemini = (parts: readonly unknown[]): boolean => parts.every((part) => isObject(part) && part['type'] === undefined);
/** Blocks of the Messages API alone: the family's own reader gives the same text for the same message. */
const isNativeAnthropic = (content: unknown): boolean => listOf(content).some((block) => isObject(block) && (/^tool_(use|result)$/.test(textOf(block['type']) ?? '') || (isObject(block['source']) && block['type'] !== undefined)));

/** Example: 'HumanMessageChunk' -> 'human' */
const langchainRole = (name: unknown): string => (typeof name === 'string' ? name.replace(/Message(Chunk)?$/, '').toLowerCase() : '');
const roleOf = (role: unknown): Message['role'] => entryOf(roles, langchainRole(role)) ?? 'user';

/** Results of tools in a message that holds more become messages of role tool, before its words. */
function plainMessage(message: JsonObject): Message[] {
  const content = unwrapped(message['content'] ?? (Array.isArray(message['contents']) ? message['contents'].map((part) => objectOf(part)['message_content'] ?? part) : undefined));
  const isParts = Array.isArray(content) ? typeof message['content'] !== 'string' || isPartList(content) : isPartList([content]);
  const parts = looseParts(isParts ? content : (message['content'] ?? content));
  const role = roleOf(message['role']);
  const extra = objectOf(message['additional_kwargs']);
  const listed = [message['tool_calls'], message['toolCalls'], extra['tool_calls'], message['toolInvocations'], isObject(message['function_call']) ? [message['function_call']] : undefined].map(unwrapped).map(listOf).find((list) => list.length > 0) ?? [];
  const toolCalls = listed.length > 0 ? listed.map(toolCallOf) : parts.toolCalls;
  const attached = mediaFields(parts);
  const text = parts.texts.join('\n');
  const tools: Message[] = parts.results.map((result) => ({ role: 'tool', text: result }));
  if (tools.length > 0 && text === '' && toolCalls.length === 0) return tools.map((tool, index) => (index === 0 ? { ...tool, ...attached } : tool));
  const own: Message = { role, text: text === '' && isObject(content) && parts.toolCalls.length === 0 && parts.media.length === 0 ? compactJson(content) : text, ...(toolCalls.length > 0 && { toolCalls }), ...attached };
  return role === 'assistant' ? [own, ...tools] : [...tools, own];
}
