import { expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import type { ContractHarness } from './harness.contract.ts';

/** Who is logged in: cookies, expiry, challenges, kicks, and another shop behind the page. */
export const sessionCases = (harness: ContractHarness): void => {
  it('[PL1] an expired login asks for one, and a new push brings the shop back', async () => {
    const shopId = await harness.online('过期商店');
    harness.world.say(shopId, 'b1', 'text', '在吗');
    harness.world.fault(shopId, { kind: 'expire' });
    await harness.sink.untilState(shopId, 'login_required');
    expect(await harness.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
    harness.connectors.connect(
      shopId,
      harness.platform,
      new Secret(harness.world.newCookie(shopId)),
    );
    await harness.sink.untilState(shopId, 'online');
    expect(await harness.send(shopId, 'b1', '回来了')).toMatchObject({ kind: 'sent' });
  });

  it('[PL3] a cookie that does not log in says so', async () => {
    const { storeId } = harness.world.addShop('坏饼干商店');
    const shopId = asShopId(storeId);
    harness.connectors.connect(shopId, harness.platform, new Secret('sessionid=nobody'));
    await harness.sink.untilState(shopId, 'login_required');
    harness.connectors.connect(shopId, harness.platform, new Secret('sessionid=a\r\nb'));
    const refused = await harness.sink.until(
      () => harness.sink.states(shopId).find(({ reason }) => reason?.code === 'cookie'),
      () => 'the refusal of the cookie',
    );
    expect(refused).toMatchObject({
      kind: 'login_required',
      reason: { problem: 'controlCharacter' },
    });
  });

  it('[PL3] the same push again leaves a living page alone', async () => {
    const { storeId, cookie } = harness.world.addShop('安静商店');
    const shopId = asShopId(storeId);
    harness.connectors.connect(shopId, harness.platform, new Secret(cookie));
    await harness.sink.untilState(shopId, 'online');
    const before = harness.sink.states(shopId);
    harness.connectors.connect(shopId, harness.platform, new Secret(cookie));
    harness.world.say(shopId, 'b1', 'text', '还在');
    await harness.sink.untilMessage(shopId, ({ content }) => content === '还在');
    expect(harness.sink.states(shopId)).toEqual(before);
  });

  it.each(['redirect', 'overlay'] as const)(
    '[PL8] a challenge (%s) pauses the shop until a person has solved it',
    async (mode) => {
      const shopId = await harness.online(`验证商店 ${mode}`);
      harness.world.say(shopId, 'b1', 'text', '在吗');
      harness.world.fault(shopId, { kind: 'challenge', mode });
      await harness.sink.untilState(shopId, 'challenge');
      expect(await harness.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
      harness.world.solve(shopId);
      await harness.sink.untilState(shopId, 'online');
      expect(await harness.send(shopId, 'b1', '好了')).toMatchObject({ kind: 'sent' });
    },
  );

  it('[PL8] a challenge that the gateway names is held, and only shown on an allowed host', async () => {
    const shopId = await harness.online('后台验证商店');
    harness.connectors.challenge(shopId, 'https://evil.example.com/verify', '请验证');
    expect(await harness.sink.untilState(shopId, 'challenge')).toMatchObject({ words: '请验证' });
    expect(
      await harness.connectors.showPage(shopId, 'https://evil.example.com/verify'),
    ).toMatchObject({
      ok: false,
      error: { kind: 'shop.linkRefused', detail: 'evil.example.com' },
    });
    expect((await harness.send(shopId, 'b1', '不该发出')).kind).toBe('notWritten');
  });

  it('[PL7] kicked: says by whom and stays out until it is told to come back', async () => {
    const shopId = await harness.online('被踢商店');
    harness.world.fault(shopId, { kind: 'kick' });
    const kicked = await harness.sink.untilState(shopId, 'kicked');
    expect(kicked.words).toContain('客服主管的电脑');
    harness.connectors.retry(shopId);
    await harness.sink.untilState(shopId, 'online');
  });

  it('[PL5] another shop behind the page: nothing is written, nothing comes in', async () => {
    const shopId = await harness.online('本店');
    const other = harness.world.addShop('别家店');
    harness.world.say(other.storeId, 'b1', 'text', '别家的话');
    harness.connectors.connect(shopId, harness.platform, new Secret(other.cookie));
    const state = await harness.sink.untilState(shopId, 'identity_mismatch');
    expect(state.reason).toMatchObject({ code: 'otherShop', shopName: '别家店' });
    expect(await harness.send(shopId, 'b1', '写错店')).toMatchObject({ kind: 'notWritten' });
    expect(harness.world.sentByAgent(other.storeId)).toEqual([]);
    expect(harness.sink.messages(shopId)).toEqual([]);
    harness.connectors.connect(
      shopId,
      harness.platform,
      new Secret(harness.world.newCookie(shopId)),
    );
    await harness.sink.untilState(shopId, 'online');
  });

  it('[PL5] one service account under two shop ids is refused the second time', async () => {
    const { storeId, cookie } = harness.world.addShop('双开店');
    harness.connectors.connect(asShopId(storeId), harness.platform, new Secret(cookie));
    await harness.sink.untilState(asShopId(storeId), 'online');
    const second = asShopId('second-id-of-the-same');
    harness.connectors.connect(second, harness.platform, new Secret(cookie));
    const refused = await harness.sink.untilState(second, 'identity_mismatch');
    expect(refused.reason).toMatchObject({ code: 'twice', shopName: '双开店' });
  });

  it('[PL3] a session that the platform renews by itself goes on', async () => {
    const { storeId, cookie } = harness.world.addShop('换新商店');
    const shopId = asShopId(storeId);
    harness.world.fault(storeId, { kind: 'rotate' });
    harness.connectors.connect(shopId, harness.platform, new Secret(cookie));
    await harness.sink.untilState(shopId, 'online');
    harness.world.say(shopId, 'b1', 'text', '换新了吗');
    await harness.sink.untilMessage(shopId, ({ content }) => content === '换新了吗');
  });
};
