// Tools that a request offers, as any log holds them (see loose-parts.ts for the formats)
import type { ToolDefinition } from '../model/call.js';
import { readTools as readGeminiTools } from './gemini-content.js';
import { type JsonObject, compactJson, isObject, textOf } from './json.js';
import { MOST_DEPTH, unwrapped, withoutDepth } from './loose-parts.js';
import { readTool } from './openai-content.js';

/**
 * Tools that a request offers, in whatever shape a log holds them: lists of OpenAI, Anthropic, Gemini, Bedrock, LangChain or Vercel, objects by name, JSON inside texts.
 *
 * Example: { get_time: { description: 'Clock' } } -> [{ name: 'get_time', description: 'Clock' }]
 */
export const readToolDefinitions = (value: unknown): readonly ToolDefinition[] => withoutDepth(() => toolsOf(value, 0)) ?? [];

function toolsOf(value: unknown, depth: number): ToolDefinition[] {
  const inner = unwrapped(value);
  if (depth > MOST_DEPTH) return [];
  if (Array.isArray(inner)) return inner.flatMap((entry) => toolsOf(entry, depth + 1));
  if (!isObject(inner)) return [];
  if (Array.isArray(inner['functionDeclarations'] ?? inner['function_declarations'])) return readGeminiTools(inner);
  const group = inner['tools'] ?? inner['functions'] ?? inner['tool_definitions'];
  if (typeof group === 'object' && group !== null) return toolsOf(group, depth + 1);
  if (isObject(inner['kwargs']) && inner['lc'] !== undefined) return toolsOf(inner['kwargs'], depth + 1);
  if (isTool(inner)) return [toolOf(inner)];
  return Object.entries(inner).flatMap(([name, entry]) => (isObject(entry) ? [Object.keys(entry).length === 0 ? { name, isProviderRun: true } : toolOf({ name, ...entry })] : []));
}

const isTool = (value: JsonObject): boolean => typeof value['name'] === 'string' || typeof value['type'] === 'string' || isObject(value['toolSpec']) || isObject(value['function']);

const schemaFields = ['parameters', 'input_schema', 'inputSchema', 'schema', 'args_schema', 'args', 'parametersJsonSchema'] as const;

function toolOf(tool: JsonObject): ToolDefinition {
  const type = textOf(tool['type']) ?? 'function';
  const inner = [tool['function'], tool['custom'], tool['toolSpec']].find(isObject) ?? tool;
  const given = schemaFields.map((name) => unwrapped(inner[name])).find(isObject);
  const isOwn = type === 'function' || type === 'custom' || type === 'object' || given !== undefined;
  if (!isOwn) return readTool(tool);
  const schema = isObject(given?.['json']) ? given['json'] : isObject(given?.['jsonSchema']) ? given['jsonSchema'] : given;
  const description = textOf(inner['description']);
  return { name: textOf(inner['name']) ?? type, ...(description !== undefined && { description }), ...(schema !== undefined && { parametersText: compactJson(schema) }) };
}
