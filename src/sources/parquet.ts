// Rows of a Parquet file: hyparquet, https://github.com/hyparam/hyparquet (read 2026-11-22)
import { type AsyncBuffer, type ColumnMetaData, type Compressors, type FileMetaData, type ParquetScan, type RowGroup, type SchemaTree, parquetMetadataAsync, parquetScan, parquetSchema } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { UserError } from '../model/errors.js';
import { type CellReader, cellReader, jsonFromBytes, readableSchema } from './parquet-values.js';
import type { RandomAccess, TableBatch } from './source.js';

/** Rows of one file that lie together, each column by itself. Rows are counted from 1 through the file; `bytes` is what the file says that they take uncompressed. */
export interface ParquetGroup {
  firstRow: number;
  lastRow: number;
  bytes: number;
}

export interface ParquetTable {
  /** Names of the top-level columns. */
  columns: readonly string[];
  groups: readonly ParquetGroup[];
  /** Rows of one group in order, `maxRows` at most. What cannot be read is a fault that ends the group. */
  readGroup(index: number, maxRows?: number): AsyncGenerator<TableBatch>;
}

/** Rows handed on at once: so many, or so many characters where that comes first. */
const BATCH_ROWS = 1000;
const BATCH_CHARACTERS = 1024 * 1024;

/** Uncompressed bytes decoded at once where parts of a group can be read by themselves; else a group up to the second is decoded in one piece. */
const WINDOW_BYTES = 16 * 1024 * 1024;
const WHOLE_GROUP_BYTES = 64 * 1024 * 1024;
/** Cells decoded at once: well packed columns take few bytes in the file and many here. */
const WINDOW_CELLS = 1_000_000;
/** Parts that a group is read in at most where each part decodes all of it. */
const MAX_DECODINGS = 8;
/** Bytes of one page, unpacked; writers make pages of about 1 MB. */
const MAX_PAGE_BYTES = 512 * 1024 * 1024;

/** Reads the footer. Throws a UserError where that cannot be. */
export async function openParquet({ size, slice }: Pick<RandomAccess, 'size' | 'slice'>, name: string): Promise<ParquetTable> {
  const file: AsyncBuffer = { byteLength: size, slice };
  const { metadata, tree } = await footerOf(file, name);
  if (metadata.row_groups.some((group) => group.columns.some(isEncrypted))) {
    throw new UserError('encrypted-parquet', `${name} is Parquet with encrypted columns.`, { hint: 'Decrypt it first: write it again without encryption from a system that holds the keys.' });
  }
  let nextRow = 1;
  const groups = metadata.row_groups.map(({ num_rows: rows, total_byte_size: bytes }) => {
    const firstRow = nextRow;
    nextRow += Math.max(0, Number(rows ?? 0));
    return { firstRow, lastRow: nextRow - 1, bytes: Math.max(0, Number(bytes ?? 0)) };
  });
  return {
    columns: tree.children.map(({ element }) => element.name),
    groups,
    async *readGroup(index, maxRows = Infinity) {
      const place = groups[index];
      const group = metadata.row_groups[index];
      if (place === undefined || group === undefined) return;
      let { firstRow } = place;
      const lastRow = Math.min(place.lastRow, firstRow + maxRows - 1);
      try {
        for await (const texts of textsOf({ file, metadata: { ...metadata, row_groups: [group] }, tree, group, rows: lastRow - firstRow + 1 })) {
          yield { firstRow, texts };
          firstRow += texts.length;
        }
      } catch (error) {
        yield { firstRow, lastRow: place.lastRow, fault: `${rowsText(firstRow, place.lastRow)} (row group ${index + 1}) cannot be read: ${(error as Error).message}` };
      }
    },
  };
}

/** Example: 1, 1 -> 'row 1'; 1, 20 -> 'rows 1 to 20' */
export const rowsText = (firstRow: number, lastRow: number): string => (firstRow === lastRow ? `row ${firstRow}` : `rows ${firstRow} to ${lastRow}`);

async function footerOf(file: AsyncBuffer, name: string): Promise<{ metadata: FileMetaData; tree: SchemaTree }> {
  try {
    const metadata = readableSchema(await parquetMetadataAsync(file, { geoparquet: false }));
    if (metadata.schema.some(({ name: column }) => typeof (column as unknown) !== 'string')) throw new Error('a column has no name');
    return { metadata, tree: parquetSchema(metadata) };
  } catch (cause) {
    throw new UserError('broken-parquet', `${name} begins like Parquet but its footer cannot be read: ${(cause as Error).message}`, { hint: 'Copy it again; the file is cut or damaged.', cause });
  }
}

const isEncrypted = (chunk: RowGroup['columns'][number]): boolean => chunk.crypto_metadata !== undefined || chunk.encrypted_column_metadata !== undefined;

interface GroupInput {
  file: AsyncBuffer;
  /** Of this group alone, so that no other group's faults come in. */
  metadata: FileMetaData;
  tree: SchemaTree;
  group: RowGroup;
  /** Of the group, from its first. */
  rows: number;
}

/** Rows of a group as JSON texts. Some rows of every column are decoded, then put together row by row. */
async function* textsOf({ file, metadata, tree, group, rows }: GroupInput): AsyncGenerator<string[]> {
  assertSound(group, tree);
  const columns = tree.children.filter(({ element }) => group.columns.some((chunk) => chunk.meta_data?.path_in_schema[0] === element.name));
  const readers = columns.map(cellReader);
  const scan = await parquetScan({ file, metadata, compressors: boundedCompressors, parsers: { jsonFromBytes }, useOffsetIndex: true });
  const windowRows = windowRowsOf(group, tree);
  for (let start = 0; start < rows; start += windowRows) {
    const window = await windowOf(scan, columns, { start, end: Math.min(rows, start + windowRows) });
    yield* batchesOf(window, readers);
  }
}

interface Column {
  name: string;
  data: ArrayLike<unknown>;
}

async function windowOf(scan: ParquetScan, columns: readonly SchemaTree[], { start, end }: { start: number; end: number }): Promise<Column[]> {
  const read: Column[] = [];
  for (const { element: { name } } of columns) {
    const data = await scan.readColumn({ column: name, rowStart: start, rowEnd: end });
    if (data.length !== end - start) throw new Error(`the column ${name} holds fewer values than there are rows`);
    read.push({ name, data });
  }
  return read;
}

function* batchesOf(columns: readonly Column[], readers: readonly CellReader[]): Generator<string[]> {
  const rows = columns[0]?.data.length ?? 0;
  let texts: string[] = [];
  let characters = 0;
  for (let row = 0; row < rows; row += 1) {
    const text = JSON.stringify(Object.fromEntries(columns.map(({ name, data }, at) => [name, readers[at]?.(data[row])])));
    texts.push(text);
    characters += text.length;
    if (texts.length < BATCH_ROWS && characters < BATCH_CHARACTERS) continue;
    yield texts;
    texts = [];
    characters = 0;
  }
  if (texts.length > 0) yield texts;
}

/** A damaged footer may name rows without end, or columns that are nowhere. */
function assertSound({ columns, num_rows: rows }: RowGroup, tree: SchemaTree): void {
  const leaves = new Map(leafPaths(tree));
  if (columns.length === 0) throw new Error('its footer names no columns');
  for (const { meta_data: meta } of columns) {
    const leaf = meta === undefined ? undefined : leaves.get(pathText(meta.path_in_schema));
    if (meta === undefined || leaf === undefined) throw new Error('its footer names a column that the schema has not');
    if (leaf.isFlat ? meta.num_values !== rows : meta.num_values < 0n) throw new Error(`its footer names ${rows} rows, but ${meta.num_values} values of ${meta.path_in_schema.join('.')}`);
  }
}

const pathText = (path: readonly string[]): string => JSON.stringify(path);
const isFlat = (path: readonly string[], node: SchemaTree): boolean => path.length === 1 && node.element.repetition_type !== 'REPEATED';
const leafPaths = (node: SchemaTree): [string, { isFlat: boolean }][] =>
  node.children.length === 0 ? [[pathText(node.path), { isFlat: isFlat(node.path, node) }]] : node.children.flatMap(leafPaths);

/** Rows decoded at once. Pages of flat columns, and of any with an offset index, are passed over; the others are decoded from the group's start for every part of it. */
function windowRowsOf({ columns, num_rows: groupRows, total_byte_size: groupBytes }: RowGroup, tree: SchemaTree): number {
  const leaves = new Map(leafPaths(tree));
  const rows = Number(groupRows);
  const bytes = Math.max(1, Number(groupBytes));
  const wanted = Math.max(1, Math.min(Math.floor(WINDOW_CELLS / columns.length), Math.floor((WINDOW_BYTES / bytes) * rows)));
  const isParted = columns.every((chunk) => chunk.offset_index_offset !== undefined || leaves.get(pathText((chunk.meta_data as ColumnMetaData).path_in_schema))?.isFlat === true);
  return isParted ? wanted : Math.max(wanted, Math.ceil(rows / MAX_DECODINGS), Math.floor((WHOLE_GROUP_BYTES / bytes) * rows));
}

/** Of an empty page LZ4's block is one byte, which its reader does not know. */
const boundedCompressors: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, outputBytes: number) => {
      if (outputBytes > MAX_PAGE_BYTES || outputBytes < 0) throw new Error(`a page of ${outputBytes} bytes is not sound`);
      return outputBytes === 0 ? new Uint8Array(0) : unpack(input, outputBytes);
    },
  ]),
);
