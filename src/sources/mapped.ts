// Any CSV or JSONL whose columns are named by --map, or are so obvious that they can be guessed; what was guessed is said.
import { UserError } from '../model/errors.js';
import { type CsvRow, csvRows, cellsOf, delimiterOf } from './csv.js';
import { type CallField, type FieldValues, callFields, callOf } from './fields.js';
import { guessMap, isLogOfCalls } from './guess.js';
import { type RecordReading, isRecord, readJsonLines } from './json-lines.js';
import { MAX_HEAD_BYTES, endOfFirstLine } from './lines.js';
import type { Fit, ReadItem, Sample, Source, SourceInput } from './source.js';
import { type TimeReader, type TimeUnit, createTimeReader, timeUnits } from './time.js';

const ID = 'mapped';
const TAG = 'tag.';

export const source: Source = {
  id: ID,
  title: 'any CSV or JSONL, its columns named by --map (or obvious)',
  settable: [...callFields, 'timeUnit', 'tag.<name>'],
  detect(sample) {
    const columns = columnsOf(sample);
    return columns === undefined ? undefined : fitOf(columns);
  },
  async *read(input) {
    const time = createTimeReader(timeUnitOf(input.options.set['timeUnit']));
    const [head, chunks] = await peek(input.chunks);
    const isJson = head.trimStart().startsWith('{');
    const context: ReadContext = { head, time, weakIds: { count: 0 } };
    yield* isJson ? readJson({ ...input, chunks }, context) : readCsv({ ...input, chunks }, context);
    for (const text of time.assumed()) input.note(text);
    if (context.weakIds.count > 0) input.note(`${context.weakIds.count} ids do not look unique: they are shown, but tell no calls apart (if they do, say so with --map id=COLUMN)`);
  },
};

/** CSV columns of the first line, or paths of the first JSON object. */
function columnsOf(sample: Sample): string[] | undefined {
  const [first] = sample.objects;
  if (sample.head.trimStart().startsWith('{')) return first === undefined ? undefined : pathsOf(first);
  const header = firstLineOf(sample.head);
  const columns = header === undefined ? undefined : cellsOf(header, delimiterOf(header))?.map((name) => name.trim());
  return columns === undefined || columns.length < 2 ? undefined : columns;
}

function fitOf(columns: readonly string[]): Fit | undefined {
  const map = guessMap(columns);
  if (!isLogOfCalls(map)) return undefined;
  return { records: 1, reason: `columns that can be told by their names: ${Object.keys(map).join(', ')}`, isGuess: true };
}

const firstLineOf = (head: string): string | undefined => head.replace(/^\uFEFF/, '').split(/\r?\n/).find((line) => line.trim() !== '');

const describe = (map: Readonly<Record<string, string>>): string => Object.entries(map).map(([field, column]) => `${field}=${column}`).join(', ');

/** Paths of an object down to values, three levels deep. Example: { usage: { prompt_tokens: 5 } } -> ['usage.prompt_tokens'] */
function pathsOf(record: Readonly<Record<string, unknown>>, depth = 3): string[] {
  return Object.entries(record).flatMap(([name, value]) => (isRecord(value) && depth > 1 ? pathsOf(value, depth - 1).map((rest) => `${name}.${rest}`) : [name]));
}

function timeUnitOf(text: string | undefined): TimeUnit | undefined {
  const unit = timeUnits.find((name) => name === text);
  if (text !== undefined && unit === undefined) throw new UserError('bad-time-unit', `"${text}" is no time unit.`, { hint: `Use one of ${timeUnits.join(', ')}.` });
  return unit;
}

/** Bytes that are looked at where the first line is shorter. */
const PEEK_BYTES = 64 * 1024;

/** The beginning as text, with at least the whole first line (up to `MAX_HEAD_BYTES`), and the stream with that beginning still in it. */
async function peek(chunks: AsyncIterable<Buffer>): Promise<[string, AsyncIterable<Buffer>]> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let bytes = 0;
  let hasLine = false;
  while (bytes < (hasLine ? PEEK_BYTES : MAX_HEAD_BYTES)) {
    const next = await iterator.next();
    if (next.done === true) break;
    first.push(next.value);
    bytes += next.value.length;
    hasLine ||= next.value.includes('\n') && endOfFirstLine(Buffer.concat(first)) !== -1;
  }
  const rest = async function* (): AsyncGenerator<Buffer> {
    yield* first;
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
  };
  return [Buffer.concat(first).toString('utf8').replace(/^\uFEFF/, ''), rest()];
}

/** Which column fills which field, and the constants; checked against the file's columns. */
interface Plan {
  fields: readonly (readonly [field: CallField, column: string])[];
  tags: readonly (readonly [tag: string, column: string])[];
  constants: FieldValues;
  constantTags: Readonly<Record<string, string>>;
  /** Column that is taken for the id though nobody named it. */
  guessedId?: string | undefined;
}

/** --map wins over the guess, --set fills what the column leaves empty. `columns` = what the file holds; of JSON lines only the first are known. */
function planOf({ options, name, note }: SourceInput, { columns, isComplete }: { columns: readonly string[]; isComplete: boolean }): Plan {
  for (const field of Object.keys(options.map)) assertField(field, '--map');
  for (const field of Object.keys(options.set)) if (field !== 'timeUnit') assertField(field, '--set');
  const known = (column: string): boolean => columns.includes(column) || columns.some((path) => path.startsWith(`${column}.`));
  const missing = Object.entries(options.map).find(([, column]) => !known(column));
  if (missing !== undefined && !isComplete) note(`no "${missing[1]}" (mapped to ${missing[0]}) in the first lines`);
  if (missing !== undefined && isComplete) {
    throw new UserError('no-column', `${name} has no column "${missing[1]}", which --map gives to ${missing[0]}.`, { hint: `Its columns are: ${columns.slice(0, 40).join(', ')}` });
  }
  const mappedColumns = new Set(Object.values(options.map));
  const guessed = Object.fromEntries(Object.entries(guessMap(columns)).filter(([field, column]) => !(field in options.map) && !(field in options.set) && !mappedColumns.has(column)));
  if (Object.keys(guessed).length > 0) note(`columns guessed by their names: ${describe(guessed)} (override with --map)`);
  const all: Readonly<Record<string, string>> = { ...guessed, ...options.map };
  const named = { ...all, ...options.set };
  if (!['model', 'requestedModel'].some((field) => field in named)) {
    throw new UserError('no-model', `${name} does not say which model was called.`, { hint: 'Add --set model=… (and --set provider=…), or --map model=COLUMN.' });
  }
  if (!['inputTokens', 'outputTokens', 'prompt'].some((field) => field in named)) {
    throw new UserError('no-tokens', `${name} has neither token counts nor text that could be found.`, { hint: `Name the columns: --map inputTokens=…,outputTokens=… . Its columns are: ${columns.slice(0, 40).join(', ')}` });
  }
  return {
    fields: fieldsIn(all) as [CallField, string][],
    tags: tagsIn(all),
    constants: Object.fromEntries(fieldsIn(options.set)) as FieldValues,
    constantTags: Object.fromEntries(tagsIn(options.set)),
    guessedId: guessed['id'],
  };
}

const fieldsIn = (values: Readonly<Record<string, string>>): [string, string][] => Object.entries(values).filter(([field]) => !field.startsWith(TAG));

const tagsIn = (values: Readonly<Record<string, string>>): [string, string][] =>
  Object.entries(values).filter(([field]) => field.startsWith(TAG)).map(([field, value]) => [field.slice(TAG.length), value]);

function assertField(field: string, flag: string): void {
  if (callFields.some((name) => name === field) || (field.startsWith(TAG) && field.length > TAG.length)) return;
  throw new UserError('no-field', `${flag} names "${field}", which is no field of a call.`, { hint: `Fields are: ${callFields.join(', ')}, tag.<name>${flag === '--set' ? ', timeUnit' : ''}` });
}

interface ReadContext {
  head: string;
  time: TimeReader;
  /** Records whose guessed id looks too common to tell calls apart. */
  weakIds: { count: number };
}

/** One record by its plan; `at` reads a column. */
function readBy(at: (column: string) => unknown, { plan, fileTimeMs, context }: { plan: Plan; fileTimeMs: number; context: ReadContext }): RecordReading {
  const values: Record<string, unknown> = { ...plan.constants };
  for (const [field, column] of plan.fields) {
    const value = at(column);
    if (value !== undefined && value !== null && value !== '') values[field] = value;
  }
  const tags: Record<string, string> = { ...plan.constantTags };
  for (const [tag, column] of plan.tags) {
    const value = at(column);
    if (value !== undefined && value !== null && value !== '') tags[tag] = typeof value === 'object' ? JSON.stringify(value) : String(value);
  }
  const trust = plan.guessedId === undefined ? 'stated' : 'guessed';
  const outcome = callOf(values as FieldValues, { time: context.time, fileTimeMs, tags, ids: { prefix: `id:${ID}`, trust } });
  const isIdShownOnly = outcome.known && outcome.value.recordId !== undefined && outcome.value.keys.length === 0;
  if (isIdShownOnly) context.weakIds.count += 1;
  return { outcome, isIdShownOnly };
}

async function* readJson(input: SourceInput, context: ReadContext): AsyncGenerator<readonly ReadItem[]> {
  const records = context.head.split(/\r?\n/).slice(0, 50).map(parsedRecord).filter((record) => record !== undefined);
  const plan = planOf(input, { columns: [...new Set(records.flatMap((record) => pathsOf(record)))], isComplete: false });
  yield* readJsonLines(input, (record) => readBy((column) => valueAt(record, column), { plan, fileTimeMs: input.fileTimeMs, context }));
}

function parsedRecord(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(line);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** A name as it stands, else a path. Example: valueAt({ usage: { in: 5 } }, 'usage.in') -> 5 */
function valueAt(record: Readonly<Record<string, unknown>>, path: string): unknown {
  if (path in record) return record[path];
  let value: unknown = record;
  for (const part of path.split('.')) value = isRecord(value) ? value[part] : undefined;
  return value;
}

async function* readCsv(input: SourceInput, context: ReadContext): AsyncGenerator<readonly ReadItem[]> {
  const delimiter = delimiterOf(firstLineOf(context.head) ?? '');
  let header: readonly string[] | undefined;
  let plan: Plan | undefined;
  let positions = new Map<string, number>();
  const readRow = (row: CsvRow): ReadItem | undefined => {
    const where = `line ${row.line}`;
    if ('fault' in row) return { skipped: { where, reason: row.fault } };
    if (header === undefined || plan === undefined) {
      header = row.cells.map((name) => name.trim());
      positions = new Map(header.map((name, index) => [name, index]));
      plan = planOf(input, { columns: header, isComplete: true });
      return undefined;
    }
    if (row.cells.length !== header.length) return { skipped: { where, reason: `${row.cells.length} cells where the header has ${header.length}` } };
    const at = (column: string): unknown => row.cells[positions.get(column) ?? -1];
    const { outcome, isIdShownOnly } = readBy(at, { plan, fileTimeMs: input.fileTimeMs, context });
    return outcome.known ? { call: outcome.value, recordText: row.text, where, ...(isIdShownOnly === true && { isIdShownOnly }) } : { skipped: { where, reason: outcome.reason } };
  };
  for await (const rows of csvRows(input.chunks, delimiter)) {
    const items = rows.map(readRow).filter((item) => item !== undefined);
    if (items.length > 0) yield items;
  }
}
