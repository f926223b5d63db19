import { UserError } from '../model/errors.js';

export const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

interface ZoneDates {
  format: Intl.DateTimeFormat;
  dateOfHour: Map<number, string>;
}

/** Asking Intl takes microseconds, and every cell asks: one answer per zone and hour is kept. */
const zones = new Map<string, ZoneDates>();

function zoneDates(timezone: string): ZoneDates {
  const kept = zones.get(timezone);
  if (kept !== undefined) return kept;
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: timezone, calendar: 'gregory', numberingSystem: 'latn', year: 'numeric', month: '2-digit', day: '2-digit' });
    const zone = { format, dateOfHour: new Map<number, string>() };
    zones.set(timezone, zone);
    return zone;
  } catch (cause) {
    throw new UserError('bad-timezone', `"${timezone}" is not a known time zone.`, { hint: 'Use an IANA name such as UTC, Europe/Berlin or America/New_York.', cause });
  }
}

/**
 * Local date, YYYY-MM-DD, of a UTC hour (hours since 1970) in an IANA zone, by the instant at which the hour starts. In zones that are not whole hours off UTC
 * the hour that holds local midnight belongs to the day that ends.
 *
 * Example: hour 494,343 is 2026-05-24T15:00Z: 2026-05-24 in UTC, 2026-05-25 in Asia/Tokyo.
 */
export function localDateOf(hour: number, timezone: string): string {
  const zone = zoneDates(timezone);
  const kept = zone.dateOfHour.get(hour);
  if (kept !== undefined) return kept;
  const parts = Object.fromEntries(zone.format.formatToParts(new Date(hour * HOUR_MS)).map(({ type, value }) => [type, value]));
  const date = `${(parts['year'] ?? '').padStart(4, '0')}-${parts['month']}-${parts['day']}`;
  zone.dateOfHour.set(hour, date);
  return date;
}

/** First UTC hour that belongs to the local date, hours since 1970. Example: 2026-11-08 in America/New_York (UTC-5) starts at 05:00Z. */
export function firstHourOf(date: string, timezone: string): number {
  let hour = utcMs(date) / HOUR_MS - 15;
  while (localDateOf(hour, timezone) < date) hour += 1;
  return hour;
}

const utcMs = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** Example: addDays('2026-02-27', 2) = '2026-03-01'. */
export const addDays = (date: string, days: number): string => new Date(utcMs(date) + days * DAY_MS).toISOString().slice(0, 10);

/** Saturday or Sunday. Example: 2026-11-21 is a Saturday. */
export const isWeekend = (date: string): boolean => [0, 6].includes(new Date(utcMs(date)).getUTCDay());

/** Example: '2026-02-30' is no date. */
export const isDate = (text: string): boolean => DATE.test(text) && !Number.isNaN(utcMs(text)) && addDays(text, 0) === text;
