import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { createCatalog } from '../catalog/index.js';
import { type Task, tasks } from '../model/call.js';
import { UserError } from '../model/errors.js';
import { type Assessment, createQuality, type ModelEffort, type Quality, splitModelId } from '../quality/index.js';
import { plainText } from '../report/escape.js';
import { type CommonOptions, emit, loadConfig, say, withCommonOptions } from './common.js';
import { drawTable } from './evidence.js';

interface ConfidenceOptions extends CommonOptions {
  jsonl?: boolean;
  incumbent?: string;
  task?: string;
  margin?: string;
}

/** Accepted loss, worse minus better as a share of calls. */
const DEFAULT_MARGIN = 0.05;
const HINT = 'Each line: {"id": …, "task": "summarization", "incumbent": "openai/gpt-4o", "candidate": "openai/gpt-4o-mini", "margin": 0.05}';
/** Every seed gives the same: the posterior is integrated. */
const SEED = 1;

/** `confidence MODEL…` for a person, `confidence --jsonl` for a machine: what published scores say of a pair of models, without any traffic. */
export function addConfidenceCommand(program: Command): void {
  withCommonOptions(program.command('confidence [models...]'))
    .description('Say how sure it is that models would do as well as the incumbent, from published scores alone.')
    .option('--jsonl', 'read items from stdin, one a line; write one answer a line')
    .option('--incumbent <model>', 'model that serves now, provider/model[:effort]')
    .option('--task <task>', 'one task (default: all)')
    .option('--margin <share>', `accepted loss, worse minus better (default: margin of the settings, else ${DEFAULT_MARGIN})`)
    .action(async (models: string[], options: ConfidenceOptions) => {
      const margin = marginOf(options);
      if (options.jsonl === true) return answerLines(options, margin);
      if (models.length === 0 || options.incumbent === undefined) {
        throw new UserError('no-models', 'confidence needs candidates and the incumbent to compare them with.', { hint: 'Example: shadowbill confidence openai/gpt-4o-mini google/gemini-2.5-flash --incumbent openai/gpt-4o --task summarization' });
      }
      emit(describe(models, { incumbent: options.incumbent, tasks: tasksOf(options), margin, options }), options);
    });
}

function marginOf(options: ConfidenceOptions): number {
  const margin = options.margin === undefined ? (loadConfig(options).margin ?? DEFAULT_MARGIN) : Number(options.margin);
  if (!(margin >= 0 && margin <= 1)) throw new UserError('bad-margin', `--margin ${options.margin} is not a share of 0 to 1.`, { hint: 'Example: --margin 0.02' });
  return margin;
}

/** Embeddings are never routed, and `other` is what the classifier abstains into. */
const SHOWN_TASKS = tasks.filter((task) => task !== 'embedding' && task !== 'other');

function tasksOf({ task }: ConfidenceOptions): readonly Task[] {
  if (task === undefined) return SHOWN_TASKS;
  const found = tasks.find((candidate) => candidate === task);
  if (found === undefined) throw new UserError('bad-task', `There is no task "${task}".`, { hint: `One of ${tasks.join(', ')}.` });
  return [found];
}

/** Names of models into base model and effort: by the table of scores, else through the catalog, else as they are. */
function createNaming(quality: Quality, options: CommonOptions): (id: string) => ModelEffort {
  const catalog = createCatalog(loadConfig(options));
  const at = Date.parse(`${catalog.pricesReadOn}T00:00:00Z`);
  const memory = new Map<string, ModelEffort>();
  return (id) => {
    const former = memory.get(id);
    if (former !== undefined) return former;
    const { base, effort } = splitModelId(id);
    const slash = base.indexOf('/');
    const { model } = catalog.resolve(base.slice(0, Math.max(0, slash)), base.slice(slash + 1), at);
    const isScored = quality.abilityOf({ baseModel: base, effort }).scores > 0;
    const named = { baseModel: isScored ? base : (model?.baseModel ?? base), effort: effort ?? (isScored ? undefined : model?.defaultEffort), defaultEffort: model?.defaultEffort };
    memory.set(id, named);
    return named;
  };
}

interface Description {
  incumbent: string;
  tasks: readonly Task[];
  margin: number;
  options: ConfidenceOptions;
}

function describe(models: readonly string[], { incumbent, tasks: wanted, margin, options }: Description): string {
  const quality = createQuality();
  const nameOf = createNaming(quality, options);
  const rows = models.flatMap((candidate) => wanted.map((task) => ({
    candidate, task, newest: quality.abilityOf(nameOf(candidate), task).newest,
    ...quality.assess({ incumbent: nameOf(incumbent), candidate: nameOf(candidate), task, margin, seed: SEED, evidence: [] }),
  })));
  if (options.json === true) return JSON.stringify({ incumbent, margin, version: quality.version, rows });
  const cells = rows.map((row) => [
    plainText(row.candidate), row.task, row.confidence.toFixed(2), row.notWorse.toFixed(2), `${row.lossLow.toFixed(2)} to ${row.lossHigh.toFixed(2)}`, row.evidence,
    String(row.scores), row.newest ?? '-', row.inheritedFrom ?? '-', row.itemsNeeded === null ? 'out of reach' : String(row.itemsNeeded),
  ]);
  const sources = [...new Set(rows.flatMap((row) => row.sources.map((line) => line.replace(/^candidate/, plainText(row.candidate)).replace(/^incumbent/, plainText(incumbent)))))];
  return [
    `Against ${plainText(incumbent)}, margin ${margin}: confidence = chance that the mean loss (worse minus better, share of calls) stays within the margin.`,
    'Published scores alone: nothing here was measured on your traffic. They are capped at 0.90, and at 0.70 under 10 scores.',
    '',
    drawTable(['candidate', 'task', 'confidence', 'not worse', 'loss, 90%', 'evidence', 'scores', 'newest', 'borrowed from', 'items for 0.95'], cells),
    '',
    ...sources,
  ].join('\n');
}

interface Item {
  id?: unknown;
  task?: unknown;
  incumbent?: unknown;
  candidate?: unknown;
  margin?: unknown;
}

/** Every line that is an object gets an answer; one that is no JSON is named on stderr. */
async function answerLines(options: ConfidenceOptions, margin: number): Promise<void> {
  const quality = createQuality();
  const nameOf = createNaming(quality, options);
  const answers: string[] = [];
  let [lineNumber, read, skipped] = [0, 0, 0];
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    read += 1;
    const item = parseItem(line);
    if (item === undefined) {
      skipped += 1;
      say(`line ${lineNumber}: skipped, no JSON object`);
      continue;
    }
    const answer = JSON.stringify(answerOf(item, { quality, nameOf, margin }));
    if (options.out === undefined) process.stdout.write(`${answer}\n`);
    else answers.push(answer);
  }
  if (read === skipped) throw new UserError('no-items', read === 0 ? 'stdin held no line.' : `None of ${read} lines is an item.`, { hint: HINT });
  if (options.out !== undefined) emit(answers.join('\n'), options);
}

function parseItem(line: string): Item | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const rounded = (value: number): number => Number(value.toFixed(4));

/**
 * `confidence`: P(this item is not worse by more than the margin); `interval`: 90 % interval of the share of such items; `segmentConfidence`:
 * P(mean loss of a segment of such items <= margin). Difficulty and text change nothing: neither helped on benchmarks that the fit never saw.
 */
function answerOf(item: Item, context: { quality: Quality; nameOf: (id: string) => ModelEffort; margin: number }): Record<string, unknown> {
  const task = tasks.find((candidate) => candidate === item.task) ?? 'other';
  const asked = typeof item.margin === 'number' && item.margin >= 0 && item.margin <= 1 ? item.margin : context.margin;
  const assessment: Assessment = context.quality.assess({
    incumbent: context.nameOf(nameIn(item.incumbent, 'unknown/incumbent')), candidate: context.nameOf(nameIn(item.candidate, 'unknown/candidate')), task, margin: asked, seed: SEED, evidence: [],
  });
  return {
    id: item.id ?? null,
    confidence: rounded(assessment.notWorse),
    interval: [rounded(assessment.notWorseLow), rounded(assessment.notWorseHigh)],
    evidence: assessment.evidence,
    segmentConfidence: rounded(assessment.confidence),
  };
}

const nameIn = (value: unknown, missing: string): string => (typeof value === 'string' && value !== '' ? value : missing);
