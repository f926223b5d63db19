export { type BuiltHours, buildHours, cellKeyOf, createHourBuilder, type HourBuilder, latencyBucketOf, standingOf } from './hours.js';
export { type LossWeights, lossWeights } from './loss-weights.js';
export { PROVING_MATCHES, type SourceOverlap, type Twins, createTwinFinder, overlapsOf } from './overlap.js';
export { type AnswerPair, evidenceOf, nameOf } from './repeats.js';
export { settleCalls } from './settle-calls.js';
export { createSettler, type Settler } from './settler.js';
export { mergeWorkloads, POOLED_WORKLOAD } from './workloads.js';
