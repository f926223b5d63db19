#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { addCommands } from './commands/index.js';
import { ConditionMet, UserError } from './model/errors.js';

const EXIT_CONDITION_MET = 1;
const EXIT_COULD_NOT_RUN = 2;
const EXIT_BUG = 70;

/** A reader that closes early (`| head`) is no fault. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const program = new Command('shadowbill');
program.exitOverride();
addCommands(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_COULD_NOT_RUN;
  if (error instanceof ConditionMet) {
    process.stderr.write(`${error.message}\n`);
    return EXIT_CONDITION_MET;
  }
  if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`);
    return EXIT_COULD_NOT_RUN;
  }
  process.stderr.write(`This is a bug in shadowbill: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return EXIT_BUG;
}
