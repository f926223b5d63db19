import type { CallContent } from '../model/call.js';
import type { CharacterCounts } from './text-kind.js';
import { rememberLast } from './remember.js';
import type { Zones } from './zones.js';

/**
 * How hard a call looks, 0..1, from its structure and a few marks of its text. Shown only: no part of confidence, of a price or of a choice rests
 * on it, because it has not been shown to carry over to benchmarks that it was not made on.
 *
 * A logistic of weighted signals, each 0..1: length of the question, number of constraints, code, mathematics, several steps, tools in use, turns.
 * The weights are judgement. Base rate: a short plain question ends at 1 / (1 + e^1.9) = 0.13.
 */
export function difficultyOf(content: CallContent, zones: Zones, counts: CharacterCounts): number {
  const question = zones.tail === '' ? zones.head : `${zones.head}\n${zones.tail}`;
  const system = systems(zones.system, countMarks);
  const asked = countMarks(question);
  const score =
    BASE +
    1.1 * saturate(zones.question.length, 4000) +
    0.5 * saturate(zones.system.length, 900) +
    1.2 * saturate(asked.constraints + system.constraints, 8) +
    1.3 * saturate(asked.steps + system.steps, 3) +
    1.2 * (counts.digits === 0 ? 0 : saturate(matches(question, mathMarks), 6)) +
    0.9 * saturate(counts.codeMarks / Math.max(1, counts.units), 0.08) +
    0.6 * saturate(content.tools.length, 8) +
    0.5 * saturate(content.messages.length - 1, 12) +
    (content.responseFormat === undefined ? 0 : 0.2);
  return Math.round(1000 / (1 + Math.exp(-score))) / 1000;
}

interface Marks {
  constraints: number;
  steps: number;
}

const REMEMBERED_SYSTEMS = 4000;
const systems = rememberLast<Marks>(REMEMBERED_SYSTEMS);

function countMarks(text: string): Marks {
  return { constraints: matches(text, constraintMarks), steps: matches(text, stepMarks) };
}

const BASE = -1.9;
const constraintMarks = /\b(?:must|should|only|never|always|exactly|at least|at most|no more than|do not|don't|without|ensure|except|unless|required)\b|必须|不要|请勿|只能|至少|muss|darf nicht|nur|doit|ne pas|debe|solo/gi;
const stepMarks = /\b(?:step by step|first|then|finally|prove|derive|explain why|analy[sz]e|compare|optimi[sz]e|design|plan|debug|refactor|trade-?offs?)\b|一步|证明|推导|分析|schritt|étape|paso a paso/gi;
const mathMarks = /\\(?:frac|sum|int|sqrt|begin)|[=+*/^≤≥√∑∫]\s*\d|\d\s*[=+*/^×÷%]|\$[^$\n]{1,80}\$|\b(?:probability|equation|integral|theorem|percent|ratio|how many|how much)\b/gi;

const saturate = (value: number, full: number): number => Math.min(1, Math.max(0, value) / full);
const matches = (text: string, marks: RegExp): number => text.match(marks)?.length ?? 0;
