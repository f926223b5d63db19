// Messages, tools and the answer of a span, wherever its flavour keeps them: attributes, numbered attributes, events on the span, events of OTLP logs.
import type { CallContent, Message, ToolDefinition } from '../../model/call.js';
import { readMessages, readReply, readToolDefinitions } from '../../providers/index.js';
import type { JsonRecord } from '../source.js';
import { isNoContent, list, object, opened, text } from '../values.js';
import { type Attributes, type Span, type SpanEvent, first, isObject, nested } from './span.js';

type Reply = NonNullable<CallContent['reply']>;

/** Absent where nothing of the text was kept. */
export function contentOf(span: Span, logs: readonly SpanEvent[]): CallContent | undefined {
  const events = [...span.events, ...logs];
  const attributes = withDetails(span.attributes, events);
  const messages = messagesOf(attributes, events);
  const tools = toolsOf(attributes);
  const reply = replyOf(attributes, events);
  const responseFormat = formatOf(attributes);
  if (messages.length === 0 && tools.length === 0 && reply === undefined && responseFormat === undefined) return undefined;
  return { messages, tools, ...(responseFormat !== undefined && { responseFormat }), ...(reply !== undefined && { reply }) };
}

const DETAILS = 'gen_ai.client.inference.operation.details';

/** The newer conventions may put messages into one event instead of the span. */
export function withDetails(attributes: Attributes, events: readonly SpanEvent[]): Attributes {
  const details = events.filter(({ name }) => name === DETAILS).map((event) => event.attributes);
  return details.length === 0 ? attributes : Object.assign({}, ...details, attributes) as Attributes;
}

/** The first of these that reads as messages. */
function firstOf<T>(candidates: readonly (() => readonly T[])[]): readonly T[] {
  for (const candidate of candidates) {
    const found = candidate();
    if (found.length > 0) return found;
  }
  return [];
}

function read(value: unknown): readonly Message[] {
  const inner = opened(value);
  return isNoContent(inner) ? [] : readMessages(inner);
}

function messagesOf(attributes: Attributes, events: readonly SpanEvent[]): readonly Message[] {
  const system = systemOf(attributes);
  const messages = firstOf<Message>([
    () => read(attributes['gen_ai.input.messages']),
    () => read(nested(attributes, 'gen_ai.prompt')),
    () => read(openInference(nested(attributes, 'llm.input_messages'))),
    () => read(attributes['ai.prompt.messages']),
    () => readEvents(events),
    () => read(onlyInputs(attributes['events'])),
    () => read(attributes['langfuse.observation.input']),
    () => read(object(attributes['request_data'])['messages'] ?? object(attributes['request_data'])['input']),
    () => read(genkitMessages(attributes['genkit:input'])),
    () => read(first(attributes, ['ai.prompt', 'mlflow.spanInputs', 'lmnr.span.input', 'traceloop.entity.input', 'input.value', 'input', 'llm.prompts', 'ai.value', 'ai.values'])),
    () => read(nested(attributes, 'llm.prompts')),
    () => embeddingTexts(attributes),
  ]);
  return system.length > 0 && !messages.some(({ role }) => role === 'system') ? [...system, ...messages] : messages;
}

function systemOf(attributes: Attributes): Message[] {
  const instructions = first(attributes, ['gen_ai.system_instructions', 'gen_ai.request.instructions', 'ai.prompt.system']);
  if (isNoContent(instructions)) return [];
  const parts = opened(instructions);
  const words = read([{ role: 'system', ...(Array.isArray(parts) ? { parts } : { content: parts }) }]).map((message) => message.text).join('\n');
  return words === '' ? [] : [{ role: 'system', text: words }];
}

const EVENT_MESSAGE = /^gen_ai\.(system|user|assistant|tool)\.message$/;

/** Events of the older conventions, one a message, and OpenLIT's one for all. */
function readEvents(events: readonly SpanEvent[]): readonly Message[] {
  const messages = events.filter(({ name }) => EVENT_MESSAGE.test(name)).flatMap(({ name, attributes }) => read([messageOfEvent(name, attributes)]));
  if (messages.length > 0) return messages;
  const prompt = events.find(({ name, attributes }) => name === 'gen_ai.content.prompt' || attributes['gen_ai.prompt'] !== undefined)?.attributes['gen_ai.prompt'];
  return typeof prompt === 'string' && SPOKEN.test(prompt) ? spoken(prompt) : read(prompt);
}

const messageOfEvent = (name: string, attributes: Attributes): JsonRecord => {
  const body = object(attributes['body'] ?? attributes['gen_ai.event.content'] ?? attributes['event_body']);
  return { role: EVENT_MESSAGE.exec(name)?.[1], ...attributes, ...body, content: opened(body['content'] ?? attributes['content'] ?? attributes['gen_ai.prompt'] ?? body['text']), tool_calls: opened(body['tool_calls'] ?? attributes['tool_calls']) };
};

/** `role: text`, one message after another, as OpenLIT joins them. */
const SPOKEN = /^(system|user|assistant|tool|developer): /;
const NEXT_SPOKEN = /\n(?=(?:system|user|assistant|tool|developer): )/;
const spoken = (prompt: string): readonly Message[] => readMessages(prompt.split(NEXT_SPOKEN).map((line) => ({ role: line.slice(0, line.indexOf(':')), content: line.slice(line.indexOf(':') + 2) })));

/** Pydantic AI keeps the events of a call in one attribute, the answers among them. */
const onlyInputs = (value: unknown): unknown => list(value).filter((event) => isObject(event) && event['event.name'] !== 'gen_ai.choice');

/** `message.content`, `message.contents[].message_content`: https://arize-ai.github.io/openinference/spec/semantic_conventions.html (read 2026-11-22) */
function openInference(value: unknown): unknown {
  const messages = opened(value);
  if (!Array.isArray(messages)) return undefined;
  return messages.filter(isObject).map((entry) => {
    const message = isObject(entry['message']) ? entry['message'] : Object.fromEntries(Object.entries(entry).map(([name, inner]) => [name.replace(/^message\./, ''), inner]));
    const contents = list(message['contents']).map((part) => partOf(isObject(part) ? (part['message_content'] ?? part) : part));
    const calls = list(message['tool_calls']).map((call) => (isObject(call) ? callOf(call) : call));
    return { role: message['role'], content: opened(message['content']) ?? contents, ...(calls.length > 0 && { tool_calls: calls }) };
  });
}

function partOf(part: unknown): unknown {
  if (!isObject(part)) return part;
  const plain = Object.fromEntries(Object.entries(part).map(([name, inner]) => [name.replace(/^message_content\./, ''), inner]));
  const url = plain['image.image.url'] ?? object(object(plain['image'])['image'])['url'] ?? object(plain['image'])['url'];
  return url === undefined ? plain : { type: 'image_url', image_url: { url } };
}

function callOf(call: JsonRecord): JsonRecord {
  const inner = isObject(call['tool_call']) ? call['tool_call'] : call;
  const named = inner['tool_call.function.name'] ?? inner['function.name'];
  return named === undefined ? inner : { function: { name: named, arguments: inner['tool_call.function.arguments'] ?? inner['function.arguments'] } };
}

/** Genkit's content parts have a text that may be an object. */
function genkitMessages(value: unknown): unknown {
  return list(object(value)['messages']).filter(isObject).map(genkitMessage);
}

const genkitMessage = (message: JsonRecord): JsonRecord => ({
  role: message['role'] === 'model' ? 'assistant' : message['role'],
  content: list(message['content']).map((part) => (isObject(part) && isObject(part['text']) ? { text: JSON.stringify(part['text']) } : isObject(part) && isObject(part['toolRequest']) ? { type: 'tool_call', ...part['toolRequest'], arguments: part['toolRequest']['input'] } : part)),
});

function embeddingTexts(attributes: Attributes): readonly Message[] {
  return list(nested(attributes, 'embedding.embeddings')).filter(isObject).flatMap((entry) => {
    const words = text(entry['embedding.text'] ?? object(entry['embedding'])['text']);
    return words === undefined ? [] : [{ role: 'user' as const, text: words }];
  });
}

function replyOf(attributes: Attributes, events: readonly SpanEvent[]): Reply | undefined {
  const candidates: readonly (() => unknown)[] = [
    () => attributes['gen_ai.output.messages'],
    () => nested(attributes, 'gen_ai.completion'),
    () => openInference(nested(attributes, 'llm.output_messages')),
    () => vercelReply(attributes),
    () => choiceOf(events),
    () => list(attributes['events']).filter((event) => isObject(event) && event['event.name'] === 'gen_ai.choice').map((event) => (event as JsonRecord)['message']),
    () => events.find((event) => event.name === 'gen_ai.content.completion' || event.attributes['gen_ai.completion'] !== undefined)?.attributes['gen_ai.completion'],
    () => attributes['langfuse.observation.output'],
    () => object(attributes['response_data'])['message'] ?? object(attributes['response_data'])['combined_chunk_content'],
    () => (isObject(object(attributes['genkit:output'])['message']) ? genkitMessage(object(object(attributes['genkit:output'])['message'])) : undefined),
    () => first(attributes, ['mlflow.spanOutputs', 'lmnr.span.output', 'traceloop.entity.output', 'output.value', 'output']),
  ];
  for (const candidate of candidates) {
    const value = opened(candidate());
    const reply = isNoContent(value) ? undefined : readReply(value);
    if (reply !== undefined && (reply.text !== '' || reply.toolCalls.length > 0 || reply.refusal !== undefined)) return reply;
  }
  return undefined;
}

function vercelReply(attributes: Attributes): unknown {
  const words = first(attributes, ['ai.response.text', 'ai.result.text', 'ai.response.object', 'ai.result.object']);
  const calls = list(first(attributes, ['ai.response.toolCalls', 'ai.result.toolCalls']));
  return words === undefined && calls.length === 0 ? undefined : { text: typeof words === 'string' ? words : words === undefined ? '' : JSON.stringify(words), toolCalls: calls };
}

function choiceOf(events: readonly SpanEvent[]): unknown {
  const choice = events.find(({ name }) => name === 'gen_ai.choice');
  if (choice === undefined) return undefined;
  const body = object(choice.attributes['body'] ?? choice.attributes['gen_ai.event.content']);
  return opened(body['message'] ?? choice.attributes['message'] ?? body['content'] ?? choice.attributes['content']) ?? (choice.attributes['tool_calls'] === undefined ? undefined : { role: 'assistant', content: '', tool_calls: opened(choice.attributes['tool_calls']) });
}

const readTools = (value: unknown): readonly ToolDefinition[] => (isNoContent(value) ? [] : readToolDefinitions(value));

function toolsOf(attributes: Attributes): readonly ToolDefinition[] {
  return firstOf<ToolDefinition>([
    () => readTools(first(attributes, ['gen_ai.tool.definitions', 'gen_ai.request.tools', 'gen_ai.request.available_tools', 'gen_ai.openai.request.tools', 'gen_ai.agent.tools'])),
    () => readTools(list(attributes['ai.prompt.tools']).map(opened)),
    () => readTools(nested(attributes, 'llm.request.functions')),
    () => readTools(list(nested(attributes, 'llm.tools')).map((tool) => (isObject(tool) ? opened(object(tool['tool'])['json_schema'] ?? tool['tool.json_schema'] ?? tool['json_schema'] ?? tool) : opened(tool)))),
    () => readTools(list(object(attributes['model_request_parameters'])['function_tools'])),
    () => readTools(object(attributes['request_data'])['tools']),
    () => readTools(object(attributes['llm.invocation_parameters'])['tools']),
    () => readTools(object(attributes['genkit:input'])['tools']),
  ]);
}

function formatOf(attributes: Attributes): CallContent['responseFormat'] | undefined {
  const format = [object(attributes['llm.invocation_parameters'])['response_format'], object(attributes['request_data'])['response_format'], opened(attributes['gen_ai.request.response_format']), opened(attributes['langfuse.observation.model.parameters.response_format'])].find(isObject);
  const schema = first(attributes, ['gen_ai.request.structured_output_schema', 'ai.schema', 'gen_ai.request.response_schema']);
  if (schema !== undefined) return { kind: 'json_schema', schemaText: typeof schema === 'string' ? schema : JSON.stringify(schema) };
  const type = text(format?.['type']) ?? text(first(attributes, ['gen_ai.openai.request.response_format', 'openai.request.response_format']));
  if (type === 'json_schema') {
    const inner = object(format?.['json_schema'])['schema'] ?? format?.['schema'];
    return { kind: 'json_schema', ...(inner !== undefined && { schemaText: JSON.stringify(inner) }) };
  }
  if (/^ai\.(generate|stream)Object\.do/.test(text(attributes['ai.operationId']) ?? '')) return { kind: 'json_schema' };
  return type === 'json_object' || text(attributes['gen_ai.output.type']) === 'json' || text(object(object(attributes['genkit:input'])['output'])['format']) === 'json' ? { kind: 'json_object' } : undefined;
}
