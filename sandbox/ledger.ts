import type { MessageType } from '#shared/model/message.ts';

/** A frame's place in the ledger, beside the frame itself, which stays exactly as it was received. */
export type ReceivedMark = {
  readonly seq: number;
  readonly at: number;
  /** Number of the socket, from 1. */
  readonly socket: number;
  /** True when the (store_id, message_id) had been received before. */
  readonly duplicate: boolean;
};
export type SocketMark = {
  readonly seq: number;
  readonly socket: number;
  readonly openedAt: number;
  closedAt: number | null;
  closeCode: number | null;
};
/** What the reference gateway found wrong with a frame. */
export type Violation = { readonly seq: number; readonly at: number; readonly sentence: string };
/** A frame that the gateway wrote; the cookie of a `connect_success` is replaced. */
export type SentFrame = { readonly seq: number; readonly at: number; readonly frame: unknown };

/** Something the service account said and the platform took. */
export type AgentSend = {
  readonly seq: number;
  readonly buyer: string;
  readonly type: MessageType;
  readonly content: string;
  readonly platform_message_id: string;
  readonly client_message_id: string;
  readonly at: number;
};
export type TransferMark = {
  readonly seq: number;
  readonly buyer: string;
  readonly staff_id: string;
  readonly staff_name: string;
  readonly at: number;
};
/** One message on the buyer's own screen. */
export type SeenByBuyer = {
  readonly seq: number;
  readonly from: 'shop' | 'buyer';
  readonly type: MessageType;
  readonly content: string;
  readonly at: number;
};

type ShopBook = {
  readonly sentByAgent: AgentSend[];
  readonly transfers: TransferMark[];
  readonly buyers: Map<string, SeenByBuyer[]>;
};

export type LedgerView = {
  /** Number of the newest entry; give it as `after` to hear only what came later. */
  readonly seq: number;
  readonly gateway: {
    /** Every frame that arrived, exactly as it was, but for pings and what was no JSON object. */
    readonly received: readonly unknown[];
    readonly received_marks: readonly ReceivedMark[];
    readonly duplicates: number;
    readonly pings: number;
    readonly malformed: number;
    readonly violations: readonly Violation[];
    readonly sockets: readonly SocketMark[];
    readonly sent: readonly SentFrame[];
  };
  readonly platforms: Readonly<
    Record<
      string,
      {
        readonly sent_by_agent: readonly AgentSend[];
        readonly transfers: readonly TransferMark[];
        readonly buyers: Readonly<Record<string, readonly SeenByBuyer[]>>;
      }
    >
  >;
};

/** Entries of an ascending list whose number is above `after`. */
const later = <Entry extends { readonly seq: number }>(
  entries: readonly Entry[],
  after: number,
): readonly Entry[] => {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    if (entry !== undefined && entry.seq <= after) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? entries : entries.slice(low);
};

/**
 * What each side of the world really saw. Nothing is ever dropped: a test that asks late gets the whole truth.
 * Numbers (`seq`) run over the whole world.
 */
export class Ledger {
  readonly #now: () => number;
  readonly #received: unknown[] = [];
  readonly #receivedMarks: ReceivedMark[] = [];
  readonly #violations: Violation[] = [];
  readonly #sockets: SocketMark[] = [];
  readonly #sent: SentFrame[] = [];
  readonly #shops = new Map<string, ShopBook>();
  #seq = 0;
  #duplicates = 0;
  #pings = 0;
  #malformed = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  frameReceived(frame: unknown, socket: number, duplicate: boolean): void {
    this.#received.push(frame);
    this.#receivedMarks.push({ seq: ++this.#seq, at: this.#now(), socket, duplicate });
    if (duplicate) this.#duplicates += 1;
  }

  pingReceived(): void {
    this.#pings += 1;
  }

  malformedReceived(sentence: string): void {
    this.#malformed += 1;
    this.violation(sentence);
  }

  violation(sentence: string): void {
    this.#violations.push({ seq: ++this.#seq, at: this.#now(), sentence });
  }

  frameSent(frame: unknown): void {
    this.#sent.push({ seq: ++this.#seq, at: this.#now(), frame });
  }

  socketOpened(socket: number): SocketMark {
    const openedAt = this.#now();
    const mark = { seq: ++this.#seq, socket, openedAt, closedAt: null, closeCode: null };
    this.#sockets.push(mark);
    return mark;
  }

  addShop(storeId: string): void {
    this.#book(storeId);
  }

  agentSent(storeId: string, entry: Omit<AgentSend, 'seq'>): void {
    this.#book(storeId).sentByAgent.push({ seq: ++this.#seq, ...entry });
  }

  transferred(storeId: string, entry: Omit<TransferMark, 'seq'>): void {
    this.#book(storeId).transfers.push({ seq: ++this.#seq, ...entry });
  }

  buyerSaw(storeId: string, pin: string, entry: Omit<SeenByBuyer, 'seq'>): SeenByBuyer {
    const book = this.#book(storeId);
    const seen = book.buyers.get(pin) ?? [];
    if (seen.length === 0) book.buyers.set(pin, seen);
    const numbered = { seq: ++this.#seq, ...entry };
    seen.push(numbered);
    return numbered;
  }

  /** What one buyer saw since `after`. */
  seenBy(storeId: string, pin: string, after: number): readonly SeenByBuyer[] {
    return later(this.#shops.get(storeId)?.buyers.get(pin) ?? [], after);
  }

  /** The newest `count` frames of either direction, for people. */
  lastFrames(
    count: number,
  ): readonly { readonly at: number; readonly way: 'in' | 'out'; readonly frame: unknown }[] {
    const heard = this.#receivedMarks.slice(-count).map((mark, index) => ({
      seq: mark.seq,
      at: mark.at,
      way: 'in' as const,
      frame: this.#received[Math.max(0, this.#received.length - count) + index],
    }));
    const said = this.#sent
      .slice(-count)
      .map(({ seq, at, frame }) => ({ seq, at, way: 'out' as const, frame }));
    return [...heard, ...said].toSorted((a, b) => b.seq - a.seq).slice(0, count);
  }

  /** Everything with a number above `after`; 0 is the whole ledger. Sockets are always all told, they change. */
  view(after = 0): LedgerView {
    const marks = later(this.#receivedMarks, after);
    return {
      seq: this.#seq,
      gateway: {
        received: this.#received.slice(this.#received.length - marks.length),
        received_marks: marks,
        duplicates: this.#duplicates,
        pings: this.#pings,
        malformed: this.#malformed,
        violations: later(this.#violations, after),
        sockets: this.#sockets,
        sent: later(this.#sent, after),
      },
      platforms: Object.fromEntries(
        [...this.#shops].map(([storeId, book]) => [
          storeId,
          {
            sent_by_agent: later(book.sentByAgent, after),
            transfers: later(book.transfers, after),
            buyers: Object.fromEntries(
              [...book.buyers].map(([pin, seen]) => [pin, later(seen, after)]),
            ),
          },
        ]),
      ),
    };
  }

  #book(storeId: string): ShopBook {
    const known = this.#shops.get(storeId);
    if (known !== undefined) return known;
    const made: ShopBook = { sentByAgent: [], transfers: [], buyers: new Map() };
    this.#shops.set(storeId, made);
    return made;
  }
}
