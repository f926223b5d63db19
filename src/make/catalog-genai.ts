import type { Quote, QuoteRow, QuoteStep } from '../catalog/records.js';

/** The parts of genai-prices' data that we read. */
export interface GenaiProvider {
  id: string;
  pricing_urls?: readonly string[];
  models: readonly GenaiModel[];
}

export interface GenaiModel {
  id: string;
  name?: string;
  match: GenaiMatch;
  context_window?: number;
  deprecated?: boolean;
  prices: GenaiPrices | readonly { constraint?: GenaiConstraint; prices: GenaiPrices }[];
  prices_checked?: string;
}

export interface GenaiMatch {
  or?: readonly GenaiMatch[];
  and?: readonly GenaiMatch[];
  equals?: string;
  starts_with?: string;
  ends_with?: string;
  contains?: string;
  regex?: string;
}

interface GenaiConstraint {
  type: 'start_date' | 'time_of_date';
  start_date?: string;
  start_time?: string;
  end_time?: string;
}

type GenaiValue = number | { base: number; tiers: readonly { start: number; price: number }[] };
type GenaiPrices = Readonly<Record<string, GenaiValue>>;

const QUOTE_KEYS: readonly (readonly [string, keyof Quote])[] = [
  ['input_mtok', 'input'], ['output_mtok', 'output'], ['cache_read_mtok', 'read'], ['cache_write_mtok', 'write'], ['cache_write_1h_mtok', 'writeLong'],
  ['input_audio_mtok', 'audioInput'], ['output_audio_mtok', 'audioOutput'], ['input_image_mtok', 'image'], ['web_searches_kcount', 'webPerThousand'], ['cache_audio_read_mtok', 'audioRead'],
];
const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

/** Exact names and prefixes that an entry answers to, lower case, sorted. Suffix and regex rules are left to our own resolution. */
export function namesOf(match: GenaiMatch): string[] {
  const own = [match.equals, match.starts_with, match.contains].filter((name): name is string => name !== undefined && name !== '');
  const inner = (match.or ?? []).flatMap(namesOf);
  return [...new Set([...own, ...inner].map((name) => name.toLowerCase()))].sort();
}

/** Price rows, oldest first; empty when nothing is charged by the token. */
export function rowsOf(model: GenaiModel): QuoteRow[] {
  const isList = (prices: GenaiModel['prices']): prices is readonly { constraint?: GenaiConstraint; prices: GenaiPrices }[] => Array.isArray(prices);
  const list = isList(model.prices) ? model.prices : [{ prices: model.prices }];
  return list.flatMap(({ constraint, prices }) => {
    const row = rowOf(prices);
    if (row === undefined) return [];
    if (constraint?.start_date !== undefined) return [{ from: constraint.start_date, ...row }];
    if (constraint?.start_time === undefined || constraint.end_time === undefined) return [row];
    return [{ ...row, window: { startMinute: minuteOf(constraint.start_time), endMinute: minuteOf(constraint.end_time), weekdays: EVERY_DAY } }];
  });
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));

function rowOf(prices: GenaiPrices): QuoteRow | undefined {
  if (prices['input_mtok'] === undefined) return undefined;
  const starts = [...new Set(Object.values(prices).flatMap((value) => (typeof value === 'number' ? [] : value.tiers.map((tier) => tier.start))))].sort((a, b) => a - b);
  const quote = quoteAt(prices, undefined);
  if (prices['requests_kcount'] !== undefined) quote.request = numberAt(prices['requests_kcount']) / 1000;
  const steps: QuoteStep[] = starts.map((above) => ({ above, ...quoteAt(prices, above) }));
  return steps.length === 0 ? { quote } : { quote, steps };
}

/** Embeddings have no output; of everything else a missing output price means that it is not known. */
export const hasOutputPrice = (model: GenaiModel): boolean =>
  (Array.isArray(model.prices) ? (model.prices as readonly { prices: GenaiPrices }[]).map((one) => one.prices) : [model.prices as GenaiPrices]).every((prices) => prices['output_mtok'] !== undefined);

const numberAt = (value: GenaiValue): number => (typeof value === 'number' ? value : value.base);

function quoteAt(prices: GenaiPrices, start: number | undefined): Quote {
  const quote: Quote = { input: 0, output: 0 };
  for (const [theirs, ours] of QUOTE_KEYS) {
    const value = prices[theirs];
    if (value === undefined) continue;
    quote[ours] = typeof value === 'number' ? value : start === undefined ? value.base : (value.tiers.find((tier) => tier.start === start)?.price ?? value.base);
  }
  return quote;
}
