// A provider's usage object, told by its own field names; no request and no reply beside it. Families: those of this folder, and
// Bedrock Converse https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_TokenUsage.html, Bedrock Invoke (Llama, Titan, Nova),
// Cohere https://docs.cohere.com/reference/chat, Ollama https://github.com/ollama/ollama/blob/main/docs/api.md,
// Gemini interactions https://ai.google.dev/gemini-api/docs/interactions (read 2026-11-22)
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type Usage, inputTokensOf } from '../model/usage.js';
import { readUsage as readAnthropic } from './anthropic-usage.js';
import { readUsage as readCohere } from './cohere-usage.js';
import { readUsage as readInteraction } from './gemini-interactions.js';
import { readUsage as readOllama } from './ollama.js';
import { readTraffic, readUsage as readGemini } from './gemini-usage.js';
import { type JsonObject, isObject, listOf, numberOf, objectOf, sumOf, textOf } from './json.js';
import { readUsage as readOpenai } from './openai-usage.js';
import { usageOnWire } from './wire-usage.js';

/** What a usage object says of one call; tier and region where the provider writes them there. */
export interface RawUsage {
  usage: Usage;
  serviceTier?: string;
  region?: string;
}

interface Shape {
  /** Field names that only this family uses. */
  isOf(raw: JsonObject): boolean;
  read(raw: JsonObject, facts: { generatesNothing: boolean }): Outcome<Usage>;
}

const has = (raw: JsonObject, ...names: readonly string[]): boolean => names.some((name) => raw[name] !== undefined);

/** First match wins; the last takes every other object. */
const shapes: readonly Shape[] = [
  { isOf: (raw) => has(raw, 'promptTokenCount', 'candidatesTokenCount', 'totalTokenCount', 'prompt_token_count', 'total_token_count') && !has(raw, 'generation_token_count'), read: (raw) => readGemini(raw, { isBlocked: false }) },
  { isOf: (raw) => has(raw, 'total_input_tokens', 'total_output_tokens'), read: readInteraction },
  { isOf: (raw) => has(raw, 'billed_units'), read: readCohere },
  { isOf: (raw) => has(raw, 'inputTokens', 'outputTokens'), read: readConverse },
  { isOf: (raw) => has(raw, 'prompt_eval_count', 'eval_count'), read: readOllama },
  { isOf: (raw) => has(raw, 'generation_token_count'), read: (raw) => usageOnWire({ inputTokens: numberOf(raw['prompt_token_count']), outputTokens: numberOf(raw['generation_token_count']) }) },
  { isOf: (raw) => has(raw, 'inputTextTokenCount'), read: readTitan },
  { isOf: isAnthropic, read: readAnthropic },
  { isOf: () => true, read: readOpenai },
];

/**
 * Counts of a provider's own usage object. Unknown when it is no object, holds no count, or holds an impossible one. `generatesNothing` = an
 * embedding: its total is its input. Where a provider bills fewer units than it counts (Cohere), the rest is unbilled.
 *
 * Example: { inputTokens: 3, cacheReadInputTokens: 2074, cacheWriteInputTokens: 297, outputTokens: 61 } -> 3 uncached + 2074 read + 297 written input, 61 output
 */
export function usageOfRaw(raw: unknown, facts: { generatesNothing: boolean }): Outcome<RawUsage> {
  if (!isObject(raw)) return unknown('the raw usage is no object');
  const usage = (shapes.find((shape) => shape.isOf(raw)) ?? shapes[shapes.length - 1])?.read(raw, facts);
  if (usage === undefined || !usage.known) return usage ?? unknown('the raw usage has no known shape');
  if (!inputTokensOf(usage.value).known && usage.value.outputTokens === undefined) return unknown('the raw usage holds no token count');
  const serviceTier = raw['speed'] === 'fast' ? 'fast' : textOf(raw['service_tier']) ?? readTraffic(raw).tier;
  const geo = textOf(raw['inference_geo']);
  return known({ usage: usage.value, ...(serviceTier !== undefined && { serviceTier }), ...(geo !== undefined && geo !== 'not_available' && { region: geo }) });
}

/** Anthropic reports no total; OpenAI's Responses, with the same two names, does. */
function isAnthropic(raw: JsonObject): boolean {
  if (has(raw, 'prompt_tokens')) return false;
  if (has(raw, 'cache_creation_input_tokens', 'cache_read_input_tokens', 'cache_creation')) return true;
  return has(raw, 'input_tokens') && !has(raw, 'total_tokens', 'input_tokens_details');
}

/** Cache reads and writes stand beside `inputTokens`; `cacheDetails` splits the writes by lifetime. Nova's Invoke replies say `…Count`. */
function readConverse(raw: JsonObject): Outcome<Usage> {
  const uncached = numberOf(raw['inputTokens']);
  const reads = numberOf(raw['cacheReadInputTokens'] ?? raw['cacheReadInputTokenCount']);
  const writes = numberOf(raw['cacheWriteInputTokens'] ?? raw['cacheWriteInputTokenCount']);
  const longWrites = sumOf(...listOf(raw['cacheDetails']).map(objectOf).filter((detail) => detail['ttl'] === '1h').map((detail) => numberOf(detail['inputTokens'])));
  return usageOnWire({
    inputTokens: uncached === undefined ? undefined : sumOf(uncached, reads, writes),
    cachedInputTokens: reads, cacheWriteTokens: writes, cacheWrite1hTokens: longWrites, outputTokens: numberOf(raw['outputTokens']),
  });
}

/** Titan text: the output is counted per result. Titan embeddings have none. */
function readTitan(raw: JsonObject, facts: { generatesNothing: boolean }): Outcome<Usage> {
  const output = sumOf(...listOf(raw['results']).map(objectOf).map((result) => numberOf(result['tokenCount']))) ?? (facts.generatesNothing ? 0 : undefined);
  return usageOnWire({ inputTokens: numberOf(raw['inputTextTokenCount']), outputTokens: output });
}
