import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, ProviderOverlay, Quote } from '../../records.js';

const page: Citation = { source: 'Together serverless models, https://docs.together.ai/docs/serverless/models, by https://github.com/togethercomputer/skills (catalog of 2026-10-07)', checked: '2026-10-07', confidence: 'high' };
const api: Citation = { source: 'Together models list, https://api.together.ai/v1/models, by models.dev and https://github.com/BerriAI/litellm/pull/39278', checked: '2026-09-23', confidence: 'high' };
const litellm: Citation = { source: 'https://www.together.ai/models, by LiteLLM (model_prices_and_context_window.json)', checked: '2026-07-24', confidence: 'medium' };
const recalled: Citation = { source: 'Together pricing of 2025, https://www.together.ai/pricing; recalled', checked: '2026-11-22', confidence: 'low' };
/** Days of Together's notices to its customers, by those who schedule by them. */
const notice = (link: string, checked: string): Citation => ({ source: `Together deprecation notice, ${link}`, checked, confidence: 'high' });
const gateway = (pull: number, checked: string): Citation => notice(`https://github.com/theopenco/llmgateway/pull/${pull}`, checked);
const july = notice('https://github.com/earendil-works/pi/issues/6132', '2026-06-28');
/** LiteLLM's daily comparison with the models list and the deprecations page: gone by that day, the day itself was not read. */
const goneBy = (pull: number, checked: string): Citation => ({ source: `https://docs.together.ai/docs/deprecations, by https://github.com/BerriAI/litellm/pull/${pull} (gone by then; the day was not read)`, checked, confidence: 'low' });
const deprecations: Citation = { source: 'Together deprecations, https://docs.together.ai/docs/deprecations, by https://github.com/theopenco/llmgateway/pull/3889 and /3057', checked: '2026-09-02', confidence: 'high' };

type Rates = readonly [input: number, output: number, read?: number];
const quoteOf = ([input, output, read]: Rates): Quote => ({ input, output, ...(read === undefined ? {} : { read }) });

const SOLD = { provider: 'together', kind: 'chat', isGenerallyAvailable: true, openWeights: true } as const;
const GONE = { ...SOLD, isGenerallyAvailable: false } as const;

const LLAMA_33: OverlayModel['prices'] = [
  { quote: quoteOf([0.88, 0.88]), citation: { ...litellm, confidence: 'high' } },
  { from: '2026-09-01', quote: quoteOf([1.04, 1.04]), citation: { ...page, confidence: 'medium', source: `${page.source}; 0.88 until July 2026, the day of the change was not read` } },
];

const current: readonly OverlayModel[] = [
  { ...SOLD, model: 'meta-llama/llama-3.3-70b-instruct-turbo', citation: page, prices: LLAMA_33 },
  { ...SOLD, model: 'meta-llama/meta-llama-3.3-70b-instruct-turbo', citation: page, isGenerallyAvailable: false, prices: LLAMA_33 },
  { ...SOLD, model: 'moonshotai/kimi-k3', title: 'Kimi K3', baseModel: 'moonshotai/kimi-k3', released: '2026-07-27', context: 1_048_576, citation: api, meets: ['tools', 'vision', 'json_schema', 'json_object'], prices: [{ quote: quoteOf([3, 15, 0.3]) }] },
  { ...SOLD, model: 'zai-org/glm-5.3', title: 'GLM-5.3', baseModel: 'z-ai/glm-5.3', released: '2026-08-28', context: 1_048_575, maxOutput: 262_144, citation: api, meets: ['tools', 'json_schema', 'json_object', 'long_output'], prices: [{ quote: quoteOf([1.4, 4.4, 0.26]) }] },
  { ...SOLD, model: 'zai-org/glm-5.3-flash', title: 'GLM-5.3 Flash', baseModel: 'z-ai/glm-5.3-flash', released: '2026-08-26', context: 1_048_575, citation: page, meets: ['tools', 'vision', 'json_schema', 'json_object'], prices: [{ quote: quoteOf([0.15, 0.5, 0.03]) }] },
  { ...SOLD, model: 'deepseek-ai/deepseek-v4.1-flash', title: 'DeepSeek V4.1 Flash', baseModel: 'deepseek/deepseek-v4.1-flash', released: '2026-09-10', context: 1_000_000, citation: api, meets: ['tools', 'vision', 'json_schema', 'json_object'], prices: [{ quote: quoteOf([0.3, 1.2, 0.006]) }] },
  { ...SOLD, model: 'deepseek-ai/deepseek-v4-pro-0813', title: 'DeepSeek V4 Pro 0813', baseModel: 'deepseek/deepseek-v4-pro', context: 1_048_576, citation: api, meets: ['tools', 'json_schema', 'json_object'], prices: [{ quote: quoteOf([1.32, 3.96, 0.13]) }] },
  { ...SOLD, model: 'deepseek-ai/deepseek-v4-flash-0731', title: 'DeepSeek V4 Flash 0731', baseModel: 'deepseek/deepseek-v4-flash', released: '2026-07-31', context: 1_048_576, citation: page, meets: ['tools', 'json_schema', 'json_object'], prices: [{ quote: quoteOf([0.14, 0.28]), citation: page }] },
  { ...SOLD, model: 'thinkingmachines/inkling', title: 'Inkling', baseModel: 'thinkingmachines/inkling', released: '2026-07-15', context: 524_288, citation: page, meets: ['tools', 'json_schema', 'json_object'], prices: [{ quote: quoteOf([1, 4.05]) }] },
  {
    ...SOLD, model: 'qwen/qwen3.8-2.4t-a95b', title: 'Qwen3.8 2.4T A95B', baseModel: 'qwen/qwen3.8-max', citation: page, meets: ['json_object'],
    prices: [{ quote: quoteOf([2.5, 6.25, 0.5]), citation: api }, { from: '2026-09-02', quote: quoteOf([2, 6, 0.25]), citation: api }],
  },
  {
    ...SOLD, model: 'qwen/qwen3.8-flash', title: 'Qwen3.8 Flash', baseModel: 'qwen/qwen3.8-flash', openWeights: false, context: 1_000_000, citation: page, meets: ['json_object'],
    prices: [{ from: '2026-08-31', quote: quoteOf([0.15, 0.47]), citation: { ...api, source: 'https://github.com/BerriAI/litellm/pull/39079 (Together models list)', checked: '2026-09-01' } }, { from: '2026-10-07', quote: quoteOf([0.09, 0.282]), citation: { ...page, confidence: 'medium' } }],
  },
  { ...SOLD, model: 'qwen/qwen3.7-max', openWeights: false, citation: page, prices: [{ quote: quoteOf([1.25, 3.75, 0.125]), citation: { ...litellm, source: 'https://www.together.ai/pricing, by https://github.com/anomalyco/models.dev/pull/2600 (cached: a tenth, shown as 0.13)', checked: '2026-06-16' } }, { from: '2026-10-07', quote: quoteOf([1.5, 4.5, 0.3]), citation: { ...page, confidence: 'medium' } }] },
  { ...SOLD, model: 'qwen/qwen3.7-plus', title: 'Qwen3.7 Plus', baseModel: 'qwen/qwen3.7-plus', openWeights: false, context: 1_000_000, citation: page, prices: [{ quote: quoteOf([0.32, 1.28]) }] },
  { ...SOLD, model: 'meta-models/muse-glimmer-30b', title: 'Muse Glimmer 30B', baseModel: 'meta/muse-glimmer-30b', context: 131_072, citation: page, prices: [{ quote: quoteOf([0.35, 1.5]) }] },
];

interface Ended { model: string; retired: string; successor?: string; citation?: Citation }
const ended: readonly Ended[] = [
  { model: 'minimaxai/minimax-m2.5', retired: '2026-04-27', successor: 'minimaxai/minimax-m2.7' },
  { model: 'minimaxai/minimax-m2.7', retired: '2026-07-27', successor: 'minimaxai/minimax-m3' },
  { model: 'mistralai/mixtral-8x7b-instruct-v0.1', retired: '2026-04-16', citation: gateway(2014, '2026-04-15') },
  { model: 'zai-org/glm-5', retired: '2026-04-22', successor: 'zai-org/glm-5.1', citation: gateway(2014, '2026-04-15') },
  { model: 'google/gemma-2-27b-it', retired: '2026-04-25', citation: gateway(2094, '2026-04-26') },
  { model: 'moonshotai/kimi-k2.5', retired: '2026-05-21', successor: 'moonshotai/kimi-k2.6', citation: gateway(2358, '2026-05-21') },
  { model: 'qwen/qwen3-coder-480b-a35b-instruct-fp8', retired: '2026-06-04', successor: 'minimaxai/minimax-m2.7', citation: notice('https://github.com/togethercomputer/skills/pull/13', '2026-05-22') },
  { model: 'zai-org/glm-5.1', retired: '2026-07-10', successor: 'zai-org/glm-5.2', citation: july },
  { model: 'qwen/qwen3-235b-a22b-instruct-2507-tput', retired: '2026-07-10', successor: 'minimaxai/minimax-m3', citation: july },
  { model: 'moonshotai/kimi-k2.6', retired: '2026-08-19', successor: 'moonshotai/kimi-k3', citation: gateway(3452, '2026-08-07') },
  { model: 'deepseek-ai/deepseek-v4-flash-0731', retired: '2026-09-29', successor: 'deepseek-ai/deepseek-v4.1-flash', citation: gateway(4111, '2026-09-16') },
  ...['qwen/qwq-32b', 'qwen/qwen3-coder-next-fp8'].map((model): Ended => ({ model, retired: '2026-09-12', citation: goneBy(40840, '2026-09-12') })),
  ...['qwen/qwen2.5-coder-32b-instruct', 'deepseek-ai/deepseek-r1-distill-llama-70b', 'deepseek-ai/deepseek-coder-33b-instruct', 'meta-llama/llama-3-8b-chat-hf', 'meta-llama/meta-llama-3-70b-instruct-turbo', 'nousresearch/nous-hermes-2-mixtral-8x7b-dpo']
    .map((model): Ended => ({ model, retired: '2026-09-15', citation: goneBy(41198, '2026-09-15') })),
  { model: 'openai/gpt-oss-20b', retired: '2026-09-15' }, { model: 'google/gemma-4-31b-it', retired: '2026-09-15' },
];
/** Not on the serverless list of 2026-10-07; the day of their end was not read. */
const delisted = [
  'meta-llama/llama-4-maverick-17b-128e-instruct-fp8', 'meta-llama/llama-4-scout-17b-16e-instruct', 'moonshotai/kimi-k2.7-code', 'deepseek-ai/deepseek-v4-pro',
  'qwen/qwen2.5-7b-instruct-turbo', 'qwen/qwen3.5-397b-a17b', 'deepcogito/cogito-v2-1-671b', 'essentialai/rnj-1-instruct', 'google/gemma-3n-e4b-it', 'liquidai/lfm2-24b-a2b',
  'meta-llama/meta-llama-3-8b-instruct-lite', 'nvidia/nemotron-3-ultra-550b-a55b', 'pearl-ai/gemma-4-31b-it',
];

/** Not in the seed, or priced otherwise there: model, maker's id, rates. */
const others: readonly (readonly [string, string, Rates, Citation])[] = [
  ['deepseek-ai/deepseek-v3.1', 'deepseek/deepseek-v3.1', [0.6, 1.7], litellm], ['deepseek-ai/deepseek-r1-0528-tput', 'deepseek/deepseek-r1-0528', [0.55, 2.19], litellm], ['deepseek-ai/deepseek-r1-0528', 'deepseek/deepseek-r1-0528', [3, 7], litellm],
  ['qwen/qwen3-235b-a22b-thinking-2507', 'qwen/qwen3-235b-a22b-thinking-2507', [0.65, 3], litellm], ['qwen/qwen3-235b-a22b-fp8-tput', 'qwen/qwen3-235b-a22b', [0.2, 0.6], litellm],
  ['qwen/qwen3-next-80b-a3b-instruct', 'qwen/qwen3-next-80b-a3b', [0.15, 1.5], litellm], ['qwen/qwen3-next-80b-a3b-thinking', 'qwen/qwen3-next-80b-a3b-thinking', [0.15, 1.5], litellm],
  ['zai-org/glm-4.5-air-fp8', 'z-ai/glm-4.5-air', [0.2, 1.1], litellm], ['zai-org/glm-4.6', 'z-ai/glm-4.6', [0.6, 2.2], litellm], ['zai-org/glm-4.7', 'z-ai/glm-4.7', [0.45, 2], litellm],
  ['moonshotai/kimi-k2-instruct', 'moonshotai/kimi-k2-instruct', [1, 3], litellm], ['moonshotai/kimi-k2-instruct-0905', 'moonshotai/kimi-k2-0905', [1, 3], litellm],
  ['mistralai/mixtral-8x7b-instruct-v0.1', 'mistralai/mixtral-8x7b-instruct', [0.6, 0.6], litellm],
  ['qwen/qwen2.5-72b-instruct-turbo', 'qwen/qwen2.5-72b', [1.2, 1.2], recalled], ['qwen/qwen2.5-coder-32b-instruct', 'qwen/qwen2.5-coder-32b', [0.8, 0.8], recalled], ['qwen/qwq-32b', 'qwen/qwq-32b', [1.2, 1.2], recalled],
  ['meta-llama/llama-3.2-3b-instruct-turbo', 'meta-llama/llama-3.2-3b-instruct', [0.06, 0.06], recalled], ['meta-llama/llama-3.2-11b-vision-instruct-turbo', 'meta-llama/llama-3.2-11b-instruct', [0.18, 0.18], recalled],
  ['meta-llama/llama-3.2-90b-vision-instruct-turbo', 'meta-llama/llama-3.2-90b-instruct', [1.2, 1.2], recalled], ['mistralai/mistral-small-24b-instruct-2501', 'mistralai/mistral-small-2501', [0.8, 0.8], recalled],
  ['mistralai/mistral-7b-instruct-v0.3', 'mistralai/mistral-7b-instruct-v0.3', [0.2, 0.2], recalled], ['deepseek-ai/deepseek-r1-distill-llama-70b', 'deepseek/deepseek-r1-distill-llama-70b', [2, 2], recalled], ['google/gemma-2-27b-it', 'google/gemma-2-27b-it', [0.8, 0.8], recalled],
];

const embeddings: readonly (readonly [string, number])[] = [['baai/bge-base-en-v1.5', 0.008], ['baai/bge-large-en-v1.5', 0.016], ['intfloat/multilingual-e5-large-instruct', 0.02]];

/** Models that have a row of their own above, beside their end. */
const priced: ReadonlySet<string> = new Set([...current.map(({ model }) => model), ...others.map(([model]) => model)]);

type End = Pick<OverlayModel, 'citation' | 'retired' | 'successor' | 'isGenerallyAvailable'>;
const ending = ({ retired, successor, citation = deprecations }: Ended): End => ({ isGenerallyAvailable: false, retired, citation, ...(successor === undefined ? {} : { successor }) });

/** What is known of a model's end, if it ended. */
function endOf(model: string): Partial<End> {
  const found = ended.find((one) => one.model === model);
  return found === undefined ? {} : ending(found);
}

const models: readonly OverlayModel[] = [
  ...current.map((model): OverlayModel => ({ ...model, ...endOf(model.model) })),
  ...ended.filter(({ model }) => !priced.has(model)).map((one): OverlayModel => ({ provider: 'together', model: one.model, ...ending(one) })),
  ...delisted.map((model): OverlayModel => ({ provider: 'together', model, isGenerallyAvailable: false, citation: page })),
  ...others.map(([model, baseModel, rates, citation]): OverlayModel => ({ ...GONE, model, title: model, baseModel, citation, prices: [{ quote: quoteOf(rates), citation }], ...endOf(model) })),
  { provider: 'together', model: 'deepseek-ai/deepseek-v3', baseModel: 'deepseek/deepseek-v3', isGenerallyAvailable: false, citation: litellm },
  ...embeddings.map(([model, input]): OverlayModel => ({ ...SOLD, kind: 'embedding', model, title: model, baseModel: model, citation: { ...litellm, source: 'Together embeddings: up to 150M parameters 0.008, 151M to 350M 0.016, multilingual-e5-large-instruct 0.02, https://www.together.ai/pricing and the models list, by LiteLLM' }, prices: [{ quote: { input, output: 0 } }] })),
];

const half: Citation = { source: 'Together batch: half price for these models, https://docs.together.ai/docs/batch-inference, by https://github.com/togethercomputer/skills; since https://www.together.ai/blog/batch-api (2025-06-11)', checked: '2026-10-07', confidence: 'high' };
const full: Citation = { source: 'Together batch: models that are not on the list of discounts run at the standard rate, https://docs.together.ai/docs/batch-inference, by https://github.com/togethercomputer/skills', checked: '2026-10-07', confidence: 'medium' };

export const together: ProviderOverlay = {
  provider: 'together', models, freeCacheWrites: /./,
  tiers: [
    { tier: 'batch', model: /^(meta-llama\/(meta-)?llama-3\.3-70b-instruct-turbo|meta-llama\/llama-3-70b-chat-hf|qwen\/qwen2\.5-7b-instruct-turbo|mistralai\/mixtral-8x7b-instruct-v0\.1|zai-org\/glm-4\.5-air-fp8)$/, factor: 0.5, from: '2025-06-11', citation: half },
    { tier: 'batch', model: /^(?!deepseek-ai\/deepseek-(r1-0528-tput|v3\.1|v3-1)$)/, factor: 1, from: '2026-01-01', citation: full },
  ],
  capabilities: [{ meets: ['json_object', 'logprobs', 'multiple_choices'], source: 'recalled: Together chat reference' }],
};
