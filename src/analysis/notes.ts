import type { Analysis, Commitment, CostComparison, Flag } from '../model/analysis.js';
import type { CatalogModel } from '../model/catalog.js';
import type { Applied } from '../policy/apply.js';
import { type BackTest, addDays, dayFlags } from '../project/index.js';
import { type SegmentTraffic, isoDay } from '../replay/index.js';
import { type BilledSide, billedFlags } from './billed-side.js';
import type { AnalysisInput } from './input.js';
import { instantOf, sumOf } from './sums.js';
import type { LedgerEntry, Totals } from './ledger.js';
import { commitmentFlags, costFlags, settingsAssumptions } from './money-notes.js';
import { priceFlags } from './price-flags.js';

const DAY_MS = 24 * 3_600_000;
const HORIZON_DAYS = 30;
const RETIREMENT_DAYS = 90;
/** Each day is priced under the rule of the others. */
const LEAST_DAYS_FOR_SAVINGS = 2;

export interface FlagInput {
  input: AnalysisInput;
  billedSide: BilledSide;
  entries: readonly LedgerEntry[];
  costs: CostComparison;
  commitments: readonly Commitment[];
  totals: Totals;
  applied: Applied;
  traffic: readonly SegmentTraffic[];
  spendDailyNano: readonly number[];
  /** Spend at the calls' own prices minus spend at the projected prices, over the window; logged costs are no prices. */
  priceChangeNano: number;
  backTest: BackTest;
  splitShare: number;
  /** Saving of the cheapest capable models, priced on the days that chose them. */
  limitInSampleNano: number;
}

/** What a reader must know before believing a figure; serious ones first. */
export function flagsOf(context: FlagInput): Flag[] {
  const { input, totals, spendDailyNano, backTest } = context;
  const flags = [...(input.facts.remarks ?? []), ...dataFlags(context), ...priceFlags(context.entries, input), ...costFlags(context.costs, input), ...billedFlags(input.billed, { costMode: context.costs.mode, side: context.billedSide }), ...commitmentFlags(context), ...retirementFlags(context), ...dayFlags({ dailyNano: spendDailyNano, window: input.window, backTest })];
  if (Math.abs(context.priceChangeNano) > 0.001 * Math.max(1, totals.meteredNano)) {
    flags.push({
      code: 'price-change', severity: 'info', text: 'Prices differ between the calls\' own time and the projected month (or a retired model is priced as its successor). The accounting says what was paid; the month, the scenarios and the waterfall have both sides at the projected prices.',
      advice: 'Use --prices-at to compare at another day\'s prices.', nano: Math.round(context.priceChangeNano),
    });
  }
  const order = ['serious', 'warning', 'info'];
  return flags.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity) || (a.code < b.code ? -1 : 1));
}

function dataFlags({ input, totals, splitShare, limitInSampleNano }: FlagInput): Flag[] {
  const flags: Flag[] = [];
  const calls = (count: number): string => `${Math.round(count).toLocaleString('en-US')} calls`;
  if (totals.unpricedCalls > 0) {
    flags.push({
      code: 'unpriced', severity: 'serious', nano: null,
      text: `${calls(totals.unpricedCalls)} have no known price and are in no dollar figure (${totals.unpricedModels.slice(0, 3).map(({ provider, model }) => `${provider}/${model}`).join(', ')}).`,
      advice: 'Map the name to a model under "deployments" in shadowbill.config.json, or set --map/--set model when importing.',
    });
  }
  if (totals.unknownUsageCalls > 0) {
    flags.push({
      code: 'unknown-usage', severity: 'warning', nano: null, text: `${calls(totals.unknownUsageCalls)} were answered or broken off without a token count: their cost is not known and not counted.`,
      advice: 'Ask for usage in streams (stream_options.include_usage), or import a log that has token counts.',
    });
  }
  if (totals.estimatedPriceCalls > 0) {
    flags.push({ code: 'estimated-price', severity: 'warning', nano: null, text: `${calls(totals.estimatedPriceCalls)} are priced by the nearest known name only.`, advice: 'Map the name exactly under "deployments" in shadowbill.config.json.' });
  }
  if (totals.estimatedUsageCalls > 0) {
    flags.push({ code: 'estimated-usage', severity: 'info', nano: null, text: `${calls(totals.estimatedUsageCalls)} have token counts that were counted or estimated here, not reported by the provider.`, advice: 'Log the provider\'s usage object.' });
  }
  if ((input.facts.callsOutside ?? 0) > 0) {
    flags.push({ code: 'outside-window', severity: 'info', nano: null, text: `${calls(input.facts.callsOutside ?? 0)} of the store lie outside the window and are in no figure.`, advice: 'Use --days and --until for another window.' });
  }
  if (input.facts.callsTimedByFile > 0) {
    flags.push({
      code: 'no-time', severity: 'warning', nano: null, text: `${calls(input.facts.callsTimedByFile)} carry no time of their own and stand at their file's modification time.`,
      advice: 'Import a log with times, or give one with --map startedAt=COLUMN or --set startedAt=TIME.',
    });
  }
  if (totals.calls > totals.storedCalls * 1.001) {
    flags.push({
      code: 'sampled', severity: 'info', nano: null, text: `The log is a sample: ${totals.storedCalls.toLocaleString('en-US')} calls stand for ${Math.round(totals.calls).toLocaleString('en-US')}.`,
      advice: 'Import everything for narrower intervals.',
    });
  }
  if (input.window.daysWithData === 1) {
    flags.push({
      code: 'one-day', severity: 'warning', nano: limitInSampleNano,
      text: 'With one day of data no saving can be claimed: a rule is priced on days that did not choose it, and there is no other day.',
      advice: `Import at least ${LEAST_DAYS_FOR_SAVINGS} days. The dollars beside this are what the cheapest capable models would have cost less on that same day, quality unasked.`,
    });
  }
  if (splitShare > 0) {
    flags.push({ code: 'split-cells', severity: 'info', nano: null, text: `${(splitShare * 100).toFixed(1)} % of the calls lie in groups that hold a price step for some candidate and were priced one by one.`, advice: 'Nothing to do.' });
  }
  if (instantOf(input.settings.pricesAt) - instantOf(input.window.end) > RETIREMENT_DAYS * DAY_MS) {
    flags.push({
      code: 'old-window', severity: 'warning', nano: null, text: `The traffic ends on ${input.window.end}; candidates and savings are at the prices of ${input.settings.pricesAt}.`,
      advice: 'Use --prices-at for another day, or import newer traffic.',
    });
  }
  flags.push({ code: 'limits-not-checked', severity: 'info', nano: null, text: 'Rate limits and latency of candidates are not checked: nothing in a log says what your accounts are allowed.', advice: `Compare the peak figures under reliability with the limits of your accounts before you move traffic${totals.calls > totals.storedCalls * 1.001 ? '; they are those of the sample, the real ones are higher' : ''}.` });
  return flags;
}

function retirementFlags({ input, traffic, applied }: FlagInput): Flag[] {
  const from = instantOf(input.settings.pricesAt);
  const dying = new Map<string, { model: CatalogModel; nano: number }>();
  for (const segment of traffic) {
    const { model } = segment.incumbent;
    if (model.retiredAt === undefined || model.retiredAt > from + (HORIZON_DAYS + RETIREMENT_DAYS) * DAY_MS) continue;
    const nano = sumOf(applied.decisions.find((decision) => decision.segment.id === segment.id)?.segment.dailyNano ?? []);
    dying.set(model.id, { model, nano: nano + (dying.get(model.id)?.nano ?? 0) });
  }
  return [...dying.values()].map(({ model, nano }) => ({
    code: 'incumbent-retires', severity: 'serious' as const, nano,
    text: `${model.id} ${(model.retiredAt ?? 0) <= from ? 'retired' : 'retires'} on ${isoDay(model.retiredAt ?? 0)}${model.successor === undefined ? '' : `; its owner names ${model.successor} as replacement`}. A migration is forced whatever you decide here.`,
    advice: 'Treat the savings as those of choosing the next model well, and measure quality before that day.',
  }));
}

/** What the figures rest on, each with where it comes from. */
export function assumptionsOf(input: AnalysisInput): Analysis['assumptions'] {
  const { settings, window, catalog } = input;
  return [
    { title: 'Process', text: `The month after ${window.end} is like the window: 30 days, 150/7 working and 60/7 weekend days.`, source: 'Definition of the estimand' },
    { title: 'Prices', text: `List prices; counterfactuals at the prices known for ${settings.pricesAt} to ${addDays(settings.pricesAt, 29)}. Read up to ${catalog.pricesReadOn}.`, source: '@pydantic/genai-prices 0.1.8 and an overlay with its own sources; see the price table' },
    ...settingsAssumptions(input),
    { title: 'Tokens', text: 'A candidate counts the same text in its own tokens: measured ratios by kind of text, with a band.', source: 'Tokenizer builds measured on public text; see prices show MODEL' },
    { title: 'Output length', text: 'Candidates are as wordy as published outputs on the same prompts say, shrunk to 1 where little is known. One draw per model.', source: 'AlpacaEval and others, output lengths against gpt-4o' },
    { title: 'Reasoning', text: 'A candidate that reasons and has no published reasoning length is not costed; its dollars stand under what blocks savings.', source: 'Rule' },
    { title: 'Caches', text: 'A candidate starts cold unless the incumbent\'s own cache hits were seen; then its hits are simulated from shared prefixes at the same success.', source: 'Providers\' cache rules in the catalog' },
    { title: 'Failures', text: 'A failed call is run again on the incumbent and both are paid; the rate is the user\'s own where seen, else the incumbent\'s.', source: 'Your calls' },
    { title: 'No hindsight', text: 'Each day is priced under the rule that the other days would have chosen, with what its calls really used.', source: 'Cross-fitting' },
    { title: 'Confidence', text: `Chance that a segment's mean loss (worse minus better) stays within ${settings.margin}. Without measurements on your own traffic it is at most 0.90.`, source: 'Published scores, Dirichlet prior of weight 4' },
    { title: 'Interval', text: 'Two-sided 80 %: traffic by two day classes with correlated days, and one draw per model for tokenizer, output length, reasoning and failures. Quality is not drawn into dollars.', source: 'Closed form, checked by simulation' },
  ];
}
