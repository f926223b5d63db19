import type { Catalog, CatalogModel, Ratio } from '../model/catalog.js';
import { type Task, type TextKind, needsMask } from '../model/call.js';
import type { Cell } from '../model/cell.js';
import { type Outcome, known } from '../model/outcome.js';
import { Z80, areRelated, publishedRatio } from './ratios.js';

/** Sampled calls, and cells they come from, that a ratio of the user's own needs: fewer say nothing of its spread. */
const MIN_SAMPLED_CALLS = 30;
const MIN_CELLS = 5;
/** Calls behind a reasoning length of the user's own. */
const MIN_REASONING_CALLS = 30;
/** ln. What a mean over one workload's calls says of another's of the same task; the same figure as for output lengths. */
const OTHER_PROMPTS_SD = 0.18;
/** ln. Frames around messages differ with the shape of conversations, however many calls were counted. */
const LEAST_SD = 0.01;
/** Reported / counted tokens beyond which the log's text is not the prompt that was billed (cut, or left out). */
const PLAUSIBLE = { from: 0.4, to: 6 };
const HOUR_MS = 3_600_000;

/** Tools are written into the prompt in ways that nobody publishes, and sound, files and images are no text. */
const NOT_TEXT_ALONE = needsMask(['tools', 'vision', 'audio', 'documents', 'provider_tools', 'stateful']);

/** ln of a ratio and its standard deviation. */
interface Estimate { log: number; sd: number; calls: number }

/**
 * The catalog with what the user's own calls say: tokens of a model per token of o200k_base and text kind (reported / counted, from the 1 call in 200 that was
 * counted), and reasoning length of a model x effort x task where calls of it were seen (cells without any are left out: they may not have reported it). Both
 * belong to the weights, whatever the host, and are weighted with what is published by their precision, in the logarithm. A pair of models is changed only where both were seen, or where the one that was not has a published vocabulary.
 *
 * Example: published ln ratio 0.26 ± 0.11, own 0.20 ± 0.02: (0.26 / 0.0121 + 0.20 / 0.0004) / (1 / 0.0121 + 1 / 0.0004) = 0.202.
 */
export function withOwnRatios(catalog: Catalog, cells: readonly Cell[]): Catalog {
  const groups = groupCells(catalog, cells);
  const tokens = estimateAll(groups.tokens, (points) => ratioOfSums(points, MIN_SAMPLED_CALLS));
  const reasoning = estimateAll(groups.reasoning, (points) => ratioOfSums(points, MIN_REASONING_CALLS));
  if (tokens.size === 0 && reasoning.size === 0) return catalog;
  return {
    ...catalog,
    tokenRatio: (from, to, textKind) => ownTokenRatio({ from, to, published: catalog.tokenRatio(from, to, textKind), ownOf: (model) => tokens.get(tokenKey(model, textKind)), textKind }),
    reasoningTokens: (model, effort, task) => ownReasoning(catalog.reasoningTokens(model, effort, task), reasoning.get(reasoningKey(model, effort, task))),
  };
}

/** One cell's sums: `value` per `base`, over `calls` calls. */
interface Point { value: number; base: number; calls: number }

const tokenKey = (model: CatalogModel, textKind: TextKind): string => `${model.baseModel}\u001f${textKind}`;
const reasoningKey = (model: CatalogModel, effort: string, task: Task): string => `${model.baseModel}\u001f${effort === '' ? (model.defaultEffort ?? '') : effort}\u001f${task}`;

function groupCells(catalog: Catalog, cells: readonly Cell[]): Record<'tokens' | 'reasoning', Map<string, Point[]>> {
  const groups = { tokens: new Map<string, Point[]>(), reasoning: new Map<string, Point[]>() };
  const add = (name: keyof typeof groups, key: string, point: Point): void => {
    const points = groups[name].get(key);
    if (points === undefined) groups[name].set(key, [point]);
    else points.push(point);
  };
  const models = new Map<string, CatalogModel | undefined>();
  for (const { key, sums } of cells) {
    const isCounted = sums.sampledCalls > 0 && (key.needsMask & NOT_TEXT_ALONE) === 0;
    const hasReasoned = sums.reasoningTokens > 0 && key.standing === 'billed';
    if (!isCounted && !hasReasoned) continue;
    const name = `${key.incumbent.provider}\u001f${key.incumbent.model}`;
    if (!models.has(name)) models.set(name, catalog.resolve(key.incumbent.provider, key.incumbent.model, key.hour * HOUR_MS).model);
    const model = models.get(name);
    if (model === undefined) continue;
    if (isCounted) add('tokens', tokenKey(model, key.textKind), { value: sums.sampledReportedTokens, base: sums.sampledCountedTokens, calls: sums.sampledCalls });
    if (hasReasoned && model.efforts.length > 0) add('reasoning', reasoningKey(model, key.incumbent.effort, key.task), { value: sums.reasoningTokens, base: sums.calls, calls: sums.calls });
  }
  return groups;
}

function estimateAll(groups: ReadonlyMap<string, readonly Point[]>, estimate: (points: readonly Point[]) => Estimate | undefined): Map<string, Estimate> {
  return new Map([...groups].flatMap(([key, points]) => {
    const found = estimate(points);
    return found === undefined ? [] : [[key, found] as const];
  }));
}

/** Ratio of two sums over cells, with the standard deviation that the spread between cells gives it (linearised). Absent with too few calls or cells. */
function ratioOfSums(points: readonly Point[], minCalls: number): Estimate | undefined {
  const calls = points.reduce((sum, point) => sum + point.calls, 0);
  const base = points.reduce((sum, point) => sum + point.base, 0);
  const value = points.reduce((sum, point) => sum + point.value, 0);
  if (calls < minCalls || points.length < MIN_CELLS || base <= 0 || value <= 0) return undefined;
  const ratio = value / base;
  const squares = points.reduce((sum, point) => sum + (point.value - ratio * point.base) ** 2, 0);
  const sd = Math.sqrt((squares * points.length) / (points.length - 1)) / value;
  return { log: Math.log(ratio), sd: Math.max(LEAST_SD, sd), calls };
}

interface OwnQuery {
  from: CatalogModel;
  to: CatalogModel;
  published: Outcome<Ratio>;
  ownOf: (model: CatalogModel) => Estimate | undefined;
  textKind: TextKind;
}

function ownTokenRatio({ from, to, published, ownOf, textKind }: OwnQuery): Outcome<Ratio> {
  if (from.baseModel === to.baseModel || from.tokenizer === to.tokenizer) return published;
  const [source, target] = [plausible(ownOf(from)), plausible(ownOf(to))];
  if (source !== undefined && target !== undefined) {
    const own: Estimate = { log: target.log - source.log, sd: Math.hypot(source.sd, target.sd), calls: source.calls + target.calls };
    return known(bandOf(published.known ? weighted(own, estimateOf(published.value)) : own, own.calls, published));
  }
  const seen = source ?? target;
  if (seen === undefined || areRelated(from, to)) return published;
  const [sourceBand, targetBand] = [publishedRatio(from, textKind), publishedRatio(to, textKind)];
  const seenBand = source === undefined ? targetBand : sourceBand;
  if (seenBand !== undefined && seenBand.low === seenBand.high) return published;
  const ends = [source, target].map((own, at) => {
    const band = at === 0 ? sourceBand : targetBand;
    if (own === undefined) return band === undefined ? undefined : estimateOf(band);
    return band === undefined ? own : weighted(own, estimateOf(band));
  });
  const [first, second] = ends;
  if (first === undefined || second === undefined) return published;
  return known(bandOf({ log: second.log - first.log, sd: Math.hypot(first.sd, second.sd) }, seen.calls, published));
}

const plausible = (own: Estimate | undefined): Estimate | undefined =>
  (own !== undefined && Math.exp(own.log) >= PLAUSIBLE.from && Math.exp(own.log) <= PLAUSIBLE.to ? own : undefined);

const estimateOf = ({ ratio, low, high }: Ratio): { log: number; sd: number } =>
  ({ log: Math.log(ratio), sd: low > 0 && high > low ? Math.log(high / low) / (2 * Z80) : 0 });

/** Precision-weighted mean of two logarithms; a published figure without a band is exact and stays. */
function weighted(own: { log: number; sd: number }, published: { log: number; sd: number }): { log: number; sd: number } {
  if (published.sd === 0) return published;
  const [ownWeight, publishedWeight] = [own.sd ** -2, published.sd ** -2];
  return { log: (own.log * ownWeight + published.log * publishedWeight) / (ownWeight + publishedWeight), sd: (ownWeight + publishedWeight) ** -0.5 };
}

function bandOf({ log, sd }: { log: number; sd: number }, calls: number, published: Outcome<Ratio>): Ratio {
  const source = `own calls, n = ${calls}${published.known ? `, with ${published.value.source}` : ''}`;
  return { ratio: Math.exp(log), low: Math.exp(log - Z80 * sd), high: Math.exp(log + Z80 * sd), source };
}

/** The user's own calls of that model, effort and task stand where nothing is published; a published length with a band is weighted with them. */
function ownReasoning(published: Outcome<Ratio>, own: Estimate | undefined): Outcome<Ratio> {
  if (own === undefined || (published.known && published.value.ratio === 0)) return published;
  const wide = { log: own.log, sd: Math.hypot(own.sd, OTHER_PROMPTS_SD) };
  return known(bandOf(published.known ? weighted(wide, estimateOf(published.value)) : wide, own.calls, published));
}
