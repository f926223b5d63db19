import { NANO_PER_USD } from '../model/money.js';

/** Dollars from which cents say nothing. */
const WHOLE_DOLLARS_FROM = 100;

/** Example: 1,234,600,000,000 nano-dollars -> '$1,235'; -4,500,000,000 -> '-$4.50'; 1,800,000 -> '$0.0018'. */
export function usdText(nano: number): string {
  const usd = Math.abs(nano) / NANO_PER_USD;
  const sign = nano < 0 ? '-' : '';
  if (usd > 0 && usd < 0.01) return `${sign}$${usd.toPrecision(2)}`;
  const digits = usd >= WHOLE_DOLLARS_FROM ? 0 : 2;
  return `${sign}$${usd.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })}`;
}
