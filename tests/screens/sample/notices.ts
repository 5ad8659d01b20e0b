import { asNoticeId, asShopId } from '#shared/model/ids.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { HOUR, SECOND } from './units.ts';

/** What the back office told of shops: one whose challenge is under way, one about a shop that is well, one with a foreign link. */
export const makeNotices = (now: number): readonly ShopNotice[] => [
  {
    noticeId: asNoticeId('n-1'),
    shopId: asShopId('pdd-youxuan'),
    buyerPin: null,
    at: now - 130 * SECOND,
    words: '图形验证码校验失败，请刷新重试',
    link: 'https://verify.example.com/captcha',
    linkProblem: null,
    ended: null,
  },
  {
    noticeId: asNoticeId('n-2'),
    shopId: asShopId('jd-qinghe'),
    buyerPin: null,
    at: now - 42 * SECOND,
    words: '自动回复服务暂停，请人工接待',
    link: null,
    linkProblem: null,
    ended: null,
  },
  {
    noticeId: asNoticeId('n-3'),
    shopId: asShopId('jd-qinghe'),
    buyerPin: null,
    at: now - 3 * HOUR,
    words: '登录状态即将失效',
    link: null,
    linkProblem: null,
    ended: { how: 'dismissed', at: now - 2 * HOUR },
  },
];
