import { type Loss, type LossKind, stratumText } from '../model/loss.js';
import { readPath } from './paths.js';
import type { SeenExchange } from './seen.js';

const HOUR_MS = 3_600_000;

/** What is needed to say in which stratum an exchange was: it keeps no body alive. */
export type LossFacts = Pick<SeenExchange, 'upstream' | 'provider' | 'method' | 'url' | 'status' | 'startedAt'> & { bytes: number };

export const lossFacts = (exchange: SeenExchange): LossFacts => ({
  upstream: exchange.upstream, method: exchange.method, url: exchange.url, startedAt: exchange.startedAt, bytes: exchange.requestBody.bytes + (exchange.responseBody?.bytes ?? 0),
  ...(exchange.provider !== undefined && { provider: exchange.provider }), ...(exchange.status !== undefined && { status: exchange.status }),
});

/** floor(log2(bytes)), -1 for none. Example: 5000 -> 12, because 4096 <= 5000 < 8192 */
export const byteOctaveOf = (bytes: number): number => (bytes < 1 ? -1 : Math.floor(Math.log2(bytes)));

/** Example: 200 -> '2xx'; no reply -> 'none' */
export const statusClassOf = (status: number | undefined): string => (status === undefined ? 'none' : `${Math.floor(status / 100)}xx`);

/** The stratum of an exchange, by what both sides know of it. Example: 200 from openai over 5000 bytes -> 'openai|2xx|12' */
export const stratumOfExchange = ({ upstream, status, bytes }: Pick<LossFacts, 'upstream' | 'status' | 'bytes'>): string =>
  stratumText({ upstream, statusClass: statusClassOf(status), octave: byteOctaveOf(bytes) });

/** The loss that a dropped exchange is; absent where nothing could have been charged. A reading of results that were charged before is spend that is not seen. */
export function lossOf(facts: LossFacts): Loss | undefined {
  const { kind, shown } = readPath(facts);
  if (kind === 'free') return undefined;
  const [lossKind, stratum]: [LossKind, string] = kind === 'call' ? ['lost', stratumOfExchange(facts)] : ['unseen', unseenText(facts, shown)];
  return { kind: lossKind, hour: Math.floor(facts.startedAt / HOUR_MS), stratum, calls: 1, bytes: facts.bytes };
}

/** Example: 'openai POST /v1/images/generations' */
export const unseenText = ({ upstream, method }: Pick<LossFacts, 'upstream' | 'method'>, shownPath: string): string => `${upstream} ${method.toUpperCase().slice(0, 10)} ${shownPath}`;

/** Different strata that are told apart; a caller that makes up paths must not fill the memory. */
const MAX_STRATA = 2000;

export interface LossLedger {
  add(loss: Loss): void;
  /** Counts one in the totals that somebody else keeps. */
  note(loss: Loss): void;
  /** What was added since the last time; it is then the taker's to keep. */
  drain(): Loss[];
  /** Whether there is something to drain. */
  isPending(): boolean;
  /** All that was ever added by kind and stratum, hours summed; not lessened by `drain`. */
  totals(): Omit<Loss, 'hour'>[];
}

export function createLossLedger(): LossLedger {
  const pending = new Map<string, Loss>();
  const totals = new Map<string, Omit<Loss, 'hour'>>();
  const addTo = <T extends Omit<Loss, 'hour'>>(rows: Map<string, T>, key: string, loss: T): void => {
    const former = rows.get(key);
    rows.set(key, former === undefined ? loss : { ...former, calls: former.calls + loss.calls, bytes: former.bytes + loss.bytes });
  };
  return {
    add(loss) {
      const { hour, ...rest } = pending.size >= MAX_STRATA || totals.size >= MAX_STRATA ? pooled(loss, totals) : loss;
      addTo(pending, `${rest.kind} ${hour} ${rest.stratum}`, { ...rest, hour });
      addTo(totals, `${rest.kind} ${rest.stratum}`, rest);
    },
    note: ({ hour: _, ...rest }) => {
      if (totals.size < MAX_STRATA || totals.has(`${rest.kind} ${rest.stratum}`)) addTo(totals, `${rest.kind} ${rest.stratum}`, rest);
    },
    drain() {
      const rows = [...pending.values()];
      pending.clear();
      return rows;
    },
    isPending: () => pending.size > 0,
    totals: () => [...totals.values()],
  };
}

/** Beyond the bound only strata that are known already are told apart. */
const pooled = (loss: Loss, known: ReadonlyMap<string, unknown>): Loss => (known.has(`${loss.kind} ${loss.stratum}`) ? loss : { ...loss, kind: 'unseen', stratum: 'other' });
