import type { Database } from 'better-sqlite3';
import type { Loss, LossRow } from '../model/loss.js';

const MS_PER_HOUR = 3_600_000;

/** Adds to what is there, and marks the hours dirty: their calls weigh more now. */
export function addLosses(database: Database, losses: readonly Loss[]): void {
  const add = database.prepare<[number, string, string, number, number]>(
    `INSERT INTO losses (hour, kind, stratum, calls, bytes) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (hour, kind, stratum) DO UPDATE SET calls = calls + excluded.calls, bytes = bytes + excluded.bytes`,
  );
  const markDirty = database.prepare<[number]>('INSERT OR IGNORE INTO dirty_hours (hour) VALUES (?)');
  const addAll = database.transaction(() => {
    for (const { hour, kind, stratum, calls, bytes } of losses) {
      add.run(hour, kind, stratum, calls, bytes);
      if (kind === 'lost') markDirty.run(hour);
    }
  });
  addAll.immediate();
}

/** In the order (hour, kind, stratum). Of every hour in which a call was lost, also the strata that lost none. */
export function listLosses(database: Database): LossRow[] {
  const rows = database.prepare('SELECT kind, hour, stratum, calls, bytes FROM losses').all() as Omit<LossRow, 'kept'>[];
  const readKept = database.prepare<[number, number]>('SELECT stratum, count(*) AS kept FROM calls WHERE started_at >= ? AND started_at < ? AND stratum IS NOT NULL GROUP BY stratum');
  const all: LossRow[] = rows.filter(({ kind }) => kind !== 'lost').map((row) => ({ ...row, kept: 0 }));
  for (const hour of new Set(rows.filter(({ kind }) => kind === 'lost').map((row) => row.hour))) {
    const ofHour = new Map(rows.filter((row) => row.kind === 'lost' && row.hour === hour).map((row) => [row.stratum, row]));
    const kept = new Map((readKept.all(hour * MS_PER_HOUR, (hour + 1) * MS_PER_HOUR) as { stratum: string; kept: number }[]).map((row) => [row.stratum, row.kept]));
    for (const stratum of new Set([...ofHour.keys(), ...kept.keys()])) all.push({ ...(ofHour.get(stratum) ?? { kind: 'lost', hour, stratum, calls: 0, bytes: 0 }), kept: kept.get(stratum) ?? 0 });
  }
  const textOf = ({ kind, stratum }: LossRow): string => `${kind} ${stratum}`;
  return all.sort((one, other) => one.hour - other.hour || (textOf(one) < textOf(other) ? -1 : 1));
}
