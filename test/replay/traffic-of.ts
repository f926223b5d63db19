import { type Cell, type CellKey, type CellSums, octaveOf } from '../../src/model/cell.js';
import { emptySums } from '../../src/replay/traffic.js';

/** 2026-11-09T00:00Z, a Monday, in hours since 1970. */
export const MONDAY_HOUR = Date.parse('2026-11-09T00:00:00Z') / 3_600_000;
const HOUR_MS = 3_600_000;

export interface CallSpec {
  day?: number;
  input: number;
  output: number;
  cached?: number;
  reasoning?: number;
  warm5m?: number;
  template?: number;
  needs?: number;
  model?: string;
  tier?: string;
  effort?: string;
  weight?: number;
  key?: Partial<CellKey>;
  sums?: Partial<CellSums>;
}

/** One call as a cell with n = 1. */
export function callCell(spec: CallSpec): Cell {
  const hour = MONDAY_HOUR + 24 * (spec.day ?? 0) + 10;
  const sums: CellSums = {
    ...emptySums(), calls: 1, uncachedInputTokens: spec.input - (spec.cached ?? 0), cacheReadTokens: spec.cached ?? 0, outputTokens: spec.output, reasoningTokens: spec.reasoning ?? 0,
    warm5mTokens: spec.warm5m ?? 0, warm30mTokens: spec.warm5m ?? 0, warm1hTokens: spec.warm5m ?? 0, warm24hTokens: spec.warm5m ?? 0, taskConfidenceMillionths: 900_000, ...spec.sums,
  };
  return {
    key: {
      templateKey: spec.template ?? 1, task: 'classification', needsMask: spec.needs ?? 0, inputOctave: octaveOf(spec.input), textKind: 'prose',
      incumbent: { provider: 'maker', model: spec.model ?? 'big', serviceTier: spec.tier ?? '', effort: spec.effort ?? '', region: '' },
      billing: 'metered', standing: 'billed', repeat: 'none', hour, weightMillionths: spec.weight ?? 1_000_000, ...spec.key,
    },
    sums,
    range: { minInput: spec.input, maxInput: spec.input, minOutput: spec.output, maxOutput: spec.output, minAsked: -1, maxAsked: -1, minAt: hour * HOUR_MS, maxAt: hour * HOUR_MS },
  };
}

/** Cells of the same key added up, as the store does. */
export function sumCells(cells: readonly Cell[]): Cell {
  const [first] = cells;
  if (first === undefined) throw new Error('no cells');
  const sums = emptySums();
  for (const cell of cells) for (const name of Object.keys(sums) as (keyof CellSums)[]) sums[name] += cell.sums[name];
  const least = (name: 'minInput' | 'minOutput' | 'minAt'): number => Math.min(...cells.map((cell) => cell.range[name]));
  const most = (name: 'maxInput' | 'maxOutput' | 'maxAt'): number => Math.max(...cells.map((cell) => cell.range[name]));
  return {
    key: first.key, sums,
    range: { minInput: least('minInput'), maxInput: most('maxInput'), minOutput: least('minOutput'), maxOutput: most('maxOutput'), minAsked: -1, maxAsked: -1, minAt: least('minAt'), maxAt: most('maxAt') },
  };
}
