import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addCommands } from '../src/commands/index.js';
import { SHADOWBILL_VERSION } from '../src/commands/version.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const program = new Command('shadowbill');
addCommands(program);

/** Every command with its path, groups left out. */
const verbs = (command: Command, path: string[] = []): { name: string; command: Command }[] =>
  command.commands.flatMap((child) => (child.commands.length > 0 ? verbs(child, [...path, child.name()]) : [{ name: [...path, child.name()].join(' '), command: child }]));

describe('the README', () => {
  test.each(verbs(program).map(({ name, command }) => [name, command] as const))('lists `shadowbill %s` with every flag', (name, command) => {
    const start = readme.indexOf(`### \`shadowbill ${name}`);
    expect(start, `no section for ${name}`).toBeGreaterThan(-1);
    const section = readme.slice(start, readme.indexOf('\n#', start + 5));
    const common = new Set(['--db', '--config', '--json', '--out']);
    const missing = command.options.map(({ long }) => long ?? '').filter((flag) => !common.has(flag) && !section.includes(`\`${flag}`));
    expect(missing).toEqual([]);
  });

  test('names no command that does not exist', () => {
    const named = [...readme.matchAll(/^### `shadowbill ([a-z]+(?: [a-z]+)?)/gm)].map(([, name]) => name);
    const known = verbs(program).map(({ name }) => name);
    expect(named.filter((name) => !known.includes(name ?? ''))).toEqual([]);
  });
});

test('the version that is printed is the one of package.json', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(SHADOWBILL_VERSION).toBe(version);
});
