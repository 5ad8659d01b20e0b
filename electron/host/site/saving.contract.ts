import { expect, it } from 'vitest';
import { HOSTILE_NAMES } from '../../media/testing/hostile-names.ts';
import { pngHead } from '../../media/testing/pictures.ts';
import { type Kept, MP4, PNG, type World } from './testing/site-world.ts';

/** The part of the site's suite that is about saving, and about why there is nothing to save. */
export const savingCases = (given: () => World): void => {
  /** The name that a browser keeps the answer under, and the plain one for those that know no other. */
  const namesOf = ({ headers }: Response): readonly string[] => {
    const told = headers.get('content-disposition') ?? '';
    const [, plain = '', encoded = ''] =
      /^attachment; filename="([^"]+)"; filename\*=UTF-8''([\w%.-]+)$/u.exec(told) ?? [];
    return [decodeURIComponent(encoded), plain];
  };
  const SAVED = /^图片-\d{8}-\d{6}\.png$/u;

  it('[SE9] what is saved is named by us, by its time and by the type of its bytes', async () => {
    const { ask, media, source } = given();
    const at = new Date(2026, 10, 29, 15, 30, 12).getTime();
    expect((await ask(media('a.hta'))).headers.get('content-disposition')).toBe(null);
    const picture = await ask(`${media('a.hta')}&save=${at}`);
    expect(namesOf(picture)).toEqual(['图片-20261129-153012.png', 'image-20261129-153012.png']);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(Buffer.from(await picture.arrayBuffer()).equals(PNG)).toBe(true);
    source.answer = (_request, response) => response.end(MP4);
    const video = await ask(`${media('a.png')}&save=${at}`, { headers: { range: 'bytes=10-20' } });
    expect(namesOf(video)[0]).toBe('视频-20261129-153012.mp4');
    expect((await video.arrayBuffer()).byteLength).toBe(MP4.length);
  });

  it('[SE9] a picture with a program behind it is saved as a picture', async () => {
    const { ask, media, source } = given();
    const tail = Buffer.from('<script>new ActiveXObject("WScript.Shell")</script>');
    source.answer = (_request, response) => {
      response.setHeader('content-type', 'application/hta');
      response.setHeader('content-disposition', 'attachment; filename="invoice.hta"');
      response.end(Buffer.concat([PNG, tail]));
    };
    const saved = await ask(`${media('invoice.hta')}&save=`);
    expect(namesOf(saved)[0]).toMatch(SAVED);
    expect(saved.headers.get('content-type')).toBe('image/png');
    await saved.body?.cancel();
  });

  it('[SE9] no name of a buyer, a server or an address is taken over', async () => {
    const { ask, media, source } = given();
    let name = '';
    source.answer = (_request, response) => {
      // Node itself refuses to write line ends into a header.
      const told = Buffer.from(name.replaceAll(/[\r\n\0]/gu, '')).toString('latin1');
      response.setHeader(
        'content-disposition',
        `attachment; filename="${told.replaceAll(/[^\x20-\x7e]/gu, '')}"`,
      );
      response.end(PNG);
    };
    for (name of HOSTILE_NAMES) {
      const path = encodeURIComponent(name).slice(0, 3_000);
      const saved = await ask(`${media(path)}&save=${path}`);
      expect(namesOf(saved)[0], name).toMatch(SAVED);
      await saved.body?.cancel();
    }
  });

  it('[SE9] a file of the agent is saved the same way, and nothing else is', async () => {
    const { ask } = given();
    const kept = await ask('/outgoing', { method: 'POST', body: PNG });
    const name = ((await kept.json()) as Kept).value?.content.replace('outgoing:', '') ?? '';
    const saved = await ask(`/outgoing?f=${name}&save=1`);
    expect(namesOf(saved)[0]).toMatch(SAVED);
    await saved.body?.cancel();
    for (const target of [
      '/?save=1',
      '/assets/main-abc123.js?save=1',
      '/media?u=x&save=1',
      '/outgoing?f=x&save=1',
    ]) {
      const other = await ask(target);
      expect(other.headers.get('content-disposition'), target).toBe(null);
      await other.body?.cancel();
    }
  });

  it('[SE5] why a picture is not shown can be asked, and nothing is fetched for it', async () => {
    const { ask, media, source } = given();
    let asked = 0;
    source.answer = (_request, response) => {
      asked += 1;
      response.end(pngHead(50_000, 50_000));
    };
    const refused = await ask(media('bomb.png'));
    expect([refused.status, await refused.text()]).toEqual([403, '']);
    const why = await ask(`${media('bomb.png')}&retry=1&why=1`);
    expect([why.status, why.headers.get('x-media-refusal'), asked]).toEqual([204, 'pixels', 1]);
    const unknown = await ask(`${media('other.png')}&why=1`);
    expect([unknown.status, unknown.headers.get('x-media-refusal'), asked]).toEqual([204, '', 1]);
  });
};
