import type { Command } from 'commander';
import type { BillRow } from '../model/bill.js';
import { UserError } from '../model/errors.js';
import type { Store } from '../model/store.js';
import { openStore } from '../store/index.js';
import { optionalNumber } from './analyze.js';
import { type CommonOptions, emit, isRealDay, loadConfig, storeLocation, withCommonOptions } from './common.js';
import { compareStore } from './reconcile/compare-store.js';
import { importBills, openBills } from './reconcile/import-bills.js';
import { comparisonJson, comparisonText } from './reconcile/present.js';
import { refreshStore } from './refresh.js';

const DAY_MS = 86_400_000;

type ReconcileFlags = CommonOptions & { days?: string; until?: string; explainSkips?: boolean };

export function addReconcileCommand(program: Command): void {
  withCommonOptions(program.command('reconcile'))
    .description('compare the bills and usage reports of providers with the computed cost of the stored calls')
    .argument('[file...]', 'bills to import first; without them, those that are stored')
    .option('--days <n>', 'only so many UTC days up to the last one (default: all that are billed)')
    .option('--until <date>', 'last UTC day, YYYY-MM-DD (default: the newest day of the bills)')
    .option('--explain-skips', 'show every line of a bill that was skipped, not the first of each reason')
    .action(async (files: string[], flags: ReconcileFlags) => runReconcile(files, flags));
}

async function runReconcile(files: readonly string[], flags: ReconcileFlags): Promise<void> {
  const days = optionalNumber(flags.days, { flag: '--days', from: 1, to: 3660 });
  if (flags.until !== undefined && !isRealDay(flags.until)) throw new UserError('bad-date', `--until ${flags.until} is no day.`, { hint: 'Give a date such as 2026-11-20.' });
  const config = loadConfig(flags);
  const now = Date.now();
  const location = storeLocation(flags);
  const opened = files.length === 0 ? undefined : await openBills(files, now);
  let store: Store | undefined;
  try {
    store = await openStore(location, { mode: files.length === 0 ? 'existing' : 'create' });
    if (opened !== undefined) await importBills(store, opened.prepared, { config, location, now, showsAllPlaces: flags.explainSkips === true });
    await refreshStore(store);
    const range = rangeOf(await store.listBills({}), { days, until: flags.until });
    const comparison = await compareStore(store, { config, ...range });
    if (comparison === undefined) throw new UserError('no-bills', 'No bill reaches into these days.', { hint: 'Leave --days and --until out, or import a report of these days.' });
    emit(flags.json === true ? JSON.stringify(comparisonJson(comparison), null, 2) : comparisonText(comparison), flags);
  } finally {
    await opened?.close();
    await store?.close();
  }
}

/** Whole UTC days. */
function rangeOf(bills: readonly BillRow[], { days, until }: { days: number | undefined; until: string | undefined }): { from: number; to: number } {
  if (bills.length === 0) throw new UserError('no-bills', 'The store holds no bill.', { hint: 'Name a cost or usage report: shadowbill reconcile FILE' });
  const newest = bills.reduce((latest, row) => Math.max(latest, row.to), 0);
  const to = until === undefined ? Math.ceil(newest / DAY_MS) * DAY_MS : Date.parse(until) + DAY_MS;
  const oldest = bills.reduce((earliest, row) => Math.min(earliest, row.from), to);
  return { from: days === undefined ? Math.min(oldest, to - DAY_MS) : to - days * DAY_MS, to };
}
