// Usage objects as gateways write them: OpenAI's names with Anthropic's beside. LiteLLM, Portkey, Kong, Helicone (read 2026-11-22)
import type { InclusiveUsage } from '../model/usage.js';
import type { JsonRecord } from './source.js';
import { besideCache } from './log-call.js';
import { count, object, pick } from './values.js';

/**
 * Token counts of a usage object of mixed names; input is all input. Gateways that put a cache of Anthropic's into OpenAI's names disagree whether `prompt_tokens` holds it: where the
 * stated total is prompt + completion + cache, or more was cached than there is prompt, it does not. `isCacheBeside`: the log is known to count it beside.
 *
 * Example: { prompt_tokens: 31, completion_tokens: 467, total_tokens: 1751, cache_creation_input_tokens: 1253 } -> 1284 input of which 1253 cache writes, 467 output
 */
export function countsOfUsage(usage: JsonRecord, { isCacheBeside = false }: { isCacheBeside?: boolean } = {}): InclusiveUsage {
  const writesByLife = object(pick(usage, 'prompt_tokens_details.cache_creation_token_details', 'cache_creation', 'cache_creation_token_details'));
  const longWrites = count(writesByLife['ephemeral_1h_input_tokens']);
  const shortWrites = count(writesByLife['ephemeral_5m_input_tokens']);
  const writes = firstAbove0(
    count(pick(usage, 'cache_creation_input_tokens')), count(pick(usage, 'prompt_tokens_details.cache_creation_tokens', 'prompt_tokens_details.cache_write_tokens')),
    longWrites === undefined && shortWrites === undefined ? undefined : (longWrites ?? 0) + (shortWrites ?? 0),
  );
  const counts: InclusiveUsage = {
    inputTokens: count(pick(usage, 'prompt_tokens', 'input_tokens', 'promptTokens', 'inputTokens')),
    cachedInputTokens: firstAbove0(
      count(pick(usage, 'cache_read_input_tokens')), count(pick(usage, 'prompt_tokens_details.cached_tokens', 'input_tokens_details.cached_tokens')), count(pick(usage, 'prompt_cache_hit_tokens')),
    ),
    cacheWriteTokens: writes,
    ...(longWrites !== undefined && longWrites <= (writes ?? 0) && { cacheWrite1hTokens: longWrites }),
    audioInputTokens: count(pick(usage, 'prompt_tokens_details.audio_tokens', 'input_tokens_details.audio_tokens')),
    imageTokens: count(pick(usage, 'prompt_tokens_details.image_tokens', 'input_tokens_details.image_tokens')),
    outputTokens: count(pick(usage, 'completion_tokens', 'output_tokens', 'completionTokens', 'outputTokens')),
    reasoningTokens: count(pick(usage, 'completion_tokens_details.reasoning_tokens', 'output_tokens_details.reasoning_tokens', 'reasoning_tokens')),
    audioOutputTokens: count(pick(usage, 'completion_tokens_details.audio_tokens', 'output_tokens_details.audio_tokens')),
    webSearches: count(pick(usage, 'server_tool_use.web_search_requests', 'prompt_tokens_details.web_search_requests')),
  };
  return isCacheBeside || isBeside(counts, count(pick(usage, 'total_tokens', 'totalTokens'))) ? besideCache(counts) : counts;
}

/** Two fields may tell the same count, one of them filled with 0: the other says more. */
function firstAbove0(...candidates: readonly (number | undefined)[]): number | undefined {
  return candidates.find((candidate) => candidate !== undefined && candidate > 0) ?? candidates.find((candidate) => candidate !== undefined);
}

function isBeside({ inputTokens, outputTokens, cachedInputTokens = 0, cacheWriteTokens = 0 }: InclusiveUsage, total: number | undefined): boolean {
  const cached = cachedInputTokens + cacheWriteTokens;
  if (inputTokens === undefined || cached === 0) return false;
  return cached > inputTokens || (total !== undefined && total === inputTokens + (outputTokens ?? 0) + cached);
}

/** Usage of a gateway's own making: OpenAI's names, and a cache in Anthropic's. Nobody but `countsOfUsage` reads it right. */
export const isMixedUsage = (usage: JsonRecord): boolean =>
  usage['prompt_tokens'] !== undefined && (usage['cache_read_input_tokens'] !== undefined || usage['cache_creation_input_tokens'] !== undefined);
