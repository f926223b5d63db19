import { accessSync, closeSync, constants, existsSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../model/errors.js';

const SQLITE_MAGIC = 'SQLite format 3\u0000';

const OTHER_FILE = 'Name another file with --db.';

export type OpenMode = 'create' | 'existing' | 'read';

/** Refuses what cannot be a store before SQLite touches it; makes a missing file (readable by its owner alone) in mode `create`. */
export function prepareFile(path: string, mode: OpenMode): void {
  if (!existsSync(path)) {
    if (mode !== 'create') throw missing(path);
    return createFile(path);
  }
  const stat = statSync(path);
  if (stat.isDirectory()) throw new UserError('not-a-store', `${path} is a directory.`, { hint: 'Name a file with --db, for example --db ./shadowbill.db.' });
  if (!stat.isFile()) throw new UserError('not-a-store', `${path} is not an ordinary file.`, { hint: OTHER_FILE });
  if (stat.size === 0 && mode !== 'create') throw missing(path);
  if (stat.size > 0 && readHead(path) !== SQLITE_MAGIC) throw new UserError('not-a-store', `${path} is not a shadowbill store: it is no SQLite file.`, { hint: OTHER_FILE });
  if (mode === 'read') return;
  for (const target of [path, dirname(path)]) {
    if (!isWritable(target)) throw new UserError('read-only-store', `${target} cannot be written.`, { hint: 'Give write permission, or name another file with --db.' });
  }
}

const missing = (path: string): UserError =>
  new UserError('no-store', `There is no store at ${path}.`, {
    hint: 'Fill one with "shadowbill import FILE", see an example with "shadowbill demo", or name another file with --db.',
  });

function createFile(path: string): void {
  try {
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw new UserError('no-store-folder', `No store can be made at ${path}: ${(cause as Error).message}`, { hint: 'Name a file in a folder that exists and can be written.', cause });
  }
}

function readHead(path: string): string {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'r');
  } catch (cause) {
    throw new UserError('unreadable-store', `${path} cannot be read: ${(cause as Error).message}`, { hint: 'Give read permission, or name another file with --db.', cause });
  }
  const head = Buffer.alloc(SQLITE_MAGIC.length);
  const length = readSync(descriptor, head, 0, head.length, 0);
  closeSync(descriptor);
  return head.toString('latin1', 0, length);
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** SQLite's own faults in words that say what to do; anything else is passed on as it is. */
export function explainFault(error: unknown, path: string): unknown {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !code.startsWith('SQLITE_')) return error;
  const options = (hint: string): { hint: string; cause: unknown } => ({ hint, cause: error });
  if (code.startsWith('SQLITE_FULL')) return new UserError('disk-full', `The disk that holds ${path} is full; the last batch was not stored.`, options('Make room and run the same command again.'));
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) return new UserError('read-only-store', `${path} cannot be written.`, options('Give write permission to the file and its folder, or name another file with --db.'));
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return new UserError('broken-store', `${path} is damaged.`, options('Restore it from a backup, or name another file with --db.'));
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return new UserError('store-busy', `${path} is locked by another program.`, options('Close the other program and try again.'));
  if (code.startsWith('SQLITE_IOERR')) return new UserError('disk-fault', `${path} could not be read or written.`, options('Check the disk and try again.'));
  return error;
}
