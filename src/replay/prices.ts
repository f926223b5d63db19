import type { Catalog, CatalogModel, RateCard } from '../model/catalog.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import type { CellRange } from '../model/cell.js';

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
const HORIZON_MS = 30 * 24 * HOUR_MS;

/** One price regime of the projected month: its card and the share of the 30 days for which it holds. */
export interface PricedShare {
  card: RateCard;
  share: number;
}

export interface PriceQuery {
  model: CatalogModel;
  tier: string;
  region: string;
  /** Input tokens of the smallest and largest request, in the model's own tokens. */
  minInput: number;
  maxInput: number;
  /** UTC hour of the traffic: decides among prices that hold at certain hours only. */
  hour: number | undefined;
  pricesAt: number;
}

/** 'split': a breakpoint lies inside the range, so that finer units must be priced one by one. */
export type Priced = Outcome<readonly PricedShare[]> | 'split';

/** Cards of the 30 days from `pricesAt` on, each projected day at its known price. */
export function projectedCards(catalog: Catalog, query: PriceQuery): Priced {
  const { model, tier, pricesAt } = query;
  const hasHours = model.prices.some((row) => row.window !== undefined);
  if (hasHours) {
    if (query.hour === undefined) return 'split';
    return cardsAt(catalog, query, [{ at: sameHourAfter(pricesAt, query.hour), share: 1 }]);
  }
  const changes = catalog.priceChanges(model, { tier, from: pricesAt, to: pricesAt + HORIZON_MS });
  const starts = [pricesAt, ...changes];
  const instants = starts.map((at, index) => ({ at, share: ((starts[index + 1] ?? pricesAt + HORIZON_MS) - at) / HORIZON_MS }));
  return cardsAt(catalog, query, instants);
}

/** The card of the calls' own instant. Prices that change inside the range ask for finer units. */
export function historicCards(catalog: Catalog, query: Omit<PriceQuery, 'pricesAt' | 'hour'>, range: CellRange): Priced {
  const { model, tier } = query;
  const hasHours = model.prices.some((row) => row.window !== undefined);
  const isLongerThanHour = range.maxAt - range.minAt >= HOUR_MS;
  const hasChange = range.maxAt > range.minAt && catalog.priceChanges(model, { tier, from: range.minAt, to: range.maxAt }).length > 0;
  if ((hasHours && isLongerThanHour) || hasChange) return 'split';
  return cardsAt(catalog, { ...query, pricesAt: range.minAt, hour: undefined }, [{ at: range.minAt, share: 1 }]);
}

function cardsAt(catalog: Catalog, query: PriceQuery, instants: readonly { at: number; share: number }[]): Priced {
  const { model, tier, region, minInput, maxInput } = query;
  const cards: PricedShare[] = [];
  for (const { at, share } of instants) {
    const card = catalog.rateCard(model, { tier, at, inputTokens: Math.max(0, maxInput), region });
    if (!card.known) return unknown(card.reason);
    if (card.value.steps.some((step) => minInput <= step && step < maxInput)) return 'split';
    cards.push({ card: card.value, share });
  }
  return known(cards);
}

/** The first instant at or after `from` with the weekday and hour (UTC) of `hour`. */
function sameHourAfter(from: number, hour: number): number {
  const behind = (hour * HOUR_MS - from) % WEEK_MS;
  return from + (behind < 0 ? behind + WEEK_MS : behind);
}
