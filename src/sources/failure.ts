import type { Status } from '../model/call.js';
import { statusOf, statusOfHttp } from '../providers/status.js';

export interface Failure {
  status: Status;
  httpStatus?: number | undefined;
  errorType?: string | undefined;
}

const HTTP_NUMBER = /(?:code|status|http(?:\/\d(?:\.\d)?)?|error)\W{0,4}(?:code\W{0,3})?([45]\d\d)\b|^\s*([45]\d\d)\b|\(([45]\d\d)\)/i;
const ERROR_NAMES = /"(?:type|code)"\s*:\s*"([a-z_]{3,60})"|'(?:type|code)'\s*:\s*'([a-z_]{3,60})'|\b([A-Z][A-Za-z]{2,50}(?:Error|Exception))\b/g;

/** Characters of a message that are looked at: what follows is a stack. */
const LOOKED_AT = 2000;

/**
 * How a call failed, from the message that a tracing tool kept of it: by the HTTP number in it, else by its words; a server's fault where it says neither.
 * Example: failureOf('RateLimitError: Error code: 429 - …') -> { status: 'rate_limited', httpStatus: 429, errorType: 'RateLimitError' }
 */
export function failureOf(message: string | undefined): Failure {
  const text = (message ?? '').slice(0, LOOKED_AT);
  const numbers = HTTP_NUMBER.exec(text);
  const stated = numbers === null ? undefined : Number(numbers[1] ?? numbers[2] ?? numbers[3]);
  const names = [...text.matchAll(ERROR_NAMES)].map((match) => match[1] ?? match[2] ?? match[3]).filter((name) => name !== 'error');
  const errorType = names[0];
  const status = statusOf({ httpStatus: stated ?? 200, error: { type: errorType, words: text }, isFiltered: false, isCut: false });
  return { status: stated === undefined ? status : status === 'content_filter' ? status : (statusOfHttp(stated) ?? status), ...(stated !== undefined && { httpStatus: stated }), ...(errorType !== undefined && { errorType }) };
}
