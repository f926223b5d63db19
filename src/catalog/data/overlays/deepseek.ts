import type { Citation } from '../../../model/catalog.js';
import type { HourWindow, OverlayModel, ProviderOverlay, Quote, QuoteRow } from '../../records.js';

const deepseekPage: Citation = { source: 'DeepSeek models and pricing, https://api-docs.deepseek.com/quick_start/pricing', checked: '2026-11-15', confidence: 'high' };
const recalled: Citation = { ...deepseekPage, confidence: 'medium' };
const WORKDAYS = [1, 2, 3, 4, 5];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
/** Public holidays in China on workdays since peak prices began: off-peak all day. Recalled from the State Council's notice for 2026; later years are not in. Peak hours fall on the same UTC date. */
const CHINESE_HOLIDAYS = ['2026-09-25', '2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07', '2027-01-01'];
/** 09:00 to 12:00 and 14:00 to 18:00 in Beijing. */
const PEAKS: readonly HourWindow[] = [
  { startMinute: 60, endMinute: 240, weekdays: WORKDAYS, exceptDates: CHINESE_HOLIDAYS },
  { startMinute: 360, endMinute: 600, weekdays: WORKDAYS, exceptDates: CHINESE_HOLIDAYS },
];
/** 16:30 to 00:30 UTC, the discount of 2025. */
const NIGHTS: readonly HourWindow[] = [
  { startMinute: 990, endMinute: 1440, weekdays: EVERY_DAY },
  { startMinute: 0, endMinute: 30, weekdays: EVERY_DAY },
];
/** The price of the other hours, and beside it the one that holds inside the windows. */
const withHours = (row: { from: string; quote: Quote; citation: Citation; windows: readonly HourWindow[]; inWindow: Quote }): readonly QuoteRow[] => {
  const { from, quote, citation, windows, inWindow } = row;
  return [{ from, quote, citation }, ...windows.map((window) => ({ from, quote: inWindow, window, citation }))];
};
const twice = (quote: Quote): Quote => ({ input: quote.input * 2, output: quote.output * 2, read: Number(((quote.read ?? 0) * 2).toPrecision(8)) });

const OLD_NIGHT: Quote = { input: 0.135, output: 0.55, read: 0.035 };
const V31: Quote = { input: 0.56, output: 1.68, read: 0.07 };
const V32: Quote = { input: 0.28, output: 0.42, read: 0.028 };
const V4_FLASH: Quote = { input: 0.14, output: 0.28, read: 0.0028 };
const V4_FLASH_LATER: Quote = { input: 0.22, output: 0.66, read: 0.007 };
const V41_FLASH: Quote = { input: 0.15, output: 0.6, read: 0.003 };
const V4_PRO: Quote = { input: 0.435, output: 0.87, read: 0.003625 };
const V4_PRO_LATER: Quote = { input: 0.66, output: 1.98, read: 0.022 };
const V4_CHANGE = '2026-08-16T16:00Z';
const V41_CHANGE = '2026-09-10T04:00Z';

/** Prices that both old names shared after V3 and R1, each time that they were pointed to a new model. */
const sharedAliasPrices: readonly QuoteRow[] = [
  { from: '2025-09-05', quote: V31, citation: recalled },
  { from: '2025-09-29', quote: V32, citation: recalled },
  { from: '2026-04-24', quote: V4_FLASH, citation: deepseekPage },
];
const DEEPSEEK = { provider: 'deepseek', kind: 'chat', meets: ['tools', 'json_object', 'logprobs'], lacks: ['vision', 'audio'] } as const;
const models: readonly OverlayModel[] = [
  {
    ...DEEPSEEK, model: 'deepseek-chat', title: 'DeepSeek chat (the model behind it changed)', baseModel: 'deepseek/deepseek-v3.2', isGenerallyAvailable: false, released: '2025-02-08', retired: '2026-07-24',
    successor: 'deepseek-flash', context: 128_000, maxOutput: 8192, citation: { source: 'DeepSeek notice that both names end on 2026-07-24, by github.com/arikusi/deepseek-mcp-server v2.0.0', checked: '2026-11-22', confidence: 'medium' },
    prices: [
      { from: '2025-02-08', quote: { input: 0.27, output: 1.1, read: 0.07 }, citation: recalled },
      ...withHours({ from: '2025-02-26', quote: { input: 0.27, output: 1.1, read: 0.07 }, windows: NIGHTS, inWindow: OLD_NIGHT, citation: recalled }),
      ...sharedAliasPrices,
    ],
  },
  {
    ...DEEPSEEK, model: 'deepseek-reasoner', title: 'DeepSeek reasoner (the model behind it changed)', baseModel: 'deepseek/deepseek-v3.2', isGenerallyAvailable: false, released: '2025-02-08', retired: '2026-07-24',
    successor: 'deepseek-flash', context: 128_000, maxOutput: 65_536, citation: { source: 'DeepSeek notice that both names end on 2026-07-24, by github.com/arikusi/deepseek-mcp-server v2.0.0', checked: '2026-11-22', confidence: 'medium' },
    prices: [
      { from: '2025-02-08', quote: { input: 0.55, output: 2.19, read: 0.14 }, citation: recalled },
      ...withHours({ from: '2025-02-26', quote: { input: 0.55, output: 2.19, read: 0.14 }, windows: NIGHTS, inWindow: OLD_NIGHT, citation: recalled }),
      ...sharedAliasPrices,
    ],
  },
  {
    ...DEEPSEEK, model: 'deepseek-v4-flash', baseModel: 'deepseek/deepseek-v4-flash', isGenerallyAvailable: false, released: '2026-04-24', retired: V41_CHANGE, successor: 'deepseek-flash', citation: deepseekPage,
    prices: [{ from: '2026-04-24', quote: V4_FLASH, citation: deepseekPage }, ...withHours({ from: V4_CHANGE, quote: V4_FLASH_LATER, windows: PEAKS, inWindow: twice(V4_FLASH_LATER), citation: deepseekPage })],
  },
  {
    ...DEEPSEEK, model: 'deepseek-flash', title: 'DeepSeek V4.1 Flash', baseModel: 'deepseek/deepseek-v4.1-flash', isGenerallyAvailable: true, released: '2026-09-10', context: 1_000_000, maxOutput: 384_000, openWeights: true,
    meets: ['tools', 'json_object', 'vision', 'long_output'], lacks: ['audio'], citation: deepseekPage, aliases: [{ name: 'deepseek-v4-flash', from: V41_CHANGE }, { name: 'deepseek-v4-flash-vision-exp', from: V41_CHANGE }],
    prices: withHours({ from: V41_CHANGE, quote: V41_FLASH, windows: PEAKS, inWindow: twice(V41_FLASH), citation: deepseekPage }),
  },
  {
    ...DEEPSEEK, model: 'deepseek-v4-pro', isGenerallyAvailable: true, released: '2026-04-24', context: 1_000_000, maxOutput: 384_000, meets: ['tools', 'json_object', 'long_output'], citation: deepseekPage,
    prices: [{ from: '2026-04-24', quote: V4_PRO, citation: deepseekPage }, ...withHours({ from: V4_CHANGE, quote: V4_PRO_LATER, windows: PEAKS, inWindow: twice(V4_PRO_LATER), citation: deepseekPage })],
  },
];

export const deepseek: ProviderOverlay = {
  provider: 'deepseek', models, freeCacheWrites: /./,
  caches: [{ model: /^deepseek/, rule: { minimumTokens: 64, lifetime: '24h', isAutomatic: true, chargesWrites: false }, source: 'DeepSeek context caching, https://api-docs.deepseek.com/guides/kv_cache: kept for hours to days' }],
};
