import {
  ADMISSION_PATH,
  KEY_MARK,
  pageAdmissionSchema,
  type PageAdmission,
} from '#shared/ipc/admission.ts';

const TICKET = 'duodian.ticket';

/** The part of the window that is used. */
export type AdmissionPage = Pick<Window, 'location' | 'history' | 'sessionStorage' | 'document'> & {
  addEventListener(type: 'pagehide' | 'pageshow', listener: () => void): void;
};

/** The key of the start address; from now on the address and its place in the history are without it. */
const takeKey = ({ location, history }: AdmissionPage): string | null => {
  const key = new URLSearchParams(location.hash.slice(1)).get(KEY_MARK);
  if (key !== null) history.replaceState(null, '', `${location.pathname}${location.search}`);
  return key;
};

/** Null also where the browser lets a page keep nothing: then each loading needs a fresh address. */
const takeTicket = (page: AdmissionPage): string | null => {
  try {
    const { sessionStorage } = page;
    const ticket = sessionStorage.getItem(TICKET);
    sessionStorage.removeItem(TICKET);
    return ticket;
  } catch {
    return null;
  }
};

/**
 * SE3: what this page may hold in its memory, for the key of its address or for the ticket that it kept when it was loaded
 * before. Null when neither is there or holds: the address was used, or is too old.
 */
export const admitPage = async (page: AdmissionPage): Promise<PageAdmission | null> => {
  const ticket = takeTicket(page);
  const key = takeKey(page) ?? ticket;
  if (key === null) return null;
  try {
    const answer = await fetch(ADMISSION_PATH, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key }),
    });
    return answer.ok ? pageAdmissionSchema.parse(await answer.json()) : null;
  } catch {
    return null;
  }
};

/**
 * Keeps the ticket for the next loading of this page. It stands in this tab's storage only while nobody looks at the page, because a
 * browser may load it again, or drop it to save memory, without another word to it; a tab that is copied takes none along.
 */
export const keepTicket = (page: AdmissionPage, ticket: string): void => {
  const place = (isLeft: boolean): void => {
    try {
      if (isLeft) page.sessionStorage.setItem(TICKET, ticket);
      else page.sessionStorage.removeItem(TICKET);
    } catch {
      // The browser keeps nothing: the next loading asks for a fresh address.
    }
  };
  const placeAsSeen = (): void => {
    place(page.document.visibilityState === 'hidden');
  };
  page.document.addEventListener('visibilitychange', placeAsSeen);
  page.addEventListener('pageshow', placeAsSeen);
  page.addEventListener('pagehide', () => {
    place(true);
  });
  placeAsSeen();
};
