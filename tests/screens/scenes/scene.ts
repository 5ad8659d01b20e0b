import type { Page } from 'playwright';
import type { ConversationKey } from '#shared/model/ids.ts';
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
