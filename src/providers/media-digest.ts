import type { MediaKind, Message } from '../model/call.js';
import type { ImagePart } from '../model/images.js';
import { isObject } from './json.js';

/** What a message holds beside text: kinds and sizes in order, and the parts as they were sent. */
export interface MediaParts {
  media: readonly MediaKind[];
  images: readonly ImagePart[];
  mediaParts: readonly unknown[];
}

/** The parts of a message that are not text, as fields of it. */
export const mediaFields = ({ media, images, mediaParts }: MediaParts): Pick<Message, 'media' | 'images' | 'mediaDigest'> =>
  ({ ...(media.length > 0 && { media, mediaDigest: digestOfMedia(mediaParts) }), ...(images.length > 0 && { images }) });

/** Mixes 32-bit lanes after cyrb53 (bryc, public domain): https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js */
interface Lanes { first: number; second: number }

/**
 * Tells images, sound and files of a message apart: two lanes over all texts and numbers of the parts, in order. No bytes of them are kept. `cache_control` says how a
 * part is cached, not what it is, and is left out. Not a cryptographic hash: intake puts it under the installation's key, and it is never stored.
 *
 * Example: the same picture twice -> the same digest; one changed letter of its base64 -> another.
 */
export function digestOfMedia(parts: readonly unknown[]): string {
  const lanes: Lanes = { first: 0xdeadbeef, second: 0x41c6ce57 };
  for (const part of parts) mix(lanes, part);
  return `${(lanes.first >>> 0).toString(16)}${(lanes.second >>> 0).toString(16).padStart(8, '0')}`;
}

function mix(lanes: Lanes, value: unknown): void {
  if (typeof value === 'string') return mixText(lanes, value);
  if (Array.isArray(value)) {
    for (const entry of value) mix(lanes, entry);
    return mixText(lanes, '\u0001');
  }
  if (!isObject(value)) return mixText(lanes, String(value));
  for (const key of Object.keys(value).sort()) {
    if (key === 'cache_control') continue;
    mixText(lanes, key);
    mix(lanes, value[key]);
  }
  mixText(lanes, '\u0002');
}

function mixText(lanes: Lanes, text: string): void {
  let { first, second } = lanes;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    first = Math.imul(first ^ code, 2654435761);
    second = Math.imul(second ^ code, 1597334677);
    second ^= first >>> 16;
    first ^= second >>> 15;
  }
  lanes.first = Math.imul(first ^ text.length, 2246822507);
  lanes.second = Math.imul(second ^ text.length, 3266489909);
}
