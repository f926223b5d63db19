import type { Command } from 'commander';
import { createCatalog } from '../catalog/index.js';
import type { Catalog } from '../model/catalog.js';
import type { Config } from '../model/config.js';
import { UserError } from '../model/errors.js';
import type { Store } from '../model/store.js';
import { openStore } from '../store/index.js';
import { type CommonOptions, collectPairs, emit, loadConfig, say, storeLocation, withCommonOptions } from './common.js';
import { type Entry, type OpenInputs, openInputs } from './import/entries.js';
import { boundHeapGrowth } from './import/heap.js';
import { type ImportOptions, type RawImportOptions, checkOptions, formatList } from './import/options.js';
import { mergeStore } from './import/other-store.js';
import { type OverlapResult, assertOtherSource, findOverlaps } from './import/overlap.js';
import { describeResults, resultsJson } from './import/present.js';
import { type Progress, startProgress } from './import/progress.js';
import { providerRemark } from './import/provider-remark.js';
import { type FileResult, failedResult } from './import/result.js';
import { companionsOf, importFile } from './import/run.js';
import { openIntake } from './open-intake.js';
import { openTokenCounter } from './workers/token-counter.js';
import { refreshStore } from './refresh.js';
import { terminalText } from './terminal-text.js';

type ImportFlags = CommonOptions & RawImportOptions & { explainSkips?: boolean; sameTrafficAs?: string };

export function addImportCommand(program: Command): void {
  withCommonOptions(program.command('import'))
    .description('read logs of calls into the store; a second import of the same content changes nothing')
    .argument('[file...]', 'logs, plain, gzip or zstd; folders; patterns in quotes; - for stdin; other shadowbill stores')
    .option('--from <format>', 'log format, where it is not to be told from the content; "list" shows all')
    .option('--map <pairs>', 'fields and the columns that hold them: model=Model,inputTokens="Request tokens" (repeatable)', (text: string, former: string[] | undefined) => [...(former ?? []), text])
    .option('--set <field=value>', 'a value for every call that has none (repeatable)', collectPairs, {})
    .option('--tag <name=value>', 'a tag for every call (repeatable)', collectPairs, {})
    .option('--sample-rate <share>', 'the share of all calls that the log holds, 0..1')
    .option('--same-traffic-as <source>', 'another source of the store tells of the same calls: those that are equal in model, counts and time are one')
    .option('--explain-skips', 'show every record that was skipped, not the first of each reason')
    .action(async (files: string[], flags: ImportFlags) => (flags.from === 'list' ? emit(formatList(), flags) : runImport(files, flags)));
}

/** Exit 2 (UserError) only when nothing at all came of any file. */
async function runImport(paths: readonly string[], flags: ImportFlags): Promise<void> {
  if (paths.length === 0) throw new UserError('no-file', 'No file was named.', { hint: 'Name logs, folders or patterns, or - for stdin: shadowbill import logs/*.jsonl.gz' });
  boundHeapGrowth();
  const options = checkOptions(flags);
  const config = loadConfig(flags);
  const inputs = await openInputs(paths, { options, now: Date.now() });
  const remark = providerRemark(options.set['provider'], config);
  if (remark !== undefined) say(remark);
  announce(inputs.entries);
  assertAnyReadable(inputs.entries);
  const location = storeLocation(flags);
  const store = await openStore(location);
  const stop = listenForStop();
  try {
    const { results, overlaps } = await importAll(store, { inputs, options, config, location, flags, isStopped: stop.isAsked });
    const isStopped = stop.isAsked();
    if (!isStopped) {
      await refreshStore(store);
      assertAnyImported(results);
    }
    const notes = inputs.notes();
    emit(flags.json === true ? resultsJson({ files: results, overlaps, notes }) : describeResults(results, { overlaps, notes, showsAllPlaces: flags.explainSkips === true }), flags);
    if (isStopped) throw new UserError('interrupted', 'Interrupted; what was read so far is stored.', { hint: 'Run the same command again: it goes on, and nothing is counted twice.' });
  } finally {
    stop.end();
    await inputs.close();
    await store.close();
  }
}

interface Run {
  inputs: OpenInputs;
  options: ImportOptions;
  config: Config;
  location: string;
  flags: ImportFlags;
  isStopped: () => boolean;
}

async function importAll(store: Store, { inputs, options, config, location, flags, isStopped }: Run): Promise<{ results: FileResult[]; overlaps: OverlapResult[] }> {
  const { entries } = inputs;
  const before = await store.sourceSets();
  const ofFiles = entries.flatMap((entry) => (entry.kind === 'log' ? [entry.prepared.source.id] : []));
  const { sameTrafficAs } = flags;
  if (sameTrafficAs !== undefined) assertOtherSource(sameTrafficAs, { inStore: before.flatMap(({ sources }) => sources), ofFiles });
  const counter = openTokenCounter();
  const progress = startProgress(entries.reduce((sum, entry) => sum + bytesOf(entry), 0), { isTerminal: process.stderr.isTTY === true, now: () => performance.now() });
  try {
    const intake = openIntake({ storeLocation: location, privacy: config.privacy ?? 'redacted', config });
    const results: FileResult[] = [];
    const shared = { now: Date.now(), onBytes: progress.bytes, onRecords: progress.records, isStopped };
    for (const entry of entries) {
      if (isStopped()) break;
      if (entry.kind === 'failed') results.push(entry.result);
      else results.push(await importEntry(entry, progress));
    }
    progress.stop();
    const overlaps = isStopped() ? [] : await findRunOverlaps(results);
    return { results, overlaps };

    async function importEntry(entry: Exclude<Entry, { kind: 'failed' }>, { file }: Progress): Promise<FileResult> {
      const path = entry.kind === 'log' ? entry.prepared.file.path : entry.path;
      file(path);
      try {
        if (entry.kind === 'store') return await mergeStore(path, options, { ...shared, store, location, privacy: config.privacy ?? 'redacted' });
        const world = { ...shared, store, intake, counter, keepsAllPlaces: flags.explainSkips === true };
        return await importFile(entry.prepared, options, world, companionsOf(entry.prepared, inputs.prepared));
      } catch (error) {
        if (error instanceof UserError && entry.kind === 'store') return failedResult(path, error);
        throw error;
      }
    }
  } finally {
    progress.stop();
    await counter.close();
  }

  async function findRunOverlaps(results: readonly FileResult[]): Promise<OverlapResult[]> {
    const starts = results.flatMap(({ firstAt }) => firstAt ?? []);
    const ends = results.flatMap(({ lastAt }) => lastAt ?? []);
    const hasStores = entries.some(({ kind }) => kind === 'store');
    if (starts.length === 0 && sameTrafficAs === undefined) return [];
    const run = starts.length === 0 ? undefined : { before, firstAt: starts.reduce((one, other) => Math.min(one, other)), lastAt: ends.reduce((one, other) => Math.max(one, other)) };
    let catalog: Catalog | undefined;
    return findOverlaps(store, {
      /** Put together only where an overlap has to be priced: most runs have none. */
      get catalog() {
        return (catalog ??= createCatalog(config));
      },
      sources: hasStores ? undefined : [...new Set(ofFiles)],
      sameTrafficAs,
      run,
    });
  }
}

const bytesOf = (entry: Entry): number => (entry.kind === 'log' ? (entry.prepared.file.bytes ?? 0) : 0);

/** Files of folders are told of by format, others one by one. */
function announce(entries: readonly Entry[]): void {
  const byFolder = new Map<string, number>();
  for (const entry of entries) {
    if (entry.kind === 'store') say(`${terminalText(entry.path)}: merging as a shadowbill store`);
    if (entry.kind !== 'log') continue;
    const { foundIn, source, file, reason } = entry.prepared;
    if (foundIn === undefined) say(terminalText(`${file.path}: reading as ${source.id} (${reason})`));
    else byFolder.set(`${foundIn}\u0000${source.id}`, (byFolder.get(`${foundIn}\u0000${source.id}`) ?? 0) + 1);
  }
  for (const [key, files] of byFolder) {
    const [folder = '', format = ''] = key.split('\u0000');
    say(`${terminalText(folder)}: reading ${files.toLocaleString('en-US')} file${files === 1 ? '' : 's'} as ${format}`);
  }
}

function assertAnyReadable(entries: readonly Entry[]): void {
  const failed = entries.flatMap((entry) => (entry.kind === 'failed' ? [entry.result] : []));
  const [only] = failed;
  if (failed.length < entries.length || only === undefined) return;
  if (failed.length === 1) throw new UserError('not-imported', only.error?.message ?? 'The file cannot be read.', only.error?.hint === undefined ? {} : { hint: only.error.hint });
  throw new UserError('not-imported', `None of ${failed.length} files can be read.\n${failed.map((entry) => `  ${entry.error?.message ?? entry.file}`).join('\n')}`, { hint: only.error?.hint ?? 'Check the files.' });
}

function assertAnyImported(results: readonly FileResult[]): void {
  const isAnything = results.some(({ outcome, counts }) => outcome === 'already imported' || counts.imported + counts.merged > 0);
  const isQuiet = results.some(({ outcome, counts, skips }) => outcome === 'imported' && counts.read > 0 && skips.every(({ isNoCall }) => isNoCall === true));
  if (isAnything || isQuiet) return;
  const hint = results.find((result) => result.error?.hint !== undefined)?.error?.hint ?? 'Add --explain-skips to see every record, or force a format with --from.';
  throw new UserError('no-calls', `No call was imported.\n${describeResults(results)}`, { hint });
}

/** The first Ctrl-C ends the import between two batches; the second ends the process at once, which loses no more than the batch. */
function listenForStop(): { isAsked: () => boolean; end: () => void } {
  let isAsked = false;
  const onSignal = (): void => {
    isAsked = true;
    say('\nStopping after this batch …');
  };
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  return {
    isAsked: () => isAsked,
    end: () => {
      process.removeListener('SIGINT', onSignal);
      process.removeListener('SIGTERM', onSignal);
    },
  };
}
