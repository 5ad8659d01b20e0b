import { describe, expect, it } from 'vitest';
import { COOKIE_PROBLEMS, PAGE_LOSSES, type ShopReason } from '#shared/model/shop-reason.ts';
import {
  needsAttention,
  SHOP_STATES,
  type ShopState,
  type ShopStateKind,
} from '#shared/model/shop.ts';
import { LANGUAGES } from '#shared/model/language.ts';
import { createI18n } from '../../i18n/i18n.ts';
import { shopBesides, shopTextKey } from '../../i18n/shop-words.ts';
import { isButton, remedyOf } from './shop-remedy.ts';
import { shopTone } from './shop-tone.ts';

type Known = Pick<ShopState, 'kind' | 'reason' | 'words'>;

/** The states that have reasons of their own, with one of each. */
const REASONS: Partial<Record<ShopStateKind, readonly ShopReason[]>> = {
  opening: [{ code: 'queued' }],
  degraded: [{ code: 'silent' }, { code: 'decode' }, { code: 'probe', trace: 'HTTP 429' }],
  login_required: [
    { code: 'noCookie' },
    ...COOKIE_PROBLEMS.map((problem) => ({ code: 'cookie', problem }) as const),
  ],
  identity_mismatch: [
    { code: 'otherShop', shopName: '山野零食', shopKey: '42' },
    { code: 'twice', shopName: '山野零食', staffName: '客服小王' },
  ],
  adapter_broken: [
    { code: 'missing', shapes: 'im, sendText' },
    { code: 'noAdapter', platform: 'douyin' },
    { code: 'noPlatform', platformName: '快手' },
  ],
  offline: [
    ...PAGE_LOSSES.map((code) => ({ code, trace: 'net::ERR_FAILED' }) as const),
    { code: 'restless' },
  ],
};

const ALL: readonly Known[] = SHOP_STATES.flatMap((kind) => [
  { kind, reason: null, words: null },
  { kind, reason: null, words: '平台自己的话' },
  ...(REASONS[kind] ?? []).map((reason) => ({ kind, reason, words: null })),
]);
const named = ALL.map(
  (state) => [`${state.kind} ${JSON.stringify(state.reason ?? state.words)}`, state] as const,
);

describe("a shop's health in words", () => {
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
      expect(shopBesides(state).technical).toBeNull();
    },
  );

  it('what the program says of itself is not put before the agent as a sentence', () => {
    const besides = (kind: ShopStateKind, reason: ShopReason | null, words: string | null = null) =>
      shopBesides({ kind, reason, words });
    expect(besides('degraded', { code: 'probe', trace: 'HTTP 429' })).toEqual({
      about: null,
      technical: 'HTTP 429',
    });
    expect(besides('login_required', null, '登录过期')).toEqual({
      about: '登录过期',
      technical: null,
    });
    expect(
      besides('identity_mismatch', { code: 'otherShop', shopName: '甲', shopKey: '1' }).about,
    ).toBe('甲（1）');
  });

  it.each(SHOP_STATES)('[PL1] the colour of %s warns when a person is needed', (kind) => {
    if (needsAttention(kind)) expect(['warn', 'bad']).toContain(shopTone(kind));
    expect(shopTone(kind) === 'good').toBe(kind === 'online');
  });
});
