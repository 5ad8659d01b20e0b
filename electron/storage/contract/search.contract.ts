import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asBuyerPin, asMessageId } from '#shared/model/ids.ts';
import type { CardDetail } from '#shared/model/message.ts';
import { HELD_REPLY } from '#shared/model/message.ts';
import { NOTHING_FOUND, SEARCH_LIMITS, type MarkedText } from '#shared/model/search.ts';
import { conversationRow, messageRow, OTHER_SHOP, SHOP, shopRow } from '../testing/rows.ts';
import { putConversation, putMessages, type ContractPlace } from './place.contract.ts';

const CARD: CardDetail = {
  title: '胡桃木书架 三层',
  priceText: '¥ 269.00',
  imageUrl: null,
  goodsId: '100123456789',
  orderId: null,
  link: 'https://item.jd.com/100123456789.html',
};

/** The text with its marks in brackets. */
const shown = ({ text, marks }: MarkedText): string =>
  marks.reduceRight(
    (rest, [from, to]) => `${rest.slice(0, from)}[${rest.slice(from, to)}]${rest.slice(to)}`,
    text,
  );

export const searchContract = (at: ContractPlace): void => {
  const messages = async (query: string): Promise<readonly string[]> =>
    (await at.store.search(query)).messages.hits.map(({ excerpt }) => shown(excerpt));
  const buyers = async (query: string): Promise<readonly string[]> =>
    (await at.store.search(query)).buyers.hits.map(({ label, account }) =>
      account === null ? shown(label) : `${shown(label)} ${shown(account)}`,
    );
  const numbers = async (query: string): Promise<readonly string[]> =>
    (await at.store.search(query)).numbers.hits.map(
      ({ kind, number }) => `${kind} ${shown(number)}`,
    );

  describe('[PF3] search', () => {
    test('a text is found by one character, by any part and by all words, the newest first', async () => {
      await at.commitWithShop(
        ...putMessages([
          messageRow(1, { content: '请问什么时候发货？急用' }),
          messageRow(2, { content: '发货了吗' }),
          messageRow(3, { content: 'iPhone 15 Pro 有货么' }),
          messageRow(4, { content: '好的👍谢谢' }),
        ]),
      );
      expect(await messages('货')).toEqual([
        'iPhone 15 Pro 有[货]么',
        '发[货]了吗',
        '请问什么时候发[货]？急用',
      ]);
      expect(await messages('时候发货')).toEqual(['请问什么[时候发货]？急用']);
      expect(await messages('急用 发货')).toEqual(['请问什么时候[发货]？[急用]']);
      expect(await messages('货了')).toEqual(['发[货了]吗']);
      expect(await messages('ＩＰＨＯＮＥ')).toEqual(['[iPhone] 15 Pro 有货么']);
      expect(await messages('hon')).toEqual(['iP[hon]e 15 Pro 有货么']);
      expect(await messages('15 pro')).toEqual(['iPhone [15] [Pro] 有货么']);
      expect(await messages('👍')).toEqual(['好的[👍]谢谢']);
      expect(await messages('货发')).toEqual([]);
    });

    test('a changed text is found by its new words alone, a held reply not at all', async () => {
      const row = messageRow(1, { origin: 'backoffice', content: '明天发出' });
      await at.commitWithShop(...putMessages([row]));
      await at.commit(...putMessages([{ ...row, content: '后天发出' }]));
      expect(await messages('明天')).toEqual([]);
      expect(await messages('后天')).toEqual(['[后天]发出']);
      const held = { state: 'cancelled', reason: HELD_REPLY, changedAt: 1 } as const;
      await at.commit(...putMessages([{ ...row, content: '后天发出', send: held }]));
      expect(await messages('后天')).toEqual([]);
    });

    test('a hit says where it is, and of whom', async () => {
      await at.commitWithShop(
        putConversation(
          conversationRow({ buyerName: '小鹿', avatarUrl: 'https://a.example/1.png' }),
        ),
        ...putMessages([messageRow(7, { content: '发票抬头' })]),
      );
      const row = messageRow(7);
      expect((await at.store.search('发票')).messages).toEqual({
        more: 0,
        hits: [
          {
            shopId: SHOP,
            buyerPin: row.buyerPin,
            buyerName: '小鹿',
            avatarUrl: 'https://a.example/1.png',
            messageId: row.messageId,
            origin: 'buyer',
            type: 'text',
            sentAt: row.sentAt,
            orderAt: row.orderAt,
            arrival: 7,
            excerpt: { text: '发票抬头', marks: [[0, 2]] },
          },
        ],
      });
    });

    test('buyers are found by name, pin, pinyin and its initials; a name that begins so stands first', async () => {
      const names = ['小鹿乱撞', '大小鹿', '吕布', null];
      await at.commitWithShop(
        ...names.map((buyerName, n) =>
          putConversation(
            conversationRow({
              buyerPin: asBuyerPin(`jd_${n}abc`),
              buyerName,
              lastOrderAt: 1000 + n,
            }),
          ),
        ),
      );
      expect(await buyers('小')).toEqual(['[小]鹿乱撞', '大[小]鹿']);
      expect(await buyers('JD_1')).toEqual(['大小鹿 [jd_1]abc']);
      expect(await buyers('3abc')).toEqual(['jd_[3abc]']);
      await at.commit(
        putConversation(conversationRow({ buyerPin: asBuyerPin('jd_2abc'), buyerName: '貂蝉' })),
      );
      expect(await buyers('吕布')).toEqual([]);
      expect(await buyers('貂蝉')).toEqual(['[貂蝉]']);
    });

    test('order and goods numbers are found by any three of their characters, in cards and in words', async () => {
      await at.commitWithShop(
        ...putMessages([
          messageRow(1, { type: 'product_card', content: CARD.link ?? '', card: CARD }),
          messageRow(2, { content: '订单240101-123456789012345到哪了' }),
          messageRow(3, {
            type: 'order_card',
            content: '订单',
            card: { ...CARD, orderId: '778899001122', goodsId: null },
          }),
          messageRow(4, { content: '778899001122 还没到' }),
          messageRow(5, { content: '778899001122', buyerPin: asBuyerPin('someone else') }),
        ]),
      );
      expect(await numbers('3456789')).toEqual([
        'mentioned 240101-12[3456789]012345',
        'goods 10012[3456789]',
      ]);
      expect(await numbers('240101123')).toEqual(['mentioned [240101-123456789012345]']);
      expect(await numbers('7788 9900')).toEqual([
        'mentioned [77889900]1122',
        'order [77889900]1122',
      ]);
      const { hits } = (await at.store.search('778899001122')).numbers;
      expect(hits.map(({ messageId }) => messageId)).toEqual(['m-5', 'm-4']);
      expect(await numbers('书架')).toEqual([]);
      expect(await messages('书架')).toEqual(['订单 胡桃木[书架] 三层', '胡桃木[书架] 三层']);
    });

    test('groups are capped, and what is beyond is counted to a limit', async () => {
      const many = SEARCH_LIMITS.messages + SEARCH_LIMITS.more + 20;
      await at.commitWithShop(
        ...putMessages(
          Array.from({ length: many }, (_, n) => messageRow(n + 1, { content: '在吗' })),
        ),
        ...Array.from({ length: SEARCH_LIMITS.buyers + 3 }, (_, n) =>
          putConversation(
            conversationRow({ buyerPin: asBuyerPin(`b${n}`), buyerName: '在在', lastOrderAt: n }),
          ),
        ),
      );
      const answer = await at.store.search('在');
      expect(answer.messages.hits.map(({ arrival }) => arrival)).toEqual(
        Array.from({ length: SEARCH_LIMITS.messages }, (_, n) => many - n),
      );
      expect(answer.messages.more).toBe(SEARCH_LIMITS.more);
      expect(answer.buyers.hits).toHaveLength(SEARCH_LIMITS.buyers);
      expect(answer.buyers.hits[0]?.at).toBe(SEARCH_LIMITS.buyers + 2);
      expect(answer.buyers.more).toBe(3);
    });

    test('a removed shop is not found any more', async () => {
      const other = { shopId: OTHER_SHOP } as const;
      await at.commitWithShop(
        { put: 'shop', row: shopRow(other) },
        putConversation(conversationRow({ buyerName: '小王' })),
        putConversation(conversationRow({ ...other, buyerName: '小王' })),
        ...putMessages([
          messageRow(1, { content: '退款' }),
          messageRow(2, { ...other, content: '退款' }),
        ]),
      );
      await at.commit({ remove: 'shop', shopId: OTHER_SHOP });
      const { buyers: names, messages: found } = await at.store.search('小王');
      expect([...names.hits, ...found.hits].map(({ shopId }) => shopId)).toEqual([SHOP]);
      expect((await at.store.search('退款')).messages.hits.map(({ shopId }) => shopId)).toEqual([
        SHOP,
      ]);
    });

    test('no text is an error, and what holds nothing to look for finds nothing', async () => {
      await at.commitWithShop(
        putConversation(conversationRow()),
        ...putMessages([messageRow(1, { content: '100% 棉_"白*色" (均码)' })]),
      );
      for (const query of [
        '',
        '   ',
        '%',
        '_',
        '"',
        '*',
        '()',
        '，。！',
        '\0\u001f',
        '\ud800',
        'AND',
        'NEAR(a b)',
        '-"*^:',
      ]) {
        const answer = await at.store.search(query);
        if (!/[A-Za-z]/u.test(query))
          expect(answer).toEqual({ ...NOTHING_FOUND, progress: answer.progress });
      }
      expect(await messages('100%')).toEqual(['[100%] 棉_"白*色" (均码)']);
      expect(await messages('白*色')).toEqual(['100% 棉_"[白*色]" (均码)']);
      expect(await messages(`棉_${'x'.repeat(5_000)}`)).toEqual([]);
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), async (query) => {
          await at.store.search(query);
        }),
        { numRuns: 60 },
      );
    });

    test('a pasted paragraph is told by its first 200 characters, whatever follows', async () => {
      const paragraph = Array.from({ length: 250 }, (_, n) => String.fromCodePoint(0x4e00 + n));
      const content = paragraph.join('');
      await at.commitWithShop(...putMessages([messageRow(1, { content })]));
      const found = async (query: string): Promise<number> =>
        (await at.store.search(query)).messages.hits.length;
      expect(await found(`${content.slice(0, 200)}后面是别的话`)).toBe(1);
      expect(await found(`${content.slice(0, 199)}后面是别的话`)).toBe(0);
      expect(await found(`${content.slice(0, 199)}\ud83d\ude00${content}`)).toBe(1);
      expect(await found('👍'.repeat(200))).toBe(0);
    });

    test('of a long text the place around the hit is shown', async () => {
      const content = `${'很长的话'.repeat(60)}优惠券${'很长的话'.repeat(60)}`;
      await at.commitWithShop(
        ...putMessages([messageRow(1, { content, messageId: asMessageId('long') })]),
      );
      const [hit] = await messages('优惠券');
      expect(hit).toMatch(/^….{16}\[优惠券\].{101}…$/u);
    });
  });
};
