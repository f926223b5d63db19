import type { SiteTotals } from './company.js';
import type { PlannedCall, PlannedSession } from './planned.js';

/** Tokens. The shortest question and answer. */
const SHORTEST_ASK = 12;
const SHORTEST_REPLY = 8;

/**
 * Turns the relative sizes of a day's calls into tokens, so that input and output of the day are exactly those asked for.
 * A request holds the fixed prompt, all earlier asks and replies of its session and its own ask. A reply that would pass `maxTokens` ends there.
 * Changes the sessions in place: they are fresh from `planSiteDay`.
 *
 * Example: two calls alone with asks 1 and 3, fixed prompt 100, 1000 input in all -> asks of 200 and 600, inputs of 300 and 700.
 */
export function fitSizes(sessions: readonly PlannedSession[], target: { totals: SiteTotals; fixedTokens: number; maxTokens: number }): void {
  const { totals, fixedTokens, maxTokens } = target;
  if (totals.calls === 0) return;
  const calls = sessions.flatMap((session) => session.calls.filter((call) => call.kind !== 'repeat'));
  const timesSent = new Map<PlannedCall, number>();
  const timesAfter = new Map<PlannedCall, number>();
  for (const session of sessions) {
    for (const [index, call] of session.calls.entries()) {
      const isRepeated = session.calls[1]?.kind === 'repeat';
      timesSent.set(call, session.calls.length - index);
      timesAfter.set(call, isRepeated ? 0 : session.calls.length - index - 1);
    }
  }
  const answersOf = (session: PlannedSession): number => (session.calls[1]?.kind === 'repeat' ? 2 : 1);
  const repeats = new Map(sessions.map((session) => [session.calls[0] as PlannedCall, answersOf(session)]));

  const replies = scaleTo({ relative: calls.map((call) => call.outputTokens), counts: calls.map((call) => repeats.get(call) ?? 1), total: totals.outputTokens, least: SHORTEST_REPLY, most: maxTokens });
  calls.forEach((call, index) => { call.outputTokens = replies[index] as number; });
  spread(calls.filter((call) => (repeats.get(call) ?? 1) === 1 && call.outputTokens < maxTokens), totals.outputTokens - sum(calls, (call) => call.outputTokens * (repeats.get(call) ?? 1)), 'outputTokens');

  const history = sum(calls, (call) => call.outputTokens * (timesAfter.get(call) ?? 0));
  const asks = scaleTo({ relative: calls.map((call) => call.askTokens), counts: calls.map((call) => timesSent.get(call) ?? 1), total: totals.inputTokens - fixedTokens * totals.calls - history, least: SHORTEST_ASK, most: Number.POSITIVE_INFINITY });
  calls.forEach((call, index) => { call.askTokens = asks[index] as number; });
  for (const session of sessions) addInputs(session, fixedTokens);
  const all = sessions.flatMap((session) => session.calls);
  spread(calls.filter((call) => (repeats.get(call) ?? 1) === 1), totals.inputTokens - sum(all, (call) => call.inputTokens), 'inputTokens');
}

function addInputs(session: PlannedSession, fixedTokens: number): void {
  let before = fixedTokens;
  for (const call of session.calls) {
    const first = session.calls[0] as PlannedCall;
    if (call.kind === 'repeat') {
      Object.assign(call, { askTokens: first.askTokens, inputTokens: first.inputTokens, outputTokens: first.outputTokens });
    } else {
      call.inputTokens = before + call.askTokens;
      before = call.inputTokens + call.outputTokens;
    }
  }
}

const sum = (calls: readonly PlannedCall[], of: (call: PlannedCall) => number): number => calls.reduce((total, call) => total + of(call), 0);

/** Whole sizes proportional to `relative` within [least, most] whose sum, each taken `counts` times, is close to `total`. */
function scaleTo(options: { relative: readonly number[]; counts: readonly number[]; total: number; least: number; most: number }): number[] {
  const sizesAt = (scale: number): number[] => options.relative.map((value) => Math.round(Math.min(options.most, Math.max(options.least, value * scale))));
  const totalAt = (scale: number): number => sizesAt(scale).reduce((partial, size, index) => partial + size * (options.counts[index] as number), 0);
  let low = 0;
  let high = 1;
  const ceiling = 2 ** 40;
  while (totalAt(high) < options.total && high < ceiling) high *= 2;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (totalAt(middle) < options.total) low = middle;
    else high = middle;
  }
  return sizesAt(high);
}

/** Adds `rest` tokens (negative: takes them away) to the calls, as evenly as whole numbers allow. */
function spread(calls: readonly PlannedCall[], rest: number, key: 'inputTokens' | 'outputTokens'): void {
  if (calls.length === 0) return;
  const each = Math.trunc(rest / calls.length);
  const odd = rest - each * calls.length;
  calls.forEach((call, index) => { call[key] += each + (index < Math.abs(odd) ? Math.sign(odd) : 0); });
}
