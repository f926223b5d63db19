import type { CacheRule, Citation } from '../model/catalog.js';
import type { Need } from '../model/call.js';

/** Prices as they are written down: USD per million tokens, in the words of the providers' own tables. Absent = not known. */
export interface Quote {
  input: number;
  output: number;
  read?: number;
  /** Cache write of the short lifetime. */
  write?: number;
  /** Cache write of the long lifetime (1 h on Anthropic, 12 h on OpenAI). */
  writeLong?: number;
  audioInput?: number;
  audioOutput?: number;
  image?: number;
  /** USD per thousand searches. */
  webPerThousand?: number;
  /** USD per million cached tokens and hour. */
  storageHour?: number;
}

/** The whole request is charged by this when its input is more than `above` tokens. */
export interface QuoteStep extends Quote {
  above: number;
}

/** UTC minutes of the day [start, end) on these ISO weekdays, but not on `exceptDates`. */
export interface HourWindow {
  startMinute: number;
  endMinute: number;
  weekdays: readonly number[];
  exceptDates?: readonly string[];
}

/** Prices from an instant on; absent `from` = as far back as the model goes. Rows of one `from` belong together: those with a window win inside it. */
export interface QuoteRow {
  from?: string;
  quote: Quote;
  steps?: readonly QuoteStep[];
  window?: HourWindow;
  citation?: Citation;
}

/** One model of the generated seed. Dates are YYYY-MM-DD. `inputs` lists modalities as models.dev writes them: text+image+pdf. */
export interface SeedModel {
  provider: string;
  model: string;
  title: string;
  baseModel: string;
  kind: 'chat' | 'embedding' | 'other';
  prices: readonly QuoteRow[];
  source: 'genai-prices' | 'models.dev';
  checked: string;
  names?: readonly string[];
  released?: string;
  status?: string;
  context?: number;
  maxInput?: number;
  maxOutput?: number;
  inputs?: string;
  tools?: boolean;
  schema?: boolean;
  reasons?: boolean;
  openWeights?: boolean;
}

/** A name that pointed to a model between two instants; absent ends are open. */
export interface AliasSpan {
  name: string;
  from?: string;
  to?: string;
}

/** What we know better than the seed, field by field. `prices` replaces the seed's prices whole. */
export interface OverlayModel {
  provider: string;
  model: string;
  citation: Citation;
  title?: string;
  baseModel?: string;
  kind?: 'chat' | 'embedding' | 'other';
  isGenerallyAvailable?: boolean;
  released?: string;
  /** First instant at which it no longer answers. A "not sooner than" is none. */
  retired?: string;
  successor?: string;
  context?: number;
  maxInput?: number;
  maxOutput?: number;
  meets?: readonly Need[];
  lacks?: readonly Need[];
  tokenizer?: string;
  cache?: CacheRule;
  openWeights?: boolean;
  aliases?: readonly AliasSpan[];
  prices?: readonly QuoteRow[];
}

export interface ProviderOverlay {
  provider: string;
  models: readonly OverlayModel[];
  /** Seed ids that the overlay's own models take the place of. */
  replaces?: readonly string[];
}

/** Another source says something else than what the catalog holds. */
export interface Disagreement {
  model: string;
  what: string;
  held: string;
  others: readonly { source: string; says: string }[];
}
