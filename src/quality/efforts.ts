/** Reasoning efforts from least to most. `thinking` = published as reasoning without a level; a thinking budget counts as that. */
export const effortWords = ['none', 'minimal', 'low', 'medium', 'thinking', 'high', 'xhigh', 'max'] as const;

/**
 * Effort that a maker's API uses when none is asked, so that scores published with and without the word are one level. For all other models the
 * plain name is a level of its own, ''. OpenAI: https://learn.microsoft.com/en-us/javascript/api/@azure/ai-projects/reasoningeffort;
 * Gemini: https://hexdocs.pm/gemini_ex/0.13.0/Gemini.Types.GenerationConfig.ThinkingConfig.md (3: high) and
 * https://www.mintlify.com/docker/docker-agent/providers/google (2.5: dynamic); DeepSeek V4: https://api-docs.deepseek.com/guides/thinking_mode.md; all
 * as stored excerpts, read 2026-11-22. R1 always thinks. Kimi and Grok: assumed from the names that their scores were published under.
 */
const DEFAULTS: readonly { base: RegExp; effort: string }[] = [
  { base: /^openai\/(o1|o3|o3-mini|o3-pro|o4-mini|gpt-5|gpt-5-mini|gpt-5-nano|gpt-oss-20b|gpt-oss-120b)$/, effort: 'medium' },
  { base: /^openai\/gpt-5-pro$/, effort: 'high' },
  { base: /^google\/gemini-3(\.\d)?-(pro|flash)$/, effort: 'high' },
  { base: /^google\/gemini-2\.5-(pro|flash)$/, effort: 'thinking' },
  { base: /^deepseek\/deepseek-(r1|r1-0528|v4-flash|v4-pro)$/, effort: 'thinking' },
  { base: /^moonshotai\/kimi-k2\.[56]$/, effort: 'thinking' },
  { base: /^x-ai\/grok-4(\.1-fast|-fast|\.20-0309)$/, effort: 'thinking' },
];

/** Reasoning switched off on a model that reasons unless told not to: scores under its plain name are not of this. */
export const SWITCHED_OFF = 'off';

/**
 * The level that a request ran at: '' = the model's plain name. `catalogDefault` = the effort that the provider uses when none is asked, where the catalog knows it.
 *
 * Example: effortLevel('openai/gpt-5-mini', undefined) = 'medium' = effortLevel('openai/gpt-5-mini', 'medium');
 * effortLevel('openai/gpt-5.1', 'none') = '' = effortLevel('openai/gpt-5.1', undefined); effortLevel('z-ai/glm-5.2', 'none', 'thinking') = 'off'; effortLevel('anthropic/claude-haiku-4-5', 'budget:4000') = 'thinking'
 */
export function effortLevel(base: string, effort: string | undefined, catalogDefault?: string): string {
  const isDefault = effort === undefined || effort === '' || effort === 'default';
  const asked = isDefault ? (DEFAULTS.find((entry) => entry.base.test(base))?.effort ?? '') : effort;
  if (asked === 'none') return catalogDefault === undefined || catalogDefault === 'none' ? '' : SWITCHED_OFF;
  return asked.startsWith('budget') ? 'thinking' : asked;
}

/** Place of a level among the efforts, 0 for the plain name. */
export const effortRank = (level: string): number => Math.max(0, (effortWords as readonly string[]).indexOf(level));
