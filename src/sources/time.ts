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
const RFC_2822 = /^[A-Z][a-z]{2}, \d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} (GMT|UTC|[+-]\d{4})$/;
const PLAIN_NUMBER = /^-?\d+(\.\d+)?(e\+?\d+)?$/i;

/** How the times of one file read: the unit of plain numbers is settled by the first one and holds for all. */
export interface TimeReader {
  read(value: unknown): Outcome<number>;
  /** What was assumed, for the note: a unit, a missing zone. */
  assumed(): string[];
}

/**
 * Instants as ms since 1970 UTC. ISO with or without zone (without: UTC), `YYYY-MM-DD HH:MM:SS.ffffff`, RFC 2822, or a number in `unit`.
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
      settledUnit ??= unitOfMagnitude(number);
      return checked(Math.floor(number * millisPerUnit[settledUnit]), value);
    }
    if (typeof text !== 'string') return unknown('the time is neither a text nor a number');
    const match = ISO.exec(text);
    if (match !== null) {
      isZoneMissing ||= match[8] === undefined;
      return checked(fromIso(match), value);
    }
    return RFC_2822.test(text) ? checked(Date.parse(text), value) : unknown(`the time "${text.slice(0, 40)}" is of no form that can be read without guessing`);
  };
  const assumed = (): string[] => [
    ...(settledUnit !== undefined && unit === undefined ? [`plain numbers as times read as ${settledUnit} by their size (force with --set timeUnit=s|ms|us|ns)`] : []),
    ...(isZoneMissing ? ['times without a zone read as UTC'] : []),
  ];
  return { read, assumed };
}

function checked(ms: number, value: unknown): Outcome<number> {
  if (!Number.isFinite(ms)) return unknown(`the time "${String(value).slice(0, 40)}" is no date`);
  return ms < EARLIEST_MS ? unknown(`the time is before ${EARLIEST_TEXT}: a wrong unit or a broken clock`) : known(ms);
}

function fromIso(match: RegExpExecArray): number {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = match;
  const parts = [year, month, day, hour, minute, second].map(Number) as [number, number, number, number, number, number];
  const isLeapSecond = parts[5] === 60;
  const ms = Date.UTC(parts[0], parts[1] - 1, parts[2], parts[3], parts[4], isLeapSecond ? 59 : parts[5], Number(fraction.padEnd(3, '0').slice(0, 3)));
  const day0 = new Date(Date.UTC(parts[0], parts[1] - 1, parts[2]));
  const isReal = day0.getUTCMonth() === parts[1] - 1 && day0.getUTCDate() === parts[2] && parts[3] <= 24 && parts[4] < 60 && parts[5] <= 60;
  return isReal ? ms - zoneMs(zone) : Number.NaN;
}

/** Example: '+05:30' -> 19,800,000 */
function zoneMs(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0)) * 60_000;
}
