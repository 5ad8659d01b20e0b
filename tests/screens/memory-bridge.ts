import type { Bridge, CallName, EventName, Events } from '#shared/ipc/contract.ts';
import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import { ok, type Result } from '#shared/model/result.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { applyDelta, type Delta, type Replica } from '#shared/sync/delta.ts';
import type { World } from './world.ts';

/** A core in memory: enough of one for the screen to be driven and looked at. */
export class MemoryBridge implements Bridge {
  #replica: Replica;
  readonly #world: World;
  readonly #deltaListeners = new Set<(payload: Events['sync.delta']) => void>();
  readonly #carrierListeners = new Set<(state: 'open' | 'closed') => void>();
  #seq = 0;

  constructor(world: World) {
    this.#world = world;
    this.#replica = world.replica;
  }

  replica(): Replica {
    return this.#replica;
  }

  publish(delta: Delta): void {
    this.#replica = applyDelta(this.#replica, delta);
    this.#seq += 1;
    for (const hear of this.#deltaListeners)
      hear({ cursor: { epoch: 'e', seq: this.#seq }, delta });
  }

  setCarrier(state: 'open' | 'closed'): void {
    for (const hear of this.#carrierListeners) hear(state);
  }

  call: Bridge['call'] = (name, input) =>
    Promise.resolve(this.#answer(name, input as Record<string, unknown>) as Result<never>);

  on: Bridge['on'] = <Name extends EventName>(
    name: Name,
    hear: (payload: Events[Name]) => void,
  ) => {
    if (name !== 'sync.delta') return () => undefined;
    const listener = hear as (payload: Events['sync.delta']) => void;
    this.#deltaListeners.add(listener);
    return () => this.#deltaListeners.delete(listener);
  };

  onCarrier(hear: (state: 'open' | 'closed') => void): () => void {
    this.#carrierListeners.add(hear);
    hear('open');
    return () => this.#carrierListeners.delete(hear);
  }

  #change(input: Record<string, unknown>, change: Partial<Conversation>): Result<null> {
    const key = conversationKey(input as unknown as ConversationRef);
    const row = this.#replica.conversations[key];
    if (row !== undefined) this.publish({ conversations: [{ ...row, ...change }] });
    return ok(null);
  }

  #answer(name: CallName, input: Record<string, unknown>): Result<unknown> {
    switch (name) {
      case 'sync.loadSnapshot':
        return ok({ cursor: { epoch: 'e', seq: this.#seq }, replica: this.#replica });
      case 'messages.loadPage': {
        const key = conversationKey(input as unknown as ConversationRef);
        return ok({ messages: this.#world.timelines.get(key) ?? [], hasOlder: false });
      }
      case 'gateway.loadQuarantine':
        return ok([
          {
            at: Date.now(),
            reason: 'store_id is missing in this "message" frame',
            bytes: 214,
            preview: '{"type":"message","content":"…"}',
          },
        ]);
      case 'conversations.markRead':
        return this.#change(input, { unread: 0 });
      case 'conversations.settleWaiting':
        return this.#change(input, { waitingSince: null });
      case 'conversations.setStarred':
        return this.#change(input, { starred: input['starred'] === true });
      case 'conversations.setClosed':
        return this.#change(input, { closed: input['closed'] === true });
      case 'conversations.saveDraft':
        return this.#change(input, { draft: String(input['draft']) });
      case 'settings.update':
        this.publish({ settings: { ...this.#replica.settings, ...(input as Partial<Settings>) } });
        return ok(null);
      default:
        return ok(null);
    }
  }
}
