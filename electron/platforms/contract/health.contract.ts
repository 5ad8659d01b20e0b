import { expect, it } from 'vitest';
import { asShopId } from '#shared/model/ids.ts';
import { Secret } from '#shared/model/secret.ts';
import type { ContractHarness } from './harness.contract.ts';

/** A page that is silent, changed, refused or late is noticed, and nothing is written to it. */
export const healthCases = (harness: ContractHarness): void => {
  it('[PL2] a silent stream is noticed by the list', async () => {
    const { storeId, cookie } = harness.world.addShop('沉默商店');
    const shopId = asShopId(storeId);
    harness.world.say(storeId, 'b1', 'text', '早');
    harness.connectors.connect(shopId, harness.platform, new Secret(cookie));
    // What the first list shows is history and no sign of silence.
    await harness.sink.untilMessage(shopId, ({ content }) => content === '早');
    harness.world.fault(shopId, { kind: 'silent' });
    harness.world.say(shopId, 'b1', 'text', '有人吗');
    await harness.sink.untilMessage(shopId, ({ content }) => content === '有人吗');
    expect(await harness.sink.untilState(shopId, 'degraded')).toMatchObject({
      reason: { code: 'silent' },
    });
    expect(await harness.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
    harness.world.fault(shopId, { kind: 'none' });
    // The page is loaded anew just now; what comes meanwhile is found in its list, and is no sign of its stream.
    const buyer = setInterval(() => harness.world.say(shopId, 'b1', 'text', '又来了'), 1_000);
    await harness.sink.untilState(shopId, 'online').finally(() => clearInterval(buyer));
  });

  it.each(['object', 'field'] as const)(
    '[PL2] a page that has changed (%s) is a broken adapter, named, and nothing is written',
    async (what) => {
      const { storeId, cookie } = harness.world.addShop(`改版商店 ${what}`);
      const shopId = asShopId(storeId);
      harness.world.fault(storeId, { kind: 'drift', what });
      harness.connectors.connect(shopId, harness.platform, new Secret(cookie));
      const broken = await harness.sink.untilState(shopId, 'adapter_broken');
      expect(broken.reason).toMatchObject({ code: 'missing', shapes: expect.stringMatching(/./u) });
      expect(await harness.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
      expect(harness.world.sentByAgent(shopId)).toEqual([]);
    },
  );

  it('[PL2] messages that can no longer be read are noticed, and nothing is written', async () => {
    const shopId = await harness.online('乱码商店');
    harness.world.say(shopId, 'b1', 'text', '早');
    await harness.sink.untilMessage(shopId, ({ content }) => content === '早');
    harness.world.fault(shopId, { kind: 'drift', what: 'codec' });
    for (const text of ['一', '二', '三', '四', '五'])
      harness.world.say(shopId, 'b1', 'text', text);
    await harness.sink.until(
      () =>
        ['degraded', 'adapter_broken'].includes(harness.sink.state(shopId)?.kind ?? '')
          ? 1
          : undefined,
      () => `a sick state, not ${harness.sink.state(shopId)?.kind}`,
      60_000,
    );
    expect(await harness.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
    expect(harness.world.sentByAgent(shopId)).toEqual([]);
  });

  it.each([403, 429])('[PL2] an api that answers %i is not healthy', async (status) => {
    const { storeId, cookie } = harness.world.addShop(`限流商店 ${status}`);
    const shopId = asShopId(storeId);
    harness.world.fault(storeId, { kind: 'http', status });
    harness.connectors.connect(shopId, harness.platform, new Secret(cookie));
    await harness.sink.untilState(shopId, 'degraded');
    expect(await harness.send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
    harness.world.fault(shopId, { kind: 'none' });
    harness.connectors.retry(shopId);
    await harness.sink.untilState(shopId, 'online');
  });

  it('[PL2] a page that is late is waited for', async () => {
    const { storeId, cookie } = harness.world.addShop('慢店');
    harness.world.fault(storeId, { kind: 'late', ms: 3_000 });
    harness.connectors.connect(asShopId(storeId), harness.platform, new Secret(cookie));
    await harness.sink.untilState(asShopId(storeId), 'online');
  });
};
