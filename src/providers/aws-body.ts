// Bodies that may hold an AWS event stream: bytes, or bytes that a recorder kept as text.
import { EXCEPTION, type EventStream, bytesOfBase64, hasPrelude, isEventStream, readEventStream } from './event-stream.js';
import type { WireReply } from './family.js';
import { parseJson } from './json.js';

/** The stream in a body; absent when it holds none. A text may be the bytes as Latin-1 letters, the bytes read as UTF-8, or base64. */
export function eventStreamOf(body: { base64: string } | { text: string }): Extract<WireReply, { kind: 'stream' }> | undefined {
  const stream = 'base64' in body ? ofBytes(bytesOfBase64(body.base64)) : ofText(body.text);
  return stream === undefined ? undefined : { kind: 'stream', events: stream.events, isDone: stream.isWhole };
}

const ofBytes = (bytes: Uint8Array | undefined): EventStream | undefined => (bytes !== undefined && isEventStream(bytes) ? readEventStream(bytes) : undefined);

/** Base64 of a length below 64 KB, as every first frame has. */
const BASE64_START = /^AAA[A-Za-z0-9+/_-]{13}/;

function ofText(text: string): EventStream | undefined {
  if (BASE64_START.test(text)) {
    const bytes = bytesOfBase64(text);
    return bytes !== undefined && hasPrelude(bytes) ? readEventStream(bytes) : undefined;
  }
  if (!text.slice(0, 200).includes(':message-type')) return undefined;
  const bytes = latin1(text);
  return bytes === undefined ? salvaged(text) : ofBytes(bytes);
}

function latin1(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code > 0xff) return undefined;
    bytes[at] = code;
  }
  return bytes;
}

/** Name of an event or exception with the bytes of its header's type and length between. */
const NAME = /:(event|exception)-type\u0007[\s\S]{2}([A-Za-z]+)/g;

/** Bytes read as UTF-8 lose lengths and checksums, but no name and no payload: both are letters. Nothing is checked then, and a payload that is broken is passed over. */
function salvaged(text: string): EventStream {
  const names = [...text.matchAll(NAME)];
  const events = names.flatMap((match, index) => {
    const json = firstObject(text.slice(match.index + match[0].length, names[index + 1]?.index));
    return json === undefined ? [] : [{ event: `${match[1] === 'exception' ? EXCEPTION : ''}${match[2] ?? ''}`, json }];
  });
  return { events, isWhole: events.length === names.length };
}

/** The JSON object that begins at the first brace; what follows it is passed over. */
function firstObject(text: string): unknown {
  const start = text.indexOf('{');
  let depth = 0;
  let isInText = false;
  for (let at = start; at >= 0 && at < text.length; at += 1) {
    const letter = text[at];
    if (isInText && letter === '\\') at += 1;
    else if (letter === '"') isInText = !isInText;
    else if (!isInText && letter === '{') depth += 1;
    else if (!isInText && letter === '}' && (depth -= 1) === 0) return parseJson(text.slice(start, at + 1));
  }
  return undefined;
}
