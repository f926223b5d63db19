// Values that are one of a few words or a number in a range: what a column or --set may say, and why not.
import { type CapturedCall, apis, billings, statuses, usageSources } from '../model/call.js';
import { type Outcome, known, unknown } from '../model/outcome.js';

const SHOWN_CHARACTERS = 40;
const shown = (text: string): string => `"${text.slice(0, SHOWN_CHARACTERS)}"`;

/** A member of a list, whatever its case; absent stays absent. Example: memberOf('billing', 'Metered', billings) -> 'metered' */
export function memberOf<T extends string>(name: string, text: string | undefined, members: readonly T[]): Outcome<T | undefined> {
  if (text === undefined) return known(undefined);
  const member = members.find((entry) => entry === text.toLowerCase());
  return member === undefined ? unknown(`${name} is ${shown(text)}; known are ${members.join(', ')}`) : known(member);
}

const yesWords: readonly string[] = ['true', '1', 'yes', 'y', 't', 'on'];
const noWords: readonly string[] = ['false', '0', 'no', 'n', 'f', 'off'];

/** Yes or no; nothing stated = no. */
export function readStream(text: string | undefined): Outcome<boolean> {
  const word = text?.toLowerCase();
  if (word === undefined || noWords.includes(word)) return known(false);
  return yesWords.includes(word) ? known(true) : unknown(`stream is ${shown(word)}; known are true, false, yes, no, 1, 0`);
}

export const readApi = (text: string | undefined): Outcome<CapturedCall['api'] | undefined> => memberOf('api', text, apis);
export const readBilling = (text: string | undefined): Outcome<CapturedCall['billing'] | undefined> => memberOf('billing', text, billings);
export const readUsageSource = (text: string | undefined): Outcome<CapturedCall['usageSource'] | undefined> => memberOf('usageSource', text, usageSources);

const isHttpStatus = (value: number): boolean => Number.isInteger(value) && value >= 100 && value <= 599;
const HTTP_STATUS = /^[1-5]\d\d$/;
const okWords: readonly string[] = ['ok', 'success', 'succeeded', 'successful', 'completed', 'complete', 'done', 'true', '1'];
const failedWords: readonly string[] = ['error', 'failure', 'failed', 'fail', 'exception', 'false', '0'];

/** A status word of ours, an HTTP status, or a word for success or failure; nothing stated = ok. */
export function readStatus(word: string | undefined, http: number | undefined): Outcome<Pick<CapturedCall, 'status' | 'httpStatus'>> {
  if (http !== undefined && !isHttpStatus(http)) return unknown(`httpStatus is ${http}, which is no HTTP status (100 to 599)`);
  const named = statuses.find((status) => status === word?.toLowerCase());
  if (named !== undefined) return known({ status: named, httpStatus: http });
  const httpStatus = word !== undefined && HTTP_STATUS.test(word) ? Number(word) : http;
  if (httpStatus !== undefined) return known({ status: statusOfNumber(httpStatus), httpStatus });
  if (word === undefined || okWords.includes(word.toLowerCase())) return known({ status: 'ok', httpStatus: undefined });
  if (failedWords.includes(word.toLowerCase())) return known({ status: 'server_error', httpStatus: undefined });
  return unknown(`the status ${shown(word)} is not known; known are ${statuses.join(', ')}, HTTP numbers, success and error`);
}

function statusOfNumber(http: number): CapturedCall['status'] {
  if (http < 400) return 'ok';
  if (http === 408 || http === 504) return 'timeout';
  if (http === 429) return 'rate_limited';
  if (http === 499) return 'aborted';
  if (http === 503 || http === 529) return 'overloaded';
  return http < 500 ? 'client_error' : 'server_error';
}
