/* oxlint-disable no-underscore-dangle -- the platform's own names */
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StaffMember } from '../../sandbox/platforms/platform-events.ts';
import { startWorld, type World } from '../../sandbox/world.ts';
import { launchBrowser } from '../launch-browser.ts';

/** The simulated 抖音 page in a real Chromium: the object that the adapter uses, and what a person sees. */

type PigeonMessage = { serverId: string; content: string; ext: Record<string, string> };

/** Runs in the page. */
type PageWindow = {
  addEventListener(name: string, hear: (event: { detail: PigeonMessage }) => void): void;
  heard: PigeonMessage[];
  __PLATFORM_VARIABLES_IN_BENCH__?: {
    extra: {
      im: {
        sendText(id: string, text: string): Promise<PigeonMessage>;
        _message$: { subscribe(hear: (message: PigeonMessage) => void): unknown };
        _messageUpsert$: { subscribe(hear: (message: PigeonMessage) => void): unknown };
        pigeonIM: {
          transferConversation(kind: string, id: string, staff: string): Promise<{ code: number }>;
        };
      };
    };
  };
};
declare const window: PageWindow;

const STAFF: readonly StaffMember[] = [
  { staff_id: '7545667615256944155', name: '售后01', status: 1, department: '', online: true },
  { staff_id: '7545667615256944157', name: '售前02', status: 1, department: '', online: false },
];

let browser: Browser;
let context: BrowserContext;
let page: Page;
let world: World;
let storeId: string;

const url = (host: string, path: string): string => `http://${host}.localhost:${world.port}${path}`;
const program = (): string => url('im.jinritemai.com', '/pc_seller_v2/main/workspace');
const conversationId = (pin: string): string =>
  `${pin}:${world.control.shop(storeId).shopKey}::2:1:pigeon`;

/** Sets a pushed cookie as the app does (PL3): parent domain, secure, split on the first "=". */
const setCookies = (text: string): Promise<void> =>
  context.addCookies(
    text.split('; ').map((part) => ({
      name: part.slice(0, part.indexOf('=')),
      value: part.slice(part.indexOf('=') + 1),
      domain: '.jinritemai.com.localhost',
      path: '/',
      secure: true,
      httpOnly: true,
    })),
  );

const openProgram = async (): Promise<void> => {
  await page.goto(program());
  await page.locator('#line[data-state=open]').waitFor();
  await page.waitForFunction(() => window.__PLATFORM_VARIABLES_IN_BENCH__ !== undefined);
  await page.evaluate(() => {
    window.heard = [];
    const im = window.__PLATFORM_VARIABLES_IN_BENCH__?.extra.im;
    im?._message$.subscribe((message) => window.heard.push(message));
    im?._messageUpsert$.subscribe((message) => {
      if (message.ext['s:sender_biz_role'] !== '1') window.heard.push(message);
    });
  });
};

const heard = async (count: number): Promise<readonly PigeonMessage[]> => {
  await page.waitForFunction((wanted) => window.heard.length >= wanted, count);
  return page.evaluate(() => window.heard);
};

const send = (pin: string, text: string): Promise<PigeonMessage | undefined> =>
  page.evaluate(
    ([id, words]) => window.__PLATFORM_VARIABLES_IN_BENCH__?.extra.im.sendText(id, words),
    [conversationId(pin), text] as const,
  );

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  world = await startWorld();
  const shop = world.control.createShop({ platform: 'douyin', name: '山野零食' });
  storeId = shop.store_id;
  context = await browser.newContext();
  page = await context.newPage();
  await setCookies(shop.cookie);
});
afterEach(async () => {
  await context.close();
  await world.close();
});

describe('the simulated 抖音 workbench in Chromium', () => {
  it('takes the cookie, hears a buyer on _message$ and sends with evidence', async () => {
    await openProgram();
    const { message_id: id } = world.control.say(storeId, 'dy:buyer', {
      content: '在吗?',
      name: '阿泽的快乐星球',
    });
    const [message] = await heard(1);
    expect(message).toMatchObject({ serverId: id, content: '在吗?' });
    const sent = await send('dy:buyer', '在的亲');
    expect(sent?.serverId).toMatch(/^\d{17,}$/u);
    expect(sent?.ext).toMatchObject({ 's:send_response_status': '0', check_code: '0' });
    const [, echo] = await heard(2);
    expect(echo?.serverId).toBe(sent?.serverId);
    expect(world.ledger().platforms[storeId]?.buyers['dy:buyer']).toMatchObject([
      { from: 'buyer', content: '在吗?' },
      { from: 'shop', content: '在的亲' },
    ]);
    await page.getByRole('log').getByText('在的亲').waitFor();
    expect(await page.getByText('模拟平台').count()).toBe(1);
  });

  it('sends a page without a good cookie to the login, where a person logs in', async () => {
    await context.clearCookies();
    await page.goto(program());
    expect(page.url()).toBe(url('fxg.jinritemai.com', '/login/common'));
    await page.getByRole('button', { name: '山野零食' }).click();
    await page.locator('#line[data-state=open]').waitFor();
    expect(page.url()).toBe(program());
  });

  it('goes to the login when the session expires', async () => {
    await openProgram();
    world.control.shopFault(storeId, { kind: 'expire' });
    await page.waitForURL(url('fxg.jinritemai.com', '/login/common'));
  });

  it('tells of a kick by event and dialog, and lets a page opened later in again', async () => {
    await openProgram();
    await page.evaluate(() => {
      window.addEventListener('pigeon:kicked', (event) => window.heard.push(event.detail));
    });
    world.control.shopFault(storeId, { kind: 'kick', by: '主管' });
    expect(await heard(1)).toEqual([{ reason: '该账号已在其他设备登录', by: '主管' }]);
    await page.getByRole('alertdialog').getByText('你已被迫下线').waitFor();
    expect(await page.locator('#kicked_dialog').getAttribute('data-by')).toBe('主管');
    await openProgram();
  });

  it('challenges by redirect and by overlay until a person clicks', async () => {
    await openProgram();
    world.control.shopFault(storeId, { kind: 'challenge' });
    await page.waitForURL(url('verify.jinritemai.com', '/captcha'));
    await page.evaluate(() => {
      const button: unknown = Reflect.get(globalThis, 'document').getElementById('solve');
      (button as { click(): void }).click();
    });
    await page.getByText('验证需要本人点击').waitFor();
    await page.getByRole('button', { name: '点击完成验证' }).click();
    await page.waitForURL(program());
    await openProgram();
    world.control.shopFault(storeId, { kind: 'challenge', mode: 'overlay' });
    await page.locator('#captcha_container').waitFor();
    await page.getByRole('button', { name: '点击完成验证' }).click();
    await page.locator('#captcha_container').waitFor({ state: 'detached' });
    expect(world.control.shop(storeId).faults.kinds()).toEqual([]);
  });

  it('refuses inside a successful answer, and loses an echo', async () => {
    await openProgram();
    world.control.say(storeId, 'b', { content: '在吗' });
    world.control.shopFault(storeId, { kind: 'reject', count: 1, text: '含敏感词' });
    const refused = await send('b', '加微信');
    expect(refused?.serverId).toBe('');
    expect(refused?.ext).toMatchObject({ check_code: '10002', check_message: '含敏感词' });
    world.control.shopFault(storeId, { kind: 'lost_echo', mode: 'empty', count: 1 });
    expect((await send('b', '你好'))?.ext['s:send_response_status']).toBeUndefined();
    expect(world.ledger().platforms[storeId]?.sent_by_agent).toMatchObject([{ content: '你好' }]);
  });

  it('renames its object when it drifts, also while the page is open', async () => {
    await openProgram();
    world.control.shopFault(storeId, { kind: 'drift' });
    await page.waitForFunction(() => window.__PLATFORM_VARIABLES_IN_BENCH__ === undefined);
  });

  it('transfers to who is online, confirmed by a message of the system', async () => {
    world.control.setStaff(storeId, STAFF);
    await openProgram();
    world.control.say(storeId, 'b', { content: '转售后' });
    await heard(1);
    const transfer = (staff: string): Promise<{ code: number } | undefined> =>
      page.evaluate(
        ([id, to]) =>
          window.__PLATFORM_VARIABLES_IN_BENCH__?.extra.im.pigeonIM.transferConversation(
            '2',
            id,
            to,
          ),
        [conversationId('b'), staff] as const,
      );
    expect((await transfer('7545667615256944157'))?.code).toBe(4002);
    expect(await transfer('7545667615256944155')).toEqual({ code: 0 });
    const [, confirmed] = await heard(2);
    expect(confirmed?.ext).toMatchObject({
      's:sender_biz_role': '3',
      to_trans_uid: '7545667615256944155',
    });
    expect(world.ledger().platforms[storeId]?.transfers).toMatchObject([
      { buyer: 'b', staff_name: '售后01' },
    ]);
  });

  it('lets the page read the api of its own site across the sub-domain', async () => {
    await openProgram();
    const answer = await page.evaluate(
      async (address) => {
        const response = await fetch(address, { credentials: 'include' });
        return response.json();
      },
      url('pigeon.jinritemai.com', '/backstage/currentuser?biz_type=4'),
    );
    expect(answer).toMatchObject({ code: 0, data: { ShopName: '山野零食' } });
  });
});
