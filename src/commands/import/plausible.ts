import type { CapturedCall } from '../../model/call.js';

/** Nano-dollars. No single call costs a million dollars. */
const MAX_COST_NANO = 1e15;
/** ms. Batches take a day; a month is no latency. */
const MAX_DURATION_MS = 31 * 86_400_000;
/** Tokens. No model answers with so many. */
const MAX_LIMIT_TOKENS = 1e9;

const within = (value: number | undefined, from: number, to: number): number | undefined => (value !== undefined && value >= from && value <= to ? value : undefined);

/**
 * What stands beside a call and cannot be is not known; the call stands. Tokens and times are checked where they are read.
 * Example: a cost of Infinity, a latency of -1 ms, a limit of 0 output tokens -> absent
 */
export function withoutImpossible(call: CapturedCall): CapturedCall {
  const loggedCostNanoUsd = within(call.loggedCostNanoUsd, 0, MAX_COST_NANO);
  const maxOutputTokens = within(call.maxOutputTokens, 1, MAX_LIMIT_TOKENS);
  const latencyMs = within(call.latencyMs, 0, MAX_DURATION_MS);
  const ttftMs = within(call.ttftMs, 0, MAX_DURATION_MS);
  const isWhole = loggedCostNanoUsd === call.loggedCostNanoUsd && maxOutputTokens === call.maxOutputTokens && latencyMs === call.latencyMs && ttftMs === call.ttftMs;
  return isWhole ? call : { ...call, loggedCostNanoUsd, maxOutputTokens, latencyMs, ttftMs };
}
