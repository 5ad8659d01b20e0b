import path from 'node:path';
import type { App, DownloadItem, Session, WebContents } from 'electron';
import type { Log } from '../core/ports/log.ts';
import { nameToSave } from '../media/saved-name.ts';
import { MEDIA_PATH, OUTGOING_PATH } from '#shared/ipc/media.ts';
import { APP_ORIGIN } from './channels.ts';
import type { ProxyLogin } from './proxy-login.ts';

const originOf = (address: string): string => {
  const url = URL.parse(address);
  // `URL.origin` is 'null' for every scheme that is not the web's.
  return url === null ? '' : `${url.protocol}//${url.host}`;
};

/** Our own page may copy a text when a button of it was pressed. */
const isGranted = (permission: string, address: string): boolean =>
  permission === 'clipboard-sanitized-write' && originOf(address) === APP_ORIGIN;

/** What the guards know of our own window. */
export type OwnWindow = {
  /** The session of our page. */
  readonly session: () => Session;
  /** The folder of the system in which a person looks for what she saved. */
  readonly downloads: () => string;
  /** Whether this page of a shop stands before the person's eyes. */
  readonly isShown: (contents: WebContents) => boolean;
  /** `--platforms`: the sites are simulated on this computer. A package has no such option. */
  readonly hasSimulatedSites: boolean;
  /** What a proxy that asks for a password is given, null for nothing. */
  readonly proxyLogin: ProxyLogin['answer'];
};

/**
 * SE9: the name under which a download may be offered, null for every one that is refused. Our own page may save what it shows, from
 * our own site and by nothing in between; the name and its ending are ours.
 */
const nameOfDownload = (item: DownloadItem): string | null => {
  const chain = item.getURLChain();
  const url = URL.parse(item.getURL());
  if (url === null || chain.length > 1 || originOf(url.href) !== APP_ORIGIN) return null;
  if (url.pathname !== MEDIA_PATH && url.pathname !== OUTGOING_PATH) return null;
  return nameToSave(url, item.getMimeType());
};

/** SE1: no page of any session gets a permission, a device or a download; the exceptions are above. */
const guardSession = (session: Session, own: OwnWindow, log: Log): void => {
  session.setPermissionRequestHandler((contents, permission, answer, details) => {
    // A video that a person has pressed in a page that she looks at may fill the screen. Chromium asks for the press.
    const isFullScreen = permission === 'fullscreen' && own.isShown(contents);
    const granted = isFullScreen || isGranted(permission, details.requestingUrl);
    if (!granted) log.info('permission.refused', { permission });
    answer(granted);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isGranted(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.on('will-download', (event, item, contents) => {
    const isOwn = session === own.session() && originOf(contents.getURL()) === APP_ORIGIN;
    const name = isOwn ? nameOfDownload(item) : null;
    if (name === null) {
      event.preventDefault();
      log.info('download.refused');
      return;
    }
    // The person is asked where; nothing is written before.
    const ending = path.extname(name).slice(1);
    item.setSaveDialogOptions({
      defaultPath: path.join(own.downloads(), name),
      filters: [{ name: ending.toUpperCase(), extensions: [ending] }],
      properties: ['showOverwriteConfirmation'],
    });
  });
};

/** The simulated platforms of a checkout live there; a package never goes to what another program of this computer serves. */
const isSimulated = ({ protocol, hostname }: URL, own: OwnWindow): boolean =>
  own.hasSimulatedSites && protocol === 'http:' && hostname.endsWith('.localhost');

/** Our own page stays at home; a shop's page stays on the web (its hosts are the page guard's business, PL8). */
const mayNavigate = (contents: WebContents, own: OwnWindow, url: string): boolean => {
  const target = URL.parse(url);
  if (target === null) return false;
  if (contents.session === own.session()) return originOf(url) === APP_ORIGIN;
  return target.protocol === 'https:' || url === 'about:blank' || isSimulated(target, own);
};

/** What a page makes itself for a frame of it; never files, and no program of the system. */
const MADE_BY_PAGE: ReadonlySet<string> = new Set(['about:', 'blob:', 'data:']);

/** Our own page has no frames. Those of a shop's page may also hold what the page itself has made. */
const mayNavigateFrame = (contents: WebContents, own: OwnWindow, url: string): boolean =>
  mayNavigate(contents, own, url) ||
  (contents.session !== own.session() && MADE_BY_PAGE.has(URL.parse(url)?.protocol ?? ''));

/**
 * SE1: for every web contents that will ever be made in this process, whoever makes it: guarded navigation, no windows, no
 * webviews.
 */
export const guardEverything = (app: App, own: OwnWindow, log: Log): void => {
  app.on('session-created', (session) => guardSession(session, own, log));
  app.on('web-contents-created', (_event, contents) => {
    const refuse = (details: { url: string; preventDefault: () => void }): void => {
      details.preventDefault();
      log.warn('navigation.refused', { host: URL.parse(details.url)?.host ?? '' });
    };
    const refuseElsewhere = (details: { url: string; preventDefault: () => void }): void => {
      if (!mayNavigate(contents, own, details.url)) refuse(details);
    };
    contents.on('will-frame-navigate', (details) => {
      const isHome = details.isMainFrame || mayNavigateFrame(contents, own, details.url);
      if (!isHome) refuse(details);
    });
    contents.on('will-navigate', refuseElsewhere);
    contents.on('will-redirect', refuseElsewhere);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  // SE11: unasked, Electron offers the first client certificate of the machine.
  app.on('select-client-certificate', (event, _contents, _url, _list, answer) => {
    event.preventDefault();
    answer();
  });
  // No page is shown over a connection that its certificate does not fit, and nobody is asked about one.
  app.on('certificate-error', (event, _contents, url, error, _certificate, answer) => {
    event.preventDefault();
    log.warn('certificate.refused', { host: URL.parse(url)?.host ?? '', error });
    answer(false);
  });
  // Nobody is asked for a password.
  app.on('login', (event, contents, _details, info, answer) => {
    event.preventDefault();
    const login = own.proxyLogin(contents, info);
    if (login === null) answer();
    else answer(login.username, login.password);
  });
};
