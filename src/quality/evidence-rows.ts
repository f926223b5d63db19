import { type Task, tasks } from '../model/call.js';
import { known, type Outcome, unknown } from '../model/outcome.js';
import type { EvidenceClass, EvidenceOutcome, EvidenceRow } from '../model/store.js';

/** What a file does not say of its rows. */
export interface EvidenceDefaults {
  /** provider/model[:effort] */
  incumbent?: string | undefined;
  class?: EvidenceClass | undefined;
}

/** A row as read: id and instant may be the importer's to give. */
export type ReadEvidence = Omit<EvidenceRow, 'id' | 'at'> & { id?: string; at?: number };

const OUTCOMES: ReadonlyMap<string, EvidenceOutcome> = new Map(Object.entries({
  worse: 'worse', loss: 'worse', lose: 'worse', same: 'same', tie: 'same', equal: 'same', better: 'better', win: 'better',
} as const));
/** Classes that a file may claim; `observed` is for signals that were not drawn. */
export const importClasses = ['judged', 'labelled', 'natural', 'observed'] as const satisfies readonly EvidenceClass[];
/** Agreement of a judge that says nothing of its own: GPT-4 agreed with people on over 80 % of pairs (abstract of Zheng et al. 2023, arXiv 2306.05685). */
export const DEFAULT_JUDGE_AGREEMENT = 0.8;

const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
};

/**
 * One record of an evidence file. Unknown with the reason where it does not say which candidate did how on what. A row that does not say that it was
 * drawn at random was not: it can then only lower.
 *
 * Example: { workload: 'tickets', incumbent: 'openai/gpt-4o', candidate: 'openai/gpt-4o-mini', outcome: 'same', class: 'labelled', random: true }
 */
export function readEvidence(record: unknown, defaults: EvidenceDefaults): Outcome<ReadEvidence> {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) return unknown('not an object');
  const fields = record as Readonly<Record<string, unknown>>;
  const candidate = textOf(fields['candidate']);
  const incumbent = textOf(fields['incumbent']) ?? defaults.incumbent;
  if (candidate === undefined) return unknown('names no candidate');
  if (incumbent === undefined) return unknown('names no incumbent (add the field, or --incumbent)');
  if (![candidate, incumbent].every((id) => /^[^/\s]+\/\S+$/.test(id))) return unknown('a model is not of the form provider/model');
  const outcome = OUTCOMES.get(textOf(fields['outcome'])?.toLowerCase() ?? '');
  if (outcome === undefined) return unknown('outcome is not worse, same or better');
  const judge = textOf(fields['judge']);
  const kind = classOf(fields['class'], { judge, fallback: defaults.class });
  if (!kind.known) return kind;
  const task = textOf(fields['task']);
  if (task !== undefined && !(tasks as readonly string[]).includes(task)) return unknown('the task is none that is known');
  const workload = textOf(fields['workload']);
  if (workload === undefined && task === undefined) return unknown(fields['segment'] === undefined ? 'names neither workload nor task' : 'names a segment: give its workload or task instead');
  const agreement = agreementOf(fields['judgeAgreement'], kind.value);
  if (!agreement.known) return agreement;
  const random = booleanOf(fields['random'] ?? fields['isRandom']);
  if (!random.known) return random;
  const at = instantOf(fields['at']);
  if (!at.known) return at;
  const id = textOf(fields['id']);
  return known({
    ...(workload === undefined ? {} : { workload }), ...(task === undefined ? {} : { task: task as Task }),
    incumbent, candidate, outcome, class: kind.value, isRandom: random.value && kind.value !== 'observed',
    ...(judge === undefined ? {} : { judge }), judgeAgreement: agreement.value,
    ...(id === undefined ? {} : { id }), ...(at.value === undefined ? {} : { at: at.value }),
  });
}

function classOf(value: unknown, { judge, fallback }: { judge: string | undefined; fallback: EvidenceClass | undefined }): Outcome<EvidenceClass> {
  const named = textOf(value)?.toLowerCase() ?? fallback ?? (judge === undefined ? undefined : 'judged');
  if (named === undefined) return unknown(`names no class (${importClasses.join(', ')})`);
  const found = importClasses.find((candidate) => candidate === named);
  return found === undefined ? unknown(`the class is not one of ${importClasses.join(', ')}`) : known(found);
}

function agreementOf(value: unknown, kind: EvidenceClass): Outcome<number> {
  const text = textOf(value);
  if (text === undefined) return known(kind === 'judged' ? DEFAULT_JUDGE_AGREEMENT : 1);
  const agreement = Number(text);
  return agreement >= 0 && agreement <= 1 ? known(agreement) : unknown('judgeAgreement is not a share of 0 to 1');
}

function booleanOf(value: unknown): Outcome<boolean> {
  if (typeof value === 'boolean') return known(value);
  const text = textOf(value)?.toLowerCase();
  if (text === undefined || ['false', 'no', '0', 'chosen'].includes(text)) return known(false);
  return ['true', 'yes', '1', 'random'].includes(text) ? known(true) : unknown('random is neither true nor false');
}

/** Milliseconds since 1970, or any date that ECMAScript reads. */
function instantOf(value: unknown): Outcome<number | undefined> {
  const text = textOf(value);
  if (text === undefined) return known(undefined);
  const at = /^\d{12,}$/.test(text) ? Number(text) : Date.parse(text);
  return Number.isFinite(at) ? known(at) : unknown('at is no date');
}
