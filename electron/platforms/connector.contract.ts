import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SendOutcome } from '../core/ports.ts';
import { findChromium } from '../web/chromium/find-chromium.ts';
import { openChromiumPageHost } from '../web/chromium/chromium-page-host.ts';
import {
  asBuyerPin,
  asMessageId,
  asShopId,
  asStaffId,
  type MessageId,
  type ShopId,
} from '#shared/model/ids.ts';
import type { MessageType } from '#shared/model/message.ts';
import type { Capability, Platform } from '#shared/model/platform.ts';
import { Secret } from '#shared/model/secret.ts';
import { ADAPTERS } from './adapters.ts';
import { ConnectorDesk } from './connector-desk.ts';
import type { Adapter } from './page/adapter.ts';
import { simulatedSites } from './page/site-map.ts';
import type { PageHost } from './page/page-session.ts';
import { RecordingSink } from './testing/recording-sink.ts';
import { quietLog, systemClock } from './testing/parts.ts';

export type ContractStaff = {
  readonly staff_id: string;
  readonly name: string;
  readonly status: number;
  readonly department: string;
  readonly online: boolean;
};

/** What every simulated platform can do to a connector. */
export type ContractPlatform = {
  /** A product's address on this platform. */
  readonly productLink: string;
  /** What the platform's staff list tells besides names; where it has no ids, the name stands for one. */
  readonly staffTells: readonly ('staffId' | 'department' | 'online')[];
  /** For `simulatedSites`. */
  readonly base: string;
  addShop(name: string): { readonly storeId: string; readonly cookie: string };
  /** The cookie that a new login gives. */
  newCookie(storeId: string): string;
  say(storeId: string, pin: string, type: MessageType, content: string): string;
  fault(storeId: string, fault: ContractFault): void;
  /** A person clicks where a person must. */
  solve(storeId: string): void;
  setStaff(storeId: string, staff: readonly ContractStaff[]): void;
  /** What the service account wrote, as the platform took it. */
  sentByAgent(storeId: string): readonly {
    readonly buyer: string;
    readonly type: MessageType;
    readonly content: string;
    readonly platform_message_id: string;
  }[];
  transfers(storeId: string): readonly { readonly buyer: string; readonly staff_id: string }[];
  close(): Promise<void>;
};

export type ContractFault =
  | { readonly kind: 'expire' | 'kick' | 'silent' | 'duplicate' | 'disorder' | 'none' | 'rotate' }
  | { readonly kind: 'challenge'; readonly mode: 'redirect' | 'overlay' }
  | { readonly kind: 'drift'; readonly what: 'object' | 'field' | 'codec' }
  | { readonly kind: 'http'; readonly status: number }
  | { readonly kind: 'late_transfer'; readonly ms: number }
  | { readonly kind: 'lost_echo'; readonly mode: 'pending' | 'empty'; readonly count: number }
  | { readonly kind: 'reject'; readonly scope: 'send' | 'transfer'; readonly count: number }
  | { readonly kind: 'late'; readonly ms: number };

/** What every adapter must do on its platform. It runs in a real Chromium, because a scripted page proves nothing of a page. */
export const connectorContract = (
  platform: Platform,
  start: () => Promise<ContractPlatform>,
): void => {
  const adapter = ADAPTERS.get(platform);
  const lacks = (capability: Capability): boolean =>
    adapter?.manifest.capabilities.includes(capability) !== true;

  // Each case has a shop of its own, and most of its time is waiting.
  describe.concurrent(`connector of ${platform}`, () => {
    let world: ContractPlatform;
    let pages: PageHost;
    let desk: ConnectorDesk;
    let folder: string;
    const sink = new RecordingSink();

    beforeAll(async () => {
      const executable = await findChromium();
      if (executable === null)
        throw new Error('no Chromium on this machine: install one, or name it in DUODIAN_CHROMIUM');
      world = await start();
      folder = await mkdtemp(join(tmpdir(), 'duodian-contract-'));
      const log = quietLog;
      pages = openChromiumPageHost({ executable, dataDirectory: folder, headless: true, log });
      const fast = new Map([...ADAPTERS].map(([name, adapter]) => [name, withFastPoll(adapter)]));
      desk = new ConnectorDesk({
        adapters: fast,
        pages,
        sites: simulatedSites(world.base),
        sink,
        clock: systemClock,
        random: Math.random,
        log,
      });
    });

    afterAll(async () => {
      await desk.stop();
      await pages.close();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    });

    const online = async (name: string): Promise<ShopId> => {
      const { storeId, cookie } = world.addShop(name);
      const shopId = asShopId(storeId);
      desk.connect(shopId, platform, new Secret(cookie));
      await sink.untilState(shopId, 'online', 25_000);
      return shopId;
    };
    const clientIdOf = (shopId: ShopId, content: string): MessageId =>
      asMessageId(`${shopId} ${content}`.slice(0, 60));
    const send = (
      shopId: ShopId,
      pin: string,
      content: string,
      type: MessageType = 'text',
      mayWrite: () => boolean = () => true,
    ): Promise<SendOutcome> => {
      const request = {
        // One text is sent once in each case.
        clientMessageId: clientIdOf(shopId, content),
        buyerPin: asBuyerPin(pin),
        part: { type, content },
      };
      return desk.send(shopId, request, mayWrite);
    };

    it('[PL1] [PL2] connects with the pushed cookie and knows the shop', async () => {
      const { storeId, cookie } = world.addShop('星河数码');
      const shopId = asShopId(storeId);
      world.say(storeId, 'early:bird', 'text', '我先来的');
      desk.connect(shopId, platform, new Secret(cookie));
      await sink.untilState(shopId, 'online', 25_000);
      expect(sink.states(shopId).map(({ kind }) => kind)).toEqual([
        'opening',
        'identifying',
        'online',
      ]);
      const identity = sink.facts.find(
        (fact) => fact.kind === 'platform.identity' && fact.shopId === shopId,
      );
      expect(identity).toMatchObject({ name: '星河数码' });
      const first = await sink.untilMessage(shopId, ({ content }) => content === '我先来的');
      expect(first.buyerPin).toBe('early:bird');
    });

    it('[PL6] receives every type once, also when the platform repeats and mixes', async () => {
      const shopId = await online('重复商店');
      world.fault(shopId, { kind: 'duplicate' });
      const ids = [
        world.say(shopId, 'b1', 'text', '你好 <b>&'),
        world.say(shopId, 'b1', 'image', 'https://example.com/a.jpg'),
        world.say(shopId, 'b2', 'video', 'https://example.com/a.mp4'),
        world.say(shopId, 'b2', 'product_card', world.productLink),
        world.say(
          shopId,
          'b2',
          'order_card',
          '商品id:3655480120000000001 订单号:6920000000000000123',
        ),
      ];
      for (const id of ids)
        await sink.untilMessage(shopId, ({ platformMessageId }) => platformMessageId === id);
      world.fault(shopId, { kind: 'disorder' });
      const last = [world.say(shopId, 'b1', 'text', '一'), world.say(shopId, 'b1', 'text', '二')];
      for (const id of last)
        await sink.untilMessage(shopId, ({ platformMessageId }) => platformMessageId === id);
      const got = sink.messages(shopId);
      expect(got.map(({ platformMessageId }) => platformMessageId).toSorted()).toEqual(
        [...ids, ...last].toSorted(),
      );
      const shown = (id: string | undefined): unknown =>
        got.find(({ platformMessageId }) => platformMessageId === id);
      expect(shown(ids[0])).toMatchObject({ from: 'buyer', type: 'text', content: '你好 <b>&' });
      expect(shown(ids[1])).toMatchObject({ type: 'image', content: 'https://example.com/a.jpg' });
      expect(shown(ids[2])).toMatchObject({ type: 'video', content: 'https://example.com/a.mp4' });
      expect(shown(ids[3])).toMatchObject({ type: 'product_card', content: world.productLink });
      expect(shown(ids[4])).toMatchObject({
        type: 'order_card',
        content: '商品id:3655480120000000001 订单号:6920000000000000123',
        card: { goodsId: '3655480120000000001', orderId: '6920000000000000123' },
      });
    });

    it('[PL6] messages that the core could not keep are brought again', async () => {
      const shopId = await online('满盘商店');
      sink.refusesMessagesOf.add(shopId);
      world.say(shopId, 'b1', 'text', '别丢');
      await new Promise((resolve) => setTimeout(resolve, 300));
      sink.refusesMessagesOf.delete(shopId);
      await sink.untilMessage(shopId, ({ content }) => content === '别丢');
      expect(sink.messages(shopId)).toHaveLength(1);
    });

    it('[CV3] sends a text with the evidence of the platform, once', async () => {
      const shopId = await online('发送商店');
      world.say(shopId, 'b:1', 'text', '在吗');
      const outcome = await send(shopId, 'b:1', '您好,在的');
      const sent = world.sentByAgent(shopId);
      expect(sent).toMatchObject([{ buyer: 'b:1', type: 'text', content: '您好,在的' }]);
      const [{ platform_message_id: platformMessageId } = { platform_message_id: '' }] = sent;
      expect(outcome).toMatchObject({ kind: 'sent', platformMessageId });
    });

    it.skipIf(lacks('image'))(
      '[CV3] sends an image with the evidence of the platform',
      async () => {
        const shopId = await online('图片商店');
        world.say(shopId, 'b1', 'text', '在吗');
        const outcome = await send(shopId, 'b1', 'https://example.com/r.png', 'image');
        const sent = world.sentByAgent(shopId);
        expect(sent).toMatchObject([{ type: 'image', content: 'https://example.com/r.png' }]);
        const [{ platform_message_id: platformMessageId } = { platform_message_id: '' }] = sent;
        expect(outcome).toMatchObject({ kind: 'sent', platformMessageId });
      },
    );

    it('[CV3] many sends to one buyer arrive in order', async () => {
      const shopId = await online('连发商店');
      world.say(shopId, 'b1', 'text', '在吗');
      const texts = ['第一句', '第二句', '第三句'];
      for (const text of texts)
        expect(await send(shopId, 'b1', text)).toMatchObject({ kind: 'sent' });
      expect(world.sentByAgent(shopId).map(({ content }) => content)).toEqual(texts);
    });

    it('[CV2] the echo of our own send carries our client id', async () => {
      const shopId = await online('回声商店');
      world.say(shopId, 'b1', 'text', '在吗');
      const outcome = await send(shopId, 'b1', '回声');
      const echo = await sink.untilMessage(shopId, ({ from }) => from === 'self');
      expect(echo.clientMessageId).toBe(clientIdOf(shopId, '回声'));
      expect(outcome).toMatchObject({ platformMessageId: echo.platformMessageId });
    });

    it('[PL9] a product card goes as a card, or as its link where the platform cannot take it', async () => {
      const shopId = await online('卡片商店');
      world.say(shopId, 'b1', 'text', '发我链接');
      const link = world.productLink;
      expect(await send(shopId, 'b1', link, 'product_card')).toMatchObject({ kind: 'sent' });
      const type = lacks('product_card') ? 'text' : 'product_card';
      expect(world.sentByAgent(shopId)).toMatchObject([{ type, content: link }]);
    });

    it('[CV5] asks once more right before the write', async () => {
      const shopId = await online('接管商店');
      world.say(shopId, 'b1', 'text', '在吗');
      const outcome = await send(shopId, 'b1', '不该发出', 'text', () => false);
      expect(outcome.kind).toBe('notWritten');
      expect(world.sentByAgent(shopId)).toEqual([]);
    });

    it('[CV3] a refusal inside a successful answer is a refusal', async () => {
      const shopId = await online('拒绝商店');
      world.say(shopId, 'b1', 'text', '在吗');
      world.fault(shopId, { kind: 'reject', scope: 'send', count: 1 });
      expect(await send(shopId, 'b1', '违规')).toMatchObject({ kind: 'rejected', code: '10002' });
      expect(await send(shopId, 'b1', '合规')).toMatchObject({ kind: 'sent' });
    });

    it('[CV3] a lost echo is unconfirmed, and sent when the list shows it', async () => {
      const shopId = await online('丢失商店');
      world.say(shopId, 'b1', 'text', '在吗');
      world.fault(shopId, { kind: 'lost_echo', mode: 'pending', count: 1 });
      const lost = send(shopId, 'b1', '收到了吗');
      // Another conversation is not held back by it.
      world.say(shopId, 'b2', 'text', '我也在');
      expect(await send(shopId, 'b2', '您好')).toMatchObject({ kind: 'sent' });
      const outcome = await lost;
      expect(['unconfirmed', 'sent']).toContain(outcome.kind);
      const shown = await sink.untilMessage(
        shopId,
        ({ content }) => content === '收到了吗',
        10_000,
      );
      expect(shown.clientMessageId).toBe(clientIdOf(shopId, '收到了吗'));
      expect(world.sentByAgent(shopId).filter(({ buyer }) => buyer === 'b1')).toHaveLength(1);
    });

    it.skipIf(lacks('staff'))('[CV10] lists staff with long ids and equal names', async () => {
      const { storeId, cookie } = world.addShop('客服商店');
      const shopId = asShopId(storeId);
      const staff = [
        { staff_id: '7545667615256944155', name: '售后', status: 1, department: '', online: true },
        {
          staff_id: '7545667615256944156',
          name: '售后',
          status: 1,
          department: '一组',
          online: false,
        },
      ];
      world.setStaff(storeId, staff);
      desk.connect(shopId, platform, new Secret(cookie));
      await sink.untilState(shopId, 'online', 25_000);
      const listed = await desk.listStaff(shopId);
      expect(listed).toMatchObject({
        ok: true,
        value: staff.map(({ staff_id: staffId, name, department, online: isOnline }) => {
          const told = { staffId, department, online: isOnline };
          const fields = world.staffTells.map((field) => [field, told[field]] as const);
          return Object.fromEntries([['name', name], ...fields]);
        }),
      });
      await sink.until(
        () => sink.facts.find((fact) => fact.kind === 'platform.staff' && fact.shopId === shopId),
        () => 'the staff list as a fact',
      );
    });

    const transferWorld = async (name: string) => {
      const shopId = await online(name);
      const row = (staff_id: string, who: string, isOnline: boolean): ContractStaff => ({
        staff_id,
        name: who,
        status: 1,
        department: '',
        online: isOnline,
      });
      world.setStaff(shopId, [
        row('9007199254740993001', '王', true),
        row('9007199254740993002', '李', false),
      ]);
      world.say(shopId, 'b1', 'text', '找人');
      await sink.untilMessage(shopId, ({ content }) => content === '找人');
      const listed = await desk.listStaff(shopId);
      const to = (who: string): ReturnType<ConnectorDesk['transfer']> =>
        desk.transfer(shopId, {
          operationId: asMessageId('op'),
          buyerPin: asBuyerPin('b1'),
          staffId:
            (listed.ok ? listed.value.find((member) => member.name === who)?.staffId : undefined) ??
            asStaffId(`nobody ${who}`),
          reason: '',
        });
      return { shopId, to };
    };

    it.skipIf(lacks('transfer'))(
      '[CV10] a transfer is done when the platform says so, and refused in its own words',
      async () => {
        const { shopId, to } = await transferWorld('转接商店');
        expect(await to('李')).toMatchObject({ kind: 'refused' });
        expect(world.transfers(shopId)).toEqual([]);
        expect(await to('王')).toEqual({ kind: 'transferred' });
        expect(world.transfers(shopId)).toMatchObject([{ staff_id: '9007199254740993001' }]);
      },
    );

    it.skipIf(lacks('transfer'))('[CV10] a refused transfer leaves the buyer here', async () => {
      const { shopId, to } = await transferWorld('拒转商店');
      world.fault(shopId, { kind: 'reject', scope: 'transfer', count: 1 });
      expect(await to('王')).toMatchObject({ kind: 'refused' });
      expect(world.transfers(shopId)).toEqual([]);
    });

    it.skipIf(lacks('transfer'))('[CV10] a late word of the platform is waited for', async () => {
      const { shopId, to } = await transferWorld('迟转商店');
      world.fault(shopId, { kind: 'late_transfer', ms: 15_000 });
      expect(await to('王')).toEqual({ kind: 'transferred' });
      expect(world.transfers(shopId)).toHaveLength(1);
    });

    it('[PL1] an expired login asks for one, and a new push brings the shop back', async () => {
      const shopId = await online('过期商店');
      world.say(shopId, 'b1', 'text', '在吗');
      world.fault(shopId, { kind: 'expire' });
      await sink.untilState(shopId, 'login_required');
      expect(await send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
      desk.connect(shopId, platform, new Secret(world.newCookie(shopId)));
      await sink.untilState(shopId, 'online', 25_000);
      expect(await send(shopId, 'b1', '回来了')).toMatchObject({ kind: 'sent' });
    });

    it('[PL3] a cookie that does not log in says so', async () => {
      const { storeId } = world.addShop('坏饼干商店');
      const shopId = asShopId(storeId);
      desk.connect(shopId, platform, new Secret('sessionid=nobody'));
      await sink.untilState(shopId, 'login_required', 25_000);
      desk.connect(shopId, platform, new Secret('sessionid=a\r\nb'));
      const refused = await sink.until(
        () => sink.states(shopId).find(({ detail }) => detail === 'cookie: controlCharacter'),
        () => 'the refusal of the cookie',
      );
      expect(refused.kind).toBe('login_required');
    });

    it('[PL3] the same push again leaves a living page alone', async () => {
      const { storeId, cookie } = world.addShop('安静商店');
      const shopId = asShopId(storeId);
      desk.connect(shopId, platform, new Secret(cookie));
      await sink.untilState(shopId, 'online', 25_000);
      desk.connect(shopId, platform, new Secret(cookie));
      world.say(shopId, 'b1', 'text', '还在');
      await sink.untilMessage(shopId, ({ content }) => content === '还在');
      expect(sink.states(shopId)).toHaveLength(3);
    });

    it.each(['redirect', 'overlay'] as const)(
      '[PL8] a challenge (%s) pauses the shop until a person has solved it',
      async (mode) => {
        const shopId = await online(`验证商店 ${mode}`);
        world.say(shopId, 'b1', 'text', '在吗');
        world.fault(shopId, { kind: 'challenge', mode });
        await sink.untilState(shopId, 'challenge');
        expect(await send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
        world.solve(shopId);
        await sink.untilState(shopId, 'online', 25_000);
        expect(await send(shopId, 'b1', '好了')).toMatchObject({ kind: 'sent' });
      },
    );

    it('[PL8] a challenge that the gateway names is held, and only shown on an allowed host', async () => {
      const shopId = await online('后台验证商店');
      desk.challenge(shopId, 'https://evil.example.com/verify', '请验证');
      expect(await sink.untilState(shopId, 'challenge')).toMatchObject({ detail: '请验证' });
      expect(await desk.showPage(shopId, 'https://evil.example.com/verify')).toMatchObject({
        ok: false,
        error: { kind: 'shop.linkRefused', detail: 'evil.example.com' },
      });
      expect((await send(shopId, 'b1', '不该发出')).kind).toBe('notWritten');
    });

    it('[PL7] kicked: says by whom and stays out until it is told to come back', async () => {
      const shopId = await online('被踢商店');
      world.fault(shopId, { kind: 'kick' });
      const kicked = await sink.untilState(shopId, 'kicked');
      expect(kicked.detail).toContain('客服主管的电脑');
      desk.retry(shopId);
      await sink.untilState(shopId, 'online', 25_000);
    });

    it('[PL5] another shop behind the page: nothing is written, nothing comes in', async () => {
      const shopId = await online('本店');
      const other = world.addShop('别家店');
      world.say(other.storeId, 'b1', 'text', '别家的话');
      desk.connect(shopId, platform, new Secret(other.cookie));
      const state = await sink.untilState(shopId, 'identity_mismatch', 25_000);
      expect(state.detail).toContain('别家店');
      expect(await send(shopId, 'b1', '写错店')).toMatchObject({ kind: 'notWritten' });
      expect(world.sentByAgent(other.storeId)).toEqual([]);
      expect(sink.messages(shopId)).toEqual([]);
      desk.connect(shopId, platform, new Secret(world.newCookie(shopId)));
      await sink.untilState(shopId, 'online', 25_000);
    });

    it('[PL5] one service account under two shop ids is refused the second time', async () => {
      const { storeId, cookie } = world.addShop('双开店');
      desk.connect(asShopId(storeId), platform, new Secret(cookie));
      await sink.untilState(asShopId(storeId), 'online', 25_000);
      const second = asShopId('second-id-of-the-same');
      desk.connect(second, platform, new Secret(cookie));
      expect((await sink.untilState(second, 'identity_mismatch', 25_000)).detail).toContain(
        storeId,
      );
    });

    it('[PL2] a silent stream is noticed by the list', async () => {
      const { storeId, cookie } = world.addShop('沉默商店');
      const shopId = asShopId(storeId);
      world.say(storeId, 'b1', 'text', '早');
      desk.connect(shopId, platform, new Secret(cookie));
      // What the first list shows is history and no sign of silence.
      await sink.untilMessage(shopId, ({ content }) => content === '早', 25_000);
      world.fault(shopId, { kind: 'silent' });
      world.say(shopId, 'b1', 'text', '有人吗');
      await sink.untilMessage(shopId, ({ content }) => content === '有人吗');
      expect(await sink.untilState(shopId, 'degraded', 20_000)).toMatchObject({ detail: 'silent' });
      expect(await send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
      world.fault(shopId, { kind: 'none' });
      world.say(shopId, 'b1', 'text', '又来了');
      await sink.untilState(shopId, 'online', 15_000);
    });

    it.each(['object', 'field'] as const)(
      '[PL2] a page that has changed (%s) is a broken adapter, named, and nothing is written',
      async (what) => {
        const { storeId, cookie } = world.addShop(`改版商店 ${what}`);
        const shopId = asShopId(storeId);
        world.fault(storeId, { kind: 'drift', what });
        desk.connect(shopId, platform, new Secret(cookie));
        const broken = await sink.untilState(shopId, 'adapter_broken', 50_000);
        expect(broken.detail).toMatch(/^missing: ./u);
        expect(await send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
        expect(world.sentByAgent(shopId)).toEqual([]);
      },
    );

    it('[PL2] messages that can no longer be read are noticed, and nothing is written', async () => {
      const shopId = await online('乱码商店');
      world.say(shopId, 'b1', 'text', '早');
      await sink.untilMessage(shopId, ({ content }) => content === '早');
      world.fault(shopId, { kind: 'drift', what: 'codec' });
      for (const text of ['一', '二', '三', '四', '五']) world.say(shopId, 'b1', 'text', text);
      await sink.until(
        () =>
          ['degraded', 'adapter_broken'].includes(sink.state(shopId)?.kind ?? '') ? 1 : undefined,
        () => `a sick state, not ${sink.state(shopId)?.kind}`,
        60_000,
      );
      expect(await send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
      expect(world.sentByAgent(shopId)).toEqual([]);
    });

    it.each([403, 429])('[PL2] an api that answers %i is not healthy', async (status) => {
      const { storeId, cookie } = world.addShop(`限流商店 ${status}`);
      const shopId = asShopId(storeId);
      world.fault(storeId, { kind: 'http', status });
      desk.connect(shopId, platform, new Secret(cookie));
      await sink.untilState(shopId, 'degraded', 25_000);
      expect(await send(shopId, 'b1', '不该发出')).toMatchObject({ kind: 'notWritten' });
      world.fault(shopId, { kind: 'none' });
      desk.retry(shopId);
      await sink.untilState(shopId, 'online', 25_000);
    });

    it('[PL3] a session that the platform renews by itself goes on', async () => {
      const { storeId, cookie } = world.addShop('换新商店');
      const shopId = asShopId(storeId);
      world.fault(storeId, { kind: 'rotate' });
      desk.connect(shopId, platform, new Secret(cookie));
      await sink.untilState(shopId, 'online', 25_000);
      world.say(shopId, 'b1', 'text', '换新了吗');
      await sink.untilMessage(shopId, ({ content }) => content === '换新了吗');
    });

    it('[PL2] a page that is late is waited for', async () => {
      const { storeId, cookie } = world.addShop('慢店');
      world.fault(storeId, { kind: 'late', ms: 3_000 });
      desk.connect(asShopId(storeId), platform, new Secret(cookie));
      await sink.untilState(asShopId(storeId), 'online', 25_000);
    });
  });
};

/** The real interval is half a minute. */
const withFastPoll = (adapter: Adapter): Adapter => ({
  ...adapter,
  manifest: { ...adapter.manifest, pollEveryMs: 1_500 },
});
