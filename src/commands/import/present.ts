import type { ImportCounts } from '../../model/store.js';
import type { FileResult } from './run.js';

const whole = (count: number): string => count.toLocaleString('en-US');

/** Control characters could move the cursor or recolour the terminal; log text is hostile. */
const plain = (text: string): string => text.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g, '·');

const sumLine = ({ read, imported, merged, skipped }: ImportCounts): string => `${whole(read)} read = ${whole(imported)} imported + ${whole(merged)} merged + ${whole(skipped)} skipped`;

export const totalsOf = (results: readonly FileResult[]): ImportCounts =>
  results.filter(({ outcome }) => outcome !== 'already imported').reduce((sum, { counts }) => ({
    read: sum.read + counts.read, imported: sum.imported + counts.imported, merged: sum.merged + counts.merged, skipped: sum.skipped + counts.skipped,
  }), { read: 0, imported: 0, merged: 0, skipped: 0 });

/** The result as a person reads it; the last line adds up. */
export function describeResults(results: readonly FileResult[]): string {
  const lines = results.flatMap(describeFile);
  return plain([...lines, sumLine(totalsOf(results))].join('\n'));
}

function describeFile(result: FileResult): string[] {
  if (result.outcome === 'failed' && result.error !== undefined && result.counts.read === 0) return [`${result.file}: not imported. ${result.error.message}`, ...(result.error.hint === undefined ? [] : [`  ${result.error.hint}`])];
  const head = `${result.file}: ${result.source ?? ''} (${result.reason ?? ''})`;
  if (result.outcome === 'already imported') return [head, `  already imported (${sumLine(result.counts)}); nothing changed`];
  return [
    head,
    ...result.notes.map((note) => `  ${note}`),
    `  ${sumLine(result.counts)}`,
    ...result.skips.flatMap(({ reason, count, places }) => [`  skipped ${whole(count)}: ${reason}; ${places.length > 1 ? 'at' : 'first at'} ${places.length > 1 ? '' : (places[0] ?? '?')}`.trimEnd(), ...(places.length > 1 ? places.map((place) => `    ${place}`) : [])]),
    ...(result.timedByFile > 0 ? [`  warning: ${whole(result.timedByFile)} calls hold no time; the file's own time stands in, so days and prices may be wrong. Log a time with each call (startedAt), or map one with --map startedAt=COLUMN.`] : []),
    ...(result.error === undefined ? [] : [`  stopped: ${result.error.message}`, ...(result.error.hint === undefined ? [] : [`  ${result.error.hint}`])]),
  ];
}

/** The same as JSON: counts of every file, and the sum. */
export const resultsJson = (results: readonly FileResult[]): string => JSON.stringify({ files: results, total: totalsOf(results) }, null, 2);
