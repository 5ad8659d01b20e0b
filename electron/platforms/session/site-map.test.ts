import { describe, expect, it } from 'vitest';
import {
  allowedAddress,
  allowedLink,
  isAllowedHost,
  realSites,
  simulatedSites,
} from './site-map.ts';

const sandbox = simulatedSites('http://127.0.0.1:4100');

describe('site map', () => {
  it('maps real addresses to the sandbox and back', () => {
    const real = 'https://im.jinritemai.com/pc_seller_v2/main/workspace?a=1#b';
    const shown = 'http://im.jinritemai.com.localhost:4100/pc_seller_v2/main/workspace?a=1#b';
    expect(sandbox.urlFor(real)).toBe(shown);
    expect(sandbox.realUrlOf(shown)).toBe(real);
    expect(sandbox.cookieDomainFor('.jinritemai.com')).toBe('.jinritemai.com.localhost');
  });

  it('knows no other address as one of the sandbox', () => {
    expect(sandbox.realUrlOf('http://im.jinritemai.com.localhost:9/')).toBeNull();
    expect(sandbox.realUrlOf('http://im.jinritemai.com:4100/')).toBeNull();
    expect(sandbox.realUrlOf('about:blank')).toBeNull();
  });

  it('[PL8] allows https addresses on the list only', () => {
    const allowed = ['.jd.com', 'exact.example'];
    const check = (url: string): string | null => allowedAddress(url, realSites(), allowed);
    expect(check('https://safe.jd.com/verify.html?x')).toBe('https://safe.jd.com/verify.html?x');
    expect(check('https://jd.com/')).toBe('https://jd.com/');
    for (const bad of [
      'http://safe.jd.com/',
      'https://evil.example/?https://safe.jd.com',
      'https://safe.jd.com.evil.example/',
      'https://evilJd.com/',
      'https://safe.jd.com@evil.example/',
      'https://user@safe.jd.com/',
      'javascript:alert(1)',
      'file:///etc/passwd',
      'sub.exact.example',
      '',
    ])
      expect(check(bad), bad).toBeNull();
  });

  it('[PL8] a real link counts in the sandbox too', () => {
    expect(allowedAddress('https://safe.jd.com/v', sandbox, ['.jd.com'])).toBe(
      'https://safe.jd.com/v',
    );
    expect(allowedAddress('http://safe.jd.com.localhost:4100/v', sandbox, ['.jd.com'])).toBe(
      'https://safe.jd.com/v',
    );
  });

  it('a host without a dot is exact', () => {
    expect(isAllowedHost('exact.example', ['exact.example'])).toBe(true);
    expect(isAllowedHost('sub.exact.example', ['exact.example'])).toBe(false);
  });

  it('[PL8] a link of the back office names no port, no account and nothing but https', () => {
    const check = (url: string): string | null => allowedLink(url, realSites(), ['.jd.com']);
    expect(check('https://safe.jd.com:443/v')).toBe('https://safe.jd.com/v');
    for (const refused of [
      'https://safe.jd.com:8443/v',
      'https://safe.jd.com:80/v',
      'http://safe.jd.com/v',
      'https://a@safe.jd.com/v',
      'https://:b@safe.jd.com/v',
      'https://evil.example\\@safe.jd.com/v',
      'https://safe.jd.com.evil.example/v',
    ])
      expect(check(refused), refused).toBeNull();
    const sandbox = simulatedSites('http://127.0.0.1:4100');
    const simulated = 'http://safe.jd.com.localhost:4100/v';
    expect(allowedLink(simulated, sandbox, ['.jd.com'])).toBe('https://safe.jd.com/v');
    expect(allowedLink('http://safe.jd.com.localhost:4101/v', sandbox, ['.jd.com'])).toBeNull();
  });
});
