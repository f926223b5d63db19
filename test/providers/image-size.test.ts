import { describe, expect, test } from 'vitest';
import { imagePartOf, imageSizeOf } from '../../src/providers/image-size.js';
import { big16, png } from './make-png.js';

const base64 = (bytes: readonly number[]): string => Buffer.from(bytes).toString('base64');
const text = (letters: string): number[] => [...letters].map((letter) => letter.charCodeAt(0));
const little16 = (value: number): number[] => [value & 255, value >> 8];

const frame = (width: number, height: number): number[] => [0xff, 0xc2, 0, 17, 8, ...big16(height), ...big16(width), 3];
const segment = (marker: number, size: number): number[] => [0xff, marker, ...big16(size + 2), ...new Array<number>(size).fill(0xff)];

describe('pixel sizes from headers', () => {
  test('PNG, GIF and the three kinds of WebP', () => {
    expect(imageSizeOf(png(640, 480))).toEqual({ width: 640, height: 480 });
    expect(imageSizeOf(base64([...text('GIF89a'), ...little16(300), ...little16(200), 0, 0]))).toEqual({ width: 300, height: 200 });
    const webp = (kind: string, rest: number[]): string => base64([...text('RIFF'), 0, 0, 0, 0, ...text('WEBP'), ...text(kind), ...rest, ...new Array<number>(20).fill(0)]);
    expect(imageSizeOf(webp('VP8X', [0, 0, 0, 0, 0, 0, 0, 0, ...little16(1023), 0, ...little16(767), 0]))).toEqual({ width: 1024, height: 768 });
    expect(imageSizeOf(webp('VP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a, ...little16(550), ...little16(368)]))).toEqual({ width: 550, height: 368 });
    const bits = (386 - 1) + (395 - 1) * 2 ** 14;
    expect(imageSizeOf(webp('VP8L', [0, 0, 0, 0, 0x2f, bits & 255, (bits >> 8) & 255, (bits >> 16) & 255, (bits >> 24) & 255]))).toEqual({ width: 386, height: 395 });
  });

  test('JPEG, behind segments of any length and fill bytes', () => {
    expect(imageSizeOf(base64([0xff, 0xd8, ...segment(0xe0, 14), ...frame(1200, 800)]))).toEqual({ width: 1200, height: 800 });
    const profiles = [1, 2, 3].flatMap(() => segment(0xe2, 65_000));
    expect(imageSizeOf(base64([0xff, 0xd8, ...segment(0xe1, 60_001), ...profiles, 0xff, ...segment(0xc4, 30), ...frame(4032, 3024)]))).toEqual({ width: 4032, height: 3024 });
  });

  test('line breaks and the other alphabet do not matter', () => {
    const jpeg = base64([0xff, 0xd8, ...segment(0xe0, 200), ...frame(1201, 803)]);
    expect(imageSizeOf(jpeg.replace(/(.{76})/g, '$1\r\n'))).toEqual({ width: 1201, height: 803 });
    expect(imageSizeOf(jpeg.replace(/\+/g, '-').replace(/\//g, '_'))).toEqual({ width: 1201, height: 803 });
  });

  test('what is cut, broken, empty or no image has no size', () => {
    for (const broken of ['', 'AAAA', '!!!!', 'hello world', png(640, 480).slice(0, 20), base64([0xff, 0xd8, 0xff]), base64([0xff, 0xd8, ...segment(0xe0, 14)]), base64([0xff, 0xd8, 0xff, 0xda, 0, 2]), png(0, 5), base64([0xff, 0xd8, 0xff, 0xe0, 0, 0])]) {
      expect(imageSizeOf(broken)).toBeUndefined();
    }
  });

  test('only the windows that hold the header are decoded, so that a large image costs no more than a small one', () => {
    const large = `${png(64, 64).replace(/=+$/, '')}${'A'.repeat(40_000_000)}`;
    const before = performance.now();
    expect(imageSizeOf(large)).toEqual({ width: 64, height: 64 });
    expect(performance.now() - before).toBeLessThan(200);
  });
});

describe('an image part', () => {
  test('is a data URL or plain base64; a link or a file id has no size', () => {
    expect(imagePartOf(`data:image/png;base64,${png(8, 9)}`)).toEqual({ width: 8, height: 9 });
    expect(imagePartOf(png(8, 9))).toEqual({ width: 8, height: 9 });
    for (const link of ['https://example.com/a.png', 'gs://bucket/a.png', 'data:image/svg+xml,<svg/>', undefined, 7]) expect(imagePartOf(link)).toEqual({});
  });

  test('detail is one word for all wire formats; auto says nothing', () => {
    expect(['low', 'auto', 'original', 'MEDIA_RESOLUTION_HIGH', 'MEDIA_RESOLUTION_ULTRA_HIGH', 'MEDIA_RESOLUTION_UNSPECIFIED', undefined].map((detail) => imagePartOf('https://a.b', detail).detail))
      .toEqual(['low', undefined, 'original', 'high', 'ultra_high', undefined, undefined]);
  });
});
