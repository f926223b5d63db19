// Items of one list of a YAML file, cut out of the text and parsed one by one: a long cassette never lies in memory as a whole, and a broken item costs itself.
// YAML: https://eemeli.org/yaml/ (read 2026-11-22)
import { type Document, type ScalarTag, isAlias, parseDocument, visit } from 'yaml';
import { MAX_RECORD_BYTES } from './documents.js';
import { linesOf } from './lines.js';
import { writtenSize } from './written-size.js';

export type YamlItem = { where: string; text: string; value: unknown } | { where: string; fault: string };

interface OpenItem {
  line: number;
  lines: string[];
  characters: number;
}

/** The elements of the list under a top-level name that `names` fits, or of the list that begins with `first` where that line is lost. */
export async function* yamlItems(chunks: AsyncIterable<Buffer>, { names, first }: { names: RegExp; first: RegExp }): AsyncGenerator<YamlItem[]> {
  const anchors: Anchors = { texts: new Map(), characters: 0 };
  let isInList = false;
  let indent: string | undefined;
  let open: OpenItem | undefined;
  let items: YamlItem[] = [];
  const finish = (): void => {
    if (open !== undefined) items.push(parsed(open, anchors));
    open = undefined;
  };
  const take = (text: string, line: number): void => {
    const dash = /^( *)-(?: |$)/.exec(text);
    if (!isInList) {
      isInList = names.test(text) || first.test(text);
      indent = undefined;
      if (!first.test(text)) return;
    }
    if (dash !== null && (indent === undefined || dash[1] === indent)) {
      finish();
      indent = dash[1];
      open = { line, lines: [text], characters: text.length };
      return;
    }
    const isOutside = /^\S/.test(text) && !text.startsWith('#') && !(indent === '' && text.startsWith('-') && !text.startsWith('---'));
    if (isOutside) {
      finish();
      isInList = names.test(text);
      indent = undefined;
      return;
    }
    if (open === undefined) return;
    open.characters += text.length + 1;
    if (open.characters <= MAX_RECORD_BYTES) open.lines.push(text);
    else open.lines = [];
  };
  for await (const { firstLine, texts } of linesOf(chunks)) {
    for (const [index, text] of texts.entries()) take(text ?? '', firstLine + index);
    if (items.length > 0) yield items;
    items = [];
  }
  finish();
  if (items.length > 0) yield items;
}

const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text.replace(/\s+/g, ''), 'base64'));

/** Ruby writes bytes under a tag of its own. */
const rubyBinary: ScalarTag = { tag: '!binary', resolve: bytesOf };
const binary: ScalarTag = { tag: 'tag:yaml.org,2002:binary', resolve: bytesOf };

/** Anchors that are kept for the items after: recorders name a header or a body once and point to it. */
const MAX_ANCHORS = 2000;

/** Aliases that one item may open: more is a bomb. */
const MAX_ALIASES = 1000;

/** Characters that an item may take from the items before it. Headers and bodies are named once and pointed to; lists that point to lists that point to lists are a bomb. */
const MAX_PRELUDE_CHARACTERS = 256 * 1024;
/** Characters of all anchors of a file that are kept. */
const MAX_ANCHOR_CHARACTERS = 64 * 1024 * 1024;
const TOO_MUCH = 'the record points to more than 256 KB of what other records hold';

const TOO_LONG = `the record is longer than ${MAX_RECORD_BYTES / 1024 / 1024} MB`;

/** What the anchors of a file stand for, as JSON: JSON is YAML. Undefined: too much to be kept. */
interface Anchors {
  texts: Map<string, string | undefined>;
  characters: number;
}

/** What an alias points to may have stood in a record that is broken: it is empty then. */
function parsed({ line, lines, characters }: OpenItem, anchors: Anchors): YamlItem {
  const where = `line ${line}`;
  if (characters > MAX_RECORD_BYTES) return { where, fault: TOO_LONG };
  const text = lines.join('\n');
  const indent = / *(?=-)/.exec(text)?.[0] ?? '';
  const known = [...new Set([...text.matchAll(/(?:^|[\s[,])\*([\w-]+)/g)].map(([, name]) => name ?? ''))].filter((name) => anchors.texts.has(name)).map((name) => ({ name, flow: anchors.texts.get(name) }));
  const isTooMuch = known.some(({ flow }) => flow === undefined) || known.reduce((sum, { flow = '' }) => sum + flow.length, 0) > MAX_PRELUDE_CHARACTERS;
  if (isTooMuch) return { where, fault: TOO_MUCH };
  const prelude = known.map(({ name, flow }) => `${indent}- &${name} ${flow ?? ''}\n`).join('');
  try {
    const document = parseDocument(`${prelude}${text}\n`, { strict: false, uniqueKeys: false, logLevel: 'silent', prettyErrors: false, customTags: (tags) => [...tags, binary, rubyBinary] });
    const [error] = document.errors;
    if (error !== undefined) return { where, fault: `not YAML (a broken or cut record): ${error.code}` };
    remember(document, { text, anchors });
    const list: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
    if (writtenSize(list, MAX_RECORD_BYTES) >= MAX_RECORD_BYTES) return { where, fault: TOO_LONG };
    return { where, text, value: Array.isArray(list) ? list.at(-1) : undefined };
  } catch (error) {
    const lost = error instanceof ReferenceError ? /^Unresolved alias .*: ([\w-]+)$/.exec(error.message)?.[1] : undefined;
    if (lost !== undefined && !anchors.texts.has(lost) && anchors.texts.size < MAX_ANCHORS) {
      anchors.texts.set(lost, 'null');
      return parsed({ line, lines, characters }, anchors);
    }
    return { where, fault: error instanceof RangeError ? 'the YAML is nested too deeply' : 'not YAML (a broken or cut record)' };
  }
}

function remember(document: Document, { text, anchors }: { text: string; anchors: Anchors }): void {
  if (!/&[\w-]/.test(text)) return;
  visit(document, {
    Node(_, node) {
      if (isAlias(node) || node.anchor === undefined || anchors.texts.size >= MAX_ANCHORS) return;
      const value: unknown = node.toJS(document, { maxAliasCount: MAX_ALIASES });
      const room = Math.min(MAX_PRELUDE_CHARACTERS, MAX_ANCHOR_CHARACTERS - anchors.characters);
      const flow = writtenSize(value, room) >= room ? undefined : flowOf(value);
      anchors.characters += (flow?.length ?? 0) - (anchors.texts.get(node.anchor)?.length ?? 0);
      anchors.texts.set(node.anchor, flow);
    },
  });
}

/** JSON is YAML; bytes keep their tag. */
const flowOf = (value: unknown): string => (value instanceof Uint8Array ? `!!binary "${Buffer.from(value).toString('base64')}"` : JSON.stringify(value));
