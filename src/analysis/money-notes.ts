import { createDiscountOf, isGateway } from '../catalog/index.js';
import type { Analysis, Commitment, CostComparison, Flag } from '../model/analysis.js';
import { addDays } from '../project/index.js';
import { usdText } from '../project/usd-text.js';
import { DAYS_PER_MONTH, meteredDays } from './commitments.js';
import { MIN_LOGGED_CALLS, ODD_FACTOR } from './costs.js';
import type { AnalysisInput } from './input.js';
import { sumOf } from './sums.js';
import type { LedgerEntry } from './ledger.js';

/** Of logged and computed cost. Less is rounding, or the last change of a price. */
const NOTABLE_SHARE = 0.01;
/** Nano-dollars: 1 USD. Less is not worth a flag, whatever its share. */
const NOTABLE_NANO = 1e9;
/** Models. More make the sentence unreadable. */
const MODELS_NAMED = 3;

const whole = (count: number): string => Math.round(count).toLocaleString('en-US');
const percentText = (share: number): string => `${Math.abs(share * 100).toFixed(1)} %`;

interface Notable {
  model: string;
  seller: string;
  differenceNano: number;
  computedNano: number;
}

/** Example: 'openai/gpt-4o-2024-08-06 at openrouter'; at its maker the model alone. */
const placeOf = ({ model, seller }: Pick<Notable, 'model' | 'seller'>): string => (seller === '' || model.startsWith(`${seller}/`) ? model : `${model} at ${seller}`);

/** Where the log's own costs and ours part, where the log's were asked for and are not there, and where they are not believed. */
export function costFlags(costs: CostComparison, input: Pick<AnalysisInput, 'config' | 'catalog'>): Flag[] {
  if (costs.mode === 'reported' && costs.loggedCalls === 0) {
    return [{
      code: 'no-logged-cost', severity: 'warning', nano: null, text: 'The log\'s own costs were asked for, and no metered call carries one: every figure is computed.',
      advice: 'Import a log with costs (--map costUsd=COLUMN), or leave --cost-mode out.',
    }];
  }
  const notable = costs.models.flatMap(({ model, seller, loggedNano, computedNano }) => {
    const differenceNano = loggedNano - (computedNano ?? loggedNano);
    return computedNano === null || Math.abs(differenceNano) <= NOTABLE_NANO || Math.abs(differenceNano) <= NOTABLE_SHARE * computedNano ? [] : [{ model, seller, differenceNano, computedNano }];
  }).sort((a, b) => Math.abs(b.differenceNano) - Math.abs(a.differenceNano));
  const [worst] = notable;
  if (worst === undefined) return oddFlags(costs);
  const named = notable.slice(0, MODELS_NAMED).map((one) => `${placeOf(one)} ${percentText(one.differenceNano / one.computedNano)} ${one.differenceNano < 0 ? 'less' : 'more'}`);
  const share = costs.meteredCalls > 0 ? costs.comparedCalls / costs.meteredCalls : 0;
  const isFar = notable.some(({ differenceNano, computedNano }) => isFarOff(1 + differenceNano / computedNano));
  return [...oddFlags(costs), {
    code: 'logged-cost-differs', severity: costs.mode === 'computed' || isFar ? 'warning' : 'info', nano: sumOf(notable.map(({ differenceNano }) => differenceNano)),
    text: `The log's own costs differ from the computed ones (${percentText(share)} of the metered calls compared): ${named.join(', ')}${notable.length > MODELS_NAMED ? ' and others' : ''}.`,
    advice: `${isFar ? `More than ${ODD_FACTOR} times off is rarely a price: look at the unit of the logged costs. ` : ''}${adviceOn(worst, input)}${costs.mode === 'computed' ? ' Or take the log\'s word: --cost-mode reported.' : ''}`,
  }];
}

const isFarOff = (factor: number): boolean => factor > ODD_FACTOR || factor * ODD_FACTOR < 1;

/** Logged costs that cannot be meant. */
function oddFlags({ mode, models }: CostComparison): Flag[] {
  const odd = models.filter(({ oddCalls }) => oddCalls > 0);
  if (odd.length === 0) return [];
  const nano = sumOf(odd.map(({ oddNano }) => oddNano));
  return [{
    code: 'logged-cost-odd', severity: 'warning', nano,
    text: `${whole(sumOf(odd.map(({ oddCalls }) => oddCalls)))} calls, logged at ${usdText(nano)} in all, cost more than ${ODD_FACTOR} times more or less than the log says of the same model elsewhere (${odd.slice(0, MODELS_NAMED).map(placeOf).join(', ')}): they are not compared${mode === 'reported' ? ', and stand at computed × factor' : ''}.`,
    advice: 'Look for a wrong unit or a slipped point in the log; calls are left out alone where they were read one by one, else with the others of their hour and kind.',
  }];
}

function adviceOn({ model, seller, differenceNano, computedNano }: Notable, { config, catalog }: Pick<AnalysisInput, 'config' | 'catalog'>): string {
  const { models = {} } = config;
  const slash = model.indexOf('/');
  const former = createDiscountOf(config, catalog.models)({ id: model, provider: seller, model: model.slice(slash + 1) });
  const name = model.startsWith(`${seller}/`) ? model : `${seller}/${isGateway(seller) ? model : model.slice(slash + 1)}`;
  if (Object.keys(models).some((name) => name.toLowerCase() === model.toLowerCase())) return `Check your own price of ${model} under "models" in shadowbill.config.json.`;
  const share = 1 - (1 - former) * (1 + differenceNano / computedNano);
  return share > 0
    ? `If you pay less than list, set "discounts": { "${name}": ${share.toFixed(3)} }, or your price under "models", in shadowbill.config.json.`
    : 'Look for a gateway\'s fee, a dearer region or service tier, or an old price in the gateway; a price of your own goes under "models" in shadowbill.config.json.';
}

interface CommitmentContext {
  input: AnalysisInput;
  entries: readonly LedgerEntry[];
  commitments: readonly Commitment[];
}

/** Money that is promised: when it ends, when it begins, and what of it lies idle. */
export function commitmentFlags(context: CommitmentContext): Flag[] {
  const { input, entries, commitments } = context;
  const { pricesAt } = input.settings;
  return commitments.flatMap((one, index): Flag[] => {
    const flags: Flag[] = [];
    const name = `The commitment on ${one.provider}${one.models.length === 0 ? '' : ` (${one.models.slice(0, MODELS_NAMED).join(', ')})`}`;
    if (one.endsNano !== null) {
      flags.push({
        code: 'commitment-ends', severity: 'warning', nano: one.endsNano,
        text: one.until <= input.window.end
          ? `${name} ended on ${one.until}, inside the window. The projected spend averages its calls over all days, the ${one.days} committed days with $0: about ${usdText(one.endsNano)} at list price of the projected month are in no spend and no saving here; what its calls cost after that day is.`
          : `${name} ${one.until <= pricesAt ? 'ended' : 'ends'} on ${one.until}: on ${endingDays(index, context)} of the ${DAYS_PER_MONTH} projected days its calls are paid per token again. They are worth about ${usdText(one.endsNano)} at list price on these days, and stand in no spend and no saving here.${one.from !== null && one.from > input.window.start ? ' The days before it began are in the projected spend: see commitment-starts.' : ''}`,
        advice: 'Decide on the renewal with that figure, and analyze again with traffic from after that day.',
      });
    }
    const before = entries.filter(({ coming, place }) => coming === index && (place === 'routable' || place === 'duplicates'));
    if (before.length > 0 && one.from !== null && one.from < addDays(pricesAt, DAYS_PER_MONTH)) {
      flags.push({
        code: 'commitment-starts', severity: 'warning', nano: sumOf(before.map(({ actualNano }) => actualNano)),
        text: `${name} begins on ${one.from}: ${whole(sumOf(before.map(({ unit }) => unit.sums.calls)))} calls of the window that it will cover were still paid per token, and are projected as if they went on so.`,
        advice: 'Take their saving for nothing from that day on, or analyze days after it: --until.',
      });
    }
    if (one.unusedNano !== null && one.unusedNano > 0) {
      flags.push({
        code: 'commitment-unused', severity: 'info', nano: one.unusedNano,
        text: `${name} costs ${usdText(one.paidNano)} for ${one.days} days of the window; calls worth ${usdText(one.listNano)} at list price ran under it.`,
        advice: 'What is paid and not used can take calls that are metered elsewhere; a smaller commitment may do after it ends.',
      });
    }
    return flags;
  });
}

/** Most days on which calls of it are metered again: of those that others take over, fewer. */
const endingDays = (index: number, { input, entries }: CommitmentContext): number =>
  Math.max(0, ...[...new Set(entries.flatMap(({ covering }) => (covering?.includes(index) === true ? [covering] : [])))]
    .map((covering) => meteredDays({ index, covering, commitments: input.config.commitments ?? [], start: input.settings.pricesAt }).length));

/** What the user's own settings add to the list of assumptions. */
export function settingsAssumptions({ config, settings }: AnalysisInput): Analysis['assumptions'] {
  const discounts = Object.entries(config.discounts ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const models = Object.keys(config.models ?? {}).sort();
  const billing = Object.entries(config.billing ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    ...(discounts.length === 0 ? [] : [{ title: 'Discounts', text: `Off all token prices, incumbent or candidate: ${discounts.map(([name, share]) => `${name} ${percentText(share)}`).join(', ')}.`, source: 'settings: discounts' }]),
    ...(models.length === 0 ? [] : [{ title: 'Own models and prices', text: `${models.join(', ')}: your figures, not checked against any list.`, source: 'settings: models' }]),
    ...(billing.length === 0 ? [] : [{ title: 'How calls are paid', text: `Where the log does not say: ${billing.map(([name, how]) => `${name} ${how}`).join(', ')}; all others are metered.`, source: 'settings: billing' }]),
    ...(settings.costMode === 'reported' ? [{ title: 'Logged costs', text: `Metered calls stand at the cost that the log carries. Calls without one, the projected baseline and the same models as candidates are computed and multiplied by logged / computed of their model at that seller, from ${MIN_LOGGED_CALLS} logged calls on; a logged cost more than ${ODD_FACTOR} times off the median of its model is left out.`, source: 'Your log' }] : []),
  ];
}
