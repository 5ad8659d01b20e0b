import { describe, expect, it } from 'vitest';
import { findRefusedSwitch, refusalOf } from './refused-switches.ts';

describe('switches of a packaged app', () => {
  it.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-pipe',
    '--inspect',
    '--inspect-brk=0',
    '--no-sandbox',
    '--disable-web-security',
    '--proxy-server=http://x',
    '--proxy-pac-url=x',
    '--no-proxy-server',
    '--host-resolver-rules=MAP * x',
    '--ignore-certificate-errors',
    '--js-flags=--expose-gc',
    '--renderer-cmd-prefix=x',
    '--load-extension=/x',
    '--INSPECT',
    '-inspect',
    '/inspect',
    '--user-data-dir=/x',
    '--require=/x.js',
    '--ssl-key-log-file=/x',
    '--disable-features=x',
    '--disable-site-isolation-trials',
    '--allow-file-access-from-files',
  ])('[SE7] refuses %s', (word) => {
    expect(findRefusedSwitch(['/opt/duodian', word])).not.toBeNull();
  });

  it('[SE7] says what to do where an AppImage gave the switch, not the person', () => {
    expect(refusalOf('no-sandbox', true)).toMatch(/deb.*rpm.*sysctl -w kernel\.apparmor/u);
    expect(refusalOf('no-sandbox', false)).toBe('--no-sandbox is not allowed');
    expect(refusalOf('inspect', true)).toBe('--inspect is not allowed');
  });

  it.each(['--data', '/home/inspector/file', '--gateway=wss://host', '--lang=en', '.', '/app'])(
    'follows %s',
    (word) => expect(findRefusedSwitch([word])).toBeNull(),
  );
});
