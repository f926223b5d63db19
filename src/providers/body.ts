import type { ExchangeBody } from '../model/exchange.js';
import { type Outcome, known, unknown } from '../model/outcome.js';
import { eventStreamOf } from './aws-body.js';
import type { WireReply } from './family.js';
import { isObject, parseJson } from './json.js';
import { jsonLines, wholeElements } from './pieces.js';
import { jsonEvents, looksLikeSse } from './sse.js';

/** Text of a body that is not JSON yet; bytes must be UTF-8. Unknown for bytes that are not text (compressed). */
function textOfBody(body: NonNullable<ExchangeBody>): Outcome<string> {
  if ('text' in body) return known(body.text);
  if ('json' in body) return known(JSON.stringify(body.json));
  try {
    const bytes = Uint8Array.from(atob(body.base64), (letter) => letter.charCodeAt(0));
    return known(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return unknown('the body is binary (compressed, or no text), which is not read');
  }
}

/** The request as a JSON object. Unknown when it is something else. */
export function readRequestBody(body: ExchangeBody): Outcome<Readonly<Record<string, unknown>>> {
  if (body === undefined) return unknown('the request has no body');
  if ('json' in body) return isObject(body.json) ? known(body.json) : unknown('the request body is not a JSON object');
  const text = textOfBody(body);
  if (!text.known) return text;
  const json = parseJson(text.value);
  return isObject(json) ? known(json) : unknown('the request body is not a JSON object');
}

/** The reply as JSON, as the events of a stream, or as plain text (an error page). */
export function readReplyBody(body: ExchangeBody): Outcome<WireReply> {
  if (body === undefined) return known({ kind: 'none' });
  if ('json' in body && typeof body.json !== 'string') return known(body.json === null ? { kind: 'none' } : { kind: 'json', json: body.json });
  const frames = 'base64' in body ? eventStreamOf(body) : undefined;
  if (frames !== undefined) return known(frames);
  const text = 'json' in body ? known(body.json as string) : textOfBody(body);
  return text.known ? known(replyOfText(text.value)) : text;
}

/** SSE, an AWS event stream kept as text, JSON, newline-delimited JSON, a JSON array that was cut, or plain text. */
export function replyOfText(text: string): WireReply {
  if (text.trim() === '') return { kind: 'none' };
  if (looksLikeSse(text)) {
    const { events, isDone } = jsonEvents(text);
    return { kind: 'stream', events, isDone };
  }
  const frames = eventStreamOf({ text });
  if (frames !== undefined) return frames;
  const json = parseJson(text);
  if (json !== undefined) return { kind: 'json', json };
  const pieces = jsonLines(text) ?? wholeElements(text);
  return pieces === undefined ? { kind: 'text', text } : streamOf(pieces);
}

/** Chunks of a stream without their envelope: nothing says whether its closing mark was there. */
export const streamOf = (pieces: readonly unknown[]): WireReply => ({ kind: 'stream', events: pieces.map((json) => ({ event: '', json })), isDone: false });
