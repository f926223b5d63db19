import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../model/errors.js';
import { expandBraces, isPattern, matchesPart, splitPattern } from './glob.js';

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
const HIDDEN = 'hidden';

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
    const onHidden = (hidden: string): void => passOver(passedOver, { path: hidden, foundIn: path }, HIDDEN);
    const found = existsSync(path) ? filesUnder(path, onHidden) : isPattern(path) ? filesOf(path, onHidden) : undefined;
    if (found === undefined) take({ path });
    else if (found.length === 0) faults.push({ path, error: nothingIn(path) });
    for (const file of found ?? []) take({ path: file, foundIn: path });
  }
  return { files, passedOver, faults, repeats };
}

const nothingIn = (path: string): UserError =>
  isPattern(path) && !existsSync(path)
    ? new UserError('no-file', `Nothing matches ${path}.`, { hint: 'Check the pattern; ** stands for any number of folders.' })
    : new UserError('empty-folder', `${path} holds no file that is not hidden.`, { hint: 'Name another folder, or the hidden file itself.' });

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

const realPathOf = (path: string): string => (existsSync(path) ? realpathSync(path) : path);

/** A folder that may not be read has nothing to give. */
function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((one, other) => (one.name < other.name ? -1 : 1));
  } catch (cause) {
    throw new UserError('unreadable', `${folder} cannot be read: ${(cause as Error).message}`, { hint: 'Check who may read it, or name the files themselves.', cause });
  }
}

/** All files below a folder, links followed, no folder twice. */
function filesUnder(folder: string, onHidden: (path: string) => void): string[] {
  const files: string[] = [];
  const visited = new Set<string>();
  const walk = (path: string): void => {
    const identity = realPathOf(path);
    if (visited.has(identity)) return;
    visited.add(identity);
    for (const { name } of entriesOf(path)) {
      const child = join(path, name);
      const stats = statSync(child, { throwIfNoEntry: false });
      if (name.startsWith('.')) onHidden(child);
      else if (stats?.isDirectory() === true) walk(child);
      else if (stats?.isFile() === true) files.push(child);
    }
  };
  walk(folder);
  return files;
}

/** What a pattern means: files, and of folders all that is in them. */
function filesOf(pattern: string, onHidden: (path: string) => void): string[] {
  const found = new Set<string>();
  const visited = new Set<string>();
  const walk = (path: string, parts: readonly string[]): void => {
    const step = `${realPathOf(path)}\u0000${parts.join('/')}`;
    const [part, ...rest] = parts;
    if (visited.has(step)) return;
    visited.add(step);
    if (part === undefined) {
      for (const file of isFolder(path) ? filesUnder(path, onHidden) : [path]) found.add(file);
      return;
    }
    if (!isFolder(path)) return;
    if (part === '**') walk(path, rest);
    if (!isPattern(part)) {
      const child = join(path, part);
      if (existsSync(child)) walk(child, rest);
      return;
    }
    for (const { name } of entriesOf(path)) {
      const child = join(path, name);
      if (part === '**' ? !name.startsWith('.') && isFolder(child) : matchesPart(part, name)) walk(child, part === '**' ? parts : rest);
    }
    if (part === '**' && rest.length === 0) for (const file of filesUnder(path, onHidden)) found.add(file);
  };
  for (const alternative of expandBraces(pattern)) {
    const { folder, parts } = isPattern(alternative) ? splitPattern(alternative) : { folder: alternative, parts: [] };
    if (existsSync(folder)) walk(folder, parts);
  }
  return [...found].sort();
}
