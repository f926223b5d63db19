import type { TextKind } from '../model/call.js';
import { type Cell, cellKeyText } from '../model/cell.js';
import type { Catalog, CatalogModel } from '../model/catalog.js';
import type { Candidate } from './gates/gate.js';
import type { ServedBy } from './traffic.js';

export interface BreakpointInput {
  cells: readonly Cell[];
  servedBy: (cell: Cell) => ServedBy | undefined;
  catalog: Catalog;
  candidates: readonly Candidate[];
  pricesAt: number;
}

/**
 * Keys of the cells that hold a price step, a billed cache minimum or a price change for the incumbent or for some candidate, in incumbent tokens at the ratio of this run.
 * Their calls must be priced one by one; for every other cell the sums suffice, because cost is linear between breakpoints.
 */
export function splitCellKeys(input: BreakpointInput): Set<string> {
  const breakpoints = new Map<string, number[]>();
  const split = new Set<string>();
  for (const cell of input.cells) {
    const served = input.servedBy(cell);
    if (served === undefined || cell.key.standing !== 'billed') continue;
    const { minInput, maxInput, minAt, maxAt } = cell.range;
    const key = `${served.id}\u001f${cell.key.textKind}`;
    const points = breakpoints.get(key) ?? pointsOf(input, served, cell.key.textKind);
    breakpoints.set(key, points);
    const changes = maxAt > minAt ? input.catalog.priceChanges(served.model, { tier: served.tier, from: minAt, to: maxAt }) : [];
    if (changes.length > 0 || points.some((point) => minInput <= point && point < maxInput)) split.add(cellKeyText(cell.key));
  }
  return split;
}

function pointsOf(input: BreakpointInput, served: ServedBy, textKind: TextKind): number[] {
  const points = stepsOf(input, served.model, served.tier);
  for (const { model } of input.candidates) {
    const ratio = input.catalog.tokenRatio(served.model, model, textKind);
    if (!ratio.known) continue;
    const own = [...stepsOf(input, model, served.tier), ...(model.cache?.isAutomatic === true && model.cache.chargesWrites ? [model.cache.minimumTokens] : [])];
    for (const point of own) points.push(point / ratio.value.ratio);
  }
  return [...new Set(points)].sort((a, b) => a - b);
}

function stepsOf(input: BreakpointInput, model: CatalogModel, tier: string): number[] {
  const card = input.catalog.rateCard(model, { tier, at: input.pricesAt, inputTokens: 0 });
  return card.known ? [...card.value.steps] : [];
}
