import { codeWishes, nouns, pythonPieces, reviewWords, sqlPieces, tablePieces, testPieces, typescriptPieces } from '../data/code-words.js';
import { between, type Draw, pick } from '../draws.js';
import { bankOf, fill, walk } from '../text.js';
import { charactersPerToken, type Script } from './script.js';

const capital = (noun: string): string => noun.charAt(0).toUpperCase() + noun.slice(1);

/** One piece of a program with its nouns filled in. `$A`, `$B` = types, `$a`, `$b` = names, `$N` = a number, `$D` = a digit of a month. */
function piece(draw: Draw, pieces: readonly string[]): string {
  const first = pick(draw, nouns);
  const second = pick(draw, nouns);
  const number = String(between(draw, 2, 9));
  return pick(draw, pieces)
    .replaceAll('§', '\n')
    .replaceAll('$A', capital(first)).replaceAll('$B', capital(second))
    .replaceAll('$a', first).replaceAll('$b', second)
    .replaceAll('$N', number).replaceAll('$D', number);
}

const program = (draw: Draw, pieces: readonly string[], characters: number): string =>
  fill({ characters, separator: '\n\n', next: () => piece(draw, pieces) });

const remarks = bankOf(reviewWords);

/** A change as git shows it: some lines taken out, some put in. */
function diff(draw: Draw, characters: number): string {
  const isPython = draw() < 0.4;
  const lines = program(draw, isPython ? pythonPieces : typescriptPieces, characters * 0.9).split('\n');
  const file = `${pick(draw, ['src', 'lib', 'services'])}/${pick(draw, nouns)}/${pick(draw, nouns)}.${isPython ? 'py' : 'ts'}`;
  const marked = lines.map((line) => {
    const luck = draw();
    return `${luck < 0.3 ? '+' : luck < 0.42 ? '-' : ' '}${line}`;
  });
  return `diff --git a/${file} b/${file}\n--- a/${file}\n+++ b/${file}\n@@ -${between(draw, 1, 90)},${lines.length} +${between(draw, 1, 90)},${lines.length} @@\n${marked.join('\n')}`;
}

export const codeReview: Script = {
  system: 'You review pull requests of a TypeScript and Python code base. Look for mistakes in behaviour first: wrong conditions, lost errors, races, time zones, rounding, unbounded memory, missing authorisation. Then for missing tests, then for names that mislead. Do not comment on formatting, which a tool takes care of. Write one list item for each finding with file and line where you can, the consequence, and a suggestion. If there is nothing serious, say so in one sentence. Do not repeat the diff.',
  ask: (turn) => `Pull request: ${pick(turn.draw, codeWishes).replaceAll('$a', pick(turn.draw, nouns)).replaceAll('$b', pick(turn.draw, nouns)).replaceAll('$N', '50')}\n\n\`\`\`diff\n${diff(turn.draw, (turn.askTokens - 40) * charactersPerToken.diff)}\n\`\`\``,
  reply: (turn) => {
    const next = walk(remarks, turn.draw);
    return fill({ characters: turn.replyTokens * charactersPerToken.remark, separator: '\n', next: () => `- \`${pick(turn.draw, nouns)}.ts:${between(turn.draw, 3, 240)}\`: ${next()}` });
  },
};

export const codeGeneration: Script = {
  system: 'You are a programming assistant inside an editor. The user shows code and says what should change. Answer with the code that is needed, complete and ready to paste, in the language and style of the code shown, followed by at most two sentences on anything that is not obvious. Keep public names as they are. Do not add dependencies.',
  ask: (turn) => {
    const wish = pick(turn.draw, codeWishes).replaceAll('$a', pick(turn.draw, nouns)).replaceAll('$b', pick(turn.draw, nouns)).replaceAll('$N', String(between(turn.draw, 5, 90)));
    const language = (turn.memory['language'] ??= turn.draw() < 0.6 ? 'typescript' : 'python');
    if (turn.askTokens < 60) return wish;
    const code = language === 'python' ? pythonPieces : typescriptPieces;
    return `${wish}\n\n\`\`\`${language}\n${program(turn.draw, code, (turn.askTokens - 24) * charactersPerToken.program)}\n\`\`\``;
  },
  reply: (turn) => {
    const language = turn.memory['language'] ?? 'typescript';
    const code = language === 'python' ? pythonPieces : typescriptPieces;
    return `\`\`\`${language}\n${program(turn.draw, code, (turn.replyTokens - 26) * charactersPerToken.program)}\n\`\`\`\n\nDeleted entries are skipped as before, and an empty list gives an empty result.`;
  },
};

const questions = [
  'Which customers bought more in this quarter than in the last one?', 'Show revenue by month and the change against the month before.', 'List open rows that are older than two weeks and have no payment.',
  'What is the median time to delivery by country?', 'How many were refunded within seven days, by supplier?', 'Who are the ten best by revenue this year, without deleted rows?',
];

export const sqlWriter: Script = {
  system: 'Write one PostgreSQL query that answers the question. Use only the tables and columns of the schema. Rows with deleted_at set do not count. Amounts are in the currency of the row; do not add up different currencies. Use common table expressions rather than nested queries, name every computed column, and end with a semicolon. If the question cannot be answered from the schema, return a single comment that says what is missing. Return SQL only, in a code block.',
  ask: (turn) => `Schema:\n\`\`\`sql\n${program(turn.draw, tablePieces, (turn.askTokens - 28) * charactersPerToken.table)}\n\`\`\`\n\nQuestion: ${pick(turn.draw, questions)}`,
  reply: (turn) => `\`\`\`sql\n${program(turn.draw, sqlPieces, (turn.replyTokens - 5) * charactersPerToken.query)}\n\`\`\``,
};

export const unitTests: Script = {
  system: 'Write unit tests for the module below with vitest. Cover the ordinary case, the empty case, limits and failures. Each test checks one thing and its name is a sentence. Use the factories that exist (makeOrder, makeInvoice and so on); do not mock what is inside the module. Return one file, code only.',
  ask: (turn) => `Module \`${pick(turn.draw, nouns)}.ts\`:\n\n\`\`\`typescript\n${program(turn.draw, typescriptPieces, (turn.askTokens - 16) * charactersPerToken.program)}\n\`\`\``,
  reply: (turn) => `\`\`\`typescript\nimport { expect, test, vi } from "vitest";\n\n${program(turn.draw, testPieces, (turn.replyTokens - 20) * charactersPerToken.test)}\n\`\`\``,
};
