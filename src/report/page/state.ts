import { type Task, tasks } from '../../model/call.js';
import type { Thresholds } from '../../model/policy.js';
import { evidenceClasses } from '../../model/store.js';

/** The explorer's settings in the address: `#threshold=0.85&evidence=judged&deny=openai&same=1&task.code=0.95`. */

const TASK_PREFIX = 'task.';

function shareOf(text: string | null): number | undefined {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text);
  return value >= 0 && value <= 1 ? value : undefined;
}

/** Reads what it understands and takes the rest from `start`; an address is hostile text too. */
export function readState(fragment: string, start: Thresholds): Thresholds {
  const text = fragment.replace(/^#/, '');
  if (!text.includes('=')) return start;
  const words = new URLSearchParams(text);
  const evidence = evidenceClasses.find((name) => name === words.get('evidence'));
  const ownTasks: Partial<Record<Task, number>> = {};
  for (const task of tasks) {
    const share = shareOf(words.get(TASK_PREFIX + task));
    if (share !== undefined) ownTasks[task] = share;
  }
  return tidy({
    ...start,
    threshold: shareOf(words.get('threshold')) ?? start.threshold,
    minEvidence: evidence ?? start.minEvidence,
    denyProviders: words.getAll('deny'),
    sameProvider: words.get('same') === '1',
    tasks: ownTasks,
  });
}

export function writeState(thresholds: Thresholds): string {
  const words = new URLSearchParams({ threshold: thresholds.threshold.toFixed(2), evidence: thresholds.minEvidence });
  for (const provider of thresholds.denyProviders ?? []) words.append('deny', provider);
  if (thresholds.sameProvider === true) words.set('same', '1');
  for (const [task, share] of Object.entries(thresholds.tasks ?? {})) words.set(TASK_PREFIX + task, String(share));
  return `#${words.toString()}`;
}

/** Without what says nothing, so that the downloaded file holds only what was chosen. Fits `thresholdsSchema`. */
export function tidy(thresholds: Thresholds): Thresholds {
  const { threshold, minEvidence, tasks: ownTasks, workloads, denyProviders, sameProvider, minSavingUsd } = thresholds;
  return {
    threshold,
    minEvidence,
    ...(ownTasks === undefined || Object.keys(ownTasks).length === 0 ? {} : { tasks: ownTasks }),
    ...(workloads === undefined || Object.keys(workloads).length === 0 ? {} : { workloads }),
    ...(denyProviders === undefined || denyProviders.length === 0 ? {} : { denyProviders: [...new Set(denyProviders)].sort() }),
    ...(sameProvider === true ? { sameProvider } : {}),
    ...(minSavingUsd === undefined ? {} : { minSavingUsd }),
  };
}
