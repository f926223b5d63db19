/** A seeded stream of numbers in [0, 1). */
export type Draw = () => number;

/** 32-bit FNV-1a over the parts, so that every day, site and session has a stream of its own. Example: seedOf(1, 'a') !== seedOf(1, 'b') */
export function seedOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  const text = parts.join('\u001f');
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** mulberry32 (public domain, Tommy Ettinger): 32 bits of state, enough for text and sizes. */
export function createDraw(seed: number): Draw {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One item, all equally likely. The list is never empty. */
export const pick = <T>(draw: Draw, list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;

/** A whole number in [low, high], ends included. */
export const between = (draw: Draw, low: number, high: number): number => low + Math.floor(draw() * (high - low + 1));

export const chance = (draw: Draw, probability: number): boolean => draw() < probability;

/** Log-normal with mean 1. `sigma` is the standard deviation of its logarithm. */
export function logNormal(draw: Draw, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw());
  return Math.exp(sigma * normal - (sigma * sigma) / 2);
}

/** One key by weight; weights need not add up to 1. */
export function pickWeighted<T extends string>(draw: Draw, weights: Readonly<Partial<Record<T, number>>>): T {
  const entries = Object.entries(weights) as [T, number][];
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  let left = draw() * total;
  for (const [key, weight] of entries) {
    left -= weight;
    if (left < 0) return key;
  }
  return (entries.at(-1) as [T, number])[0];
}

/**
 * Splits a whole number by weights into whole numbers that add up to it (largest remainder).
 *
 * Example: apportion(10, [1, 1, 1]) -> [4, 3, 3]
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((partial, weight) => partial + weight, 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const parts = exact.map(Math.floor);
  const missing = total - parts.reduce((partial, part) => partial + part, 0);
  const byRemainder = exact.map((value, index) => ({ index, remainder: value - Math.floor(value) })).sort((a, b) => b.remainder - a.remainder || a.index - b.index);
  for (const { index } of byRemainder.slice(0, missing)) parts[index] = (parts[index] as number) + 1;
  return parts;
}

/** `length` digits and letters, as ids look. */
export function token(draw: Draw, length: number): string {
  let text = '';
  while (text.length < length) text += ALPHABET[Math.floor(draw() * ALPHABET.length)];
  return text;
}
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `length` hexadecimal digits. */
export function hex(draw: Draw, length: number): string {
  let text = '';
  while (text.length < length) text += Math.floor(draw() * 65_536).toString(16).padStart(4, '0');
  return text.slice(0, length);
}
