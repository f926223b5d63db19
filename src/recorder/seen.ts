/**
 * What the traffic side hands to the recording side, one object per exchange. The bytes are references to what passed;
 * nothing is copied, decoded or read on the traffic side.
 */

/** One direction of an exchange as it passed, compressed where the wire was. */
export interface Tee {
  /** References to what passed, in order: at most the cap of one exchange. Not to be changed or transferred: sockets may still write from them. */
  readonly chunks: readonly Uint8Array[];
  /** All bytes that passed, also those beyond the cap. */
  readonly bytes: number;
  /** False: `chunks` end before the body did (cap of this exchange or of all of them). An aborted body that was kept up to its abort is whole. */
  readonly isWhole: boolean;
}

/** How an exchange ended. `upstream_error`: no reply ever came (refused, name not found, TLS): the caller got a 502 of ours. */
export type ExchangeEnd = 'complete' | 'client_abort' | 'upstream_abort' | 'upstream_error';

export interface SeenExchange {
  /** Configured name: openai, anthropic, azure … */
  readonly upstream: string;
  /** Of the upstream, where its configuration says. */
  readonly provider?: string;
  readonly method: string;
  /** Absolute, as sent upstream, without key-bearing query values. */
  readonly url: string;
  /** Raw pairs as received: name, value, name, value …; credential headers and ours (`x-shadowbill-*`) are left out. */
  readonly requestHeaders: readonly string[];
  readonly requestBody: Tee;
  /** Absent: no reply ever came. */
  readonly status?: number;
  /** Raw pairs as received; cookies that the upstream sets are left out. */
  readonly responseHeaders?: readonly string[];
  /** Raw pairs, where the reply had trailers. */
  readonly trailers?: readonly string[];
  readonly responseBody?: Tee;
  /** ms UTC: the request's headers were read. */
  readonly startedAt: number;
  /** ms after the start: the first byte of the reply's body; of its head where it has no body. */
  readonly firstByteMs?: number;
  /** ms after the start: the last byte, or the abort. */
  readonly lastByteMs: number;
  readonly end: ExchangeEnd;
  /** From `x-shadowbill-tag-*` headers and the path prefix. */
  readonly tags: Readonly<Record<string, string>>;
  readonly env?: string;
  /** Ours, unique: also on the reply where `--headers` is on. */
  readonly callId: string;
}

export interface Sink {
  /** Must neither throw nor wait; if it throws all the same, traffic flows and the proxy counts it. */
  take(exchange: SeenExchange): void;
}
