import type { Analysis, Projection } from '../../model/analysis.js';
import { type IntervalBar, intervalBar, scaleOf, valuesOf } from '../bars.js';
import { plainSentence } from '../escape.js';
import { UNKNOWN, countText, intervalText, nanoText, savingText, shareText, spendIntervalText, usdText } from '../figures.js';

export interface VerdictLine {
  id: 'ready' | 'likely' | 'limit';
  title: string;
  /** The figure that leads; the conservative one, except for the limit. */
  figure: string;
  /** What that figure is. */
  basis: string;
  /** The figures beside it, named. */
  pairs: { label: string; value: string }[];
  text: string;
  isProvisional: boolean;
  isUnknown: boolean;
  bar: IntervalBar | undefined;
}

export interface Fact {
  label: string;
  value: string;
  note: string;
}

const basisUnknown = (analysis: Analysis): string => plainSentence(analysis.window.next === '' ? 'too few days for a month' : analysis.window.next);

/** The three lines. They overlap, so no output ever adds them up. */
export function verdictLines(analysis: Analysis): VerdictLine[] {
  const { ready, likely, limit } = analysis.verdict;
  const scale = scaleOf(valuesOf([ready.saving, likely.saving, limit.saving]));
  const lineOf = (saving: Projection, lead: { usd: number | null; basis: string }) => ({
    figure: savingText(lead.usd), basis: lead.usd === null ? basisUnknown(analysis) : lead.basis, isProvisional: saving.status === 'provisional', isUnknown: lead.usd === null, bar: intervalBar(saving, scale, lead.usd),
    pairs: [{ label: 'Expected', value: savingText(saving.usd) }, { label: '80\u00a0% interval', value: intervalText(saving) }],
  });
  const lowEnd = (saving: Projection) => ({ usd: saving.lowUsd, basis: 'a month at least: the low end of the 80\u00a0% interval' });
  const isWeightLower = likely.weightedUsd !== null && likely.saving.lowUsd !== null && likely.weightedUsd < likely.saving.lowUsd;
  const likelyLine = lineOf(likely.saving, isWeightLower ? { usd: likely.weightedUsd, basis: 'a month, each move weighted by its confidence' } : lowEnd(likely.saving));
  const checks = likely.itemsToCheck === 0 ? 'none' : `${countText(likely.itemsToCheck)} for ${nanoText(likely.checkNano, 'up')}`;
  return [
    { id: 'ready', title: 'Ready', ...lineOf(ready.saving, lowEnd(ready.saving)), text: plainSentence(ready.text) },
    {
      id: 'likely', title: 'Likely, to be checked', ...likelyLine, text: plainSentence(likely.text),
      pairs: [...likelyLine.pairs, { label: isWeightLower ? 'At least, unweighted' : 'Weighted by confidence', value: savingText(isWeightLower ? likely.saving.lowUsd : likely.weightedUsd) }, { label: 'Items to check', value: checks }],
    },
    { id: 'limit', title: 'Limit', ...lineOf(limit.saving, { usd: limit.saving.usd, basis: 'a month: a ceiling, not a goal' }), text: plainSentence(limit.text) },
  ];
}

/** The scenario that the chosen threshold stands for: what tasks, workloads and days are worked out under. */
export const chosenScenario = (analysis: Analysis): Analysis['scenarios'][number] | undefined => analysis.scenarios.find(({ id }) => id === 'cross-provider');

export function factsOf(analysis: Analysis): Fact[] {
  const { totals, window } = analysis;
  const chosen = chosenScenario(analysis);
  return [
    {
      label: totals.spend.usd === null ? 'Spend in the window' : 'Spend now, a month', value: totals.spend.usd === null ? nanoText(totals.spendNano) : usdText(totals.spend.usd),
      note: totals.spend.usd === null ? `a month is ${UNKNOWN}` : `80\u00a0% interval ${spendIntervalText(totals.spend)}`,
    },
    {
      label: 'Expected degraded calls, a month', value: chosen === undefined || totals.spend.usd === null ? UNKNOWN : `≤\u00a0${countText(chosen.degradedCalls, 'up')}`,
      note: chosen === undefined ? 'no scenario' : `at threshold ${chosen.threshold.toFixed(2)}, of ${countText(chosen.movedCalls)} calls moved in the window`,
    },
    { label: 'Days of data', value: `${String(window.daysWithData)} of ${String(window.dates.length)}`, note: statusText(analysis) },
    { label: 'Share priced', value: shareText(totals.pricedShare, 'down'), note: `${countText(totals.unpricedCalls)} calls without a price, ${countText(totals.unknownUsageCalls)} without usage: cost unknown, not $0` },
    { label: 'Share of calls kept', value: shareText(totals.sampledShare, 'down'), note: totals.sampledShare >= 1 ? 'nothing was sampled away' : `${countText(totals.storedCalls)} stored calls stand for ${countText(totals.calls)}` },
  ];
}

function statusText({ window }: Analysis): string {
  const next = window.next === '' ? '' : ` ${plainSentence(window.next)}`;
  if (window.status === 'full') return 'enough for a full projection';
  if (window.status === 'provisional') return `provisional.${next}`;
  return window.status === 'seen-so-far' ? `seen so far, no month yet.${next}` : `totals only.${next}`;
}
