/**
 * Calls that were seen and could not be kept. `lost`: nothing is known of the call but its stratum; calls that were kept of the same stratum stand for it.
 * `unseen`: spend on a path that is not understood; `stratum` names the path, and no call stands for it.
 */
export const lossKinds = ['lost', 'unseen'] as const;
export type LossKind = (typeof lossKinds)[number];

export interface Loss {
  kind: LossKind;
  /** Hours since 1970, UTC. */
  hour: number;
  /** `stratumText` of what was lost; of `unseen` the upstream, the method and the path with its ids masked. */
  stratum: string;
  /** Exchanges, a count > 0. */
  calls: number;
  /** Of both bodies as they went over the wire, >= 0. */
  bytes: number;
}

/** One stratum of an hour in which something was lost: `kept` = calls of it in the store, `calls` and `bytes` may be 0 there. */
export interface LossRow extends Loss {
  kept: number;
}

/** What calls have in common that stand for each other: byte-bounded queues drop the large ones first, so their size is a part of it. */
export interface Stratum {
  upstream: string;
  /** `2xx`, `4xx` …; `none` when no reply came. */
  statusClass: string;
  /** floor(log2(bytes of both bodies)); -1 for none. */
  octave: number;
}

const SEPARATOR = '|';

/** Example: { upstream: 'openai', statusClass: '2xx', octave: 13 } -> 'openai|2xx|13' */
export const stratumText = ({ upstream, statusClass, octave }: Stratum): string => [upstream.replaceAll(SEPARATOR, '_'), statusClass, octave].join(SEPARATOR);

/** The other direction; absent for a text that is none. */
export function stratumOfText(text: string): Stratum | undefined {
  const [upstream, statusClass, octave, ...rest] = text.split(SEPARATOR);
  if (upstream === undefined || statusClass === undefined || octave === undefined || rest.length > 0 || !/^-?\d+$/.test(octave)) return undefined;
  return { upstream, statusClass, octave: Number(octave) };
}
