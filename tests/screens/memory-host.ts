import { createCore, type Core } from '../../electron/core/core.ts';
import type { Connectors } from '../../electron/core/ports/connectors.ts';
import type { GatewayLink } from '../../electron/core/ports/gateway-link.ts';
import type { SetAsideFrame, Write } from '../../electron/core/ports/store.ts';
import { countingIds } from '../../electron/core/testing/scripted-world.ts';
import { MemoryStore } from '../../electron/storage/testing/memory-store.ts';
import { nextUpdateState, type UpdateEvent } from '../../electron/updates/update-state.ts';
import type { UpdateHandlers } from '../../electron/updates/updates.ts';
import type { CallName } from '#shared/ipc/call-names.ts';
import { CALLS, type CallHandlers } from '#shared/ipc/contract.ts';
import type { Conversation } from '#shared/model/conversation.ts';
import type { DesktopStatus } from '#shared/model/desktop.ts';
import type { GatewayStatus } from '#shared/model/gateway-status.ts';
import {
  conversationKey,
  type ConversationKey,
  type NoticeId,
  type PhraseId,
  type ShopId,
} from '#shared/model/ids.ts';
import type { Message } from '#shared/model/message.ts';
import type { Phrase } from '#shared/model/phrase.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import type { PagePlace, ShownPages } from '#shared/model/shop-page.ts';
import type { Shop, StaffList } from '#shared/model/shop.ts';
import { applyDelta, applyPhrases, type Delta, type Replica } from '#shared/sync/delta.ts';
import { DIAGNOSTICS } from './sample/diagnostics.ts';
import type { HostParts, ScreenHost } from './memory-bridge.ts';
import type { World } from './world.ts';

const CLOCK = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  // A core lives for one call: nothing that it would do later is ever due.
  setTimer: () => () => undefined,
};

type UpdateCall = keyof UpdateHandlers;

/** What the app decides outside the core. */
type OwnCalls = Pick<
  CallHandlers,
  | 'sync.loadSnapshot'
  | 'links.openExternal'
  | 'window.coverPage'
  | 'gateway.loadTokenProtection'
  | 'shops.noteWatched'
  | 'storage.acknowledgeRepair'
  | 'desktop.load'
  | 'desktop.setStartsAtLogin'
  | 'desktop.openConversation'
  | 'phrases.export'
  | 'diagnostics.loadQueues'
  | 'diagnostics.loadPages'
  | 'diagnostics.preview'
  | 'diagnostics.export'
  | UpdateCall
>;

/** A send that is under way would be found again as unconfirmed, as after a crash. */
const isKept = ({ send }: Message): boolean => send?.state !== 'sending';

/**
 * The host of the harness: the real core decides every call, over tables that are made anew from what the screen was last
 * told. So any state can be put on the screen at will, and what a press does to it is what it does in the app.
 */
export class MemoryHost implements ScreenHost {
  #replica: Replica;
  readonly #world: World;
  readonly #onDelta: (delta: Delta) => void;
  readonly #cursor: () => { readonly epoch: string; readonly seq: number };
  // What the core keeps and the replica has not.
  readonly #timelines: Map<ConversationKey, readonly Message[]>;
  readonly #notices: Map<NoticeId, ShopNotice>;
  #phrases: ReadonlyMap<PhraseId, Phrase>;
  #setAside: readonly SetAsideFrame[];
  #life = 0;
  /** The screens are the desktop's. */
  #desktop: DesktopStatus = { hasTray: true, startsAtLogin: false };

  constructor(world: World, parts: HostParts) {
    this.#world = world;
    this.#replica = world.replica;
    this.#timelines = new Map(world.timelines);
    this.#notices = new Map(world.notices.map((row) => [row.noticeId, row]));
    this.#phrases = new Map(world.phrases.map((row) => [row.phraseId, row]));
    this.#setAside = world.setAside;
    this.#onDelta = parts.onDelta;
    this.#cursor = parts.cursor;
  }

  replica(): Replica {
    return this.#replica;
  }

  /** A change from anywhere: kept, and told to the screen. */
  publish(delta: Delta): void {
    this.#replica = applyDelta(this.#replica, delta);
    this.#phrases = applyPhrases(this.#phrases, delta);
    for (const row of delta.notices ?? []) this.#notices.set(row.noticeId, row);
    for (const message of delta.messages ?? []) {
      const key = conversationKey(message);
      const others = (this.#timelines.get(key) ?? []).filter(
        ({ messageId }) => messageId !== message.messageId,
      );
      this.#timelines.set(key, [...others, message]);
    }
    this.#onDelta(delta);
  }

  /** Checked as the app's guard checks it, then decided. */
  async handle(name: CallName, input: unknown): Promise<Result<unknown>> {
    const checked = CALLS[name].input.safeParse(input);
    if (!checked.success) return refuse('ipc.invalidInput', checked.error.issues[0]?.message ?? '');
    const given = checked.data as never;
    const own = this.#ownCalls();
    if (Object.hasOwn(own, name)) return own[name as keyof OwnCalls](given);
    const { core, store } = await this.#openCore(given);
    const answer = await core.handlers[name as Exclude<CallName, keyof OwnCalls>](given);
    await core.stop();
    this.#setAside = [...store.tables.setAside.values()];
    return answer;
  }

  /** A core over the present state of one shop, or of all for a call that names none. */
  async #openCore({ shopId = null }: { readonly shopId?: ShopId | null }): Promise<{
    readonly core: Core;
    readonly store: MemoryStore;
  }> {
    const store = await this.#fillStore(shopId);
    let before: GatewayStatus | null = null;
    const publish = (delta: Delta): void => {
      if (before === null) return;
      const { gateway, ...others } = delta;
      this.publish(
        gateway === undefined ? others : { ...others, gateway: this.#counted(before, gateway) },
      );
    };
    const ids = countingIds(`life-${String((this.#life += 1))}`);
    const log = { info: () => undefined, warn: () => undefined };
    const core = await createCore({ clock: CLOCK, ids, store, publisher: { publish }, log });
    core.attach({ gateway: this.#gatewayLink(), connectors: this.#platformDesk() });
    before = core.replica().gateway;
    return { core, store };
  }

  /** The tables hold few of the frames that the sample counts: what a call adds or takes away is what is told. */
  #counted(before: GatewayStatus, after: GatewayStatus): GatewayStatus {
    const { gateway } = this.#replica;
    const grown = (count: 'pendingFrames' | 'quarantinedFrames' | 'setAsideFrames'): number =>
      gateway[count] + after[count] - before[count];
    return {
      ...gateway,
      pendingFrames: grown('pendingFrames'),
      quarantinedFrames: grown('quarantinedFrames'),
      setAsideFrames: grown('setAsideFrames'),
    };
  }

  async #fillStore(shopId: ShopId | null): Promise<MemoryStore> {
    const { shops, conversations, staffLists, settings } = this.#replica;
    const isKnown = (id: ShopId): boolean => shops[id] !== undefined;
    const rows = Object.values<Conversation>(conversations).filter(
      (row) => shopId === null || row.shopId === shopId,
    );
    const messages = rows.flatMap(({ key }) => this.#timelines.get(key) ?? []).filter(isKept);
    const store = new MemoryStore();
    await store.commit([
      { put: 'settings', row: settings },
      ...Object.values<Shop>(shops).map((row): Write => ({ put: 'shop', row })),
      ...rows.map((row): Write => ({ put: 'conversation', row })),
      ...messages.map((row): Write => ({ put: 'message', row })),
      ...Object.values<StaffList>(staffLists).map((row): Write => ({ put: 'staffList', row })),
      ...[...this.#notices.values()]
        .filter((row) => isKnown(row.shopId))
        .map((row): Write => ({ put: 'notice', row })),
      ...[...this.#phrases.values()].map((row): Write => ({ put: 'phrase', row })),
      ...this.#world.quarantine.map((row): Write => ({ put: 'quarantine', row })),
      ...this.#setAside
        .filter(({ frame }) => isKnown(frame.store_id))
        .map((row): Write => ({ put: 'setAside', row })),
    ]);
    return store;
  }

  #gatewayLink(): GatewayLink {
    const change = (status: Partial<GatewayStatus>): void => {
      this.publish({ gateway: { ...this.#replica.gateway, ...status } });
    };
    return {
      configure: async (server) => {
        change({ phase: 'connecting', server, reason: null });
        return ok(null);
      },
      forget: async () => {
        change({ phase: 'unconfigured', server: null });
      },
      reconnectNow: () => {
        change({ phase: 'connecting' });
        return ok(null);
      },
      networkChanged: () => undefined,
      outboxGrew: () => undefined,
    };
  }

  #platformDesk(): Connectors {
    const show = (shopId: ShopId, place: PagePlace | null): void => {
      const others = Object.entries<PagePlace>(this.#replica.shownPages).filter(
        ([id]) => id !== shopId,
      );
      const shown = place === null ? others : [...others, [shopId, place]];
      this.publish({ shownPages: Object.fromEntries(shown) as ShownPages });
    };
    return {
      connect: () => undefined,
      send: async () => ({ kind: 'notWritten', why: 'the harness has no platform' }),
      listStaff: async (shopId) => ok(this.#replica.staffLists[shopId]?.staff ?? []),
      transfer: async () => ({ kind: 'transferred' }),
      showPage: async (shopId) => {
        show(shopId, 'window');
        return ok(null);
      },
      hidePage: async (shopId) => {
        show(shopId, null);
      },
      challenge: () => null,
      retry: () => ok(null),
      forget: async () => undefined,
    };
  }

  /** As the desk decides it; what a feed or an installer answers is said by the test. */
  #update(event: UpdateEvent): Result<null> {
    const { updates } = this.#replica;
    const state = nextUpdateState(updates.state, event);
    if (state === null) return refuse('updates.notNow');
    this.publish({ updates: { ...updates, state } });
    return ok(null);
  }

  #ownCalls(): OwnCalls {
    const { storage } = this.#replica;
    return {
      'updates.check': () => this.#update({ kind: 'check' }),
      'updates.download': () => this.#update({ kind: 'download' }),
      'updates.later': () => this.#update({ kind: 'later' }),
      'updates.skip': () => this.#update({ kind: 'skip' }),
      'updates.installOnQuit': () => this.#update({ kind: 'onQuit' }),
      'updates.installNow': () => this.#update({ kind: 'onQuit' }),
      'sync.loadSnapshot': () => ok({ cursor: this.#cursor(), replica: this.#replica }),
      'links.openExternal': () => ok(null),
      'window.coverPage': () => ok(null),
      'gateway.loadTokenProtection': () => ok('file'),
      'shops.noteWatched': () => ok(null),
      'desktop.openConversation': () => ok(null),
      'desktop.load': () => ok(this.#desktop),
      'desktop.setStartsAtLogin': (input) => ok((this.#desktop = { ...this.#desktop, ...input })),
      'storage.acknowledgeRepair': () => {
        this.publish({ storage: { ...storage, repair: null } });
        return ok(null);
      },
      'phrases.export': ({ format }) =>
        ok({
          path: `/home/agent/.local/share/duodian/exports/多店快捷语-20261123-100000.${format}`,
        }),
      'diagnostics.loadQueues': () =>
        ok({ waitingWrites: 0, queuedSends: 2, sendsInFlight: 1, unconfirmedSends: 1 }),
      'diagnostics.loadPages': () => ok(this.#world.pages),
      'diagnostics.preview': () => ok(DIAGNOSTICS),
      'diagnostics.export': () =>
        ok({ path: '/home/agent/.local/share/duodian/diagnostics/多店诊断-20261123-100000.txt' }),
    };
  }
}
