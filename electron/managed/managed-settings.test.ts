import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { managedPlace } from './managed-place.ts';
import { parseManagedSettings, UNMANAGED } from './managed-settings.ts';

const parse = (content: unknown) => parseManagedSettings(JSON.stringify(content));
const KEY = generateKeyPairSync('ed25519')
  .publicKey.export({ format: 'der', type: 'spki' })
  .toString('base64');

describe("the administrator's file", () => {
  it('lies where an administrator alone may write', () => {
    expect(managedPlace('linux', {})).toBe('/etc/duodian/managed.json');
    expect(managedPlace('darwin', {})).toBe('/Library/Application Support/Duodian/managed.json');
    expect(managedPlace('win32', { ProgramFiles: 'D:\\Programs' })).toBe(
      'D:\\Programs\\Duodian\\managed.json',
    );
  });

  it('decides what it names, and leaves the rest to each agent', () => {
    expect(parse({})).toEqual({ ok: true, settings: UNMANAGED });
    const file = {
      gateway: { server: 'https://kefu.example.com/desk/' },
      updates: {
        feeds: ['https://a.example.com/d/', 'http://127.0.0.1:81/'],
        channel: 'beta',
        publicKey: KEY,
      },
      off: ['updates'],
    };
    expect(parse(file)).toEqual({
      ok: true,
      settings: {
        server: 'wss://kefu.example.com/desk',
        updates: { feeds: file.updates.feeds, channel: 'beta', publicKey: KEY },
        off: ['updates'],
      },
    });
  });

  it('may begin with the mark that editors of Windows write', () => {
    expect(parseManagedSettings('\uFEFF{}').ok).toBe(true);
  });

  it.each([
    ['{', 'notJson', ''],
    ['[]', 'wrongValue', ''],
    ['{"gatway":{}}', 'unknownField', 'gatway'],
    ['{"gateway":{"sever":"a"}}', 'unknownField', 'gateway.sever'],
    ['{"gateway":{"server":"ftp://a"}}', 'wrongValue', 'gateway.server'],
    ['{"gateway":{"server":7}}', 'wrongValue', 'gateway.server'],
    ['{"updates":{"feeds":[]}}', 'wrongValue', 'updates.feeds'],
    ['{"updates":{"feeds":["http://a.example.com/"]}}', 'wrongValue', 'updates.feeds.0'],
    ['{"updates":{"feeds":["https://a.example.com/x"]}}', 'wrongValue', 'updates.feeds.0'],
    ['{"updates":{"feeds":["https://u:p@a.example.com/"]}}', 'wrongValue', 'updates.feeds.0'],
    ['{"updates":{"channel":"../beta"}}', 'wrongValue', 'updates.channel'],
    ['{"updates":{"publicKey":"x"}}', 'wrongValue', 'updates.publicKey'],
    ['{"off":["replies"]}', 'wrongValue', 'off.0'],
  ])('%s', (text, kind, field) => {
    expect(parseManagedSettings(text)).toEqual({ ok: false, mistake: { kind, field } });
  });
});
