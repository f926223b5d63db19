// Raw captures of streamed replies, one or many in a file: server-sent events https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream,
// newline-delimited JSON (Ollama) and JSON arrays (Gemini without alt=sse) (read 2026-11-22). There is no request beside them.
import type { Skip } from '../model/store.js';
import { isWholeReply, readStreamText, withAdvice } from '../providers/index.js';
import { linesOf } from './lines.js';
import { peek } from './peek.js';
import { isRecord, readRecords } from './records.js';
import type { Fit, JsonRecord, ReadItem, Sample, Source, SourceInput } from './source.js';
import { list, object, text } from './values.js';

const ID = 'sse';

/** Gemini and Ollama say the same words in a stream's pieces and in a whole reply: records are whole where each has an end and an id of its own. A list of one is a stream, as Gemini sends it. */
export function areWholeReplies(sample: Sample): boolean {
  const records = sample.recordsAt('');
  if (records.length === 1 && sample.head.trimStart().startsWith('[')) return false;
  const ids = records.map((record) => text(record['responseId'] ?? record['response_id'])).filter((id) => id !== undefined);
  return records.some(isWholeReply) && new Set(ids).size === ids.length && records.every((record) => isWhole(record) || record['type'] === 'error');
}

const isWhole = (record: JsonRecord): boolean => !isPiece(record) || record['done'] === true || text(firstCandidate(record)['finishReason'] ?? firstCandidate(record)['finish_reason']) !== undefined;

export const source: Source = {
  id: ID,
  title: 'raw event streams of replies (SSE or newline-delimited JSON)',
  settable: ['provider', 'model', 'env', 'user', 'session'],
  detect,
  read: readStreams,
};

/** One event with the text that says it again, whole. */
interface StreamEvent {
  where: string;
  text: string;
  /** Absent when the data are no JSON. */
  json: JsonRecord | undefined;
  isDone: boolean;
}

function detect(sample: Sample): Fit | undefined {
  if (sample.container === 'events' || isWithHeaders(sample)) {
    const events = sample.lines.filter((line) => /^data:\s*(\{|\[)/.test(line)).length;
    const hasCutEvent = events === 0 && /^data:\s*\{/m.test(sample.head);
    return events === 0 && !hasCutEvent ? undefined : { records: Math.max(1, events), reason: `an event stream: ${events} of the first ${sample.lines.length} lines are JSON data`, isGuess: false };
  }
  if (sample.container !== 'json') return undefined;
  const records = sample.recordsAt('');
  const pieces = records.filter(isPiece).length;
  return pieces === 0 || areWholeReplies(sample) ? undefined : { records: pieces, reason: `${pieces} of the first ${records.length} records are pieces of a streamed reply`, isGuess: false };
}

/** A capture with the status line and headers before it (`curl -i`): they are no fields of an event stream, and passed over. */
const isWithHeaders = ({ container, head }: Sample): boolean => container === 'csv' && /^HTTP\/\d/.test(head) && /^data:\s*\{/m.test(head);

const converseNames = ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop'] as const;

/** Fields that only a piece of a stream has. */
export function isPiece(record: JsonRecord): boolean {
  if (/^(chat\.completion|text_completion)\.chunk$/.test(String(record['object']))) return true;
  if (typeof record['done'] === 'boolean' && typeof record['model'] === 'string') return true;
  if (isRecord(record['usageMetadata']) && (Array.isArray(record['candidates']) || isRecord(record['promptFeedback']))) return true;
  if (record['type'] === 'error' && (isRecord(record['error']) || record['sequence_number'] !== undefined)) return true;
  if (converseNames.some((name) => isRecord(record[name])) || isRecord(object(record['metadata'])['usage'])) return true;
  return isStart(record) || /^(content_block_|message_(delta|stop)$|content-(start|delta|end)$|message-end$|response\.(output|completed|in_progress|content))/.test(String(record['type']));
}

const isStart = (json: JsonRecord): boolean =>
  /^(message_start|message-start|response\.created)$/.test(String(json['type'])) || /^(stream-start|interaction\.(created|start))$/.test(String(json['event_type'])) || isRecord(json['messageStart']) ||
  (json['id'] === '' && Array.isArray(json['prompt_filter_results']));

/** After these nothing of the same reply comes. The error of a Responses stream, which is numbered, is followed by the response that failed. */
const isEnd = (json: JsonRecord): boolean =>
  json['done'] === true || (json['sequence_number'] === undefined && (json['type'] === 'error' || (isRecord(json['error']) && idOf(json) === undefined))) || /^(message_stop|message-end|response\.(completed|failed|incomplete))$/.test(String(json['type'])) || String(json['event_type']) === 'stream-end' || isRecord(object(json['metadata'])['usage']);

/** Ids that all pieces of a reply share. */
const idOf = (json: JsonRecord): string | undefined => {
  const isChunk = Array.isArray(json['choices']) || Array.isArray(json['candidates']);
  return isChunk ? text(json['id'] ?? json['responseId'] ?? json['response_id']) : undefined;
};

const firstCandidate = (json: JsonRecord): JsonRecord => object(list(json['candidates'])[0]);

/** Characters. A longer stream is no reply of any model: it is passed over, so that memory stays bounded. */
const MAX_STREAM_CHARACTERS = 64 * 1024 * 1024;

interface OpenStream {
  where: string;
  parts: string[];
  characters: number;
  id: string | undefined;
  isEnded: boolean;
  hasFinishReason: boolean;
}

function beginsAnother(open: OpenStream, json: JsonRecord): boolean {
  const id = idOf(json);
  if (id !== undefined && open.id !== undefined) return id !== open.id;
  if (open.isEnded || isStart(json)) return true;
  return open.hasFinishReason && id === undefined && list(object(firstCandidate(json)['content'])['parts']).length > 0;
}

async function* readStreams(input: SourceInput): AsyncGenerator<readonly ReadItem[]> {
  const [head, chunks] = await peek(input.chunks);
  const batches = /^[{[]/.test(head.trimStart()) ? jsonEvents({ ...input, chunks }) : sseEvents(chunks);
  let open: OpenStream | undefined;
  for await (const batch of batches) {
    const items: ReadItem[] = [];
    for (const event of batch) {
      if ('skipped' in event) {
        items.push(event);
        continue;
      }
      if (open !== undefined && !event.isDone && event.json !== undefined && beginsAnother(open, event.json)) {
        items.push(...itemsOf(open, input));
        open = undefined;
      }
      if (open === undefined && event.isDone) continue;
      open ??= { where: event.where, parts: [], characters: 0, id: undefined, isEnded: false, hasFinishReason: false };
      add(open, event);
    }
    if (items.length > 0) yield items;
  }
  if (open !== undefined) yield itemsOf(open, input);
}

function add(open: OpenStream, { text: part, json, isDone }: StreamEvent): void {
  open.characters += part.length;
  if (open.characters <= MAX_STREAM_CHARACTERS) open.parts.push(part);
  else open.parts = [];
  if (isDone) open.isEnded = true;
  if (json === undefined) return;
  open.id ??= idOf(json);
  open.isEnded = isEnd(json);
  open.hasFinishReason ||= text(firstCandidate(json)['finishReason'] ?? firstCandidate(json)['finish_reason']) !== undefined;
}

function itemsOf({ where, parts, characters }: OpenStream, { options: { set }, fileTimeMs }: SourceInput): ReadItem[] {
  if (characters > MAX_STREAM_CHARACTERS) return [{ skipped: { where, reason: `the stream is longer than ${MAX_STREAM_CHARACTERS / 1024 / 1024} MB` } }];
  const recordText = parts.join('');
  const outcome = readStreamText(recordText, { source: ID, fileTimeMs, provider: set['provider'], model: set['model'] });
  if (!outcome.known) return [{ skipped: { where, reason: outcome.reason } }];
  const call = outcome.value;
  const named = { ...call, env: call.env ?? set['env'], user: call.user ?? set['user'], sessionId: call.sessionId ?? set['session'] };
  return withAdvice(named).map((each, part) => ({ call: each, recordText: part === 0 ? recordText : `${recordText}#advisor-${part}`, where }));
}

async function* jsonEvents(input: SourceInput): AsyncGenerator<(StreamEvent | { skipped: Skip })[]> {
  for await (const batch of readRecords(input, [])) {
    yield batch.map((entry) => ('skipped' in entry ? entry : { where: entry.where, text: `${JSON.stringify(entry.record)}\n`, json: entry.record, isDone: false }));
  }
}

/** Events of a text. Files put together may lack the blank line between two streams: data that are whole JSON are an event by themselves. */
async function* sseEvents(chunks: AsyncIterable<Buffer>): AsyncGenerator<StreamEvent[]> {
  let name = '';
  let data: string[] = [];
  let firstLine = 1;
  let events: StreamEvent[] = [];
  const flush = (): void => {
    if (data.length > 0) {
      const whole = data.join('\n');
      const fields = [...(name === '' ? [] : [`event: ${name}`]), ...data.map((line) => `data: ${line}`)];
      events.push({ where: `line ${firstLine}`, text: `${fields.join('\n')}\n\n`, json: jsonOf(whole), isDone: whole.trim() === '[DONE]' });
    }
    name = '';
    data = [];
  };
  const take = (line: string, at: number): void => {
    if (line === '') return flush();
    const field = /^(event|data): ?/.exec(line);
    if (field === null) return;
    const value = line.slice(field[0].length);
    if (data.length > 0 && (field[1] === 'event' || data.at(-1) === '[DONE]' || jsonOf(data.join('\n')) !== undefined)) flush();
    if (name === '' && data.length === 0) firstLine = at;
    if (field[1] === 'event') name = value;
    else data.push(value);
  };
  for await (const { firstLine: from, texts } of linesOf(chunks)) {
    for (const [index, line] of texts.entries()) for (const part of (line ?? '').split('\r')) take(part, from + index);
    if (events.length > 0) yield events;
    events = [];
  }
  flush();
  if (events.length > 0) yield events;
}

function jsonOf(whole: string): JsonRecord | undefined {
  try {
    const json: unknown = JSON.parse(whole);
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
