import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietFor } from './eventually.ts';
import { openStrangersOffice, type StrangersOffice } from './strangers-office.ts';
import { heardBy, shopIsOnline } from './workplace.ts';

const PIN = 'jd_user_001';

describe('a back office with manners of its own', () => {
  let office: StrangersOffice;
  let jd = '';

  /** Another id for the same shop: its spelling is the back office's affair. */
  const answer = (content: string, more: object = {}): object => ({
    type: 'message',
    content,
    msg_type: 'text',
    receiver: { id: PIN },
    store_id: jd,
    ...more,
  });
  const says = (shop: string, pin: string, content: string, name?: string): Promise<unknown> =>
    office.control.say(shop, pin, {
      msg_type: 'text',
      content,
      ...(name !== undefined && { name }),
    });
  const heard = (shop = jd, pin = PIN): Promise<readonly string[]> => heardBy(office, shop, pin);
  const logIn = async (
    platform: string,
    name: string,
    given: { platformName?: string; cookie?: (good: string) => string; id?: string } = {},
  ): Promise<string> => {
    const { store_id: shop, cookie } = await office.control.addShop(platform, name, given.id);
    office.gateway.send({
      type: 'connect_success',
      content: (given.cookie ?? ((good) => good))(cookie),
      store_id: shop,
      platform_name: given.platformName ?? platform,
    });
    await shopIsOnline(office, name);
    return shop;
  };

  beforeAll(async () => {
    office = await openStrangersOffice();
    office.gateway.manners.pongHasUuid = false;
  });
  afterAll(() => office.close());

  it('[GW7] [PL3] names a shop 京麦 and pushes a header line with odd cookies among the good ones: it comes online, and the panel names them', async () => {
    const odd = 'a[0]=1; b@c=2; d:e=3; f g=4; 客服=5; =6';
    jd = await logIn('京东', '青禾家居', {
      platformName: '京麦',
      cookie: (good) => {
        const [first = '', ...others] = good.split('; ');
        return `Cookie: ${[first, odd, ...others].join('; ')}\r\n`;
      },
    });
    await says(jd, PIN, '在吗', '林小满');
    await office.page.openConversation('林小满');
    await office.page.page.getByText('Cookie 中有 6 项浏览器不接受，已略过').waitFor();
  });

  it('[GW4] [GW9] answers pings without their uuid: what buyers say is proven, and the line goes on', async () => {
    await expect.poll(() => office.gateway.heard()).toEqual(['在吗']);
    await expect.poll(() => office.page.page.getByText('待后台确认').count()).toBe(0);
    // A ping whose pong counts for nothing ends the line after 10 s.
    await quietFor(12_000);
    expect(office.gateway.connections).toBe(1);
    expect(office.gateway.heard()).toEqual(['在吗']);
  });

  it('[GW6] sends a byte order mark, and JSON as bytes: both are read', async () => {
    office.gateway.sendBytes(`\ufeff${JSON.stringify(answer('带 BOM'))}`);
    office.gateway.sendBytes(Buffer.from(JSON.stringify(answer('二进制'))));
    await expect.poll(() => heard()).toEqual(['带 BOM', '二进制']);
  });

  it('[GW6] spells store_id in capitals and with blanks: it is the shop that stands there', async () => {
    const tabs = () => office.page.page.locator('[role=tab][data-shop]').count();
    const before = [await tabs(), (await heard()).length] as const;
    office.gateway.send(answer('大写', { store_id: jd.toUpperCase() }));
    office.gateway.send(answer('空格', { store_id: ` ${jd}\n` }));
    await expect.poll(async () => (await heard()).slice(before[1])).toEqual(['大写', '空格']);
    expect(await tabs()).toBe(before[0]);
  });

  it('[GW11] answers twice under the buyer’s own id: two answers, and a repeat of the first is none', async () => {
    const id = { message_id: 'id-of-the-buyer' };
    const before = (await heard()).length;
    for (const text of ['第一句', '第二句', '第一句']) office.gateway.send(answer(text, id));
    office.gateway.send(answer('最后一句'));
    await expect
      .poll(async () => (await heard()).slice(before))
      .toEqual(['第一句', '第二句', '最后一句']);
  });

  it.each(['constructor', '__proto__'])(
    '[GW6] has a shop whose id is %s, and a buyer there whose nickname is blank: she is listed by her pin and answered',
    async (id) => {
      const pin = `pin_of_${id}`;
      const shop = await logIn('抖音', `店铺 ${id}`, { id });
      await says(shop, pin, '有货吗', '   ');
      await office.page.openConversation(pin);
      office.gateway.send(answer('有的', { store_id: shop, receiver: { id: pin } }));
      await expect.poll(() => heard(shop, pin)).toEqual(['有的']);
    },
  );

  it('[GW7] names a platform that nobody knows: the shop stands there with a sentence that is true', async () => {
    office.gateway.send({
      type: 'connect_success',
      content: 'a=1',
      store_id: 'on-kuaishou',
      platform_name: '快手',
    });
    await office.page.page
      .getByRole('alert')
      .filter({ hasText: '后台给出的平台名称不在支持之列，无法收发' })
      .getByText('快手')
      .waitFor();
  });

  it('[GW8] dies of half a surrogate pair: it never gets one', async () => {
    office.gateway.manners.diesOf = ({ content }) =>
      typeof content === 'string' && !content.isWellFormed();
    const before = office.gateway.connections;
    await says(jd, PIN, '谢谢\ud83d');
    await says(jd, PIN, '还在吗');
    await expect.poll(() => office.gateway.heard().slice(-2)).toEqual(['谢谢\ufffd', '还在吗']);
    expect(office.gateway.connections).toBe(before);
  });

  it('[GW9] dies of an emoji: that frame stands aside with its words, and both shops go on', async () => {
    office.gateway.manners.diesOf = ({ content }) =>
      typeof content === 'string' && content.includes('😀');
    await says(jd, PIN, '谢谢😀');
    await says('constructor', 'pin_of_constructor', '别家的话');
    await says(jd, PIN, '后面的话');
    await expect
      .poll(() => office.gateway.heard().slice(-2).toSorted(), { timeout: 60_000 })
      .toEqual(['别家的话', '后面的话']);
    const { page } = office.page;
    await page.getByRole('button', { name: '未送达后台 1' }).click();
    const panel = page.getByRole('dialog', { name: '连接面板' });
    await panel.getByRole('listitem').filter({ hasText: '谢谢😀' }).getByText('1011').waitFor();
    office.gateway.manners.diesOf = () => false;
    await panel.getByRole('button', { name: '重发' }).click();
    await expect.poll(() => office.gateway.heard().at(-1)).toBe('谢谢😀');
    await page.keyboard.press('Escape');
  });

  it('[GW2] answers 404 while it is deployed: the workbench stays, says so, and goes on by 再试一次', async () => {
    const { page } = office.page;
    await office.page.openConversation('林小满');
    office.gateway.manners.refusesWith = 404;
    office.gateway.cut();
    const banner = page.getByRole('alert', { name: '后台拒绝了连接' });
    await banner.getByText('404').waitFor();
    await says(jd, PIN, '部署时说的话');
    await office.page.messages().filter({ hasText: '部署时说的话' }).waitFor();
    await office.page.reply('我在的');
    await expect.poll(async () => (await heard()).at(-1)).toBe('我在的');
    expect(await page.getByRole('form', { name: '连接后台' }).count()).toBe(0);
    office.gateway.manners.refusesWith = null;
    await banner.getByRole('button', { name: '再试一次' }).click();
    await expect.poll(() => office.gateway.heard().at(-1)).toBe('部署时说的话');
    await banner.waitFor({ state: 'detached' });
  });

  it('[CV13] 360,000 characters in the box do not end the page’s line; cut short they are saved and sent', async () => {
    const { page } = office.page;
    let lines = 0;
    page.on('websocket', () => (lines += 1));
    await office.page.openConversation('林小满');
    await office.page.composer().fill('多'.repeat(360_000));
    await page.getByText('文字太长，超出 294464 个字，暂不能保存或发送，请删减').waitFor();
    await says(jd, PIN, '还在吗，在吗');
    await office.page.messages().filter({ hasText: '还在吗，在吗' }).waitFor();
    await office.page.composer().pressSequentially('字');
    await quietFor(2_000);
    expect(lines).toBe(0);
    await office.page.composer().fill('短了');
    await office.page.composer().press('Enter');
    await expect.poll(async () => (await heard()).at(-1)).toBe('短了');
  });
});
