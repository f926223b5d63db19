// Usage objects of OpenAI and its relatives. Chat: prompt_tokens …; Responses: input_tokens …; DeepSeek: prompt_cache_hit_tokens;
// Mistral and vLLM: num_cached_tokens; OpenRouter: cost, cache_write_tokens, server_tool_use (read 2026-11-22)
import { type Outcome, known } from '../model/outcome.js';
import { type Usage, usageOfCall } from '../model/usage.js';
import { type JsonObject, firstOf, isObject, numberOf, objectOf } from './json.js';

/**
 * Cached tokens are a part of input and reasoning is a part of output. Two exceptions, told by the total: a host that counts reasoning beside
 * the output (total = input + output + reasoning: it is added), and one whose reasoning count exceeds an output that the total confirms
 * (counted with another tokenizer: it is cut to the output). Embeddings report no output: theirs is 0 because nothing is generated.
 *
 * Example: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 22, completion_tokens_details: { reasoning_tokens: 7 } } -> 12 output of which 7 reasoning
 */
export function readUsage(value: unknown, facts: { generatesNothing: boolean }): Outcome<Usage> {
  if (!isObject(value)) return known({});
  const inputDetails = objectOf(value['prompt_tokens_details'] ?? value['input_tokens_details']);
  const outputDetails = objectOf(value['completion_tokens_details'] ?? value['output_tokens_details']);
  const count = (...candidates: readonly unknown[]): number | undefined => firstOf(...candidates.map(numberOf));
  const total = count(value['total_tokens']);
  const inputTokens = count(value['prompt_tokens'], value['input_tokens']) ?? (facts.generatesNothing ? total : undefined);
  const { outputTokens, reasoningTokens } = readOutput({
    inputTokens,
    total,
    outputTokens: count(value['completion_tokens'], value['output_tokens']) ?? (facts.generatesNothing && inputTokens !== undefined ? 0 : undefined),
    reasoningTokens: count(outputDetails['reasoning_tokens'], value['reasoning_tokens']),
  });
  return usageOfCall({
    inputTokens,
    cachedInputTokens: count(inputDetails['cached_tokens'], value['prompt_cache_hit_tokens'], value['num_cached_tokens']),
    cacheWriteTokens: count(inputDetails['cache_write_tokens'], inputDetails['cache_creation_tokens']),
    audioInputTokens: count(inputDetails['audio_tokens']),
    imageTokens: count(inputDetails['image_tokens']),
    outputTokens,
    reasoningTokens,
    audioOutputTokens: count(outputDetails['audio_tokens']),
    webSearches: readSearches(value),
  });
}

interface OutputCounts {
  inputTokens: number | undefined;
  total: number | undefined;
  outputTokens: number | undefined;
  reasoningTokens: number | undefined;
}

function readOutput({ inputTokens, total, outputTokens, reasoningTokens }: OutputCounts): Pick<OutputCounts, 'outputTokens' | 'reasoningTokens'> {
  if (inputTokens === undefined || total === undefined || outputTokens === undefined || reasoningTokens === undefined || reasoningTokens <= 0) {
    return { outputTokens, reasoningTokens };
  }
  if (total === inputTokens + outputTokens + reasoningTokens) return { outputTokens: outputTokens + reasoningTokens, reasoningTokens };
  if (reasoningTokens > outputTokens && total === inputTokens + outputTokens) return { outputTokens, reasoningTokens: outputTokens };
  return { outputTokens, reasoningTokens };
}

const readSearches = (usage: JsonObject): number | undefined =>
  numberOf(objectOf(usage['server_tool_use'] ?? usage['server_tool_use_details'])['web_search_requests']) ?? numberOf(usage['num_search_queries']);

/** OpenRouter's own cost in USD. With the user's own upstream key, `cost` is only the fee and the upstream cost stands beside it. */
export function readCost(usage: unknown): { usd: number | undefined; isByok: boolean } {
  const facts = objectOf(usage);
  const isByok = facts['is_byok'] === true;
  const fee = numberOf(facts['cost']);
  const upstream = isByok ? numberOf(objectOf(facts['cost_details'])['upstream_inference_cost']) : undefined;
  return { usd: fee === undefined && upstream === undefined ? undefined : (fee ?? 0) + (upstream ?? 0), isByok };
}
