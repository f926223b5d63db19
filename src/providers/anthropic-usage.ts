// usage of the Messages API: https://platform.claude.com/docs/en/api/messages (read 2026-11-22)
import { type Outcome, known } from '../model/outcome.js';
import { type Usage, usageOfCall } from '../model/usage.js';
import { type JsonObject, listOf, numberOf, objectOf, sumOf } from './json.js';

/**
 * What a summary of the conversation cost in between stands in `iterations` alone, at the price of the same model: it is added to each count.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-threshold (read 2026-11-22). What an advisor of another model cost stands there too, and is left out.
 */
function withCompaction(usage: JsonObject, name: string): number | undefined {
  const extra = listOf(usage['iterations']).map(objectOf).filter((iteration) => iteration['type'] === 'compaction').map((iteration) => numberOf(iteration[name]));
  return sumOf(numberOf(usage[name]), ...extra);
}

/**
 * `input_tokens` leaves out cache reads and writes: they are added for the total. Thinking is inside `output_tokens`.
 * Example: { input_tokens: 3, cache_read_input_tokens: 2074, cache_creation_input_tokens: 297, output_tokens: 61 } -> 2374 input of which 2074 read, 297 written
 */
export function readUsage(usage: JsonObject | undefined): Outcome<Usage> {
  if (usage === undefined) return known({});
  const uncached = withCompaction(usage, 'input_tokens');
  const reads = withCompaction(usage, 'cache_read_input_tokens');
  const byLifetime = objectOf(usage['cache_creation']);
  const longWrites = numberOf(byLifetime['ephemeral_1h_input_tokens']);
  const writes = withCompaction(usage, 'cache_creation_input_tokens') ?? sumOf(numberOf(byLifetime['ephemeral_5m_input_tokens']), longWrites);
  return usageOfCall({
    inputTokens: uncached === undefined ? undefined : sumOf(uncached, reads, writes),
    cachedInputTokens: reads,
    cacheWriteTokens: writes,
    cacheWrite1hTokens: longWrites === 0 && (writes ?? 0) === 0 ? undefined : longWrites,
    outputTokens: withCompaction(usage, 'output_tokens'),
    reasoningTokens: numberOf(objectOf(usage['output_tokens_details'])['thinking_tokens']),
    webSearches: numberOf(objectOf(usage['server_tool_use'])['web_search_requests']),
  });
}
