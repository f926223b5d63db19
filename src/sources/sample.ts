// The first bytes of a file as the formats look at them.
import { MAX_COLUMNS, cellsOf, delimiterOf } from './csv.js';
import { closedJson } from './cut-json.js';
import { createSplitter } from './documents.js';
import { withoutZeros } from './lines.js';
import type { Container, JsonRecord, Sample, TableSample } from './source.js';

/** Lines and records of a sample that are looked at. */
const SAMPLE_RECORDS = 50;

export interface SampleFacts {
  /** The head is the whole file. */
  isWhole: boolean;
  /** Of a Parquet file, whose beginning says nothing. */
  table?: TableSample | undefined;
}

export function sampleOf(head: string | Buffer, { isWhole, table }: SampleFacts): Sample {
  const bytes = typeof head === 'string' ? Buffer.from(head) : head;
  const decoded = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const cleaned = decoded.includes('\0') ? withoutHoles(decoded) : decoded;
  const container = table === undefined ? containerOf(cleaned) : 'parquet';
  const text = container === 'bytes' ? decoded : cleaned;
  const all = text.split(/\r?\n/);
  const whole = isWhole ? all : all.slice(0, -1);
  const lines = whole.filter((line) => line.trim() !== '').slice(0, SAMPLE_RECORDS);
  const objects = container === 'json' ? lines.map(parsedRecord).filter((value) => value !== undefined) : [];
  const columns = table?.columns ?? (container === 'csv' ? headerOf(lines[0]) : []);
  const found = new Map<string, readonly JsonRecord[]>();
  const recordsAt = (path: string): readonly JsonRecord[] => {
    const former = found.get(path);
    if (former !== undefined) return former;
    const records = table !== undefined ? (path === '' ? table.rows : []) : container === 'csv' ? (path === '' ? csvRowsOf({ whole, lines }, columns) : []) : container === 'json' ? jsonRecordsAt(text, path) : [];
    found.set(path, records);
    return records;
  };
  return { container, head: text, bytes, lines, objects, columns, recordsAt };
}

/** Zeros that a crash left: around a line, and in JSON also inside one that was cut there. Text of two bytes a letter has none in a row. */
function withoutHoles(text: string): string {
  const isJson = /^[\0\s]*[{[]/.test(text);
  return (isJson ? text.replace(/\0{16,}/g, '\n') : text).split('\n').map(withoutZeros).join('\n');
}

const EVENTS = /^(?::|data:|event:|id:|retry:)/;
const YAML = /^(?:%YAML|---\s|interactions:|version:|recorded_with:|http_interactions:)/m;

/** Characters that are looked at for a zero inside a line. */
const BINARY_LOOK_CHARACTERS = 8192;

function containerOf(text: string): Container {
  if (text === '' || text.slice(0, BINARY_LOOK_CHARACTERS).includes('\0')) return 'bytes';
  const start = text.trimStart();
  if (/^[{[]/.test(start)) return 'json';
  if (EVENTS.test(start)) return 'events';
  if (YAML.test(start.slice(0, 4000))) return 'yaml';
  return /[\u0001-\u0008\u000e-\u001a]/.test(start.slice(0, BINARY_LOOK_CHARACTERS)) ? 'bytes' : 'csv';
}

/** Names of the columns; none where there are more than any log has. */
function headerOf(line: string | undefined): string[] {
  const cells = line === undefined ? [] : (cellsOf(line, delimiterOf(line)) ?? []);
  return cells.length > MAX_COLUMNS ? [] : cells.map((name) => name.trim());
}

/** Text in a cell may hold line breaks; where quotes are lost, the rows that stand on one line each are enough. */
function csvRowsOf({ whole, lines }: { whole: readonly string[]; lines: readonly string[] }, columns: readonly string[]): JsonRecord[] {
  const [header] = lines;
  if (header === undefined || columns.length < 2) return [];
  const toRow = (text: string): JsonRecord[] => {
    const cells = cellsOf(text, delimiterOf(header));
    return cells?.length === columns.length ? [Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? '']))] : [];
  };
  const rows = lines.slice(1).flatMap(toRow);
  return rows.length > 0 ? rows : joinedRows(whole.slice(whole.indexOf(header) + 1)).flatMap(toRow);
}

/** A line that ends inside quotes goes on in the next. */
function joinedRows(lines: readonly string[]): string[] {
  const rows: string[] = [];
  let open: string[] = [];
  let isOpen = false;
  for (const line of lines) {
    if (rows.length >= SAMPLE_RECORDS) break;
    open.push(line);
    if (line.split('"').length % 2 === 0) isOpen = !isOpen;
    if (isOpen) continue;
    rows.push(open.join('\n'));
    open = [];
  }
  return rows;
}

function jsonRecordsAt(text: string, path: string): JsonRecord[] {
  const splitter = createSplitter(path === '' ? [] : [path]);
  const whole = splitter.push(Buffer.from(text)).slice(0, SAMPLE_RECORDS);
  const [cut] = splitter.end();
  const records = whole.filter((record) => record.path === path).map((record) => parsedRecord(record.text));
  if (records.length === 0 && cut?.path === path) records.push(parsedRecord(cut.text) ?? parsedRecord(closedJson(cut.text)));
  return records.filter((record) => record !== undefined);
}

/** The JSON object that a text is; else absent. */
export function parsedRecord(text: string): JsonRecord | undefined {
  try {
    return recordOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** A JSON value as a record: an object, or a list of {field, value} as CloudWatch Logs Insights answers. */
export function recordOf(json: unknown): JsonRecord | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  if (!Array.isArray(json)) return json as JsonRecord;
  const pairs = json as readonly { field?: unknown; value?: unknown }[];
  return pairs.length > 0 && pairs.every((pair) => typeof pair?.field === 'string') ? Object.fromEntries(pairs.map(({ field, value }) => [field, value])) : undefined;
}
