import type { Option, Segment } from '../model/analysis.js';
import type { Thresholds } from '../model/policy.js';
import { type EvidenceClass, evidenceClasses } from '../model/store.js';

/** Why a segment stays with its incumbent. */
export type KeptReason = 'off' | 'no-option' | 'below-threshold' | 'no-cheaper' | 'one-day';

/** What the rule of one segment is, and what it is worth over the window. Money: nano-dollars; calls: weighted. */
export interface Decision {
  segment: Segment;
  /** The one fixed rule, fitted on all days: the option to move to. Absent = keep. */
  option?: Option;
  kept?: KeptReason;
  /** Cost by day, each day under the rule that the *other* days would have chosen. */
  dailyNano: number[];
  savingNano: number;
  /** Saving if every day is priced under the rule that was fitted on it too: never smaller in expectation, never leads. */
  inSampleSavingNano: number;
  /** Expected calls that are worse than the incumbent's. */
  degradedCalls: number;
}

export interface Applied {
  decisions: Decision[];
  /** Sums over segments. */
  dailyNano: number[];
  dailySavingNano: number[];
  savingNano: number;
  inSampleSavingNano: number;
  movedCalls: number;
  degradedCalls: number;
  /** Sum of saving x (1 - confidence): what is lost if the doubtful moves are rolled back. */
  rollbackNano: number;
  /** Sum of saving x confidence. */
  weightedSavingNano: number;
}

const DAYS_PER_MONTH = 30;
const NANO_PER_USD = 1e9;
/** Days with calls: one to choose a rule by, another to price it on. */
const LEAST_DAYS = 2;

/**
 * Options + thresholds -> choice, dollars, degraded calls. The only place where thresholds decide anything; the report page runs this same code.
 * Each segment has one fixed rule, the cheapest eligible option over the window (ties: the higher confidence), or the incumbent where none is cheaper.
 * Its dollars are cross-fitted: day d is priced under the rule fitted on the other days, also where the rule of all days is to keep. A segment seen on one
 * day only has no other day, and stays.
 *
 * Example: two days, incumbent 10 and 10, option A 4 and 12, option B 9 and 7. The rule is A or B by their sums, 16 and 16 (tie: confidence).
 * Day 1 is priced under the best of day 2 (B: 9), day 2 under the best of day 1 (A: 12): cross-fitted cost 21, saving -1.
 */
export function applyThresholds(segments: readonly Segment[], thresholds: Thresholds): Applied {
  const decisions = segments.map((segment) => decide(segment, thresholds));
  const dayCount = segments[0]?.dailyNano.length ?? 0;
  const sumByDay = (value: (decision: Decision, day: number) => number): number[] =>
    Array.from({ length: dayCount }, (_, day) => sum(decisions.map((decision) => value(decision, day))));
  const moved = decisions.filter((decision) => decision.option !== undefined);
  return {
    decisions,
    dailyNano: sumByDay((decision, day) => decision.dailyNano[day] ?? 0),
    dailySavingNano: sumByDay((decision, day) => (decision.segment.dailyNano[day] ?? 0) - (decision.dailyNano[day] ?? 0)),
    savingNano: sum(decisions.map((decision) => decision.savingNano)),
    inSampleSavingNano: sum(decisions.map((decision) => decision.inSampleSavingNano)),
    movedCalls: sum(moved.map((decision) => decision.segment.calls)),
    degradedCalls: sum(decisions.map((decision) => decision.degradedCalls)),
    rollbackNano: Math.round(sum(moved.map((decision) => decision.savingNano * (1 - (decision.option?.confidence ?? 1))))),
    weightedSavingNano: Math.round(sum(moved.map((decision) => decision.savingNano * (decision.option?.confidence ?? 1)))),
  };
}

/** Rank of an evidence class: none < prior < observed < natural < judged < labelled. */
export const evidenceRank = (evidence: EvidenceClass): number => evidenceClasses.indexOf(evidence);

/** The threshold that binds a segment: its workload's (by id or label), else its task's, else the general one; 'off' = never move. */
export function thresholdFor(segment: Segment, thresholds: Thresholds): number | 'off' {
  const { workloads = {} } = thresholds;
  const name = [segment.workload, segment.workloadLabel].find((key) => Object.hasOwn(workloads, key));
  return (name === undefined ? undefined : workloads[name]) ?? thresholds.tasks?.[segment.task] ?? thresholds.threshold;
}

/** The same weights at another host need no quality judgement; everything else needs the confidence and the evidence asked for. */
function isEligible(option: Option, segment: Segment, settings: { threshold: number; thresholds: Thresholds }): boolean {
  const { threshold, thresholds } = settings;
  if (thresholds.denyProviders?.includes(option.provider) === true) return false;
  if (thresholds.sameProvider === true && option.provider !== segment.incumbentProvider) return false;
  if (option.isSameModel) return true;
  return option.confidence >= threshold && evidenceRank(option.evidence) >= evidenceRank(thresholds.minEvidence);
}

function decide(segment: Segment, thresholds: Thresholds): Decision {
  const threshold = thresholdFor(segment, thresholds);
  if (threshold === 'off') return keep(segment, 'off');
  if (segment.options.length === 0) return keep(segment, 'no-option');
  const eligible = segment.options.filter((option) => isEligible(option, segment, { threshold, thresholds }));
  if (eligible.length === 0) return keep(segment, 'below-threshold');

  const incumbentNano = sum(segment.dailyNano);
  const optionNano = eligible.map((option) => sum(option.dailyNano));
  const leastSavingNano = ((thresholds.minSavingUsd ?? 0) * NANO_PER_USD * segment.dailyNano.length) / DAYS_PER_MONTH;
  const rule = cheapest(eligible, optionNano, incumbentNano - leastSavingNano);
  const inSampleSavingNano = rule === undefined ? 0 : incumbentNano - sum(rule.dailyNano);
  if (segment.dailyCalls.filter((calls) => calls > 0).length < LEAST_DAYS) return { ...keep(segment, 'one-day'), inSampleSavingNano };

  let degradedCalls = 0;
  const dailyNano = segment.dailyNano.map((dayNano, day) => {
    const others = eligible.map((option, index) => (optionNano[index] ?? 0) - (option.dailyNano[day] ?? 0));
    const choice = cheapest(eligible, others, incumbentNano - dayNano - leastSavingNano);
    if (choice === undefined) return dayNano;
    degradedCalls += (segment.dailyCalls[day] ?? 0) * choice.expectedWorse;
    return choice.dailyNano[day] ?? dayNano;
  });
  return {
    segment, ...(rule === undefined ? { kept: 'no-cheaper' as const } : { option: rule }), dailyNano, degradedCalls, inSampleSavingNano,
    savingNano: incumbentNano - sum(dailyNano),
  };
}

/** The cheapest option below `limitNano`; on a tie the higher confidence, then the first by name. */
function cheapest(options: readonly Option[], costNano: readonly number[], limitNano: number): Option | undefined {
  let best: { option: Option; nano: number } | undefined;
  options.forEach((option, index) => {
    const nano = costNano[index] ?? 0;
    if (nano >= limitNano) return;
    if (best === undefined || nano < best.nano || (nano === best.nano && isPreferred(option, best.option))) best = { option, nano };
  });
  return best?.option;
}

const isPreferred = (option: Option, other: Option): boolean =>
  option.confidence > other.confidence || (option.confidence === other.confidence && option.candidate < other.candidate);

const keep = (segment: Segment, kept: KeptReason): Decision =>
  ({ segment, kept, dailyNano: [...segment.dailyNano], savingNano: 0, inSampleSavingNano: 0, degradedCalls: 0 });

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
