import { effortLevel, effortWords } from '../quality/efforts.js';
import { lineOf } from '../quality/names.js';
import type { Coefficients } from '../quality/tables.js';
import { DEVIATION_VARIANCE, type FittedModel, fitAbilities } from './quality-ability.js';
import { fitShares, type GappedPair, meanOf, pairResults, publishedFamilyOf, type OutcomeItem } from './quality-pairs.js';
import type { Score } from './quality-scores.js';

/** Loss of an item's outcome (0..1) that counts as worse: the default margin. It matters for judged outcomes only; graded ones are 0 or 1. */
const ITEM_MARGIN = 0.05;
const MIN_SCORES = 10;
const round = (value: number): number => Number(value.toFixed(3));

/** Pairs with gaps from abilities that never saw the benchmark's family. Pairs with a model that has no published score are left out. */
export function gappedPairs(scores: readonly Score[], items: readonly OutcomeItem[]): GappedPair[] {
  const fits = new Map<string, Map<string, FittedModel>>();
  const abilitiesWithout = (family: string | undefined): Map<string, FittedModel> => {
    const key = family ?? '';
    const former = fits.get(key);
    if (former !== undefined) return former;
    const byId = new Map(fitAbilities(scores, family).filter((model) => model.level === effortLevel(model.base, undefined)).map((model) => [model.base, model]));
    fits.set(key, byId);
    return byId;
  };
  return pairResults(items, ITEM_MARGIN).flatMap((pair) => {
    const abilities = abilitiesWithout(publishedFamilyOf(pair.benchmark));
    const [incumbent, candidate] = [abilities.get(pair.incumbent), abilities.get(pair.candidate)];
    if (incumbent === undefined || candidate === undefined) return [];
    const onTask = (model: FittedModel): number => model.ability + (model.deviations.get(pair.category)?.deviation ?? 0);
    return [{ ...pair, gap: onTask(candidate) - onTask(incumbent), gapVariance: candidate.variance + incumbent.variance }];
  });
}

const spreadOf = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
};

/** Gains of the effort levels over the plain name of the same weights: least squares over models with at least two levels, by rounds of averages; never falling with effort. */
function effortGains(models: readonly FittedModel[]): { gains: Record<string, number>; sd: number } {
  const groups = new Map<string, FittedModel[]>();
  for (const model of models.filter((candidate) => candidate.scores >= MIN_SCORES)) groups.set(model.base, [...(groups.get(model.base) ?? []), model]);
  const several = [...groups.values()].filter((group) => group.length >= 2);
  const levels = ['', ...effortWords.filter((word) => word !== 'none')];
  let gains = new Map(levels.map((level) => [level, 0]));
  let residuals: number[] = [];
  /** Two pseudo-models without gain keep levels that few models have near the plain name. */
  const pseudoModels = 2;
  for (let pass = 0; pass < 100; pass += 1) {
    const left = new Map(levels.map((level) => [level, [] as number[]]));
    residuals = [];
    for (const group of several) {
      const base = meanOf(group.map((model) => model.ability - (gains.get(model.level) as number)));
      for (const model of group) {
        left.get(model.level)?.push(model.ability - base);
        residuals.push(model.ability - base - (gains.get(model.level) as number));
      }
    }
    gains = new Map([...left].map(([level, values]) => [level, values.reduce((sum, value) => sum + value, 0) / (values.length + pseudoModels)]));
  }
  const plain = gains.get('') as number;
  let highest = -Infinity;
  const rising: [string, number][] = levels.slice(1).map((level) => {
    highest = Math.max(highest, (gains.get(level) as number) - plain);
    return [level, round(highest)];
  });
  return { gains: Object.fromEntries(rising), sd: round(spreadOf(residuals) * Math.SQRT2) };
}

/** What one generation of a product line adds: from every model to the mean of the version before it, at the same level. */
function generations(models: readonly FittedModel[]): { gain: number; sd: number } {
  const lines = new Map<string, { version: number; ability: number }[]>();
  for (const model of models.filter((candidate) => candidate.scores >= MIN_SCORES && !candidate.base.startsWith('other/'))) {
    const { line, version } = lineOf(model.base);
    if (version === undefined) continue;
    const key = `${line}\t${model.level}`;
    lines.set(key, [...(lines.get(key) ?? []), { version, ability: model.ability }]);
  }
  const steps: number[] = [];
  for (const members of lines.values()) {
    const versions = [...new Set(members.map((member) => member.version))].sort((a, b) => a - b);
    versions.slice(1).forEach((version, index) => {
      const of = (wanted: number): number => meanOf(members.filter((member) => member.version === wanted).map((member) => member.ability));
      steps.push(of(version) - of(versions[index] as number));
    });
  }
  return { gain: round(meanOf(steps)), sd: round(spreadOf(steps)) };
}

/** Everything that is fitted beside the abilities. */
export function fitCoefficients(models: readonly FittedModel[], pairs: readonly GappedPair[]): Coefficients {
  const efforts = effortGains(models);
  const line = generations(models);
  return {
    ...fitShares(pairs),
    deviationVariance: DEVIATION_VARIANCE,
    generationGain: line.gain,
    generationSd: line.sd,
    effortGains: efforts.gains,
    effortSd: efforts.sd,
    gapSd: round(Math.sqrt(meanOf(pairs.map((pair) => pair.gapVariance)))),
  };
}
