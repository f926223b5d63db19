// User, session and labels stand on the trace, which is in the same document, an earlier record, or another file of the same export.
import { readRecords } from './records.js';
import type { Companion, JsonRecord, SourceInput } from './source.js';
import { object, pick, text } from './values.js';

export interface TraceFacts {
  user?: string | undefined;
  session?: string | undefined;
  name?: string | undefined;
  environment?: string | undefined;
  release?: string | undefined;
  tags?: unknown;
  metadata?: unknown;
}

export interface Traces {
  add(trace: JsonRecord): void;
  find(id: string | undefined): TraceFacts | undefined;
}

const has = (record: JsonRecord, ...names: readonly string[]): boolean => names.some((name) => name in record);

/** Rows of the traces table, elements of the API's list, or the trace of a UI export. */
export const isTrace = (record: JsonRecord): boolean =>
  has(record, 'id') && !has(record, 'traceId', 'trace_id', 'startTime', 'start_time', 'run_type') && has(record, 'sessionId', 'session_id') && has(record, 'tags') && has(record, 'bookmarked', 'public', 'htmlPath', 'release', 'observations');

export const idOfTrace = (trace: JsonRecord): string | undefined => text(trace['id']);

/** Traces whose facts are held; a file of more is read without those beyond. */
const MAX_TRACES = 200_000;

const MAX_METADATA_CHARACTERS = 1000;

function factsOf(trace: JsonRecord): TraceFacts {
  const metadata = object(trace['metadata']);
  const isShort = JSON.stringify(metadata).length <= MAX_METADATA_CHARACTERS;
  return {
    user: text(pick(trace, 'userId', 'user_id')), session: text(pick(trace, 'sessionId', 'session_id')), name: text(trace['name']), environment: text(trace['environment']), release: text(trace['release']),
    tags: trace['tags'], ...(isShort && { metadata }),
  };
}

/** The traces of the companion files, and room for those of this one. */
export async function createTraces(input: SourceInput): Promise<Traces> {
  const found = new Map<string, TraceFacts>();
  let isFull = false;
  const keep = (id: string, facts: TraceFacts): void => {
    if (found.size < MAX_TRACES || found.has(id)) found.set(id, facts);
    else if (!isFull) {
      isFull = true;
      input.note(`more than ${MAX_TRACES} traces: user, session and tags of those beyond are not known; import the observations and traces of fewer days at a time`);
    }
  };
  for (const companion of input.companions ?? []) for (const [id, facts] of await tracesOf(companion, input)) keep(id, facts);
  const add = (trace: JsonRecord): void => {
    const id = idOfTrace(trace);
    if (id !== undefined) keep(id, factsOf(trace));
  };
  return { add, find: (id) => (id === undefined ? undefined : found.get(id)) };
}

/** One reading of a file of traces serves every file of observations beside it. */
const readBefore = new WeakMap<Companion, Promise<ReadonlyMap<string, TraceFacts>>>();

function tracesOf(companion: Companion, input: SourceInput): Promise<ReadonlyMap<string, TraceFacts>> {
  const former = readBefore.get(companion);
  if (former !== undefined) return former;
  const traces = readTraces(companion, input);
  readBefore.set(companion, traces);
  return traces;
}

async function readTraces(companion: Companion, input: SourceInput): Promise<ReadonlyMap<string, TraceFacts>> {
  const traces = new Map<string, TraceFacts>();
  const isText = !companion.head.startsWith('PAR1');
  if (isText && !/session_?id/i.test(companion.head)) return traces;
  const file: SourceInput = { ...input, name: companion.name, chunks: companion.chunks(), ...(companion.bytes !== undefined && { bytes: companion.bytes }) };
  for await (const batch of readRecords(file, ['data'])) {
    for (const entry of batch) {
      if (!('record' in entry)) continue;
      if (!isTrace(entry.record)) return traces;
      const id = idOfTrace(entry.record);
      if (id !== undefined && traces.size < MAX_TRACES) traces.set(id, factsOf(entry.record));
    }
  }
  return traces;
}

/** What the observation itself says of its trace (enriched exports) stands above the trace's own record. */
export function withTrace(record: JsonRecord, trace: TraceFacts | undefined): TraceFacts {
  return {
    user: text(pick(record, 'userId', 'user_id')) ?? trace?.user,
    session: text(pick(record, 'sessionId', 'session_id')) ?? trace?.session,
    name: text(pick(record, 'traceName', 'trace_name')) ?? trace?.name,
    environment: trace?.environment,
    release: text(record['release']) ?? trace?.release,
    tags: pick(record, 'tags', 'traceTags', 'trace_tags') ?? trace?.tags,
    metadata: trace?.metadata,
  };
}
