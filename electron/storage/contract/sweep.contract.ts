import { describe, expect, test } from 'vitest';
import { asBuyerPin, asMessageId, type ConversationRef } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import type { SweepQuery, Write } from '../../core/ports/store.ts';
import { conversationRow, messageRow, SHOP, shopRow } from '../testing/rows.ts';
import { type ContractPlace, NOTHING, putConversation, putMessages } from './place.contract.ts';

const OLD = 1_000;
const NEW = 9_000;
const BEFORE = 5_000;

const refOf = (pin: string): ConversationRef => ({ shopId: SHOP, buyerPin: asBuyerPin(pin) });

/** Sweeps to the end; answers how many messages went, and in how many steps. */
const sweepAll = async (
  at: ContractPlace,
  query: Omit<SweepQuery, 'after'>,
): Promise<{ removed: number; steps: number }> => {
  let after: SweepQuery['after'] = null;
  let removed = 0;
  for (let steps = 1; ; steps += 1) {
    const step = await at.store.sweep({ ...query, after });
    removed += step.removedMessages;
    if (step.isDone) return { removed, steps };
    after = step.next;
  }
};

export const sweepContract = (at: ContractPlace): void => {
  describe('forgetting', () => {
    const keep = { messagesBefore: BEFORE, frameIdsBefore: 0 };
    const contentsOf = async (pin: string): Promise<readonly string[]> =>
      (await at.store.loadMessages(refOf(pin), null, 100)).messages.map(({ content }) => content);
    const line = (
      arrival: number,
      pin: string,
      orderAt: number,
      change: Partial<Message> = {},
    ): Message =>
      messageRow(arrival, { ...refOf(pin), orderAt, content: `${pin}${arrival}`, ...change });

    test('[PF4] old messages go, newer ones stay, and so do those of starred conversations and open sends', async () => {
      const queued = { state: 'queued', reason: null, changedAt: OLD } as const;
      await at.commit(
        { put: 'shop', row: shopRow() },
        putConversation(conversationRow(refOf('a'))),
        putConversation(conversationRow({ ...refOf('b'), starred: true })),
        ...putMessages([
          line(1, 'a', OLD),
          line(2, 'a', OLD, { origin: 'agent', send: queued }),
          line(3, 'a', NEW),
          line(4, 'b', OLD),
        ]),
      );
      expect(await sweepAll(at, { ...keep, messagesBefore: null })).toMatchObject({ removed: 0 });
      expect(await sweepAll(at, keep)).toMatchObject({ removed: 1 });
      expect(await contentsOf('a')).toEqual(['a2', 'a3']);
      expect(await contentsOf('b')).toEqual(['b4']);
      expect(await at.store.loadConversation(refOf('a'))).not.toBeNull();
    });

    test('[PF4] a long past goes in steps, each of them small, to the last message', async () => {
      const pins = Array.from({ length: 130 }, (_, index) => `p${String(index).padStart(3, '0')}`);
      const rows = pins.map((pin) => putConversation(conversationRow(refOf(pin))));
      const many = Array.from({ length: 1_200 }, (_, index) =>
        line(index + 1, 'p050', OLD + index),
      );
      const others = pins.map((pin, index) => line(2_000 + index, pin, OLD));
      await at.commit(
        { put: 'shop', row: shopRow() },
        ...rows,
        ...putMessages([...many, ...others]),
      );
      expect(await sweepAll(at, keep)).toMatchObject({ removed: many.length + others.length });
      expect(await contentsOf('p050')).toEqual([]);
      expect(await sweepAll(at, keep)).toMatchObject({ removed: 0 });
    });

    test('[GW11] ids that the gateway used long ago are forgotten, newer ones are not', async () => {
      const [old, fresh] = [asMessageId('old'), asMessageId('fresh')];
      const used = (frameId: typeof old, usedAt: number): Write => ({
        put: 'gatewayFrameId',
        row: { shopId: SHOP, frameId, at: usedAt },
      });
      await at.commit(
        { put: 'shop', row: shopRow() },
        putConversation(conversationRow(refOf('a'))),
        used(old, OLD),
        used(fresh, NEW),
      );
      await sweepAll(at, { messagesBefore: null, frameIdsBefore: BEFORE });
      const asked = [old, fresh].map((frameId) => ({ shopId: SHOP, frameId }));
      const { gatewayFrames } = await at.store.lookUp({ ...NOTHING, gatewayFrames: asked });
      expect(gatewayFrames).toEqual([{ shopId: SHOP, frameId: fresh }]);
    });
  });
};
