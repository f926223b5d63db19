export { withAdvice } from './advice.js';
export { httpStatusOfBedrockError } from './bedrock-error.js';
export { bedrockUrlOf } from './bedrock-route.js';
export type { BodyFacts } from './bodies.js';
export { readBodies, readStreamText } from './bodies.js';
export type { ExchangeContext } from './captured.js';
export { readExchange } from './exchange.js';
/** A new wire format is a line in families.ts. */
export { families } from './families.js';
export { readMessages } from './loose-content.js';
export { readReply } from './loose-reply.js';
export { readToolDefinitions } from './loose-tools.js';
export { isWholeReply } from './shape.js';
