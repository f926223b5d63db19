// Any CSV, JSON lines, JSON list or Parquet whose columns are named by --map, or are so obvious that they can be guessed; what was guessed is said.
import { UserError } from '../model/errors.js';
import type { CapturedCall } from '../model/call.js';
import type { Outcome } from '../model/outcome.js';
import { type CallField, type FieldValues, callFields, callOf } from './fields.js';
import { guessMap, isLogOfCalls } from './guess.js';
import { type FileRecord, isRecord, readRecords, valueAt } from './records.js';
import type { Fit, JsonRecord, ReadItem, Source, SourceInput } from './source.js';
import { type TimeReader, type TimeUnit, createTimeReader, timeUnits } from './time.js';

const ID = 'mapped';
const TAG = 'tag.';

export const source: Source = {
  id: ID,
  title: 'any CSV, JSON or Parquet, its columns named by --map (or obvious)',
  settable: [...callFields, 'timeUnit', 'tag.<name>'],
  detect(sample) {
    const columns = sample.columns.length > 0 ? sample.columns : columnsOf(sample.recordsAt('').slice(0, 1));
    return columns.length < 2 ? undefined : fitOf(columns);
  },
  async *read(input) {
    const time = createTimeReader(timeUnitOf(input.options.set['timeUnit']));
    const context: ReadContext = { time, weakIds: { count: 0 } };
    yield* readAll(input, context);
    for (const text of time.assumed()) input.note(text);
    if (context.weakIds.count > 0) input.note(`${context.weakIds.count} ids do not look unique: they are shown, but tell no calls apart (if they do, say so with --map id=COLUMN)`);
  },
};

/** Paths of the first records. */
const columnsOf = (records: readonly JsonRecord[]): string[] => [...new Set(records.flatMap((record) => pathsOf(record)))];

function fitOf(columns: readonly string[]): Fit | undefined {
  const map = guessMap(columns);
  if (!isLogOfCalls(map)) return undefined;
  return { records: 1, reason: `columns that can be told by their names: ${Object.keys(map).join(', ')}`, isGuess: true };
}

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
  time: TimeReader;
  /** Records whose guessed id looks too common to tell calls apart. */
  weakIds: { count: number };
}

/** One record by its plan; `at` reads a column. */
function readBy(at: (column: string) => unknown, { plan, fileTimeMs, context }: { plan: Plan; fileTimeMs: number; context: ReadContext }): { outcome: Outcome<CapturedCall>; isIdShownOnly: boolean } {
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

/** Records by whose names the columns of a JSON file are known. */
const PLAN_RECORDS = 50;

async function* readAll(input: SourceInput, context: ReadContext): AsyncGenerator<readonly ReadItem[]> {
  let plan: Plan | undefined;
  for await (const batch of readRecords(input, [])) {
    const records = batch.filter((entry) => 'record' in entry);
    const [first] = records;
    if (plan === undefined && first !== undefined) {
      const columns = first.isRow ? Object.keys(first.record) : columnsOf(records.slice(0, PLAN_RECORDS).map(({ record }) => record));
      plan = planOf(input, { columns, isComplete: first.isRow });
    }
    const known = plan;
    yield batch.map((entry) => ('skipped' in entry || known === undefined ? (entry as ReadItem) : readEntry(entry, { plan: known, fileTimeMs: input.fileTimeMs, context })));
  }
}

function readEntry({ record, text, where }: FileRecord, by: Parameters<typeof readBy>[1]): ReadItem {
  const { outcome, isIdShownOnly } = readBy((column) => (column in record ? record[column] : valueAt(record, column)), by);
  return outcome.known ? { call: outcome.value, recordText: text, where, ...(isIdShownOnly && { isIdShownOnly }) } : { skipped: { where, reason: outcome.reason } };
}
