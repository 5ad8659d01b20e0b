import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../core/testing/fake-clock.ts';
import { systemClock } from '../host/machine/system-clock.ts';
import { signedManifest } from '../../build/sign-feed.ts';
import { troubleOf } from './feed-fetch.ts';
import { publicKeyFrom } from './manifest.ts';
import { fileOf, keyPair, LocalFeed, TARGET } from './testing/local-feed.ts';
import { UpdateFeed, type UpdateFeedParts } from './update-feed.ts';

const OURS = keyPair();
const THEIRS = keyPair();
const NAME = 'duodian-2.0.0.AppImage';
const CONTENT = Buffer.alloc(300_000, 'new');
const NOTES = { 'zh-CN': '', en: '' };

describe('the update feed', () => {
  let first: LocalFeed;
  let second: LocalFeed;
  let folder = '';
  const place = (): string => path.join(folder, 'file');
  const feedOf = (parts: Partial<UpdateFeedParts> = {}): UpdateFeed =>
    new UpdateFeed({
      feeds: [first.url, second.url],
      channel: 'stable',
      keys: [publicKeyFrom(OURS.publicText)],
      current: '1.0.0',
      target: TARGET,
      fetchAlone: fetch,
      clock: systemClock,
      ...parts,
    });
  /** The reason of a search that does not end in a version. */
  const whyNot = async (parts: Partial<UpdateFeedParts> = {}): Promise<string> =>
    feedOf(parts)
      .find()
      .then((found) => `found ${found?.release.version}`, troubleOf);
  const publish = (feed: LocalFeed, version = '2.0.0'): void =>
    void feed.publish(version, CONTENT, { key: OURS.key, name: NAME });
  const fetchFile = async (hear: (done: number) => void = () => undefined): Promise<string> => {
    const file = fileOf(NAME, CONTENT);
    return feedOf()
      .fetchFile(file, place(), hear)
      .then(() => 'taken', troubleOf);
  };

  beforeEach(async () => {
    first = await LocalFeed.open();
    second = await LocalFeed.open();
    folder = mkdtempSync(path.join(tmpdir(), 'duodian-feed-'));
  });
  afterEach(async () => {
    await first.close();
    await second.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('finds a newer version, fetches the file that was signed, and tells how far it is', async () => {
    publish(first);
    const found = await feedOf().find();
    expect(found).toMatchObject({ release: { version: '2.0.0' }, file: { name: NAME } });
    const heard: number[] = [];
    expect(await fetchFile((done) => heard.push(done))).toBe('taken');
    expect(readFileSync(place()).equals(CONTENT)).toBe(true);
    expect(heard.at(-1)).toBe(1);
    expect(heard).toEqual(heard.toSorted((a, b) => a - b));
    expect(second.asked).toEqual([]);
  });

  it('knows when it has the newest, and takes none that is older', async () => {
    publish(first, '1.0.0');
    expect(await feedOf().find()).toBeNull();
    publish(first, '0.9.9');
    publish(second, '0.9.9');
    expect(await whyNot()).toBe('olderVersion');
    // A test version comes before the version that it tests.
    publish(first, '1.0.0-beta.3');
    publish(second, '1.0.0-beta.3');
    expect(await whyNot()).toBe('olderVersion');
  });

  it('asks for its own channel, and takes no manifest that was signed for another', async () => {
    const { release } = {
      release: first.publish('3.0.0', CONTENT, { key: OURS.key, channel: 'beta' }),
    };
    expect(await whyNot()).toBe('unreachable');
    expect((await feedOf({ channel: 'beta' }).find())?.release.version).toBe('3.0.0');
    first.serve('stable.json', signedManifest(release, 'beta', OURS.key));
    expect(await whyNot()).toBe('malformed');
  });

  it.each([
    [
      'of another key',
      (text: string) => text.replace(/"signature":"[^"]*"/u, '"signature":"AAAA"'),
    ],
    ['over other bytes', (text: string) => text.replace('2.0.0', '2.0.1')],
  ])('a signature %s is refused before anything in it is read', async (_name, spoil) => {
    const release = { version: '2.0.0', notes: NOTES, files: [fileOf(NAME, CONTENT)] };
    first.serve('stable.json', spoil(signedManifest(release, 'stable', OURS.key)));
    expect(await whyNot()).toBe('badSignature');
    first.serve('stable.json', signedManifest(release, 'stable', THEIRS.key));
    expect(await whyNot()).toBe('badSignature');
  });

  it.each([
    ['no JSON', '<html>login</html>'],
    ['no envelope', '{"version":"2.0.0"}'],
    ['endless', '0'.repeat(300_000)],
    [
      'a file that leads elsewhere',
      signedManifest(
        {
          version: '2.0.0',
          notes: NOTES,
          files: [{ ...fileOf(NAME, CONTENT), name: '../../evil' }],
        },
        'stable',
        OURS.key,
      ),
    ],
    [
      'a version that is none',
      signedManifest({ version: '2.0', notes: NOTES, files: [] }, 'stable', OURS.key),
    ],
  ])('a manifest that is %s is malformed', async (_name, text) => {
    first.serve('stable.json', text);
    expect(await whyNot()).toBe('malformed');
  });

  it('says when a release has nothing for this system', async () => {
    publish(first);
    expect(await whyNot({ target: 'plan9-mips' })).toBe('noFile');
  });

  it.each([301, 302, 303, 307, 308])(
    'follows no redirect (%i), wherever it leads',
    async (status) => {
      publish(second);
      for (const [name, location] of [
        ['stable.json', 'http://example.com/stable.json'],
        [NAME, `${second.url}${NAME}`],
      ] as const) {
        first.answer(name, (_request, response) => response.writeHead(status, { location }).end());
      }
      expect(await whyNot({ feeds: [first.url] })).toBe('redirected');
      const alone = feedOf({ feeds: [first.url] });
      const fetched = alone.fetchFile(fileOf(NAME, CONTENT), place(), () => undefined);
      expect(await fetched.then(() => 'taken', troubleOf)).toBe('redirected');
      expect(second.asked).toEqual([]);
      expect(existsSync(place())).toBe(false);
    },
  );

  it('a mirror takes over from a feed that is down, lies, or cuts its file', async () => {
    publish(second);
    expect((await feedOf().find())?.release.version).toBe('2.0.0');
    first.serve('stable.json', 'nonsense');
    expect((await feedOf().find())?.release.version).toBe('2.0.0');
    first.answer(NAME, (_request, response) => {
      response.writeHead(200, { 'content-length': CONTENT.length });
      response.write(CONTENT.subarray(0, 1000), () => response.destroy());
    });
    expect(await fetchFile()).toBe('taken');
    expect(readFileSync(place()).equals(CONTENT)).toBe(true);
    expect(first.asked.at(-1)).toBe(NAME);
  });

  it('of feeds that all fail the one that lied is told, and not the one that was silent', async () => {
    await first.close();
    second.serve(
      'stable.json',
      signedManifest({ version: '2.0.0', notes: NOTES, files: [] }, 'stable', THEIRS.key),
    );
    expect(await whyNot()).toBe('badSignature');
    await second.close();
    expect(await whyNot()).toBe('unreachable');
  });

  it.each([
    ['cut', 'cutFile', CONTENT.subarray(0, 1000)],
    ['longer', 'wrongFile', Buffer.concat([CONTENT, Buffer.from('x')])],
    ['another one', 'wrongFile', Buffer.alloc(CONTENT.length, 'evil')],
  ])('a file that is %s is not kept', async (_name, why, content) => {
    for (const feed of [first, second]) feed.serve(NAME, content);
    expect(await fetchFile()).toBe(why);
    expect(existsSync(place())).toBe(false);
  });

  it('a feed that falls silent is given up', async () => {
    const clock = new FakeClock();
    first.answer('stable.json', () => undefined);
    const why = whyNot({ feeds: [first.url], clock });
    await expect.poll(() => first.asked).toEqual(['stable.json']);
    await clock.advance(20_000);
    expect(await why).toBe('unreachable');
  });

  // Of Linux: a file that never has room.
  it.runIf(process.platform === 'linux')(
    'a full disk is said as such, and no mirror is asked for it',
    async () => {
      publish(first);
      // By a link, which alone is removed.
      symlinkSync('/dev/full', place());
      const fetched = feedOf().fetchFile(fileOf(NAME, CONTENT), place(), () => undefined);
      expect(
        await fetched.then(
          () => 'taken',
          (error: unknown) => (error as { code?: string }).code,
        ),
      ).toBe('ENOSPC');
      expect(troubleOf(Object.assign(new Error('full'), { code: 'ENOSPC' }))).toBe('diskFull');
      expect(second.asked).toEqual([]);
    },
  );
});
