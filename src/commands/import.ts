import { SingleBar } from 'cli-progress';
import type { Command } from 'commander';
import { UserError } from '../model/errors.js';
import { openStore } from '../store/index.js';
import { type CommonOptions, collectPairs, emit, loadConfig, say, storeLocation, withCommonOptions } from './common.js';
import { type ImportOptions, type RawImportOptions, checkOptions } from './import/options.js';
import { describeResults, resultsJson } from './import/present.js';
import { type FileResult, type PreparedFile, failedResult, importFile, prepareFile } from './import/run.js';
import { openIntake } from './open-intake.js';
import { openTokenCounter } from './workers/token-counter.js';
import { refreshStore } from './refresh.js';

type ImportFlags = CommonOptions & RawImportOptions & { explainSkips?: boolean };

export function addImportCommand(program: Command): void {
  withCommonOptions(program.command('import'))
    .description('read logs of calls into the store; a second import of the same content changes nothing')
    .argument('<file...>', 'JSON lines or CSV, plain or gzip')
    .option('--from <format>', 'log format, where it is not to be told from the content')
    .option('--map <pairs>', 'fields and the columns that hold them: model=Model,inputTokens="Request tokens" (repeatable)', (text: string, former: string[] | undefined) => [...(former ?? []), text])
    .option('--set <field=value>', 'a value for every call that has none (repeatable)', collectPairs, {})
    .option('--tag <name=value>', 'a tag for every call (repeatable)', collectPairs, {})
    .option('--sample-rate <share>', 'the share of all calls that the log holds, 0..1')
    .option('--explain-skips', 'show every record that was skipped, not the first of each reason')
    .action(async (files: string[], flags: ImportFlags) => runImport(files, flags));
}

/** Exit 2 (UserError) only when nothing at all came of any file. */
async function runImport(paths: readonly string[], flags: ImportFlags): Promise<void> {
  const options = checkOptions(flags);
  const config = loadConfig(flags);
  const prepared = paths.map((path) => prepareOrFail(path, options));
  assertAnyReadable(prepared);
  const location = storeLocation(flags);
  const store = await openStore(location);
  const counter = openTokenCounter();
  try {
    const intake = openIntake({ storeLocation: location, privacy: config.privacy ?? 'redacted', config });
    const results: FileResult[] = [];
    for (const entry of prepared) {
      if ('outcome' in entry) {
        results.push(entry);
        continue;
      }
      const bar = startBar(entry);
      results.push(await importFile(entry, options, { store, intake, counter, now: Date.now(), keepsAllPlaces: flags.explainSkips === true, onBytes: bar.add }));
      bar.stop();
    }
    await refreshStore(store);
    assertAnyImported(results);
    emit(flags.json === true ? resultsJson(results) : describeResults(results), flags);
  } finally {
    await counter.close();
    await store.close();
  }
}

function prepareOrFail(path: string, options: ImportOptions): PreparedFile | FileResult {
  try {
    const prepared = prepareFile(path, options);
    say(`${path}: reading as ${prepared.source.id} (${prepared.reason})`);
    return prepared;
  } catch (error) {
    if (error instanceof UserError) return failedResult(path, error);
    throw error;
  }
}

const isFailed = (entry: PreparedFile | FileResult): entry is FileResult => 'outcome' in entry;

function assertAnyReadable(prepared: readonly (PreparedFile | FileResult)[]): void {
  const failed = prepared.filter(isFailed);
  const [only] = failed;
  if (failed.length < prepared.length || only === undefined) return;
  if (failed.length === 1) throw new UserError('not-imported', only.error?.message ?? 'The file cannot be read.', only.error?.hint === undefined ? {} : { hint: only.error.hint });
  throw new UserError('not-imported', `None of ${failed.length} files can be read.\n${failed.map((entry) => `  ${entry.error?.message ?? entry.file}`).join('\n')}`, { hint: only.error?.hint ?? 'Check the files.' });
}

function assertAnyImported(results: readonly FileResult[]): void {
  const isAnything = results.some(({ outcome, counts }) => outcome === 'already imported' || counts.imported + counts.merged > 0);
  if (isAnything) return;
  const hint = results.find((result) => result.error?.hint !== undefined)?.error?.hint ?? 'Add --explain-skips to see every record, or force a format with --from.';
  throw new UserError('no-calls', `No call was imported.\n${describeResults(results)}`, { hint });
}

/** A bar on a terminal; silence elsewhere. */
function startBar({ file }: PreparedFile): { add(bytes: number): void; stop(): void } {
  if (process.stderr.isTTY !== true) return { add: () => undefined, stop: () => undefined };
  const bar = new SingleBar({ format: 'importing [{bar}] {percentage}% | {eta_formatted} left', stream: process.stderr, hideCursor: true, clearOnComplete: true });
  let read = 0;
  bar.start(file.bytes, 0);
  return {
    add(bytes) {
      read += bytes;
      bar.update(read);
    },
    stop: () => bar.stop(),
  };
}
