import type { Citation } from '../../model/catalog.js';
import type { OverlayModel, Quote, QuoteRow, QuoteStep } from '../records.js';

/** USD per million tokens as the page's rows have them: input, cached input (undefined = a dash), output. */
export type Price = readonly [input: number, read: number | undefined, output: number];

/** One model on OpenAI's pricing page; a tier that the page does not list for it is not sold. */
export interface Sheet {
  standard: Price;
  batch?: Price;
  flex?: Price;
  priority?: Price;
  /** USD per thousand searches, where the model can search. */
  web?: number;
  /** Which tiers have the long-context rates of the page; the others end at 272K input tokens. */
  long?: readonly ('standard' | 'batch' | 'flex')[];
}

/** Requests with more input than this are long, as a whole (OpenAI pricing: "> 272K input tokens"). */
export const LONG_CONTEXT_TOKENS = 272_000;

export const pricingPage: Citation = {
  source: 'OpenAI pricing, https://developers.openai.com/api/docs/pricing (copies of November 2025, March and September 2026 compared; genai-prices 0.1.8 and LiteLLM agree)', checked: '2026-09-13', confidence: 'high',
};

/** Input and cache at twice the rate, output at one and a half (OpenAI pricing, GPT-5.4 and later). */
export const longContext = (quote: Quote): readonly QuoteStep[] => [{
  above: LONG_CONTEXT_TOKENS, ...quote, input: quote.input * 2, output: quote.output * 1.5,
  ...(quote.read === undefined ? {} : { read: quote.read * 2 }),
  ...(quote.write === undefined ? {} : { write: quote.write * 2 }),
  ...(quote.writeLong === undefined ? {} : { writeLong: quote.writeLong * 2 }),
}];

export const quoteOf = ([input, read, output]: Price, web?: number): Quote => ({
  input, output, ...(read === undefined ? {} : { read }), ...(web === undefined ? {} : { webPerThousand: web }),
});

/** The whole page row, half of it: where the page rounds the short cached rate (0.125 to 0.13), the long one is exact. */
const halfOf = (price: Price): Price => [price[0] / 2, price[1] === undefined ? undefined : price[1] / 2, price[2] / 2];

/**
 * Before GPT-5 the Batch API knows no cache discount: the page has a dash, and the caching guide says that the discount is not available there, so
 * cached input costs what batch input costs. Where the standard row has a dash too, nothing is cached.
 */
const batchOf = ({ standard, batch }: Sheet): Price | undefined => (batch === undefined ? undefined : [batch[0], batch[1] ?? (standard[1] === undefined ? undefined : batch[0]), batch[2]]);

function rowsOf(price: Price | undefined, sheet: Sheet, tier: 'standard' | 'batch' | 'flex' | 'priority'): QuoteRow[] {
  if (price === undefined) return [];
  const row = { quote: quoteOf(price, sheet.web), citation: pricingPage };
  if (sheet.long === undefined) return [row];
  const isLong = sheet.long.some((one) => one === tier);
  if (!isLong) return [{ ...row, maxInputTokens: LONG_CONTEXT_TOKENS }];
  return [{ ...row, steps: longContext(quoteOf(tier === 'standard' ? sheet.standard : halfOf(sheet.standard), sheet.web)) }];
}

/** Prices of a sheet in every tier. Fast mode is the name of priority processing since 2026-07-30. */
export const pricesOf = (sheet: Sheet): Pick<OverlayModel, 'prices' | 'tiers'> & { prices: readonly QuoteRow[] } => ({
  prices: rowsOf(sheet.standard, sheet, 'standard'),
  tiers: {
    batch: rowsOf(batchOf(sheet), sheet, 'batch'), flex: rowsOf(sheet.flex, sheet, 'flex'), priority: rowsOf(sheet.priority, sheet, 'priority'),
  },
});

const NO_READ = undefined;

/** Models whose prices never changed while OpenAI sold them; those whose did stand in the overlay, row by row. */
export const sheets: Readonly<Record<string, Sheet>> = {
  'gpt-5.5': { standard: [5, 0.5, 30], batch: [2.5, 0.25, 15], flex: [2.5, 0.25, 15], priority: [12.5, 1.25, 75], web: 10, long: ['standard', 'batch', 'flex'] },
  'gpt-5.5-pro': { standard: [30, NO_READ, 180], batch: [15, NO_READ, 90], flex: [15, NO_READ, 90], web: 10, long: ['standard'] },
  'gpt-5.4': { standard: [2.5, 0.25, 15], batch: [1.25, 0.13, 7.5], flex: [1.25, 0.13, 7.5], priority: [5, 0.5, 30], web: 10, long: ['standard', 'batch', 'flex'] },
  'gpt-5.4-mini': { standard: [0.75, 0.075, 4.5], batch: [0.375, 0.0375, 2.25], flex: [0.375, 0.0375, 2.25], priority: [1.5, 0.15, 9], web: 10 },
  'gpt-5.4-nano': { standard: [0.2, 0.02, 1.25], batch: [0.1, 0.01, 0.625], flex: [0.1, 0.01, 0.625], web: 10 },
  'gpt-5.4-pro': { standard: [30, NO_READ, 180], batch: [15, NO_READ, 90], flex: [15, NO_READ, 90], web: 10, long: ['standard', 'batch', 'flex'] },
  'gpt-5.2': { standard: [1.75, 0.175, 14], batch: [0.875, 0.0875, 7], flex: [0.875, 0.0875, 7], priority: [3.5, 0.35, 28], web: 10 },
  'gpt-5.2-pro': { standard: [21, NO_READ, 168], batch: [10.5, NO_READ, 84], web: 10 },
  'gpt-5.1': { standard: [1.25, 0.125, 10], batch: [0.625, 0.0625, 5], flex: [0.625, 0.0625, 5], priority: [2.5, 0.25, 20], web: 10 },
  'gpt-5': { standard: [1.25, 0.125, 10], batch: [0.625, 0.0625, 5], flex: [0.625, 0.0625, 5], priority: [2.5, 0.25, 20], web: 10 },
  'gpt-5-mini': { standard: [0.25, 0.025, 2], batch: [0.125, 0.0125, 1], flex: [0.125, 0.0125, 1], priority: [0.45, 0.045, 3.6], web: 10 },
  'gpt-5-nano': { standard: [0.05, 0.005, 0.4], batch: [0.025, 0.0025, 0.2], flex: [0.025, 0.0025, 0.2], web: 10 },
  'gpt-5-pro': { standard: [15, NO_READ, 120], batch: [7.5, NO_READ, 60], web: 10 },
  'gpt-5.3-codex': { standard: [1.75, 0.175, 14], priority: [3.5, 0.35, 28], web: 10 },
  'gpt-5.2-codex': { standard: [1.75, 0.175, 14], priority: [3.5, 0.35, 28], web: 10 },
  'gpt-5.1-codex-max': { standard: [1.25, 0.125, 10], priority: [2.5, 0.25, 20], web: 10 },
  'gpt-5.1-codex': { standard: [1.25, 0.125, 10], priority: [2.5, 0.25, 20], web: 10 },
  'gpt-5-codex': { standard: [1.25, 0.125, 10], priority: [2.5, 0.25, 20], web: 10 },
  'gpt-5.1-codex-mini': { standard: [0.25, 0.025, 2] },
  'codex-mini': { standard: [1.5, 0.375, 6] },
  'gpt-5-chat-latest': { standard: [1.25, 0.125, 10], web: 10 },
  'gpt-5.1-chat-latest': { standard: [1.25, 0.125, 10], web: 10 },
  'gpt-5.2-chat-latest': { standard: [1.75, 0.175, 14], web: 10 },
  'gpt-5.3-chat-latest': { standard: [1.75, 0.175, 14], web: 10 },
  'chat-latest': { standard: [5, 0.5, 30], web: 10 },
  'gpt-5-search-api': { standard: [1.25, 0.125, 10], web: 10 },
  'gpt-4.1': { standard: [2, 0.5, 8], batch: [1, NO_READ, 4], priority: [3.5, 0.875, 14], web: 10 },
  'gpt-4.1-mini': { standard: [0.4, 0.1, 1.6], batch: [0.2, NO_READ, 0.8], priority: [0.7, 0.175, 2.8], web: 10 },
  'gpt-4.1-nano': { standard: [0.1, 0.025, 0.4], batch: [0.05, NO_READ, 0.2], priority: [0.2, 0.05, 0.8] },
  'gpt-4o': { standard: [2.5, 1.25, 10], batch: [1.25, NO_READ, 5], priority: [4.25, 2.125, 17], web: 10 },
  'gpt-4o-2024-05-13': { standard: [5, NO_READ, 15], batch: [2.5, NO_READ, 7.5], priority: [8.75, NO_READ, 26.25], web: 10 },
  'gpt-4o-mini': { standard: [0.15, 0.075, 0.6], batch: [0.075, NO_READ, 0.3], priority: [0.25, 0.125, 1], web: 10 },
  o1: { standard: [15, 7.5, 60], batch: [7.5, NO_READ, 30] },
  'o1-pro': { standard: [150, NO_READ, 600], batch: [75, NO_READ, 300] },
  'o1-preview': { standard: [15, 7.5, 60] },
  'o3-pro': { standard: [20, NO_READ, 80], batch: [10, NO_READ, 40], web: 10 },
  'o3-mini': { standard: [1.1, 0.55, 4.4], batch: [0.55, NO_READ, 2.2] },
  'o4-mini': { standard: [1.1, 0.275, 4.4], batch: [0.55, NO_READ, 2.2], flex: [0.55, 0.138, 2.2], priority: [2, 0.5, 8], web: 10 },
  'o3-deep-research': { standard: [10, 2.5, 40], batch: [5, NO_READ, 20], web: 10 },
  'o4-mini-deep-research': { standard: [2, 0.5, 8], batch: [1, NO_READ, 4], web: 10 },
  'computer-use-preview': { standard: [3, NO_READ, 12], batch: [1.5, NO_READ, 6] },
  'chatgpt-4o-latest': { standard: [5, NO_READ, 15] },
  'gpt-4.5-preview': { standard: [75, 37.5, 150], batch: [37.5, NO_READ, 75] },
  'gpt-4-turbo': { standard: [10, NO_READ, 30], batch: [5, NO_READ, 15] },
  'gpt-4': { standard: [30, NO_READ, 60], batch: [15, NO_READ, 30] },
  'gpt-4-32k': { standard: [60, NO_READ, 120], batch: [30, NO_READ, 60] },
  'gpt-3.5-turbo-0125': { standard: [0.5, NO_READ, 1.5], batch: [0.25, NO_READ, 0.75] },
  'gpt-3.5-turbo-1106': { standard: [1, NO_READ, 2], batch: [1, NO_READ, 2] },
  'gpt-3.5-turbo-0613': { standard: [1.5, NO_READ, 2], batch: [1.5, NO_READ, 2] },
  'gpt-3.5-turbo-16k': { standard: [3, NO_READ, 4], batch: [1.5, NO_READ, 2] },
  'gpt-3.5-turbo-instruct': { standard: [1.5, NO_READ, 2] },
  'davinci-002': { standard: [2, NO_READ, 2], batch: [1, NO_READ, 1] },
  'babbage-002': { standard: [0.4, NO_READ, 0.4], batch: [0.2, NO_READ, 0.2] },
  'text-embedding-3-small': { standard: [0.02, NO_READ, 0], batch: [0.01, NO_READ, 0] },
  'text-embedding-3-large': { standard: [0.13, NO_READ, 0], batch: [0.065, NO_READ, 0] },
};

/** Fine-tuned models by the base that their id names. Batch as the page has it: cached input is listed there, and output of GPT-4o is not half. */
export const fineTunedSheets: Readonly<Record<string, Sheet>> = {
  'gpt-4.1': { standard: [3, 0.75, 12], batch: [1.5, 0.5, 6] },
  'gpt-4.1-mini': { standard: [0.8, 0.2, 3.2], batch: [0.4, 0.1, 1.6] },
  'gpt-4.1-nano': { standard: [0.2, 0.05, 0.8], batch: [0.1, 0.025, 0.4] },
  'gpt-4o': { standard: [3.75, 1.875, 15], batch: [2.225, 0.9, 12.5] },
  'gpt-4o-mini': { standard: [0.3, 0.15, 1.2], batch: [0.15, 0.075, 0.6] },
  'o4-mini': { standard: [4, 1, 16], batch: [2, 0.5, 8] },
  'davinci-002': { standard: [12, NO_READ, 12], batch: [6, NO_READ, 6] },
  'babbage-002': { standard: [1.6, NO_READ, 1.6], batch: [0.8, NO_READ, 0.9] },
};
