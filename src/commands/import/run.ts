import { basename } from 'node:path';
import { UserError } from '../../model/errors.js';
import type { ImportRecord } from '../../model/store.js';
import type { Companion, Source } from '../../sources/index.js';
import { formerUnitIds, unitId } from './identity.js';
import { watchText } from './not-utf8.js';
import type { OpenFile } from './open-file.js';
import type { ImportOptions } from './options.js';
import type { PreparedFile } from './prepare.js';
import { type FileResult, emptyCounts, emptyResult } from './result.js';
import { type ImportWorld, type Writer, createWriter } from './writer.js';

/** Shown where a file that was imported by an older version is not skipped. */
const READ_AGAIN = 'imported before by an older version that read less of it: read again to fill the gaps; no call is counted twice';
const CONTINUED = 'continues an import that was interrupted; what it had stored is not counted twice';
const SAME_STREAM = 'the same content was imported before';

/** The files of one run that a joining source may look into while it reads `prepared`. stdin is read once, so it is none. */
export const companionsOf = (prepared: PreparedFile, all: readonly PreparedFile[]): readonly PreparedFile[] =>
  prepared.source.joins === true ? all.filter((other) => other !== prepared && other.source === prepared.source && !other.file.isStream) : [];

/** Imports one file, batch by batch. What was stored before a fault stays; the unit is then not finished and may be run again. */
export async function importFile(prepared: PreparedFile, options: ImportOptions, world: ImportWorld, partners: readonly PreparedFile[] = []): Promise<FileResult> {
  const { file, source, reason, foundIn } = prepared;
  const shown = { ...emptyResult(file.path), source: source.id, reason, ...(foundIn !== undefined && { foundIn }) };
  const joined = await Promise.all(partners.map((partner) => partner.file.hash()));
  const meaning = { source: source.id, map: options.map, set: options.set, tags: options.tags, weight: options.weightMillionths, ...(joined.length > 0 && { joined: joined.sort() }) };
  const notes: string[] = [];
  const recordOf = (id: string): Omit<ImportRecord, 'counts' | 'isFinished'> => ({ id, name: basename(file.path), source: source.id, bytes: file.bytes ?? 0, importedAt: world.now });
  if (!file.isStream) {
    const contentHash = await file.hash();
    const id = unitId(contentHash, meaning);
    const former = await world.store.findImport(id);
    if (former?.isFinished === true && isSettled(former.counts, source)) return { ...shown, outcome: 'already imported', counts: former.counts };
    if (former?.isFinished === false) notes.push(CONTINUED);
    if (await wasReadBefore(world.store, formerUnitIds(contentHash, meaning))) notes.push(READ_AGAIN);
    await world.store.saveImport({ ...recordOf(id), counts: emptyCounts(), isFinished: false });
  }
  const writer = createWriter(source, { name: file.path, options, world });
  const error = await readAll(writer, { file, source, options, world, notes, companions: partners.map(companionOf) });
  await writer.flush();
  await file.access?.close();
  const result = writer.result();
  const id = unitId(await file.hash(), meaning);
  if (file.isStream && (await world.store.findImport(id))?.isFinished === true) notes.push(SAME_STREAM);
  await world.store.saveImport({ ...recordOf(id), counts: result.counts, isFinished: error === undefined, firstAt: result.firstAt, lastAt: result.lastAt });
  return { ...shown, outcome: error === undefined || result.counts.imported + result.counts.merged > 0 ? 'imported' : 'failed', ...result, notes, error };
}

/** A file that brought nothing is read again, and a bill with lines that cannot be read: the reasons are said each time, and the import ends as it did. */
const isSettled = ({ imported, merged, skipped }: ImportRecord['counts'], { isBill }: Source): boolean => imported + merged > 0 && !(isBill === true && skipped > 0);

async function wasReadBefore(store: ImportWorld['store'], ids: readonly string[]): Promise<boolean> {
  const former = await Promise.all(ids.map((id) => store.findImport(id)));
  return former.some((found) => found?.isFinished === true);
}

/** One object a file for the whole run, so that a source may remember what it found in it. */
const knownCompanions = new WeakMap<PreparedFile, Companion>();

function companionOf(prepared: PreparedFile): Companion {
  const { file } = prepared;
  const companion = knownCompanions.get(prepared) ?? { name: file.path, head: file.head.toString('utf8'), chunks: () => file.chunks(), bytes: file.access };
  knownCompanions.set(prepared, companion);
  return companion;
}

/** Faults of the disk, of the packing, and content beyond what a string or the stack can hold; anything else is a bug. */
function isFileFault(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return error instanceof RangeError || (code !== undefined && /^(Z_|E[A-Z]+$|ERR_STRING_TOO_LONG$)/.test(code));
}

interface ReadContext {
  file: OpenFile;
  source: Source;
  options: ImportOptions;
  world: ImportWorld;
  notes: string[];
  companions: readonly Companion[];
}

async function readAll(writer: Writer, { file, source, options, world, notes, companions }: ReadContext): Promise<FileResult['error']> {
  const watched = watchText(file.chunks(world.onBytes));
  const input = {
    name: file.path, chunks: watched.chunks, fileTimeMs: file.modifiedMs, options, companions,
    ...(file.access !== undefined && { bytes: file.access }), note: (text: string) => void notes.push(text),
  };
  try {
    for await (const items of source.read(input)) {
      for (const item of items) {
        const waiting = writer.take(item);
        if (waiting !== undefined) await waiting;
      }
      world.onRecords?.(items.length);
      if (world.isStopped?.() === true) return { message: `${file.path}: interrupted; what was read so far is stored.`, hint: 'Run the same command again: it goes on, and nothing is counted twice.' };
    }
    const broken = watched.note();
    if (broken !== undefined) notes.push(broken);
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return { message: error.message, hint: error.hint };
    if (!isFileFault(error)) throw error;
    const { message } = error as Error;
    return { message: `${file.path} cannot be read to its end: ${message}`, hint: 'What came before is imported. Copy the file again and repeat the import: nothing is counted twice.' };
  }
}
