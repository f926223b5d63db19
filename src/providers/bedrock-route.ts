// Paths and hosts of Bedrock's runtime: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html,
// https://docs.aws.amazon.com/general/latest/gr/bedrock.html, ids of models https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-use.html (read 2026-11-22)
import type { Billing } from '../model/call.js';
import type { Route } from './hosts.js';

export interface BedrockRoute {
  /** Model id, inference profile, or ARN, as the caller named it. */
  model: string;
  operation: 'converse' | 'invoke';
  isStream: boolean;
  region?: string | undefined;
}

const bedrockPath = /\/model\/(.+)\/(?:(converse)(-stream)?|(invoke)(-with-response-stream)?)\/?$/;

/** Example: /model/us.amazon.nova-lite-v1:0/converse-stream -> { model: 'us.amazon.nova-lite-v1:0', operation: 'converse', isStream: true } */
export function bedrockRouteOf(route: Route): BedrockRoute | undefined {
  const match = bedrockPath.exec(route.path);
  if (match === null) return undefined;
  const model = decoded(match[1] ?? '');
  return {
    model,
    operation: match[2] === undefined ? 'invoke' : 'converse',
    isStream: match[3] !== undefined || match[5] !== undefined,
    region: awsRegionOf(route) ?? /^arn:aws[a-z-]*:bedrock:([a-z0-9-]+):/.exec(model)?.[1],
  };
}

const operationPaths: Readonly<Record<string, string>> = { Converse: 'converse', ConverseStream: 'converse-stream', InvokeModel: 'invoke', InvokeModelWithResponseStream: 'invoke-with-response-stream' };

/**
 * The URL that a logged call went to, for logs that name the operation instead; absent for any other operation.
 * Example: { operation: 'Converse', model: 'amazon.nova-lite-v1:0', region: 'us-east-1' } -> 'https://bedrock-runtime.us-east-1.amazonaws.com/model/amazon.nova-lite-v1%3A0/converse'
 */
export function bedrockUrlOf({ operation, model, region }: { operation: string; model: string; region?: string | undefined }): string | undefined {
  if (!Object.hasOwn(operationPaths, operation)) return undefined;
  const host = region === undefined ? '' : `https://bedrock-runtime.${region}.amazonaws.com`;
  return `${host}/model/${encodeURIComponent(wellFormed(model))}/${operationPaths[operation]}`;
}

/** Half of a surrogate pair is no letter, and no URL can hold it. */
const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, '\uFFFD');

/** Clients that sign a path encode it twice. */
function decoded(model: string): string {
  try {
    return /%[0-9a-f]{2}/i.test(model) ? decodeURIComponent(model) : model;
  } catch {
    return model;
  }
}

/** Example: bedrock-runtime.us-east-1.amazonaws.com, bedrock-runtime-fips.us-east-1.amazonaws.com, bedrock-mantle.us-east-1.api.aws -> us-east-1 */
export const awsRegionOf = ({ host }: Route): string | undefined => /(?:^|\.)bedrock-(?:runtime|mantle)(?:-fips)?\.([a-z]{2}(?:-[a-z]+)+-\d+)\./.exec(host)?.[1];

/** Capacity that is bought ahead: a provisioned model, or a reply served from reserved capacity (what overflows is served, and billed, by the standard tier). */
export const billingOf = (facts: { model: string; servedTier: unknown }): Billing | undefined =>
  (/:provisioned-model\//.test(facts.model) || facts.servedTier === 'reserved' ? 'committed' : undefined);
