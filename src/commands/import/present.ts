import type { ImportCounts } from '../../model/store.js';
import { type OverlapResult, describeOverlap } from './overlap.js';
import { type FileResult, type MergeRule, type MergedByRule, addCounts, addMerged, emptyCounts, emptyResult, mergeRules } from './result.js';
import { terminalText } from '../terminal-text.js';
import { joinSkips } from './skips.js';

const whole = (count: number): string => count.toLocaleString('en-US');

const sumLine = ({ read, imported, merged, skipped }: ImportCounts): string => `${whole(read)} read = ${whole(imported)} imported + ${whole(merged)} merged + ${whole(skipped)} skipped`;

/** What a whole run came to. */
export interface RunResult {
  files: readonly FileResult[];
  overlaps: readonly OverlapResult[];
  /** What was passed over, and files given twice. */
  notes: readonly string[];
}

const isRead = ({ outcome }: FileResult): boolean => outcome !== 'already imported';

/** Records of all files that were read now. Pairs that an overlap made one were imported before, as two. */
export function totalsOf(files: readonly FileResult[], overlaps: readonly OverlapResult[] = []): ImportCounts {
  const sum = files.filter(isRead).reduce((total, { counts }) => addCounts(total, counts), emptyCounts());
  const pairs = overlappedIn(sum, overlaps);
  return { ...sum, imported: sum.imported - pairs, merged: sum.merged + pairs };
}

/** Pairs whose second call this run imported: no more than it imported at all; others were there before. */
const overlappedIn = ({ imported }: ImportCounts, overlaps: readonly OverlapResult[]): number => Math.min(imported, overlaps.reduce((sum, { merged }) => sum + merged, 0));

export function mergedOf(files: readonly FileResult[], overlaps: readonly OverlapResult[] = []): MergedByRule {
  const read = files.filter(isRead);
  const merged = read.reduce<MergedByRule>((sum, file) => addMerged(sum, file.merged), {});
  const pairs = overlappedIn(read.reduce((total, { counts }) => addCounts(total, counts), emptyCounts()), overlaps);
  return pairs === 0 ? merged : addMerged(merged, { overlap: pairs });
}

/** The result as a person reads it; the last line adds up. */
export function describeResults(files: readonly FileResult[], { overlaps = [], notes = [], showsAllPlaces = false }: Partial<RunResult> & { showsAllPlaces?: boolean } = {}): string {
  const shown = joinFolders(files, { showsAllPlaces });
  const isSummed = shown.length > 1 || overlaps.some(({ merged }) => merged > 0);
  const lines = [...shown.flatMap(describeFile), ...notes, ...overlaps.map(describeOverlap)];
  if (isSummed) lines.push(...describeMerged(mergedOf(files, overlaps)).map((line) => line.trim()));
  return [...lines, sumLine(totalsOf(files, overlaps))].map(terminalText).join('\n');
}

/** Files of a folder that are shown one by one; more of one format are shown as one. */
const MOST_SHOWN = 8;

function joinFolders(files: readonly FileResult[], { showsAllPlaces }: { showsAllPlaces: boolean }): FileResult[] {
  const groups = new Map<string, FileResult[]>();
  for (const file of files) {
    const key = file.foundIn === undefined || file.error !== undefined ? `file\u0000${file.file}` : `folder\u0000${file.foundIn}\u0000${file.source ?? ''}\u0000${file.outcome}`;
    const group = groups.get(key) ?? [];
    group.push(file);
    groups.set(key, group);
  }
  return [...groups.values()].flatMap((group) => (group.length > MOST_SHOWN ? [joinGroup(group, { showsAllPlaces })] : group));
}

const joinGroup = (group: readonly FileResult[], { showsAllPlaces }: { showsAllPlaces: boolean }): FileResult => ({
  ...emptyResult(`${group[0]?.foundIn ?? ''} (${whole(group.length)} files)`),
  outcome: group[0]?.outcome ?? 'imported', source: group[0]?.source, reason: group[0]?.reason,
  counts: group.reduce((sum, { counts }) => addCounts(sum, counts), emptyCounts()),
  merged: group.reduce<MergedByRule>((sum, { merged }) => addMerged(sum, merged), {}),
  billLines: group.reduce((sum, file) => sum + file.billLines, 0),
  skips: joinSkips(group.map(({ skips }) => skips)).map((skip) => (showsAllPlaces ? skip : { ...skip, places: skip.places.slice(0, 1) })),
  timedByFile: group.reduce((sum, file) => sum + file.timedByFile, 0),
  notes: [...new Set(group.flatMap(({ notes }) => notes))],
});

function describeFile(result: FileResult): string[] {
  if (result.outcome === 'failed' && result.error !== undefined && result.counts.read === 0) return [`${result.file}: not imported. ${result.error.message}`, ...(result.error.hint === undefined ? [] : [`  ${result.error.hint}`])];
  const head = `${result.file}: ${result.source ?? ''} (${result.reason ?? ''})`;
  if (result.outcome === 'already imported') return [head, `  already imported (${sumLine(result.counts)}); nothing changed`];
  return [
    head,
    ...result.notes.map((note) => `  ${note}`),
    `  ${sumLine(result.counts)}`,
    ...(result.billLines > 0 ? [`  bill lines: ${whole(result.billLines)} of the imported; they are no calls, and "shadowbill reconcile" compares them with the calls`] : []),
    ...describeMerged(result.merged),
    ...result.skips.flatMap(describeSkip),
    ...(result.timedByFile > 0 ? [`  warning: ${whole(result.timedByFile)} calls hold no time; the file's own time stands in, so days and prices may be wrong. Log a time with each call (startedAt), or map one with --map startedAt=COLUMN.`] : []),
    ...(result.error === undefined ? [] : [`  stopped: ${result.error.message}`, ...(result.error.hint === undefined ? [] : [`  ${result.error.hint}`])]),
  ];
}

const describeMerged = (merged: MergedByRule): string[] =>
  (Object.keys(mergeRules) as MergeRule[]).flatMap((rule) => ((merged[rule] ?? 0) > 0 ? [`  merged ${whole(merged[rule] ?? 0)}: ${mergeRules[rule]}`] : []));

export function describeSkip({ reason, count, places, isNoCall }: FileResult['skips'][number]): string[] {
  const what = isNoCall === true ? `no calls: ${whole(count)} ${reason}` : `skipped ${whole(count)}: ${reason}`;
  return places.length > 1 ? [`  ${what}; at`, ...places.map((place) => `    ${place}`)] : [`  ${what}; first at ${places[0] ?? '?'}`];
}

/** The same as JSON: counts of every file, and the sum. */
export const resultsJson = ({ files, overlaps, notes }: RunResult): string =>
  JSON.stringify({ files, total: totalsOf(files, overlaps), merged: mergedOf(files, overlaps), overlaps, notes }, null, 2);
