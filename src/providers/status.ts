import type { Status } from '../model/call.js';
import type { WireError } from './family.js';

const HTTP_CLIENT_CLOSED = 499;
const HTTP_TIMEOUTS: readonly number[] = [408, 504, 524];
const HTTP_RATE_LIMITED = 429;
const HTTP_OVERLOADED: readonly number[] = [503, 529];

/** Words of `type`, `code` or `status` in the bodies of OpenAI, Azure, Anthropic, Gemini, Mistral, Groq and OpenRouter errors, in the order they are tried. */
const statusByWord: readonly (readonly [pattern: RegExp, status: Status])[] = [
  [/content[ _-]?filter|content[ _-]?policy|Responsible_?AI|safety|moderation/i, 'content_filter'],
  [/rate[ _-]?limit|too[ _-]?many|resource[ _-]?(has been )?exhausted|insufficient[ _-]?quota|quota[ _-]?exceeded|throttl/i, 'rate_limited'],
  [/overloaded|UNAVAILABLE|capacity/i, 'overloaded'],
  [/tim(e|ed)?[ _-]?out|deadline[ _-]?exceeded/i, 'timeout'],
  [/cancel+ed|abort/i, 'aborted'],
  [/invalid|validation|not[ _-]?found|permission|access[ _-]?denied|forbidden|authentication|unauthori[sz]ed|incorrect[ _-]?api[ _-]?key|too[ _-]?large|billing|PRECONDITION|bad[ _-]?request|unprocessable|tool[ _-]?use[ _-]?failed|context[ _-]?length/i, 'client_error'],
  [/server[ _-]?error|api_error|internal|bad[ _-]?gateway/i, 'server_error'],
];

/** Example: 529 -> overloaded; 404 -> client_error; 200 -> undefined */
export function statusOfHttp(httpStatus: number): Status | undefined {
  if (httpStatus < 400) return undefined;
  if (httpStatus === HTTP_CLIENT_CLOSED) return 'aborted';
  if (HTTP_TIMEOUTS.includes(httpStatus)) return 'timeout';
  if (httpStatus === HTTP_RATE_LIMITED) return 'rate_limited';
  if (HTTP_OVERLOADED.includes(httpStatus)) return 'overloaded';
  return httpStatus < 500 ? 'client_error' : 'server_error';
}

/**
 * How a call ended, from the status line, an error in the body or the stream, and the way the stream ended.
 * A filter named by the body wins over its 400; then the status line; then the body's own number and words (errors inside a 200).
 * Example: 200 with { type: 'overloaded_error' } in the stream -> overloaded
 */
export function statusOf(facts: { httpStatus: number | undefined; error: WireError | undefined; isFiltered: boolean; isCut: boolean }): Status {
  const { error } = facts;
  if (error?.verdict !== undefined) return error.verdict;
  const fromWords = error === undefined ? undefined : wordStatus(error);
  if (fromWords === 'content_filter') return 'content_filter';
  if (facts.httpStatus === undefined) return 'aborted';
  const fromHttp = statusOfHttp(facts.httpStatus);
  if (fromHttp !== undefined) return fromHttp;
  if (error !== undefined) return (error.status === undefined ? undefined : statusOfHttp(error.status)) ?? fromWords ?? 'server_error';
  if (facts.isFiltered) return 'content_filter';
  return facts.isCut ? 'aborted' : 'ok';
}

const wordStatus = (error: WireError): Status | undefined => statusByWord.find(([pattern]) => pattern.test(`${error.type ?? ''} ${error.words}`))?.[1];
