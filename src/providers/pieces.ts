import { isObject, parseJson } from './json.js';

/**
 * Objects of newline-delimited JSON (Ollama streams); absent when the text is something else. A last line that was cut is left out.
 * Example: '{"a":1}\n{"a":2}\n{"a' -> [{ a: 1 }, { a: 2 }]
 */
export function jsonLines(text: string): unknown[] | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length < 2) return undefined;
  const objects: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    const json = parseJson(line);
    if (isObject(json)) objects.push(json);
    else if (index < lines.length - 1 || json !== undefined) return undefined;
  }
  return objects.length === 0 ? undefined : objects;
}

/**
 * The whole elements of a JSON array whose end is missing (a Gemini stream that was cut); absent when the text is something else.
 * Example: '[{"a":1},{"a":' -> [{ a: 1 }]
 */
export function wholeElements(text: string): unknown[] | undefined {
  if (!/^\s*\[\s*\{/.test(text.slice(0, 200))) return undefined;
  const elements: unknown[] = [];
  let depth = 0;
  let start = -1;
  let isInText = false;
  for (let at = text.indexOf('[') + 1; at < text.length; at += 1) {
    const letter = text[at];
    if (isInText) {
      if (letter === '\\') at += 1;
      else if (letter === '"') isInText = false;
    } else if (letter === '"') isInText = true;
    else if (letter === '{' || letter === '[') {
      if (depth === 0) start = at;
      depth += 1;
    } else if (letter === '}' || letter === ']') {
      depth -= 1;
      if (depth < 0) break;
      const json = depth === 0 ? parseJson(text.slice(start, at + 1)) : undefined;
      if (json !== undefined) elements.push(json);
    }
  }
  return elements.length === 0 ? undefined : elements;
}
