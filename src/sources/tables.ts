// Rows of CSV and Parquet files as records.
import { UserError } from '../model/errors.js';
import { type CsvRow, MAX_COLUMNS, csvRows, delimiterOf } from './csv.js';
import { type ParquetTable, openParquet } from './parquet.js';
import type { JsonRecord, RandomAccess, TableBatch, TableReader, TableSample } from './source.js';

export type TableRow = { where: string; record: JsonRecord; text: string } | { where: string; fault: string };

/** Rows of a CSV file as objects of texts under the names of its header. */
export async function* csvRecords(chunks: AsyncIterable<Buffer>, header: string): AsyncGenerator<readonly TableRow[]> {
  let names: readonly string[] | undefined;
  const readRow = (row: CsvRow): TableRow | undefined => {
    const where = `line ${row.line}`;
    if ('fault' in row) return { where, fault: row.fault };
    if (names === undefined) {
      if (row.cells.length > MAX_COLUMNS) throw new UserError('too-many-columns', `The table has ${row.cells.length.toLocaleString('en-US')} columns; a log of calls has no more than ${MAX_COLUMNS.toLocaleString('en-US')}.`, { hint: 'Export it with one row a call, or only the columns that are needed.' });
      names = row.cells.map((name) => name.trim());
      return undefined;
    }
    if (row.cells.length !== names.length) return { where, fault: `${row.cells.length} cells where the header has ${names.length}` };
    return { where, record: Object.fromEntries(names.map((name, at) => [name, row.cells[at] ?? ''])), text: row.text };
  };
  for await (const rows of csvRows(chunks, delimiterOf(header))) {
    const records = rows.map(readRow).filter((row) => row !== undefined);
    if (records.length > 0) yield records;
  }
}

/** Rows of a sample. */
export const SAMPLE_ROWS = 20;
const SHOWN_FAULTS = 3;

export const sampleParquet = (bytes: RandomAccess, name: string): Promise<TableSample> => (bytes.table ?? tableHere(bytes, name)).sample();

/** Rows of a Parquet file in order. What cannot be read costs its row group's rows and no others. */
export async function* parquetRecords(bytes: RandomAccess, name: string): AsyncGenerator<readonly TableRow[]> {
  for await (const batch of (bytes.table ?? tableHere(bytes, name)).rows()) {
    const where = (at: number): string => `row ${batch.firstRow + at}`;
    yield 'fault' in batch ? [{ where: where(0), fault: batch.fault }] : batch.texts.map((text, at) => ({ where: where(at), record: JSON.parse(text) as JsonRecord, text }));
  }
}

/** Read in this process: a damaged file may take it without end. */
const tableHere = (bytes: RandomAccess, name: string): TableReader => ({
  async sample() {
    const table = await openParquet(bytes, name);
    const batches: TableBatch[] = [];
    for await (const batch of rowsOf(table, SAMPLE_ROWS)) {
      batches.push(batch);
      if ('texts' in batch) break;
    }
    return tableSample(name, { columns: table.columns, batches });
  },
  async *rows() {
    yield* rowsOf(await openParquet(bytes, name));
  },
});

/** The first rows that can be read. Throws a UserError where there are rows and none can be. */
export function tableSample(name: string, { columns, batches }: { columns: readonly string[]; batches: readonly TableBatch[] }): TableSample {
  const rows = batches.flatMap((batch) => ('texts' in batch ? batch.texts : [])).slice(0, SAMPLE_ROWS).map((text) => JSON.parse(text) as JsonRecord);
  const faults = batches.flatMap((batch) => ('fault' in batch ? [batch.fault] : []));
  if (rows.length === 0 && faults.length > 0) throw new UserError('broken-parquet', `${name}: ${faults.slice(0, SHOWN_FAULTS).join('; ')}`, { hint: 'Copy it again; the file is damaged.' });
  return { columns, rows };
}

async function* rowsOf(table: ParquetTable, maxRows?: number): AsyncGenerator<TableBatch> {
  for (const index of table.groups.keys()) yield* table.readGroup(index, maxRows);
}
