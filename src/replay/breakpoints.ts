import { imageRuleOf } from '../catalog/token-rules.js';
import type { TextKind } from '../model/call.js';
import { type Cell, cellKeyText } from '../model/cell.js';
import type { Catalog, CatalogModel } from '../model/catalog.js';
import type { Candidate } from './gates/gate.js';
import { toolStepOf } from './tokens.js';
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
 * some of which have their tokens reported and some not.
 */
export function splitCellKeys(input: BreakpointInput): Set<string> {
  const breakpoints = new Map<string, Breakpoints>();
  const split = new Set<string>();
  for (const cell of input.cells) {
    const served = input.servedBy(cell);
    if (served === undefined || cell.key.standing !== 'billed') continue;
    const { minInput, maxInput, minAt, maxAt } = cell.range;
    const key = `${served.id}\u001f${cell.key.textKind}`;
    const found = breakpoints.get(key) ?? breakpointsOf(input, served, cell.key.textKind);
    breakpoints.set(key, found);
    const changes = maxAt > minAt ? input.catalog.priceChanges(served.model, { tier: served.tier, from: minAt, to: maxAt }) : [];
    const isBetween = changes.length > 0 || found.plain.some((point) => minInput <= point && point < maxInput);
    if (isBetween || (hasOverhead(cell) && isNearPoint(cell, found.ofCandidates))) split.add(cellKeyText(cell.key));
  }
  return split;
}

interface Breakpoints {
  /** Incumbent tokens, ascending. */
  plain: readonly number[];
  ofCandidates: readonly CandidatePoint[];
}

/** A breakpoint of one candidate in incumbent tokens, and how far one request may move against it by its tools and images. */
interface CandidatePoint {
  point: number;
  fixed: number;
  perTool: number;
  imageGain: number;
  imageLoss: number;
}

const hasOverhead = ({ sums }: Cell): boolean => sums.callsWithTools > 0 || sums.images > 0;

function isNearPoint({ sums, range }: Cell, points: readonly CandidatePoint[]): boolean {
  if (range.minInput === range.maxInput && sums.calls === 1) return false;
  if (sums.reportedImages > 0 && sums.reportedImages < sums.images) return true;
  const tools = range.maxTools ?? sums.toolDefinitions;
  const images = range.maxImages ?? sums.images;
  const isEveryCall = sums.callsWithTools === sums.calls;
  return points.some(({ point, fixed, perTool, imageGain, imageLoss }) => {
    const low = (isEveryCall ? fixed : Math.min(0, fixed)) + Math.min(0, perTool * tools) - images * imageLoss;
    const high = (isEveryCall ? fixed : Math.max(0, fixed)) + Math.max(0, perTool * tools) + images * imageGain;
    return range.minInput + low <= point && point < range.maxInput + high;
  });
}

function breakpointsOf(input: BreakpointInput, served: ServedBy, textKind: TextKind): Breakpoints {
  const points = new Set(stepsOf(input, served.model, served.tier));
  const ofCandidates = new Map<string, CandidatePoint>();
  for (const { model } of input.candidates) {
    const ratio = input.catalog.tokenRatio(served.model, model, textKind);
    if (!ratio.known) continue;
    const own = [...stepsOf(input, model, served.tier), ...(model.cache?.isAutomatic === true && model.cache.chargesWrites ? [model.cache.minimumTokens] : [])];
    for (const ownPoint of own) {
      const candidatePoint = { point: ownPoint / ratio.value.ratio, ...movesOf(served.model, model, ratio.value.ratio) };
      points.add(candidatePoint.point);
      ofCandidates.set(Object.values(candidatePoint).join(' '), candidatePoint);
    }
  }
  return { plain: [...points].sort((a, b) => a - b), ofCandidates: [...ofCandidates.values()] };
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
