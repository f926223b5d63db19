import type { Option, Projection, Segment } from '../model/analysis.js';
import { usdFromNano } from '../model/money.js';
import type { Thresholds } from '../model/policy.js';
import { type Applied, applyThresholds } from '../policy/apply.js';
import { MONTH_DAYS, forecastMonth } from '../stats/forecast.js';
import { sharedDrawSd } from '../stats/parameter-spread.js';

/** What the explorer needs of an Analysis; the page carries exactly this. */
export interface ExploreBase {
  readonly segments: readonly Segment[];
  readonly weekend: readonly boolean[];
  readonly covered: readonly boolean[];
  readonly daysWithData: number;
  readonly status: 'full' | 'provisional' | 'seen-so-far' | 'totals-only';
  /** All metered spend of the window: the whole that a saving is a share of. */
  readonly meteredNano: number;
}

/** The outcome of one setting of the thresholds. */
export interface Explored {
  readonly applied: Applied;
  /** USD a month of 30 days with its 80 % interval; null in all figures when there are too few days. */
  readonly saving: Projection;
  readonly savingShare: number;
  /** Of the calls that a policy can decide on. */
  readonly movedShare: number;
  /** Calls a month expected to be worse than the incumbent's. */
  readonly degradedCalls: number;
  readonly rollbackUsd: number | null;
}

const UNKNOWN_PROJECTION: Projection = { status: 'none', usd: null, lowUsd: null, highUsd: null, traffic: null, tokenizer: null, outputLength: null, reasoning: null, failures: null };
/** Standard normal quantile at 0.9: half of a two-sided 80 % interval. */
const HALF_PER_SD = 1.2815515655446004;
/** Standard deviation of the logarithm of failure rates, as in the projection. */
const FAILURE_LOG_SD = 0.5;

/** Where the saving itself has no projection to scale by. */
const monthsPerWindow = (base: ExploreBase): number => MONTH_DAYS / Math.max(1, base.daysWithData);

/** To whole nano-dollars, as the projection does. */
const usdOf = (nano: number): number => usdFromNano(Math.round(nano));

/**
 * Applies thresholds and projects the month: traffic by the closed form of `forecastMonth`, parameters by one shared draw per model, half-widths added in squares.
 * The same figures as `projectMonth` and `parameterSpread` of the analysis (a test holds them together). The command line and the page both run this.
 */
export function explore(base: ExploreBase, thresholds: Thresholds): Explored {
  const applied = applyThresholds(base.segments, thresholds);
  const saving = projectSaving(base, applied);
  const calls = base.segments.reduce((sum, segment) => sum + segment.calls, 0);
  const perWindow = saving.usd !== null && saving.usd > 0 && applied.savingNano > 0 ? saving.usd / usdFromNano(applied.savingNano) : monthsPerWindow(base);
  return {
    applied,
    saving,
    savingShare: base.meteredNano === 0 ? 0 : applied.savingNano / base.meteredNano,
    movedShare: calls === 0 ? 0 : Math.min(1, applied.movedCalls / calls),
    degradedCalls: applied.degradedCalls * perWindow,
    rollbackUsd: saving.usd === null ? null : usdFromNano(applied.rollbackNano) * perWindow,
  };
}

function projectSaving(base: ExploreBase, applied: Applied): Projection {
  if (base.status === 'seen-so-far' || base.status === 'totals-only') return UNKNOWN_PROJECTION;
  const forecast = forecastMonth({ daily: applied.dailySavingNano, weekend: base.weekend, covered: base.covered });
  if (!forecast.known) return UNKNOWN_PROJECTION;
  const moves = applied.decisions.flatMap(({ option }) => (option === undefined ? [] : [option]));
  const halfOf = (part: (move: Option) => { amount: number; logSd: number }): number =>
    HALF_PER_SD * monthsPerWindow(base) * sharedDrawSd(moves.map((move) => ({ group: move.candidate, ...part(move) })));
  const tokenizer = halfOf((move) => ({ amount: move.inputNano, logSd: move.tokenizerSd }));
  const outputLength = halfOf((move) => ({ amount: move.outputNano, logSd: move.outputSd }));
  const reasoning = halfOf((move) => ({ amount: move.reasoningNano, logSd: move.reasoningSd }));
  const failures = halfOf((move) => ({ amount: move.fallbackNano, logSd: FAILURE_LOG_SD }));
  const half = Math.hypot(forecast.half, tokenizer, outputLength, reasoning, failures);
  return {
    status: base.status, usd: usdOf(forecast.total), lowUsd: usdOf(forecast.total - half), highUsd: usdOf(forecast.total + half),
    traffic: usdOf(forecast.half), tokenizer: usdOf(tokenizer), outputLength: usdOf(outputLength), reasoning: usdOf(reasoning), failures: usdOf(failures),
  };
}
