import type { StoredCall } from '../model/call.js';
import { type LossRow, type Stratum, stratumOfText } from '../model/loss.js';
import { HOUR_MS } from './times.js';

/** The weight of each kept call, and the lost ones that none can stand for. */
export interface LossWeights {
  /** Millionths, >= the call's own. */
  weigh(call: Pick<StoredCall, 'startedAt' | 'stratum' | 'weightMillionths'>): number;
  /** Lost calls, a count: no call of their hour, upstream and status that is no larger was kept. */
  unrepresented: number;
  /** All lost calls. */
  lost: number;
}

const keyOf = (hour: number, stratum: string): string => `${hour} ${stratum}`;

/**
 * Kept calls stand for the lost ones of their stratum: weight = own × (kept + lost) ÷ kept. Where a stratum kept none, the nearest one of *smaller* bodies of the same hour, upstream and
 * status takes its calls over, so that the spend is rather too small than too large; where there is none either, the calls are counted as not represented.
 *
 * Example: 8 kept and 2 lost of one stratum -> each of the 8 weighs 10 / 8 = 1.25, which is 1,250,000 millionths.
 */
export function lossWeights(rows: readonly LossRow[]): LossWeights {
  const groups = new Map<string, { stratum: Stratum; row: LossRow }[]>();
  for (const row of rows) {
    const stratum = row.kind === 'lost' ? stratumOfText(row.stratum) : undefined;
    if (stratum === undefined) continue;
    const key = keyOf(row.hour, `${stratum.upstream} ${stratum.statusClass}`);
    groups.set(key, [...(groups.get(key) ?? []), { stratum, row }]);
  }
  const factors = new Map<string, number>();
  let unrepresented = 0;
  let lost = 0;
  for (const group of groups.values()) {
    const carried = new Map<LossRow, number>();
    const ordered = [...group].sort((one, other) => one.stratum.octave - other.stratum.octave);
    let carrier: LossRow | undefined;
    for (const { row } of ordered) {
      if (row.kept > 0) carrier = row;
      lost += row.calls;
      if (carrier === undefined) unrepresented += row.calls;
      else carried.set(carrier, (carried.get(carrier) ?? 0) + row.calls);
    }
    for (const [row, calls] of carried) if (calls > 0) factors.set(keyOf(row.hour, row.stratum), (row.kept + calls) / row.kept);
  }
  return {
    weigh: ({ startedAt, stratum, weightMillionths }) => {
      const factor = stratum === undefined || factors.size === 0 ? undefined : factors.get(keyOf(Math.floor(startedAt / HOUR_MS), stratum));
      return factor === undefined ? weightMillionths : Math.round(weightMillionths * factor);
    },
    unrepresented,
    lost,
  };
}
