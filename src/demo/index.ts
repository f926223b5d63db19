import type { Attempt } from './attempts.js';
import { type DemoDay, dailyTotals, demoDays } from './calendar.js';
import { sitePlans, type SiteTotals } from './company.js';
import type { DemoRecord } from './exchange.js';
import { planSiteDay } from './plan.js';
import type { PlannedCall, PlannedSession } from './planned.js';
import { attemptRecord, beginCall, fixedTokensOf, type OpenSession, openSession, twinRecord } from './session.js';
import { scripts } from './sites/index.js';

export { DEMO_PRICES_AT, DEMO_UNTIL, demoDays, MONTH_DAYS, WINDOW_DAYS } from './calendar.js';
export { type LineId, lines, type SiteId, siteIds, sitePlans } from './company.js';
export { labelledEvidence } from './evidence.js';
export type { DemoRecord } from './exchange.js';

export const DEMO_SEED = 20_261_121;
/** One session in so many is generated; each call then stands for as many. At 15 the window is about 32,000 calls and 300 MB of text, which two cores import within a minute. */
export const DEMO_SAMPLE_EVERY = 15;

export interface DemoOptions {
  seed: number;
  /** 1 = every session; N = one session in N, whole, to be imported with a weight of N. */
  sampleEvery: number;
}

interface DemoEvent {
  atMs: number;
  order: number;
  session: PlannedSession;
  callIndex: number;
  attempt: Attempt;
  isTwin: boolean;
}

/**
 * The traffic of the founding article's company over the 14 days of the window, in the order in which requests were sent. The same options give the same
 * bytes. Memory is bounded by one day. Successful calls and their tokens, times `sampleEvery` and 30/14, are those of `lines`; failed attempts and the
 * natural experiment come on top.
 */
export function* generateDemo(options: DemoOptions): Generator<DemoRecord, void, undefined> {
  const totals = dailyTotals(options);
  for (const [dayIndex, day] of demoDays.entries()) {
    const events = eventsOf(planDay({ day, dayIndex, totals, seed: options.seed }));
    yield* play(events, day);
  }
}

/** Log lines that `generateDemo` yields, for progress bars. */
export function countDemo(options: DemoOptions): number {
  const totals = dailyTotals(options);
  return demoDays.reduce((sum, day, dayIndex) => sum + eventsOf(planDay({ day, dayIndex, totals, seed: options.seed })).length, 0);
}

const planDay = (options: { day: DemoDay; dayIndex: number; totals: ReturnType<typeof dailyTotals>; seed: number }): PlannedSession[] =>
  sitePlans.flatMap((site) =>
    planSiteDay({
      site,
      day: options.day,
      totals: options.totals.get(site.id)?.[options.dayIndex] as SiteTotals,
      fixedTokens: fixedTokensOf(scripts[site.id]),
      seed: options.seed,
    }),
  );

function eventsOf(sessions: readonly PlannedSession[]): DemoEvent[] {
  const events: DemoEvent[] = [];
  for (const session of sessions) {
    for (const [callIndex, call] of session.calls.entries()) {
      for (const attempt of call.attempts) events.push({ atMs: attempt.atMs, order: events.length, session, callIndex, attempt, isTwin: false });
    }
    const last = session.calls[0]?.attempts.at(-1);
    if (session.isTwinned && last !== undefined) events.push({ atMs: last.atMs + 90, order: events.length, session, callIndex: 0, attempt: { ...last, atMs: last.atMs + 90 }, isTwin: true });
  }
  return events.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
}

function* play(events: readonly DemoEvent[], day: DemoDay): Generator<DemoRecord, void, undefined> {
  const open = new Map<PlannedSession, OpenSession>();
  for (const event of events) {
    const session = open.get(event.session) ?? openSession(event.session, day.date);
    open.set(event.session, session);
    if (event.isTwin) {
      yield twinRecord(session, event.attempt);
      open.delete(event.session);
      continue;
    }
    const call = event.session.calls[event.callIndex] as PlannedCall;
    if (event.attempt === call.attempts[0]) beginCall(session, event.callIndex);
    yield attemptRecord(session, event.callIndex, event.attempt);
    const isOver = event.callIndex === event.session.calls.length - 1 && event.attempt === call.attempts.at(-1);
    if (isOver && !event.session.isTwinned) open.delete(event.session);
  }
}
