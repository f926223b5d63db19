import type { Analysis, Flag } from '../model/analysis.js';
import type { Catalog } from '../model/catalog.js';
import { usdText } from '../project/usd-text.js';
import type { BillComparison, BilledFactor, OneSided, ProviderComparison } from './bills/index.js';
import { keyOf, multipliedCard, sellerOf } from './costs.js';
import { sumOf } from './sums.js';
import type { LedgerEntry } from './ledger.js';

/** Seller -> what the side of its calls is multiplied by. */
export type BilledSide = ReadonlyMap<string, number>;

/** Where the log's own costs stand for what was paid, a bill is no second correction of them. */
export const billedSideOf = (billed: BillComparison | undefined, costMode: 'computed' | 'reported'): BilledSide =>
  new Map((costMode === 'reported' ? [] : billed?.providers ?? []).flatMap(({ provider, factor }) => (factor.applies && factor.factor !== null ? [[provider, factor.factor] as const] : [])));

/** The ledger with metered calls at what was billed for them. */
export function withBilledSide(entries: readonly LedgerEntry[], side: BilledSide): readonly LedgerEntry[] {
  if (side.size === 0) return entries;
  return entries.map((entry) => (entry.place === 'routable' || entry.place === 'duplicates' ? { ...entry, actualNano: Math.round(entry.actualNano * (side.get(sellerOf(entry)) ?? 1)) } : entry));
}

/** What `pricedNanoOf` multiplies by, for every model of these sellers in the ledger. */
export const modelFactorsOf = (entries: readonly LedgerEntry[], side: BilledSide): ReadonlyMap<string, number> =>
  new Map(side.size === 0 ? [] : entries.flatMap((entry) => {
    const factor = side.get(sellerOf(entry));
    return factor === undefined ? [] : [[keyOf(entry), factor] as const];
  }));

/**
 * Two readings of the catalog: for calls that stay where they are (their own price, successor, cache and batch), and for candidates.
 *
 * A factor below 1 may be a discount on some models alone, so candidates keep the price here: nothing is saved by it that is not certain. A factor above 1 holds for every
 * model of that seller, candidate or not: applied to one side alone it would be a saving made of a fee.
 */
export function billedCatalogs(catalog: Catalog, side: BilledSide): { incumbents: Catalog; candidates: Catalog } {
  if (side.size === 0) return { incumbents: catalog, candidates: catalog };
  const above = new Map([...side].filter(([, factor]) => factor > 1));
  return { incumbents: multiplied(catalog, side), candidates: above.size === 0 ? catalog : multiplied(catalog, above) };
}

const multiplied = (catalog: Catalog, side: BilledSide): Catalog => ({
  ...catalog,
  rateCard(model, request) {
    const card = catalog.rateCard(model, request);
    const factor = side.get(model.seller ?? model.provider);
    return !card.known || factor === undefined ? card : { known: true, value: multipliedCard(card.value, factor) };
  },
});

/** Nano-dollars. Less on the bill and not in the log is not worth a flag. */
const NOTABLE_NANO = 1e9;
const NAMED = 3;

const factorText = (factor: number): string => factor.toFixed(3);
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const comparedText = ({ billedNano, computedNano, days, from, to, coverage }: BilledFactor): string =>
  `${usdText(billedNano)} billed for ${usdText(computedNano)} computed on ${days} days from ${from} to ${to}${coverage === null ? '' : `, with ${percent(coverage)} of the billed tokens in the log`}`;

/** What the verdict says of it; '' without bills, or where they agree. */
export const billedSentence = (side: BilledSide): string =>
  side.size === 0 ? '' : ` What ${[...side].map(([provider, factor]) => `${provider} charges is counted at ${factorText(factor)} of its computed price`).join(', ')}, as its bill says.`;

export function billedFlags(billed: BillComparison | undefined, { costMode, side }: { costMode: 'computed' | 'reported'; side: BilledSide }): Flag[] {
  return (billed?.providers ?? []).flatMap((one) => [...factorFlags(one, { costMode, side }), ...unseenFlags(one)]);
}

function factorFlags({ provider, factor }: ProviderComparison, { costMode, side }: { costMode: 'computed' | 'reported'; side: BilledSide }): Flag[] {
  const applied = side.get(provider);
  if (applied !== undefined) {
    return [{
      code: 'billed-factor', severity: 'warning', nano: Math.round(factor.billedNano - factor.computedNano),
      text: `The bill of ${provider} is ${factorText(applied)} of what its calls cost at the prices here (${comparedText(factor)}): its calls are counted at ${factorText(applied)} of their price, and ${applied < 1 ? 'its models as candidates at the full price' : 'so are its models as candidates'}.`,
      advice: applied < 1 ? `If that is a discount, set "discounts" in shadowbill.config.json: then candidates have it too, and the factor goes to 1.` : 'Look for a dearer service tier or region that the log does not name, and leave taxes out of the report.',
    }];
  }
  const { reason } = factor;
  const isSilent = factor.applies && costMode === 'reported';
  if (factor.factor === null || (reason === '' && !isSilent)) return [];
  return [{
    code: 'billed-factor-not-applied', severity: 'warning', nano: Math.round(factor.billedNano - factor.computedNano),
    text: `The bill of ${provider} is ${factorText(factor.ratio ?? factor.factor)} of what its calls cost here (${comparedText(factor)}), and is not applied: ${isSilent ? 'the log\'s own costs are used' : reason}.`,
    advice: 'See what differs by day and model: shadowbill reconcile.',
  }];
}

const itemText = ({ what, nano }: OneSided): string => `${what.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '·').slice(0, 60)} ${usdText(nano ?? 0)}`;

function unseenFlags({ provider, billedOnly }: ProviderComparison): Flag[] {
  const nano = sumOf(billedOnly.map((one) => one.nano ?? 0));
  if (nano < NOTABLE_NANO) return [];
  return [{
    code: 'billed-not-logged', severity: 'info', nano, text: `The bill of ${provider} holds ${usdText(nano)} that no call of the log explains: ${billedOnly.slice(0, NAMED).map(itemText).join(', ')}${billedOnly.length > NAMED ? ', …' : ''}. It is in no figure here.`,
    advice: 'Import the logs of the services behind it, or take it for spend that routing cannot change (storage, searches, training).',
  }];
}

export const billedAssumptions = (side: BilledSide): Analysis['assumptions'] =>
  [...side].map(([provider, factor]) => ({ title: `Bill of ${provider}`, text: `Its calls are counted at ${factorText(factor)} of the price here. ${factor < 1 ? 'Candidates of the same provider are not: whether a discount holds for them is not known.' : 'Candidates of the same provider are too.'}`, source: 'Your bill' }));
