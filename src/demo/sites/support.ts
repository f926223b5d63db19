import { policyWords } from '../data/legal-words.js';
import type { Language } from '../company.js';
import { between, pick, token } from '../draws.js';
import { type Bank, bankOf, city, paragraphs, product, prose } from '../text.js';
import { agentMessage, charactersFor, customerMessage, languageNames } from './speech.js';
import { charactersPerToken, type Script, type Turn } from './script.js';

export const supportChat: Script = {
  system: `You are the support assistant of a web shop for household and outdoor goods. You answer customers in the chat on the website.

Rules:
1. Answer in the language of the customer, friendly and to the point, in at most two short paragraphs.
2. Use only what is written below and what the customer has told you. If you do not know, say so and offer to hand over to a colleague.
3. Never promise a date of delivery, an amount or goodwill. You may explain the usual times: delivery two to four working days, refunds five to ten working days after the parcel has reached us, replacement devices three working days.
4. Ask for the order number if it is needed and was not given. Order numbers start with N and have six digits.
5. Do not ask for passwords, card numbers or copies of identity cards, and tell customers not to send them.
6. Returns: thirty days, unused, with the label from the order page. Faulty goods: two years, free of charge, repair or replacement first.
7. Subscriptions can be stopped at any time to the end of the paid period, under "My account".
8. If the customer is upset, acknowledge it once, then solve the problem.
9. If somebody may be in danger because of a device (smoke, heat, electric shock), tell them to unplug it, not to use it any more, and hand over at once.

Known problems today: the label printer of one carrier is slow, so tracking may start a day late; older phones cannot open the settings page of the app, a fix is on its way.`,
  ask: (turn) => customerMessage(turn.draw, turn.language, turn.askTokens),
  reply: (turn) => agentMessage(turn.draw, turn.language, turn.replyTokens),
};

const stringOf = (description: string): object => ({ type: 'string', description });
const toolOf = (name: string, description: string, properties: Record<string, object>): object => ({
  type: 'function',
  function: { name, description, parameters: { type: 'object', properties, required: Object.keys(properties), additionalProperties: false }, strict: true },
});

export const orderAssistant: Script = {
  system: `You help customers with their orders. Look up facts with the tools instead of guessing, and call a tool only when you have what it needs. An order number has the letter N and six digits; if it is missing, ask for it.
Before you start a return or change an address, repeat what you are going to do and wait for a yes. Amounts are given with their currency, dates in full. When a tool fails, say that the system is not available at the moment and offer a call back. Answer in the language of the customer and keep it short. Never show internal fields such as warehouse codes or notes of colleagues.`,
  tools: [
    toolOf('get_order', 'Status, items, amounts and carrier of one order', { order_id: stringOf('N and six digits') }),
    toolOf('track_parcel', 'Events of a parcel, newest first', { tracking_number: stringOf('as printed on the label'), carrier: stringOf('short name of the carrier') }),
    toolOf('start_return', 'Opens a return and sends the label by mail', { order_id: stringOf('N and six digits'), reason: { type: 'string', enum: ['damaged', 'wrong_item', 'not_needed', 'too_late', 'other'] } }),
    toolOf('change_address', 'Changes the delivery address before an order is packed', { order_id: stringOf('N and six digits'), street: stringOf('street and number'), postal_code: stringOf('postal code'), city: stringOf('city') }),
  ],
  ask: (turn) => (turn.kind === 'result' ? orderJson(turn) : customerMessage(turn.draw, turn.language, turn.askTokens)),
  reply: (turn) => agentMessage(turn.draw, turn.language, turn.replyTokens),
  toolCall: (turn) => {
    const order = (turn.memory['order'] ??= `N${between(turn.draw, 100_000, 999_999)}`);
    const choice = turn.draw();
    if (choice < 0.55) return { name: 'get_order', arguments: JSON.stringify({ order_id: order }) };
    if (choice < 0.85) return { name: 'track_parcel', arguments: JSON.stringify({ tracking_number: token(turn.draw, 12).toUpperCase(), carrier: pick(turn.draw, ['dhl', 'ups', 'gls', 'dpd']) }) };
    return { name: 'start_return', arguments: JSON.stringify({ order_id: order, reason: pick(turn.draw, ['damaged', 'wrong_item', 'not_needed']) }) };
  },
};

/** Tokens of one event of the order record below. */
const EVENT_TOKENS = 33;

function orderJson(turn: Turn): string {
  const events = Array.from({ length: Math.max(1, Math.round((turn.askTokens - 42) / EVENT_TOKENS)) }, () => ({
    at: `2026-11-${String(between(turn.draw, 1, 20)).padStart(2, '0')}T${String(between(turn.draw, 10, 20))}:${String(between(turn.draw, 10, 59))}:00Z`,
    event: pick(turn.draw, ['picked', 'packed', 'handed_over', 'in_transit', 'delivered', 'delayed']),
    place: city(turn.draw),
  }));
  return JSON.stringify({ order_id: turn.memory['order'] ?? 'N100000', status: pick(turn.draw, ['open', 'shipped', 'delivered', 'returned']), item: product(turn.draw), amount_cents: between(turn.draw, 900, 48_000), currency: 'EUR', events });
}

const policyBanks: Partial<Record<Language, Bank>> = { en: bankOf(policyWords.en), de: bankOf(policyWords.de), fr: bankOf(policyWords.fr), es: bankOf(policyWords.es) };
const policyOf = (language: Language): Bank => policyBanks[language] ?? (policyBanks.en as Bank);

/** Share of the request that is the policy text; the rest is the customer's question. */
const PASSAGE_SHARE = 0.9;

export const refundPolicyQa: Script = {
  system: 'Answer the question of the customer using only the passages of the returns policy that are given. Say which passage you rely on, by its number in square brackets. If the passages do not answer the question, say that you cannot tell and point to the contact form. Do not add rules from general knowledge or law. At most five sentences, in the language of the question.',
  ask: (turn) => {
    const passages = paragraphs(policyOf(turn.language), turn.draw, { characters: charactersFor(turn.language, turn.askTokens * PASSAGE_SHARE - 12), paragraphCharacters: 330 });
    const numbered = passages.split('\n\n').map((passage, index) => `[${index + 1}] ${passage}`).join('\n');
    return `Passages (${languageNames[turn.language]}):\n${numbered}\n\nQuestion: ${customerMessage(turn.draw, turn.language, turn.askTokens * (1 - PASSAGE_SHARE))}`;
  },
  reply: (turn) => `${prose(policyOf(turn.language), turn.draw, { characters: turn.replyTokens * charactersPerToken[turn.language] - 6 })} [${between(turn.draw, 1, 4)}]`,
};
