import { canonicalProvider } from '../catalog/index.js';
import type { CostComparison, CostMode } from '../model/analysis.js';
import type { Catalog, RateCard, Rates } from '../model/catalog.js';
import { type Unit, costOnIncumbent } from '../replay/index.js';
import type { LedgerEntry } from './ledger.js';
import { sumOf } from './sums.js';

/** Stored calls. Fewer, and one odd call could turn the ratio that all the others of the model are multiplied by. */
export const MIN_LOGGED_CALLS = 30;

/**
 * Times. A logged cost that is further than this from what its model's calls usually cost is a fault of the log (a wrong unit, a slipped point), not a price: the widest
 * honest spread within one model at one seller is a gateway that grants cached input, or does not, and cached input costs down to a tenth.
 */
export const ODD_FACTOR = 10;

type Row = CostComparison['models'][number];

/** A call, or a sum of calls that all carry a cost, with both its costs. */
interface Compared {
  unit: Unit;
  calls: number;
  storedCalls: number;
  loggedNano: number;
  computedNano: number | null;
}

interface Tally {
  seller: string;
  model: string;
  calls: number;
  loggedCalls: number;
  isPriced: boolean;
  compared: Compared[];
}

/** What the log's costs amount to. `odd` holds the calls and sums whose logged cost is not believed. */
export interface CostEvidence {
  comparison: CostComparison;
  odd: ReadonlySet<Unit>;
}

/** Calls of an entry that can be compared one to one: single calls where they were read, else the whole cell where every call of it carries a cost. */
const comparable = ({ unit }: LedgerEntry): Unit[] => (unit.parts.length > 0 ? unit.parts.filter(isLogged) : isLogged(unit) ? [unit] : []);
const isLogged = ({ sums }: Unit): boolean => sums.calls > 0 && sums.loggedCalls === sums.calls;
const isMetered = ({ billing, cell }: LedgerEntry): boolean => billing === 'metered' && cell.key.standing === 'billed';

const modelOf = ({ served, cell }: LedgerEntry): string => served.served?.model.id ?? `${cell.key.incumbent.provider}/${cell.key.incumbent.model}`;
/** Who sends the bill: a gateway, not the maker behind it. */
export const sellerOf = ({ served, cell }: LedgerEntry): string => served.served?.model.seller ?? served.served?.model.provider ?? canonicalProvider(cell.key.incumbent.provider);
/** A gateway and the maker share a model's id, not its price. */
const factorKey = ({ seller, model }: { seller: string; model: string }): string => `${seller} ${model}`;
export const keyOf = (entry: LedgerEntry): string => factorKey({ seller: sellerOf(entry), model: modelOf(entry) });

/**
 * Logged costs against computed ones, by seller and model, over the metered calls. A cell sum of logged costs with fewer logged calls than calls cannot be split: it is
 * counted and not compared. Calls and sums whose logged / computed is more than 10 times above or below the median of their model (weighted by computed dollars) are
 * left out of the comparison and counted: one cost in a wrong unit would otherwise set the factor of all.
 *
 * Example: 40 calls logged at 0.90 USD and computed at 1.00 USD: factor 0.9, with or without one more that is logged at 900 USD.
 */
export function compareCosts(entries: readonly LedgerEntry[], catalog: Catalog, mode: CostMode): CostEvidence {
  const tallies = new Map<string, Tally>();
  for (const entry of entries.filter(isMetered)) {
    const isPriced = entry.place !== 'unpriced';
    const key = `${isPriced ? '' : 'unpriced '}${keyOf(entry)}`;
    const tally = tallies.get(key) ?? { seller: sellerOf(entry), model: modelOf(entry), calls: 0, loggedCalls: 0, isPriced, compared: [] };
    tallies.set(key, tally);
    tally.calls += entry.unit.sums.calls;
    tally.loggedCalls += entry.unit.sums.loggedCalls;
    for (const unit of comparable(entry)) {
      tally.compared.push({
        unit, calls: unit.sums.calls, storedCalls: entry.unit.parts.length > 0 ? 1 : entry.cell.sums.calls, loggedNano: unit.sums.loggedNanoUsd,
        computedNano: isPriced ? computedNanoOf(entry, unit, catalog) : null,
      });
    }
  }
  const odd = new Set<Unit>();
  const models = [...tallies.values()].filter(({ loggedCalls }) => loggedCalls > 0).map((tally) => rowOf(tally, odd)).sort((a, b) => b.loggedNano - a.loggedNano || (factorKey(a) < factorKey(b) ? -1 : 1));
  const priced = models.filter(({ computedNano }) => computedNano !== null);
  return {
    odd,
    comparison: {
      mode, meteredCalls: sumOf([...tallies.values()].map(({ calls }) => calls)), loggedCalls: sumOf(models.map(({ loggedCalls }) => loggedCalls)),
      comparedCalls: sumOf(priced.map(({ comparedCalls }) => comparedCalls)), loggedNano: sumOf(priced.map(({ loggedNano }) => loggedNano)),
      computedNano: sumOf(priced.map(({ computedNano }) => computedNano ?? 0)), models,
    },
  };
}

/** Adds to `odd` what is not compared. */
function rowOf({ seller, model, calls, loggedCalls, isPriced, compared }: Tally, odd: Set<Unit>): Row {
  const usual = usualFactor(compared);
  const left = compared.filter((one) => usual !== undefined && isOdd(one, usual));
  for (const { unit } of left) odd.add(unit);
  const kept = compared.filter(({ unit }) => !odd.has(unit));
  const loggedNano = Math.round(sumOf(kept.map((one) => one.loggedNano)));
  const computedNano = isPriced ? Math.round(sumOf(kept.map((one) => one.computedNano ?? 0))) : null;
  const isEnough = sumOf(kept.map(({ storedCalls }) => storedCalls)) >= MIN_LOGGED_CALLS && computedNano !== null && computedNano > 0;
  return {
    seller, model, calls, loggedCalls, comparedCalls: sumOf(kept.map((one) => one.calls)), loggedNano, computedNano, factor: isEnough ? loggedNano / computedNano : null,
    oddCalls: sumOf(left.map((one) => one.calls)), oddNano: Math.round(sumOf(left.map((one) => one.loggedNano))),
  };
}

/** Median of logged / computed, weighted by computed dollars; undefined where no cost above 0 is logged for calls that cost something here. */
function usualFactor(compared: readonly Compared[]): number | undefined {
  const factors = compared.flatMap(({ loggedNano, computedNano }) => (computedNano === null || computedNano <= 0 || loggedNano <= 0 ? [] : [{ factor: loggedNano / computedNano, weight: computedNano }]))
    .sort((a, b) => a.factor - b.factor);
  const half = sumOf(factors.map(({ weight }) => weight)) / 2;
  let below = 0;
  for (const { factor, weight } of factors) {
    below += weight;
    if (below >= half) return factor;
  }
  return undefined;
}

/** A logged 0 is the word of a log that calls cost nothing, no slip of the point. */
const isOdd = ({ loggedNano, computedNano }: Compared, usual: number): boolean =>
  computedNano !== null && loggedNano > 0 && (loggedNano > ODD_FACTOR * usual * computedNano || loggedNano * ODD_FACTOR < usual * computedNano);

/** What a priced entry, or one call of it, costs at the catalog's prices. A part of what has a price has one. */
function computedNanoOf(entry: LedgerEntry, unit: Unit, catalog: Catalog): number {
  const { served } = entry.served;
  if (unit === entry.unit || served === undefined) return entry.pricedNano ?? 0;
  const cost = costOnIncumbent(catalog, unit, { served });
  return cost.known ? cost.value : 0;
}

/** `seller model` -> what its computed costs are multiplied by. Empty unless the log's costs are asked for. */
export const factorsOf = ({ mode, models }: CostComparison): ReadonlyMap<string, number> =>
  new Map(mode === 'computed' ? [] : models.flatMap((row) => (row.factor === null ? [] : [[factorKey(row), row.factor] as const])));

/**
 * The ledger with metered calls at what the log says they cost. Calls without a logged cost or with an odd one, and those whose cell also holds such calls, are computed
 * and multiplied by the factor of their seller and model, or stay as computed where it has none.
 */
export function withReportedCosts(entries: readonly LedgerEntry[], catalog: Catalog, { factors, odd }: { factors: ReadonlyMap<string, number>; odd: ReadonlySet<Unit> }): LedgerEntry[] {
  return entries.map((entry) => {
    if (entry.place !== 'routable' && entry.place !== 'duplicates') return entry;
    const factor = factors.get(keyOf(entry)) ?? 1;
    const units = entry.unit.parts.length > 0 ? entry.unit.parts : [entry.unit];
    const nanos = units.map((unit) => (isLogged(unit) && !odd.has(unit) ? unit.sums.loggedNanoUsd : computedNanoOf(entry, unit, catalog) * factor));
    return { ...entry, actualNano: Math.round(sumOf(nanos)) };
  });
}

/** What the metered calls cost at the catalog's prices of their own instant, times the factors: the side of a change of prices that is before it. */
export const pricedNanoOf = (entries: readonly LedgerEntry[], factors: ReadonlyMap<string, number>): number =>
  sumOf(entries.map((entry) => (entry.place === 'routable' || entry.place === 'duplicates' ? (entry.pricedNano ?? 0) * (factors.get(keyOf(entry)) ?? 1) : 0)));

/** The catalog with the prices of these models at these sellers multiplied, whoever is asked for: incumbent, or candidate for another's calls. */
export function multipliedCatalog(catalog: Catalog, factors: ReadonlyMap<string, number>): Catalog {
  if (factors.size === 0) return catalog;
  return {
    ...catalog,
    rateCard(model, request) {
      const card = catalog.rateCard(model, request);
      const factor = factors.get(factorKey({ seller: model.seller ?? model.provider, model: model.id }));
      return !card.known || factor === undefined ? card : { known: true, value: multipliedCard(card.value, factor) };
    },
  };
}

export const multipliedCard = (card: RateCard, factor: number): RateCard =>
  ({ ...card, rates: Object.fromEntries(Object.entries(card.rates).map(([name, rate]) => [name, (rate as number) * factor])) as unknown as Rates });
