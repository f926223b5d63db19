// What the exports of tracing tools have in common: labels of the caller's own, model parameters, durations between two instants.
import type { CapturedCall } from '../model/call.js';
import { providerOfModel } from './fields.js';
import { providerId } from './provider-names.js';
import type { JsonRecord } from './source.js';
import type { TimeReader } from './time.js';
import { count, flag, number, object, pick, tagsOf, text } from './values.js';

/** Characters and number of labels that are kept of a free metadata object: more is content, not a label. */
const MAX_LABEL_CHARACTERS = 100;
const MAX_LABELS = 20;

/** What SDKs put there for themselves. */
const OWN_NAMES = /^(ls_|langgraph_|langfuse|langsmith|scope|resource|attributes|telemetry|otel|runtime|sdk|checkpoint|thread_id$|session_id$|sessionId$|user_id$|userId$|conversation_id$|usage|options$|invocation_params$|model$|provider$|lc_|__)/i;

/** Labels of a free metadata object: its short scalars. Example: labelsOf({ feature: 'search', ls_provider: 'openai' }) -> { feature: 'search' } */
export function labelsOf(metadata: unknown): Record<string, string> {
  const labels = Object.entries(tagsOf(object(metadata))).filter(([name, value]) => !OWN_NAMES.test(name) && name.length <= MAX_LABEL_CHARACTERS && value.length <= MAX_LABEL_CHARACTERS);
  return Object.fromEntries(labels.slice(0, MAX_LABELS));
}

/** The texts that are there, by name. Example: present({ a: 'x', b: undefined }) -> { a: 'x' } */
export const present = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));

/** Parameters of a model as tools write them, in either case. */
export function parametersOf(given: JsonRecord): CapturedCall['parameters'] {
  const temperature = number(pick(given, 'temperature', 'ls_temperature'));
  const seed = number(pick(given, 'seed'));
  const choices = count(pick(given, 'n', 'candidateCount', 'candidate_count'));
  const wantsLogprobs = flag(pick(given, 'logprobs'));
  const isParallelToolsAllowed = flag(pick(given, 'parallel_tool_calls', 'parallelToolCalls'));
  const toolChoice = text(pick(given, 'tool_choice', 'toolChoice'));
  return {
    ...(temperature !== undefined && { temperature }), ...(seed !== undefined && { seed }), ...(choices !== undefined && { choices }), ...(wantsLogprobs !== undefined && { wantsLogprobs }),
    ...(isParallelToolsAllowed !== undefined && { isParallelToolsAllowed }), ...(toolChoice !== undefined && { toolChoice }),
  };
}

export const maxTokensOf = (given: JsonRecord): number | undefined =>
  count(pick(given, 'max_completion_tokens', 'max_tokens', 'maxTokens', 'max_output_tokens', 'maxOutputTokens', 'max_tokens_to_sample', 'ls_max_tokens'));

export const effortOf = (given: JsonRecord): string | undefined => text(pick(given, 'reasoning_effort', 'reasoningEffort', 'reasoning.effort', 'effort'));

/** ms between two instants as written; absent when either is, or when they are the wrong way round. Example: '…:09.835Z' to '…:17.713Z' -> 7878 */
export function between(from: unknown, to: unknown, time: TimeReader): number | undefined {
  if (text(from) === undefined || text(to) === undefined) return undefined;
  const [start, end] = [time.read(from), time.read(to)];
  return start.known && end.known && end.value >= start.value ? end.value - start.value : undefined;
}

/** Fields that only a body of a provider's API has, and no message. */
const replyMarks: readonly string[] = ['choices', 'candidates', 'usageMetadata', 'stop_reason', 'stopReason', 'incomplete_details', 'generation_token_count'];
const requestMarks: readonly string[] = ['messages', 'contents', 'input', 'instructions', 'prompt'];

export const isWireReply = (body: unknown): boolean => replyMarks.some((name) => object(body)[name] !== undefined);
export const isWireRequest = (body: unknown): boolean => requestMarks.some((name) => object(body)[name] !== undefined);

/** Who serves models of these names, where the tool names nobody. Models of open weights are anybody's. */
const providerByModel: readonly (readonly [pattern: RegExp, provider: string])[] = [
  [/^(arn:aws:|((us|eu|apac|ap|jp|au|ca|sa|us-gov|global)\.)?(anthropic|amazon|meta|mistral|cohere|ai21|deepseek|stability|writer|twelvelabs|qwen|openai)\.)/, 'aws'],
  [/^(models|publishers\/google\/models)\/(gemini|gemma|embedding|text-embedding)/, 'google'],
  [/^(text-davinci|davinci|babbage|curie|ada-|code-davinci|dall-e|whisper|tts-|omni-moderation|text-moderation|codex-mini|computer-use-preview|o\d)/, 'openai'],
  [/^(command|c4ai-|embed-(english|multilingual|v\d)|rerank-)/, 'cohere'],
  [/^voyage-/, 'voyageai'],
  [/^grok-/, 'x-ai'],
  [/^deepseek-(chat|reasoner|coder)$/, 'deepseek'],
  [/^sonar/, 'perplexity'],
];
const prefixNames: readonly string[] = [
  'openai', 'anthropic', 'google', 'gemini', 'vertex_ai', 'vertexai', 'bedrock', 'azure', 'azure_ai', 'mistral', 'groq', 'cohere', 'deepseek', 'together_ai', 'fireworks_ai', 'openrouter', 'xai', 'perplexity', 'ollama', 'cerebras', 'databricks', 'snowflake', 'cloudflare', 'voyage',
];

/** Example: providerNamedBy('us.anthropic.claude-sonnet-4-5-20250929-v1:0') -> 'aws'; 'groq/llama-3.3-70b-versatile' -> 'groq'; 'llama-3.3-70b' -> undefined */
export function providerNamedBy(model: string | undefined): string | undefined {
  const name = model?.toLowerCase();
  const prefix = name === undefined || !name.includes('/') ? undefined : name.split('/')[0];
  const known = providerByModel.find(([pattern]) => name !== undefined && pattern.test(name))?.[1] ?? providerOfModel(name);
  return known ?? (prefix !== undefined && prefixNames.includes(prefix) ? providerId(prefix, name) : undefined);
}

/** Names that frameworks write where the provider belongs. */
const FRAMEWORK = /^(_other|other|unknown|strands(-agents)?|lang(chain|graph|smith)(js)?|spring_?ai|crew_?ai|autogen|ag2|llama_?index|haystack|pydantic_?ai|semantic_?kernel|agno|dspy|smolagents|mastra|litellm|instructor|openai[_-]agents|agents|microsoft\.agent_?framework|microsoft\.extensions\.ai|genkit|vercel(\.ai)?|gateway|google[._-]?adk|gcp\.vertex\.agent|opentelemetry|openinference|logfire|traceloop|custom|default)$/i;

export const isFrameworkName = (name: string): boolean => FRAMEWORK.test(name);
