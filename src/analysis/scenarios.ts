import type { Projection, Scenario, Segment } from '../model/analysis.js';
import type { Thresholds } from '../model/policy.js';
import { type Applied, applyThresholds } from '../policy/apply.js';
import { type ProjectionWindow, parameterSpread, projectMonth } from '../project/index.js';
import { addDaily, sumOf } from './sums.js';

/** Confidence from which a judged move counts as ready, and from which an unjudged one is worth checking. */
export const READY_THRESHOLD = 0.95;
export const LIKELY_THRESHOLD = 0.8;

export interface ScenarioContext {
  segments: readonly Segment[];
  window: ProjectionWindow;
  /** Metered spend that no rule can move (duplicates), by day. */
  restDailyNano: readonly number[];
  meteredNano: number;
  thresholds: Thresholds;
}

export interface Played {
  scenario: Scenario;
  applied: Applied;
}

/** As is, same provider, cross-provider, and the limit: the cheapest capable model whatever its confidence. */
export function playScenarios(context: ScenarioContext): { asIs: Played; sameProvider: Played; crossProvider: Played; cheapest: Played } {
  const { thresholds } = context;
  return {
    asIs: play(context, { id: 'as-is', title: 'As it is', thresholds: { ...thresholds, threshold: 1, tasks: undefined, workloads: everyWorkloadOff(context.segments) } }),
    sameProvider: play(context, { id: 'same-provider', title: 'Other models of the same provider', thresholds: { ...thresholds, sameProvider: true } }),
    crossProvider: play(context, { id: 'cross-provider', title: 'Any provider', thresholds }),
    cheapest: play(context, { id: 'cheapest-capable', title: 'Cheapest capable, quality unasked (limit)', thresholds: limitOf(thresholds) }),
  };
}

/** No threshold at all; what the user switched off stays off. */
export const limitOf = (thresholds: Thresholds): Thresholds => ({
  threshold: 0, minEvidence: 'none', minSavingUsd: thresholds.minSavingUsd,
  workloads: Object.fromEntries(Object.entries(thresholds.workloads ?? {}).filter(([, value]) => value === 'off')),
});

const everyWorkloadOff = (segments: readonly Segment[]): Record<string, 'off'> => Object.fromEntries(segments.map((segment) => [segment.workload, 'off'] as const));

function play(context: ScenarioContext, plan: { id: Scenario['id']; title: string; thresholds: Thresholds }): Played {
  const applied = applyThresholds(context.segments, plan.thresholds);
  const { window, restDailyNano } = context;
  const parameters = parameterSpread({ moves: applied.decisions.flatMap(({ option }) => (option === undefined ? [] : [option])), window });
  const dayCount = window.dates.length;
  const dailyNano = dayCount === applied.dailyNano.length ? applied.dailyNano : new Array<number>(dayCount).fill(0);
  const dailySavingNano = dayCount === applied.dailySavingNano.length ? applied.dailySavingNano : new Array<number>(dayCount).fill(0);
  const saving = projectMonth({ dailyNano: dailySavingNano, window, parameters });
  const monthFactor = monthFactorOf(saving, applied.savingNano, window);
  return {
    applied,
    scenario: {
      id: plan.id, title: plan.title, threshold: plan.id === 'as-is' ? 1 : plan.thresholds.threshold,
      windowNano: sumOf(dailyNano) + sumOf(restDailyNano), savingNano: applied.savingNano, inSampleSavingNano: applied.inSampleSavingNano,
      savingShare: context.meteredNano > 0 ? applied.savingNano / context.meteredNano : 0, dailySavingNano,
      spend: projectMonth({ dailyNano: addDaily(dailyNano, restDailyNano), window, parameters }), saving,
      movedCalls: applied.movedCalls, movedShare: shareOf(applied.movedCalls, sumOf(context.segments.map((segment) => segment.calls))),
      degradedCalls: applied.degradedCalls * monthFactor,
      rollbackUsd: saving.usd === null ? null : (applied.rollbackNano / 1e9) * monthFactor,
      targets: targetsOf(applied),
    },
  };
}

const shareOf = (part: number, whole: number): number => (whole > 0 ? Math.min(1, part / whole) : 0);

/** Month / window: by the saving's own projection, else by days. */
export function monthFactorOf(projection: Projection, windowNano: number, window: ProjectionWindow): number {
  if (projection.usd !== null && windowNano > 0 && projection.usd > 0) return (projection.usd * 1e9) / windowNano;
  return window.daysWithData > 0 ? 30 / window.daysWithData : 0;
}

function targetsOf(applied: Applied): Scenario['targets'] {
  const targets = new Map<string, { candidate: string; calls: number; savingNano: number }>();
  for (const { option, segment, savingNano } of applied.decisions) {
    if (option === undefined) continue;
    const former = targets.get(option.candidate) ?? { candidate: option.candidate, calls: 0, savingNano: 0 };
    targets.set(option.candidate, { ...former, calls: former.calls + segment.calls, savingNano: former.savingNano + savingNano });
  }
  return [...targets.values()].sort((a, b) => b.savingNano - a.savingNano || (a.candidate < b.candidate ? -1 : 1));
}

/** The saving of some decisions alone, as a month. */
export function projectDecisions(decisions: Applied['decisions'], context: { window: ProjectionWindow; extraDailyNano?: readonly number[] }): Projection {
  const { window } = context;
  const daily = window.dates.map((_, day) => sumOf(decisions.map(({ segment, dailyNano }) => (segment.dailyNano[day] ?? 0) - (dailyNano[day] ?? 0))) + (context.extraDailyNano?.[day] ?? 0));
  const parameters = parameterSpread({ moves: decisions.flatMap(({ option }) => (option === undefined ? [] : [option])), window });
  return projectMonth({ dailyNano: daily, window, parameters });
}
