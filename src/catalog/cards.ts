import type { CatalogModel, Citation, PriceStep, RateCard, Rates } from '../model/catalog.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { tierNames } from './data/tier-names.js';
import { type CompiledRow, type Entry, instantOf } from './models.js';
import type { HourWindow, RegionRule, TierId, TierRule } from './records.js';

/** A price regime: from `from` to the next one's. `windowed` rows win in their hours. */
interface Epoch {
  from: number;
  plain: Schedule;
  windowed: readonly { window: HourWindow; schedule: Schedule }[];
}

/** Cards by request size: `cards[i]` holds above `steps[i - 1]`. */
interface Schedule {
  steps: readonly number[];
  /** As answers, made once. */
  cards: readonly Outcome<RateCard>[];
  maxInputTokens: number | undefined;
}

interface Timeline {
  epochs: readonly Epoch[];
  /** Before it the factor of this tier is not known, and from `knownUntil` on the tier is not sold. */
  knownFrom: number;
  knownUntil: number;
}

export interface CardQuery {
  tier: string;
  at: number;
  inputTokens: number;
  region?: string;
}

export interface Cards {
  rateCard(model: CatalogModel, query: CardQuery): Outcome<RateCard>;
  priceChanges(model: CatalogModel, query: { tier: string; from: number; to: number }): number[];
}

const DAY_MS = 86_400_000;
/** Significant digits that keep 0.15 x 0.5 from becoming 0.07500000000000001. */
const RATE_DIGITS = 12;
const MINUTE_MS = 60_000;

/** Our id of a provider's service tier; undefined = not one that we know. '' and the names of "no special tier" are `standard`. */
export function canonicalTier(provider: string, tier: string): string | undefined {
  const asked = tier.trim().toLowerCase();
  const name = Object.hasOwn(tierNames, asked) ? tierNames[asked] : undefined;
  return provider === 'openai' && name === 'fast' ? 'priority' : name;
}

/**
 * Rate cards of the models. Rows are compiled once per model x tier x region; every question after that is a walk over a handful of instants.
 * `discountOf` is the share taken off list prices.
 */
export function createCards(entryOf: ReadonlyMap<string, Entry>, discountOf: (model: CatalogModel) => number): Cards {
  const timelines = new Map<CatalogModel, Map<string, Outcome<Timeline>>>();

  function timelineOf(model: CatalogModel, tier: string, region: string): Outcome<Timeline> {
    const key = region === '' ? tier : `${tier}\u001f${region}`;
    const ofModel = timelines.get(model) ?? new Map<string, Outcome<Timeline>>();
    const found = ofModel.get(key);
    if (found !== undefined) return found;
    const built = buildTimeline({ model, tier, region, entry: entryOf.get(model.id), discount: discountOf(model) });
    timelines.set(model, ofModel.set(key, built));
    return built;
  }

  return {
    rateCard(model, { tier, at, inputTokens, region }) {
      const timeline = timelineOf(model, tier, region ?? '');
      if (!timeline.known) return timeline;
      const epoch = epochAt(timeline.value.epochs, at);
      if (epoch === undefined || at < timeline.value.knownFrom || at >= timeline.value.knownUntil) return unknown(`no ${tier === '' ? 'standard' : tier} price of ${model.id} is known for ${dayOf(at)}`);
      const schedule = epoch.windowed.length === 0 ? epoch.plain : (epoch.windowed.find(({ window }) => isInside(window, at))?.schedule ?? epoch.plain);
      if (schedule.maxInputTokens !== undefined && inputTokens > schedule.maxInputTokens) {
        return unknown(`no ${tier} price of ${model.id} is known above ${schedule.maxInputTokens} input tokens`);
      }
      const band = schedule.steps.length === 0 ? 0 : schedule.steps.findLastIndex((step) => inputTokens > step) + 1;
      return schedule.cards[band] ?? unknown(`no price for ${model.id}`);
    },
    priceChanges(model, { tier, from, to }) {
      const timeline = timelineOf(model, tier, '');
      if (!timeline.known) return [];
      const { epochs } = timeline.value;
      const starts = epochs.map((epoch) => epoch.from).filter((start) => start > from && start <= to);
      const edges = epochs.flatMap((epoch, index) => {
        const end = epochs[index + 1]?.from ?? Number.POSITIVE_INFINITY;
        return epoch.windowed.flatMap(({ window }) => edgesOf(window, { from: Math.max(from, epoch.from), to: Math.min(to, end) }));
      });
      return [...new Set([...starts, ...edges])].sort((a, b) => a - b);
    },
  };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

const epochAt = (epochs: readonly Epoch[], at: number): Epoch | undefined => epochs.findLast((epoch) => epoch.from <= at);

interface TimelineQuery {
  model: CatalogModel;
  tier: string;
  region: string;
  entry: Entry | undefined;
  discount: number;
}

/** A tier's own rows, else the standard ones times its factor. */
function rowsInTier(entry: Entry, tier: string): { rows: readonly CompiledRow[]; rule: TierRule | undefined } {
  const own = tier === 'standard' ? entry.rows : entry.tierRows[tier as TierId];
  if (own !== undefined) return { rows: own, rule: undefined };
  const rule = entry.tierRules.find((one) => one.tier === tier);
  return { rows: rule === undefined ? [] : entry.rows, rule };
}

function buildTimeline({ model, entry, discount, ...query }: TimelineQuery): Outcome<Timeline> {
  if (entry === undefined || entry.rows.length === 0) return unknown(`no price for ${model.id}`);
  const tier = canonicalTier(model.provider, query.tier);
  if (tier === undefined) return unknown(`no price of ${model.id} is known in the service tier "${query.tier}"`);
  const { rows, rule } = rowsInTier(entry, tier);
  if (rows.length === 0) return unknown(`no ${tier} price of ${model.id} is known`);
  const region = query.region === '' ? undefined : entry.regionRules.find((one) => one.region.test(query.region.toLowerCase()));
  if (region?.factor === 'unknown') return unknown(`no price of ${model.id} is known in region ${query.region}`);
  const regionFrom = region?.from === undefined ? Number.NEGATIVE_INFINITY : instantOf(region.from);
  const rowStarts = [...new Set(rows.map((row) => row.from))].sort((a, b) => a - b);
  const starts = region?.from === undefined ? rowStarts : [...new Set([...rowStarts, regionFrom])].sort((a, b) => a - b);
  const epochs = starts.flatMap((from): Epoch[] => {
    const held = from >= regionFrom ? region : undefined;
    const scaling: Scaling = { model, tier, rule, region: held, factor: factorOf(held) * (1 - discount) };
    const group = rows.filter((row) => row.from === rowStarts.findLast((start) => start <= from));
    const plain = group.find((row) => row.window === undefined);
    if (plain === undefined) return [];
    const windowed = group.flatMap((row) => (row.window === undefined ? [] : [{ window: row.window, schedule: buildSchedule(row, scaling) }]));
    return [{ from, plain: buildSchedule(plain, scaling), windowed }];
  });
  return known({
    epochs,
    knownFrom: rule?.from === undefined ? Number.NEGATIVE_INFINITY : instantOf(rule.from),
    knownUntil: rule?.until === undefined ? Number.POSITIVE_INFINITY : instantOf(rule.until),
  });
}

const factorOf = (region: RegionRule | undefined): number => (region === undefined || region.factor === 'unknown' ? 1 : region.factor);

interface Scaling {
  model: CatalogModel;
  tier: string;
  rule: TierRule | undefined;
  region: RegionRule | undefined;
  /** Region and discount; the tier's factor comes with the rule. */
  factor: number;
}

function buildSchedule(row: CompiledRow, { model, tier, rule, region, factor }: Scaling): Schedule {
  const citation = citationOf(row.citation, rule, region);
  const maxInputTokens = rule?.maxInputTokens ?? row.maxInputTokens;
  const sorted = [...row.steps].sort((a, b) => a.aboveInputTokens - b.aboveInputTokens);
  const steps = sorted.map((step) => step.aboveInputTokens).filter((step) => maxInputTokens === undefined || step < maxInputTokens);
  const cardOf = (rates: Rates): RateCard => ({ modelId: model.id, tier, rates: inRegion(scaleRates(inTier(rates, rule), factor), region), steps, citation });
  return { steps, cards: [row.base, ...sorted.slice(0, steps.length).map(ratesOfStep)].map((rates) => known(cardOf(rates))), maxInputTokens };
}

/** Output has been scaled like the rest: what is missing to its own factor is made up for. */
function inRegion(rates: Rates, region: RegionRule | undefined): Rates {
  if (region?.outputFactor === undefined) return rates;
  const extra = region.outputFactor / factorOf(region);
  return Object.fromEntries(Object.entries(rates).map(([key, rate]) => [key, /output/i.test(key) ? Number((rate * extra).toPrecision(RATE_DIGITS)) : rate])) as unknown as Rates;
}

const isCacheRate = (key: string): boolean => /^cache(Read|Write)/.test(key);

/** Standard rates by the tier's factor; cached ones by their own. */
function inTier(rates: Rates, rule: TierRule | undefined): Rates {
  if (rule === undefined) return rates;
  const { factor, cacheFactor = factor } = rule;
  const plain = Object.entries(rates).filter(([key]) => !isCacheRate(key));
  const cached = cacheFactor === 'unknown' ? [] : Object.entries(rates).filter(([key]) => isCacheRate(key));
  const scaled = (entries: [string, number][], by: number): Partial<Rates> => scaleRates(Object.fromEntries(entries) as unknown as Rates, by);
  return { ...scaled(plain, factor), ...scaled(cached, cacheFactor === 'unknown' ? 1 : cacheFactor) } as Rates;
}

const ratesOfStep = ({ aboveInputTokens: _, ...rates }: PriceStep): Rates => rates;

/** Token rates by the factor; searches, requests and storage are not discounted by tiers. */
export function scaleRates(rates: Rates, factor: number): Rates {
  if (factor === 1) return rates;
  return Object.fromEntries(Object.entries(rates).map(([key, rate]) => [key, key.endsWith('UsdPerMtok') ? Number((rate * factor).toPrecision(RATE_DIGITS)) : rate])) as unknown as Rates;
}

const LEAST_FIRST = ['low', 'medium', 'high'] as const;

/** The weakest of the parts vouches for the whole. */
function citationOf(citation: Citation, rule: TierRule | undefined, region: RegionRule | undefined): Citation {
  if (rule === undefined && region === undefined) return citation;
  const parts = [citation, ...(rule === undefined ? [] : [rule.citation]), ...(region === undefined ? [] : [region.citation])];
  const texts = [citation.source, ...(rule === undefined ? [] : [`${rule.tier} ${rule.factor} x: ${rule.citation.source}`]), ...(region === undefined ? [] : [`region ${region.factor} x: ${region.citation.source}`])];
  return { ...citation, source: [...new Set(texts)].join('; '), confidence: LEAST_FIRST.find((level) => parts.some((part) => part.confidence === level)) ?? 'low' };
}

function isInside(window: HourWindow, at: number): boolean {
  const minute = Math.floor((at % DAY_MS) / MINUTE_MS);
  return minute >= window.startMinute && minute < window.endMinute && holdsOn(window, at);
}

/** 1970-01-01 was a Thursday, ISO weekday 4. */
const weekdayOf = (at: number): number => ((Math.floor(at / DAY_MS) + 3) % 7) + 1;

const holdsOn = (window: HourWindow, at: number): boolean =>
  window.weekdays.includes(weekdayOf(at)) && !(window.exceptDates?.includes(dayOf(at)) ?? false);

function edgesOf(window: HourWindow, span: { from: number; to: number }): number[] {
  const edges: number[] = [];
  if (!Number.isFinite(span.from) || !Number.isFinite(span.to)) return edges;
  for (let day = Math.floor(span.from / DAY_MS) * DAY_MS; day <= span.to; day += DAY_MS) {
    if (!holdsOn(window, day)) continue;
    for (const minute of [window.startMinute, window.endMinute]) {
      const at = day + minute * MINUTE_MS;
      if (at > span.from && at <= span.to) edges.push(at);
    }
  }
  return edges;
}
