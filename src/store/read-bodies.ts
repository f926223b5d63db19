import type { Database } from 'better-sqlite3';
import { unpackBlock } from './blobs.js';
import { createKeyIndex, idName } from './key-index.js';

/** Calls that follow each other in time lie in a few blocks; a block unpacks to about 1 MB, or to one body where that is larger. */
const KEPT_BLOCKS = 16;

/** Bodies of these calls in this order. Blocks that were just read are kept, so that neighbours cost one unpacking. */
export async function* readBodies(database: Database, ids: readonly string[]): AsyncGenerator<{ id: string; body: string | undefined }> {
  const index = createKeyIndex(database);
  const placeOf = database.prepare<[number]>('SELECT body_block, body_slot FROM calls WHERE seq = ?').raw();
  const dataOf = database.prepare<[number]>('SELECT data FROM bodies WHERE block = ?').pluck();
  const blocks = new Map<number, readonly string[]>();
  const blockOf = (block: number): readonly string[] => {
    const former = blocks.get(block);
    if (former !== undefined) return former;
    const [oldest] = blocks.keys();
    if (blocks.size >= KEPT_BLOCKS && oldest !== undefined) blocks.delete(oldest);
    const data = dataOf.get(block) as Buffer | undefined;
    const bodies = data === undefined ? [] : unpackBlock(data);
    blocks.set(block, bodies);
    return bodies;
  };
  for (const id of ids) {
    const seq = index.find(idName(id));
    const [block, slot] = (seq === undefined ? undefined : (placeOf.get(seq) as [number | null, number | null] | undefined)) ?? [null, null];
    yield { id, body: block === null || slot === null ? undefined : blockOf(block)[slot] };
  }
}
