/**
 * Money in sums is a whole number of nano-dollars (1 USD = 1e9). Sums of integers do not depend on order.
 * Exact up to 2^53 nano-dollars, that is 9.0 million USD a sum.
 */
export const NANO_PER_USD = 1e9;

/** Example: 0.0018 USD is 1,800,000 nano-dollars. */
export const nanoFromUsd = (usd: number): number => Math.round(usd * NANO_PER_USD);

export const usdFromNano = (nano: number): number => nano / NANO_PER_USD;

/**
 * Nano-dollars, not rounded, for `tokens` at a rate in USD per million tokens: 1 USD per million tokens is 1,000 nano-dollars a token.
 * Example: 400 tokens at 0.5 USD per million = 400 * 0.5 * 1000 = 200,000 nano-dollars = 0.0002 USD.
 */
export const nanoForTokens = (tokens: number, rateUsdPerMtok: number): number => tokens * rateUsdPerMtok * 1000;
