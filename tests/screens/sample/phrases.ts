import { asPhraseId } from '#shared/model/ids.ts';
import type { Phrase, PhrasePart } from '#shared/model/phrase.ts';
import type { Shop } from '#shared/model/shop.ts';

const text = (words: string): PhrasePart => ({ kind: 'text', text: words });

/** What an agent has kept: of every scope, pinned and used, of one message and of several. */
export const makePhrases = (shops: readonly Shop[]): readonly Phrase[] => {
  let made = 0;
  const phrase = (
    code: string,
    parts: readonly PhrasePart[],
    change: Partial<Phrase> = {},
  ): Phrase => ({
    phraseId: asPhraseId(`phrase-${String((made += 1)).padStart(3, '0')}`),
    scope: { kind: 'all' },
    group: '',
    code,
    parts,
    place: null,
    usedCount: 0,
    usedAt: null,
    ...change,
  });
  const [first] = shops;
  const ofShop =
    first === undefined ? {} : { scope: { kind: 'shop', shopId: first.shopId } as const };
  return [
    phrase('换货流程', [text('亲，换货单已为您提交，快递上门时请把商品和配件一起交给快递员。')], {
      group: '售后',
      place: 0,
      usedCount: 41,
      usedAt: 4,
    }),
    phrase('发货时间', [text('16 点前付款当天发出，之后付款的次日发出，{商品}现货充足。')], {
      ...ofShop,
      group: '售前',
      place: 1,
      usedCount: 57,
      usedAt: 3,
    }),
    phrase('色差说明', [text('因拍摄光线与显示器不同，图片与实物可能有一点色差，以实物为准。')], {
      group: '售前',
      usedCount: 23,
      usedAt: 2,
    }),
    phrase(
      '开发票',
      [
        text('请在订单详情里点击“申请发票”，填写抬头和税号。'),
        { kind: 'link', url: 'https://invoice.example.com/help', title: '发票说明' },
        text('提交后一般会发到您填写的邮箱，请留意查收。'),
      ],
      { group: '发票', usedCount: 12, usedAt: 2 },
    ),
    phrase('查物流', [text('{买家}您好，您的订单{订单号}我这边帮您查一下物流，请稍等。')], {
      group: '售后',
      scope: { kind: 'platform', platform: 'jd' },
      usedCount: 9,
      usedAt: 1,
    }),
    phrase('欢迎', [text('您好，欢迎光临{店铺}，请问有什么可以帮您？')], {
      group: '接待',
      usedCount: 8,
    }),
    phrase('稍等', [text('好的，请您稍等，我正在为您查询。')], { group: '接待', usedCount: 6 }),
    phrase('', [text('麻烦您拍一张商品和快递面单的照片，我马上为您核对。')], {
      group: '售后',
      usedCount: 3,
    }),
    phrase('安装', [text('安装视频在详情页第二屏，装的时候先把四个脚拧上，最后再统一拧紧。')], {
      ...ofShop,
      group: '售后',
    }),
    phrase('包邮', [text('亲，拼单满两件包邮，偏远地区以下单页显示的运费为准。')], {
      scope: { kind: 'platform', platform: 'pdd' },
      group: '售前',
    }),
    phrase('结束', [text('感谢您的咨询，有需要随时联系我们，祝您生活愉快。')], { group: '接待' }),
  ];
};
