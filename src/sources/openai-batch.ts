// Input, output and error files of batch jobs: OpenAI https://platform.openai.com/docs/guides/batch and those who took the format over (Azure, Mistral, Groq, Together, Fireworks), Anthropic
// https://docs.claude.com/en/docs/build-with-claude/batch-processing, Gemini https://ai.google.dev/gemini-api/docs/batch-api, Vertex
// https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/batch-prediction-gemini, Bedrock https://docs.aws.amazon.com/bedrock/latest/userguide/batch-inference-data.html (read 2026-11-22)
import type { Status } from '../model/call.js';
import { known } from '../model/outcome.js';
import { type BatchRequests, openRequests } from './batch-requests.js';
import { type LogFacts, callFromLog, logSettable } from './log-call.js';
import { type RecordContext, type RecordReading, isRecord, itemsOf, notOfFormat, readRecords, readShallow, recordSource } from './records.js';
import { parsedRecord } from './sample.js';
import type { Companion, JsonRecord, ReadItem, Source, SourceInput } from './source.js';
import { createTimeReader, timeUnits } from './time.js';
import { isAbsent, isNoContent, number, object, opened, pick, text } from './values.js';

const ID = 'openai-batch';
const PATHS = ['requests'] as const;

const shape = recordSource({
  id: ID,
  title: 'batch jobs: output, error and input files of OpenAI, Azure, Anthropic, Gemini, Vertex, Mistral, Bedrock',
  settable: logSettable,
  joins: true,
  paths: PATHS,
  marks: 'hold custom_id (key, recordId) with a request or a reply of a batch job',
  isOf: (record) => kindOf(record) !== undefined,
  open: () => undefined,
  read: () => [],
});

export const source: Source = { ...shape, read: readFile };

/** Id of a line within its batch. */
const idOf = (record: JsonRecord): string | undefined => text(record['custom_id']) ?? text(record['recordId']) ?? text(record['key']);

/** A result of Anthropic's without its wrapper: { custom_id, type: 'succeeded', message }. */
const isFlatResult = (record: JsonRecord): boolean => /^(succeeded|errored|cancell?ed|expired)$/.test(text(record['type']) ?? '') && !('response' in record);

function kindOf(record: JsonRecord): 'request' | 'reply' | 'both' | undefined {
  const has = (name: string): boolean => !isAbsent(record[name]);
  if (has('custom_id')) {
    if (isRecord(record['response']) || isRecord(record['result']) || isRecord(record['error'])) return isRecord(opened(record['request'])) ? 'both' : 'reply';
    if (isFlatResult(record) || ('response' in record && text(record['error']) !== undefined)) return 'reply';
    return isRecord(opened(record['body'])) || isRecord(opened(record['params'])) || isRecord(record['request']) ? 'request' : undefined;
  }
  if (has('recordId') && (has('modelInput') || has('modelOutput'))) return has('modelOutput') || has('error') ? 'both' : 'request';
  const request = object(record['request']);
  const isGemini = Array.isArray(request['contents']) || request['contents'] !== undefined;
  if (has('key') && (isRecord(record['response']) || isRecord(record['error']))) return isGemini ? 'both' : 'reply';
  if (isGemini && ('processed_time' in record || 'status' in record) && 'response' in record) return 'both';
  return has('key') && isGemini && record['response'] === undefined ? 'request' : undefined;
}

/** What a file of companions holds, by its first line. */
function companionKind(companion: Companion): ReturnType<typeof kindOf> {
  const first = companion.head.split(/\r?\n/).find((line) => line.trim() !== '') ?? '';
  const record = parsedRecord(first);
  return record === undefined ? (/"requests"\s*:\s*\[/.test(companion.head.slice(0, 2000)) ? 'request' : undefined) : kindOf(record);
}

/** Characters of requests that are read for one batch of items: each may hold pictures. */
const FLUSH_CHARACTERS = 8_000_000;

async function* readFile(input: SourceInput): AsyncGenerator<readonly ReadItem[]> {
  const { set } = input.options;
  const time = createTimeReader(timeUnits.find((unit) => unit === set['timeUnit']));
  const companions = input.companions ?? [];
  const opener = (isRequest: boolean) => once(() => openRequests(companions.filter((companion) => (companionKind(companion) === 'request') === isRequest), { idOf, paths: PATHS }));
  const [requests, replies] = [opener(true), opener(false)];
  let unclear = 0;
  for await (const batch of readRecords(input, PATHS)) {
    let items: ReadItem[] = [];
    let characters = 0;
    for (const entry of batch) {
      if ('skipped' in entry) {
        items.push(entry);
        continue;
      }
      const { record } = entry;
      const id = idOf(record);
      const kind = kindOf(record);
      const context: RecordContext = { time, set, fileTimeMs: input.fileTimeMs, place: entry, input };
      if (kind === 'request') {
        const isAnswered = id !== undefined && (await replies()).has(id);
        items.push(...itemsOf([isAnswered ? { folded: 'part' } : { outcome: { known: false, reason: NO_REPLY } }], entry));
        continue;
      }
      const found = kind === 'reply' && id !== undefined ? await requestFor(id, { record, requests: await requests() }) : { request: undefined, isUnclear: false };
      if (found.isUnclear) unclear += 1;
      if (found.request !== undefined) characters += JSON.stringify(found.request).length;
      items.push(...itemsOf(readShallow(() => [kind === undefined ? notOfFormat('not a line of a batch job (no custom_id with a reply)') : readReplyLine(record, { request: found.request, context })]), entry));
      if (characters > FLUSH_CHARACTERS) {
        yield items;
        items = [];
        characters = 0;
      }
    }
    if (items.length > 0) yield items;
  }
  if (unclear > 0) input.note(`${unclear} of the replies: several requests of the same custom_id in the files of this run, so they stay without their prompt; import the files of one batch at a time`);
  if ((await requests()).isIncomplete()) input.note('the request files are too large to be held: some replies stay without their prompt; unpack compressed request files, or import one batch at a time');
  for (const note of time.assumed()) input.note(note);
}

const NO_REPLY = 'a request of a batch whose reply is in none of the files: import the output file of the batch in the same run';

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined;
  return () => (done ??= work());
}

/** The request of a reply. Batches may use the same ids: then the model must tell, or nothing does. */
async function requestFor(id: string, { record, requests }: { record: JsonRecord; requests: BatchRequests }): Promise<{ request: JsonRecord | undefined; isUnclear: boolean }> {
  const all = await requests.find(id);
  const model = text(pick(record, 'response.body.model', 'result.message.model', 'message.model', 'response.model', 'response.modelVersion'));
  const fitting = all.length < 2 || model === undefined ? all : all.filter((request) => isSameModel(text(pick(request, 'body.model', 'params.model', 'request.model')), model));
  const [request] = fitting;
  const isUnclear = new Set(fitting.map((one) => JSON.stringify(one))).size > 1;
  return { request: isUnclear ? undefined : request, isUnclear };
}

const isSameModel = (asked: string | undefined, served: string): boolean => asked === undefined || served.startsWith(asked) || asked.startsWith(served);

interface ReplyFacts {
  facts: LogFacts;
  reply: unknown;
  request?: unknown;
}

function readReplyLine(record: JsonRecord, { request, context }: { request: JsonRecord | undefined; context: RecordContext }): RecordReading {
  const line = factsOfLine(record);
  if ('noCall' in line) return line;
  const asked = request === undefined ? line.request : opened(pick(request, 'body', 'params', 'request', 'modelInput'));
  const id = text(record['id']);
  const keys = [id === undefined ? undefined : `${ID}:${id}`, ...(line.facts.keys ?? [])];
  const url = text(request?.['url'] ?? record['url']);
  const model = text(object(asked)['model']);
  const isNamedNowhere = model === undefined && isNoContent(line.reply);
  const provider = isNamedNowhere && hasOpenaiId(id) ? 'openai' : undefined;
  const outcome = callFromLog({ serviceTier: 'batch', stream: false, requestedModel: model, id, ...(provider !== undefined && { provider }), ...line.facts, keys }, { request: asked, reply: line.reply, url }, context);
  const isFormatOnly = outcome.known && outcome.value.provider === 'openai-compatible' && hasOpenaiId(id);
  return { outcome: isFormatOnly ? known({ ...outcome.value, provider: 'openai' }) : outcome };
}

/** Ids of OpenAI's own service: an error names neither model nor provider. */
const hasOpenaiId = (id: string | undefined): boolean => id?.startsWith('batch_req_') === true;

/** Words by which providers say that a request never ran, so that nothing was billed. */
const NEVER_RAN = /^(batch_)?(expired|cancell?ed)$/i;
const neverRan: RecordReading & { noCall: string } = { noCall: 'a request of a batch that was cancelled or expired before it ran' };

function factsOfLine(record: JsonRecord): ReplyFacts | { noCall: string } {
  if (record['recordId'] !== undefined) return bedrockLine(record);
  const result = isFlatResult(record) ? record : object(record['result']);
  if (Object.keys(result).length > 0) return anthropicLine(result);
  const response = object(record['response']);
  const error = object(record['error']);
  if (NEVER_RAN.test(text(error['code']) ?? text(error['type']) ?? '')) return neverRan;
  const httpStatus = number(response['status_code'] ?? response['statusCode']);
  const hasBody = response['body'] !== undefined || httpStatus !== undefined;
  const reply = hasBody ? opened(response['body']) : response;
  const facts: LogFacts = { httpStatus, keys: [keyOf('request', response['request_id'])], startedAt: record['processed_time'] };
  const failure = failureOf(record, error);
  const isFailed = isNoContent(reply) && failure !== undefined;
  const isVertex = 'processed_time' in record && record['custom_id'] === undefined;
  return {
    facts: { ...facts, ...(isVertex && { provider: 'vertex' }), ...(isFailed && { ...failure.facts, ...(httpStatus !== undefined && { httpStatus }) }) },
    reply: isFailed ? failure.reply : reply,
    request: opened(record['request']),
  };
}

const keyOf = (kind: string, id: unknown): string | undefined => (text(id) === undefined ? undefined : `${kind}:${String(text(id))}`);

/** An error beside an empty reply: an object, or a text (Vertex's, and that of servers which run batches themselves), which may end in the API's own JSON. */
function failureOf(record: JsonRecord, error: JsonRecord): { facts: LogFacts; reply: unknown } | undefined {
  if (Object.keys(error).length > 0) {
    const code = number(error['code']);
    const isHttp = code !== undefined && code >= 400 && code <= 599;
    const type = text(error['status']) ?? text(error['type']) ?? (isHttp ? undefined : text(error['code']));
    return { facts: { errorType: type, ...(isHttp ? { httpStatus: code } : { status: 'server_error' as Status }) }, reply: undefined };
  }
  const words = text(record['status']) ?? text(record['error']);
  if (words === undefined) return undefined;
  const inner = words.includes('{') ? opened(words.slice(words.indexOf('{'))) : undefined;
  return isRecord(inner) ? { facts: {}, reply: inner } : { facts: { status: 'server_error' }, reply: undefined };
}

/** `type` of a result: succeeded, errored, canceled, expired. */
function anthropicLine(result: JsonRecord): ReplyFacts | { noCall: string } {
  if (NEVER_RAN.test(text(result['type']) ?? '')) return neverRan;
  if (result['message'] !== undefined) return { facts: { provider: 'anthropic' }, reply: result['message'] };
  const error = object(result['error']);
  const type = text(object(error['error'])['type']) ?? text(error['type']);
  return { facts: { provider: 'anthropic', errorType: type, keys: [keyOf('request', error['request_id'])] }, reply: isRecord(error['error']) ? error : { type: 'error', error } };
}

function bedrockLine(record: JsonRecord): ReplyFacts {
  const error = object(record['error']);
  const code = number(error['errorCode']);
  const failed = Object.keys(error).length === 0 ? {} : { errorType: text(error['errorCode']) ?? 'error', ...(code !== undefined && code >= 400 && code <= 599 ? { httpStatus: code } : { status: 'server_error' as Status }) };
  return { facts: { provider: 'aws', ...failed }, reply: opened(record['modelOutput']), request: opened(record['modelInput']) };
}
