import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { answerFault, upstreamFault } from './faults.js';
import { type RawHeaders, listOf, replyHeadersFor, requestHeadersFor, tagsOf, trailersFor, valuesOf } from './headers.js';
import type { Lane, Lanes, LaneUser } from './lanes.js';
import { type ReplyHead, openReplyReader } from './reply-reader.js';
import { headersWithoutKeys, urlWithoutKeys } from './secrets.js';
import type { ExchangeEnd, SeenExchange } from './seen.js';
import { type KeepBudget, openTee } from './tee.js';
import type { Target } from './upstreams.js';

export interface ExchangeContext {
  readonly lanes: Lanes;
  /** Absent: nothing is recorded. It must not throw; `onSinkFault` is told if it does. */
  readonly take?: (exchange: SeenExchange) => void;
  readonly budget: KeepBudget;
  readonly env?: string;
  /** The reply gets `x-shadowbill-call-id`. */
  readonly marksReplies: boolean;
  readonly onRetry: () => void;
  readonly onEnd: (end: ExchangeEnd) => void;
  /** The proxy is about to stop: replies end their connection. */
  readonly isDraining: () => boolean;
}

const NOTHING = new Uint8Array(0);

/** Methods that a proxy may repeat by itself (RFC 9110 9.2.2). */
const IDEMPOTENT: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE']);

/** Carries one exchange from the caller to the upstream and back, each byte as soon as it is there, and tells `take` once it is over. */
export function carry(context: ExchangeContext, { request, response, target }: { request: IncomingMessage; response: ServerResponse; target: Target }): void {
  const startedAt = Date.now();
  const startMs = performance.now();
  const method = request.method ?? 'GET';
  const callId = randomUUID();
  const { headers, framing } = requestHeadersFor(request.rawHeaders, target.authority);
  const sent = openTee(context.budget);
  const received = openTee(context.budget);

  let lane: Lane | undefined;
  let giveUp = (): void => undefined;
  let head: ReplyHead | undefined;
  let trailers: RawHeaders = [];
  let firstByteMs: number | undefined;
  let isRequestDone = false;
  let isReplyDone = false;
  let isOver = false;
  let isListening = false;
  let isHeadFlushed = false;

  /** Whether the request may have to go out over another lane: no byte of it has left, or the method allows it. */
  const mayNeedAgain = (): boolean => !isHeadFlushed || IDEMPOTENT.has(method);
  const msNow = (): number => performance.now() - startMs;

  const conclude = (end: ExchangeEnd): void => {
    if (isOver) return;
    isOver = true;
    context.onEnd(end);
    if (context.take !== undefined) {
      context.take({
        upstream: target.upstream.name, ...(target.upstream.provider !== undefined && { provider: target.upstream.provider }),
        method, url: urlWithoutKeys(`${target.protocol}//${target.authority}${target.path}`),
        requestHeaders: headersWithoutKeys(request.rawHeaders), requestBody: sent.tee(),
        ...(head !== undefined && { status: head.status, responseHeaders: headersWithoutKeys(head.headers), responseBody: received.tee() }),
        ...(trailers.length > 0 && { trailers }),
        startedAt, ...(firstByteMs !== undefined && { firstByteMs }), lastByteMs: msNow(), end,
        tags: { ...target.tags, ...tagsOf(request.rawHeaders) }, ...(context.env !== undefined && { env: context.env }), callId,
      });
    }
    sent.release();
    received.release();
  };

  const dropLane = (): void => {
    giveUp();
    if (lane === undefined) return;
    lane.user = undefined;
    lane.socket.destroy();
    lane = undefined;
  };

  /** The lane is free once both sides of the exchange have passed; a lane that cannot be used again goes. */
  const settleLane = (): void => {
    if (lane === undefined || !isReplyDone) return;
    if (!isRequestDone && head?.keepsAlive === true) return;
    const used = lane;
    lane = undefined;
    used.user = undefined;
    if (head?.keepsAlive === true) context.lanes.give(target, used, keptMs(head.headers));
    else used.socket.destroy();
  };

  const failBeforeHead = (error: Error | undefined): void => {
    dropLane();
    request.resume();
    answerFault(response, upstreamFault(target.upstream.name, error));
    conclude('upstream_error');
  };

  /** The caller must not take what came for the whole: its connection breaks once it has what came. */
  const breakOff = (): void => {
    dropLane();
    request.resume();
    const socket = response.socket;
    // Where the end of the connection is the end of the body, only a reset tells the two apart.
    const endsByClosing = head?.framing === 'close' || request.httpVersionMinor === 0;
    const abort = (): void => void (endsByClosing ? socket?.resetAndDestroy() : socket?.destroy());
    conclude('upstream_abort');
    if (socket === null || socket.destroyed) response.destroy();
    else socket.write('', () => setImmediate(abort));
  };

  const fail = (error: Error | undefined): void => {
    if (isOver || isReplyDone) {
      dropLane();
      request.resume();
      if (isReplyDone) conclude('complete');
      return;
    }
    if (head !== undefined) breakOff();
    else failBeforeHead(error);
  };

  const writeInformation = ({ status, reason, headers: fields }: ReplyHead): void => {
    if (response.headersSent || request.httpVersionMinor === 0) return;
    if (status === 100) return void response.writeContinue();
    const kept = replyHeadersFor(fields, { isChunked: false });
    const lines = [`HTTP/1.1 ${status} ${reason}`];
    for (let index = 0; index < kept.length; index += 2) lines.push(`${kept[index]}: ${kept[index + 1]}`);
    const text = `${lines.join('\r\n')}\r\n\r\n`;
    // Behind an earlier reply of the same connection it waits for its turn.
    if (response.socket !== null) response.socket.write(text, 'latin1');
    else response.once('socket', (socket) => socket.write(text, 'latin1'));
  };

  const writeHead = (reply: ReplyHead): void => {
    head = reply;
    const isChunked = listOf(valuesOf(reply.headers, 'transfer-encoding')).length > 0 && reply.status !== 204 && reply.status !== 304 && request.httpVersionMinor === 1;
    const fields = replyHeadersFor(reply.headers, { isChunked });
    if (context.marksReplies) fields.push('x-shadowbill-call-id', callId);
    const endsConnection = reply.framing === 'close' || context.isDraining() || (!reply.keepsAlive && !isRequestDone);
    if (endsConnection) fields.push('Connection', 'close');
    if (reply.framing === 'close') response.useChunkedEncodingByDefault = false;
    response.writeHead(reply.status, reply.reason, fields);
    if (reply.framing === 'none') firstByteMs = msNow();
    // Not flushHeaders(): that would write the head as UTF-8, and bytes beyond ASCII would change.
    else response.write(NOTHING);
  };

  const openUser = (own: Lane): LaneUser => {
    const reader = openReplyReader(method, {
      onInformation: writeInformation,
      onHead: writeHead,
      onData(chunk) {
        firstByteMs ??= msNow();
        if (context.take !== undefined) received.see(chunk);
        if (!response.write(chunk)) own.socket.pause();
      },
      onEnd(fields) {
        trailers = fields;
        isReplyDone = true;
        const kept = trailersFor(fields);
        if (kept.length > 0) response.addTrailers(pairsOf(kept));
        response.end();
      },
      onFault(code) {
        // Bytes after a whole reply harm only the lane.
        if (reader.isDone() || isReplyDone) dropLane();
        else fail(Object.assign(new Error(code), { code }));
      },
    });
    return {
      data(chunk) {
        // Corked below the reply: the reply's own cork would join chunks.
        const below = response.socket;
        below?.cork();
        reader.read(chunk);
        below?.uncork();
        if (!isReplyDone) return;
        if (isRequestDone || head?.keepsAlive !== true) conclude('complete');
        settleLane();
      },
      drain: () => request.resume(),
      end() {
        if (reader.finish()) {
          conclude('complete');
          settleLane();
        }
      },
      close(error) {
        const mayRetry = own.isReused && !reader.isStarted() && !isOver && mayNeedAgain() && (framing === 'none' || sent.tee().isWhole);
        if (!mayRetry) return fail(error);
        own.user = undefined;
        lane = undefined;
        context.onRetry();
        giveUp = context.lanes.open(target, attach);
      },
    };
  };

  const writeChunk = (socket: Lane['socket'], chunk: Buffer): boolean => {
    if (framing !== 'chunked') return socket.write(chunk);
    socket.cork();
    socket.write(`${chunk.length.toString(16)}\r\n`, 'latin1');
    socket.write(chunk);
    const mayGoOn = socket.write('\r\n', 'latin1');
    process.nextTick(() => socket.uncork());
    return mayGoOn;
  };

  const endRequest = (): void => {
    isRequestDone = true;
    if (lane !== undefined && framing === 'chunked') lane.socket.write(`0\r\n${linesOf(trailersFor(request.rawTrailers))}\r\n`, 'latin1');
    if (!isReplyDone) return;
    conclude('complete');
    settleLane();
  };

  const listen = (): void => {
    isListening = true;
    if (framing === 'none') {
      request.resume();
      endRequest();
      return;
    }
    request.on('data', (chunk: Buffer) => {
      if (!isOver && (context.take !== undefined || mayNeedAgain())) sent.see(chunk);
      if (lane !== undefined && !writeChunk(lane.socket, chunk)) request.pause();
    });
    request.on('end', endRequest);
  };

  function attach(error: Error | undefined, opened?: Lane): void {
    giveUp = () => undefined;
    if (opened === undefined) return failBeforeHead(error);
    if (isOver) return void opened.socket.destroy();
    lane = opened;
    isHeadFlushed = false;
    const { socket, viaProxy } = opened;
    opened.user = openUser(opened);
    const path = viaProxy === undefined ? target.path : `${target.protocol}//${target.authority}${target.path}`;
    const fields = viaProxy === undefined ? headers : [...headers, ...viaProxy.headers];
    // What is there of the body goes out with the head.
    socket.cork();
    socket.write(`${method} ${path} HTTP/1.1\r\n${linesOf(fields)}\r\n`, 'latin1', (fault) => (isHeadFlushed = !fault));
    if (isListening) {
      for (const chunk of sent.tee().chunks) writeChunk(socket, chunk as Buffer);
      if (isRequestDone) endRequest();
      else request.resume();
    } else listen();
    if (isRequestDone) socket.uncork();
    else setImmediate(() => socket.uncork());
  }

  const callerGone = (): void => {
    dropLane();
    conclude(isReplyDone ? 'complete' : 'client_abort');
  };
  request.on('error', callerGone);
  response.on('error', callerGone);
  response.on('drain', () => lane?.socket.resume());
  response.on('close', () => {
    // The upstream answered early and the rest of the body is still on its way.
    if (isReplyDone && !isRequestDone && response.writableFinished && !request.destroyed) return;
    callerGone();
  });
  giveUp = context.lanes.take(target, attach);
}

/** Example: linesOf(['A', '1', 'b', '2']) -> 'A: 1\r\nb: 2\r\n' */
function linesOf(headers: RawHeaders): string {
  let text = '';
  for (let index = 0; index < headers.length; index += 2) text += `${headers[index]}: ${headers[index + 1]}\r\n`;
  return text;
}

function pairsOf(headers: RawHeaders): [string, string][] {
  const pairs: [string, string][] = [];
  for (let index = 0; index < headers.length; index += 2) pairs.push([headers[index] ?? '', headers[index + 1] ?? '']);
  return pairs;
}

/** ms that the server keeps the connection, where it says so. Example: 'Keep-Alive: timeout=5, max=100' -> 5000 */
function keptMs(headers: RawHeaders): number | undefined {
  const seconds = valuesOf(headers, 'keep-alive').map((value) => /(?:^|[\s,;])timeout=(\d{1,9})/i.exec(value)?.[1]).find((value) => value !== undefined);
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
