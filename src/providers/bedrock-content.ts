// Messages, content blocks and tools of Converse, and of Nova's Invoke: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html,
// …/API_runtime_ToolConfiguration.html, https://docs.aws.amazon.com/nova/latest/nova2-userguide/request-response-schema.html (read 2026-11-22)
import type { CallContent, MediaKind, Message, RequestParameters, ToolCall, ToolDefinition } from '../model/call.js';
import type { ImagePart } from '../model/images.js';
import { imagePartOf } from './image-size.js';
import { type JsonObject, compactJson, isObject, listOf, numberOf, objectOf, parseJson, readSampling, textOf } from './json.js';
import { mediaFields } from './media-digest.js';

interface Blocks {
  texts: string[];
  results: string[];
  toolCalls: ToolCall[];
  media: MediaKind[];
  images: ImagePart[];
  mediaParts: unknown[];
}

const mediaNames: readonly (readonly [name: string, kind: MediaKind])[] = [['image', 'image'], ['video', 'image'], ['audio', 'audio'], ['document', 'document']];

/** Reasoning is no answer and cache points no content: both are left out. What the provider's own tools ran is none of the caller's calls. */
function readBlocks(content: unknown): Blocks {
  const blocks: Blocks = { texts: [], results: [], toolCalls: [], media: [], images: [], mediaParts: [] };
  for (const entry of typeof content === 'string' ? [{ text: content }] : listOf(content)) addBlock(blocks, objectOf(entry));
  return blocks;
}

function addBlock(blocks: Blocks, block: JsonObject): void {
  if (typeof block['text'] === 'string') blocks.texts.push(block['text']);
  const tool = objectOf(block['toolUse']);
  if (tool['name'] !== undefined && tool['type'] !== 'server_tool_use') blocks.toolCalls.push({ name: textOf(tool['name']) ?? '', argumentsText: compactJson(tool['input'] ?? {}) });
  if (isObject(block['toolResult'])) addResult(blocks, block['toolResult']);
  const guarded = objectOf(block['guardContent']);
  if (isObject(guarded['text'])) addBlock(blocks, guarded['text']);
  if (isObject(guarded['image'])) addBlock(blocks, { image: guarded['image'] });
  for (const cited of listOf(objectOf(block['citationsContent'])['content'])) addBlock(blocks, objectOf(cited));
  for (const found of listOf(objectOf(block['searchResult'])['content'])) addBlock(blocks, objectOf(found));
  for (const [name, kind] of mediaNames) if (isObject(block[name])) addMedia(blocks, { kind, name, media: block[name] });
}

function addMedia(blocks: Blocks, { kind, name, media }: { kind: MediaKind; name: string; media: JsonObject }): void {
  blocks.media.push(kind);
  blocks.mediaParts.push(media);
  if (kind === 'image') blocks.images.push(name === 'video' ? {} : imagePartOf(objectOf(media['source'])['bytes']));
}

/** What the provider's own tools gave back is none of the caller's messages. */
function addResult(blocks: Blocks, result: JsonObject): void {
  if (/_result$/.test(textOf(result['type']) ?? '')) return;
  const inner = readBlocks(result['content']);
  const jsons = listOf(result['content']).map((entry) => objectOf(entry)['json']).filter((json) => json !== undefined).map(compactJson);
  blocks.results.push([...inner.texts, ...jsons].join('\n'));
  blocks.media.push(...inner.media);
  blocks.images.push(...inner.images);
  blocks.mediaParts.push(...inner.mediaParts);
}

/** A user message may hold tool results and words: results become a message of role tool, before the words. */
function readMessage(entry: unknown): Message[] {
  const message = objectOf(entry);
  const { texts, results, toolCalls, media, images, mediaParts } = readBlocks(message['content']);
  const role = message['role'] === 'assistant' ? 'assistant' : message['role'] === 'system' ? 'system' : 'user';
  const tools: Message[] = results.map((text) => ({ role: 'tool', text }));
  const attached = mediaFields({ media, images, mediaParts });
  if (texts.length === 0 && toolCalls.length === 0 && results.length > 0) return tools.map((tool, index) => (index === 0 ? { ...tool, ...attached } : tool));
  return [...tools, { role, text: texts.join('\n'), ...(toolCalls.length > 0 && { toolCalls }), ...attached }];
}

/** A system tool is run by the provider (grounding, code); a cache point is none. */
function readTool(entry: unknown): ToolDefinition[] {
  const tool = objectOf(entry);
  if (isObject(tool['systemTool'])) return [{ name: textOf(tool['systemTool']['name']) ?? '', isProviderRun: true }];
  if (!isObject(tool['toolSpec'])) return [];
  const spec = tool['toolSpec'];
  const description = textOf(spec['description']);
  const schema = objectOf(spec['inputSchema'])['json'];
  return [{ name: textOf(spec['name']) ?? '', ...(description !== undefined && { description }), ...(schema !== undefined && { parametersText: compactJson(schema) }) }];
}

export function readContent(request: JsonObject): CallContent {
  const system = readBlocks(request['system']).texts.join('\n');
  const format = objectOf(objectOf(request['outputConfig'])['textFormat']);
  const stated = objectOf(objectOf(format['structure'])['jsonSchema'])['schema'];
  const schema = typeof stated === 'string' ? (parseJson(stated) ?? stated) : stated;
  return {
    messages: [...(system === '' ? [] : [{ role: 'system' as const, text: system }]), ...listOf(request['messages']).flatMap(readMessage)],
    tools: listOf(objectOf(request['toolConfig'])['tools']).flatMap(readTool),
    ...(format['type'] === 'json_schema' && { responseFormat: { kind: 'json_schema' as const, ...(schema !== undefined && { schemaText: compactJson(schema) }) } }),
  };
}

export function readReply(blocks: readonly JsonObject[], facts: { hasReply: boolean }): CallContent['reply'] {
  if (!facts.hasReply) return undefined;
  const { texts, toolCalls } = readBlocks(blocks);
  return { text: texts.join('\n'), toolCalls };
}

/** `additional` are the model's own fields: of Converse in a field of their own, of Nova's Invoke beside the others. */
export function readParameters(request: JsonObject, additional: JsonObject): RequestParameters {
  const inference = objectOf(request['inferenceConfig']);
  const temperature = numberOf(inference['temperature']);
  const choice = objectOf(objectOf(request['toolConfig'])['toolChoice']);
  const choiceName = textOf(objectOf(choice['tool'])['name']) ?? Object.keys(choice)[0];
  return {
    ...readSampling({ ...objectOf(additional['inferenceConfig']), ...additional, ...inference }),
    ...(temperature !== undefined && { temperature }),
    ...(choiceName !== undefined && { toolChoice: choiceName }),
  };
}

/**
 * As the model's maker names it: `thinking` and `output_config` (Claude; `reasoning_config` in older logs), `reasoning_effort` (gpt-oss, DeepSeek), `reasoningConfig` (Nova 2).
 * Example: { thinking: { type: 'enabled', budget_tokens: 1024 } } -> 'budget:1024'; { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'low' } } -> 'low'
 */
export function readEffort(request: JsonObject, additional: JsonObject): string | undefined {
  const thinking = objectOf(additional['thinking'] ?? additional['reasoning_config']);
  const nova = objectOf(additional['reasoningConfig'] ?? objectOf(additional['inferenceConfig'])['reasoningConfig'] ?? objectOf(request['inferenceConfig'])['reasoningConfig']);
  const budget = numberOf(thinking['budget_tokens']);
  if (thinking['type'] === 'enabled' && budget !== undefined) return `budget:${budget}`;
  const effort = textOf(objectOf(additional['output_config'])['effort']) ?? textOf(additional['reasoning_effort']) ?? textOf(additional['reasoning_config']) ?? textOf(nova['maxReasoningEffort']);
  if (effort !== undefined && nova['type'] !== 'disabled') return effort.toLowerCase();
  return thinking['type'] === 'disabled' || nova['type'] === 'disabled' ? 'none' : undefined;
}
