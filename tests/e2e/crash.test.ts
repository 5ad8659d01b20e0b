import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually, quietFor } from './eventually.ts';
import {
  framesOf,
  heardBy,
  openShop,
  openWorkplace,
  shopIsOnline,
  type Workplace,
} from './workplace.ts';

const NAME = '山野零食';

describe('kill -9 in the middle', () => {
  let work: Workplace;
  let shop = '';

  beforeAll(async () => {
    work = await openWorkplace();
    ({ shop } = await openShop(work, NAME));
  });
  afterAll(() => work.close());

  it('[GW9] [GW11] [CV3] [PL6] loses and doubles nothing over three kills under traffic', async () => {
    const said: string[] = [];
    const answered: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      for (let index = 0; index < 6; index += 1) {
        const text = `第${round}轮第${index}句`;
        said.push(text);
        await work.control.say(shop, 'pin_crash', {
          msg_type: 'text',
          content: text,
          name: '阿泽',
        });
      }
      await quietFor(round * 40);
      await work.app.stop('SIGKILL');
      const missed = `第${round}轮离线时说的`;
      said.push(missed);
      await work.control.say(shop, 'pin_crash', {
        msg_type: 'text',
        content: missed,
        name: '阿泽',
      });
      await work.restart();
      await shopIsOnline(work, NAME);
      const answer = `回复第${round}轮`;
      answered.push(answer);
      await work.control.reply(shop, 'pin_crash', answer);
      await eventually(async () =>
        expect(await heardBy(work, shop, 'pin_crash')).toEqual(answered),
      );
    }
    // Frames may come twice, but then under the same message_id: that is what the id is for.
    await eventually(async () => {
      const frames = await framesOf(work, shop, 'message');
      const byId = new Map(frames.map((frame) => [frame['message_id'], frame['content']]));
      expect([...byId.values()].map(String).toSorted()).toEqual(said.toSorted());
    }, 30_000);
    await work.page.openConversation('阿泽');
    await work.page
      .messages()
      .filter({ hasText: said.at(-1) ?? '' })
      .waitFor();
    await eventually(async () => {
      const shown = await work.page
        .messages()
        .evaluateAll((articles) =>
          articles
            .filter((article) => article.getAttribute('data-origin') === 'buyer')
            .map((article) => article.textContent ?? ''),
        );
      for (const text of said.slice(-4))
        expect(shown.filter((line) => line.includes(text))).toHaveLength(1);
    });
  });

  it('[CV3] a send that was cut off is shown as 未确认 or 已送达, and is never sent twice', async () => {
    await work.control.fault(shop, { kind: 'slow', ms: 1500 });
    await work.page.openConversation('阿泽');
    await work.page.reply('这句话说到一半');
    await quietFor(600);
    await work.app.stop('SIGKILL');
    await work.control.fault(shop, { kind: 'none' });
    await work.restart();
    await shopIsOnline(work, NAME);
    await work.page.openConversation('阿泽');
    const bubble = work.page.messages().filter({ hasText: '这句话说到一半' });
    await eventually(async () => {
      expect(['sent', 'unconfirmed']).toContain(await bubble.getAttribute('data-status'));
      expect(await bubble.count()).toBe(1);
    });
    await quietFor(3000);
    const heard = (await heardBy(work, shop, 'pin_crash')).filter(
      (text) => text === '这句话说到一半',
    );
    expect(heard.length).toBeLessThanOrEqual(1);
  });
});
