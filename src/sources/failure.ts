import type { Status } from '../model/call.js';
import { statusOf, statusOfHttp } from '../providers/status.js';

export interface Failure {
  status: Status;
  httpStatus?: number | undefined;
  errorType?: string | undefined;
}

const HTTP_NUMBER = /(?:code|status|http(?:\/\d(?:\.\d)?)?|error)\W{0,4}(?:code\W{0,3})?([45]\d\d)\b|^\s*([45]\d\d)\b|\(([45]\d\d)\)|\[([45]\d\d)[ \]]|\w: ([45]\d\d) (?=[A-Z])/i;
const ERROR_NAMES = /"(?:type|code)"\s*:\s*"([a-z_]{3,60})"|'(?:type|code)'\s*:\s*'([a-z_]{3,60})'|\b([A-Z][A-Za-z]{2,50}(?:Error|Exception))\b/g;

/** Characters of a message that are looked at: what follows is a stack. */
const LOOKED_AT = 2000;

/** Words of a name apart. Example: 'TooManyRequestsException' -> 'Too_Many_Requests_Exception' */
const apart = (words: string): string => words.replace(/([a-z])([A-Z])/g, '$1_$2').replace(/([A-Z])([A-Z][a-z])/g, '$1_$2');

const isHttpFault = (status: number | undefined): status is number => status !== undefined && status >= 400 && status <= 599;

/**
 * How a call failed, from the message that a tracing tool kept of it and what it states beside: by the HTTP number, else by its words; a server's fault where it says neither.
 * Example: failureOf('RateLimitError: Error code: 429 - …') -> { status: 'rate_limited', httpStatus: 429, errorType: 'RateLimitError' }
 */
export function failureOf(message: string | undefined, given: { httpStatus?: number | undefined; errorType?: string | undefined } = {}): Failure {
  const text = (message ?? '').slice(0, LOOKED_AT);
  const inWords = HTTP_NUMBER.exec(text)?.slice(1).find((digits) => digits !== undefined);
  const stated = [given.httpStatus, Number(given.errorType), Number(inWords)].find(isHttpFault);
  const names = [...text.matchAll(ERROR_NAMES)].map((match) => match[1] ?? match[2] ?? match[3]).filter((name) => name !== 'error');
  const errorType = given.errorType ?? names[0];
  const status = statusOf({ httpStatus: 200, error: { type: errorType === undefined ? undefined : apart(errorType), words: apart(text) }, isFiltered: false, isCut: false });
  return { status: stated === undefined || status === 'content_filter' ? status : (statusOfHttp(stated) ?? status), ...(stated !== undefined && { httpStatus: stated }), ...(errorType !== undefined && { errorType }) };
}
