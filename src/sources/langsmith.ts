// LangSmith runs: batches of the SDK ({post, patch}), the API (runs/query), bulk export and JSON or CSV of the UI. https://docs.langchain.com/langsmith/run-data-format,
// https://docs.langchain.com/langsmith/data-export, js/src/client.ts of https://github.com/langchain-ai/langsmith-sdk (read 2026-11-22)
import { readMessages, readReply, readToolDefinitions } from '../providers/index.js';
import { failureOf } from './failure.js';
import { type KnownRuns, addKnownRuns } from './langsmith-known.js';
import { PATHS, ancestorsOf, callTypes, idOf, isBatch, isPatch, isRun, typeOf } from './langsmith-run.js';
import { countsOfRun, firstMessage } from './langsmith-usage.js';
import { callFromLog, logSettable } from './log-call.js';
import { type NestedCalls, createNestedCalls } from './nested-calls.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { between, effortOf, isWireReply, isWireRequest, labelsOf, maxTokensOf, parametersOf, present, providerNamedBy } from './tracing.js';
import { flag, isAbsent, isNoContent, list, number, object, pick, tagsOf, text } from './values.js';

const ID = 'langsmith';

/** A run whose end has not been read yet. */
interface Started {
  run: JsonRecord;
  where: string;
  characters: number;
}

interface State {
  started: Map<string, Started>;
  startedCharacters: number;
  nested: NestedCalls;
  known: KnownRuns;
  /** Runs of this file, and runs that calls of it stand in. */
  seen: Set<string>;
  parents: Set<string>;
  /** Runs that are no calls are in the file: then those that calls stand in should be too. */
  hasSteps: boolean;
}

export const source = recordSource<State>({
  id: ID,
  title: 'LangSmith runs (SDK batches, API, bulk export, CSV)',
  settable: logSettable,
  joins: true,
  paths: PATHS,
  marks: 'hold run_type with dotted_order, trace_id or parent_run_id',
  isOf: (record) => isRun(record) || isBatch(record),
  open: async (input) => {
    const nested = createNestedCalls();
    const known = await addKnownRuns(nested, input);
    return { started: new Map<string, Started>(), startedCharacters: 0, nested, known, seen: new Set<string>(), parents: new Set<string>(), hasSteps: false };
  },
  read: (record, context, state) => (isBatch(record) ? [...list(record['post']), ...list(record['patch'])].filter(isRecord).flatMap((run) => readRun(run, { context, state })) : readRun(record, { context, state })),
  close: (context, state) => {
    noteMissing(context, state);
    return [...[...state.started.keys()].flatMap((id) => release(id, { context, state })), ...state.nested.end()];
  },
});

const has = (record: JsonRecord, ...names: readonly string[]): boolean => names.some((name) => name in record);

/** Ids that are remembered to tell whether a trace lies in other files too. */
const MAX_SEEN = 200_000;

/**
 * A trace may lie in several files: those of one run are known to each other. Files that are imported in runs of their own are not, and a store cannot make up for it: a run's key names that run alone,
 * and several calls may stand in one wrapping. Then a wrapping counts beside its calls, and this says that runs are missing.
 */
function noteMissing({ input }: RecordContext, { known, seen, parents, hasSteps }: State): void {
  if (!hasSteps || seen.size >= MAX_SEEN) return;
  const missing = [...parents].filter((id) => !seen.has(id) && !known.has(id)).length;
  if (missing > 0) input.note(`${missing} ${missing === 1 ? 'run' : 'runs'} that calls stand in ${missing === 1 ? 'is' : 'are'} in no file of this import; if a trace lies in several files, import all of them in one run, as a call that wraps others is only known from them`);
}

/** Runs whose end is awaited; the halves of a run are sent within seconds of each other. */
const MAX_STARTED = 2000;
const MAX_STARTED_CHARACTERS = 32 * 1024 * 1024;

function readRun(run: JsonRecord, { context, state }: { context: RecordContext; state: State }): RecordReading[] {
  if (!isRun(run)) return [notOfFormat('not a run of LangSmith (no run_type, no dotted_order)')];
  const children = list(run['child_runs']).filter(isRecord).flatMap((child) => readRun({ parent_run_id: run['id'], ...child }, { context, state }));
  const id = idOf(run);
  const former = id === undefined ? undefined : state.started.get(id);
  if (id !== undefined && former !== undefined) {
    drop(id, state);
    return [...children, { folded: 'poll' }, ...callOf(merged(former.run, run), { id, where: former.where, characters: former.characters + context.place.text.length, context, state })];
  }
  if (id !== undefined && isWaiting(run, context)) return [...children, ...start(id, run, { context, state })];
  return [...children, ...callOf(run, { id, where: context.place.where, characters: context.place.text.length, context, state })];
}

/** Without an end and without a reply, in a batch of the SDK: the other half follows. */
const isWaiting = (run: JsonRecord, context: RecordContext): boolean =>
  isAbsent(run['end_time']) && isNoContent(run['outputs']) && isAbsent(run['error']) && callTypes.includes(typeOf(run) ?? '') && !context.place.path.startsWith('runs');

function start(id: string, run: JsonRecord, { context, state }: { context: RecordContext; state: State }): RecordReading[] {
  const { where, text: { length: characters } } = context.place;
  state.started.set(id, { run, where, characters });
  state.startedCharacters += characters;
  const released: RecordReading[] = [];
  for (const oldest of state.started.keys()) {
    if (state.started.size <= MAX_STARTED && state.startedCharacters <= MAX_STARTED_CHARACTERS) break;
    released.push(...release(oldest, { context, state }));
  }
  return released;
}

function drop(id: string, state: State): void {
  state.startedCharacters -= state.started.get(id)?.characters ?? 0;
  state.started.delete(id);
}

function release(id: string, { context, state }: { context: RecordContext; state: State }): RecordReading[] {
  const former = state.started.get(id);
  drop(id, state);
  return former === undefined ? [] : callOf(former.run, { id, where: former.where, characters: former.characters, context, state });
}

/** The later half stands where it says something; labels of both are kept. */
function merged(former: JsonRecord, later: JsonRecord): JsonRecord {
  const stated = Object.fromEntries(Object.entries(later).filter(([, value]) => !isNoContent(value)));
  const extra = { ...object(former['extra']), ...object(later['extra']), metadata: { ...object(object(former['extra'])['metadata']), ...object(object(later['extra'])['metadata']) } };
  return { ...former, ...stated, extra };
}

function callOf(run: JsonRecord, { id, where, characters, context, state }: { id: string | undefined; where: string; characters: number; context: RecordContext; state: State }): RecordReading[] {
  const type = typeOf(run);
  const ancestors = id === undefined ? [] : ancestorsOf(run, id);
  const isStep = type !== undefined && !callTypes.includes(type);
  if (id !== undefined && state.seen.size < MAX_SEEN) state.seen.add(id);
  if (isStep) state.hasSteps = true;
  else if (ancestors[0] !== undefined && state.parents.size < MAX_SEEN) state.parents.add(ancestors[0]);
  if (type === undefined && isPatch(run) && !isUsed(run)) return [{ noCall: 'the end of a run whose beginning is not in the file' }];
  if (isStep) {
    if (id !== undefined) state.nested.link(id, ancestors[0]);
    return [{ noCall: `a run of type ${type}` }];
  }
  const reading = { outcome: callFromLog(...factsOf(run, { id, context })), where, text: id ?? JSON.stringify(run) };
  return id === undefined ? [reading] : state.nested.add({ id, ancestors, reading, characters });
}

const metadataOf = (run: JsonRecord): JsonRecord => object(pick(run, 'extra.metadata', 'metadata'));

/** An end alone is a call's only where it counts tokens and names a model. */
const isUsed = (run: JsonRecord): boolean => countsOfRun(run, { outputs: object(run['outputs']), metadata: metadataOf(run) }).raw !== undefined && text(pick(metadataOf(run), 'ls_model_name')) !== undefined;

/** The SDK for JavaScript writes milliseconds, everything else ISO. */
const instantOf = (value: unknown): unknown => (typeof value === 'number' && Math.abs(value) < 8.64e15 ? new Date(value).toISOString() : value);

/** A text, or an object that a stream was put together in. */
function wordOf(value: unknown): string | undefined {
  return text(value) ?? Object.values(object(value)).map(text).find((entry) => entry !== undefined);
}

function factsOf(run: JsonRecord, { id, context }: { id: string | undefined; context: RecordContext }): Parameters<typeof callFromLog> {
  const { time } = context;
  const [inputs, outputs, metadata] = [object(run['inputs']), object(run['outputs']), metadataOf(run)];
  const invocation = { ...object(pick(run, 'extra.invocation_params', 'invocation_params')), ...object(metadata['ls_invocation_params']) };
  const message = firstMessage(outputs);
  const answered = { ...object(object(outputs['llm_output'])), ...object(message['generation_info']), ...object(message['response_metadata']) };
  const { counts, raw } = countsOfRun(run, { outputs, metadata });
  const [start, end] = [instantOf(run['start_time']), instantOf(run['end_time'])];
  const firstToken = list(run['events']).map(object).find((event) => text(event['name']) === 'new_token');
  const first = instantOf(pick(run, 'first_token_time') ?? firstToken?.['time']);
  const error = text(run['error']);
  const failure = error !== undefined ? failureOf(error) : text(run['status'])?.toLowerCase() === 'error' ? failureOf(undefined) : undefined;
  const embeds = text(run['run_type']) === 'embedding' || text(metadata['ls_model_type']) === 'embedding';
  const isWire = { request: isWireRequest(inputs) && isWireMessages(inputs), reply: isWireReply(outputs) };
  const requested = text(pick(metadata, 'ls_model_name')) ?? text(pick(invocation, 'model', 'model_name', 'model_id', 'azure_deployment')) ?? text(pick(inputs, 'model'));
  const served = text(pick(outputs, 'model')) ?? text(pick(answered, 'model_name', 'model', 'model_id'));
  const reply = failure === undefined && !isWire.reply && !isNoContent(outputs) ? readReply(outputs) : undefined;
  const messages = isWire.request || isNoContent(inputs) ? [] : readMessages(inputs);
  const responseId = [text(answered['id']), text(message['id'])].find((entry) => entry !== undefined && /^(chatcmpl-|msg_|resp_|gen-)/.test(entry));
  return [
    {
      id, keys: [...(id === undefined ? [] : [`${ID}:${id}`]), ...(responseId === undefined ? [] : [`response:${responseId}`])], startedAt: start, endedAt: end,
      provider: text(pick(metadata, 'ls_provider')) ?? text(answered['model_provider']) ?? providerNamedBy(requested ?? served),
      requestedModel: requested, servedModel: served, counts, rawUsage: raw, api: embeds ? 'embeddings' : undefined,
      stream: first !== undefined || flag(pick(invocation, 'stream', 'streaming')) === true || flag(inputs['stream']) === true,
      finishReason: wordOf(pick(answered, 'finish_reason', 'stop_reason', 'stopReason', 'done_reason')) ?? wordOf(object(list(outputs['choices'])[0])['finish_reason']) ?? wordOf(pick(outputs, 'stop_reason', 'stopReason')),
      ...failure, ...(failure === undefined && { statusWord: 'ok' }), effort: effortOf({ ...invocation, ...inputs }), serviceTier: text(pick(answered, 'service_tier')) ?? text(pick(invocation, 'service_tier')),
      costUsd: number(run['total_cost']) || undefined, latencyMs: between(start, end, time), ttftMs: between(start, first, time),
      user: text(pick(metadata, 'user_id', 'userId', 'user')), session: text(pick(metadata, 'session_id', 'thread_id', 'conversation_id', 'sessionId')), env: text(pick(metadata, 'env', 'environment', 'ENV')),
      maxOutputTokens: maxTokensOf({ ...metadata, ...invocation }), parameters: parametersOf({ ...metadata, ...invocation }),
      tags: { ...present({ name: text(run['name']), project: text(run['session_name']) }), ...labelsOf(metadata), ...tagsOf(run['tags']) },
      content: messages.length === 0 && reply === undefined ? undefined : { messages, tools: readToolDefinitions(pick(invocation, 'tools', 'functions') ?? pick(inputs, 'tools', 'functions') ?? []), ...(reply !== undefined && { reply }) },
    },
    { ...(isWire.request && { request: inputs }), ...(isWire.reply && { reply: outputs }) },
    context,
  ];
}

/** LangChain serialises messages in a way of its own ([[…]], `lc`, `kwargs`); the wire has a flat list of roles. */
const isWireMessages = (inputs: JsonRecord): boolean => {
  const given = pick(inputs, 'messages', 'contents', 'input');
  return typeof given === 'string' || list(given).every((message) => isRecord(message) && message['lc'] === undefined && has(message, 'role', 'type') && (has(message, 'content', 'parts') || has(message, 'call_id')));
};
