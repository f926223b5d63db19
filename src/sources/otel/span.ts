// One span, whatever wrote it, and how its ids, instants and attributes read. OTLP/JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding (read 2026-11-22)
import type { JsonRecord } from '../source.js';
import { createTimeReader } from '../time.js';
import { isAbsent, text } from '../values.js';

/** Names to values; names with dots are not taken apart. */
export type Attributes = Readonly<Record<string, unknown>>;

export interface SpanEvent {
  name: string;
  /** Absent where the dump holds none. */
  nanos?: bigint | undefined;
  attributes: Attributes;
}

export interface Span {
  /** Lower-case hex; '' where the dump holds none. */
  traceId: string;
  spanId: string;
  /** '' for a root. */
  parentId: string;
  name: string;
  startNanos?: bigint | undefined;
  endNanos?: bigint | undefined;
  attributes: Attributes;
  events: readonly SpanEvent[];
  isError: boolean;
  statusMessage?: string | undefined;
  scope: string;
  scopeVersion: string;
  resource: Attributes;
}

/** A record of OTLP logs: what newer instrumentations write in place of an event on the span. */
export interface LogEvent extends SpanEvent {
  traceId: string;
  spanId: string;
  resource: Attributes;
  scope: string;
}

export const isObject = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);

/** The first of these attributes that has a value. */
export function first(attributes: Attributes, names: readonly string[]): unknown {
  for (const name of names) {
    const value = attributes[name];
    if (value !== undefined && !isAbsent(value)) return value;
  }
  return undefined;
}

/**
 * Reads many facts in one pass over the attributes: for each field the first of its names that has a value. A span has some twenty attributes and there are hundreds of names.
 * Example: pickerOf({ user: ['user.id', 'enduser.id'] })({ 'enduser.id': 'a' }) -> { user: 'a' }
 */
export function pickerOf<Field extends string>(names: Readonly<Record<Field, readonly string[]>>): (attributes: Attributes) => Partial<Record<Field, unknown>> {
  const places = new Map<string, [Field, number]>();
  for (const [field, list] of Object.entries(names) as [Field, readonly string[]][]) for (const [rank, name] of list.entries()) places.set(name, [field, rank]);
  return (attributes) => {
    const picked: Partial<Record<Field, unknown>> = {};
    const ranks: Partial<Record<Field, number>> = {};
    for (const name in attributes) {
      const place = places.get(name);
      if (place === undefined || place[1] >= (ranks[place[0]] ?? Number.POSITIVE_INFINITY) || isAbsent(attributes[name])) continue;
      picked[place[0]] = attributes[name];
      ranks[place[0]] = place[1];
    }
    return picked;
  };
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/**
 * A trace or span id as lower-case hex, '' for none: hex (with `0x`, with dashes), base64, bytes in any dress, or any other text as it stands. Ids of zeros are none.
 * Example: idOf('q80=') is no id of 8 or 16 bytes and stays; idOf('EjRWeJCrze8=') -> '1234567890abcdef'
 */
export function idOf(value: unknown): string {
  const id = rawId(value);
  return /^0*$/.test(id) ? '' : id;
}

function rawId(value: unknown): string {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  if (Array.isArray(value) && value.length > 0 && value.every((byte) => typeof byte === 'number')) return Buffer.from(value).toString('hex');
  if (isObject(value)) {
    if (Array.isArray(value['data'])) return rawId(value['data']);
    const bytes = Object.values(value);
    return typeof value['0'] === 'number' && bytes.length <= 16 ? rawId(bytes) : '';
  }
  const written = text(value) ?? '';
  const hex = written.replace(/^0x/i, '').replaceAll('-', '');
  if (/^[0-9a-f]+$/i.test(hex) && (hex.length === 16 || hex.length === 32 || written.startsWith('0x'))) return hex.toLowerCase();
  if (BASE64.test(written) && (written.length === 12 || written.length === 24)) {
    const bytes = Buffer.from(written, 'base64');
    if (bytes.length === 8 || bytes.length === 16) return bytes.toString('hex');
  }
  return /^[0-9a-f]+$/i.test(written) ? written.toLowerCase() : written;
}

const nanosPerUnit = { s: 1_000_000_000n, ms: 1_000_000n, us: 1_000n, ns: 1n } as const;
const isoTime = createTimeReader();
const plainUnits = [[1e11, 's'], [1e14, 'ms'], [1e17, 'us']] as const;

/**
 * Nanoseconds since 1970 from whatever a dump writes: texts or numbers (in `unit`, else by their size), [seconds, nanoseconds], {low, high}, {seconds, nanos}, ISO. Absent for none and for 0.
 * Example: nanosOf([1700000000, 5]) -> 1700000000000000005n
 */
export function nanosOf(value: unknown, unit?: keyof typeof nanosPerUnit): bigint | undefined {
  const nanos = rawNanos(value, unit);
  return nanos === undefined || nanos <= 0n ? undefined : nanos;
}

function rawNanos(value: unknown, unit: keyof typeof nanosPerUnit | undefined): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (Array.isArray(value)) return value.length === 2 && value.every((part) => Number.isSafeInteger(part)) ? BigInt(value[0] as number) * nanosPerUnit.s + BigInt(value[1] as number) : undefined;
  if (isObject(value)) {
    const { low, high, seconds, nanos } = value;
    if (typeof low === 'number' && typeof high === 'number') return (BigInt(high >>> 0) << 32n) + BigInt(low >>> 0);
    return /^\d+$/.test(String(seconds)) ? BigInt(String(seconds)) * nanosPerUnit.s + (Number.isSafeInteger(nanos) ? BigInt(nanos as number) : 0n) : undefined;
  }
  const written = text(value);
  if (written === undefined) return undefined;
  if (/^\d{1,25}$/.test(written)) return BigInt(written) * nanosPerUnit[unit ?? unitOf(Number(written))];
  const number = Number(written);
  if (Number.isFinite(number)) return wholeNanos(number, unit ?? unitOf(number));
  const instant = isoTime.read(written);
  if (!instant.known) return undefined;
  const beyondMillis = /\d{2}:\d{2}:\d{2}[.,]\d{3}(\d{1,6})/.exec(written)?.[1] ?? '';
  return BigInt(instant.value) * nanosPerUnit.ms + BigInt(beyondMillis.padEnd(6, '0').slice(0, 6));
}

/** Units that no instant and no duration of a log needs more of. */
const MAX_UNITS = 1e20;

/** Example: wholeNanos(1.5, 'us') -> 1500n */
export function wholeNanos(value: number | undefined, unit: keyof typeof nanosPerUnit): bigint | undefined {
  return value === undefined || !(Math.abs(value) < MAX_UNITS) ? undefined : (BigInt(Math.round(value * 1000)) * nanosPerUnit[unit]) / 1000n;
}

/** Start and duration as the end; absent where either is. */
export const endOf = (start: bigint | undefined, length: bigint | undefined): bigint | undefined => (start === undefined || length === undefined ? undefined : start + length);

const unitOf = (value: number): keyof typeof nanosPerUnit => plainUnits.find(([below]) => value < below)?.[1] ?? 'ns';

/** The year 10000. */
const END_OF_TIME_MS = 253_402_300_800_000n;

/** ms since 1970, whole; the part of a ms is cut off. Absent for what no clock shows. */
export function millisOf(nanos: bigint | undefined): number | undefined {
  const millis = nanos === undefined ? undefined : nanos / nanosPerUnit.ms;
  return millis === undefined || millis >= END_OF_TIME_MS ? undefined : Number(millis);
}

/** ms between two instants, with fractions; absent where either is, and where the clock went back. */
export function spanMillis(start: bigint | undefined, end: bigint | undefined): number | undefined {
  return start === undefined || end === undefined || end < start ? undefined : Number(end - start) / 1e6;
}

/** Levels of objects in objects that are taken apart into names with dots. */
const MAX_NAME_DEPTH = 8;

/** Objects in objects as names with dots; lists stay. Example: { llm: { token_count: { prompt: 3 } } } -> { 'llm.token_count.prompt': 3 } */
export function flattened(value: JsonRecord, prefix = '', depth = 0): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [name, entry] of Object.entries(value)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (isObject(entry) && depth < MAX_NAME_DEPTH && Object.keys(entry).length > 0) Object.assign(flat, flattened(entry, path, depth + 1));
    else flat[path] = entry;
  }
  return flat;
}

/**
 * What stands under `prefix` as names with indexes, put together again; a list under the name itself is taken as it is. Absent for nothing.
 * Example: nested({ 'p.0.role': 'user', 'p.0.content': 'Hi' }, 'p') -> [{ role: 'user', content: 'Hi' }]
 */
export function nested(attributes: Attributes, prefix: string): unknown {
  const whole = attributes[prefix];
  if (whole !== undefined && !isAbsent(whole)) return whole;
  const root = branch();
  let isAny = false;
  for (const name in attributes) {
    if (!name.startsWith(prefix) || name[prefix.length] !== '.') continue;
    isAny = true;
    const steps = name.slice(prefix.length + 1).split('.');
    const last = steps.pop() ?? '';
    let at = root;
    for (const step of steps) {
      const next = at.get(step);
      const inner = next instanceof Map ? (next as Branch) : branch();
      if (inner !== next) at.set(step, inner);
      at = inner;
    }
    if (!at.has(last)) at.set(last, attributes[name]);
  }
  return isAny ? ofBranch(root) : undefined;
}

type Branch = Map<string, unknown>;
const branch = (): Branch => new Map();

function ofBranch(value: unknown): unknown {
  if (!(value instanceof Map)) return value;
  const entries = [...(value as Branch)];
  const isList = entries.length > 0 && entries.every(([name]) => /^\d{1,6}$/.test(name));
  if (isList) return entries.sort(([left], [right]) => Number(left) - Number(right)).map(([, entry]) => ofBranch(entry));
  return Object.fromEntries(entries.map(([name, entry]) => [name, ofBranch(entry)]));
}
