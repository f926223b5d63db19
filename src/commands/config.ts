import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { createCatalog, discountedModels } from '../catalog/index.js';
import type { Config } from '../model/config.js';
import { UserError } from '../model/errors.js';
import { openStore } from '../store/index.js';
import { type CommonOptions, configLocation, emit, loadConfig, say, storeLocation, withCommonOptions } from './common.js';
import { checkConfigNames, commitmentOverlaps } from './config-names.js';
import { nearNames } from './near-names.js';
import { DEFAULT_MARGIN } from './run-analysis.js';

/** Where a setting comes from: what stands first in this list wins. */
type Origin = 'flag' | 'environment' | 'file' | 'default';

interface Setting {
  name: string;
  value: unknown;
  origin: Origin;
  /** The flag, the variable or the path in the file; '' for defaults. */
  where: string;
  /** Names in it that mean a model of another name. */
  means?: Readonly<Record<string, string>>;
}

/** Settings that hold where the file is silent. What has no default is absent until it is set. */
const DEFAULTS: Config = { margin: DEFAULT_MARGIN, minSavingUsd: 0, timezone: 'UTC', privacy: 'redacted' };

export function addConfigCommand(program: Command): void {
  const group = program.command('config').description('the settings that hold here, and whether they can');
  withCommonOptions(group.command('show').description('print every setting that holds, with where it comes from')).action((options: CommonOptions) => {
    const settings = effectiveSettings(options);
    emit(options.json === true ? JSON.stringify(settings, null, 2) : tableOf(settings), options);
  });
  withCommonOptions(group.command('check').description('check the settings: keys, names of models and providers, names of workloads where a store exists')).action(checkSettings);
}

/** Flag > environment > file > default, every setting once. */
export function effectiveSettings(options: CommonOptions): Setting[] {
  const config = loadConfig(options);
  const file = configLocation(options);
  const located = (name: string, query: { flag: string | undefined; variable: string; fallback: string }): Setting => {
    const value = process.env[query.variable];
    if (query.flag !== undefined) return { name, value: withoutPassword(query.flag), origin: 'flag', where: `--${name}` };
    return value !== undefined ? { name, value: withoutPassword(value), origin: 'environment', where: query.variable } : { name, value: query.fallback, origin: 'default', where: '' };
  };
  const ofFile = Object.entries(config).filter(([name]) => name !== 'schema').map(([name, value]): Setting => ({ name, value, origin: 'file', where: `${file.path}: ${name}`, ...(name === 'discounts' ? meaningOf(config) : {}) }));
  const ofDefault = Object.entries(DEFAULTS).filter(([name]) => !(name in config)).map(([name, value]): Setting => ({ name, value, origin: 'default', where: '' }));
  const hasKey = process.env['SHADOWBILL_HASH_KEY'] !== undefined;
  const keyFile = storeLocation(options).includes('://') ? 'not set: a shared store needs SHADOWBILL_HASH_KEY' : `${storeLocation(options)}.key`;
  return [
    located('db', { flag: options.db, variable: 'SHADOWBILL_DB', fallback: storeLocation({}) }),
    located('config', { flag: options.config, variable: 'SHADOWBILL_CONFIG', fallback: existsSync(file.path) ? file.path : `${file.path} (does not exist)` }),
    { name: 'hash key', value: hasKey ? 'set, not shown' : keyFile, origin: hasKey ? 'environment' : 'default', where: hasKey ? 'SHADOWBILL_HASH_KEY' : '' },
    ...[...ofFile, ...ofDefault].sort((a, b) => (a.name < b.name ? -1 : 1)),
  ];
}

/** Discounts by a name as logged hold for the model that it means now. Example: 'openai/gpt-4o' -> openai/gpt-4o-2024-08-06 */
function meaningOf(config: Config): Pick<Setting, 'means'> {
  const others = [...discountedModels(config, createCatalog(config).models)].filter(([name, id]) => name !== id);
  return others.length === 0 ? {} : { means: Object.fromEntries(others) };
}

/** Example: 'clickhouse://me:secret@host/db' -> 'clickhouse://…@host/db' */
const withoutPassword = (location: string): string => location.replace(/\/\/[^@/]*@/, '//…@');

function tableOf(settings: readonly Setting[]): string {
  const width = Math.max(...settings.map(({ name }) => name.length));
  return settings.map(({ name, value, origin, where, means = {} }) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2).split('\n').join(`\n${' '.repeat(width + 2)}`);
    const meanings = Object.entries(means).map(([one, id]) => `\n${' '.repeat(width + 2)}"${one}" means ${id}`);
    return `${name.padEnd(width)}  ${text}  [${origin}${where === '' ? '' : `: ${where}`}]${meanings.join('')}`;
  }).join('\n');
}

async function checkSettings(options: CommonOptions): Promise<void> {
  const config = loadConfig(options);
  const file = configLocation(options);
  const catalog = createCatalog(config);
  checkConfigNames(config, catalog);
  const overlaps = commitmentOverlaps(config, catalog);
  checkTimezone(config);
  const isStoreKnown = await checkWorkloads(config, options);
  const keys = Object.keys(config).filter((key) => key !== 'schema');
  const checked = { file: existsSync(file.path) ? file.path : null, keys, workloadsChecked: isStoreKnown, warnings: overlaps };
  const text = checked.file === null ? `There is no ${file.path}: every setting has its default.` : `${file.path} is fine: ${keys.length === 0 ? 'no setting' : keys.join(', ')}.`;
  if (!isStoreKnown && config.workloads !== undefined) say(`The names under "workloads" were not checked: there is no store ${storeLocation(options)}.`);
  if (overlaps.length > 0) say(`${overlaps.join('\n')}\nWhere one follows the other, let it begin on the day on which the first ends.`);
  emit(options.json === true ? JSON.stringify(checked) : text, options);
}

function checkTimezone({ timezone }: Config): void {
  if (timezone === undefined) return;
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
  } catch (cause) {
    throw new UserError('bad-timezone', `timezone: "${timezone}" is no time zone.`, { hint: 'Use an IANA name, for example Europe/Berlin.', cause });
  }
}

/** Names of workloads are known only by the store: false where there is none. */
async function checkWorkloads(config: Config, options: CommonOptions): Promise<boolean> {
  const location = storeLocation(options);
  if (!location.includes('://') && !existsSync(location)) {
    if (options.db !== undefined) throw new UserError('no-store', `The store ${location} does not exist.`, { hint: 'Leave --db out to check the settings alone.' });
    return false;
  }
  const store = await openStore(location, { mode: 'read' });
  try {
    const workloads = await store.workloads();
    const known = workloads.flatMap(({ id, label }) => [id, label]);
    for (const name of Object.keys(config.workloads ?? {})) {
      if (known.includes(name) || workloads.length === 0) continue;
      const near = nearNames(name, known);
      throw new UserError('unknown-name', `workloads.${name}: the store ${location} knows no workload of that id or label.`, {
        hint: near.length === 0 ? 'See the names in the report, or with: shadowbill analyze --json' : `Did you mean ${near.join(', ')}?`,
      });
    }
    return workloads.length > 0;
  } finally {
    await store.close();
  }
}
