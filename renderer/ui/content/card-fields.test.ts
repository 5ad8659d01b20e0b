import { describe, expect, it } from 'vitest';
import { cardFields } from './card-fields.ts';

describe('cards from the wire alone', () => {
  it('reads a bare product link', () => {
    expect(
      cardFields({
        type: 'product_card',
        content: 'https://item.jd.com/100123456789.html',
        card: null,
      }),
    ).toMatchObject({
      kind: 'product',
      goodsId: '100123456789',
      link: 'https://item.jd.com/100123456789.html',
      raw: null,
    });
  });

  it('reads the text of an order card', () => {
    expect(
      cardFields({
        type: 'order_card',
        content: '商品id:100123456789 订单号:250904-518080458310434',
        card: null,
      }),
    ).toMatchObject({
      kind: 'order',
      goodsId: '100123456789',
      orderId: '250904-518080458310434',
      link: null,
      raw: null,
    });
  });

  it('keeps the raw text where it can read nothing', () => {
    expect(cardFields({ type: 'order_card', content: '一张订单', card: null }).raw).toBe(
      '一张订单',
    );
  });
});

describe('cards with the platform’s details', () => {
  const card = {
    title: '置物架\u202e 三层',
    priceText: '¥199',
    imageUrl: 'javascript:alert(1)',
    goodsId: '1',
    orderId: null,
    link: 'data:text/html,x',
  };

  it('[SE4] takes only web addresses, and no direction marks', () => {
    expect(cardFields({ type: 'product_card', content: '', card })).toMatchObject({
      title: '置物架 三层',
      imageUrl: null,
      link: null,
      goodsId: '1',
    });
  });
});
