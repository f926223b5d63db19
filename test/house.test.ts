import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type HouseFile, blank, folderOf, importFaults, importTable, importsOf, lockFaults, neutralityFaults, pureFolders, purityFaults, shapeFaults } from './house-rules.js';

const root = join(import.meta.dirname, '..');

const filesUnder = (folder: string, pattern: RegExp): HouseFile[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && pattern.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => ({ path: path.slice(root.length + 1).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }))
    : [];

const sourceFiles = filesUnder('src', /\.(?:ts|mts|js|mjs)$/);
const testFiles = filesUnder('test', /\.(?:ts|mts|js|mjs)$/);
const proseFiles = [...filesUnder('docs', /\.md$/), ...filesUnder('.ci', /./), ...['README.md', 'package.json', 'tsconfig.json']
  .filter((name) => existsSync(join(root, name))).map((name) => ({ path: name, text: readFileSync(join(root, name), 'utf8') }))];

describe('the house', () => {
  test('knows every folder of src', () => {
    const folders = [...new Set(sourceFiles.map(({ path }) => folderOf(path)))];
    expect(folders.filter((folder) => importTable[folder] === undefined)).toEqual([]);
    expect(pureFolders.filter((folder) => importTable[folder] === undefined)).toEqual([]);
    expect(sourceFiles.length).toBeGreaterThan(0);
  });

  test('imports only along the table', () => {
    expect(sourceFiles.flatMap(importFaults)).toEqual([]);
  });

  test('keeps pure folders pure', () => {
    expect(sourceFiles.flatMap(purityFaults)).toEqual([]);
  });

  test('keeps files small, named in kebab-case, without default exports and without classes', () => {
    expect([...sourceFiles, ...testFiles].filter(({ path }) => !path.startsWith('test/house')).flatMap(shapeFaults)).toEqual([]);
  });

  test('holds nothing that is true on one machine alone', () => {
    expect([...sourceFiles, ...testFiles, ...proseFiles].flatMap(neutralityFaults)).toEqual([]);
    expect(lockFaults(readFileSync(join(root, 'package-lock.json'), 'utf8'))).toEqual([]);
  });
});

describe('the rule', () => {
  const file = (path: string, text: string): HouseFile => ({ path, text });

  test('on imports sees every way to name a module, and no comment or string', () => {
    const text = [
      "import { a } from './a.js';", "import './b.js';", "import type { C } from './c.js';", "export * from './d.js';", "const e = await import('./e.js');", "const f = require('./f.js');",
      "// import g from './g.js'", "/* from './h.js' */", "const i = \"from './i.js'\";", "type J = import('./j.js').J;", "import {\n  k,\n} from './k.js';",
    ].join('\n');
    expect(importsOf(text)).toEqual(['./a.js', './b.js', './c.js', './d.js', './e.js', './f.js', './j.js', './k.js']);
  });

  test('on imports catches a folder that looks where it may not', () => {
    expect(importFaults(file('src/project/month.ts', "import { a } from '../catalog/index.js';"))).toEqual(['src/project/month.ts: project may not import catalog (../catalog/index.js)']);
    expect(importFaults(file('src/project/month.ts', "import type { A } from '../store/sqlite.js';"))).toHaveLength(1);
    expect(importFaults(file('src/report/page/script.ts', "import { a } from '../../catalog/index.js';"))).toHaveLength(1);
    expect(importFaults(file('src/model/call.ts', "import { a } from '../stats/a.js';"))).toHaveLength(1);
    expect(importFaults(file('src/cli.ts', "import { a } from './store/index.js';"))).toHaveLength(1);
    expect(importFaults(file('src/commands/a.ts', "import { a } from '../make/index.js';"))).toHaveLength(1);
    expect(importFaults(file('src/project/a.ts', "import { a } from '../index.js';"))).toHaveLength(1);
    expect(importFaults(file('src/project/a.ts', "import { a } from '../../test/a.js';"))).toHaveLength(1);
    expect(importFaults(file('src/commands/a.ts', "import { a } from '../../test/a.js';"))).toHaveLength(1);
    expect(importFaults(file('src/project/a.ts', "import { a } from './b';"))).toHaveLength(1);
    expect(importFaults(file('src/novel/a.ts', ''))).toEqual(['src/novel/a.ts: src/novel is not in the import table']);
  });

  test('on imports lets through what the table allows', () => {
    expect(importFaults(file('src/project/month.ts', "import { a } from '../stats/a.js';\nimport { b } from './b.js';\nimport { z } from 'zod';"))).toEqual([]);
    expect(importFaults(file('src/report/page/script.ts', "import { a } from '../../policy/apply.js';\nimport { b } from '../index.js';"))).toEqual([]);
    expect(importFaults(file('src/commands/workers/a.ts', "import { a } from '../../store/index.js';"))).toEqual([]);
    expect(importFaults(file('src/make/a.ts', "import { a } from '../catalog/data/a.js';"))).toEqual([]);
    expect(importFaults(file('src/cli.ts', "import { a } from './commands/index.js';\nimport { b } from './model/errors.js';"))).toEqual([]);
  });

  test.each([
    ['node modules', "import { readFileSync } from 'node:fs';"], ['node modules without their prefix', "import { join } from 'path';"],
    ['the clock', 'const a = Date.now();'], ['the clock as a date', 'const a = new Date();'], ['the clock without brackets', 'const a = new Date;'], ['chance', 'const a = Math.random();'],
    ['the process', "const a = process.env['A'];"], ['the process inside a template', 'const a = `${process.env.A}`;'], ['a timer', 'setTimeout(() => 1, 5);'], ['the network', "await fetch('https://example.com');"],
  ])('on purity catches %s', (_, text) => {
    expect(purityFaults(file('src/project/a.ts', text))).toHaveLength(1);
    expect(purityFaults(file('src/demo/a.ts', text))).toHaveLength(1);
    expect(purityFaults(file('src/commands/a.ts', text))).toEqual([]);
  });

  test('on purity lets dates that are handed in, and words in comments and sentences, pass', () => {
    const text = "// Date.now() and Math.random() are handed in\nconst a = new Date(at);\nconst b = 'the process. Math.random()';\nconst c = /process.env/.test(b);\nconst d = `new Date() ${a}`;\nconst e = 4 / 2;";
    expect(purityFaults(file('src/project/a.ts', text))).toEqual([]);
  });

  test('on blanking keeps the lines, and code after strings, templates and regular expressions', () => {
    const text = "const a = /['\"`/]/g;\nconst b = `x ${f({ y: `z ${1}` })} '`;\n/* two\nlines */ const c = a / b / 2; // '\nDate.now();";
    const { bare } = blank(text);
    expect(bare.split('\n')).toHaveLength(text.split('\n').length);
    expect(bare).toContain('Date.now();');
    expect(bare).toContain('const c = a / b / 2;');
    expect(bare).toContain('f({ y:');
  });

  test('on shape catches size, names, default exports, classes and open ends', () => {
    const long = Array.from({ length: 401 }, () => '1;').join('\n');
    expect(shapeFaults(file('src/project/a.ts', long))).toHaveLength(1);
    expect(shapeFaults(file('src/project/data/a.ts', long))).toEqual([]);
    expect(shapeFaults(file('src/project/a.ts', `${Array.from({ length: 400 }, () => '1;').join('\n')}\n`))).toEqual([]);
    expect(shapeFaults(file('src/project/backTest.ts', ''))).toHaveLength(1);
    expect(shapeFaults(file('src/project/utils/a.ts', ''))).toHaveLength(1);
    expect(shapeFaults(file('src/project/utils.ts', ''))).toHaveLength(1);
    expect(shapeFaults(file('src/project/a.ts', 'export default 1;'))).toHaveLength(1);
    expect(shapeFaults(file('src/project/a.ts', 'export class Window { a = 1; }'))).toHaveLength(1);
    expect(shapeFaults(file('src/project/a.ts', 'class A extends Window {}'))).toHaveLength(1);
    expect(shapeFaults(file('src/project/a.ts', 'const a = class { };'))).toHaveLength(1);
    expect(shapeFaults(file('src/project/a.ts', `// ${'TO'}${'DO'}: later`))).toHaveLength(1);
    expect(shapeFaults(file('src/project/a.ts', `// ${'TO'}${'DO'} #12: later\nconst a = '${'TO'}${'DO'} list';`))).toEqual([]);
    expect(shapeFaults(file('src/model/errors.ts', 'export class UserError extends Error { a = 1; }\nclass Met extends UserError {}'))).toEqual([]);
    expect(shapeFaults(file('src/report/a.ts', "const a = '<p class=\"note\">'; const b = { class: 1 };"))).toEqual([]);
  });

  test('on neutrality catches absolute paths and registry hosts', () => {
    const path = ['', 'root', 'a', 'b'].join('/');
    expect(neutralityFaults(file('src/project/a.ts', `const a = '${path}';`))).toHaveLength(1);
    expect(neutralityFaults(file('README.md', `see https://example.com${path}, ./${path.slice(1)}`))).toEqual([]);
    expect(neutralityFaults(file('README.md', ['registry', 'example', 'com'].join('.')))).toHaveLength(1);
    expect(lockFaults('{ "resolved": "https://example.com/a.tgz" }')).toHaveLength(1);
    expect(lockFaults('{ "integrity": "sha512-a" }')).toEqual([]);
  });
});
