import { createHash } from 'node:crypto';
import type { CapturedCall } from '../../model/call.js';

/** Goes up when a reader of a log format learns to read more: then a file may be imported once more, and its keys keep calls from doubling. */
const READER_VERSION = 3;

/** Unit id: the file's bytes and what changes their meaning. The file's name is no part of it. */
export const unitId = (contentHash: string, meaning: Readonly<Record<string, unknown>>, readerVersion = READER_VERSION): string =>
  createHash('sha256').update(JSON.stringify([readerVersion, contentHash, sorted(meaning)])).digest('hex').slice(0, 32);

/** Ids that the same unit had under older readers, the newest first. */
export const formerUnitIds = (contentHash: string, meaning: Readonly<Record<string, unknown>>): string[] =>
  Array.from({ length: READER_VERSION - 1 }, (_, at) => unitId(contentHash, meaning, READER_VERSION - 1 - at));

const sorted = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1)).map(([name, entry]) => [name, sorted(entry)]) : value;

const KEY_LETTERS = 24;

/**
 * Identities for records that bring none: the hash of the record's text, its ordinal among equal records of the same unit, and the source; never the
 * file's name. So a second file of the same content changes nothing, and true repeats stay apart. A record with an id of its own is one call however often it
 * stands there, unless that id is only shown.
 */
export function createIdentities(source: string): (call: CapturedCall, recordText: string, facts?: { isIdShownOnly: boolean }) => string {
  const seen = createCounter();
  return (call, recordText, { isIdShownOnly } = { isIdShownOnly: false }) => {
    const [key] = call.keys;
    if (key !== undefined) return key;
    const digest = createHash('sha256').update(recordText).digest();
    const ordinal = call.recordId === undefined || isIdShownOnly ? seen(digest.readUInt32BE(0) * 2 ** 20 + (digest.readUInt32BE(4) >>> 12)) : 0;
    return `record:${source}:${digest.toString('base64url').slice(0, KEY_LETTERS)}:${ordinal}`;
  };
}

const FIRST_SLOTS = 1 << 12;
const MAX_LOAD = 0.6;

/**
 * How often a 52-bit number was seen before. Open addressing over plain doubles: 8 bytes a slot, so that ten million records stay near 130 MB.
 * Example: count(7), count(7), count(8) -> 0, 1, 0
 */
export function createCounter(): (value: number) => number {
  let slots = new Float64Array(FIRST_SLOTS).fill(-1);
  let used = 0;
  const repeats = new Map<number, number>();
  const slotOf = (table: Float64Array, value: number): number => {
    const mask = table.length - 1;
    let slot = (value % 0x3fff_ffdd) & mask;
    while (table[slot] !== -1 && table[slot] !== value) slot = (slot + 1) & mask;
    return slot;
  };
  const grow = (): void => {
    const larger = new Float64Array(slots.length * 2).fill(-1);
    for (const value of slots) if (value !== -1) larger[slotOf(larger, value)] = value;
    slots = larger;
  };
  return (value) => {
    const slot = slotOf(slots, value);
    if (slots[slot] === value) {
      const before = (repeats.get(value) ?? 0) + 1;
      repeats.set(value, before);
      return before;
    }
    slots[slot] = value;
    used += 1;
    if (used > slots.length * MAX_LOAD) grow();
    return 0;
  };
}
