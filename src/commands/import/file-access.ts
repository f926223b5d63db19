import { type FileHandle, open } from 'node:fs/promises';
import type { RandomAccess } from '../../sources/index.js';

export interface FileAccess extends RandomAccess {
  close(): Promise<void>;
}

/** Bytes of one part: what a file may ask for by itself, and no more. */
const MAX_PART_BYTES = 1024 * 1024 * 1024;

/** The file is opened at the first reading, and stays open until `close`. */
export function accessTo(path: string, size: number): FileAccess {
  let handle: Promise<FileHandle> | undefined;
  return {
    size,
    async slice(start, end = size) {
      const bytes = Math.min(end, size) - start;
      if (!(start >= 0 && bytes <= MAX_PART_BYTES)) throw new RangeError(`${bytes} bytes from byte ${start} on cannot be read at once`);
      handle ??= open(path, 'r');
      const buffer = Buffer.alloc(Math.max(0, bytes));
      const { bytesRead } = await (await handle).read(buffer, 0, buffer.length, start);
      return buffer.buffer.slice(buffer.byteOffset, buffer.byteOffset + bytesRead) as ArrayBuffer;
    },
    async close() {
      await (await handle)?.close();
      handle = undefined;
    },
  };
}
