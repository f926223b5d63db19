import type { Database } from 'better-sqlite3';
import type { SourceSet } from '../model/store.js';

/** One pass over the narrow rows; none where a single source tells of all calls and all of them hold a time. */
export function sourceSets(database: Database): SourceSet[] {
  const counts = database.prepare('SELECT source, calls FROM source_calls WHERE calls > 0').raw().all() as [string, number][];
  const [only] = counts;
  const isTimed = database.prepare("SELECT 1 FROM calls WHERE time_source = 'file' LIMIT 1").get() === undefined;
  if (counts.length === 1 && only !== undefined && isTimed) {
    const [firstAt, lastAt] = database.prepare('SELECT (SELECT min(started_at) FROM calls), (SELECT max(started_at) FROM calls)').raw().get() as [number, number];
    return [{ sources: [only[0]], calls: only[1], firstAt, lastAt }];
  }
  const rows = database
    .prepare(`SELECT sources, count(*), min(CASE WHEN time_source = 'record' THEN started_at END), max(CASE WHEN time_source = 'record' THEN started_at END) FROM calls GROUP BY sources ORDER BY sources`)
    .raw()
    .all() as [string, number, number | null, number | null][];
  return rows.map(([sources, calls, firstAt, lastAt]) => ({ sources: JSON.parse(sources) as string[], calls, ...(firstAt !== null && lastAt !== null && { firstAt, lastAt }) }));
}
