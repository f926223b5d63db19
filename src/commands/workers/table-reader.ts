import { existsSync } from 'node:fs';
import { UserError } from '../../model/errors.js';
import { type ParquetGroup, rowsText } from '../../sources/parquet.js';
import type { TableBatch, TableReader } from '../../sources/source.js';
import { tableSample } from '../../sources/tables.js';
import type { TableAnswer } from './read-table.js';
import { type TableProcess, startTableProcess } from './table-process.js';

/** ms without rows after which a reader is given up; a sound group of that size takes a tenth of it on a slow disk. */
const PATIENCE_MS = 30_000;
const PATIENCE_MS_PER_MB = 500;
/** A damaged footer may name any size: a group is taken for no larger than its whole file unpacked so many times. */
const MAX_UNPACKING = 20;
/** Groups that may end their reader before the rest of the file is left alone. */
const MAX_LOST_GROUPS = 3;

export interface TableFile {
  path: string;
  bytes: number;
}

interface Group extends ParquetGroup {
  index: number;
}

/**
 * Reads a Parquet file in a process of its own. A group whose reader hangs, runs out of memory or crashes costs its own rows: the reading goes on behind it, and ends with a
 * UserError that names them. Absent where the reader's file is not there (a bundle of one file).
 */
export function openTableReader({ path, bytes }: TableFile, { entry = new URL('./read-table.js', import.meta.url), patienceMs = PATIENCE_MS }: { entry?: URL; patienceMs?: number } = {}): TableReader | undefined {
  if (!existsSync(entry)) return undefined;
  /** By row group; so that one is waited for once, though the file is read twice: for a sample, then whole. */
  const lost = new Map<number, TableBatch & { fault: string }>();

  async function* read(isSample: boolean): AsyncGenerator<{ columns: readonly string[] } | { batch: TableBatch }> {
    const faults: string[] = [];
    for (const batch of lost.values()) {
      faults.push(batch.fault);
      yield { batch };
    }
    let fromGroup = 0;
    for (let isEnd = false; !isEnd; ) {
      const reader = take(entry);
      let group: Group | undefined;
      let nextRow = 0;
      let isKept = false;
      try {
        reader.ask({ open: { path, bytes, name: path, without: [...lost.keys()], fromGroup, isSample } });
        for (;;) {
          const answer: TableAnswer | { lost: string } = await reader.next(patienceFor(group));
          if ('lost' in answer) {
            if (group === undefined) throw brokenFooter(path, answer.lost);
            fromGroup = group.index + 1;
            if (nextRow > group.lastRow) break;
            const batch = lostRows(group, { nextRow, reason: answer.lost });
            lost.set(group.index, batch);
            faults.push(batch.fault);
            yield { batch };
            if (faults.length === MAX_LOST_GROUPS) throw damaged(path, faults, 'Nothing behind that was read.');
            break;
          }
          isKept = 'failed' in answer || 'isEnd' in answer;
          if ('failed' in answer) throw new UserError(answer.failed.code, answer.failed.message, answer.failed.hint === undefined ? {} : { hint: answer.failed.hint });
          if ('isEnd' in answer) {
            isEnd = true;
            break;
          }
          if ('group' in answer) {
            group = answer.group;
            nextRow = group.firstRow;
          } else if ('batch' in answer) {
            nextRow = 'texts' in answer.batch ? answer.batch.firstRow + answer.batch.texts.length : answer.batch.lastRow + 1;
            reader.ask({ more: true });
            yield answer;
          } else yield answer;
        }
      } finally {
        leave(reader, { entry, isKept });
      }
    }
    if (faults.length > 0) throw damaged(path, faults, 'All other rows were read.');
  }

  const patienceFor = (group: Group | undefined): number => patienceMs + (Math.min(group?.bytes ?? 0, bytes * MAX_UNPACKING) / 1e6) * PATIENCE_MS_PER_MB;

  return {
    async sample() {
      let columns: readonly string[] | undefined;
      const batches: TableBatch[] = [];
      try {
        for await (const answer of read(true)) {
          if ('columns' in answer) columns = answer.columns;
          else batches.push(answer.batch);
        }
      } catch (error) {
        if (columns === undefined || !(error instanceof UserError)) throw error;
      }
      return tableSample(path, { columns: columns ?? [], batches });
    },
    async *rows() {
      for await (const answer of read(false)) if ('batch' in answer) yield answer.batch;
    },
  };
}

const lostRows = ({ index, lastRow }: Group, { nextRow, reason }: { nextRow: number; reason: string }): TableBatch & { fault: string } => ({
  firstRow: nextRow, lastRow, fault: `${rowsText(nextRow, lastRow)} (row group ${index + 1}) cannot be read: ${reason}`,
});

const hint = 'Copy the file again and repeat the import: nothing is counted twice. If it is sound, write it again with smaller row groups.';
const damaged = (name: string, faults: readonly string[], rest: string): UserError => new UserError('damaged-parquet', `${name}: ${faults.join('; ')}. ${rest}`, { hint });
const brokenFooter = (name: string, reason: string): UserError => new UserError('broken-parquet', `${name} begins like Parquet but its footer cannot be read: ${reason}`, { hint: 'Copy it again; the file is cut or damaged.' });

/** One process waits for the next file: a folder may hold thousands. */
const idle = new Map<string, TableProcess>();

function take(entry: URL): TableProcess {
  const waiting = idle.get(entry.href);
  idle.delete(entry.href);
  const reader = waiting?.isAlive() === true ? waiting : startTableProcess(entry);
  reader.hold(true);
  return reader;
}

function leave(reader: TableProcess, { entry, isKept }: { entry: URL; isKept: boolean }): void {
  if (!isKept || idle.has(entry.href)) return reader.kill();
  reader.hold(false);
  idle.set(entry.href, reader);
}
