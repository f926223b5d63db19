import { clauseHeadings, clauseWords, findingWords } from '../data/legal-words.js';
import { between, type Draw, pick } from '../draws.js';
import { bankOf, city, company, fill, metric, month, paragraphs, person, product, project, walk } from '../text.js';
import { business, charactersFor, support } from './speech.js';
import { charactersPerToken, type Script, type Turn } from './script.js';

const clauses = bankOf(clauseWords);
const findings = bankOf(findingWords);

export const contractAnalysis: Script = {
  system: 'You are a contract analyst in the legal department of a trading company. Read the whole agreement and write a memorandum for the buyer who negotiates it. For each topic (term and termination, prices, minimum purchase, warranty, liability, confidentiality, data protection, intellectual property, service levels, audit, assignment, governing law) say what the agreement provides, with the number of the clause, how it differs from our standard position, how serious that is (low, medium, high) and what to propose. End with the three points to raise first. Do not give advice on matters that the agreement does not touch, and say so if a schedule that is referred to is missing.',
  ask: (turn) => `Agreement between ${company(turn.draw)} and ${company(turn.draw)}, ${city(turn.draw)}\n\n${agreement(turn.draw, (turn.askTokens - 24) * charactersPerToken.clause)}`,
  reply: (turn) => {
    const next = walk(findings, turn.draw);
    let heading = 0;
    return fill({
      characters: turn.replyTokens * charactersPerToken.finding,
      separator: '\n\n',
      next: () => {
        heading += 1;
        return `### ${clauseHeadings[heading % clauseHeadings.length] as string}\n${next()} ${next()} ${next()}`;
      },
    });
  },
};

function agreement(draw: Draw, characters: number): string {
  const next = walk(clauses, draw);
  let clause = 0;
  return fill({
    characters,
    separator: '\n',
    next: () => {
      clause += 1;
      const section = Math.floor(clause / 5) + 1;
      const heading = clause % 5 === 0 ? `\n${section}. ${(clauseHeadings[section % clauseHeadings.length] as string).toUpperCase()}\n` : '';
      return `${heading}${section}.${(clause % 5) + 1} ${next()}`;
    },
  });
}

const invoiceFields: Record<string, object> = {
  supplier: { type: 'string' }, invoice_number: { type: 'string' }, invoice_date: { type: 'string' }, currency: { type: 'string' }, net_cents: { type: 'integer' }, tax_cents: { type: 'integer' }, total_cents: { type: 'integer' },
  lines: {
    type: 'array',
    items: {
      type: 'object',
      properties: { position: { type: 'integer' }, article: { type: 'string' }, quantity: { type: 'integer' }, unit_cents: { type: 'integer' }, tax_percent: { type: 'number' } },
      required: ['position', 'article', 'quantity', 'unit_cents', 'tax_percent'],
      additionalProperties: false,
    },
  },
};

/** Tokens of one line of the reply below, and of what surrounds the lines. */
const LINE_TOKENS = 27;
const FRAME_TOKENS = 52;

export const invoiceExtraction: Script = {
  system: 'Extract the fields of the invoice below, which was read by text recognition and may hold broken lines, page headers in the middle of tables and terms in small print. Amounts are whole cents. Take figures as printed and never compute them; use an empty string or 0 where a field is not there. List at most the first sixty positions in the order of the document. Ignore delivery notes, terms and advertising. Answer with JSON only.',
  responseFormat: { type: 'json_schema', json_schema: { name: 'invoice', strict: true, schema: { type: 'object', properties: invoiceFields, required: Object.keys(invoiceFields), additionalProperties: false } } },
  ask: (turn) => invoiceText(turn),
  reply: (turn) => {
    const count = Math.max(1, Math.round((turn.replyTokens - FRAME_TOKENS) / LINE_TOKENS));
    const lines = Array.from({ length: count }, (_, index) => ({ position: index + 1, article: product(turn.draw), quantity: between(turn.draw, 1, 40), unit_cents: between(turn.draw, 300, 48_000), tax_percent: pick(turn.draw, [7, 19, 20]) }));
    const net = lines.reduce((sum, line) => sum + line.quantity * line.unit_cents, 0);
    const tax = Math.round(net * 0.19);
    return JSON.stringify({ supplier: company(turn.draw), invoice_number: `R-${between(turn.draw, 10_000, 99_999)}`, invoice_date: `2026-10-${between(turn.draw, 10, 28)}`, currency: 'EUR', net_cents: net, tax_cents: tax, total_cents: net + tax, lines });
  },
};

/** Table rows and small print in turn, as text recognition yields them. */
function invoiceText(turn: Turn): string {
  const { draw, language } = turn;
  const terms = walk(language === 'en' ? clauses : support[language].agent, draw);
  let row = 0;
  const body = fill({
    characters: (turn.askTokens - 40) * charactersPerToken.invoice,
    separator: '\n',
    next: () => {
      row += 1;
      if (row % 9 === 0) return terms();
      if (row % 40 === 0) return `--- Page ${row / 40} ---`;
      const quantity = between(draw, 1, 40);
      const cents = between(draw, 300, 48_000);
      return `${String(row).padStart(3)}  ${product(draw).padEnd(24)} ${String(quantity).padStart(4)} x ${(cents / 100).toFixed(2).padStart(9)}  19%  ${((quantity * cents) / 100).toFixed(2).padStart(11)}`;
    },
  });
  return `${company(draw)}\n${city(draw)}\nInvoice R-${between(draw, 10_000, 99_999)}  ${between(draw, 1, 28)}.10.2026\nAttention: ${person(draw)}\n\n${body}`;
}

export const reportAnalysis: Script = {
  system: 'You are an analyst in the finance department. Read the report and write an assessment for the management board: what changed, what explains it, which figures contradict each other, which risks are not mentioned, and what should be asked in the next meeting. Support every statement with a figure from the report and name the section. Separate what the report says from what you conclude. No introduction, no recommendation to buy or sell. Use headings and full sentences.',
  ask: (turn) => {
    let text = `# ${company(turn.draw)}: report for ${month(turn.draw)}\n`;
    const wanted = charactersFor('en', turn.askTokens - 10);
    while (text.length < wanted - 200) {
      text += `\n## ${project(turn.draw)}: ${metric(turn.draw)}\n\n${paragraphs(business.en, turn.draw, { characters: Math.min(wanted - text.length - 40, between(turn.draw, 1500, 5000)), paragraphCharacters: 600 })}\n`;
    }
    return text;
  },
  reply: (turn) => {
    const next = walk(business.en, turn.draw);
    return fill({ characters: charactersFor('en', turn.replyTokens), separator: '\n\n', next: () => `**${metric(turn.draw)}.** ${next()} ${next()}` });
  },
};
