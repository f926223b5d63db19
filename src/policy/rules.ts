import type { Analysis, Option, Segment } from '../model/analysis.js';
import { bandUppers } from '../model/cell.js';
import type { Policy, PolicyRule, Thresholds } from '../model/policy.js';
import { type Decision, applyThresholds, evidenceRank, thresholdFor } from './apply.js';

/** A rule on evidence weaker than judged: at most this share of the calls, for so many days. */
export const WEAK_CANARY_SHARE = 0.05;
export const WEAK_EXPIRY_DAYS = 14;
/** Prices and models change: a rule is looked at again within a quarter. */
const EXPIRY_DAYS = 90;
const RAMP = [0.05, 0.25, 0.5, 1];
const DAY_MS = 24 * 3_600_000;

export interface PolicyInput {
  analysis: Analysis;
  /** Hash of the analysis as stored, hex. */
  analysisHash: string;
  thresholds: Thresholds;
  /** Share of the matching calls to send first. */
  canaryShare: number;
  /** USD a month of one decision, with its interval. */
  project: (decision: Decision) => PolicyRule['projectedSaving'];
}

/** Thresholds -> the rules that they make of an analysis, by the same `applyThresholds` that the report uses. */
export function policyOf(input: PolicyInput): Policy {
  const { analysis, thresholds } = input;
  const applied = applyThresholds(analysis.segments, thresholds);
  const rules = applied.decisions.flatMap((decision) => (decision.option === undefined ? [] : [ruleOf(input, decision, decision.option)]));
  return {
    schema: 'shadowbill/policy@1', isSynthetic: analysis.isSynthetic, created: analysis.asOf, thresholds, rules,
    provenance: {
      analysis: analysis.id, analysisHash: input.analysisHash, windowStart: analysis.window.start, windowEnd: analysis.window.end, timezone: analysis.window.timezone,
      filters: analysis.settings.filters, catalog: analysis.versions.catalog, classifier: analysis.versions.classifier, quality: analysis.versions.quality, seed: analysis.settings.seed,
    },
  };
}

function ruleOf(input: PolicyInput, decision: Decision, option: Option): PolicyRule {
  const { segment } = decision;
  const isStrong = option.isSameModel || evidenceRank(option.evidence) >= evidenceRank('judged');
  const threshold = thresholdFor(segment, input.thresholds);
  const share = isStrong ? input.canaryShare : Math.min(input.canaryShare, WEAK_CANARY_SHARE);
  return {
    id: `${segment.id} -> ${option.candidate}`,
    match: {
      workload: segment.workload, workloadLabel: segment.workloadLabel, task: segment.task, needs: segment.needs, ...boundsOf(segment), incumbent: segment.incumbent,
    },
    route: option.candidate, fallback: [segment.incumbent], threshold: threshold === 'off' ? 1 : threshold,
    confidence: option.confidence, evidence: option.evidence, evidenceItems: option.evidenceItems, margin: input.analysis.settings.margin,
    projectedSaving: input.project(decision),
    expires: earlierDay(addDays(input.analysis.asOf, isStrong ? EXPIRY_DAYS : WEAK_EXPIRY_DAYS), option.retires),
    canary: { share, ramp: isStrong ? RAMP.filter((step) => step > share) : [] },
  };
}

/** Example: band 1 -> 512 to 2048 tokens; a pooled segment has no bounds. */
function boundsOf({ band }: Segment): { minInputTokens: number | null; maxInputTokens: number | null } {
  if (band === null) return { minInputTokens: null, maxInputTokens: null };
  const upper = bandUppers[band];
  return { minInputTokens: band === 0 ? 0 : (bandUppers[band - 1] ?? null), maxInputTokens: upper === undefined || !Number.isFinite(upper) ? null : upper };
}

const addDays = (day: string, days: number): string => new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** A rule does not outlive its target. */
const earlierDay = (day: string, other: string | undefined): string => (other !== undefined && other < day ? other : day);

export interface PolicyDiff {
  added: PolicyRule[];
  removed: PolicyRule[];
  changed: { before: PolicyRule; after: PolicyRule }[];
  same: number;
}

/** Rules by what they match: a rule whose match is new is added, one whose route, threshold or canary differs is changed. */
export function diffPolicies(before: Policy | undefined, after: Policy): PolicyDiff {
  const keyOf = (rule: PolicyRule): string => JSON.stringify(rule.match);
  const former = new Map((before?.rules ?? []).map((rule) => [keyOf(rule), rule]));
  const diff: PolicyDiff = { added: [], removed: [], changed: [], same: 0 };
  for (const rule of after.rules) {
    const old = former.get(keyOf(rule));
    former.delete(keyOf(rule));
    if (old === undefined) diff.added.push(rule);
    else if (old.route !== rule.route || old.threshold !== rule.threshold || old.canary.share !== rule.canary.share) diff.changed.push({ before: old, after: rule });
    else diff.same += 1;
  }
  diff.removed = [...former.values()];
  return diff;
}
