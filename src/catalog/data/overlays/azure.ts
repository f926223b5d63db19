import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay, QuoteRow } from '../../records.js';
import { claudeCaches } from '../claude-caches.js';
import { longContext, pricesOf, sheets } from '../openai-prices.js';

// Global deployments of OpenAI's models cost what OpenAI lists. What has no entry of its own here is priced at the maker's list prices.

const retail: Citation = { source: 'Azure OpenAI pricing, https://azure.microsoft.com/pricing/details/azure-openai; Azure Retail Prices (Global meters), by https://github.com/anomalyco/models.dev/pull/4541 and LiteLLM', checked: '2026-10-03', confidence: 'medium' };
const schedule: Citation = { source: 'Foundry model retirement schedule of 2026-07-07, https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule', checked: '2026-07-07', confidence: 'medium' };
const foundryBlog: Citation = { source: 'https://azure.microsoft.com/en-us/blog/gpt-5-6-now-available-in-microsoft-foundry (cuts of Terra and Luna since 2026-08-01)', checked: '2026-08-12', confidence: 'medium' };
const solCut: Citation = { source: 'Azure Retail Prices, every meter of Sol from 2026-09-01, by https://github.com/theopenco/llmgateway/pull/4144; seen by https://github.com/SergeevDmitry/llm-kit/releases/tag/usage-tab%401.3.0', checked: '2026-10-03', confidence: 'high' };

/** Name on Azure, OpenAI's own name where it differs, day on which Azure retires it, what Azure names in its place. */
const openaiModels: readonly (readonly [model: string, sheet: string, retired?: string, successor?: string])[] = [
  ['gpt-4o-2024-05-13', 'gpt-4o-2024-05-13', '2026-10-01', 'gpt-5.1'], ['gpt-4o-2024-08-06', 'gpt-4o', '2026-10-01', 'gpt-5.1'], ['gpt-4o-2024-11-20', 'gpt-4o', '2026-10-01', 'gpt-5.1'],
  ['gpt-4o-mini', 'gpt-4o-mini', '2026-10-01', 'gpt-4.1-mini'], ['gpt-4.1', 'gpt-4.1', '2026-10-14', 'gpt-5'], ['gpt-4.1-mini', 'gpt-4.1-mini', '2026-10-14', 'gpt-5-mini'], ['gpt-4.1-nano', 'gpt-4.1-nano', '2026-10-14', 'gpt-5-nano'],
  ['o1', 'o1', '2026-09-16'], ['o1-pro', 'o1-pro', '2026-09-18', 'o3-pro'], ['o3-mini', 'o3-mini', '2026-10-01', 'o4-mini'], ['o3-pro', 'o3-pro', '2026-12-10'], ['o4-mini', 'o4-mini', '2026-10-16'],
  ['o3-deep-research', 'o3-deep-research', '2026-12-26'], ['codex-mini', 'codex-mini', '2026-11-15'],
  ['gpt-5', 'gpt-5', '2027-02-06'], ['gpt-5-mini', 'gpt-5-mini', '2027-02-06'], ['gpt-5-nano', 'gpt-5-nano', '2027-02-06'], ['gpt-5-pro', 'gpt-5-pro', '2027-04-07'], ['gpt-5-codex', 'gpt-5-codex', '2027-03-17'],
  ['gpt-5-chat', 'gpt-5-chat-latest', '2026-06-29'], ['gpt-5.1', 'gpt-5.1', '2027-05-15'], ['gpt-5.1-chat', 'gpt-5.1-chat-latest', '2026-06-29'], ['gpt-5.1-codex', 'gpt-5.1-codex', '2027-05-15'],
  ['gpt-5.1-codex-max', 'gpt-5.1-codex-max', '2026-12-05'], ['gpt-5.1-codex-mini', 'gpt-5.1-codex-mini', '2027-05-15'], ['gpt-5.2', 'gpt-5.2', '2026-12-12'], ['gpt-5.2-chat', 'gpt-5.2-chat-latest', '2026-06-29'],
  ['gpt-5.2-codex', 'gpt-5.2-codex', '2027-01-14'], ['gpt-5.3-chat', 'gpt-5.3-chat-latest', '2026-06-29'], ['gpt-5.3-codex', 'gpt-5.3-codex', '2027-02-25'],
  ['gpt-5.4', 'gpt-5.4', '2027-03-05'], ['gpt-5.4-mini', 'gpt-5.4-mini', '2027-03-18'], ['gpt-5.4-nano', 'gpt-5.4-nano', '2027-03-18'], ['gpt-5.4-pro', 'gpt-5.4-pro', '2027-03-06'], ['gpt-5.5', 'gpt-5.5', '2027-04-23'],
];

const LIMITS: readonly (readonly [RegExp, Pick<OverlayModel, 'context' | 'maxInput' | 'maxOutput'>])[] = [
  [/^gpt-4o-2024-05/, { context: 128_000, maxOutput: 4096 }],
  [/^gpt-4o/, { context: 128_000, maxOutput: 16_384 }],
  [/^gpt-4\.1/, { context: 1_047_576, maxOutput: 32_768 }],
  [/^(o\d|codex-mini)/, { context: 200_000, maxOutput: 100_000 }],
  [/chat$/, { context: 128_000, maxOutput: 16_384 }],
  [/^gpt-5\.[45](-pro)?$/, { context: 1_050_000, maxInput: 922_000, maxOutput: 128_000 }],
  [/^gpt-5/, { context: 400_000, maxInput: 272_000, maxOutput: 128_000 }],
];

/** Azure takes some of OpenAI's names for other things: a chat variant carries no `-latest`. */
const baseOf = (model: string): string => `openai/${model === 'gpt-5.3-chat' ? 'gpt-5.3' : model}`;

/** A search costs what Bing grounding costs on Azure, which was not read: no rate. */
const withoutSearch = (rows: readonly QuoteRow[]): QuoteRow[] => rows.map(({ steps, quote: { webPerThousand: _, ...quote }, ...row }) => ({
  ...row, quote, citation: retail, ...(steps === undefined ? {} : { steps: steps.map(({ webPerThousand: __, ...step }) => step) }),
}));

const ofOpenai: readonly OverlayModel[] = openaiModels.map(([model, sheet, retired, successor]) => ({
  provider: 'azure', model, title: `${model} on Azure`, baseModel: baseOf(model), kind: model === 'o3-deep-research' ? 'other' : 'chat', openWeights: false, isGenerallyAvailable: !/chat|2024-05|codex-mini/.test(model),
  citation: schedule, ...LIMITS.find(([pattern]) => pattern.test(model))?.[1], prices: withoutSearch(pricesOf(sheets[sheet]!).prices),
  ...(retired === undefined ? {} : { retired }), ...(successor === undefined ? {} : { successor }),
  ...(model === 'gpt-4o-2024-05-13' ? { released: '2024-05-13', aliases: [{ name: 'gpt-4o', to: '2024-10-02' }] } : {}),
  ...(model === 'gpt-4o-2024-08-06' ? { released: '2024-08-06', aliases: [{ name: 'gpt-4o', from: '2024-10-02' }] } : {}),
}));

const SOL_BEFORE = { input: 5, output: 30, read: 0.5, write: 6.25 };
const SOL = { input: 4, output: 20, read: 0.4, write: 5 };
const TERRA_BEFORE = { input: 2.5, output: 15, read: 0.25, write: 3.125 };
const TERRA = { input: 2, output: 12, read: 0.2, write: 2.5 };
const LUNA_BEFORE = { input: 1, output: 6, read: 0.1, write: 1.25 };
const LUNA = { input: 0.2, output: 1.2, read: 0.02, write: 0.25 };

const GPT_56 = { provider: 'azure', kind: 'chat', released: '2026-07-09', citation: foundryBlog, context: 1_050_000, maxInput: 922_000, maxOutput: 128_000, openWeights: false, isGenerallyAvailable: true } as const;
const cut = (before: QuoteRow['quote'], day: string, after: QuoteRow['quote'], citation: Citation): readonly QuoteRow[] => [
  { from: '2026-07-09', quote: before, steps: longContext(before), citation: retail }, { from: day, quote: after, steps: longContext(after), citation },
];

const latest: readonly OverlayModel[] = [
  { ...GPT_56, model: 'gpt-5.6-sol', title: 'GPT-5.6 Sol on Azure', baseModel: 'openai/gpt-5.6-sol', aliases: [{ name: 'gpt-5.6' }], prices: cut(SOL_BEFORE, '2026-09-01', SOL, solCut) },
  { ...GPT_56, model: 'gpt-5.6-terra', title: 'GPT-5.6 Terra on Azure', baseModel: 'openai/gpt-5.6-terra', prices: cut(TERRA_BEFORE, '2026-08-01', TERRA, foundryBlog) },
  { ...GPT_56, model: 'gpt-5.6-luna', title: 'GPT-5.6 Luna on Azure', baseModel: 'openai/gpt-5.6-luna', prices: cut(LUNA_BEFORE, '2026-08-01', LUNA, foundryBlog) },
];

/** Models of other makers that Azure has listed with a day of their own. */
const others: readonly (readonly [model: string, retired: string, successor?: string])[] = [
  ['deepseek-r1', '2026-08-13', 'deepseek-v4-pro'], ['deepseek-r1-0528', '2026-07-13', 'deepseek-v4-pro'], ['deepseek-v3-0324', '2026-07-13', 'deepseek-v4-flash'], ['deepseek-v3.1', '2026-07-13', 'deepseek-v4-flash'],
  ['llama-3.2-11b-vision-instruct', '2026-06-13'], ['llama-3.2-90b-vision-instruct', '2026-06-13'], ['meta-llama-3.1-405b-instruct', '2026-06-13'], ['meta-llama-3.1-8b-instruct', '2026-06-13'],
  ['cohere-command-r-08-2024', '2026-05-12'], ['cohere-command-r-plus-08-2024', '2026-05-12'], ['grok-4-fast-reasoning', '2026-05-01', 'grok-4-1-fast-reasoning'], ['kimi-k2.5', '2027-01-26'], ['kimi-k2.6', '2027-04-16'],
];

/** One patch a model: the day it goes and the name that Foundry gives it. */
function thirdParty(): OverlayModel[] {
  const days = new Map(others.map(([model, retired, successor]) => [model, { retired, ...(successor === undefined ? {} : { successor }) }]));
  const names = new Map(foundryNames);
  return [...new Set([...days.keys(), ...names.keys()])].map((model): OverlayModel => {
    const name = names.get(model);
    return { provider: 'azure', model, citation: schedule, ...days.get(model), ...(name === undefined ? {} : { aliases: [{ name }] }) };
  });
}

/** Names that Foundry gives to models which models.dev files under shorter ones. */
const foundryNames: readonly (readonly [model: string, name: string])[] = [
  ['phi-4-mini', 'phi-4-mini-instruct'], ['phi-4-multimodal', 'phi-4-multimodal-instruct'], ['cohere-embed-v-4-0', 'embed-v-4-0'], ['cohere-command-r-08-2024', 'cohere-command-r'], ['cohere-command-r-plus-08-2024', 'cohere-command-r-plus'],
];

export const azure: ProviderOverlay = {
  provider: 'azure',
  models: [
    ...ofOpenai, ...latest,
    {
      provider: 'azure', model: 'gpt-oss-120b', title: 'gpt-oss-120b on Azure', baseModel: 'openai/gpt-oss-120b', kind: 'chat', openWeights: true, isGenerallyAvailable: true, context: 131_072, meets: ['tools'], lacks: ['vision', 'audio'],
      citation: { source: 'Azure Retail Prices, https://prices.azure.com/api/retail/prices (Foundry Models, eastus), by LiteLLM azure_ai/gpt-oss-120b', checked: '2026-10-03', confidence: 'medium' }, prices: [{ quote: { input: 0.15, output: 0.6 } }],
    },
    ...thirdParty(),
  ],
  freeCacheWrites: /^(gpt-(4|5($|-|\.[1-5]))|o\d|codex)/,
  tiers: [
    {
      tier: 'batch', model: /^(gpt-4o-(2024|mini)|gpt-4\.1|o3-mini$|o4-mini$|gpt-5$|gpt-5-(mini|nano)$|gpt-5\.[1-5](-mini|-nano)?$)/, factor: 0.5, cacheFactor: 'unknown',
      citation: { ...retail, source: 'Azure OpenAI pricing, https://azure.microsoft.com/pricing/details/azure-openai: Batch at half of Global Standard' },
    },
    { tier: 'priority', model: /^gpt-5\.6-/, factor: 2, citation: { ...foundryBlog, source: 'https://github.com/BerriAI/litellm/pull/38370 (Azure price page: Data Zone priority is 1.1 times Global, 11 for an input of 5)' } },
  ],
  regions: [{
    model: /^(gpt-|o\d|codex|text-embedding)/, region: /data[ _-]?zone|^(us|eu)$/, factor: 1.1,
    citation: { ...retail, source: 'Azure Retail Prices: Data Zone deployments are 10 % above Global, by https://github.com/BerriAI/litellm/pull/38370 and the azure/us and azure/eu rows of LiteLLM' },
  }],
  caches: [
    { model: /^gpt-5\.6/, rule: { minimumTokens: 1024, lifetime: '30m', isAutomatic: true, chargesWrites: true }, source: retail.source },
    { model: /^(gpt-4o-(2024-08|2024-11|mini)|gpt-4\.1|gpt-5|o1|o3|o4)/, rule: { minimumTokens: 1024, lifetime: '5m', isAutomatic: true, chargesWrites: false }, source: 'https://learn.microsoft.com/azure/ai-foundry/openai/how-to/prompt-caching' },
    ...claudeCaches,
  ],
  capabilities: [
    { base: /^openai\/gpt-4o-2024-05/, meets: ['tools', 'parallel_tools', 'json_object', 'vision', 'logprobs', 'multiple_choices'], lacks: ['audio', 'json_schema'], source: 'as at OpenAI' },
    { base: /^openai\/gpt-4/, meets: ['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision', 'logprobs', 'multiple_choices'], lacks: ['audio'], source: 'as at OpenAI' },
    { base: /^openai\/(o3-mini|o1-pro)$/, meets: ['tools', 'json_schema', 'json_object'], lacks: ['audio'], source: 'as at OpenAI' },
    { base: /^openai\/(gpt-5|o\d)/, meets: ['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision'], lacks: ['audio'], source: 'as at OpenAI' },
    { base: /^anthropic\//, meets: ['parallel_tools', 'documents'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Anthropic messages reference' },
  ],
};
