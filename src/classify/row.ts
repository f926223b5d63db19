import type { CallContent, Message, ToolCall, ToolDefinition } from '../model/call.js';
import { known, unknown, type Outcome } from '../model/outcome.js';

/** One line of `classify --jsonl`: messages as OpenAI writes them, `tools` a list or `true`, `response_format` an object or its type. */
export interface ClassifyRow {
  id: string | number | null;
  /** The task that a person gave, for `--eval`. */
  label?: string | undefined;
  content: CallContent;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

export function readClassifyRow(value: unknown): Outcome<ClassifyRow> {
  if (!isRecord(value)) return unknown('the line is not a JSON object');
  if (!Array.isArray(value['messages'])) return unknown('it has no list `messages`');
  const messages: Message[] = [];
  for (const message of value['messages']) {
    if (!isRecord(message)) return unknown('a message is not an object');
    messages.push(readMessage(message));
  }
  const format = readFormat(value['response_format']);
  const id = value['id'];
  return known({
    id: typeof id === 'string' || typeof id === 'number' ? id : null,
    label: typeof value['label'] === 'string' ? value['label'] : undefined,
    content: { messages, tools: readTools(value['tools']), ...(format === undefined ? {} : { responseFormat: format }) },
  });
}

const roles: ReadonlyMap<string, Message['role']> = new Map(Object.entries({
  system: 'system', developer: 'system', user: 'user', human: 'user', assistant: 'assistant', model: 'assistant', ai: 'assistant', tool: 'tool', function: 'tool',
} as const));

function readMessage(message: Record<string, unknown>): Message {
  const role = roles.get(String(message['role'])) ?? 'user';
  const { text, media } = readText(message['content']);
  const calls = Array.isArray(message['tool_calls']) ? message['tool_calls'].filter(isRecord).map(readToolCall) : [];
  const written = role === 'assistant' && calls.length === 0 ? readWrittenCalls(text) : [];
  const toolCalls = calls.length > 0 ? calls : written;
  const isResult = role === 'user' && text.startsWith('[tool_result]');
  return { role: isResult ? 'tool' : role, text, ...(toolCalls.length > 0 ? { toolCalls } : {}), ...(media.length > 0 ? { media } : {}) };
}

function readText(content: unknown): { text: string; media: NonNullable<Message['media']>[number][] } {
  if (typeof content === 'string') return { text: content, media: [] };
  if (!Array.isArray(content)) return { text: '', media: [] };
  const texts: string[] = [];
  const media: NonNullable<Message['media']>[number][] = [];
  for (const part of content) {
    if (typeof part === 'string') texts.push(part);
    if (!isRecord(part)) continue;
    const type = String(part['type'] ?? '');
    if (typeof part['text'] === 'string') texts.push(part['text']);
    else if (type.includes('image')) media.push('image');
    else if (type.includes('audio')) media.push('audio');
    else if (type.includes('file') || type.includes('document')) media.push('document');
  }
  return { text: texts.join('\n'), media };
}

function readToolCall(call: Record<string, unknown>): ToolCall {
  const named = isRecord(call['function']) ? call['function'] : call;
  const input = named['arguments'] ?? named['input'];
  return { name: String(named['name'] ?? ''), argumentsText: typeof input === 'string' ? input : JSON.stringify(input ?? {}) };
}

/** Calls that a log wrote into the assistant's text: `[call] name {…}`, `[tool_use] name {…}`. */
const readWrittenCalls = (text: string): ToolCall[] =>
  [...text.matchAll(/\[(?:call|tool_use)\] *(\S*) *([^[]*)/g)].map((match) => ({ name: match[1] ?? '', argumentsText: (match[2] ?? '').trim() }));

function readTools(value: unknown): ToolDefinition[] {
  if (value === true) return [{ name: '' }];
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map((tool) => {
    const named = isRecord(tool['function']) ? tool['function'] : tool;
    const isProviderRun = !isRecord(tool['function']) && typeof tool['type'] === 'string' && !['function', 'custom'].includes(tool['type']) && tool['input_schema'] === undefined;
    const description = named['description'];
    const parameters = named['parameters'] ?? named['input_schema'];
    return {
      name: String(named['name'] ?? tool['type'] ?? ''),
      ...(typeof description === 'string' ? { description } : {}),
      ...(parameters === undefined ? {} : { parametersText: JSON.stringify(parameters) }),
      ...(isProviderRun ? { isProviderRun } : {}),
    };
  });
}

function readFormat(value: unknown): CallContent['responseFormat'] {
  const type = isRecord(value) ? value['type'] : value;
  if (type === 'json_object') return { kind: 'json_object' };
  if (type !== 'json_schema') return undefined;
  const schema = isRecord(value) ? value['json_schema'] : undefined;
  return { kind: 'json_schema', ...(schema === undefined ? {} : { schemaText: JSON.stringify(schema) }) };
}
