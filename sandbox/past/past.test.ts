import { describe, expect, it } from 'vitest';
import { startWorld } from '../world.ts';
import { inventPast, PAST_DAYS, type PastOptions } from './past.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { MESSAGE_TYPES, type Message } from '#shared/model/message.ts';
import { PLATFORMS } from '#shared/model/platform.ts';

const NOW = Date.UTC(2026, 10, 29, 6);
const OPTIONS: PastOptions = {
  seed: 7,
  shops: 8,
  conversations: 1_200,
  messages: 12_000,
  now: NOW,
  media: null,
};

type Told = {
  readonly messages: readonly Message[];
  readonly conversations: readonly Conversation[];
};

const tell = (change: Partial<PastOptions> = {}): Told => {
  const past = inventPast({ ...OPTIONS, ...change });
  const messages = Array.from(past.messages(), ({ message }) => message);
  return { messages, conversations: [...past.conversations()] };
};

const sizesOf = ({ messages, conversations }: Told): readonly number[] => {
  const sizes = new Map(conversations.map(({ key }) => [key as string, 0]));
  for (const { shopId, buyerPin } of messages) {
    const key = `${shopId}\u001f${buyerPin}`;
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
  }
  return [...sizes.values()].toSorted((a, b) => a - b);
};

describe('the invented past', () => {
  const told = tell();

  it('tells exactly as much as was asked for, each message once', () => {
    expect(told.messages).toHaveLength(OPTIONS.messages);
    expect(told.conversations).toHaveLength(OPTIONS.conversations);
    expect(new Set(told.conversations.map(({ key }) => key)).size).toBe(OPTIONS.conversations);
    expect(new Set(told.messages.map(({ messageId }) => messageId)).size).toBe(OPTIONS.messages);
    const platformIds = told.messages.flatMap(({ platformMessageId }) => platformMessageId ?? []);
    expect(new Set(platformIds).size).toBe(platformIds.length);
    expect(sizesOf(told)[0]).toBeGreaterThan(0);
    for (const messages of [1_200, 1_201, 1_500]) {
      const little = tell({ messages });
      expect(little.messages).toHaveLength(messages);
      expect(sizesOf(little)).toHaveLength(OPTIONS.conversations);
    }
  });

  it('says the same with the same seed and moment, and something else with another seed', () => {
    expect(tell()).toEqual(told);
    expect(tell({ seed: 8 })).not.toEqual(told);
  });

  it('moves with the moment: whoever spoke says the same, as long before it', () => {
    const later = tell({ now: NOW + 86_400_000 });
    const words = ({ messages }: Told): readonly string[] =>
      messages.filter(({ type }) => type === 'image').map(({ content }) => content);
    expect(words(later)).toEqual(words(told));
    expect(later.messages.map(({ sentAt }) => sentAt - 86_400_000)).toEqual(
      told.messages.map(({ sentAt }) => sentAt),
    );
  });

  it('is of thirty days that end now, in the order of arrival', () => {
    const { messages } = told;
    expect(messages.map(({ arrival }) => arrival)).toEqual(messages.map((_, index) => index + 1));
    for (const [index, { sentAt }] of messages.entries()) {
      expect(sentAt).toBeGreaterThanOrEqual((messages[index - 1]?.sentAt ?? 0) - 2);
    }
    const [first, last] = [messages[0]?.sentAt ?? 0, messages.at(-1)?.sentAt ?? 0];
    expect(NOW - last).toBeGreaterThan(0);
    expect(NOW - last).toBeLessThan(300_000);
    expect(NOW - first).toBeGreaterThan((PAST_DAYS - 1) * 86_400_000);
    expect(NOW - first).toBeLessThan((PAST_DAYS + 1) * 86_400_000);
  });

  it('has the spread of real shops: most conversations have 5 to 15 messages, a few have thousands', () => {
    const sizes = sizesOf(told);
    const usual = sizes.filter((size) => size >= 5 && size <= 15).length;
    expect(usual / sizes.length).toBeGreaterThan(0.6);
    const large = sizesOf(tell({ conversations: 10_000, messages: 100_000 }));
    expect(large.at(-1)).toBeGreaterThan(1_500);
  });

  it('has every kind of message, of every origin, and every end of a send', () => {
    const { messages, conversations } = told;
    const types = new Set(messages.map(({ type }) => type));
    expect([...types].toSorted()).toEqual([...MESSAGE_TYPES, 'systemLine', 'unknown'].toSorted());
    const origins = new Set(messages.map(({ origin }) => origin));
    expect([...origins].toSorted()).toEqual(
      ['agent', 'backoffice', 'buyer', 'platform', 'system'].toSorted(),
    );
    const sends = new Set(messages.flatMap(({ send }) => send?.state ?? []));
    expect([...sends].toSorted()).toEqual(
      ['cancelled', 'queued', 'rejected', 'sent', 'unconfirmed'].toSorted(),
    );
    expect(messages.filter(({ send }) => send?.state === 'queued').length).toBeLessThan(5);
    const some = (is: (row: Conversation) => boolean): number => conversations.filter(is).length;
    for (const found of [
      some(({ waitingSince }) => waitingSince !== null),
      some(({ unread }) => unread > 0),
      some(({ draft }) => draft !== ''),
      some(({ starred }) => starred),
      some(({ suggestions }) => suggestions.length > 0),
      some(({ mode }) => mode.kind === 'manual'),
    ]) {
      expect(found).toBeGreaterThan(0);
      expect(found).toBeLessThan(OPTIONS.conversations / 10);
    }
    expect(some(({ closed }) => closed)).toBeGreaterThan(OPTIONS.conversations / 2);
  });

  it('hides one sentence that is said once, long ago, and is no last line', () => {
    const past = inventPast(OPTIONS);
    const messages = Array.from(past.messages(), ({ message }) => message);
    const { content, shopId, buyerPin } = past.sample();
    const found = messages.filter((message) => message.content.includes(content));
    expect(found.map((message) => [message.shopId, message.buyerPin])).toEqual([
      [shopId, buyerPin],
    ]);
    expect(NOW - (found[0]?.sentAt ?? NOW)).toBeGreaterThan(10 * 86_400_000);
    const lines = Array.from(past.conversations(), ({ last }) => last?.text);
    expect(lines).not.toContain(content);
  });

  it('speaks of the shops that a world of the same seed has, on all platforms', async () => {
    const { shops } = inventPast(OPTIONS);
    expect(new Set(shops.map(({ platform }) => platform))).toEqual(new Set(PLATFORMS));
    const world = await startWorld({ seed: OPTIONS.seed, shops: OPTIONS.shops, quiet: true });
    const living = world.control.overview().map(({ store_id: id }) => String(id));
    await world.close();
    expect(shops.map(({ shopId }) => shopId as string)).toEqual(living);
  });
});
