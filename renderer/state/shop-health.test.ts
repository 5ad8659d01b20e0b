import { describe, expect, it } from 'vitest';
import { readReason, SHOP_REASONS } from '#shared/model/shop-reason.ts';
import { needsAttention, SHOP_STATES, type ShopStateKind } from '#shared/model/shop.ts';
import { createI18n, LANGUAGES } from '../i18n/i18n.ts';
import { shopTextKey } from '../i18n/shop-words.ts';
import { isButton, remedyOf } from './shop-remedy.ts';
import { shopTone } from './shop-tone.ts';

type Known = { readonly kind: ShopStateKind; readonly detail: string | null };

/** The details of states as they are written by connectors and the core, one for each reason. */
const WRITTEN: Readonly<Record<string, string>> = {
  queued: 'queued',
  silent: 'silent',
  decode: 'decode',
  probe: 'probe: HTTP 429',
  noCookie: 'noCookie',
  empty: 'cookie: empty',
  controlCharacter: 'cookie: controlCharacter',
  noPair: 'cookie: noPair',
  badName: 'cookie: badName',
  tooLong: 'cookie: tooLong',
  tooMany: 'cookie: tooMany',
  badCookie: 'cookie: something new',
  otherShop: 'otherShop: 山野零食 (42)',
  twice: 'twice: 山野零食 (客服小王)',
  missing: 'missing: im, sendText',
  noAdapter: 'no adapter for douyin',
  noPlatform: 'platform_name: 快手',
  unreachable: 'net::ERR_NAME_NOT_RESOLVED',
  closed: 'the page was closed',
  crashed: 'the page crashed',
  restless: 'restless',
  noBrowser: '没有找到 Chromium、Chrome 或 Edge: 装好其中一个后重新启动',
};

const reasonsOf = (kind: ShopStateKind): readonly string[] =>
  kind in SHOP_REASONS ? SHOP_REASONS[kind as keyof typeof SHOP_REASONS] : [];

const ALL: readonly Known[] = SHOP_STATES.flatMap((kind) => [
  { kind, detail: null },
  { kind, detail: '平台自己的话' },
  ...reasonsOf(kind).map((reason) => ({ kind, detail: WRITTEN[reason] ?? '' })),
]);
const named = ALL.map((state) => [`${state.kind} (${String(state.detail)})`, state] as const);

describe("a shop's health in words", () => {
  it.each(SHOP_STATES.flatMap((kind) => reasonsOf(kind).map((reason) => [kind, reason] as const)))(
    '[PL1] %s because of %s is told from its detail',
    (kind, reason) => {
      expect(readReason({ kind, detail: WRITTEN[reason] ?? '' }).reason).toBe(reason);
    },
  );

  describe.each(LANGUAGES)('%s', (language) => {
    it.each(named)('[PL1] %s has one sentence and one action', async (_name, state) => {
      const i18n = await createI18n(language);
      const text = (key: string): string => i18n.t(key, { ns: 'i18n', time: '14:32' });
      const sentence = text(shopTextKey(state));
      expect(i18n.exists(shopTextKey(state), { ns: 'i18n' })).toBe(true);
      expect(sentence).not.toMatch(/[{}。.]/u);
      const action = text(`remedy.${remedyOf(state)}`);
      expect(i18n.exists(`remedy.${remedyOf(state)}`, { ns: 'i18n' })).toBe(true);
      expect(action).not.toBe(sentence);
    });

    it('[PL1] no two states or reasons of a shop sound alike', async () => {
      const i18n = await createI18n(language);
      const keys = [...new Set(ALL.map(shopTextKey))];
      const sentences = keys.map((key) => i18n.t(key, { ns: 'i18n' }));
      expect(new Set(sentences).size).toBe(keys.length);
    });
  });

  it.each(named.filter(([, { kind }]) => kind === 'challenge' || kind === 'kicked'))(
    '[PL7] [PL8] %s is mended by a press, and its detail is for the agent',
    (_name, state) => {
      expect(isButton(remedyOf(state))).toBe(true);
      expect(readReason(state).isTechnical).toBe(false);
    },
  );

  it('what the program says of itself is not put before the agent as a sentence', () => {
    expect(readReason({ kind: 'degraded', detail: 'probe: HTTP 429' })).toEqual({
      reason: 'probe',
      about: 'HTTP 429',
      isTechnical: true,
    });
    expect(readReason({ kind: 'login_required', detail: '401' }).isTechnical).toBe(true);
    expect(readReason({ kind: 'login_required', detail: '登录过期' })).toEqual({
      reason: null,
      about: '登录过期',
      isTechnical: false,
    });
    expect(readReason({ kind: 'identity_mismatch', detail: 'otherShop: 甲 (1)' }).about).toBe(
      '甲 (1)',
    );
  });

  it.each(SHOP_STATES)('[PL1] the colour of %s warns when a person is needed', (kind) => {
    if (needsAttention(kind)) expect(['warn', 'bad']).toContain(shopTone(kind));
    expect(shopTone(kind) === 'good').toBe(kind === 'online');
  });
});
