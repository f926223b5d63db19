// CSV as RFC 4180 has it, cells split by the csv-parse package: https://csv.js.org/parse/ (read 2026-11-22)
import { parse } from 'csv-parse/sync';
import { TOO_LONG, linesOf } from './lines.js';

const delimiters = [',', '\t', ';', '|'] as const;

/** The delimiter that cuts the header into the most columns. Example: 'a;b;c,d' -> ';' */
export const delimiterOf = (header: string): string =>
  [...delimiters].sort((left, right) => header.split(right).length - header.split(left).length)[0] ?? ',';

/** No log of calls has so many; every row becomes an object with all of their names. */
export const MAX_COLUMNS = 10_000;

export type CsvRow = { line: number; cells: readonly string[]; text: string } | { line: number; fault: string };

/** Characters that a quoted cell may run over before its quote is taken for a slip of one line. */
const MAX_OPEN_CHARACTERS = 4 * 1024 * 1024;

/** Cells of one record; undefined when they cannot be told apart. */
export function cellsOf(text: string, delimiter: string): string[] | undefined {
  if (!text.includes('"')) return text.split(delimiter);
  try {
    const rows: string[][] = parse(text, { delimiter, relax_column_count: true, relax_quotes: true, skip_empty_lines: false });
    return rows.length === 1 ? rows[0] : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a text ends inside a quoted cell, given that it began inside one (or not). A quote opens a cell only at its start. */
function endsQuoted(text: string, { delimiter, isQuoted }: { delimiter: string; isQuoted: boolean }): boolean {
  let inside = isQuoted;
  let isStart = !isQuoted;
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index];
    if (inside) {
      if (letter !== '"') continue;
      if (text[index + 1] === '"') index += 1;
      else inside = false;
    } else if (letter === '"' && isStart) {
      inside = true;
      isStart = false;
    } else isStart = letter === delimiter;
  }
  return inside;
}

/**
 * Rows of a CSV file, the header included, in batches. A quoted cell may hold line breaks; a quote that is never closed costs its own line and no other.
 */
export async function* csvRows(chunks: AsyncIterable<Buffer>, delimiter: string): AsyncGenerator<readonly CsvRow[]> {
  let open: { line: number; text: string }[] = [];
  let openCharacters = 0;
  let columns: number | undefined;
  const rowOf = (line: number, text: string): CsvRow => {
    const cells = cellsOf(text, delimiter);
    return cells === undefined ? { line, fault: 'the quotes of the line do not match' } : { line, cells, text };
  };
  const take = (line: number, text: string, rows: CsvRow[]): void => {
    const isQuoted = open.length > 0;
    if (!isQuoted && !text.includes('"')) {
      if (text !== '') push(rowOf(line, text), rows);
      return;
    }
    const isOpen = text.includes('"') ? endsQuoted(text, { delimiter, isQuoted }) : true;
    open.push({ line, text });
    openCharacters += text.length + 1;
    if (isOpen) {
      if (openCharacters > MAX_OPEN_CHARACTERS) giveUp(rows);
      return;
    }
    const row = rowOf(open[0]?.line ?? line, open.map((entry) => entry.text).join('\n'));
    const isJoinedInError = open.length > 1 && columns !== undefined && !('cells' in row && row.cells.length === columns);
    if (isJoinedInError) {
      giveUp(rows);
      return;
    }
    push(row, rows);
    open = [];
    openCharacters = 0;
  };
  const push = (row: CsvRow, rows: CsvRow[]): void => {
    if ('cells' in row) columns ??= row.cells.length;
    rows.push(row);
  };
  /** The first open line stands alone, the lines after it are read again. */
  const giveUp = (rows: CsvRow[]): void => {
    const [first, ...rest] = open;
    open = [];
    openCharacters = 0;
    if (first === undefined) return;
    rows.push(rowOf(first.line, first.text));
    for (const { line, text } of rest) take(line, text, rows);
  };
  for await (const { firstLine, texts } of linesOf(chunks)) {
    const rows: CsvRow[] = [];
    for (const [index, text] of texts.entries()) {
      if (text === undefined) rows.push({ line: firstLine + index, fault: TOO_LONG });
      else take(firstLine + index, text, rows);
    }
    if (rows.length > 0) yield rows;
  }
  const rows: CsvRow[] = [];
  while (open.length > 0) giveUp(rows);
  if (rows.length > 0) yield rows;
}
