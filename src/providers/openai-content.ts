// Messages, tools and parameters of OpenAI chat completions and its relatives (Mistral, Groq, Together, …):
// https://platform.openai.com/docs/api-reference/chat/create and https://docs.mistral.ai/api (read 2026-11-22)
import type { CallContent, MediaKind, Message, RequestParameters, ToolCall, ToolDefinition } from '../model/call.js';
import type { ImagePart } from '../model/images.js';
import { imagePartOf } from './image-size.js';
import { type JsonObject, compactJson, entryOf, isObject, listOf, numberOf, objectOf, readSampling, textOf } from './json.js';
import { mediaFields } from './media-digest.js';

const roles: Readonly<Record<string, Message['role']>> = { system: 'system', developer: 'system', user: 'user', assistant: 'assistant', tool: 'tool', function: 'tool' };

const mediaOfPart: Readonly<Record<string, MediaKind>> = {
  image_url: 'image', input_image: 'image', computer_screenshot: 'image', image: 'image', input_audio: 'audio', audio: 'audio', audio_url: 'audio', file: 'document', input_file: 'document',
  document_url: 'document', document: 'document', video_url: 'image',
};

/** Content that is a text or a list of parts. Thinking parts are no answer and are left out. */
export function readParts(content: unknown): { text: string; media: MediaKind[]; images: ImagePart[]; mediaParts: unknown[] } {
  if (typeof content === 'string') return { text: content, media: [], images: [], mediaParts: [] };
  const texts: string[] = [];
  const media: MediaKind[] = [];
  const images: ImagePart[] = [];
  const mediaParts: unknown[] = [];
  for (const part of listOf(content)) {
    if (typeof part === 'string') texts.push(part);
    if (!isObject(part)) continue;
    const kind = entryOf(mediaOfPart, part['type']);
    if (kind === 'image') images.push(readImage(part));
    if (kind !== undefined) {
      media.push(kind);
      mediaParts.push(part);
    } else if (part['type'] !== 'thinking') {
      const text = textOf(part['text']) ?? textOf(part['refusal']);
      if (text !== undefined) texts.push(text);
    }
  }
  return { text: texts.join('\n'), media, images, mediaParts };
}

/** `image_url` is an object in chat, a text in Responses and at Mistral; both name the detail where they have the link. Films are images of unknown size. */
function readImage(part: JsonObject): ImagePart {
  if (part['type'] === 'video_url') return {};
  const link = part['image_url'];
  return imagePartOf(isObject(link) ? link['url'] : link, (isObject(link) ? link['detail'] : undefined) ?? part['detail']);
}

export function readToolCalls(list: unknown): ToolCall[] {
  return listOf(list).map((entry) => {
    const call = objectOf(entry);
    const inner = isObject(call['function']) ? call['function'] : isObject(call['custom']) ? call['custom'] : call;
    return { name: textOf(inner['name']) ?? '', argumentsText: compactJson(inner['arguments'] ?? inner['input'] ?? '') };
  });
}

export function readMessage(entry: unknown): Message {
  const message = objectOf(entry);
  const { text, ...parts } = readParts(message['content']);
  const toolCalls = readToolCalls(message['tool_calls'] ?? (isObject(message['function_call']) ? [message['function_call']] : []));
  return {
    role: entryOf(roles, message['role']) ?? 'user',
    text,
    ...(toolCalls.length > 0 && { toolCalls }),
    ...mediaFields(parts),
  };
}

/** A tool of type function, flat (Responses) or nested (chat); every other type is run by the provider. */
export function readTool(entry: unknown): ToolDefinition {
  const tool = objectOf(entry);
  const type = textOf(tool['type']) ?? 'function';
  if (type !== 'function' && type !== 'custom') return { name: textOf(tool['name']) ?? type, isProviderRun: true };
  const inner = isObject(tool['function']) ? tool['function'] : isObject(tool['custom']) ? tool['custom'] : tool;
  const description = textOf(inner['description']);
  return {
    name: textOf(inner['name']) ?? type,
    ...(description !== undefined && { description }),
    ...(isObject(inner['parameters']) && { parametersText: compactJson(inner['parameters']) }),
  };
}

/** `response_format` of chat, `text.format` of Responses. */
export function readFormat(value: unknown): CallContent['responseFormat'] {
  const format = objectOf(value);
  if (format['type'] === 'json_object') return { kind: 'json_object' };
  if (format['type'] !== 'json_schema') return undefined;
  const schema = objectOf(format['json_schema'])['schema'] ?? format['schema'];
  return { kind: 'json_schema', ...(schema !== undefined && { schemaText: compactJson(schema) }) };
}

/** `text.verbosity` of Responses is `verbosity` of chat. */
export function readParameters(request: JsonObject): RequestParameters {
  const parameters: RequestParameters = readSampling({ verbosity: objectOf(request['text'])['verbosity'], ...request });
  const temperature = numberOf(request['temperature']);
  const seed = numberOf(request['seed']) ?? numberOf(request['random_seed']);
  const choices = numberOf(request['n']);
  if (temperature !== undefined) parameters.temperature = temperature;
  if (seed !== undefined) parameters.seed = seed;
  if (choices !== undefined) parameters.choices = choices;
  if (request['logprobs'] === true || (numberOf(request['logprobs']) ?? 0) > 0 || (numberOf(request['top_logprobs']) ?? 0) > 0) parameters.wantsLogprobs = true;
  if (typeof request['parallel_tool_calls'] === 'boolean') parameters.isParallelToolsAllowed = request['parallel_tool_calls'];
  const choice = request['tool_choice'];
  const choiceName = typeof choice === 'string' ? choice : textOf(objectOf(objectOf(choice)['function'])['name']) ?? textOf(objectOf(choice)['name']) ?? textOf(objectOf(choice)['type']);
  if (choiceName !== undefined) parameters.toolChoice = choiceName;
  return parameters;
}

/**
 * Reasoning effort as asked: `reasoning_effort` (OpenAI, Groq, Mistral), `reasoning.effort` or `.max_tokens` (Responses, OpenRouter), `thinking.type` (Z.ai, DeepSeek).
 * Example: { reasoning: { max_tokens: 2000 } } -> 'budget:2000'
 */
export function readEffort(request: JsonObject): string | undefined {
  const reasoning = objectOf(request['reasoning']);
  const named = textOf(request['reasoning_effort']) ?? textOf(reasoning['effort']);
  if (named !== undefined) return named.toLowerCase();
  const budget = numberOf(reasoning['max_tokens']) ?? numberOf(objectOf(request['thinking'])['budget_tokens']);
  if (budget !== undefined) return `budget:${budget}`;
  return objectOf(request['thinking'])['type'] === 'disabled' || reasoning['enabled'] === false ? 'none' : undefined;
}

/** The tier in the words of the catalog: what is charged at the plain rates is `standard`; `auto` says nothing about what was served. */
export function readTier(...stated: readonly unknown[]): string | undefined {
  const tier = stated.map(textOf).find((name) => name !== undefined && name.toLowerCase() !== 'auto')?.toLowerCase();
  return tier === undefined ? undefined : (standardTiers.includes(tier) ? 'standard' : tier);
}

const standardTiers: readonly string[] = ['default', 'on_demand', 'standard', 'standard_only'];
