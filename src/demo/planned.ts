import type { Attempt } from './attempts.js';
import type { Language, SitePlan } from './company.js';
import type { TurnKind } from './sites/script.js';

/** One call of a session before its text exists. */
export interface PlannedCall {
  /** repeat: the first call of the session again, byte by byte. */
  kind: TurnKind | 'repeat';
  /** Tokens that are new in this request. */
  askTokens: number;
  /** As reported: everything that is sent. */
  inputTokens: number;
  outputTokens: number;
  attempts: readonly Attempt[];
}

/** A session: calls that follow from one another. Whole sessions are sampled, so the plan holds all calls of each. */
export interface PlannedSession {
  site: SitePlan;
  /** Seeds the text. */
  seed: number;
  language: Language;
  calls: PlannedCall[];
  /** Every attempt failed and the caller gave up: no reply. */
  isLost: boolean;
  /** Also sent to the smaller model. */
  isTwinned: boolean;
  isStreamed: boolean;
}
