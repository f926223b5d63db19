// XXH64 with seed 0, whose low 32 bits end a zstd frame: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md (read 2026-11-22). In halves of 32 bits: BigInt is tenfold slower.

/** High and low half. */
type Word = readonly [high: number, low: number];

const P1: Word = [0x9e3779b1, 0x85ebca87];
const P2: Word = [0xc2b2ae3d, 0x27d4eb4f];
const P3: Word = [0x165667b1, 0x9e3779f9];
const P4: Word = [0x85ebca77, 0xc2b2ae63];
const P5: Word = [0x27d4eb2f, 0x165667c5];

const STRIPE_BYTES = 32;

export interface Xxh64 {
  update(bytes: Buffer): void;
  /** Low 32 bits of the hash of all bytes so far, 0..2^32 - 1. Ends the hash. */
  low32(): number;
}

/** Example: of no bytes at all, XXH64 is ef46db3751d8e999: low32() is 0x51d8e999. */
export function createXxh64(): Xxh64 {
  let high = 0;
  let low = 0;
  const set = ([wordHigh, wordLow]: Word): void => {
    high = wordHigh | 0;
    low = wordLow | 0;
  };
  const add = (otherHigh: number, otherLow: number): void => {
    const sum = (low >>> 0) + (otherLow >>> 0);
    high = (high + otherHigh + (sum > 0xffffffff ? 1 : 0)) | 0;
    low = sum | 0;
  };
  const multiply = ([otherHigh, otherLow]: Word): void => {
    const [a0, a1, b0, b1] = [low & 0xffff, low >>> 16, otherLow & 0xffff, otherLow >>> 16];
    const low0 = a0 * b0;
    const cross0 = a0 * b1;
    const cross1 = a1 * b0;
    const middle = (low0 >>> 16) + (cross0 & 0xffff) + (cross1 & 0xffff);
    high = (a1 * b1 + (cross0 >>> 16) + (cross1 >>> 16) + (middle >>> 16) + Math.imul(high, otherLow) + Math.imul(low, otherHigh)) | 0;
    low = (low0 & 0xffff) | (middle << 16);
  };
  const rotate = (bits: number): void => {
    const [from, to] = bits < 32 ? [high, low] : [low, high];
    const by = bits & 31;
    [high, low] = [(from << by) | (to >>> (32 - by)), (to << by) | (from >>> (32 - by))];
  };
  const xor = (otherHigh: number, otherLow: number): void => {
    high ^= otherHigh;
    low ^= otherLow;
  };
  const shiftXor = (bits: number): void => (bits < 32 ? xor(high >>> bits, (low >>> bits) | (high << (32 - bits))) : xor(0, high >>> (bits - 32)));

  /** Four lanes, high and low half each; seed 0. */
  const lanes = new Int32Array(8);
  const start = (lane: number): void => lanes.set([high, low], lane * 2);
  set(P1); add(P2[0], P2[1]); start(0);
  set(P2); start(1);
  set([0, 0]); start(2);
  set([~P1[0], ~P1[1]]); add(0, 1); start(3);

  /** accumulator <- rotate(accumulator + word x P2, 31) x P1, the accumulator standing in `lanes`. */
  const round = (lane: number, wordHigh: number, wordLow: number): void => {
    high = wordHigh;
    low = wordLow;
    multiply(P2);
    add(lanes[lane * 2] ?? 0, lanes[lane * 2 + 1] ?? 0);
    rotate(31);
    multiply(P1);
    lanes[lane * 2] = high;
    lanes[lane * 2 + 1] = low;
  };
  const stripe = (bytes: Buffer, at: number): void => {
    for (let lane = 0; lane < 4; lane += 1) round(lane, bytes.readInt32LE(at + lane * 8 + 4), bytes.readInt32LE(at + lane * 8));
  };

  let rest: Buffer = Buffer.alloc(0);
  let totalBytes = 0;

  const lane = (index: number): Word => [lanes[index * 2] ?? 0, lanes[index * 2 + 1] ?? 0];
  const rotated = (word: Word, bits: number): Word => {
    set(word);
    rotate(bits);
    return [high, low];
  };
  /** Folds one finished lane into the hash. */
  const fold = (hash: Word, word: Word): Word => {
    set(word);
    multiply(P2);
    rotate(31);
    multiply(P1);
    xor(hash[0], hash[1]);
    multiply(P1);
    add(P4[0], P4[1]);
    return [high, low];
  };
  const converge = (): void => {
    const words = [0, 1, 2, 3].map(lane);
    const turns = [1, 7, 12, 18];
    const parts = words.map((word, index) => rotated(word, turns[index] ?? 0));
    set([0, 0]);
    for (const [partHigh, partLow] of parts) add(partHigh, partLow);
    set(words.reduce<Word>(fold, [high, low]));
  };
  const takeTail = (): void => {
    let at = 0;
    for (; at + 8 <= rest.length; at += 8) {
      const hash: Word = [high, low];
      set([rest.readInt32LE(at + 4), rest.readInt32LE(at)]);
      multiply(P2);
      rotate(31);
      multiply(P1);
      xor(hash[0], hash[1]);
      rotate(27);
      multiply(P1);
      add(P4[0], P4[1]);
    }
    if (at + 4 <= rest.length) {
      const hash: Word = [high, low];
      set([0, rest.readInt32LE(at)]);
      multiply(P1);
      xor(hash[0], hash[1]);
      rotate(23);
      multiply(P2);
      add(P3[0], P3[1]);
      at += 4;
    }
    for (; at < rest.length; at += 1) {
      const hash: Word = [high, low];
      set([0, rest.readUInt8(at)]);
      multiply(P5);
      xor(hash[0], hash[1]);
      rotate(11);
      multiply(P1);
    }
  };

  return {
    update(bytes) {
      totalBytes += bytes.length;
      const data = rest.length === 0 ? bytes : Buffer.concat([rest, bytes]);
      let at = 0;
      for (; at + STRIPE_BYTES <= data.length; at += STRIPE_BYTES) stripe(data, at);
      rest = data.subarray(at);
    },
    low32() {
      if (totalBytes >= STRIPE_BYTES) converge();
      else set(P5);
      add(Math.floor(totalBytes / 2 ** 32), totalBytes % 2 ** 32);
      takeTail();
      shiftXor(33);
      multiply(P2);
      shiftXor(29);
      multiply(P3);
      shiftXor(32);
      return low >>> 0;
    },
  };
}
