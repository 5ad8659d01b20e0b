import type { Conversation } from '#shared/model/conversation.ts';
import type { ConversationKey } from '#shared/model/ids.ts';
import { isWaiting } from '#shared/model/inbox.ts';
import {
  applyOverview,
  EMPTY_OVERVIEW,
  judgeFrame,
  type Cursor,
  type Delta,
  type DeltaFrame,
  type Overview,
  type Snapshot,
} from '#shared/sync/delta.ts';

/** Where the main process hears what a window hears. */
export interface ReplicaSource {
  /** Null when nothing could be loaded. */
  loadSnapshot(): Promise<Snapshot | null>;
  /** Who waits and found no room in a snapshot, page by page in the order of the keys. */
  loadWaiting(after: Conversation | null): Promise<readonly Conversation[]>;
  /** Returns its undo. */
  onFrame(hear: (frame: DeltaFrame) => void): () => void;
}

/** The buyers who wait, and the overview, as every window knows them: the one source of each number that the desktop shows. */
export class WhoWaits {
  readonly #source: ReplicaSource;
  readonly #changed: () => void;
  readonly #waiting = new Map<ConversationKey, Conversation>();
  #overview: Overview = EMPTY_OVERVIEW;
  #cursor: Cursor | null = null;
  /** What came while a snapshot was on its way. */
  #held: DeltaFrame[] = [];
  #isLoading = false;
  #undo: () => void = () => undefined;

  constructor(source: ReplicaSource, changed: () => void) {
    this.#source = source;
    this.#changed = changed;
  }

  get waiting(): ReadonlyMap<ConversationKey, Conversation> {
    return this.#waiting;
  }

  get overview(): Overview {
    return this.#overview;
  }

  start(): void {
    this.#undo = this.#source.onFrame((frame) => this.#hear(frame));
    void this.#load();
  }

  stop(): void {
    this.#undo();
  }

  #hear(frame: DeltaFrame): void {
    if (this.#isLoading) {
      this.#held.push(frame);
      return;
    }
    const verdict = this.#cursor === null ? 'resync' : judgeFrame(this.#cursor, frame.cursor);
    if (verdict === 'resync') void this.#load();
    if (verdict !== 'apply') return;
    this.#cursor = frame.cursor;
    this.#apply(frame.delta);
    this.#changed();
  }

  /** Listen first, then the snapshot, then what was held meanwhile. A failure is tried again with the next frame. */
  async #load(): Promise<void> {
    if (this.#isLoading) return;
    this.#isLoading = true;
    const snapshot = await this.#source.loadSnapshot();
    if (snapshot !== null) await this.#take(snapshot);
    this.#isLoading = false;
    for (const frame of this.#held.splice(0)) this.#hear(frame);
    this.#changed();
  }

  async #take({ cursor, replica }: Snapshot): Promise<void> {
    const { conversations, waitingLeftOut, ...overview } = replica;
    this.#cursor = cursor;
    this.#overview = overview;
    this.#waiting.clear();
    this.#put(Object.values(conversations));
    if (waitingLeftOut > 0) await this.#takeRest();
  }

  async #takeRest(): Promise<void> {
    for (let after: Conversation | null = null; ;) {
      const page: readonly Conversation[] = await this.#source.loadWaiting(after);
      const last = page.at(-1);
      if (last === undefined) return;
      this.#put(page);
      after = last;
    }
  }

  #apply(delta: Delta): void {
    this.#overview = applyOverview(this.#overview, delta);
    for (const shopId of delta.removedShops ?? []) {
      for (const row of this.#waiting.values()) {
        if (row.shopId === shopId) this.#waiting.delete(row.key);
      }
    }
    this.#put(delta.conversations ?? []);
  }

  #put(rows: readonly Conversation[]): void {
    for (const row of rows) {
      if (isWaiting(row)) this.#waiting.set(row.key, row);
      else this.#waiting.delete(row.key);
    }
  }
}
