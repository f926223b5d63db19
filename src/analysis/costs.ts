import type { CostComparison, CostMode } from '../model/analysis.js';
import type { Catalog, RateCard, Rates } from '../model/catalog.js';
import { type Unit, costOnIncumbent } from '../replay/index.js';
import type { LedgerEntry } from './ledger.js';
import { sumOf } from './input.js';

/** Stored calls. Fewer, and one odd call could turn the ratio that all the others of the model are multiplied by. */
const MIN_LOGGED_CALLS = 30;

type Row = CostComparison['models'][number];

interface Tally extends Row {
  storedCompared: number;
}

/** Calls of an entry that can be compared one to one: single calls where they were read, else the whole cell where every call of it carries a cost. */
const comparable = ({ unit }: LedgerEntry): Unit[] => (unit.parts.length > 0 ? unit.parts.filter(isLogged) : isLogged(unit) ? [unit] : []);
const isLogged = ({ sums }: Unit): boolean => sums.calls > 0 && sums.loggedCalls === sums.calls;
const isMetered = ({ billing, cell }: LedgerEntry): boolean => billing === 'metered' && cell.key.standing === 'billed';

const modelOf = ({ served, cell }: LedgerEntry): string => served.served?.model.id ?? `${cell.key.incumbent.provider}/${cell.key.incumbent.model}`;

/**
 * Logged costs against computed ones, by model, over the metered calls. A cell sum of logged costs with fewer logged calls than calls cannot be split: it is
 * counted and not compared.
 *
 * Example: 40 calls logged at 0.90 USD and computed at 1.00 USD: factor 0.9.
 */
export function compareCosts(entries: readonly LedgerEntry[], catalog: Catalog, mode: CostMode): CostComparison {
  const tallies = new Map<string, Tally>();
  for (const entry of entries.filter(isMetered)) {
    const model = modelOf(entry);
    const key = `${entry.place === 'unpriced' ? 'unpriced ' : ''}${model}`;
    const tally = tallies.get(key) ?? { model, calls: 0, loggedCalls: 0, comparedCalls: 0, loggedNano: 0, computedNano: entry.place === 'unpriced' ? null : 0, factor: null, storedCompared: 0 };
    tallies.set(key, tally);
    tally.calls += entry.unit.sums.calls;
    tally.loggedCalls += entry.unit.sums.loggedCalls;
    const units = comparable(entry);
    if (units.length === 0) continue;
    tally.storedCompared += entry.unit.parts.length > 0 ? units.length : entry.cell.sums.calls;
    tally.comparedCalls += sumOf(units.map(({ sums }) => sums.calls));
    tally.loggedNano += sumOf(units.map(({ sums }) => sums.loggedNanoUsd));
    if (tally.computedNano !== null) tally.computedNano += sumOf(units.map((unit) => computedNanoOf(entry, unit, catalog)));
  }
  const models = [...tallies.values()].filter(({ loggedCalls }) => loggedCalls > 0).map(rowOf).sort((a, b) => b.loggedNano - a.loggedNano || (a.model < b.model ? -1 : 1));
  const priced = models.filter(({ computedNano }) => computedNano !== null);
  return {
    mode, meteredCalls: sumOf([...tallies.values()].map(({ calls }) => calls)), loggedCalls: sumOf(models.map(({ loggedCalls }) => loggedCalls)),
    comparedCalls: sumOf(priced.map(({ comparedCalls }) => comparedCalls)), loggedNano: sumOf(priced.map(({ loggedNano }) => loggedNano)),
    computedNano: sumOf(priced.map(({ computedNano }) => computedNano ?? 0)), models,
  };
}

function rowOf({ storedCompared, ...row }: Tally): Row {
  const loggedNano = Math.round(row.loggedNano);
  const computedNano = row.computedNano === null ? null : Math.round(row.computedNano);
  const isEnough = storedCompared >= MIN_LOGGED_CALLS && computedNano !== null && computedNano > 0;
  return { ...row, loggedNano, computedNano, factor: isEnough ? loggedNano / computedNano : null };
}

/** What a priced entry, or one call of it, costs at the catalog's prices. A part of what has a price has one. */
function computedNanoOf(entry: LedgerEntry, unit: Unit, catalog: Catalog): number {
  const { served } = entry.served;
  if (unit === entry.unit || served === undefined) return entry.pricedNano ?? 0;
  const cost = costOnIncumbent(catalog, unit, { served });
  return cost.known ? cost.value : 0;
}

/** model id -> what its computed costs are multiplied by. Empty unless the log's costs are asked for. */
export const factorsOf = ({ mode, models }: CostComparison): ReadonlyMap<string, number> =>
  new Map(mode === 'computed' ? [] : models.flatMap(({ model, factor }) => (factor === null ? [] : [[model, factor] as const])));

/**
 * The ledger with metered calls at what the log says they cost. Calls without a logged cost, and those whose cell also holds such calls, are computed and multiplied
 * by the factor of their model, or stay as computed where it has none.
 */
export function withReportedCosts(entries: readonly LedgerEntry[], catalog: Catalog, factors: ReadonlyMap<string, number>): LedgerEntry[] {
  return entries.map((entry) => {
    if (entry.place !== 'routable' && entry.place !== 'duplicates') return entry;
    const factor = factors.get(modelOf(entry)) ?? 1;
    const units = entry.unit.parts.length > 0 ? entry.unit.parts : [entry.unit];
    const nanos = units.map((unit) => (isLogged(unit) ? unit.sums.loggedNanoUsd : computedNanoOf(entry, unit, catalog) * factor));
    return { ...entry, actualNano: Math.round(sumOf(nanos)) };
  });
}

/** What the metered calls cost at the catalog's prices of their own instant, times the factors: the side of a change of prices that is before it. */
export const pricedNanoOf = (entries: readonly LedgerEntry[], factors: ReadonlyMap<string, number>): number =>
  sumOf(entries.map((entry) => (entry.place === 'routable' || entry.place === 'duplicates' ? (entry.pricedNano ?? 0) * (factors.get(modelOf(entry)) ?? 1) : 0)));

/** The catalog with the prices of these models multiplied, whoever is asked for: incumbent, or candidate for another's calls. */
export function multipliedCatalog(catalog: Catalog, factors: ReadonlyMap<string, number>): Catalog {
  if (factors.size === 0) return catalog;
  return {
    ...catalog,
    rateCard(model, request) {
      const card = catalog.rateCard(model, request);
      const factor = factors.get(model.id);
      return !card.known || factor === undefined ? card : { known: true, value: multiplied(card.value, factor) };
    },
  };
}

const multiplied = (card: RateCard, factor: number): RateCard =>
  ({ ...card, rates: Object.fromEntries(Object.entries(card.rates).map(([name, rate]) => [name, (rate as number) * factor])) as unknown as Rates });
