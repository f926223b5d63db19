import { Worker } from 'node:worker_threads';
import { UserError } from '../../model/errors.js';
import { type ParquetGroup, openParquet } from '../../sources/parquet.js';
import type { TableBatch } from '../../sources/source.js';
import { SAMPLE_ROWS } from '../../sources/tables.js';
import { accessTo } from '../import/file-access.js';

/** What the process is asked: a file to read, or leave for one more batch. */
export type TableRequest = { open: TableOpening } | { more: true };

export interface TableOpening {
  path: string;
  bytes: number;
  name: string;
  /** Row groups that are passed over. */
  without: readonly number[];
  fromGroup: number;
  isSample: boolean;
}

/** What it answers, in this order: the columns; of each group its place and its rows; the end. `failed`: the file as a whole cannot be read. */
export type TableAnswer =
  | { columns: readonly string[] }
  | { group: ParquetGroup & { index: number } }
  | { batch: TableBatch }
  | { isEnd: true }
  | { failed: { code: string; message: string; hint: string | undefined } };

/** Batches that may be under way before one is asked for. */
const BATCHES_AHEAD = 2;

/** Gone when this returns: what follows may never end. */
const answer = (message: TableAnswer): Promise<void> => new Promise((resolve) => void process.send?.(message, undefined, undefined, () => resolve()));

let leave = 0;
let onLeave: (() => void) | undefined;

async function left(): Promise<void> {
  while (leave === 0) await new Promise<void>((resolve) => (onLeave = resolve));
  leave -= 1;
}

async function read({ path, bytes, name, without, fromGroup, isSample }: TableOpening): Promise<void> {
  const access = accessTo(path, bytes);
  try {
    const table = await openParquet(access, name);
    await answer({ columns: table.columns });
    let wanted = isSample ? SAMPLE_ROWS : Infinity;
    for (const [index, group] of table.groups.entries()) {
      if (index < fromGroup || without.includes(index) || wanted <= 0) continue;
      await answer({ group: { ...group, index } });
      for await (const batch of table.readGroup(index, wanted)) {
        await left();
        await answer({ batch });
        if ('texts' in batch) wanted -= batch.texts.length;
      }
    }
    await answer({ isEnd: true });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await answer({ failed: { code: error.code, message: error.message, hint: error.hint } });
  } finally {
    await access.close();
  }
}

/** A process that hangs does not hear that its parent is gone: a thread looks. */
const LOOKOUT = `const { ppid } = process; setInterval(() => { if (process.ppid !== ppid) process.kill(process.pid, 'SIGKILL'); }, 2000);`;

/** Process entry: reads tables one after the other. */
process.on('message', (request: TableRequest) => {
  if ('open' in request) {
    leave = BATCHES_AHEAD;
    void read(request.open);
    return;
  }
  leave += 1;
  onLeave?.();
});
new Worker(LOOKOUT, { eval: true }).unref();
