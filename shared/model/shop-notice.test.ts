import { describe, expect, it } from 'vitest';
import { readVerifyLink } from './shop-notice.ts';

describe('[GW13] the link of an error frame', () => {
  it.each([
    ['https://passport.jd.com/verify?id=1', 'https://passport.jd.com/verify?id=1'],
    ['  https://passport.jd.com/verify \n', 'https://passport.jd.com/verify'],
    ['passport.jd.com/verify', 'https://passport.jd.com/verify'],
    ['passport.jd.com:8443/verify', 'https://passport.jd.com:8443/verify'],
    ['//passport.jd.com/verify', 'https://passport.jd.com/verify'],
    ['HTTP://im.jinritemai.com.localhost:4100/c', 'HTTP://im.jinritemai.com.localhost:4100/c'],
    ['https://passport.jd.com/a b', 'https://passport.jd.com/a%20b'],
    ['https://passport.jd.com?back=a@b', 'https://passport.jd.com?back=a@b'],
  ])('%j is read as %j', (given, link) => {
    expect(readVerifyLink(given)).toEqual({ link, linkProblem: null });
  });

  it.each([null, undefined, '', '  '])('%j is no link, and no fault', (given) => {
    expect(readVerifyLink(given)).toEqual({ link: null, linkProblem: null });
  });

  it.each([
    ['javascript:alert(1)', 'scheme', ''],
    ['ftp://passport.jd.com/x', 'scheme', ''],
    ['https://jd.com@evil.example/x', 'userInfo', 'evil.example'],
    ['https://jd.com\\@evil.example/x', 'userInfo', 'evil.example'],
    ['https://jd.com/\\evil', 'unreadable', 'jd.com'],
    ['https:///x', 'unreadable', ''],
    ['https://jd.com/\u202egpj', 'unreadable', 'jd.com'],
    [`https://jd.com/${'a'.repeat(5000)}`, 'unreadable', 'jd.com'],
  ])('%j is not opened: %s', (given, code, host) => {
    expect(readVerifyLink(given)).toEqual({ link: null, linkProblem: { code, host } });
  });
});
