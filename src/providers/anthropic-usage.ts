// usage of the Messages API: https://platform.claude.com/docs/en/api/messages (read 2026-11-22)
import { type Outcome, known } from '../model/outcome.js';
import { type Usage, usageOfCall } from '../model/usage.js';
import { type JsonObject, numberOf, objectOf, sumOf } from './json.js';

/**
 * `input_tokens` leaves out cache reads and writes: they are added for the total. Thinking is inside `output_tokens`.
 * Example: { input_tokens: 3, cache_read_input_tokens: 2074, cache_creation_input_tokens: 297, output_tokens: 61 } -> 2374 input of which 2074 read, 297 written
 */
export function readUsage(usage: JsonObject | undefined): Outcome<Usage> {
  if (usage === undefined) return known({});
  const uncached = numberOf(usage['input_tokens']);
  const reads = numberOf(usage['cache_read_input_tokens']);
  const byLifetime = objectOf(usage['cache_creation']);
  const longWrites = numberOf(byLifetime['ephemeral_1h_input_tokens']);
  const writes = numberOf(usage['cache_creation_input_tokens']) ?? sumOf(numberOf(byLifetime['ephemeral_5m_input_tokens']), longWrites);
  return usageOfCall({
    inputTokens: uncached === undefined ? undefined : sumOf(uncached, reads, writes),
    cachedInputTokens: reads,
    cacheWriteTokens: writes,
    cacheWrite1hTokens: longWrites === 0 && (writes ?? 0) === 0 ? undefined : longWrites,
    outputTokens: numberOf(usage['output_tokens']),
    reasoningTokens: numberOf(objectOf(usage['output_tokens_details'])['thinking_tokens']),
    webSearches: numberOf(objectOf(usage['server_tool_use'])['web_search_requests']),
  });
}
