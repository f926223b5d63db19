import type { Analysis, CostComparison } from '../../model/analysis.js';
import { plainSentence, plainText } from '../escape.js';
import { UNKNOWN, countText, nanoText, shareText, usdText } from '../figures.js';

export interface PaidView {
  /** False where the log carries no cost and everything is metered: then there is nothing to show. */
  isShown: boolean;
  title: string;
  costs: { title: string; note: string; compared: string; logged: string; computed: string; difference: string; rows: CostRow[] };
  notMetered: { how: string; provider: string; calls: string; list: string }[];
  commitments: { name: string; note: string; span: string; month: string; paid: string; calls: string; list: string; unused: string; after: string }[];
}

export interface CostRow {
  model: string;
  calls: string;
  compared: string;
  logged: string;
  computed: string;
  difference: string;
  share: string;
  /** What computed costs of the model are multiplied by; '–' where nothing is, `none` where calls are too few or the model has no price. */
  factor: string;
  isUnknown: boolean;
}

const BILLINGS: Record<Analysis['notMetered'][number]['billing'], string> = {
  metered: 'metered', subscription: 'subscription', committed: 'committed spend', free: 'free of charge', byok: 'own key at the gateway', unknown: UNKNOWN,
};

/** What the log itself says calls cost, and what is not paid per token. */
export function paidOf(analysis: Analysis): PaidView {
  const { costs, notMetered, commitments } = analysis;
  const isShown = costs.loggedCalls > 0 || costs.mode === 'reported' || notMetered.length > 0 || commitments.length > 0;
  return {
    isShown,
    title: titleOf(analysis),
    costs: {
      title: comparisonTitle(costs), note: noteOf(costs), compared: countText(costs.comparedCalls), logged: nanoText(costs.loggedNano), computed: nanoText(costs.computedNano),
      difference: costs.comparedCalls > 0 ? differenceText(costs.loggedNano, costs.computedNano) : UNKNOWN,
      rows: costs.models.map((row) => costRow(row, costs.mode)),
    },
    notMetered: notMetered.map((row) => ({
      how: BILLINGS[row.billing], provider: plainText(row.provider), calls: countText(row.calls),
      list: `${row.unpricedCalls >= row.calls ? UNKNOWN : nanoText(row.listNano)}${row.unpricedCalls > 0 && row.unpricedCalls < row.calls ? ` and ${countText(row.unpricedCalls)} calls without a price` : ''}`,
    })),
    commitments: commitments.map((row) => ({
      name: `${plainText(row.provider)}${row.models.length === 0 ? '' : `: ${plainText(row.models.join(', '))}`}`, note: plainSentence(row.note),
      span: `${row.from === null ? 'until' : `${row.from} to`} ${row.until}`, month: usdText(row.usdPerMonth), paid: `${nanoText(row.paidNano)} (${String(row.days)} days)`,
      calls: countText(row.calls), list: nanoText(row.listNano), unused: nanoText(row.unusedNano), after: row.endsNano === null ? '–' : nanoText(row.endsNano),
    })),
  };
}

function titleOf({ costs, notMetered }: Analysis): string {
  if (costs.loggedCalls > 0) return comparisonTitle(costs);
  const nano = notMetered.reduce((sum, row) => sum + row.listNano, 0);
  return notMetered.length === 0 ? 'Every call is paid per token' : `Calls worth ${nanoText(nano)} at list price are not paid per token`;
}

function comparisonTitle({ comparedCalls, loggedNano, computedNano, loggedCalls }: CostComparison): string {
  if (loggedCalls === 0) return 'The log carries no costs of its own';
  if (comparedCalls === 0 || computedNano === 0) return 'The costs in the log cannot be compared with computed ones';
  const share = (loggedNano - computedNano) / computedNano;
  return Math.abs(share) < 0.0005
    ? 'The costs in the log are the computed ones'
    : `The log says ${shareText(Math.abs(share))} ${share < 0 ? 'less' : 'more'} than computed, for the same calls`;
}

function noteOf({ mode, meteredCalls, loggedCalls, comparedCalls, models }: CostComparison): string {
  const used = mode === 'reported'
    ? 'Spend and baseline stand at the log\'s costs (cost mode: reported).'
    : 'Every other figure is computed from our prices (cost mode: computed).';
  if (loggedCalls === 0) return used;
  const share = meteredCalls > 0 ? shareText(comparedCalls / meteredCalls) : shareText(0);
  return `${used} ${countText(loggedCalls)} of ${countText(meteredCalls)} metered calls carry a cost; ${countText(comparedCalls)} of them (${share} of the metered calls) are compared: a sum over calls of which only some carry a cost cannot be split.${oddText(models)}`;
}

/** Logged costs that are not believed. */
function oddText(models: CostComparison['models']): string {
  const calls = models.reduce((sum, { oddCalls }) => sum + oddCalls, 0);
  return calls === 0 ? '' : ` ${countText(calls)} calls are left out: logged at ${nanoText(models.reduce((sum, { oddNano }) => sum + oddNano, 0))}, more than 10 times off the same model elsewhere.`;
}

/** Signed. Example: 0.9 USD logged, 1 USD computed -> "−$0.10 (−10 %)". */
function differenceText(loggedNano: number, computedNano: number): string {
  const share = computedNano > 0 ? ` (${shareText((loggedNano - computedNano) / computedNano)})` : '';
  return `${nanoText(loggedNano - computedNano)}${share}`;
}

/** '–' where no call of the model can be compared; unknown where the model has no price. */
function costRow(row: CostComparison['models'][number], mode: CostComparison['mode']): CostRow {
  const { computedNano, factor, loggedNano } = row;
  const isUnknown = computedNano === null;
  const text = (draw: (computed: number) => string): string => (isUnknown ? UNKNOWN : row.comparedCalls === 0 ? '–' : draw(computedNano));
  return {
    model: plainText(row.seller === '' || row.model.startsWith(`${row.seller}/`) ? row.model : `${row.model} at ${row.seller}`), calls: countText(row.loggedCalls), compared: countText(isUnknown ? 0 : row.comparedCalls), isUnknown,
    logged: row.comparedCalls > 0 ? nanoText(loggedNano) : '–', computed: text(nanoText), difference: text((computed) => nanoText(loggedNano - computed)),
    share: text((computed) => (computed > 0 ? shareText((loggedNano - computed) / computed) : '–')),
    factor: mode === 'computed' ? '–' : factor === null ? 'none' : factor.toFixed(4),
  };
}
