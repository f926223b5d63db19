import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, Quote, QuoteStep } from '../../records.js';
import { GEMINI_3, GROUNDED, SEARCHES, TIERS_FROM, changelog, deprecations, inTier, page, row, stillListed, vertex } from './google-shared.js';

const june = page('2026-06-02');
const october25 = page('2025-10-31');
const pictures = page('2026-06-02', 'output = image tokens; the cheaper text tokens of an answer cannot be told apart in a log');
const NO_LATE_TIERS = { flex: [], priority: [] } as const;
const OTHER = { provider: 'google', kind: 'other', openWeights: false } as const;
const IMAGES = { ...OTHER, meets: ['vision'] } as const;

interface Dates {
  released: string;
  retired?: string;
  successor?: string;
}

const IMAGE_25: Quote = { input: 0.3, output: 30 };
const IMAGE_3: Quote = { input: 2, output: 120, webPerThousand: SEARCHES };
const IMAGE_31: Quote = { input: 0.5, output: 60, webPerThousand: SEARCHES };
const IMAGE_31_LITE: Quote = { input: 0.25, output: 30 };

/** Models that draw: batch half; flex half and priority 1.8 x where they are sold. */
function drawing(model: string, title: string, { quote, hasLateTiers, ...dates }: Dates & { quote: Quote; hasLateTiers: boolean }): OverlayModel {
  const late = { flex: [row(inTier(quote, 0.5), pictures, { from: TIERS_FROM })], priority: [row(inTier(quote, 1.8), pictures, { from: TIERS_FROM })] };
  return {
    ...IMAGES, ...dates, model, title, baseModel: `google/${model.replace('-preview', '')}`, isGenerallyAvailable: dates.retired === undefined, citation: deprecations,
    prices: [row(quote, pictures)], tiers: { batch: [row(inTier(quote, 0.5), pictures)], ...(hasLateTiers ? late : NO_LATE_TIERS) },
  };
}

/** Speaking models: text in, audio tokens out. */
function speaking(model: string, title: string, { quote, ...dates }: Dates & { quote: Quote }): OverlayModel {
  const spoken: Quote = { ...quote, audioOutput: quote.output };
  return { ...OTHER, ...dates, model, title, isGenerallyAvailable: false, citation: june, prices: [row(spoken, stillListed)], tiers: { batch: [row(inTier(spoken, 0.5), june)], ...NO_LATE_TIERS } };
}

const LIVE_25: Quote = { input: 0.5, output: 2, audioInput: 3, audioOutput: 12, image: 3, webPerThousand: GROUNDED };
const LIVE_3: Quote = { input: 0.75, output: 4.5, audioInput: 3, audioOutput: 12, image: 1, webPerThousand: SEARCHES };

/** Live API: audio is 25 tokens a second. */
function live(model: string, title: string, { quote, names = [], citation, ...dates }: Dates & { quote: Quote; names?: readonly string[]; citation: Citation }): OverlayModel {
  return {
    ...OTHER, ...dates, model, title, meets: ['audio', 'tools'], isGenerallyAvailable: false, citation, prices: [row(quote, citation)], tiers: { batch: [], ...NO_LATE_TIERS },
    aliases: names.map((name) => ({ name })),
  };
}

const EMBEDDING = { provider: 'google', kind: 'embedding', openWeights: false } as const;
const perCharacter: Citation = { source: 'Vertex AI at 0.000025 USD per thousand characters, as tokens of four characters: LiteLLM price table, https://github.com/Wei-Shaw/model-price-repo', checked: '2026-07-24', confidence: 'low' };
const VECTOR_2: Quote = { input: 0.2, output: 0, image: 0.45, audioInput: 6.5 };
const VECTOR_OLD: Quote = { input: 0.1, output: 0 };

const COMPUTER: Quote = { input: 1.25, output: 10 };
const COMPUTER_LONG: QuoteStep = { above: 200_000, input: 2.5, output: 15 };
const ROBOTICS_16: Quote = { input: 1, output: 5, audioInput: 2 };
const ROBOTICS_15: Quote = { input: 0.3, output: 2.5, audioInput: 1, webPerThousand: GROUNDED };

export const mediaModels: readonly OverlayModel[] = [
  drawing('gemini-2.5-flash-image', 'Gemini 2.5 Flash Image', { quote: IMAGE_25, hasLateTiers: true, released: '2025-10-02', retired: '2026-10-02', successor: 'gemini-3.1-flash-image' }),
  drawing('gemini-2.5-flash-image-preview', 'Gemini 2.5 Flash Image preview', { quote: IMAGE_25, hasLateTiers: false, released: '2025-08-26', retired: '2026-01-15', successor: 'gemini-2.5-flash-image' }),
  drawing('gemini-3-pro-image', 'Gemini 3 Pro Image', { quote: IMAGE_3, hasLateTiers: true, released: '2026-05-28' }),
  drawing('gemini-3-pro-image-preview', 'Gemini 3 Pro Image preview', { quote: IMAGE_3, hasLateTiers: true, released: '2025-11-20', retired: '2026-06-25', successor: 'gemini-3-pro-image' }),
  drawing('gemini-3.1-flash-image', 'Gemini 3.1 Flash Image', { quote: IMAGE_31, hasLateTiers: false, released: '2026-05-28' }),
  drawing('gemini-3.1-flash-image-preview', 'Gemini 3.1 Flash Image preview', { quote: IMAGE_31, hasLateTiers: false, released: '2026-02-26', retired: '2026-06-25', successor: 'gemini-3.1-flash-image' }),
  { ...drawing('gemini-3.1-flash-lite-image', 'Gemini 3.1 Flash-Lite Image', { quote: IMAGE_31_LITE, hasLateTiers: false, released: '2026-06-30' }), prices: [row(IMAGE_31_LITE, vertex)], tiers: NO_LATE_TIERS },

  live('gemini-2.5-flash-native-audio-preview-12-2025', 'Gemini 2.5 Flash native audio', {
    quote: LIVE_25, citation: october25, released: '2025-09-18',
    names: ['gemini-2.5-flash-native-audio-preview-09-2025', 'gemini-2.5-flash-native-audio-latest', 'gemini-2.5-flash-native-audio-preview', 'gemini-live-2.5-flash', 'gemini-live-2.5-flash-native-audio'],
  }),
  live('gemini-live-2.5-flash-preview', 'Gemini 2.5 Flash Live preview', { quote: LIVE_25, citation: october25, released: '2025-06-17', retired: '2025-12-09' }),
  live('gemini-2.0-flash-live-001', 'Gemini 2.0 Flash Live', {
    quote: { input: 0.35, output: 1.5, audioInput: 2.1, audioOutput: 8.5, image: 2.1, webPerThousand: GROUNDED }, citation: october25, released: '2025-04-09', retired: '2025-12-09', names: ['gemini-2.0-flash-live'],
  }),
  live('gemini-3.1-flash-live-preview', 'Gemini 3.1 Flash Live preview', { quote: LIVE_3, citation: stillListed, released: '2026-03-26' }),
  live('gemini-3.8-live', 'Gemini 3.8 Live', { quote: LIVE_3, citation: page('2026-10-01'), released: '2026-09-15' }),

  speaking('gemini-2.5-flash-tts', 'Gemini 2.5 Flash TTS', { quote: { input: 0.5, output: 10 }, released: '2025-05-20' }),
  speaking('gemini-2.5-pro-tts', 'Gemini 2.5 Pro TTS', { quote: { input: 1, output: 20 }, released: '2025-05-20' }),
  speaking('gemini-3.1-flash-tts-preview', 'Gemini 3.1 Flash TTS preview', { quote: { input: 1, output: 20 }, released: '2026-04-15' }),

  {
    ...GEMINI_3, model: 'gemini-2.5-computer-use-preview-10-2025', title: 'Gemini 2.5 Computer Use preview', baseModel: 'google/gemini-2.5-computer-use', context: 131_072, isGenerallyAvailable: false, released: '2025-10-07', citation: changelog,
    prices: [row(COMPUTER, june, { steps: [COMPUTER_LONG] })], tiers: { batch: [], ...NO_LATE_TIERS },
  },
  {
    ...GEMINI_3, model: 'gemini-robotics-er-1.6-preview', title: 'Gemini Robotics-ER 1.6 preview', isGenerallyAvailable: false, released: '2026-04-14', citation: changelog,
    prices: [row(ROBOTICS_16, june)], tiers: { batch: [row(inTier(ROBOTICS_16, 0.5), june)], ...NO_LATE_TIERS },
  },
  {
    ...GEMINI_3, model: 'gemini-robotics-er-1.5-preview', title: 'Gemini Robotics-ER 1.5 preview', isGenerallyAvailable: false, released: '2025-09-25', retired: '2026-04-30', successor: 'gemini-robotics-er-1.6-preview', citation: deprecations,
    prices: [row(ROBOTICS_15, october25)], tiers: { batch: [], ...NO_LATE_TIERS },
  },

  {
    ...EMBEDDING, model: 'gemini-embedding-001', title: 'Gemini Embedding 001', isGenerallyAvailable: true, released: '2025-07-14', citation: changelog, context: 2048,
    prices: [row({ input: 0.15, output: 0 }, stillListed)], tiers: { batch: [row({ input: 0.075, output: 0 }, stillListed)], ...NO_LATE_TIERS },
  },
  {
    ...EMBEDDING, model: 'gemini-embedding-2', title: 'Gemini Embedding 2', isGenerallyAvailable: true, released: '2026-03-10', citation: changelog, context: 8192, aliases: [{ name: 'gemini-embedding-2-preview' }],
    prices: [row(VECTOR_2, stillListed)], tiers: { batch: [row(inTier(VECTOR_2, 0.5), stillListed)], ...NO_LATE_TIERS },
  },
  { ...EMBEDDING, model: 'text-embedding-005', title: 'Text Embedding 005 (Vertex AI)', baseModel: 'google/text-embedding-005', isGenerallyAvailable: true, context: 2048, citation: perCharacter, prices: [row(VECTOR_OLD, perCharacter)], tiers: NO_LATE_TIERS },
  {
    ...EMBEDDING, model: 'text-embedding-004', title: 'Text Embedding 004', baseModel: 'google/text-embedding-004', isGenerallyAvailable: false, retired: '2026-01-14', successor: 'gemini-embedding-001', context: 2048,
    citation: { ...perCharacter, source: `${perCharacter.source}; the Gemini API gave it away until 2026-01-14` }, prices: [row(VECTOR_OLD, perCharacter)], tiers: NO_LATE_TIERS,
  },
  {
    ...EMBEDDING, model: 'text-multilingual-embedding-002', title: 'Text Multilingual Embedding 002 (Vertex AI)', baseModel: 'google/text-multilingual-embedding-002', isGenerallyAvailable: true, context: 2048,
    citation: perCharacter, prices: [row(VECTOR_OLD, perCharacter)], tiers: NO_LATE_TIERS,
  },
];
