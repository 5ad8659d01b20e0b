import { type Browser, chromium } from 'playwright';
import { findChromium } from '../electron/web/chromium/find-chromium.ts';

/**
 * What no test needs. The `WebUI` ones give every window an address bar of web pages, a spare renderer is started for each
 * context: in Chromium 156 a page cost three times the processor time with them. The rest is what Playwright switches off
 * itself and a second list would switch on again.
 */
const UNUSED_FEATURES = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
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

/** The Chromium of a person: the agent's browser, or a merchant's. As root it needs its sandbox off. */
export const launchBrowser = async (more: readonly string[] = []): Promise<Browser> => {
  const executablePath = await findChromium();
  return chromium.launch({
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
  });
};
