import type { CookiesSetDetails, KeyboardInputEvent } from 'electron';

/**
 * What Electron does and stock Chromium does not: each rule names the source that it was read from, and has a test. All below
 * https://github.com/electron/electron/blob/main/
 */

/**
 * shell/browser/api/electron_api_cookies.cc (Cookies::Set): a named domain makes a domain cookie, also where it is the host's own; a
 * `__Host-` name with one is refused; sameSite is lax where none is given; without `secure` it is so only for no_restriction.
 */
export const cookieAsSet = (details: CookiesSetDetails): Readonly<Record<string, unknown>> => {
  const { url, name = '', value = '', path, httpOnly = false, expirationDate: expires } = details;
  const { sameSite = 'lax', domain = '' } = details;
  if (name.startsWith('__Host-') && domain !== '') {
    throw new Error(
      'Failed to set cookie - The cookie was set with an invalid __Host- or __Secure- prefix.',
    );
  }
  const named = {
    unspecified: {},
    no_restriction: { sameSite: 'None' },
    lax: { sameSite: 'Lax' },
    strict: { sameSite: 'Strict' },
  }[sameSite];
  return {
    url,
    name,
    value,
    path,
    httpOnly,
    expires,
    secure: details.secure ?? sameSite === 'no_restriction',
    ...(domain === '' ? {} : { domain: domain.startsWith('.') ? domain : `.${domain}` }),
    ...named,
  };
};

/**
 * shell/browser/net/electron_url_loader_factory.cc: a request for a scheme of the app's own goes past the network service, which is what
 * adds these.
 */
export const headersOfOwnScheme = (
  sent: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(sent).filter(
      ([name]) => !/^(?:origin$|referer$|sec-|user-agent$|upgrade-)/iu.test(name),
    ),
  );

/** lib/browser/init.ts: closing the last window quits, unless the app listens to `window-all-closed` itself. */
export const quitsWithLastWindow = (listeners: number): boolean => listeners === 0;

/** shell/browser/electron_browser_context.cc: `persist:x` lies in Partitions/x, any other name in memory alone. */
export const folderOfPartition = (partition: string): string | null =>
  partition.startsWith('persist:') ? partition.slice('persist:'.length).toLowerCase() : null;

/** lib/browser/api/menu-item-roles.ts: keys that work while the menu is the application's, whether or not it is seen. */
export const KEYS_OF_ROLES: Readonly<Record<string, string>> = {
  close: 'CommandOrControl+W',
  copy: 'CommandOrControl+C',
  cut: 'CommandOrControl+X',
  forceReload: 'Shift+CommandOrControl+R',
  minimize: 'CommandOrControl+M',
  paste: 'CommandOrControl+V',
  quit: 'CommandOrControl+Q',
  redo: 'CommandOrControl+Y',
  reload: 'CommandOrControl+R',
  resetZoom: 'CommandOrControl+0',
  selectAll: 'CommandOrControl+A',
  toggleDevTools: 'Control+Shift+I',
  togglefullscreen: 'F11',
  undo: 'CommandOrControl+Z',
  zoomIn: 'CommandOrControl+Plus',
  zoomOut: 'CommandOrControl+-',
};

/** docs/api/web-contents.md (setZoomLevel): each level is a fifth more or less. */
export const factorOfZoom = (level: number): number => 1.2 ** level;
export const levelOfZoom = (factor: number): number => Math.log(factor) / Math.log(1.2);

/** docs/api/structures/keyboard-input-event.md and docs/tutorial/keyboard-shortcuts.md: keys are named as accelerators are. */
export const keyOfInput = ({
  keyCode,
  modifiers = [],
}: Pick<KeyboardInputEvent, 'keyCode' | 'modifiers'>): {
  readonly key: string;
  readonly modifiers: number;
} => ({
  key: /^(?:Up|Down|Left|Right)$/u.test(keyCode) ? `Arrow${keyCode}` : keyCode,
  // As the protocol counts them.
  modifiers: ['alt', 'control', 'meta', 'shift'].reduce(
    (sum, name, bit) => sum + (modifiers.some((held) => held === name) ? 2 ** bit : 0),
    0,
  ),
});

/** lib/browser/default-menu.ts: the menu of an app that has set none by the time that it is ready. */
export const DEFAULT_MENU_ROLES: readonly string[] = [
  'quit',
  'undo',
  'redo',
  'cut',
  'copy',
  'paste',
  'delete',
  'selectAll',
  'reload',
  'forceReload',
  'toggleDevTools',
  'resetZoom',
  'zoomIn',
  'zoomOut',
  'togglefullscreen',
  'minimize',
  'zoom',
  'close',
];
