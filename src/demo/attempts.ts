import { HOUR_MS, isOutage } from './calendar.js';
import { chance, createDraw, type Draw, logNormal, pick, seedOf } from './draws.js';

export const failureKinds = ['rate_limited', 'server_error', 'overloaded', 'bad_gateway', 'gateway_timeout', 'no_reply'] as const;
export type FailureKind = (typeof failureKinds)[number];

export interface Attempt {
  atMs: number;
  latencyMs: number;
  ttftMs: number;
  outcome: 'ok' | FailureKind;
}

/** Share of requests that fail while the provider is down, and on any other minute. */
const OUTAGE_FAILURES = 0.6;
const QUIET_FAILURES = 0.0012;
/** In a burst (a campaign mail, a bulk job) about half of the requests hit the account's limit. */
const BURST_LIMITED = 0.5;
const QUIET_LIMITED = 0.0006;
/** A client retries so often, then gives up; requests that get through in the end never need more. */
const MOST_RETRIES = 4;

/** Four minutes in the morning and four in the afternoon of every day. */
function isBurst(atMs: number): boolean {
  const day = Math.floor(atMs / (24 * HOUR_MS));
  const draw = createDraw(seedOf('bursts', day));
  const minute = Math.floor((atMs % (24 * HOUR_MS)) / 60_000);
  const morning = 570 + Math.floor(draw() * 120);
  const afternoon = 810 + Math.floor(draw() * 150);
  return (minute >= morning && minute < morning + 4) || (minute >= afternoon && minute < afternoon + 4);
}

/** Median time to the first token and time per token of the model, ms. Typical of GPT-4o; made up, not measured. */
const FIRST_TOKEN_MS = 420;
const PER_TOKEN_MS = 12.5;
const OUTAGE_SLOWDOWN = 3;

/** The requests of one call until it is answered, or until the caller gives up. Waits double from 1.5 s. */
export function planAttempts(options: { atMs: number; outputTokens: number; draw: Draw; givesUp: boolean }): Attempt[] {
  const { draw } = options;
  const attempts: Attempt[] = [];
  let atMs = options.atMs;
  for (let retries = 0; ; retries += 1) {
    const isLast = retries === MOST_RETRIES;
    const failure = options.givesUp ? outageFailure(draw) : isLast ? undefined : drawFailure(atMs, draw);
    const slow = isOutage(atMs) ? OUTAGE_SLOWDOWN : 1;
    const ttftMs = Math.round(FIRST_TOKEN_MS * slow * logNormal(draw, 0.35));
    const latencyMs = failure === undefined ? ttftMs + Math.round(options.outputTokens * PER_TOKEN_MS * slow * logNormal(draw, 0.2)) : failureLatency(failure, draw);
    attempts.push({ atMs, latencyMs, ttftMs, outcome: failure ?? 'ok' });
    if (failure === undefined || (options.givesUp && retries === 2)) return attempts;
    atMs += latencyMs + Math.round(1500 * 2 ** retries * (0.8 + 0.4 * draw()));
  }
}

function drawFailure(atMs: number, draw: Draw): FailureKind | undefined {
  if (isOutage(atMs)) return chance(draw, OUTAGE_FAILURES) ? outageFailure(draw) : undefined;
  if (chance(draw, isBurst(atMs) ? BURST_LIMITED : QUIET_LIMITED)) return 'rate_limited';
  return chance(draw, QUIET_FAILURES) ? pick(draw, ['server_error', 'server_error', 'overloaded', 'bad_gateway', 'gateway_timeout']) : undefined;
}

const outageFailure = (draw: Draw): FailureKind => pick(draw, ['overloaded', 'overloaded', 'server_error', 'server_error', 'bad_gateway', 'gateway_timeout', 'no_reply']);

function failureLatency(kind: FailureKind, draw: Draw): number {
  if (kind === 'gateway_timeout' || kind === 'no_reply') return 20_000;
  return Math.round((kind === 'rate_limited' ? 60 : 350) * logNormal(draw, 0.4));
}
