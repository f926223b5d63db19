import { sources } from '../../src/sources/index.js';
import type { Companion, ReadItem } from '../../src/sources/source.js';
import { FILE_TIME_MS, pieces } from './read.js';

/** What a source makes of files that are given in one run, in that order: every file sees the others. */
export async function readRun(id: string, files: Readonly<Record<string, string>>): Promise<{ items: ReadItem[]; notes: string[] }> {
  const source = sources.find((candidate) => candidate.id === id);
  if (source === undefined) throw new Error(`no source ${id}`);
  const companions: Companion[] = Object.entries(files).map(([name, text]) => ({ name, head: text.slice(0, 4096), chunks: () => pieces(text, 1 << 16) }));
  const items: ReadItem[] = [];
  const notes: string[] = [];
  for (const file of companions) {
    const input = { name: file.name, chunks: file.chunks(), fileTimeMs: FILE_TIME_MS, options: { map: {}, set: {} }, companions: companions.filter((other) => other !== file), note: (note: string) => void notes.push(note) };
    for await (const batch of source.read(input)) items.push(...batch);
  }
  return { items, notes };
}
