import { describe, expect, it } from 'vitest';
import {
  asBuyerPin,
  asMessageId,
  asShopId,
  conversationKey,
  type MessageId,
} from '#shared/model/ids.ts';
import type { StagedFile } from '#shared/model/outgoing-media.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import { AttachmentBook } from './attachment-book.ts';

const REF = { shopId: asShopId('s'), buyerPin: asBuyerPin('b') };
const KEY = conversationKey(REF);
const SHOP = { adapterVersion: 'douyin 1', capabilities: ['text', 'image', 'upload'] } as const;
const JD = { adapterVersion: 'jd 1', capabilities: ['text', 'image'] } as const;
const STAGED: StagedFile = { content: 'outgoing:x', type: 'image', bytes: 3 };
const file = (name: string, type = 'image/png', size = 3): File =>
  new File([new Uint8Array(size)], name, { type });

const bookOver = (
  parts: { stage?: () => Promise<Result<StagedFile>>; answers?: Result<null>[] } = {},
) => {
  const sent: { readonly messageId: MessageId; readonly content: string }[] = [];
  let ids = 0;
  const book = new AttachmentBook({
    stage: parts.stage ?? (async () => ok(STAGED)),
    send: async ({ messageId, content }) => {
      sent.push({ messageId, content });
      return parts.answers?.shift() ?? ok(null);
    },
    newId: () => asMessageId(`m${(ids += 1)}`),
  });
  return { book, sent };
};
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

describe('AttachmentBook', () => {
  it('[CV4] a refused file comes back, and sent again it is the same send', async () => {
    const { book, sent } = bookOver({ answers: [refuse('ipc.disconnected')] });
    book.add(REF, SHOP, [file('a.png')], false);
    await settled();
    const refused = await book.send(REF);
    expect(refused).toMatchObject({ error: { kind: 'ipc.disconnected' }, isBack: true });
    expect(book.read(KEY)).toMatchObject({ kind: 'ready', name: 'a.png' });
    expect(await book.send(REF)).toBeNull();
    expect(sent.map(({ messageId }) => messageId)).toEqual(['m1', 'm1']);
    expect(book.read(KEY)).toBeNull();
  });

  it('[CV4] another file is another send', async () => {
    const { book, sent } = bookOver();
    for (const name of ['a.png', 'b.png']) {
      book.add(REF, SHOP, [file(name)], false);
      await settled();
      await book.send(REF);
    }
    expect(sent.map(({ messageId }) => messageId)).toEqual(['m1', 'm2']);
  });

  it('tells that a refused file did not come back when another one is in its place', async () => {
    const { book } = bookOver({ answers: [refuse('ipc.disconnected')] });
    book.add(REF, SHOP, [file('a.png')], false);
    await settled();
    const refused = book.send(REF);
    book.add(REF, SHOP, [file('b.png')], false);
    expect(await refused).toMatchObject({ isBack: false });
    await settled();
    expect(book.read(KEY)).toMatchObject({ kind: 'ready', name: 'b.png' });
  });

  it('[CV1] a file is sent to its own buyer alone, and only once it is ready', async () => {
    const { book, sent } = bookOver();
    book.add(REF, SHOP, [file('a.png')], false);
    expect(await book.send(REF)).toBeNull();
    await settled();
    expect(await book.send({ ...REF, buyerPin: asBuyerPin('other') })).toBeNull();
    expect(sent).toEqual([]);
  });

  it('a file that was taken back while it was read stays away', async () => {
    const { book } = bookOver();
    book.add(REF, SHOP, [file('a.png')], false);
    book.remove(KEY);
    await settled();
    expect(book.read(KEY)).toBeNull();
  });

  it.each([
    ['several', [file('a.png'), file('b.png')], SHOP],
    ['noVideo', [file('a.mp4', 'video/mp4')], SHOP],
    ['media.empty', [file('a.png', 'image/png', 0)], SHOP],
    ['media.tooLarge', [file('a.png', 'image/png', 10 * 1024 * 1024 + 1)], SHOP],
    ['media.noUpload', [file('a.png')], JD],
    ['media.noUpload', [], JD],
  ] as const)('[PL9] says %s before a byte is read', (why, files, shop) => {
    const { book } = bookOver({ stage: () => Promise.reject(new Error('was read')) });
    book.add(REF, shop, files, false);
    const attached = book.read(KEY);
    const trouble = attached?.kind === 'failed' ? attached.trouble : null;
    expect(trouble?.kind === 'error' ? trouble.error.kind : trouble?.kind).toBe(why);
  });

  it('[PL9] the bytes have the last word', async () => {
    const { book } = bookOver({ stage: async () => ok({ ...STAGED, type: 'video' as const }) });
    book.add(REF, SHOP, [file('a.png')], false);
    await settled();
    expect(book.read(KEY)).toEqual({ kind: 'failed', trouble: { kind: 'noVideo' } });
  });

  it('says why the host did not keep a file', async () => {
    const { book } = bookOver({ stage: async () => refuse('media.notKept') });
    book.add(REF, SHOP, [file('a.png')], false);
    await settled();
    const trouble = { kind: 'error', error: { kind: 'media.notKept' } };
    expect(book.read(KEY)).toMatchObject({ kind: 'failed', trouble });
  });
});
