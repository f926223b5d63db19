// LangSmith runs: batches of the SDK ({post, patch}), the API (runs/query), bulk export and JSON or CSV of the UI. https://docs.langchain.com/langsmith/run-data-format,
// https://docs.langchain.com/langsmith/data-export, js/src/client.ts of https://github.com/langchain-ai/langsmith-sdk (read 2026-11-22)
import { readMessages, readReply, readToolDefinitions } from '../providers/index.js';
import { failureOf } from './failure.js';
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
}

export const source = recordSource<State>({
  id: ID,
  title: 'LangSmith runs (SDK batches, API, bulk export, CSV)',
  settable: logSettable,
  paths: ['post', 'patch', 'runs', 'data'],
  marks: 'hold run_type with dotted_order, trace_id or parent_run_id',
  isOf: (record) => isRun(record) || isBatch(record),
  open: () => ({ started: new Map<string, Started>(), startedCharacters: 0, nested: createNestedCalls() }),
  read: (record, context, state) => (isBatch(record) ? [...list(record['post']), ...list(record['patch'])].filter(isRecord).flatMap((run) => readRun(run, { context, state })) : readRun(record, { context, state })),
  close: (context, state) => [...[...state.started.keys()].flatMap((id) => release(id, { context, state })), ...state.nested.end()],
});

const has = (record: JsonRecord, ...names: readonly string[]): boolean => names.some((name) => name in record);
const isRun = (record: JsonRecord): boolean => (has(record, 'run_type') && has(record, 'dotted_order', 'trace_id', 'parent_run_id', 'session_name', 'child_runs', 'child_run_ids')) || isPatch(record);
const isPatch = (record: JsonRecord): boolean => has(record, 'dotted_order') && has(record, 'end_time', 'outputs') && !has(record, 'run_type');
const isBatch = (record: JsonRecord): boolean => !has(record, 'run_type') && [...list(record['post']), ...list(record['patch'])].some((run) => isRecord(run) && isRun(run));

/** `20241013T070537170001Zdc34609e-…` of every run from the root down. */
const DOTTED_PART = /Z([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i;
const dottedIds = (run: JsonRecord): string[] => (text(run['dotted_order']) ?? '').split('.').flatMap((part) => DOTTED_PART.exec(part)?.[1] ?? []);
const idOf = (run: JsonRecord): string | undefined => text(run['id']) ?? text(run['run_id']) ?? dottedIds(run).at(-1);

/** From the nearest on. */
function ancestorsOf(run: JsonRecord, id: string): string[] {
  const dotted = dottedIds(run).filter((entry) => entry !== id).reverse();
  const parent = text(pick(run, 'parent_run_id', 'parent_id'));
  return dotted.length > 0 ? dotted : parent === undefined ? [] : [parent];
}

const callTypes: readonly string[] = ['llm', 'embedding'];
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
  isAbsent(run['end_time']) && isNoContent(run['outputs']) && isAbsent(run['error']) && callTypes.includes(text(run['run_type'])?.toLowerCase() ?? '') && !context.place.path.startsWith('runs');

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
  const type = text(run['run_type'])?.toLowerCase();
  const ancestors = id === undefined ? [] : ancestorsOf(run, id);
  if (type === undefined && isPatch(run) && !isUsed(run)) return [{ noCall: 'the end of a run whose beginning is not in the file' }];
  if (type !== undefined && !callTypes.includes(type)) {
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
      finishReason: wordOf(pick(answered, 'finish_reason', 'stop_reason', 'done_reason')) ?? wordOf(object(list(outputs['choices'])[0])['finish_reason']),
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
