import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { projectDecisions } from '../analysis/scenarios.js';
import { type Analysis, analysisSchema } from '../model/analysis.js';
import { UserError } from '../model/errors.js';
import { type Policy, type Thresholds, policySchema, thresholdsSchema } from '../model/policy.js';
import { type PolicyDiff, WEAK_CANARY_SHARE, diffPolicies, policyOf } from '../policy/rules.js';
import { plainText } from '../report/escape.js';
import { openStore } from '../store/index.js';
import { optionalEvidence, optionalNumber, taskThresholds } from './analyze.js';
import { type CommonOptions, checkTarget, collectPairs, emit, parseJsonFile, say, storeLocation, withCommonOptions, writeTarget } from './common.js';

const POLICY_FILE = './shadowbill.policy.json';
/** What activation asks for, stricter than what is worth checking. */
const DEFAULT_THRESHOLD = 0.95;

interface SetOptions extends CommonOptions {
  threshold?: string;
  task?: Record<string, string>;
  workload?: Record<string, string>;
  minEvidence?: string;
  canary?: string;
  from?: string;
  analysis?: string;
}

/** `policy set` writes the chosen thresholds as rules; `policy show` prints them. */
export function addPolicyCommand(program: Command): void {
  const policy = program.command('policy').description('set and show the activation thresholds');
  withCommonOptions(policy.command('set').description('write the rules that these thresholds make of the newest analysis'))
    .option('--threshold <t>', `confidence from which a segment may move (default: ${DEFAULT_THRESHOLD})`)
    .option('--task <task=t>', 'threshold of one task; repeatable', collectPairs)
    .option('--workload <name=t>', 'threshold of one workload by id or label, or off; repeatable', collectThresholds)
    .option('--min-evidence <class>', 'weakest evidence that counts (default: judged)')
    .option('--canary <share>', 'share of matching calls to send first, e.g. 5% (weaker evidence than judged: never more)')
    .option('--from <file>', 'thresholds downloaded from the report; flags win over it')
    .option('--analysis <id>', 'a stored analysis (default: the newest)')
    .action(setPolicy);
  withCommonOptions(policy.command('show').description('print the policy file as a table'))
    .action(showPolicy);
}

/** A label may hold `=`: the last one parts it from the threshold. Example: collectThresholds('a=b=0.9', {}) -> { 'a=b': '0.9' } */
export function collectThresholds(pair: string, former: Record<string, string>): Record<string, string> {
  const at = pair.lastIndexOf('=');
  if (at < 1) throw new UserError('bad-pair', `"${pair}" is not of the form name=threshold.`, { hint: 'Example: --workload triage=0.99' });
  return { ...former, [pair.slice(0, at)]: pair.slice(at + 1) };
}

const policyPath = (options: CommonOptions): string => options.out ?? POLICY_FILE;

async function setPolicy(options: SetOptions): Promise<void> {
  checkTarget(policyPath(options));
  const analysis = await storedAnalysis(options);
  const thresholds = thresholdsFrom(options, analysis);
  const path = policyPath(options);
  const before = existsSync(path) ? parseJsonFile<Policy>(path, policySchema) : undefined;
  const policy = policyOf({
    analysis, thresholds, analysisHash: createHash('sha256').update(JSON.stringify(analysis)).digest('hex'), canaryShare: shareOf(options.canary),
    project: (decision) => {
      const window = { ...analysis.window, asOf: analysis.asOf, fromHour: 0, toHour: 0, startMs: 0, endMs: 0, shortEdges: [] };
      const { usd, lowUsd, highUsd } = projectDecisions([decision], { window });
      return { usd, lowUsd, highUsd };
    },
  });
  say(diffText(diffPolicies(before, policy)));
  writeTarget(path, `${JSON.stringify(policySchema.parse(policy), null, 2)}\n`, { isAtomic: true });
  if (options.json === true) process.stdout.write(`${JSON.stringify(policy)}\n`);
  else process.stdout.write(`${path}: ${policy.rules.length} rule${policy.rules.length === 1 ? '' : 's'}${policy.isSynthetic ? ' (SYNTHETIC traffic)' : ''}.${policy.rules.length === 0 ? ` ${emptyAdvice(thresholds)}` : ''}\n`);
}

const emptyAdvice = ({ threshold, minEvidence }: Thresholds): string =>
  `No segment reaches ${threshold} on ${minEvidence} evidence: judge or label items of your own (shadowbill evidence import), or accept canaries with --min-evidence prior --threshold 0.8.`;

async function storedAnalysis(options: SetOptions): Promise<Analysis> {
  const store = await openStore(storeLocation(options), { mode: 'existing' });
  try {
    const id = options.analysis ?? (await store.listAnalyses())[0]?.id;
    const found = id === undefined ? undefined : await store.findAnalysis(id);
    if (found === undefined) throw new UserError('no-analysis', id === undefined ? 'The store holds no analysis yet.' : `There is no analysis ${id}.`, { hint: 'Run: shadowbill analyze' });
    return analysisSchema.parse(JSON.parse(found.json));
  } finally {
    await store.close();
  }
}

function thresholdsFrom(options: SetOptions, analysis: Analysis): Thresholds {
  const base: Partial<Thresholds> = options.from === undefined ? {} : parseJsonFile<Thresholds>(options.from, thresholdsSchema);
  const workloads = { ...workloadThresholds(base.workloads ?? {}, analysis), ...workloadThresholds(options.workload ?? {}, analysis) };
  const tasks = { ...base.tasks, ...taskThresholds(options.task ?? {}) };
  return thresholdsSchema.parse({
    ...base,
    threshold: optionalNumber(options.threshold, { flag: '--threshold', from: 0, to: 1 }) ?? base.threshold ?? DEFAULT_THRESHOLD,
    minEvidence: optionalEvidence(options.minEvidence) ?? base.minEvidence ?? 'judged',
    ...(Object.keys(tasks).length === 0 ? {} : { tasks }), ...(Object.keys(workloads).length === 0 ? {} : { workloads }),
  });
}

function workloadThresholds(pairs: Readonly<Record<string, string | number>>, analysis: Analysis): Record<string, number | 'off'> {
  return Object.fromEntries(Object.entries(pairs).map(([name, text]) => {
    const found = analysis.workloads.find(({ id, label }) => id === name || label === name);
    if (found === undefined) {
      throw new UserError('no-workload', `The analysis has no workload "${name}".`, { hint: `It has: ${analysis.workloads.slice(0, 12).map(({ id, label }) => `${id} (${plainText(label)})`).join(', ')}` });
    }
    return [found.id, text === 'off' ? 'off' : (optionalNumber(String(text), { flag: `--workload ${name}=`, from: 0, to: 1 }) ?? 0)];
  }));
}

/** Example: '5%' -> 0.05; '0.05' -> 0.05; absent -> 0.05. */
function shareOf(text: string | undefined): number {
  if (text === undefined) return WEAK_CANARY_SHARE;
  const isPercent = text.endsWith('%');
  const value = optionalNumber(isPercent ? text.slice(0, -1) : text, { flag: '--canary', from: 0, to: isPercent ? 100 : 1 }) ?? 0;
  return isPercent ? value / 100 : value;
}

function diffText({ added, removed, changed, same }: PolicyDiff): string {
  const lines = [
    ...added.map((rule) => `+ ${plainText(rule.match.workloadLabel)} (${rule.match.incumbent}) -> ${rule.route}`),
    ...removed.map((rule) => `- ${plainText(rule.match.workloadLabel)} (${rule.match.incumbent}) -> ${rule.route}`),
    ...changed.map(({ before, after }) => `~ ${plainText(after.match.workloadLabel)} (${after.match.incumbent}): ${before.route} at ${before.threshold} -> ${after.route} at ${after.threshold}`),
  ];
  return lines.length === 0 ? `No rule changes (${same} stay as they are).` : `${lines.join('\n')}\n${same} unchanged.`;
}

function showPolicy(options: CommonOptions): void {
  if (!existsSync(POLICY_FILE)) throw new UserError('no-policy', `There is no policy file ${POLICY_FILE}.`, { hint: 'Write one with: shadowbill policy set' });
  const policy = parseJsonFile<Policy>(POLICY_FILE, policySchema);
  if (options.json === true) {
    emit(JSON.stringify(policy), options);
    return;
  }
  const rows = policy.rules.map((rule) => [
    plainText(rule.match.workloadLabel).slice(0, 32), rule.match.incumbent, rule.route, rule.confidence.toFixed(2), `${rule.evidence} (${Math.round(rule.evidenceItems)})`,
    rule.projectedSaving.usd === null ? 'unknown' : `$${rule.projectedSaving.usd.toFixed(2)} ($${(rule.projectedSaving.lowUsd ?? 0).toFixed(2)} to $${(rule.projectedSaving.highUsd ?? 0).toFixed(2)})`,
    `${rule.canary.share * 100} %`, rule.expires,
  ]);
  const header = ['workload', 'from', 'to', 'confidence', 'evidence (n)', 'saving a month', 'canary', 'expires'];
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const lineOf = (cells: readonly string[]): string => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd();
  const { thresholds, provenance } = policy;
  emit([
    ...(policy.isSynthetic ? ['SYNTHETIC: made from generated traffic.'] : []),
    `Threshold ${thresholds.threshold}, evidence from ${thresholds.minEvidence} on; analysis ${provenance.analysis}, ${provenance.windowStart} to ${provenance.windowEnd}.`,
    lineOf(header), ...rows.map(lineOf), ...(rows.length === 0 ? ['(no rule: everything stays where it is)'] : []),
  ].join('\n'), options);
}
