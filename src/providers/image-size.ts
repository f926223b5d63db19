// Pixel sizes from the headers of PNG (https://www.w3.org/TR/png-3/), JPEG (ITU T.81), GIF (89a) and WebP (RFC 9649), read 2026-11-22.
import { type ImageDetail, type ImagePart, imageDetails } from '../model/images.js';

/** Bytes behind which no size is looked for: a JPEG may carry its colour profile and thumbnails before it. */
const FARTHEST_BYTE = 4_000_000;
const MOST_SEGMENTS = 400;
/** Bytes decoded at once, a multiple of 3: base64 codes three bytes in four letters. */
const WINDOW_BYTES = 3 * 256;
const WINDOW_LETTERS = (WINDOW_BYTES / 3) * 4;

interface Size { width: number; height: number }

/** One byte of the decoded data, 0..255; -1 behind its end or where it is no base64. */
type ByteAt = (offset: number) => number;

/**
 * Width and height in pixels of a base64-coded image, whatever type it is declared as; absent when the header cannot be read. Only the windows that hold the
 * header are decoded.
 *
 * Example: a PNG whose IHDR says 640 x 480 -> { width: 640, height: 480 }.
 */
export function imageSizeOf(base64: string): Size | undefined {
  const byteAt = createReader(/\s/.test(base64.slice(0, WINDOW_LETTERS)) ? base64.slice(0, FARTHEST_BYTE).replace(/\s+/g, '') : base64);
  const size = sizeOfPng(byteAt) ?? sizeOfGif(byteAt) ?? sizeOfWebp(byteAt) ?? sizeOfJpeg(byteAt);
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
}

function createReader(base64: string): ByteAt {
  let windowStart = -1;
  let window = '';
  return (offset) => {
    if (offset < 0 || offset > FARTHEST_BYTE) return -1;
    const start = offset - (offset % WINDOW_BYTES);
    if (start !== windowStart) {
      windowStart = start;
      window = decode(base64.slice((start / 3) * 4, (start / 3) * 4 + WINDOW_LETTERS));
    }
    const code = window.charCodeAt(offset - start);
    return Number.isNaN(code) ? -1 : code;
  };
}

/** Both alphabets; a cut last group loses its bytes. */
function decode(letters: string): string {
  const whole = letters.slice(0, letters.length - (letters.length % 4)).replace(/-/g, '+').replace(/_/g, '/');
  try {
    return atob(whole);
  } catch {
    return '';
  }
}

const holds = (byteAt: ByteAt, offset: number, text: string): boolean => [...text].every((letter, at) => byteAt(offset + at) === letter.charCodeAt(0));
const big16 = (byteAt: ByteAt, offset: number): number => byteAt(offset) * 256 + byteAt(offset + 1);
const little16 = (byteAt: ByteAt, offset: number): number => byteAt(offset) + byteAt(offset + 1) * 256;
const little24 = (byteAt: ByteAt, offset: number): number => little16(byteAt, offset) + byteAt(offset + 2) * 65_536;

function sizeOfPng(byteAt: ByteAt): Size | undefined {
  if (!holds(byteAt, 0, '\u0089PNG\r\n\u001a\n') || !holds(byteAt, 12, 'IHDR') || byteAt(23) < 0) return undefined;
  return { width: big16(byteAt, 16) * 65_536 + big16(byteAt, 18), height: big16(byteAt, 20) * 65_536 + big16(byteAt, 22) };
}

function sizeOfGif(byteAt: ByteAt): Size | undefined {
  if (!holds(byteAt, 0, 'GIF8') || byteAt(9) < 0) return undefined;
  return { width: little16(byteAt, 6), height: little16(byteAt, 8) };
}

/** Lossy (VP8), lossless (VP8L) and extended (VP8X) files say it in three ways. */
function sizeOfWebp(byteAt: ByteAt): Size | undefined {
  if (!holds(byteAt, 0, 'RIFF') || !holds(byteAt, 8, 'WEBP') || byteAt(29) < 0) return undefined;
  if (holds(byteAt, 12, 'VP8X')) return { width: little24(byteAt, 24) + 1, height: little24(byteAt, 27) + 1 };
  if (holds(byteAt, 12, 'VP8 ')) return { width: little16(byteAt, 26) % 16_384, height: little16(byteAt, 28) % 16_384 };
  if (!holds(byteAt, 12, 'VP8L')) return undefined;
  const [first, second, third, fourth] = [byteAt(21), byteAt(22), byteAt(23), byteAt(24)] as [number, number, number, number];
  return { width: first + (second % 64) * 256 + 1, height: Math.floor(second / 64) + third * 4 + (fourth % 16) * 1024 + 1 };
}

/** Start-of-frame markers; C4, C8 and CC lie among them and are others. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

function sizeOfJpeg(byteAt: ByteAt): Size | undefined {
  if (byteAt(0) !== 0xff || byteAt(1) !== 0xd8) return undefined;
  let offset = 2;
  for (let segment = 0; segment < MOST_SEGMENTS; segment += 1) {
    if (byteAt(offset) !== 0xff) return undefined;
    const marker = byteAt(offset + 1);
    if (marker === 0xff) offset += 1;
    else if (isFrame(marker)) return byteAt(offset + 8) < 0 ? undefined : { width: big16(byteAt, offset + 7), height: big16(byteAt, offset + 5) };
    else if (marker < 0 || marker === 0xda || marker === 0xd9) return undefined;
    else offset += marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8) ? 2 : 2 + big16(byteAt, offset + 2);
  }
  return undefined;
}

/**
 * What is known of an image part. `data` is base64 or a `data:` URL; anything else (a link, a file id) leaves the size open. `detail` as the wire format
 * names it: 'low', 'auto', 'MEDIA_RESOLUTION_HIGH' …
 */
export function imagePartOf(data: unknown, detail?: unknown): ImagePart {
  const size = typeof data === 'string' ? imageSizeOf(base64Of(data)) : undefined;
  const asked = typeof detail === 'string' ? detail.toLowerCase().replace(/^media_resolution_/, '') : '';
  const known = imageDetails.find((name): name is ImageDetail => name === asked);
  return { ...size, ...(known !== undefined && { detail: known }) };
}

/** Example: 'data:image/png;base64,iVBO' -> 'iVBO'; 'https://example.com/a.png' -> '' */
function base64Of(data: string): string {
  if (!data.startsWith('data:')) return /^[a-z][a-z0-9+.-]*:/i.test(data.slice(0, 20)) ? '' : data;
  const comma = data.slice(0, 200).indexOf(',');
  return comma > 0 && data.slice(0, comma).includes(';base64') ? data.slice(comma + 1) : '';
}
