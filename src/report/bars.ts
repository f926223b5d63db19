import type { Projection } from '../model/analysis.js';

/** Geometry of the drawn rows, in percent of the width, so that one SVG fits every screen without scaling its text. */

export interface Scale {
  low: number;
  high: number;
}

/** A row with a filled part, an interval and a mark. `…X` are percent of the width; absent = not drawn because unknown. */
export interface IntervalBar {
  zeroX: string;
  barX: string;
  barWidth: string;
  /** Absent where there is a figure and no interval. */
  lowX?: string;
  highX?: string;
  middleX?: string;
}

/** Share of the range left free at both ends, so that caps and marks are not cut off. */
const MARGIN_SHARE = 0.02;

/** A range that holds all values and zero. Example: [3, -1] -> { low: -1, high: 3 }, each end moved out by 2 % of 4. */
export function scaleOf(values: readonly number[]): Scale {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const free = (high - low) * MARGIN_SHARE || 1;
  return { low: low < 0 ? low - free : 0, high: high > 0 ? high + free : 0 };
}

/** Position of a value in percent, two decimals. Example: 1 in { low: 0, high: 4 } -> 25. */
export function positionOf(value: number, scale: Scale): number {
  const width = scale.high - scale.low;
  return width === 0 ? 0 : Math.round(((value - scale.low) / width) * 10_000) / 100;
}

const percent = (value: number): string => `${String(Math.round(value * 100) / 100)}%`;

/** The solid part ends at the figure that leads (default: the low end of the interval); the rest is only drawn as an interval. Undefined when unknown. */
export function intervalBar(projection: Projection, scale: Scale, leadingUsd: number | null = projection.lowUsd): IntervalBar | undefined {
  const { usd, lowUsd, highUsd } = projection;
  if (usd === null || lowUsd === null || highUsd === null) return undefined;
  const zero = positionOf(0, scale);
  const end = positionOf(leadingUsd ?? lowUsd, scale);
  return {
    zeroX: percent(zero), barX: percent(Math.min(zero, end)), barWidth: percent(Math.abs(end - zero)),
    lowX: percent(positionOf(lowUsd, scale)), highX: percent(positionOf(highUsd, scale)), middleX: percent(positionOf(usd, scale)),
  };
}

/** A figure without an interval. */
export function plainBar(value: number, scale: Scale): IntervalBar {
  const zero = positionOf(0, scale);
  const end = positionOf(value, scale);
  return { zeroX: percent(zero), barX: percent(Math.min(zero, end)), barWidth: percent(Math.abs(end - zero)) };
}

/** Percent. Less could not be seen. */
const LEAST_WIDTH = 0.3;

/** Bar from one value to another, as in a waterfall. */
export function spanBar(span: { from: number; to: number }, scale: Scale): { x: string; width: string; zeroX: string; endX: string } {
  const from = positionOf(span.from, scale);
  const to = positionOf(span.to, scale);
  return { x: percent(Math.min(from, to)), width: percent(span.from === span.to ? 0 : Math.max(LEAST_WIDTH, Math.abs(to - from))), zeroX: percent(positionOf(0, scale)), endX: percent(to) };
}

/** Width of a share of a whole, for cells that carry a bar. */
export const shareBar = (value: number, largest: number): string => percent(largest <= 0 ? 0 : Math.max(0, (value / largest) * 100));

/** All values that projections draw. */
export const valuesOf = (projections: readonly Projection[]): number[] =>
  projections.flatMap(({ usd, lowUsd, highUsd }) => [usd, lowUsd, highUsd]).filter((value): value is number => value !== null);

/** Four or five round numbers across the scale. Example: { low: 0, high: 5200 } -> 0, 1000, …, 5000. */
export function ticksOf(scale: Scale): { value: number; x: string }[] {
  const range = scale.high - scale.low;
  if (range <= 0) return [];
  const rough = range / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough) ?? rough;
  const first = Math.ceil(scale.low / step);
  const last = Math.floor(scale.high / step);
  return Array.from({ length: last - first + 1 }, (_, index) => ({ value: (first + index) * step, x: percent(positionOf((first + index) * step, scale)) }));
}
