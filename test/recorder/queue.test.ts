import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLossLedger } from '../../src/recorder/losses.js';
import { copyBody } from '../../src/recorder/record-pack.js';
import { type Batch, type Queue, createQueue, usualBounds } from '../../src/recorder/queue.js';
import { SEEN_AT, seenChat, teeOf } from './seen.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Bench {
  queue: Queue;
  batches: Batch[];
  losses: ReturnType<typeof createLossLedger>;
}

function open(bounds: Partial<typeof usualBounds> = {}): Bench {
  const batches: Batch[] = [];
  const losses = createLossLedger();
  const queue = createQueue({ post: (batch) => batches.push(batch), losses, bounds: { ...usualBounds, ...bounds } });
  queue.setReady(true);
  return { queue, batches, losses };
}

const textOf = (pieces: readonly Uint8Array[]): string => Buffer.concat(pieces).toString();

describe('the queue', () => {
  test('sends 64 at once, and fewer after 20 ms', () => {
    const { queue, batches } = open();
    queue.take(seenChat());
    vi.advanceTimersByTime(19);
    expect(batches).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(batches.map(({ exchanges }) => exchanges.length)).toEqual([1]);
    for (let at = 0; at < 64; at += 1) queue.take(seenChat());
    vi.advanceTimersByTime(0);
    expect(batches.map(({ exchanges }) => exchanges.length)).toEqual([1, 64]);
  });

  test('hands over copies: what the sockets still hold stays theirs', () => {
    const { queue, batches } = open();
    const seen = seenChat();
    queue.take(seen);
    vi.advanceTimersByTime(20);
    const body = batches[0]?.exchanges[0]?.requestBody;
    expect(textOf(body?.pieces ?? [])).toBe(Buffer.concat(seen.requestBody.chunks).toString());
    expect(body?.pieces[0]?.buffer).not.toBe(seen.requestBody.chunks[0]?.buffer);
  });

  test('copies no more than its budget in one turn of the event loop', () => {
    const { queue, batches } = open({ copyBytes: 100_000 });
    queue.take(seenChat({ requestBody: teeOf(Buffer.alloc(950_000, 'x')), responseBody: teeOf('y') }));
    vi.advanceTimersByTime(20);
    for (let turn = 0; turn < 9; turn += 1) {
      expect(batches).toEqual([]);
      vi.advanceTimersToNextTimer();
    }
    vi.runAllTimers();
    expect(batches[0]?.exchanges[0]?.requestBody.bytes).toBe(950_000);
    expect(textOf(batches[0]?.exchanges[0]?.requestBody.pieces ?? [])).toBe('x'.repeat(950_000));
  });

  test('copies bodies of any cut into pieces that join to the same bytes', () => {
    const chunks = [1, 300_000, 0, 262_143, 262_144, 5].map((length, at) => Buffer.alloc(length, at + 1));
    const copy = copyBody(teeOf(...chunks));
    let turns = 0;
    while (!copy.isDone()) turns += copy.step(10_000) > 0 ? 1 : 0;
    expect(Buffer.concat(copy.result().pieces).equals(Buffer.concat(chunks))).toBe(true);
    expect(turns).toBeGreaterThan(50);
  });

  test('holds a bounded number of bytes while nothing is taken off it, and counts what it drops by hour, upstream, status and size', () => {
    const { queue, batches, losses } = open({ bytes: 100_000, batchesAhead: 1 });
    for (let at = 0; at < 200; at += 1) queue.take(seenChat({ requestBody: teeOf('x'.repeat(10_000)), responseBody: teeOf('y'.repeat(2000)), ...(at % 2 === 1 && { status: 429 }) }));
    vi.runAllTimers();
    const { waitingBytes, inFlightBytes, dropped, taken } = queue.status();
    expect(waitingBytes + inFlightBytes).toBeLessThanOrEqual(100_000);
    expect(taken + dropped).toBe(200);
    expect(batches).toHaveLength(1);
    const octave = Math.floor(Math.log2(10_000 + 2000));
    const lost = [...batches.flatMap((batch) => batch.losses), ...losses.drain()];
    expect(lost.map(({ kind, hour, stratum }) => ({ kind, hour, stratum }))).toEqual(['2xx', '4xx'].map((status) => ({ kind: 'lost', hour: Math.floor(SEEN_AT / 3_600_000), stratum: `openai|${status}|${octave}` })));
    expect(lost.reduce((sum, { calls }) => sum + calls, 0)).toBe(dropped);
    expect(lost.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(dropped * (10_000 + 2000));
  });

  test('does not count what costs nothing, and names what is not understood', () => {
    const { queue, losses } = open({ bytes: 0 });
    queue.take(seenChat({ method: 'GET', url: 'https://api.openai.com/v1/models' }));
    queue.take(seenChat({ url: 'https://api.openai.com/v1/images/generations' }));
    expect(losses.drain()).toEqual([expect.objectContaining({ kind: 'unseen', stratum: 'openai POST /v1/images/generations', calls: 1 })]);
  });

  test('takes room again when batches are acknowledged', async () => {
    const { queue, batches } = open({ bytes: 40_000, batchesAhead: 1 });
    for (let at = 0; at < 20; at += 1) queue.take(seenChat());
    vi.advanceTimersByTime(20);
    const { dropped } = queue.status();
    expect(dropped).toBeGreaterThan(0);
    const drained = queue.drained();
    for (let at = 0; at < 20 && at < batches.length; at += 1) {
      queue.acknowledge(batches[at]?.id ?? 0);
      vi.runAllTimers();
    }
    await drained;
    expect(queue.status()).toMatchObject({ waiting: 0, waitingBytes: 0, inFlight: 0, inFlightBytes: 0 });
    queue.take(seenChat());
    expect(queue.status().dropped).toBe(dropped);
  });

  test('counts what was in the hand of a thread that ended, once, and sends the rest to the next', () => {
    const { queue, batches } = open({ batchesAhead: 1, batchExchanges: 2 });
    for (let at = 0; at < 4; at += 1) queue.take(seenChat());
    vi.runAllTimers();
    expect(batches).toHaveLength(1);
    queue.abandon();
    vi.runAllTimers();
    expect(queue.status()).toMatchObject({ lostInThread: 2, inFlight: 0, waiting: 2 });
    queue.setReady(true);
    vi.runAllTimers();
    expect(batches[1]?.exchanges).toHaveLength(2);
    expect(batches[1]?.losses).toEqual([expect.objectContaining({ kind: 'lost', calls: 2 })]);
    queue.acknowledge(batches[1]?.id ?? 0);
    queue.sendLosses();
    expect(batches).toHaveLength(2);
  });

  test('losses that a thread took down with it are sent again', () => {
    const { queue, batches, losses } = open();
    losses.add({ kind: 'lost', hour: 1, stratum: 'openai|2xx|3', calls: 7, bytes: 70 });
    queue.sendLosses();
    expect(batches.map((batch) => batch.losses.length)).toEqual([1]);
    queue.abandon();
    queue.setReady(true);
    queue.sendLosses();
    expect(batches[1]?.losses).toEqual([{ kind: 'lost', hour: 1, stratum: 'openai|2xx|3', calls: 7, bytes: 70 }]);
  });

  test('takes no export that it has no room for', () => {
    const { queue } = open({ bytes: 5000 });
    const seen = { kind: 'traces' as const, contentType: 'application/json', contentEncoding: '', body: teeOf('{}'), receivedAt: SEEN_AT };
    expect([queue.takeExport(seen), queue.takeExport(seen)]).toEqual([true, false]);
  });
});

describe('the ledger of losses', () => {
  test('stays bounded when a caller makes up paths', () => {
    const losses = createLossLedger();
    for (let at = 0; at < 10_000; at += 1) losses.add({ kind: 'unseen', hour: 1, stratum: `openai POST /v1/x${at}`, calls: 1, bytes: 1 });
    const rows = losses.drain();
    expect(rows.length).toBeLessThanOrEqual(2001);
    expect(rows.reduce((sum, { calls }) => sum + calls, 0)).toBe(10_000);
  });
});
