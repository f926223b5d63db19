import { imageRuleOf } from '../catalog/token-rules.js';
import type { TextKind } from '../model/call.js';
import { type Cell, cellKeyText } from '../model/cell.js';
import type { Catalog, CatalogModel } from '../model/catalog.js';
import type { Candidate } from './gates/gate.js';
import { mostRemovedOf, toolStepOf } from './tokens.js';
import type { ServedBy } from './traffic.js';

export interface BreakpointInput {
  cells: readonly Cell[];
  servedBy: (cell: Cell) => ServedBy | undefined;
  catalog: Catalog;
  candidates: readonly Candidate[];
  pricesAt: number;
}

/**
 * Keys of the cells that may hold a price step, a billed cache minimum or a price change for the incumbent or for some candidate, in incumbent tokens at the ratio of
 * this run. Their calls must be priced one by one; for every other cell the sums suffice, because cost is linear between breakpoints. So must calls with images
 * some of which have their tokens reported and some not, whose images or tools by rule may exceed what one of them reported, or some of which gain and some lose on a
 * candidate that reads a cache.
 */
export function splitCellKeys(input: BreakpointInput): Set<string> {
  const breakpoints = new Map<string, Breakpoints>();
  const caching = cachingIds(input);
  const split = new Set<string>();
  for (const cell of input.cells) {
    const served = input.servedBy(cell);
    if (served === undefined || cell.key.standing !== 'billed') continue;
    const { minInput, maxInput, minAt, maxAt } = cell.range;
    const key = `${served.id}\u001f${cell.key.textKind}`;
    const found = breakpoints.get(key) ?? breakpointsOf(input, { served, textKind: cell.key.textKind, readsCache: caching.has(served.id) });
    breakpoints.set(key, found);
    const changes = maxAt > minAt ? input.catalog.priceChanges(served.model, { tier: served.tier, from: minAt, to: maxAt }) : [];
    const isBetween = changes.length > 0 || found.plain.some((point) => minInput <= point && point < maxInput);
    if (isBetween || (hasOverhead(cell) && (isUneven(cell, served.model, found) || isNearPoint(cell, found.ofCandidates)))) split.add(cellKeyText(cell.key));
  }
  return split;
}

interface Breakpoints {
  /** Incumbent tokens, ascending. */
  plain: readonly number[];
  ofCandidates: readonly CandidatePoint[];
  /** The incumbent's cache was read, and some candidate with a cache of its own counts images in its own way. */
  readsImages: boolean;
}

/** Ids of who served calls that read a cache: only for these are candidates priced with one. */
const cachingIds = ({ cells, servedBy }: BreakpointInput): Set<string> =>
  new Set(cells.filter(({ sums }) => sums.cacheReadTokens > 0).flatMap((cell) => servedBy(cell)?.id ?? []));

/** A breakpoint of one candidate in incumbent tokens, and how far one request may move against it by its tools and images. */
interface CandidatePoint {
  point: number;
  fixed: number;
  perTool: number;
  imageGain: number;
  imageLoss: number;
}

const hasOverhead = ({ sums }: Cell): boolean => sums.callsWithTools > 0 || sums.images > 0;

/** Its calls may differ in a way that no sum shows: images reported for some alone, more taken off than was there, gains beside losses. */
function isUneven(cell: Cell, from: CatalogModel, { readsImages }: Breakpoints): boolean {
  const { sums, range } = cell;
  if (sums.calls === 1) return false;
  if (sums.reportedImages > 0 && sums.reportedImages < sums.images) return true;
  const hasImages = sums.images > 0 && (sums.reportedImages > 0 || imageRuleOf(from) !== undefined);
  return (hasImages && readsImages) || mostRemovedOf(cell, { from, hasImages, hasTools: true }) > range.minInput;
}

function isNearPoint({ sums, range }: Cell, points: readonly CandidatePoint[]): boolean {
  if (sums.calls === 1) return false;
  const tools = range.maxTools ?? sums.toolDefinitions;
  const images = range.maxImages ?? sums.images;
  const isEveryCall = sums.callsWithTools === sums.calls;
  return points.some(({ point, fixed, perTool, imageGain, imageLoss }) => {
    const low = (isEveryCall ? fixed : Math.min(0, fixed)) + Math.min(0, perTool * tools) - images * imageLoss;
    const high = (isEveryCall ? fixed : Math.max(0, fixed)) + Math.max(0, perTool * tools) + images * imageGain;
    return range.minInput + low <= point && point < range.maxInput + high;
  });
}

function breakpointsOf(input: BreakpointInput, { served, textKind, readsCache }: { served: ServedBy; textKind: TextKind; readsCache: boolean }): Breakpoints {
  const points = new Set(stepsOf(input, served.model, served.tier));
  const ofCandidates = new Map<string, CandidatePoint>();
  const readsImages = readsCache && input.candidates.some(({ model }) => model.cache?.isAutomatic === true && imageRuleOf(model) !== undefined);
  for (const { model } of input.candidates) {
    const ratio = input.catalog.tokenRatio(served.model, model, textKind);
    if (!ratio.known) continue;
    const billed = [...stepsOf(input, model, served.tier), ...(model.cache?.isAutomatic === true && model.cache.chargesWrites ? [model.cache.minimumTokens] : [])];
    const read = model.cache?.isAutomatic === true && !model.cache.chargesWrites && readsCache ? [model.cache.minimumTokens] : [];
    for (const point of billed) points.add(point / ratio.value.ratio);
    for (const point of [...billed, ...read]) {
      const candidatePoint = { point: point / ratio.value.ratio, ...movesOf(served.model, model, ratio.value.ratio) };
      ofCandidates.set(Object.values(candidatePoint).join(' '), candidatePoint);
    }
  }
  return { plain: [...points].sort((a, b) => a - b), ofCandidates: [...ofCandidates.values()], readsImages };
}

/** Tokens. No image of any known family takes more; stands in where a family sets no bound. */
const MOST_OF_ONE_IMAGE = 50_000;

function movesOf(from: CatalogModel, to: CatalogModel, ratio: number): Omit<CandidatePoint, 'point'> {
  const step = toolStepOf({ from, to, ratio }) ?? { fixed: 0, perTool: 0 };
  const isSame = from.baseModel === to.baseModel || imageRuleOf(to) === undefined;
  return {
    fixed: step.fixed / ratio, perTool: step.perTool / ratio,
    imageGain: isSame ? 0 : (imageRuleOf(to)?.most ?? MOST_OF_ONE_IMAGE) / ratio, imageLoss: isSame ? 0 : (imageRuleOf(from)?.most ?? MOST_OF_ONE_IMAGE),
  };
}

function stepsOf(input: BreakpointInput, model: CatalogModel, tier: string): number[] {
  const card = input.catalog.rateCard(model, { tier, at: input.pricesAt, inputTokens: 0 });
  return card.known ? [...card.value.steps] : [];
}
