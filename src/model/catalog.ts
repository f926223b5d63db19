import type { Need, Task, TextKind } from './call.js';
import type { Outcome } from './outcome.js';

/** How a logged name was matched. prefix = the cost is estimated; none = unpriced. */
export const matchKinds = ['exact', 'dated', 'alias', 'prefix', 'none'] as const;
export type MatchKind = (typeof matchKinds)[number];

/** Where a figure comes from. `checked` is the day it was read, YYYY-MM-DD. */
export interface Citation {
  source: string;
  checked: string;
  confidence: 'high' | 'medium' | 'low';
}

/** USD per million tokens unless named otherwise; absent = not known (never 0). */
export interface Rates {
  inputUsdPerMtok: number;
  outputUsdPerMtok: number;
  /** All output of a call that reasoned, where that has a rate of its own. */
  thinkingOutputUsdPerMtok?: number;
  cacheReadUsdPerMtok?: number;
  /** Of cache reads, those that are audio. */
  cacheReadAudioUsdPerMtok?: number;
  cacheWriteUsdPerMtok?: number;
  cacheWrite1hUsdPerMtok?: number;
  audioInputUsdPerMtok?: number;
  audioOutputUsdPerMtok?: number;
  imageInputUsdPerMtok?: number;
  webSearchUsdPerThousand?: number;
  requestUsd?: number;
  /** Explicit caches that are billed by time, USD per million cached tokens and hour. */
  cacheStorageUsdPerMtokHour?: number;
}

/** Rates for the whole request when its input (cached and written included) is more than `aboveInputTokens`. */
export interface PriceStep extends Rates {
  aboveInputTokens: number;
}

/** Prices from `from` (ms UTC, inclusive) until the next row of the same tier. Rows that bind only in certain hours carry `hours`. */
export interface PriceRow extends Citation {
  from: number;
  tier: string;
  base: Rates;
  steps: readonly PriceStep[];
  /** UTC minutes of the day [start, end) and ISO weekdays (1 = Monday) in which this row wins over the one without. */
  window?: { startMinute: number; endMinute: number; weekdays: readonly number[] };
}

/** What one call is charged by, at one instant, tier and input size: `base` or the step that its size falls into. */
export interface RateCard {
  modelId: string;
  tier: string;
  rates: Rates;
  /** Boundaries (input tokens) at which another card would apply; ascending. */
  steps: readonly number[];
  citation: Citation;
}

/** A provider's prompt cache. `lifetime` picks the warm-prefix sum; `isAutomatic` false = the caller must mark it. */
export interface CacheRule {
  minimumTokens: number;
  lifetime: '5m' | '30m' | '1h' | '24h';
  isAutomatic: boolean;
  /** Writes are billed at the cache-write rate. */
  chargesWrites: boolean;
}

/** What one account tier of a provider allows a pool; absent = not published. Tokens and requests per minute. */
export interface PoolLimit {
  accountTier: string;
  requestsPerMinute?: number;
  /** Input and output together. */
  tokensPerMinute?: number;
  inputTokensPerMinute?: number;
  outputTokensPerMinute?: number;
  /** Tokens that may wait in batches. */
  batchQueueTokens?: number;
  /** Requests in flight. */
  concurrentRequests?: number;
}

/** Models that draw on one rate limit. */
export interface RateLimitPool extends Citation {
  id: string;
  provider: string;
  title: string;
  limits: readonly PoolLimit[];
  /** Cached input does not count against the limit. */
  isCachedInputFree?: boolean;
  note?: string;
}

/** A model of one provider (host). */
export interface CatalogModel {
  /** provider/model */
  id: string;
  provider: string;
  /** Who is paid, where that is not the provider: a gateway that passes calls on. Discounts and logged costs are the seller's. */
  seller?: string;
  model: string;
  title: string;
  /** The maker's own id for the weights, the same on every host: abilities belong to it. Example: meta-llama/llama-3.3-70b-instruct */
  baseModel: string;
  kind: 'chat' | 'embedding' | 'other';
  isGenerallyAvailable: boolean;
  releasedAt?: number;
  /** First instant at which it no longer answers, ms UTC. */
  retiredAt?: number;
  /** Id of the model that its owner names as replacement. */
  successor?: string;
  /** Where Google Cloud keeps it longer than the Gemini API, or as itself: its life there. An absent end = none announced. */
  onVertex?: { retiredAt?: number; successor?: string };
  contextTokens?: number;
  maxInputTokens?: number;
  maxOutputTokens?: number;
  /** Needs that it is known to meet, and known not to; in neither list = not known. */
  meets: readonly Need[];
  lacks: readonly Need[];
  /** Efforts that a caller may ask for; empty = it does not reason. `defaultEffort` applies when none is asked. */
  efforts: readonly string[];
  defaultEffort?: string;
  tokenizer: string;
  cache?: CacheRule;
  /** Id of the rate-limit pool that it draws on. */
  pool?: string;
  openWeights: boolean;
  prices: readonly PriceRow[];
  /** Regions in which all token rates are multiplied: `region` is the pattern that the logged region is matched with. */
  regions?: readonly { region: string; factor: number; citation: Citation }[];
  /** Names it also answers to, with the instants between which they pointed here. */
  aliases: readonly { name: string; from?: number; to?: number }[];
  /** Where limits and lifecycle come from. */
  citation: Citation;
}

export interface Resolution {
  match: MatchKind;
  model?: CatalogModel;
  /** The region that the name itself says, for calls that log none. Example: `us/gpt-4o` on Azure. */
  region?: string;
  /** Shown beside the figure: what was matched, or why nothing was. */
  note: string;
}

/** A ratio with an 80 % band, and where it comes from. */
export interface Ratio {
  ratio: number;
  low: number;
  high: number;
  source: string;
}

/** The catalog as the pure folders see it. `test/catalog` and the replay tests build small ones by hand. */
export interface Catalog {
  /** Hash of the content, hex. */
  hash: string;
  /** Newest read date of its prices, YYYY-MM-DD. */
  pricesReadOn: string;
  models: readonly CatalogModel[];
  pools: readonly RateLimitPool[];
  /** `at` ms UTC. */
  resolve(provider: string, name: string, at: number): Resolution;
  /** The card for one request of that input size. `tier` '' or 'standard' = the provider's standard tier. Unknown with the reason. */
  rateCard(model: CatalogModel, request: { tier: string; at: number; inputTokens: number; region?: string }): Outcome<RateCard>;
  /** Instants in (from, to] at which a price of the model in that tier changes; ascending. */
  priceChanges(model: CatalogModel, request: { tier: string; from: number; to: number }): number[];
  /** Tokens of `to` per token of `from` for the same text. 1 for the same tokenizer. Unknown with the reason. */
  tokenRatio(from: CatalogModel, to: CatalogModel, textKind: TextKind): Outcome<Ratio>;
  /** Visible output length of `to` over `from` on the same prompts, in tokens of `from`. */
  outputRatio(from: CatalogModel, to: CatalogModel, task: Task): Ratio;
  /** Reasoning tokens per call of that model x effort on that task. { known: 0 } where it does not reason. */
  reasoningTokens(model: CatalogModel, effort: string, task: Task): Outcome<Ratio>;
  /** Share of calls that fail on that provider, from its published figures. */
  failureRate(model: CatalogModel): Outcome<Ratio>;
}
