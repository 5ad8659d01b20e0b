import { describe, expect, it } from 'vitest';
import type { PlatformMessage } from '../../core/ports/facts.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { platformMessage } from '../testing/messages.ts';
import { MessageIntake } from './message-intake.ts';

const SHOP = 'intake-shop' as ShopId;

const intakeInto = (
  handed: string[],
  hand: (messages: readonly PlatformMessage[]) => Promise<void> = () => Promise.resolve(),
): MessageIntake =>
  new MessageIntake(SHOP, {
    accept: async (fact) => {
      if (fact.kind !== 'platform.messages' || fact.shopId !== SHOP) throw new Error(fact.kind);
      await hand(fact.messages);
      handed.push(...fact.messages.map(({ platformMessageId }) => platformMessageId));
    },
  });

describe('MessageIntake', () => {
  it('[PL6] counts each platform id once, over calls and within one', async () => {
    const handed: string[] = [];
    const intake = intakeInto(handed);
    await Promise.all([
      intake.take([platformMessage('1'), platformMessage('1'), platformMessage('2')]),
      intake.take([platformMessage('2'), platformMessage('3')]),
    ]);
    expect(handed).toEqual(['1', '2', '3']);
  });

  it('[PL6] what could not be kept is new again', async () => {
    const handed: string[] = [];
    let isFull = true;
    const intake = intakeInto(handed, () =>
      isFull ? Promise.reject(new Error('full')) : Promise.resolve(),
    );
    await expect(intake.take([platformMessage('1')])).rejects.toThrow('full');
    isFull = false;
    await intake.take([platformMessage('1')]);
    expect(handed).toEqual(['1']);
  });

  it('hands a long list over in parts', async () => {
    const sizes: number[] = [];
    const intake = intakeInto([], (messages) => {
      sizes.push(messages.length);
      return Promise.resolve();
    });
    await intake.take(Array.from({ length: 450 }, (_, index) => platformMessage(`${index}`)));
    expect(sizes).toEqual([200, 200, 50]);
  });
});
