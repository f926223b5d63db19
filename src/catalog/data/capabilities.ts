import type { CacheRule } from '../../model/catalog.js';
import type { Need } from '../../model/call.js';

/** What holds for the models of a provider (or of a maker, wherever hosted) beyond models.dev; `meets` counts only where the model takes tools at all. */
export interface CapabilityRule {
  provider: string;
  base?: RegExp;
  meets?: readonly Need[];
  lacks?: readonly Need[];
  source: string;
}

export const capabilityRules: readonly CapabilityRule[] = [
  { provider: 'openai', base: /^openai\/(gpt-3\.5|gpt-4)/, meets: ['parallel_tools', 'json_object', 'logprobs', 'multiple_choices'], source: 'recalled: OpenAI chat completions reference' },
  { provider: 'openai', base: /^openai\/(gpt-5|gpt-6|o\d)/, meets: ['parallel_tools', 'json_object'], source: 'recalled: OpenAI chat completions reference' },
  { provider: 'anthropic', meets: ['parallel_tools'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Anthropic messages reference' },
  { provider: 'bedrock', base: /^anthropic\//, meets: ['parallel_tools', 'documents'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Anthropic messages reference' },
  { provider: 'azure', base: /^anthropic\//, meets: ['parallel_tools', 'documents'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Anthropic messages reference' },
  { provider: 'google', base: /^google\/gemini/, meets: ['parallel_tools', 'json_object', 'multiple_choices'], source: 'recalled: Gemini generateContent reference' },
  { provider: 'mistral', meets: ['parallel_tools', 'json_schema', 'json_object', 'multiple_choices'], source: 'recalled: Mistral chat reference' },
  { provider: 'groq', meets: ['json_object'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Groq OpenAI compatibility page' },
  { provider: 'together', meets: ['json_object', 'logprobs', 'multiple_choices'], source: 'recalled: Together chat reference' },
  { provider: 'fireworks', meets: ['json_object', 'json_schema', 'logprobs', 'multiple_choices'], source: 'recalled: Fireworks chat reference' },
  { provider: 'x-ai', meets: ['parallel_tools', 'json_object'], source: 'recalled: xAI chat reference' },
  { provider: 'cohere', meets: ['json_object'], lacks: ['multiple_choices'], source: 'recalled: Cohere chat reference' },
  { provider: 'cerebras', meets: ['json_object'], source: 'recalled: Cerebras chat reference' },
];

/** Prompt caches, first match wins; no rule = no discount is known, so none is simulated. `writesFree` = what is written is billed as plain input. */
export interface CacheRuleRow {
  provider: string;
  model: RegExp;
  rule: CacheRule;
  source: string;
}

const explicit = (minimumTokens: number): CacheRule => ({ minimumTokens, lifetime: '5m', isAutomatic: false, chargesWrites: true });
const ANTHROPIC_SOURCE = 'Anthropic prompt caching, https://platform.claude.com/docs/en/build-with-claude/prompt-caching';
const OPENAI_SOURCE = 'OpenAI prompt caching, https://developers.openai.com/api/docs/guides/prompt-caching';

export const cacheRules: readonly CacheRuleRow[] = [
  { provider: 'openai', model: /^gpt-(5\.6|6)/, rule: { minimumTokens: 1024, lifetime: '30m', isAutomatic: true, chargesWrites: true }, source: OPENAI_SOURCE },
  { provider: 'openai', model: /^(gpt-4o-(2024-08|2024-11|mini)|gpt-4\.1|gpt-5|o1|o3|o4)/, rule: { minimumTokens: 1024, lifetime: '5m', isAutomatic: true, chargesWrites: false }, source: OPENAI_SOURCE },
  { provider: 'anthropic', model: /^claude-(opus-5|fable-5|haiku-5-5|sonnet-5-5)/, rule: explicit(512), source: ANTHROPIC_SOURCE },
  { provider: 'anthropic', model: /^claude-(opus-4-5|opus-4-6|haiku-4-5)/, rule: explicit(4096), source: ANTHROPIC_SOURCE },
  { provider: 'anthropic', model: /^claude-(opus-4-7|sonnet-4-6|3-haiku|3-5-haiku)/, rule: explicit(2048), source: ANTHROPIC_SOURCE },
  { provider: 'anthropic', model: /^claude-(3|opus-4|sonnet-4|sonnet-5)/, rule: explicit(1024), source: ANTHROPIC_SOURCE },
  { provider: 'bedrock', model: /claude-(opus-4-5|opus-4-6|haiku-4-5)/, rule: explicit(4096), source: ANTHROPIC_SOURCE },
  { provider: 'bedrock', model: /claude-(opus-4-7|sonnet-4-6|3-haiku|3-5-haiku)/, rule: explicit(2048), source: ANTHROPIC_SOURCE },
  { provider: 'bedrock', model: /claude/, rule: explicit(1024), source: ANTHROPIC_SOURCE },
  { provider: 'google', model: /^gemini-(2\.5|3)/, rule: { minimumTokens: 4096, lifetime: '5m', isAutomatic: true, chargesWrites: false }, source: 'Gemini implicit caching: 1,024 to 4,096 tokens by model; the larger is assumed' },
  { provider: 'deepseek', model: /^deepseek/, rule: { minimumTokens: 64, lifetime: '24h', isAutomatic: true, chargesWrites: false }, source: 'DeepSeek context caching: kept for hours to days' },
];

/** Providers that charge nothing extra for writing to a cache: what is written is plain input. Before GPT-5.6 for OpenAI. */
export const freeCacheWrites: readonly { provider: string; model: RegExp }[] = [
  { provider: 'openai', model: /^(?!gpt-5\.6|gpt-6)/ },
  { provider: 'google', model: /^gemini/ },
  { provider: 'deepseek', model: /./ },
  { provider: 'groq', model: /./ },
  { provider: 'x-ai', model: /./ },
  { provider: 'mistral', model: /./ },
];
