import type { Billing } from '../model/call.js';
import type { Cell } from '../model/cell.js';
import { cellKeyText } from '../model/cell.js';
import type { Catalog } from '../model/catalog.js';
import type { Config } from '../model/config.js';
import { unknown } from '../model/outcome.js';
import { costOnIncumbent, inputOf, unitOfCell, type Unit } from '../replay/index.js';
import { createPaidBy } from './billing.js';
import { type Served, createServedBy } from './served.js';

/** Where the calls of a cell belong in the accounting identity, before any threshold. */
export type Place = 'routable' | 'duplicates' | 'failed' | 'unknown-usage' | 'unpriced' | 'not-metered' | 'free';

export interface LedgerEntry {
  cell: Cell;
  unit: Unit;
  served: Served;
  billing: Billing;
  /** Place in the settings of the commitment that it runs under, or (`coming`) would run under once that begins. */
  commitment?: number;
  coming?: number;
  /** All commitments that cover calls like these, whatever their days; with `commitment` only. */
  covering?: readonly number[];
  place: Place;
  /** Why it has no price; '' otherwise. */
  reason: string;
  /** Weighted cost at the calls' own instant; 0 for failed and free ones, and for what has no known cost. */
  actualNano: number;
  /** The same at the catalog's prices whoever pays; undefined where these are not known. */
  pricedNano: number | undefined;
}

export interface LedgerInput {
  /** Cells of the window, ordered by key. */
  cells: readonly Cell[];
  rows: ReadonlyMap<string, readonly Cell[]>;
  catalog: Catalog;
  config: Config;
}

/** Every cell with its place and its cost at the time. Each call is in exactly one place. */
export function keepLedger(input: LedgerInput): LedgerEntry[] {
  const servedBy = createServedBy(input.catalog);
  const paidBy = createPaidBy(input.config, input.catalog);
  return input.cells.map((cell) => {
    const unit = unitOfCell(cell, input.rows.get(cellKeyText(cell.key)));
    const served = servedBy(cell);
    const paid = paidBy(cell, served.served);
    const entry = { cell, unit, served, ...paid, reason: '', actualNano: 0, pricedNano: undefined };
    if (cell.key.standing === 'failed') return { ...entry, place: 'failed' };
    if (cell.key.standing === 'unknown') return { ...entry, place: paid.billing === 'free' ? 'free' : 'unknown-usage' };
    const cost = served.served === undefined ? unknown(served.note) : costOnIncumbent(input.catalog, unit, { served: served.served });
    const pricedNano = cost.known ? Math.round(cost.value) : undefined;
    if (paid.billing === 'free') return { ...entry, pricedNano, place: 'free' };
    if (!cost.known || pricedNano === undefined) return { ...entry, place: 'unpriced', reason: cost.known ? '' : cost.reason };
    const place = paid.billing !== 'metered' ? 'not-metered' : cell.key.repeat === 'duplicate' ? 'duplicates' : 'routable';
    return { ...entry, place, pricedNano, actualNano: pricedNano };
  });
}

export interface Totals {
  storedCalls: number;
  calls: number;
  billedCalls: number;
  failedCalls: number;
  unknownUsageCalls: number;
  unpricedCalls: number;
  estimatedPriceCalls: number;
  estimatedUsageCalls: number;
  inputTokens: number;
  outputTokens: number;
  spendNano: number;
  meteredNano: number;
  notMeteredNano: number;
  unpricedModels: { provider: string; model: string; calls: number; reason: string }[];
}

export function totalsOf(entries: readonly LedgerEntry[]): Totals {
  const totals: Totals = {
    storedCalls: 0, calls: 0, billedCalls: 0, failedCalls: 0, unknownUsageCalls: 0, unpricedCalls: 0, estimatedPriceCalls: 0, estimatedUsageCalls: 0,
    inputTokens: 0, outputTokens: 0, spendNano: 0, meteredNano: 0, notMeteredNano: 0, unpricedModels: [],
  };
  const unpriced = new Map<string, Totals['unpricedModels'][number]>();
  for (const { cell, unit: { sums }, served, place, reason, actualNano } of entries) {
    totals.storedCalls += cell.sums.calls;
    totals.calls += sums.calls;
    totals.spendNano += actualNano;
    if (cell.key.standing === 'billed') totals.billedCalls += sums.calls;
    if (place === 'failed') totals.failedCalls += sums.calls;
    if (place === 'unknown-usage') totals.unknownUsageCalls += sums.calls;
    if (place === 'not-metered') totals.notMeteredNano += actualNano;
    if (place === 'routable' || place === 'duplicates') totals.meteredNano += actualNano;
    if (served.match === 'prefix' && cell.key.standing === 'billed') totals.estimatedPriceCalls += sums.calls;
    totals.estimatedUsageCalls += sums.estimatedCalls;
    totals.inputTokens += inputOf(sums);
    totals.outputTokens += sums.outputTokens;
    if (place !== 'unpriced') continue;
    totals.unpricedCalls += sums.calls;
    const { provider, model } = cell.key.incumbent;
    const former = unpriced.get(`${provider}/${model}`) ?? { provider, model, calls: 0, reason };
    unpriced.set(`${provider}/${model}`, { ...former, calls: former.calls + sums.calls });
  }
  totals.unpricedModels = [...unpriced.values()].sort((a, b) => b.calls - a.calls || (a.model < b.model ? -1 : 1));
  return totals;
}
