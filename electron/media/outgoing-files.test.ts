import { mkdir, mkdtemp, readdir, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MAX_IMAGE_BYTES } from '#shared/model/outgoing-media.ts';
import { encodePng } from '../../sandbox/media/png.ts';
import { OutgoingFiles } from './outgoing-files.ts';
import { pngHead } from './testing/pictures.ts';

const PNG = encodePng(8, 8, () => [200, 30, 30]);

async function* chunks(...parts: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield await Promise.resolve(part);
}

let data = '';
beforeEach(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'outgoing-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

describe('OutgoingFiles', () => {
  it('[SE5] keeps a picture under its hash, for its owner only, and reads it again', async () => {
    const files = new OutgoingFiles(data, () => null);
    const kept = await files.keep(chunks(PNG.subarray(0, 5), PNG.subarray(5)));
    if (!kept.ok) throw new Error(kept.error.kind);
    expect(kept.value).toMatchObject({ type: 'image', bytes: PNG.length });
    expect(kept.value.content).toMatch(/^outgoing:[0-9a-f]{64}\.png$/u);
    const [name] = await readdir(path.join(data, 'outgoing'));
    expect((await stat(path.join(data, 'outgoing', name ?? ''))).mode & 0o777).toBe(0o600);
    const again = await new OutgoingFiles(data, () => null).read(kept.value.content);
    expect(again).toMatchObject({ mimeType: 'image/png', base64: PNG.toString('base64') });
  });

  it.each([
    ['media.empty', []],
    ['media.wrongType', [Buffer.from('MZ a renamed program')]],
    ['media.wrongType', [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')]],
    ['media.tooLarge', [PNG, Buffer.alloc(MAX_IMAGE_BYTES)]],
  ])('[SE5] refuses with %s and leaves nothing behind', async (kind, parts) => {
    const kept = await new OutgoingFiles(data, () => null).keep(chunks(...parts));
    expect(kept).toMatchObject({ ok: false, error: { kind } });
    expect(await readdir(path.join(data, 'outgoing'))).toEqual([]);
  });

  it('leaves nothing behind of a sender that breaks off', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(PNG);
      throw new Error('the page went away');
    };
    await expect(new OutgoingFiles(data, () => null).keep(broken())).rejects.toThrow(
      'the page went away',
    );
    expect(await readdir(path.join(data, 'outgoing'))).toEqual([]);
  });

  it('says so when the folder cannot be written', async () => {
    await writeFile(path.join(data, 'outgoing'), 'a file in its place');
    const kept = await new OutgoingFiles(data, () => null).keep(chunks(PNG));
    expect(kept).toMatchObject({ ok: false, error: { kind: 'media.notKept' } });
  });

  it('finds no file by a path', async () => {
    expect(await new OutgoingFiles(data, () => null).open('../token.png')).toBeNull();
  });

  it('[SE5] refuses a picture of too many pixels, and leaves nothing behind', async () => {
    const kept = await new OutgoingFiles(data, () => null).keep(chunks(pngHead(50_000, 50_000)));
    expect(kept).toMatchObject({ ok: false, error: { kind: 'media.tooManyPixels' } });
    expect(await readdir(path.join(data, 'outgoing'))).toEqual([]);
  });

  it('[SE5] takes four at once; the fifth waits unread', async () => {
    const files = new OutgoingFiles(data, () => null);
    let begun = 0;
    const gate = Promise.withResolvers<void>();
    const slow = async function* (): AsyncGenerator<Uint8Array> {
      begun += 1;
      await gate.promise;
      yield PNG;
    };
    const all = Array.from({ length: 9 }, () => files.keep(slow()));
    await vi.waitFor(() => expect(begun).toBe(4));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(begun).toBe(4);
    gate.resolve();
    expect((await Promise.all(all)).every((kept) => kept.ok)).toBe(true);
    expect(begun).toBe(9);
  });

  describe('[SE5] the room for files', () => {
    /** So many files of so many MB, the first the oldest, a day apart. */
    const fill = async (count: number, megabytes: number): Promise<readonly string[]> => {
      const folder = path.join(data, 'outgoing');
      await mkdir(folder, { recursive: true });
      const names = Array.from({ length: count }, (_, n) => `${String(n).padStart(64, '0')}.png`);
      for (const [place, name] of names.entries()) {
        const file = path.join(folder, name);
        await writeFile(file, '');
        await truncate(file, megabytes * 1024 * 1024);
        const at = new Date(Date.now() - (count - place) * 60_000);
        await utimes(file, at, at);
      }
      return names;
    };
    const there = (): Promise<string[]> => readdir(path.join(data, 'outgoing'));
    const nothingOpen = (): ReadonlySet<string> => new Set();

    it.each([
      ['bytes', 20, 10, 19],
      ['files', 500, 0, 499],
    ])('has an end in %s: the oldest goes first', async (_what, count, megabytes, left) => {
      const names = await fill(count, megabytes);
      const kept = await new OutgoingFiles(data, nothingOpen).keep(chunks(PNG));
      expect(kept.ok).toBe(true);
      const now = await there();
      expect(now).toHaveLength(left + 1);
      expect(now).not.toContain(names[0]);
      expect(now).toContain(names[1]);
    });

    it('never takes what an open send needs, and refuses when all are needed', async () => {
      const names = await fill(20, 10);
      const needed = (count: number) => () =>
        new Set(names.slice(0, count).map((name) => `outgoing:${name}`));
      expect((await new OutgoingFiles(data, needed(19)).keep(chunks(PNG))).ok).toBe(true);
      expect(await there()).toEqual(expect.arrayContaining(names.slice(0, 19)));
      await rm(path.join(data, 'outgoing'), { recursive: true });
      await fill(20, 10);
      const kept = await new OutgoingFiles(data, needed(20)).keep(chunks(PNG));
      expect(kept).toMatchObject({ ok: false, error: { kind: 'media.full' } });
      expect((await there()).toSorted()).toEqual(names);
    });

    it('while nobody knows what is needed, all are', async () => {
      await fill(20, 10);
      const kept = await new OutgoingFiles(data, () => null).keep(chunks(PNG));
      expect(kept).toMatchObject({ ok: false, error: { kind: 'media.full' } });
      expect(await there()).toHaveLength(20);
    });

    it('keeps what has just come in and stands in a composer, until it was sent', async () => {
      const files = new OutgoingFiles(data, nothingOpen);
      const first = await files.keep(chunks(PNG));
      if (!first.ok) throw new Error(first.error.kind);
      const name = first.value.content.replace('outgoing:', '');
      const old = new Date(Date.now() - 86_400_000);
      await utimes(path.join(data, 'outgoing', name), old, old);
      await fill(20, 10);
      const other = encodePng(9, 9, () => [1, 2, 3]);
      expect((await files.keep(chunks(other))).ok).toBe(true);
      expect(await there()).toContain(name);
      await files.read(first.value.content);
      await utimes(path.join(data, 'outgoing', name), old, old);
      await fill(20, 10);
      expect((await files.keep(chunks(encodePng(5, 9, () => [1, 2, 3])))).ok).toBe(true);
      expect(await there()).not.toContain(name);
    });

    it('a file that is there already takes no room twice', async () => {
      const files = new OutgoingFiles(data, () => null);
      expect((await files.keep(chunks(PNG))).ok).toBe(true);
      await fill(499, 0);
      expect((await files.keep(chunks(PNG))).ok).toBe(true);
      expect(await there()).toHaveLength(500);
    });
  });

  it('removes what is older than 30 days, and half-written files', async () => {
    const files = new OutgoingFiles(data, () => null);
    await files.keep(chunks(PNG));
    await writeFile(path.join(data, 'outgoing', 'x.part'), 'x');
    await files.sweep(Date.now());
    expect(await readdir(path.join(data, 'outgoing'))).toHaveLength(1);
    await files.sweep(Date.now() + 31 * 24 * 3_600_000);
    expect(await readdir(path.join(data, 'outgoing'))).toEqual([]);
  });
});
