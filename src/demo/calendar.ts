import { apportion, createDraw, type Draw, logNormal, seedOf } from './draws.js';
import { lines, monthlyTotals, type SiteId, type SitePlan, sitePlans, type SiteTotals } from './company.js';

/** Last day of the window, and the day whose prices hold. Constants, so that the demo says the same on any day. */
export const DEMO_UNTIL = '2026-11-21';
export const DEMO_PRICES_AT = '2026-11-22';
export const WINDOW_DAYS = 14;
/** Days of the month that the article's figures are for. The window holds 10 working days and 4 weekend days, the 5:2 of the month, so it is 14/30 of it. */
export const MONTH_DAYS = 30;

const DAY_MS = 86_400_000;
export const HOUR_MS = 3_600_000;

export interface DemoDay {
  /** YYYY-MM-DD; local time is UTC. */
  date: string;
  startMs: number;
  isWeekend: boolean;
}

export const demoDays: readonly DemoDay[] = Array.from({ length: WINDOW_DAYS }, (_, index) => {
  const startMs = Date.parse(`${DEMO_UNTIL}T00:00:00Z`) - (WINDOW_DAYS - 1 - index) * DAY_MS;
  const weekday = new Date(startMs).getUTCDay();
  return { date: new Date(startMs).toISOString().slice(0, 10), startMs, isWeekend: weekday === 0 || weekday === 6 };
});

/** The hour in which the provider was down: Wednesday 2026-11-18, 14:00 to 15:00. */
export const OUTAGE_START_MS = Date.parse('2026-11-18T14:00:00Z');
export const isOutage = (atMs: number): boolean => atMs >= OUTAGE_START_MS && atMs < OUTAGE_START_MS + HOUR_MS;

/** Days on which the team also sent a share of ticket-triage to the smaller model. */
export const experimentDates: readonly string[] = ['2026-11-11', '2026-11-12', '2026-11-13'];

/** Monday to Friday busier at the start; a little noise on top. Weights of a working day. */
const weekdayLevel = [1, 1.06, 1.04, 1.02, 0.99, 0.89, 1];

/** Share of a day's sessions that start in each hour. */
const hourWeights: Record<SitePlan['hours'], readonly number[]> = {
  office: [0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.5, 4, 8, 10, 11, 9.5, 7, 9, 10.5, 10, 8, 5, 2.5, 1.2, 0.8, 0.6, 0.4, 0.3],
  shop: [1, 0.6, 0.4, 0.4, 0.6, 1, 2, 3.5, 5, 6.5, 7, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6.5, 6, 4.5, 3, 1.8],
  night: [9, 10, 11, 10, 9, 6, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 5, 7],
  'round-the-clock': [2.5, 2, 2, 2, 2.5, 3, 4, 4.5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 4.5, 4, 3],
};

/** When a session starts, ms UTC. */
export function startTime(draw: Draw, day: DemoDay, hours: SitePlan['hours']): number {
  const weights = hourWeights[hours];
  let left = draw() * weights.reduce((sum, weight) => sum + weight, 0);
  const hour = weights.findIndex((weight) => (left -= weight) < 0);
  return day.startMs + (hour < 0 ? 12 : hour) * HOUR_MS + Math.floor(draw() * HOUR_MS);
}

/**
 * Successful calls and tokens that are generated, per site and day of the window: the month × 14/30, one in `sampleEvery`.
 * Rounded to whole calls and tokens within each line, so every line's total is right to one call and one token.
 *
 * Example: sampleEvery 20 -> 1,000,000 * 14/30 / 20 = 23,333 calls.
 */
export function dailyTotals(options: { seed: number; sampleEvery: number }): ReadonlyMap<SiteId, readonly SiteTotals[]> {
  const scale = WINDOW_DAYS / MONTH_DAYS / options.sampleEvery;
  const monthly = monthlyTotals();
  const daily = new Map<SiteId, SiteTotals[]>();
  for (const line of lines) {
    const plans = sitePlans.filter((plan) => plan.line === line.id);
    const calls = apportion(Math.round(line.calls * scale), plans.map((plan) => (monthly.get(plan.id) as SiteTotals).calls));
    for (const [index, plan] of plans.entries()) {
      const month = monthly.get(plan.id) as SiteTotals;
      const perDay = apportion(calls[index] as number, dayWeights(plan, options.seed));
      const input = apportion(Math.round(month.inputTokens * scale), perDay);
      const output = apportion(Math.round(month.outputTokens * scale), perDay);
      daily.set(plan.id, perDay.map((count, day) => ({ calls: count, inputTokens: input[day] as number, outputTokens: output[day] as number })));
    }
  }
  return daily;
}

/** Log-scale noise of one site's day: about 4 %. */
const DAY_NOISE = 0.04;

function dayWeights(plan: SitePlan, seed: number): number[] {
  const draw = createDraw(seedOf(seed, 'days', plan.id));
  return demoDays.map((day) => {
    const level = day.isWeekend ? plan.weekendShare : (weekdayLevel[new Date(day.startMs).getUTCDay()] as number);
    return level * logNormal(draw, DAY_NOISE);
  });
}
