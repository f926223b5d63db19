import type { StoredCall } from '../model/call.js';

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
/** Nothing that `settle` says of a call depends on calls more than a day before it. */
export const DAY_MS = 24 * HOUR_MS;

export const isAnswered = (call: Pick<StoredCall, 'status'>): boolean => call.status === 'ok';
