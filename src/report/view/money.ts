import type { Analysis, Projection, Scenario } from '../../model/analysis.js';
import { type IntervalBar, type Scale, intervalBar, plainBar, positionOf, scaleOf, shareBar, spanBar, ticksOf, valuesOf } from '../bars.js';
import { usdFromNano } from '../../model/money.js';
import { plainSentence, plainText } from '../escape.js';
import { UNKNOWN, addingUp, confidenceText, countText, intervalText, nanoText, roundToSum, savingText, shareText, tickText, usdText } from '../figures.js';
import { chosenScenario } from './verdict.js';

export interface Tick {
  x: string;
  label: string;
}

const ticksText = (scale: Scale): Tick[] => ticksOf(scale).map(({ value, x }) => ({ x, label: tickText(value) }));

export interface AccountingView {
  title: string;
  rows: { title: string; code: string; calls: string; usd: string; share: string; barWidth: string; isUnknown: boolean }[];
  calls: string;
  usd: string;
  /** True when the rows sum to the totals of the Analysis; the page says so, or by how much not. */
  adds: boolean;
  note: string;
}

/** Costs that are not known: shown as unknown, and counted as nothing in the sum, which the note says. */
const UNKNOWN_COST = new Set(['unknown-usage', 'unpriced']);

export function accountingOf({ accounting, totals }: Analysis): AccountingView {
  const calls = roundToSum(accounting.map((row) => row.calls));
  const money = addingUp(accounting.map((row) => row.nano));
  const allNano = accounting.reduce((sum, row) => sum + row.nano, 0);
  const allCalls = accounting.reduce((sum, row) => sum + row.calls, 0);
  const callGap = Math.round(allCalls - totals.calls);
  const nanoGap = allNano - totals.spendNano;
  const largest = Math.max(...accounting.map((row) => row.nano), 0);
  const adds = callGap === 0 && nanoGap === 0;
  return {
    title: `Every call is in exactly one row: ${countText(allCalls)} calls, ${money.total}`,
    rows: accounting.map((row, index) => {
      const isUnknown = UNKNOWN_COST.has(row.code) && row.nano === 0 && row.calls > 0;
      return {
        title: plainSentence(row.title), code: row.code, calls: countText(calls[index] ?? 0), usd: isUnknown ? UNKNOWN : (money.rows[index] ?? UNKNOWN),
        share: isUnknown ? UNKNOWN : allNano === 0 ? shareText(0) : shareText(row.nano / allNano), barWidth: isUnknown ? '0%' : shareBar(row.nano, largest), isUnknown,
      };
    }),
    calls: countText(allCalls), usd: money.total, adds,
    note: adds
      ? 'The rows add up to all calls and all known dollars of the window.'
      : `The rows differ from the totals by ${countText(callGap)} calls and ${nanoText(nanoGap)}: please report this as a fault.`,
  };
}

export interface ScenarioView {
  id: string;
  title: string;
  /** likely = hatched: most of the saving rests on public scores only. */
  tone: 'limit' | 'accent' | 'likely';
  threshold: string;
  windowSaving: string;
  inSample: string;
  share: string;
  month: string;
  interval: string;
  /** Beside the bar. */
  lead: string;
  beside: string;
  spend: string;
  moved: string;
  movedShare: string;
  degraded: string;
  rollback: string;
  targets: string;
  isProvisional: boolean;
  bar: IntervalBar | undefined;
}

export interface ScenariosView {
  title: string;
  /** What the chart draws: a month with intervals, or the window where no month is known. */
  caption: string;
  rows: ScenarioView[];
  ticks: Tick[];
  zeroX: string;
}

/** Targets named in the table; the rest is counted. */
const NAMED_TARGETS = 3;

/** `unproven`: ids of scenarios most of whose saving rests on public scores only. */
export function scenariosOf(analysis: Analysis, unproven: ReadonlySet<string>): ScenariosView {
  const { scenarios } = analysis;
  const isMonth = scenarios.some(({ saving }) => saving.usd !== null);
  const scale = scaleOf(isMonth ? valuesOf(scenarios.map(({ saving }) => saving)) : scenarios.map(({ savingNano }) => usdFromNano(savingNano)));
  const chosen = chosenScenario(analysis);
  const limit = scenarios.find(({ id }) => id === 'cheapest-capable');
  return {
    title:
      chosen === undefined || chosen.saving.lowUsd === null
        ? 'No month can be projected yet: the savings below are those of the window'
        : `${plainText(chosen.title)}: at least ${savingText(chosen.saving.lowUsd)} a month at threshold ${confidenceText(chosen.threshold)}${limit?.saving.usd == null ? '' : `; the limit is ${savingText(limit.saving.usd)}`}`,
    caption: isMonth
      ? 'Net saving, US dollars a month. Bar: low end of the 80\u00a0% interval. Dot: expected. Whiskers: the interval. Hatched: most of it rests on public scores only. Grey: the limit.'
      : 'Net saving, US dollars in the window, without an interval. Hatched: most of it rests on public scores only. Grey: the limit.',
    rows: scenarios.map((scenario) => scenarioRow(scenario, { scale, isMonth, unproven })),
    ticks: ticksText(scale),
    zeroX: `${String(positionOf(0, scale))}%`,
  };
}

function scenarioRow(scenario: Scenario, context: { scale: Scale; isMonth: boolean; unproven: ReadonlySet<string> }): ScenarioView {
  const targets = [...scenario.targets].sort((a, b) => b.savingNano - a.savingNano);
  const rest = targets.length - NAMED_TARGETS;
  const isUnknown = scenario.saving.usd === null;
  return {
    id: scenario.id, title: plainText(scenario.title), tone: scenario.id === 'cheapest-capable' ? 'limit' : context.unproven.has(scenario.id) ? 'likely' : 'accent',
    threshold: scenario.id === 'as-is' ? '–' : confidenceText(scenario.threshold),
    windowSaving: nanoText(scenario.savingNano, 'down'), inSample: nanoText(scenario.inSampleSavingNano, 'down'), share: shareText(scenario.savingShare, 'down'),
    month: savingText(scenario.saving.usd), interval: intervalText(scenario.saving), spend: usdText(scenario.spend.usd),
    moved: countText(scenario.movedCalls), movedShare: shareText(scenario.movedShare), degraded: isUnknown ? UNKNOWN : `≤\u00a0${countText(scenario.degradedCalls, 'up')}`,
    rollback: usdText(scenario.rollbackUsd, 'up'), isProvisional: scenario.saving.status === 'provisional',
    targets: targets.length === 0 ? 'none' : targets.slice(0, NAMED_TARGETS).map(({ candidate }) => plainText(candidate)).join(', ') + (rest > 0 ? ` and ${String(rest)} more` : ''),
    lead: context.isMonth ? savingText(scenario.saving.lowUsd) : nanoText(scenario.savingNano, 'down'), beside: context.isMonth ? intervalText(scenario.saving) : '',
    bar: context.isMonth ? intervalBar(scenario.saving, context.scale) : plainBar(usdFromNano(scenario.savingNano), context.scale),
  };
}

export interface WaterfallView {
  title: string;
  rows: { title: string; usd: string; isTotal: boolean; isNegative: boolean; x: string; width: string; zeroX: string; endX: string }[];
}

/** Signed steps of spend over the window, from what it is to what it would be; a total restarts at zero. */
export function waterfallOf({ waterfall }: Analysis): WaterfallView {
  let running = 0;
  const spans = waterfall.map((step) => {
    const from = step.isTotal ? 0 : running;
    const to = step.isTotal ? step.nano : running + step.nano;
    running = to;
    return { from, to };
  });
  const scale = scaleOf(spans.flatMap(({ from, to }) => [from, to]));
  const [first, ...rest] = waterfall;
  const last = rest.at(-1);
  const money = addingUp([first?.nano ?? 0, ...rest.slice(0, -1).map(({ nano }) => nano)]);
  return {
    title: waterfallTitle(waterfall),
    rows: waterfall.map((step, index) => ({
      title: plainText(step.title), usd: step === last ? money.total : `${!step.isTotal && step.nano > 0 ? '+' : ''}${money.rows[index] ?? ''}`, isTotal: step.isTotal, isNegative: step.nano < 0,
      ...spanBar(spans[index] ?? { from: 0, to: 0 }, scale),
    })),
  };
}

/** What list prices promise, what is left of it, and what takes most of the difference. */
function waterfallTitle(waterfall: Analysis['waterfall']): string {
  const first = waterfall[0];
  const last = waterfall.at(-1);
  const gross = waterfall.find(({ id }) => id === 'list-price');
  if (first === undefined || last === undefined || gross === undefined || gross.nano >= 0) return 'No move, so nothing to take off';
  const worst = waterfall.filter((step) => !step.isTotal && step !== gross).sort((a, b) => b.nano - a.nano)[0];
  const lost = worst === undefined || worst.nano <= 0 ? '' : `; most is lost to: ${plainText(worst.title).toLowerCase()}`;
  return `List prices promise ${nanoText(-gross.nano, 'down')} in the window, ${nanoText(first.nano - last.nano, 'down')} is left net${lost}`;
}

export interface LeverView {
  title: string;
  window: string;
  calls: string;
  text: string;
}

export function leversOf({ levers }: Analysis): { title: string; rows: LeverView[] } {
  const largest = levers.filter(({ id, nano }) => id !== 'routing' && (nano ?? 0) > 0).sort((a, b) => (b.nano ?? 0) - (a.nano ?? 0))[0];
  return {
    title: largest === undefined ? 'Routing is the only lever with a known saving' : `Beside routing, the largest lever is worth ${nanoText(largest.nano, 'down')} in the window: ${plainText(largest.title).toLowerCase()}`,
    rows: levers.map((lever) => ({ title: plainText(lever.title), window: nanoText(lever.nano, 'down'), calls: lever.nano === null ? UNKNOWN : countText(lever.calls), text: plainSentence(lever.text) })),
  };
}

/** Half-widths that the sources of uncertainty would give alone. */
export function uncertaintyOf(saving: Projection): { source: string; usd: string }[] {
  return [
    { source: 'Traffic of the month', usd: usdText(saving.traffic, 'up') },
    { source: 'Tokenizer', usd: usdText(saving.tokenizer, 'up') },
    { source: 'Length of answers', usd: usdText(saving.outputLength, 'up') },
    { source: 'Reasoning length', usd: usdText(saving.reasoning, 'up') },
    { source: 'Failures', usd: usdText(saving.failures, 'up') },
  ];
}
