import type { Task } from '../model/call.js';
import type { EvidenceClass, EvidenceRow } from '../model/store.js';
import { betaCdf } from '../stats/beta.js';
import { type Ability, createAbilityTable, MIN_SCORES, type ModelEffort } from './ability.js';
import { abilities, benchmarks, coefficients, dataVersion } from './data/abilities.js';
import { effortLevel } from './efforts.js';
import { drawnItems, evidenceClassOf, itemsOfClass, type EvidenceTally, tallyEvidence } from './evidence.js';
import { pinnedName } from './names.js';
import { itemsNeededFor, type Posterior, posteriorOf } from './posterior.js';
import { predictShares } from './predict.js';

export type { Ability, ModelEffort } from './ability.js';
export { MIN_SCORES } from './ability.js';
export { splitModelId } from './names.js';

/**
 * Published scores alone never make more than this: the user's own calls were not looked at. Nor does a natural experiment lift a confidence past it (it may
 * lower it): its pairs tell broken answers from whole ones, not good from less good.
 */
const PRIOR_CAP = 0.9;
/** Nor more than this where the model has fewer than MIN_SCORES of its own. */
const FEW_SCORES_CAP = 0.7;

export interface AssessRequest {
  incumbent: ModelEffort;
  candidate: ModelEffort;
  task: Task;
  /** Accepted mean loss, 0..1. */
  margin: number;
  /** Part of the seam for posteriors that are drawn; this one is integrated, so every seed gives the same. */
  seed: number;
  /** Rows of this pair and segment alone. */
  evidence: readonly EvidenceRow[];
}

/** How a candidate's answers compare with the incumbent's on one kind of call. */
export interface Assessment {
  /** P(share worse - share better <= margin), 0..1. */
  confidence: number;
  /** 1 - expected share of calls that are worse. */
  notWorse: number;
  expectedWorse: number;
  /** 90 % interval of the mean loss, -1..1. */
  lossLow: number;
  lossHigh: number;
  /** 90 % interval of the share of calls that are not worse, 0..1. */
  notWorseLow: number;
  notWorseHigh: number;
  evidence: EvidenceClass;
  /** Random items of the user's own, of that class or a stronger one. */
  evidenceItems: number;
  /** Published scores of the candidate at that effort. */
  scores: number;
  /** Published model that the candidate's (or else the incumbent's) ability is borrowed from. */
  inheritedFrom?: string;
  /** Random items still to judge before confidence can reach 0.95; null: not reachable at the expected loss. */
  itemsNeeded: number | null;
  /** What it rests on, each a line to print. */
  sources: readonly string[];
}

export interface Quality {
  /** Hash of the fitted data. */
  version: string;
  assess(request: AssessRequest): Assessment;
  /** What published scores say; `task` undefined = over all. */
  abilityOf(model: ModelEffort, task?: Task): Ability;
}

const SAME_MODEL: Assessment = {
  confidence: 1, notWorse: 1, expectedWorse: 0, lossLow: 0, lossHigh: 0, notWorseLow: 1, notWorseHigh: 1, evidence: 'prior', evidenceItems: 0, scores: 0,
  itemsNeeded: 0, sources: ['the same model at the same effort'],
};
/** The gap is rounded to this before the posterior is worked out, so that pairs share the work: it moves a confidence by less than 0.003. */
const GAP_STEP = 0.01;
const VARIANCE_STEP = 0.01;

/** Equal for two names of the same weights at the same effort. */
function identityOf({ baseModel, effort, defaultEffort }: ModelEffort): string {
  const base = pinnedName(baseModel);
  return `${base}:${effortLevel(base, effort, defaultEffort)}`;
}

/** One per run: results are remembered. */
export function createQuality(): Quality {
  const table = createAbilityTable(abilities, benchmarks, coefficients);
  const abilityMemory = new Map<string, Ability>();
  const posteriorMemory = new Map<string, Posterior>();
  const assessmentMemory = new Map<string, Assessment>();

  function abilityOf(model: ModelEffort, task?: Task): Ability {
    const key = `${identityOf(model)}\t${task ?? ''}`;
    const former = abilityMemory.get(key);
    if (former !== undefined) return former;
    const ability = table.find(model, task);
    abilityMemory.set(key, ability);
    return ability;
  }

  function posterior(gap: number, request: { task: Task; margin: number; tally: EvidenceTally; excessVariance: number }): Posterior {
    const rounded = Math.round(gap / GAP_STEP) * GAP_STEP;
    const gapVariance = Math.round(request.excessVariance / VARIANCE_STEP) * VARIANCE_STEP;
    const { tally } = request;
    const key = [request.task, rounded.toFixed(2), gapVariance.toFixed(2), request.margin, tally.worse, tally.same, tally.better].join('\t');
    const former = posteriorMemory.get(key);
    if (former !== undefined) return former;
    const shares = predictShares(rounded, { ...coefficients, gapVariance });
    const lossPerGap = coefficients.slope * (shares.worse + shares.better);
    const made = posteriorOf(shares, { task: request.task, margin: request.margin, tally, lossVariance: lossPerGap ** 2 * gapVariance });
    posteriorMemory.set(key, made);
    return made;
  }

  function assess(request: AssessRequest): Assessment {
    const { incumbent, candidate, task, margin } = request;
    const [from, to] = [identityOf(incumbent), identityOf(candidate)];
    if (from === to) return SAME_MODEL;
    const tally = tallyEvidence(request.evidence);
    const judged = tallyEvidence(request.evidence.filter((row) => row.class !== 'natural'));
    const key = [from, to, task, margin, ...Object.values(tally), ...Object.values(judged)].join('\t');
    const former = assessmentMemory.get(key);
    if (former !== undefined) return former;

    const [own, other] = [abilityOf(candidate, task), abilityOf(incumbent, task)];
    const excessVariance = Math.max(0, own.sd ** 2 + other.sd ** 2 - coefficients.gapSd ** 2 - 2 * coefficients.deviationVariance);
    const gap = own.ability - other.ability;
    const found = posterior(gap, { task, margin, tally, excessVariance });
    const unlifted = tally.natural > 0 ? posterior(gap, { task, margin, tally: judged, excessVariance }) : found;
    const assessment = assessmentFrom(found, { own, other, tally, margin, unlifted });
    assessmentMemory.set(key, assessment);
    return assessment;
  }
  return { version: dataVersion, assess, abilityOf };
}

const isUnknown = (ability: Ability): boolean => ability.scores === 0 && ability.inheritedFrom === undefined;

function assessmentFrom(found: Posterior, request: { own: Ability; other: Ability; tally: EvidenceTally; margin: number; unlifted: Posterior }): Assessment {
  const { own, other, tally, margin, unlifted } = request;
  const measured = evidenceClassOf(tally);
  const isMeasured = measured !== undefined && measured !== 'observed';
  const hasFew = own.scores < MIN_SCORES || other.scores < MIN_SCORES;
  const cap = isMeasured ? (tally.natural > 0 ? Math.max(PRIOR_CAP, unlifted.confidence) : 1) : hasFew ? FEW_SCORES_CAP : PRIOR_CAP;
  const inheritedFrom = own.inheritedFrom ?? other.inheritedFrom;
  const share = notWorseInterval(found);
  const expectedWorse = Math.max(found.expectedWorse, unlifted.expectedWorse);
  return {
    confidence: Math.min(cap, found.confidence),
    notWorse: 1 - expectedWorse,
    expectedWorse,
    lossLow: found.lossLow,
    lossHigh: found.lossHigh,
    notWorseLow: share.low,
    notWorseHigh: share.high,
    evidence: measured ?? (isUnknown(own) || isUnknown(other) ? 'none' : 'prior'),
    evidenceItems: itemsOfClass(tally, measured),
    scores: own.scores,
    ...(inheritedFrom === undefined ? {} : { inheritedFrom }),
    itemsNeeded: itemsNeededFor(unlifted, { margin, itemsAtHand: tally.labelled + tally.judged }),
    sources: sourceLines(own, other, tally),
  };
}

/** The share not worse is Beta(same + better, worse) under the same weights as the interval of the loss. */
function notWorseInterval(found: Posterior): { low: number; high: number } {
  const { worse, same, better } = found.intervalWeights;
  const cdf = betaCdf(same + better, worse);
  const quantile = (share: number): number => {
    let [low, high] = [0, 1];
    for (let step = 0; step < 24; step += 1) {
      const middle = (low + high) / 2;
      if (cdf(middle) < share) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return { low: quantile(0.05), high: quantile(0.95) };
}

function sourceLines(own: Ability, other: Ability, tally: EvidenceTally): string[] {
  const line = (name: string, ability: Ability): string => {
    if (isUnknown(ability)) return `${name}: no published score`;
    const borrowed = ability.inheritedFrom === undefined ? '' : `, borrowed from ${ability.inheritedFrom}`;
    return `${name}: ${ability.scores} published scores${borrowed}, newest ${ability.newest ?? 'unknown'}, from ${ability.sources.map((source) => source.id).join(', ')}`;
  };
  const lines = [line('candidate', own), line('incumbent', other)];
  const drawn = drawnItems(tally);
  if (drawn > 0) lines.push(`own traffic: ${tally.labelled} labelled, ${tally.judged} judged, ${tally.natural} natural items`);
  if (tally.observed > 0) lines.push(`own traffic: ${tally.observed} signals that can only lower`);
  return lines;
}
