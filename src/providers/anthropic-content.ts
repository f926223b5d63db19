// Content blocks of Anthropic Messages: https://docs.claude.com/en/api/messages (read 2026-11-22)
import type { CallContent, MediaKind, Message, ToolCall, ToolDefinition } from '../model/call.js';
import type { ImagePart } from '../model/images.js';
import { imagePartOf } from './image-size.js';
import { type JsonObject, compactJson, isObject, listOf, objectOf, textOf } from './json.js';
import { mediaFields } from './media-digest.js';

export interface AnthropicReply {
  content: readonly JsonObject[];
  hasReply: boolean;
}

interface Blocks {
  texts: string[];
  results: string[];
  toolCalls: ToolCall[];
  media: MediaKind[];
  images: ImagePart[];
  mediaParts: unknown[];
}

/** Thinking is no answer and is left out; what the provider's own tools ran is none of the caller's calls. */
function readBlocks(content: unknown): Blocks {
  const blocks: Blocks = { texts: [], results: [], toolCalls: [], media: [], images: [], mediaParts: [] };
  if (typeof content === 'string') blocks.texts.push(content);
  for (const entry of listOf(content)) {
    const block = objectOf(entry);
    if (block['type'] === 'text') blocks.texts.push(textOf(block['text']) ?? '');
    else if (block['type'] === 'image') {
      blocks.media.push('image');
      blocks.mediaParts.push(block);
      blocks.images.push(imagePartOf(objectOf(block['source'])['data']));
    }
    else if (block['type'] === 'document') {
      blocks.media.push('document');
      blocks.mediaParts.push(block);
    }
    else if (block['type'] === 'tool_use') blocks.toolCalls.push({ name: textOf(block['name']) ?? '', argumentsText: compactJson(block['input'] ?? '') });
    else if (block['type'] === 'tool_result') {
      const inner = readBlocks(block['content']);
      blocks.results.push(inner.texts.join('\n'));
      blocks.media.push(...inner.media);
      blocks.images.push(...inner.images);
      blocks.mediaParts.push(...inner.mediaParts);
    }
  }
  return blocks;
}

/** A user message may hold tool results and words: results become a message of role tool, before the words. */
export function readMessage(entry: unknown): Message[] {
  const message = objectOf(entry);
  const { texts, results, toolCalls, media, images, mediaParts } = readBlocks(message['content']);
  const role = message['role'] === 'assistant' ? 'assistant' : message['role'] === 'system' ? 'system' : 'user';
  const hasWords = texts.length > 0 || toolCalls.length > 0 || results.length === 0;
  const tools: Message[] = results.map((text) => ({ role: 'tool', text }));
  const attached = mediaFields({ media, images, mediaParts });
  if (!hasWords) return tools.map((tool, index) => (index === 0 ? { ...tool, ...attached } : tool));
  return [...tools, { role, text: texts.join('\n'), ...(toolCalls.length > 0 && { toolCalls }), ...attached }];
}

/** A tool with an input schema (or of type custom) is the caller's; every other type is run by the provider. */
function readTool(entry: unknown): ToolDefinition {
  const tool = objectOf(entry);
  const type = textOf(tool['type']) ?? 'custom';
  const name = textOf(tool['name']) ?? type;
  if (type !== 'custom' && !isObject(tool['input_schema'])) return { name, isProviderRun: true };
  const description = textOf(tool['description']);
  return { name, ...(description !== undefined && { description }), ...(isObject(tool['input_schema']) && { parametersText: compactJson(tool['input_schema']) }) };
}

export function readContent(request: JsonObject): CallContent {
  const system = readBlocks(request['system']).texts.join('\n');
  const format = objectOf(objectOf(request['output_config'])['format'] ?? request['output_format']);
  return {
    messages: [...(system === '' ? [] : [{ role: 'system' as const, text: system }]), ...listOf(request['messages']).flatMap(readMessage)],
    tools: listOf(request['tools']).map(readTool),
    ...(format['type'] === 'json_schema' && { responseFormat: { kind: 'json_schema' as const, ...(isObject(format['schema']) && { schemaText: compactJson(format['schema']) }) } }),
  };
}

/** The text blocks of an answer are pieces of one text: it is cut where a citation begins or a tool of the provider's ran. */
export function readReply({ content, hasReply }: AnthropicReply): CallContent['reply'] {
  if (!hasReply) return undefined;
  const { texts, toolCalls } = readBlocks(content);
  return { text: texts.join(''), toolCalls };
}
