// Where runs of LangSmith keep their counts: https://docs.langchain.com/langsmith/log-llm-trace, https://docs.langchain.com/langsmith/run-data-format,
// UsageMetadata of https://reference.langchain.com/python/langchain-core/messages/ai/UsageMetadata (read 2026-11-22)
import type { InclusiveUsage } from '../model/usage.js';
import type { JsonRecord } from './source.js';
import { count, isAbsent, list, object, pick } from './values.js';

/** The first message of a LangChain reply ({ generations: [[{ message }]] }), whose fields lie in `kwargs` where it is serialised whole. */
export function firstMessage(outputs: JsonRecord): JsonRecord {
  const [row] = list(outputs['generations']);
  const generation = object(Array.isArray(row) ? row[0] : row);
  const single = list(outputs['messages']).map(object).at(-1) ?? {};
  const message = object(pick(generation, 'message') ?? pick(outputs, 'output', 'message') ?? single);
  const kwargs = object(message['kwargs']);
  const fields = Object.keys(kwargs).length > 0 ? kwargs : message['lc'] === undefined && message['data'] !== undefined ? object(message['data']) : message;
  return { generation_info: generation['generation_info'], ...fields };
}

/** All input stands in `input_tokens`; the parts of a cache write by lifetime may stand in place of the whole. */
function ofUsageMetadata(usage: JsonRecord): InclusiveUsage {
  const input = object(pick(usage, 'input_token_details', 'inputTokenDetails'));
  const output = object(pick(usage, 'output_token_details', 'outputTokenDetails'));
  const [short, long] = [count(input['ephemeral_5m_input_tokens']), count(input['ephemeral_1h_input_tokens'])];
  const whole = count(pick(input, 'cache_creation', 'cache_write', 'cacheCreation'));
  const parts = short === undefined && long === undefined ? undefined : (short ?? 0) + (long ?? 0);
  return {
    inputTokens: count(pick(usage, 'input_tokens', 'inputTokens')), outputTokens: count(pick(usage, 'output_tokens', 'outputTokens')), cachedInputTokens: count(pick(input, 'cache_read', 'cacheRead')),
    cacheWriteTokens: whole === undefined || whole === 0 ? (parts ?? whole) : whole, cacheWrite1hTokens: long, audioInputTokens: count(input['audio']), imageTokens: count(input['image']),
    reasoningTokens: count(output['reasoning']), audioOutputTokens: count(output['audio']),
  };
}

/** `token_usage` of LangChain's llm_output and response_metadata, in the provider's own words: Anthropic's `input_tokens` leaves out what a cache held. */
function ofTokenUsage(usage: JsonRecord): InclusiveUsage {
  const input = object(pick(usage, 'prompt_tokens_details', 'input_tokens_details', 'promptTokensDetails'));
  const output = object(pick(usage, 'completion_tokens_details', 'output_tokens_details', 'completionTokensDetails'));
  const [read, write] = [count(usage['cache_read_input_tokens']), count(usage['cache_creation_input_tokens'])];
  const beside = isAbsent(pick(usage, 'prompt_tokens', 'promptTokens')) ? (read ?? 0) + (write ?? 0) : 0;
  const stated = count(pick(usage, 'prompt_tokens', 'promptTokens', 'input_tokens'));
  return {
    inputTokens: stated === undefined ? undefined : stated + beside, outputTokens: count(pick(usage, 'completion_tokens', 'completionTokens', 'output_tokens')),
    cachedInputTokens: count(pick(input, 'cached_tokens')) ?? read, cacheWriteTokens: write,
    audioInputTokens: count(input['audio_tokens']), reasoningTokens: count(output['reasoning_tokens']), audioOutputTokens: count(output['audio_tokens']),
  };
}

/** Sums that the API and exports put on the run itself. */
function ofRun(run: JsonRecord): InclusiveUsage {
  const details = { input_token_details: pick(run, 'prompt_token_details', 'input_token_details'), output_token_details: pick(run, 'completion_token_details', 'output_token_details') };
  return { ...ofUsageMetadata(details), inputTokens: count(pick(run, 'prompt_tokens', 'input_tokens')), outputTokens: count(pick(run, 'completion_tokens', 'output_tokens')) };
}

const isStated = (counts: InclusiveUsage): boolean => (counts.inputTokens ?? 0) > 0 || (counts.outputTokens ?? 0) > 0;

/**
 * Counts of a run, from the fullest account that it holds. Nothing but zeros is how the API writes that nobody counted: then nothing is known.
 * Example: outputs { usage_metadata: { input_tokens: 43, output_tokens: 1901, output_token_details: { reasoning: 960 } } } -> 43 input, 1901 output of which 960 reasoning
 */
export function countsOfRun(run: JsonRecord, { outputs, metadata }: { outputs: JsonRecord; metadata: JsonRecord }): { counts: InclusiveUsage; raw: JsonRecord | undefined } {
  const message = firstMessage(outputs);
  const [usage, told] = [outputs['usage_metadata'], message['usage_metadata'] ?? metadata['usage_metadata']].map(object);
  const answered = object(message['response_metadata']);
  const tokens = object(pick(object(outputs['llm_output']), 'token_usage', 'usage', 'tokenUsage', 'estimatedTokenUsage') ?? pick(outputs, 'usage') ?? pick(answered, 'token_usage', 'tokenUsage', 'usage'));
  const accounts: readonly (readonly [InclusiveUsage, JsonRecord])[] = [[ofUsageMetadata(usage ?? {}), usage ?? {}], [ofUsageMetadata(told ?? {}), told ?? {}], [ofTokenUsage(tokens), tokens], [ofRun(run), {}]];
  const [counts, raw] = accounts.find(([account]) => isStated(account)) ?? [{}, {}];
  return { counts, raw: Object.keys(raw).length === 0 ? undefined : raw };
}
