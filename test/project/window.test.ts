import { describe, expect, test } from 'vitest';
import { UserError } from '../../src/model/errors.js';
import { addDays, firstHourOf, isDate, isWeekend, localDateOf } from '../../src/project/days.js';
import { type WindowInput, windowOf } from '../../src/project/index.js';

const HOUR_MS = 3_600_000;
const at = (instant: string): number => Date.parse(instant);
const hourOf = (instant: string): number => Math.floor(at(instant) / HOUR_MS);

/** Every hour between two instants, both included. */
const hoursBetween = (from: string, to: string): number[] =>
  Array.from({ length: hourOf(to) - hourOf(from) + 1 }, (_, index) => hourOf(from) + index);

const steady = (from: string, to: string, rest: Partial<WindowInput> = {}): WindowInput =>
  ({ firstAt: at(from), lastAt: at(to), timezone: 'UTC', now: at('2026-11-22T10:00:00Z'), coveredHours: hoursBetween(from, to), ...rest });

const codeOf = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error.code;
    throw error;
  }
  return '';
};

describe('local days', () => {
  test('follow the zone', () => {
    const hour = hourOf('2026-05-24T15:00:00Z');
    expect(localDateOf(hour, 'UTC')).toBe('2026-05-24');
    expect(localDateOf(hour, 'Asia/Tokyo')).toBe('2026-05-25');
    expect(localDateOf(hour, 'UTC')).toBe('2026-05-24');
  });

  test('have 23 and 25 hours when the clocks change', () => {
    const length = (date: string, timezone: string): number => firstHourOf(addDays(date, 1), timezone) - firstHourOf(date, timezone);
    expect(length('2026-03-29', 'Europe/Berlin')).toBe(23);
    expect(length('2026-10-25', 'Europe/Berlin')).toBe(25);
    expect(length('2026-03-08', 'America/New_York')).toBe(23);
    expect(length('2026-11-21', 'America/New_York')).toBe(24);
  });

  test('begin where the date changes, in every kind of zone', () => {
    for (const timezone of ['UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kolkata', 'America/St_Johns', 'Australia/Lord_Howe']) {
      for (const date of ['2026-01-01', '2026-04-05', '2026-10-04', '2026-12-31']) {
        const first = firstHourOf(date, timezone);
        expect(localDateOf(first, timezone)).toBe(date);
        expect(localDateOf(first - 1, timezone)).toBe(addDays(date, -1));
      }
    }
  });

  test('refuse a zone that does not exist', () => {
    expect(codeOf(() => localDateOf(0, 'Mars/Olympus'))).toBe('bad-timezone');
  });

  test('know months, leap days and weekends', () => {
    expect(addDays('2026-02-27', 2)).toBe('2026-03-01');
    expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(['2026-11-20', '2026-11-21', '2026-11-22', '2026-11-23'].map(isWeekend)).toEqual([false, true, true, false]);
    expect(['2026-02-28', '2026-02-30', '2026-13-01', 'yesterday', '2026-1-1'].map(isDate)).toEqual([true, false, false, false, false]);
  });
});

describe('the window', () => {
  test('is the 14 local days that end with the last full one', () => {
    const window = windowOf(steady('2026-11-01T00:00:00Z', '2026-11-22T09:00:00Z'));
    expect([window.start, window.end, window.asOf]).toEqual(['2026-11-08', '2026-11-21', '2026-11-21']);
    expect(window.dates).toHaveLength(14);
    expect(window.weekend.filter(Boolean)).toHaveLength(4);
    expect([window.startMs, window.endMs]).toEqual([at('2026-11-08T00:00:00Z'), at('2026-11-22T00:00:00Z')]);
    expect([window.fromHour, window.toHour]).toEqual([hourOf('2026-11-08T00:00:00Z'), hourOf('2026-11-22T00:00:00Z')]);
    expect([window.status, window.next, window.daysWithData]).toEqual(['full', '', 14]);
    expect(window.shortEdges).toEqual([]);
  });

  test('ends where the zone says that the day is over', () => {
    const calls = steady('2026-11-01T00:00:00Z', '2026-11-22T09:00:00Z', { now: at('2026-11-22T03:00:00Z') });
    expect(windowOf({ ...calls, timezone: 'America/Los_Angeles' }).end).toBe('2026-11-20');
    expect(windowOf({ ...calls, timezone: 'Asia/Tokyo' }).end).toBe('2026-11-21');
  });

  test('keeps its 14 days, and the hour that was lost or won, over a change of the clocks', () => {
    const window = windowOf(steady('2026-10-01T00:00:00Z', '2026-11-21T23:00:00Z', { timezone: 'Europe/Berlin', until: '2026-10-31' }));
    expect(window.dates).toHaveLength(14);
    expect(window.toHour - window.fromHour).toBe(14 * 24 + 1);
  });

  test('ends with the data when they stop earlier', () => {
    expect(windowOf(steady('2026-10-01T00:00:00Z', '2026-11-10T23:30:00Z')).end).toBe('2026-11-10');
  });

  test('takes --until at its word, whatever the clock says, and --days any length', () => {
    const calls = steady('2026-11-01T00:00:00Z', '2026-11-22T09:00:00Z');
    expect(windowOf({ ...calls, until: '2026-11-15' }).end).toBe('2026-11-15');
    expect(windowOf({ ...calls, until: '2026-11-22' }).end).toBe('2026-11-22');
    expect(windowOf({ ...calls, until: '2027-01-01' }).end).toBe('2026-11-22');
    expect(windowOf({ ...calls, days: 7 }).dates).toEqual(['2026-11-15', '2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21']);
    expect(windowOf({ ...calls, days: 400 }).start).toBe('2026-11-01');
  });

  test('leaves a day in progress out unless it is all there is', () => {
    const today = windowOf(steady('2026-11-22T01:00:00Z', '2026-11-22T09:00:00Z'));
    expect(today).toMatchObject({ dates: ['2026-11-22'], status: 'totals-only', daysWithData: 1 });
    expect(windowOf(steady('2026-11-21T01:00:00Z', '2026-11-22T09:00:00Z')).dates).toEqual(['2026-11-21']);
  });

  test('ignores calls of the future where there are others, and says so where there are none', () => {
    expect(windowOf(steady('2026-11-10T00:00:00Z', '2026-11-21T23:00:00Z', { lastAt: at('2031-01-01T00:00:00Z') })).end).toBe('2026-11-21');
    const future = steady('2031-01-01T00:00:00Z', '2031-01-02T00:00:00Z');
    expect(codeOf(() => windowOf(future))).toBe('calls-in-future');
    expect(windowOf({ ...future, until: '2031-01-02' }).dates).toEqual(['2031-01-01', '2031-01-02']);
  });

  test('refuses what cannot be a window', () => {
    const calls = steady('2026-11-01T00:00:00Z', '2026-11-21T23:00:00Z');
    expect(codeOf(() => windowOf({ ...calls, days: 0 }))).toBe('bad-days');
    expect(codeOf(() => windowOf({ ...calls, days: 1.5 }))).toBe('bad-days');
    expect(codeOf(() => windowOf({ ...calls, until: '2026-02-30' }))).toBe('bad-date');
    expect(codeOf(() => windowOf({ ...calls, until: '2026-10-01' }))).toBe('no-calls-in-window');
    expect(codeOf(() => windowOf({ ...calls, timezone: 'Mars/Olympus' }))).toBe('bad-timezone');
  });

  test('marks a day that nothing vouches for as missing', () => {
    const hours = [...hoursBetween('2026-11-08T00:00:00Z', '2026-11-11T23:00:00Z'), ...hoursBetween('2026-11-14T00:00:00Z', '2026-11-21T23:00:00Z')];
    const window = windowOf(steady('2026-11-08T00:00:00Z', '2026-11-21T23:00:00Z', { coveredHours: hours }));
    expect(window.dates.filter((_, day) => window.covered[day] === false)).toEqual(['2026-11-12', '2026-11-13']);
    expect([window.daysWithData, window.status]).toEqual([12, 'provisional']);
  });

  test('knows which of its edges may be parts of days', () => {
    const window = windowOf(steady('2026-11-10T09:00:00Z', '2026-11-20T15:00:00Z'));
    expect(window.shortEdges).toEqual(['2026-11-10', '2026-11-20']);
  });
});

describe('the countdown', () => {
  const since = (from: string, rest: Partial<WindowInput> = {}) => windowOf(steady(from, '2026-11-21T23:00:00Z', rest));

  test('names the day on which the next step is reached', () => {
    expect(since('2026-11-21T00:00:00Z')).toMatchObject({ status: 'totals-only', next: '1 more full day of traffic (through 2026-11-22) will give daily figures, without a month yet.' });
    expect(since('2026-11-19T00:00:00Z')).toMatchObject({ status: 'seen-so-far', next: '4 more full days of traffic (through 2026-11-25) will give a first, provisional month.' });
    expect(since('2026-11-15T00:00:00Z')).toMatchObject({ status: 'provisional', next: '7 more full days of traffic (through 2026-11-28) will give the full projection.' });
    expect(since('2026-11-08T00:00:00Z')).toMatchObject({ status: 'full', next: '' });
  });

  test('waits for a weekend where none was seen', () => {
    const working = ['09', '10', '11', '12', '13', '16', '17', '18', '19', '20'].flatMap((day) => hoursBetween(`2026-11-${day}T08:00:00Z`, `2026-11-${day}T17:00:00Z`));
    const window = windowOf(steady('2026-11-09T08:00:00Z', '2026-11-20T17:00:00Z', { coveredHours: working }));
    expect(window).toMatchObject({ daysWithData: 10, status: 'seen-so-far', next: '1 more full day of traffic (through 2026-11-21) will give a first, provisional month.' });
  });

  test('waits until a gap has left the window', () => {
    const hours = [...hoursBetween('2026-11-08T00:00:00Z', '2026-11-12T23:00:00Z'), ...hoursBetween('2026-11-14T00:00:00Z', '2026-11-21T23:00:00Z')];
    expect(since('2026-11-08T00:00:00Z', { coveredHours: hours }).next).toBe('6 more full days of traffic (through 2026-11-27) will give the full projection.');
  });

  test('says when the asked window is too short for more', () => {
    expect(since('2026-11-01T00:00:00Z', { days: 7 })).toMatchObject({ status: 'provisional', next: 'A window of 7 days is too short for more: leave --days out, or set it to 14 or above.' });
  });
});
