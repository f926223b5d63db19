import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { z } from 'zod';
import { type Config, configSchema } from '../model/config.js';
import { UserError } from '../model/errors.js';

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
    .option('--out <file>', 'write the result to a file instead of stdout');

/** Flag, then environment, then default. */
export const storeLocation = (options: CommonOptions): string => options.db ?? process.env['SHADOWBILL_DB'] ?? DEFAULT_STORE;

/** The settings file, checked. A missing file is an error only when it was named. */
export function loadConfig(options: CommonOptions): Config {
  const named = options.config ?? process.env['SHADOWBILL_CONFIG'];
  const path = named ?? DEFAULT_CONFIG;
  if (!existsSync(path)) {
    if (named === undefined) return {};
    throw new UserError('no-config', `The settings file ${path} does not exist.`, { hint: 'Give an existing file with --config, or leave it out.' });
  }
  return parseJsonFile(path, configSchema);
}

/** Reads a JSON file against a schema; every fault names the field's path. */
export function parseJsonFile<T>(path: string, schema: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new UserError('bad-json', `${path} cannot be read as JSON: ${(cause as Error).message}`, { hint: 'Mend the file and try again.', cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 8).map((issue) => `${issue.path.join('.') || '(top)'}: ${issue.message}`);
  throw new UserError('bad-file', `${path} does not fit its schema:\n  ${faults.join('\n  ')}`, { hint: 'Mend these fields and try again.' });
}

/** stdout is the result: there, or in the file named by --out. */
export function emit(text: string, options: CommonOptions): void {
  const whole = text.endsWith('\n') ? text : `${text}\n`;
  if (options.out === undefined) process.stdout.write(whole);
  else writeFileSync(options.out, whole);
}

/** stderr is the talk. */
export const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Repeatable `k=v`. Example: collectPairs('env=prod', {}) -> { env: 'prod' } */
export function collectPairs(pair: string, former: Record<string, string>): Record<string, string> {
  const at = pair.indexOf('=');
  if (at < 1) throw new UserError('bad-pair', `"${pair}" is not of the form key=value.`, { hint: 'Example: --tag team=search' });
  return { ...former, [pair.slice(0, at)]: pair.slice(at + 1) };
}
