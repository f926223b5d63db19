// Lenient reading of what other programs wrote: numbers as texts, JSON inside texts, names in either case. What is not of the wanted kind is absent.
import type { JsonRecord } from './source.js';

const isObject = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Texts by which exports say that there is no value. */
const absentTexts: readonly string[] = ['', 'null', 'none', 'nan', 'n/a', 'na', '-', 'undefined', '\\n'];

export const isAbsent = (value: unknown): boolean => value === undefined || value === null || (typeof value === 'string' && absentTexts.includes(value.trim().toLowerCase()));

/** A text with something in it, a number or a yes-or-no written out; else absent. Example: text(' a ') -> 'a'; text('null') -> undefined; text(7) -> '7' */
export function text(value: unknown): string | undefined {
  if (isAbsent(value)) return undefined;
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

const PLAIN_NUMBER = /^[+-]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?(e[+-]?\d+)?$/i;

/** A finite number, also from a text and from an object of a Long ({low, high}). Example: number('1,234.5') -> 1234.5; number('abc') -> undefined */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (isObject(value) && typeof value['low'] === 'number' && typeof value['high'] === 'number') return value['high'] * 2 ** 32 + (value['low'] >>> 0);
  const written = text(value);
  const parsed = written !== undefined && /\d/.test(written) && PLAIN_NUMBER.test(written) ? Number(written.replaceAll(',', '')) : undefined;
  return parsed !== undefined && Number.isFinite(parsed) ? parsed : undefined;
}

const DECIMAL_COMMA = /^[+-]?\d*,\d+(e[+-]?\d+)?$/i;

/** US dollars of one call. A lone comma is a decimal one, as spreadsheets of many countries write it: no call costs thousands. Example: usd('0,0012') -> 0.0012; usd('1,234') -> 1.234; usd('1,234.5') -> 1234.5 */
export function usd(value: unknown): number | undefined {
  return number(typeof value === 'string' && DECIMAL_COMMA.test(value.trim()) ? value.trim().replace(',', '.') : value);
}

/** A count of tokens: a number that is not negative; -1 is how some logs say that nobody counted. */
export function count(value: unknown): number | undefined {
  const stated = number(value);
  return stated === undefined || stated < 0 ? undefined : stated;
}

/** A duration in ms from one in `unit`; negative (a clock that was set back) is not known. Example: duration(1.5, 's') -> 1500 */
export function duration(value: unknown, unit: 's' | 'ms' | 'us' | 'ns'): number | undefined {
  const stated = count(value);
  return stated === undefined ? undefined : stated * { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 }[unit];
}

/** Example: flag('True') -> true; flag(0) -> false; flag('maybe') -> undefined */
export function flag(value: unknown): boolean | undefined {
  const word = text(value)?.toLowerCase();
  if (word === undefined) return undefined;
  if (['true', '1', 'yes', 'y', 't', 'on'].includes(word)) return true;
  return ['false', '0', 'no', 'n', 'f', 'off'].includes(word) ? false : undefined;
}

/** Layers of JSON inside texts that are opened: some exports quote twice. */
const MAX_LAYERS = 3;

/** JSON inside a text, opened; anything else as it is. Example: opened('{"a":1}') -> { a: 1 }; opened('hello') -> 'hello' */
export function opened(value: unknown): unknown {
  let inner = value;
  for (let layer = 0; layer < MAX_LAYERS && typeof inner === 'string' && /^\s*[{["]/.test(inner); layer += 1) {
    try {
      inner = JSON.parse(inner);
    } catch {
      return inner;
    }
  }
  return inner;
}

/** An object, also one written as a text; else empty. */
export function object(value: unknown): JsonRecord {
  const inner = opened(value);
  return isObject(inner) ? inner : {};
}

/** A list, also one written as a text; else empty. */
export function list(value: unknown): readonly unknown[] {
  const inner = opened(value);
  return Array.isArray(inner) ? inner : [];
}

/** The first of these names, or paths of names, that has a value. Example: pick({ a: null, b: { c: 3 } }, 'a', 'b.c') -> 3 */
export function pick(record: JsonRecord, ...names: readonly string[]): unknown {
  for (const name of names) {
    const value = name in record ? record[name] : name.includes('.') ? name.split('.').reduce<unknown>((inner, part) => object(inner)[part], record) : undefined;
    if (!isAbsent(value)) return value;
  }
  return undefined;
}

/** What a log writes where it keeps no text: empty, `{}`, `[]`, redacted. */
export function isNoContent(value: unknown): boolean {
  const inner = opened(value);
  if (isAbsent(inner)) return true;
  if (typeof inner === 'string') return /^(redacted(-by-\S+)?|\[redacted\]|<redacted>)$/i.test(inner.trim());
  return typeof inner === 'object' && inner !== null && Object.keys(inner).length === 0;
}

/** Tags from an object of scalars, or a list of names (`name` -> 'true', `name:value` and `name=value` -> value). Lists in an object are joined; nested objects are left out. */
export function tagsOf(value: unknown): Record<string, string> {
  const inner = opened(value);
  const tags: Record<string, string> = Object.create(null) as Record<string, string>;
  if (Array.isArray(inner)) {
    for (const entry of inner.map(text)) {
      const match = entry === undefined ? null : /^([^:=\s]+)\s*[:=]\s*(.+)$/.exec(entry);
      if (match?.[1] !== undefined && match[2] !== undefined) tags[match[1]] = match[2];
      else if (entry !== undefined) tags[entry] = 'true';
    }
    return { ...tags };
  }
  for (const [name, entry] of Object.entries(object(inner))) {
    const scalar = Array.isArray(entry) ? entry.map(text).filter((part) => part !== undefined).join(',') : text(entry);
    if (scalar !== undefined && scalar !== '') tags[name] = scalar;
  }
  return { ...tags };
}
