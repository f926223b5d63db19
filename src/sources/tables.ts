// Rows of CSV and Parquet files as records. Parquet: hyparquet, https://github.com/hyparam/hyparquet (read 2026-11-22)
import { type AsyncBuffer, type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { UserError } from '../model/errors.js';
import { type CsvRow, csvRows, delimiterOf } from './csv.js';
import type { JsonRecord, RandomAccess } from './source.js';

export type TableRow = { where: string; record: JsonRecord; text: string } | { where: string; fault: string };

/** Rows of a CSV file as objects of texts under the names of its header. */
export async function* csvRecords(chunks: AsyncIterable<Buffer>, header: string): AsyncGenerator<readonly TableRow[]> {
  let names: readonly string[] | undefined;
  const readRow = (row: CsvRow): TableRow | undefined => {
    const where = `line ${row.line}`;
    if ('fault' in row) return { where, fault: row.fault };
    if (names === undefined) {
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

/** Rows that are read at once: a row group may hold a million. */
const PARQUET_ROWS = 1000;

/** What the footer and the first rows of a Parquet file say. */
export interface TableSample {
  columns: readonly string[];
  rows: readonly JsonRecord[];
}

const SAMPLE_ROWS = 20;

export async function sampleParquet(bytes: RandomAccess, name: string): Promise<TableSample> {
  const file = bufferOf(bytes);
  const metadata = await metadataOf(file, name);
  const columns = metadata.schema.slice(1).map((element) => element.name);
  const rows = await readRows({ file, metadata, name }, { start: 0, end: Math.min(SAMPLE_ROWS, Number(metadata.num_rows)) });
  return { columns, rows };
}

/** Rows of a Parquet file in order. A row group that cannot be read costs its rows and no others. */
export async function* parquetRecords(bytes: RandomAccess, name: string): AsyncGenerator<readonly TableRow[]> {
  const file = bufferOf(bytes);
  const metadata = await metadataOf(file, name);
  let groupStart = 0;
  for (const [group, { num_rows: groupRows }] of metadata.row_groups.entries()) {
    const groupEnd = groupStart + Number(groupRows);
    for (let start = groupStart; start < groupEnd; start += PARQUET_ROWS) {
      const end = Math.min(groupEnd, start + PARQUET_ROWS);
      try {
        const rows = await readRows({ file, metadata, name }, { start, end });
        yield rows.map((record, at) => ({ where: `row ${start + at + 1}`, record, text: JSON.stringify(record) }));
      } catch (error) {
        yield [{ where: `row ${start + 1}`, fault: `rows ${start + 1} to ${end} (row group ${group + 1}) cannot be read: ${(error as Error).message}` }];
      }
    }
    groupStart = groupEnd;
  }
}

const bufferOf = ({ size, slice }: RandomAccess): AsyncBuffer => ({ byteLength: size, slice });

async function metadataOf(file: AsyncBuffer, name: string): Promise<FileMetaData> {
  try {
    return await parquetMetadataAsync(file);
  } catch (cause) {
    throw new UserError('broken-parquet', `${name} begins like Parquet but its footer cannot be read: ${(cause as Error).message}`, { hint: 'Copy it again; the file is cut or damaged.', cause });
  }
}

async function readRows({ file, metadata }: { file: AsyncBuffer; metadata: FileMetaData; name: string }, { start, end }: { start: number; end: number }): Promise<JsonRecord[]> {
  const rows = await parquetReadObjects({ file, metadata, rowStart: start, rowEnd: end, compressors });
  return rows.map((row) => plainOf(row) as JsonRecord);
}

/** Values as JSON has them: whole numbers beyond 2^53 as texts, instants as ISO, bytes as UTF-8 text. */
function plainOf(value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8');
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plainOf(entry)]));
  return value;
}
