// Answers as any log holds them (see loose-parts.ts for the formats)
import type { CallContent, Message, ToolCall } from '../model/call.js';
import { type JsonObject, compactJson, isObject, listOf, textOf } from './json.js';
import { isItem, isMessage, messageOf } from './loose-content.js';
import { MOST_DEPTH, isPartList, isVoid, toolCallOf, unwrapped, withoutDepth } from './loose-parts.js';

type Reply = NonNullable<CallContent['reply']>;

/**
 * The answer in whatever shape a log holds it: a text, a message, a list of messages (those of the assistant), choices, candidates, output items, generations.
 * Absent when there is none.
 *
 * Example: { choices: [{ message: { content: 'Hi' } }] } -> { text: 'Hi', toolCalls: [] }
 */
export const readReply = (value: unknown): CallContent['reply'] | undefined => withoutDepth(() => replyOf(value, 0) ?? plainJson(value));

/** `readReply` of a reply of an API, where an object of no known shape is no answer but an error or a receipt. */
export const readWireReply = (value: unknown): CallContent['reply'] | undefined => withoutDepth(() => replyOf(value, 0));

/** Names that only envelopes have: what they hold beside is no answer. */
const envelopeFields = ['choices', 'candidates', 'usage', 'usage_metadata', 'usageMetadata', 'id', 'model', 'error', 'llm_output', 'metadata'] as const;

/** An answer that was JSON: tracing tools log it parsed. */
const plainJson = (value: unknown): Reply | undefined =>
  isObject(value) && Object.keys(value).length > 0 && !envelopeFields.some((name) => name in value) ? { text: compactJson(value), toolCalls: [] } : undefined;

/** Names and lists by which a JSON text shows that it is an envelope around an answer, not the answer. */
const isEnvelope = (value: unknown): boolean =>
  Array.isArray(value) ? isPartList(value) || (value.length > 0 && value.every(isSaid)) :
    isObject(value) && (['choices', 'candidates', 'generations', 'role', 'lc', 'parts', 'messages', 'outputs', 'toolCalls', 'tool_calls', 'usage'].some((name) => value[name] !== undefined) || Array.isArray(value['content']) || Array.isArray(value['output']) || typeof value['text'] === 'string');

const replyFields = ['choices', 'candidates', 'output', 'outputs', 'output_messages', 'outputMessages', 'generations', 'generation', 'message', 'messages', 'response', 'content', 'completion', 'output_text', 'result', 'object', 'answer', 'results'] as const;

/** Fields that hold an answer where they hold an object; as texts they name a kind or an error. */
const ownObjects: readonly string[] = ['object', 'message'];

function replyOf(value: unknown, depth: number): Reply | undefined {
  const inner = unwrapped(value);
  if (depth > MOST_DEPTH) return undefined;
  if (typeof inner === 'string') return isVoid(inner) ? undefined : { text: inner, toolCalls: [] };
  if (typeof value === 'string' && !isEnvelope(inner)) return isVoid(value) ? undefined : { text: value, toolCalls: [] };
  if (Array.isArray(inner)) return replyOfList(inner, depth);
  if (!isObject(inner)) return undefined;
  const calls = listOf(inner['toolCalls'] ?? inner['tool_calls']).map(toolCallOf);
  if (isMessage(inner) && !Array.isArray(inner['choices']) && !isCandidate(inner)) return replyOfMessages(messageOf({ role: 'assistant', ...inner }), textOf(inner['refusal']));
  if (typeof inner['text'] === 'string' && !isObject(inner['message'])) return inner['text'] === '' && calls.length === 0 ? undefined : { text: inner['text'], toolCalls: calls };
  for (const name of replyFields) {
    const found = inner[name] === null || (ownObjects.includes(name) && typeof inner[name] === 'string') ? undefined : replyOf(inner[name], depth + 1);
    if (found !== undefined) return calls.length > 0 && found.toolCalls.length === 0 ? { ...found, toolCalls: calls } : found;
  }
  if (calls.length > 0) return { text: '', toolCalls: calls };
  return depth === 0 ? undefined : plainJson(inner);
}

/** A candidate of Gemini: its content is a message of its own. */
const isCandidate = (value: JsonObject): boolean => isObject(value['content']) && Array.isArray(value['content']['parts']);

/** A message or an item of a conversation, and no choice among answers. */
const isSaid = (entry: unknown): boolean =>
  isObject(entry) && (isItem(entry) || entry['role'] !== undefined || entry['lc'] !== undefined || /^(reasoning|message|human|ai|system|tool|[a-z_]+_call|[A-Za-z]+Message(Chunk)?)$/.test(textOf(entry['type']) ?? ''));

/** A list of answers gives the first; a list of messages or items all that the assistant said. */
function replyOfList(list: readonly unknown[], depth: number): Reply | undefined {
  if (list.length === 0) return undefined;
  if (isPartList(list)) return replyOfMessages(messageOf({ role: 'assistant', content: list }), undefined);
  const isMessages = list.every(isSaid);
  if (!isMessages) return replyOf(list[0], depth + 1);
  const messages = list.flatMap((entry) => (isObject(entry) && (entry['content'] !== undefined || entry['parts'] !== undefined || isItem(entry) || entry['lc'] !== undefined || isObject(entry['data']) || entry['tool_calls'] !== undefined) ? messageOf(entry) : []));
  const said = messages.filter(({ role }) => role === 'assistant');
  return replyOfMessages(said.length > 0 ? said : messages, undefined);
}

function replyOfMessages(messages: readonly Message[], refusal: string | undefined): Reply | undefined {
  if (messages.length === 0) return undefined;
  const toolCalls: ToolCall[] = messages.flatMap((message) => message.toolCalls ?? []);
  const text = messages.map((message) => message.text).filter((words) => words !== '').join('\n');
  return { text, toolCalls, ...(refusal !== undefined && { refusal }) };
}
