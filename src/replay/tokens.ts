import { imageRuleOf, imageTokens, toolRuleOf } from '../catalog/token-rules.js';
import type { CatalogModel } from '../model/catalog.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import type { Unit } from './traffic.js';

/** The candidate's input tokens of a unit = input x ratio + plus + minus. All in the candidate's own tokens. */
export interface InputShape {
  /** >= 0: what images and tools add. */
  plus: number;
  /** <= 0: what they take off. */
  minus: number;
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

/** One kind of correction: `total` over the unit, and what one call may get of it. */
interface Correction { total: number; low: number; high: number }

const NONE: Correction = { total: 0, low: 0, high: 0 };

/** 'parts': the answer differs from call to call, so that finer units must be asked. */
export type Shaped = Outcome<InputShape> | 'parts';

/**
 * What images and tool definitions add to, or take off, the text that scales with the tokenizer. Each correction is linear in the sums, so that units add up:
 * text' = (input - the incumbent's image and tool tokens) x ratio, and on it come the candidate's own.
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
  const corrections = [images.value, ...tools];
  const plus = corrections.reduce((sum, { total }) => sum + Math.max(0, total), 0);
  const minus = corrections.reduce((sum, { total }) => sum + Math.min(0, total), 0);
  const isOneSize = unit.parts.length === 0 && range.minInput === range.maxInput && sums.calls > 0;
  const low = isOneSize ? (plus + minus) / sums.calls : corrections.reduce((sum, correction) => sum + correction.low, 0);
  const high = isOneSize ? low : corrections.reduce((sum, correction) => sum + correction.high, 0);
  return known({ plus, minus, lowest: Math.max(0, range.minInput * query.ratio + low), highest: Math.max(0, range.maxInput * query.ratio + high) });
}

function imageCorrection({ sums, range, parts }: Unit, { from, to, ratio }: ShapeQuery): Outcome<Correction> | 'parts' {
  if (sums.images === 0 && sums.imageInputTokens === 0) return known(NONE);
  if (from === undefined) return unknown('images or audio of unknown size have no price on another family');
  if (from.tokenizer === to.tokenizer && imageRuleOf(from) !== undefined && imageRuleOf(from) === imageRuleOf(to)) return known(NONE);
  if (sums.unsizedImages > 0 || sums.images === 0) return unknown(`images of unknown size (a link, a file id) cannot be counted on ${to.id}`);
  const target = imageTokens(to, sums);
  if (!target.known) return target;
  if (sums.reportedImages > 0 && sums.reportedImages < sums.images) return parts.length > 0 ? 'parts' : unknown('image tokens were reported for some of the calls only');
  const source = sums.reportedImages > 0 ? known(sums.imageInputTokens) : imageTokens(from, sums);
  if (!source.known) return source;
  const total = target.value - ratio * source.value;
  const most = range.maxImages ?? sums.images;
  const [mostHere, mostThere] = [imageRuleOf(from)?.most, imageRuleOf(to)?.most];
  return known({
    total,
    low: -ratio * Math.min(source.value, sums.reportedImages > 0 || mostHere === undefined ? Infinity : mostHere * most),
    high: Math.min(target.value, mostThere === undefined ? Infinity : mostThere * most),
  });
}

/** Nothing where either side's figure is not known: half a correction would flatter one of them. */
function toolCorrections({ sums, range }: Unit, { from, to, ratio }: ShapeQuery): Correction[] {
  if (sums.callsWithTools === 0 || from === undefined) return [];
  const step = toolStepOf({ from, to, ratio });
  if (step === undefined) return [];
  const isEveryCall = sums.callsWithTools >= sums.calls;
  const most = range.maxTools ?? sums.toolDefinitions;
  return [
    { total: step.fixed * sums.callsWithTools, low: isEveryCall ? step.fixed : Math.min(0, step.fixed), high: isEveryCall ? step.fixed : Math.max(0, step.fixed) },
    { total: step.perTool * sums.toolDefinitions, low: Math.min(0, step.perTool * most), high: Math.max(0, step.perTool * most) },
  ];
}

/** Candidate tokens that a request with tools gains, once and for each tool; negative = loses. */
export function toolStepOf({ from, to, ratio }: { from: CatalogModel; to: CatalogModel; ratio: number }): { fixed: number; perTool: number } | undefined {
  const [source, target] = [toolRuleOf(from), toolRuleOf(to)];
  if (source === undefined || target === undefined || from.baseModel === to.baseModel) return undefined;
  return { fixed: target.fixed - ratio * source.fixed, perTool: target.perTool - ratio * source.perTool };
}
