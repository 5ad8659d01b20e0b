import { expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import type { ContractHarness } from './harness.contract.ts';

/** What buyers say comes in, once, whatever the platform does on the way. */
export const receivingCases = (harness: ContractHarness): void => {
  it('[PL1] [PL2] connects with the pushed cookie and knows the shop', async () => {
    const { storeId, cookie } = harness.world.addShop('星河数码');
    const shopId = asShopId(storeId);
    harness.world.say(storeId, 'early:bird', 'text', '我先来的');
    harness.connectors.connect(shopId, harness.platform, new Secret(cookie));
    await harness.sink.untilState(shopId, 'online');
    // It may have stood in line for a while.
    const kinds = harness.sink.states(shopId).map(({ kind }) => kind);
    expect(kinds.filter((kind, index) => kind !== kinds[index - 1])).toEqual([
      'opening',
      'identifying',
      'online',
    ]);
    const identity = harness.sink.facts.find(
      (fact) => fact.kind === 'platform.identity' && fact.shopId === shopId,
    );
    expect(identity).toMatchObject({ name: '星河数码' });
    const first = await harness.sink.untilMessage(shopId, ({ content }) => content === '我先来的');
    expect(first.buyerPin).toBe('early:bird');
  });

  it('[PL6] receives every type once, also when the platform repeats and mixes', async () => {
    const shopId = await harness.online('重复商店');
    harness.world.fault(shopId, { kind: 'duplicate' });
    const ids = [
      harness.world.say(shopId, 'b1', 'text', '你好 <b>&'),
      harness.world.say(shopId, 'b1', 'image', 'https://example.com/a.jpg'),
      harness.world.say(shopId, 'b2', 'video', 'https://example.com/a.mp4'),
      harness.world.say(shopId, 'b2', 'product_card', harness.world.productLink),
      harness.world.say(
        shopId,
        'b2',
        'order_card',
        '商品id:3655480120000000001 订单号:6920000000000000123',
      ),
    ];
    for (const id of ids)
      await harness.sink.untilMessage(shopId, ({ platformMessageId }) => platformMessageId === id);
    harness.world.fault(shopId, { kind: 'disorder' });
    const last = [
      harness.world.say(shopId, 'b1', 'text', '一'),
      harness.world.say(shopId, 'b1', 'text', '二'),
    ];
    for (const id of last)
      await harness.sink.untilMessage(shopId, ({ platformMessageId }) => platformMessageId === id);
    const got = harness.sink.messages(shopId);
    expect(got.map(({ platformMessageId }) => platformMessageId).toSorted()).toEqual(
      [...ids, ...last].toSorted(),
    );
    const shown = (id: string | undefined): unknown =>
      got.find(({ platformMessageId }) => platformMessageId === id);
    expect(shown(ids[0])).toMatchObject({ from: 'buyer', type: 'text', content: '你好 <b>&' });
    expect(shown(ids[1])).toMatchObject({ type: 'image', content: 'https://example.com/a.jpg' });
    expect(shown(ids[2])).toMatchObject({ type: 'video', content: 'https://example.com/a.mp4' });
    expect(shown(ids[3])).toMatchObject({
      type: 'product_card',
      content: harness.world.productLink,
    });
    expect(shown(ids[4])).toMatchObject({
      type: 'order_card',
      content: '商品id:3655480120000000001 订单号:6920000000000000123',
      card: { goodsId: '3655480120000000001', orderId: '6920000000000000123' },
    });
  });

  it('[PL6] messages that the core could not keep are brought again', async () => {
    const shopId = await harness.online('满盘商店');
    harness.sink.refusesMessagesOf.add(shopId);
    harness.world.say(shopId, 'b1', 'text', '别丢');
    await new Promise((resolve) => setTimeout(resolve, 300));
    harness.sink.refusesMessagesOf.delete(shopId);
    await harness.sink.untilMessage(shopId, ({ content }) => content === '别丢');
    expect(harness.sink.messages(shopId)).toHaveLength(1);
  });
};
