// Bare replies of model APIs, one a JSON line, in a list, or one in a file: what a script saved of each answer, without its request. Wire formats as in src/providers/
import { known } from '../model/outcome.js';
import { isWholeReply, readBodies } from '../providers/index.js';
import { type RecordContext, type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { JsonRecord, Sample, Source } from './source.js';
import { areWholeReplies } from './sse.js';
import { isAbsent, number, pick } from './values.js';

const ID = 'replies';

const records = recordSource({
  id: ID,
  title: "bare replies of a provider's API, without their requests",
  settable: ['provider', 'model', 'env', 'user', 'session'],
  marks: "are whole replies of a provider's API",
  isOf: (record) => isWholeReply(record),
  open: () => undefined,
  read: (record, context) => [readRecord(record, context)],
});

export const source: Source = { ...records, detect: (sample: Sample) => (areWholeReplies(sample) ? records.detect(sample) : undefined) };

const isError = (record: JsonRecord): boolean => isRecord(record['error']) || record['type'] === 'error';

/** Fields that no reply has: whoever saved it wrote them beside it. */
const timeFields = ['timestamp', 'startedAt', 'started_at', 'startTime', 'start_time', 'time', 'logged_at'] as const;
const latencyFields = ['latencyMs', 'latency_ms', 'durationMs', 'duration_ms', 'elapsed_ms'] as const;

function readRecord(record: JsonRecord, { time, set, fileTimeMs }: RecordContext): RecordReading {
  if (!isWholeReply(record) && !isError(record)) return notOfFormat("not a reply of a provider's API");
  const outcome = readBodies({ reply: record }, { source: ID, fileTimeMs, provider: set['provider'], model: set['model'] });
  if (!outcome.known) return { outcome };
  const call = outcome.value;
  const stated = pick(record, ...timeFields);
  const startedAt = isAbsent(stated) ? undefined : time.read(stated);
  if (startedAt !== undefined && !startedAt.known) return { outcome: startedAt };
  const latencyMs = number(pick(record, ...latencyFields));
  return {
    outcome: known({
      ...call,
      ...(startedAt !== undefined && { startedAt: startedAt.value, timeSource: 'record' as const }),
      latencyMs: call.latencyMs ?? (latencyMs !== undefined && latencyMs >= 0 ? latencyMs : undefined),
      env: call.env ?? set['env'], user: call.user ?? set['user'], sessionId: call.sessionId ?? set['session'],
    }),
  };
}
