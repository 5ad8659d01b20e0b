import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStrangersOffice, type StrangersOffice } from './strangers-office.ts';

describe('a gateway written by someone else, that follows only the spec', () => {
  let office: StrangersOffice;
  let shop = '';

  beforeAll(async () => {
    office = await openStrangersOffice();
  });
  afterAll(() => office.close());

  it('[GW1] [GW2] the token travels percent-encoded and success means 已连接', async () => {
    await expect.poll(() => office.page.connection().textContent()).toContain('已连接');
  });

  it('[GW7] connect_success brings a shop up', async () => {
    const added = await office.control.addShop('抖音', '只读协议的店');
    shop = added.store_id;
    office.gateway.send({
      type: 'connect_success',
      content: added.cookie,
      store_id: shop,
      platform_name: '抖音',
    });
    await office.page.shopTab('只读协议的店').waitFor({ timeout: 30_000 });
  });

  it('[GW8] the buyer’s words arrive with the required fields', async () => {
    await office.control.say(shop, 'jd_user_001', {
      msg_type: 'text',
      content: '在吗',
      name: '只读买家',
    });
    await expect
      .poll(() => office.gateway.received.filter((frame) => frame['type'] === 'message'), {
        timeout: 20_000,
      })
      .toHaveLength(1);
    expect(office.gateway.received.find((frame) => frame['type'] === 'message')).toMatchObject({
      type: 'message',
      content: '在吗',
      msg_type: 'text',
      sender: { id: 'jd_user_001' },
      store_id: shop,
    });
  });

  it('[GW11] replies without message_id are each new, though the words are the same', async () => {
    const reply = {
      type: 'message',
      content: '在的',
      msg_type: 'text',
      receiver: { id: 'jd_user_001' },
      store_id: shop,
    };
    office.gateway.send(reply);
    office.gateway.send(reply);
    await expect
      .poll(async () => {
        const ledger = await office.control.ledger();
        return ledger.platforms[shop]?.buyers['jd_user_001']
          ?.filter((message) => message.from === 'shop')
          .map((message) => message.content);
      })
      .toEqual(['在的', '在的']);
  });

  it('[GW13] an error for the whole shop is shown', async () => {
    office.gateway.send({
      type: 'error',
      content: '请完成验证',
      receiver: { id: 'gui_1' },
      data: { verify_link: 'https://verify.jinritemai.com/captcha' },
      store_id: shop,
    });
    await office.page.alert('只读协议的店').waitFor();
  });
});
