import type { Page } from 'playwright';
import type { ConversationKey } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import type { Conversation } from '#shared/model/conversation.ts';

/** Brings a freshly opened harness into one state and returns when the screen shows it. */
export type Scene = (page: Page) => Promise<void>;
export type Scenes = Readonly<Record<string, Scene>>;

/** The buyer whose conversation has most to show: suggestion, take-over, pinned order, every sender. */
export const FIRST_BUYER = '林小满';

export const composerOf = (page: Page) => page.getByRole('textbox', { name: '回复', exact: true });

export const openConversation = async (page: Page, buyer = FIRST_BUYER): Promise<void> => {
  await page.getByRole('option', { name: buyer, exact: true }).click();
  await page.getByRole('log', { name: '消息记录' }).getByRole('article').first().waitFor();
};

/** Changes one conversation as another window, the back office or the platform would. */
export const changeConversation = (
  page: Page,
  buyer: string,
  change: Partial<Conversation>,
): Promise<void> =>
  page.evaluate(
    (given) => {
      const { conversations } = window.harness.replica();
      const row = Object.values(conversations).find(({ buyerName }) => buyerName === given.buyer);
      if (row === undefined) throw new Error(`the sample has no buyer ${given.buyer}`);
      window.harness.publish({ conversations: [{ ...row, ...given.change }] });
    },
    { buyer, change },
  );

/** A long past of the first buyer: `第 0 句` to `第 n 句`, a minute apart, before what the sample has. */
export const addPast = (page: Page, count: number): Promise<void> =>
  page.evaluate(
    (given) => {
      const { conversations } = window.harness.replica();
      const row = Object.values(conversations).find(({ buyerName }) => buyerName === given.buyer);
      if (row === undefined) throw new Error(`the sample has no buyer ${given.buyer}`);
      const from = Date.now() - 40 * 86_400_000;
      window.harness.publish({
        messages: Array.from({ length: given.count }, (_, index): Message => ({
          messageId: `past-${String(index)}` as Message['messageId'],
          shopId: row.shopId,
          buyerPin: row.buyerPin,
          origin: index % 3 === 1 ? 'agent' : 'buyer',
          type: 'text',
          content: `第 ${String(index)} 句${index % 7 === 0 ? '，这一句长一些，说的是发货时间、物流和退换的事，所以占了不止一行，请您看一下再回复我，谢谢。' : ''}`,
          card: null,
          systemLine: null,
          orderAt: from + index * 60_000,
          arrival: 2_000_000 + index,
          sentAt: from + index * 60_000,
          platformMessageId: null,
          send: null,
        })),
      });
    },
    { buyer: FIRST_BUYER, count },
  );

export const search = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('Control+K');
  await page.keyboard.type(text);
};

/** The message that a search led to, when it stands in the log. */
export const soughtMessage = (page: Page) =>
  page.getByRole('log', { name: '消息记录' }).locator('[data-sought]');

/** Opens the conversation of the first buyer at the message that holds these words. */
export const openFound = async (page: Page, words: string): Promise<void> => {
  await page.keyboard.press('Control+K');
  // As pasted: no answer to a part of the words stands there when Enter is pressed.
  await page.keyboard.insertText(words);
  await page
    .getByRole('listbox', { name: '搜索结果' })
    .getByRole('option', { name: words, selected: true })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('log', { name: '消息记录' }).getByText(words, { exact: true }).waitFor();
};

/** So many buyers more, all of one name and a number, in the first shop. */
export const addConversations = (page: Page, name: string, count: number): Promise<void> =>
  page.evaluate(
    (given) => {
      const [template] = Object.values(window.harness.replica().conversations);
      if (template === undefined) throw new Error('the sample has no conversation');
      window.harness.publish({
        conversations: Array.from({ length: given.count }, (_, index) => ({
          ...template,
          key: `${template.shopId}\u001fmany-${String(index)}` as ConversationKey,
          buyerPin: `many-${String(index)}` as typeof template.buyerPin,
          buyerName: `${given.name}${String(index)}`,
          suggestions: [],
          waitingSince: null,
          lastOrderAt: index,
        })),
      });
    },
    { name, count },
  );
