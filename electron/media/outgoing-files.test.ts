import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MAX_IMAGE_BYTES } from '#shared/model/outgoing-media.ts';
import { OutgoingFiles } from './outgoing-files.ts';

const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(100, 7)]);

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
    const files = new OutgoingFiles(data);
    const kept = await files.keep(chunks(PNG.subarray(0, 5), PNG.subarray(5)));
    if (!kept.ok) throw new Error(kept.error.kind);
    expect(kept.value).toMatchObject({ type: 'image', bytes: PNG.length });
    expect(kept.value.content).toMatch(/^outgoing:[0-9a-f]{64}\.png$/u);
    const [name] = await readdir(path.join(data, 'outgoing'));
    expect((await stat(path.join(data, 'outgoing', name ?? ''))).mode & 0o777).toBe(0o600);
    const again = await new OutgoingFiles(data).read(kept.value.content);
    expect(again).toMatchObject({ mimeType: 'image/png', base64: PNG.toString('base64') });
  });

  it.each([
    ['media.empty', []],
    ['media.wrongType', [Buffer.from('MZ a renamed program')]],
    ['media.wrongType', [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')]],
    ['media.tooLarge', [PNG, Buffer.alloc(MAX_IMAGE_BYTES)]],
  ])('[SE5] refuses with %s and leaves nothing behind', async (kind, parts) => {
    const kept = await new OutgoingFiles(data).keep(chunks(...parts));
    expect(kept).toMatchObject({ ok: false, error: { kind } });
    expect(await readdir(path.join(data, 'outgoing'))).toEqual([]);
  });

  it('leaves nothing behind of a sender that breaks off', async () => {
    const broken = async function* (): AsyncGenerator<Uint8Array> {
      yield await Promise.resolve(PNG);
      throw new Error('the page went away');
    };
    await expect(new OutgoingFiles(data).keep(broken())).rejects.toThrow('the page went away');
    expect(await readdir(path.join(data, 'outgoing'))).toEqual([]);
  });

  it('says so when the folder cannot be written', async () => {
    await writeFile(path.join(data, 'outgoing'), 'a file in its place');
    const kept = await new OutgoingFiles(data).keep(chunks(PNG));
    expect(kept).toMatchObject({ ok: false, error: { kind: 'media.notKept' } });
  });

  it('finds no file by a path', async () => {
    expect(await new OutgoingFiles(data).find('../token.png')).toBeNull();
  });

  it('removes what is older than 30 days, and half-written files', async () => {
    const files = new OutgoingFiles(data);
    await files.keep(chunks(PNG));
    await writeFile(path.join(data, 'outgoing', 'x.part'), 'x');
    await files.sweep(Date.now());
    expect(await readdir(path.join(data, 'outgoing'))).toHaveLength(1);
    await files.sweep(Date.now() + 31 * 24 * 3_600_000);
    expect(await readdir(path.join(data, 'outgoing'))).toEqual([]);
  });
});
