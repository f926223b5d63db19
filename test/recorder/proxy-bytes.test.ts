import { type Socket, connect } from 'node:net';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Proxy } from '../../src/recorder/proxy.js';
import { type RawServer, collector, proxyTo, rawServer } from './wire.js';

// The same generated exchange goes direct and through the proxy; what both ends heard must be the same bytes. What may differ, by RFC 9110 and 9112:
// Host, hop-by-hop fields (Connection, Keep-Alive), and how a chunked body is cut into chunks.

const EXCHANGES = 10_000;
const LANES = 8;

/** Draws in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
function drawsFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const noise = Buffer.from(Array.from({ length: 80_000 }, ((draw) => () => Math.floor(draw() * 256))(drawsFrom(1))));

interface Exchange {
  readonly request: Buffer;
  /** Pieces that the upstream writes, one after the other. */
  readonly reply: readonly Buffer[];
  /** The upstream breaks off after so many bytes of the reply. */
  readonly cutAfter?: number;
  /** The caller goes after so many bytes of the reply. */
  readonly leavesAfter?: number;
  readonly endsConnection: boolean;
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'POST', 'POST'];
const statuses = [200, 200, 200, 200, 201, 204, 304, 400, 401, 429, 500, 503, 529];

const made = new Map<number, Exchange>();

function exchangeOf(number: number): Exchange {
  const kept = made.get(number) ?? makeExchange(number);
  made.set(number, kept);
  return kept;
}

function makeExchange(number: number): Exchange {
  const draw = drawsFrom(number * 7919 + 17);
  const below = (limit: number): number => Math.floor(draw() * limit);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const bytes = (length: number): Buffer => noise.subarray(number % 999, (number % 999) + length);
  const cased = (name: string): string => [...name].map((letter) => (draw() < 0.5 ? letter.toUpperCase() : letter.toLowerCase())).join('');
  const value = (): string => Array.from({ length: below(30) }, () => String.fromCharCode(draw() < 0.1 ? 0xa1 + below(90) : 0x21 + below(94))).join('');
  const fields = (): string[] => Array.from({ length: below(9) }, () => `${cased(pick(['x-a', 'accept', 'user-agent', 'x-stainless-lang', 'openai-organization', 'set-cookie', 'cf-ray', 'x-a', 'content-encoding', 'vary', 'date', 'server']))}: ${value()}`);
  const chunked = (body: Buffer): Buffer[] => {
    const pieces: Buffer[] = [];
    for (let at = 0; at < body.length;) {
      const size = Math.min(body.length - at, 1 + below(Math.max(pick([3, 40, 700, 9000]), body.length / 15)));
      pieces.push(Buffer.concat([Buffer.from(`${size.toString(16)}${draw() < 0.05 ? ';a=b' : ''}\r\n`), body.subarray(at, at + size), Buffer.from('\r\n')]));
      at += size;
    }
    return pieces;
  };
  const trailers = (): string => (draw() < 0.3 ? `${cased('x-trailer')}: ${value()}\r\n${draw() < 0.5 ? 'X-T2: 1\r\n' : ''}` : '');

  const method = pick(methods);
  const requestBody = method === 'GET' || method === 'HEAD' || draw() < 0.2 ? undefined : bytes(below(pick([10, 300, 300, 300, 9000])));
  const isRequestChunked = requestBody !== undefined && draw() < 0.3;
  const requestHead = [`${method} /local/${number}?q=${below(999)}%2F HTTP/1.1`, `x-number: ${number}`, ...fields(), `${cased('host')}: caller.test`, ...fields(),
    ...(requestBody === undefined ? [] : [isRequestChunked ? `${cased('transfer-encoding')}: chunked` : `${cased('content-length')}: ${requestBody.length}`])];
  const requestTail = requestBody === undefined ? [] : isRequestChunked ? [...chunked(requestBody), Buffer.from(`0\r\n${trailers()}\r\n`, 'latin1')] : [requestBody];

  const status = pick(statuses);
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  const plain = draw() < 0.5 ? Buffer.from(Array.from({ length: below(12) }, (_, index) => `data: {"i":${index},"t":"${'é'.repeat(below(20))}"}\n\n`).join('') + 'data: [DONE]\n\n') : bytes(below(pick([1, 50, 2000, 2000, 9000, 30_000])));
  const body = pick([() => plain, () => gzipSync(plain, { level: 1 }), () => brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })])();
  const framing = !hasBody ? 'none' : pick(['length', 'chunked', 'chunked', 'close'] as const);
  const informations = draw() < 0.15 ? [`HTTP/1.1 ${pick(['103 Early Hints', '102 Processing', '199 Odd'])}\r\n${fields().map((field) => `${field}\r\n`).join('')}\r\n`] : [];
  const framingField = framing === 'length' ? [`${cased('content-length')}: ${body.length}`] : framing === 'chunked' ? [`${cased('transfer-encoding')}: chunked`] : !hasBody && status !== 204 && draw() < 0.5 ? ['Content-Length: 77'] : [];
  const replyHead = `HTTP/1.1 ${status} ${pick(['OK', 'Some Thing', ''])}\r\n${[...fields(), ...framingField, ...fields()].map((field) => `${field}\r\n`).join('')}\r\n`;
  const tail = framing === 'none' ? [] : framing === 'chunked' ? [...chunked(body), Buffer.from(`0\r\n${trailers()}\r\n`, 'latin1')] : [body];
  const whole = Buffer.concat([...informations, replyHead].map((text) => Buffer.from(text, 'latin1')).concat(tail));
  const reply: Buffer[] = [];
  for (let at = 0; at < whole.length;) {
    const size = draw() < 0.6 ? whole.length : 1 + below(pick([5, 200, 5000]));
    reply.push(whole.subarray(at, at + size));
    at += size;
    if (reply.length > 12) {
      reply.push(whole.subarray(at));
      break;
    }
  }
  const fate = draw();
  return {
    request: Buffer.concat([Buffer.from(`${requestHead.join('\r\n')}\r\n\r\n`, 'latin1'), ...requestTail]), reply, endsConnection: framing === 'close',
    ...(fate < 0.05 && { cutAfter: below(whole.length) }), ...(fate > 0.95 && { leavesAfter: 1 + below(whole.length) }),
  };
}

/** One message taken apart as far as two messages may differ in form: start line, end-to-end fields, body, trailers. */
function partsOf(message: Buffer, { isRequest, isHead = false }: { isRequest: boolean; isHead?: boolean }): { text: string; length: number; isWhole: boolean } {
  const text = message.toString('latin1');
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return { text: '', length: text.length, isWhole: false };
  const [line = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? '';
  const kept = lines.filter((field) => !/^(connection|keep-alive):/i.test(field)).map((field) => field.replace(/^(host:).*/i, '$1'));
  const head = [isRequest ? line.replace(' /local/', ' /') : line, ...kept].join('\r\n');
  if (!isRequest && status.startsWith('1')) {
    const next = partsOf(message.subarray(end + 4), { isRequest, isHead });
    return { text: `${head}\r\n\r\n${next.text}`, length: end + 4 + next.length, isWhole: next.isWhole };
  }
  const framing = (pattern: RegExp): string | undefined => lines.map((field) => pattern.exec(field)?.[1]).find((value) => value !== undefined);
  const length = framing(/^content-length: (\d+)/i);
  const from = end + 4;
  if (isHead || status === '204' || status === '304') return { text: head, length: from, isWhole: true };
  if (framing(/^transfer-encoding: (chunked)/i) === undefined) {
    const size = length === undefined ? (isRequest ? 0 : text.length - from) : Number(length);
    return { text: `${head}\r\n\r\n${text.slice(from, from + size)}`, length: from + size, isWhole: text.length >= from + size };
  }
  let at = from;
  let body = '';
  for (;;) {
    const lineEnd = text.indexOf('\r\n', at);
    const size = lineEnd < 0 ? Number.NaN : Number.parseInt(text.slice(at, lineEnd), 16);
    if (size === 0) {
      const trailerEnd = text.indexOf('\r\n\r\n', lineEnd);
      return { text: `${head}\r\n\r\n${body}${trailerEnd < 0 ? '' : `\r\n${text.slice(lineEnd, trailerEnd)}`}`, length: trailerEnd + 4, isWhole: trailerEnd >= 0 };
    }
    if (Number.isNaN(size)) return { text: `${head}\r\n\r\n${body}`, length: text.length, isWhole: false };
    body += text.slice(lineEnd + 2, lineEnd + 2 + size);
    at = lineEnd + 2 + size + 2;
    if (at > text.length) return { text: `${head}\r\n\r\n${body}`, length: text.length, isWhole: false };
  }
}

let upstream: RawServer;
let proxy: Proxy;
const sink = collector();
/** What the upstream heard, by number, for the run that is going on. */
const heardBy = new Map<number, string>();

beforeAll(async () => {
  upstream = await rawServer((socket) => {
    let buffered = Buffer.alloc(0);
    socket.on('data', (piece) => {
      buffered = Buffer.concat([buffered, piece]);
      if (!buffered.includes('\r\n\r\n')) return;
      const { text, length, isWhole } = partsOf(buffered, { isRequest: true });
      if (!isWhole) return;
      buffered = buffered.subarray(length);
      const number = Number(/x-number: (\d+)/.exec(text)?.[1]);
      heardBy.set(number, text);
      void writeReply(socket, exchangeOf(number));
    });
  });
  proxy = await proxyTo(upstream.port, { sink });
});
afterAll(async () => {
  await proxy.close({ withinMs: 0 });
  await upstream.close();
});

async function writeReply(socket: Socket, { reply, cutAfter, endsConnection }: Exchange): Promise<void> {
  let left = cutAfter ?? Number.POSITIVE_INFINITY;
  for (const piece of reply) {
    if (socket.destroyed) return;
    await new Promise<void>((done) => socket.write(piece.subarray(0, left), () => done()));
    left -= piece.length;
    if (left <= 0) return void (endsConnection ? socket.resetAndDestroy() : socket.destroy());
    await new Promise((done) => setImmediate(done));
  }
  if (endsConnection) socket.end();
}

interface Outcome {
  readonly text: string;
  readonly isWhole: boolean;
  readonly isAborted: boolean;
}

/** A caller with one connection that it keeps as long as it may. */
function openCaller(port: number): { run(number: number): Promise<Outcome>; close(): void } {
  let socket: Socket | undefined;
  return {
    run(number) {
      const exchange = exchangeOf(number);
      const isHead = exchange.request.subarray(0, 5).toString() === 'HEAD ';
      const own = socket ?? connect(port, '127.0.0.1');
      socket = own;
      own.setNoDelay(true);
      return new Promise((done) => {
        const pieces: Buffer[] = [];
        let length = 0;
        let isReset = false;
        const finish = (isAborted: boolean): void => {
          own.removeAllListeners();
          own.on('error', () => undefined);
          const { text, isWhole } = partsOf(Buffer.concat(pieces), { isRequest: false, isHead });
          if (isAborted || exchange.endsConnection || exchange.cutAfter !== undefined || exchange.leavesAfter !== undefined) {
            own.destroy();
            socket = undefined;
          }
          done({ text, isWhole, isAborted });
        };
        own.on('data', (piece) => {
          pieces.push(piece);
          length += piece.length;
          if (exchange.leavesAfter !== undefined && length >= exchange.leavesAfter) return finish(false);
          // A reply of the proxy's own does not end the connection.
          if (exchange.endsConnection && !Buffer.concat(pieces).includes('x-shadowbill-error')) return;
          if (partsOf(Buffer.concat(pieces), { isRequest: false, isHead }).isWhole) finish(false);
        });
        own.on('error', () => (isReset = true));
        own.on('end', () => own.destroy());
        own.on('close', () => finish(isReset || !exchange.endsConnection));
        own.write(exchange.request);
      });
    },
    close: () => socket?.destroy(),
  };
}

async function runAll(port: number): Promise<{ outcomes: Outcome[]; heard: Map<number, string> }> {
  heardBy.clear();
  const outcomes: Outcome[] = [];
  let next = 0;
  await Promise.all(Array.from({ length: LANES }, async () => {
    const caller = openCaller(port);
    for (let number = next++; number < EXCHANGES; number = next++) outcomes[number] = await caller.run(number);
    caller.close();
  }));
  return { outcomes, heard: new Map(heardBy) };
}

test(`${EXCHANGES} generated exchanges are the same through the proxy as direct, on both ends, aborts included`, async () => {
  const direct = await runAll(upstream.port);
  const proxied = await runAll(proxy.address.port);
  let [aborted, left, whole] = [0, 0, 0];
  const faults: unknown[] = [];
  for (let number = 0; number < EXCHANGES && faults.length < 3; number += 1) {
    const { cutAfter, leavesAfter, endsConnection } = exchangeOf(number);
    const [one, other] = [direct.outcomes[number], proxied.outcomes[number]];
    if (direct.heard.get(number) !== proxied.heard.get(number)) faults.push({ number, heard: [direct.heard.get(number)?.slice(0, 400), proxied.heard.get(number)?.slice(0, 400)] });
    if (leavesAfter !== undefined) {
      left += 1;
      continue;
    }
    if (cutAfter === undefined) {
      whole += 1;
      if (one?.text !== other?.text || other?.isWhole !== true || other.isAborted) faults.push({ number, one: one?.text.slice(0, 600), other: other?.text.slice(0, 600), isAborted: other?.isAborted });
      continue;
    }
    // Nothing of the reply's head came: the proxy says so itself. Otherwise the caller gets what came, and no end.
    aborted += 1;
    const isOurs = other?.text.includes('x-shadowbill-error: upstream-unreachable') === true;
    const isNothing = (one?.text.replace(/^(HTTP\/1\.1 1[^]*?\r\n\r\n)*/, '') ?? '') === '';
    if (isOurs !== isNothing) faults.push({ number, cutAfter, one: one?.text.slice(0, 300), other: other?.text.slice(0, 300) });
    else if (!isOurs && (!other?.isAborted && !endsConnection || other?.text !== one?.text)) faults.push({ number, cutAfter, one: one?.text, other: other?.text, isAborted: other?.isAborted });
  }
  expect(faults).toEqual([]);
  expect(whole).toBeGreaterThan(EXCHANGES * 0.85);
  expect(aborted).toBeGreaterThan(EXCHANGES * 0.03);
  expect(left).toBeGreaterThan(EXCHANGES * 0.03);
  await sink.count(EXCHANGES);
  expect(sink.seen).toHaveLength(EXCHANGES);
  expect(proxy.counts).toMatchObject({ exchanges: EXCHANGES, inFlight: 0, refused: 0, sinkFaults: 0 });
  expect(proxy.keptBytes()).toBe(0);
}, 90_000);
