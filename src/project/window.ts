import type { Analysis } from '../model/analysis.js';
import { UserError } from '../model/errors.js';
import { HOUR_MS, addDays, firstHourOf, isDate, isWeekend, localDateOf } from './days.js';

const DEFAULT_DAYS = 14;

/** Days with data. One day has no spread at all; from a week on both day classes can have been seen; two weeks show every weekday twice. */
const SEEN_SO_FAR_DAYS = 2;
const PROVISIONAL_DAYS = 7;
const FULL_DAYS = 14;

/** Hours. A day at the edge of the data that begins later, or ends earlier, than this may be only part of a day. */
const SHORT_EDGE_HOURS = 2;

/** `Analysis['window']` and what the reader of the store needs. */
export interface ProjectionWindow {
  readonly start: string;
  readonly end: string;
  readonly timezone: string;
  readonly dates: readonly string[];
  readonly weekend: readonly boolean[];
  readonly covered: readonly boolean[];
  readonly daysWithData: number;
  readonly status: Analysis['window']['status'];
  readonly next: string;
  /** Default `asOf` of the analysis: the last day of the window. */
  readonly asOf: string;
  /** UTC hours since 1970, [fromHour, toHour): the hours whose `localDateOf` lies in the window; and the same in ms. */
  readonly fromHour: number;
  readonly toHour: number;
  readonly startMs: number;
  readonly endMs: number;
  /** Dates of the window at which the data begin late or end early: perhaps parts of days. */
  readonly shortEdges: readonly string[];
}

export interface WindowInput {
  /** First and last call, ms UTC. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Last day of the window, YYYY-MM-DD; taken at its word, even where the clock disagrees. */
  readonly until?: string | undefined;
  readonly days?: number | undefined;
  readonly timezone: string;
  /** ms UTC; decides which local day is still in progress. */
  readonly now: number;
  /** UTC hours since 1970 that hold a call, or that a recorder run or an import vouches for. A day without any is missing; a day with one and no call is a real 0. */
  readonly coveredHours: Iterable<number>;
}

/**
 * The window: `days` local days that end at the last full local day with data (a day is full when it ended before `now`), from the first day of the data on where there
 * are fewer. A day in progress is used only when it is all there is. Throws `UserError` when no day is left.
 *
 * Example: calls from 2026-11-01 to 2026-11-22T09:00Z, now 2026-11-22T10:00Z, UTC: 2026-11-08 to 2026-11-21.
 */
export function windowOf(input: WindowInput): ProjectionWindow {
  const { timezone } = input;
  const days = input.days ?? DEFAULT_DAYS;
  if (!Number.isInteger(days) || days < 1) throw new UserError('bad-days', `A window of ${days} days is not possible.`, { hint: 'Give a whole number from 1 on, e.g. --days 14.' });
  if (input.until !== undefined && !isDate(input.until)) throw new UserError('bad-date', `"${input.until}" is not a date.`, { hint: 'Write it as YYYY-MM-DD, e.g. --until 2026-11-21.' });

  const hours = [...new Set([hourOf(input.firstAt), hourOf(input.lastAt), ...input.coveredHours])];
  const coveredDates = new Set(hours.map((hour) => localDateOf(hour, timezone)));
  const end = lastDate([...coveredDates].sort(), input);
  const first = [...coveredDates].reduce((least, date) => (date < least ? date : least), end);
  const earliest = addDays(end, 1 - days);
  const start = earliest < first ? first : earliest;

  const dates = datesBetween(start, end);
  const covered = dates.map((date) => coveredDates.has(date));
  const weekend = dates.map(isWeekend);
  const daysWithData = covered.filter(Boolean).length;
  const status = statusOf(weekend, covered);
  const fromHour = firstHourOf(start, timezone);
  const toHour = firstHourOf(addDays(end, 1), timezone);
  return {
    start, end, timezone, dates, weekend, covered, daysWithData, status,
    next: nextStep({ end, days, weekend, covered }),
    asOf: end,
    fromHour, toHour, startMs: fromHour * HOUR_MS, endMs: toHour * HOUR_MS,
    shortEdges: shortEdges(dates, hours, timezone),
  };
}

const hourOf = (at: number): number => Math.floor(at / HOUR_MS);

function lastDate(coveredDates: readonly string[], input: WindowInput): string {
  const first = coveredDates[0] ?? '';
  if (input.until !== undefined) {
    const { until } = input;
    const last = coveredDates.findLast((date) => date <= until);
    if (last !== undefined) return last;
    throw new UserError('no-calls-in-window', `There is no call on or before ${until}: the first is of ${first}.`, { hint: `Choose a later day with --until, e.g. --until ${coveredDates.at(-1) ?? first}.` });
  }
  const today = localDateOf(hourOf(input.now), input.timezone);
  const lastFull = coveredDates.findLast((date) => date < today);
  if (lastFull !== undefined) return lastFull;
  if (first === today) return today;
  throw new UserError('calls-in-future', `Every call is dated in the future: the first is of ${first}, and today is ${today}.`, { hint: `Check the clock of the machine that logged them, or name the last day with --until ${coveredDates.at(-1) ?? first}.` });
}

function datesBetween(start: string, end: string): string[] {
  const dates: string[] = [];
  for (let date = start; date <= end; date = addDays(date, 1)) dates.push(date);
  return dates;
}

/** Example: 8 days with data of which 2 on a weekend: provisional; 8 working days alone: seen-so-far, because nothing is known of weekends. */
function statusOf(weekend: readonly boolean[], covered: readonly boolean[]): ProjectionWindow['status'] {
  const daysWithData = covered.filter(Boolean).length;
  if (daysWithData < SEEN_SO_FAR_DAYS) return 'totals-only';
  if (daysWithData < PROVISIONAL_DAYS) return 'seen-so-far';
  if (![true, false].every((kind) => weekend.some((isWeekendDay, day) => isWeekendDay === kind && covered[day] === true))) return 'seen-so-far';
  return daysWithData < FULL_DAYS ? 'provisional' : 'full';
}

const stepTitles = {
  'totals-only': '',
  'seen-so-far': 'daily figures, without a month yet',
  provisional: 'a first, provisional month',
  full: 'the full projection',
} as const satisfies Record<ProjectionWindow['status'], string>;

/** Days. A window that is not complete after so many more never will be. */
const LONGEST_COUNTDOWN_DAYS = 60;

/** The countdown: lets the window move on day by day, all covered, until the status is better. '' when full. */
function nextStep(window: { end: string; days: number; weekend: readonly boolean[]; covered: readonly boolean[] }): string {
  const status = statusOf(window.weekend, window.covered);
  if (status === 'full') return '';
  const weekend = [...window.weekend];
  const covered = [...window.covered];
  for (let ahead = 1; ahead <= LONGEST_COUNTDOWN_DAYS; ahead += 1) {
    const date = addDays(window.end, ahead);
    weekend.push(isWeekend(date));
    covered.push(true);
    const reached = statusOf(weekend.slice(-window.days), covered.slice(-window.days));
    if (reached === status || stepOrder.indexOf(reached) < stepOrder.indexOf(status)) continue;
    return `${ahead} more full day${ahead === 1 ? '' : 's'} of traffic (through ${date}) will give ${stepTitles[reached]}.`;
  }
  return `A window of ${window.days} day${window.days === 1 ? '' : 's'} is too short for more: leave --days out, or set it to ${FULL_DAYS} or above.`;
}

const stepOrder: readonly ProjectionWindow['status'][] = ['totals-only', 'seen-so-far', 'provisional', 'full'];

function shortEdges(dates: readonly string[], hours: readonly number[], timezone: string): string[] {
  const firstSeen = hours.reduce((least, hour) => Math.min(least, hour), Number.POSITIVE_INFINITY);
  const lastSeen = hours.reduce((most, hour) => Math.max(most, hour), Number.NEGATIVE_INFINITY);
  return dates.filter((date) => {
    const from = firstHourOf(date, timezone);
    const to = firstHourOf(addDays(date, 1), timezone);
    const beginsLate = firstSeen < to && firstSeen - from > SHORT_EDGE_HOURS;
    const endsEarly = lastSeen >= from && to - 1 - lastSeen > SHORT_EDGE_HOURS;
    return beginsLate || endsEarly;
  });
}
