import { builtinModules } from 'node:module';
import { posix } from 'node:path';

/** A file as the rules see it. `path` is relative to the root of the project, with forward slashes. */
export interface HouseFile {
  readonly path: string;
  readonly text: string;
}

/** What each folder of src/ may import, beside itself. `*` = every folder but `make`. */
export const importTable: Readonly<Record<string, readonly string[]>> = {
  model: [],
  stats: [],
  providers: ['model'],
  privacy: ['model'],
  tokens: ['model'],
  catalog: ['model'],
  store: ['model'],
  classify: ['model', 'stats'],
  quality: ['model', 'stats'],
  policy: ['model', 'stats'],
  project: ['model', 'stats'],
  settle: ['model', 'stats'],
  demo: ['model', 'stats'],
  intake: ['model', 'classify', 'privacy', 'tokens'],
  sources: ['model', 'providers'],
  recorder: ['model', 'providers'],
  replay: ['model', 'catalog', 'stats'],
  analysis: ['model', 'catalog', 'quality', 'replay', 'policy', 'project', 'stats'],
  report: ['model', 'stats', 'policy'],
  evaluate: ['model', 'providers', 'catalog', 'stats'],
  serve: ['model', 'report'],
  make: ['*'],
  commands: ['*'],
  'index.ts': ['*'],
  'cli.ts': ['commands', 'model'],
};

/** Folders that are plain functions of their arguments: handed text, clock, seed and data. */
export const pureFolders: readonly string[] = [
  'model', 'stats', 'providers', 'privacy', 'classify', 'intake', 'settle', 'catalog', 'quality', 'replay', 'project', 'policy', 'analysis', 'report', 'demo',
];

const MOST_LINES = 400;

/** `src/report/page/a.ts` -> 'report'; `src/cli.ts` -> 'cli.ts'. */
export const folderOf = (path: string): string => path.split('/')[1] ?? '';

const isData = (path: string): boolean => path.split('/').slice(0, -1).includes('data');

export interface Blanked {
  /** Comments blanked, string contents kept. */
  code: string;
  /** Comments and the contents of strings and regular expressions blanked; code inside `${}` kept. */
  bare: string;
}

/** A slash after one of these begins a regular expression, not a division. */
const BEFORE_REGEX = /(?:[([{,;:=!&|?+\-*%<>~^]|\b(?:return|case|typeof|in|of|throw))\s*$|^\s*$/;
const LONGEST_KEYWORD = 40;

/** What is taken whole at a position, by its first character or two. */
const bodies = {
  line: /[^\n]*/y,
  block: /\/\*[\s\S]*?(?:\*\/|$)/y,
  single: /(?:[^'\\\n]|\\[\s\S])*/y,
  double: /(?:[^"\\\n]|\\[\s\S])*/y,
  regex: /(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])*/y,
  template: /(?:[^`\\$]|\\[\s\S]|\$(?!\{))*/y,
} as const;

const blankedTexts = new Map<string, Blanked>();

/** Takes out what is not code, keeping every line break, so that a word in a comment or a sentence is no offence. */
export function blank(text: string): Blanked {
  const kept = blankedTexts.get(text);
  if (kept !== undefined) return kept;
  const code: string[] = [];
  const bare: string[] = [];
  let at = 0;
  let tail = '';
  /** Depth of braces in each open `${`. */
  const open: number[] = [];
  const take = (body: RegExp, options: { isComment: boolean }): void => {
    body.lastIndex = at;
    const piece = body.exec(text)?.[0] ?? '';
    const spaces = piece.replace(/[^\n]/g, ' ');
    code.push(options.isComment ? spaces : piece);
    bare.push(spaces);
    at += piece.length;
  };
  const keep = (length = 1): void => {
    const piece = text.slice(at, at + length);
    code.push(piece);
    bare.push(piece);
    tail = (tail + piece).slice(-LONGEST_KEYWORD);
    at += length;
  };
  const quoted = (body: RegExp): void => {
    keep();
    take(body, { isComment: false });
    keep();
  };
  const template = (): void => {
    take(bodies.template, { isComment: false });
    if (!text.startsWith('${', at)) return keep();
    keep(2);
    open.push(0);
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    const depth = open.at(-1);
    if (text.startsWith('//', at)) take(bodies.line, { isComment: true });
    else if (text.startsWith('/*', at)) take(bodies.block, { isComment: true });
    else if (character === "'") quoted(bodies.single);
    else if (character === '"') quoted(bodies.double);
    else if (character === '/' && BEFORE_REGEX.test(tail)) quoted(bodies.regex);
    else if (character === '`' || (character === '}' && depth === 0)) {
      if (character === '}') open.pop();
      keep();
      template();
    } else {
      if (depth !== undefined && character === '{') open[open.length - 1] = depth + 1;
      if (depth !== undefined && character === '}') open[open.length - 1] = depth - 1;
      keep();
    }
  }
  const blanked = { code: code.join(''), bare: bare.join('') };
  blankedTexts.set(text, blanked);
  return blanked;
}

/** Every module that a file names: static, side-effect, type-only, re-exported, dynamic and required. */
export function importsOf(text: string): string[] {
  const { code, bare } = blank(text);
  const found: string[] = [];
  for (const match of bare.matchAll(/(?<!\.)\b(?:from|import|require)\s*\(?\s*(['"`])/g)) {
    const start = match.index + match[0].length;
    const end = code.indexOf(match[1] ?? "'", start);
    found.push(code.slice(start, end));
  }
  return found;
}

export function importFaults(file: HouseFile): string[] {
  const folder = folderOf(file.path);
  const allowed = importTable[folder];
  if (allowed === undefined) return [`${file.path}: src/${folder} is not in the import table`];
  return importsOf(file.text).filter((specifier) => specifier.startsWith('.')).flatMap((specifier) => {
    if (!/\.(?:js|json)$/.test(specifier)) return [`${file.path}: import of ${specifier} lacks its .js`];
    const path = posix.join(posix.dirname(file.path), specifier).replace(/\.js$/, '.ts');
    if (!path.startsWith('src/')) return [`${file.path}: ${specifier} leads out of src`];
    const target = folderOf(path);
    if (target === folder || allowed.includes(target) || (allowed.includes('*') && target !== 'make')) return [];
    return [`${file.path}: ${folder} may not import ${target} (${specifier})`];
  });
}

const impurities: readonly { name: string; pattern: RegExp }[] = [
  { name: 'the clock', pattern: /\bDate\.now\b|\bnew Date\s*\(\s*\)|\bnew Date\b(?!\s*\()|(?<!\bnew )\bDate\s*\(\s*\)|\bperformance\.(?:now|timeOrigin)\b|\bTemporal\.Now\b/ },
  { name: 'chance', pattern: /\bMath\.random\b|\bcrypto\.(?:randomUUID|getRandomValues)\b/ },
  { name: 'the process', pattern: /\bprocess\s*(?:\.|\[|\?\.)|\bglobalThis\.process\b/ },
  { name: 'a timer', pattern: /(?<![.\w])(?:setTimeout|setInterval|setImmediate)\s*\(/ },
  { name: 'the network', pattern: /(?<![.\w])fetch\s*\(|\bnew (?:WebSocket|XMLHttpRequest|EventSource)\b/ },
];

/** The page script of the report runs in a browser, where timers belong to the drawing. */
const isPageScript = (path: string): boolean => path.startsWith('src/report/page/');

export function purityFaults(file: HouseFile): string[] {
  if (!pureFolders.includes(folderOf(file.path))) return [];
  const builtins = importsOf(file.text).filter((specifier) => specifier.startsWith('node:') || builtinModules.includes(specifier));
  const { bare } = blank(file.text);
  const touched = impurities.filter(({ name, pattern }) => pattern.test(bare) && !(name === 'a timer' && isPageScript(file.path)));
  return [
    ...builtins.map((specifier) => `${file.path}: a pure folder imports ${specifier}`),
    ...touched.map(({ name }) => `${file.path}: a pure folder touches ${name}`),
  ];
}

const openEnds = (text: string): number => text.match(/\bTODO\b(?!.*#\d)|\bFIXME\b/g)?.length ?? 0;

export function shapeFaults(file: HouseFile): string[] {
  const faults: string[] = [];
  const lines = file.text.replace(/\n$/, '').split('\n').length;
  const name = posix.basename(file.path);
  const { code, bare } = blank(file.text);
  if (lines > MOST_LINES && !isData(file.path)) faults.push(`${file.path}: ${lines} lines, more than ${MOST_LINES}`);
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+)+$/.test(name)) faults.push(`${file.path}: the file name is not kebab-case`);
  if (/(?:^|\/)(?:utils?|helpers?|misc)(?:\/|\.[a-z]+$)/.test(file.path)) faults.push(`${file.path}: no utils, helpers or misc`);
  if (/\bexport\s+default\b|\bas\s+default\b/.test(bare)) faults.push(`${file.path}: default export`);
  for (const [, className, base] of bare.matchAll(/(?<![.\w-])class\s+(\w+)(?:\s+extends\s+([\w.]+))?[^{]*\{/g)) {
    if (base === undefined || !/Error$/.test(base)) faults.push(`${file.path}: class ${className} is no error`);
  }
  if (/(?<![.\w-])class\s*(?:\{|extends\b)/.test(bare)) faults.push(`${file.path}: a class without a name`);
  if (openEnds(file.text) > openEnds(code)) faults.push(`${file.path}: a TODO that names no issue`);
  return faults;
}

const neutrality: readonly { name: string; pattern: RegExp }[] = [
  { name: 'a path of one machine', pattern: /(?<![\w.:/~@\\-])\/(?:root|work|tmp|mnt|Users|home)\/[\w.]/ },
  { name: 'the host of a package registry', pattern: /\bregistry\.[a-z]+[a-z.]*\b(?:org|com|io|dev)\b/ },
];

/** Nothing may be true on one machine alone. */
export const neutralityFaults = (file: HouseFile): string[] =>
  neutrality.filter(({ pattern }) => pattern.test(file.text)).map(({ name }) => `${file.path}: names ${name}`);

/** Resolved addresses tie an installation to the registry that one machine happened to use. */
export const lockFaults = (lockText: string): string[] => (/"resolved"\s*:/.test(lockText) ? ['package-lock.json: holds "resolved" addresses'] : []);
