import type { Citation } from '../../model/catalog.js';

/**
 * Efforts that a caller may ask for, by the maker's model. `none` stands only where reasoning can be switched off; `thinking` = on, with a token
 * budget of the caller's; `default` = it reasons, and nothing is known of a switch. First match wins; `providers` limits a rule to some hosts.
 */
export interface ReasoningRule {
  base: RegExp;
  efforts: readonly string[];
  defaultEffort?: string;
  providers?: readonly string[];
  citation: Citation;
}

/** Stored copies of these pages were read on that day. */
const checked = '2026-11-22';
const effortEnum: Citation = { source: 'OpenAI API reference, reasoning effort (https://learn.microsoft.com/javascript/api/@azure/ai-projects/reasoningeffort)', checked, confidence: 'high' };
const openaiPages: Citation = { source: 'OpenAI model pages, https://developers.openai.com/api/docs/models (and LiteLLM day-0 notes)', checked, confidence: 'high' };
const gpt54: Citation = { source: 'docs.rs/crate/meerkat-core model profile of OpenAI models, verified against the API', checked, confidence: 'medium' };
const anthropicThinking: Citation = { source: 'Anthropic migration guides, https://platform.claude.com/docs/en/models/sonnet-5-5/migration-guide', checked, confidence: 'high' };
const openrouter55: Citation = { source: 'https://openrouter.ai/docs/cookbook/evaluate-and-optimize/model-migrations/claude-5-5', checked, confidence: 'high' };
const gemini25: Citation = { source: 'Gemini thinking, https://ai.google.dev/gemini-api/docs/thinking (budget 0 on 2.5 Flash and Flash-Lite; 2.5 Pro cannot be switched off)', checked, confidence: 'high' };
const gemini3: Citation = { source: 'https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/guides/gemini-3-5-flash (thinking levels and defaults)', checked, confidence: 'high' };
const mistralPage: Citation = { source: 'https://docs.mistral.ai/capabilities/reasoning/adjustable', checked, confidence: 'high' };
const deepseekPage: Citation = { source: 'https://api-docs.deepseek.com/quick_start/pricing (thinking is the default and can be switched off)', checked, confidence: 'high' };
const maker: Citation = { source: 'models.dev, snapshot 2026-07-02 (reasoning model)', checked: '2026-07-02', confidence: 'medium' };

const TO_MAX = ['none', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

export const reasoningRules: readonly ReasoningRule[] = [
  // OpenAI
  { base: /^openai\/o1-(mini|preview)$/, efforts: ['default'], defaultEffort: 'default', citation: openaiPages },
  { base: /^openai\/(o1|o3|o3-mini|o4-mini|o1-pro|o3-pro)$/, efforts: ['low', 'medium', 'high'], defaultEffort: 'medium', citation: effortEnum },
  { base: /^openai\/gpt-5-pro$/, efforts: ['high'], defaultEffort: 'high', citation: effortEnum },
  { base: /^openai\/gpt-5-chat$/, efforts: [], citation: openaiPages },
  { base: /^openai\/gpt-5(-mini|-nano)?$/, efforts: ['minimal', 'low', 'medium', 'high'], defaultEffort: 'medium', citation: effortEnum },
  { base: /^openai\/(gpt-5-codex|gpt-5\.1-codex|gpt-5\.1-codex-mini)$/, efforts: ['low', 'medium', 'high'], defaultEffort: 'medium', citation: effortEnum },
  { base: /^openai\/gpt-5\.1$/, efforts: ['none', 'low', 'medium', 'high'], defaultEffort: 'none', citation: effortEnum },
  { base: /^openai\/(gpt-5\.1-codex-max|gpt-5\.2-codex|gpt-5\.3-codex)$/, efforts: ['low', 'medium', 'high', 'xhigh'], defaultEffort: 'medium', citation: effortEnum },
  { base: /^openai\/(gpt-5\.2|gpt-5\.4(-mini|-nano)?)$/, efforts: ['none', 'low', 'medium', 'high', 'xhigh'], defaultEffort: 'none', citation: gpt54 },
  { base: /^openai\/gpt-5\.5$/, efforts: ['none', 'low', 'medium', 'high', 'xhigh'], defaultEffort: 'medium', citation: { ...gpt54, confidence: 'low' } },
  { base: /^openai\/(gpt-5\.6-(sol|terra|luna)|gpt-6-(sol|luna)|gpt-6\.1-(sol|terra))$/, efforts: TO_MAX, defaultEffort: 'medium', citation: openaiPages },
  { base: /^openai\/(gpt-6-astra|gpt-6\.2-(sol|astra))$/, efforts: ['low', 'medium', 'high', 'xhigh', 'max'], defaultEffort: 'medium', citation: openaiPages },
  { base: /^openai\/gpt-oss-/, efforts: ['low', 'medium', 'high'], defaultEffort: 'medium', citation: openaiPages },
  { base: /^openai\/(gpt-5|gpt-6|o\d)/, efforts: ['default'], defaultEffort: 'default', citation: openaiPages },
  // Anthropic: silent unless asked up to 4.8, on by default from 5
  { base: /^anthropic\/claude-(3-7-sonnet-20250219|sonnet-4|opus-4|opus-4-1|sonnet-4-5|haiku-4-5)$/, efforts: ['none', 'thinking'], defaultEffort: 'none', citation: anthropicThinking },
  { base: /^anthropic\/claude-(opus-4-[5-8]|sonnet-4-6)$/, efforts: ['none', 'low', 'medium', 'high', 'max'], defaultEffort: 'none', citation: anthropicThinking },
  { base: /^anthropic\/claude-(sonnet-5|opus-5|sonnet-5-5)$/, efforts: TO_MAX, defaultEffort: 'high', citation: anthropicThinking },
  { base: /^anthropic\/claude-haiku-5-5$/, efforts: TO_MAX, defaultEffort: 'medium', citation: openrouter55 },
  { base: /^anthropic\/claude-opus-5-5$/, efforts: ['low', 'medium', 'high', 'xhigh', 'max'], defaultEffort: 'medium', citation: openrouter55 },
  { base: /^anthropic\/claude-fable-5(-1)?$/, efforts: ['low', 'medium', 'high', 'xhigh', 'max'], defaultEffort: 'high', citation: openrouter55 },
  // Google
  { base: /^google\/gemini-2\.5-pro$/, efforts: ['thinking'], defaultEffort: 'thinking', citation: gemini25 },
  { base: /^google\/gemini-2\.5-flash$/, efforts: ['none', 'thinking'], defaultEffort: 'thinking', citation: gemini25 },
  { base: /^google\/gemini-2\.5-flash-lite$/, efforts: ['none', 'thinking'], defaultEffort: 'none', citation: gemini25 },
  { base: /^google\/gemini-3-pro$/, efforts: ['low', 'high'], defaultEffort: 'high', citation: gemini3 },
  { base: /^google\/gemini-3-flash$/, efforts: ['minimal', 'low', 'medium', 'high'], defaultEffort: 'high', citation: gemini3 },
  { base: /^google\/gemini-3\.1-pro/, efforts: ['low', 'medium', 'high'], defaultEffort: 'high', citation: gemini3 },
  { base: /^google\/gemini-3\.(1|5)-flash-lite$/, efforts: ['minimal', 'low', 'medium', 'high'], defaultEffort: 'minimal', citation: gemini3 },
  { base: /^google\/gemini-3\.5-flash$/, efforts: ['minimal', 'low', 'medium', 'high'], defaultEffort: 'medium', citation: gemini3 },
  { base: /^google\/gemini-3\.[678]-flash$/, efforts: ['low', 'medium', 'high'], citation: gemini3 },
  // Mistral
  { base: /^mistralai\/(mistral-small-2603|mistral-medium-2604)$/, efforts: ['none', 'high'], defaultEffort: 'none', citation: mistralPage },
  { base: /^mistralai\/magistral/, efforts: ['default'], defaultEffort: 'default', citation: mistralPage },
  // DeepSeek, where it is the host
  { base: /^deepseek\/(deepseek-v4\.1-flash|deepseek-v4-(flash|pro))$/, providers: ['deepseek'], efforts: ['none', 'thinking'], defaultEffort: 'thinking', citation: deepseekPage },
  { base: /^deepseek\/deepseek-(v3|v3-0324)$/, efforts: [], citation: maker },
  { base: /^deepseek\/(deepseek-r1|deepseek-v4)/, efforts: ['thinking'], defaultEffort: 'thinking', citation: maker },
  // xAI
  { base: /^x-ai\/grok-4\.3$/, providers: ['x-ai'], efforts: ['none', 'low', 'medium', 'high'], citation: { source: 'https://docs.x.ai/docs/migration/may-15-retirement', checked, confidence: 'high' } },
  { base: /^x-ai\/grok-4\.5$/, efforts: ['low', 'medium', 'high'], defaultEffort: 'high', citation: { source: 'https://docs.x.ai/developers/grok-4-5', checked, confidence: 'medium' } },
  // Others
  { base: /^qwen\/qwen3\.[5-9]/, efforts: ['default'], defaultEffort: 'default', citation: maker },
  { base: /^z-ai\/glm-4\.7$/, providers: ['cerebras'], efforts: ['none', 'default'], defaultEffort: 'default', citation: { source: 'https://inference-docs.cerebras.ai/support/deprecation (reasoning_effort none)', checked, confidence: 'high' } },
  { base: /(^deepseek\/deepseek-reasoner|thinking|-reason|qwq|qvq)/, efforts: ['default'], defaultEffort: 'default', citation: maker },
];
