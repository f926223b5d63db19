import { randomUUID } from 'node:crypto';
import { closeSync, openSync, rmSync, statSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { UserError } from '../model/errors.js';

export interface StoreLock {
  release: () => void;
}

/** Two processes that start at the same moment step on each other's owner row at most a few times. */
const MAX_ATTEMPTS = 20;

/**
 * Makes this process the one owner of the store. The lock is the operating system's, held through SQLite on `<store>.lock` (a write
 * transaction that stays open), so it ends with the process however it dies; the file also names the owner, which others may read.
 */
export function lockStore(path: string): StoreLock {
  const lockPath = `${path}.lock`;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const lock = tryLock(lockPath);
    if (lock !== undefined) return lock;
    const owner = ownerOf(lockPath);
    if (owner !== undefined && attempt > 0) throw ownedBy(path, owner);
  }
  throw ownedBy(path, ownerOf(lockPath));
}

function tryLock(lockPath: string): StoreLock | undefined {
  closeSync(openSync(lockPath, 'a', 0o600));
  const inode = statSync(lockPath).ino;
  const database = new Sqlite(lockPath, { timeout: 0 });
  const token = randomUUID();
  try {
    database.pragma('synchronous = OFF');
    database.exec('BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS owner (pid INTEGER, token TEXT); DELETE FROM owner');
    database.prepare('INSERT INTO owner VALUES (?, ?)').run(process.pid, token);
    database.exec('COMMIT; BEGIN IMMEDIATE');
    const isOurs = database.prepare('SELECT token FROM owner').pluck().get() === token;
    if (isOurs && statSync(lockPath, { throwIfNoEntry: false })?.ino === inode) return { release: () => release(database, lockPath) };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  database.close();
  return undefined;
}

/** The file goes while it is still locked: who waits for it finds another file under the name, and tries again. */
function release(database: Sqlite.Database, lockPath: string): void {
  rmSync(lockPath, { force: true });
  rmSync(`${lockPath}-journal`, { force: true });
  database.close();
}

function ownerOf(lockPath: string): number | undefined {
  let database: Sqlite.Database | undefined;
  try {
    database = new Sqlite(lockPath, { readonly: true, timeout: 100 });
    const pid = database.prepare('SELECT pid FROM owner').pluck().get();
    return typeof pid === 'number' ? pid : undefined;
  } catch {
    return undefined;
  } finally {
    database?.close();
  }
}

const isBusy = (error: unknown): boolean => {
  const code = (error as { code?: string }).code ?? '';
  return code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED');
};

const ownedBy = (path: string, pid: number | undefined): UserError =>
  new UserError('store-owned', `${path} is in use by ${pid === undefined ? 'another process' : `process ${pid}`}.`, {
    hint: 'One process owns a store at a time: wait until it has ended, stop it, or name another file with --db.',
  });
