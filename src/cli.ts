#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { say } from './commands/common.js';
import { addCommands } from './commands/index.js';
import { terminalLines } from './commands/terminal-text.js';
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
program.configureOutput({ writeErr: (text) => process.stderr.write(terminalLines(text)) });
addCommands(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  process.exitCode = exitCodeOf(error);
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_COULD_NOT_RUN;
  if (error instanceof ConditionMet) {
    say(error.message);
    return EXIT_CONDITION_MET;
  }
  if (error instanceof UserError) {
    say(error.hint === undefined ? error.message : `${error.message}\n${error.hint}`);
    return EXIT_COULD_NOT_RUN;
  }
  say(`This is a bug in shadowbill: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return EXIT_BUG;
}
