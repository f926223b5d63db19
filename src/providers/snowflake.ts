// Snowflake Cortex inference:complete, JSON and SSE: https://docs.snowflake.com/developer-guide/snowflake-rest-api/reference/cortex-inference (read 2026-11-22). The OpenAI and
// Anthropic compatible paths of Cortex are of those families.
import { known } from '../model/outcome.js';
import type { Family, WireInput, WireReply } from './family.js';
import { type JsonObject, compactJson, isObject, listOf, objectOf, textOf } from './json.js';
import { mergeReply, readChatReply, readChatRequest } from './openai-chat.js';
import { readUsage } from './openai-usage.js';

export const family: Family = {
  id: 'snowflake',
  owner: 'snowflake',
  matches: ({ path }) => /\/cortex\/inference[:/]complete$/.test(path),
  read(given) {
    const input: WireInput = { ...given, request: chatRequest(given.request), reply: chatReply(given.reply) };
    const reply = mergeReply(input.reply);
    const usage = readUsage(reply.usage, { generatesNothing: false });
    if (!usage.known) return usage;
    const facts = readChatReply(input, reply);
    const isEnded = reply.usage !== undefined || reply.text !== '' || reply.toolCalls.length > 0;
    const answer = facts.content.reply ?? (isEnded ? { text: reply.text, toolCalls: reply.toolCalls } : undefined);
    return known({ ...readChatRequest(input), ...facts, content: { ...facts.content, ...(answer !== undefined && { reply: answer }) }, isCut: reply.isStream && !isEnded && reply.error === undefined, usage: usage.value });
  },
};

/** Blocks of `content_list` as the fields of chat that mean the same. */
function chatMessage(entry: unknown): JsonObject {
  const message = objectOf(entry);
  const blocks = listOf(message['content_list']).map(objectOf);
  if (blocks.length === 0) return message;
  const calls = blocks.map((block) => objectOf(block['tool_use'])).filter((call) => textOf(call['name']) !== undefined);
  const results = blocks.map((block) => objectOf(block['tool_results'])).flatMap((result) => listOf(result['content']));
  const words = [...blocks.filter((block) => block['type'] === 'text'), ...results];
  return {
    role: results.length > 0 ? 'tool' : message['role'], content: words.length > 0 ? words : message['content'],
    ...(calls.length > 0 && { tool_calls: calls.map((call) => ({ function: { name: call['name'], arguments: compactJson(call['input'] ?? '') } })) }),
  };
}

function chatRequest(request: JsonObject): JsonObject {
  const tools = listOf(request['tools']).map((entry) => {
    const spec = objectOf(objectOf(entry)['tool_spec']);
    return isObject(objectOf(entry)['tool_spec']) ? { type: 'function', function: { name: spec['name'], description: spec['description'], parameters: spec['input_schema'] } } : entry;
  });
  return { ...request, messages: listOf(request['messages']).map(chatMessage), ...(tools.length > 0 && { tools }), max_tokens: request['max_tokens'] ?? request['max_output_tokens'] };
}

function chatReply(reply: WireReply): WireReply {
  if (reply.kind === 'json') return { kind: 'json', json: isObject(reply.json) ? chatChoices(reply.json, { calls: [] }) : reply.json };
  if (reply.kind !== 'stream') return reply;
  const seen = { calls: [] as string[] };
  return { ...reply, events: reply.events.map(({ event, json }) => ({ event, json: isObject(json) ? chatChoices(json, seen) : json })) };
}

/** Pieces of a tool call in a stream carry its id or, behind the first, nothing; `seen` keeps the ids in order. */
function chatChoices(body: JsonObject, seen: { calls: string[] }): JsonObject {
  if (!Array.isArray(body['choices'])) return body;
  const choices = body['choices'].map((entry) => {
    const choice = objectOf(entry);
    if (isObject(choice['message'])) return { ...choice, message: chatMessage(choice['message']) };
    const delta = objectOf(choice['delta']);
    if (delta['type'] !== 'tool_use') return { ...choice, delta: { content: textOf(delta['content']) ?? textOf(delta['text']) } };
    const id = textOf(delta['tool_use_id']) ?? seen.calls.at(-1) ?? '';
    if (!seen.calls.includes(id)) seen.calls.push(id);
    return { ...choice, delta: { tool_calls: [{ index: seen.calls.indexOf(id), function: { name: textOf(delta['name']) ?? '', arguments: textOf(delta['input']) ?? '' } }] } };
  });
  return { ...body, choices };
}
