import { describe, expect, it } from 'vitest';
import { asBuyerPin, asMessageId, asPlatformMessageId } from '#shared/model/ids.ts';
import { FakeClock } from '../testing/fake-clock.ts';
import { platformMessage } from '../testing/messages.ts';
import { SentEchoes } from './sent-echoes.ts';

const buyer = asBuyerPin('b1');
const part = { type: 'text', content: 'hello' } as const;
const echo = (id: string, parts = {}) =>
  platformMessage(id, { from: 'self', content: 'hello', ...parts });
const sent = (id: string) =>
  ({ kind: 'sent', platformMessageId: asPlatformMessageId(id), sentAt: null }) as const;

describe('SentEchoes', () => {
  it('[CV2] an echo before the answer is held, then carries our id', async () => {
    const echoes = new SentEchoes(new FakeClock());
    const ticket = echoes.begin(asMessageId('c1'), buyer, part);
    expect(echoes.label(echo('s1'))).toBeNull();
    expect((await ticket.echo).platformMessageId).toBe('s1');
    const [released] = ticket.settle(sent('s1'));
    expect(released && echoes.label(released)).toMatchObject({ clientMessageId: 'c1' });
  });

  it('[CV2] an echo after the answer is known by the id of the platform', () => {
    const echoes = new SentEchoes(new FakeClock());
    echoes.begin(asMessageId('c1'), buyer, part).settle(sent('s1'));
    expect(echoes.label(echo('s1', { content: 'changed' }))).toMatchObject({
      clientMessageId: 'c1',
    });
    expect(echoes.label(echo('s2'))).toMatchObject({ clientMessageId: null });
  });

  it('[CV3] a late echo settles what was unconfirmed, and only one of them', () => {
    const echoes = new SentEchoes(new FakeClock());
    const ticket = echoes.begin(asMessageId('c1'), buyer, part);
    ticket.settle({ kind: 'unconfirmed', why: 'timeout' });
    expect(echoes.label(echo('s1'))).toMatchObject({ clientMessageId: 'c1' });
    expect(echoes.label(echo('s2'))).toMatchObject({ clientMessageId: null });
  });

  it('[CV2] what our side says elsewhere is not ours', () => {
    const echoes = new SentEchoes(new FakeClock());
    echoes.begin(asMessageId('c1'), buyer, part);
    for (const other of [
      echo('s1', { content: 'other' }),
      echo('s2', { buyerPin: asBuyerPin('b2') }),
      echo('s3', { type: 'image' }),
      echo('s4', { sentAt: 1_699_999_000_000 }),
      platformMessage('s5', { content: 'hello' }),
    ])
      expect(echoes.label(other)).toBe(other);
  });

  it('[CV2] a card is known by its product, and where it went as its link', () => {
    const link = 'https://shop.example/goods2.html?goods_id=77&from=x';
    const card = { title: null, priceText: null, imageUrl: null, orderId: null, link: null };
    const shown = { type: 'product_card', content: 'https://shop.example/goods.html?goods_id=77' };
    const label = (parts: object): unknown => {
      const echoes = new SentEchoes(new FakeClock());
      const ticket = echoes.begin(asMessageId('c1'), buyer, {
        type: 'product_card',
        content: link,
      });
      ticket.settle({ kind: 'unconfirmed', why: 'timeout' });
      return echoes.label(echo('s1', parts))?.clientMessageId;
    };
    expect(label({ ...shown, card: { ...card, goodsId: '77' } })).toBe('c1');
    expect(label({ type: 'text', content: link })).toBe('c1');
    expect(label({ ...shown, card: { ...card, goodsId: '7' } })).toBeNull();
    expect(label({ ...shown, card: null })).toBeNull();
  });

  it('[CV3] a refused send explains no later message', () => {
    const echoes = new SentEchoes(new FakeClock());
    const ticket = echoes.begin(asMessageId('c1'), buyer, part);
    ticket.settle({ kind: 'rejected', code: '1', text: '' });
    expect(echoes.label(echo('s1'))).toMatchObject({ clientMessageId: null });
  });
});
