import { chmodSync, copyFileSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import { UserError } from '../model/errors.js';
import { SCHEMA_V1, SCHEMA_V2, SCHEMA_V3, SCHEMA_V4 } from './schema.js';

/** 'SBL1' in the file's header: tells our files from other SQLite files. */
export const APPLICATION_ID = 0x53424c31;

/** Step i brings a file from version i to i + 1. Steps are only ever added. */
export const migrations: readonly string[] = [SCHEMA_V1, SCHEMA_V2, SCHEMA_V3, SCHEMA_V4];

const versionOf = (database: Database): number => Number(database.pragma('user_version', { simple: true }));

/**
 * Brings the file to the newest version, forward only, in one transaction; a file that holds data is copied first.
 * Returns the path of that copy. Fails on a newer version and on SQLite files of other programs.
 */
export function migrate(database: Database, path: string, steps: readonly string[] = migrations): string | undefined {
  const version = checkVersion(database, path, steps);
  if (version === steps.length) return undefined;
  const backup = version === 0 ? undefined : backUp(database, path, version);
  const upgrade = database.transaction(() => {
    for (const step of steps.slice(version)) database.exec(step);
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${steps.length}`);
  });
  upgrade.immediate();
  return backup;
}

/** The file's version, 0 for an empty file. */
export function checkVersion(database: Database, path: string, steps: readonly string[] = migrations): number {
  const version = versionOf(database);
  const application = Number(database.pragma('application_id', { simple: true }));
  const tables = Number(database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get());
  if (tables > 0 && application !== APPLICATION_ID) {
    throw new UserError('not-a-store', `${path} is an SQLite file of another program.`, { hint: 'Name another file with --db.' });
  }
  if (version > steps.length) {
    throw new UserError('newer-store', `${path} was written by a newer shadowbill (store version ${version}; this one reads up to ${steps.length}).`, {
      hint: 'Install the newer version, or name another file with --db.',
    });
  }
  return version;
}

function backUp(database: Database, path: string, version: number): string {
  database.pragma('wal_checkpoint(TRUNCATE)');
  const backup = `${path}.version-${version}.backup`;
  copyFileSync(path, backup);
  chmodSync(backup, 0o600);
  return backup;
}
