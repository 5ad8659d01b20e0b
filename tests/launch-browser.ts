import { type Browser, type BrowserServer, chromium, type LaunchOptions } from 'playwright';
import { COSTLY_FEATURES } from '../electron/host/pages/page-switches.ts';
import { findChromium } from '../electron/web/chromium/find-chromium.ts';

/** What Playwright switches off itself: of two lists the browser takes only the last. */
const UNUSED_FEATURES = [
  ...COSTLY_FEATURES,
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
] as const;

const launchOptions = async (more: readonly string[]): Promise<LaunchOptions> => {
  const executablePath = await findChromium();
  return {
    ...(executablePath === null ? {} : { executablePath }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
      `--disable-features=${UNUSED_FEATURES.join(',')}`,
      ...more,
    ],
  };
};

/** The Chromium of a person: the agent's browser, or a merchant's. As root it needs its sandbox off. */
export const launchBrowser = async (more: readonly string[] = []): Promise<Browser> =>
  chromium.launch(await launchOptions(more));

/** The same for several processes, which connect to its `wsEndpoint`. */
export const launchBrowserServer = async (): Promise<BrowserServer> =>
  chromium.launchServer(await launchOptions([]));
