import type { CacheRule, Citation, RateLimitPool } from '../model/catalog.js';
import type { Need } from '../model/call.js';

/** Prices as they are written down: USD per million tokens, in the words of the providers' own tables. Absent = not known. */
export interface Quote {
  input: number;
  output: number;
  /** All output of a call that reasoned, where the provider charges it at another rate (Qwen's hybrid models). */
  thinkingOutput?: number;
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
  /** Audio that was read from a cache. */
  audioRead?: number;
  /** USD per million cached tokens and hour. */
  storageHour?: number;
  /** USD per request, whatever its size. */
  request?: number;
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
  /** Requests with more input than this have no price here. */
  maxInputTokens?: number;
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
  /** Its life on Google Cloud, where that differs from the Gemini API. */
  onVertex?: { retired?: string; successor?: string };
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
  /** Prices of other service tiers where a page states them; they win over the provider's factors. An empty list = not sold in that tier. */
  tiers?: Readonly<Partial<Record<TierId, readonly QuoteRow[]>>>;
}

export const tierIds = ['batch', 'flex', 'priority', 'fast', 'ultrafast'] as const;
export type TierId = (typeof tierIds)[number];

/** A tier whose rates are the standard ones times a factor, where no rate row of its own is known. */
export interface TierRule {
  tier: TierId;
  /** Of the provider's own model ids. */
  model: RegExp;
  factor: number;
  /** Of cache reads and writes, where it is another one; `unknown` = this tier's cached rates are not known. */
  cacheFactor?: number | 'unknown';
  /** Requests with more input than this have no price in the tier. */
  maxInputTokens?: number;
  /** First instant, where an earlier factor is known to have differed. */
  from?: string;
  /** First instant at which the tier is no longer sold for these models. */
  until?: string;
  citation: Citation;
}

/** A region that costs another price than the list: all token rates times `factor`; `unknown` = what it costs there was not read. */
export interface RegionRule {
  model: RegExp;
  /** Of the region as logged, lower case. */
  region: RegExp;
  factor: number | 'unknown';
  /** Of the output rates, where it is another one. */
  outputFactor?: number;
  /** First instant at which it costs more; absent = always. */
  from?: string;
  citation: Citation;
}

/** Prompt caches; no rule = no discount is known, so none is simulated. */
export interface CacheRuleRow {
  model: RegExp;
  rule: CacheRule;
  source: string;
}

/** What holds for the models of a provider beyond models.dev; `parallel_tools` counts only where the model takes tools at all. */
export interface CapabilityRule {
  /** Of the maker's id; absent = all chat models. */
  base?: RegExp;
  meets?: readonly Need[];
  lacks?: readonly Need[];
  source: string;
}

/** One provider's own file. Of every list of rules the first match wins. */
export interface ProviderOverlay {
  provider: string;
  models: readonly OverlayModel[];
  /** Seed ids that the overlay's own models take the place of. */
  replaces?: readonly string[];
  tiers?: readonly TierRule[];
  regions?: readonly RegionRule[];
  caches?: readonly CacheRuleRow[];
  /** Models for which writing to a cache costs nothing extra: what is written is plain input. */
  freeCacheWrites?: RegExp;
  capabilities?: readonly CapabilityRule[];
  pools?: readonly PoolRow[];
}

/** Models that share one rate limit, by the provider's account tiers. */
export interface PoolRow extends Omit<RateLimitPool, 'provider'> {
  model: RegExp;
}

/** Another source says something else than what the catalog holds. */
export interface Disagreement {
  model: string;
  what: string;
  held: string;
  others: readonly { source: string; says: string }[];
}
