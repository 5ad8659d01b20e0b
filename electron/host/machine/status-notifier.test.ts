import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasStatusNotifierHost } from './status-notifier.ts';

describe.runIf(process.platform === 'linux')('the tray of a Linux desktop', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'duodian-bus-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** A desktop whose bus says this. */
  const asked = (answer: string, bus: object = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' }) => {
    const program = `#!/bin/sh\n${answer}\n`;
    writeFileSync(path.join(folder, 'dbus-send'), program, { mode: 0o700 });
    return hasStatusNotifierHost({ PATH: `${folder}:/bin:/usr/bin`, ...bus });
  };

  it.each([
    ['a watcher with a host', 'echo "   variant       boolean true"', true],
    ['a watcher that shows nothing', 'echo "   variant       boolean false"', false],
    ['no watcher', 'echo "Error org.freedesktop.DBus.Error.ServiceUnknown" >&2; exit 1', false],
    ['a bus that fails after its answer', 'echo "boolean true"; exit 1', false],
  ])('%s', async (_what, answer, isThere) => {
    expect(await asked(answer)).toBe(isThere);
  });

  it('is none without a bus, and none where nothing can ask', async () => {
    expect(await asked('echo boolean true', {})).toBe(false);
    const nowhere = { PATH: '/nowhere', DBUS_SESSION_BUS_ADDRESS: 'unix:path=/x' };
    expect(await hasStatusNotifierHost(nowhere)).toBe(false);
  });
});
