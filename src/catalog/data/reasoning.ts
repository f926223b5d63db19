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
const gemini4: Citation = { source: 'https://ai.google.dev/gemini-api/docs/generate-content/latest-model (Gemini 4 Argon)', checked: '2026-10-13', confidence: 'high' };
const gemini4Carbon: Citation = { source: 'https://docs.laozhang.ai/en/announcements/gemini-4-carbon-2026-11 (no xhigh; its default was not read)', checked: '2026-11-11', confidence: 'medium' };
const gemini4Hydrogen: Citation = { source: 'https://docs.laozhang.ai/announcements/gemini-4-hydrogen-2026-11.md and https://apidog.com/blog/gemini-4-neon-api', checked: '2026-11-19', confidence: 'medium' };
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
  { base: /^openai\/(gpt-5\.6-(sol|terra|luna)|gpt-6-(sol|luna)|gpt-6\.1-terra)$/, efforts: TO_MAX, defaultEffort: 'medium', citation: openaiPages },
  { base: /^openai\/(gpt-6-astra|gpt-6\.1-sol|gpt-6\.2-(sol|astra))$/, efforts: ['low', 'medium', 'high', 'xhigh', 'max'], defaultEffort: 'medium', citation: openaiPages },
  { base: /^openai\/gpt-oss-/, efforts: ['low', 'medium', 'high'], defaultEffort: 'medium', citation: openaiPages },
  { base: /^openai\/(gpt-5|gpt-6|o\d)/, efforts: ['default'], defaultEffort: 'default', citation: openaiPages },
  // Anthropic: silent unless asked up to 4.8, on by default from 5
  { base: /^anthropic\/claude-(3-7-sonnet-20250219|sonnet-4|opus-4|opus-4-1|sonnet-4-5|haiku-4-5)$/, efforts: ['none', 'thinking'], defaultEffort: 'none', citation: anthropicThinking },
  { base: /^anthropic\/claude-opus-4-5$/, efforts: ['none', 'low', 'medium', 'high'], defaultEffort: 'none', citation: anthropicThinking },
  { base: /^anthropic\/claude-(opus-4-6|sonnet-4-6)$/, efforts: ['none', 'low', 'medium', 'high', 'max'], defaultEffort: 'none', citation: anthropicThinking },
  { base: /^anthropic\/claude-opus-4-[78]$/, efforts: TO_MAX, defaultEffort: 'none', citation: anthropicThinking },
  { base: /^anthropic\/claude-(sonnet-5|opus-5)$/, efforts: TO_MAX, defaultEffort: 'high', citation: anthropicThinking },
  { base: /^anthropic\/claude-sonnet-5-5$/, efforts: ['low', 'medium', 'high', 'xhigh', 'max'], defaultEffort: 'high', citation: { ...anthropicThinking, source: `${anthropicThinking.source}; it cannot be switched off: https://github.com/vercel/ai/releases (2026-09-28)` } },
  { base: /^anthropic\/claude-haiku-5-5$/, efforts: TO_MAX, defaultEffort: 'medium', citation: openrouter55 },
  { base: /^anthropic\/claude-opus-5-5$/, efforts: ['low', 'medium', 'high', 'xhigh', 'max'], defaultEffort: 'medium', citation: openrouter55 },
  { base: /^anthropic\/claude-(fable-5(-[12])?|mythos-5(-[12])?)$/, efforts: ['low', 'medium', 'high', 'xhigh', 'max'], defaultEffort: 'high', citation: openrouter55 },
  { base: /^amazon\/nova-2-(lite|pro)$/, efforts: ['none', 'low', 'medium', 'high'], defaultEffort: 'none', citation: { source: 'Nova 2 reasoning, https://docs.aws.amazon.com/nova/latest/nova2-userguide/reasoning-capabilities.html, and https://vercel.com/ai-gateway/models/nova-2-lite.md', checked, confidence: 'medium' } },
  // Google
  { base: /^google\/gemini-2\.5-pro$/, efforts: ['thinking'], defaultEffort: 'thinking', citation: gemini25 },
  { base: /^google\/gemini-2\.5-flash$/, efforts: ['none', 'thinking'], defaultEffort: 'thinking', citation: gemini25 },
  { base: /^google\/gemini-2\.5-flash-lite$/, efforts: ['none', 'thinking'], defaultEffort: 'none', citation: gemini25 },
  { base: /^google\/gemini-3-pro$/, efforts: ['low', 'high'], defaultEffort: 'high', citation: gemini3 },
  { base: /^google\/gemini-3-flash$/, efforts: ['minimal', 'low', 'medium', 'high'], defaultEffort: 'high', citation: gemini3 },
  { base: /^google\/gemini-3\.1-pro/, efforts: ['low', 'medium', 'high'], defaultEffort: 'high', citation: gemini3 },
  { base: /^google\/gemini-3\.(1|5)-flash-lite$/, efforts: ['minimal', 'low', 'medium', 'high'], defaultEffort: 'minimal', citation: gemini3 },
  { base: /^google\/gemini-3\.5-flash$/, efforts: ['minimal', 'low', 'medium', 'high'], defaultEffort: 'medium', citation: gemini3 },
  { base: /^google\/gemini-3\.6-flash$/, efforts: ['minimal', 'low', 'medium', 'high'], defaultEffort: 'medium', citation: gemini3 },
  { base: /^google\/gemini-3\.[78]-flash$/, efforts: ['low', 'medium', 'high'], defaultEffort: 'medium', citation: gemini3 },
  { base: /^google\/gemini-4-argon$/, efforts: ['low', 'medium', 'high'], defaultEffort: 'medium', citation: gemini4 },
  { base: /^google\/gemini-4-carbon$/, efforts: ['low', 'medium', 'high'], citation: gemini4Carbon },
  { base: /^google\/gemini-4-(hydrogen|neon)$/, efforts: ['low', 'medium', 'high', 'xhigh'], defaultEffort: 'high', citation: gemini4Hydrogen },
  // Mistral
  { base: /^mistralai\/(mistral-small-2603|mistral-medium-2604)$/, efforts: ['none', 'high'], defaultEffort: 'none', citation: mistralPage },
  { base: /^mistralai\/mistral-large-4$/, efforts: ['none', 'high'], citation: { source: 'https://github.com/anomalyco/models.dev, providers/mistral/models/mistral-large-4.toml (reasoning_effort none or high)', checked, confidence: 'medium' } },
  { base: /^mistralai\/magistral/, efforts: ['default'], defaultEffort: 'default', citation: mistralPage },
  // DeepSeek, where it is the host
  { base: /^deepseek\/(deepseek-v4\.1-flash|deepseek-v4-(flash|pro))$/, providers: ['deepseek'], efforts: ['none', 'thinking'], defaultEffort: 'thinking', citation: deepseekPage },
  { base: /^deepseek\/deepseek-(v3|v3-0324)$/, efforts: [], citation: maker },
  { base: /^deepseek\/(deepseek-r1|deepseek-v4)/, efforts: ['thinking'], defaultEffort: 'thinking', citation: maker },
  // xAI
  { base: /^x-ai\/grok-4\.3$/, providers: ['x-ai'], efforts: ['none', 'low', 'medium', 'high'], citation: { source: 'https://docs.x.ai/docs/migration/may-15-retirement', checked, confidence: 'high' } },
  { base: /^x-ai\/grok-4\.7$/, efforts: ['low', 'medium', 'high', 'xhigh'], citation: { source: 'https://docs.x.ai/developers/models/grok-4.7 (by models.dev)', checked, confidence: 'high' } },
  { base: /^x-ai\/grok-4\.6$/, efforts: ['low', 'medium', 'high'], citation: { source: 'https://docs.x.ai/developers/models/grok-4.6 (by models.dev)', checked, confidence: 'high' } },
  { base: /^x-ai\/grok-4\.5$/, efforts: ['low', 'medium', 'high'], defaultEffort: 'high', citation: { source: 'https://docs.x.ai/developers/grok-4-5', checked, confidence: 'medium' } },
  // Moonshot, Z.ai and MiniMax, where they are the hosts
  { base: /^moonshotai\/kimi-k(3|2\.7|2-thinking)/, providers: ['moonshotai'], efforts: ['default'], defaultEffort: 'default', citation: { source: 'https://platform.kimi.ai/docs/models.md (K3 and K2.7 Code always think), by genai-prices', checked, confidence: 'medium' } },
  { base: /^moonshotai\/kimi-k2\.[56]$/, providers: ['moonshotai'], efforts: ['none', 'thinking'], defaultEffort: 'thinking', citation: { source: 'https://platform.kimi.ai/docs/models.md (thinking can be switched off; that it is the default is recalled)', checked, confidence: 'low' } },
  { base: /^z-ai\/glm-5\.3$/, providers: ['zai'], efforts: ['low', 'high', 'max'], defaultEffort: 'max', citation: { source: 'https://dev.to/owen_fox/glm-53-api-pricing-endpoints-and-reasoningeffort-40oa', checked, confidence: 'high' } },
  { base: /^z-ai\/glm-(4\.[5-7]|5)/, providers: ['zai'], efforts: ['none', 'thinking'], defaultEffort: 'thinking', citation: { source: 'https://github.com/anomalyco/models.dev, providers/zai (a switch); that it is on by default is recalled', checked, confidence: 'low' } },
  { base: /^minimax\/minimax-m3\.1-flash$/, efforts: ['low', 'medium', 'high', 'xhigh', 'max'], defaultEffort: 'max', citation: { source: 'https://github.com/VladoIvankovic/Codeep/releases/tag/v3.14.0', checked, confidence: 'high' } },
  // Qwen, where Alibaba is the host
  { base: /^qwen\/qwen3\.8-max$/, providers: ['alibaba'], efforts: ['none', 'low', 'medium', 'xhigh'], defaultEffort: 'xhigh', citation: { source: 'https://docs.apiyi.com/api-capabilities/qwen-3-8/overview.md, https://dev.to/hassann/how-to-use-the-qwen-38-api-1cgm', checked, confidence: 'high' } },
  { base: /^qwen\/qwen-(plus|flash|turbo)$/, providers: ['alibaba'], efforts: ['none', 'thinking'], defaultEffort: 'none', citation: { source: 'https://github.com/anomalyco/models.dev, providers/alibaba (a switch); that it is off by default is recalled', checked, confidence: 'medium' } },
  { base: /^qwen\/qwen3-(235b-a22b|32b|14b|8b)$/, providers: ['alibaba'], efforts: ['none', 'thinking'], defaultEffort: 'thinking', citation: { source: 'https://github.com/anomalyco/models.dev, providers/alibaba (a switch); that the open models think by default is recalled', checked, confidence: 'low' } },
  // Others
  // Hosts of open weights
  { base: /^qwen\/qwen3(\.[68]-27b|-32b)$/, providers: ['groq'], efforts: ['none', 'default'], defaultEffort: 'default', citation: { source: 'https://console.groq.com/docs/reasoning', checked: '2026-08-29', confidence: 'high' } },
  { base: /^qwen\/qwen3\.8-27b$/, providers: ['cerebras'], efforts: ['none', 'low', 'medium', 'high'], defaultEffort: 'high', citation: { source: 'https://inference-docs.cerebras.ai/models/qwen-3.8-27b', checked: '2026-09-03', confidence: 'high' } },
  { base: /^qwen\/qwen3-(32b|235b-a22b)$/, providers: ['cerebras'], efforts: ['none', 'default'], defaultEffort: 'default', citation: { source: 'https://inference-docs.cerebras.ai/support/deprecation (reasoning enabled by default)', checked, confidence: 'high' } },
  { base: /^qwen\/qwen3\.8-max$/, providers: ['fireworks'], efforts: ['none', 'low', 'medium', 'high'], citation: { source: 'https://docs.fireworks.ai/api-reference/post-chatcompletions, by models.dev', checked: '2026-09-04', confidence: 'medium' } },
  { base: /^z-ai\/glm-5\.3(-flash)?$/, providers: ['fireworks', 'together'], efforts: ['low', 'high', 'max'], citation: { source: 'https://github.com/anomalyco/models.dev, providers/fireworks-ai and togetherai (thinking cannot be switched off)', checked: '2026-09-23', confidence: 'high' } },
  { base: /^moonshotai\/kimi-k3$/, providers: ['together'], efforts: ['none', 'low', 'high', 'max'], defaultEffort: 'max', citation: { source: 'https://github.com/togethercomputer/skills, chat model catalog', checked: '2026-10-07', confidence: 'high' } },
  { base: /^meta\/muse-glimmer-30b$/, efforts: ['low', 'medium', 'high', 'xhigh'], citation: { source: 'https://fireworks.ai/models/fireworks/muse-glimmer-30b, by models.dev', checked: '2026-09-26', confidence: 'medium' } },
  { base: /^(z-ai\/glm-(4\.[5-9]|5)|moonshotai\/kimi-(k3|k2\.[5-9]|k2-thinking)|minimax\/minimax-m|thinkingmachines\/inkling|nvidia\/nemotron-3)/, providers: ['fireworks', 'together', 'deepinfra', 'sambanova', 'nebius'], efforts: ['default'], defaultEffort: 'default', citation: maker },
  { base: /^qwen\/qwen3\.[5-9]/, efforts: ['default'], defaultEffort: 'default', citation: maker },
  { base: /^z-ai\/glm-4\.7$/, providers: ['cerebras'], efforts: ['none', 'default'], defaultEffort: 'default', citation: { source: 'https://inference-docs.cerebras.ai/support/deprecation (reasoning_effort none)', checked, confidence: 'high' } },
  { base: /(^deepseek\/deepseek-reasoner|thinking|-reason|qwq|qvq)/, efforts: ['default'], defaultEffort: 'default', citation: maker },
];
