import type { Citation } from '../../../model/catalog.js';
import type { OverlayModel, Quote, QuoteStep } from '../../records.js';
import { FLASH_STORAGE, GEMINI_3, PRO_STORAGE, SEARCHES, TIERS_FROM, allTimes, changelog, deprecations, inTier, page, row, stillListed } from './google-shared.js';

const june = page('2026-06-02');
const october = page('2026-10-01');
const unbilled: Citation = { ...stillListed, source: `${stillListed.source}; searches of Gemini 3 are billed from 2026-01-05` };
const BILLED_FROM = '2026-01-05';

const PRO: Quote = { input: 2, output: 12, read: 0.2, audioInput: 2, storageHour: PRO_STORAGE, webPerThousand: SEARCHES };
const PRO_LONG: QuoteStep = { ...PRO, above: 200_000, input: 4, output: 18, read: 0.4, audioInput: 4 };
/** Half, but cached tokens as in standard. */
const PRO_HALF: Quote = inTier(PRO, 0.5, { read: 0.2 });
const PRO_HALF_LONG: QuoteStep = inTier(PRO_LONG, 0.5, { read: 0.4 });
const PRO_PRIORITY: Quote = { ...allTimes(PRO, 1.8), storageHour: 8.1 };
const PRO_PRIORITY_LONG: QuoteStep = { ...allTimes(PRO_LONG, 1.8), storageHour: 8.1 };
const half = row(PRO_HALF, june, { steps: [PRO_HALF_LONG] });
const proTiers = {
  batch: [half], flex: [{ ...half, from: TIERS_FROM }], priority: [row(PRO_PRIORITY, june, { from: TIERS_FROM, steps: [PRO_PRIORITY_LONG] })],
} as const;

const FLASH_3: Quote = { input: 0.5, output: 3, read: 0.05, audioInput: 1, audioRead: 0.1, storageHour: FLASH_STORAGE, webPerThousand: SEARCHES };
const FLASH_3_HALF: Quote = inTier(FLASH_3, 0.5, { read: 0.05 });
const LITE_31: Quote = { input: 0.25, output: 1.5, read: 0.025, audioInput: 0.5, audioRead: 0.05, storageHour: FLASH_STORAGE, webPerThousand: SEARCHES };
const LITE_31_HALF: Quote = { ...allTimes(LITE_31, 0.5), storageHour: 0.5 };
const liteTiers = {
  batch: [row(LITE_31_HALF, june)], flex: [row(LITE_31_HALF, june, { from: TIERS_FROM })], priority: [row({ ...allTimes(LITE_31, 1.8), storageHour: 1.8 }, june, { from: TIERS_FROM })],
} as const;

/** One price for text, images, video and audio. */
const FLASH_35: Quote = { input: 1.5, output: 9, read: 0.15, audioInput: 1.5, storageHour: FLASH_STORAGE, webPerThousand: SEARCHES };
const LITE_35: Quote = { input: 0.3, output: 2.5, read: 0.03, audioInput: 0.3, storageHour: FLASH_STORAGE, webPerThousand: SEARCHES };
const lite35Page: Citation = { source: 'https://docs.cloud.google.com/gemini-enterprise-agent-platform/models/gemini/3-5-flash-lite (stored copy)', checked: '2026-11-22', confidence: 'high' };

export const gemini3Models: readonly OverlayModel[] = [
  {
    ...GEMINI_3, model: 'gemini-3.5-flash-lite', title: 'Gemini 3.5 Flash-Lite', isGenerallyAvailable: true, released: '2026-07-21', citation: lite35Page,
    aliases: [{ name: 'gemini-2.5-flash', from: '2026-12-01' }],
    prices: [row(LITE_35, october)],
    tiers: {
      batch: [row(inTier(LITE_35, 0.5), { ...october, source: `${october.source}; cached price in batch not read` })],
      flex: [row(inTier(LITE_35, 0.5, { read: 0.02 }), october)], priority: [row(inTier(LITE_35, 1.8, { read: 0.05 }), october)],
    },
  },
  {
    ...GEMINI_3, model: 'gemini-3.5-flash', title: 'Gemini 3.5 Flash', isGenerallyAvailable: false, released: '2026-05-19', retired: '2026-10-08', successor: 'gemini-3.6-flash', onVertex: {},
    citation: { source: 'https://ai.google.dev/gemini-api/docs/whats-new-gemini-3.5 (deprecated on 2026-10-08, requests are routed to 3.6 Flash; taken to be billed as such, as for Gemini 2.5)', checked: '2026-11-22', confidence: 'medium' },
    aliases: [{ name: 'gemini-flash-latest', from: '2026-05-19', to: '2026-07-21' }],
    prices: [row(FLASH_35, stillListed)],
    tiers: { batch: [row(allTimes(FLASH_35, 0.5), june)], flex: [row(inTier(FLASH_35, 0.5, { read: 0.08 }), june)], priority: [row(allTimes(FLASH_35, 1.8), june)] },
  },
  {
    ...GEMINI_3, model: 'gemini-3.1-flash-lite', title: 'Gemini 3.1 Flash-Lite', isGenerallyAvailable: true, released: '2026-05-07', citation: deprecations,
    aliases: [{ name: 'gemini-flash-lite-latest', from: '2026-03-31' }], prices: [row(LITE_31, stillListed)], tiers: liteTiers,
  },
  {
    ...GEMINI_3, model: 'gemini-3.1-flash-lite-preview', title: 'Gemini 3.1 Flash-Lite preview', baseModel: 'google/gemini-3.1-flash-lite', isGenerallyAvailable: false,
    released: '2026-03-03', retired: '2026-05-25', successor: 'gemini-3.1-flash-lite', citation: deprecations, prices: [row(LITE_31, stillListed)], tiers: liteTiers,
  },
  {
    ...GEMINI_3, model: 'gemini-3.1-pro-preview', title: 'Gemini 3.1 Pro preview', isGenerallyAvailable: false, released: '2026-02-19', citation: deprecations,
    aliases: [{ name: 'gemini-3-pro-preview', from: '2026-03-09' }, { name: 'gemini-3-pro-preview-11-2025', from: '2026-03-09' }, { name: 'gemini-pro-latest', from: '2026-03-09' }, { name: 'gemini-3.1-pro' }],
    prices: [row(PRO, stillListed, { steps: [PRO_LONG] })], tiers: proTiers,
  },
  {
    ...GEMINI_3, model: 'gemini-3.1-pro-preview-customtools', title: 'Gemini 3.1 Pro preview, custom tools', baseModel: 'google/gemini-3.1-pro', isGenerallyAvailable: false, released: '2026-02-19', citation: changelog,
    prices: [row(PRO, stillListed, { steps: [PRO_LONG] })], tiers: proTiers,
  },
  {
    ...GEMINI_3, model: 'gemini-3-pro-preview', title: 'Gemini 3 Pro preview', isGenerallyAvailable: false, released: '2025-11-18', retired: '2026-03-09', successor: 'gemini-3.1-pro-preview', citation: deprecations,
    aliases: [{ name: 'gemini-pro-latest', from: '2026-01-21', to: '2026-03-09' }, { name: 'gemini-3-pro-preview-11-2025', to: '2026-03-09' }],
    prices: [row({ ...PRO, webPerThousand: 0 }, unbilled, { steps: [{ ...PRO_LONG, webPerThousand: 0 }] }), row(PRO, unbilled, { from: BILLED_FROM, steps: [PRO_LONG] })],
    tiers: {
      batch: [row({ ...PRO_HALF, webPerThousand: 0 }, unbilled, { steps: [{ ...PRO_HALF_LONG, webPerThousand: 0 }] }), row(PRO_HALF, unbilled, { from: BILLED_FROM, steps: [PRO_HALF_LONG] })],
      flex: [], priority: [],
    },
  },
  {
    ...GEMINI_3, model: 'gemini-3-flash-preview', title: 'Gemini 3 Flash preview', isGenerallyAvailable: false, released: '2025-12-17', citation: deprecations,
    aliases: [{ name: 'gemini-flash-latest', from: '2026-01-21', to: '2026-05-19' }, { name: 'gemini-3-flash' }],
    prices: [row({ ...FLASH_3, webPerThousand: 0 }, unbilled), row(FLASH_3, unbilled, { from: BILLED_FROM })],
    tiers: {
      batch: [row({ ...FLASH_3_HALF, webPerThousand: 0 }, unbilled), row(FLASH_3_HALF, unbilled, { from: BILLED_FROM })],
      flex: [row(FLASH_3_HALF, june, { from: TIERS_FROM })], priority: [row({ ...allTimes(FLASH_3, 1.8), storageHour: 1.8 }, june, { from: TIERS_FROM })],
    },
  },
];

