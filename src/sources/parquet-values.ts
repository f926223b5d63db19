// What the columns of a Parquet file mean: logical types, https://github.com/apache/parquet-format/blob/master/LogicalTypes.md (read 2026-11-22)
import type { FileMetaData, SchemaElement, SchemaTree } from 'hyparquet';

/** Older names of a logical type, by which hyparquet goes; writers may leave them out. */
const convertedTypes = { LIST: 'LIST', MAP: 'MAP', DECIMAL: 'DECIMAL', DATE: 'DATE', JSON: 'JSON' } as const;

/** Types that hyparquet refuses, and their whole row group with them: their bytes are no use here. */
const refusedTypes: readonly unknown[] = ['BSON', 'INTERVAL'];

/** The schema with every type named the old way too, and none that cannot be read. */
export const readableSchema = (metadata: FileMetaData): FileMetaData => ({ ...metadata, schema: metadata.schema.map(readableElement) });

function readableElement(element: SchemaElement): SchemaElement {
  const { converted_type: converted, logical_type: logical } = element;
  if (refusedTypes.includes(converted)) return { ...element, converted_type: undefined };
  if (converted === 'MAP_KEY_VALUE' && (element.num_children ?? 0) === 1) return { ...element, converted_type: 'MAP' };
  if (converted !== undefined || logical === undefined) return element;
  const known = Object.entries(convertedTypes).find(([name]) => name === logical.type)?.[1];
  if (known === undefined) return element;
  return { ...element, converted_type: known, ...(logical.type === 'DECIMAL' && { scale: logical.scale }) };
}

/** Reads one cell of a column as JSON has it: `null` where there is none. */
export type CellReader = (value: unknown) => unknown;

/**
 * Whole numbers beyond 2^53 as texts, instants as ISO, bytes as UTF-8 text or else hex. Decimals and 32-bit floats without the noise of the 64-bit float that holds them.
 *
 * Example: 3 in a decimal of scale 1 comes as 3 * 10^-1 = 0.30000000000000004 and is read as 0.3; 0.0012 as 32-bit float comes as 0.0012000000569969416 and is read as 0.0012.
 */
export function cellReader(column: SchemaTree): CellReader {
  const leaves = leavesOf(column);
  const clean = leaves.some((leaf) => leaf.converted_type === 'DECIMAL') ? cleanDecimal : leaves.some((leaf) => leaf.type === 'FLOAT') ? cleanFloat : undefined;
  return (value) => plainOf(value, clean);
}

const leavesOf = ({ element, children }: SchemaTree): SchemaElement[] => (children.length === 0 ? [element] : children.flatMap(leavesOf));

type CleanNumber = (value: number) => number;

/** Significant digits that a 64-bit float holds of any decimal. */
const DECIMAL_DIGITS = 15;
const cleanDecimal: CleanNumber = (value) => Number(value.toPrecision(DECIMAL_DIGITS));

/** A 32-bit float is told by 6 to 9 significant digits. */
function cleanFloat(value: number): number {
  if (Math.fround(value) !== value) return value;
  for (let digits = 6; digits <= 9; digits += 1) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

const strictText = new TextDecoder('utf-8', { fatal: true });

function textOf(bytes: Uint8Array): string {
  try {
    return strictText.decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('hex');
  }
}

function plainOf(value: unknown, clean: CleanNumber | undefined): unknown {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return clean === undefined || Number.isInteger(value) ? value : clean(value);
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Uint8Array) return textOf(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value as ArrayLike<unknown>, (entry) => plainOf(entry, clean));
  return typeof value === 'object' ? Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, plainOf(entry, clean)])) : null;
}

/** JSON that is none stays the text that it is. */
export function jsonFromBytes(bytes: Uint8Array | undefined): unknown {
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
