import type { Task } from '../model/call.js';

/** Where published scores come from. */
export interface Benchmark {
  id: string;
  source: string;
  /** Newest date of its scores, YYYY-MM-DD. */
  newest: string;
}

/**
 * One model x effort level with published scores: base model, level ('' = plain name), ability (in standard deviations over all models listed, higher is
 * better), its standard error, number of scores, newest date, indices into the benchmarks, and by task the deviation from the ability with its standard error.
 */
export type AbilityRow = readonly [
  base: string,
  level: string,
  ability: number,
  sd: number,
  scores: number,
  newest: string,
  benchmarks: readonly number[],
  deviations: Readonly<Partial<Record<Task, readonly [deviation: number, sd: number]>>>,
];

/** Numbers fitted beside the abilities; `make/fit-quality` says how. */
export interface Coefficients {
  /** log (worse / same) of two equally able models on one item. */
  discordance: number;
  /** Change of log (better / same) per unit of ability, and of log (worse / same) the other way: what is left of a published gap on benchmarks the fit never saw. */
  slope: number;
  /** Variance of a task deviation between models. */
  deviationVariance: number;
  /** Mean gain of ability from one generation of a product line to the next, and the standard deviation of that gain. */
  generationGain: number;
  generationSd: number;
  /** Gain of ability of each effort level over the plain name, and the standard deviation between models. */
  effortGains: Readonly<Record<string, number>>;
  effortSd: number;
  /** Typical standard error of the gap of the pairs that the slope was fitted on: what is over it widens. */
  gapSd: number;
}
