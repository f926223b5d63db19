/**
 * A JSON text that was cut off somewhere, closed so that it parses: what stood after the last whole value is dropped. Only to look at, never to count.
 * Example: '{"a": [1, 2], "b": {"c": "do' -> '{"a": [1, 2], "b": {}}'
 */
export function closedJson(text: string): string {
  const open: ('}' | ']')[] = [];
  let end = 0;
  let isInString = false;
  let isName = false;
  /** What is open here is open at the end as well: every bracket marks. */
  const mark = (at: number): void => {
    end = at;
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (isInString) {
      if (letter === '\\') at += 1;
      else if (letter === '"') {
        isInString = false;
        if (!isName) mark(at + 1);
      }
      continue;
    }
    if (letter === '"') isInString = true;
    else if (letter === '{' || letter === '[') {
      open.push(letter === '{' ? '}' : ']');
      isName = letter === '{';
      mark(at + 1);
    } else if (letter === '}' || letter === ']') {
      open.pop();
      mark(at + 1);
    } else if (letter === ',') {
      mark(at);
      isName = open.at(-1) === '}';
    } else if (letter === ':') isName = false;
  }
  return text.slice(0, end) + open.reverse().join('');
}
