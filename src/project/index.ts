export { addDays, isWeekend, localDateOf } from './days.js';
export { type ProjectionWindow, type WindowInput, windowOf } from './window.js';
export { type Move, type ParameterSpread, parameterSpread, projectMonth } from './month.js';
export { type BackTest, backTest } from './back-test.js';
export { type DayFlagsInput, dayFlags } from './flags.js';
