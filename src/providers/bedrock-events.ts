// Replies of Bedrock as JSON objects, however they were recorded: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html,
// …/API_runtime_ResponseStream.html and model invocation logs (a list of chunks) https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html (read 2026-11-22)
import { EXCEPTION, textOfBase64 } from './event-stream.js';
import type { WireReply } from './family.js';
import { type JsonObject, isObject, listOf, objectOf, parseJson } from './json.js';

/** A reply in one shape: the body, or the chunks of a stream, each as `{ messageStart: … }` (Converse, Nova) or as the vendor writes it. */
export interface BedrockReply {
  objects: readonly JsonObject[];
  isStream: boolean;
  /** The one that ended the stream. */
  exception?: { name: string; body: JsonObject } | undefined;
}

const converseEvents: readonly string[] = ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'contentBlockStop', 'messageStop', 'metadata'];

/** Example: a frame named messageStop with { stopReason: 'end_turn' } and the logged chunk { messageStop: { stopReason: 'end_turn' } } read the same */
export function unrolled(reply: WireReply): BedrockReply {
  if (reply.kind === 'stream') return ofEvents(reply.events);
  if (reply.kind !== 'json') return { objects: [], isStream: false };
  const list = Array.isArray(reply.json) ? reply.json : objectOf(reply.json)['stream'];
  if (Array.isArray(list)) return ofEvents(list.map((json: unknown) => ({ event: '', json })));
  return { objects: isObject(reply.json) ? [reply.json] : [], isStream: false };
}

function ofEvents(events: readonly { event: string; json: unknown }[]): BedrockReply {
  const objects: JsonObject[] = [];
  for (const { event, json } of events) {
    if (event.startsWith(EXCEPTION)) return { objects, isStream: true, exception: { name: event.slice(EXCEPTION.length), body: objectOf(json) } };
    const inner = unpacked(json);
    if (!isObject(inner)) continue;
    const named = Object.keys(inner).find((key) => /Exception$/.test(key));
    if (named !== undefined) return { objects, isStream: true, exception: { name: named, body: objectOf(inner[named]) } };
    objects.push(converseEvents.includes(event) && inner[event] === undefined ? { [event]: inner } : inner);
  }
  return { objects, isStream: true };
}

/** A chunk of Invoke is `{ bytes: base64 }`, in a client library's log `{ chunk: { bytes } }`, there sometimes decoded already. */
function unpacked(json: unknown): unknown {
  const bytes = objectOf(objectOf(json)['chunk'])['bytes'] ?? objectOf(json)['bytes'];
  if (bytes === undefined) return typeof json === 'string' ? parseJson(json) : json;
  if (typeof bytes !== 'string') return bytes;
  return parseJson(bytes) ?? parseJson(textOfBase64(bytes) ?? '');
}

/** The reply as the other families take it. */
export function asWireReply({ objects, isStream }: BedrockReply): WireReply {
  if (isStream) return { kind: 'stream', events: objects.map((json) => ({ event: '', json })), isDone: false };
  return objects[0] === undefined ? { kind: 'none' } : { kind: 'json', json: objects[0] };
}

/** Of the objects that hold it, the last value under that name. */
export const lastOf = (objects: readonly JsonObject[], name: string): unknown => objects.map((object) => object[name]).filter((value) => value !== undefined && value !== null).at(-1);

/** Content blocks of a stream put together. A model may give every token a block of its own: texts in a row are one text. */
export function blocksOfStream(objects: readonly JsonObject[]): JsonObject[] {
  const started = new Map<number, JsonObject>();
  const pieces = new Map<number, string[]>();
  for (const object of objects) {
    const start = objectOf(object['contentBlockStart']);
    const delta = objectOf(object['contentBlockDelta']);
    const index = Number(start['contentBlockIndex'] ?? delta['contentBlockIndex'] ?? 0);
    if (isObject(start['start'])) started.set(index, start['start']);
    if (!isObject(delta['delta'])) continue;
    const text = delta['delta']['text'] ?? objectOf(delta['delta']['toolUse'])['input'];
    if (typeof text === 'string') {
      const list = pieces.get(index);
      if (list === undefined) pieces.set(index, [text]);
      else list.push(text);
    }
    if (!started.has(index)) started.set(index, delta['delta']);
  }
  const blocks: JsonObject[] = [];
  for (const [index, block] of [...started].sort(([left], [right]) => left - right)) {
    const text = (pieces.get(index) ?? []).join('');
    const former = blocks.at(-1);
    if (isObject(block['toolUse'])) blocks.push({ toolUse: { ...block['toolUse'], input: text } });
    else if (typeof block['text'] !== 'string') blocks.push(block);
    else if (typeof former?.['text'] === 'string') blocks.splice(-1, 1, { text: `${former['text']}${text}` });
    else if (text !== '') blocks.push({ text });
  }
  return blocks;
}

/** Bodies of a stream are in the log as one object too: `output.message.content`. */
export const blocksOfBody = (body: JsonObject): readonly JsonObject[] => listOf(objectOf(objectOf(body['output'])['message'])['content']).map(objectOf);
