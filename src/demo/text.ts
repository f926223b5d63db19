import { between, type Draw, pick, token } from './draws.js';

/** A sentence with places to fill: `parts` has one item more than `slots`. */
interface Template {
  parts: readonly string[];
  slots: readonly string[];
}
export type Bank = readonly Template[];

const companies = ['Norvend', 'Halberg & Sohn', 'Lumora', 'Quintess Foods', 'Brightwater Logistics', 'Oakline', 'Terrano Systems', 'Pellworth', 'Maison Ardent', 'Sakurai Works', 'Veldhoven Optics', 'Copperfield Labs'];
const people = ['Anna Keller', 'Tom Okafor', 'Lucía Ferrer', 'Yuki Tanabe', 'Marc Delcourt', 'Priya Raman', 'Jonas Lindqvist', 'Beatriz Nogueira', 'Chen Wei', 'Sofia Marchetti', 'David Osei', 'Hannah Brandt', 'Omar Haddad', 'Elise Fontaine'];
const products = ['Aurora 300 kettle', 'TrailLite backpack', 'Nimbus desk lamp', 'Corvo wireless headset', 'Solano coffee grinder', 'Kestrel e-bike battery', 'Mira smart scale', 'Fjord wool blanket', 'Pico projector', 'Verdo plant sensor', 'Atlas standing desk', 'Luna baby monitor'];
const cities = ['Hamburg', 'Lyon', 'Porto', 'Valencia', 'Osaka', 'Leeds', 'Rotterdam', 'Turin', 'Austin', 'Shenzhen', 'Malmö', 'Graz', 'Recife', 'Montréal'];
const teams = ['Payments', 'Logistics', 'Growth', 'Platform', 'Customer Care', 'Finance', 'Data', 'Mobile', 'Procurement', 'Warehouse'];
const projects = ['Bluebird', 'Harbor', 'Lighthouse', 'Sequoia', 'Redwing', 'Meridian', 'Juniper', 'Cobalt'];
const metrics = ['gross margin', 'return rate', 'conversion', 'order volume', 'churn', 'average basket', 'delivery time', 'operating cost', 'net revenue', 'stock turnover'];
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November'];

const slots: Readonly<Record<string, (draw: Draw) => string>> = {
  company: (draw) => pick(draw, companies),
  person: (draw) => pick(draw, people),
  product: (draw) => pick(draw, products),
  city: (draw) => pick(draw, cities),
  team: (draw) => pick(draw, teams),
  project: (draw) => pick(draw, projects),
  metric: (draw) => pick(draw, metrics),
  month: (draw) => pick(draw, months),
  order: (draw) => `N${between(draw, 100_000, 999_999)}`,
  days: (draw) => String(between(draw, 2, 21)),
  n: (draw) => String(between(draw, 3, 48)),
  pct: (draw) => `${between(draw, 1, 38)}.${between(draw, 0, 9)}`,
  amount: (draw) => `${between(draw, 9, 480)}.${between(draw, 10, 99)}`,
  thousands: (draw) => `${between(draw, 2, 940)},${String(between(draw, 0, 999)).padStart(3, '0')}`,
  year: (draw) => String(between(draw, 2021, 2026)),
  quarter: (draw) => `Q${between(draw, 1, 4)}`,
  section: (draw) => `${between(draw, 1, 18)}.${between(draw, 1, 9)}`,
  tracking: (draw) => token(draw, 12).toUpperCase(),
};

export const person = (draw: Draw): string => pick(draw, people);
export const company = (draw: Draw): string => pick(draw, companies);
export const product = (draw: Draw): string => pick(draw, products);
export const city = (draw: Draw): string => pick(draw, cities);
export const project = (draw: Draw): string => pick(draw, projects);
export const metric = (draw: Draw): string => pick(draw, metrics);
export const team = (draw: Draw): string => pick(draw, teams);
export const month = (draw: Draw): string => pick(draw, months);

/** Sentences with places in braces: `{product}`, `{order}`, … The names are those of `slots`. */
export const bankOf = (sentences: readonly string[]): Bank =>
  sentences.map((sentence) => {
    const pieces = sentence.split(/\{(\w+)\}/);
    return { parts: pieces.filter((_, index) => index % 2 === 0), slots: pieces.filter((_, index) => index % 2 === 1) };
  });

export function render(template: Template, draw: Draw): string {
  let text = template.parts[0] as string;
  for (let index = 0; index < template.slots.length; index += 1) {
    const slot = slots[template.slots[index] as string];
    text += (slot === undefined ? '' : slot(draw)) + (template.parts[index + 1] as string);
  }
  return text;
}

export const say = (bank: Bank, draw: Draw): string => render(pick(draw, bank), draw);

/** Longest step between two sentences of a bank: repeats stay apart, the order stays mixed. */
const LONGEST_STEP = 4;

/** Other pieces tried when one is too long for what is left. */
const TRIES = 4;

/** Pieces joined until adding one more would overshoot `characters` by more than the text falls short. At least one piece. Pieces come from `next`. */
export function fill(options: { characters: number; separator: string; next: () => string }): string {
  let text = options.next();
  let tries = 0;
  while (tries < TRIES) {
    const short = options.characters - text.length;
    if (short <= 0) return text;
    const piece = options.next();
    if (piece.length + options.separator.length > 2 * short) {
      tries += 1;
    } else {
      text += options.separator + piece;
    }
  }
  return text;
}

/** Sentences of a bank in a mixed order, without near repeats. */
export function walk(bank: Bank, draw: Draw): () => string {
  let index = Math.floor(draw() * bank.length);
  return () => {
    index = (index + 1 + Math.floor(draw() * LONGEST_STEP)) % bank.length;
    return render(bank[index] as Template, draw);
  };
}

/** Running text of a bank. `separator` is a space, or nothing where the script has none. */
export const prose = (bank: Bank, draw: Draw, size: { characters: number; separator?: string }): string =>
  fill({ characters: size.characters, separator: size.separator ?? ' ', next: walk(bank, draw) });

/** Paragraphs of a few sentences each, of that length in all. */
export function paragraphs(bank: Bank, draw: Draw, size: { characters: number; paragraphCharacters: number; separator?: string }): string {
  const separator = size.separator ?? ' ';
  const next = walk(bank, draw);
  let sinceBreak = 0;
  let text = next();
  let tries = 0;
  while (tries < TRIES) {
    const short = size.characters - text.length;
    if (short <= 0) return text;
    const piece = next();
    if (piece.length > 2 * short) {
      tries += 1;
      continue;
    }
    sinceBreak += piece.length;
    const breaks = sinceBreak > size.paragraphCharacters * (0.6 + 0.8 * draw());
    text += (breaks ? '\n\n' : separator) + piece;
    if (breaks) sinceBreak = 0;
  }
  return text;
}
