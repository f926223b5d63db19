import type { Projection } from '../model/analysis.js';
import { NANO_PER_USD } from '../model/money.js';

/** How a figure becomes text. Every output formats through here, so that all of them say the same numbers. */

export const UNKNOWN = 'unknown';
const MINUS = '\u2212';
/** Guards floor and ceil against binary fractions: 1.15 * 100 is 114.99999999999999. */
const RELATIVE_SLACK = 1e-12;

export type Rounding = 'nearest' | 'down' | 'up';

function roundTo(value: number, options: { decimals: number; rounding: Rounding }): number {
  const scale = 10 ** options.decimals;
  const scaled = value * scale;
  const slack = Math.abs(scaled) * RELATIVE_SLACK;
  const whole = options.rounding === 'nearest' ? Math.round(scaled) : options.rounding === 'down' ? Math.floor(scaled + slack) : Math.ceil(scaled - slack);
  return whole / scale;
}

/** Nano-dollars are the last digit that there is. */
const MOST_DECIMALS = 9;

/** Digits behind the point that a reader can use: $6,912 · $41.20 · $0.42 · $0.0031. */
const decimalsFor = (usd: number): number => (usd === 0 || usd >= 100 ? 0 : usd >= 0.1 ? 2 : Math.min(MOST_DECIMALS, Math.ceil(-Math.log10(usd)) + 1));

function grouped(value: number, decimals: number): string {
  const [whole = '0', fraction] = Math.abs(value).toFixed(decimals).split('.');
  const withCommas = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? withCommas : `${withCommas}.${fraction}`;
}

const signed = (text: string, isNegative: boolean): string => (isNegative && /[1-9]/.test(text) ? MINUS + text : text);

/**
 * Dollars as text; null is "unknown", never $0. Savings are rounded `down` (towards minus infinity), so no output flatters.
 * Example: 1234.9 down -> "$1,234"; 0.00312 -> "$0.0031"; -12.345 down -> "−$12.35".
 */
export function usdText(usd: number | null, rounding: Rounding = 'nearest'): string {
  if (usd === null) return UNKNOWN;
  const decimals = decimalsFor(Math.abs(usd));
  const rounded = roundTo(usd, { decimals, rounding });
  return signed(`$${grouped(rounded, decimals)}`, rounded < 0);
}

/** The same from nano-dollars. Example: 1_500_000_000 -> "$1.50". */
export const nanoText = (nano: number | null, rounding: Rounding = 'nearest'): string => usdText(nano === null ? null : nano / NANO_PER_USD, rounding);

/** Savings: never rounded up. */
export const savingText = (usd: number | null): string => usdText(usd, 'down');

/** Whole calls or tokens. Example: 1234567.4 -> "1,234,567". */
export function countText(count: number | null, rounding: Rounding = 'nearest'): string {
  if (count === null) return UNKNOWN;
  const rounded = roundTo(count, { decimals: 0, rounding });
  return signed(grouped(rounded, 0), rounded < 0);
}

/** A share (0..1) as percent, one decimal; shares that speak for a move are rounded `down`. Example: 0.7639 down -> "76.3 %". */
export function shareText(share: number | null, rounding: Rounding = 'nearest'): string {
  if (share === null) return UNKNOWN;
  const percent = roundTo(share * 100, { decimals: 1, rounding });
  const text = signed(`${Math.abs(percent).toFixed(1).replace(/\.0$/, '')}\u00a0%`, percent < 0);
  return share > 0 && percent === 0 ? '<0.1\u00a0%' : text;
}

/** A confidence with two decimals, cut off and never rounded up, so that 0.949 does not read as 0.95. */
export const confidenceText = (confidence: number | null): string => (confidence === null ? UNKNOWN : roundTo(confidence, { decimals: 2, rounding: 'down' }).toFixed(2));

/** "$900 to $1,560", or why there is none. Both ends are rounded down. */
export function intervalText(projection: Projection): string {
  if (projection.lowUsd === null || projection.highUsd === null) return UNKNOWN;
  return `${savingText(projection.lowUsd)} to ${savingText(projection.highUsd)}`;
}

/** Spend is not a claim: both ends are rounded to the nearest. */
export function spendIntervalText(projection: Projection): string {
  if (projection.lowUsd === null || projection.highUsd === null) return UNKNOWN;
  return `${usdText(projection.lowUsd)} to ${usdText(projection.highUsd)}`;
}

/**
 * Rounds parts so that what is shown adds up to the shown total (largest remainder): an identity that does not add up on the page is no identity.
 * Whole numbers in, whole numbers out. Example: [33.4, 33.3, 33.3] -> [34, 33, 33].
 */
export function roundToSum(parts: readonly number[]): number[] {
  const floors = parts.map((part) => Math.floor(part));
  const total = Math.round(parts.reduce((sum, part) => sum + part, 0));
  let missing = total - floors.reduce((sum, part) => sum + part, 0);
  const byRemainder = parts.map((part, index) => ({ index, remainder: part - Math.floor(part) })).sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder) {
    if (missing <= 0) break;
    floors[index] = (floors[index] ?? 0) + 1;
    missing -= 1;
  }
  return floors;
}

/** Dollar amounts (nano in) with two decimals (six below one dollar in all) that add up to their shown total, which is the last entry. */
export function addingUp(nanos: readonly number[]): { rows: string[]; total: string } {
  const totalNano = nanos.reduce((sum, nano) => sum + nano, 0);
  const decimals = Math.abs(totalNano) >= NANO_PER_USD ? 2 : 6;
  const unit = NANO_PER_USD / 10 ** decimals;
  const units = roundToSum(nanos.map((nano) => nano / unit));
  const text = (value: number): string => signed(`$${grouped(value / 10 ** decimals, decimals)}`, value < 0);
  return { rows: units.map(text), total: text(units.reduce((sum, value) => sum + value, 0)) };
}

/** A round number on an axis. Example: 50 -> "$50", 2.5 -> "$2.50". */
export const tickText = (usd: number): string => (Number.isInteger(usd) ? signed(`$${grouped(usd, 0)}`, usd < 0) : usdText(usd));

/** Tokens or calls in short form for axes and tight cells. Example: 1_250_000 -> "1.25 M". */
export function shortCount(count: number): string {
  const [divisor, unit] = count >= 1e9 ? [1e9, ' bn'] : count >= 1e6 ? [1e6, ' M'] : count >= 1e4 ? [1e3, ' k'] : [1, ''];
  return `${countTextTrimmed(count / divisor)}${unit}`;
}

const countTextTrimmed = (value: number): string => (value >= 100 ? grouped(Math.round(value), 0) : value.toFixed(2).replace(/\.?0+$/, ''));

export const millisText = (ms: number | null): string => (ms === null ? UNKNOWN : ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${String(Math.round(ms))} ms`);
