import type { App, Session, WebContents } from 'electron';
import type { Log } from '../core/ports/log.ts';
import { APP_ORIGIN } from './channels.ts';

const originOf = (address: string): string => {
  const url = URL.parse(address);
  // `URL.origin` is 'null' for every scheme that is not the web's.
  return url === null ? '' : `${url.protocol}//${url.host}`;
};

/** Our own page may copy a text when a button of it was pressed. Nobody may do anything else. */
const isGranted = (permission: string, address: string): boolean =>
  permission === 'clipboard-sanitized-write' && originOf(address) === APP_ORIGIN;

/** SE1: no page of any session gets a permission, a device or a download; the one exception is above. */
const guardSession = (session: Session, log: Log): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const granted = isGranted(permission, details.requestingUrl);
    if (!granted) log.info('permission.refused', { permission });
    answer(granted);
  });
  session.setPermissionCheckHandler((_contents, permission, requestingOrigin) =>
    isGranted(permission, requestingOrigin),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler(null);
  session.on('will-download', (event) => {
    event.preventDefault();
    log.info('download.refused');
  });
};

/** Our own page stays at home; a shop's page stays on the web (its hosts are the page guard's business, PL8). */
const mayNavigate = (contents: WebContents, ownSession: Session, url: string): boolean => {
  const target = URL.parse(url);
  if (target === null) return false;
  if (contents.session === ownSession) return originOf(url) === APP_ORIGIN;
  return (
    target.protocol === 'https:' ||
    url === 'about:blank' ||
    (target.protocol === 'http:' && target.hostname.endsWith('.localhost'))
  );
};

/**
 * SE1: for every web contents that will ever be made in this process, whoever makes it: guarded navigation, no windows, no
 * webviews. `ownSession` is the one of our page.
 */
export const guardEverything = (app: App, ownSession: () => Session, log: Log): void => {
  app.on('session-created', (session) => guardSession(session, log));
  app.on('web-contents-created', (_event, contents) => {
    const refuseElsewhere = (details: { url: string; preventDefault: () => void }): void => {
      if (mayNavigate(contents, ownSession(), details.url)) return;
      details.preventDefault();
      log.warn('navigation.refused', { host: URL.parse(details.url)?.host ?? '' });
    };
    contents.on('will-navigate', refuseElsewhere);
    contents.on('will-redirect', refuseElsewhere);
    contents.on('will-attach-webview', (event) => event.preventDefault());
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  });
  // Certificates are judged by Chromium alone, and nobody is asked for a password or a client certificate.
  app.on('login', (event, _contents, _details, _info, answer) => {
    event.preventDefault();
    answer();
  });
};
