import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createCatalog } from '../catalog/index.js';
import { publishedRatio } from '../catalog/ratios.js';
import { imageTokens, toolTokens } from '../catalog/token-rules.js';
import { rememberLast } from '../classify/remember.js';
import { type CountingOf, type TextsToCount, type TokenCounts, takeIn, textsToCount, unknownModel } from '../intake/index.js';
import { type CapturedCall, type StoredCall, modelNameOf } from '../model/call.js';
import type { Catalog, CatalogModel } from '../model/catalog.js';
import type { Config } from '../model/config.js';
import { UserError } from '../model/errors.js';
import type { PrivacyLevel } from '../privacy/index.js';

export interface IntakeOptions {
  /** A file, or the URL of a shared store. */
  storeLocation: string;
  privacy: PrivacyLevel;
  /** The hash key itself, for runs that must give the same bytes; nothing is read or written then. */
  key?: string;
  /** Names the user's own deployments and models, for calls whose tokens must be counted here. */
  config?: Config;
}

const KEY_BYTES = 32;
const MIN_KEY_LETTERS = 16;

/** A call with its text into a call as it is stored. */
export interface Intake {
  (call: CapturedCall, context: { source: string; weightMillionths: number; fallbackKey: string; counts?: TokenCounts | undefined }): StoredCall;
  /** Texts of the call whose tokens should be counted first and handed in; absent for most calls. */
  textsToCount(call: CapturedCall): TextsToCount | undefined;
}

/**
 * Intake bound to one installation's hash key: `key`, else SHADOWBILL_HASH_KEY (for several hosts that write to one store), else the file
 * `<store>.key`, which is made on first use and readable by its owner alone. The key never enters the store.
 */
export function openIntake(options: IntakeOptions): Intake {
  const hash = keyedHash(options.key ?? process.env['SHADOWBILL_HASH_KEY'] ?? keyBeside(options.storeLocation));
  const countingOf = createCounting(options.config);
  const intake = (call: CapturedCall, context: Parameters<Intake>[1]): StoredCall => takeIn(call, { ...context, privacy: options.privacy, hash, countingOf });
  return Object.assign(intake, { textsToCount: (call: CapturedCall) => textsToCount(call, hash) });
}

/** Models of OpenAI that its recipe for counting messages covers. */
const CHAT_FRAMED = /^openai\/(gpt-(3\.5|4|5)|chatgpt|o\d)/;

/** What the catalog knows of how a call's model makes tokens. The catalog is put together at the first call without usage: most imports have none. */
function createCounting(config: Config | undefined): CountingOf {
  let catalog: Catalog | undefined;
  return (call, textKind) => {
    catalog ??= createCatalog(config);
    const { model } = catalog.resolve(call.provider, modelNameOf(call), call.startedAt);
    if (model === undefined) return unknownModel;
    const valueOf = (tokens: ReturnType<typeof imageTokens>): number | undefined => (tokens.known ? tokens.value : undefined);
    return {
      ratio: publishedRatio(model, textKind)?.ratio,
      isExact: model.tokenizer === 'o200k' && !mayReason(model, call.effort),
      hasChatFrame: CHAT_FRAMED.test(model.baseModel),
      imageTokens: (images) => valueOf(imageTokens(model, images)),
      toolTokens: (toolDefinitions) => valueOf(toolTokens(model, { callsWithTools: 1, toolDefinitions })),
    };
  };
}

/** Reasoning is billed as output and is not in the reply. */
const mayReason = (model: CatalogModel, effort: string | undefined): boolean => model.efforts.length > 0 && (effort ?? model.defaultEffort) !== 'none';

/** Texts whose hash is remembered, by what they begin with: call sites, sessions and users come again with every call, ids and questions hardly ever. */
const REPEATED = /^(site|session|user)\n/;
const REMEMBERED_HASHES = 20_000;
/** Characters. A longer one is not held in memory. */
const REMEMBERED_CHARACTERS = 200;

/** HMAC-SHA-256 cut to its first 52 bits, as a whole number: exact in a double, and in an SQLite integer. */
export function keyedHash(key: string): (text: string) => number {
  if (key.length < MIN_KEY_LETTERS) {
    throw new UserError('short-hash-key', `The hash key has ${key.length} characters; it needs ${MIN_KEY_LETTERS} or more.`, {
      hint: 'Set SHADOWBILL_HASH_KEY to a long random text, for example the output of: openssl rand -hex 32',
    });
  }
  const remembered = rememberLast<number>(REMEMBERED_HASHES);
  const digestOf = (text: string): number => {
    const digest = createHmac('sha256', key).update(text).digest();
    return digest.readUInt32BE(0) * 2 ** 20 + (digest.readUInt32BE(4) >>> 12);
  };
  return (text) => (text.length <= REMEMBERED_CHARACTERS && REPEATED.test(text) ? remembered(text, digestOf) : digestOf(text));
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
