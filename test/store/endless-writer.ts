import { openStore } from '../../src/store/index.js';
import { makeCall, START } from './make-stored-call.js';

/** Writes batches until it is killed; one byte on stdout for each batch that is committed. */
async function writeForEver(path: string, batch: number): Promise<void> {
  const store = await openStore(path);
  for (let at = 0; ; at += batch) {
    await store.addCalls(Array.from({ length: batch }, (_, step) => makeCall({ id: `c${at + step}`, startedAt: START + at + step, body: `text ${at}` })));
    process.stdout.write('.');
  }
}

void writeForEver(process.argv[2]!, Number(process.argv[3]));
