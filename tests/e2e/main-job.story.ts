import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, quietFor } from './eventually.ts';
import type { Host } from './hosts.ts';
import type { Program } from './programs.ts';
import {
  framesOf,
  heardBy,
  openShop,
  openWorkplaceOn,
  shopIsOnline,
  shopLedger,
  type Workplace,
} from './workplace.ts';

const STAFF = [
  {
    staff_id: '7545667615256944155',
    name: '售后客服01',
    status: 1,
    department: '售后',
    online: true,
  },
  { staff_id: '7545667615256944156', name: '客服小王', status: 1, department: '', online: true },
  { staff_id: '7545667615256944157', name: '夜班客服', status: 1, department: '', online: false },
];

/** The tables with rows of the shop, queues included. */
const rowsOf = (data: string, shop: string): readonly string[] => {
  const db = new Database(join(data, 'duodian.sqlite'), { readonly: true });
  const tables = db
    .prepare<[], string>(
      `SELECT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
         WHERE m.type = 'table' AND c.name = 'shop_id'`,
    )
    .pluck()
    .all();
  const found = tables.filter(
    (table) =>
      db.prepare(`SELECT 1 FROM ${table} WHERE shop_id = ? LIMIT 1`).get(shop) !== undefined,
  );
  db.close();
  return found;
};

/** The main job of an agent, the same on every host. */
export const tellMainJob = <Hosted extends Program>(host: Host<Hosted>): void => {
  describe.skipIf(!host.isHere)(`the main job, end to end, on ${host.name}`, () => {
    let work: Workplace;
    let shop = '';
    let cookie = '';

    beforeAll(async () => {
      work = await openWorkplaceOn(host);
      ({ shop, cookie } = await openShop(work, '山野零食'));
      await work.control.setStaff(shop, STAFF);
    });
    afterAll(() => work.close());

    it('says that it is connected', async () => {
      await expect.poll(() => work.page.connection().textContent()).toContain('已连接');
    });

    it.each([
      ['text', '你好,请问在吗?'],
      ['image', 'https://example.com/a.jpg'],
      ['video', 'https://example.com/a.mp4'],
      ['product_card', 'https://item.jd.com/100123456789.html'],
      ['order_card', '商品id:100123456789 订单号:250904-518080458310434'],
    ])(
      '[GW8] [PL6] a buyer says %s: it appears once and reaches the back office once, in the spec’s shape',
      async (type, content) => {
        const pin = `buyer_${type}`;
        await work.control.say(shop, pin, { msg_type: type, content, name: `买家${type}` });
        await work.page.openConversation(`买家${type}`);
        const article = work.page.messages();
        await expect.poll(() => article.count()).toBe(1);
        expect(await article.getAttribute('data-type')).toBe(type);
        expect(await article.getAttribute('data-direction')).toBe('in');
        expect(await article.getAttribute('data-origin')).toBe('buyer');
        const frames = await eventually(async () => {
          const found = (await framesOf(work, shop, 'message')).filter(
            (frame) => (frame['sender'] as { id: string }).id === pin,
          );
          expect(found).toHaveLength(1);
          return found;
        });
        expect(frames[0]).toMatchObject({
          type: 'message',
          content,
          msg_type: type,
          sender: { id: pin },
          store_id: shop,
        });
        await quietFor(1500);
        expect(await article.count()).toBe(1);
      },
    );

    it('[CV5] the back office answers: the buyer hears it once, the agent sees who wrote it', async () => {
      await work.control.say(shop, 'buyer_ai', {
        msg_type: 'text',
        content: '有现货吗',
        name: '林小满',
      });
      await work.page.openConversation('林小满');
      const answer = '您好!我是智能客服,很高兴为您服务。';
      await work.control.reply(shop, 'buyer_ai', answer);
      await expect.poll(() => heardBy(work, shop, 'buyer_ai')).toEqual([answer]);
      const bubble = work.page.messages().filter({ hasText: answer });
      await expect.poll(() => bubble.getAttribute('data-status')).toBe('sent');
      expect(await bubble.getAttribute('data-origin')).toBe('backoffice');
      await quietFor(1500);
      expect(await heardBy(work, shop, 'buyer_ai')).toEqual([answer]);
      expect(await bubble.count()).toBe(1);
    });

    it('[GW12] the agent answers: the buyer hears it once, and the back office never does', async () => {
      await work.page.openConversation('林小满');
      await work.page.composer().fill('亲,16 点前下单当天发出');
      await work.page.composer().press('Enter');
      await expect
        .poll(async () => (await heardBy(work, shop, 'buyer_ai')).slice(1))
        .toEqual(['亲,16 点前下单当天发出']);
      const bubble = work.page.messages().filter({ hasText: '16 点前下单' });
      await expect.poll(() => bubble.getAttribute('data-status')).toBe('sent');
      expect(await bubble.getAttribute('data-origin')).toBe('agent');
      await quietFor(1500);
      const { gateway } = await work.control.ledger();
      expect(JSON.stringify(gateway.received)).not.toContain('16 点前下单');
      expect(
        shopLedger(await work.control.ledger(), shop).sent_by_agent.filter(({ content }) =>
          content.includes('16 点前'),
        ),
      ).toHaveLength(1);
    });

    it('[CV5] [CV6] in 人工接管 a back-office reply is held; 采用 sends it', async () => {
      await work.control.say(shop, 'buyer_held', {
        msg_type: 'text',
        content: '能便宜点吗',
        name: '周周有鱼',
      });
      await work.page.openConversation('周周有鱼');
      await work.page.manualSwitch().click({ force: true });
      await expect.poll(() => work.page.manualSwitch().isChecked()).toBe(true);
      await work.control.reply(shop, 'buyer_held', '已经是最低价啦');
      await work.page.suggestions().getByText('已经是最低价啦').waitFor();
      await quietFor(1500);
      expect(await heardBy(work, shop, 'buyer_held')).toEqual([]);
      await work.page.suggestions().getByRole('button', { name: '采用' }).click();
      await expect.poll(() => heardBy(work, shop, 'buyer_held')).toEqual(['已经是最低价啦']);
      await expect.poll(() => work.page.suggestions().count()).toBe(0);
    });

    it('[CV10] the back office hands a buyer over to the staff member it names', async () => {
      await work.control.say(shop, 'buyer_transfer', {
        msg_type: 'text',
        content: '我要退货',
        name: '陈先生',
      });
      await work.page.openConversation('陈先生');
      await work.control.send({
        type: 'transfer',
        content: '客服小王',
        receiver: { id: 'buyer_transfer' },
        store_id: shop,
      });
      await expect
        .poll(async () => shopLedger(await work.control.ledger(), shop).transfers.length)
        .toBe(1);
      expect(JSON.stringify(shopLedger(await work.control.ledger(), shop).transfers)).toContain(
        '7545667615256944156',
      );
      await work.page.messages().filter({ hasText: '转接给 客服小王' }).first().waitFor();
    });

    it('[CV10] [GW12] the agent hands a buyer over and the back office is told', async () => {
      await work.control.say(shop, 'buyer_own_transfer', {
        msg_type: 'text',
        content: '发票怎么开',
        name: '可可不加糖',
      });
      await work.page.openConversation('可可不加糖');
      await work.page.page.getByRole('button', { name: '转接', exact: true }).click();
      const staff = work.page.page.getByRole('listbox', { name: '客服列表' });
      await staff.getByRole('option', { name: '售后客服01' }).click();
      await work.page.page.getByRole('button', { name: '确认转接' }).click();
      await expect
        .poll(async () => shopLedger(await work.control.ledger(), shop).transfers.length)
        .toBe(2);
      await expect.poll(async () => (await framesOf(work, shop, 'transfer')).length).toBe(1);
      expect((await framesOf(work, shop, 'transfer'))[0]).toMatchObject({
        content: '售后客服01',
        sender: { id: 'buyer_own_transfer' },
      });
    });

    it('the staff list reaches the back office in the spec’s shape', async () => {
      await eventually(async () => {
        const lists = await framesOf(work, shop, 'staff_list');
        expect(lists.at(-1)).toMatchObject({ data: { staff_list: STAFF }, store_id: shop });
      });
    });

    it('[GW13] [PL8] an error with verify_link raises the alert of that shop', async () => {
      await work.control.send({
        type: 'error',
        content: '图形验证码校验失败,请刷新重试!',
        receiver: { id: 'gui_12345678' },
        data: { verify_link: 'https://verify.jinritemai.com/captcha?x=1' },
        store_id: shop,
      });
      const alert = work.page.alert('山野零食');
      await alert.waitFor();
      await alert.getByRole('button', { name: '去验证' }).waitFor();
    });

    it('[GW13] an error without a link stays until 知道了, and then in the panel of the shop', async () => {
      const words = '自动回复服务暂停';
      await work.control.send({ type: 'error', content: words, store_id: shop });
      const alert = work.page.alert('山野零食').filter({ hasText: words });
      await alert.getByRole('button', { name: '知道了' }).click();
      await alert.waitFor({ state: 'detached' });
      await work.page.page.getByRole('option').first().click();
      await work.page.page.getByRole('region', { name: '后台消息' }).getByText(words).waitFor();
    });

    it('[SE6] the token and the cookie are in no log and not on the page', async () => {
      const secrets = [
        work.sandbox.ready.token,
        ...cookie.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1)),
      ].filter((text) => text.length >= 8);
      const html = await work.page.page.content();
      for (const secret of secrets) {
        expect(work.app.stderr()).not.toContain(secret);
        expect(html).not.toContain(secret);
      }
    });

    it('[PL13] deletes a shop from its tab with all that is kept of it; the next cookie makes it anew', async () => {
      const screen = work.page.page;
      const rows = (): readonly string[] => rowsOf(work.data, shop);
      const sessions = (): readonly string[] => host.sessionsIn(work.data);
      expect(sessions()).toHaveLength(1);
      expect(rows()).not.toEqual([]);
      await work.page.openConversation('林小满');
      await work.page.composer().fill('还没写完');
      await work.page.shopTab('山野零食').click({ button: 'right' });
      await screen.getByRole('menuitem', { name: '删除店铺…' }).click();
      const question = screen.getByRole('alertdialog', { name: '删除店铺“山野零食”？' });
      await question.getByText('个会话及全部聊天记录').waitFor();
      await question.getByText('登录会话和待告知后台的内容').waitFor();
      await question.getByRole('button', { name: '删除店铺' }).click();
      await work.page.shopTab('山野零食').waitFor({ state: 'detached' });
      await eventually(() => {
        expect(rows()).toEqual([]);
        expect(sessions()).toEqual([]);
      });
      await work.control.login(shop);
      await shopIsOnline(work, '山野零食');
      expect(rows()).toContain('shop');
      expect(sessions()).toHaveLength(1);
    });
  });
};
