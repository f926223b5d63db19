import type { CacheRule, Citation } from '../../../model/catalog.js';
import { claudeCaches } from '../claude-caches.js';
import type { OverlayModel, ProviderOverlay, Quote, QuoteRow } from '../../records.js';
import { bedrockRegions } from './bedrock-regions.js';

// On-demand list prices of us-east-1. `global.` profiles are models of their own; geographic profiles and bare ids are the regional ones.
// Provisioned throughput and the reserved tier are capacity by the hour: they have no price per token.

const PAGE = 'Amazon Bedrock pricing, https://aws.amazon.com/bedrock/pricing/';
const CARDS = 'https://docs.aws.amazon.com/bedrock/latest/userguide/models-supported.html';
/** The AWS Price List of 2026-07-28 and readings of the page until October 2026. */
const listed: Citation = { source: `${PAGE} and AWS Price List of 2026-07-28 (by https://github.com/archestra-ai/archestra and https://github.com/awslabs/startups)`, checked: '2026-09-02', confidence: 'medium' };
const claudeListed: Citation = { source: `${PAGE}; regional ids 1.1 x the global profile since Claude 4.5 (by https://github.com/pydantic/genai-prices, https://github.com/archestra-ai/archestra; 1 h cache writes by https://apify.com/apify/aws-bedrock-proxy)`, checked: '2026-10-05', confidence: 'medium' };
const lifecycle: Citation = { source: 'Bedrock model lifecycle, https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html (by https://github.com/awslabs/startups)', checked: '2026-09-21', confidence: 'medium' };
const recalled: Citation = { source: 'recalled: https://aws.amazon.com/bedrock/pricing/ of 2023 to 2025', checked: '2026-11-22', confidence: 'low' };
const cards: Citation = { source: `Bedrock model cards, ${CARDS}, and models.dev of October 2026`, checked: '2026-10-20', confidence: 'medium' };
const portkey: Citation = { source: 'https://github.com/Portkey-AI/models', checked: '2026-11-22', confidence: 'low' };

const tidy = (value: number): number => Number(value.toPrecision(8));

/** Every rate of a quote times a factor. */
const times = (quote: Quote, factor: number): Quote =>
  Object.fromEntries(Object.entries(quote).map(([key, rate]) => [key, tidy(rate * factor)])) as unknown as Quote;

const claude = (input: number, output: number, readShare = 0.1): Quote => ({ input, output, read: tidy(input * readShare), write: tidy(input * 1.25) });
/** Claude 4.5 and later: with the 1 h cache. */
const claudeLong = (input: number, output: number, readShare = 0.1): Quote => ({ ...claude(input, output, readShare), writeLong: input * 2 });

const REGIONAL = 1.1;
/** Above 200K input tokens: 2 x input and cache, 1.5 x output. */
const long = (quote: Quote): Pick<QuoteRow, 'steps'> => ({ steps: [{ above: 200_000, ...times(quote, 2), output: tidy(quote.output * 1.5) }] });

type RowsOf = (factor: number) => readonly QuoteRow[];
const flat = (quote: Quote): RowsOf => (factor) => [{ quote: times(quote, factor) }];
const longBeta = (quote: Quote, until?: string): RowsOf => (factor) => {
  const scaled = times(quote, factor);
  return [{ quote: scaled, ...long(scaled) }, ...(until === undefined ? [] : [{ from: until, quote: scaled }])];
};

const CLAUDE = { provider: 'bedrock', kind: 'chat', openWeights: false } as const;
const READS = { meets: ['tools', 'parallel_tools', 'vision', 'documents'], lacks: ['audio', 'logprobs', 'multiple_choices'] } as const;
const READS_SCHEMA = { meets: [...READS.meets, 'json_schema', 'json_object'], lacks: READS.lacks } as const;

/** A regional model and its global profile, which costs the list price. */
function both(model: string, rows: RowsOf, more: Partial<OverlayModel> & { title: string }): OverlayModel[] {
  const shared = { ...CLAUDE, ...READS_SCHEMA, citation: claudeListed, isGenerallyAvailable: true, ...more };
  return [
    { ...shared, model: `anthropic.${model}`, title: `${more.title} (regional)`, prices: rows(REGIONAL) },
    { ...shared, model: `global.anthropic.${model}`, title: `${more.title} (global)`, prices: rows(1) },
  ];
}

const old = (model: string, title: string, end: string, prices: readonly QuoteRow[], more: Partial<OverlayModel> = {}): OverlayModel =>
  ({ ...CLAUDE, ...READS, model: `anthropic.${model}`, title, retired: end, isGenerallyAvailable: false, citation: lifecycle, prices, ...more });

const HAIKU_NOW = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const SONNET_NOW = 'anthropic.claude-sonnet-4-6-v1:0';
const OPUS_NOW = 'anthropic.claude-opus-4-8-v1:0';
const SONNET = claude(3, 15);
const OPUS_3 = claude(15, 75);
const HAIKU_55: Quote = { input: 0.1, output: 0.5, read: 0.01, write: 0.125, writeLong: 0.2 };
const TEXT = { lacks: ['tools', 'parallel_tools', 'vision', 'audio', 'documents', 'logprobs', 'multiple_choices'], meets: [] } as const;
/** Since 2025-12-01 both Claude 3.5 Sonnets are in extended access, at twice the price. */
const SONNET_35: readonly QuoteRow[] = [
  { quote: SONNET, citation: listed },
  { from: '2025-12-01', quote: times(SONNET, 2), citation: { ...listed, source: `${listed.source}; public extended access` } },
];

const claudes: readonly OverlayModel[] = [
  old('claude-v2', 'Claude 2 / 2.1', '2025-07-21', [{ quote: { input: 8, output: 24 } }], { ...TEXT, baseModel: 'anthropic/claude-2.1', context: 200_000, citation: recalled }),
  old('claude-instant-v1', 'Claude Instant', '2025-07-21', [{ quote: { input: 0.8, output: 2.4 } }], { ...TEXT, baseModel: 'anthropic/claude-instant-1.2', context: 100_000, citation: recalled }),
  old('claude-3-haiku-20240307-v1:0', 'Claude 3 Haiku', '2026-09-10', [{ quote: { input: 0.25, output: 1.25 }, citation: listed }], { successor: HAIKU_NOW }),
  old('claude-3-sonnet-20240229-v1:0', 'Claude 3 Sonnet', '2026-07-30', [{ quote: { input: 3, output: 15 }, citation: listed }], { successor: SONNET_NOW }),
  old('claude-3-opus-20240229-v1:0', 'Claude 3 Opus', '2026-01-15', [{ quote: { input: 15, output: 75 }, citation: listed }], { successor: OPUS_NOW, citation: recalled }),
  old('claude-3-5-haiku-20241022-v1:0', 'Claude 3.5 Haiku', '2026-06-19', [
    { from: '2024-11-04', quote: claude(1, 5), citation: recalled }, { from: '2024-12-03', quote: claude(0.8, 4), citation: listed },
  ], { released: '2024-11-04', successor: HAIKU_NOW, tiers: { fast: [{ quote: { input: 1, output: 5 }, citation: recalled }] } }),
  old('claude-3-5-sonnet-20240620-v1:0', 'Claude 3.5 Sonnet (June)', '2026-07-30', SONNET_35, { successor: SONNET_NOW }),
  old('claude-3-5-sonnet-20241022-v2:0', 'Claude 3.5 Sonnet (October)', '2026-07-30', SONNET_35, { successor: SONNET_NOW }),
  old('claude-3-7-sonnet-20250219-v1:0', 'Claude 3.7 Sonnet', '2026-04-28', [{ quote: SONNET, citation: listed }], { successor: SONNET_NOW }),
  old('claude-opus-4-20250514-v1:0', 'Claude Opus 4', '2026-05-31', [{ quote: OPUS_3, citation: listed }], { successor: OPUS_NOW }),
  old('claude-opus-4-1-20250805-v1:0', 'Claude Opus 4.1', '2027-01-08', [{ quote: OPUS_3, citation: listed }], { successor: OPUS_NOW, isGenerallyAvailable: true }),
  old('claude-sonnet-4-20250514-v1:0', 'Claude Sonnet 4 (regional)', '2026-10-14', [{ quote: SONNET, ...long(SONNET), citation: listed }], { successor: SONNET_NOW }),
  { ...old('claude-sonnet-4-20250514-v1:0', 'Claude Sonnet 4 (global)', '2026-10-14', [{ quote: SONNET, ...long(SONNET), citation: listed }], { successor: `global.${SONNET_NOW}` }), model: 'global.anthropic.claude-sonnet-4-20250514-v1:0' },
  ...both('claude-sonnet-4-5-20250929-v1:0', longBeta(claudeLong(3, 15)), { title: 'Claude Sonnet 4.5', context: 1_000_000 }),
  ...both('claude-haiku-4-5-20251001-v1:0', flat(claudeLong(1, 5)), { title: 'Claude Haiku 4.5' }),
  ...both('claude-opus-4-5-v1:0', flat(claudeLong(5, 25)), { title: 'Claude Opus 4.5' }),
  ...both('claude-opus-4-6-v1:0', longBeta(claudeLong(5, 25), '2026-03-13'), { title: 'Claude Opus 4.6' }),
  ...both('claude-sonnet-4-6-v1:0', longBeta(claudeLong(3, 15), '2026-03-13'), { title: 'Claude Sonnet 4.6' }),
  ...both('claude-opus-4-7-v1:0', flat(claudeLong(5, 25)), { title: 'Claude Opus 4.7' }),
  ...both('claude-opus-4-8-v1:0', flat(claudeLong(5, 25)), { title: 'Claude Opus 4.8' }),
  ...both('claude-fable-5-v1:0', flat(claudeLong(10, 50)), { title: 'Claude Fable 5', released: '2026-06-09', maxOutput: 128_000 }),
  ...both('claude-sonnet-5-v1:0', flat(claudeLong(2, 10)), { title: 'Claude Sonnet 5' }),
  ...both('claude-opus-5', flat(claudeLong(5, 25)), { title: 'Claude Opus 5', released: '2026-07-24', maxOutput: 128_000 }),
  ...both('claude-fable-5-1-v1:0', flat(claudeLong(10, 50, 0.025)), { title: 'Claude Fable 5.1', released: '2026-09-01', maxOutput: 128_000 }),
  ...both('claude-opus-5-5', flat(claudeLong(4, 20, 0.05)), { title: 'Claude Opus 5.5', released: '2026-09-22', maxOutput: 128_000 }),
  ...both('claude-sonnet-5-5', (factor) => [
    { from: '2026-09-28', quote: times(claudeLong(2, 10), factor) }, { from: '2026-10-07', quote: times(claudeLong(2, 10, 0.05), factor) },
  ], { title: 'Claude Sonnet 5.5', baseModel: 'anthropic/claude-sonnet-5-5', released: '2026-09-28', context: 1_000_000, maxOutput: 128_000 }),
  ...both('claude-haiku-5-5', (factor) => [{ quote: times(HAIKU_55, factor), steps: [{ above: 100_000, ...times(HAIKU_55, factor * 5) }] }],
    { title: 'Claude Haiku 5.5', baseModel: 'anthropic/claude-haiku-5-5', released: '2026-10-07', context: 1_000_000, maxOutput: 128_000 }),
  ...both('claude-fable-5-2', flat(claudeLong(8, 40, 0.025)), { title: 'Claude Fable 5.2', baseModel: 'anthropic/claude-fable-5-2', released: '2026-11-09', context: 1_000_000, maxOutput: 128_000,
    citation: { source: `${PAGE} and https://docs.aws.amazon.com/bedrock/latest/userguide/model-card-anthropic-claude-fable-5-2.html`, checked: '2026-11-12', confidence: 'medium' } }),
];

const chat = (model: string, title: string, input: number, output: number, more: Partial<OverlayModel> = {}): OverlayModel =>
  ({ provider: 'bedrock', kind: 'chat', model, title, citation: listed, prices: [{ quote: { input, output } }], ...more });
const embedding = (model: string, title: string, input: number, more: Partial<OverlayModel> = {}): OverlayModel =>
  ({ provider: 'bedrock', kind: 'embedding', model, title, citation: listed, meets: ['embeddings'], prices: [{ quote: { input, output: 0 } }], ...more });
const quoted = (model: string, title: string, quote: Quote, more: Partial<OverlayModel> = {}): OverlayModel =>
  ({ provider: 'bedrock', kind: 'chat', model, title, citation: cards, openWeights: false, prices: [{ quote }], ...more });
const ends = (model: string, retired: string, more: Partial<OverlayModel> = {}): OverlayModel => ({ provider: 'bedrock', model, citation: lifecycle, retired, isGenerallyAvailable: false, ...more });
const fast = (model: string, input: number, output: number, more: Partial<OverlayModel> = {}): OverlayModel =>
  ({ provider: 'bedrock', model, citation: listed, tiers: { fast: [{ quote: { input, output }, citation: { ...listed, source: `latency-optimized inference, ${PAGE}` } }] }, ...more });

/** OpenAI's on Bedrock: regional and geographic ids 1.1 x OpenAI's price, global at it. */
function gpt6(model: string, title: string, released: string, quote: Quote): OverlayModel[] {
  const rows = (factor: number): readonly QuoteRow[] => {
    const scaled = times(quote, factor);
    return [{ quote: scaled, steps: [{ above: 272_000, ...times(scaled, 2), output: tidy(scaled.output * 1.5) }] }];
  };
  const shared = { provider: 'bedrock', kind: 'chat', openWeights: false, citation: cards, released, baseModel: `openai/${model}`, meets: ['tools', 'vision', 'json_schema'], isGenerallyAvailable: true } as const;
  return [
    { ...shared, model: `openai.${model}`, title: `${title} (regional)`, prices: rows(REGIONAL) },
    { ...shared, model: `global.openai.${model}`, title: `${title} (global)`, prices: rows(1) },
  ];
}

const others: readonly OverlayModel[] = [
  ends('amazon.nova-premier-v1:0', '2026-09-14', { successor: 'amazon.nova-2-pro-v1:0', baseModel: 'amazon/nova-premier', prices: [{ quote: { input: 2.5, output: 12.5, read: 0.625, webPerThousand: 30 }, citation: listed }] }),
  ends('amazon.nova-sonic-v1:0', '2026-09-14', { successor: 'amazon.nova-2-sonic-v1:0' }),
  fast('amazon.nova-pro-v1:0', 1, 4),
  ...['', 'global.'].map((profile): OverlayModel => ({
    provider: 'bedrock', model: `${profile}amazon.nova-2-lite-v1:0`, citation: { ...cards, source: 'https://vercel.com/ai-gateway/models/nova-2-lite.md; output limit and release recalled' }, context: 1_000_000, maxOutput: 64_000, released: '2025-12-02', meets: ['documents'],
  })),
  quoted('amazon.nova-2-pro-v1:0', 'Nova 2 Pro (preview)', { input: 1.375, output: 11, read: 0.34375, webPerThousand: 30 }, { baseModel: 'amazon/nova-2-pro', citation: listed, context: 1_000_000, isGenerallyAvailable: false, meets: ['tools', 'vision'] }),
  quoted('global.amazon.nova-2-pro-v1:0', 'Nova 2 Pro (preview)', { input: 1.25, output: 10, read: 0.3125, webPerThousand: 30 }, { baseModel: 'amazon/nova-2-pro', citation: listed, context: 1_000_000, isGenerallyAvailable: false, meets: ['tools', 'vision'] }),
  chat('amazon.titan-text-premier-v1:0', 'Titan Text Premier', 0.5, 1.5, { baseModel: 'amazon/titan-text-premier', context: 32_000, isGenerallyAvailable: false }),
  embedding('amazon.titan-embed-text-v2:0', 'Titan Text Embeddings V2', 0.02, { baseModel: 'amazon/titan-embed-text-v2', context: 8192 }),
  embedding('amazon.titan-embed-image-v1', 'Titan Multimodal Embeddings', 0.8, { baseModel: 'amazon/titan-embed-image' }),
  embedding('amazon.nova-2-multimodal-embeddings-v1:0', 'Nova Multimodal Embeddings', 0.135, { baseModel: 'amazon/nova-2-multimodal-embeddings', context: 8192 }),
  embedding('cohere.embed-english-v3', 'Embed 3 English', 0.1, { baseModel: 'cohere/embed-english-v3.0', context: 512 }),
  embedding('cohere.embed-multilingual-v3', 'Embed 3 Multilingual', 0.1, { baseModel: 'cohere/embed-multilingual-v3.0', context: 512 }),
  embedding('cohere.embed-v4:0', 'Embed 4', 0.12, { baseModel: 'cohere/embed-v4.0', context: 128_000 }),
  chat('cohere.command-r-v1:0', 'Command R', 0.5, 1.5, { baseModel: 'cohere/command-r', context: 128_000, retired: '2026-08-19' }),
  chat('cohere.command-r-plus-v1:0', 'Command R+', 3, 15, { baseModel: 'cohere/command-r-plus', context: 128_000, retired: '2026-08-19' }),
  chat('cohere.command-text-v14', 'Command', 1, 2, { baseModel: 'cohere/command', isGenerallyAvailable: false, citation: recalled }),
  chat('cohere.command-light-text-v14', 'Command Light', 0.3, 0.6, { baseModel: 'cohere/command-light', isGenerallyAvailable: false, citation: recalled }),
  chat('ai21.jamba-1-5-large-v1:0', 'Jamba 1.5 Large', 2, 8, { baseModel: 'ai21/jamba-1.5-large', context: 256_000, retired: '2026-11-26' }),
  chat('ai21.jamba-1-5-mini-v1:0', 'Jamba 1.5 Mini', 0.2, 0.4, { baseModel: 'ai21/jamba-1.5-mini', context: 256_000, retired: '2026-11-26' }),
  chat('ai21.jamba-instruct-v1:0', 'Jamba Instruct', 0.5, 0.7, { baseModel: 'ai21/jamba-instruct', context: 256_000, isGenerallyAvailable: false }),
  chat('ai21.j2-mid-v1', 'Jurassic-2 Mid', 12.5, 12.5, { baseModel: 'ai21/j2-mid', isGenerallyAvailable: false, citation: recalled }),
  chat('ai21.j2-ultra-v1', 'Jurassic-2 Ultra', 18.8, 18.8, { baseModel: 'ai21/j2-ultra', isGenerallyAvailable: false, citation: recalled }),
  chat('meta.llama2-13b-chat-v1', 'Llama 2 13B', 0.75, 1, { baseModel: 'meta-llama/llama-2-13b-chat', openWeights: true, isGenerallyAvailable: false, citation: recalled }),
  chat('meta.llama2-70b-chat-v1', 'Llama 2 70B', 1.95, 2.56, { baseModel: 'meta-llama/llama-2-70b-chat', openWeights: true, isGenerallyAvailable: false, citation: recalled }),
  ...['11b', '1b', '3b', '90b'].map((size) => ends(`meta.llama3-2-${size}-instruct-v1:0`, '2026-07-07')),
  fast('meta.llama3-1-70b-instruct-v1:0', 0.9, 0.9),
  fast('meta.llama3-1-405b-instruct-v1:0', 3, 3, {
    title: 'Llama 3.1 405B', baseModel: 'meta-llama/llama-3.1-405b-instruct', kind: 'chat', openWeights: true, context: 128_000, retired: '2026-07-07', isGenerallyAvailable: false, prices: [{ quote: { input: 2.4, output: 2.4 } }],
  }),
  chat('mistral.mistral-large-2407-v1:0', 'Mistral Large 2 (2407)', 2, 6, { baseModel: 'mistralai/mistral-large-2407', context: 128_000, citation: portkey }),
  chat('writer.palmyra-vision-7b', 'Palmyra Vision 7B', 0.15, 0.6, { baseModel: 'writer/palmyra-vision-7b', meets: ['vision'] }),
  chat('google.gemma-4-31b', 'Gemma 4 31B', 0.14, 0.4, { baseModel: 'google/gemma-4-31b', openWeights: true }),
  chat('google.gemma-4-26b-a4b', 'Gemma 4 26B A4B', 0.13, 0.4, { baseModel: 'google/gemma-4-26b-a4b', openWeights: true }),
  chat('google.gemma-4-e2b', 'Gemma 4 E2B', 0.04, 0.08, { baseModel: 'google/gemma-4-e2b', openWeights: true }),
  chat('qwen.qwen3-next-80b-a3b', 'Qwen3 Next 80B A3B', 0.15, 1.2),
  chat('qwen.qwen3-coder-next', 'Qwen3 Coder Next', 0.5, 1.2),
  ...gpt6('gpt-6-astra', 'GPT-6 Astra', '2026-09-08', { input: 10, output: 50, read: 1, write: 12.5 }),
  ...gpt6('gpt-6-sol', 'GPT-6 Sol', '2026-09-22', { input: 2, output: 10, read: 0.2, write: 2.5 }),
  ...gpt6('gpt-6-luna', 'GPT-6 Luna', '2026-09-22', { input: 0.1, output: 0.5, read: 0.01, write: 0.125 }),
  quoted('moonshotai.kimi-k3', 'Kimi K3 (regional)', { input: 3.3, output: 16.5, read: 0.33, write: 4.125 }, { baseModel: 'moonshotai/kimi-k3', openWeights: true }),
  quoted('global.moonshotai.kimi-k3', 'Kimi K3 (global)', { input: 3, output: 15, read: 0.3, write: 3.75 }, { baseModel: 'moonshotai/kimi-k3', openWeights: true }),
  ...['4.6', '4.7'].flatMap((version) => [
    quoted(`xai.grok-${version}`, `Grok ${version} (regional)`, { input: 2.2, output: 6.6, read: 0.55 }, { baseModel: `x-ai/grok-${version}` }),
    quoted(`global.xai.grok-${version}`, `Grok ${version} (global)`, { input: 2, output: 6, read: 0.5 }, { baseModel: `x-ai/grok-${version}` }),
  ]),
];

const TIERS_FROM = '2025-11-18';
const tierPage: Citation = { source: 'Bedrock service tiers, https://docs.aws.amazon.com/bedrock/latest/userguide/service-tiers-inference.html, and AWS Price List of 2026-07-28 (priority 1.75 x, flex 0.5 x)', checked: '2026-09-02', confidence: 'medium' };
const batchPage: Citation = { source: `${PAGE}, batch: half for the models that the table listed on 2026-09-02`, checked: '2026-09-02', confidence: 'medium' };
/** Not Claude, not Llama, not the GPT-5 and GPT-6 models. */
const TIERED = /^(global\.)?(amazon\.nova-(pro|premier|2-lite)|openai\.gpt-oss|deepseek\.v3|qwen\.qwen3|mistral\.(mistral-large-3|ministral|magistral|voxtral)|google\.gemma-3|minimax\.minimax-m2|moonshot\.kimi-k2|nvidia\.nemotron-nano)/;
const BATCHED = /^(global\.)?(amazon\.(nova-(micro|lite|pro|premier|2-lite|2-multimodal)|titan-embed-text-v2)|meta\.llama(3-1|3-3|4)|anthropic\.claude-(3-(?!7)|sonnet-4|haiku-4-5|opus-4-[56])|qwen\.qwen3-(32b|235b|coder-30b|coder-480b)|openai\.gpt-oss-(20b|120b))/;

const novaCache: CacheRule = { minimumTokens: 1000, lifetime: '5m', isAutomatic: false, chargesWrites: false };
const fableCache: CacheRule = { minimumTokens: 1024, lifetime: '5m', isAutomatic: false, chargesWrites: true };
const CACHING = 'Bedrock prompt caching, https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html';

export const bedrock: ProviderOverlay = {
  provider: 'bedrock', models: [...claudes, ...others], regions: bedrockRegions,
  tiers: [
    { tier: 'priority', model: TIERED, factor: 1.75, from: TIERS_FROM, citation: tierPage },
    { tier: 'flex', model: TIERED, factor: 0.5, from: TIERS_FROM, citation: tierPage },
    { tier: 'batch', model: BATCHED, factor: 0.5, cacheFactor: 'unknown', citation: batchPage },
  ],
  freeCacheWrites: /^(global\.)?amazon\.nova/,
  caches: [
    { model: /anthropic\.claude-fable-5-v1/, rule: fableCache, source: CACHING },
    ...claudeCaches,
    { model: /^(global\.)?amazon\.nova/, rule: novaCache, source: CACHING },
  ],
  capabilities: [{ base: /^anthropic\//, meets: ['parallel_tools', 'documents'], lacks: ['logprobs', 'multiple_choices'], source: 'recalled: Anthropic messages reference' }],
};
