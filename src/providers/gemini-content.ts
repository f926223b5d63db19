// Contents, parts and tools of generateContent: https://ai.google.dev/api/caching#Content (read 2026-11-22). camelCase and snake_case are both accepted.
import type { CallContent, MediaKind, Message, ToolCall, ToolDefinition } from '../model/call.js';
import type { ImagePart } from '../model/images.js';
import { imagePartOf } from './image-size.js';
import { type JsonObject, compactJson, isObject, listOf, objectOf, textOf } from './json.js';
import { mediaFields } from './media-digest.js';

/** camelCase -> snake_case of the names that were asked for: a few dozen, fixed in the code. */
const snakeNames = new Map<string, string>();

function snakeOf(name: string): string {
  const former = snakeNames.get(name);
  if (former !== undefined) return former;
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  snakeNames.set(name, snake);
  return snake;
}

/** Example: field({ max_output_tokens: 5 }, 'maxOutputTokens') -> 5 */
export const field = (object: JsonObject, name: string): unknown => object[name] ?? object[snakeOf(name)];

interface Parts {
  text: string;
  toolCalls: ToolCall[];
  results: string[];
  media: MediaKind[];
  images: ImagePart[];
  mediaParts: unknown[];
}

/** Parts marked `thought` are no answer and are left out. Text parts of a stream are pieces of one text. `resolution` holds for images that name none. */
export function readParts(parts: readonly unknown[], resolution?: unknown): Parts {
  const read: Parts = { text: '', toolCalls: [], results: [], media: [], images: [], mediaParts: [] };
  for (const entry of parts) {
    const part = objectOf(entry);
    if (part['thought'] === true) continue;
    if (typeof part['text'] === 'string') read.text += part['text'];
    const call = field(part, 'functionCall');
    if (isObject(call)) read.toolCalls.push({ name: textOf(call['name']) ?? '', argumentsText: compactJson(call['args'] ?? {}) });
    const result = field(part, 'functionResponse');
    if (isObject(result)) read.results.push(compactJson(result['response'] ?? ''));
    const data = objectOf(field(part, 'inlineData') ?? field(part, 'fileData'));
    const mime = textOf(field(data, 'mimeType'));
    if (mime === undefined && textOf(field(data, 'fileUri')) === undefined) continue;
    const kind = mediaOf(mime ?? '');
    read.media.push(kind);
    read.mediaParts.push(data);
    if (kind === 'image') read.images.push(imagePartOf(data['data'], objectOf(field(part, 'mediaResolution'))['level'] ?? resolution));
  }
  return read;
}

const mediaOf = (mime: string): MediaKind => (/^(image|video)\//.test(mime) ? 'image' : mime.startsWith('audio/') ? 'audio' : 'document');

export function readMessage(entry: unknown, resolution: unknown): Message[] {
  const content = objectOf(entry);
  const list = listOf(content['parts']);
  const { text, toolCalls, results, media, images, mediaParts } = readParts(list, resolution);
  const tools: Message[] = results.map((result) => ({ role: 'tool', text: result }));
  if (results.length > 0 && text === '' && toolCalls.length === 0 && media.length === 0) return tools;
  const role = content['role'] === 'model' ? 'assistant' : 'user';
  return [...tools, { role, text, ...(toolCalls.length > 0 && { toolCalls }), ...mediaFields({ media, images, mediaParts }) }];
}

/** One entry may declare many functions; every other field (googleSearch, codeExecution, urlContext) is a tool that Google runs. */
export function readTools(entry: unknown): ToolDefinition[] {
  const tool = objectOf(entry);
  return Object.keys(tool).flatMap((name): ToolDefinition[] => {
    if (!/^function_?declarations$/i.test(name)) return [{ name, isProviderRun: true }];
    return listOf(tool[name]).map((declaration) => {
      const known = objectOf(declaration);
      const description = textOf(known['description']);
      const schema = known['parameters'] ?? field(known, 'parametersJsonSchema');
      return { name: textOf(known['name']) ?? '', ...(description !== undefined && { description }), ...(isObject(schema) && { parametersText: compactJson(schema) }) };
    });
  });
}

export function readContent(request: JsonObject): CallContent {
  const instruction = field(request, 'systemInstruction');
  const system = typeof instruction === 'string' ? instruction : readParts(listOf(objectOf(instruction)['parts'])).text;
  const generation = objectOf(field(request, 'generationConfig'));
  const resolution = field(generation, 'mediaResolution');
  const contents = request['contents'];
  const messages = typeof contents === 'string' ? [{ role: 'user' as const, text: contents }] : (isObject(contents) ? [contents] : listOf(contents)).flatMap((entry) => readMessage(entry, resolution));
  const schema = field(generation, 'responseSchema') ?? field(generation, 'responseJsonSchema');
  const isJson = textOf(field(generation, 'responseMimeType')) === 'application/json';
  return {
    messages: [...(system === '' ? [] : [{ role: 'system' as const, text: system }]), ...messages],
    tools: (isObject(request['tools']) ? [request['tools']] : listOf(request['tools'])).flatMap(readTools),
    ...(isObject(schema) ? { responseFormat: { kind: 'json_schema' as const, schemaText: compactJson(schema) } } : isJson && { responseFormat: { kind: 'json_object' as const } }),
  };
}
