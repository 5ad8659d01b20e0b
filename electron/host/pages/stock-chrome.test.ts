import { describe, expect, it } from 'vitest';
import { asStockChrome, brandsOf, stockUserAgent } from './stock-chrome.ts';

const LINUX = { platform: 'linux', release: '6.8.0', arch: 'x64' } as const;

describe('what a page says of its browser', () => {
  it.each([
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) duodian/0.1.0 Chrome/156.0.8078.108 Electron/45.4.1 Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) 多店/0.1.0 Chrome/156.0.8078.108 Electron/45.4.1 Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
  ])('is what Chrome says: %s', (given) => {
    expect(stockUserAgent(given)).toBe(
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36',
    );
  });

  // As these versions of Chrome and Chromium were seen to say.
  it.each([
    ['124.0.6367.60', ['Chromium', 'Google Chrome', 'Not-A.Brand'], '99'],
    ['156.0.8078.108', ['Not:A-Brand', 'Chromium', 'Google Chrome'], '8'],
  ])('names and order follow the version: %s', (version, names, odd) => {
    expect(brandsOf(version, false).map(({ brand }) => brand)).toEqual(names);
    expect(brandsOf(version, false)).toContainEqual({
      brand: names.find((name) => name.startsWith('Not')),
      version: odd,
    });
    expect(brandsOf(version, true)).toContainEqual({ brand: 'Google Chrome', version });
  });

  it.each([
    [LINUX, 'Linux', '', 'x86'],
    [{ platform: 'win32', release: '10.0.19045', arch: 'x64' }, 'Windows', '10.0.0', 'x86'],
    [{ platform: 'win32', release: '10.0.22631', arch: 'arm64' }, 'Windows', '15.0.0', 'arm'],
    [{ platform: 'darwin', release: '24.1.0', arch: 'arm64' }, 'macOS', '15.0.0', 'arm'],
    [{ platform: 'darwin', release: '25.0.0', arch: 'arm64' }, 'macOS', '26.0.0', 'arm'],
  ] as const)('names the system: %j', (system, platform, platformVersion, architecture) => {
    const { userAgentMetadata } = asStockChrome('x', '156.0.8078.108', system);
    expect(userAgentMetadata).toMatchObject({ platform, platformVersion, architecture });
  });
});
