import type { Page } from 'playwright';
import type { Message } from '#shared/model/message.ts';
import { changeConversation, composerOf, openConversation, type Scenes } from './scene.ts';

/** Adds messages behind the last of the open conversation of this buyer. */
const addMessages = (
  page: Page,
  buyer: string,
  messages: readonly Partial<Message>[],
): Promise<void> =>
  page.evaluate(
    (given) => {
      const { conversations } = window.harness.replica();
      const row = Object.values(conversations).find(({ buyerName }) => buyerName === given.buyer);
      if (row === undefined) throw new Error(`the sample has no buyer ${given.buyer}`);
      const now = Date.now();
      window.harness.publish({
        messages: given.messages.map((change, index): Message => ({
          messageId: `added-${String(index)}` as Message['messageId'],
          shopId: row.shopId,
          buyerPin: row.buyerPin,
          origin: 'buyer',
          type: 'text',
          content: '',
          card: null,
          systemLine: null,
          orderAt: now + index,
          arrival: 1_000_000 + index,
          sentAt: now,
          platformMessageId: null,
          send: null,
          ...change,
        })),
      });
    },
    { buyer, messages },
  );

/** Holds a picture over the composer, drops or pastes it. */
const give = (page: Page, how: 'paste' | 'dragover', bytes = 0): Promise<void> =>
  composerOf(page).evaluate(
    async (box, { event, size }) => {
      const canvas = new OffscreenCanvas(640, 480);
      const paint = canvas.getContext('2d');
      if (paint === null) return;
      for (const [index, color] of ['#b98b5e', '#6d4a2f', '#e8d9c5'].entries()) {
        paint.fillStyle = color;
        paint.fillRect(index * 213, 0, 214, 480);
      }
      const blob = await canvas.convertToBlob();
      const transfer = new DataTransfer();
      const parts = size === 0 ? [blob] : [blob, new Uint8Array(size)];
      transfer.items.add(new File(parts, '胡桃色实物图 三层置物架.png', { type: 'image/png' }));
      const shared = { bubbles: true, cancelable: true };
      if (event === 'paste') {
        box.dispatchEvent(new ClipboardEvent(event, { ...shared, clipboardData: transfer }));
        return;
      }
      // As a browser tells of it while something is held over the window.
      setInterval(() => {
        box.dispatchEvent(new DragEvent(event, { ...shared, dataTransfer: transfer }));
      }, 50);
    },
    { event: how, size: bytes },
  );

/** The buyer above the one who has a draft. */
export const ABOVE_A_DRAFT = '一个名字特别特别长的买家昵称用来检查省略号';

/** Goes from there to the draft and presses Enter within the same moment. */
export const switchAndEnter = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const press = (target: EventTarget, key: string, altKey: boolean): void => {
      target.dispatchEvent(new KeyboardEvent('keydown', { key, altKey, bubbles: true }));
    };
    const before = document.querySelector('textarea');
    const until = async (isDone: () => boolean): Promise<void> => {
      while (!isDone()) await new Promise(requestAnimationFrame);
    };
    press(window, 'ArrowDown', true);
    await until(() => document.querySelector('textarea') !== before);
    await until(() => document.querySelector('textarea')?.value === '在的亲,请问');
    const box = document.querySelector('textarea');
    if (box !== null) press(box, 'Enter', false);
  });

const openPictures = async (page: Page): Promise<void> => {
  await openConversation(page, '阿泽的快乐星球');
  await page.getByText('以链接发送').waitFor();
};

const openTransfer = async (page: Page): Promise<void> => {
  await openConversation(page);
  await page.getByRole('button', { name: '转接', exact: true }).click();
  await page.getByRole('dialog', { name: '转接 林小满' }).waitFor();
};

const openLink = async (page: Page, address: string): Promise<void> => {
  await openConversation(page);
  await addMessages(page, '林小满', [{ content: `看这个 ${address}` }]);
  await page.getByRole('log', { name: '消息记录' }).getByText(address).click();
  await page.getByRole('dialog', { name: '打开外部链接' }).waitFor();
};

/** One conversation: its messages, what the back office suggests and asks, the composer. */
export const CONVERSATION: Scenes = {
  'send-states': async (page) => {
    await openConversation(page);
    const at = { changedAt: 0 };
    await addMessages(page, '林小满', [
      { origin: 'agent', content: '排队', send: { state: 'queued', reason: null, ...at } },
      { origin: 'agent', content: '发送', send: { state: 'sending', reason: null, ...at } },
      { origin: 'agent', content: '撤回', send: { state: 'cancelled', reason: null, ...at } },
      {
        origin: 'agent',
        content: '失败',
        send: {
          state: 'rejected',
          reason: { code: 'refused', platformCode: '1001', words: '对方已把你拉黑' },
          ...at,
        },
      },
    ]);
    await page.getByRole('button', { name: '发送失败' }).waitFor();
  },
  'why-unconfirmed': async (page) => {
    await openConversation(page);
    await page.getByRole('button', { name: '未确认' }).click();
    await page.getByRole('dialog', { name: '未确认' }).waitFor();
  },
  'message-kinds': async (page) => {
    await openConversation(page);
    await addMessages(page, '林小满', [
      { type: 'unknown', content: '{"kind":"coupon"}' },
      {
        type: 'order_card',
        content: '商品id:100123456789 订单号:250904-518080458310434',
      },
    ]);
    await page.getByText('暂不支持显示的消息').waitFor();
  },
  'messages-failed': async (page) => {
    await page.evaluate(() => {
      window.harness.answer('messages.loadPage', {
        ok: false,
        error: { kind: 'storage.unavailable', detail: '' },
      });
    });
    await page.getByRole('option', { name: '林小满', exact: true }).click();
    await page.getByText('消息没有载入').waitFor();
  },
  'messages-loading': async (page) => {
    await page.evaluate(() => {
      window.harness.hold('messages.loadPage');
    });
    // One that is not read ahead: those at the head of the list may be here already.
    await page.getByRole('option', { name: '木子李', exact: true }).click();
    await page.getByRole('progressbar', { name: '正在载入消息' }).waitFor();
  },
  'scrolled-up': async (page) => {
    await openConversation(page);
    await addMessages(
      page,
      '林小满',
      Array.from({ length: 30 }, (_, index) => ({ content: `第 ${String(index)} 条` })),
    );
    await page.getByText('第 29 条').waitFor();
    await page.getByRole('log', { name: '消息记录' }).press('Home');
    await page.getByRole('button', { name: '回到最新' }).waitFor();
  },
  image: async (page) => {
    await openConversation(page);
    await page.getByRole('button', { name: '图片，点按放大' }).click();
    await page.getByRole('dialog', { name: '图片' }).waitFor();
  },
  link: (page) => openLink(page, 'http://shop.example.com/a'),
  'link-suspicious': (page) => openLink(page, 'https://аpple.example.com/a'),
  suggestions: async (page) => {
    const now = Date.now();
    const words = ['可以七天无理由退换。', '已为您登记，明天上午发出。'];
    await openConversation(page);
    await changeConversation(page, '林小满', {
      suggestions: words.map((content, index) => ({
        suggestionId: `two-${String(index)}` as never,
        type: 'text',
        content,
        receivedAt: now - 60_000 + index * 1_000,
        why: index === 0 ? 'agentTyping' : 'manual',
      })),
    });
    await page.getByRole('button', { name: '展开其余 1 条' }).click();
    await page.getByText('可以七天无理由退换。').waitFor();
  },
  'suggestion-card': async (page) => {
    await openConversation(page);
    await changeConversation(page, '林小满', {
      suggestions: (['product_card', 'image'] as const).map((type, index) => ({
        suggestionId: `card-${String(index)}` as never,
        type,
        content:
          type === 'image'
            ? 'https://img.example.com/photo.png'
            : 'https://item.jd.com/100123456789.html',
        receivedAt: index,
        why: 'manual',
      })),
    });
    await page.getByRole('button', { name: '展开其余 1 条' }).click();
  },
  'edited-suggestion': async (page) => {
    await openConversation(page);
    await page
      .getByRole('group', { name: '后台建议' })
      .getByRole('button', { name: '编辑' })
      .click();
    await page.getByText('改自后台建议').waitFor();
  },
  'transfer-asked': async (page) => {
    await openConversation(page, ABOVE_A_DRAFT);
    await page.getByRole('group', { name: '后台请求转接' }).waitFor();
  },
  transfer: openTransfer,
  'transfer-none': async (page) => {
    await openTransfer(page);
    await page.getByRole('searchbox', { name: '搜索客服' }).fill('查无此人');
    await page.getByText('没有符合的客服').waitFor();
  },
  'transfer-refused': async (page) => {
    await openTransfer(page);
    await page.evaluate(() => {
      window.harness.answer('transfers.start', {
        ok: false,
        error: { kind: 'platform.refused', detail: '对方接待已满' },
      });
    });
    await page.getByRole('option', { name: '小王' }).click();
    await page.getByRole('button', { name: '确认转接' }).click();
    await page.getByRole('alert').getByText('对方接待已满').waitFor();
  },
  emoji: async (page) => {
    await openConversation(page);
    await page.getByRole('button', { name: '表情' }).click();
    await page.getByRole('dialog', { name: '表情' }).waitFor();
  },
  'too-long': async (page) => {
    await openConversation(page);
    await composerOf(page).fill('长'.repeat(1_003));
    await page.getByText('超出 3 个字').waitFor();
  },
  'send-refused': async (page) => {
    await openConversation(page);
    await page.evaluate(() => {
      window.harness.answer('messages.send', {
        ok: false,
        error: { kind: 'storage.unavailable', detail: '' },
      });
    });
    await composerOf(page).fill('您好');
    await page.getByRole('button', { name: '发送', exact: true }).click();
    await page.getByText('原文已放回输入框').waitFor();
  },
  'just-switched': async (page) => {
    await openConversation(page, ABOVE_A_DRAFT);
    await composerOf(page).focus();
    await switchAndEnter(page);
    await page.getByText('会话刚刚切换').waitFor();
  },
  pictures: openPictures,
  attachment: async (page) => {
    await openPictures(page);
    await give(page, 'paste');
    await page.getByRole('group', { name: '附件' }).getByText('KB').waitFor();
    await composerOf(page).fill('这是今天拍的实物图');
  },
  'attachment-large': async (page) => {
    await openPictures(page);
    await give(page, 'paste', 11 * 1024 * 1024);
    await page.getByRole('alert').getByText('文件太大').waitFor();
  },
  'attachment-over': async (page) => {
    await openPictures(page);
    await give(page, 'dragover');
    await page.getByText('松开即添加').waitFor();
  },
  'attachment-none': async (page) => {
    await openConversation(page);
    await page.getByRole('button', { name: '添加图片' }).click();
    await page.getByRole('group', { name: '附件' }).waitFor();
  },
};
