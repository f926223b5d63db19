/** Recorded text is hostile: labels, model names and tags come from logs. Each output has its own cure; all start with `plainText`. */

/** C0 and C1 controls, bidirectional overrides and isolates, zero-width and tag characters: they change what a reader sees, or drive a terminal. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
/** Characters. Longer labels are cut: a prompt that became a label must not fill a table. */
const LONGEST_LABEL = 160;
const LONGEST_SENTENCE = 2000;

const visible = (text: string): string => text.replace(/[\t\r\n]+/g, ' ').replace(INVISIBLE, '\ufffd').replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');

const cut = (text: string, longest: number): string => (text.length <= longest ? text : `${[...text].slice(0, longest - 1).join('')}…`);

/** A label as it may be shown anywhere that escapes markup itself. Example: "a\u202eb" -> "a\ufffdb". */
export const plainText = (text: string): string => cut(visible(text), LONGEST_LABEL);

/** A sentence, likewise. */
export const plainSentence = (text: string): string => cut(visible(text), LONGEST_SENTENCE);

const FORMULA_START = /^[\s"']*[=+\-@\uff1d\uff0b\uff0d\uff20|]/u;

/** One CSV cell (RFC 4180). A text that a spreadsheet would run as a formula gets an apostrophe in front. Numbers pass as they are; null is empty. */
export function csvCell(value: string | number | boolean | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const isFormula = FORMULA_START.test(value) || /^[\t\r\n]/.test(value);
  const text = isFormula ? `'${visible(value)}` : visible(value);
  return /[",;\n\r]/.test(text) || isFormula ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Text inside Markdown: no markup, no link, no mention, no table break. */
export function markdownText(text: string): string {
  return plainSentence(text)
    .replace(/[\\`*_[\]|~]/g, (character) => `\\${character}`)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/@/g, '@&#8203;')
    .replace(/:\/\//g, '&#58;//')
    .replace(/www\./gi, (match) => `${match.slice(0, 3)}&#46;`);
}

/** JSON that may stand inside `<script type="application/json">`: no `<` can close or open anything. */
export const jsonForHtml = (value: unknown): string =>
  JSON.stringify(value).replace(/</g, '\\u003c').replace(/>/g, '\\u003e').replace(/&/g, '\\u0026').replace(/\u2028/g, '\\u2028').replace(/\u2029/g, '\\u2029');

/** A link is drawn only for http(s); everything else is text. */
export const safeLink = (source: string): string | undefined => (/^https?:\/\/[^\s"'<>]+$/i.test(source) ? source : undefined);
