import { expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import type { ContractSeat } from './seat.contract.ts';

/** What buyers say comes in, once, whatever the platform does on the way. */
export const receivingCases = (seat: ContractSeat): void => {
  it('[PL1] [PL2] connects with the pushed cookie and knows the shop', async () => {
    const { storeId, cookie } = seat.world.addShop('星河数码');
    const shopId = asShopId(storeId);
    seat.world.say(storeId, 'early:bird', 'text', '我先来的');
    seat.desk.connect(shopId, seat.platform, new Secret(cookie));
    await seat.sink.untilState(shopId, 'online');
    // It may have stood in line for a while.
    const kinds = seat.sink.states(shopId).map(({ kind }) => kind);
    expect(kinds.filter((kind, index) => kind !== kinds[index - 1])).toEqual([
      'opening',
      'identifying',
      'online',
    ]);
    const identity = seat.sink.facts.find(
      (fact) => fact.kind === 'platform.identity' && fact.shopId === shopId,
    );
    expect(identity).toMatchObject({ name: '星河数码' });
    const first = await seat.sink.untilMessage(shopId, ({ content }) => content === '我先来的');
    expect(first.buyerPin).toBe('early:bird');
  });

  it('[PL6] receives every type once, also when the platform repeats and mixes', async () => {
    const shopId = await seat.online('重复商店');
    seat.world.fault(shopId, { kind: 'duplicate' });
    const ids = [
      seat.world.say(shopId, 'b1', 'text', '你好 <b>&'),
      seat.world.say(shopId, 'b1', 'image', 'https://example.com/a.jpg'),
      seat.world.say(shopId, 'b2', 'video', 'https://example.com/a.mp4'),
      seat.world.say(shopId, 'b2', 'product_card', seat.world.productLink),
      seat.world.say(
        shopId,
        'b2',
        'order_card',
        '商品id:3655480120000000001 订单号:6920000000000000123',
      ),
    ];
    for (const id of ids)
      await seat.sink.untilMessage(shopId, ({ platformMessageId }) => platformMessageId === id);
    seat.world.fault(shopId, { kind: 'disorder' });
    const last = [
      seat.world.say(shopId, 'b1', 'text', '一'),
      seat.world.say(shopId, 'b1', 'text', '二'),
    ];
    for (const id of last)
      await seat.sink.untilMessage(shopId, ({ platformMessageId }) => platformMessageId === id);
    const got = seat.sink.messages(shopId);
    expect(got.map(({ platformMessageId }) => platformMessageId).toSorted()).toEqual(
      [...ids, ...last].toSorted(),
    );
    const shown = (id: string | undefined): unknown =>
      got.find(({ platformMessageId }) => platformMessageId === id);
    expect(shown(ids[0])).toMatchObject({ from: 'buyer', type: 'text', content: '你好 <b>&' });
    expect(shown(ids[1])).toMatchObject({ type: 'image', content: 'https://example.com/a.jpg' });
    expect(shown(ids[2])).toMatchObject({ type: 'video', content: 'https://example.com/a.mp4' });
    expect(shown(ids[3])).toMatchObject({ type: 'product_card', content: seat.world.productLink });
    expect(shown(ids[4])).toMatchObject({
      type: 'order_card',
      content: '商品id:3655480120000000001 订单号:6920000000000000123',
      card: { goodsId: '3655480120000000001', orderId: '6920000000000000123' },
    });
  });

  it('[PL6] messages that the core could not keep are brought again', async () => {
    const shopId = await seat.online('满盘商店');
    seat.sink.refusesMessagesOf.add(shopId);
    seat.world.say(shopId, 'b1', 'text', '别丢');
    await new Promise((resolve) => setTimeout(resolve, 300));
    seat.sink.refusesMessagesOf.delete(shopId);
    await seat.sink.untilMessage(shopId, ({ content }) => content === '别丢');
    expect(seat.sink.messages(shopId)).toHaveLength(1);
  });
};
