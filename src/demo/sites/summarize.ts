import { between, type Draw, pick } from '../draws.js';
import type { Language } from '../company.js';
import { company, fill, paragraphs, person, product, project, prose, say, walk } from '../text.js';
import { business, charactersFor, languageNames, separatorOf, summaries } from './speech.js';
import type { Script, Turn } from './script.js';

/** Points take a few more tokens for the same characters than running text: dashes and line breaks. Measured. */
const POINT_SHARE = 0.94;

/** Bullet points that make about `tokens` tokens. */
function bullets(draw: Draw, language: Language, tokens: number): string {
  const next = walk(summaries[language], draw);
  return fill({ characters: charactersFor(language, tokens) * POINT_SHARE, separator: '\n', next: () => `- ${next()}` });
}

export const newsDigest: Script = {
  system: 'You write the daily news digest of a trading company. Summarize the article for managers who have one minute: first one sentence that says what happened, then the points that matter for retail, logistics or energy prices. Keep names and figures exactly as they stand in the article. Leave out opinion, background that is older than a year, and anything that the article does not say. Write in the language of the article. No heading, no closing remark.',
  ask: (turn) => {
    const title = say(summaries[turn.language], turn.draw);
    const body = paragraphs(business[turn.language], turn.draw, { characters: charactersFor(turn.language, turn.askTokens - 24), paragraphCharacters: 420, separator: separatorOf(turn.language) });
    return `Summarize this article.\n\n# ${title}\n\n${body}`;
  },
  reply: (turn) => `${say(summaries[turn.language], turn.draw)}\n\n${bullets(turn.draw, turn.language, turn.replyTokens - 16)}`,
};

export const emailSummary: Script = {
  system: 'You summarize e-mail threads for people who were added late. Say in a few sentences what the thread is about, what has been decided, what is still open and who is expected to do what until when. Quote amounts and dates exactly. Ignore signatures, disclaimers and quoted earlier mails that repeat what is already there. Write in the language in which most of the thread is written, in plain prose, without greeting.',
  ask: (turn) => {
    let text = `Thread: ${project(turn.draw)} / ${company(turn.draw)}\n`;
    const wanted = charactersFor(turn.language, turn.askTokens - 14);
    while (text.length < wanted - 60) {
      text += mail(turn, Math.min(wanted - text.length - 90, charactersFor(turn.language, between(turn.draw, 60, 220))));
    }
    return `${text}\nPlease summarize the thread above.`;
  },
  reply: (turn) => prose(summaries[turn.language], turn.draw, { characters: charactersFor(turn.language, turn.replyTokens), separator: separatorOf(turn.language) }),
};

function mail(turn: Turn, characters: number): string {
  const from = person(turn.draw);
  const address = `${from.split(' ')[0]?.toLowerCase() ?? 'team'}@example.com`;
  const body = prose(business[turn.language], turn.draw, { characters: Math.max(40, characters), separator: separatorOf(turn.language) });
  return `\nFrom: ${from} <${address}>\nDate: 2026-11-${String(between(turn.draw, 1, 20)).padStart(2, '0')} ${String(between(turn.draw, 8, 18)).padStart(2, '0')}:${String(between(turn.draw, 10, 59))}\n\n${body}\n`;
}

export const meetingNotes: Script = {
  system: 'You turn transcripts of meetings into notes. Structure: a summary of three sentences, then "Decisions", "Open questions" and "Actions" as lists; each action has an owner and, where it was named, a date. Do not invent owners. Leave out small talk. If people disagreed, name both positions in a neutral way. The notes are read by people who were not there, so spell out abbreviations that are explained in the transcript.',
  ask: (turn) => {
    const speakers = Array.from({ length: between(turn.draw, 3, 6) }, () => person(turn.draw));
    const next = walk(business[turn.language], turn.draw);
    const transcript = fill({
      characters: charactersFor(turn.language, turn.askTokens - 30),
      separator: '\n',
      next: () => `${pick(turn.draw, speakers)}: ${next()}`,
    });
    return `Meeting: ${project(turn.draw)} weekly, ${product(turn.draw)}\nLanguage: ${languageNames[turn.language]}\n\n${transcript}`;
  },
  reply: (turn) => {
    const part = (turn.replyTokens - 20) / 4;
    const opening = prose(summaries[turn.language], turn.draw, { characters: charactersFor(turn.language, part), separator: separatorOf(turn.language) });
    return `${opening}\n\n## Decisions\n${bullets(turn.draw, turn.language, part)}\n\n## Open questions\n${bullets(turn.draw, turn.language, part)}\n\n## Actions\n${bullets(turn.draw, turn.language, part)}`;
  },
};
