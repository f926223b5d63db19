import type { Citation } from '../../../model/catalog.js';
import { fineTunedSheets, LONG_CONTEXT_TOKENS, longContext, pricesOf, pricingPage, sheets } from '../openai-prices.js';
import type { OverlayModel, PoolRow, ProviderOverlay, Quote, QuoteRow, TierRule } from '../../records.js';

// `checked` of a price is the date of the newest copy or data set that held it.
const launch: Citation = { source: 'OpenAI launch prices; o3 cut of 2025-06-10: https://community.openai.com/t/1284925', checked: '2026-09-23', confidence: 'high' };
const deprecations: Citation = { source: 'OpenAI deprecations, https://developers.openai.com/api/docs/deprecations (copies until 2026-10-28)', checked: '2026-10-28', confidence: 'high' };
const modelPage = (model: string, checked: string): Citation => ({ source: `https://developers.openai.com/api/docs/models/${model}`, checked, confidence: 'high' });
const cuts2023: Citation = { source: 'recalled: https://openai.com/index/function-calling-and-other-api-updates (2023-06-13), https://openai.com/index/new-models-and-developer-products-announced-at-devday (2023-11-06); last prices as on OpenAI pricing', checked: '2025-11-13', confidence: 'medium' };
const o1MiniCut: Citation = { source: 'recalled: https://openai.com/index/openai-o3-mini (o1-mini cut with the launch of o3-mini); last price as on OpenAI pricing', checked: '2025-11-13', confidence: 'medium' };
const audioLaunch: Citation = { source: 'recalled: https://openai.com/index/introducing-the-realtime-api (first audio prices); 40 / 80 as on OpenAI pricing', checked: '2025-11-13', confidence: 'medium' };
const ultrafastPage: Citation = { source: 'OpenAI Ultrafast mode, https://developers.openai.com/api/docs/guides/ultrafast-mode; https://vercel.com/changelog/openai-ultrafast-mode-now-available-on-ai-gateway (6 x Standard)', checked: '2026-10-08', confidence: 'high' };

const GPT_61_SOL: Quote = { input: 2, output: 10, read: 0.1, write: 2.5, writeLong: 5, webPerThousand: 10 };
const GPT_61_TERRA: Quote = { input: 1, output: 5, read: 0.05, write: 1.25, writeLong: 2.5, webPerThousand: 10 };
/** Writes at 1.25 times input, as the caching guide has it for GPT-5.6 and later; what a 12-hour write costs was not read. */
const GPT_62_ASTRA: Quote = { input: 8, output: 40, read: 0.4, write: 10, webPerThousand: 10 };

const times = ({ webPerThousand, ...tokens }: Quote, factor: number): Quote => ({ ...Object.fromEntries(Object.entries(tokens).map(([key, rate]) => [key, rate * factor])) as unknown as Quote, ...(webPerThousand === undefined ? {} : { webPerThousand }) });

const GPT_4O = { provider: 'openai', kind: 'chat', context: 128_000, meets: ['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision', 'documents', 'logprobs', 'multiple_choices'], lacks: ['audio'], openWeights: false } as const;
/** Limits and modalities of the GPT-5.6, 6, 6.1 and 6.2 model pages: 922K in, 128K out, text and image in. */
const GPT_6 = { provider: 'openai', context: 1_050_000, maxInput: 922_000, maxOutput: 128_000, meets: ['tools', 'parallel_tools', 'json_schema', 'json_object', 'vision', 'long_output'], lacks: ['audio'], openWeights: false, isGenerallyAvailable: true } as const;
const GPT_35 = { provider: 'openai', kind: 'chat', context: 16_385, maxOutput: 4096, meets: ['tools', 'json_object', 'logprobs', 'multiple_choices'], lacks: ['vision', 'audio', 'json_schema', 'long_output'], openWeights: false, isGenerallyAvailable: false } as const;

/** Snapshots that go on one day, with what OpenAI names in their place. */
const lifecycle: readonly (readonly [model: string, retired: string, successor?: string])[] = [
  ['gpt-4o-mini', '2027-01-14', 'gpt-6-luna'], ['gpt-4.1', '2027-01-14', 'gpt-6-luna'], ['gpt-4.1-mini', '2027-01-14', 'gpt-6-luna'],
  ['gpt-4.1-nano', '2026-10-23'], ['gpt-3.5-turbo', '2026-10-23', 'gpt-5.6-terra'], ['gpt-3.5-turbo-0125', '2026-10-23', 'gpt-5.6-terra'], ['gpt-3.5-turbo-1106', '2026-09-28'],
  ['gpt-3.5-turbo-0613', '2024-09-13'], ['gpt-3.5-turbo-0301', '2024-09-13'], ['gpt-3.5-turbo-16k', '2024-09-13'], ['gpt-3.5-turbo-instruct', '2026-09-28'],
  ['davinci-002', '2026-09-28'], ['babbage-002', '2026-09-28'],
  ['gpt-4', '2026-10-23', 'gpt-5.6-sol'], ['gpt-4-0314', '2026-03-26'], ['gpt-4-32k', '2025-06-06'], ['gpt-4-turbo', '2026-10-23', 'gpt-5.6-sol'], ['gpt-4-0125-preview', '2026-03-26'],
  ['gpt-4-vision-preview', '2024-12-06'], ['gpt-4.5-preview', '2025-07-14', 'gpt-4.1'], ['chatgpt-4o-latest', '2026-02-17'],
  ['o1', '2026-10-23', 'gpt-5.6-sol'], ['o1-pro', '2026-10-23', 'gpt-5.6-sol'], ['o1-preview', '2025-07-28', 'o3'], ['o1-mini', '2025-10-27', 'o4-mini'],
  ['o3', '2026-12-11', 'gpt-5.6-sol'], ['o3-pro', '2026-12-11', 'gpt-5.6-sol'], ['o3-mini', '2026-10-23', 'gpt-5.6-sol'], ['o4-mini', '2026-10-23', 'gpt-5.6-terra'],
  ['o3-deep-research', '2026-07-23', 'gpt-5.4-pro'], ['o4-mini-deep-research', '2026-07-23', 'gpt-5.4-pro'], ['computer-use-preview', '2026-07-23'],
  ['gpt-5', '2026-12-11', 'gpt-6.1-sol'], ['gpt-5-mini', '2026-12-11', 'gpt-6.1-terra'], ['gpt-5-nano', '2026-12-11', 'gpt-6-luna'], ['gpt-5-pro', '2026-12-11', 'gpt-5.6-sol'],
  ['gpt-5.1', '2027-04-01'], ['gpt-5.3-codex', '2027-04-01'], ['gpt-5.4-nano', '2027-04-01'], ['gpt-5.1-codex-mini', '2026-07-23', 'gpt-5.4-mini'], ['codex-mini', '2026-02-12'],
  ['gpt-5-chat-latest', '2026-07-23', 'gpt-5.3-chat-latest'], ['gpt-5-codex', '2026-07-23', 'gpt-5.4'], ['gpt-5.1-chat-latest', '2026-07-23', 'gpt-5.3-chat-latest'], ['gpt-5.1-codex', '2026-07-23'],
  ['gpt-5.1-codex-max', '2026-07-23', 'gpt-5.4'], ['gpt-5.2-chat-latest', '2026-08-10', 'gpt-5.5'], ['gpt-5.2-codex', '2026-07-23', 'gpt-5.4'], ['gpt-5.3-chat-latest', '2026-08-10', 'gpt-5.5'],
  ['gpt-4o-audio-preview', '2026-05-07'], ['gpt-4o-mini-audio-preview', '2026-05-07'], ['gpt-4o-realtime-preview', '2026-05-07'], ['gpt-4o-mini-realtime-preview', '2026-05-07'],
  ['gpt-4o-search-preview', '2026-07-23'], ['gpt-4o-mini-search-preview', '2026-07-23'], ['gpt-audio', '2027-01-20'], ['gpt-audio-mini', '2027-01-20'], ['gpt-realtime', '2027-01-20'], ['gpt-realtime-mini', '2027-01-20'],
  ['gpt-image-1', '2026-10-23'], ['gpt-image-1.5', '2026-12-01'], ['gpt-image-1-mini', '2026-12-01'],
  ['ada', '2024-01-04'], ['babbage', '2024-01-04'], ['curie', '2024-01-04'], ['davinci', '2024-01-04'], ['text-davinci-002', '2024-01-04'], ['text-davinci-003', '2024-01-04'],
  ['ft:gpt-4o', '2027-01-14'], ['ft:gpt-4o-mini', '2027-01-14'], ['ft:gpt-4.1', '2027-01-14'], ['ft:gpt-4.1-mini', '2027-01-14'],
  ['ft:gpt-4.1-nano', '2026-10-23'], ['ft:o4-mini', '2026-10-23'], ['ft:gpt-3.5-turbo', '2026-10-23'], ['ft:davinci-002', '2026-10-23'], ['ft:babbage-002', '2026-10-23'],
];

/** Days on which models came out, where models.dev has none or another. */
const released: Readonly<Record<string, string>> = {
  o1: '2024-12-17', 'o1-preview': '2024-09-12', 'o3-mini': '2025-01-31', 'o3-deep-research': '2025-06-26', 'o4-mini-deep-research': '2025-06-26', 'gpt-4.5-preview': '2025-02-27', 'chatgpt-4o-latest': '2024-08-14',
  'gpt-4': '2023-03-14', 'gpt-4-32k': '2023-03-14', 'gpt-4-turbo': '2023-11-06', 'gpt-3.5-turbo-16k': '2023-06-13', 'codex-mini': '2025-05-16',
};

/** Variants that the seed keeps under one name with another model, or does not have. Their prices are sheets of their own. */
const variants: readonly (Partial<OverlayModel> & { model: string; released: string })[] = [
  { model: 'gpt-5-chat-latest', baseModel: 'openai/gpt-5-chat', released: '2025-08-07', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5-codex', baseModel: 'openai/gpt-5-codex', released: '2025-09-15', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5.1-chat-latest', baseModel: 'openai/gpt-5.1-chat', released: '2025-11-13', context: 128_000, maxOutput: 16_384 },
  { model: 'gpt-5.1-codex', baseModel: 'openai/gpt-5.1-codex', released: '2025-11-13', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5.1-codex-max', baseModel: 'openai/gpt-5.1-codex-max', released: '2025-11-13', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5.2-chat-latest', baseModel: 'openai/gpt-5.2-chat', released: '2025-12-11', context: 128_000, maxOutput: 16_384 },
  { model: 'gpt-5.2-codex', baseModel: 'openai/gpt-5.2-codex', released: '2025-12-11', context: 400_000, maxOutput: 128_000 },
  { model: 'gpt-5.3-chat-latest', baseModel: 'openai/gpt-5.3', released: '2026-03-03', context: 128_000, maxOutput: 16_384 },
  { model: 'chat-latest', baseModel: 'openai/chat-latest', released: '2026-05-05', aliases: [{ name: 'gpt-chat-latest' }] },
  { model: 'gpt-5-search-api', baseModel: 'openai/gpt-5-search-api', kind: 'other', released: '2025-10-14' },
  { model: 'computer-use-preview', baseModel: 'openai/computer-use-preview', kind: 'other', released: '2025-03-11', context: 8192, maxOutput: 1024, meets: [] },
  { ...GPT_35, model: 'gpt-3.5-turbo-0125', baseModel: 'openai/gpt-3.5-turbo-0125', released: '2024-01-25', aliases: [{ name: 'gpt-35-turbo-0125' }] },
  { ...GPT_35, model: 'gpt-3.5-turbo-1106', baseModel: 'openai/gpt-3.5-turbo-1106', released: '2023-11-06', aliases: [{ name: 'gpt-35-turbo-1106' }] },
  { ...GPT_35, model: 'gpt-3.5-turbo-0613', baseModel: 'openai/gpt-3.5-turbo-0613', released: '2023-06-13', context: 4096, aliases: [{ name: 'gpt-35-turbo-0613' }] },
  { model: 'gpt-3.5-turbo-instruct', baseModel: 'openai/gpt-3.5-turbo-instruct', kind: 'other', released: '2023-09-18', context: 4096, meets: [], aliases: [{ name: 'gpt-35-turbo-instruct' }] },
  { model: 'davinci-002', baseModel: 'openai/davinci-002', kind: 'other', released: '2023-08-22', context: 16_384, meets: [] },
  { model: 'babbage-002', baseModel: 'openai/babbage-002', kind: 'other', released: '2023-08-22', context: 16_384, meets: [] },
];

/** Prices by the instant they hold from, newest last. */
const dated = (...rows: readonly (readonly [from: string, quote: Quote])[]): readonly QuoteRow[] => rows.map(([from, quote]) => ({ from, quote }));

const SEARCH_PREVIEW = { provider: 'openai', kind: 'other', context: 128_000, maxOutput: 16_384, isGenerallyAvailable: false, released: '2025-03-11', citation: pricingPage, tiers: { batch: [], flex: [], priority: [] } } as const;
const NO_TIERS = { batch: [], flex: [], priority: [] } as const;
const audio = (input: number, output: number, audioInput: number, audioOutput: number, read?: number): Quote => ({ input, output, audioInput, audioOutput, ...(read === undefined ? {} : { read }) });

const models: readonly OverlayModel[] = [
  {
    ...GPT_4O, ...pricesOf(sheets['gpt-4o-2024-05-13']!), model: 'gpt-4o-2024-05-13', title: 'GPT-4o (2024-05-13)', baseModel: 'openai/gpt-4o-2024-05-13', isGenerallyAvailable: false, citation: deprecations,
    released: '2024-05-13', retired: '2026-10-23', successor: 'gpt-5.6-sol', maxOutput: 4096, meets: ['tools', 'parallel_tools', 'json_object', 'vision', 'logprobs', 'multiple_choices'],
    lacks: ['audio', 'json_schema', 'long_output'], aliases: [{ name: 'gpt-4o', to: '2024-10-02' }],
  },
  ...(['2024-08-06', '2024-11-20'] as const).map((date): OverlayModel => ({
    ...GPT_4O, ...pricesOf(sheets['gpt-4o']!), model: `gpt-4o-${date}`, title: `GPT-4o (${date})`, baseModel: `openai/gpt-4o-${date}`, isGenerallyAvailable: true, citation: deprecations,
    released: date, retired: '2027-01-14', successor: 'gpt-6-luna', maxOutput: 16_384, ...(date === '2024-08-06' ? { aliases: [{ name: 'gpt-4o', from: '2024-10-02' }] } : {}),
  })),
  { ...GPT_4O, ...pricesOf(sheets['gpt-4o-mini']!), model: 'gpt-4o-mini', title: 'GPT-4o mini', baseModel: 'openai/gpt-4o-mini', isGenerallyAvailable: true, citation: deprecations, released: '2024-07-18', maxOutput: 16_384 },
  {
    ...SEARCH_PREVIEW, model: 'gpt-4o-search-preview', title: 'GPT-4o Search Preview', baseModel: 'openai/gpt-4o-search-preview',
    prices: dated(['2025-03-11', { input: 2.5, output: 10 }], ['2025-11-13', { input: 2.5, output: 10, webPerThousand: 25 }]),
  },
  {
    ...SEARCH_PREVIEW, model: 'gpt-4o-mini-search-preview', title: 'GPT-4o mini Search Preview', baseModel: 'openai/gpt-4o-mini-search-preview',
    prices: dated(['2025-03-11', { input: 0.15, output: 0.6 }], ['2025-11-13', { input: 0.15, output: 0.6, webPerThousand: 25 }]),
  },
  {
    provider: 'openai', model: 'o3', citation: launch, released: '2025-04-16',
    prices: dated(['2025-04-16', { input: 10, output: 40, read: 2.5, webPerThousand: 10 }], ['2025-06-10', { input: 2, output: 8, read: 0.5, webPerThousand: 10 }]),
    tiers: {
      batch: dated(['2025-04-16', { input: 5, output: 20, read: 5, webPerThousand: 10 }], ['2025-06-10', { input: 1, output: 4, read: 1, webPerThousand: 10 }]),
      flex: dated(['2025-04-17', { input: 5, output: 20, read: 1.25, webPerThousand: 10 }], ['2025-06-10', { input: 1, output: 4, read: 0.25, webPerThousand: 10 }]),
      priority: dated(['2025-06-10', { input: 3.5, output: 14, read: 0.875, webPerThousand: 10 }]),
    },
  },
  {
    provider: 'openai', model: 'o1-mini', citation: o1MiniCut, released: '2024-09-12', context: 128_000, maxOutput: 65_536,
    prices: dated(['2024-09-12', { input: 3, output: 12, read: 1.5 }], ['2025-01-31', { input: 1.1, output: 4.4, read: 0.55 }]),
    tiers: { ...NO_TIERS, batch: dated(['2025-01-31', { input: 0.55, output: 2.2, read: 0.55 }]) },
  },
  {
    ...GPT_35, model: 'gpt-3.5-turbo', title: 'GPT-3.5 Turbo', baseModel: 'openai/gpt-3.5-turbo-0125', citation: cuts2023, released: '2023-03-01', aliases: [{ name: 'gpt-35-turbo' }],
    prices: dated(['2023-03-01', { input: 2, output: 2 }], ['2023-06-13', { input: 1.5, output: 2 }], ['2023-12-11', { input: 1, output: 2 }], ['2024-02-16', { input: 0.5, output: 1.5 }]),
    tiers: { ...NO_TIERS, batch: dated(['2024-04-15', { input: 0.25, output: 0.75 }]) },
  },
  {
    ...GPT_35, model: 'gpt-3.5-turbo-0301', title: 'GPT-3.5 Turbo (0301)', baseModel: 'openai/gpt-3.5-turbo-0301', citation: cuts2023, released: '2023-03-01', context: 4096, aliases: [{ name: 'gpt-35-turbo-0301' }],
    prices: dated(['2023-03-01', { input: 2, output: 2 }], ['2023-06-13', { input: 1.5, output: 2 }]), tiers: { ...NO_TIERS, batch: dated(['2024-04-15', { input: 1.5, output: 2 }]) },
  },
  {
    provider: 'openai', model: 'gpt-4-0314', title: 'GPT-4 (0314)', baseModel: 'openai/gpt-4-0314', kind: 'chat', citation: pricingPage, released: '2023-03-14', context: 8192, maxOutput: 8192, lacks: ['vision', 'audio', 'json_schema'], ...pricesOf(sheets['gpt-4']!),
  },
  {
    provider: 'openai', model: 'gpt-4-0125-preview', title: 'GPT-4 Turbo (0125)', baseModel: 'openai/gpt-4-0125-preview', kind: 'chat', citation: pricingPage, released: '2024-01-25', context: 128_000, maxOutput: 4096,
    meets: ['tools', 'json_object'], lacks: ['vision', 'audio', 'json_schema'], aliases: [{ name: 'gpt-4-turbo-preview' }, { name: 'gpt-4-turbo-0125-preview' }], ...pricesOf(sheets['gpt-4-turbo']!),
  },
  { provider: 'openai', model: 'gpt-4-vision-preview', citation: pricingPage, released: '2023-11-06', ...pricesOf(sheets['gpt-4-turbo']!) },
  {
    provider: 'openai', model: 'text-embedding-ada-002', citation: cuts2023, released: '2022-12-15', prices: dated(['2022-12-15', { input: 0.4, output: 0 }], ['2023-06-13', { input: 0.1, output: 0 }]),
    tiers: { ...NO_TIERS, batch: dated(['2024-04-15', { input: 0.05, output: 0 }]) },
  },
  { provider: 'openai', model: 'gpt-4o-audio-preview', citation: audioLaunch, released: '2024-10-17', tiers: NO_TIERS, prices: dated(['2024-10-17', audio(2.5, 10, 100, 200)], ['2024-12-17', audio(2.5, 10, 40, 80)]) },
  { provider: 'openai', model: 'gpt-4o-audio-preview-2024-10-01', title: 'GPT-4o Audio (2024-10-01)', baseModel: 'openai/gpt-4o-audio-preview', kind: 'other', citation: audioLaunch, released: '2024-10-17', retired: '2025-10-10', tiers: NO_TIERS, prices: [{ quote: audio(2.5, 10, 100, 200) }] },
  { provider: 'openai', model: 'gpt-4o-mini-audio-preview', citation: pricingPage, released: '2024-12-17', tiers: NO_TIERS, prices: [{ quote: audio(0.15, 0.6, 10, 20) }] },
  { provider: 'openai', model: 'gpt-4o-realtime-preview', citation: audioLaunch, released: '2024-10-01', tiers: NO_TIERS, prices: dated(['2024-10-01', audio(5, 20, 100, 200)], ['2024-12-17', { ...audio(5, 20, 40, 80, 2.5), audioRead: 2.5 }]) },
  { provider: 'openai', model: 'gpt-4o-realtime-preview-2024-10-01', title: 'GPT-4o Realtime (2024-10-01)', baseModel: 'openai/gpt-4o-realtime-preview', kind: 'other', citation: audioLaunch, released: '2024-10-01', retired: '2025-10-10', tiers: NO_TIERS, prices: [{ quote: audio(5, 20, 100, 200) }] },
  ...['gpt-4o-mini-realtime-preview', 'gpt-audio', 'gpt-audio-mini', 'gpt-realtime', 'gpt-realtime-2', 'gpt-realtime-mini'].map((model): OverlayModel => ({ provider: 'openai', model, citation: pricingPage, tiers: NO_TIERS })),
  { provider: 'openai', model: 'gpt-audio-mini-2025-10-06', title: 'GPT Audio mini (2025-10-06)', baseModel: 'openai/gpt-audio-mini', kind: 'other', citation: pricingPage, released: '2025-10-06', retired: '2026-07-23', tiers: NO_TIERS, prices: [{ quote: audio(0.6, 2.4, 10, 20) }] },
  { provider: 'openai', model: 'gpt-realtime-mini-2025-10-06', title: 'GPT Realtime mini (2025-10-06)', baseModel: 'openai/gpt-realtime-mini', kind: 'other', citation: pricingPage, released: '2025-10-06', retired: '2026-07-23', tiers: NO_TIERS, prices: [{ quote: { ...audio(0.6, 2.4, 10, 20, 0.06), audioRead: 0.3, image: 0.8 } }] },
  // What it writes are image tokens; text in its answers (10) is not told apart in usage.
  { provider: 'openai', model: 'gpt-image-1.5', citation: pricingPage, tiers: NO_TIERS, prices: [{ quote: { input: 5, output: 32, read: 1.25, image: 8 } }] },
  { provider: 'openai', model: 'gpt-audio-1.5', title: 'GPT Audio 1.5', baseModel: 'openai/gpt-audio-1.5', kind: 'other', citation: pricingPage, released: '2026-02-23', context: 128_000, tiers: NO_TIERS, prices: [{ quote: audio(2.5, 10, 32, 64) }] },
  { provider: 'openai', model: 'gpt-realtime-1.5', title: 'GPT Realtime 1.5', baseModel: 'openai/gpt-realtime-1.5', kind: 'other', citation: pricingPage, released: '2026-02-23', context: 32_000, tiers: NO_TIERS, prices: [{ quote: { ...audio(4, 16, 32, 64, 0.4), audioRead: 0.4, image: 5 } }] },
  { provider: 'openai', model: 'gpt-realtime-2.1-mini', title: 'GPT Realtime 2.1 mini', baseModel: 'openai/gpt-realtime-2.1-mini', kind: 'other', citation: pricingPage, released: '2026-07-07', context: 128_000, tiers: NO_TIERS, prices: [{ quote: { ...audio(0.6, 2.4, 10, 20, 0.06), image: 0.8 } }] },
  { ...GPT_6, model: 'gpt-5.6-sol', released: '2026-07-09', citation: pricingPage, aliases: [{ name: 'gpt-daybreak-blue-latest' }] },
  { ...GPT_6, model: 'gpt-5.6-terra', released: '2026-07-09', citation: pricingPage },
  { ...GPT_6, model: 'gpt-5.6-luna', released: '2026-07-09', citation: pricingPage },
  {
    ...GPT_6, model: 'gpt-5.6-cyber', title: 'GPT-5.6 Cyber', baseModel: 'openai/gpt-5.6-cyber', kind: 'chat', isGenerallyAvailable: false, citation: pricingPage, aliases: [{ name: 'gpt-daybreak-red-latest' }], tiers: NO_TIERS,
    prices: [{ quote: { input: 12.5, output: 75, read: 1.25, write: 15.625 }, maxInputTokens: LONG_CONTEXT_TOKENS }],
  },
  { ...GPT_6, model: 'gpt-5.5-cyber', title: 'GPT-5.5 Cyber', baseModel: 'openai/gpt-5.5-cyber', kind: 'chat', isGenerallyAvailable: false, citation: pricingPage, tiers: NO_TIERS, prices: [{ quote: { input: 12.5, output: 75, read: 1.25 }, maxInputTokens: LONG_CONTEXT_TOKENS }] },
  { ...GPT_6, model: 'gpt-6-astra', released: '2026-09-03', citation: modelPage('gpt-6-astra', '2026-09-23') },
  { ...GPT_6, model: 'gpt-6-sol', released: '2026-09-22', citation: modelPage('gpt-6-sol', '2026-09-23') },
  { ...GPT_6, model: 'gpt-6-luna', released: '2026-09-22', citation: modelPage('gpt-6-luna', '2026-09-23') },
  {
    ...GPT_6, model: 'gpt-6.1-sol', title: 'GPT-6.1 Sol', baseModel: 'openai/gpt-6.1-sol', kind: 'chat', released: '2026-09-29', citation: { ...modelPage('gpt-6.1-sol', '2026-10-13'), source: 'OpenAI pricing, https://developers.openai.com/api/docs/pricing, and https://docs.laozhang.ai/en/announcements/gpt-6-1-sol-2026-10' },
    prices: [{ quote: GPT_61_SOL, steps: longContext(GPT_61_SOL) }],
  },
  { ...GPT_6, model: 'gpt-6.1-terra', title: 'GPT-6.1 Terra', baseModel: 'openai/gpt-6.1-terra', kind: 'chat', released: '2026-10-26', citation: modelPage('gpt-6.1-terra', '2026-11-18'), prices: [{ quote: GPT_61_TERRA, steps: longContext(GPT_61_TERRA) }] },
  {
    ...GPT_6, model: 'gpt-6.2-sol', title: 'GPT-6.2 Sol', baseModel: 'openai/gpt-6.2-sol', kind: 'chat', released: '2026-11-17', citation: modelPage('gpt-6.2-sol', '2026-11-18'), prices: [{ quote: GPT_61_SOL, steps: longContext(GPT_61_SOL) }],
    tiers: { flex: [], ultrafast: ([['2026-11-17', 3], ['2027-03-01', 6]] as const).map(([from, factor]) => ({ from, quote: times(GPT_61_SOL, factor), maxInputTokens: LONG_CONTEXT_TOKENS })) },
  },
  {
    ...GPT_6, model: 'gpt-6.2-astra', title: 'GPT-6.2 Astra', baseModel: 'openai/gpt-6.2-astra', kind: 'chat', released: '2026-11-17',
    citation: { source: 'https://github.com/BerriAI/litellm/discussions/52347 (8 / 40, cached input 60 % below GPT-6 Astra), https://docs.laozhang.ai/en/announcements/gpt-6-2-2026-11 (OpenAI Standard rates)', checked: '2026-11-18', confidence: 'medium' },
    prices: [{ quote: GPT_62_ASTRA, steps: longContext(GPT_62_ASTRA) }], tiers: { flex: [] },
  },
  ...variants.map(({ model, ...rest }): OverlayModel => ({
    provider: 'openai', model, title: model, kind: 'chat', isGenerallyAvailable: false, citation: pricingPage, meets: ['tools', 'json_schema', 'json_object', 'vision'], ...pricesOf(sheets[model]!), ...rest,
  })),
  ...Object.entries(fineTunedSheets).map(([base, sheet]): OverlayModel => ({
    provider: 'openai', model: `ft:${base}`, title: `Fine-tuned ${base}`, baseModel: `openai/ft:${base}`, kind: 'other', isGenerallyAvailable: false, citation: pricingPage, ...pricesOf(sheet),
  })),
  {
    provider: 'openai', model: 'ft:gpt-3.5-turbo', title: 'Fine-tuned gpt-3.5-turbo', baseModel: 'openai/ft:gpt-3.5-turbo', kind: 'other', isGenerallyAvailable: false, citation: cuts2023, released: '2023-08-22',
    aliases: [{ name: 'ft:gpt-3.5-turbo-0613' }, { name: 'ft:gpt-3.5-turbo-1106' }, { name: 'ft:gpt-3.5-turbo-0125' }],
    prices: dated(['2023-08-22', { input: 12, output: 16 }], ['2023-11-06', { input: 3, output: 6 }]), tiers: { ...NO_TIERS, batch: dated(['2024-04-15', { input: 1.5, output: 3 }]) },
  },
];

/** Everything known of a model in one patch: the sheet where it has no rows of its own, then the day it goes. */
function complete(): readonly OverlayModel[] {
  const known = new Map(models.map((model) => [model.model, model]));
  const retired = new Map(lifecycle.map(([model, day, successor]) => [model, { retired: day, ...(successor === undefined ? {} : { successor }) }]));
  const names = [...new Set([...known.keys(), ...Object.keys(sheets).filter((name) => name !== 'gpt-4o'), ...retired.keys()])];
  return names.map((model): OverlayModel => {
    const own = known.get(model);
    const sheet = sheets[model];
    const day = released[model];
    const prices = own?.prices === undefined && sheet !== undefined ? pricesOf(sheet) : {};
    return { provider: 'openai', model, citation: sheet === undefined ? deprecations : pricingPage, ...prices, ...(day === undefined ? {} : { released: day }), ...own, ...retired.get(model) };
  });
}

const guide = 'OpenAI prompt caching, https://developers.openai.com/api/docs/guides/prompt-caching';
const sixPage: Citation = { ...pricingPage, source: 'OpenAI pricing, https://developers.openai.com/api/docs/pricing: GPT-5.6 and later have every rate halved in Batch and Flex and doubled in Fast mode, long context included' };
const LATEST = /^gpt-(5\.6-(sol|terra|luna)|6)/;
const latest = (tier: TierRule['tier'], factor: number): TierRule => ({ tier, model: LATEST, factor, citation: sixPage });

const limitsPage: Citation = { source: 'OpenAI model pages, https://developers.openai.com/api/docs/models (rate limits, usage tiers 1 to 5)', checked: '2026-09-23', confidence: 'medium' };
const limit = (accountTier: string, requestsPerMinute: number, tokensPerMinute: number, batchQueueTokens: number): PoolRow['limits'][number] => ({ accountTier, requestsPerMinute, tokensPerMinute, batchQueueTokens });
const pools: readonly PoolRow[] = [
  {
    ...limitsPage, id: 'openai/small', title: 'GPT-5.6 Luna and other small models', model: /^gpt-(5\.6|6)-luna$/,
    limits: [limit('1', 500, 500_000, 5_000_000), limit('2', 5000, 2_000_000, 20_000_000), limit('3', 5000, 4_000_000, 40_000_000), limit('4', 10_000, 10_000_000, 1_000_000_000), limit('5', 30_000, 180_000_000, 15_000_000_000)],
  },
  {
    ...limitsPage, id: 'openai/flagship', title: 'Flagship models, requests up to 272K input tokens', model: /^gpt-(5\.5|5\.6-(sol|terra)|6-(sol|astra)|6\.[12]-(sol|terra|astra))$/,
    note: 'Requests above 272K input tokens draw on a pool of their own: 200 / 500 / 1,000 / 2,000 / 8,000 requests and 0.4 / 1 / 2 / 10 / 20 million tokens a minute in tiers 1 to 5. Pages of November 2026 name tiers instead of numbering them (GPT-6.2 Astra, Build: 5,000 requests and 1 million tokens a minute).',
    limits: [limit('1', 500, 500_000, 1_500_000), limit('2', 5000, 1_000_000, 3_000_000), limit('3', 5000, 2_000_000, 100_000_000), limit('4', 10_000, 4_000_000, 200_000_000), limit('5', 15_000, 40_000_000, 15_000_000_000)],
  },
  { ...limitsPage, id: 'openai/gpt-4o', title: 'GPT-4o', model: /^gpt-4o-2024/, source: 'https://community.openai.com/t/1028595 (historic table)', checked: '2024-11-22', confidence: 'low', limits: [limit('1', 500, 30_000, 90_000)] },
  { ...limitsPage, id: 'openai/gpt-4o-mini', title: 'GPT-4o mini', model: /^gpt-4o-mini$/, source: 'https://community.openai.com/t/1028595 (historic table)', checked: '2024-11-22', confidence: 'low', limits: [limit('1', 500, 200_000, 2_000_000)] },
];

export const openai: ProviderOverlay = {
  provider: 'openai', models: complete(),
  replaces: ['gpt-4o', 'gpt-4o-mini', 'gpt-oss-120b', 'gpt-oss-20b', 'gpt-oss-safeguard-20b', 'gpt-5.3', 'gpt-3.5-turbo', 'gpt-3.5-0301', 'gpt-4o-search-preview', 'computer-use', 'gpt-chat-latest', 'ft:gpt-3.5-turbo-', 'ft:gpt-4o', 'ft:gpt-4o-mini'],
  freeCacheWrites: /^(?!gpt-5\.6|gpt-6)/,
  tiers: [
    latest('batch', 0.5), latest('flex', 0.5), latest('priority', 2),
    { tier: 'ultrafast', model: /^gpt-6-astra$/, factor: 6, from: '2026-09-29', maxInputTokens: LONG_CONTEXT_TOKENS, citation: ultrafastPage },
    { tier: 'ultrafast', model: /^gpt-6\.1-sol$/, factor: 6, from: '2026-10-08', maxInputTokens: LONG_CONTEXT_TOKENS, citation: { source: 'https://docs.venice.ai/models/gpt-6-1-sol-ultrafast (12 / 60, since 2026-10-08)', checked: '2026-10-08', confidence: 'medium' } },
  ],
  regions: [{
    model: /^(gpt-5\.[456]|gpt-6|chat-latest)/, region: /^((us|eu|au|ca|jp|in|sg|kr|gb|uk|ae|ch|no)(\.api\.openai\.com)?)$/, factor: 1.1,
    citation: { ...pricingPage, source: 'OpenAI pricing, https://developers.openai.com/api/docs/pricing: regional processing + 10 % for models released on or after 2026-03-05' },
  }],
  caches: [
    { model: /^gpt-(5\.6|6)/, rule: { minimumTokens: 1024, lifetime: '30m', isAutomatic: true, chargesWrites: true }, source: guide },
    { model: /^(gpt-4o-(2024-08|2024-11|mini)|gpt-4\.1|gpt-5|o1|o3|o4)/, rule: { minimumTokens: 1024, lifetime: '5m', isAutomatic: true, chargesWrites: false }, source: guide },
  ],
  capabilities: [
    { base: /^openai\/(gpt-3\.5|gpt-4)/, meets: ['parallel_tools', 'json_object', 'logprobs', 'multiple_choices'], source: 'recalled: OpenAI chat completions reference' },
    { base: /^openai\/(gpt-5|gpt-6|o\d)/, meets: ['parallel_tools', 'json_object'], source: 'recalled: OpenAI chat completions reference' },
  ],
  pools,
};
