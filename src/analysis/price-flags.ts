import { STALE_AFTER_DAYS, priceAge } from '../catalog/age.js';
import type { Flag } from '../model/analysis.js';
import type { CatalogModel } from '../model/catalog.js';
import { isoDay } from '../replay/index.js';
import type { AnalysisInput } from './input.js';
import { instantOf, sumOf } from './sums.js';
import type { LedgerEntry } from './ledger.js';

const modelOf = ({ served }: LedgerEntry): CatalogModel | undefined => served.served?.model;
const unitStart = ({ unit }: LedgerEntry): number => unit.range.minAt;
const callsOf = (entries: readonly LedgerEntry[]): string => `${Math.round(sumOf(entries.map(({ unit }) => unit.sums.calls))).toLocaleString('en-US')} calls`;
const dollarsOf = (entries: readonly LedgerEntry[]): number => sumOf(entries.map(({ actualNano }) => actualNano));
const namesOf = (entries: readonly LedgerEntry[]): string => [...new Set(entries.map(({ cell }) => cell.key.incumbent.model))].sort().slice(0, 3).join(', ');

/** What is doubtful about the prices of the calls themselves: from before or after their model's life, or read long ago. */
export function priceFlags(entries: readonly LedgerEntry[], { settings }: AnalysisInput): Flag[] {
  return [...lifeFlags(entries), ...staleFlags(entries, settings.pricesAt)];
}

function lifeFlags(entries: readonly LedgerEntry[]): Flag[] {
  const early = entries.filter(({ served }) => served.note.includes('not released'));
  const late = entries.filter((entry) => unitStart(entry) >= (modelOf(entry)?.retiredAt ?? Number.POSITIVE_INFINITY));
  const flags: Flag[] = [];
  if (early.length > 0) {
    flags.push({
      code: 'before-release', severity: 'warning', nano: dollarsOf(early), text: `${callsOf(early)} are older than the model that they name (${namesOf(early)}): they have its first known price.`,
      advice: 'Check the times of the log and the model that you gave with --set or --map.',
    });
  }
  if (late.length > 0) {
    flags.push({
      code: 'after-retirement', severity: 'warning', nano: dollarsOf(late), text: `${callsOf(late)} are younger than the recorded end of the model that they name (${namesOf(late)}): they have its last known price.`,
      advice: 'Check the times of the log. Where a contract keeps the model alive, give its price under "models" in shadowbill.config.json.',
    });
  }
  return flags;
}

/** Over the models that the calls used; the projected month's first day is the day from which age counts. */
function staleFlags(entries: readonly LedgerEntry[], pricesAt: string): Flag[] {
  const models = new Map<string, CatalogModel>();
  for (const model of entries.map(modelOf)) if (model !== undefined) models.set(model.id, model);
  const { stale } = priceAge([...models.values()], instantOf(pricesAt));
  if (stale.length === 0) return [];
  const ids = new Set(stale.map(({ id }) => id));
  const concerned = entries.filter((entry) => ids.has(modelOf(entry)?.id ?? ''));
  return [{
    code: 'stale-prices', severity: 'info', nano: dollarsOf(concerned),
    text: `The prices of ${stale.length} of ${models.size} models in your log were read more than ${STALE_AFTER_DAYS} days before ${isoDay(instantOf(pricesAt))} (${stale.slice(0, 3).map(({ id, checked }) => `${id} on ${checked}`).join(', ')}).`,
    advice: 'See `shadowbill prices check`. Where a price has changed since, give yours under "models" in shadowbill.config.json, or install a newer version.',
  }];
}
