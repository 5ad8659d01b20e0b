import type { ShopEvent } from '../shop-state.ts';

/** One event of each kind. The type makes a new kind fail to compile until it is added. */
export const SHOP_EVENTS: {
  readonly [Kind in ShopEvent['kind']]: Extract<ShopEvent, { kind: Kind }>;
} = {
  'program.started': { kind: 'program.started' },
  'view.opened': { kind: 'view.opened' },
  'connect.began': { kind: 'connect.began' },
  'connect.queued': { kind: 'connect.queued' },
  'connect.turn': { kind: 'connect.turn' },
  'connect.stopped': { kind: 'connect.stopped' },
  'platform.unknown': { kind: 'platform.unknown', platformName: '快手' },
  'adapter.none': { kind: 'adapter.none', platform: 'jd' },
  'adapter.shapesMissing': { kind: 'adapter.shapesMissing', shapes: ['im', 'sendText'] },
  'cookie.none': { kind: 'cookie.none' },
  'cookie.refused': { kind: 'cookie.refused', problem: 'noPair' },
  'login.required': { kind: 'login.required', words: '登录过期' },
  'login.kicked': { kind: 'login.kicked', words: '别处登录' },
  'challenge.met': { kind: 'challenge.met', words: null, link: 'https://a.example/1' },
  'challenge.announced': {
    kind: 'challenge.announced',
    words: '请验证',
    link: 'https://a.example/2',
  },
  'identity.asked': { kind: 'identity.asked' },
  'identity.confirmed': { kind: 'identity.confirmed' },
  'identity.otherShop': { kind: 'identity.otherShop', shopName: '别家店', shopKey: '9' },
  'identity.twice': { kind: 'identity.twice', shopName: '双开店', staffName: '小王' },
  'stream.well': { kind: 'stream.well' },
  'stream.silent': { kind: 'stream.silent' },
  'stream.unreadable': { kind: 'stream.unreadable' },
  'probe.failed': { kind: 'probe.failed', trace: 'HTTP 429' },
  'page.restless': { kind: 'page.restless' },
  'page.lost': { kind: 'page.lost', why: 'crashed', trace: 'the page crashed' },
};
