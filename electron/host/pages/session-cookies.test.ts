import { describe, expect, it } from 'vitest';
import { cookieSite, setEachCookie } from './session-cookies.ts';

describe('the cookies of a session, in either host', () => {
  it.each([
    ['.jinritemai.com', true, 'https://jinritemai.com/'],
    ['.jinritemai.com.localhost', false, 'http://jinritemai.com.localhost/'],
  ])('[PL3] one of a domain names it: %s', (domain, secure, url) => {
    expect(cookieSite({ domain, path: '/', secure })).toEqual({ url, domain });
  });

  it('[PL3] a host-only cookie is named by its address alone', () => {
    const only = { domain: 'im.jinritemai.com', path: '/chat', secure: true };
    expect(cookieSite(only)).toEqual({ url: 'https://im.jinritemai.com/chat' });
  });

  it('[PL3] what the browser refuses costs itself alone; when it takes none there is no session', async () => {
    const taken: string[] = [];
    const told: unknown[] = [];
    const log = { info: () => undefined, warn: (...line: unknown[]) => void told.push(line) };
    const setAll = (names: readonly string[]): Promise<void> =>
      setEachCookie(
        names,
        async (name) => {
          if (name.startsWith('bad')) throw new Error(name);
          taken.push(name);
        },
        log,
      );
    await setAll(['a', 'bad', 'b']);
    expect(taken).toEqual(['a', 'b']);
    expect(told).toEqual([['session.cookiesRefused', { count: 1 }]]);
    await expect(setAll(['bad', 'bad too'])).rejects.toThrow(/^bad$/u);
    await setAll([]);
  });
});
