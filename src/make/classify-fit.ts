import { DENSE_ROWS } from '../classify/features.js';
import { CLASS_COUNT, WEIGHT_ROWS } from '../classify/model.js';
import type { TrainingRow } from './classify-data.js';

export interface FitOptions {
  epochs: number;
  learningRate: number;
  /** Shrinks a weight by this share of the learning rate each time that its feature is seen. */
  decay: number;
  /** Share of hashed features left out at each sight of a row: no single word may carry a class. */
  dropout: number;
  /** Hashed features seen in fewer groups than this are not learned: they cannot help on a group never seen. */
  minGroups: number;
  /** A group of n rows of a class weighs n^power. 1 = every row the same; 0 = every group the same. */
  groupPower: number;
  /** How much more a row of our own weighs: they are few, and cover what the samples lack. */
  ownWeight: number;
  seed: number;
}

export const defaultFit: FitOptions = { epochs: 8, learningRate: 0.25, decay: 0.01, dropout: 0.3, minGroups: 4, groupPower: 0.5, ownWeight: 2, seed: 20261122 };

/** Multinomial logistic regression: stochastic gradient steps in AdaGrad's lengths, the average over the second half of the epochs. Deterministic. */
export function fitWeights(rows: readonly TrainingRow[], options: FitOptions): Float32Array {
  const random = randomOf(options.seed);
  const isLearned = learnedRows(rows, options.minGroups);
  const rowWeights = weightsOf(rows, options);
  const weights = new Float32Array(WEIGHT_ROWS * CLASS_COUNT);
  const squares = new Float32Array(WEIGHT_ROWS * CLASS_COUNT).fill(1e-3);
  const averaged = new Float64Array(WEIGHT_ROWS * CLASS_COUNT);
  const order = rows.map((_, index) => index);
  let averages = 0;
  for (let epoch = 0; epoch < options.epochs; epoch += 1) {
    shuffle(order, random);
    for (const index of order) {
      const row = rows[index];
      if (row === undefined) continue;
      const active = activeOf(row, { isLearned, dropout: options.dropout, random });
      const probabilities = softmax(scoreActive(active, weights));
      for (let column = 0; column < CLASS_COUNT; column += 1) {
        const error = ((probabilities[column] ?? 0) - (column === row.label ? 1 : 0)) * (rowWeights[index] ?? 1);
        for (let place = 0; place < active.rows.length; place += 1) {
          const at = (active.rows[place] ?? 0) * CLASS_COUNT + column;
          const gradient = error * (active.values[place] ?? 0) + options.decay * (weights[at] ?? 0);
          const square = (squares[at] ?? 0) + gradient * gradient;
          squares[at] = square;
          weights[at] = (weights[at] ?? 0) - (options.learningRate * gradient) / Math.sqrt(square);
        }
      }
    }
    if (epoch < options.epochs / 2) continue;
    averages += 1;
    for (let at = 0; at < weights.length; at += 1) averaged[at] = (averaged[at] ?? 0) + (weights[at] ?? 0);
  }
  return Float32Array.from(averaged, (sum) => sum / averages);
}

interface Active {
  rows: number[];
  values: number[];
}

function activeOf(row: TrainingRow, use: { isLearned: Uint8Array; dropout: number; random: () => number }): Active {
  const active: Active = { rows: [], values: [] };
  for (const dense of row.denseRows) {
    if (use.dropout > 0 && dense > 0 && use.random() < use.dropout / 2) continue;
    active.rows.push(dense);
    active.values.push(1);
  }
  for (const zone of row.zones) {
    const value = 1 / Math.sqrt(Math.max(1, zone.buckets.length)) / (1 - use.dropout);
    for (const bucket of zone.buckets) {
      if (use.isLearned[bucket] === 0 || (use.dropout > 0 && use.random() < use.dropout)) continue;
      active.rows.push(DENSE_ROWS + bucket);
      active.values.push(value);
    }
  }
  return active;
}

function scoreActive(active: Active, weights: Float32Array): Float64Array {
  const logits = new Float64Array(CLASS_COUNT);
  for (let place = 0; place < active.rows.length; place += 1) {
    const base = (active.rows[place] ?? 0) * CLASS_COUNT;
    const value = active.values[place] ?? 0;
    for (let column = 0; column < CLASS_COUNT; column += 1) logits[column] = (logits[column] ?? 0) + value * (weights[base + column] ?? 0);
  }
  return logits;
}

const everyBucket = new Uint8Array(WEIGHT_ROWS).fill(1);

/** Logits of one row, all features, no dropout. */
export const scoreRow = (row: TrainingRow, weights: Float32Array): Float64Array =>
  scoreActive(activeOf(row, { isLearned: everyBucket, dropout: 0, random: () => 1 }), weights);

export function softmax(logits: Float64Array, temperature = 1): Float64Array {
  const top = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - top) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function learnedRows(rows: readonly TrainingRow[], minGroups: number): Uint8Array {
  const groups = new Map<number, Set<string>>();
  for (const row of rows) {
    for (const zone of row.zones) {
      for (const bucket of zone.buckets) {
        const seen = groups.get(bucket);
        if (seen === undefined) groups.set(bucket, new Set([row.source]));
        else if (seen.size < minGroups) seen.add(row.source);
      }
    }
  }
  const learned = new Uint8Array(WEIGHT_ROWS);
  for (const [bucket, seen] of groups) if (seen.size >= minGroups) learned[bucket] = 1;
  return learned;
}

/** Every class the same total weight; within a class, groups by n^power. Mean 1. */
function weightsOf(rows: readonly TrainingRow[], options: FitOptions): Float64Array {
  const groupSizes = new Map<string, number>();
  const keyOf = (row: TrainingRow): string => `${row.label} ${row.source}`;
  for (const row of rows) groupSizes.set(keyOf(row), (groupSizes.get(keyOf(row)) ?? 0) + 1);
  const raw = Float64Array.from(rows, (row) => (groupSizes.get(keyOf(row)) ?? 1) ** (options.groupPower - 1) * (row.isOurs ? options.ownWeight : 1));
  const classSums = new Float64Array(CLASS_COUNT);
  rows.forEach((row, index) => {
    classSums[row.label] = (classSums[row.label] ?? 0) + (raw[index] ?? 0);
  });
  const classes = classSums.filter((sum) => sum > 0).length;
  return raw.map((weight, index) => (weight * rows.length) / (classes * (classSums[rows[index]?.label ?? 0] ?? 1)));
}

/** mulberry32 (Tommy Ettinger, public domain): 0 <= x < 1. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function shuffle<T>(list: T[], random: () => number): void {
  for (let index = list.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    const held = list[index] as T;
    list[index] = list[other] as T;
    list[other] = held;
  }
}
