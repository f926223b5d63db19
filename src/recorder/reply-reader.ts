// Message format and body length of HTTP/1.1: https://www.rfc-editor.org/rfc/rfc9112 sections 2 to 7 (read 2026-11-22)
import { type RawHeaders, listOf, valuesOf } from './headers.js';

/** Bytes of one head (status line and fields), either way. Providers send some kB; servers commonly take 8 to 64. */
export const MAX_HEAD_BYTES = 64 * 1024;
/** Bytes of a chunk's size with its extensions. */
const MAX_SIZE_LINE_BYTES = 4096;

export interface ReplyHead {
  readonly status: number;
  readonly reason: string;
  readonly headers: RawHeaders;
  /** `close`: the body ends with the connection. */
  readonly framing: 'none' | 'length' | 'chunked' | 'close';
  /** The connection may carry another request once the body is whole. */
  readonly keepsAlive: boolean;
}

export interface ReplyListener {
  /** 1xx but 101, which never comes here: an upgrade is piped. */
  onInformation(head: ReplyHead): void;
  onHead(head: ReplyHead): void;
  onData(chunk: Buffer): void;
  /** The reply is whole. */
  onEnd(trailers: RawHeaders): void;
  /** What came is no HTTP reply; nothing more is read. */
  onFault(code: string): void;
}

export interface ReplyReader {
  read(chunk: Buffer): void;
  /** The upstream has said that nothing more comes. True: the reply is whole by that. */
  finish(): boolean;
  /** Any byte has come. */
  isStarted(): boolean;
  isDone(): boolean;
}

type State = 'head' | 'length' | 'close' | 'size' | 'chunk' | 'chunk-end' | 'trailers' | 'done' | 'fault';

/** Reads one reply (with the 1xx before it) from bytes that come in any pieces. Slices of what came are handed on; nothing is copied but heads. */
export function openReplyReader(method: string, listener: ReplyListener): ReplyReader {
  let state: State = 'head';
  let left = 0;
  let text = '';
  let isStarted = false;

  const fault = (code: string): void => {
    state = 'fault';
    listener.onFault(code);
  };

  const end = (trailers: RawHeaders): void => {
    state = 'done';
    listener.onEnd(trailers);
  };

  /** Collects text up to and with `mark`; -1 while it has not come. Otherwise the offset after it, and `text` holds what is before. */
  const collect = (chunk: Buffer, from: number, mark: string): number => {
    const limit = mark === LINE_END ? MAX_SIZE_LINE_BYTES : MAX_HEAD_BYTES;
    const overlap = text.length;
    const until = mark === LINE_END ? chunk.indexOf(LF, from) + 1 || chunk.length : chunk.length;
    const piece = chunk.toString('latin1', from, Math.min(until, from + limit + mark.length));
    const whole = overlap === 0 ? piece : text + piece;
    const at = whole.indexOf(mark, Math.max(0, overlap - mark.length + 1));
    text = at < 0 ? whole : whole.slice(0, at);
    if (text.length > limit) {
      fault('head-too-large');
      return -1;
    }
    return at < 0 ? -1 : from + at + mark.length - overlap;
  };

  const readHead = (): void => {
    const head = parseHead(text, method);
    text = '';
    if (typeof head === 'string') return fault(head);
    if (head.status < 200) {
      if (head.status === 101) return fault('unasked-upgrade');
      return listener.onInformation(head);
    }
    const length = head.framing === 'length' ? Number(valuesOf(head.headers, 'content-length')[0]) : 0;
    listener.onHead(head);
    if (head.framing === 'none') return end([]);
    left = length;
    state = head.framing === 'chunked' ? 'size' : head.framing;
  };

  const readSize = (): void => {
    const size = /^([0-9a-f]{1,13})[ \t]*(?:;[^\r\n]*)?$/i.exec(text)?.[1];
    text = '';
    if (size === undefined) return fault('bad-chunk');
    left = Number.parseInt(size, 16);
    state = left === 0 ? 'trailers' : 'chunk';
    if (state === 'trailers') text = LINE_END;
  };

  const readTrailers = (): void => {
    const trailers = parseFields(text.slice(LINE_END.length));
    text = '';
    if (trailers === undefined) return fault('bad-trailer');
    end(trailers);
  };

  /** One step from `from`; the offset to go on from, or -1 when more bytes are needed. */
  const step = (chunk: Buffer, from: number): number => {
    switch (state) {
      case 'head': {
        const next = collect(chunk, from, HEAD_END);
        if (next >= 0) readHead();
        return next;
      }
      case 'size': {
        const next = collect(chunk, from, LINE_END);
        if (next >= 0) readSize();
        return next;
      }
      case 'trailers': {
        const next = collect(chunk, from, HEAD_END);
        if (next >= 0) readTrailers();
        return next;
      }
      case 'chunk-end': {
        const next = collect(chunk, from, LINE_END);
        if (next < 0) return next;
        if (text !== '') fault('bad-chunk');
        else state = 'size';
        return next;
      }
      default: {
        const to = state === 'close' ? chunk.length : Math.min(chunk.length, from + left);
        left -= to - from;
        listener.onData(from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to));
        if (left === 0 && state === 'length') end([]);
        else if (left === 0 && state === 'chunk') state = 'chunk-end';
        return to;
      }
    }
  };

  return {
    read(chunk) {
      if (chunk.length > 0) isStarted = true;
      let at = 0;
      while (at >= 0 && at < chunk.length && state !== 'fault') {
        if (state === 'done') return fault('bytes-after-reply');
        at = step(chunk, at);
      }
    },
    finish() {
      if (state !== 'close') return false;
      end([]);
      return true;
    },
    isStarted: () => isStarted,
    isDone: () => state === 'done',
  };
}

const LINE_END = '\r\n';
const LF = 10;
const HEAD_END = '\r\n\r\n';

/** Of a status line and fields, without the empty line; or the code of what is wrong. */
function parseHead(text: string, method: string): ReplyHead | string {
  const lineEnd = text.indexOf(LINE_END);
  const line = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const match = /^HTTP\/1\.([01]) ([1-9]\d\d)(?: ([\t\x20-\x7e\x80-\xff]*))?$/.exec(line);
  if (match === null) return 'bad-status-line';
  const headers = lineEnd < 0 ? [] : parseFields(text.slice(lineEnd + LINE_END.length));
  if (headers === undefined) return 'bad-header';
  const status = Number(match[2]);
  const connection = listOf(valuesOf(headers, 'connection'));
  const framing = framingOf(headers, { status, method });
  if (framing === undefined) return 'bad-content-length';
  const isLasting = match[1] === '1' ? !connection.includes('close') : connection.includes('keep-alive');
  return { status, reason: match[3] ?? '', headers, framing, keepsAlive: isLasting && framing !== 'close' };
}

function framingOf(headers: RawHeaders, { status, method }: { status: number; method: string }): ReplyHead['framing'] | undefined {
  if (method === 'HEAD' || status < 200 || status === 204 || status === 304) return 'none';
  const codings = listOf(valuesOf(headers, 'transfer-encoding'));
  if (codings.length > 0) return codings.at(-1) === 'chunked' ? 'chunked' : 'close';
  const lengths = new Set(valuesOf(headers, 'content-length'));
  if (lengths.size === 0) return 'close';
  const [length = ''] = lengths;
  if (lengths.size > 1 || !/^\d{1,15}$/.test(length)) return undefined;
  return Number(length) === 0 ? 'none' : 'length';
}

const FIELD_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Anything a field value may not hold (RFC 9110 5.5): a line end in it would be a field of its own. */
const NOT_FIELD_VALUE = /[^\t\x20-\x7e\x80-\xff]/;

/** Raw pairs; folded lines are joined by a space (RFC 9112 5.2). Absent: not fields. */
function parseFields(text: string): string[] | undefined {
  if (text === '') return [];
  const fields: string[] = [];
  for (const line of text.replace(/\r\n[ \t]+/g, ' ').split(LINE_END)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd();
    const value = line.slice(colon + 1).replace(/^[ \t]+|[ \t]+$/g, '');
    if (!FIELD_NAME.test(name) || NOT_FIELD_VALUE.test(value)) return undefined;
    fields.push(name, value);
  }
  return fields;
}
