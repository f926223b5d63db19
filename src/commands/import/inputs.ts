import { type Dirent, existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../model/errors.js';
import { expandBraces, isPattern, matchesPart, splitPattern } from './glob.js';
import { terminalText } from '../terminal-text.js';
import { pathState } from './path-state.js';

/** What one argument of the command names. */
export interface Input {
  path: string;
  /** The folder or pattern in which it was found; absent where the user named the file itself. */
  foundIn?: string | undefined;
}

export interface Inputs {
  files: readonly Input[];
  /** Folder or pattern -> why files in it were passed over -> how many. */
  passedOver: ReadonlyMap<string, Map<string, PassedOver>>;
  /** Arguments that name nothing. */
  faults: readonly { path: string; error: UserError }[];
  /** Paths that another argument names too. */
  repeats: readonly string[];
}

export interface PassedOver {
  count: number;
  first: string;
}

/** A file of a folder is passed over. */
export function passOver(passedOver: ReadonlyMap<string, Map<string, PassedOver>>, { path, foundIn }: Input, reason: string): void {
  const reasons = passedOver.get(foundIn ?? '');
  const former = reasons?.get(reason) ?? { count: 0, first: path };
  reasons?.set(reason, { ...former, count: former.count + 1 });
}

export const STDIN = '-';

/** Something in a folder that is no file to read, and why. */
type OnPassed = (path: string, reason: string) => void;

/** Files, folders (all that is in them, sorted by name) and patterns, each file once. `-` is stdin. */
export function expandInputs(args: readonly string[]): Inputs {
  const files: Input[] = [];
  const faults: { path: string; error: UserError }[] = [];
  const repeats: string[] = [];
  const passedOver = new Map<string, Map<string, PassedOver>>();
  const seen = new Set<string>();
  const take = (input: Input): void => {
    const identity = input.path === STDIN ? STDIN : realPathOf(input.path);
    if (seen.has(identity)) repeats.push(input.path);
    else files.push(input);
    seen.add(identity);
  };
  for (const arg of args) {
    const path = arg.startsWith('~/') ? join(homedir(), arg.slice(2)) : arg;
    if (path === STDIN || (existsSync(path) && !isFolder(path))) {
      take({ path });
      continue;
    }
    passedOver.set(path, new Map());
    const onPassed: OnPassed = (passed, reason) => passOver(passedOver, { path: passed, foundIn: path }, reason);
    const found = existsSync(path) ? filesUnder(path, onPassed) : isPattern(path) ? filesOf(path, onPassed) : undefined;
    if (found === undefined) take({ path });
    else if (found.length === 0) faults.push({ path, error: nothingIn(path, [...(passedOver.get(path)?.keys() ?? [])]) });
    for (const file of found ?? []) take({ path: file, foundIn: path });
  }
  return { files, passedOver, faults, repeats };
}

function nothingIn(path: string, reasons: readonly string[]): UserError {
  if (isPattern(path) && !existsSync(path)) return new UserError('no-file', `Nothing matches ${terminalText(path)}.`, { hint: 'Check the pattern; ** stands for any number of folders.' });
  const isHiddenOnly = reasons.every((reason) => reason === HIDDEN);
  return isHiddenOnly
    ? new UserError('empty-folder', `${terminalText(path)} holds no file that is not hidden.`, { hint: 'Name another folder, or the hidden file itself.' })
    : new UserError('empty-folder', `${terminalText(path)} holds no file that can be read: ${reasons.join(', ')}.`, { hint: 'Name another folder, or a file itself.' });
}

const HIDDEN = 'hidden';
const LOST_LINK = 'a link to nothing';
const NO_FILE = 'a pipe, socket or device';

function isFolder(path: string): boolean {
  const state = pathState(path);
  return state.found && state.stats.isDirectory();
}

const realPathOf = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

/** Sorted by name; a folder that may not be read has nothing to give. */
function entriesOf(folder: string, onPassed: OnPassed): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (error) {
    onPassed(folder, `a folder that cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
    return [];
  }
}

/** All files below a folder, links followed, no folder twice. */
function filesUnder(folder: string, onPassed: OnPassed): string[] {
  const files: string[] = [];
  const visited = new Set<string>();
  const walk = (path: string): void => {
    const identity = realPathOf(path);
    if (visited.has(identity)) return;
    visited.add(identity);
    for (const { name } of entriesOf(path, onPassed)) {
      const child = join(path, name);
      if (name.startsWith('.')) onPassed(child, HIDDEN);
      else take(child);
    }
  };
  const take = (child: string): void => {
    const state = pathState(child);
    if (!state.found) onPassed(child, state.reason ?? LOST_LINK);
    else if (state.stats.isDirectory()) walk(child);
    else if (state.stats.isFile()) files.push(child);
    else onPassed(child, NO_FILE);
  };
  walk(folder);
  return files;
}

/** What a pattern means: files, and of folders all that is in them. */
function filesOf(pattern: string, onPassed: OnPassed): string[] {
  const found = new Set<string>();
  const visited = new Set<string>();
  const walk = (path: string, parts: readonly string[]): void => {
    const step = `${realPathOf(path)}\u0000${parts.join('/')}`;
    const [part, ...rest] = parts;
    if (visited.has(step)) return;
    visited.add(step);
    if (part === undefined) {
      const state = pathState(path);
      if (!state.found) onPassed(path, state.reason ?? LOST_LINK);
      else for (const file of state.stats.isDirectory() ? filesUnder(path, onPassed) : [path]) found.add(file);
      return;
    }
    if (!isFolder(path)) return;
    if (part === '**') walk(path, rest);
    if (!isPattern(part)) {
      const child = join(path, part);
      if (existsSync(child)) walk(child, rest);
      return;
    }
    for (const { name } of entriesOf(path, onPassed)) {
      const child = join(path, name);
      if (part === '**' ? !name.startsWith('.') && isFolder(child) : matchesPart(part, name)) walk(child, part === '**' ? parts : rest);
    }
    if (part === '**' && rest.length === 0) for (const file of filesUnder(path, onPassed)) found.add(file);
  };
  for (const alternative of expandBraces(pattern)) {
    const { folder, parts } = isPattern(alternative) ? splitPattern(alternative) : { folder: alternative, parts: [] };
    if (existsSync(folder)) walk(folder, parts);
  }
  return [...found].sort();
}
