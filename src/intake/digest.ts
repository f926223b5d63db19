import type { PrefixChain, CallContent } from '../model/call.js';

/**
 * Bytes of canonical prompt that a block of the prefix chain covers: 512 up to 64 KB, then 4 KB. A block of 512 bytes is about the 128 tokens by which the
 * shortest cache steps grow (OpenAI, https://developers.openai.com/api/docs/guides/prompt-caching, read 2026-11-22).
 */
const SMALL_BLOCK_BYTES = 512;
const LARGE_BLOCK_BYTES = 4096;
const SMALL_BLOCKS_UP_TO_BYTES = 65_536;

/**
 * Tokens. No provider caches a shorter prompt (OpenAI, Anthropic and Gemini start at 1,024, some of their models higher;
 * https://docs.claude.com/en/docs/build-with-claude/prompt-caching, read 2026-11-22), so a shorter one keeps no chain.
 */
export const MIN_CHAIN_TOKENS = 1024;

/** What one pass over the canonical prompt gives. */
export interface PromptDigest {
  /** Two mixed 32-bit lanes as text: the input of the keyed hash, not a secret by itself. */
  digest: string;
  blockHashes: readonly number[];
  /** Bytes (UTF-8) of the prompt up to each block, ascending; the last is the whole. */
  blockBytes: readonly number[];
}

/** Two rolling lanes, multiplied and mixed after cyrb53 (bryc, public domain): https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js */
interface Lanes {
  first: number;
  second: number;
  bytes: number;
  nextBlock: number;
}

/**
 * The canonical prompt (tools, then messages in order, as providers cache them) hashed in one pass, so that cost is linear in its length whatever the number of blocks.
 *
 * The rolling hash is not a cryptographic one: a keyed HMAC for every block would cost more than all the rest of intake. It starts
 * from a key that the installation's HMAC made of the word `chain` (`chainKey`, 52 bits), so that nobody without the key can
 * look up a known text; someone who holds both the key and the store could guess texts, as they could with any hash. Block hashes are 52 bits.
 */
export function digestPrompt(content: CallContent, chainKey: number): PromptDigest {
  const lanes: Lanes = { first: (chainKey % 4294967296) | 0, second: (Math.floor(chainKey / 4294967296) ^ 0x9e3779b9) | 0, bytes: 0, nextBlock: SMALL_BLOCK_BYTES };
  const blockHashes: number[] = [];
  const blockBytes: number[] = [];
  const feed = (text: string): void => {
    let { first, second, bytes, nextBlock } = lanes;
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      first = Math.imul(first ^ code, 2654435761);
      second = Math.imul(second ^ code, 1597334677);
      second ^= first >>> 16;
      first ^= second >>> 15;
      bytes += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3;
      if (bytes < nextBlock) continue;
      blockHashes.push(finish(first, second));
      blockBytes.push(bytes);
      nextBlock = bytes - (bytes % SMALL_BLOCK_BYTES) + (bytes < SMALL_BLOCKS_UP_TO_BYTES ? SMALL_BLOCK_BYTES : LARGE_BLOCK_BYTES);
    }
    lanes.first = first;
    lanes.second = second;
    lanes.bytes = bytes;
    lanes.nextBlock = nextBlock;
  };
  for (const tool of content.tools) {
    feed('\u0001');
    feed(tool.name);
    feed(tool.description ?? '');
    feed(tool.parametersText ?? '');
  }
  for (const message of content.messages) {
    feed(marks[message.role]);
    feed(message.text);
    for (const call of message.toolCalls ?? []) {
      feed('\u0006');
      feed(call.name);
      feed(call.argumentsText);
    }
    for (const kind of message.media ?? []) feed(`\u0007${kind}`);
    if (message.mediaDigest !== undefined) feed(message.mediaDigest);
  }
  if (lanes.bytes > (blockBytes.at(-1) ?? 0)) {
    blockHashes.push(finish(lanes.first, lanes.second));
    blockBytes.push(lanes.bytes);
  }
  return { digest: `${lanes.first >>> 0}.${lanes.second >>> 0}.${lanes.bytes}`, blockHashes, blockBytes };
}

const marks = { system: '\u0002', user: '\u0003', assistant: '\u0004', tool: '\u0005' } as const;

/** 52 bits of both lanes, a whole number. */
function finish(first: number, second: number): number {
  const low = Math.imul(first ^ (first >>> 16), 2246822507) ^ Math.imul(second ^ (second >>> 13), 3266489909);
  const high = Math.imul(second ^ (second >>> 16), 2246822507) ^ Math.imul(first ^ (first >>> 13), 3266489909);
  return (high >>> 12) * 4294967296 + (low >>> 0);
}

/**
 * The chain with tokens in proportion to bytes, so that the last entry is all the input. Absent under 1,024 input tokens, and when the input is not known.
 *
 * Example: blocks at 512 and 1,000 bytes of 2,000 input tokens -> tokens round(512 / 1000 * 2000) = 1024 and 2000.
 */
export function chainOf(digest: PromptDigest, inputTokens: number | undefined): PrefixChain | undefined {
  const bytes = digest.blockBytes.at(-1);
  if (inputTokens === undefined || inputTokens < MIN_CHAIN_TOKENS || bytes === undefined) return undefined;
  return { hashes: digest.blockHashes, tokens: digest.blockBytes.map((at) => Math.round((at / bytes) * inputTokens)) };
}
