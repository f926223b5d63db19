// Objects as programs print them where they should have written JSON: JavaScript's console (`{ name: 'x', tags: [ 'a' ] }`), Python's repr (`{'name': None}`), NumPy's arrays.

/** Brackets in brackets. */
const MAX_DEPTH = 60;

const words: Readonly<Record<string, unknown>> = { null: null, None: null, undefined: undefined, true: true, True: true, false: false, False: false, nan: null, NaN: null };
const closers: Readonly<Record<string, string>> = { '{': '}', '[': ']', '(': ')' };
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', 0: '\0' };

interface Reader {
  text: string;
  at: number;
  depth: number;
}

const failed = Symbol('failed');

/**
 * The value that such a text is; absent for one that cannot be read to its end.
 * Example: parseLiteral("{ 'llm.model': 'x', n: 1, list: [None, True] }") -> { 'llm.model': 'x', n: 1, list: [null, true] }
 */
export function parseLiteral(text: string): unknown {
  const reader: Reader = { text, at: 0, depth: 0 };
  const value = readValue(reader);
  skipBlank(reader);
  return value === failed || reader.at < text.length ? undefined : value;
}

function skipBlank(reader: Reader): void {
  while (/[\s]/.test(reader.text[reader.at] ?? '')) reader.at += 1;
}

function readValue(reader: Reader): unknown {
  skipBlank(reader);
  const letter = reader.text[reader.at] ?? '';
  if (letter === '{' || letter === '[') return readGroup(reader, letter);
  if (letter === "'" || letter === '"' || letter === '`') return readTexts(reader);
  const word = /^[A-Za-z_$][\w.$]*|^[-+]?[\d.][\w.+-]*/.exec(reader.text.slice(reader.at, reader.at + 60))?.[0];
  if (word === undefined) return failed;
  reader.at += word.length;
  if (Object.hasOwn(words, word)) return words[word];
  if (/^[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?n?$/i.test(word)) return Number(word.replace(/n$/, ''));
  skipBlank(reader);
  const next = reader.text[reader.at];
  if (next === '(') return firstOf(readGroup(reader, '('));
  return next === '{' || next === '[' ? readGroup(reader, next) : failed;
}

/** `array([…], dtype=object)`, `Timestamp('…')`: what is wrapped. */
const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : value);

function readGroup(reader: Reader, opener: string): unknown {
  if (reader.depth > MAX_DEPTH) return failed;
  reader.depth += 1;
  reader.at += 1;
  const list: unknown[] = [];
  const entries: [string, unknown][] = [];
  for (;;) {
    skipBlank(reader);
    const letter = reader.text[reader.at];
    if (letter === closers[opener]) break;
    if (letter === ',') {
      reader.at += 1;
      continue;
    }
    const short = /^\.\.\. \d+ more \w+|^(?:Object|Array|Circular|Function)\b[^\]]*(?=\])/.exec(reader.text.slice(reader.at, reader.at + 80))?.[0];
    if (short !== undefined) {
      reader.at += short.length;
      continue;
    }
    const name = opener === '[' ? undefined : readName(reader);
    if (opener === '{' && name === undefined) return failed;
    const value = readValue(reader);
    if (value === failed) return failed;
    if (name === undefined) list.push(value);
    else entries.push([name, value]);
  }
  reader.at += 1;
  reader.depth -= 1;
  return opener === '{' ? Object.fromEntries(entries) : list;
}

const NAME = /^(?:([A-Za-z_$][\w$]*|\d+)|'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")\s*[:=]/;

function readName(reader: Reader): string | undefined {
  const match = NAME.exec(reader.text.slice(reader.at, reader.at + 300));
  if (match === null) return undefined;
  reader.at += match[0].length;
  return match[1] ?? match[2] ?? match[3];
}

/** A text, or several joined with `+` or standing side by side. */
function readTexts(reader: Reader): unknown {
  let whole = '';
  for (;;) {
    const quote = reader.text[reader.at] ?? '';
    let at = reader.at + 1;
    for (; at < reader.text.length && reader.text[at] !== quote; at += 1) {
      if (reader.text[at] !== '\\') whole += reader.text[at];
      else {
        at += 1;
        const code = /^(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2}))/.exec(reader.text.slice(at, at + 5));
        whole += code !== null ? String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '0', 16)) : (escapes[reader.text[at] ?? ''] ?? reader.text[at] ?? '');
        at += code === null ? 0 : code[0].length - 1;
      }
    }
    if (at >= reader.text.length) return failed;
    reader.at = at + 1;
    const more = /^\s*\+\s*(?=['"`])/.exec(reader.text.slice(reader.at, reader.at + 200));
    if (more === null) return whole;
    reader.at += more[0].length;
  }
}
