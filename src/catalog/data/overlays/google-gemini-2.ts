import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, Quote, QuoteRow, QuoteStep } from '../../records.js';
import { FLASH_STORAGE, GEMINI, GEMINI_3, GROUNDED, PRO_STORAGE, TIERS_FROM, allTimes, changelog, deprecations, experiment, inTier, page, row, uncached } from './google-shared.js';

const june25 = page('2025-06-30', 'copies of summer 2025');
const until = page('2025-10-02');
/** A quarter of the input price in the copy of 2025-10-02, a tenth in that of 2025-10-08. */
const between: Citation = { ...until, source: `${until.source}; the cached price changed between the copies of 2025-10-02 and 2025-10-08`, confidence: 'medium' };
const since = page('2025-10-08');
/** As in that copy, and still so. */
const now = page('2026-09-30', 'cached prices as in the copy of 2025-10-08');
const june = page('2026-06-02');
const GAP_FROM = '2025-10-03';
const GAP_END = '2025-10-08';

interface Cached {
  quote: Quote;
  /** Cached input until the gap, and cached audio where it differs. */
  before: number;
  audioBefore?: number;
  long?: QuoteStep;
  longBefore?: number;
}

/** The price of cached tokens before, in and after the days of which it is not known. */
function overTheGap({ quote, before, audioBefore, long, longBefore }: Cached): readonly QuoteRow[] {
  const steps = (step: QuoteStep | undefined): { steps?: readonly QuoteStep[] } => (step === undefined ? {} : { steps: [step] });
  const longUntil = long === undefined || longBefore === undefined ? undefined : { ...long, read: longBefore };
  return [
    row({ ...uncached(quote), read: before, ...(audioBefore === undefined ? {} : { audioRead: audioBefore }) }, until, steps(longUntil)),
    row(uncached(quote), between, { from: GAP_FROM, ...steps(long === undefined ? undefined : uncached(long)) }),
    row(quote, now, { from: GAP_END, ...steps(long) }),
  ];
}

/** Half from the start; what cached tokens cost in batch was first read in October 2025. */
const batchOf = (quote: Quote, long?: QuoteStep): readonly QuoteRow[] => {
  const steps = (step: QuoteStep | undefined): { steps?: readonly QuoteStep[] } => (step === undefined ? {} : { steps: [step] });
  const held = (one: Quote): { read?: number; audioRead?: number } => ({ ...(one.read === undefined ? {} : { read: one.read }), ...(one.audioRead === undefined ? {} : { audioRead: one.audioRead }) });
  return [
    row(inTier(quote, 0.5), until, steps(long === undefined ? undefined : inTier(long, 0.5))),
    row(inTier(quote, 0.5, held(quote)), since, { from: GAP_END, ...steps(long === undefined ? undefined : inTier(long, 0.5, held(long))) }),
  ];
};

const PRO: Quote = { input: 1.25, output: 10, read: 0.125, audioInput: 1.25, storageHour: PRO_STORAGE, webPerThousand: GROUNDED };
const PRO_LONG: QuoteStep = { ...PRO, above: 200_000, input: 2.5, output: 15, read: 0.25, audioInput: 2.5 };
const FLASH: Quote = { input: 0.3, output: 2.5, read: 0.03, audioInput: 1, audioRead: 0.1, storageHour: FLASH_STORAGE, webPerThousand: GROUNDED };
const LITE: Quote = { input: 0.1, output: 0.4, read: 0.01, audioInput: 0.3, audioRead: 0.03, storageHour: FLASH_STORAGE, webPerThousand: GROUNDED };

const proPrices = overTheGap({ quote: PRO, before: 0.31, long: PRO_LONG, longBefore: 0.625 });
const flashPrices = overTheGap({ quote: FLASH, before: 0.075, audioBefore: 0.25 });
const litePrices = overTheGap({ quote: LITE, before: 0.025, audioBefore: 0.125 });
const proBatch = batchOf(PRO, PRO_LONG);

/** Flex = half, cached tokens as in standard; priority 1.8 x. */
const lateTiers = (quote: Quote, storageHour: number, long?: QuoteStep): NonNullable<OverlayModel['tiers']> => ({
  batch: batchOf(quote, long),
  flex: batchOf(quote, long).slice(1).map((one) => ({ ...one, from: TIERS_FROM, citation: june })),
  priority: [row({ ...allTimes(quote, 1.8), storageHour }, june, { from: TIERS_FROM, ...(long === undefined ? {} : { steps: [{ ...allTimes(long, 1.8), storageHour }] }) })],
});
const NO_LATE_TIERS = { flex: [], priority: [] } as const;

/** The first previews of 2.5 Flash charged answers with and without thoughts differently. */
const FLASH_PREVIEW: Quote = { input: 0.15, output: 0.6, thinkingOutput: 3.5, read: 0.0375, audioInput: 1, storageHour: FLASH_STORAGE, webPerThousand: GROUNDED };
const { thinkingOutput: THOUGHTS, ...FLASH_PREVIEW_PLAIN } = { ...FLASH_PREVIEW, thinkingOutput: 3.5 };
const repriced: Citation = { ...changelog, source: `${changelog.source} (2.5 Flash at 0.30 / 2.50 since 2025-06-17; taken to hold for its May preview too)`, confidence: 'low' };
const LITE_PREVIEW: Quote = { ...LITE, read: 0.025, audioInput: 0.5, audioRead: 0.125 };

const FLASH_20: Quote = { input: 0.1, output: 0.4, read: 0.025, audioInput: 0.7, audioRead: 0.175, storageHour: FLASH_STORAGE, webPerThousand: GROUNDED };
/** Neither context caching nor grounding. */
const LITE_20: Quote = { input: 0.075, output: 0.3, audioInput: 0.075 };

export const gemini2Models: readonly OverlayModel[] = [
  {
    ...GEMINI_3, model: 'gemini-2.5-pro', isGenerallyAvailable: true, released: '2025-06-17', retired: '2026-12-01', successor: 'gemini-3.8-flash', onVertex: { retired: '2027-03-31' }, citation: deprecations,
    aliases: [{ name: 'gemini-pro-latest', to: '2026-01-21' }], prices: proPrices, tiers: lateTiers(PRO, 8.1, PRO_LONG),
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-pro-preview-06-05', title: 'Gemini 2.5 Pro previews', baseModel: 'google/gemini-2.5-pro', isGenerallyAvailable: false, released: '2025-04-04', retired: '2025-12-02', successor: 'gemini-2.5-pro',
    citation: deprecations, aliases: ['gemini-2.5-pro-preview-03-25', 'gemini-2.5-pro-preview-05-06', 'gemini-2.5-pro-preview'].map((name) => ({ name })),
    prices: proPrices, tiers: { batch: proBatch, ...NO_LATE_TIERS },
  },
  experiment('gemini-2.5-pro-exp-03-25', 'Gemini 2.5 Pro experimental', { ...GEMINI_3, baseModel: 'google/gemini-2.5-pro', released: '2025-03-25', retired: '2025-12-02', aliases: [{ name: 'gemini-2.5-pro-exp' }] }),
  {
    ...GEMINI_3, model: 'gemini-2.5-flash', isGenerallyAvailable: true, released: '2025-06-17', retired: '2026-12-01', successor: 'gemini-3.5-flash-lite', onVertex: { retired: '2027-03-31' }, citation: deprecations,
    prices: flashPrices, tiers: lateTiers(FLASH, 1.8),
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-flash-preview-09-2025', title: 'Gemini 2.5 Flash preview (September)', baseModel: 'google/gemini-2.5-flash', isGenerallyAvailable: false,
    released: '2025-09-25', retired: '2026-02-17', successor: 'gemini-2.5-flash', citation: deprecations, aliases: [{ name: 'gemini-flash-latest', from: '2025-09-25', to: '2026-01-21' }],
    prices: flashPrices, tiers: { batch: batchOf(FLASH), ...NO_LATE_TIERS },
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-flash-preview-05-20', title: 'Gemini 2.5 Flash preview (May)', baseModel: 'google/gemini-2.5-flash', isGenerallyAvailable: false, released: '2025-05-20', retired: '2025-11-18',
    successor: 'gemini-2.5-flash', citation: deprecations, aliases: [{ name: 'gemini-2.5-flash-preview', from: '2025-05-20' }],
    prices: [row(FLASH_PREVIEW, june25), row(uncached(FLASH), repriced, { from: '2025-06-17' })], tiers: NO_LATE_TIERS,
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-flash-preview-04-17', title: 'Gemini 2.5 Flash preview (April)', baseModel: 'google/gemini-2.5-flash', isGenerallyAvailable: false, released: '2025-04-17', retired: '2025-07-15',
    successor: 'gemini-2.5-flash', citation: deprecations, aliases: [{ name: 'gemini-2.5-flash-preview', to: '2025-05-20' }], prices: [row(FLASH_PREVIEW, june25)], tiers: { batch: [], ...NO_LATE_TIERS },
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-flash-preview:thinking', title: 'Gemini 2.5 Flash preview, thinking (name at gateways)', baseModel: 'google/gemini-2.5-flash', isGenerallyAvailable: false, released: '2025-04-17', retired: '2025-11-18',
    successor: 'gemini-2.5-flash', citation: deprecations, aliases: ['gemini-2.5-flash-preview-04-17:thinking', 'gemini-2.5-flash-preview-05-20:thinking'].map((name) => ({ name })),
    prices: [row({ ...FLASH_PREVIEW_PLAIN, output: THOUGHTS }, june25)], tiers: { batch: [], ...NO_LATE_TIERS },
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-flash-lite', isGenerallyAvailable: true, released: '2025-07-22', onVertex: { retired: '2027-01-28' }, citation: deprecations,
    aliases: [{ name: 'gemini-flash-lite-latest', to: '2025-09-25' }], prices: litePrices, tiers: lateTiers(LITE, 1.8),
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-flash-lite-preview-09-2025', title: 'Gemini 2.5 Flash-Lite preview (September)', baseModel: 'google/gemini-2.5-flash-lite', isGenerallyAvailable: false,
    released: '2025-09-25', retired: '2026-03-31', successor: 'gemini-2.5-flash-lite', citation: deprecations, aliases: [{ name: 'gemini-flash-lite-latest', from: '2025-09-25', to: '2026-03-31' }],
    prices: litePrices, tiers: { batch: batchOf(LITE), ...NO_LATE_TIERS },
  },
  {
    ...GEMINI_3, model: 'gemini-2.5-flash-lite-preview-06-17', title: 'Gemini 2.5 Flash-Lite preview (June)', baseModel: 'google/gemini-2.5-flash-lite', isGenerallyAvailable: false,
    released: '2025-06-17', retired: '2025-11-18', successor: 'gemini-2.5-flash-lite', citation: deprecations,
    prices: [row(LITE_PREVIEW, june25), row(uncached(LITE_PREVIEW), between, { from: GAP_FROM })], tiers: NO_LATE_TIERS,
  },
  {
    ...GEMINI, model: 'gemini-2.0-flash', maxOutput: 8192, isGenerallyAvailable: false, released: '2025-02-05', retired: '2026-06-01', successor: 'gemini-2.5-flash', citation: deprecations,
    prices: [row(FLASH_20, since)], tiers: { batch: [row(inTier(FLASH_20, 0.5, { read: 0.025 }), since)], ...NO_LATE_TIERS },
  },
  {
    ...GEMINI, model: 'gemini-2.0-flash-lite', maxOutput: 8192, isGenerallyAvailable: false, released: '2025-02-25', retired: '2026-06-01', successor: 'gemini-2.5-flash-lite', citation: deprecations,
    aliases: ['gemini-2.0-flash-lite-preview', 'gemini-2.0-flash-lite-preview-02-05'].map((name) => ({ name })), prices: [row(LITE_20, since)], tiers: { batch: [row(inTier(LITE_20, 0.5), since)], ...NO_LATE_TIERS },
  },
  experiment('gemini-2.0-flash-exp', 'Gemini 2.0 Flash experimental', { maxOutput: 8192, baseModel: 'google/gemini-2.0-flash', released: '2024-12-11', retired: '2025-12-09' }),
  experiment('gemini-2.0-flash-thinking', 'Gemini 2.0 Flash Thinking experimental', {
    baseModel: 'google/gemini-2.0-flash-thinking', released: '2024-12-19', retired: '2025-12-02', aliases: ['', '-1219', '-01-21'].map((end) => ({ name: `gemini-2.0-flash-thinking-exp${end}` })),
  }),
  experiment('gemini-2.0-pro-exp', 'Gemini 2.0 Pro experimental', { maxOutput: 8192, released: '2025-02-05', retired: '2025-12-02', aliases: [{ name: 'gemini-2.0-pro-exp-02-05' }] }),
  experiment('gemini-exp-1206', 'Gemini experimental 1206', { maxOutput: 8192, released: '2024-12-06', retired: '2025-12-02' }),
];
