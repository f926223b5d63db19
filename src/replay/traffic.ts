import type { Task, TextKind } from '../model/call.js';
import { type Cell, type CellRange, type CellSumName, type CellSums, cellSumNames } from '../model/cell.js';
import type { CatalogModel } from '../model/catalog.js';

/** Sums with the range of the calls behind them: a day of a segment, a cell, or one call. `parts` are finer, for when a price breakpoint lies inside. */
export interface Unit {
  /** Weighted by stratum. */
  sums: CellSums;
  range: CellRange;
  textKind: TextKind;
  /** UTC hour, where the unit is not longer than one. */
  hour: number | undefined;
  parts: readonly Unit[];
  /** One stored call: its range says what its sums say. */
  isOneCall?: boolean;
}

/** The catalog's view of who served. */
export interface ServedBy {
  /** provider/model[@tier][:effort] */
  id: string;
  model: CatalogModel;
  tier: string;
  effort: string;
  region: string;
}

/** The traffic of one segment x incumbent, by day of the window. */
export interface SegmentTraffic {
  id: string;
  workload: string;
  workloadLabel: string;
  task: Task;
  taskConfidence: number;
  difficulty: number;
  needsMask: number;
  band: number | null;
  incumbent: ServedBy;
  status: 'own' | 'pooled';
  /** Calls that are in the store, not weighted. */
  storedCalls: number;
  sums: CellSums;
  range: CellRange;
  cells: readonly Cell[];
  /** Parallel to the window's dates; a day's units are split by text kind. */
  days: readonly (readonly Unit[])[];
}

export const emptySums = (): CellSums => Object.fromEntries(cellSumNames.map((name) => [name, 0])) as CellSums;

export function addSums(into: CellSums, from: CellSums, weight: number): void {
  for (const name of cellSumNames) into[name] += from[name] * weight;
}

export const emptyRange = (): CellRange => ({ minInput: -1, maxInput: -1, minOutput: -1, maxOutput: -1, minAsked: -1, maxAsked: -1, minAt: -1, maxAt: -1 });

/** Widens `into`; -1 means "never stated" and widens nothing. */
export function addRange(into: CellRange, from: CellRange): void {
  into.minInput = least(into.minInput, from.minInput);
  into.minOutput = least(into.minOutput, from.minOutput);
  into.minAsked = least(into.minAsked, from.minAsked);
  into.minAt = least(into.minAt, from.minAt);
  into.maxInput = Math.max(into.maxInput, from.maxInput);
  into.maxOutput = Math.max(into.maxOutput, from.maxOutput);
  into.maxAsked = Math.max(into.maxAsked, from.maxAsked);
  into.maxAt = Math.max(into.maxAt, from.maxAt);
  if (from.maxImages !== undefined) into.maxImages = Math.max(into.maxImages ?? 0, from.maxImages);
  if (from.maxTools !== undefined) into.maxTools = Math.max(into.maxTools ?? 0, from.maxTools);
}

const least = (a: number, b: number): number => (a < 0 ? b : b < 0 ? a : Math.min(a, b));

export const MILLION = 1_000_000;

/** A cell as a unit; `rows` are the same calls as cells of one call each, where they were read. */
export function unitOfCell(cell: Cell, rows: readonly Cell[] = []): Unit {
  const weight = cell.key.weightMillionths / MILLION;
  const sums = emptySums();
  addSums(sums, cell.sums, weight);
  return { sums, range: cell.range, textKind: cell.key.textKind, hour: cell.key.hour, parts: rows.map((row) => unitOfCell(row)), isOneCall: cell.sums.calls === 1 };
}

/** Units of one text kind added up; the units themselves stay as parts. */
export function unitOfUnits(units: readonly Unit[], textKind: TextKind): Unit {
  const sums = emptySums();
  const range = emptyRange();
  for (const unit of units) {
    addSums(sums, unit.sums, 1);
    addRange(range, unit.range);
  }
  return { sums, range, textKind, hour: undefined, parts: units };
}

/** All input tokens, cached, written and unbilled included: what a candidate has to read. */
export const inputOf = (sums: Readonly<Record<CellSumName, number>>): number =>
  sums.uncachedInputTokens + sums.audioInputTokens + sums.imageInputTokens + sums.cacheReadTokens + sums.cacheWriteTokens + sums.cacheWrite1hTokens + sums.unbilledInputTokens;
