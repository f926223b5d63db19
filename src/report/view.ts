import type { Analysis } from '../model/analysis.js';
import type { Thresholds } from '../model/policy.js';
import { plainSentence, plainText } from './escape.js';
import { type ExploreBase, type Explored, explore } from './explore.js';
import { exploredText } from './explored-text.js';
import { confidenceText, shareText } from './figures.js';
import { lookOf } from './view/evidence-chip.js';
import { accountingOf, leversOf, scenariosOf, uncertaintyOf, waterfallOf } from './view/money.js';
import { paidOf } from './view/paid.js';
import { dailyOf, dataQualityOf, flagCountText, flagsOf, reliabilityOf, sourcesOf } from './view/trust.js';
import { chosenScenario, factsOf, verdictLines } from './view/verdict.js';
import { blocksOf, evidenceOf, tasksOf, workloadsOf } from './view/work.js';

/** Every figure of the report as text. The page, the Markdown, the terminal summary draw this and format nothing themselves. */
export type View = ReturnType<typeof buildView>;

/** Settings at which the table beside the explorer is worked out. */
const TABLE_THRESHOLDS = [0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.99] as const;

export const exploreBase = ({ segments, window, totals, scenarios }: Analysis): ExploreBase => ({
  segments, weekend: window.weekend, covered: window.covered, daysWithData: window.daysWithData, status: window.status, meteredNano: scenarios.find(({ id }) => id === 'as-is')?.windowNano ?? totals.meteredNano,
});

/** What the Analysis was made with, as an input of `applyThresholds`. */
export function thresholdsOf({ settings }: Analysis): Thresholds {
  const { workloads, minSavingUsd } = settings.config;
  const off = Object.entries(workloads ?? {}).filter(([, value]) => value === 'off').map(([name]) => [name, 'off'] as const);
  return {
    threshold: settings.threshold, minEvidence: settings.minEvidence,
    ...(off.length === 0 ? {} : { workloads: Object.fromEntries(off) }), ...(minSavingUsd === undefined ? {} : { minSavingUsd }),
  };
}

/** True when more than half of the saving rests on public scores, or on nothing. */
function isUnproven({ applied }: Explored): boolean {
  const weak = applied.decisions.filter(({ option }) => option !== undefined && !option.isSameModel && ['prior', 'none'].includes(lookOf(option.evidence)));
  return weak.reduce((sum, { savingNano }) => sum + savingNano, 0) > applied.savingNano / 2;
}

export function buildView(analysis: Analysis) {
  const base = exploreBase(analysis);
  const thresholds = thresholdsOf(analysis);
  const now = explore(base, thresholds);
  const moves = now.applied.decisions.flatMap(({ segment, option, savingNano }) => (option === undefined ? [] : [{ segment, option, savingNano }]));
  const chosen = chosenScenario(analysis);
  const unproven = new Set([...(isUnproven(now) ? ['cross-provider'] : []), ...(isUnproven(explore(base, { ...thresholds, sameProvider: true })) ? ['same-provider'] : [])]);
  const { window } = analysis;
  return {
    isSynthetic: analysis.isSynthetic,
    id: plainText(analysis.id),
    version: plainText(analysis.versions.shadowbill),
    window: { start: window.start, end: window.end, timezone: window.timezone, status: window.status, next: plainSentence(window.next) },
    threshold: confidenceText(analysis.settings.threshold),
    margin: shareText(analysis.settings.margin),
    sentence: plainSentence(analysis.verdict.sentence), ...splitSentence(plainSentence(analysis.verdict.sentence)),
    advice: plainSentence(analysis.verdict.advice),
    lines: verdictLines(analysis),
    facts: factsOf(analysis),
    accounting: accountingOf(analysis),
    scenarios: scenariosOf(analysis, unproven),
    uncertainty: chosen === undefined ? [] : uncertaintyOf(chosen.saving),
    waterfall: waterfallOf(analysis),
    explorer: {
      title: 'Where do you set the threshold?',
      rows: TABLE_THRESHOLDS.map((threshold) => exploredText(threshold, explore(base, { ...thresholds, threshold }))),
    },
    tasks: tasksOf(analysis),
    workloads: workloadsOf(analysis),
    blocks: blocksOf(analysis),
    levers: leversOf(analysis),
    paid: paidOf(analysis),
    reliability: reliabilityOf(analysis),
    evidence: evidenceOf(analysis, moves),
    daily: dailyOf(analysis),
    flags: flagsOf(analysis),
    flagCount: flagCountText(analysis),
    dataQuality: dataQualityOf(analysis),
    sources: sourcesOf(analysis),
  };
}

/** The first sentence is the headline of the page; what follows it stands beneath. Example: 'You spend $9. Nothing is proven.' -> 'You spend $9.' and the rest. */
function splitSentence(text: string): { headline: string; afterHeadline: string } {
  const end = text.search(/\.\s/);
  return end < 0 ? { headline: text, afterHeadline: '' } : { headline: text.slice(0, end + 1), afterHeadline: text.slice(end + 1).trim() };
}
