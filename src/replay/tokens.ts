import { imageRuleOf, imageTokens, toolRuleOf } from '../catalog/token-rules.js';
import type { CatalogModel } from '../model/catalog.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { type Unit, inputOf } from './traffic.js';

/** The candidate's input tokens of a unit = input x ratio + plus + minus. All in the candidate's own tokens. */
export interface InputShape {
  /** >= 0: what images and tools add. */
  plus: number;
  /** <= 0: what they take off. */
  minus: number;
  /** Some calls may gain and others lose by their images: `plus` and `minus` then hold both sides in full, the dearer reading where a cache is read. */
  isMixed: boolean;
  /** Bounds of the input of one call. */
  lowest: number;
  highest: number;
}

export interface ShapeQuery {
  /** Absent: who served is not known, and only traffic without images can be turned. */
  from: CatalogModel | undefined;
  to: CatalogModel;
  ratio: number;
  /** Take the incumbent's tokens as they are. */
  keepsTokens: boolean;
}

/** One kind of correction: `plus` and `minus` over the unit, and what one call may get of it. */
interface Correction { plus: number; minus: number; low: number; high: number; isMixed?: boolean }

const NONE: Correction = { plus: 0, minus: 0, low: 0, high: 0 };

/** 'parts': the answer differs from call to call, so that finer units must be asked. */
export type Shaped = Outcome<InputShape> | 'parts';

/**
 * What images and tool definitions add to, or take off, the text that scales with the tokenizer. Each correction is linear in the sums, so that units add up:
 * text' = (input - the incumbent's image and tool tokens) x ratio, and on it come the candidate's own. No call loses more than its input.
 *
 * Example: 1000 input tokens, 765 of them an image of 1024 x 1024 on gpt-4o, ratio 1.2, to Claude Opus 4.6: (1000 - 765) x 1.2 + 1369 = 1651.
 */
export function inputShapeOf(unit: Unit, query: ShapeQuery): Shaped {
  const { sums, range } = unit;
  const isSame = query.keepsTokens || query.from?.baseModel === query.to.baseModel;
  if (!isSame && sums.audioInputTokens > 0) return unknown('audio is counted in another way on another family');
  const images = isSame ? known(NONE) : imageCorrection(unit, query);
  if (images === 'parts' || !images.known) return images;
  const tools = isSame ? [] : toolCorrections(unit, query);
  const excess = query.from === undefined ? 0 : excessOf(unit, { from: query.from, hasImages: images.value !== NONE, hasTools: tools.length > 0 });
  if (excess === 'parts') return 'parts';
  const corrections = [images.value, ...tools];
  const sumOf = (name: 'plus' | 'minus' | 'low' | 'high'): number => corrections.reduce((sum, correction) => sum + correction[name], 0);
  const given = query.ratio * excess;
  const minus = Math.min(0, sumOf('minus') + given);
  const plus = sumOf('plus') + Math.max(0, sumOf('minus') + given);
  const isExact = unit.isOneCall === true && sums.calls > 0;
  const low = isExact ? (plus + minus) / sums.calls : sumOf('low');
  const high = isExact ? low : sumOf('high');
  return known({ plus, minus, isMixed: images.value.isMixed === true, lowest: Math.max(0, range.minInput * query.ratio + low), highest: Math.max(0, range.maxInput * query.ratio + high) });
}

function imageCorrection({ sums, range, parts, isOneCall }: Unit, { from, to, ratio }: ShapeQuery): Outcome<Correction> | 'parts' {
  if (sums.images === 0 && sums.imageInputTokens === 0) return known(NONE);
  if (from === undefined) return unknown('images or audio of unknown size have no price on another family');
  if (from.tokenizer === to.tokenizer && imageRuleOf(from) !== undefined && imageRuleOf(from) === imageRuleOf(to)) return known(NONE);
  if (sums.unsizedImages > 0 || sums.images === 0) return unknown(`images of unknown size (a link, a file id) cannot be counted on ${to.id}`);
  const target = imageTokens(to, sums);
  if (!target.known) return target;
  if (sums.reportedImages > 0 && sums.reportedImages < sums.images) return parts.length > 0 ? 'parts' : unknown('image tokens were reported for some of the calls only');
  const source = removedImageTokens(from, sums);
  if (!source.known) return source;
  const removed = ratio * source.value;
  const net = target.value - removed;
  const most = range.maxImages ?? sums.images;
  const [mostHere, mostThere] = [imageRuleOf(from)?.most, imageRuleOf(to)?.most];
  const isMixed = isOneCall !== true && target.value > 0 && removed > 0;
  return known({
    plus: isMixed ? target.value : Math.max(0, net),
    minus: isMixed ? -removed : Math.min(0, net),
    low: -ratio * Math.min(source.value, sums.reportedImages > 0 || mostHere === undefined ? Infinity : mostHere * most),
    high: Math.min(target.value, mostThere === undefined ? Infinity : mostThere * most),
    isMixed,
  });
}

/** The incumbent's own tokens of images: as reported, else by its rule. */
const removedImageTokens = (from: CatalogModel, sums: Unit['sums']): Outcome<number> => (sums.reportedImages > 0 ? known(sums.imageInputTokens) : imageTokens(from, sums));

interface Removal { from: CatalogModel; hasImages: boolean; hasTools: boolean }

/** Incumbent tokens that images and tools of the unit would take off. */
function removedTokens({ sums }: Unit, { from, hasImages, hasTools }: Removal): number {
  const images = hasImages ? removedImageTokens(from, sums) : known(0);
  const tools = hasTools ? toolRuleOf(from) : undefined;
  return (images.known ? images.value : 0) + (tools === undefined ? 0 : tools.fixed * sums.callsWithTools + tools.perTool * sums.toolDefinitions);
}

/** Most of them in one call, as far as they may exceed its input (reported image tokens alone are a part of it); Infinity where nothing bounds them. */
export function mostRemovedOf({ sums, range }: Pick<Unit, 'sums' | 'range'>, { from, hasImages, hasTools }: Removal): number {
  const tools = hasTools && sums.callsWithTools > 0 ? toolRuleOf(from) : undefined;
  const reported = tools === undefined ? 0 : sums.imageInputTokens;
  const images = !hasImages || sums.images === 0 ? 0 : sums.reportedImages > 0 ? reported : (imageRuleOf(from)?.most ?? Infinity) * (range.maxImages ?? sums.images);
  return images + (tools === undefined ? 0 : tools.fixed + tools.perTool * (range.maxTools ?? sums.toolDefinitions));
}

const excesses = new WeakMap<Unit, Map<string, number | 'parts'>>();

/**
 * Tokens >= 0 by which images and tools, counted by rules, exceed the input that was reported: no call can lose more than it had. 'parts' where some call of the
 * unit has such an excess and can be asked; for a unit without parts as much as there may be.
 *
 * Example: 100 input tokens with an image of 765 on gpt-4o: 665.
 */
function excessOf(unit: Unit, removal: Removal): number | 'parts' {
  if (!removal.hasImages && !removal.hasTools) return 0;
  const key = `${removal.from.baseModel} ${removal.hasImages} ${removal.hasTools}`;
  const former = excesses.get(unit) ?? new Map<string, number | 'parts'>();
  const found = former.get(key) ?? findExcess(unit, removal);
  excesses.set(unit, former.set(key, found));
  return found;
}

function findExcess(unit: Unit, removal: Removal): number | 'parts' {
  const { sums, range, parts } = unit;
  const removed = removedTokens(unit, removal);
  const sure = Math.max(0, removed - inputOf(sums));
  if (unit.isOneCall === true || removed === 0) return sure;
  const most = mostRemovedOf(unit, removal);
  if (most <= range.minInput) return 0;
  if (parts.length > 0) return parts.some((part) => excessOf(part, removal) !== 0) ? 'parts' : 0;
  return Math.max(sure, Math.min(removed, sums.calls * (most - Math.max(0, range.minInput))));
}

/** Nothing where either side's figure is not known: half a correction would flatter one of them. */
function toolCorrections({ sums, range }: Unit, { from, to, ratio }: ShapeQuery): Correction[] {
  if (sums.callsWithTools === 0 || from === undefined) return [];
  const step = toolStepOf({ from, to, ratio });
  if (step === undefined) return [];
  const isEveryCall = sums.callsWithTools >= sums.calls;
  const most = range.maxTools ?? sums.toolDefinitions;
  const signed = (total: number): Pick<Correction, 'plus' | 'minus'> => ({ plus: Math.max(0, total), minus: Math.min(0, total) });
  return [
    { ...signed(step.fixed * sums.callsWithTools), low: isEveryCall ? step.fixed : Math.min(0, step.fixed), high: isEveryCall ? step.fixed : Math.max(0, step.fixed) },
    { ...signed(step.perTool * sums.toolDefinitions), low: Math.min(0, step.perTool * most), high: Math.max(0, step.perTool * most) },
  ];
}

/** Candidate tokens that a request with tools gains, once and for each tool; negative = loses. */
export function toolStepOf({ from, to, ratio }: { from: CatalogModel; to: CatalogModel; ratio: number }): { fixed: number; perTool: number } | undefined {
  const [source, target] = [toolRuleOf(from), toolRuleOf(to)];
  if (source === undefined || target === undefined || from.baseModel === to.baseModel) return undefined;
  return { fixed: target.fixed - ratio * source.fixed, perTool: target.perTool - ratio * source.perTool };
}
