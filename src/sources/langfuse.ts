// Langfuse: traces and observations of the UI export, the API and the blob storage export. https://langfuse.com/docs/api-and-data-platform/features/blob-storage-export-fields,
// https://api.reference.langfuse.com, packages/shared/src/domain/observations.ts of https://github.com/langfuse/langfuse (read 2026-11-22)
import { readMessages, readReply, readToolDefinitions } from '../providers/index.js';
import { failureOf } from './failure.js';
import { type Ingestion, createIngestion, isIngestion } from './langfuse-ingestion.js';
import { countsOfObservation, entriesOf } from './langfuse-usage.js';
import { type TraceFacts, type Traces, createTraces, idOfTrace, isTrace, withTrace } from './langfuse-traces.js';
import { callFromLog, logSettable } from './log-call.js';
import { type NestedCalls, createNestedCalls } from './nested-calls.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord } from './source.js';
import { between, effortOf, isFrameworkName, isWireReply, isWireRequest, labelsOf, maxTokensOf, parametersOf, present, providerNamedBy } from './tracing.js';
import { duration, isAbsent, isNoContent, list, object, opened, pick, tagsOf, text, usd } from './values.js';

const ID = 'langfuse';

interface State {
  traces: Traces;
  nested: NestedCalls;
  ingestion: Ingestion;
}

export const source = recordSource<State>({
  id: ID,
  title: 'Langfuse traces and observations (UI, API or blob storage export)',
  settable: logSettable,
  joins: true,
  paths: ['data', 'batch'],
  marks: 'hold a Langfuse trace, an event of its ingestion, or traceId with parentObservationId or usageDetails',
  isOf: (record) => isObservation(record) || isTrace(record) || isDocument(record) || isScore(record) || isIngestion(record),
  open: async (input) => ({ traces: await createTraces(input), nested: createNestedCalls(), ingestion: createIngestion() }),
  read: readRecord,
  close: (context, state) => [...state.ingestion.end(readerOf(context, state)), ...state.nested.end()],
});

const has = (record: JsonRecord, ...names: readonly string[]): boolean => names.some((name) => name in record);
const traceIdOf = (record: JsonRecord): string | undefined => text(pick(record, 'traceId', 'trace_id'));

const isObservation = (record: JsonRecord): boolean =>
  has(record, 'traceId', 'trace_id') && has(record, 'type') && has(record, 'parentObservationId', 'parent_observation_id', 'usageDetails', 'usage_details', 'completionStartTime', 'completion_start_time', 'calculatedTotalCost', 'providedModelName', 'provided_model_name') &&
  /^[A-Z_]+$/.test(text(record['type']) ?? '');
const isDocument = (record: JsonRecord): boolean => (isRecord(record['trace']) && isTrace(record['trace'])) || observationsIn(record).some(isObservation);
const isScore = (record: JsonRecord): boolean => has(record, 'traceId', 'trace_id') && has(record, 'dataType', 'data_type') && has(record, 'observationId', 'observation_id') || (has(record, 'dataType') && has(record, 'value') && text(pick(record, 'subject.kind')) !== undefined);

/** Observations wherever a whole trace keeps them. */
const observationsIn = (record: JsonRecord): JsonRecord[] => [record['observations'], object(record['trace'])['observations']].flatMap((value) => list(value)).filter(isRecord);

/** What one copy leaves out, such as the text, the other may hold. */
const filled = (first: JsonRecord, other: JsonRecord): JsonRecord => ({ ...first, ...Object.fromEntries(Object.entries(other).filter(([name, value]) => isAbsent(first[name]) && !isAbsent(value))) });

function readRecord(record: JsonRecord, context: RecordContext, state: State): readonly RecordReading[] {
  if (isIngestion(record)) return state.ingestion.add(record, context.place, { read: readerOf(context, state), addTrace: (trace) => state.traces.add(trace) });
  if (isObservation(record)) return readObservation(record, { context, state });
  if (isDocument(record)) return readTrace(record, { context, state });
  if (isTrace(record)) {
    state.traces.add(record);
    return [{ noCall: 'a trace: its observations are the calls' }];
  }
  return isScore(record) ? [{ noCall: 'a score' }] : [notOfFormat('neither a trace nor an observation of Langfuse')];
}

const readerOf = (context: RecordContext, state: Pick<State, 'traces' | 'nested'>) => (observation: JsonRecord, place: RecordContext['place']): readonly RecordReading[] => readObservation(observation, { context: { ...context, place }, state });

/** One trace with its observations: each is shown once, or twice in exports of the UI. */
function readTrace(record: JsonRecord, { context, state }: { context: RecordContext; state: State }): RecordReading[] {
  const trace = isRecord(record['trace']) ? record['trace'] : record;
  if (idOfTrace(trace) !== undefined) state.traces.add(trace);
  const nested = createNestedCalls();
  const whole = new Map<string, JsonRecord>();
  const twice: RecordReading[] = [];
  for (const observation of observationsIn(record)) {
    const id = text(observation['id']) ?? `nameless ${whole.size}`;
    const former = whole.get(id);
    if (former !== undefined && isCall(observation)) twice.push({ folded: 'shown-twice' });
    whole.set(id, former === undefined ? observation : filled(former, observation));
  }
  const readings = [...whole.values()].flatMap((observation) =>
    readObservation(has(observation, 'traceId', 'trace_id') ? observation : { ...observation, traceId: trace['id'] }, { context, state: { traces: state.traces, nested } }),
  );
  return [...readings, ...nested.end(), ...twice];
}

const callTypes: readonly string[] = ['GENERATION', 'EMBEDDING'];
/** Steps of an agent, which some instrumentations give the model and usage of a call that they make themselves. */
const stepTypes: readonly string[] = ['AGENT', 'TOOL', 'CHAIN', 'RETRIEVER', 'EVALUATOR', 'GUARDRAIL'];

const typeOf = (record: JsonRecord): string => text(record['type'])?.toUpperCase() ?? '';
const modelOf = (record: JsonRecord): string | undefined => text(pick(record, 'model', 'providedModelName', 'provided_model_name', 'modelName', 'model_name'));

function isCall(record: JsonRecord): boolean {
  const type = typeOf(record);
  if (callTypes.includes(type)) return true;
  return stepTypes.includes(type) && modelOf(record) !== undefined && Object.values(countsOfObservation(record, { isEmbedding: false }).counts).some((count) => (count ?? 0) > 0);
}

function readObservation(record: JsonRecord, { context, state }: { context: RecordContext; state: Pick<State, 'traces' | 'nested'> }): RecordReading[] {
  const id = text(record['id']);
  const parent = text(pick(record, 'parentObservationId', 'parent_observation_id'));
  if (!isCall(record)) {
    if (id !== undefined) state.nested.link(id, parent);
    return [{ noCall: `an observation of type ${typeOf(record) || 'unknown'}` }];
  }
  const { where, text: recordText } = context.place;
  const reading = { outcome: callFromLog(...factsOf(record, { context, trace: state.traces.find(traceIdOf(record)) })), where, text: id === undefined ? JSON.stringify(record) : `${traceIdOf(record) ?? ''}/${id}` };
  if (id === undefined) return [reading];
  return state.nested.add({ id, ancestors: parent === undefined ? [] : [parent], reading, characters: recordText.length });
}

const SPAN_ID = /^[0-9a-f]{16}$/;
const TRACE_ID = /^[0-9a-f]{32}$/;

function keysOf(record: JsonRecord): string[] {
  const [id, trace] = [text(record['id']), traceIdOf(record)];
  if (id === undefined) return [];
  const isSpan = trace !== undefined && SPAN_ID.test(id) && TRACE_ID.test(trace);
  const response = responseIdOf(id, entriesOf(record['metadata']));
  return [trace === undefined ? `${ID}:${id}` : `${ID}:${trace}/${id}`, ...(isSpan ? [`span:${trace}/${id}`] : []), ...(response === undefined ? [] : [`response:${response}`])];
}

/** Ids of generations that LiteLLM writes: the time of the start before the id of the response, which newer versions also put into the metadata. */
const LITELLM_ID = /^time-\d{2}-\d{2}-\d{2}-\d{1,6}_(\S+)$/;
const WIRE_ID = /^(chatcmpl-|cmpl-|resp_|msg_|gen-)/;

/** Example: 'time-07-31-28-960749_chatcmpl-f0' -> 'chatcmpl-f0' */
function responseIdOf(id: string, metadata: JsonRecord): string | undefined {
  const stated = text(metadata['litellm_response_id']) ?? LITELLM_ID.exec(id)?.[1];
  return stated !== undefined && WIRE_ID.test(stated) ? stated : undefined;
}

function factsOf(record: JsonRecord, { context, trace }: { context: RecordContext; trace: TraceFacts | undefined }): Parameters<typeof callFromLog> {
  const { time } = context;
  const parameters = object(pick(record, 'modelParameters', 'model_parameters'));
  const metadata = entriesOf(record['metadata']);
  const own = withTrace(record, trace);
  const span = { ...metadata, ...object(metadata['attributes']) };
  const model = modelOf(record) ?? text(pick(span, 'gen_ai.response.model', 'gen_ai.request.model'));
  const isEmbedding = typeOf(record) === 'EMBEDDING';
  const { counts, raw } = countsOfObservation(record, { isEmbedding });
  const [start, end, first] = [pick(record, 'startTime', 'start_time'), pick(record, 'endTime', 'end_time'), pick(record, 'completionStartTime', 'completion_start_time')];
  const [input, output] = [opened(record['input']), opened(record['output'])];
  const failure = text(record['level'])?.toUpperCase() === 'ERROR' ? failureOf(text(pick(record, 'statusMessage', 'status_message')) ?? text(output)) : undefined;
  const provider = text(pick(parameters, 'system', 'provider')) ?? ['gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider', 'llm.provider', 'ls_provider', 'custom_llm_provider', 'provider'].map((name) => text(pick(span, name))).find((name) => name !== undefined && !isFrameworkName(name)) ?? providerNamedBy(model);
  const costs = entriesOf(pick(record, 'costDetails', 'cost_details'));
  const environment = text(record['environment']);
  const isWire = { request: isWireRequest(input), reply: isWireReply(output) };
  const reply = failure === undefined && !isWire.reply && !isNoContent(output) ? readReply(output) : undefined;
  const tools = readToolDefinitions(pick(record, 'toolDefinitions', 'tool_definitions') ?? object(input)['tools'] ?? parameters['tools'] ?? []);
  const messages = isNoContent(input) ? [] : readMessages(input);
  return [
    {
      id: text(record['id']), keys: keysOf(record), startedAt: start, endedAt: end, provider, servedModel: model, counts, rawUsage: raw, api: isEmbedding ? 'embeddings' : undefined,
      effort: effortOf(parameters), serviceTier: text(pick(parameters, 'service_tier', 'serviceTier')), stream: first !== undefined, finishReason: text(pick(parameters, 'finishReason', 'finish_reason')) ?? finishOf(pick(span, 'finishReason', 'finish_reason', 'stop_reason', 'gen_ai.response.finish_reasons', 'ai.response.finishReason')),
      ...failure, ...(failure === undefined && { statusWord: 'ok' }),
      costUsd: (usd(pick(record, 'totalCost', 'total_cost', 'calculatedTotalCost', 'calculated_total_cost')) ?? usd(costs['total']) ?? sumOf(costs) ?? usd(pick(record, 'usage.totalCost'))) || undefined,
      latencyMs: between(start, end, time) ?? duration(record['latency'], 's'), ttftMs: between(start, first, time) ?? duration(pick(record, 'timeToFirstToken', 'time_to_first_token'), 's'),
      user: own.user, session: own.session, env: environment === 'default' ? undefined : (environment ?? own.environment),
      maxOutputTokens: maxTokensOf(parameters), parameters: parametersOf(parameters),
      tags: {
        ...present({ name: text(record['name']), trace: own.name, prompt: text(pick(record, 'promptName', 'prompt_name')), release: own.release }),
        ...labelsOf(own.metadata), ...labelsOf(metadata), ...tagsOf(own.tags),
      },
      content: messages.length === 0 && reply === undefined ? undefined : { messages, tools, ...(reply !== undefined && { reply }) },
    },
    { ...(isWire.request && { request: input }), ...(isWire.reply && { reply: output }) },
    context,
  ];
}

/** One word, or a list of one for each answer. */
const finishOf = (value: unknown): string | undefined => text(list(value)[0]) ?? text(value);

function sumOf(costs: JsonRecord): number | undefined {
  const parts = Object.values(costs).map(usd).filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.reduce((total, part) => total + part, 0);
}
