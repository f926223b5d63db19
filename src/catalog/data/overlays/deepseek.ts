import type { Citation } from '../../../model/catalog.js';
import type { HourWindow, OverlayModel, ProviderOverlay, Quote, QuoteRow } from '../../records.js';

const page: Citation = { source: 'DeepSeek models and pricing, https://api-docs.deepseek.com/quick_start/pricing', checked: '2026-11-15', confidence: 'high' };
const medium: Citation = { ...page, confidence: 'medium' };
/** Launch prices of V4 and the cuts of the first weeks, in a dated table. */
const launch: Citation = { source: 'https://github.com/anomalyco/opencode/issues/29008 (table of DeepSeek V4 prices, April and May 2026)', checked: '2026-11-22', confidence: 'medium' };
/** Read years ago, not again. */
const recalled: Citation = { source: 'recalled: DeepSeek news of 2024 and 2025, https://api-docs.deepseek.com/news', checked: '2026-11-22', confidence: 'medium' };
const ending: Citation = { source: 'DeepSeek notice that both names end on 2026-07-24 at 15:59 UTC, by https://dev.to/ahab_indieseek/deepseek-v4-api-migration-before-july-24-42b4', checked: '2026-11-22', confidence: 'high' };
/** The pricing page and its notice of 2026-08-23, as quoted on that day. */
const weekends: Citation = { source: 'DeepSeek models and pricing, https://api-docs.deepseek.com/quick_start/pricing; weekends off-peak from 2026-08-23 00:00 Beijing time: https://github.com/jeffstric/ZJT/issues/685 and https://github.com/xyzs996/llm-api-pricing/discussions/44', checked: '2026-11-22', confidence: 'high' };
const WORKDAYS = [1, 2, 3, 4, 5];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
/** Public holidays in China on workdays since peak prices began: off-peak all day. Recalled from the State Council's notice for 2026; later years are not in. Peak hours fall on the same UTC date. */
const CHINESE_HOLIDAYS = ['2026-09-25', '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07', '2027-01-01'];
/** 09:00 to 12:00 and 14:00 to 18:00 in Beijing. */
const PEAKS: readonly HourWindow[] = [
  { startMinute: 60, endMinute: 240, weekdays: WORKDAYS, exceptDates: CHINESE_HOLIDAYS },
  { startMinute: 360, endMinute: 600, weekdays: WORKDAYS, exceptDates: CHINESE_HOLIDAYS },
];
/** The same hours in the first week, in which weekends had them too. */
const FIRST_PEAKS: readonly HourWindow[] = PEAKS.map(({ startMinute, endMinute }) => ({ startMinute, endMinute, weekdays: EVERY_DAY }));
/** 16:30 to 00:30 UTC, the discount of 2025. */
const NIGHTS: readonly HourWindow[] = [
  { startMinute: 990, endMinute: 1440, weekdays: EVERY_DAY },
  { startMinute: 0, endMinute: 30, weekdays: EVERY_DAY },
];
/** Searches that a model runs are charged from then on; before, they were free in three coding tools only, so nothing is held for other callers. */
const SEARCH_START = '2026-10-31T16:00Z';
const search: Citation = { source: 'DeepSeek models and pricing, https://api-docs.deepseek.com/quick_start/pricing; 0.75 USD per thousand searches: https://apidog.com/de/blog/deepseek-search-api-free/ (2026-10-28)', checked: '2026-11-22', confidence: 'high' };
const withSearch = (quote: Quote): Quote => ({ ...quote, webPerThousand: 0.75 });
/** The price of the other hours, and beside it the one that holds inside the windows. */
const withHours = (row: { from: string; quote: Quote; citation: Citation; windows: readonly HourWindow[]; inWindow: Quote }): readonly QuoteRow[] => {
  const { from, quote, citation, windows, inWindow } = row;
  return [{ from, quote, citation }, ...windows.map((window) => ({ from, quote: inWindow, window, citation }))];
};
const twice = (quote: Quote): Quote => ({ input: quote.input * 2, output: quote.output * 2, read: Number(((quote.read ?? 0) * 2).toPrecision(8)) });

const V3: Quote = { input: 0.27, output: 1.1, read: 0.07 };
const R1: Quote = { input: 0.55, output: 2.19, read: 0.14 };
const OLD_NIGHT: Quote = { input: 0.135, output: 0.55, read: 0.035 };
const V31: Quote = { input: 0.56, output: 1.68, read: 0.07 };
const V32: Quote = { input: 0.28, output: 0.42, read: 0.028 };
const V4_FLASH_LAUNCH: Quote = { input: 0.14, output: 0.28, read: 0.028 };
const V4_FLASH: Quote = { input: 0.14, output: 0.28, read: 0.0028 };
const V4_FLASH_LATER: Quote = { input: 0.22, output: 0.66, read: 0.007 };
const V41_FLASH: Quote = { input: 0.15, output: 0.6, read: 0.003 };
const V4_PRO_LAUNCH: Quote = { input: 1.74, output: 3.48, read: 0.145 };
const V4_PRO: Quote = { input: 0.435, output: 0.87, read: 0.003625 };
const V4_PRO_LATER: Quote = { input: 0.66, output: 1.98, read: 0.022 };
const V4_FIRST_CUT = '2026-04-26';
const V4_CHANGE = '2026-08-16T16:00Z';
/** From 2026-08-23 on, Beijing time, weekends are off-peak all day. */
const WEEKENDS_CHEAP = '2026-08-22T16:00Z';
const V41_CHANGE = '2026-09-10T04:00Z';
const ALIASES_END = '2026-07-24T15:59Z';

/** Prices that both old names shared after V3 and R1, each time that they were pointed to a new model. */
const sharedAliasPrices: readonly QuoteRow[] = [
  { from: '2025-09-05T16:00Z', quote: V31, citation: recalled },
  { from: '2025-09-29', quote: V32, citation: recalled },
  { from: '2026-04-24', quote: V4_FLASH_LAUNCH, citation: launch },
  { from: V4_FIRST_CUT, quote: V4_FLASH, citation: page },
];
const DEEPSEEK = { provider: 'deepseek', kind: 'chat', meets: ['tools', 'json_object', 'logprobs'], lacks: ['vision', 'audio'] } as const;
const models: readonly OverlayModel[] = [
  {
    ...DEEPSEEK, model: 'deepseek-chat', title: 'DeepSeek chat (the model behind it changed)', baseModel: 'deepseek/deepseek-v3.2', isGenerallyAvailable: false, released: '2024-05-06', retired: ALIASES_END,
    successor: 'deepseek-flash', context: 128_000, maxOutput: 8192, citation: ending, aliases: [{ name: 'deepseek-coder', from: '2024-09-05' }],
    prices: [
      { from: '2024-05-06', quote: { input: 0.14, output: 0.28 }, citation: recalled },
      { from: '2024-08-02', quote: { input: 0.14, output: 0.28, read: 0.014 }, citation: recalled },
      { from: '2025-02-08T16:00Z', quote: V3, citation: medium },
      ...withHours({ from: '2025-02-26', quote: V3, windows: NIGHTS, inWindow: OLD_NIGHT, citation: medium }),
      ...sharedAliasPrices,
    ],
  },
  {
    ...DEEPSEEK, model: 'deepseek-reasoner', title: 'DeepSeek reasoner (the model behind it changed)', baseModel: 'deepseek/deepseek-v3.2', isGenerallyAvailable: false, released: '2025-01-20', retired: ALIASES_END,
    successor: 'deepseek-flash', context: 128_000, maxOutput: 65_536, citation: ending,
    prices: [
      { from: '2025-01-20', quote: R1, citation: medium },
      ...withHours({ from: '2025-02-26', quote: R1, windows: NIGHTS, inWindow: OLD_NIGHT, citation: medium }),
      ...sharedAliasPrices,
    ],
  },
  // Names of the weights, as gateways write them: the API itself only knew the two names above.
  { ...DEEPSEEK, model: 'deepseek-v3.1-terminus', isGenerallyAvailable: false, released: '2025-09-22', citation: recalled, prices: [{ quote: V31, citation: recalled }] },
  { ...DEEPSEEK, model: 'deepseek-v3.2-exp', isGenerallyAvailable: false, released: '2025-09-29', citation: medium, prices: [{ quote: V32, citation: medium }] },
  { ...DEEPSEEK, model: 'deepseek-v3.2', isGenerallyAvailable: false, released: '2025-12-01', citation: medium, prices: [{ quote: V32, citation: medium }] },
  {
    ...DEEPSEEK, model: 'deepseek-v4-flash', baseModel: 'deepseek/deepseek-v4-flash', isGenerallyAvailable: false, released: '2026-04-24', retired: V41_CHANGE, successor: 'deepseek-flash', citation: page,
    prices: [
      { from: '2026-04-24', quote: V4_FLASH_LAUNCH, citation: launch }, { from: V4_FIRST_CUT, quote: V4_FLASH, citation: page },
      ...withHours({ from: V4_CHANGE, quote: V4_FLASH_LATER, windows: FIRST_PEAKS, inWindow: twice(V4_FLASH_LATER), citation: weekends }),
      ...withHours({ from: WEEKENDS_CHEAP, quote: V4_FLASH_LATER, windows: PEAKS, inWindow: twice(V4_FLASH_LATER), citation: weekends }),
    ],
  },
  {
    ...DEEPSEEK, model: 'deepseek-flash', title: 'DeepSeek V4.1 Flash', baseModel: 'deepseek/deepseek-v4.1-flash', isGenerallyAvailable: true, released: V41_CHANGE, context: 1_000_000, maxOutput: 384_000, openWeights: true,
    meets: ['tools', 'json_object', 'vision', 'long_output'], lacks: ['audio'], citation: page,
    aliases: [{ name: 'deepseek-v4-flash', from: V41_CHANGE }, { name: 'deepseek-v4-flash-vision-exp', from: V41_CHANGE }, { name: 'deepseek-v4.1-flash' }, { name: 'deepseek-v4.1-flash-1017' }],
    prices: [
      ...withHours({ from: V41_CHANGE, quote: V41_FLASH, windows: PEAKS, inWindow: twice(V41_FLASH), citation: page }),
      ...withHours({ from: SEARCH_START, quote: withSearch(V41_FLASH), windows: PEAKS, inWindow: withSearch(twice(V41_FLASH)), citation: search }),
    ],
  },
  {
    ...DEEPSEEK, model: 'deepseek-v4-pro', isGenerallyAvailable: true, released: '2026-04-24', context: 1_000_000, maxOutput: 384_000, meets: ['tools', 'json_object', 'long_output'], citation: page,
    aliases: [{ name: 'deepseek-v4-pro-0813', from: '2026-08-12' }],
    prices: [
      { from: '2026-04-24', quote: V4_PRO_LAUNCH, citation: launch }, { from: V4_FIRST_CUT, quote: V4_PRO, citation: page },
      ...withHours({ from: V4_CHANGE, quote: V4_PRO_LATER, windows: FIRST_PEAKS, inWindow: twice(V4_PRO_LATER), citation: weekends }),
      ...withHours({ from: WEEKENDS_CHEAP, quote: V4_PRO_LATER, windows: PEAKS, inWindow: twice(V4_PRO_LATER), citation: weekends }),
      ...withHours({ from: SEARCH_START, quote: withSearch(V4_PRO_LATER), windows: PEAKS, inWindow: withSearch(twice(V4_PRO_LATER)), citation: search }),
    ],
  },
];

export const deepseek: ProviderOverlay = {
  provider: 'deepseek', models, freeCacheWrites: /./,
  caches: [{ model: /^deepseek/, rule: { minimumTokens: 64, lifetime: '24h', isAutomatic: true, chargesWrites: false }, source: 'DeepSeek context caching, https://api-docs.deepseek.com/guides/kv_cache: kept for hours to days' }],
  pools: [
    { ...page, id: 'deepseek-flash', title: 'DeepSeek V4.1 Flash', model: /^deepseek-(v4-)?flash$/, limits: [{ accountTier: 'All', concurrentRequests: 2500 }], note: 'No limit of requests or tokens a minute.' },
    { ...page, id: 'deepseek-v4-pro', title: 'DeepSeek V4 Pro', model: /^deepseek-v4-pro$/, limits: [{ accountTier: 'All', concurrentRequests: 500 }], note: 'No limit of requests or tokens a minute.' },
  ],
};
