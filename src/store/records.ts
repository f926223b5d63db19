import type { Database } from 'better-sqlite3';
import type { AddCounts, EvidenceRow, ImportRecord, StoredAnalysis, StoreSummary, Workload } from '../model/store.js';

const MS_PER_DAY = 86_400_000;

interface ImportRow {
  id: string; name: string; source: string; bytes: number; importedAt: number; read: number; imported: number; merged: number; skipped: number; isFinished: number;
  firstAt: number | null; lastAt: number | null;
}

const selectImport = 'SELECT id, name, source, bytes, imported_at AS importedAt, read, imported, merged, skipped, is_finished AS isFinished, first_at AS firstAt, last_at AS lastAt FROM imports';

const importOf = ({ id, name, source, bytes, importedAt, read, imported, merged, skipped, isFinished, firstAt, lastAt }: ImportRow): ImportRecord => ({
  id, name, source, bytes, importedAt, counts: { read, imported, merged, skipped }, isFinished: isFinished === 1,
  ...(firstAt === null || lastAt === null ? {} : { firstAt, lastAt }),
});

export function findImport(database: Database, id: string): ImportRecord | undefined {
  const row = database.prepare<[string]>(`${selectImport} WHERE id = ?`).get(id) as ImportRow | undefined;
  return row === undefined ? undefined : importOf(row);
}

export const listImports = (database: Database): ImportRecord[] => (database.prepare(`${selectImport} ORDER BY id`).all() as ImportRow[]).map(importOf);

export function saveImport(database: Database, record: ImportRecord): void {
  const { counts } = record;
  database
    .prepare('INSERT OR REPLACE INTO imports (id, name, source, bytes, imported_at, read, imported, merged, skipped, is_finished, first_at, last_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .run(record.id, record.name, record.source, record.bytes, record.importedAt, counts.read, counts.imported, counts.merged, counts.skipped, record.isFinished ? 1 : 0, record.firstAt ?? null, record.lastAt ?? null);
}

export const templates = (database: Database): { templateKey: number; label: string; calls: number }[] =>
  database.prepare('SELECT template_key AS templateKey, label, calls FROM templates WHERE calls > 0 ORDER BY template_key').all() as { templateKey: number; label: string; calls: number }[];

export function workloads(database: Database): Workload[] {
  const keys = new Map<string, number[]>();
  for (const [key, workload] of database.prepare('SELECT template_key, workload FROM workload_templates ORDER BY template_key').raw().all() as [number, string][]) {
    const list = keys.get(workload);
    if (list === undefined) keys.set(workload, [key]);
    else list.push(key);
  }
  const rows = database.prepare('SELECT id, label, calls FROM workloads ORDER BY id').all() as { id: string; label: string; calls: number }[];
  return rows.map(({ id, label, calls }) => ({ id, label, templateKeys: keys.get(id) ?? [], calls }));
}

export function saveWorkloads(database: Database, list: readonly Workload[]): void {
  const save = database.transaction(() => {
    database.exec('DELETE FROM workload_templates; DELETE FROM workloads');
    const insertWorkload = database.prepare('INSERT INTO workloads (id, label, calls) VALUES (?, ?, ?)');
    const insertKey = database.prepare('INSERT INTO workload_templates (template_key, workload) VALUES (?, ?)');
    for (const { id, label, calls, templateKeys } of list) {
      insertWorkload.run(id, label, calls);
      for (const key of templateKeys) insertKey.run(key, id);
    }
  });
  save.immediate();
}

export function addEvidence(database: Database, rows: readonly EvidenceRow[]): AddCounts {
  const insert = database.prepare(
    `INSERT INTO evidence (id, workload, task, incumbent, candidate, outcome, class, is_random, judge, judge_agreement, at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
  );
  const add = database.transaction(() => {
    let inserted = 0;
    for (const row of rows) {
      inserted += insert.run(
        row.id, row.workload, row.task, row.incumbent, row.candidate, row.outcome, row.class, row.isRandom ? 1 : 0, row.judge, row.judgeAgreement, row.at,
      ).changes;
    }
    return inserted;
  });
  const inserted = add.immediate();
  return { inserted, merged: rows.length - inserted };
}

interface EvidenceRecord extends Omit<EvidenceRow, 'isRandom' | 'workload' | 'task' | 'judge'> {
  isRandom: number; workload: string | null; task: string | null; judge: string | null;
}

export function listEvidence(database: Database): EvidenceRow[] {
  const rows = database
    .prepare('SELECT id, workload, task, incumbent, candidate, outcome, class, is_random AS isRandom, judge, judge_agreement AS judgeAgreement, at FROM evidence ORDER BY id')
    .all() as EvidenceRecord[];
  return rows.map((row) => ({ ...row, workload: row.workload ?? undefined, task: row.task ?? undefined, judge: row.judge ?? undefined, isRandom: row.isRandom === 1 }));
}

export const saveAnalysis = (database: Database, { id, createdAt, json }: StoredAnalysis): void => {
  database.prepare('INSERT OR REPLACE INTO analyses (id, created_at, json) VALUES (?, ?, ?)').run(id, createdAt, json);
};

export const listAnalyses = (database: Database): { id: string; createdAt: number }[] =>
  database.prepare('SELECT id, created_at AS createdAt FROM analyses ORDER BY created_at DESC, id').all() as { id: string; createdAt: number }[];

export const findAnalysis = (database: Database, id: string): StoredAnalysis | undefined =>
  database.prepare<[string]>('SELECT id, created_at AS createdAt, json FROM analyses WHERE id = ?').get(id) as StoredAnalysis | undefined;

export function summary(database: Database): StoreSummary {
  const count = (sql: string): number => Number(database.prepare(sql).pluck().get());
  const ends = database.prepare('SELECT (SELECT min(started_at) FROM calls) AS firstAt, (SELECT max(started_at) FROM calls) AS lastAt').get() as { firstAt: number | null; lastAt: number | null };
  return {
    calls: count('SELECT count(*) FROM calls'),
    firstAt: ends.firstAt ?? undefined,
    lastAt: ends.lastAt ?? undefined,
    daysWithCalls: count(`SELECT count(DISTINCT started_at / ${MS_PER_DAY}) FROM calls`),
    dirtyHours: count('SELECT count(*) FROM dirty_hours'),
    cells: count('SELECT count(*) FROM cells'),
    analyses: count('SELECT count(*) FROM analyses'),
    sources: database.prepare('SELECT source, calls FROM source_calls WHERE calls > 0 ORDER BY source').all() as { source: string; calls: number }[],
    callsTimedByFile: count("SELECT count(*) FROM calls WHERE time_source = 'file'"),
    isSynthetic: count("SELECT count(*) FROM meta WHERE name = 'synthetic'") > 0,
  };
}
