import type { TestProject } from 'vitest/node';
import { launchBrowserServer } from '../launch-browser.ts';
import { serveHarness } from './serve-harness.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the harness is served, and the browser that all files share. */
    readonly screens: { readonly url: string; readonly browser: string };
  }
}

/** Builds the harness and starts a browser, once for all test files of the screen. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const [served, browser] = await Promise.all([serveHarness(), launchBrowserServer()]);
  project.provide('screens', { url: served.url, browser: browser.wsEndpoint() });
  return async () => {
    await browser.close();
    served.close();
  };
};
