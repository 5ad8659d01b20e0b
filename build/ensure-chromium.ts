import { findChromium } from '../electron/web/chromium/find-chromium.ts';
import { runProgram, runTool } from './run-tool.ts';

/**
 * The Chromium that platform pages and end-to-end tests run in: the system's, else Playwright's own download,
 * else (as root on Debian) the distribution's package. Rejects with one sentence that says what to do.
 */
export const ensureChromium = async (): Promise<string> => {
  const found = await findChromium();
  if (found !== null) return found;
  console.error('No Chromium found; installing one (this can take some minutes)…');
  await runTool('playwright', ['install', 'chromium'], { quiet: true });
  const downloaded = await findChromium();
  if (downloaded !== null) return downloaded;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    await runProgram('apt-get', ['update'], { quiet: true });
    await runProgram(
      'apt-get',
      ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
      {
        quiet: true,
      },
    );
    const packaged = await findChromium();
    if (packaged !== null) return packaged;
  }
  throw new Error(
    'Chromium could not be installed: install Chromium, Chrome or Edge and run this again.',
  );
};
