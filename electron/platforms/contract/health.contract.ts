import { expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import type { ContractSeat } from './seat.contract.ts';

/** A page that is silent, changed, refused or late is noticed, and nothing is written to it. */
export const healthCases = (seat: ContractSeat): void => {
  it('[PL2] a silent stream is noticed by the list', async () => {
    const { storeId, cookie } = seat.world.addShop('沉默商店');
    const shopId = asShopId(storeId);
    seat.world.say(storeId, 'b1', 'text', '早');
    seat.desk.connect(shopId, seat.platform, new Secret(cookie));
    // What the first list shows is history and no sign of silence.
    await seat.sink.untilMessage(shopId, ({ content }) => content === '早');
    seat.world.fault(shopId, { kind: 'silent' });
    seat.world.say(shopId, 'b1', 'text', '有人吗');
    await seat.sink.untilMessage(shopId, ({ content }) => content === '有人吗');
    expect(await seat.sink.untilState(shopId, 'degraded')).toMatchObject({
      reason: { code: 'silent' },
    });
    expect(await seat.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
    seat.world.fault(shopId, { kind: 'none' });
    // The page is loaded anew just now; what comes meanwhile is found in its list, and is no sign of its stream.
    const buyer = setInterval(() => seat.world.say(shopId, 'b1', 'text', '又来了'), 1_000);
    await seat.sink.untilState(shopId, 'online').finally(() => clearInterval(buyer));
  });

  it.each(['object', 'field'] as const)(
    '[PL2] a page that has changed (%s) is a broken adapter, named, and nothing is written',
    async (what) => {
      const { storeId, cookie } = seat.world.addShop(`改版商店 ${what}`);
      const shopId = asShopId(storeId);
      seat.world.fault(storeId, { kind: 'drift', what });
      seat.desk.connect(shopId, seat.platform, new Secret(cookie));
      const broken = await seat.sink.untilState(shopId, 'adapter_broken');
      expect(broken.reason).toMatchObject({ code: 'missing', shapes: expect.stringMatching(/./u) });
      expect(await seat.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
      expect(seat.world.sentByAgent(shopId)).toEqual([]);
    },
  );

  it('[PL2] messages that can no longer be read are noticed, and nothing is written', async () => {
    const shopId = await seat.online('乱码商店');
    seat.world.say(shopId, 'b1', 'text', '早');
    await seat.sink.untilMessage(shopId, ({ content }) => content === '早');
    seat.world.fault(shopId, { kind: 'drift', what: 'codec' });
    for (const text of ['一', '二', '三', '四', '五']) seat.world.say(shopId, 'b1', 'text', text);
    await seat.sink.until(
      () =>
        ['degraded', 'adapter_broken'].includes(seat.sink.state(shopId)?.kind ?? '')
          ? 1
          : undefined,
      () => `a sick state, not ${seat.sink.state(shopId)?.kind}`,
      60_000,
    );
    expect(await seat.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
    expect(seat.world.sentByAgent(shopId)).toEqual([]);
  });

  it.each([403, 429])('[PL2] an api that answers %i is not healthy', async (status) => {
    const { storeId, cookie } = seat.world.addShop(`限流商店 ${status}`);
    const shopId = asShopId(storeId);
    seat.world.fault(storeId, { kind: 'http', status });
    seat.desk.connect(shopId, seat.platform, new Secret(cookie));
    await seat.sink.untilState(shopId, 'degraded');
    expect(await seat.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
    seat.world.fault(shopId, { kind: 'none' });
    seat.desk.retry(shopId);
    await seat.sink.untilState(shopId, 'online');
  });

  it('[PL2] a page that is late is waited for', async () => {
    const { storeId, cookie } = seat.world.addShop('慢店');
    seat.world.fault(storeId, { kind: 'late', ms: 3_000 });
    seat.desk.connect(asShopId(storeId), seat.platform, new Secret(cookie));
    await seat.sink.untilState(asShopId(storeId), 'online');
  });
};
