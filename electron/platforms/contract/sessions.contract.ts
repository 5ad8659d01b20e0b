import { expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import type { ContractSeat } from './seat.contract.ts';

/** Who is logged in: cookies, expiry, challenges, kicks, and another shop behind the page. */
export const sessionCases = (seat: ContractSeat): void => {
  it('[PL1] an expired login asks for one, and a new push brings the shop back', async () => {
    const shopId = await seat.online('过期商店');
    seat.world.say(shopId, 'b1', 'text', '在吗');
    seat.world.fault(shopId, { kind: 'expire' });
    await seat.sink.untilState(shopId, 'login_required');
    expect(await seat.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
    seat.desk.connect(shopId, seat.platform, new Secret(seat.world.newCookie(shopId)));
    await seat.sink.untilState(shopId, 'online');
    expect(await seat.send(shopId, 'b1', '回来了')).toMatchObject({ kind: 'sent' });
  });

  it('[PL3] a cookie that does not log in says so', async () => {
    const { storeId } = seat.world.addShop('坏饼干商店');
    const shopId = asShopId(storeId);
    seat.desk.connect(shopId, seat.platform, new Secret('sessionid=nobody'));
    await seat.sink.untilState(shopId, 'login_required');
    seat.desk.connect(shopId, seat.platform, new Secret('sessionid=a\r\nb'));
    const refused = await seat.sink.until(
      () => seat.sink.states(shopId).find(({ reason }) => reason?.code === 'cookie'),
      () => 'the refusal of the cookie',
    );
    expect(refused).toMatchObject({
      kind: 'login_required',
      reason: { problem: 'controlCharacter' },
    });
  });

  it('[PL3] the same push again leaves a living page alone', async () => {
    const { storeId, cookie } = seat.world.addShop('安静商店');
    const shopId = asShopId(storeId);
    seat.desk.connect(shopId, seat.platform, new Secret(cookie));
    await seat.sink.untilState(shopId, 'online');
    const before = seat.sink.states(shopId);
    seat.desk.connect(shopId, seat.platform, new Secret(cookie));
    seat.world.say(shopId, 'b1', 'text', '还在');
    await seat.sink.untilMessage(shopId, ({ content }) => content === '还在');
    expect(seat.sink.states(shopId)).toEqual(before);
  });

  it.each(['redirect', 'overlay'] as const)(
    '[PL8] a challenge (%s) pauses the shop until a person has solved it',
    async (mode) => {
      const shopId = await seat.online(`验证商店 ${mode}`);
      seat.world.say(shopId, 'b1', 'text', '在吗');
      seat.world.fault(shopId, { kind: 'challenge', mode });
      await seat.sink.untilState(shopId, 'challenge');
      expect(await seat.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
      seat.world.solve(shopId);
      await seat.sink.untilState(shopId, 'online');
      expect(await seat.send(shopId, 'b1', '好了')).toMatchObject({ kind: 'sent' });
    },
  );

  it('[PL8] a challenge that the gateway names is held, and only shown on an allowed host', async () => {
    const shopId = await seat.online('后台验证商店');
    seat.desk.challenge(shopId, 'https://evil.example.com/verify', '请验证');
    expect(await seat.sink.untilState(shopId, 'challenge')).toMatchObject({ words: '请验证' });
    expect(await seat.desk.showPage(shopId, 'https://evil.example.com/verify')).toMatchObject({
      ok: false,
      error: { kind: 'shop.linkRefused', detail: 'evil.example.com' },
    });
    expect((await seat.send(shopId, 'b1', '不该发出')).kind).toBe('notWritten');
  });

  it('[PL7] kicked: says by whom and stays out until it is told to come back', async () => {
    const shopId = await seat.online('被踢商店');
    seat.world.fault(shopId, { kind: 'kick' });
    const kicked = await seat.sink.untilState(shopId, 'kicked');
    expect(kicked.words).toContain('客服主管的电脑');
    seat.desk.retry(shopId);
    await seat.sink.untilState(shopId, 'online');
  });

  it('[PL5] another shop behind the page: nothing is written, nothing comes in', async () => {
    const shopId = await seat.online('本店');
    const other = seat.world.addShop('别家店');
    seat.world.say(other.storeId, 'b1', 'text', '别家的话');
    seat.desk.connect(shopId, seat.platform, new Secret(other.cookie));
    const state = await seat.sink.untilState(shopId, 'identity_mismatch');
    expect(state.reason).toMatchObject({ code: 'otherShop', shopName: '别家店' });
    expect(await seat.send(shopId, 'b1', '写错店')).toMatchObject({ kind: 'notWritten' });
    expect(seat.world.sentByAgent(other.storeId)).toEqual([]);
    expect(seat.sink.messages(shopId)).toEqual([]);
    seat.desk.connect(shopId, seat.platform, new Secret(seat.world.newCookie(shopId)));
    await seat.sink.untilState(shopId, 'online');
  });

  it('[PL5] one service account under two shop ids is refused the second time', async () => {
    const { storeId, cookie } = seat.world.addShop('双开店');
    seat.desk.connect(asShopId(storeId), seat.platform, new Secret(cookie));
    await seat.sink.untilState(asShopId(storeId), 'online');
    const second = asShopId('second-id-of-the-same');
    seat.desk.connect(second, seat.platform, new Secret(cookie));
    const refused = await seat.sink.untilState(second, 'identity_mismatch');
    expect(refused.reason).toMatchObject({ code: 'twice', shopName: '双开店' });
  });

  it('[PL3] a session that the platform renews by itself goes on', async () => {
    const { storeId, cookie } = seat.world.addShop('换新商店');
    const shopId = asShopId(storeId);
    seat.world.fault(storeId, { kind: 'rotate' });
    seat.desk.connect(shopId, seat.platform, new Secret(cookie));
    await seat.sink.untilState(shopId, 'online');
    seat.world.say(shopId, 'b1', 'text', '换新了吗');
    await seat.sink.untilMessage(shopId, ({ content }) => content === '换新了吗');
  });
};
