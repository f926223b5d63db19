import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { createCatalog } from '../catalog/index.js';
import type { Catalog } from '../model/catalog.js';
import { UserError } from '../model/errors.js';
import type { EvidenceClass, EvidenceOutcome, EvidenceRow, Workload } from '../model/store.js';
import { type EvidenceDefaults, importClasses, readEvidence } from '../quality/evidence-rows.js';
import { splitModelId } from '../quality/index.js';
import { plainText } from '../report/escape.js';
import { openStore } from '../store/index.js';
import { type CommonOptions, emit, loadConfig, say, storeLocation, withCommonOptions } from './common.js';
import { createSkipCounter } from './import/skips.js';

interface ImportOptions extends CommonOptions {
  incumbent?: string;
  class?: string;
  explainSkips?: boolean;
}

const HINT = 'One JSON object a line, or a CSV with the same columns: workload or task, incumbent, candidate, outcome (worse, same, better), class (judged, labelled, natural), random (true or false), judge, judgeAgreement.';

/** `evidence import` and `evidence list`: judged and labelled items of the user's own. */
export function addEvidenceCommand(program: Command): void {
  const evidence = program.command('evidence').description('judged and labelled items of your own, from which confidence is measured');
  withCommonOptions(evidence.command('import <file>').description('read items from JSONL or CSV; a second import of the same items changes nothing'))
    .option('--incumbent <model>', 'incumbent of rows that name none, provider/model[:effort]')
    .option('--class <class>', `class of rows that name none: ${importClasses.join(', ')}`)
    .option('--explain-skips', 'show every line that was skipped')
    .action(importEvidence);
  withCommonOptions(evidence.command('list').description('what is stored, by workload and pair of models')).action(listEvidence);
}

async function importEvidence(file: string, options: ImportOptions): Promise<void> {
  const defaults = defaultsOf(options);
  const { text, modifiedMs } = readText(file);
  const skips = createSkipCounter({ keepsAllPlaces: options.explainSkips === true });
  const rows = identified(readRecords(text, file, skips), { file, modifiedMs, defaults, skips });
  for (const { reason, count, places } of skips.list()) say(`skipped ${count}: ${reason} (${places.join(', ')})`);
  if (rows.length === 0) {
    throw new UserError('no-evidence', skips.total() === 0 ? `${file} holds no evidence: it is empty.` : `${file} holds no evidence: all ${skips.total()} lines were skipped.`, { hint: HINT });
  }
  const notDrawn = rows.filter((row) => !row.isRandom).length;
  if (notDrawn > 0) say(`${notDrawn} of ${rows.length} items are not marked random: they can only lower a confidence. Draw items at random and mark them so.`);
  for (const remark of modelRemarks(rows, createCatalog(loadConfig(options)))) say(remark);
  const store = await openStore(storeLocation(options));
  try {
    for (const remark of workloadRemarks(rows, await store.workloads())) say(remark);
    const counts = await store.addEvidence(rows);
    const result = { file, imported: counts.inserted, alreadyThere: counts.merged, skipped: skips.total(), skips: skips.list() };
    emit(options.json === true ? JSON.stringify(result) : `${file}: ${counts.inserted} items imported, ${counts.merged} already there, ${skips.total()} skipped.`, options);
  } finally {
    await store.close();
  }
}

function defaultsOf(options: ImportOptions): EvidenceDefaults {
  const kind = importClasses.find((candidate) => candidate === options.class);
  if (options.class !== undefined && kind === undefined) {
    throw new UserError('bad-class', `--class ${options.class} is no class of evidence.`, { hint: `One of ${importClasses.join(', ')}.` });
  }
  return { incumbent: options.incumbent, class: kind };
}

function readText(file: string): { text: string; modifiedMs: number } {
  try {
    const bytes = readFileSync(file);
    if (bytes.includes(0)) throw new UserError('binary', `${file} is binary, not JSONL or CSV.`, { hint: HINT });
    return { text: bytes.toString('utf8').replace(/^\uFEFF/, ''), modifiedMs: Math.floor(statSync(file).mtimeMs) };
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw new UserError('unreadable', `${file} cannot be read: ${(cause as Error).message}`, { hint: 'Name an existing file.', cause });
  }
}

interface PlacedRecord {
  record: unknown;
  line: number;
}

/** JSONL where the first character is a brace, else CSV with a header. A broken line is counted and the rest goes on. */
function readRecords(text: string, file: string, skips: ReturnType<typeof createSkipCounter>): PlacedRecord[] {
  if (!text.trimStart().startsWith('{')) return readCsv(text, file, skips);
  const records: PlacedRecord[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    if (line.trim() === '') return;
    try {
      records.push({ record: JSON.parse(line), line: index + 1 });
    } catch {
      skips.add(`${file}:${index + 1}`, 'not valid JSON');
    }
  });
  return records;
}

function readCsv(text: string, file: string, skips: ReturnType<typeof createSkipCounter>): PlacedRecord[] {
  const options = { columns: true, info: true, skip_empty_lines: true, trim: true, skip_records_with_error: true, on_skip: (error: { lines?: number } | undefined) => {
    skips.add(`${file}:${error?.lines ?? '?'}`, 'not a line of this CSV');
    return undefined;
  } } as const;
  try {
    const rows = parse(text, options as object) as unknown as { record: unknown; info: { lines: number } }[];
    return rows.map(({ record, info }) => ({ record, line: info.lines }));
  } catch (cause) {
    throw new UserError('bad-csv', `${file} cannot be read as CSV: ${(cause as Error).message}`, { hint: HINT, cause });
  }
}

/** Rows without an id get one from their content and their place among equal rows, so that a second import finds them again. */
function identified(records: readonly PlacedRecord[], context: { file: string; modifiedMs: number; defaults: EvidenceDefaults; skips: ReturnType<typeof createSkipCounter> }): EvidenceRow[] {
  const seen = new Map<string, number>();
  const rows: EvidenceRow[] = [];
  for (const { record, line } of records) {
    const read = readEvidence(record, context.defaults);
    if (!read.known) {
      context.skips.add(`${context.file}:${line}`, read.reason);
      continue;
    }
    const content = JSON.stringify(read.value);
    const ordinal = (seen.get(content) ?? 0) + 1;
    seen.set(content, ordinal);
    const id = read.value.id ?? `evidence-${createHash('sha256').update(`${content}\n${ordinal}`).digest('hex').slice(0, 20)}`;
    rows.push({ ...read.value, id, at: read.value.at ?? context.modifiedMs });
  }
  return rows;
}

/** Items about models that are in no catalog meet no candidate and no incumbent: they are kept, and said. */
export function modelRemarks(rows: readonly EvidenceRow[], catalog: Catalog): string[] {
  const isKnown = (id: string, at: number): boolean => [id, splitModelId(id).base].some((name) => {
    const slash = name.indexOf('/');
    return catalog.resolve(name.slice(0, slash), name.slice(slash + 1), at).model !== undefined;
  });
  return (['candidate', 'incumbent'] as const).flatMap((side) =>
    remarkOf(rows.filter((row) => !isKnown(row[side], row.at)).map((row) => row[side]), { all: rows.length, what: `name ${side === 'incumbent' ? 'an' : 'a'} ${side} that the catalog does not know`, advice: 'See the names with: shadowbill prices list --all.' }));
}

/** Items about workloads that the store does not have. Nothing is said while it has none at all. */
export function workloadRemarks(rows: readonly EvidenceRow[], workloads: readonly Workload[]): string[] {
  if (workloads.length === 0) return [];
  const names = new Set(workloads.flatMap(({ id, label }) => [id.toLowerCase(), label.toLowerCase()]));
  const odd = rows.flatMap(({ workload }) => (workload === undefined || names.has(workload.toLowerCase()) ? [] : [workload]));
  return remarkOf(odd, { all: rows.length, what: 'name a workload that the store does not have', advice: 'Use the id or label that the report shows.' });
}

const LONGEST_LIST = 3;

function remarkOf(names: readonly string[], { all, what, advice }: { all: number; what: string; advice: string }): string[] {
  if (names.length === 0) return [];
  const distinct = [...new Set(names)];
  const listed = distinct.slice(0, LONGEST_LIST).map(plainText).join(', ');
  const more = distinct.length > LONGEST_LIST ? ` and ${distinct.length - LONGEST_LIST} more` : '';
  return [`${names.length} of ${all} items ${what} (${listed}${more}): stored, but they count for nothing until it does. ${advice}`];
}

interface Group extends Record<EvidenceOutcome, number> {
  about: string;
  incumbent: string;
  candidate: string;
  class: EvidenceClass;
  isRandom: boolean;
  judges: string[];
}

async function listEvidence(options: CommonOptions): Promise<void> {
  const store = await openStore(storeLocation(options), { mode: 'read' });
  try {
    const groups = groupsOf(await store.listEvidence());
    if (options.json === true) emit(JSON.stringify(groups), options);
    else emit(groups.length === 0 ? `No evidence is stored. ${HINT}` : drawGroups(groups), options);
  } finally {
    await store.close();
  }
}

/** Example: 60 rows of one workload and pair, one class -> one group with its worse, same and better items. */
function groupsOf(rows: readonly EvidenceRow[]): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const about = row.workload ?? `every ${row.task ?? 'task'} call`;
    const key = JSON.stringify([about, row.incumbent, row.candidate, row.class, row.isRandom]);
    const former = groups.get(key) ?? { about, incumbent: row.incumbent, candidate: row.candidate, class: row.class, isRandom: row.isRandom, judges: [], worse: 0, same: 0, better: 0 };
    const judges = row.judge === undefined || former.judges.includes(row.judge) ? former.judges : [...former.judges, row.judge].sort();
    groups.set(key, { ...former, judges, [row.outcome]: former[row.outcome] + 1 });
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

function drawGroups(groups: readonly Group[]): string {
  const cells = groups.map((group) => [
    plainText(group.about), plainText(group.incumbent), plainText(group.candidate), group.class, group.isRandom ? 'random' : 'chosen',
    String(group.worse), String(group.same), String(group.better), plainText(group.judges.join(', ')),
  ]);
  return drawTable(['about', 'incumbent', 'candidate', 'class', 'drawn', 'worse', 'same', 'better', 'judge'], cells);
}

/** Columns as wide as their widest cell, two blanks apart. */
export function drawTable(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = titles.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  return [titles, ...rows].map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
