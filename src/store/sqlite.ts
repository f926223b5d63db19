import { resolve } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { UserError } from '../model/errors.js';
import type { Store } from '../model/store.js';
import { createCallWriter } from './add-calls.js';
import { addBills, listBills } from './bills.js';
import { createHourWriter, markDirty, readCells, readLatency, readMinutes } from './cells.js';
import { explainFault, type OpenMode, prepareFile } from './file.js';
import { lockStore } from './lock.js';
import { addLosses, listLosses } from './losses.js';
import { checkVersion, migrate, migrations } from './migrations.js';
import { readBodies } from './read-bodies.js';
import { createSettlementWriter, findCall, readCalls } from './read-calls.js';
import {
  addEvidence, findAnalysis, findImport, listAnalyses, listEvidence, listImports, saveAnalysis, saveImport, saveWorkloads, summary, templates, workloads,
} from './records.js';
import { sourceSets } from './source-sets.js';

/** 32 MB: holds the inner pages of the key index of some million calls, and leaves room within an import's 250 MB. */
const CACHE_KIB = 32 * 1024;
/** Pages (4 KB). The key index is written all over, so checkpoints that come seldom write each of its pages seldom; 32 MB of write-ahead file. */
const CHECKPOINT_PAGES = 8000;
/** The write-ahead file is cut back to this after each checkpoint. */
const MAX_WAL_BYTES = 64 * 1024 * 1024;

/** A store in one SQLite file. Mode `read` takes no ownership and writes nothing, so it works beside the owner. */
export function openSqlite(location: string, mode: OpenMode): Store {
  const path = resolve(location);
  prepareFile(path, mode);
  const lock = mode === 'read' ? undefined : lockStore(path);
  let database: Database | undefined;
  try {
    database = new Sqlite(path, { readonly: mode === 'read', fileMustExist: true });
    if (mode === 'read') checkReadable(database, path);
    else prepareForWriting(database, path);
    return createStore({ database, location, path, release: () => lock?.release() });
  } catch (error) {
    database?.close();
    lock?.release();
    throw explainFault(error, path);
  }
}

function prepareForWriting(database: Database, path: string): void {
  checkVersion(database, path);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = NORMAL');
  database.pragma('secure_delete = ON');
  database.pragma(`cache_size = -${CACHE_KIB}`);
  database.pragma(`wal_autocheckpoint = ${CHECKPOINT_PAGES}`);
  database.pragma(`journal_size_limit = ${MAX_WAL_BYTES}`);
  migrate(database, path);
}

function checkReadable(database: Database, path: string): void {
  if (checkVersion(database, path) === migrations.length) return;
  throw new UserError('older-store', `${path} was written by an older shadowbill.`, { hint: 'Any command that writes, such as "shadowbill analyze", brings it up to date.' });
}

function createStore({ database, location, path, release }: { database: Database; location: string; path: string; release: () => void }): Store {
  const attempt = async <T>(work: () => T): Promise<T> => {
    try {
      return work();
    } catch (error) {
      throw explainFault(error, path);
    }
  };
  let writers: { calls: ReturnType<typeof createCallWriter>; saveSettlements: ReturnType<typeof createSettlementWriter>; saveHours: ReturnType<typeof createHourWriter> } | undefined;
  const write = (): NonNullable<typeof writers> =>
    (writers ??= { calls: createCallWriter(database), saveSettlements: createSettlementWriter(database), saveHours: createHourWriter(database) });

  return {
    location,
    findImport: (id) => attempt(() => findImport(database, id)),
    saveImport: (record) => attempt(() => saveImport(database, record)),
    listImports: () => attempt(() => listImports(database)),
    addCalls: (calls) => attempt(() => write().calls.addCalls(calls)),
    mergePairs: (pairs) => attempt(() => write().calls.mergePairs(pairs)),
    sourceSets: () => attempt(() => sourceSets(database)),
    readBodies: (ids) => readBodies(database, ids),
    dirtyHours: () => attempt(() => database.prepare('SELECT hour FROM dirty_hours ORDER BY hour').pluck().all() as number[]),
    markDirty: (hours) => attempt(() => markDirty(database, hours)),
    readCalls: (filter) => readCalls(database, filter),
    findCall: (id) => attempt(() => findCall(database, id)),
    saveSettlements: (rows) => attempt(() => write().saveSettlements(rows)),
    saveHours: (hours, built) => attempt(() => write().saveHours(hours, built)),
    readCells: (range) => readCells(database, range),
    readMinutes: (range) => attempt(() => readMinutes(database, range)),
    readLatency: (range) => attempt(() => readLatency(database, range)),
    templates: () => attempt(() => templates(database)),
    workloads: () => attempt(() => workloads(database)),
    saveWorkloads: (list) => attempt(() => saveWorkloads(database, list)),
    addEvidence: (rows) => attempt(() => addEvidence(database, rows)),
    listEvidence: () => attempt(() => listEvidence(database)),
    addBills: (rows) => attempt(() => addBills(database, rows)),
    listBills: (filter) => attempt(() => listBills(database, filter)),
    addLosses: (losses) => attempt(() => addLosses(database, losses)),
    listLosses: () => attempt(() => listLosses(database)),
    saveAnalysis: (analysis) => attempt(() => saveAnalysis(database, analysis)),
    listAnalyses: () => attempt(() => listAnalyses(database)),
    findAnalysis: (id) => attempt(() => findAnalysis(database, id)),
    summary: () => attempt(() => summary(database)),
    close: () =>
      attempt(() => {
        if (!database.open) return;
        database.close();
        release();
      }),
  };
}
