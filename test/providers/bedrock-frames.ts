import { crc32 } from 'node:zlib';

const big32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
};

/** One header of text: length and name, type 7, length and value. */
export const textHeader = (name: string, value: string): Buffer =>
  Buffer.concat([Buffer.from([name.length]), Buffer.from(name), Buffer.from([7, value.length >> 8, value.length & 0xff]), Buffer.from(value)]);

export function frameOf(headers: readonly Buffer[], payload: string): Buffer {
  const head = Buffer.concat(headers);
  const body = Buffer.from(payload);
  const prelude = Buffer.concat([big32(16 + head.length + body.length), big32(head.length)]);
  const signed = Buffer.concat([prelude, big32(crc32(prelude)), head, body]);
  return Buffer.concat([signed, big32(crc32(signed))]);
}

export const eventFrame = (type: string, json: unknown): Buffer =>
  frameOf([textHeader(':event-type', type), textHeader(':content-type', 'application/json'), textHeader(':message-type', 'event')], JSON.stringify(json));

export const exceptionFrame = (type: string, json: unknown): Buffer => frameOf([textHeader(':exception-type', type), textHeader(':message-type', 'exception')], JSON.stringify(json));

/** A chunk of Invoke: the vendor's JSON as base64. */
export const chunkFrame = (json: unknown): Buffer => eventFrame('chunk', { bytes: Buffer.from(JSON.stringify(json)).toString('base64') });
