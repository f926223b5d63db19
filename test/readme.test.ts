import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addCommands } from '../src/commands/index.js';
import { checkConfigNames } from '../src/commands/config-names.js';
import { createCatalog } from '../src/catalog/index.js';
import { type Config, configSchema } from '../src/model/config.js';
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

describe('the settings in the README', () => {
  const section = readme.slice(readme.indexOf('\n## Settings'), readme.indexOf('\n## Privacy'));
  const examples = [...section.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text ?? '') as Config);

  test('parse, and name nothing that the catalog does not know', () => {
    expect(examples).not.toEqual([]);
    for (const example of examples) {
      const config = configSchema.parse(example);
      expect(() => checkConfigNames(config, createCatalog(config))).not.toThrow();
    }
  });

  test('show and explain every key', () => {
    const keys = Object.keys(configSchema.shape);
    expect(keys.filter((key) => !examples.some((example) => key in example))).toEqual([]);
    expect(keys.filter((key) => !new RegExp(`^\\| .*\`${key}\`.* \\|`, 'm').test(section))).toEqual([]);
  });
});

test('the version that is printed is the one of package.json', () => {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string };
  expect(SHADOWBILL_VERSION).toBe(version);
});
