// Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream (read 2026-11-22)
import { parseJson } from './json.js';

export interface SseEvent {
  /** '' when the stream names none. */
  event: string;
  data: string;
}

/** Whether a text reads as an event stream: its first line that is not blank is a comment or a known field. */
export const looksLikeSse = (text: string): boolean => /^\uFEFF?\s*(?::|data:|event:|id:|retry:)/.test(text.slice(0, 200));

/**
 * Events of a whole stream. Lines end in CRLF, LF or CR; comment lines (`: PROCESSING`) are passed over; several data lines of one event join with a
 * line break. A last event without its blank line is kept: recordings are often cut there.
 * Example: 'event: ping\r\ndata: 1\r\n\r\n' -> [{ event: 'ping', data: '1' }]
 */
export function parseSse(text: string): SseEvent[] {
  const events: SseEvent[] = [];
  let event = '';
  let data: string | undefined;
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') {
      if (data !== undefined) events.push({ event, data });
      event = '';
      data = undefined;
      continue;
    }
    const colon = line.indexOf(':');
    if (colon === 0) continue;
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') data = data === undefined ? value : `${data}\n${value}`;
    else if (field === 'event') event = value;
  }
  if (data !== undefined) events.push({ event, data });
  return events;
}

/** The JSON payloads of a stream in order. `isDone` = the closing `[DONE]` was seen; payloads that are no JSON (a cut last line) are counted. */
export function jsonEvents(text: string): { events: { event: string; json: unknown }[]; isDone: boolean; broken: number } {
  const events: { event: string; json: unknown }[] = [];
  let isDone = false;
  let broken = 0;
  for (const { event, data } of parseSse(text)) {
    if (data.trim() === '[DONE]') {
      isDone = true;
      continue;
    }
    const json = parseJson(data);
    if (json === undefined) broken += 1;
    else events.push({ event, json });
  }
  return { events, isDone, broken };
}
