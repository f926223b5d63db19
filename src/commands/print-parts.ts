import { once } from 'node:events';
import { type WriteStream, createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { UserError } from '../model/errors.js';

/** Writes text as it comes, with backpressure, to stdout or to a file that is opened with the first part: memory stays bounded at any size. */
export async function printParts(parts: AsyncIterable<string>, path: string | undefined): Promise<void> {
  let target: NodeJS.WritableStream | undefined;
  for await (const text of parts) {
    target ??= path === undefined ? process.stdout : await openOut(path);
    if (text !== '' && !target.write(text)) await once(target, 'drain');
  }
  if (path === undefined || target === undefined) return;
  target.end();
  await finished(target);
}

async function openOut(path: string): Promise<WriteStream> {
  const stream = createWriteStream(path);
  try {
    await once(stream, 'open');
    return stream;
  } catch (cause) {
    throw new UserError('unwritable', `${path} cannot be written: ${(cause as Error).message}`, { hint: 'Name another file with --out.', cause });
  }
}
