import { businessWords, summaryWords } from '../data/business-words.js';
import { type SupportWords, supportWords } from '../data/support-words.js';
import { type Language, languages } from '../company.js';
import { type Draw, pick } from '../draws.js';
import { type Bank, bankOf, prose, say } from '../text.js';
import { charactersPerToken } from './script.js';

type SupportBanks = { [Part in Exclude<keyof SupportWords, 'separator'>]: Bank } & { separator: string };

const forLanguages = <T>(make: (language: Language) => T): Record<Language, T> =>
  Object.fromEntries(languages.map((language) => [language, make(language)])) as Record<Language, T>;

export const support = forLanguages((language): SupportBanks => {
  const words = supportWords[language];
  return {
    separator: words.separator,
    greeting: bankOf(words.greeting), problem: bankOf(words.problem), ask: bankOf(words.ask), closing: bankOf(words.closing), praise: bankOf(words.praise),
    agentGreeting: bankOf(words.agentGreeting), agent: bankOf(words.agent), agentClosing: bankOf(words.agentClosing),
  };
});
export const business = forLanguages((language) => bankOf(businessWords[language]));
export const summaries = forLanguages((language) => bankOf(summaryWords[language]));

/** Sentences need a space between them, or not: Japanese and Chinese. */
export const separatorOf = (language: Language): string => supportWords[language].separator;

/** Characters that make about `tokens` tokens in that language. */
export const charactersFor = (language: Language, tokens: number): number => tokens * charactersPerToken[language];

/** A customer's message: greeting, problems until the size is met, a question. Short ones are the question alone. */
export function customerMessage(draw: Draw, language: Language, tokens: number): string {
  const banks = support[language];
  const characters = charactersFor(language, tokens);
  const ask = say(banks.ask, draw);
  const greeting = say(banks.greeting, draw);
  const left = characters - ask.length - greeting.length;
  if (left < characters * 0.3) return left < -characters * 0.3 ? ask : `${greeting}${banks.separator}${ask}`;
  return [greeting, prose(banks.problem, draw, { characters: left, separator: banks.separator }), ask].join(banks.separator);
}

/** An agent's answer. */
export function agentMessage(draw: Draw, language: Language, tokens: number): string {
  const banks = support[language];
  const closing = say(banks.agentClosing, draw);
  const greeting = say(banks.agentGreeting, draw);
  const left = charactersFor(language, tokens) - closing.length - greeting.length;
  if (left < 30) return say(banks.agent, draw);
  return [greeting, prose(banks.agent, draw, { characters: left, separator: banks.separator }), closing].join(banks.separator);
}

/** A review of a product: praise, complaint, or both, as `mood` says. */
export function reviewText(draw: Draw, language: Language, options: { tokens: number; mood: string }): string {
  const banks = support[language];
  const bank = options.mood === 'positive' ? banks.praise : options.mood === 'negative' ? banks.problem : [...banks.praise, ...banks.problem];
  return prose(bank, draw, { characters: charactersFor(language, options.tokens), separator: banks.separator });
}

export const languageNames: Readonly<Record<Language, string>> = { en: 'English', de: 'German', fr: 'French', es: 'Spanish', pt: 'Portuguese', ja: 'Japanese', zh: 'Chinese' };

/** A wrong answer of a closed list: any other item. */
export const otherThan = (draw: Draw, list: readonly string[], right: string): string => pick(draw, list.filter((item) => item !== right));
