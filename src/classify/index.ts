import { tasks, type CallContent, type CapturedCall, type RequestParameters, type Task, type TextKind } from '../model/call.js';
import { weights } from './data/weights.js';
import { difficultyOf } from './difficulty.js';
import { readStructure, readZone, type ZoneFeatures, type ZoneName } from './features.js';
import { CLASS_COUNT, chooseTask, scoreStructure, scoreZone } from './model.js';
import { needsOfCall } from './needs.js';
import { rememberLast } from './remember.js';
import { templateOf } from './template.js';
import { countQuestion, textKindOf } from './text-kind.js';
import { cutZones } from './zones.js';

export { needsOfCall } from './needs.js';
export { readClassifyRow, type ClassifyRow } from './row.js';
export { maskVariables } from './mask.js';

/** Stands on every call. It changes whenever an answer may change: rules by hand, weights by their training run. */
export const CLASSIFIER_VERSION = `1.${weights.version}`;

export interface Verdict {
  task: Task;
  /** 0..1, calibrated on sources that the weights had not seen. */
  confidence: number;
  /** 0..1, shown only. */
  difficulty: number;
}

export interface Classification {
  task: Task;
  taskConfidence: number;
  difficulty: number;
  classifierVersion: string;
  needsMask: number;
  textKind: TextKind;
  templateKey: number;
  templateLabel: string;
}

/** Distinct system prompts remembered: a service has dozens, a store of all teams has thousands. */
const REMEMBERED_SYSTEMS = 4000;
const systems = rememberLast<Scored>(REMEMBERED_SYSTEMS);

/** Task and difficulty of one conversation, by a linear model over hashed words and structure (`features.ts`) and marks (`difficulty.ts`). */
export function classifyContent(content: CallContent, parameters?: RequestParameters): Verdict {
  const zones = cutZones(content);
  const system = systems(zones.system, (text) => scoreSystem(text, zones.lead));
  const head = scored(zones.head, 'head');
  const tail = zones.tail === '' ? undefined : scored(zones.tail, 'tail');
  const cues = { system: system.features, head: head.features, tail: tail?.features };
  const counts = countQuestion(zones);
  const logits = scoreStructure(readStructure(content, zones, { parameters, counts, cuesOf: (zone) => cues[zone] }));
  addScores(logits, system.scores);
  addScores(logits, head.scores);
  if (tail !== undefined) addScores(logits, tail.scores);
  if (zones.first !== '') addScores(logits, scored(zones.first, 'first').scores);
  if (zones.opening !== '') addScores(logits, scored(zones.opening, 'opening').scores);
  return { ...chooseTask(logits), difficulty: difficultyOf(content, zones, counts) };
}

interface Scored {
  features: ZoneFeatures;
  scores: Float64Array;
}

function scored(text: string, zone: ZoneName): Scored {
  const features = readZone(text, zone);
  return { features, scores: scoreZone(features) };
}

/** The system prompt and its first sentence together: the second follows from the first, so both are remembered under one text. */
function scoreSystem(text: string, lead: string): Scored {
  const whole = scored(text, 'system');
  addScores(whole.scores, scored(lead, 'lead').scores);
  return whole;
}

function addScores(logits: Float64Array, scores: Float64Array): void {
  for (let column = 0; column < CLASS_COUNT; column += 1) logits[column] = (logits[column] ?? 0) + (scores[column] ?? 0);
}

/**
 * Everything that is worked out from one call's content. An explicit tag `task` that names a task wins with confidence 1; an embeddings call is
 * `embedding`; a call without text is `other` with confidence 0, which is not a judgement but the lack of one.
 */
export function classifyCall(call: CapturedCall, context: { hash: (text: string) => number; isTextAllowedInLabel: boolean }): Classification {
  const verdict = verdictOf(call);
  const template = templateOf({ content: call.content, tags: call.tags, task: verdict.task, ...context });
  return {
    task: verdict.task,
    taskConfidence: verdict.confidence,
    difficulty: verdict.difficulty,
    classifierVersion: CLASSIFIER_VERSION,
    needsMask: needsOfCall(call),
    textKind: call.content === undefined ? 'other' : textKindOf(call.content),
    templateKey: template.key,
    templateLabel: template.label,
  };
}

function verdictOf(call: CapturedCall): Verdict {
  const tagged = tasks.find((task) => task === call.tags['task']);
  const judged = call.content === undefined ? undefined : classifyContent(call.content, call.parameters);
  const difficulty = judged?.difficulty ?? 0;
  if (tagged !== undefined) return { task: tagged, confidence: 1, difficulty };
  if (call.api === 'embeddings') return { task: 'embedding', confidence: 1, difficulty };
  return judged ?? { task: 'other', confidence: 0, difficulty };
}
