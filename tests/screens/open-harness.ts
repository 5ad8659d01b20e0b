import type { Browser } from 'playwright';
import { launchBrowser } from '../launch-browser.ts';
import { serveHarness } from './serve-harness.ts';

/** The harness with a browser of its own, for the programs of this folder. */
export const openHarness = async (): Promise<{
  readonly url: string;
  readonly browser: Browser;
  close(): Promise<void>;
}> => {
  const served = await serveHarness();
  const browser = await launchBrowser();
  return {
    url: served.url,
    browser,
    close: async () => {
      await browser.close();
      served.close();
    },
  };
};
