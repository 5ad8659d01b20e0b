import { describe, expect, it } from 'vitest';
import {
  cookieAsSet,
  DEFAULT_MENU_ROLES,
  factorOfZoom,
  folderOfPartition,
  headersOfOwnScheme,
  keyOfInput,
  KEYS_OF_ROLES,
  levelOfZoom,
  quitsWithLastWindow,
} from './rules.ts';

const URL = 'https://im.jinritemai.com/';

describe('what Electron does and stock Chromium does not', () => {
  it('a named domain makes a domain cookie', () => {
    expect(cookieAsSet({ url: URL, name: 'a', domain: 'jinritemai.com' })).toMatchObject({
      domain: '.jinritemai.com',
    });
    expect(cookieAsSet({ url: URL, name: 'a', domain: '.x.com' })).toMatchObject({
      domain: '.x.com',
    });
    expect(cookieAsSet({ url: URL, name: 'a' })).not.toHaveProperty('domain');
  });

  it('a __Host- cookie with a domain is refused', () => {
    const named = { url: URL, name: '__Host-a', secure: true };
    expect(() => cookieAsSet({ ...named, domain: 'im.jinritemai.com' })).toThrow(/prefix/u);
    expect(cookieAsSet(named)).toMatchObject({ name: '__Host-a' });
  });

  it('a cookie without sameSite is lax, and secure only where other sites may send it', () => {
    expect(cookieAsSet({ url: URL, name: 'a' })).toMatchObject({ sameSite: 'Lax', secure: false });
    expect(cookieAsSet({ url: URL, name: 'a', sameSite: 'no_restriction' })).toMatchObject({
      sameSite: 'None',
      secure: true,
    });
    expect(cookieAsSet({ url: URL, name: 'a', sameSite: 'unspecified' })).not.toHaveProperty(
      'sameSite',
    );
  });

  it("a request for the app's own scheme says not who asks", () => {
    const sent = {
      Origin: 'app://x',
      Referer: 'app://x/',
      'Sec-Fetch-Site': 'none',
      range: 'bytes=0-',
    };
    expect(headersOfOwnScheme(sent)).toEqual({ range: 'bytes=0-' });
  });

  it('the last window quits an app that does not listen to it', () => {
    expect([quitsWithLastWindow(0), quitsWithLastWindow(1)]).toEqual([true, false]);
  });

  it('only a partition that persists has a folder', () => {
    expect([folderOfPartition('persist:Shop-A'), folderOfPartition('x')]).toEqual(['shop-a', null]);
  });

  it('a level of zoom is a fifth', () => {
    expect([factorOfZoom(0), factorOfZoom(1)]).toEqual([1, 1.2]);
    expect(levelOfZoom(factorOfZoom(1.5))).toBeCloseTo(1.5);
  });

  it('a key that is sent is named as an accelerator is', () => {
    expect(keyOfInput({ keyCode: 'Down', modifiers: ['alt'] })).toEqual({
      key: 'ArrowDown',
      modifiers: 1,
    });
    expect(keyOfInput({ keyCode: 'Tab', modifiers: ['control', 'shift'] })).toEqual({
      key: 'Tab',
      modifiers: 10,
    });
  });

  it('the default menu closes, reloads and opens the developer tools by keys', () => {
    const keys = DEFAULT_MENU_ROLES.map((role) => KEYS_OF_ROLES[role]);
    expect(keys).toEqual(
      expect.arrayContaining(['CommandOrControl+W', 'CommandOrControl+R', 'Control+Shift+I']),
    );
  });
});
