// Records of a JSON file of spans: lines, documents, arrays. A record that is cut or damaged gives the spans in it that are whole.
import { MAX_RECORD_BYTES, createSplitter } from '../documents.js';
import { TOO_LONG, linesOf } from '../lines.js';
import { parsedRecord } from '../sample.js';
import { parseLiteral } from './literal.js';
import { isObject } from './span.js';

/** A JSON value of the file, or why there is none. `size`: characters that it took. */
export type TextEntry = { value: unknown; where: string; size: number } | { fault: string; where: string };

/** Arrays whose elements are read one by one, so that a file that is one document is never whole in memory. */
export const recordPaths = ['resourceSpans', 'resource_spans', 'resourceLogs', 'resource_logs', 'batches', 'data', 'traces', 'spans', 'rows', 'items', 'trace.batches', 'trace.resourceSpans', 'hits.hits'] as const;

/** One object a line, more than one of them. */
export function isLines(head: string): boolean {
  const start = head.trimStart();
  const end = start.search(/\r?\n/);
  return end !== -1 && parsedRecord(start.slice(0, end)) !== undefined;
}

export async function* textEntries(chunks: AsyncIterable<Buffer>, facts: { isLines: boolean; isPrinted?: boolean }): AsyncGenerator<readonly TextEntry[]> {
  if (facts.isLines) {
    for await (const { firstLine, texts } of linesOf(chunks)) {
      yield texts.flatMap((line, index) => {
        const where = `line ${firstLine + index}`;
        return line === undefined ? [{ fault: TOO_LONG, where }] : line.trim() === '' ? [] : entriesOf(line, where);
      });
    }
    return;
  }
  if (facts.isPrinted === true) return yield* printedEntries(chunks);
  const splitter = createSplitter(recordPaths);
  const read = (records: ReturnType<typeof splitter.push>): TextEntry[] =>
    records.flatMap(({ text, line, ordinal, path, outer, isTooLong }) => {
      const where = `line ${line}, record ${ordinal}`;
      if (isTooLong) return [{ fault: `the record is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MB`, where }];
      return path === 'spans' ? entriesOf(text, where).map((entry) => ('value' in entry && isObject(entry.value) && outer['traceID'] !== undefined ? { ...entry, value: { traceID: outer['traceID'], ...entry.value } } : entry)) : entriesOf(text, where);
    });
  for await (const chunk of chunks) yield read(splitter.push(chunk));
  yield read(splitter.end());
}

/** Characters of one printed span. */
const MAX_PRINTED_CHARACTERS = 4 * 1024 * 1024;

/** What a console printed: spans from a line that opens a bracket to the line that closes it at the margin, other output between them passed over. */
async function* printedEntries(chunks: AsyncIterable<Buffer>): AsyncGenerator<readonly TextEntry[]> {
  let kept: string[] = [];
  let size = 0;
  let start = 0;
  for await (const { firstLine, texts } of linesOf(chunks)) {
    const entries: TextEntry[] = [];
    for (const [index, line] of texts.entries()) {
      if (line === undefined || (kept.length === 0 && !/^[{[]/.test(line))) continue;
      if (kept.length === 0) start = firstLine + index;
      kept.push(line);
      size += line.length;
      if (!/^[}\]]|^[{[].*[}\]],?\s*$/.test(line) && size < MAX_PRINTED_CHARACTERS) continue;
      entries.push(...entriesOf(kept.join('\n'), `line ${start}`));
      [kept, size] = [[], 0];
    }
    if (entries.length > 0) yield entries;
  }
  if (kept.length > 0) yield entriesOf(kept.join('\n'), `line ${start}`);
}

function entriesOf(text: string, where: string): TextEntry[] {
  try {
    return [{ value: JSON.parse(text) as unknown, where, size: text.length }];
  } catch {
    const printed = LITERAL.test(text.slice(0, 4000)) ? parseLiteral(text) : undefined;
    if (isObject(printed) || Array.isArray(printed)) return [{ value: printed, where, size: text.length }];
    const saved = wholeSpansOf(text);
    return [...saved.map((value) => ({ value, where, size: text.length / saved.length })), { fault: saved.length === 0 ? 'not JSON (a broken or cut record)' : 'a record is broken or cut; the whole spans in it were read', where }];
  }
}

/** A span as JavaScript's console prints it. */
export const LITERAL = /^\s*(?:\[\s*)?\{\s*(?:[A-Za-z_$][\w$]*|'[^'\n]{0,100}')\s*:[^]*?\b(?:traceId|trace_id)\b/;

const SPAN_ID = /"(?:traceId|trace_id|traceID)"\s*:/g;
const AROUND = /"(resource|scope|instrumentationLibrary)"\s*:\s*\{/g;

/** Characters that may be looked at for each one of a broken text: a damaged file costs a few looks, a hostile one no more. */
const MAX_LOOKS = 6;
/** Characters before the name of a trace id in which its object begins: exporters write the ids first. */
const MAX_BEFORE_ID = 2000;
/** Characters of one span: a longer one is not looked for in broken text. */
const MAX_SPAN_CHARACTERS = 4 * 1024 * 1024;

/** Spans of a broken text that are whole: the object around each name of a trace id, with the resource and the scope that stand before it. */
export function wholeSpansOf(text: string): unknown[] {
  const around = [...text.matchAll(AROUND)].map((match) => ({ name: match[1] === 'resource' ? 'resource' : 'scope', at: match.index + match[0].length - 1 }));
  const spans: unknown[] = [];
  const found: Record<string, unknown> = {};
  const budget = { left: text.length * MAX_LOOKS };
  let nextAround = 0;
  let from = 0;
  for (const match of text.matchAll(SPAN_ID)) {
    if (match.index < from || budget.left <= 0) continue;
    const earliest = Math.max(from, match.index - MAX_BEFORE_ID);
    const start = earliest + text.slice(earliest, match.index).lastIndexOf('{');
    if (start < earliest) continue;
    for (let place = around[nextAround]; place !== undefined && place.at < start; place = around[nextAround]) {
      const inner = objectAt(text, place.at, budget);
      if (place.name === 'resource') delete found['scope'];
      if (inner === undefined) delete found[place.name];
      else found[place.name] = inner.value;
      nextAround += 1;
    }
    const span = objectAt(text, start, budget);
    if (span === undefined) continue;
    if (isObject(span.value)) spans.push({ ...found, ...span.value });
    from = span.end;
  }
  return spans;
}

/** The JSON object that begins at `start`, if it ends and parses. */
function objectAt(text: string, start: number, budget: { left: number }): { value: unknown; end: number } | undefined {
  let depth = 0;
  const last = Math.min(text.length, start + MAX_SPAN_CHARACTERS, start + budget.left);
  let at = start;
  for (; at < last; at += 1) {
    const letter = text[at];
    if (letter === '"') {
      const end = stringEnd(text, at, last);
      if (end === -1) break;
      at = end;
    } else if (letter === '{' || letter === '[') depth += 1;
    else if (letter === '}' || letter === ']') {
      depth -= 1;
      if (depth > 0) continue;
      budget.left -= at - start + 1;
      const value = parsedRecord(text.slice(start, at + 1));
      return value === undefined ? undefined : { value, end: at + 1 };
    }
  }
  budget.left -= at - start + 1;
  return undefined;
}

/** Index of the quote that ends the string begun at `start`; -1 where a line or the text ends first. */
function stringEnd(text: string, start: number, last: number): number {
  for (let at = start + 1; at < last; at += 1) {
    const letter = text[at];
    if (letter === '\\') at += 1;
    else if (letter === '"') return at;
    else if (letter === '\n') return -1;
  }
  return -1;
}
