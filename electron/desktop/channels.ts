/** The only two channels between the page and the main process; both ends name them by this file. */
export const CALL_CHANNEL = 'duodian:call';
export const EVENT_CHANNEL = 'duodian:event';

/** Our own page, and nothing else, has this origin. */
export const APP_SCHEME = 'app';
export const APP_ORIGIN = `${APP_SCHEME}://duodian`;
