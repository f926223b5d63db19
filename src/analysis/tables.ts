import type { Analysis, Segment } from '../model/analysis.js';
import type { EvidenceClass } from '../model/store.js';
import { type Applied, type Decision, evidenceRank } from '../policy/apply.js';
import type { ProjectionWindow } from '../project/index.js';
import { sumOf } from './sums.js';
import { projectDecisions } from './scenarios.js';

/** Input tokens from which a reading task is also a document analysis, and the octave that begins there. */
const DOCUMENT_TASKS = new Set(['summarization', 'extraction', 'closed_qa', 'classification', 'translation', 'rewriting', 'reasoning']);
const DOCUMENT_OCTAVE = 12;

/** Share of a group's saving below which a move does not speak for the group. */
const MINOR_SHARE = 0.05;

/** Weakest confidence and evidence among the moves that carry the saving: a group is as sure as its least sure part. null without a move. */
function weakest(decisions: readonly Decision[]): { confidence: number | null; evidence: EvidenceClass; items: number } {
  const moved = movedOf(decisions);
  const saving = sumOf(moved.map(({ savingNano }) => Math.max(0, savingNano)));
  const options = moved.flatMap(({ option, savingNano }) => (option === undefined || savingNano < MINOR_SHARE * saving ? [] : [option]));
  const first = options[0];
  if (first === undefined) return { confidence: null, evidence: 'none', items: 0 };
  return {
    confidence: Math.min(...options.map((option) => option.confidence)),
    evidence: options.reduce((least, { evidence }) => (evidenceRank(evidence) < evidenceRank(least) ? evidence : least), first.evidence),
    items: Math.min(...options.map((option) => option.evidenceItems)),
  };
}

function groupBy<K>(decisions: readonly Decision[], keyOf: (segment: Segment) => K): Map<K, Decision[]> {
  const groups = new Map<K, Decision[]>();
  for (const decision of decisions) groups.set(keyOf(decision.segment), [...(groups.get(keyOf(decision.segment)) ?? []), decision]);
  return groups;
}

const movedOf = (decisions: readonly Decision[]): Decision[] => decisions.filter(({ option }) => option !== undefined);
const costOf = (decisions: readonly Decision[]): number => sumOf(decisions.map(({ segment }) => sumOf(segment.dailyNano)));
const callsOf = (decisions: readonly Decision[]): number => sumOf(decisions.map(({ segment }) => segment.calls));

/** A row per task, the dearest first. `documentCalls`: calls of that task over 4,096 input tokens, by task. */
export function taskRows(applied: Applied, window: ProjectionWindow, documentCalls: ReadonlyMap<string, number>): Analysis['tasks'] {
  return [...groupBy(applied.decisions, (segment) => segment.task)].map(([task, decisions]) => {
    const { confidence, evidence } = weakest(decisions);
    return {
      task, calls: callsOf(decisions), nano: costOf(decisions), savingNano: sumOf(decisions.map(({ savingNano }) => savingNano)),
      saving: projectDecisions(decisions, { window }), movedCalls: callsOf(movedOf(decisions)), confidence, evidence,
      documentAnalysisCalls: documentCalls.get(task) ?? 0,
    };
  }).sort((a, b) => b.nano - a.nano || (a.task < b.task ? -1 : 1));
}

export const isDocumentAnalysis = (task: string, octave: number): boolean => DOCUMENT_TASKS.has(task) && octave >= DOCUMENT_OCTAVE;

/** A row per workload, the dearest first. */
export function workloadRows(applied: Applied, window: ProjectionWindow): Analysis['workloads'] {
  return [...groupBy(applied.decisions, (segment) => segment.workload)].map(([id, decisions]) => {
    const { confidence, evidence, items } = weakest(decisions);
    const moved = movedOf(decisions).sort((a, b) => b.savingNano - a.savingNano);
    const first = decisions[0]?.segment;
    const targets = [...new Set(moved.map(({ option }) => option?.candidate ?? ''))];
    const calls = callsOf(decisions);
    return {
      id, label: first?.workloadLabel ?? id, task: first?.task ?? 'other',
      difficulty: calls > 0 ? sumOf(decisions.map(({ segment }) => segment.difficulty * segment.calls)) / calls : 0,
      calls, nano: costOf(decisions), savingNano: sumOf(decisions.map(({ savingNano }) => savingNano)), saving: projectDecisions(decisions, { window }),
      movedCalls: callsOf(moved), target: targets.length > 1 ? `${targets[0] ?? ''} and ${targets.length - 1} more` : (targets[0] ?? ''),
      confidence, evidence, evidenceItems: items,
    };
  }).sort((a, b) => b.nano - a.nano || (a.id < b.id ? -1 : 1));
}

/** Dollars and calls that each gate stops, beyond what the best option of the segment would have saved; and what the threshold itself stops. */
export function blockRows(chosen: Applied, limit: Applied): Analysis['blocks'] {
  const rows = new Map<string, Analysis['blocks'][number]>();
  const add = (row: Analysis['blocks'][number]): void => {
    const key = `${row.gate}\u001f${row.reason.replaceAll(/\d+/g, '#')}`;
    const former = rows.get(key);
    rows.set(key, former === undefined ? row : { ...former, calls: former.calls + row.calls, savingNano: former.savingNano + row.savingNano });
  };
  for (const { segment } of chosen.decisions) {
    for (const { gate, reason, candidate, savingNano } of segment.blocked) add({ gate, reason, calls: segment.calls, savingNano, example: candidate });
  }
  chosen.decisions.forEach((decision, index) => {
    const best = limit.decisions[index];
    const savingNano = (best?.savingNano ?? 0) - decision.savingNano;
    if (best?.option === undefined || savingNano <= 0) return;
    add({ gate: 'good enough', reason: 'confidence below the threshold, or evidence too weak', calls: decision.segment.calls, savingNano, example: best.option.candidate });
  });
  return [...rows.values()].sort((a, b) => b.savingNano - a.savingNano || (a.gate < b.gate ? -1 : 1));
}
