import { tasks, type Task } from '../model/call.js';
import { weights } from './data/weights.js';
import { DENSE_ROWS, HASH_BUCKETS, type ZoneFeatures } from './features.js';

/** The tasks that the model chooses among, in the column order of the weights. `embedding` is known from the interface that was called. */
export const modelTasks: readonly Task[] = tasks.filter((task) => task !== 'embedding');
export const CLASS_COUNT = modelTasks.length;
export const WEIGHT_ROWS = DENSE_ROWS + HASH_BUCKETS;

let decoded: Int8Array | undefined;

const table = (): Int8Array => {
  decoded ??= decodeRows(weights.rows);
  return decoded;
};

function decodeRows(base64: string): Int8Array {
  const bytes = atob(base64);
  const rows = new Int8Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) rows[index] = (bytes.charCodeAt(index) << 24) >> 24;
  return rows;
}

/** What a zone adds to each logit: the mean direction of its features, so that a long zone does not drown a short one. */
export function scoreZone(zone: ZoneFeatures): Float64Array {
  const rows = table();
  const sums = new Float64Array(CLASS_COUNT);
  const { buckets } = zone;
  for (let index = 0; index < buckets.length; index += 1) {
    const base = (DENSE_ROWS + (buckets[index] ?? 0)) * CLASS_COUNT;
    for (let column = 0; column < CLASS_COUNT; column += 1) sums[column] = (sums[column] ?? 0) + (rows[base + column] ?? 0);
  }
  const scale = weights.hashedScale / Math.sqrt(Math.max(1, buckets.length));
  for (let column = 0; column < CLASS_COUNT; column += 1) sums[column] = (sums[column] ?? 0) * scale;
  return sums;
}

export function scoreStructure(denseRows: readonly number[]): Float64Array {
  const rows = table();
  const sums = new Float64Array(CLASS_COUNT);
  for (const row of denseRows) {
    const base = row * CLASS_COUNT;
    for (let column = 0; column < CLASS_COUNT; column += 1) sums[column] = (sums[column] ?? 0) + (rows[base + column] ?? 0);
  }
  for (let column = 0; column < CLASS_COUNT; column += 1) sums[column] = (sums[column] ?? 0) * weights.denseScale;
  return sums;
}

/** The likeliest task and its probability (softmax of logits over temperature); under the floor it is `other` with that probability. */
export function chooseTask(logits: Float64Array): { task: Task; confidence: number } {
  let best = 0;
  for (let column = 1; column < CLASS_COUNT; column += 1) if ((logits[column] ?? 0) > (logits[best] ?? 0)) best = column;
  let sum = 0;
  for (let column = 0; column < CLASS_COUNT; column += 1) sum += Math.exp(((logits[column] ?? 0) - (logits[best] ?? 0)) / weights.temperature);
  const confidence = 1 / sum;
  return { task: confidence < weights.floor ? 'other' : (modelTasks[best] ?? 'other'), confidence };
}
