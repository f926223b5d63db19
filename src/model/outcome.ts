/** A value that may be missing; the reason is shown to the reader as it stands. */
export type Outcome<T> = { known: true; value: T } | { known: false; reason: string };

export const known = <T>(value: T): Outcome<T> => ({ known: true, value });
export const unknown = (reason: string): { known: false; reason: string } => ({ known: false, reason });
