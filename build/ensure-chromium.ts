import { findChromium } from '../electron/web/chromium/find-chromium.ts';
import { runProgram, runTool } from './run-tool.ts';

const PACKAGES = ['chromium', 'fonts-noto-cjk'];

/** What to do where there is none; nothing is installed by a program that was only started. */
export const HOW_TO_GET_CHROMIUM =
  'No Chromium, Chrome or Edge found; the pages of the shops need one. Install it, or fetch one for this project with npx playwright install chromium, and start again.';

/**
 * The Chromium of the tests, which ask for one: the system's, else Playwright's own download, else (as root on Debian) the
 * distribution's package. Says what it installs. Rejects with one sentence that says what to do.
 */
export const ensureChromium = async (): Promise<string> => {
  const found = await findChromium();
  if (found !== null) return found;
  console.error('The tests need a Chromium and found none: downloading one for this project…');
  await runTool('playwright', ['install', 'chromium'], { quiet: true });
  const downloaded = await findChromium();
  if (downloaded !== null) return downloaded;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.error(`It could not be downloaded: installing ${PACKAGES.join(' and ')} as root…`);
    await runProgram('apt-get', ['update'], { quiet: true });
    const words = ['install', '-y', '--no-install-recommends', ...PACKAGES];
    await runProgram('apt-get', words, { quiet: true });
    const packaged = await findChromium();
    if (packaged !== null) return packaged;
  }
  throw new Error(
    'Chromium could not be installed: install Chromium, Chrome or Edge and run this again.',
  );
};
