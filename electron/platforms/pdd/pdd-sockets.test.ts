import { once } from 'node:events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startWorld, type World } from '../../../sandbox/world.ts';
import type { SocketFrame } from '../adapter/adapter.ts';
import { pddCodec } from './codec.ts';
import { pddManifest } from './manifest.ts';

/** Both sockets as a page has them; only one of them brings the messages. */
describe.each(['binary', 'json'] as const)('the codec hears the %s socket', (pddSocket) => {
  let world: World;
  let shopId: string;
  const frames: SocketFrame[] = [];
  const heard = () => {
    const { shopKey } = world.control.shop(shopId);
    return pddCodec.frames?.(frames, shopKey);
  };

  beforeEach(async () => {
    world = await startWorld({ pddSocket });
    const { store_id: storeId, cookie } = world.control.createShop({ platform: 'pdd', name: '店' });
    shopId = storeId;
    frames.length = 0;
    for (const name of ['m-ws', 'titan-ws']) {
      const url = `wss://${name}.pinduoduo.com/`;
      expect(pddManifest.socketUrls?.some((pattern) => pattern.test(url))).toBe(true);
      const host = `${name}.pinduoduo.com.localhost:${world.port}`;
      const socket = new WebSocket(`ws://127.0.0.1:${world.port}/`, { headers: { host, cookie } });
      socket.on('message', (data: Buffer, isBinary) => {
        frames.push({ url, data: data.toString(isBinary ? 'base64' : 'utf8'), isBinary });
      });
      await once(socket, 'open');
    }
  });
  afterEach(() => world.close());

  it('[PL6] every type, short and long, once', async () => {
    const link = 'https://mobile.yangkeduo.com/goods.html?goods_id=612345678901';
    const said = [
      ['text', '在吗'],
      ['text', '长'.repeat(2_000)],
      ['image', 'https://img.example/a.png'],
      ['video', 'https://img.example/a.mp4'],
      ['product_card', link],
      ['order_card', '商品id:3655480120000000001 订单号:250904-518080458310434'],
    ] as const;
    const ids = said.map(
      ([type, content]) => world.control.say(shopId, 'b:1', { content, msg_type: type }).message_id,
    );
    await expect.poll(() => heard()?.messages.length).toBe(ids.length);
    expect(heard()).toMatchObject({
      undecoded: 0,
      messages: said.map(([type, content], index) => ({
        platformMessageId: ids[index],
        buyerPin: 'b:1',
        from: 'buyer',
        type,
        content,
      })),
    });
  });

  it('[PL7] who kicked', async () => {
    world.control.shopFault(shopId, { kind: 'kick' });
    await expect.poll(() => heard()?.kicked).toBe('该账号已在其他设备登录 · 客服主管的电脑');
    expect(heard()?.undecoded).toBe(0);
  });

  it('[PL2] a changed codec counts, each message once', async () => {
    world.control.shopFault(shopId, { kind: 'drift', what: 'codec' });
    for (const content of ['一', '二', '三']) world.control.say(shopId, 'b', { content });
    await expect.poll(() => heard()?.undecoded).toBe(3);
    expect(heard()?.messages).toEqual([]);
  });
});
