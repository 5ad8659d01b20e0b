import { afterEach, describe, expect, it, vi } from 'vitest';
import { type AdmissionPage, admitPage, keepTicket } from './admission.ts';

const ADMISSION = { token: 't', mediaKey: 'm', ticket: 'again' };

/** A page as far as admission sees it; `leave` and `look` are what a person does. */
const pageAt = (hash: string, kept: Record<string, string> = {}) => {
  const hear = new Map<string, () => void>();
  const storage = new Map(Object.entries(kept));
  const shown: string[] = [];
  const document = {
    visibilityState: 'visible' as DocumentVisibilityState,
    addEventListener: (type: string, listener: () => void) => hear.set(type, listener),
  };
  const page = {
    location: { hash, pathname: '/', search: '?lang=en' },
    history: { replaceState: (_data: null, _title: string, url: string) => shown.push(url) },
    sessionStorage: {
      getItem: (name: string) => storage.get(name) ?? null,
      setItem: (name: string, value: string) => storage.set(name, value),
      removeItem: (name: string) => storage.delete(name),
    },
    document,
    addEventListener: (type: string, listener: () => void) => hear.set(type, listener),
  } as unknown as AdmissionPage;
  const fire = (type: string, state: DocumentVisibilityState): void => {
    document.visibilityState = state;
    hear.get(type)?.();
  };
  return { page, shown, storage, fire };
};

const answering = (status: number, body: unknown) => {
  const posted: unknown[] = [];
  vi.stubGlobal('fetch', (_path: string, { body: text }: { body: string }) => {
    posted.push(JSON.parse(text));
    return Promise.resolve(new Response(JSON.stringify(body), { status }));
  });
  return posted;
};
afterEach(() => vi.unstubAllGlobals());

describe('[SE3] admission of a page', () => {
  it('takes the key out of the address before it posts it', async () => {
    const posted = answering(200, ADMISSION);
    const { page, shown } = pageAt('#key=abc');
    const admitted = admitPage(page);
    expect(shown).toEqual(['/?lang=en']);
    expect(await admitted).toEqual(ADMISSION);
    expect(posted).toEqual([{ key: 'abc' }]);
  });

  it('uses the ticket of its last loading once, and a key rather than a ticket', async () => {
    const posted = answering(200, ADMISSION);
    const again = pageAt('', { 'duodian.ticket': 'old' });
    expect(await admitPage(again.page)).toEqual(ADMISSION);
    expect(again.storage.size).toBe(0);
    const both = pageAt('#key=abc', { 'duodian.ticket': 'old' });
    await admitPage(both.page);
    expect(both.storage.size).toBe(0);
    expect(posted).toEqual([{ key: 'old' }, { key: 'abc' }]);
  });

  it('is refused without a key, with one that does not hold, and where nobody answers', async () => {
    const posted = answering(403, '');
    expect(await admitPage(pageAt('').page)).toBeNull();
    expect(posted).toEqual([]);
    expect(await admitPage(pageAt('#key=used').page)).toBeNull();
    answering(200, { token: 1 });
    expect(await admitPage(pageAt('#key=abc').page)).toBeNull();
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no line')));
    expect(await admitPage(pageAt('#key=abc').page)).toBeNull();
  });

  it('a page that may keep nothing is admitted by its key all the same', async () => {
    answering(200, ADMISSION);
    const { page } = pageAt('#key=abc');
    const forbidden = { ...page };
    Object.defineProperty(forbidden, 'sessionStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    expect(await admitPage(forbidden)).toEqual(ADMISSION);
    keepTicket(forbidden, 'again');
  });
});

describe('[SE3] the ticket for the next loading', () => {
  it('stands in the storage only while nobody looks at the page', () => {
    const { page, storage, fire } = pageAt('');
    keepTicket(page, 'again');
    expect(storage.size).toBe(0);
    fire('visibilitychange', 'hidden');
    expect(storage.get('duodian.ticket')).toBe('again');
    fire('visibilitychange', 'visible');
    expect(storage.size).toBe(0);
    fire('pagehide', 'visible');
    expect(storage.get('duodian.ticket')).toBe('again');
    fire('pageshow', 'visible');
    expect(storage.size).toBe(0);
  });
});
