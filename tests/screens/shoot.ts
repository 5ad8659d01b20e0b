import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openHarness } from './open-harness.ts';
import { SCENES } from './scenes/scenes.ts';

/** Pictures of the screen in both themes and sizes: `node tests/screens/shoot.ts [folder] [name …]`. */
const folder = process.argv[2] ?? '/tmp/screens';
const wanted = new Set(process.argv.slice(3));

const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const THEMES = ['light', 'dark'] as const;

const harness = await openHarness();
mkdirSync(folder, { recursive: true });
try {
  for (const size of SIZES) {
    for (const theme of THEMES) {
      const context = await harness.browser.newContext({ viewport: size, reducedMotion: 'reduce' });
      for (const [name, play] of Object.entries(SCENES)) {
        if (wanted.size > 0 && !wanted.has(name)) continue;
        const page = await context.newPage();
        page.on('pageerror', (error) => {
          console.error(name, error.message);
        });
        page.on('console', (message) => {
          if (message.type() === 'error') console.error(name, message.text());
        });
        await page.goto(`${harness.url}?theme=${theme}`);
        await page.getByRole('status', { name: '连接状态' }).waitFor();
        await play(page);
        await page.evaluate(() => document.fonts.ready);
        await page.screenshot({ path: join(folder, `${name}-${theme}-${String(size.width)}.png`) });
        await page.close();
      }
      await context.close();
    }
  }
} finally {
  await harness.close();
}
