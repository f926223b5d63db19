import { type Outcome, known, unknown } from '../model/outcome.js';

export const timeUnits = ['s', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof timeUnits)[number];

const millisPerUnit: Readonly<Record<TimeUnit, number>> = { s: 1000, ms: 1, us: 1e-3, ns: 1e-6 };

/** No log of this kind is older: a time before is a wrong unit or a broken clock. */
const EARLIEST_MS = Date.UTC(2015, 0, 1);
const EARLIEST_TEXT = '2015-01-01';

/**
 * Unit of a plain number by its size: below 1e11 seconds, below 1e14 milliseconds, below 1e17 microseconds, else nanoseconds. For instants of
 * this century the four ranges do not touch. Example: 1700000000 -> 's'; 1700000000000 -> 'ms'
 */
export const unitOfMagnitude = (value: number): TimeUnit => (value < 1e11 ? 's' : value < 1e14 ? 'ms' : value < 1e17 ? 'us' : 'ns');

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9})\d*)?)?)?\s?(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?$/i;
const RFC_2822 = /^[A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (GMT|UTC|[+-]\d{4})$/;
/** As `String(new Date())` of JavaScript. Example: 'Sat Aug 08 2026 07:30:00 GMT+0000 (Coordinated Universal Time)' */
const JS_DATE = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d{1,2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) (?:GMT|UTC)([+-]\d{4})?(?: \([^()]*\))?$/;
const monthNames: readonly string[] = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const PLAIN_NUMBER = /^-?\d+(\.\d+)?(e\+?\d+)?$/i;

/** How the times of one file read: the unit of plain numbers is settled by the first one and holds for all. */
export interface TimeReader {
  read(value: unknown): Outcome<number>;
  /** What was assumed, for the note: a unit, a missing zone. */
  assumed(): string[];
}

/**
 * Instants as ms since 1970 UTC. ISO with or without zone (without: UTC), `YYYY-MM-DD HH:MM:SS.ffffff`, RFC 2822, JavaScript's `String(date)`, or a number in `unit`.
 * Unknown with the reason for anything else; a date alone is midnight.
 * Example: '2023-11-16 18:15:46.680590' -> Date.UTC(2023, 10, 16, 18, 15, 46, 680)
 */
export function createTimeReader(unit?: TimeUnit): TimeReader {
  let settledUnit = unit;
  let isZoneMissing = false;
  const read = (value: unknown): Outcome<number> => {
    const text = typeof value === 'string' ? value.trim() : value;
    const isNumber = typeof text === 'number' || (typeof text === 'string' && PLAIN_NUMBER.test(text));
    if (isNumber) {
      const number = Number(text);
      const itsUnit = settledUnit ?? unitOfMagnitude(number);
      const instant = checked(Math.floor(number * millisPerUnit[itsUnit]), value);
      if (instant.known) settledUnit = itsUnit;
      return instant;
    }
    if (typeof text !== 'string') return unknown('the time is neither a text nor a number');
    const match = ISO.exec(text);
    if (match !== null) {
      isZoneMissing ||= match[8] === undefined;
      return checked(fromIso(match), value);
    }
    const mail = RFC_2822.exec(text) ?? mailOrder(JS_DATE.exec(text));
    return mail !== null ? checked(fromMail(mail), value) : unknown(`the time "${text.slice(0, 40)}" is of no form that can be read without guessing`);
  };
  const assumed = (): string[] => [
    ...(settledUnit !== undefined && unit === undefined ? [`plain numbers as times read as ${settledUnit} by their size (force with --set timeUnit=s|ms|us|ns)`] : []),
    ...(isZoneMissing ? ['times without a zone read as UTC'] : []),
  ];
  return { read, assumed };
}

function checked(ms: number, value: unknown): Outcome<number> {
  if (!Number.isSafeInteger(ms)) return unknown(`the time "${String(value).slice(0, 40)}" is no date`);
  return ms < EARLIEST_MS ? unknown(`the time is before ${EARLIEST_TEXT}: a wrong unit or a broken clock`) : known(ms);
}

function fromIso(match: RegExpExecArray): number {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  return instantOf([year, month, day, hour, minute, second].map(Number), { millis: Number(fraction.padEnd(3, '0').slice(0, 3)), zone });
}

/** The day stands before its month, as in mail. */
function mailOrder(match: RegExpExecArray | null): readonly (string | undefined)[] | null {
  if (match === null) return null;
  const [whole, month, day, ...rest] = match;
  return [whole, day, month, ...rest];
}

function fromMail(match: readonly (string | undefined)[]): number {
  const [, day, month = '', year, hour, minute, second, zone = 'GMT'] = match;
  return instantOf([Number(year), monthNames.indexOf(month) + 1, Number(day), Number(hour), Number(minute), Number(second)], { millis: 0, zone });
}

/** NaN for what is on no calendar and no clock. 24:00:00 is the midnight that ends the day; a leap second is the second before it. */
function instantOf([year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0]: readonly number[], { millis, zone }: { millis: number; zone: string }): number {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isDate = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  const isClock = minute < 60 && second <= 60 && (hour < 24 || (hour === 24 && minute === 0 && second === 0 && millis === 0));
  return isDate && isClock ? Date.UTC(year, month - 1, day, hour, minute, Math.min(second, 59), millis) - zoneMs(zone) : Number.NaN;
}

/** Minutes. No place on earth is further from UTC than +14:00: https://en.wikipedia.org/wiki/UTC%2B14:00 (read 2026-11-22) */
const MAX_ZONE_MINUTES = 14 * 60;

/** Example: '+05:30' -> 19,800,000; '+15:00' -> NaN */
function zoneMs(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) return 0;
  const [hours, minutes] = [Number(match[2]), Number(match[3] ?? 0)];
  const isZone = minutes < 60 && hours * 60 + minutes <= MAX_ZONE_MINUTES;
  return isZone ? (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 60_000 : Number.NaN;
}
