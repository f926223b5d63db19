// Runs in the other files of the same import: a trace may be exported in several.
import { createRunIndex } from './companions.js';
import { PATHS, ancestorsOf, callTypes, idOf, isPatch, runsIn, typeOf } from './langsmith-run.js';
import { countsOfRun } from './langsmith-usage.js';
import type { KnownCall, NestedCalls } from './nested-calls.js';
import { readRecords } from './records.js';
import type { Companion, JsonRecord, SourceInput } from './source.js';
import { object, pick } from './values.js';

/** Runs of other files that are remembered. */
const MAX_KNOWN = 50_000;

interface Index {
  calls: Map<string, KnownCall>;
  /** Run that is no call -> the run that it stands in; '' at the root. */
  steps: Map<string, string>;
}

const indexOf = createRunIndex<Index>(() => ({ calls: new Map(), steps: new Map() }), addFile);

export interface KnownRuns {
  has(id: string): boolean;
}

/** Tells `nested` of the calls in other files and in which runs they stand, so that a wrapper is known whichever file it lies in. */
export async function addKnownRuns(nested: NestedCalls, input: SourceInput): Promise<KnownRuns> {
  if ((input.companions ?? []).length === 0) return { has: () => false };
  const { calls, steps } = await indexOf(input);
  if (calls.size + steps.size >= MAX_KNOWN) input.note(`the files beside it hold more than ${MAX_KNOWN} runs: of a trace that lies in several of them a wrapping may count beside its calls; import fewer hours at a time`);
  for (const [id, parent] of steps) nested.link(id, parent === '' ? undefined : parent);
  for (const call of calls.values()) nested.know(call);
  return { has: (id) => calls.has(id) || steps.has(id) };
}

async function addFile({ calls, steps }: Index, companion: Companion, input: SourceInput): Promise<void> {
  const file: SourceInput = { ...input, name: companion.name, chunks: companion.chunks(), bytes: companion.bytes, companions: [], note: () => undefined };
  for await (const batch of readRecords(file, PATHS)) {
    for (const entry of batch) {
      if (!('record' in entry)) continue;
      if (calls.size + steps.size >= MAX_KNOWN) return;
      for (const run of runsIn(entry.record)) addRun({ calls, steps }, run);
    }
  }
}

function addRun({ calls, steps }: Index, run: JsonRecord): void {
  const id = idOf(run);
  if (id === undefined) return;
  const type = typeOf(run);
  const ancestors = ancestorsOf(run, id);
  if (type !== undefined ? !callTypes.includes(type) : !isPatch(run)) {
    steps.set(id, ancestors[0] ?? '');
    return;
  }
  const former = calls.get(id);
  const { counts } = countsOfRun(run, { outputs: object(run['outputs']), metadata: object(pick(run, 'extra.metadata', 'metadata')) });
  if (type === undefined && former === undefined && counts.inputTokens === undefined && counts.outputTokens === undefined) return;
  calls.set(id, { id, ancestors: ancestors.length > 0 ? ancestors : (former?.ancestors ?? []), input: counts.inputTokens ?? former?.input, output: counts.outputTokens ?? former?.output });
}
