import type { Analysis } from '../model/analysis.js';
import { forecastNextDays } from '../stats/forecast.js';
import { usdText } from './usd-text.js';
import type { ProjectionWindow } from './window.js';

export type BackTest = Analysis['backTest'];

/** Days. The last four are predicted from all before them. */
const HELD_OUT_DAYS = 4;
/** Days with data among those before. Fewer cannot carry a forecast. */
const LEAST_TRAINING_DAYS = 7;
/** Two-sided: a tripwire that plain traffic touches one time in twenty. */
const LEVEL = 0.95;

/**
 * The tripwire: what the days before the last four would have predicted for these four, and what they came to. Outside the 95 % interval the process has
 * changed, or is not of the kind that the month assumes. Days that are not covered are left out on both sides.
 *
 * Example: 10 steady days of $10, then four of $20: predicted $40 (between $40 and $40), came to $80: outside.
 */
export function backTest(input: {
  /** Whole nano-dollars, parallel to `window.dates`: spend, or a signed saving. */
  readonly dailyNano: readonly number[];
  readonly window: Pick<ProjectionWindow, 'weekend' | 'covered'>;
  readonly what?: 'spend' | 'saving';
}): BackTest {
  const { dailyNano, window, what = 'spend' } = input;
  const split = dailyNano.length - HELD_OUT_DAYS;
  const trainingDays = window.covered.slice(0, Math.max(0, split)).filter(Boolean).length;
  if (trainingDays < LEAST_TRAINING_DAYS) {
    return notRun(`Not back-tested: the last ${HELD_OUT_DAYS} days are predicted from at least ${LEAST_TRAINING_DAYS} days with data before them, and there are ${trainingDays}.`);
  }
  const heldOut = dailyNano.slice(split);
  if (window.covered.slice(split).includes(false)) return notRun(`Not back-tested: one of the last ${HELD_OUT_DAYS} days has no data.`);

  const forecast = forecastNextDays({
    daily: dailyNano.slice(0, split), weekend: window.weekend.slice(0, split), covered: window.covered.slice(0, split), next: window.weekend.slice(split), level: LEVEL,
  });
  if (!forecast.known) return notRun(`Not back-tested: ${forecast.reason}.`);
  const actualNano = heldOut.reduce((sum, nano) => sum + nano, 0);
  const predictedNano = Math.round(forecast.total);
  const lowNano = Math.round(forecast.low);
  const highNano = Math.round(forecast.high);
  const status = actualNano < lowNano || actualNano > highNano ? 'outside' : 'inside';
  const text = `From the first ${trainingDays} days, a ${what} of ${usdText(predictedNano)} was predicted for the last ${HELD_OUT_DAYS} (95 % interval ${usdText(lowNano)} to ${usdText(highNano)}); it came to ${usdText(actualNano)}, ${status} the interval.`;
  return { status, predictedNano, lowNano, highNano, actualNano, text };
}

const notRun = (text: string): BackTest => ({ status: 'not-run', predictedNano: null, lowNano: null, highNano: null, actualNano: null, text });
