// Our own `calls --format jsonl` read back in: field names as in the README.
import { inclusiveUsage } from '../model/usage.js';
import { type FieldValues, callFields, callOf, countFields } from './fields.js';
import { type RecordReading, isRecord, notOfFormat, recordSource } from './records.js';
import type { TimeReader } from './time.js';

const ID = 'normalised';
const MILLION = 1_000_000;

export const source = recordSource({
  id: ID,
  title: 'calls as `shadowbill calls --format jsonl` prints them',
  settable: ['env'],
  marks: 'hold startedAt, provider, usageSource and priceMatch',
  isOf: (record) => isNormalised(record),
  open: () => undefined,
  read: (record, { time, fileTimeMs, set }) => [readRecord(record, { time, fileTimeMs, env: set['env'] })],
});

type JsonRecord = Readonly<Record<string, unknown>>;

const isNormalised = (record: JsonRecord): boolean => ['startedAt', 'provider', 'usageSource', 'priceMatch', ...countFields.slice(0, 1)].every((name) => name in record);

/** Tags are texts; what else stands there is written out. */
const tagsIn = (tags: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(isRecord(tags) ? tags : {}).flatMap(([name, value]) => (value === null ? [] : [[name, typeof value === 'string' ? value : JSON.stringify(value)]])));

/** `task` comes back as a tag, which wins over every guess: the text that it was read from is gone. */
function readRecord(record: JsonRecord, context: { time: TimeReader; fileTimeMs: number; env: string | undefined }): RecordReading {
  if (!isNormalised(record)) return notOfFormat('not a call as `shadowbill calls --format jsonl` prints it');
  const values: FieldValues = { ...Object.fromEntries(callFields.map((name) => [name, record[name]])), costUsd: record['loggedCostUsd'], env: record['env'] ?? context.env };
  const labels = Object.fromEntries(['task', 'workload'].map((name) => [name, record[name]] as const).filter(([, value]) => typeof value === 'string' && value !== 'other'));
  const tags = { ...(labels as Record<string, string>), ...tagsIn(record['tags']) };
  const outcome = callOf(values, { ...context, tags, ids: { prefix: 'call', trust: 'stated' } });
  if (!outcome.known) return { outcome };
  const weight = record['weight'];
  const call = outcome.value;
  return {
    outcome: { known: true, value: { ...call, rawUsage: JSON.stringify(inclusiveUsage(call.usage)) } },
    weightMillionths: typeof weight === 'number' && weight > 0 ? Math.round(weight * MILLION) : undefined,
    storeId: call.recordId,
  };
}
