import type { Bridge, CallName, EventName, Events } from '#shared/ipc/contract.ts';
import { conversationKey, type ConversationRef } from '#shared/model/ids.ts';
import type { PagePlace, ShownPages } from '#shared/model/shop-page.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { ok, type Result } from '#shared/model/result.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import { applyDelta, type Delta, type Replica } from '#shared/sync/delta.ts';
import { DIAGNOSTICS } from './sample/diagnostics.ts';
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

  onTransport(hear: (state: 'open' | 'closed') => void): () => void {
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

  #dismissNotice(noticeId: string): Result<null> {
    const row = Object.values<ShopNotice>(this.#replica.notices).find(
      (one) => one.noticeId === noticeId,
    );
    if (row !== undefined)
      this.publish({ notices: [{ ...row, ended: { how: 'dismissed', at: Date.now() } }] });
    return ok(null);
  }

  #showPage(input: Record<string, unknown>, place: PagePlace | null): Result<null> {
    const shopId = String(input['shopId']);
    const others = Object.entries(this.#replica.shownPages).filter(([id]) => id !== shopId);
    const shown = place === null ? others : [...others, [shopId, place]];
    this.publish({ shownPages: Object.fromEntries(shown) as ShownPages });
    return ok(null);
  }

  #answer(name: CallName, input: Record<string, unknown>): Result<unknown> {
    const ref = input as unknown as ConversationRef;
    const answers: Partial<Record<CallName, () => Result<unknown>>> = {
      'sync.loadSnapshot': () =>
        ok({ cursor: { epoch: 'e', seq: this.#seq }, replica: this.#replica }),
      'messages.loadPage': () =>
        ok({ messages: this.#world.timelines.get(conversationKey(ref)) ?? [], hasOlder: false }),
      'outbox.loadSetAside': () =>
        ok([
          {
            shopId: 'jd-qinghe',
            messageId: 'm-1',
            type: 'message',
            buyerPin: 'jd_user_001',
            msgType: 'text',
            content: '谢谢😀',
            reason: 'closed.1011',
            at: Date.now(),
          },
        ]),
      'gateway.loadQuarantine': () =>
        ok([
          {
            at: Date.now(),
            reason: 'fieldMissing:message.store_id',
            bytes: 214,
            preview: '{"type":"message","content":"…"}',
          },
        ]),
      'diagnostics.loadQueues': () =>
        ok({ waitingWrites: 0, queuedSends: 2, sendsInFlight: 1, unconfirmedSends: 1 }),
      'diagnostics.loadPages': () => ok(this.#world.pages),
      'diagnostics.preview': () => ok(DIAGNOSTICS),
      'diagnostics.export': () =>
        ok({ path: '/home/agent/.local/share/duodian/diagnostics/多店诊断-20261123-100000.txt' }),
      'shops.loadNotices': () =>
        ok(this.#world.notices.filter(({ shopId }) => shopId === ref.shopId)),
      'shops.dismissNotice': () => this.#dismissNotice(String(input['noticeId'])),
      'shops.loadLoss': () => ok({ conversations: 12, unsent: 2, drafts: 1, suggestions: 3 }),
      'shops.remove': () => {
        this.publish({ removedShops: [ref.shopId] });
        return ok(null);
      },
      'shops.showPage': () => this.#showPage(input, 'window'),
      'shops.hidePage': () => this.#showPage(input, null),
      'conversations.markRead': () => this.#change(input, { unread: 0 }),
      'conversations.settleWaiting': () => this.#change(input, { waitingSince: null }),
      'conversations.setStarred': () => this.#change(input, { starred: input['starred'] === true }),
      'conversations.setClosed': () => this.#change(input, { closed: input['closed'] === true }),
      'conversations.saveDraft': () => this.#change(input, { draft: String(input['draft']) }),
      'settings.update': () => {
        this.publish({ settings: { ...this.#replica.settings, ...(input as Partial<Settings>) } });
        return ok(null);
      },
    };
    return answers[name]?.() ?? ok(null);
  }
}
