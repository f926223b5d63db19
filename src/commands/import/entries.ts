import { UserError } from '../../model/errors.js';
import { isPattern } from './glob.js';
import { type OpenFile, openFile, openStream } from './open-file.js';
import type { ImportOptions } from './options.js';
import { type Inputs, type PassedOver, STDIN, expandInputs, passOver } from './inputs.js';
import { type PreparedFile, prepareOpen } from './prepare.js';
import { type FileResult, failedResult } from './result.js';
import { terminalText } from '../terminal-text.js';

/** One file of a run: a log whose format is settled, another store, or why it cannot be read. */
export type Entry = { kind: 'log'; prepared: PreparedFile } | { kind: 'store'; path: string } | { kind: 'failed'; result: FileResult };

export interface OpenInputs {
  entries: readonly Entry[];
  /** Those of `entries` that are logs. */
  prepared: readonly PreparedFile[];
  /** What was passed over and why, files named twice. */
  notes(): string[];
  close(): Promise<void>;
}

/** Why a file of a folder is no log; any other fault is told as of a file that was named. */
const passedOverFor: Readonly<Record<string, string>> = { 'unknown-format': 'of no known format', 'not-text': 'no log', 'empty-file': 'empty', 'broken-parquet': 'broken Parquet' };

/** All that the arguments name, opened and their formats settled; nothing is read whole. */
export async function openInputs(args: readonly string[], { options, now }: { options: ImportOptions; now: number }): Promise<OpenInputs> {
  const { files, faults, repeats, passedOver } = expandInputs(args);
  const entries: Entry[] = faults.map(({ path, error }) => ({ kind: 'failed', result: failedResult(terminalText(path), error) }));
  for (const input of files) {
    try {
      const file = input.path === STDIN ? await openStdin(now) : await openFile(input.path);
      if (file.kind !== 'store') entries.push({ kind: 'log', prepared: { ...(await prepareOpen(file, options)), foundIn: input.foundIn } });
      else if (input.foundIn === undefined) entries.push({ kind: 'store', path: input.path });
      else passOver(passedOver, input, 'an SQLite file (name a store itself to merge it)');
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      const reason = input.foundIn === undefined ? undefined : passedOverFor[error.code];
      if (reason === undefined) entries.push({ kind: 'failed', result: failedResult(input.path === STDIN ? 'stdin' : terminalText(input.path), error) });
      else passOver(passedOver, input, reason);
    }
  }
  const sure = withoutGuesses(entries, { passedOver, isAsked: options.from !== undefined });
  for (const [folder, reasons] of passedOver) {
    const isEmpty = !sure.some((entry) => entry.kind === 'log' && entry.prepared.foundIn === folder) && files.some(({ foundIn }) => foundIn === folder);
    const isFailed = sure.some((entry) => entry.kind === 'failed' && files.some(({ path, foundIn }) => foundIn === folder && terminalText(path) === entry.result.file));
    if (isEmpty && !isFailed) sure.push({ kind: 'failed', result: failedResult(terminalText(folder), noLogIn(folder, reasons)) });
  }
  const prepared = sure.flatMap((entry) => (entry.kind === 'log' ? [entry.prepared] : []));
  return {
    entries: sure.map((entry) => (entry.kind === 'log' ? refuseLonelyStream(entry, prepared) : entry)),
    prepared,
    notes: () => [...describePassedOver(passedOver), ...repeats.map((path) => `${terminalText(path)} was named twice and is read once`)],
    async close() {
      for (const { file } of prepared) await file.access?.close();
      if (files.some(({ path }) => path === STDIN)) process.stdin.destroy();
    },
  };
}

const GUESSED = 'mapped';

/** In a folder that holds logs of known formats, a table whose columns are only guessed is more likely a summary of them: it would count calls twice. */
function withoutGuesses(entries: readonly Entry[], { passedOver, isAsked }: { passedOver: Inputs['passedOver']; isAsked: boolean }): Entry[] {
  const isGuess = (entry: Entry): boolean => entry.kind === 'log' && entry.prepared.source.id === GUESSED;
  const folders = new Set(entries.flatMap((entry) => (entry.kind === 'log' && !isGuess(entry) ? entry.prepared.foundIn ?? [] : [])));
  return entries.filter((entry) => {
    if (isAsked || entry.kind !== 'log' || !isGuess(entry)) return true;
    const { foundIn, file } = entry.prepared;
    if (foundIn === undefined || isPattern(foundIn) || !folders.has(foundIn)) return true;
    passOver(passedOver, { path: file.path, foundIn }, 'of columns that are only guessed (name such a file itself, or a pattern, to import it)');
    return false;
  });
}

const openStdin = (now: number): Promise<OpenFile> => {
  if (process.stdin.isTTY) throw new UserError('no-stdin', 'stdin is the keyboard.', { hint: 'Pipe a log into it: zcat log.jsonl.gz | shadowbill import -' });
  return openStream(process.stdin as AsyncIterable<Buffer>, { name: 'stdin', now });
};

/** What a joining format reads beside a file must be read again and again. */
function refuseLonelyStream(entry: Entry & { kind: 'log' }, all: readonly PreparedFile[]): Entry {
  const { file, source } = entry.prepared;
  const isJoined = source.joins === true && file.isStream && all.some((other) => other.source === source && other.file !== file);
  if (!isJoined) return entry;
  return { kind: 'failed', result: failedResult(file.path, new UserError('streamed-join', `${file.path} cannot be joined with other files of the format ${source.id}: it can be read once only.`, { hint: 'Write it to a file and give all files in one command.' })) };
}

const noLogIn = (folder: string, reasons: ReadonlyMap<string, PassedOver>): UserError =>
  new UserError('no-log', `${terminalText(folder)} holds no log: ${textOf(reasons)}.`, { hint: 'Name a file itself to see what it is taken for, or force a format with --from.' });

const textOf = (reasons: ReadonlyMap<string, PassedOver>): string => [...reasons].map(([reason, { count, first }]) => `${count.toLocaleString('en-US')} ${reason} (first ${terminalText(first)})`).join(', ');

const describePassedOver = (passedOver: ReadonlyMap<string, ReadonlyMap<string, PassedOver>>): string[] =>
  [...passedOver].filter(([, reasons]) => reasons.size > 0).map(([folder, reasons]) => {
    const count = [...reasons.values()].reduce((sum, reason) => sum + reason.count, 0);
    return `${terminalText(folder)}: ${count.toLocaleString('en-US')} file${count === 1 ? '' : 's'} passed over: ${textOf(reasons)}`;
  });

