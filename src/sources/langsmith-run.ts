// What a run of LangSmith is, and in which runs it stands. https://docs.langchain.com/langsmith/run-data-format (read 2026-11-22)
import { isRecord } from './records.js';
import type { JsonRecord } from './source.js';
import { list, pick, text } from './values.js';

/** Arrays of a document whose elements are runs. */
export const PATHS: readonly string[] = ['post', 'patch', 'runs', 'data'];

const has = (record: JsonRecord, ...names: readonly string[]): boolean => names.some((name) => name in record);
export const isRun = (record: JsonRecord): boolean => (has(record, 'run_type') && has(record, 'dotted_order', 'trace_id', 'parent_run_id', 'session_name', 'child_runs', 'child_run_ids')) || isPatch(record);
export const isPatch = (record: JsonRecord): boolean => has(record, 'dotted_order') && has(record, 'end_time', 'outputs') && !has(record, 'run_type');
export const isBatch = (record: JsonRecord): boolean => !has(record, 'run_type') && [...list(record['post']), ...list(record['patch'])].some((run) => isRecord(run) && isRun(run));

/** `20241013T070537170001Zdc34609e-…` of every run from the root down. */
const DOTTED_PART = /Z([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
const dottedIds = (run: JsonRecord): string[] => (text(run['dotted_order']) ?? '').split('.').flatMap((part) => DOTTED_PART.exec(part)?.[1] ?? []);
export const idOf = (run: JsonRecord): string | undefined => text(run['id']) ?? text(run['run_id']) ?? dottedIds(run).at(-1);

/** Runs that it stands in, from the nearest on: `dotted_order` names all of them, `parent_run_id` one. */
export function ancestorsOf(run: JsonRecord, id: string): string[] {
  const dotted = dottedIds(run).filter((entry) => entry !== id).reverse();
  const parent = text(pick(run, 'parent_run_id', 'parent_id'));
  return dotted.length > 0 ? dotted : parent === undefined ? [] : [parent];
}

export const callTypes: readonly string[] = ['llm', 'embedding'];
export const typeOf = (run: JsonRecord): string | undefined => text(run['run_type'])?.toLowerCase();

/** Every run in a record: itself, the runs in it, and both halves of a batch. */
export function runsIn(record: JsonRecord): JsonRecord[] {
  const runs = isBatch(record) ? [...list(record['post']), ...list(record['patch'])].filter(isRecord) : isRun(record) ? [record] : [];
  return runs.flatMap((run) => [run, ...list(run['child_runs']).filter(isRecord).flatMap((child) => runsIn({ parent_run_id: run['id'], ...child }))]);
}
