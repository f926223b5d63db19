import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { takeIn } from '../intake/index.js';
import type { CapturedCall, StoredCall } from '../model/call.js';
import { UserError } from '../model/errors.js';
import type { PrivacyLevel } from '../privacy/index.js';
import { countTokens } from '../tokens/index.js';

export interface IntakeOptions {
  /** A file, or the URL of a shared store. */
  storeLocation: string;
  privacy: PrivacyLevel;
  /** The hash key itself, for runs that must give the same bytes; nothing is read or written then. */
  key?: string;
}

const KEY_BYTES = 32;
const MIN_KEY_LETTERS = 16;

/**
 * Intake bound to one installation's hash key: `key`, else SHADOWBILL_HASH_KEY (for several hosts that write to one store), else the file
 * `<store>.key`, which is made on first use and readable by its owner alone. The key never enters the store.
 */
export function openIntake(options: IntakeOptions): (call: CapturedCall, context: { source: string; weightMillionths: number; fallbackKey: string }) => StoredCall {
  const hash = keyedHash(options.key ?? process.env['SHADOWBILL_HASH_KEY'] ?? keyBeside(options.storeLocation));
  return (call, context) => takeIn(call, { ...context, privacy: options.privacy, hash, countTokens });
}

/** HMAC-SHA-256 cut to its first 52 bits, as a whole number: exact in a double, and in an SQLite integer. */
export function keyedHash(key: string): (text: string) => number {
  if (key.length < MIN_KEY_LETTERS) {
    throw new UserError('short-hash-key', `The hash key has ${key.length} characters; it needs ${MIN_KEY_LETTERS} or more.`, {
      hint: 'Set SHADOWBILL_HASH_KEY to a long random text, for example the output of: openssl rand -hex 32',
    });
  }
  return (text) => {
    const digest = createHmac('sha256', key).update(text).digest();
    return digest.readUInt32BE(0) * 2 ** 20 + (digest.readUInt32BE(4) >>> 12);
  };
}

function keyBeside(storeLocation: string): string {
  if (storeLocation.includes('://')) {
    throw new UserError('no-hash-key', `The store ${storeLocation.replace(/\/\/[^@/]*@/, '//')} is shared, and SHADOWBILL_HASH_KEY is not set.`, {
      hint: 'Set SHADOWBILL_HASH_KEY to the same long random text on every host that writes to this store.',
    });
  }
  const path = `${storeLocation}.key`;
  if (existsSync(path)) return readFileSync(path, 'utf8').trim();
  const key = randomBytes(KEY_BYTES).toString('hex');
  try {
    writeFileSync(path, `${key}\n`, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new UserError('no-hash-key', `The hash key ${path} cannot be written: ${(cause as Error).message}`, { hint: 'Make the folder writable, or set SHADOWBILL_HASH_KEY.', cause });
  }
  return key;
}
