import { describe, expect, test } from 'vitest';
import { redact } from '../../src/privacy/index.js';

/** Put together at run time, so that no scanner takes these for real keys. */
const key = (prefix: string, letters: number): string => prefix + 'Ab3dEf9hIj'.repeat(12).slice(0, letters);

describe('redaction', () => {
  test.each([
    ['OpenAI project key', key('sk-' + 'proj-', 48), 'api-key'],
    ['Anthropic key', key('sk-' + 'ant-api03-', 80), 'api-key'],
    ['OpenRouter key', key('sk-' + 'or-v1-', 60), 'api-key'],
    ['Google key', key('AI' + 'za', 35), 'api-key'],
    ['Groq key', key('gsk' + '_', 52), 'api-key'],
    ['Hugging Face token', key('hf' + '_', 34), 'api-key'],
    ['GitHub token', key('ghp' + '_', 36), 'api-key'],
    ['AWS access key id', 'AKIA' + 'IOSFODNN7EXAMPLE', 'api-key'],
    ['JSON web token', `${key('ey' + 'J', 20)}.${key('ey' + 'J', 30)}.${key('', 40)}`, 'jwt'],
    ['bearer token', `Bearer ${key('', 30)}`, 'bearer-token'],
    ['e-mail address', 'anna.lind+shop@post.example.org', 'email'],
    ['card number', '4111 1111 1111 1111', 'credit-card'],
    ['IBAN', 'DE89 3704 0044 0532 0130 00', 'iban'],
    ['US social security number', '219-09-9999', 'us-social-security'],
    ['IPv4 address', '93.184.216.34', 'ip-address'],
    ['IPv6 address', '2001:db8:85a3:0:0:8a2e:370:7334', 'ip-address'],
    ['international phone number', '+49 170 1234567', 'phone'],
    ['US phone number', '(415) 555-0132', 'phone'],
    ['password that is assigned', 'password = "hunter2-hunter2"', 'assigned-secret'],
    ['credentials in an address', 'postgres://app:s3cret@', 'url-credentials'],
  ])('masks a %s and counts it', (_name, secret, rule) => {
    const { text, counts } = redact(`before ${secret} after`);
    expect(text).not.toContain(secret);
    expect(text.startsWith('before ')).toBe(true);
    expect(text.endsWith(' after')).toBe(true);
    expect(counts[rule]).toBe(1);
  });

  test('masks a private key over many lines', () => {
    const block = ['-----BEGIN RSA PRIVATE' + ' KEY-----', 'MIIEowIBAAKCAQEA', 'abcd', '-----END RSA PRIVATE' + ' KEY-----'].join('\n');
    expect(redact(`a\n${block}\nb`).text).toBe('a\n[private-key]\nb');
  });

  test.each([
    ['a number that fails the check digit', '4111 1111 1111 1112'],
    ['an order number', 'order 1234567890123456'],
    ['a version', 'version 1.2.3.4'],
    ['loopback', 'listen on 127.0.0.1'],
    ['a date and time', '2026-11-12T09:14:03Z and 2026-11-12 09:14:03'],
    ['a price', '1,299,000.00 EUR'],
    ['code', 'const token = await readToken(); // key: value'],
    ['a decorator', '@app.route("/x") def handler(): pass'],
    ['a clock', '10:20:30:40'],
    ['a word that begins like a key', 'the task-list-of-things-that-we-plan-to-do'],
  ])('leaves %s alone', (_name, text) => {
    expect(redact(text)).toEqual({ text, counts: {} });
  });

  test('redacting twice changes nothing more', () => {
    const once = redact(`mail anna@example.org, card 4111111111111111, key ${key('sk-' + 'proj-', 48)}`).text;
    expect(redact(once)).toEqual({ text: once, counts: {} });
  });

  test('counts every passage', () => {
    expect(redact('a@example.org, b@example.org').counts).toEqual({ email: 2 });
  });

  test.each([
    ['digits', '1'.repeat(200_000)],
    ['digits with spaces', '1 '.repeat(100_000)],
    ['at signs', 'a@'.repeat(100_000)],
    ['dots and letters', 'a.'.repeat(100_000) + '@'],
    ['colons', 'a:'.repeat(100_000)],
    ['colons and slashes', 'a://'.repeat(50_000)],
    ['key openings', 'sk-'.repeat(60_000)],
    ['private key openings', '-----BEGIN PRIVATE KEY-----'.repeat(3000)],
    ['password openings', 'password='.repeat(20_000)],
    ['letters', 'a'.repeat(200_000) + '@'],
  ])('takes bounded time on 200,000 characters of %s', (_name, text) => {
    const before = performance.now();
    redact(text);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});
