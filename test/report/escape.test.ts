import { describe, expect, test } from 'vitest';
import { csvCell, jsonForHtml, markdownText, plainText, safeLink } from '../../src/report/escape.js';

describe('labels', () => {
  test('shows controls, bidirectional overrides and zero-width characters instead of obeying them', () => {
    expect(plainText('a\u202eb\u001b[31mc\u200bd')).toBe('a\ufffdb\ufffd[31mc\ufffdd');
  });
  test('keeps scripts of all languages', () => {
    expect(plainText('日本語 Ünïcode عربى 🙂')).toBe('日本語 Ünïcode عربى 🙂');
  });
  test('turns line breaks into spaces and cuts long labels', () => {
    expect(plainText('a\r\nb')).toBe('a b');
    expect(plainText('x'.repeat(500))).toHaveLength(160);
  });
});

describe('spreadsheet cells', () => {
  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '\uff1d1'])('neutralises %j', (text) => {
    expect(csvCell(text)).toMatch(/^"'/);
  });
  test('leaves numbers as they are, negative ones too', () => {
    expect(csvCell(-12.5)).toBe('-12.5');
  });
  test('quotes commas, quotes and leaves unknown empty', () => {
    expect([csvCell('a,"b"'), csvCell(null)]).toEqual(['"a,""b"""', '']);
  });
});

describe('Markdown', () => {
  test('breaks markup, tables, links and mentions', () => {
    expect(markdownText('[x](http://e.example) | *b* `c` <img> @all www.e.example')).toBe(
      '\\[x\\](http&#58;//e.example) \\| \\*b\\* \\`c\\` &lt;img&gt; @&#8203;all www&#46;e.example',
    );
  });
});

describe('inside HTML', () => {
  test('JSON cannot close its element', () => {
    const text = jsonForHtml({ a: '</script><!--\u2028&' });
    expect(text).not.toMatch(/[<>&\u2028]/);
    expect(JSON.parse(text)).toEqual({ a: '</script><!--\u2028&' });
  });
  test('only http links become links', () => {
    expect([safeLink('https://a.example/x'), safeLink('javascript:alert(1)'), safeLink('https://a.example/" onclick="x')]).toEqual(['https://a.example/x', undefined, undefined]);
  });
});
