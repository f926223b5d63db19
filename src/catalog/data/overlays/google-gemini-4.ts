import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, Quote, QuoteRow } from '../../records.js';
import { FLASH_STORAGE, GEMINI_3, SEARCHES, allTimes, changelog, deprecations, inTier, page, row } from './google-shared.js';

const argonPage: Citation = {
  source: 'https://ai.google.dev/gemini-api/docs/generate-content/latest-model, https://github.com/BerriAI/litellm/discussions/46238 and https://github.com/iyulab/TokenMeter/releases/tag/v0.13.1 (half price until 2026-11-30)',
  checked: '2026-10-13', confidence: 'high',
};
const carbonPage: Citation = {
  source: 'https://github.com/BerriAI/litellm/discussions/50970 and https://docs.laozhang.ai/en/announcements/gemini-4-carbon-2026-11 (half price until 2026-11-30)', checked: '2026-11-11', confidence: 'medium',
};
const hydrogenPage: Citation = {
  source: 'https://github.com/BerriAI/litellm/discussions/51436 and https://docs.laozhang.ai/announcements/gemini-4-hydrogen-2026-11.md', checked: '2026-11-14', confidence: 'medium',
};
const neonPage: Citation = { source: 'https://apidog.com/blog/gemini-4-neon-api (cached price not read)', checked: '2026-11-19', confidence: 'medium' };

type Tiers = NonNullable<OverlayModel['tiers']>;

/** Implicit caching only: nothing is stored, so there is no storage price. One price for all sizes and for text, images, video and audio. */
const ARGON: Quote = { input: 2, output: 10, read: 0.1, audioInput: 2, webPerThousand: SEARCHES };
const HYDROGEN: Quote = { input: 1.5, output: 7.5, read: 0.075, audioInput: 1.5, webPerThousand: SEARCHES };
const NEON: Quote = { input: 3, output: 15, audioInput: 3, webPerThousand: SEARCHES };

const LATER = '2026-12-01';
/** The price of its first weeks, then twice that. */
const doubling = (quote: Quote, citation: Citation): readonly QuoteRow[] => [row(quote, citation), row(allTimes(quote, 2), citation, { from: LATER })];
const halfBatch = (rows: readonly QuoteRow[]): Tiers =>
  ({ batch: rows.map((one) => ({ ...one, quote: inTier(one.quote, 0.5) })), flex: [], priority: [] });

function gemini4(name: string, released: string, { prices, citation }: { prices: readonly QuoteRow[]; citation: Citation }): OverlayModel {
  const title = `Gemini 4 ${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`;
  return { ...GEMINI_3, model: `gemini-4-${name}`, title, baseModel: `google/gemini-4-${name}`, isGenerallyAvailable: true, released, citation, prices };
}

const argonPrices = doubling(ARGON, argonPage);
const carbonPrices = doubling(ARGON, carbonPage);

/** Gemini 3.6 to 3.8 Flash: one input price for text, images, video and audio; batch and flex half, priority 1.8 x, cached tokens likewise. */
const FLASH: Quote = { input: 0.75, output: 3.75, read: 0.075, audioInput: 0.75, storageHour: 0.5, webPerThousand: SEARCHES };
const FLASH_LIST: Quote = { ...allTimes(FLASH, 2), storageHour: FLASH_STORAGE };
const PROMOTION_END = '2027-01-01';
const october = page('2026-10-01', 'tiers by https://github.com/api-evangelist/deepmind of 2026-10-07');
const promotion: readonly QuoteRow[] = [row(FLASH, october), row(FLASH_LIST, october, { from: PROMOTION_END })];

const tiersOf = (rows: readonly QuoteRow[]): Tiers => {
  const by = (factor: number): readonly QuoteRow[] => rows.map((one) => ({ ...one, quote: allTimes(one.quote, factor) }));
  return { batch: by(0.5), flex: by(0.5), priority: by(1.8) };
};

/** Sold at the list price until the promotion began with the release of 3.7. */
const prices36: readonly QuoteRow[] = [
  row(FLASH_LIST, page('2026-08-08')),
  row(FLASH, { ...october, source: `${october.source}; the promotion is taken to begin with Gemini 3.7 Flash on 2026-08-13`, confidence: 'medium' }, { from: '2026-08-13' }),
  row(FLASH_LIST, october, { from: PROMOTION_END }),
];

export const gemini4Models: readonly OverlayModel[] = [
  { ...gemini4('argon', '2026-10-13', { prices: argonPrices, citation: argonPage }), tiers: halfBatch(argonPrices) },
  { ...gemini4('carbon', '2026-11-10', { prices: carbonPrices, citation: carbonPage }), tiers: halfBatch(carbonPrices) },
  { ...gemini4('hydrogen', '2026-11-12', { prices: [row(HYDROGEN, hydrogenPage)], citation: hydrogenPage }), tiers: { flex: [], priority: [] } },
  { ...gemini4('neon', '2026-11-18', { prices: [row(NEON, neonPage)], citation: neonPage }), tiers: { flex: [], priority: [] } },
  {
    ...GEMINI_3, model: 'gemini-3.8-flash', title: 'Gemini 3.8 Flash', baseModel: 'google/gemini-3.8-flash', isGenerallyAvailable: true, released: '2026-09-02', citation: changelog,
    prices: promotion, tiers: tiersOf(promotion),
    aliases: [{ name: 'gemini-3.7-flash', from: '2026-10-08' }, { name: 'gemini-2.5-pro', from: '2026-12-01' }, { name: 'gemini-flash-latest', from: '2026-09-02' }],
  },
  {
    ...GEMINI_3, model: 'gemini-3.7-flash', title: 'Gemini 3.7 Flash', baseModel: 'google/gemini-3.7-flash', isGenerallyAvailable: false, released: '2026-08-13', retired: '2026-10-08', successor: 'gemini-3.8-flash',
    citation: { ...changelog, source: `${changelog.source}; routed to gemini-3.8-flash since 2026-10-08` }, prices: promotion, tiers: tiersOf(promotion),
    aliases: [{ name: 'gemini-flash-latest', from: '2026-08-13', to: '2026-09-02' }],
  },
  {
    ...GEMINI_3, model: 'gemini-3.6-flash', title: 'Gemini 3.6 Flash', baseModel: 'google/gemini-3.6-flash', isGenerallyAvailable: true, released: '2026-07-21', citation: deprecations,
    prices: prices36, tiers: tiersOf(prices36),
    aliases: [{ name: 'gemini-3.5-flash', from: '2026-10-08' }, { name: 'gemini-flash-latest', from: '2026-07-21', to: '2026-08-13' }],
  },
];
