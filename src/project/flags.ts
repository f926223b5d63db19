import type { Flag } from '../model/analysis.js';
import { MONTH_DAYS } from '../stats/forecast.js';
import type { BackTest } from './back-test.js';
import { type Trend, trendOf } from './trend.js';
import { usdText } from './usd-text.js';
import type { ProjectionWindow } from './window.js';

/** Standard errors. Two-sided 4 % at the degrees of freedom of two weeks. */
const TREND_T = 2.2;
/** Ratios of a day to the median of its class. Day-to-day noise of real traffic (coefficient of variation to 0.2) stays well within. */
const SPIKE_RATIO = 2;
const OUTAGE_RATIO = 0.35;
const SHORT_DAY_RATIO = 0.8;
/** Share of the window's spend on one day; an even day of fourteen is 0.07. */
const DOMINANT_SHARE = 0.25;
/** Days with data from which the ratios above mean anything. */
const LEAST_DAYS = 5;

export interface DayFlagsInput {
  /** Spend by day, whole nano-dollars, parallel to `window.dates`. */
  readonly dailyNano: readonly number[];
  readonly window: Pick<ProjectionWindow, 'dates' | 'weekend' | 'covered' | 'daysWithData' | 'status' | 'next' | 'shortEdges'>;
  readonly backTest: BackTest;
}

interface Day {
  date: string;
  nano: number;
  /** Median of the other days of its class; absent where there is none. */
  usualNano: number | undefined;
}

/** What the days of the window say against its projection. Most severe first; `nano` = the dollars concerned, over the window unless the text says a month. */
export function dayFlags(input: DayFlagsInput): Flag[] {
  const { window, dailyNano } = input;
  const days = window.daysWithData >= LEAST_DAYS ? daysOf(input) : [];
  const found = [
    ...regimeFlags(input.backTest),
    ...trendFlags(trendOf({ daily: dailyNano, weekend: window.weekend, covered: window.covered }), input),
    ...gapFlags(input),
    ...days.flatMap((day) => unusualDay(day, window.shortEdges.includes(day.date))),
    ...dominanceFlags(days),
    ...weekendFlags(input),
    ...fewDayFlags(input),
  ];
  return found.sort((one, other) => severities.indexOf(one.severity) - severities.indexOf(other.severity));
}

const severities: readonly Flag['severity'][] = ['serious', 'warning', 'info'];

function daysOf({ dailyNano, window }: DayFlagsInput): Day[] {
  const seen = window.dates.map((date, index) => ({ date, index, nano: dailyNano[index] ?? 0 })).filter(({ index }) => window.covered[index] === true);
  return seen.map(({ date, index, nano }) => {
    const others = seen.filter((other) => other.index !== index && window.weekend[other.index] === window.weekend[index]).map((other) => other.nano);
    return { date, nano, usualNano: medianOf(others) };
  });
}

function medianOf(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  return upper === undefined || lower === undefined ? undefined : Math.round((lower + upper) / 2);
}

function regimeFlags(backTest: BackTest): Flag[] {
  if (backTest.status !== 'outside' || backTest.actualNano === null || backTest.predictedNano === null) return [];
  return [{
    code: 'regime-change', severity: 'serious',
    text: `The traffic changed inside the window. ${backTest.text}`,
    advice: 'Treat the month as provisional. If you know the day of the change, analyze only the days after it with --days.',
    nano: Math.abs(backTest.actualNano - backTest.predictedNano),
  }];
}

/** The month as if the line went on: its middle lies (days + 30) / 2 days after the middle of the window. */
function trendFlags(trend: Trend | undefined, { dailyNano, window }: DayFlagsInput): Flag[] {
  if (trend === undefined || Math.abs(trend.t) <= TREND_T) return [];
  const seen = dailyNano.filter((_, day) => window.covered[day] === true);
  const meanNano = sumOf(seen) / seen.length;
  const perDayNano = trend.isRelative ? trend.slope * meanNano : trend.slope;
  const monthNano = Math.round(Math.abs(perDayNano) * MONTH_DAYS * ((window.dates.length + MONTH_DAYS) / 2));
  const direction = trend.slope > 0 ? 'rises' : 'falls';
  const pace = trend.isRelative ? `${Math.abs(trend.slope * 100).toFixed(1)} %` : usdText(Math.abs(perDayNano));
  return [{
    code: 'trend', severity: 'warning',
    text: `Spend ${direction} by about ${pace} a day within the window. The projection does not continue the trend; if it went on, the month would be ${usdText(monthNano)} ${trend.slope > 0 ? 'more' : 'less'}.`,
    advice: 'Read the month as "if traffic stays as it was", and analyze again in a week.',
    nano: monthNano,
  }];
}

function gapFlags({ window }: DayFlagsInput): Flag[] {
  const gaps = window.dates.filter((_, day) => window.covered[day] === false);
  if (gaps.length === 0) return [];
  return [{
    code: 'gap-days', severity: 'warning',
    text: `${gaps.length} of ${window.dates.length} days have no data (${listed(gaps)}). They are left out as missing, not counted as free.`,
    advice: 'Import the logs of these days, or record without a break, if there was traffic.',
    nano: null,
  }];
}

function unusualDay({ date, nano, usualNano }: Day, isShortEdge: boolean): Flag[] {
  if (usualNano === undefined || usualNano <= 0) return [];
  const differenceNano = Math.abs(nano - usualNano);
  if (isShortEdge && nano < SHORT_DAY_RATIO * usualNano) {
    return [{
      code: 'partial-day', severity: 'warning',
      text: `The data begin or end within ${date}, and that day has ${usdText(nano)} where ${usdText(usualNano)} is usual: it is probably only a part of a day, and makes the month too small.`,
      advice: 'Import the rest of that day, or leave it out with --until or --days.',
      nano: differenceNano,
    }];
  }
  if (nano < OUTAGE_RATIO * usualNano) {
    return [{
      code: 'outage-day', severity: 'warning',
      text: `On ${date} only ${usdText(nano)} were spent where ${usdText(usualNano)} is usual for such a day.`,
      advice: 'If that was an outage or a holiday, the month is a little too small; if recording failed, import that day again.',
      nano: differenceNano,
    }];
  }
  if (nano <= SPIKE_RATIO * usualNano) return [];
  return [{
    code: 'spike-day', severity: 'warning',
    text: `On ${date} ${usdText(nano)} were spent where ${usdText(usualNano)} is usual for such a day.`,
    advice: 'If that was a one-off (a migration, a load test), analyze without it: filter it out with --where, or choose the days with --days and --until.',
    nano: differenceNano,
  }];
}

function dominanceFlags(days: readonly Day[]): Flag[] {
  const totalNano = sumOf(days.map(({ nano }) => nano));
  return days.filter(({ nano }) => totalNano > 0 && nano > DOMINANT_SHARE * totalNano).map(({ date, nano }) => ({
    code: 'one-day-dominates', severity: 'serious',
    text: `${date} alone is ${((nano / totalNano) * 100).toFixed(0)} % of the window's spend.`,
    advice: 'Do not decide on this window: find out what ran that day, then analyze days without it.',
    nano,
  }));
}

function weekendFlags({ window, dailyNano }: DayFlagsInput): Flag[] {
  const hasSeen = (kind: boolean): boolean => window.weekend.some((isWeekend, day) => isWeekend === kind && window.covered[day] === true);
  if (window.daysWithData < LEAST_DAYS || (hasSeen(true) && hasSeen(false))) return [];
  return [{
    code: hasSeen(true) ? 'no-working-day' : 'no-weekend', severity: 'warning',
    text: `All days with data are ${hasSeen(true) ? 'weekend' : 'working'} days, so nothing is known of the others and no month is projected.`,
    advice: 'Import or record the missing kind of day too; a quiet weekend counts, once a log that spans it has been imported.',
    nano: sumOf(dailyNano),
  }];
}

function fewDayFlags({ window, dailyNano }: DayFlagsInput): Flag[] {
  if (window.status === 'full') return [];
  const isProvisional = window.status === 'provisional';
  return [{
    code: isProvisional ? 'provisional' : 'few-days', severity: isProvisional ? 'info' : 'warning',
    text: `${window.daysWithData} day${window.daysWithData === 1 ? '' : 's'} with data: ${isProvisional ? 'the month is provisional' : 'no month is projected'}.`,
    advice: window.next,
    nano: sumOf(dailyNano),
  }];
}

const LONGEST_LIST = 4;
const listed = (dates: readonly string[]): string =>
  dates.length <= LONGEST_LIST ? dates.join(', ') : `${dates.slice(0, LONGEST_LIST).join(', ')} and ${dates.length - LONGEST_LIST} more`;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
