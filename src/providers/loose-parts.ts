// Content parts as logs and tracing tools hold them, told by their own fields: OpenTelemetry GenAI https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/,
// LangChain https://docs.langchain.com/oss/python/langchain/messages, Vercel AI SDK https://ai-sdk.dev/docs/reference/ai-sdk-core/model-message,
// Bedrock Converse https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html (read 2026-11-22)
import type { MediaKind, ToolCall } from '../model/call.js';
import type { ImagePart } from '../model/images.js';
import { field } from './gemini-content.js';
import { imagePartOf } from './image-size.js';
import { type JsonObject, compactJson, entryOf, isObject, listOf, objectOf, parseJson, textOf } from './json.js';

export interface LooseParts {
  texts: string[];
  /** Results of tools, as texts. */
  results: string[];
  toolCalls: ToolCall[];
  media: MediaKind[];
  images: ImagePart[];
  mediaParts: unknown[];
}

/** JSON inside a text that is an object or a list; any other value as it is. Example: '{"a":1}' -> { a: 1 }; 'hi' -> 'hi' */
export function unwrapped(value: unknown): unknown {
  let inner = value;
  for (let depth = 0; depth < MOST_WRAPPINGS && typeof inner === 'string' && /^\s*[[{"]/.test(inner.slice(0, 100)); depth += 1) {
    const parsed = parseJson(inner);
    if (typeof parsed !== 'object' && typeof parsed !== 'string') break;
    if (parsed === null) break;
    inner = parsed;
  }
  return typeof inner === 'object' ? inner : value;
}

/** A gateway writes JSON into a JSON string, its log store does so again; nothing seen goes deeper. */
const MOST_WRAPPINGS = 3;

/** The caller's own calls, in every spelling; what the provider's own tools ran (server_tool_use) is none. */
export function toolCallOf(value: unknown): ToolCall {
  const given = objectOf(value);
  const entry = isObject(given['tool_call']) ? given['tool_call'] : given;
  const call = [entry['function'], entry['custom'], entry['functionCall'], entry['function_call'], entry['toolUse'], entry['kwargs']].find((inner) => isObject(inner) && textOf(inner['name']) !== undefined);
  const facts = isObject(call) ? call : entry;
  const name = textOf(facts['name']) ?? textOf(facts['toolName']) ?? textOf(facts['tool_name']) ?? '';
  return { name, argumentsText: compactJson(facts['arguments'] ?? facts['args'] ?? facts['input'] ?? facts['parameters'] ?? '') };
}

const callTypes: readonly string[] = ['tool_use', 'tool-call', 'tool_call', 'function_call', 'custom_tool_call', 'tool-invocation'];
const resultTypes: readonly string[] = ['tool_result', 'tool-result', 'tool_call_response', 'function_call_output', 'custom_tool_call_output', 'tool_response'];
const silentTypes: readonly string[] = ['thinking', 'reasoning', 'redacted_thinking', 'redacted-reasoning', 'reasoning_content', 'server_tool_use', 'step-start', 'source', 'signature'];
const mediaTypes: Readonly<Record<string, MediaKind>> = {
  image: 'image', image_url: 'image', input_image: 'image', 'image-url': 'image', computer_screenshot: 'image', video: 'image', video_url: 'image',
  audio: 'audio', input_audio: 'audio', audio_url: 'audio', document: 'document', document_url: 'document', file: 'document', input_file: 'document', media: 'document', blob: 'document', uri: 'document',
};

/** Content in any shape: a text, a part, or a list of both. Thinking is no answer and is left out. */
export function looseParts(content: unknown): LooseParts {
  const parts: LooseParts = { texts: [], results: [], toolCalls: [], media: [], images: [], mediaParts: [] };
  for (const entry of Array.isArray(content) ? content : [content]) addPart(parts, entry);
  return parts;
}

function addPart(parts: LooseParts, entry: unknown): void {
  if (typeof entry === 'string') return void (entry !== '' && parts.texts.push(entry));
  if (!isObject(entry)) return;
  const type = textOf(entry['type']) ?? '';
  if (silentTypes.includes(type) || entry['thought'] === true || isObject(entry['reasoningContent'])) return;
  const isUiTool = type.startsWith('tool-') && (entry['state'] !== undefined || entry['toolCallId'] !== undefined) && !callTypes.includes(type) && !resultTypes.includes(type);
  if (callTypes.includes(type) || isUiTool || isObject(field(entry, 'functionCall')) || isObject(entry['toolUse'])) return addCall(parts, entry, isUiTool ? type.slice('tool-'.length) : undefined);
  if (resultTypes.includes(type) || isObject(field(entry, 'functionResponse')) || isObject(entry['toolResult'])) return addResult(parts, entry);
  const kind = mediaKindOf(entry, type);
  if (kind !== undefined) return addMedia(parts, entry, kind);
  const text = [entry['text'], entry['content'], entry['refusal'], entry['value']].find((value): value is string => typeof value === 'string' && value !== '');
  if (text !== undefined) parts.texts.push(text);
  else if (isObject(entry['json'])) parts.texts.push(compactJson(entry['json']));
  else if (Array.isArray(entry['content']) && type !== 'web_search_tool_result') for (const inner of entry['content']) addPart(parts, inner);
}

function addCall(parts: LooseParts, entry: JsonObject, uiName: string | undefined): void {
  const inner = isObject(entry['toolInvocation']) ? entry['toolInvocation'] : entry;
  const call = toolCallOf(inner);
  parts.toolCalls.push(uiName === undefined ? call : { ...call, name: uiName });
  const result = inner['result'] ?? (uiName === undefined ? undefined : inner['output']);
  if (result !== undefined && result !== null) parts.results.push(resultText(result, parts));
}

function addResult(parts: LooseParts, entry: JsonObject): void {
  const given = objectOf(field(entry, 'functionResponse') ?? entry['toolResult'] ?? entry);
  const result = [given['response'], given['result'], given['output'], given['content']].find((value) => value !== undefined && value !== null);
  parts.results.push(resultText(result ?? '', parts));
}

/** A text, a list of parts, `{ type: 'text' | 'json', value }` (Vercel), or any JSON. */
function resultText(result: unknown, parts: LooseParts): string {
  if (typeof result === 'string') return result;
  if (isObject(result) && result['value'] !== undefined && typeof result['type'] === 'string') return resultText(result['value'], parts);
  if (!Array.isArray(result) || !result.some((entry) => isObject(entry) && (entry['type'] !== undefined || entry['text'] !== undefined))) return compactJson(result);
  const inner = looseParts(result);
  parts.media.push(...inner.media);
  parts.images.push(...inner.images);
  parts.mediaParts.push(...inner.mediaParts);
  return inner.texts.join('\n');
}

/** By the media type where one is named, else by the kind of the part. */
function mediaKindOf(entry: JsonObject, type: string): MediaKind | undefined {
  const data = objectOf(field(entry, 'inlineData') ?? field(entry, 'fileData') ?? entry['source'] ?? entry['file']);
  const named = [entry['mediaType'], entry['mimeType'], entry['mime_type'], entry['modality'], field(data, 'mimeType'), data['media_type']].map(textOf).find((mime) => mime !== undefined);
  const isMedia = entryOf(mediaTypes, type) !== undefined || isObject(field(entry, 'inlineData')) || isObject(field(entry, 'fileData'));
  if (!isMedia) return (['image', 'document', 'video', 'audio'] as const).filter((name) => type === '' && isObject(entry[name])).map((name) => (name === 'video' ? 'image' : name))[0];
  if (named !== undefined && /^(image|video)/.test(named)) return 'image';
  if (named?.startsWith('audio') === true) return 'audio';
  return entryOf(mediaTypes, type) ?? 'document';
}

function addMedia(parts: LooseParts, entry: JsonObject, kind: MediaKind): void {
  parts.media.push(kind);
  parts.mediaParts.push(entry);
  if (kind !== 'image') return;
  const holders = [entry['image_url'], entry['image'], entry['source'], field(entry, 'inlineData'), objectOf(entry['image'])['source'], entry].filter(isObject);
  const data = [entry['image_url'], entry['image'], ...holders.flatMap((holder) => [holder['url'], holder['data'], holder['bytes'], holder['content'], holder['base64']])].find((value) => typeof value === 'string');
  const isFilm = /^video/.test(textOf(entry['type']) ?? '') || entry['video'] !== undefined;
  parts.images.push(isFilm ? {} : imagePartOf(data, holders.map((holder) => holder['detail']).find((detail) => detail !== undefined)));
}

/** Whether a list reads as content parts of one message, not as messages. */
export const isPartList = (list: readonly unknown[]): boolean =>
  list.length > 0 && list.every((entry) => isObject(entry) && entry['role'] === undefined && (isPart(entry)));

const isPart = (entry: JsonObject): boolean => {
  const type = textOf(entry['type']) ?? '';
  return ['text', 'output_text', 'input_text', ...silentTypes, ...callTypes, ...resultTypes].includes(type) || entryOf(mediaTypes, type) !== undefined || (type === '' && typeof entry['text'] === 'string' && listOf(entry['generations']).length === 0 && entry['message'] === undefined && entry['toolCalls'] === undefined);
};

/** Wrappings of messages in messages; real logs have at most three ({inputs: {messages: [[…]]}}). */
export const MOST_DEPTH = 6;

/** What a log writes in place of a text that it does not keep. */
export const isVoid = (value: unknown): boolean => typeof value === 'string' && /^\s*(?:\{\}|\[\]|null|none|""|\[?redacted\]?|redacted-by-[a-z]+)?\s*$/i.test(value);

/** JSON nested deeper than the stack reads as nothing. */
export function withoutDepth<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
