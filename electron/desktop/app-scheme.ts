import { protocol, type Session } from 'electron';
import { plainAnswer, type Site } from '../host/site/site.ts';
import { APP_ORIGIN, APP_SCHEME } from './channels.ts';

/** Before `app` is ready: the scheme counts as a secure origin of its own; a file: page would be able to read files. */
export const registerAppScheme = (): void => {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: APP_SCHEME,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
    },
  ]);
};

/**
 * Electron's loader of a scheme sends no `Origin`, and no page but ours is ever shown in its session: only an origin that is there
 * and not ours is refused.
 */
export const isFromOwnPage = (request: Request): boolean =>
  (request.headers.get('origin') ?? APP_ORIGIN) === APP_ORIGIN;

/** Serves the site at app://duodian/ of one session. */
export const serveAppScheme = (session: Session, site: Site): void => {
  session.protocol.handle(APP_SCHEME, async (request) => {
    const { protocol: scheme, host } = new URL(request.url);
    return `${scheme}//${host}` === APP_ORIGIN ? site(request) : plainAnswer(404);
  });
};
