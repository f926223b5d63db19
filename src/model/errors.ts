/** An error that the user can act on. `message` says what and where, `hint` what to do. Printed without a stack, exit code 2. */
export class UserError extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'UserError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** A `--fail-…` or check condition was met: the work is done, exit code 1. */
export class ConditionMet extends Error {
  override readonly name = 'ConditionMet';
}
