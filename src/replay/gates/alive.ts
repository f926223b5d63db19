import type { Gate } from './gate.js';

/** A model that dies inside the projected month cannot realise the saving. */
const HORIZON_MS = 30 * 24 * 3_600_000;

export const isoDay = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Released, and not retired before the end of the projected month. */
export const gate: Gate = {
  id: 'alive',
  test: ({ candidate: { model }, pricesAt }) => {
    if (model.releasedAt !== undefined && model.releasedAt > pricesAt) return `not released before ${isoDay(model.releasedAt)}`;
    if (model.retiredAt !== undefined && model.retiredAt <= pricesAt) return `retired on ${isoDay(model.retiredAt)}`;
    if (model.retiredAt !== undefined && model.retiredAt < pricesAt + HORIZON_MS) return `retires on ${isoDay(model.retiredAt)}, inside the projected month`;
    return undefined;
  },
};
