import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock.ts';
import { BUYER, platformMessage, SHOP, TestCore } from './testing/test-core.ts';
import { asShopId, type NoticeId } from '#shared/model/ids.ts';
import { ok, refuse } from '#shared/model/result.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';

const LINK = 'https://safe.jd.com/verify.html?id=1';
const NEW_SHOP = asShopId('never-seen');

const openOf = (world: TestCore): readonly ShopNotice[] =>
  Object.values(world.core.replica().notices);
const wordsOf = (world: TestCore): readonly string[] => openOf(world).map(({ words }) => words);

const complain = (
  world: TestCore,
  words: string,
  more: { link?: string; buyer?: string; shopId?: typeof SHOP } = {},
): Promise<void> =>
  world.gatewaySays({
    type: 'error',
    content: words,
    store_id: more.shopId ?? SHOP,
    ...(more.link !== undefined && { data: { verify_link: more.link } }),
    ...(more.buyer !== undefined && { receiver: { id: more.buyer as never } }),
  });

const happen = (world: TestCore, ...events: readonly ShopEvent[]): Promise<void[]> =>
  Promise.all(
    events.map((event) =>
      world.core.accept({ kind: 'platform.event', shopId: SHOP, event, at: world.clock.now() }),
    ),
  );

const BACK: readonly ShopEvent[] = [{ kind: 'connect.began' }, { kind: 'identity.confirmed' }];

const show = async (world: TestCore, noticeId: NoticeId | null): Promise<unknown> => {
  const answer = await world.core.handlers['shops.showPage']({ shopId: SHOP, noticeId });
  await settled();
  return answer;
};

const leavePage = async (world: TestCore): Promise<void> => {
  await world.core.accept({ kind: 'platform.pageShown', shopId: SHOP, place: null });
  await settled();
};

const first = (world: TestCore): ShopNotice => {
  const [notice] = openOf(world);
  if (notice === undefined) throw new Error('no open notice');
  return notice;
};

/** Ways to the states in which errors were lost before they were entries of their own. */
const SEEN_LOST: Readonly<Record<string, readonly ShopEvent[]>> = {
  'while the page cannot be reached': [
    { kind: 'connect.began' },
    { kind: 'page.lost', why: 'unreachable', trace: '' },
  ],
  'with an expired login': [{ kind: 'connect.began' }, { kind: 'login.required', words: null }],
  'while the shop is well': BACK,
  'during a challenge of the platform itself': [
    ...BACK,
    { kind: 'challenge.met', words: null, link: 'https://safe.jd.com/own' },
  ],
  'in a shop that was kicked': [...BACK, { kind: 'login.kicked', words: null }],
  'before anything is known of the shop': [],
};

describe('[GW13] an error of the back office', () => {
  it.each(Object.entries(SEEN_LOST))(
    'is an alert %s, with its link and without, whatever the state does next',
    async (_, events) => {
      for (const link of [LINK, undefined]) {
        const world = await TestCore.open();
        await happen(world, ...events);
        await complain(world, '请处理', link === undefined ? {} : { link });
        await world.clock.advance(31_000);
        // Another state, then well: nobody has pressed anything.
        await happen(
          world,
          { kind: 'connect.began' },
          { kind: 'page.lost', why: 'failed', trace: '' },
        );
        await happen(world, ...BACK);
        expect(openOf(world)).toMatchObject([
          { shopId: SHOP, words: '请处理', link: link ?? null, linkProblem: null, ended: null },
        ]);
        expect(world.connectors.challenges).toEqual(
          link === undefined ? [] : [{ shopId: SHOP, link }],
        );
        const again = await world.restart();
        expect(wordsOf(again)).toEqual(['请处理']);
      }
    },
  );

  it('is gone when the agent has read it, and stays in the history', async () => {
    const world = await TestCore.open();
    await complain(world, '坏了');
    const { noticeId } = first(world);
    const dismiss = () => world.core.handlers['shops.dismissNotice']({ noticeId });
    expect(await dismiss()).toEqual(ok(null));
    expect(await dismiss()).toEqual(ok(null));
    expect(openOf(world)).toEqual([]);
    expect(world.publisher.deltas.at(-1)?.notices).toMatchObject([{ ended: { how: 'dismissed' } }]);
    const again = await world.restart();
    expect(openOf(again)).toEqual([]);
    expect(await again.core.handlers['shops.loadNotices']({ shopId: SHOP })).toMatchObject({
      ok: true,
      value: [{ words: '坏了', ended: { how: 'dismissed' } }],
    });
  });

  it('is solved once its page was opened and left and the shop works', async () => {
    const world = await TestCore.open();
    await happen(world, ...BACK);
    await complain(world, '请验证', { link: LINK });
    await happen(world, { kind: 'challenge.announced', words: '请验证', link: LINK });
    world.connectors.shown = ok(null);
    await show(world, first(world).noticeId);
    expect(world.connectors.shownLinks).toEqual([LINK]);
    expect(wordsOf(world)).toEqual(['请验证']);
    await happen(world, { kind: 'identity.confirmed' });
    expect(openOf(world)).toEqual([]);
    const { value } = (await world.core.handlers['shops.loadNotices']({ shopId: SHOP })) as {
      value: readonly ShopNotice[];
    };
    expect(value).toMatchObject([{ ended: { how: 'solved' } }]);
  });

  it('of a shop that is online is solved when its page is left', async () => {
    const world = await TestCore.open();
    await happen(world, ...BACK);
    await complain(world, '请验证', { link: LINK });
    world.connectors.shown = ok(null);
    await show(world, first(world).noticeId);
    await leavePage(world);
    expect(openOf(world)).toEqual([]);
  });

  it('is not solved by a page that could not be shown, and its link is refused with the host', async () => {
    const world = await TestCore.open();
    await happen(world, ...BACK);
    await complain(world, '请验证', { link: 'https://evil.example/x' });
    world.connectors.shown = refuse('shop.linkRefused', 'evil.example');
    await show(world, first(world).noticeId);
    await leavePage(world);
    expect(openOf(world)).toMatchObject([
      { link: null, linkProblem: { code: 'outside', host: 'evil.example' } },
    ]);
  });

  it('[PL8] whose link is on a foreign host says so at once', async () => {
    const world = await TestCore.open();
    world.connectors.refusedHost = 'evil.example';
    await complain(world, '请验证', { link: 'https://evil.example/x' });
    await settled();
    expect(openOf(world)).toMatchObject([
      { link: null, linkProblem: { code: 'outside', host: 'evil.example' } },
    ]);
  });

  it.each([
    ['https://safe.jd.com:8443/x', 'safe.jd.com:8443', 'port'],
    ['safe.jd.com:8443/x', 'safe.jd.com:8443', 'port'],
    ['http://safe.jd.com/x', 'safe.jd.com', 'plain'],
    ['https://safe.jd.com.evil.example/x', 'safe.jd.com.evil.example', 'outside'],
  ])('[PL8] with the link %j is shown with its words and why: %s %s', async (link, host, code) => {
    const world = await TestCore.open();
    world.connectors.refusedHost = host;
    await complain(world, '请验证', { link });
    await settled();
    expect(openOf(world)).toMatchObject([
      { words: '请验证', link: null, linkProblem: { code, host } },
    ]);
  });

  it.each([
    ['https://jd.com@evil.example/x', 'userInfo'],
    ['https://jd.com\\@evil.example/x', 'userInfo'],
    ['https://evil.example\\.jd.com/x', 'unreadable'],
    ['https://safe.jd.com/\u0007', 'unreadable'],
  ])('[PL8] with the link %j asks no connector: %s', async (link, code) => {
    const world = await TestCore.open();
    await complain(world, '请验证', { link });
    expect(world.connectors.challenges).toEqual([]);
    expect(openOf(world)).toMatchObject([{ words: '请验证', link: null, linkProblem: { code } }]);
  });

  it.each([
    ['safe.jd.com/verify', 'https://safe.jd.com/verify'],
    [' https://safe.jd.com/verify ', 'https://safe.jd.com/verify'],
  ])('[PL8] with the link %j opens a challenge at %s', async (given, link) => {
    const world = await TestCore.open();
    await complain(world, '请验证', { link: given });
    expect(world.connectors.challenges).toEqual([{ shopId: SHOP, link }]);
  });

  it('[PL8] with a link that is no web page is shown with the reason and opens none', async () => {
    const world = await TestCore.open();
    await complain(world, '请验证', { link: 'javascript:alert(1)' });
    expect(world.connectors.challenges).toEqual([]);
    expect(openOf(world)).toMatchObject([{ link: null, linkProblem: { code: 'scheme' } }]);
  });

  it('takes the place of an older one of the same shop and buyer, but never takes away its link', async () => {
    const world = await TestCore.open();
    await world.hear(platformMessage());
    await complain(world, '一');
    await complain(world, '二');
    expect(wordsOf(world)).toEqual(['二']);
    await complain(world, '去验证', { link: LINK });
    expect(wordsOf(world)).toEqual(['去验证']);
    await complain(world, '又坏了');
    await complain(world, '买家的', { buyer: BUYER });
    await complain(world, '别家的', { shopId: NEW_SHOP });
    expect(wordsOf(world)).toEqual(['去验证', '又坏了', '买家的', '别家的']);
    await complain(world, '再去', { link: LINK });
    expect(wordsOf(world)).toEqual(['买家的', '别家的', '再去']);
  });

  it('names its buyer only where the shop knows one of that pin, and stands in that timeline too', async () => {
    const world = await TestCore.open();
    await world.hear(platformMessage());
    await complain(world, '超时', { buyer: BUYER });
    await complain(world, '坏了', { buyer: 'gui_1' });
    expect(openOf(world).map(({ buyerPin }) => buyerPin)).toEqual([BUYER, null]);
    expect((await world.timeline()).at(-1)?.systemLine).toEqual({
      code: 'gateway.error',
      text: '超时',
    });
    expect(Object.keys(world.core.replica().conversations)).toHaveLength(1);
  });

  it('[GW15] ten thousand of them leave one alert', async () => {
    const world = await TestCore.open();
    for (let n = 0; n < 10_000; n += 1)
      void world.core.accept({
        kind: 'gateway.frame',
        frame: { type: 'error', content: `第 ${n} 个`, store_id: SHOP },
      });
    await settled();
    await world.clock.advance(1_000);
    expect(wordsOf(world)).toEqual(['第 9999 个']);
  });

  it('[PL13] goes with its shop', async () => {
    const world = await TestCore.open();
    await complain(world, '坏了');
    await world.core.handlers['shops.remove']({ shopId: SHOP });
    await settled();
    expect(openOf(world)).toEqual([]);
    await complain(world, '迟到的');
    expect(openOf(world)).toEqual([]);
    expect(openOf(await world.restart())).toEqual([]);
  });
});
