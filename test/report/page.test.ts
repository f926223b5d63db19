import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type Page, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadPageAssets } from '../../src/commands/page-assets.js';
import type { Analysis } from '../../src/model/analysis.js';
import { type Thresholds, thresholdsSchema } from '../../src/model/policy.js';
import { evidenceClasses } from '../../src/model/store.js';
import { explore } from '../../src/report/explore.js';
import { exploredText } from '../../src/report/explored-text.js';
import { formats } from '../../src/report/index.js';
import { exploreBase, thresholdsOf } from '../../src/report/view.js';
import { tidy, writeState } from '../../src/report/page/state.js';
import { hostileAnalysis, sampleAnalysis, unknownAnalysis } from './sample-analysis.js';

const BROWSER = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
const missing = existsSync(BROWSER) ? '' : ` (skipped: no browser at ${BROWSER})`;
const ARGUMENTS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

describe.skipIf(missing !== '')(`the page in a browser${missing}`, { timeout: 60_000 }, () => {
  let browser: Browser;
  const folder = mkdtempSync(join(tmpdir(), 'shadowbill-page-'));
  const html = formats.find(({ id }) => id === 'html');

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: BROWSER, args: ARGUMENTS });
    for (const [name, analysis] of Object.entries({ sample: sampleAnalysis(), hostile: hostileAnalysis(), unknown: unknownAnalysis() })) {
      writeFileSync(join(folder, `${name}.html`), html?.render(analysis, loadPageAssets()) ?? '');
    }
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a page and keeps what it says and asks for. */
  async function open(name: string, options: { width?: number; dark?: boolean; script?: boolean; fragment?: string } = {}): Promise<{ page: Page; faults: string[]; requests: string[] }> {
    const context = await browser.newContext({ viewport: { width: options.width ?? 1280, height: 900 }, colorScheme: options.dark === true ? 'dark' : 'light', javaScriptEnabled: options.script ?? true });
    const page = await context.newPage();
    const [faults, requests]: [string[], string[]] = [[], []];
    page.on('console', (message) => { if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text()); });
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('dialog', (dialog) => { faults.push(`dialog: ${dialog.message()}`); void dialog.dismiss(); });
    page.on('request', (request) => { if (!/^(file|data|blob):/.test(request.url())) requests.push(request.url()); });
    await page.goto(`${pathToFileURL(join(folder, `${name}.html`)).href}${options.fragment ?? ''}`);
    return { page, faults, requests };
  }
  const shown = (page: Page, id: string): Promise<string | null> => page.locator(`#${id}`).textContent();

  test.each(['sample', 'hostile', 'unknown'])('%s asks for nothing, complains of nothing, and fits 390, 768 and 1920 px in both colours', async (name) => {
    for (const width of [390, 768, 1920]) {
      const { page, faults, requests } = await open(name, { width, dark: width === 768 });
      expect({ faults, requests }).toEqual({ faults: [], requests: [] });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });

  test('hostile text stays text', async () => {
    const { page, faults } = await open('hostile');
    expect(await page.locator('img, iframe, object, a[href^="javascript"]').count()).toBe(0);
    expect(await page.locator('#moves tbody th').first().textContent()).toContain('<img src=x onerror=alert(1)>');
    expect(faults).toEqual([]);
    await page.context().close();
  });

  const base = (analysis: Analysis) => exploreBase(analysis);

  test('the explorer gives what applyThresholds gives, at twenty settings', async () => {
    const analysis = sampleAnalysis();
    const { page, faults } = await open('sample');
    for (let index = 0; index < 20; index += 1) {
      const thresholds: Thresholds = tidy({
        threshold: 0.5 + ((index * 17) % 50) / 100, minEvidence: evidenceClasses[index % 3 === 0 ? 4 : 0] ?? 'none', denyProviders: ['google', 'openai', 'anthropic'].filter((_, bit) => (index & (1 << bit)) !== 0),
        sameProvider: index % 7 === 6, tasks: index % 4 === 0 ? { code: 0.6 } : {},
      });
      await page.evaluate((hash) => { location.hash = hash; }, writeState(thresholds));
      const explored = explore(base(analysis), thresholds);
      const text = exploredText(thresholds.threshold, explored);
      await page.waitForFunction((value) => document.getElementById('threshold-value')?.textContent === value, text.threshold);
      expect(await shown(page, 'result-low')).toBe(text.low);
      const pairs = (await shown(page, 'result-pairs')) ?? '';
      for (const figure of [text.month, text.interval, text.share, text.movedShare, text.degraded]) expect(pairs).toContain(figure);
      const moves = explored.applied.decisions.filter(({ option }) => option !== undefined).length;
      expect(await page.locator('#moves tbody tr').count()).toBe(moves);
    }
    expect(faults).toEqual([]);
    await page.context().close();
  });

  test('the slider, the boxes and the keyboard change the result, and the address keeps it', async () => {
    const analysis = sampleAnalysis();
    const { page } = await open('sample');
    await page.focus('#threshold');
    await page.keyboard.press('ArrowRight');
    await page.locator('label.check', { hasText: 'anthropic' }).locator('input').uncheck();
    const thresholds: Thresholds = { ...thresholdsOf(analysis), threshold: 0.81, denyProviders: ['anthropic'] };
    expect(await shown(page, 'result-low')).toBe(exploredText(0.81, explore(base(analysis), thresholds)).low);
    expect(new URL(page.url()).hash).toBe(writeState(thresholds));
    await page.reload();
    expect(await shown(page, 'threshold-value')).toBe('0.81');
    await page.click('#reset');
    expect(await shown(page, 'threshold-value')).toBe('0.80');
    await page.context().close();
  });

  test('downloads thresholds that fit the schema', async () => {
    const { page } = await open('sample', { fragment: '#threshold=0.95&evidence=judged&deny=google&task.code=0.99' });
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
    expect(download.suggestedFilename()).toBe('shadowbill-thresholds.json');
    const saved = thresholdsSchema.parse(JSON.parse(readFileSync(await download.path(), 'utf8')));
    expect(saved).toEqual({ threshold: 0.95, minEvidence: 'judged', tasks: { code: 0.99 }, denyProviders: ['google'] });
    await page.context().close();
  });

  test('stands without a script: tables are there, controls are not', async () => {
    const { page } = await open('sample', { script: false });
    expect(await page.locator('#explorer-form').isVisible()).toBe(false);
    expect(await page.locator('.explorer-table table').isVisible()).toBe(true);
    expect(await page.locator('#daily-table table').isVisible()).toBe(true);
    await page.context().close();
  });

  test('changes colours by button and keeps headings, landmarks and names in order', async () => {
    const { page } = await open('sample');
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const before = await ground();
    await page.click('#theme');
    await page.click('#theme');
    expect(await ground()).not.toBe(before);
    expect(await page.locator('h1').count()).toBe(1);
    expect(await page.locator('main, nav[aria-label], header, footer').count()).toBe(4);
    const nameless = await page.evaluate(() => [...document.querySelectorAll('input, select, button')].filter((element) => !(element.getAttribute('aria-label') ?? element.closest('label')?.textContent ?? (element as HTMLInputElement).labels?.[0]?.textContent ?? element.textContent)).length);
    expect(nameless).toBe(0);
    const ids = await page.evaluate(() => [...document.querySelectorAll('[id]')].map((element) => element.id));
    expect(new Set(ids).size).toBe(ids.length);
    await page.context().close();
  });

  test('recomputes in under 50 ms', async () => {
    const { page } = await open('sample');
    const ms = await page.evaluate(() => {
      const slider = document.getElementById('threshold') as HTMLInputElement;
      const start = performance.now();
      for (let step = 0; step < 10; step += 1) {
        slider.value = String(0.6 + step / 100);
        slider.dispatchEvent(new Event('input', { bubbles: true }));
      }
      return (performance.now() - start) / 10;
    });
    expect(ms).toBeLessThan(50);
    await page.context().close();
  });
});
