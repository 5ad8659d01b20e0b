import { Alarm } from './alarm.ts';
import { ClockWatch } from './clock-watch.ts';
import { CommitQueue, type Batch } from './commit-queue.ts';
import { Committed } from './committed.ts';
import { DuplicateGuard } from './duplicate-guard.ts';
import { runEffects, type Outbound } from './effect-runner.ts';
import { factTask, isFleeting, type FleetingFact } from './facts.ts';
import { createHandlers, type CoreHandlers } from './handlers/handlers.ts';
import { Housekeeping } from './housekeeping.ts';
import { InputQueue } from './input-queue.ts';
import type { Clock, IdSource } from './ports/clock.ts';
import type { Fact, FactSink } from './ports/facts.ts';
import type { Log } from './ports/log.ts';
import type { Publisher } from './ports/publisher.ts';
import type { Store } from './ports/store.ts';
import { SendDispatcher } from './send-dispatcher.ts';
import { SignsOfLife } from './signs-of-life.ts';
import { endTypingHolds } from './steps/backoffice-reply.ts';
import { lateSends } from './steps/hold.ts';
import { sendsOfLastLife } from './steps/send-outcome.ts';
import { refuseLink, solveNotices } from './steps/shop-notices.ts';
import { endTakeOvers } from './steps/takeover.ts';
import { wishesOfLastLife } from './steps/transfers.ts';
import { recheckWaiting } from './steps/waiting.ts';
import { StorageWatch } from './storage-watch.ts';
import { TransferRunner } from './transfer-runner.ts';
import { TypingWatch } from './typing-watch.ts';
import { WorkingState } from './working-state.ts';
import { atMost } from '#shared/async/deadline.ts';
import type { Queues } from '#shared/model/diagnostics.ts';
import type { ConversationKey, MessageId } from '#shared/model/ids.ts';
import { imagesOf } from '#shared/model/phrase.ts';
import { TYPING_HOLD_MS, waitLeftMs } from '#shared/model/reply-hold.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { StorageRepair } from '#shared/model/storage-status.ts';
import type { Delta, Replica } from '#shared/sync/delta.ts';

/** How long `stop` waits for what is not yet durable. */
const STOP_DEADLINE_MS = 2_000;

export type CoreParts = {
  readonly clock: Clock;
  /** Elapsed time that counts sleep (`ClockWatch`); without it, the monotonic clock's. */
  readonly elapsedMs?: () => number;
  readonly ids: IdSource;
  /** How many conversations stay in memory although nothing is to be done in them (PF1). */
  readonly keptAtRest?: number;
  readonly store: Store;
  readonly publisher: Publisher;
  readonly log: Log;
};

/**
 * The single writer. Facts and commands go in; each is decided over one state, committed, and only then shown, told to
 * the gateway and handed to the platforms.
 */
export interface Core extends FactSink {
  /** Hands in the world; once, before `start`. */
  attach(outbound: Outbound): void;
  readonly handlers: CoreHandlers;
  /** Committed state only. */
  replica(): Replica;
  /** Those that were committed last; costs nothing. */
  settings(): Settings;
  /** What waits at this moment; counted when asked. */
  queues(): Queues;
  /** The content of every send that is not at its end, and the images of phrases: a file among them must stay. */
  openContents(): ReadonlySet<string>;
  /** Takes up every known shop and begins to send what is queued. */
  start(): void;
  /** Shows what a damaged file cost; null once the agent has acknowledged it. */
  noteRepair(repair: StorageRepair | null): void;
  /** Begins nothing new and waits until all that came in is durable, at most 2 s. The store stays open. */
  stop(): Promise<void>;
}

/** Loads the state and is ready to take facts. Rejects with a `StorageError` when nothing can be loaded. */
export const createCore = async (parts: CoreParts): Promise<Core> => {
  const stored = await parts.store.load();
  const now = Math.trunc(parts.clock.now());
  const state = new WorkingState(stored, now, parts.keptAtRest);
  return new RunningCore(parts, state);
};

class RunningCore implements Core {
  readonly handlers: CoreHandlers;
  readonly #parts: CoreParts;
  readonly #state: WorkingState;
  readonly #committed: Committed;
  readonly #known = new DuplicateGuard();
  readonly #storage: StorageWatch;
  readonly #commits: CommitQueue;
  readonly #inputs: InputQueue;
  readonly #sends: SendDispatcher;
  readonly #transfers: TransferRunner;
  readonly #takeOvers: Alarm<ConversationKey>;
  readonly #waitingSends: Alarm<MessageId>;
  readonly #typingHolds: Alarm<ConversationKey>;
  readonly #signsOfLife: SignsOfLife;
  readonly #clockWatch: ClockWatch;
  readonly #housekeeping: Housekeeping;
  /** Outages that the last life did not see the end of. */
  #openOutages: readonly number[];
  #outbound: Outbound | null = null;

  constructor(parts: CoreParts, state: WorkingState) {
    const { clock, ids, store, log } = parts;
    const typing = new TypingWatch(clock);
    this.#parts = parts;
    this.#state = state;
    this.#committed = new Committed(state);
    this.#openOutages = state.counters.outages.filter(({ to }) => to === null).map((o) => o.from);
    this.#storage = new StorageWatch({
      clock,
      notify: (status) => this.#publish(this.#committed.setStorage(status)),
      waitingInputs: () => this.#inputs.waitingInputs + this.#commits.waitingInputs,
    });
    const health = this.#storage;
    const onCommitted = (batch: Batch): void => this.#finish(batch);
    this.#commits = new CommitQueue({ clock, log, store, health, onCommitted });
    const elapsedMs = parts.elapsedMs ?? (() => clock.monotonicMs());
    this.#inputs = new InputQueue({
      clock,
      elapsedMs,
      log,
      ids,
      store,
      health,
      state,
      typing,
      known: this.#known,
      commits: this.#commits,
      onLetGo: (keys) => this.#committed.letGo(keys),
    });
    const inputs = this.#inputs;
    this.#sends = new SendDispatcher({ clock, state, typing, inputs });
    const connectors = (): Outbound['connectors'] | null => this.#outbound?.connectors ?? null;
    this.#transfers = new TransferRunner({ ids, state, inputs, connectors });
    this.#takeOvers = new Alarm(clock, elapsedMs, (keys) => inputs.post(endTakeOvers(keys)));
    this.#waitingSends = new Alarm(clock, elapsedMs, (ids) => inputs.post(lateSends(ids)));
    this.#typingHolds = new Alarm(clock, elapsedMs, (keys) => inputs.post(endTypingHolds(keys)));
    this.#signsOfLife = new SignsOfLife(clock, (heard) =>
      this.#publish(this.#committed.setHeard(heard)),
    );
    this.#clockWatch = new ClockWatch({
      clock,
      elapsedMs,
      notify: (status) => this.#publish(this.#committed.setClock(status)),
    });
    this.#housekeeping = new Housekeeping({ clock, log, store, state });
    this.handlers = createHandlers({
      store,
      state,
      inputs,
      typing,
      transfers: this.#transfers,
      storage: this.#storage,
      outbound: () => this.#outbound,
      committed: this.#committed,
    });
    this.#takeUpLastLife();
  }

  attach(outbound: Outbound): void {
    this.#outbound = outbound;
  }

  replica(): Replica {
    return this.#committed.replica();
  }

  settings(): Settings {
    return this.#committed.settings;
  }

  queues(): Queues {
    const { queued, sending, unconfirmed } = this.#state.sends.counts();
    return {
      waitingWrites: this.#inputs.waitingInputs + this.#commits.waitingInputs,
      queuedSends: queued,
      sendsInFlight: sending,
      unconfirmedSends: unconfirmed,
    };
  }

  openContents(): ReadonlySet<string> {
    return new Set([...this.#state.sends.contents(), ...imagesOf(this.#state.phrases.values())]);
  }

  start(): void {
    const outbound = this.#outbound;
    if (outbound === null) throw new Error('attach comes before start');
    this.#takeOvers.start();
    this.#waitingSends.start();
    this.#typingHolds.start();
    this.#housekeeping.start();
    this.#sends.start(outbound.connectors);
    for (const { shopId, platform } of this.#state.shops.values()) {
      if (platform !== null) outbound.connectors.connect(shopId, platform, null);
    }
  }

  noteRepair(repair: StorageRepair | null): void {
    this.#storage.noteRepair(repair);
  }

  async stop(): Promise<void> {
    this.#sends.stop();
    this.#takeOvers.stop();
    this.#waitingSends.stop();
    this.#typingHolds.stop();
    this.#signsOfLife.stop();
    this.#clockWatch.stop();
    this.#housekeeping.stop();
    await atMost(this.#parts.clock, STOP_DEADLINE_MS, this.#inputs.whenIdle());
    this.#inputs.giveUp();
    this.#commits.giveUp();
  }

  accept(fact: Fact): Promise<void> {
    if (!isFleeting(fact)) {
      if (fact.kind === 'platform.messages') this.#clockWatch.notePlatformTimes(fact.messages);
      const taken = this.#inputs.run(factTask(this.#state, fact));
      this.#storage.refresh();
      return taken;
    }
    this.#acceptFleeting(fact);
    return Promise.resolve();
  }

  #acceptFleeting(fact: FleetingFact): void {
    if ('shopId' in fact && this.#state.removedShops.has(fact.shopId)) return;
    if (fact.kind === 'gateway.status') {
      this.#publish(this.#committed.setLink(fact.status));
      if (fact.status.phase === 'connected') this.#endOutagesOfLastLife();
      return;
    }
    if (fact.kind === 'gateway.serverTime') {
      this.#clockWatch.noteServerTime(fact.at);
      return;
    }
    if (fact.kind === 'platform.cookieNote') {
      this.#publish(this.#committed.setCookieNote(fact.shopId, fact.note));
      return;
    }
    if (fact.kind === 'platform.pageShown') {
      this.#publish(this.#committed.setPageShown(fact.shopId, fact.place));
      if (fact.place === null && this.#state.visitedNotices.size > 0)
        this.#inputs.post({ decide: (step) => solveNotices(step, fact.shopId) });
      return;
    }
    const shop = this.#state.shops.get(fact.shopId);
    if (shop === undefined) return;
    this.#state.shops.set(fact.shopId, { ...shop, lastHeardAt: fact.at });
    this.#signsOfLife.note(fact.shopId, fact.at);
  }

  /** GW14: the line that broke in an earlier life is up again. */
  #endOutagesOfLastLife(): void {
    const open = this.#openOutages;
    this.#openOutages = [];
    if (open.length === 0) return;
    this.#inputs.post({
      decide: (step) => {
        for (const from of open) step.changes.putOutage({ from, to: step.now });
      },
    });
  }

  /** What an end of the process may have left half done. */
  #takeUpLastLife(): void {
    const { conversations, sends } = this.#state;
    const keys = [...conversations.keys()];
    const open = keys.flatMap((key) => sends.of(key));
    const inFlight = open.filter(({ send }) => send?.state === 'sending');
    if (inFlight.length > 0) {
      this.#inputs.post(sendsOfLastLife(inFlight.map(({ messageId }) => messageId)));
    }
    const wished = [...conversations.values()].filter(
      ({ transferQuestion }) => transferQuestion?.why === 'underWay',
    );
    if (wished.length > 0) this.#inputs.post(wishesOfLastLife(wished));
    const isWaiting = (key: ConversationKey): boolean =>
      (conversations.get(key)?.waitingSince ?? null) !== null;
    const waiting = keys.filter(isWaiting);
    if (waiting.length > 0) this.#inputs.post(recheckWaiting(this.#state, waiting));
    for (const { key, mode, suggestions } of conversations.values()) {
      if (mode.kind === 'manual' && mode.endsAt !== null) this.#takeOvers.set(key, 0);
      // She may go on typing where the last life ended: the hold begins anew and ends by itself.
      if (suggestions.some(({ why }) => why === 'agentTyping')) {
        this.#typingHolds.set(key, TYPING_HOLD_MS);
      }
    }
    for (const message of open) {
      const leftMs = waitLeftMs(message, this.#parts.clock.now());
      if (leftMs !== null) this.#waitingSends.set(message.messageId, leftMs);
    }
  }

  /** A batch is durable: shown, then acted upon, then its callers may go on. */
  #finish(batch: Batch): void {
    this.#known.noteDurable(batch.changes);
    this.#publish(this.#committed.apply(batch.changes));
    runEffects(batch.changes.effects(), {
      outbound: this.#outbound,
      sends: this.#sends,
      transfers: this.#transfers,
      takeOvers: this.#takeOvers,
      typingHolds: this.#typingHolds,
      waitingSends: this.#waitingSends,
      refuseLink: (noticeId, host) => this.#inputs.post(refuseLink(noticeId, host)),
      recheckWaiting: (keys) => this.#inputs.post(recheckWaiting(this.#state, keys)),
    });
    this.#inputs.settle(batch);
  }

  #publish(delta: Delta | null): void {
    if (delta !== null) this.#parts.publisher.publish(delta);
  }
}
