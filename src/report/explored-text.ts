import type { Explored } from './explore.js';
import { UNKNOWN, confidenceText, countText, intervalText, nanoText, savingText, shareText } from './figures.js';

export interface ExploredText {
  threshold: string;
  /** In the window, not a month. */
  windowSaving: string;
  low: string;
  month: string;
  interval: string;
  share: string;
  movedShare: string;
  degraded: string;
}

/** One setting of the explorer as text; the script of the page uses it too. */
export const exploredText = (threshold: number, explored: Explored): ExploredText => ({
  threshold: confidenceText(threshold),
  windowSaving: nanoText(explored.applied.savingNano, 'down'),
  low: savingText(explored.saving.lowUsd),
  month: savingText(explored.saving.usd),
  interval: intervalText(explored.saving),
  share: shareText(explored.savingShare, 'down'),
  movedShare: shareText(explored.movedShare),
  degraded: explored.saving.usd === null ? UNKNOWN : `≤\u00a0${countText(explored.degradedCalls, 'up')}`,
});
