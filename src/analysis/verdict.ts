import type { Analysis, Projection } from '../model/analysis.js';
import type { Decision } from '../policy/apply.js';
import type { ProjectionWindow } from '../project/index.js';
import { usdText } from '../project/usd-text.js';
import { sumOf } from './sums.js';
import { LIKELY_THRESHOLD, READY_THRESHOLD, monthFactorOf, projectDecisions } from './scenarios.js';

/** USD a month. Below, one provider is enough: no saving pays for the work of a second. */
const SMALL_SPEND_USD = 1000;

export interface VerdictInput {
  /** What the user's bills did to the figures; '' where nothing. */
  billedSentence: string;
  window: ProjectionWindow;
  spend: Projection;
  spendNano: number;
  calls: number;
  billedCalls: number;
  unpricedCalls: number;
  /** Paid by plan or commitment: saves no cash. */
  notMeteredNano: number;
  /** Billed calls that are free of charge now. */
  freeCalls: number;
  ready: Decision[];
  /** Savings that need no quality judgement and no move, by day. */
  wasteDailyNano: readonly number[];
  likely: Decision[];
  limit: Decision[];
  margin: number;
  /** Random judged or labelled items in the store. */
  judgedItems: number;
}

/** The sentence that a manager may quote, and the three lines that are never added up. */
export function verdictOf(input: VerdictInput): Analysis['verdict'] {
  const { window, likely } = input;
  const readySaving = projectDecisions(input.ready, { window, extraDailyNano: input.wasteDailyNano });
  const likelySaving = projectDecisions(likely, { window });
  const limitSaving = projectDecisions(input.limit, { window });
  const windowSaving = sumOf(likely.map(({ savingNano }) => savingNano));
  const weightedNano = sumOf(likely.map(({ savingNano, option }) => savingNano * (option?.confidence ?? 0)));
  const checks = checksOf(likely);
  const isMoveReady = input.ready.some(({ option }) => option !== undefined);
  const isAnythingReady = isMoveReady || sumOf(input.wasteDailyNano) > 0;
  return {
    sentence: `${sentenceOf(input, { ready: readySaving, likely: likelySaving, isMoveReady })}${input.billedSentence}`,
    isAnythingReady,
    ready: { saving: readySaving, text: readyText(input, isMoveReady) },
    likely: {
      saving: likelySaving,
      weightedUsd: likelySaving.usd === null ? null : (weightedNano / 1e9) * monthFactorOf(likelySaving, windowSaving, window),
      itemsToCheck: checks.items, checkNano: checks.nano,
      text: !likely.some(({ option }) => option !== undefined)
        ? `No move reaches a confidence of ${LIKELY_THRESHOLD.toFixed(2)} on the evidence there is.`
        : `Moves with a confidence of ${LIKELY_THRESHOLD.toFixed(2)} or more that are not ready. Judging ${checks.items} random items (about ${usdText(checks.nano)} of answers, judge not included) would settle them, if the loss is as expected, at a margin of ${percent(input.margin)}.`,
    },
    limit: { saving: limitSaving, text: 'The cheapest model that can take each call, whatever its quality. Not a forecast: nobody should route by it.' },
    advice: adviceOf(input, likelySaving),
  };
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;

function readyText(input: VerdictInput, isMoveReady: boolean): string {
  const parts: string[] = [];
  if (isMoveReady) parts.push(`moves judged or labelled at ${READY_THRESHOLD.toFixed(2)}, or the same model at a cheaper host`);
  if (sumOf(input.wasteDailyNano) > 0) parts.push('exact repeats that a cache of your own would answer');
  const quality = isMoveReady ? '' : ` ${unprovenText(input)}`;
  return parts.length === 0 ? `Nothing yet.${quality}` : `Needs no further quality judgement: ${parts.join('; ')}.${quality}`;
}

const unprovenText = (input: VerdictInput): string =>
  input.judgedItems === 0
    ? 'No quality has been measured on your own traffic yet.'
    : `The ${input.judgedItems} items measured on your own traffic do not prove a move at ${READY_THRESHOLD.toFixed(2)} yet.`;

function sentenceOf(input: VerdictInput, savings: { ready: Projection; likely: Projection; isMoveReady: boolean }): string {
  const { billedCalls, unpricedCalls } = input;
  if (billedCalls > 0 && unpricedCalls >= billedCalls) return `None of your ${wholeText(billedCalls)} calls has a known price, so neither spend nor saving can be stated: map the model names under "deployments" in shadowbill.config.json.`;
  const unpriced = input.unpricedCalls > 0 ? ` ${Math.round(input.unpricedCalls).toLocaleString('en-US')} calls are unpriced and in no figure.` : '';
  if (input.spend.usd === null) {
    return `${Math.round(input.calls).toLocaleString('en-US')} calls cost ${usdText(input.spendNano)} from ${input.window.start} to ${input.window.end}. ${input.window.next || 'No month can be projected from these days.'}${unpriced}`;
  }
  if (input.notMeteredNano > 0 && input.spendNano === input.notMeteredNano) return `Nothing of the ${usdText(input.spendNano)} that these calls are worth is paid per token, so routing saves no cash.${unpriced}`;
  if (input.freeCalls > 0 && input.spendNano === 0) return `${wholeText(input.freeCalls)} calls are free of charge now, so routing saves no cash.${unpriced}`;
  const spend = `You spend about ${monthText(input.spend.usd)} a month${pricedShareOf(input) < MOSTLY_PRICED ? ` on the ${percent(pricedShareOf(input))} of calls that have a price` : ''}`;
  const { ready, likely, isMoveReady } = savings;
  const proven = isMoveReady && (ready.usd ?? 0) > 0 ? `; ${savingText(ready.usd ?? 0)} of it (80 %: ${rangeText(ready)}) is proven to be saved` : '';
  const open = (likely.usd ?? 0) > 0
    ? `; routing would likely save ${savingText(likely.usd ?? 0)} (80 %: ${rangeText(likely)}), to be checked first`
    : '; no move is likely enough to be worth checking';
  const note = isMoveReady ? '' : ` ${unprovenText(input)}`;
  return `${spend}${proven}${open}.${note}${unpriced}`;
}

const wholeText = (count: number): string => Math.round(count).toLocaleString('en-US');
/** Share of calls below which a figure of dollars does not speak for the traffic. */
const MOSTLY_PRICED = 0.99;
const pricedShareOf = ({ billedCalls, unpricedCalls }: VerdictInput): number => (billedCalls > 0 ? (billedCalls - unpricedCalls) / billedCalls : 1);
const monthText = (usd: number): string => usdText(Math.round(usd * 1e9));
/** A saving is never rounded up: whole dollars from 100 on, else cents. */
const savingText = (usd: number): string => monthText(Math.abs(usd) >= 100 ? Math.floor(usd) : Math.floor(usd * 100) / 100);
const rangeText = ({ lowUsd, highUsd }: Projection): string => `${savingText(lowUsd ?? 0)} to ${savingText(highUsd ?? 0)}`;

/** Items to judge before the likely moves can be settled, once per workload and candidate, and the price of the candidate's answers. */
function checksOf(likely: readonly Decision[]): { items: number; nano: number } {
  const checks = new Map<string, { items: number; nano: number }>();
  for (const { segment, option } of likely) {
    if (option === undefined || option.itemsNeeded === null) continue;
    const key = `${segment.workload}\u001f${option.candidate}`;
    const former = checks.get(key);
    if (former === undefined || option.itemsNeeded > former.items) checks.set(key, { items: option.itemsNeeded, nano: option.itemsNano ?? 0 });
  }
  return { items: sumOf([...checks.values()].map(({ items }) => items)), nano: sumOf([...checks.values()].map(({ nano }) => nano)) };
}

/** When not to route at all. Both views where the interval straddles the line. */
function adviceOf(input: VerdictInput, likely: Projection): string {
  const { lowUsd, highUsd } = input.spend;
  if (lowUsd === null || highUsd === null || pricedShareOf(input) < MOSTLY_PRICED) return '';
  const small = `One provider is enough: the spend stays under $${SMALL_SPEND_USD.toLocaleString('en-US')} a month.`;
  if (highUsd < SMALL_SPEND_USD) return small;
  const straddles = lowUsd < SMALL_SPEND_USD ? `The spend may be below or above $${SMALL_SPEND_USD.toLocaleString('en-US')} a month: below it one provider is enough, above it routing can pay.` : '';
  const noise = (likely.usd ?? 0) > 0 && (likely.lowUsd ?? 0) <= 0 ? 'The likely saving is within its noise: collect more days before deciding.' : '';
  return [straddles, noise].filter((text) => text !== '').join(' ');
}
