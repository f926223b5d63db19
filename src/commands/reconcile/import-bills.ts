import type { Config } from '../../model/config.js';
import { UserError } from '../../model/errors.js';
import type { Store } from '../../model/store.js';
import { sources } from '../../sources/index.js';
import { say } from '../common.js';
import { type Entry, openInputs } from '../import/entries.js';
import { checkOptions } from '../import/options.js';
import type { PreparedFile } from '../import/prepare.js';
import { describeSkip } from '../import/present.js';
import type { FileResult } from '../import/result.js';
import { importFile } from '../import/run.js';
import { openIntake } from '../open-intake.js';
import { terminalText } from '../terminal-text.js';

const billFormats = (): string => sources.filter(({ isBill }) => isBill === true).map(({ id }) => id).sort().join(', ');

/** Opens all files before any is read: a log of calls among them is refused, because its import has choices of its own. */
export async function openBills(paths: readonly string[], now: number): Promise<{ prepared: readonly PreparedFile[]; close: () => Promise<void> }> {
  const inputs = await openInputs(paths, { options: checkOptions({}), now });
  try {
    for (const entry of inputs.entries) assertBill(entry);
  } catch (error) {
    await inputs.close();
    throw error;
  }
  for (const note of inputs.notes()) say(note);
  return { prepared: inputs.prepared, close: () => inputs.close() };
}

function assertBill(entry: Entry): void {
  if (entry.kind === 'failed') {
    const { message = `${entry.result.file} cannot be read.`, hint = `Formats of bills: ${billFormats()}.` } = entry.result.error ?? {};
    throw new UserError('not-imported', message, { hint });
  }
  const name = entry.kind === 'store' ? entry.path : entry.prepared.file.path;
  const isBill = entry.kind === 'log' && entry.prepared.source.isBill === true;
  if (!isBill) throw new UserError('no-bill', `${name} is no bill${entry.kind === 'log' ? ` but ${entry.prepared.source.title}` : ''}.`, { hint: `Logs of calls go in with "shadowbill import". Formats of bills: ${billFormats()}.` });
}

/** Lines of the files into the store; of a line that was there the newer one stands. */
export async function importBills(store: Store, prepared: readonly PreparedFile[], { config, location, now, showsAllPlaces }: { config: Config; location: string; now: number; showsAllPlaces: boolean }): Promise<void> {
  const intake = openIntake({ storeLocation: location, privacy: config.privacy ?? 'redacted', config });
  for (const one of prepared) {
    const result = await importFile(one, checkOptions({}), { store, intake, now, keepsAllPlaces: showsAllPlaces });
    say(describe(result));
    if (result.error !== undefined) throw new UserError('not-imported', result.error.message, result.error.hint === undefined ? {} : { hint: result.error.hint });
  }
}

function describe({ file, source, outcome, counts, skips, notes }: FileResult): string {
  if (outcome === 'already imported') return `${file}: imported before (${source}).`;
  const head = `${file}: ${counts.read} lines of ${source}: ${counts.imported} new, ${counts.merged} replaced, ${counts.skipped} without a figure.`;
  return [head, ...notes.map((note) => `  ${note}`), ...skips.filter(({ isNoCall }) => isNoCall !== true).flatMap(describeSkip)].map(terminalText).join('\n');
}
