import { closeSync, existsSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

/**
 * A file of lines that wait for a store that cannot take them: written at its end, read from its start, emptied when all is read. Whoever ends in between
 * finds every whole line again; a line that was cut is left out.
 */
export interface Spool {
  /** False where there is no room (by the bound or on the disk): nothing of the line is then kept. */
  append(line: string): boolean;
  /** The next lines after `from` bytes, at most `maxBytes` of them but at least one; `next` is where to go on. */
  read(from: number, maxBytes: number): { lines: string[]; next: number };
  /** Everything was taken over. */
  clear(): void;
  /** Bytes that lie in the file. */
  bytes(): number;
  close(): void;
}

const LINE_BREAK = 0x0a;

export function openSpool(path: string, { maxBytes }: { maxBytes: number }): Spool {
  let descriptor: number | undefined;
  let size = 0;
  const open = (): number => {
    if (descriptor !== undefined) return descriptor;
    descriptor = openSync(path, existsSync(path) ? 'r+' : 'wx+', 0o600);
    size = fstatSync(descriptor).size;
    return descriptor;
  };
  const cutBack = (file: number): void => {
    try {
      ftruncateSync(file, size);
    } catch {
      size = fstatSync(file).size;
    }
  };
  if (existsSync(path)) open();
  return {
    append(line) {
      const bytes = Buffer.from(`${line}\n`);
      if (size + bytes.length > maxBytes) return false;
      let file: number | undefined;
      try {
        file = open();
        for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, bytes.length - at, size + at);
        size += bytes.length;
        return true;
      } catch {
        if (file !== undefined) cutBack(file);
        return false;
      }
    },
    read(from, limit) {
      if (size <= from) return { lines: [], next: from };
      const file = open();
      for (let length = limit; ; length *= 2) {
        const buffer = Buffer.alloc(Math.min(length, size - from));
        const got = readSync(file, buffer, 0, buffer.length, from);
        const end = buffer.subarray(0, got).lastIndexOf(LINE_BREAK);
        if (end >= 0) return { lines: buffer.toString('utf8', 0, end).split('\n'), next: from + end + 1 };
        if (got < buffer.length || from + got >= size) return { lines: [], next: size };
      }
    },
    clear() {
      size = 0;
      if (descriptor !== undefined) ftruncateSync(descriptor, 0);
    },
    bytes: () => size,
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}
