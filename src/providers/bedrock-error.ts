// Errors of Bedrock's runtime: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html#API_runtime_Converse_Errors, …/API_runtime_InvokeModel.html,
// in streams …/API_runtime_ConverseStreamOutput.html, of every AWS service …/CommonErrors.html (read 2026-11-22)
import type { Status } from '../model/call.js';
import type { BedrockReply } from './bedrock-events.js';
import type { WireError, WireInput } from './family.js';
import { type JsonObject, isObject, numberOf, textOf } from './json.js';
import { errorOf } from './openai-error.js';
import { statusOfHttp } from './status.js';

/** Name without `Exception`, lower case -> HTTP status and what it means. ModelNotReady comes with 429 and a quota with 400: the name says more than the number. */
const errorsByName: Readonly<Record<string, readonly [http: number, status: Status]>> = {
  throttling: [429, 'rate_limited'], toomanyrequests: [429, 'rate_limited'], servicequotaexceeded: [400, 'rate_limited'],
  modelnotready: [429, 'overloaded'], serviceunavailable: [503, 'overloaded'], modeltimeout: [408, 'timeout'],
  modelerror: [424, 'server_error'], modelstreamerror: [424, 'server_error'], internalserver: [500, 'server_error'], internalfailure: [500, 'server_error'],
  validation: [400, 'client_error'], validationerror: [400, 'client_error'], conflict: [400, 'client_error'], resourcenotfound: [404, 'client_error'], accessdenied: [403, 'client_error'],
  unrecognizedclient: [403, 'client_error'], expiredtoken: [403, 'client_error'], invalidsignature: [403, 'client_error'], missingauthenticationtoken: [403, 'client_error'],
  incompletesignature: [400, 'client_error'], notauthorized: [400, 'client_error'], requestexpired: [400, 'client_error'], optinrequired: [403, 'client_error'],
};

const entryOf = (name: string): readonly [number, Status] | undefined => {
  const key = name.replace(/(?:Exception|Error)$/, '').toLowerCase();
  return Object.hasOwn(errorsByName, key) ? errorsByName[key] : undefined;
};

/** HTTP status that goes with an error's name, for logs that hold the name alone. Example: 'ThrottlingException' -> 429 */
export const httpStatusOfBedrockError = (name: string): number | undefined => entryOf(name)?.[0];

const errorFields: readonly string[] = ['message', 'Message', '__type', 'code', 'type', 'originalStatusCode', 'originalMessage', 'resourceName', 'reason'];

/** An error is a body of a message and its trimmings, or any reply whose headers name one; a model's own answer may be called `message` too. */
export function bedrockErrorOf({ reply, replyHeaders }: WireInput, { objects, exception }: BedrockReply): WireError | undefined {
  if (exception !== undefined) return named(exception.name, exception.body);
  const header = textOf(replyHeaders['x-amzn-errortype'])?.replace(/:.*$/s, '').replace(/^.*#/s, '');
  const given = reply.kind === 'json' ? objects[0] : undefined;
  const body = isObject(given?.['Output']) && given['Output']['__type'] !== undefined ? given['Output'] : given;
  if (header !== undefined) return named(header, body ?? {});
  if (body === undefined) return undefined;
  const keys = Object.keys(body);
  const isError = (textOf(body['message'] ?? body['Message']) !== undefined || textOf(body['__type']) !== undefined) && keys.every((key) => errorFields.includes(key));
  return isError ? named(textOf(body['__type'])?.replace(/^.*#/s, ''), body) : errorOf(body);
}

/** Where a model failed behind Bedrock, the model's own status says why. */
function named(name: string | undefined, body: JsonObject): WireError {
  const original = name !== undefined && /^Model(Stream)?Error/i.test(name) ? numberOf(body['originalStatusCode']) : undefined;
  const verdict = (original === undefined ? undefined : statusOfHttp(original)) ?? (name === undefined ? undefined : entryOf(name)?.[1]);
  return { type: name === '' ? undefined : name, words: '', verdict };
}
