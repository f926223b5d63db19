import { stratumOfText } from '../../model/loss.js';
import { type Metric, type Sample, metricsText } from '../../recorder/metrics.js';
import type { RecordingStatus } from '../workers/record-thread.js';

/** What the traffic port counts, by name. */
export type TrafficCounts = Readonly<Record<string, number>>;

const PREFIX = 'shadowbill_';

/** Counters that have a name of several words, such as `unread REASON`: the rest of the name becomes labels. */
const samplesOf = (counts: RecordingStatus['counts'], word: string, labelsOf: (rest: string) => Record<string, string>): Sample[] =>
  Object.entries(counts).filter(([name]) => name.startsWith(`${word} `)).map(([name, value]) => ({ labels: labelsOf(name.slice(word.length + 1)), value }));

/** Everything that an operator's alarm may look at. */
export function recordMetrics({ recording, traffic, faults }: { recording: RecordingStatus; traffic: TrafficCounts; faults: number }): string {
  const { counts, queue, losses, store } = recording;
  const one = (name: string, type: Metric['type'], help: string, value: number): Metric => ({ name: `${PREFIX}${name}`, help, type, samples: [{ value }] });
  const many = (name: string, help: string, samples: readonly Sample[]): Metric => ({ name: `${PREFIX}${name}`, help, type: 'counter', samples });
  const lost = losses.flatMap(({ kind, stratum, calls }) => {
    const of = kind === 'lost' ? stratumOfText(stratum) : undefined;
    return of === undefined ? [] : [{ labels: { upstream: of.upstream, status: of.statusClass, octave: String(of.octave) }, value: calls }];
  });
  const unseen = losses.filter(({ kind }) => kind === 'unseen').map(({ stratum, calls }) => ({ labels: { path: stratum }, value: calls }));
  return metricsText([
    one('calls_stored_total', 'counter', 'Calls that are in the store.', counts['calls'] ?? 0),
    one('calls_merged_total', 'counter', 'Records of calls that were in the store already (polls, batch results read again).', counts['merged'] ?? 0),
    many('exchanges_read_total', 'Exchanges that reached the recording thread.', samplesOf(counts, 'seen', (rest) => ({ upstream: rest.slice(0, rest.lastIndexOf(' ')), status: rest.slice(rest.lastIndexOf(' ') + 1) }))),
    one('body_bytes_total', 'counter', 'Bytes of bodies of exchanges that were read, as they went over the wire.', counts['body_bytes'] ?? 0),
    many('calls_lost_total', 'Calls that passed and were not kept, by stratum (octave: floor of log2 of the bytes of both bodies). Kept calls of the stratum stand for them.', lost),
    many('requests_not_understood_total', 'Requests on paths that may cost something and are not understood: spend that is not seen.', unseen),
    many('exchanges_unread_total', 'Exchanges that were kept and could not be read.', samplesOf(counts, 'unread', (reason) => ({ reason }))),
    many('exchanges_passed_total', 'Exchanges that are no calls.', samplesOf(counts, 'passed', (kind) => ({ kind }))),
    one('spans_total', 'counter', 'OpenTelemetry spans and log records that were taken.', counts['spans'] ?? 0),
    one('queue_dropped_total', 'counter', 'Exchanges that found no room in the queue.', queue.dropped),
    one('queue_dropped_bytes_total', 'counter', 'Their bytes.', queue.droppedBytes),
    one('thread_lost_total', 'counter', 'Exchanges that were in the hand of a recording thread that ended.', queue.lostInThread),
    one('thread_restarts_total', 'counter', 'Times that the recording thread was started again.', recording.restarts),
    one('queue_exchanges', 'gauge', 'Exchanges that wait for the recording thread.', queue.waiting),
    one('queue_bytes', 'gauge', 'Bytes that wait or are in the hand of the recording thread.', queue.waitingBytes + queue.inFlightBytes),
    one('lag_seconds', 'gauge', 'How long the oldest of them has waited.', queue.lagMs / 1000),
    one('store_stalled', 'gauge', '1 while the store cannot take calls.', store.isStalled ? 1 : 0),
    many('store_faults_total', 'Times that the store could not take a batch.', samplesOf(counts, 'store_faults', (code) => ({ code }))),
    one('spool_bytes', 'gauge', 'Bytes of calls that wait on the disk for the store.', store.spoolBytes),
    one('spool_full_total', 'counter', 'Calls for which the spool had no room.', counts['spool_full'] ?? 0),
    ...(store.storedAt === undefined ? [] : [one('last_stored_timestamp_seconds', 'gauge', 'When a call last reached the store.', store.storedAt / 1000)]),
    many('traffic_total', 'What the traffic port counts; inFlight and upgradesOpen are of this moment.', Object.entries(traffic).map(([what, value]) => ({ labels: { what }, value }))),
    one('faults_total', 'counter', 'Faults inside the recorder that did not stop traffic.', faults),
  ]);
}
