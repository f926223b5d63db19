import type { Command } from 'commander';
import { createCatalog } from '../catalog/index.js';
import { type CostMode, costModes } from '../model/analysis.js';
import { tasks } from '../model/call.js';
import type { Config } from '../model/config.js';
import { ConditionMet, UserError } from '../model/errors.js';
import { type EvidenceClass, evidenceClasses } from '../model/store.js';
import { renderSummary } from '../report/index.js';
import { openStore } from '../store/index.js';
import { type CommonOptions, collectPairs, emit, isRealDay, loadConfig, storeLocation, withCommonOptions } from './common.js';
import { checkConfigNames, checkPatterns } from './config-names.js';
import { flagCodes } from './flag-codes.js';
import { runAnalysis } from './run-analysis.js';

export interface AnalyzeOptions extends CommonOptions {
  days?: string;
  until?: string;
  tz?: string;
  threshold?: string;
  minEvidence?: string;
  pricesAt?: string;
  candidates?: string;
  where?: Record<string, string>;
  seed?: string;
  costMode?: string;
  failBelow?: string;
  failOn?: string[];
}

/** Replays the stored traffic against every model and says what routing would save. */
export function addAnalyzeCommand(program: Command): void {
  withCommonOptions(program.command('analyze').description('replay the stored traffic on every model; print the result'))
    .option('--days <n>', 'days of the window (default: 14)')
    .option('--until <date>', 'last local day of the window, YYYY-MM-DD (default: the last full day with calls)')
    .option('--tz <zone>', 'time zone of days, an IANA name (default: UTC)')
    .option('--threshold <t>', 'confidence from which a segment may move, 0 to 1 (default: 0.80)')
    .option('--min-evidence <class>', `weakest evidence that counts: ${evidenceClasses.join(', ')} (default: none)`)
    .option('--prices-at <date>', 'first projected day; candidates are priced from here on, YYYY-MM-DD')
    .option('--candidates <list>', 'models that may be candidates, comma-separated: provider/model, provider/* or provider/model:effort')
    .option('--where <k=v>', 'only calls with env, provider, model, source, user, workload or tag.x equal to this; repeatable', collectPairs)
    .option('--cost-mode <mode>', 'what the calls cost: computed from our prices, or reported by the log where it carries costs (default: computed)')
    .option('--seed <n>', 'seed, kept with the result; nothing in this version draws at random (default: 1)')
    .option('--fail-below <usd>', 'exit 1 when the likely saving a month is below')
    .option('--fail-on <code>', 'exit 1 when this flag is raised; comma-separated, repeatable', collectCodes)
    .action(runAnalyze);
}

async function runAnalyze(options: AnalyzeOptions): Promise<void> {
  const config = configOf(options);
  const failBelowUsd = optionalNumber(options.failBelow, { flag: '--fail-below', from: -Infinity, to: Infinity });
  const run = {
    config, now: Date.now(), until: options.until, pricesAt: pricesDay(options.pricesAt), timezone: options.tz, where: options.where,
    days: optionalNumber(options.days, { flag: '--days', from: 1, to: 366 }),
    threshold: optionalNumber(options.threshold, { flag: '--threshold', from: 0, to: 1 }),
    seed: optionalNumber(options.seed, { flag: '--seed', from: 0, to: 2 ** 31 }), minEvidence: optionalEvidence(options.minEvidence), costMode: optionalCostMode(options.costMode),
  };
  const store = await openStore(storeLocation(options), { mode: 'existing' });
  try {
    const analysis = await runAnalysis(store, withoutAbsent(run));
    emit(options.json === true ? JSON.stringify(analysis) : renderSummary(analysis), options);
    const raised = analysis.flags.find(({ code }) => options.failOn?.includes(code) === true);
    if (raised !== undefined) throw new ConditionMet(`--fail-on ${raised.code}: ${raised.text}`);
    const likelyUsd = analysis.verdict.likely.saving.usd;
    if (failBelowUsd !== undefined && (likelyUsd ?? 0) < failBelowUsd) throw new ConditionMet(`--fail-below ${failBelowUsd}: the likely saving is ${likelyUsd === null ? 'not known' : `${likelyUsd.toFixed(2)} USD a month`}.`);
  } finally {
    await store.close();
  }
}

/** The settings with the flags over them, every name in them checked against the catalog. */
function configOf(options: AnalyzeOptions): Config {
  const config = loadConfig(options);
  const catalog = createCatalog(config);
  checkConfigNames(config, catalog);
  if (options.candidates === undefined) return config;
  const candidates = listOf(options.candidates);
  if (candidates.length === 0) throw new UserError('no-candidates', '--candidates names no model.', { hint: 'Example: --candidates openai/gpt-4o-mini,mistral/*; without the flag every model is tried.' });
  checkPatterns(candidates, { catalog, where: '--candidates', isChatOnly: true });
  return { ...config, candidates };
}

/** Example: ' a,,b, ' -> ['a', 'b'] */
const listOf = (text: string): string[] => text.split(',').map((entry) => entry.trim()).filter((entry) => entry !== '');

function collectCodes(text: string, former: readonly string[] = []): string[] {
  const codes = listOf(text);
  const odd = codes.find((code) => !(flagCodes as readonly string[]).includes(code));
  if (codes.length > 0 && odd === undefined) return [...former, ...codes];
  throw new UserError('bad-code', odd === undefined ? '--fail-on names no flag.' : `--fail-on ${odd}: no flag has this code.`, { hint: `The codes are ${flagCodes.join(', ')}.` });
}

const withoutAbsent = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as { [K in keyof T]: Exclude<T[K], undefined> };

/** A number flag in its range, or absent. */
export function optionalNumber(text: string | undefined, bounds: { flag: string; from: number; to: number }): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= bounds.from && value <= bounds.to) return value;
  throw new UserError('bad-number', `${bounds.flag} ${text} is not possible.`, { hint: Number.isFinite(bounds.from) ? `Give a number from ${bounds.from} to ${bounds.to}.` : 'Give a number.' });
}

/** An evidence class by name, or absent. */
export function optionalEvidence(text: string | undefined): EvidenceClass | undefined {
  if (text === undefined) return undefined;
  const found = evidenceClasses.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UserError('bad-evidence', `"${text}" is no evidence class.`, { hint: `Choose one of ${evidenceClasses.join(', ')}.` });
}

function optionalCostMode(text: string | undefined): CostMode | undefined {
  if (text === undefined) return undefined;
  const found = costModes.find((name) => name === text);
  if (found !== undefined) return found;
  throw new UserError('bad-cost-mode', `--cost-mode "${text}" does not exist.`, { hint: `Choose ${costModes.join(' or ')}.` });
}

/** Day before which no price is worth comparing: no model of the catalog was sold. */
const FIRST_PRICES_DAY = '2020-01-01';

function pricesDay(text: string | undefined): string | undefined {
  if (text === undefined || (isRealDay(text) && text >= FIRST_PRICES_DAY)) return text;
  if (isRealDay(text)) throw new UserError('bad-date', `--prices-at ${text} is before any price in the catalog.`, { hint: `Give a day from ${FIRST_PRICES_DAY} on.` });
  throw new UserError('bad-date', `--prices-at "${text}" is not a date.`, { hint: 'Write it as YYYY-MM-DD.' });
}

/** Example: taskThresholds(['code=0.99']) -> { code: 0.99 } */
export function taskThresholds(pairs: Readonly<Record<string, string>>): Record<string, number> {
  return Object.fromEntries(Object.entries(pairs).map(([task, text]) => {
    if (!(tasks as readonly string[]).includes(task)) throw new UserError('bad-task', `"${task}" is no task.`, { hint: `Choose among ${tasks.join(', ')}.` });
    return [task, optionalNumber(text, { flag: `--task ${task}=`, from: 0, to: 1 }) ?? 0];
  }));
}
