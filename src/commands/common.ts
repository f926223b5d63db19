import { accessSync, constants, existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from 'commander';
import type { z } from 'zod';
import { type Config, configSchema } from '../model/config.js';
import { UserError } from '../model/errors.js';
import { terminalLines } from './terminal-text.js';

/** Flags that every verb takes. */
export interface CommonOptions {
  db?: string;
  config?: string;
  json?: boolean;
  out?: string;
}

const DEFAULT_STORE = './shadowbill.db';
const DEFAULT_CONFIG = './shadowbill.config.json';

export const withCommonOptions = (command: Command): Command =>
  command
    .option('--db <location>', `store, a SQLite file (default: ${DEFAULT_STORE}, or SHADOWBILL_DB)`)
    .option('--config <file>', `settings (default: ${DEFAULT_CONFIG} where it exists, or SHADOWBILL_CONFIG)`)
    .option('--json', 'print JSON')
    .option('--out <file>', 'write the result to a file instead of stdout')
    .hook('preAction', (_, action) => {
      const { out } = action.opts<CommonOptions>();
      if (out !== undefined) checkTarget(out);
    });

/** Flag, then environment, then default. */
export const storeLocation = (options: CommonOptions): string => options.db ?? process.env['SHADOWBILL_DB'] ?? DEFAULT_STORE;

/** Where the settings are looked for. `isNamed`: by flag or environment, so that it must exist. */
export function configLocation(options: CommonOptions): { path: string; isNamed: boolean } {
  const named = options.config ?? process.env['SHADOWBILL_CONFIG'];
  return { path: named ?? DEFAULT_CONFIG, isNamed: named !== undefined };
}

/** The settings file, checked. A missing file is an error only when it was named. */
export function loadConfig(options: CommonOptions): Config {
  const { path, isNamed } = configLocation(options);
  if (!existsSync(path)) {
    if (!isNamed) return {};
    throw new UserError('no-config', `The settings file ${path} does not exist.`, { hint: 'Give an existing file with --config, or leave it out.' });
  }
  return parseJsonFile(path, configSchema);
}

/** Reads a JSON file against a schema; every fault names the field's path. */
export function parseJsonFile<T>(path: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new UserError('bad-json', `${path} cannot be read as JSON: ${(cause as Error).message}`, { hint: 'Mend the file and try again.', cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.flatMap((issue) => faultsOf(issue)).slice(0, 8);
  throw new UserError('bad-file', `${path} does not fit its schema:\n  ${faults.join('\n  ')}`, { hint: 'Mend these fields and try again.' });
}

type Issue = z.core.$ZodIssue;

/** One line a fault, each with its path; of alternatives the one that was most likely meant. */
function faultsOf(issue: Issue, before: readonly PropertyKey[] = []): string[] {
  const path = [...before, ...issue.path];
  if (issue.code === 'invalid_key') return issue.issues.map(({ message }) => `${path.map(String).join('.')}: ${message}`);
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return [`${path.map(String).join('.') || '(top)'}: ${issue.message}`];
  const values = issue.errors.flatMap((branch) => branch.flatMap((one) => (one.code === 'invalid_value' && one.path.length === 0 ? one.values : [])));
  if (values.length >= issue.errors.length) return [`${path.map(String).join('.')}: must be one of ${values.map(String).join(', ')}`];
  const meant = [...issue.errors].sort((a, b) => distanceOf(a) - distanceOf(b))[0] ?? [];
  return meant.flatMap((one) => faultsOf(one, path));
}

/** How far a value is from an alternative: one of another kind or with keys that it does not have was hardly meant. */
const distanceOf = (branch: readonly Issue[]): number =>
  branch.reduce((total, issue) => {
    if (issue.code === 'invalid_union') return total + Math.min(...issue.errors.map((inner) => distanceOf(inner)));
    if (issue.code === 'unrecognized_keys') return total + WRONG_KEY * issue.keys.length;
    return total + (issue.path.length === 0 ? WRONG_KIND : 1);
  }, 0);

const WRONG_KEY = 10;
const WRONG_KIND = 1000;

/** stdout is the result: there, or in the file named by --out. */
export function emit(text: string, options: CommonOptions): void {
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  if (options.out === undefined) process.stdout.write(whole);
  else writeTarget(options.out, whole);
}

const badTarget = (path: string, reason: string, cause?: unknown): UserError =>
  new UserError('bad-target', `${path} cannot be written: ${reason}`, { hint: 'Name a file in an existing folder that you may write to.', cause });

/** A result that cannot be written is said before the work, not after it. Nothing is created. */
export function checkTarget(path: string): void {
  const folder = dirname(path);
  try {
    if (path === '') throw badTarget('--out', 'the name is empty');
    if (existsSync(path)) {
      if (statSync(path).isDirectory()) throw badTarget(path, 'it is a folder');
      accessSync(path, constants.W_OK);
      return;
    }
    if (!existsSync(folder)) throw badTarget(path, `the folder ${folder} does not exist`);
    if (!statSync(folder).isDirectory()) throw badTarget(path, `${folder} is no folder`);
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw cause instanceof UserError ? cause : badTarget(path, (cause as Error).message, cause);
  }
}

/** Writes a file, whole. With `isAtomic` the old one stands until the new one is complete. */
export function writeTarget(path: string, text: string, { isAtomic = false }: { isAtomic?: boolean } = {}): void {
  try {
    const first = isAtomic ? `${path}.partial` : path;
    writeFileSync(first, text);
    if (isAtomic) renameSync(first, path);
  } catch (cause) {
    throw badTarget(path, (cause as Error).message, cause);
  }
}

/** Whether the text is a day of the calendar, YYYY-MM-DD. Example: '2026-02-30' is none. */
export function isRealDay(text: string): boolean {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** stderr is the talk. Names and values in it come from logs and file names: none of them moves the cursor. */
export const say = (text: string): void => {
  process.stderr.write(`${terminalLines(text)}\n`);
};

/** Repeatable `k=v`. Example: collectPairs('env=prod', {}) -> { env: 'prod' } */
export function collectPairs(pair: string, former: Record<string, string>): Record<string, string> {
  const at = pair.indexOf('=');
  if (at < 1) throw new UserError('bad-pair', `"${pair}" is not of the form key=value.`, { hint: 'Example: --tag team=search' });
  return { ...former, [pair.slice(0, at)]: pair.slice(at + 1) };
}
