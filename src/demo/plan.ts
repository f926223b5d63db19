import { DEMO_UNTIL, type DemoDay, experimentDates, isOutage, startTime } from './calendar.js';
import { type Attempt, planAttempts } from './attempts.js';
import type { SitePlan, SiteTotals } from './company.js';
import { chance, createDraw, type Draw, logNormal, pickWeighted, seedOf } from './draws.js';
import type { TurnKind } from './sites/script.js';
import type { PlannedCall, PlannedSession } from './planned.js';
import { fitSizes } from './sizes.js';

/** Turns of one session. More are cut off: a chat that has not helped by then goes to a colleague. */
const MAX_TURNS = 8;
/** Share of ticket-triage that was also sent to the smaller model on the days of the experiment. */
const TWIN_SHARE = 0.6;
/** Calls that start in the outage hour and give up after their retries, over those that get through in the end. */
const LOST_SHARE = 0.3;

/** All sessions of one site on one day; their calls and tokens add up to `totals` exactly. */
export function planSiteDay(options: { site: SitePlan; day: DemoDay; totals: SiteTotals; fixedTokens: number; seed: number }): PlannedSession[] {
  const { site, day, totals } = options;
  const draw = createDraw(seedOf(options.seed, 'plan', site.id, day.date));
  const sessions: PlannedSession[] = [];
  let left = totals.calls;
  while (left > 0) {
    const kinds = drawKinds(site, { draw, mayRepeat: sessions.length > 0 && left > 1 }).slice(0, left);
    if (kinds.at(-1) === 'tool') kinds[kinds.length - 1] = 'ask';
    left -= kinds.length;
    sessions.push({
      site,
      seed: seedOf(options.seed, 'text', site.id, day.date, sessions.length),
      language: pickWeighted(draw, site.languages),
      calls: kinds.map((kind) => ({ kind, askTokens: drawAsk(kind, site, draw), inputTokens: 0, outputTokens: drawReply(kind, site, draw), attempts: [] })),
      isLost: false,
      isTwinned: site.id === 'ticket-triage' && experimentDates.includes(day.date) && kinds.length === 1 && chance(draw, TWIN_SHARE),
      isStreamed: chance(draw, site.streamShare ?? 0),
    });
  }
  fitSizes(sessions, { totals, fixedTokens: options.fixedTokens, maxTokens: site.maxTokens });
  for (const session of sessions) placeInTime(session, day, draw);
  return [...sessions, ...lostSessions(sessions, draw)];
}

/** A repeat needs room for two calls; the first session of a day stays alone, so that rounding can be put somewhere. */
function drawKinds(site: SitePlan, options: { draw: Draw; mayRepeat: boolean }): (TurnKind | 'repeat')[] {
  const { draw } = options;
  if (chance(draw, site.repeatShare ?? 0) && options.mayRepeat) return ['ask', 'repeat'];
  const kinds: TurnKind[] = [];
  let turns = 1;
  while (turns < MAX_TURNS && chance(draw, 1 - 1 / site.meanTurns)) turns += 1;
  for (let turn = 0; turn < turns; turn += 1) {
    if (chance(draw, site.toolShare ?? 0)) kinds.push('tool', 'result');
    else kinds.push('ask');
  }
  return kinds;
}

/** Sizes relative to the site's mean; `fitSizes` turns them into tokens. A tool call is a tenth of an answer. */
const drawAsk = (kind: PlannedCall['kind'], site: SitePlan, draw: Draw): number => (kind === 'result' ? 1.3 : 1) * logNormal(draw, site.inputSpread);
const drawReply = (kind: PlannedCall['kind'], site: SitePlan, draw: Draw): number => (kind === 'tool' ? 0.1 : logNormal(draw, site.outputSpread));

/** Latest instant of a day at which a call may still be running. */
const LAST_MS = 86_399_000;

/** Gives every call its attempts. A session that would run past midnight is moved forward as a whole. */
function placeInTime(session: PlannedSession, day: DemoDay, draw: Draw): void {
  let atMs = startTime(draw, day, session.site.hours);
  let endMs = atMs;
  for (const call of session.calls) {
    if (call.kind === 'repeat') atMs += 1_200_000 + draw() * 18_000_000;
    call.attempts = planAttempts({ atMs: Math.floor(atMs), outputTokens: call.outputTokens, draw, givesUp: false });
    const last = call.attempts.at(-1) as Attempt;
    endMs = last.atMs + last.latencyMs;
    atMs = endMs + (call.kind === 'tool' ? 200 + draw() * 1800 : 20_000 + draw() * 200_000);
  }
  const late = endMs - (day.startMs + LAST_MS);
  if (late > 0) for (const call of session.calls) call.attempts = call.attempts.map((attempt) => ({ ...attempt, atMs: attempt.atMs - late }));
}

/** Extra sessions that found the provider down and gave up. They belong to no total: nothing was answered. */
function lostSessions(sessions: readonly PlannedSession[], draw: Draw): PlannedSession[] {
  return sessions
    .filter((session) => isOutage((session.calls[0]?.attempts[0] as Attempt).atMs) && chance(draw, LOST_SHARE))
    .map((session) => {
      const first = session.calls[0] as PlannedCall;
      const atMs = (first.attempts[0] as Attempt).atMs + 1000 + Math.floor(draw() * 240_000);
      return {
        ...session,
        seed: seedOf(session.seed, 'lost', DEMO_UNTIL),
        calls: [{ ...first, kind: 'ask' as const, attempts: planAttempts({ atMs, outputTokens: first.outputTokens, draw, givesUp: true }) }],
        isLost: true,
        isTwinned: false,
      };
    });
}
