import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, Quote, QuoteRow, QuoteStep } from '../../records.js';
import { FLASH_STORAGE, GEMINI, GROUNDED, PRO_STORAGE, deprecations, inTier, page, row } from './google-shared.js';

const blog = 'https://developers.googleblog.com/en/updated-gemini-models-reduced-15-pro-pricing-increased-rate-limits-and-more/';
const cut: Citation = { source: `Gemini 1.5 Pro price cut of 2024-10-01 by 64 %, 52 % and 64 % (input, output, cached), ${blog}`, checked: '2026-09-23', confidence: 'high' };
const flashCut: Citation = { source: 'Gemini 1.5 Flash price cut of 2024-08-12, by https://github.com/pydantic/genai-prices and the older page copies of https://ai.google.dev/pricing', checked: '2026-09-23', confidence: 'medium' };
const listed = page('2025-06-30', 'copies of summer 2025');
const medium = (citation: Citation): Citation => ({ ...citation, confidence: 'medium' });
const LONG = 128_000;

/** Above 128K everything doubles; audio and images cost as text does. */
const oldQuote = (input: number, output: number, read: number, storageHour: number): Quote => ({ input, output, read, audioInput: input, storageHour, webPerThousand: GROUNDED });
const doubled = (quote: Quote): QuoteStep => ({ above: LONG, ...quote, input: quote.input * 2, output: quote.output * 2, read: (quote.read ?? 0) * 2, audioInput: quote.input * 2 });
const oldRow = (quote: Quote, citation: Citation, from?: string): QuoteRow => row(quote, citation, { steps: [doubled(quote)], ...(from === undefined ? {} : { from }) });
/** Half on Vertex; what cached tokens cost there was not read. */
const halfRow = (quote: Quote, citation: Citation): QuoteRow => row(inTier(quote, 0.5), medium(citation), { steps: [inTier(doubled(quote), 0.5)] });
const NO_LATE_TIERS = { flex: [], priority: [] } as const;

const PRO_15 = oldQuote(1.25, 5, 0.3125, PRO_STORAGE);
const FLASH_15 = oldQuote(0.075, 0.3, 0.01875, FLASH_STORAGE);
const FLASH_8B = oldQuote(0.0375, 0.15, 0.01, 0.25);
/** Images were charged apiece, video by the second. */
const PRO_10: Quote = { input: 0.5, output: 1.5 };
const proPage: Citation = { source: 'Gemini 1.0 Pro, 0.50 / 1.50 on https://ai.google.dev/pricing (recalled), the same as 0.000125 / 0.000375 per thousand characters on Vertex AI at four characters a token', checked: '2026-11-22', confidence: 'low' };
const OLD = { ...GEMINI, maxOutput: 8192, isGenerallyAvailable: false } as const;
const RETIRED_15 = { retired: '2025-09-24', citation: medium(deprecations) } as const;

export const gemini1Models: readonly OverlayModel[] = [
  {
    ...OLD, ...RETIRED_15, model: 'gemini-1.5-pro', context: 2_000_000, released: '2024-05-24', successor: 'gemini-2.5-pro', aliases: [{ name: 'gemini-pro-1.5' }],
    prices: [oldRow(oldQuote(3.5, 10.5, 0.875, PRO_STORAGE), medium(cut)), oldRow(PRO_15, cut, '2024-10-01')],
    tiers: { batch: [halfRow(oldQuote(3.5, 10.5, 0.875, PRO_STORAGE), cut), { ...halfRow(PRO_15, cut), from: '2024-10-01' }], ...NO_LATE_TIERS },
  },
  {
    ...OLD, ...RETIRED_15, model: 'gemini-1.5-flash', context: 1_000_000, released: '2024-05-24', successor: 'gemini-2.5-flash', aliases: [{ name: 'gemini-flash-1.5' }],
    prices: [oldRow(oldQuote(0.35, 1.05, 0.0875, FLASH_STORAGE), flashCut), oldRow(FLASH_15, flashCut, '2024-08-12')],
    tiers: { batch: [halfRow(oldQuote(0.35, 1.05, 0.0875, FLASH_STORAGE), flashCut), { ...halfRow(FLASH_15, flashCut), from: '2024-08-12' }], ...NO_LATE_TIERS },
  },
  {
    ...OLD, ...RETIRED_15, model: 'gemini-1.5-flash-8b', title: 'Gemini 1.5 Flash-8B', context: 1_000_000, released: '2024-10-03', successor: 'gemini-2.5-flash-lite', aliases: [{ name: 'gemini-flash-1.5-8b' }],
    prices: [oldRow(FLASH_8B, listed)], tiers: { batch: [halfRow(FLASH_8B, listed)], ...NO_LATE_TIERS },
  },
  {
    ...OLD, model: 'gemini-pro', title: 'Gemini 1.0 Pro', baseModel: 'google/gemini-1.0-pro', context: 32_760, maxOutput: 2048, released: '2023-12-13', retired: '2025-02-18', successor: 'gemini-2.0-flash', citation: medium(deprecations),
    meets: ['tools'], lacks: ['vision', 'audio', 'documents'], aliases: [{ name: 'gemini-1.0-pro' }, { name: 'gemini-1.0-pro-latest' }], prices: [row(PRO_10, proPage)], tiers: { batch: [], ...NO_LATE_TIERS },
  },
  {
    ...OLD, model: 'gemini-1.0-pro-vision-001', title: 'Gemini 1.0 Pro Vision', baseModel: 'google/gemini-1.0-pro-vision', context: 16_384, maxOutput: 2048, released: '2023-12-13', retired: '2025-02-18', successor: 'gemini-2.0-flash', citation: medium(deprecations),
    meets: ['vision'], lacks: ['tools', 'parallel_tools', 'audio'], aliases: [{ name: 'gemini-1.0-pro-vision' }, { name: 'gemini-pro-vision' }], prices: [row(PRO_10, proPage)], tiers: { batch: [], ...NO_LATE_TIERS },
  },
];
