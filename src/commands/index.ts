import type { Command } from 'commander';

export function addCommands(program: Command): void {
  program
    .description('Observes LLM traffic and says what routing would have saved, how sure that is, and what stands in the way.')
    .version('0.1.0');
}
