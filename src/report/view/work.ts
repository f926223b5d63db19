import type { Analysis } from '../../model/analysis.js';
import { shareBar } from '../bars.js';
import { plainSentence, plainText } from '../escape.js';
import { UNKNOWN, confidenceText, countText, intervalText, nanoText, savingText, shareText } from '../figures.js';
import { type EvidenceChip, evidenceChip, lookOf, taskText } from './evidence-chip.js';

export interface WorkRow {
  label: string;
  task: string;
  calls: string;
  usd: string;
  usdBar: string;
  saving: string;
  low: string;
  interval: string;
  windowSaving: string;
  moved: string;
  target: string;
  confidence: string;
  difficulty: string;
  evidence: EvidenceChip;
  items: string;
  note: string;
}

export interface WorkView {
  title: string;
  rows: WorkRow[];
  more: WorkRow[];
}

const NO_MOVE: EvidenceChip = { text: 'no move', look: 'none' };

/** Rows shown at once; the rest is folded. */
const ROWS_SHOWN = 20;

/** `nothing`: what the title says where nothing moves. */
function titleOf(rows: readonly { name: string; savingNano: number }[], nothing: string): string {
  const saving = rows.filter((row) => row.savingNano > 0).sort((a, b) => b.savingNano - a.savingNano);
  const total = saving.reduce((sum, row) => sum + row.savingNano, 0);
  const first = saving[0];
  return first === undefined ? nothing : `${shareText(first.savingNano / total)} of the saving at the chosen threshold comes from ${first.name}`;
}

export function tasksOf({ tasks }: Analysis): WorkView {
  const largest = Math.max(0, ...tasks.map(({ nano }) => nano));
  const rows = [...tasks].sort((a, b) => b.nano - a.nano).map((row): WorkRow => ({
    label: taskText(row.task), task: taskText(row.task), calls: countText(row.calls), usd: nanoText(row.nano), usdBar: shareBar(row.nano, largest),
    saving: savingText(row.saving.usd), low: savingText(row.saving.lowUsd), interval: row.movedCalls === 0 ? '' : intervalText(row.saving), windowSaving: nanoText(row.savingNano, 'down'),
    moved: row.calls === 0 ? shareText(0) : shareText(row.movedCalls / row.calls), target: '', confidence: row.movedCalls === 0 ? '–' : confidenceText(row.confidence), difficulty: '', evidence: row.movedCalls === 0 ? NO_MOVE : evidenceChip(row.evidence), items: '',
    note: row.documentAnalysisCalls === 0 ? '' : `${countText(row.documentAnalysisCalls)} calls of document analysis (4,000 input tokens or more)`,
  }));
  return { title: titleOf(tasks.map((row) => ({ name: taskText(row.task), savingNano: row.savingNano })), 'No task moves at the chosen threshold'), rows, more: [] };
}

export function workloadsOf({ workloads }: Analysis): WorkView {
  const largest = Math.max(0, ...workloads.map(({ nano }) => nano));
  const rows = [...workloads].sort((a, b) => b.nano - a.nano).map((row): WorkRow => ({
    label: plainText(row.label), task: taskText(row.task), calls: countText(row.calls), usd: nanoText(row.nano), usdBar: shareBar(row.nano, largest),
    saving: savingText(row.saving.usd), low: savingText(row.saving.lowUsd), interval: row.movedCalls === 0 ? '' : intervalText(row.saving), windowSaving: nanoText(row.savingNano, 'down'),
    moved: row.calls === 0 ? shareText(0) : shareText(row.movedCalls / row.calls), target: row.target === '' ? 'stays' : plainText(row.target),
    confidence: row.target === '' ? '–' : confidenceText(row.confidence), difficulty: row.difficulty.toFixed(2), evidence: row.target === '' ? NO_MOVE : evidenceChip(row.evidence), items: row.target === '' ? '–' : countText(row.evidenceItems, 'down'), note: '',
  }));
  const title = titleOf(workloads.map((row) => ({ name: plainText(row.label), savingNano: row.savingNano })), 'No workload moves at the chosen threshold');
  return { title, rows: rows.slice(0, ROWS_SHOWN), more: rows.slice(ROWS_SHOWN) };
}

export interface BlockView {
  gate: string;
  reason: string;
  calls: string;
  saving: string;
  bar: string;
  example: string;
}

export function blocksOf({ blocks }: Analysis): { title: string; rows: BlockView[] } {
  const sorted = [...blocks].sort((a, b) => b.savingNano - a.savingNano);
  const largest = Math.max(0, ...sorted.map(({ savingNano }) => savingNano));
  const first = sorted[0];
  return {
    title: first === undefined ? 'No gate stands in the way of a saving' : `The gate “${first.gate}” stops the most: ${nanoText(first.savingNano, 'down')} in the window`,
    rows: sorted.map((row) => ({
      gate: row.gate, reason: plainSentence(row.reason), calls: countText(row.calls), saving: nanoText(row.savingNano, 'down'), bar: shareBar(row.savingNano, largest), example: plainText(row.example),
    })),
  };
}

export interface EvidenceView {
  title: string;
  rows: { workload: string; pair: string; chip: EvidenceChip; worse: string; same: string; better: string; total: string; how: string }[];
  /** Dearest unproven moves: what judging them takes. */
  checks: { label: string; candidate: string; confidence: string; loss: string; scores: string; items: string; price: string }[];
}

/** Segments listed with what it takes to prove their move. */
const CHECKS_SHOWN = 15;

export function evidenceOf(analysis: Analysis, moves: readonly { segment: Analysis['segments'][number]; option: Analysis['segments'][number]['options'][number]; savingNano: number }[]): EvidenceView {
  const items = analysis.evidence.reduce((sum, row) => sum + (row.isRandom ? row.worse + row.same + row.better : 0), 0);
  const unproven = moves.filter(({ option }) => !option.isSameModel && lookOf(option.evidence) !== 'measured').sort((a, b) => b.savingNano - a.savingNano);
  return {
    title: items === 0 ? 'No quality has been measured on your own traffic yet' : `${countText(items)} random answers of your own were compared`,
    rows: analysis.evidence.map((row) => ({
      workload: plainText(row.workload), pair: `${plainText(row.incumbent)} → ${plainText(row.candidate)}`, chip: evidenceChip(row.class),
      worse: countText(row.worse), same: countText(row.same), better: countText(row.better), total: countText(row.worse + row.same + row.better), how: row.isRandom ? 'random' : 'not random: can only lower',
    })),
    checks: unproven.slice(0, CHECKS_SHOWN).map(({ segment, option }) => ({
      label: plainText(segment.workloadLabel), candidate: plainText(option.candidate), confidence: confidenceText(option.confidence),
      loss: `${shareText(option.lossLow, 'up')} to ${shareText(option.lossHigh, 'up')}`,
      scores: `${countText(option.scores)}${option.inheritedFrom === undefined ? '' : `, borrowed from ${plainText(option.inheritedFrom)}`}`,
      items: option.itemsNeeded === null ? 'not reachable' : countText(option.itemsNeeded), price: option.itemsNeeded === null ? '–' : option.itemsNano === null ? UNKNOWN : nanoText(option.itemsNano, 'up'),
    })),
  };
}
