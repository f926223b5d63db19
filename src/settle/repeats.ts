import type { EvidenceOutcome, EvidenceRow } from '../model/store.js';
import { modelNameOf, type Settlement, type StoredCall } from '../model/call.js';
import { createRecentMap } from './recent.js';
import { DAY_MS, isAnswered, MINUTE_MS } from './times.js';

/** A retry comes within this after the failed call ended. */
const RETRY_MS = 2 * MINUTE_MS;

/** The answer of one model to a request. */
interface Answer {
  id: string;
  at: number;
  name: string;
  hasFailureSignal: boolean;
  isTagged: boolean;
}

/** What the last day knows of one request (equal hash = equal messages, tools and parameters, whatever the model). */
interface Request {
  lastFailure?: { root: string; session: string; endedAt: number } | undefined;
  /** By model, the first answer of a day: what a cache would have given. */
  origins: Map<string, { id: string; at: number }>;
  answers: Map<string, Answer>;
}

/** Two models that answered the same request: `first` before `second`. */
export interface AnswerPair {
  first: Answer;
  second: Answer;
  workload: string | undefined;
  task: string;
}

/** Example: provider 'openai', served 'o3-2025-04-16', effort 'low' -> openai/o3-2025-04-16:low */
export const nameOf = (call: StoredCall): string => `${call.provider}/${modelNameOf(call)}${call.effort === undefined ? '' : `:${call.effort}`}`;

export interface Repeats {
  /** Root of the failed calls that this one repeats, with their session. */
  findRetry: (call: StoredCall) => { root: string; session: string } | undefined;
  findDuplicate: (call: StoredCall) => string | undefined;
  /** Takes a settled call in; the pairs that it completes. */
  note: (call: StoredCall, settlement: Settlement) => AnswerPair[];
  advance: (now: number) => void;
}

export function createRepeats(): Repeats {
  const requests = createRecentMap<number, Request>(DAY_MS);

  const requestOf = (call: StoredCall): Request | undefined => (call.requestHash === undefined ? undefined : requests.get(call.requestHash));

  /** At most one pair for each other model, and none while this model's own answer is the younger one: a thousand equal requests are one item, not a thousand. */
  function pairsOf(call: StoredCall, request: Request, answer: Answer): AnswerPair[] {
    const own = request.answers.get(answer.name);
    const since = Math.max(own?.at ?? -Infinity, call.startedAt - DAY_MS);
    return [...request.answers.values()]
      .filter((other) => other.name !== answer.name && other.at >= since)
      .map((first) => ({ first, second: answer, workload: call.templateLabel === '' ? undefined : call.templateLabel, task: call.task }));
  }

  return {
    findRetry: (call) => {
      const failure = requestOf(call)?.lastFailure;
      return failure === undefined || call.startedAt - failure.endedAt > RETRY_MS ? undefined : failure;
    },
    findDuplicate: (call) => {
      const origin = requestOf(call)?.origins.get(nameOf(call));
      return !call.isDeterministic || origin === undefined || call.startedAt - origin.at > DAY_MS ? undefined : origin.id;
    },
    note: (call, settlement) => {
      if (call.requestHash === undefined) return [];
      const request = requests.get(call.requestHash) ?? { answers: new Map<string, Answer>(), origins: new Map<string, { id: string; at: number }>() };
      requests.set(call.requestHash, request);
      if (!isAnswered(call)) {
        request.lastFailure = { root: settlement.retryOf ?? call.id, session: settlement.session, endedAt: call.startedAt + Math.min(call.latencyMs ?? 0, DAY_MS - RETRY_MS) };
        return [];
      }
      request.lastFailure = undefined;
      if (settlement.duplicateOf === undefined) request.origins.set(nameOf(call), { id: call.id, at: call.startedAt });
      const answer = { id: call.id, at: call.startedAt, name: nameOf(call), hasFailureSignal: call.hasFailureSignal, isTagged: call.tags['experiment'] !== undefined };
      const pairs = pairsOf(call, request, answer);
      request.answers.set(answer.name, answer);
      return pairs;
    },
    advance: requests.advance,
  };
}

function outcomeOf(incumbent: Answer, candidate: Answer): EvidenceOutcome {
  if (candidate.hasFailureSignal === incumbent.hasFailureSignal) return 'same';
  return candidate.hasFailureSignal ? 'worse' : 'better';
}

/** The rarer model was the one on trial; of equally rare ones the later one. `callsOf` = calls of a model by its name. */
export function evidenceOf(pair: AnswerPair, callsOf: (name: string) => number): EvidenceRow {
  const { first, second } = pair;
  const isFirstRarer = callsOf(first.name) < callsOf(second.name);
  const [incumbent, candidate] = isFirstRarer ? [second, first] : [first, second];
  return {
    id: `natural:${[first.id, second.id].sort().join('|')}`,
    workload: pair.workload, task: pair.task, incumbent: incumbent.name, candidate: candidate.name, outcome: outcomeOf(incumbent, candidate),
    class: 'natural', isRandom: first.isTagged && second.isTagged, judgeAgreement: 1, at: second.at,
  };
}
