import { describe, expect, it } from 'vitest';
import { Changes } from './changes.ts';
import { DuplicateGuard } from './duplicate-guard.ts';
import { MemoryStore } from '../storage/testing/memory-store.ts';
import { WorkingState } from './working-state.ts';
import { asBuyerPin, asMessageId, asPlatformMessageId, asShopId } from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';

const NOTHING = await new MemoryStore().load();
const SHOP = asShopId('s');

const message = (id: string, platformId: string | null): Message => ({
  messageId: asMessageId(id),
  shopId: SHOP,
  buyerPin: asBuyerPin('b'),
  origin: 'agent',
  type: 'text',
  content: '在',
  card: null,
  systemLine: null,
  orderAt: 1,
  arrival: 1,
  sentAt: 1,
  platformMessageId: platformId === null ? null : asPlatformMessageId(platformId),
  send: { state: 'sent', reason: null, changedAt: 1 },
});

const written = (changes: Changes): readonly string[] =>
  changes
    .writes()
    .flatMap((write) =>
      'put' in write && write.put === 'message'
        ? [`${write.row.messageId} ${write.row.platformMessageId}`]
        : [],
    );

describe('the changes of a batch', () => {
  it('free a platform id before another message takes it, whichever was put first', () => {
    const changes = new Changes(new WorkingState(NOTHING, 0));
    changes.putMessage(message('m2', null));
    changes.putMessage(message('m1', 'X'));
    changes.putMessage(message('m1', null));
    changes.putMessage(message('m2', 'X'));
    expect(written(changes)).toEqual(['m1 null', 'm2 X']);
  });

  it('an unchanged conversation is no write', () => {
    const state = new WorkingState(NOTHING, 0);
    const row = { key: 'k', unread: 1 } as never;
    new Changes(state).putConversation(row);
    const next = new Changes(state);
    next.putConversation(row);
    expect(next.writes()).toEqual([]);
  });
});

describe('what is known of batches', () => {
  const batchWith = (guard: DuplicateGuard, row: Message): Changes => {
    const changes = new Changes(new WorkingState(NOTHING, 0));
    guard.begin(changes, null);
    changes.putMessage(row);
    return changes;
  };

  it('[PL6] a durable batch is remembered until the next lookup is posted, and then let go', () => {
    const guard = new DuplicateGuard();
    const changes = batchWith(guard, message('m1', 'X'));
    guard.noteDurable(changes);
    expect(guard.message(asMessageId('m1'))).not.toBeNull();
    guard.beforeLookup();
    expect(guard.message(asMessageId('m1'))).toBeNull();
  });

  it('[PL6] the newest version wins while two are under way', () => {
    const guard = new DuplicateGuard();
    batchWith(guard, message('m1', 'X'));
    batchWith(guard, message('m2', 'X'));
    expect(guard.platformMessage(SHOP, asPlatformMessageId('X'))?.messageId).toBe('m2');
  });
});
