// Token counts of a span in every flavour, and whether cached and reasoning tokens are parts of them. Names and their meaning: https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/ ,
// https://github.com/open-telemetry/semantic-conventions-genai , https://arize-ai.github.io/openinference/spec/semantic_conventions.html , https://ai-sdk.dev/docs/ai-sdk-core/telemetry (read 2026-11-22)
import type { InclusiveUsage } from '../../model/usage.js';
import { count, number, object, text } from '../values.js';
import { type Attributes, type Span, first, pickerOf } from './span.js';


const pickCounts = pickerOf({
  input: ['gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens', 'llm.token_count.prompt', 'ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens', 'llm.usage.prompt_tokens', 'llm.usage.input_tokens', 'gen_ai.response.prompt_tokens', 'gen_ai.usage.input',
  'gen_ai.usage.inputTokens', 'traceloop.usage.prompt_tokens'],
  output: ['gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens', 'llm.token_count.completion', 'ai.usage.outputTokens', 'ai.usage.completionTokens', 'llm.usage.completion_tokens', 'llm.usage.output_tokens', 'gen_ai.response.completion_tokens', 'gen_ai.usage.output',
  'gen_ai.usage.outputTokens', 'traceloop.usage.completion_tokens'],
  total: ['gen_ai.usage.total_tokens', 'llm.token_count.total', 'llm.usage.total_tokens', 'ai.usage.totalTokens', 'gen_ai.usage.total', 'gen_ai.usage.totalTokens'],
  read: ['gen_ai.usage.cache_read.input_tokens', 'gen_ai.usage.cache_read_input_tokens', 'gen_ai.usage.cached_input_tokens', 'gen_ai.usage.input_cached_tokens', 'gen_ai.usage.cache_read_tokens', 'gen_ai.usage.cached_tokens', 'gen_ai.usage.input_tokens.cached',
  'gen_ai.usage.input_tokens_details.cached_tokens', 'gen_ai.usage.prompt_tokens_details.cached_tokens', 'gen_ai.usage.details.cache_read_tokens', 'gen_ai.usage.details.cache_read_input_tokens', 'gen_ai.usage.details.cached_tokens', 'gen_ai.usage.details.cached_content_tokens',
  'gen_ai.usage.details.input_cached_tokens', 'llm.token_count.prompt_details.cache_read', 'llm.token_count.prompt_details.cached_tokens', 'llm.token_count.prompt_details.cache_input', 'ai.usage.inputTokenDetails.cacheReadTokens', 'ai.usage.cachedInputTokens', 'llm.usage.cache_read_input_tokens',
  'llm.usage.cached_tokens', 'gen_ai.usage.prompt_cached_tokens', 'gen_ai.usage.input_cache_read', 'gen_ai.usage.cache_read', 'gen_ai.usage.cachedInputTokens'],
  write: ['gen_ai.usage.cache_creation.input_tokens', 'gen_ai.usage.cache_write.input_tokens', 'gen_ai.usage.cache_creation_input_tokens', 'gen_ai.usage.cache_write_input_tokens', 'gen_ai.usage.cache_creation_tokens', 'gen_ai.usage.cache_write_tokens', 'gen_ai.usage.input_cache_creation',
  'gen_ai.usage.input_cache_write', 'gen_ai.usage.details.cache_write_tokens', 'gen_ai.usage.details.cache_creation_input_tokens', 'gen_ai.usage.details.cache_creation_tokens', 'llm.token_count.prompt_details.cache_write', 'llm.token_count.prompt_details.cache_creation',
  'ai.usage.inputTokenDetails.cacheWriteTokens', 'llm.usage.cache_creation_input_tokens', 'gen_ai.usage.prompt_cache_creation_tokens', 'gen_ai.usage.cache_creation'],
  longWrite: ['gen_ai.usage.cache_creation.ephemeral_1h_input_tokens', 'gen_ai.usage.details.ephemeral_1h_input_tokens', 'gen_ai.usage.cache_creation_1h_input_tokens'],
  reasoning: ['gen_ai.usage.reasoning.output_tokens', 'gen_ai.usage.reasoning_tokens', 'gen_ai.usage.reasoning.tokens', 'gen_ai.usage.output_reasoning_tokens', 'gen_ai.usage.completion_tokens_details.reasoning_tokens', 'gen_ai.usage.output_tokens_details.reasoning_tokens',
  'gen_ai.usage.details.reasoning_tokens', 'gen_ai.usage.details.thoughts_tokens', 'llm.token_count.completion_details.reasoning', 'ai.usage.outputTokenDetails.reasoningTokens', 'ai.usage.reasoningTokens', 'llm.usage.reasoning_tokens', 'gen_ai.usage.reasoning_output_tokens', 'gen_ai.usage.thinking_tokens', 'gen_ai.usage.thinking.tokens'],
  audioInput: ['llm.token_count.prompt_details.audio', 'gen_ai.usage.input_audio_tokens', 'gen_ai.usage.details.input_audio_tokens', 'gen_ai.usage.prompt_tokens_details.audio_tokens', 'gen_ai.usage.audio.input_tokens', 'gen_ai.usage.audio_input_tokens'],
  audioOutput: ['llm.token_count.completion_details.audio', 'gen_ai.usage.output_audio_tokens', 'gen_ai.usage.details.output_audio_tokens', 'gen_ai.usage.completion_tokens_details.audio_tokens', 'gen_ai.usage.audio.output_tokens', 'gen_ai.usage.audio_output_tokens'],
  webSearches: ['gen_ai.usage.details.web_search_requests', 'gen_ai.usage.server_tool_use.web_search_requests'],
  inputDetails: ['gen_ai.usage.input_token_details', 'gen_ai.usage.input_tokens_details', 'gen_ai.usage.prompt_tokens_details'],
  outputDetails: ['gen_ai.usage.output_token_details', 'gen_ai.usage.output_tokens_details', 'gen_ai.usage.completion_tokens_details'],
  langfuse: ['langfuse.observation.usage_details', 'langfuse.observation.usage'],
  other: ['mlflow.chat.tokenUsage', 'langsmith.usage_metadata', 'gen_ai.usage', 'llm.usage', 'braintrust.metrics'],
  genkit: ['genkit:output'],
});
type Picked = ReturnType<typeof pickCounts>;

/** Counts as a flavour states them, before anybody asked what includes what. */
interface StatedCounts {
  input?: number | undefined;
  output?: number | undefined;
  total?: number | undefined;
  read?: number | undefined;
  write?: number | undefined;
  longWrite?: number | undefined;
  reasoning?: number | undefined;
  audioInput?: number | undefined;
  audioOutput?: number | undefined;
  webSearches?: number | undefined;
  /** Input and output are known to include the rest. */
  isWhole?: boolean | undefined;
}

const countOf = (attributes: Attributes, names: readonly string[]): number | undefined => count(first(attributes, names));

function attributeCounts(picked: Picked): StatedCounts {
  const [inputDetails, outputDetails] = [object(picked.inputDetails), object(picked.outputDetails)];
  return {
    input: count(picked.input),
    output: count(picked.output),
    total: count(picked.total),
    read: count(picked.read) ?? countOf(inputDetails, ['cache_read', 'cached_tokens', 'cache_read_tokens', 'cached']),
    write: count(picked.write) ?? countOf(inputDetails, ['cache_creation', 'cache_write', 'cache_write_tokens', 'cache_creation_tokens']),
    longWrite: count(picked.longWrite) ?? countOf(inputDetails, ['ephemeral_1h_input_tokens']),
    reasoning: count(picked.reasoning) ?? countOf(outputDetails, ['reasoning', 'reasoning_tokens']),
    audioInput: count(picked.audioInput) ?? countOf(inputDetails, ['audio', 'audio_tokens']),
    audioOutput: count(picked.audioOutput) ?? countOf(outputDetails, ['audio', 'audio_tokens']),
    webSearches: count(picked.webSearches),
  };
}

/** Usage objects as JSON in one attribute: Langfuse, MLflow, Genkit's output, LangSmith. */
function objectCounts(picked: Picked): StatedCounts | undefined {
  if (picked.langfuse === undefined && picked.other === undefined && picked.genkit === undefined) return undefined;
  const [langfuse, other, genkit] = [object(picked.langfuse), object(picked.other), object(object(picked.genkit)['usage'])];
  const usage = [langfuse, other, genkit].find((candidate) => Object.keys(candidate).length > 0);
  if (usage === undefined) return undefined;
  const inner = (...names: readonly string[]): Attributes => object(names.map((name) => usage[name]).find((value) => value !== undefined));
  const [inputDetails, outputDetails] = [inner('prompt_tokens_details', 'input_tokens_details', 'input_token_details'), inner('completion_tokens_details', 'output_tokens_details', 'output_token_details')];
  const stated: StatedCounts = {
    input: countOf(usage, ['input', 'input_tokens', 'inputTokens', 'prompt_tokens', 'promptTokens', 'promptTokenCount']),
    output: countOf(usage, ['output', 'output_tokens', 'outputTokens', 'completion_tokens', 'completionTokens', 'candidatesTokenCount']),
    total: countOf(usage, ['total', 'total_tokens', 'totalTokens', 'tokens', 'totalTokenCount']),
    read: countOf(usage, ['input_cached_tokens', 'cache_read_input_tokens', 'input_cache_read', 'cached_tokens', 'prompt_cached_tokens', 'cachedContentTokens', 'cache_read_tokens', 'input_cache_read_tokens']) ?? countOf(inputDetails, ['cached_tokens', 'cache_read']),
    write: countOf(usage, ['input_cache_creation', 'cache_creation_input_tokens', 'cache_write_input_tokens', 'prompt_cache_creation_tokens', 'input_cache_write', 'cache_write_tokens', 'input_cache_creation_tokens']) ?? countOf(inputDetails, ['cache_creation', 'cache_write']),
    longWrite: countOf(usage, ['input_cache_creation_1h', 'cache_creation_1h_input_tokens']),
    reasoning: countOf(usage, ['output_reasoning_tokens', 'output_reasoning', 'reasoning_tokens', 'thoughtsTokens', 'thoughtsTokenCount', 'completion_reasoning_tokens']) ?? countOf(outputDetails, ['reasoning_tokens', 'reasoning']),
    audioInput: countOf(usage, ['input_audio_tokens', 'input_audio']) ?? countOf(inputDetails, ['audio_tokens', 'audio']),
    audioOutput: countOf(usage, ['output_audio_tokens', 'output_audio']) ?? countOf(outputDetails, ['audio_tokens', 'audio']),
  };
  if (usage !== langfuse || !isLangfuseDisjoint(usage, stated)) return stated;
  return { ...stated, input: sumOf(usage, /^(input|cache|prompt)/) ?? stated.input, output: sumOf(usage, /^(output|completion)/) ?? stated.output, total: undefined, isWhole: true };
}

function sumOf(usage: Attributes, names: RegExp): number | undefined {
  const counts = Object.entries(usage).filter(([name]) => names.test(name)).map(([, value]) => count(value)).filter((value) => value !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((sum, value) => sum + value, 0);
}

/** Langfuse's own buckets stand beside each other, and its total is their sum: https://langfuse.com/docs/observability/features/token-and-cost-tracking (read 2026-11-22) */
function isLangfuseDisjoint(usage: Attributes, { input = 0, output = 0, total }: StatedCounts): boolean {
  const sum = Object.entries(usage).filter(([name]) => !/^total/i.test(name)).reduce((all, [, value]) => all + (number(value) ?? 0), 0);
  if (total !== undefined && sum !== input + output) return total === sum;
  return total === undefined && (usage['input'] ?? usage['input_tokens']) !== undefined && Object.entries(usage).some(([name, value]) => /^(input|output|cache)_(?!tokens$)./.test(name) && count(value) !== undefined);
}

/**
 * Vercel AI SDK: the provider's own usage beside the SDK's. Up to version 5 its Anthropic and Bedrock providers report input without what a cache held, later ones with it; the raw counts
 * settle it. Example: { anthropic: { usage: { input_tokens: 7, cache_creation_input_tokens: 2089, cache_read_input_tokens: 16399 } } } -> input 7 beside both
 */
function providerCounts(attributes: Attributes): StatedCounts | undefined {
  if (attributes['ai.response.providerMetadata'] === undefined) return undefined;
  const metadata = object(attributes['ai.response.providerMetadata']);
  const anthropic = object(metadata['anthropic']);
  const raw = object(anthropic['usage']);
  const bedrock = object(object(metadata['bedrock'])['usage']);
  const openai = object(metadata['openai'] ?? metadata['azure']);
  const uncached = count(raw['input_tokens']);
  if (uncached !== undefined) {
    const [read, write] = [count(raw['cache_read_input_tokens']), count(raw['cache_creation_input_tokens'])];
    const longWrite = count(object(raw['cache_creation'])['ephemeral_1h_input_tokens']);
    return { input: uncached + (read ?? 0) + (write ?? 0), output: count(raw['output_tokens']), read, write, longWrite, webSearches: count(object(raw['server_tool_use'])['web_search_requests']), isWhole: true };
  }
  const read = count(bedrock['cacheReadInputTokens']) ?? count(openai['cachedPromptTokens']) ?? count(anthropic['cacheReadInputTokens']);
  const write = count(bedrock['cacheWriteInputTokens']) ?? count(anthropic['cacheCreationInputTokens']);
  const reasoning = count(openai['reasoningTokens']);
  return read === undefined && write === undefined && reasoning === undefined ? undefined : { read, write, reasoning };
}

/** Whether a span carries counts of tokens, of whatever flavour. */
export function hasUsage({ attributes }: Pick<Span, 'attributes'>): boolean {
  const picked = pickCounts(attributes);
  if (picked.input !== undefined || picked.output !== undefined || picked.total !== undefined) return true;
  const counts = objectCounts(picked);
  return counts?.input !== undefined || counts?.output !== undefined;
}

/** Counts of the span, all input and all output; the attributes they came from beside them. */
export function usageOf(span: Span): { counts: InclusiveUsage; raw: Attributes | undefined } {
  const { attributes } = span;
  const picked = pickCounts(attributes);
  const fromObject = objectCounts(picked);
  const fromAttributes = attributeCounts(picked);
  const provider = providerCounts(attributes);
  const isObjectBest = fromObject !== undefined && (fromAttributes.input === undefined || fromObject.isWhole === true);
  const base = isObjectBest ? { ...fromAttributes, ...stripped(fromObject) } : { ...stripped(fromObject ?? {}), ...stripped(fromAttributes) };
  const stated: StatedCounts = provider?.isWhole === true ? { ...base, total: undefined, ...stripped(provider) } : { ...stripped(provider ?? {}), ...stripped(base) };
  const whole = { ...stated, input: stated.input ?? (stated.output === undefined && isEmbedding(span) ? stated.total : undefined) };
  return { counts: inclusive(whole, span), raw: rawOf(attributes) };
}

/** Without what is absent, so that it does not cover what another place states. */
const stripped = (counts: StatedCounts): StatedCounts => Object.fromEntries(Object.entries(counts).filter(([, value]) => value !== undefined));

export const isEmbedding = ({ attributes, name }: Span): boolean =>
  /^embed/i.test(text(first(attributes, ['gen_ai.operation.name', 'openinference.span.kind', 'llm.request.type', 'langfuse.observation.type', 'genkit:metadata:subtype'])) ?? '') || /\.(doEmbed|embed\w*)\b/.test(text(attributes['ai.operationId']) ?? name);

/**
 * All input and all output from what a span states. The conventions say that input_tokens includes cached tokens and output_tokens reasoning; not every instrumentation does so. In this order:
 * Langfuse's own buckets and the raw usage of a provider, whose meaning is known, have been added up before; more is cached than there is input (then it stands beside it); a total that is the sum of input, output and
 * cached tokens (beside), or of input and output (part); instrumentations that pass Anthropic's or Bedrock's own figure on (`isPassedOn`: beside); else part. Reasoning likewise: more
 * than the output, or a total that counts it apart, means beside.
 *
 * Example: input 4299, output 631, read 35574, written 17787, total 58291 = their sum -> all input 57660; input 100, output 40, read 20, total 140 -> all input 100
 */
function inclusive(stated: StatedCounts, span: Span): InclusiveUsage {
  const { input, output, total, read, write, reasoning } = stated;
  const cached = (read ?? 0) + (write ?? stated.longWrite ?? 0);
  const isCacheBeside = cached > 0 && input !== undefined && isBeside({ stated, cached, span });
  const inputTokens = isCacheBeside ? input + cached : input;
  const isReasoningBeside = reasoning !== undefined && reasoning > 0 && output !== undefined &&
    (reasoning > output || (total !== undefined && inputTokens !== undefined && total === inputTokens + output + reasoning));
  return {
    inputTokens,
    cachedInputTokens: read,
    cacheWriteTokens: write,
    cacheWrite1hTokens: stated.longWrite,
    audioInputTokens: stated.audioInput,
    outputTokens: isReasoningBeside ? output + reasoning : (output ?? (inputTokens !== undefined && isEmbedding(span) ? 0 : undefined)),
    reasoningTokens: reasoning,
    audioOutputTokens: stated.audioOutput,
    webSearches: stated.webSearches,
  };
}

function isBeside({ stated, cached, span }: { stated: StatedCounts; cached: number; span: Span }): boolean {
  const { input = 0, output = 0, total, reasoning = 0 } = stated;
  if (stated.isWhole === true) return false;
  if (cached > input || isEarlyBedrock(span)) return true;
  if (total !== undefined && [output, output + reasoning].some((out) => total === input + out + cached)) return true;
  return isPassedOn(span);
}

/**
 * OpenLLMetry's instrumentation of Bedrock: it writes cached tokens since 0.62.0, and up to 0.62.3 leaves them out of the input, as the service does; what it says later is taken at its word.
 * https://github.com/traceloop/openllmetry/blob/main/CHANGELOG.md, pull request 4449 there (read 2026-11-22)
 */
const isEarlyBedrock = ({ scope, scopeVersion }: Span): boolean => /^opentelemetry\.instrumentation\.bedrock$/.test(scope) && /^0\.([0-5]?\d|6[01]|62\.[0-3])(\.|$)/.test(scopeVersion);

/**
 * Instrumentations that write Anthropic's `input_tokens` or Bedrock's `inputTokens` as it came, which leaves out the cache, and make their total of it: OpenLIT, the AWS SDK's own (botocore),
 * and the AI SDK before version 6 (it has no `inputTokenDetails`) without the raw usage beside.
 */
function isPassedOn({ attributes, scope, resource }: Span): boolean {
  const model = text(first(attributes, ['gen_ai.response.model', 'gen_ai.request.model', 'ai.model.id', 'llm.model_name'])) ?? '';
  const provider = text(first(attributes, ['gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider', 'llm.provider'])) ?? '';
  const isCacheBeside = /anthropic|bedrock/i.test(provider) || (provider === '' && /claude/i.test(model));
  if (!isCacheBeside) return false;
  if (/^openlit/i.test(scope) || attributes['telemetry.sdk.name'] === 'openlit' || resource['telemetry.sdk.name'] === 'openlit') return true;
  if (/botocore|aws-sdk|bedrock-runtime/i.test(scope)) return true;
  return (attributes['ai.usage.cachedInputTokens'] ?? attributes['ai.usage.promptTokens']) !== undefined && !Object.keys(attributes).some((name) => name.startsWith('ai.usage.inputTokenDetails.'));
}

const USAGE_NAME = /(\.usage[._]|\.token_count\.|^gen_ai\.usage|tokenUsage$|usage_details$|usage_metadata$)/;

function rawOf(attributes: Attributes): Attributes | undefined {
  const raw: Record<string, unknown> = {};
  for (const name in attributes) if (USAGE_NAME.test(name) && !/cost/.test(name)) raw[name] = attributes[name];
  const genkit = object(attributes['genkit:output'])['usage'];
  if (genkit !== undefined) raw['genkit:usage'] = genkit;
  return Object.keys(raw).length === 0 ? undefined : raw;
}
