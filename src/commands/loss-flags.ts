import type { Flag } from '../model/analysis.js';
import type { LossRow } from '../model/loss.js';
import { lossWeights } from '../settle/index.js';

const count = (value: number, noun: string): string => `${value.toLocaleString('en-US')} ${noun}${value === 1 ? '' : 's'}`;

/** Most paths that are named. */
const SHOWN_PATHS = 5;

/** What the recorder saw in these hours and could not keep or read. */
export function lossFlags(rows: readonly LossRow[], { fromHour, toHour }: { fromHour: number; toHour: number }): Flag[] {
  const inWindow = rows.filter(({ hour }) => hour >= fromHour && hour < toHour);
  const { lost, unrepresented } = lossWeights(inWindow);
  const flags: Flag[] = [];
  if (lost > 0) {
    const rest = unrepresented === 0 ? '' : ` For ${unrepresented.toLocaleString('en-US')} of them no such call was kept: they are in no figure.`;
    flags.push({
      code: 'lost-calls', severity: unrepresented > 0 ? 'warning' : 'info', nano: null,
      text: `The recorder passed ${count(lost, 'call')} on and could not keep them. Kept calls of the same hour, upstream, status and size stand for them.${rest}`,
      advice: 'Give the recorder a faster disk or more room (see /metrics on its admin port).',
    });
  }
  const paths = new Map<string, number>();
  for (const { kind, stratum, calls } of inWindow) if (kind === 'unseen') paths.set(stratum, (paths.get(stratum) ?? 0) + calls);
  if (paths.size > 0) {
    const ordered = [...paths].sort(([one, few], [other, many]) => many - few || (one < other ? -1 : 1));
    const total = ordered.reduce((sum, [, calls]) => sum + calls, 0);
    const shown = ordered.slice(0, SHOWN_PATHS).map(([path, calls]) => `${path} ${calls.toLocaleString('en-US')}`).join(', ');
    flags.push({
      code: 'spend-not-seen', severity: 'warning', nano: null, text: `${count(total, 'request')} went to paths that are not understood and may have cost something: ${shown}${ordered.length > SHOWN_PATHS ? ' …' : ''}.`,
      advice: 'Compare with the provider\'s bill: shadowbill reconcile FILE.',
    });
  }
  return flags;
}
