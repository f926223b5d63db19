import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

/** Pictures of `reports/demo.html` for the README, taken in the Chromium of this machine (CHROMIUM, else the usual places). Run by `npm run sample-report`. */

const browserPath = [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && existsSync(path));
if (browserPath === undefined) throw new Error('No Chromium was found. Install one, or name it in CHROMIUM.');

const reports = new URL('../../reports/', import.meta.url);
const shots = [
  { name: 'demo-1440.png', width: 1440, height: 900, colorScheme: 'light' },
  { name: 'demo-1440-dark.png', width: 1440, height: 900, colorScheme: 'dark' },
  { name: 'demo-390.png', width: 390, height: 844, colorScheme: 'light' },
] as const;

const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
try {
  for (const { name, width, height, colorScheme } of shots) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
    await page.goto(new URL('demo.html', reports).href);
    await page.evaluate(async () => { await document.fonts.ready; });
    await page.screenshot({ path: fileURLToPath(new URL(name, reports)) });
    await page.close();
  }
} finally {
  await browser.close();
}
