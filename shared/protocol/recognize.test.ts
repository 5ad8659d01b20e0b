import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseOrderCard, parseProductLink, recognizeMessageType } from './recognize.ts';

describe('parseOrderCard', () => {
  const both = { goodsId: '100123456789', orderId: '250904-518080458310434' };
  it.each([
    '商品id:100123456789 订单号:250904-518080458310434',
    '商品id:100123456789 订单号:250904-518080458310434',
    ' 商品ID : 100123456789  订单号 : 250904-518080458310434\n',
    '商品 id: 100123456789,订单号: 250904-518080458310434',
    '订单号:250904-518080458310434 商品id:100123456789',
    '商品id:100123456789\n订单号:250904-518080458310434',
  ])('reads %j', (content) => {
    expect(parseOrderCard(content)).toEqual(both);
    expect(recognizeMessageType(content)).toBe('order_card');
  });

  it('reads an order alone, but does not take a text for a card because of it', () => {
    expect(parseOrderCard('订单号:250904-1')).toEqual({ goodsId: null, orderId: '250904-1' });
    expect(recognizeMessageType('订单号:250904-1')).toBe('text');
  });

  it.each([
    '',
    '商品id:1',
    '我的订单号:123 到哪了',
    '商品id:1 订单号:',
    '商品id:1 订单号:2 谢谢',
    '商品id:1订单号:2',
  ])('does not read %j', (content) => {
    expect(parseOrderCard(content)).toBeNull();
    expect(recognizeMessageType(content)).toBe('text');
  });
});

describe('parseProductLink', () => {
  it.each([
    ['https://item.jd.com/100123456789.html', '100123456789'],
    ['http://item.jd.com/100123456789.html?utm=1#top', '100123456789'],
    ['https://item.m.jd.com/product/100123456789.html', '100123456789'],
    ['https://item.taobao.com/item.htm?id=6543210', '6543210'],
    ['https://detail.tmall.com/item.htm?spm=a1&id=6543210&skuId=2', '6543210'],
    [
      'https://haohuo.jinritemai.com/views/product/item2?id=3512345678901234567',
      '3512345678901234567',
    ],
    ['https://mobile.yangkeduo.com/goods.html?goods_id=987654321', '987654321'],
    [' https://mobile.pinduoduo.com/goods2.html?x=1&goods_id=987654321 ', '987654321'],
  ])('reads %s', (content, goodsId) => {
    expect(parseProductLink(content)).toEqual({ link: content.trim(), goodsId });
    expect(recognizeMessageType(content)).toBe('product_card');
  });

  it.each([
    'https://example.com/100123456789.html',
    'https://item.jd.com.evil.example/1.html',
    'https://evil.example/https://item.jd.com/1.html',
    'https://item.jd.com@evil.example/1.html',
    'https://item.jd.com/',
    'javascript:alert(1)//item.jd.com/1.html',
    '看这个 https://item.jd.com/100123456789.html',
    'https://detail.tmall.com/item.htm?skuid=2',
  ])('does not read %s', (content) => {
    expect(parseProductLink(content)).toBeNull();
    expect(recognizeMessageType(content)).toBe('text');
  });
});

it('never throws, and never calls anything an image or a video', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string({ unit: fc.constantFrom('商品id', '订单号', ':', ' ', '1') }),
      ),
      (content) => {
        expect(['text', 'product_card', 'order_card']).toContain(recognizeMessageType(content));
      },
    ),
  );
});
