import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { flagSchema } from '../../src/model/analysis.js';
import { NANO_PER_USD } from '../../src/model/money.js';
import { addDays, backTest, dayFlags, isWeekend } from '../../src/project/index.js';
import { trendOf } from '../../src/project/trend.js';
import { usdText } from '../../src/project/usd-text.js';

const nano = (usd: number): number => Math.round(usd * NANO_PER_USD);

/** A window that starts on 2026-11-08, a Sunday. */
function flagsOf(usd: readonly number[], rest: { missing?: readonly number[]; shortEdges?: readonly string[]; status?: 'full' | 'provisional' | 'seen-so-far' | 'totals-only'; start?: string } = {}) {
  const dates = usd.map((_, day) => addDays(rest.start ?? '2026-11-08', day));
  const covered = usd.map((_, day) => rest.missing?.includes(day) !== true);
  const window = {
    dates, weekend: dates.map(isWeekend), covered, daysWithData: covered.filter(Boolean).length, status: rest.status ?? 'full' as const, next: 'More days.', shortEdges: rest.shortEdges ?? [],
  };
  const dailyNano = usd.map(nano);
  const flags = dayFlags({ dailyNano, window, backTest: backTest({ dailyNano, window }) });
  for (const flag of flags) {
    expect(flagSchema.safeParse(flag).success).toBe(true);
    expect(flag.advice).not.toBe('');
  }
  return flags;
}
const codesOf = (flags: readonly { code: string }[]): string[] => flags.map(({ code }) => code);

/** Sunday first: quiet weekends, small noise without a line in it. */
const plain = [42, 101, 97, 104, 99, 102, 44, 43, 98, 103, 96, 102, 100, 41];

describe('day flags', () => {
  test('are silent on plain traffic', () => {
    expect(flagsOf(plain)).toEqual([]);
  });

  test('find the outage and the spike of the office fortnight, with their dollars', () => {
    const { usd } = JSON.parse(readFileSync(join(import.meta.dirname, '../../fixtures/project/office-fortnight/days.json'), 'utf8')) as { usd: number[] };
    const flags = flagsOf(usd).filter(({ code }) => code.endsWith('-day'));
    expect(codesOf(flags)).toEqual(['outage-day', 'spike-day']);
    // Less the median of the other nine working days, which is 121.7 without the outage and 120.6 without the spike.
    expect(flags.map((flag) => flag.nano)).toEqual([nano(121.7) - nano(19.8), nano(291.4) - nano(120.6)]);
    expect(flags[0]?.text).toContain('2026-11-12');
    expect(flags[1]?.text).toContain('2026-11-18');
  });

  test('see a step as a change of regime, most severe first', () => {
    const [first] = flagsOf(plain.map((usd, day) => (day >= 10 ? usd * 2.5 : usd)));
    expect(first).toMatchObject({ code: 'regime-change', severity: 'serious' });
    expect(first?.nano).toBeGreaterThan(nano(300));
  });

  test('see a steady climb as a trend, and what it would mean for a month', () => {
    const climbing = plain.map((usd, day) => usd * (1 + 0.05 * day));
    const trend = flagsOf(climbing).find(({ code }) => code === 'trend');
    expect(trend?.text).toMatch(/^Spend rises by about 3\.\d % a day/);
    expect(flagsOf(climbing.toReversed()).find(({ code }) => code === 'trend')?.text).toMatch(/^Spend falls/);
  });

  test('call a low day at the edge of the data a part of a day, not an outage', () => {
    const flags = flagsOf(plain.with(13, 12), { shortEdges: ['2026-11-21'] });
    expect(codesOf(flags)).toContain('partial-day');
    expect(codesOf(flags)).not.toContain('outage-day');
    expect(codesOf(flagsOf(plain, { shortEdges: ['2026-11-21'] }))).toEqual([]);
  });

  test('see one day that outweighs the others', () => {
    const flags = flagsOf(plain.with(3, 900));
    expect(codesOf(flags)).toContain('one-day-dominates');
    expect(flags.find(({ code }) => code === 'one-day-dominates')?.nano).toBe(nano(900));
  });

  test('name missing days and count none of them as an outage', () => {
    const flags = flagsOf(plain.with(4, 0).with(5, 0), { missing: [4, 5], status: 'provisional' });
    expect(codesOf(flags)).toEqual(['gap-days', 'provisional']);
    expect(flags[0]).toMatchObject({ nano: null });
    expect(flags[0]?.text).toContain('2 of 14 days have no data (2026-11-12, 2026-11-13)');
  });

  test('say that days are few, and that a kind of day is missing', () => {
    expect(codesOf(flagsOf([10], { status: 'totals-only' }))).toEqual(['few-days']);
    expect(codesOf(flagsOf([101, 97, 104, 99, 102], { start: '2026-11-09', status: 'seen-so-far' }))).toEqual(['no-weekend', 'few-days']);
    expect(codesOf(flagsOf([], { status: 'totals-only' }))).toEqual(['few-days']);
  });
});

describe('the trend', () => {
  const weekend = Array.from({ length: 14 }, (_, day) => day % 7 >= 5);
  const covered = weekend.map(() => true);

  test('is the slope within the day classes, as a share of the mean day', () => {
    const noise = [0.5, -0.5, -0.5, 0.5, 0.3, 0.2, -0.3, -0.4, 0.4, -0.2, 0.1, 0, -0.1, 0.2];
    const daily = weekend.map((isWeekendDay, day) => (isWeekendDay ? 0.5 : 1) * (100 + 2 * day + (noise[day] ?? 0)));
    const trend = trendOf({ daily, weekend, covered });
    expect(trend?.isRelative).toBe(true);
    expect(trend?.slope).toBeCloseTo(2 / (100 + 2 * 6.5), 2);
    expect(trend?.t).toBeGreaterThan(10);
  });

  test('is unknown below ten days, and where nothing varies', () => {
    expect(trendOf({ daily: [1, 2, 3, 4, 5, 6, 7, 8, 9], weekend: weekend.slice(0, 9), covered: covered.slice(0, 9) })).toBeUndefined();
    expect(trendOf({ daily: weekend.map(() => 0), weekend, covered })).toBeUndefined();
  });
});

test('dollars in sentences keep two figures at least', () => {
  expect([1234.6, -4.5, 0.0018, 0, 99.999, 1e6].map((usd) => usdText(nano(usd)))).toEqual(['$1,235', '-$4.50', '$0.0018', '$0.00', '$100.00', '$1,000,000']);
});
