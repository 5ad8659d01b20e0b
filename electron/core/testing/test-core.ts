import { createCore, type Core } from '../core.ts';
import type { PlatformMessage } from '../ports/facts.ts';
import type { Write } from '../ports/store.ts';
import { FakeClock, settled } from './fake-clock.ts';
import {
  countingIds,
  RecordingPublisher,
  ScriptedConnectors,
  ScriptedGateway,
} from './scripted-world.ts';
import { strictLog } from './strict-log.ts';
import { MemoryStore } from '../../storage/testing/memory-store.ts';
import type { MemoryTables } from '../../storage/testing/memory-tables.ts';
import type { Conversation, DraftBase } from '#shared/model/conversation.ts';
import {
  asBuyerPin,
  asMessageId,
  asPlatformMessageId,
  asShopId,
  conversationKey,
  type ConversationRef,
} from '#shared/model/ids.ts';
import type { Message, MessageType } from '#shared/model/message.ts';
import type { Capability } from '#shared/model/platform.ts';
import type { Result } from '#shared/model/result.ts';
import type { ShopEvent } from '#shared/model/shop-state.ts';
import type { InboundBusinessFrame } from '#shared/protocol/frames.ts';

export const SHOP = asShopId('93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31');
export const BUYER = asBuyerPin('jd_user_001');
export const REF: ConversationRef = { shopId: SHOP, buyerPin: BUYER };

/** A store that remembers every committed transaction. */
export class WatchedStore extends MemoryStore {
  readonly commits: (readonly Write[])[] = [];

  override async commit(writes: readonly Write[]): Promise<void> {
    await super.commit(writes);
    this.commits.push(writes);
  }
}

let lives = 0;
let count = 0;
/** A platform message of the one shop with a fresh id. */
export const platformMessage = (given: Partial<PlatformMessage> = {}): PlatformMessage => ({
  platformMessageId: asPlatformMessageId(`p-${(count += 1)}`),
  buyerPin: BUYER,
  buyerName: null,
  avatarUrl: null,
  from: 'buyer',
  type: 'text',
  content: '你好,请问在吗?',
  card: null,
  sentAt: null,
  ...given,
});

const CAPABILITIES: readonly Capability[] = ['text', 'image', 'upload', 'transfer', 'staff'];

const WAYS_TO: Readonly<Record<'online' | 'offline' | 'challenge', readonly ShopEvent[]>> = {
  online: [{ kind: 'connect.began' }, { kind: 'identity.confirmed' }],
  offline: [{ kind: 'connect.began' }, { kind: 'page.lost', why: 'failed', trace: '' }],
  challenge: [{ kind: 'challenge.met', words: null, link: null }],
};

/** A running core with everything around it scripted. `tables` carries a file over a restart. */
export class TestCore {
  readonly clock: FakeClock;
  readonly store: WatchedStore;
  readonly publisher = new RecordingPublisher();
  readonly connectors = new ScriptedConnectors();
  readonly gateway = new ScriptedGateway();
  readonly core: Core;

  private constructor(clock: FakeClock, store: WatchedStore, core: Core) {
    this.clock = clock;
    this.store = store;
    this.core = core;
  }

  static async open(
    given: { tables?: MemoryTables; clock?: FakeClock; life?: string; isStarted?: boolean } = {},
  ): Promise<TestCore> {
    const clock = given.clock ?? new FakeClock();
    const store = new WatchedStore(given.tables);
    const publisher = new RecordingPublisher();
    const core = await createCore({
      clock,
      ids: countingIds(given.life ?? 'a'),
      // The least that may be: what a step needs and did not ask for is missing, and its test fails.
      keptAtRest: 0,
      store,
      publisher,
      log: strictLog,
    });
    const world = new TestCore(clock, store, core);
    world.publisher.deltas.push(...publisher.deltas);
    publisher.publish = (delta) => world.publisher.publish(delta);
    core.attach({ gateway: world.gateway, connectors: world.connectors });
    if (given.isStarted !== false) core.start();
    await settled();
    return world;
  }

  /** The same file in a new process; the old one is gone as if killed. */
  async restart(given: { isStarted?: boolean } = {}): Promise<TestCore> {
    const { tables } = this.store;
    await this.store.close();
    return TestCore.open({ ...given, tables, clock: this.clock, life: `life${(lives += 1)}` });
  }

  /** Each commit waits: `letGo` lets the last one through, `end` also those that follow. */
  holdCommits(): { readonly letGo: () => void; readonly end: () => void } {
    const { store } = this;
    const commit = store.commit.bind(store);
    let release = (): void => undefined;
    store.commit = async (writes) => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      await commit(writes);
    };
    return {
      letGo: () => release(),
      end: () => {
        store.commit = commit;
        release();
      },
    };
  }

  async goOnline(shopId = SHOP): Promise<void> {
    await this.core.accept({
      kind: 'platform.identity',
      shopId,
      name: '测试店',
      capabilities: CAPABILITIES,
      adapterVersion: 'douyin 1.0.0',
      textLimit: 300,
    });
    await this.setState('online', shopId);
  }

  async setState(kind: 'online' | 'offline' | 'challenge', shopId = SHOP): Promise<void> {
    for (const event of WAYS_TO[kind])
      await this.core.accept({ kind: 'platform.event', shopId, event, at: this.clock.now() });
    await settled();
  }

  async hear(...messages: readonly PlatformMessage[]): Promise<void> {
    await this.core.accept({ kind: 'platform.messages', shopId: SHOP, messages });
    await settled();
  }

  async gatewaySays(frame: InboundBusinessFrame): Promise<void> {
    await this.core.accept({ kind: 'gateway.frame', frame });
    await settled();
  }

  /** An AI reply as the spec's example 5.3 has it. */
  async aiReplies(content: string, messageId?: string): Promise<void> {
    await this.gatewaySays({
      type: 'message',
      content,
      msg_type: 'text',
      receiver: { id: BUYER },
      store_id: SHOP,
      ...(messageId !== undefined && { message_id: asMessageId(messageId) }),
    });
  }

  async agentSends(
    content: string,
    messageId: string,
    type: MessageType = 'text',
    typedUpon: DraftBase | null = null,
  ): Promise<Result<null>> {
    const answer = await this.core.handlers['messages.send']({
      ...REF,
      messageId: asMessageId(messageId),
      type,
      content,
      suggestionId: null,
      typedUpon,
    });
    await settled();
    return answer;
  }

  conversation(ref: ConversationRef = REF): Conversation {
    const key = conversationKey(ref);
    const row = this.core.replica().conversations[key] ?? this.store.tables.conversations.get(key);
    if (row === undefined) throw new Error('no such conversation');
    return row;
  }

  /** What the agent sees, as the renderer would load it. */
  async timeline(ref: ConversationRef = REF): Promise<readonly Message[]> {
    const page = await this.core.handlers['messages.loadPage']({
      ...ref,
      before: null,
      limit: 200,
    });
    if (!page.ok) throw new Error(page.error.kind);
    return page.value.messages;
  }

  async frames(): Promise<readonly string[]> {
    const rows = await this.store.loadOutbox(0, 1000);
    return rows.map(({ frame }) => frame.type);
  }
}
