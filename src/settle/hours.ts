import { modelNameOf, needsMask, type SettledCall } from '../model/call.js';
import { type Cell, type CellKey, cellKeyText, type CellRange, type CellSums, cellSumNames, octaveOf, type Repeat, type Standing } from '../model/cell.js';
import { type ImageSums, imageSumNames } from '../model/images.js';
import type { LatencyRow, MinuteRow } from '../model/store.js';
import { inputTokensOf, usageBuckets } from '../model/usage.js';
import { HOUR_MS, isAnswered, MINUTE_MS } from './times.js';

const MILLION = 1e6;
/** -1 in a range: never stated. */
const NEVER = -1;
const FIRST_ERROR_STATUS = 400;

const inputOf = (call: SettledCall): number | undefined => {
  const input = inputTokensOf(call.usage);
  return input.known ? input.value : undefined;
};

const refusals: ReadonlySet<string> = new Set(['client_error', 'rate_limited', 'server_error', 'overloaded']);

/**
 * How a call counts. Usage is billed whatever the status; a refusal (4xx, 429, 5xx) without usage is a known 0; anything else without input or output counts may have
 * cost something, or more, that nobody knows (embeddings have no output). Example: 429 without usage -> failed; a timeout without status code and usage -> unknown.
 */
export function standingOf(call: SettledCall): Standing {
  const input = inputOf(call);
  const { outputTokens } = call.usage;
  const isRefused = refusals.has(call.status) || (!isAnswered(call) && (call.httpStatus ?? 0) >= FIRST_ERROR_STATUS);
  if (isRefused && (input ?? 0) + (outputTokens ?? 0) === 0) return 'failed';
  const isOutputKnown = outputTokens !== undefined || call.api === 'embeddings';
  return input !== undefined && isOutputKnown ? 'billed' : 'unknown';
}

const repeatOf = (call: SettledCall): Repeat => (call.retryOf !== undefined ? 'retry' : call.duplicateOf !== undefined ? 'duplicate' : 'none');

/** The key of the cell that the call is summed in. */
export function cellKeyOf(call: SettledCall): CellKey {
  return {
    templateKey: call.templateKey,
    task: call.task,
    needsMask: call.needsMask,
    inputOctave: octaveOf(inputOf(call)),
    textKind: call.textKind,
    incumbent: { provider: call.provider, model: modelNameOf(call), serviceTier: call.serviceTier ?? '', effort: call.effort ?? '', region: call.region ?? '' },
    billing: call.billing,
    standing: standingOf(call),
    repeat: repeatOf(call),
    hour: Math.floor(call.startedAt / HOUR_MS),
    weightMillionths: call.weightMillionths,
  };
}

const noSums = Object.fromEntries(cellSumNames.map((name) => [name, 0])) as CellSums;

const emptyCell = (key: CellKey): Cell => ({
  key,
  sums: { ...noSums },
  range: { minInput: NEVER, maxInput: NEVER, minOutput: NEVER, maxOutput: NEVER, minAsked: NEVER, maxAsked: NEVER, minAt: NEVER, maxAt: NEVER },
});

const VISION = needsMask(['vision']);

/** A call that is known to need vision and whose images nobody described: at least one, of unknown size. */
const imagesOf = (call: SettledCall): Partial<ImageSums> | undefined => {
  if (call.images !== undefined || (call.needsMask & VISION) === 0) return call.images;
  return { images: 1, unsizedImages: 1, ...((call.usage.imageInputTokens ?? 0) > 0 && { reportedImages: 1 }) };
};

/** What turns the incumbent's tokens into a candidate's: images, tools, and the calls whose text was counted beside what was reported. */
function addTokenFacts({ sums, range }: Cell, call: SettledCall): void {
  const images = imagesOf(call);
  if (images !== undefined) {
    for (const name of imageSumNames) sums[name] += images[name] ?? 0;
    range.maxImages = Math.max(range.maxImages ?? 0, images.images ?? 0);
  }
  const tools = call.toolDefinitions ?? 0;
  if (tools > 0) {
    sums.callsWithTools += 1;
    sums.toolDefinitions += tools;
    range.maxTools = Math.max(range.maxTools ?? 0, tools);
  }
  const reported = inputOf(call);
  if (call.sampledTokens === undefined || reported === undefined) return;
  sums.sampledCalls += 1;
  sums.sampledCountedTokens += call.sampledTokens;
  sums.sampledReportedTokens += reported;
}

function addToSums(sums: CellSums, call: SettledCall): void {
  const { usage } = call;
  sums.calls += 1;
  for (const bucket of usageBuckets) sums[bucket] += usage[bucket] ?? 0;
  sums.warm5mTokens += call.warm5mTokens;
  sums.warm30mTokens += call.warm30mTokens;
  sums.warm1hTokens += call.warm1hTokens;
  sums.warm24hTokens += call.warm24hTokens;
  if (call.loggedCostNanoUsd !== undefined) {
    sums.loggedCalls += 1;
    sums.loggedNanoUsd += call.loggedCostNanoUsd;
  }
  if (call.usageSource !== 'reported') sums.estimatedCalls += 1;
  if (call.hasFailureSignal) sums.failureSignals += 1;
  sums.difficultyMillionths += Math.round(call.difficulty * MILLION);
  sums.taskConfidenceMillionths += Math.round(call.taskConfidence * MILLION);
  if (call.session === call.id) sums.sessions += 1;
  if (call.isDeterministic) sums.deterministicCalls += 1;
  if (call.latencyMs !== undefined) {
    sums.latencyMs += Math.round(call.latencyMs);
    sums.latencyCalls += 1;
  }
}

const smaller = (one: number, other: number): number => (one === NEVER || other < one ? other : one);

function addToRange(range: CellRange, call: SettledCall): void {
  const input = inputOf(call);
  const { outputTokens } = call.usage;
  if (input !== undefined) {
    range.minInput = smaller(range.minInput, input);
    range.maxInput = Math.max(range.maxInput, input);
  }
  if (outputTokens !== undefined) {
    range.minOutput = smaller(range.minOutput, outputTokens);
    range.maxOutput = Math.max(range.maxOutput, outputTokens);
  }
  if (call.maxOutputTokens !== undefined) {
    range.minAsked = smaller(range.minAsked, call.maxOutputTokens);
    range.maxAsked = Math.max(range.maxAsked, call.maxOutputTokens);
  }
  range.minAt = smaller(range.minAt, call.startedAt);
  range.maxAt = Math.max(range.maxAt, call.startedAt);
}

function addToMinute(rows: Map<string, MinuteRow>, call: SettledCall): void {
  const model = modelNameOf(call);
  const minute = Math.floor(call.startedAt / MINUTE_MS);
  const key = `${minute}\u001f${call.provider}\u001f${model}`;
  let row = rows.get(key);
  if (row === undefined) {
    row = { provider: call.provider, model, minute, calls: 0, inputTokens: 0, outputTokens: 0, rateLimited: 0, serverErrors: 0, otherErrors: 0 };
    rows.set(key, row);
  }
  row.calls += 1;
  row.inputTokens += inputOf(call) ?? 0;
  row.outputTokens += call.usage.outputTokens ?? 0;
  if (call.status === 'rate_limited') row.rateLimited += 1;
  else if (call.status === 'server_error' || call.status === 'overloaded') row.serverErrors += 1;
  else if (!isAnswered(call)) row.otherErrors += 1;
}

/** Buckets an octave. */
const BUCKETS_PER_OCTAVE = 4;

/** Example: 1000 ms -> floor(4 * log2(1000)) = floor(39.86) = 39; under 1 ms -> 0. */
export const latencyBucketOf = (ms: number): number => (ms < 1 ? 0 : Math.floor(BUCKETS_PER_OCTAVE * Math.log2(ms)));

function addToLatency(rows: Map<string, LatencyRow>, call: SettledCall): void {
  if (!isAnswered(call)) return;
  const model = modelNameOf(call);
  const hour = Math.floor(call.startedAt / HOUR_MS);
  for (const [measure, ms] of [['latency', call.latencyMs], ['ttft', call.ttftMs]] as const) {
    if (ms === undefined) continue;
    const bucket = latencyBucketOf(ms);
    const key = `${hour}\u001f${call.provider}\u001f${model}\u001f${measure}\u001f${bucket}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { provider: call.provider, model, hour, measure, bucket, calls: 1 });
    else row.calls += 1;
  }
}

export interface BuiltHours {
  cells: Cell[];
  minutes: MinuteRow[];
  latency: LatencyRow[];
}

export interface HourBuilder {
  add: (call: SettledCall) => void;
  /** Everything added so far, each list ordered by its key text. */
  finish: () => BuiltHours;
}

const sortedValues = <T>(rows: ReadonlyMap<string, T>): T[] => [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);

/** Sums calls one by one, in any order. */
export function createHourBuilder(): HourBuilder {
  const cells = new Map<string, Cell>();
  const minutes = new Map<string, MinuteRow>();
  const latency = new Map<string, LatencyRow>();
  return {
    add: (call) => {
      const key = cellKeyOf(call);
      const text = cellKeyText(key);
      let cell = cells.get(text);
      if (cell === undefined) {
        cell = emptyCell(key);
        cells.set(text, cell);
      }
      addToSums(cell.sums, call);
      addToRange(cell.range, call);
      addTokenFacts(cell, call);
      addToMinute(minutes, call);
      addToLatency(latency, call);
    },
    finish: () => ({ cells: sortedValues(cells), minutes: sortedValues(minutes), latency: sortedValues(latency) }),
  };
}

/** Cells, minutes and latency of settled calls: whole numbers, whatever the order of the calls. Minutes count stored calls, not weighted ones. */
export function buildHours(calls: Iterable<SettledCall>): BuiltHours {
  const builder = createHourBuilder();
  for (const call of calls) builder.add(call);
  return builder.finish();
}
