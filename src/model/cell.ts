import type { Billing, Task, TextKind } from './call.js';
import { imageSumNames } from './images.js';
import { usageBuckets } from './usage.js';

/** Who served: model x tier x effort. `model` is the served name, else the requested one. '' = not stated. */
export interface Incumbent {
  provider: string;
  model: string;
  serviceTier: string;
  effort: string;
  region: string;
}

/**
 * How the call counts. `billed`: usage is known. `failed`: refused before generation, a known 0 USD, in no mean. `unknown`: it may have cost
 * something and nobody knows what (aborted before the first byte, or answered without usage).
 */
export const standings = ['billed', 'failed', 'unknown'] as const;
export type Standing = (typeof standings)[number];

export const repeats = ['none', 'retry', 'duplicate'] as const;
export type Repeat = (typeof repeats)[number];

/** Calls that share all of this are summed in one cell. Nothing here depends on the catalog. */
export interface CellKey {
  templateKey: number;
  task: Task;
  needsMask: number;
  /** floor(log2(input tokens)); -1 when the input is 0 or not known. */
  inputOctave: number;
  textKind: TextKind;
  incumbent: Incumbent;
  billing: Billing;
  standing: Standing;
  repeat: Repeat;
  /** Hours since 1970, UTC. */
  hour: number;
  weightMillionths: number;
}

/** Whole numbers, order-free. Sums are over the stored calls, not multiplied by the weight. */
export const cellSumNames = [
  'calls', ...usageBuckets, 'warm5mTokens', 'warm30mTokens', 'warm1hTokens', 'warm24hTokens',
  'loggedCalls', 'loggedNanoUsd', 'estimatedCalls', 'failureSignals', 'difficultyMillionths', 'taskConfidenceMillionths',
  'sessions', 'deterministicCalls', 'latencyMs', 'latencyCalls',
  ...imageSumNames, 'callsWithTools', 'toolDefinitions', 'sampledCalls', 'sampledCountedTokens', 'sampledReportedTokens',
] as const;
export type CellSumName = (typeof cellSumNames)[number];
export type CellSums = Record<CellSumName, number>;

/** Smallest and largest of one call in the cell; -1 = never stated. `input` and `output` are tokens, `asked` the max output asked, `at` ms UTC. */
export interface CellRange {
  minInput: number;
  maxInput: number;
  minOutput: number;
  maxOutput: number;
  minAsked: number;
  maxAsked: number;
  minAt: number;
  maxAt: number;
  /** Most images, and most tool definitions, of one call; absent = not stated, and then only the sums bound them. */
  maxImages?: number;
  maxTools?: number;
}

export interface Cell {
  key: CellKey;
  sums: CellSums;
  range: CellRange;
}

/** Octave of an input size. Example: 1000 tokens -> 9, because 512 <= 1000 < 1024. */
export const octaveOf = (tokens: number | undefined): number => (tokens === undefined || tokens < 1 ? -1 : Math.floor(Math.log2(tokens)));

/** Upper ends (tokens, exclusive) of the six input-size bands of a segment; octaves never straddle one. */
export const bandUppers = [512, 2048, 8192, 32_768, 131_072, Number.POSITIVE_INFINITY] as const;
export const bandNames = ['< 512', '512 – 2k', '2k – 8k', '8k – 32k', '32k – 128k', '≥ 128k'] as const;

/** Example: octave 9 (512 to 1023 tokens) -> band 1. */
export const bandOf = (octave: number): number => (octave < 0 ? 0 : bandUppers.findIndex((upper) => 2 ** octave < upper));

/** Key bytes: the order in which the analysis reads cells, the same on every store. */
export const cellKeyText = (key: CellKey): string =>
  [
    key.templateKey, key.task, key.needsMask, key.inputOctave, key.textKind, key.incumbent.provider, key.incumbent.model,
    key.incumbent.serviceTier, key.incumbent.effort, key.incumbent.region, key.billing, key.standing, key.repeat, key.hour, key.weightMillionths,
  ].join('\u001f');
