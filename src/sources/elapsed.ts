import type { TimeReader } from './time.js';
import { text } from './values.js';

const FRACTION = /\d{2}:\d{2}:\d{2}[.,](\d{1,9})/;

/** Part of a ms that an instant's text has beyond whole ms. Example: '2025-01-24 09:20:46.847371' -> 0.371 */
const beyondMs = (value: unknown): number => {
  const digits = FRACTION.exec(text(value) ?? '')?.[1] ?? '';
  return Number(`0.${digits.slice(3) || '0'}`);
};

/**
 * ms between two instants of one log, exact to the microsecond where its texts are; absent where either is, and where the end lies before the start.
 * Example: '2025-01-24 09:20:46.847371' to '2025-01-24 09:20:46.851954' -> 4.583
 */
export function elapsedMs(start: unknown, end: unknown, time: TimeReader): number | undefined {
  if (text(start) === undefined || text(end) === undefined) return undefined;
  const [from, to] = [time.read(start), time.read(end)];
  if (!from.known || !to.known) return undefined;
  const elapsed = to.value - from.value + beyondMs(end) - beyondMs(start);
  return elapsed < 0 ? undefined : Math.round(elapsed * 1e6) / 1e6;
}
