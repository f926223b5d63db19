import type { Option, Projection } from '../model/analysis.js';
import { NANO_PER_USD } from '../model/money.js';
import { MONTH_DAYS, forecastMonth } from '../stats/forecast.js';
import { sharedDrawSd } from '../stats/parameter-spread.js';
import type { ProjectionWindow } from './window.js';

/** Standard deviations of the month's USD, by source. */
export interface ParameterSpread {
  readonly tokenizer: number;
  readonly outputLength: number;
  readonly reasoning: number;
  readonly failures: number;
}

/** z of the two-sided 80 % interval: the normal quantile at 0.9. */
const HALF_PER_SD = 1.2815515655446004;

/** Nothing is assumed about another model: its own past, priced. */
const NO_SPREAD: ParameterSpread = { tokenizer: 0, outputLength: 0, reasoning: 0, failures: 0 };

const NO_PROJECTION: Projection = {
  status: 'none', usd: null, lowUsd: null, highUsd: null, traffic: null, tokenizer: null, outputLength: null, reasoning: null, failures: null,
};

/** To whole nano-dollars, so that a last bit that differs between machines does not show. */
const usdOf = (nano: number): number => Math.round(nano) / NANO_PER_USD;

/**
 * Daily sums of the window -> USD in the 30 days after it with the two-sided 80 % interval, signed, never floored. Traffic and parameters are independent, so the half-width is
 * sqrt(traffic² + tokenizer² + outputLength² + reasoning² + failures²), each printed as the half-width that it would give alone. Status none, all figures null, below
 * seven days with data or when one day class was never seen.
 *
 * Example: 14 steady days of $10 with a parameter standard deviation of $30 for output length: usd 300, half-width 1.2816 * 30 = 38.4.
 */
export function projectMonth(input: {
  /** Whole nano-dollars, parallel to `window.dates`. */
  readonly dailyNano: readonly number[];
  readonly window: Pick<ProjectionWindow, 'weekend' | 'covered' | 'status'>;
  readonly parameters?: ParameterSpread | undefined;
}): Projection {
  const { dailyNano, window, parameters = NO_SPREAD } = input;
  if (dailyNano.length !== window.weekend.length) throw new RangeError(`${dailyNano.length} daily sums for a window of ${window.weekend.length} days`);
  if (window.status !== 'full' && window.status !== 'provisional') return NO_PROJECTION;
  const forecast = forecastMonth({ daily: dailyNano, weekend: window.weekend, covered: window.covered });
  if (!forecast.known) return NO_PROJECTION;
  const tokenizer = HALF_PER_SD * parameters.tokenizer * NANO_PER_USD;
  const outputLength = HALF_PER_SD * parameters.outputLength * NANO_PER_USD;
  const reasoning = HALF_PER_SD * parameters.reasoning * NANO_PER_USD;
  const failures = HALF_PER_SD * parameters.failures * NANO_PER_USD;
  const half = Math.hypot(forecast.half, tokenizer, outputLength, reasoning, failures);
  return {
    status: window.status,
    usd: usdOf(forecast.total), lowUsd: usdOf(forecast.total - half), highUsd: usdOf(forecast.total + half),
    traffic: usdOf(forecast.half), tokenizer: usdOf(tokenizer), outputLength: usdOf(outputLength), reasoning: usdOf(reasoning), failures: usdOf(failures),
  };
}

/** Standard deviation of the logarithm. Providers publish no month-to-month spread of their failures: one deviation is a factor of 1.65 either way. */
const FAILURE_LOG_SD = 0.5;

/** A move of one segment: the fields of `Option` that uncertain ratios act on, sums over the window. */
export type Move = Pick<Option, 'candidate' | 'inputNano' | 'outputNano' | 'reasoningNano' | 'fallbackNano' | 'tokenizerSd' | 'outputSd' | 'reasoningSd'>;

/**
 * Standard deviations of the month's USD that the candidates' unknown ratios bring, by source, for the moves of a scenario. One log-normal draw per candidate, shared by all
 * its segments and days; in closed form, which is what infinitely many draws would give, so there is no seed. The window is scaled to 30 days by its days with data.
 *
 * Example: one move of 100 USD output in 15 days at log-sd 0.25: 200 USD a month * sqrt(exp(0.0625) - 1) = 50.8.
 */
export function parameterSpread(input: { readonly moves: readonly Move[]; readonly window: Pick<ProjectionWindow, 'daysWithData'> }): ParameterSpread {
  const { moves, window } = input;
  if (window.daysWithData === 0) return NO_SPREAD;
  const monthUsdPerNano = MONTH_DAYS / window.daysWithData / NANO_PER_USD;
  const spread = (part: (move: Move) => { amount: number; logSd: number }): number =>
    monthUsdPerNano * sharedDrawSd(moves.map((move) => ({ group: move.candidate, ...part(move) })));
  return {
    tokenizer: spread((move) => ({ amount: move.inputNano, logSd: move.tokenizerSd })),
    outputLength: spread((move) => ({ amount: move.outputNano, logSd: move.outputSd })),
    reasoning: spread((move) => ({ amount: move.reasoningNano, logSd: move.reasoningSd })),
    failures: spread((move) => ({ amount: move.fallbackNano, logSd: FAILURE_LOG_SD })),
  };
}
