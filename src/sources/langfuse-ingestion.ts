// Bodies of Langfuse's ingestion API, as SDKs and LiteLLM send them and proxies record them: { batch: [{ id, type, timestamp, body }] }, https://api.reference.langfuse.com/#tag/ingestion (read 2026-11-22)
import { type RecordContext, type RecordReading, isRecord } from './records.js';
import type { JsonRecord } from './source.js';
import { isAbsent, text } from './values.js';

const EVENT = /^(trace|span|generation|event|score|observation)-(create|update)$|^sdk-log$/;

export const isIngestion = (record: JsonRecord): boolean => EVENT.test(text(record['type']) ?? '') && isRecord(record['body']);

interface Held {
  body: JsonRecord;
  place: RecordContext['place'];
}

/** Generations are created and, when they end, updated: they are held until the file ends. */
export interface Ingestion {
  /** Readings that are there at once. `read`: one observation, whole; `addTrace`: the facts of a trace. */
  add(event: JsonRecord, place: RecordContext['place'], hands: Hands): readonly RecordReading[];
  end(read: Hands['read']): readonly RecordReading[];
}

interface Hands {
  read(observation: JsonRecord, place: RecordContext['place']): readonly RecordReading[];
  addTrace(trace: JsonRecord): void;
}

/** Generations that are held at most; then the oldest is taken as whole. */
const MAX_HELD = 20_000;

export function createIngestion(): Ingestion {
  const held = new Map<string, Held>();
  const add: Ingestion['add'] = (event, place, { read, addTrace }) => {
    const body = event['body'] as JsonRecord;
    const kind = text(event['type'])?.split('-')[0] ?? '';
    if (kind === 'trace') {
      addTrace(body);
      return [{ noCall: 'a trace: its observations are the calls' }];
    }
    if (kind === 'score' || kind === 'sdk') return [{ noCall: kind === 'score' ? 'a score' : 'a message of the SDK' }];
    const observation = { ...body, type: text(body['type']) ?? kind.toUpperCase() };
    const id = text(body['id']);
    if (kind === 'span' || kind === 'event' || id === undefined) return read(observation, place);
    const former = held.get(id);
    if (former !== undefined) {
      held.set(id, { ...former, body: { ...former.body, ...stated(observation) } });
      return [{ folded: 'poll' }];
    }
    const [oldest] = held.size < MAX_HELD ? [] : held;
    if (oldest !== undefined) held.delete(oldest[0]);
    held.set(id, { body: observation, place });
    return oldest === undefined ? [] : read(oldest[1].body, oldest[1].place);
  };
  const end: Ingestion['end'] = (read) => {
    const rest = [...held.values()];
    held.clear();
    return rest.flatMap(({ body, place }) => read(body, place));
  };
  return { add, end };
}

/** What an update leaves out stays as it was. */
const stated = (body: JsonRecord): JsonRecord => Object.fromEntries(Object.entries(body).filter(([, value]) => !isAbsent(value)));
