import type { WebPreferences } from 'electron';

/** SE1: what every page of this process is, ours and foreign ones. Ours has a preload beside it; a shop's has none (SE8). */
export const PAGE_PREFERENCES: WebPreferences = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  nodeIntegrationInSubFrames: false,
  nodeIntegrationInWorker: false,
  webSecurity: true,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
  // Alerts, clocks and shops go on while the window is behind another one, or never shown.
  backgroundThrottling: false,
};

/**
 * PL11: what a shop's page asks of a person is answered "no" at once, also where the page is shown: Electron's own boxes stand over
 * the whole desktop, and stay there when DevTools has answered.
 */
export const SHOP_PREFERENCES: WebPreferences = { ...PAGE_PREFERENCES, disableDialogs: true };
