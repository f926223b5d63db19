// JSON documents cut into records without being parsed whole: a top-level array, arrays at named paths of a top-level object, or objects one after another.
import { withoutZeros } from './lines.js';
import type { JsonRecord } from './source.js';

/** One record as it stands in the text. `outer`: scalars of the objects around it that stand before it, by path. */
export interface TextRecord {
  text: string;
  /** Line on which it begins, from 1. */
  line: number;
  /** Its place among the records of the file, from 1. */
  ordinal: number;
  /** Path of the array that holds it; '' = the top. */
  path: string;
  outer: JsonRecord;
  isTooLong: boolean;
}

/** Bytes. A longer record is no record of any log: it is passed over, so that memory stays bounded. */
export const MAX_RECORD_BYTES = 64 * 1024 * 1024;
/** Levels down to which names are followed to find the arrays. */
const MAX_PATH_DEPTH = 4;
/** Characters of a scalar that is remembered for `outer`. */
const MAX_OUTER_CHARACTERS = 2000;

const [QUOTE, BACKSLASH, NEWLINE, OPEN_OBJECT, CLOSE_OBJECT, OPEN_ARRAY, CLOSE_ARRAY, COMMA, COLON] = [0x22, 0x5c, 0x0a, 0x7b, 0x7d, 0x5b, 0x5d, 0x2c, 0x3a];

interface Frame {
  isArray: boolean;
  /** The name whose value is read now; of objects only. */
  name: string | undefined;
  isNameNext: boolean;
  /** Set when the elements of this array are records. */
  recordPath: string | undefined;
}

interface Capture {
  parts: Buffer[];
  bytes: number;
  start: number;
  line: number;
  path: string;
  isTooLong: boolean;
}

export interface Splitter {
  push(chunk: Buffer): TextRecord[];
  /** What is open at the end of the file, as far as it goes. */
  end(): TextRecord[];
}

/**
 * Cuts growing text into records. With `paths` ['data'], `{"page": 1, "data": [A, B]}` gives A and B with outer { page: 1 }; `[A, B]` and `A B` give A and B; an object that has
 * none of the arrays is a record itself. A line break inside a string ends it: a lost quote costs the records of its line, not the rest of the file.
 */
export function createSplitter(paths: readonly string[]): Splitter {
  let frames: Frame[] = [];
  let capture: Capture | undefined;
  let isInString = false;
  let isEscaped = false;
  let token: string | undefined;
  let outer: Record<string, unknown> = {};
  let line = 1;
  let ordinal = 0;
  let found: TextRecord[] = [];
  let chunk: Buffer = Buffer.alloc(0);

  /** Brackets open below the frames: inside a record, or deeper than names are followed. Only counted, so that no depth costs memory. */
  let below = 0;
  let isTracking = true;
  const setTracking = (): void => {
    isTracking = below === 0 && frames.at(-1)?.recordPath === undefined;
  };
  const pathOf = (): string | undefined => (frames.some((frame) => frame.isArray) ? undefined : frames.map((frame) => frame.name ?? '').join('.'));

  const begin = (at: number, path: string): void => {
    capture = { parts: [], bytes: 0, start: at, line, path, isTooLong: false };
  };
  const keep = (to: number): void => {
    if (capture === undefined) return;
    const part = chunk.subarray(capture.start, to);
    capture.start = to;
    if (capture.isTooLong || part.length === 0) return;
    capture.bytes += part.length;
    capture.isTooLong = capture.bytes > MAX_RECORD_BYTES;
    if (capture.isTooLong) capture.parts = [];
    else capture.parts.push(part);
  };
  const finish = (to: number): void => {
    if (capture === undefined) return;
    keep(to);
    const { parts, path, isTooLong, line: startLine } = capture;
    capture = undefined;
    const raw = (parts.length === 1 ? parts[0] : Buffer.concat(parts))?.toString('utf8') ?? '';
    const text = withoutZeros(raw).trim();
    if (text === '' && !isTooLong) return;
    ordinal += 1;
    const blankLines = raw.slice(0, raw.length - raw.trimStart().length).split('\n').length - 1;
    found.push({ text, line: startLine + blankLines, ordinal, path, outer, isTooLong });
  };

  const open = (byte: number, at: number): void => {
    if (!isTracking || frames.length > MAX_PATH_DEPTH) {
      below += 1;
      return setTracking();
    }
    if (frames.length === 0) {
      outer = {};
      if (byte === OPEN_OBJECT) begin(at, '');
    }
    const isArray = byte === OPEN_ARRAY;
    const path = isArray ? (frames.length === 0 ? '' : pathOf()) : undefined;
    const recordPath = path !== undefined && (path === '' || paths.includes(path)) ? path : undefined;
    frames.push({ isArray, name: undefined, isNameNext: !isArray, recordPath });
    token = undefined;
    setTracking();
    if (recordPath !== undefined) begin(at + 1, recordPath);
  };
  const close = (at: number): void => {
    if (below > 0) {
      below -= 1;
      return setTracking();
    }
    const frame = frames.at(-1);
    if (frame === undefined) return;
    if (frame.recordPath !== undefined) finish(at);
    else takeScalar();
    frames.pop();
    setTracking();
    if (frames.length === 0 && capture !== undefined) finish(at + 1);
  };
  const separate = (at: number): void => {
    const frame = frames.at(-1);
    if (frame === undefined || below > 0) return;
    if (frame.recordPath !== undefined) {
      finish(at);
      begin(at + 1, frame.recordPath);
      return;
    }
    takeScalar();
    frame.isNameNext = !frame.isArray;
  };
  /** The value just read, when it is a scalar of an object around the records. */
  const takeScalar = (): void => {
    const frame = frames.at(-1);
    const text = token?.trim();
    token = undefined;
    if (!isTracking || frame === undefined || frame.isArray || frame.isNameNext || text === undefined || text === '') return;
    const path = pathOf();
    const value = parseScalar(text);
    if (path !== undefined && value !== undefined) outer = { ...outer, [path]: value };
  };
  const name = (): void => {
    const frame = frames.at(-1);
    if (isTracking && frame !== undefined && !frame.isArray && frame.isNameNext) {
      frame.name = String(parseScalar((token ?? '').trim()) ?? '');
      frame.isNameNext = false;
    }
    token = undefined;
  };
  const addToToken = (from: number, to: number): void => {
    if (!isTracking || to <= from) return;
    token = (token ?? '') + chunk.toString('utf8', from, Math.min(to, from + MAX_OUTER_CHARACTERS));
    if (token.length > MAX_OUTER_CHARACTERS) token = token.slice(0, MAX_OUTER_CHARACTERS);
  };

  const readChunk = (): void => {
    const size = chunk.length;
    let at = 0;
    while (at < size) {
      const start = at;
      if (isInString) {
        at = stringEnd(at);
        addToToken(start, at);
        continue;
      }
      const byte = chunk[at];
      at += 1;
      if (byte === QUOTE) {
        isInString = true;
        addToToken(start, at);
      } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) open(byte, start);
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) close(start);
      else if (byte === COMMA) separate(start);
      else if (byte === COLON) name();
      else if (byte === NEWLINE) line += 1;
      else if (isTracking && byte !== undefined && byte > 0x20) addToToken(start, at);
    }
    if (capture !== undefined) {
      keep(size);
      capture.start = 0;
    }
  };
  /** Index after the string's end, or the end of the chunk. */
  const stringEnd = (from: number): number => {
    for (let at = from; at < chunk.length; at += 1) {
      const byte = chunk[at];
      if (isEscaped) isEscaped = false;
      else if (byte === BACKSLASH) isEscaped = true;
      else if (byte === QUOTE || byte === NEWLINE) {
        isInString = false;
        if (byte === NEWLINE) line += 1;
        return at + 1;
      }
    }
    return chunk.length;
  };

  const taken = (): TextRecord[] => {
    const records = found;
    found = [];
    return records;
  };
  return {
    push(next) {
      chunk = next;
      readChunk();
      return taken();
    },
    end() {
      if (capture !== undefined) {
        chunk = Buffer.alloc(0);
        capture.start = 0;
        finish(0);
      }
      frames = [];
      return taken();
    },
  };
}

function parseScalar(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? undefined : value;
  } catch {
    return undefined;
  }
}
