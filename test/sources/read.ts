import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ReadItem, type SourceOptions, sources } from '../../src/sources/index.js';

export const fixture = (...parts: string[]): string => readFileSync(join(import.meta.dirname, '../../fixtures/sources', ...parts), 'utf8');

/** Bytes in pieces of `size`, so that lines and letters are cut anywhere. */
export async function* pieces(text: string | Buffer, size = 7): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

export const FILE_TIME_MS = Date.UTC(2026, 10, 21);

/** Every item that a source makes of a text, and what it said of the whole. */
export async function readWith(id: string, text: string | Buffer, options: Partial<SourceOptions> & { size?: number } = {}): Promise<{ items: ReadItem[]; notes: string[] }> {
  const source = sources.find((candidate) => candidate.id === id);
  if (source === undefined) throw new Error(`no source ${id}`);
  const items: ReadItem[] = [];
  const notes: string[] = [];
  const { size = 1 << 16, map = {}, set = {} } = options;
  for await (const batch of source.read({ name: 'log', chunks: pieces(text, size), fileTimeMs: FILE_TIME_MS, options: { map, set }, note: (note) => notes.push(note) })) items.push(...batch);
  return { items, notes };
}

export const callsOf = (items: readonly ReadItem[]) => items.flatMap((item) => ('call' in item ? [item.call] : []));
export const skipsOf = (items: readonly ReadItem[]) => items.flatMap((item) => ('skipped' in item ? [`${item.skipped.where}: ${item.skipped.reason}`] : []));
