import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../host/machine/system-clock.ts';
import { troubleOf } from '../updates/feed-fetch.ts';
import { publicKeyFrom } from '../updates/manifest.ts';
import { keyPair, LocalFeed, TARGET } from '../updates/testing/local-feed.ts';
import type { UpdateInstaller } from '../updates/update-desk.ts';
import { type FoundRelease, UpdateFeed } from '../updates/update-feed.ts';
import { openUpdateInstaller } from './update-installer.ts';

const OURS = keyPair();
const CONTENT = Buffer.alloc(200_000, 'new');

// The one installation that can be done here as it is; those of Windows and macOS need their systems.
describe.runIf(process.platform === 'linux')('an AppImage that replaces itself', () => {
  let folder = '';
  let feed: LocalFeed;
  let source: UpdateFeed;
  let installer: UpdateInstaller;
  const relaunched: (string | undefined)[] = [];
  const image = (): string => path.join(folder, '我的多店.AppImage');
  const staged = (): string => {
    const pending = path.join(folder, 'data/updates/cache/pending');
    const name = readdirSync(pending).find((one) => one.endsWith('.AppImage')) ?? 'none';
    return path.join(pending, name);
  };
  const openInstaller = (): UpdateInstaller =>
    openUpdateInstaller(
      { kind: 'appImage', file: image() },
      {
        version: '1.0.0',
        feed: source,
        dataDirectory: path.join(folder, 'data'),
        relaunch: (file) => relaunched.push(file),
        letQuit: () => undefined,
      },
    );
  const find = async (): Promise<FoundRelease> => {
    const found = await source.find();
    if (found === null) throw new Error('nothing newer');
    return found;
  };
  const stage = async (heard: number[] = []): Promise<string> => {
    const done = installer.stage(await find(), (one) => heard.push(one));
    return done.then(() => 'staged', troubleOf);
  };

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'duodian-install-'));
    writeFileSync(image(), 'old', { mode: 0o755 });
    vi.stubEnv('APPIMAGE', image());
    feed = await LocalFeed.open();
    source = new UpdateFeed({
      feeds: [feed.url],
      channel: 'stable',
      keys: [publicKeyFrom(OURS.publicText)],
      current: '1.0.0',
      target: TARGET,
      fetchAlone: fetch,
      clock: systemClock,
    });
    relaunched.length = 0;
    installer = openInstaller();
    feed.publish('2.0.0', CONTENT, { key: OURS.key });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await feed.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is the new one after the end, under its own name, and can be started', async () => {
    const heard: number[] = [];
    expect(await stage(heard)).toBe('staged');
    expect(heard.at(-1)).toBe(1);
    expect(readFileSync(image(), 'utf8')).toBe('old');
    await installer.install({ restarts: true });
    expect(readFileSync(image()).equals(CONTENT)).toBe(true);
    expect(statSync(image()).mode & 0o777).toBe(0o755);
    expect(readdirSync(folder).toSorted()).toEqual(['data', path.basename(image())]);
    expect(relaunched).toEqual([image()]);
  });

  it('does not start again when it was installed on the way out', async () => {
    await stage();
    await installer.install({ restarts: false });
    expect(relaunched).toEqual([]);
    expect(readFileSync(image()).equals(CONTENT)).toBe(true);
  });

  it('stays the old one when the feed gives another file than it signed', async () => {
    feed.serve('duodian-2.0.0.AppImage', Buffer.alloc(CONTENT.length, 'evil'));
    expect(await stage()).toBe('wrongFile');
    await expect(installer.install({ restarts: true })).rejects.toThrow('notInstalled');
    expect(readFileSync(image(), 'utf8')).toBe('old');
  });

  it.each([
    ['exchanged', Buffer.alloc(CONTENT.length, 'evil')],
    ['cut', CONTENT.subarray(0, 100)],
  ])('stays the old one when the kept file was %s before the end', async (_name, content) => {
    await stage();
    writeFileSync(staged(), content);
    await expect(installer.install({ restarts: true })).rejects.toThrow('wrongFile');
    expect(readFileSync(image(), 'utf8')).toBe('old');
    expect(relaunched).toEqual([]);
  });

  it('does not download again what the start before has downloaded', async () => {
    await stage();
    const asked = feed.asked.length;
    installer = openInstaller();
    expect(await stage()).toBe('staged');
    expect(feed.asked.slice(asked)).toEqual(['stable.json']);
  });

  it('keeps what it downloads for its owner alone', async () => {
    await stage();
    expect(statSync(path.join(folder, 'data/updates')).mode & 0o777).toBe(0o700);
  });
});

// By what electron-updater does on Windows; the installer is a script here, and the system that it installs into is not there.
describe.runIf(process.platform === 'linux')('the installer of Windows', () => {
  it.each([
    [true, '--updated /S --force-run'],
    [false, '--updated /S'],
  ])('is started with the words of a silent update (starts again: %s)', async (restarts, words) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'duodian-nsis-'));
    const feed = await LocalFeed.open();
    const heard = path.join(folder, 'words');
    const script = Buffer.from(
      `#!/bin/sh\necho "$@" > '${heard}.new'\nmv '${heard}.new' '${heard}'\n`,
    );
    feed.publish('2.0.0', script, { key: OURS.key, name: 'duodian-2.0.0-win-x64.exe' });
    const source = new UpdateFeed({
      feeds: [feed.url],
      channel: 'stable',
      keys: [publicKeyFrom(OURS.publicText)],
      current: '1.0.0',
      target: TARGET,
      fetchAlone: fetch,
      clock: systemClock,
    });
    const installer = openUpdateInstaller(
      { kind: 'nsis' },
      {
        version: '1.0.0',
        feed: source,
        dataDirectory: folder,
        relaunch: () => undefined,
        letQuit: () => undefined,
      },
    );
    const found = await source.find();
    if (found === null) throw new Error('nothing newer');
    await installer.stage(found, () => undefined);
    const staged = path.join(folder, 'updates/cache/pending', found.file.name);
    // What Windows starts by its name needs a right here.
    chmodSync(staged, 0o700);
    await installer.install({ restarts });
    await expect.poll(() => existsSync(heard)).toBe(true);
    expect(readFileSync(heard, 'utf8').trim()).toBe(words);
    await feed.close();
    rmSync(folder, { recursive: true });
  });
});
