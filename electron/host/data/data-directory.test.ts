import { describe, expect, it } from 'vitest';
import { defaultDataDirectory } from './data-directory.ts';

describe('the default data directory', () => {
  it.each([
    ['linux', {}, '/home/a/.local/share/duodian'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/duodian'],
    ['linux', { XDG_DATA_HOME: 'relative' }, '/home/a/.local/share/duodian'],
    ['darwin', {}, '/home/a/Library/Application Support/duodian'],
    ['win32', { APPDATA: 'C:\\Users\\a\\Roaming' }, 'C:\\Users\\a\\Roaming\\duodian'],
  ] as const)('on %s with %j is %s', (platform, environment, directory) => {
    expect(defaultDataDirectory(platform, environment, '/home/a')).toBe(directory);
  });
});
