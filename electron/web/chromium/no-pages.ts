import { NO_PAGES } from '#shared/model/live-pages.ts';
import { PageGone, type PageHost } from '../../platforms/session/page-session.ts';

/** Stands in where no browser for platform pages was found: the app serves, and every shop says why it is not online. */
export const noPages = (why: string): PageHost => ({
  open: () => Promise.reject(new PageGone('noBrowser', why)),
  replaceCookies: () => Promise.reject(new PageGone('noBrowser', why)),
  cookieFingerprint: () => Promise.resolve(null),
  keepFingerprint: () => Promise.resolve(),
  loadLivePages: () => Promise.resolve(NO_PAGES),
  forget: () => Promise.resolve(),
  close: () => Promise.resolve(),
});
