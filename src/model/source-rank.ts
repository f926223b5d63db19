/** Sources that hold what went over the wire; ids of `sources/` and the recorder. */
const wire: readonly string[] = ['recorder', 'http-exchange', 'har', 'vcr', 'sse', 'replies'];
/** Gateways and the providers' own logs: they saw the call, and retell it. */
const gateways: readonly string[] = [
  'litellm', 'helicone', 'portkey', 'kong', 'cloudflare-ai-gateway', 'openrouter-activity', 'openrouter-generation', 'databricks', 'snowflake', 'bedrock-log', 'azure-apim', 'azure-diagnostics', 'vertex-log', 'openai-batch',
];

/** How near to the wire a source is: 2 = the wire, 1 = a gateway, 0 = an export of what an application told a tool. Where two records of one call differ, the nearer one is believed. */
export const sourceRank = (source: string): 0 | 1 | 2 => (wire.includes(source) ? 2 : gateways.includes(source) ? 1 : 0);
