import { describe, expect, it } from 'vitest';
import { signingFor } from './signing.ts';

const KEYS = {
  CSC_LINK: 'a.p12',
  APPLE_API_KEY: 'k',
  APPLE_API_KEY_ID: 'i',
  APPLE_API_ISSUER: 'u',
};

describe('signing', () => {
  it('does nothing without keys, and says so', () => {
    expect(signingFor('darwin', {}).words).toContain('--config.mac.identity=-');
    expect(signingFor('win32', { CSC_LINK: '' }).words).toEqual([
      '--config.win.signExecutable=false',
    ]);
    for (const platform of ['darwin', 'win32'] as const) {
      expect(signingFor(platform, {}).says).toMatch(/^Not signed: .*CSC_LINK/u);
    }
  });

  it('of macOS is notarised with all three keys of the notary, and says when it is not', () => {
    expect(signingFor('darwin', KEYS).words).toEqual(['--config.mac.notarize=true']);
    const { words, says } = signingFor('darwin', { ...KEYS, APPLE_API_ISSUER: '' });
    expect(words).toEqual(['--config.mac.notarize=false']);
    expect(says).toContain('APPLE_API_ISSUER');
  });

  it('of Windows takes the certificate of either name', () => {
    expect(signingFor('win32', { CSC_LINK: 'a' })).toEqual({ words: [], says: 'Signed.' });
    expect(signingFor('win32', { WIN_CSC_LINK: 'a' })).toEqual({ words: [], says: 'Signed.' });
  });
});
