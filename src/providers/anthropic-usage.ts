// usage of the Messages API: https://platform.claude.com/docs/en/api/messages (read 2026-11-22)
import type { Advice } from '../model/call.js';
import { type Outcome, known } from '../model/outcome.js';
import type { Usage } from '../model/usage.js';
import { type JsonObject, listOf, numberOf, objectOf, sumOf, textOf } from './json.js';
import { readTier } from './openai-content.js';
import { usageOnWire } from './wire-usage.js';

/**
 * What a summary of the conversation cost in between stands in `iterations` alone, at the price of the same model: it is added to each count.
 * https://platform.claude.com/docs/en/build-with-claude/compaction-threshold (read 2026-11-22). What an advisor of another model cost stands there too, and is in no count of the top level:
 * `readAdvice` has it (recorded replies of https://platform.claude.com/docs/en/agents-and-tools/tool-use/advisor-tool: the iterations of type message alone add up to the top level)
 */
function withCompaction(usage: JsonObject, name: string): number | undefined {
  return sumOf(numberOf(usage[name]), ...compactionsOf(usage).map((iteration) => numberOf(iteration[name])));
}

const compactionsOf = (usage: JsonObject): readonly JsonObject[] => listOf(usage['iterations']).map(objectOf).filter((iteration) => iteration['type'] === 'compaction');
const longWritesOf = (usage: JsonObject): number | undefined => numberOf(objectOf(usage['cache_creation'])['ephemeral_1h_input_tokens']);

/** One for each time that the advisor was asked. Example: { iterations: [{ type: 'advisor_message', model: 'claude-opus-4-8', input_tokens: 9, output_tokens: 2 }] } -> 9 input, 2 output of that model */
export const readAdvice = (usage: JsonObject | undefined): Advice[] =>
  listOf(usage?.['iterations']).map(objectOf).flatMap((iteration) => {
    const model = textOf(iteration['model']);
    const counts = iteration['type'] === 'advisor_message' ? readUsage({ ...iteration, iterations: undefined }) : undefined;
    return model === undefined || counts?.known !== true ? [] : [{ model, usage: counts.value }];
  });

/** Fast mode is charged apart whatever the tier; the reply says so in `speed`. Example: { speed: 'fast', service_tier: 'standard' } -> 'fast' */
export const readServedTier = (usage: JsonObject | undefined, requested?: unknown): string | undefined => (usage?.['speed'] === 'fast' ? 'fast' : readTier(usage?.['service_tier'], requested));

/**
 * `input_tokens` leaves out cache reads and writes: they are added for the total. Thinking is inside `output_tokens`.
 * Example: { input_tokens: 3, cache_read_input_tokens: 2074, cache_creation_input_tokens: 297, output_tokens: 61 } -> 2374 input of which 2074 read, 297 written
 */
export function readUsage(usage: JsonObject | undefined): Outcome<Usage> {
  if (usage === undefined) return known({});
  const uncached = withCompaction(usage, 'input_tokens');
  const reads = withCompaction(usage, 'cache_read_input_tokens');
  const byLifetime = objectOf(usage['cache_creation']);
  const longWrites = sumOf(longWritesOf(usage), ...compactionsOf(usage).map(longWritesOf));
  const writes = withCompaction(usage, 'cache_creation_input_tokens') ?? sumOf(numberOf(byLifetime['ephemeral_5m_input_tokens']), longWrites);
  return usageOnWire({
    inputTokens: uncached === undefined ? undefined : sumOf(uncached, reads, writes),
    cachedInputTokens: reads,
    cacheWriteTokens: writes,
    cacheWrite1hTokens: longWrites === 0 && (writes ?? 0) === 0 ? undefined : longWrites,
    outputTokens: withCompaction(usage, 'output_tokens'),
    reasoningTokens: numberOf(objectOf(usage['output_tokens_details'])['thinking_tokens']),
    webSearches: numberOf(objectOf(usage['server_tool_use'])['web_search_requests']),
  });
}
