/**
 * What the browser of the shops' pages is started with in either host. Hidden pages must go on hearing: their timers may not be slowed
 * down to one a minute, nor their processes be given less time than those of pages that are seen.
 */
export const AWAKE_SWITCHES = [
  'disable-background-timer-throttling',
  'disable-backgrounding-occluded-windows',
  'disable-renderer-backgrounding',
] as const;
