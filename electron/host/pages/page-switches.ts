/**
 * The `WebUI` ones give every window an address bar of web pages, with two renderers of its own: measured in Chromium 156, they
 * cost a shop more than its page does. A spare renderer serves only the session it was started for: each shop's page would
 * throw away the last one's and start another.
 */
export const COSTLY_FEATURES = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'SpareRendererForSitePerProcess',
] as const;

/** Nobody browses in these windows. */
const UNUSED_FEATURES = [
  ...COSTLY_FEATURES,
  'Translate',
  'MediaRouter',
  'OptimizationHints',
  'AutofillServerCommunication',
] as const;

/**
 * What the browser of the shops' pages is started with, in either host; a switch without a value has none. Hidden pages must go on
 * hearing: their timers may not be slowed down to one a minute, nor their processes be given less time than those of pages that are seen.
 */
export const PAGE_SWITCHES: readonly (readonly [name: string, value: string | null])[] = [
  ['disable-background-timer-throttling', null],
  ['disable-backgrounding-occluded-windows', null],
  ['disable-renderer-backgrounding', null],
  ['disable-features', UNUSED_FEATURES.join(',')],
];
