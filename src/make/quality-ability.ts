import type { Score } from './quality-scores.js';

/** A model x level with its fitted ability. */
export interface FittedModel {
  base: string;
  level: string;
  ability: number;
  variance: number;
  scores: number;
  newest: string;
  families: string[];
  /** By category: deviation and its variance. */
  deviations: Map<string, { deviation: number; variance: number }>;
}

/** Fewest models in a column: with fewer there is nothing to set it against. */
const MIN_MODELS = 5;
const ROUNDS = 80;
/** Standard deviations at which a score of a column is cut: published tables hold broken runs. */
const CUT = 3;
/** Prior of a column's slope and residual variance, and how many scores each is worth. */
const SLOPE_PRIOR = { value: 0.8, weight: 3 };
const RESIDUAL_PRIOR = { value: 0.3, weight: 4 };
/** Correlation of the residuals of one model within one family: voters of the arena are shared, releases of LiveBench overlap little by task. */
const CORRELATION: Readonly<Record<string, number>> = { lmarena_text: 0.3, livebench: 0.15 };
const OTHER_CORRELATION = 0.2;
/** Variance of a task's deviation between models; larger values lost on benchmarks left out (bench/quality). */
export const DEVIATION_VARIANCE = 0.05;

interface Observation {
  model: number;
  column: number;
  value: number;
  weight: number;
}

const modelKey = (score: Score): string => `${score.base}\t${score.level}`;

/** Scores of a cell are averaged, columns standardised, and each model's scores of one family share the weight n / (1 + r (n - 1)). */
function observationsOf(scores: readonly Score[], models: Map<string, number>, columns: Map<string, number>): Observation[] {
  const cells = new Map<string, { column: string; model: string; family: string; sum: number; count: number }>();
  for (const score of scores) {
    const key = `${score.column}\t${modelKey(score)}`;
    const cell = cells.get(key) ?? { column: score.column, model: modelKey(score), family: score.family, sum: 0, count: 0 };
    cells.set(key, { ...cell, sum: cell.sum + score.value, count: cell.count + 1 });
  }
  const byColumn = new Map<string, { model: string; family: string; value: number }[]>();
  for (const cell of cells.values()) {
    const entry = { model: cell.model, family: cell.family, value: cell.sum / cell.count };
    byColumn.set(cell.column, [...(byColumn.get(cell.column) ?? []), entry]);
  }
  const observations: (Observation & { family: string })[] = [];
  const perFamily = new Map<string, number>();
  for (const [column, entries] of [...byColumn].sort(([a], [b]) => (a < b ? -1 : 1))) {
    if (entries.length < MIN_MODELS) continue;
    const sorted = entries.map((entry) => entry.value).sort((a, b) => a - b);
    const median = sorted[Math.floor(sorted.length / 2)] as number;
    const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
    const spread = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length);
    if (spread === 0) continue;
    columns.set(column, columns.size);
    for (const entry of entries.sort((a, b) => (a.model < b.model ? -1 : 1))) {
      if (!models.has(entry.model)) models.set(entry.model, models.size);
      const family = `${entry.model}\t${entry.family}`;
      perFamily.set(family, (perFamily.get(family) ?? 0) + 1);
      observations.push({
        model: models.get(entry.model) as number,
        column: columns.get(column) as number,
        value: Math.min(CUT, Math.max(-CUT, (entry.value - median) / spread)),
        weight: 0,
        family,
      });
    }
  }
  return observations.map(({ family, ...observation }) => {
    const correlation = CORRELATION[family.slice(family.lastIndexOf('\t') + 1)] ?? OTHER_CORRELATION;
    return { ...observation, weight: 1 / (1 + correlation * ((perFamily.get(family) as number) - 1)) };
  });
}

interface Factor {
  ability: Float64Array;
  variance: Float64Array;
  slope: Float64Array;
  offset: Float64Array;
  residual: Float64Array;
}

/**
 * One factor: score = offset + slope x ability + residual, ability ~ N(0, 1) over models; weighted expectation and maximisation, with priors on
 * slope and residual variance so that columns of few models stay sane (Rubin and Thayer 1982, "EM algorithms for ML factor analysis").
 */
function fitFactor(observations: readonly Observation[], modelCount: number, columnCount: number): Factor {
  const ability = new Float64Array(modelCount);
  const variance = new Float64Array(modelCount).fill(1);
  const offset = new Float64Array(columnCount);
  const slope = new Float64Array(columnCount).fill(SLOPE_PRIOR.value);
  const residual = new Float64Array(columnCount).fill(0.4);
  const at = (array: Float64Array, index: number): number => array[index] as number;
  const add = (array: Float64Array, index: number, amount: number): void => {
    array[index] = at(array, index) + amount;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const precision = new Float64Array(modelCount).fill(1);
    const pull = new Float64Array(modelCount);
    for (const { model, column, value, weight } of observations) {
      const share = (weight * at(slope, column)) / at(residual, column);
      add(precision, model, share * at(slope, column));
      add(pull, model, share * (value - at(offset, column)));
    }
    let mean = 0;
    for (let model = 0; model < modelCount; model += 1) {
      ability[model] = at(pull, model) / at(precision, model);
      variance[model] = 1 / at(precision, model);
      mean += at(ability, model) / modelCount;
    }
    let spread = 0;
    for (let model = 0; model < modelCount; model += 1) spread += ((at(ability, model) - mean) ** 2 + at(variance, model)) / modelCount;
    const scale = Math.sqrt(spread);
    for (let model = 0; model < modelCount; model += 1) ability[model] = (at(ability, model) - mean) / scale;

    const sums = Array.from({ length: 5 }, () => new Float64Array(columnCount)) as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
    const [weights, abilities, squares, values, products] = sums;
    for (const { model, column, value, weight } of observations) {
      const theta = at(ability, model);
      add(weights, column, weight);
      add(abilities, column, weight * theta);
      add(squares, column, weight * (theta ** 2 + at(variance, model)));
      add(values, column, weight * value);
      add(products, column, weight * value * theta);
    }
    for (let column = 0; column < columnCount; column += 1) {
      const w = at(weights, column) + 0.01;
      const s1 = at(abilities, column);
      const s2 = at(squares, column) + SLOPE_PRIOR.weight;
      const p = at(products, column) + SLOPE_PRIOR.weight * SLOPE_PRIOR.value;
      const determinant = w * s2 - s1 * s1;
      offset[column] = (at(values, column) * s2 - p * s1) / determinant;
      slope[column] = Math.min(3, Math.max(0.05, (w * p - s1 * at(values, column)) / determinant));
    }
    const errors = new Float64Array(columnCount).fill(RESIDUAL_PRIOR.value * RESIDUAL_PRIOR.weight);
    for (const { model, column, value, weight } of observations) {
      const error = value - at(offset, column) - at(slope, column) * at(ability, model);
      add(errors, column, weight * (error ** 2 + at(slope, column) ** 2 * at(variance, model)));
    }
    for (let column = 0; column < columnCount; column += 1) residual[column] = at(errors, column) / (at(weights, column) + RESIDUAL_PRIOR.weight);
  }
  return { ability, variance, slope, offset, residual };
}

/** What a model's residuals within one category say, shrunk to 0 by the variance of deviations. */
function deviationsOf(observations: readonly Observation[], factor: Factor, categories: readonly string[]): Map<string, { deviation: number; variance: number }>[] {
  const sums = Array.from(factor.ability, () => new Map<string, { pull: number; precision: number }>());
  for (const { model, column, value, weight } of observations) {
    const slope = factor.slope[column] as number;
    const share = (weight * slope) / (factor.residual[column] as number);
    const error = value - (factor.offset[column] as number) - slope * (factor.ability[model] as number);
    const byCategory = sums[model] as Map<string, { pull: number; precision: number }>;
    const category = categories[column] as string;
    const former = byCategory.get(category) ?? { pull: 0, precision: 1 / DEVIATION_VARIANCE };
    byCategory.set(category, { pull: former.pull + share * error, precision: former.precision + share * slope });
  }
  return sums.map((byCategory) => new Map([...byCategory].map(([category, { pull, precision }]) => [category, { deviation: pull / precision, variance: 1 / precision }])));
}

/** Abilities from published scores, without those of `withoutFamily`. Models in the order of their names. */
export function fitAbilities(scores: readonly Score[], withoutFamily?: string): FittedModel[] {
  const used = scores.filter((score) => score.family !== withoutFamily);
  const models = new Map<string, number>();
  const columns = new Map<string, number>();
  const observations = observationsOf(used, models, columns);
  const factor = fitFactor(observations, models.size, columns.size);
  const categoryOf = new Map(used.map((score) => [score.column, score.category]));
  const deviations = deviationsOf(observations, factor, [...columns.keys()].map((column) => categoryOf.get(column) as string));
  const facts = new Map<string, { scores: number; newest: string; families: Set<string> }>();
  for (const score of used) {
    if (!columns.has(score.column)) continue;
    const former = facts.get(modelKey(score)) ?? { scores: 0, newest: '', families: new Set<string>() };
    former.families.add(score.family);
    facts.set(modelKey(score), { scores: former.scores + 1, newest: score.date > former.newest ? score.date : former.newest, families: former.families });
  }
  return [...models]
    .map(([key, index]) => {
      const [base, level] = key.split('\t') as [string, string];
      const fact = facts.get(key) as { scores: number; newest: string; families: Set<string> };
      return {
        base, level, scores: fact.scores, newest: fact.newest, families: [...fact.families].sort(),
        ability: factor.ability[index] as number,
        variance: factor.variance[index] as number,
        deviations: deviations[index] as Map<string, { deviation: number; variance: number }>,
      };
    })
    .sort((a, b) => (a.base + a.level < b.base + b.level ? -1 : 1));
}
