// Usage objects of OpenAI and its relatives. Chat: prompt_tokens …; Responses: input_tokens …; DeepSeek: prompt_cache_hit_tokens;
// Mistral and vLLM: num_cached_tokens; Together and Moonshot: cached_tokens; OpenRouter: cost, cache_write_tokens, server_tool_use (read 2026-11-22)
import { type Outcome, known } from '../model/outcome.js';
import type { Usage } from '../model/usage.js';
import { type JsonObject, firstOf, isObject, numberOf, objectOf, sumOf } from './json.js';
import { usageOnWire } from './wire-usage.js';

/**
 * Cached tokens are a part of input and reasoning is a part of output. Two exceptions, told by the total: a host that counts reasoning beside
 * the output (total = input + output + reasoning: it is added), and one whose reasoning count exceeds the output beside any other total
 * (counted with another tokenizer: it is cut to the output). Without a total, reasoning beyond the output stands beside it. Embeddings report no output: theirs is 0 because nothing is generated.
 * `hidesThinking`: a host (Google, under OpenAI's names) that counts thinking in the total alone: { prompt_tokens: 20, completion_tokens: 198, total_tokens: 623 } -> 603 output.
 *
 * Example: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 22, completion_tokens_details: { reasoning_tokens: 7 } } -> 12 output of which 7 reasoning
 */
export function readUsage(value: unknown, facts: { generatesNothing: boolean; hidesThinking?: boolean }): Outcome<Usage> {
  if (!isObject(value)) return known({});
  const inputDetails = objectOf(value['prompt_tokens_details'] ?? value['input_tokens_details']);
  const outputDetails = objectOf(value['completion_tokens_details'] ?? value['output_tokens_details']);
  const count = (...candidates: readonly unknown[]): number | undefined => firstOf(...candidates.map(numberOf));
  const total = count(value['total_tokens']);
  if (count(value['citation_tokens']) !== undefined && count(value['reasoning_tokens']) !== undefined) return readResearch(value);
  const cachedInputTokens = count(inputDetails['cached_tokens'], value['prompt_cache_hit_tokens'], value['num_cached_tokens'], value['cached_tokens'], inputDetails['cache_read_input_tokens'], value['cache_read_input_tokens']);
  const cacheWriteTokens = count(inputDetails['cache_write_tokens'], inputDetails['cache_creation_tokens'], inputDetails['cache_creation_input_tokens'], value['cache_creation_input_tokens']);
  const stated = count(value['prompt_tokens'], value['input_tokens']) ?? (facts.generatesNothing ? total : undefined);
  const inputTokens = withCache({ stated, cached: (cachedInputTokens ?? 0) + (cacheWriteTokens ?? 0), outputTokens: count(value['completion_tokens'], value['output_tokens']), total });
  const { outputTokens, reasoningTokens } = readOutput({
    inputTokens,
    total,
    outputTokens: count(value['completion_tokens'], value['output_tokens']) ?? (facts.generatesNothing && inputTokens !== undefined ? 0 : undefined),
    reasoningTokens: count(outputDetails['reasoning_tokens'], value['reasoning_tokens']),
    hidesThinking: facts.hidesThinking === true,
  });
  return usageOnWire({
    inputTokens,
    cachedInputTokens,
    cacheWriteTokens,
    audioInputTokens: count(inputDetails['audio_tokens']),
    imageTokens: count(inputDetails['image_tokens']),
    outputTokens,
    reasoningTokens,
    audioOutputTokens: count(outputDetails['audio_tokens']),
    webSearches: readSearches(value),
  });
}

/**
 * Perplexity's deep research counts what it read as citations beside the prompt, and its reasoning beside the completion: https://docs.perplexity.ai/getting-started/pricing (read 2026-11-22)
 * Example: 33 prompt, 20163 citation, 7163 completion, 73997 reasoning -> 20196 input, 81160 output of which 73997 reasoning
 */
const readResearch = (value: JsonObject): Outcome<Usage> =>
  usageOnWire({
    inputTokens: sumOf(numberOf(value['prompt_tokens']), numberOf(value['citation_tokens'])),
    outputTokens: sumOf(numberOf(value['completion_tokens']), numberOf(value['reasoning_tokens'])), reasoningTokens: numberOf(value['reasoning_tokens']), webSearches: readSearches(value),
  });

/**
 * Gateways that put Claude's counts under OpenAI's names leave the cache out of the prompt in some versions: there the total counts it besides.
 * Example: 31 stated, 1253 cached, 5 output, total 1289 -> 1284; 1284 stated, 1253 cached -> 1284
 */
function withCache({ stated, cached, outputTokens, total }: { stated: number | undefined; cached: number; outputTokens: number | undefined; total: number | undefined }): number | undefined {
  if (stated === undefined || cached === 0) return stated;
  const isBeside = total !== undefined && total === stated + cached + (outputTokens ?? 0);
  return isBeside ? stated + cached : stated;
}

interface OutputCounts {
  inputTokens: number | undefined;
  total: number | undefined;
  outputTokens: number | undefined;
  reasoningTokens: number | undefined;
}

/** With `hidesThinking`, an output that states no reasoning is the rest of the total; how much of it was reasoning stays unknown, because it may be all or none of the difference. */
function readOutput({ inputTokens, total, outputTokens, reasoningTokens, hidesThinking }: OutputCounts & { hidesThinking: boolean }): Pick<OutputCounts, 'outputTokens' | 'reasoningTokens'> {
  if (hidesThinking && (reasoningTokens ?? 0) <= 0 && outputTokens !== undefined && inputTokens !== undefined && total !== undefined) return { outputTokens: Math.max(outputTokens, total - inputTokens), reasoningTokens };
  if (outputTokens === undefined || reasoningTokens === undefined || reasoningTokens <= 0) return { outputTokens, reasoningTokens };
  if (total === undefined && reasoningTokens > outputTokens) return { outputTokens: outputTokens + reasoningTokens, reasoningTokens };
  if (inputTokens === undefined || total === undefined) return { outputTokens, reasoningTokens };
  if (total === inputTokens + outputTokens + reasoningTokens) return { outputTokens: outputTokens + reasoningTokens, reasoningTokens };
  return { outputTokens, reasoningTokens };
}

/**
 * Paid searches by the provider's own count: Anthropic and OpenRouter, Perplexity (Sonar; agents, each invocation: https://docs.perplexity.ai/guides/pricing), xAI, which charges a search of the web and of X alike
 * (https://docs.x.ai/developers/pricing, read 2026-11-22).
 */
function readSearches(usage: JsonObject): number | undefined {
  const tools = objectOf(usage['server_side_tool_usage_details']);
  return firstOf(
    numberOf(objectOf(usage['server_tool_use'] ?? usage['server_tool_use_details'])['web_search_requests']),
    numberOf(usage['num_search_queries']),
    sumOf(numberOf(tools['web_search_calls']), numberOf(tools['x_search_calls'])),
    numberOf(objectOf(objectOf(usage['tool_calls_details'])['search_web'])['invocation']),
  );
}

/** xAI counts dollars in ticks: https://docs.x.ai/developers/cost-tracking (read 2026-11-22) */
const TICKS_PER_USD = 1e10;

/**
 * A cost that the provider states in its usage, in USD: OpenRouter's `cost`, Perplexity's `cost.total_cost`, xAI's ticks, DeepInfra's `estimated_cost`. With the user's own upstream key, OpenRouter's `cost` is
 * only the fee and the upstream cost stands beside it.
 * Example: { cost_in_usd_ticks: 37_756_000 } -> 0.0037756
 */
export function readCost(usage: unknown): { usd: number | undefined; isByok: boolean } {
  const facts = objectOf(usage);
  const isByok = facts['is_byok'] === true;
  const ticks = numberOf(facts['cost_in_usd_ticks']);
  const fee = numberOf(facts['cost']) ?? numberOf(objectOf(facts['cost'])['total_cost']) ?? (ticks === undefined ? undefined : ticks / TICKS_PER_USD) ?? numberOf(facts['estimated_cost']);
  const upstream = isByok ? numberOf(objectOf(facts['cost_details'])['upstream_inference_cost']) : undefined;
  return { usd: fee === undefined && upstream === undefined ? undefined : (fee ?? 0) + (upstream ?? 0), isByok };
}
