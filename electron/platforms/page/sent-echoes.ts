import type { Clock, PlatformMessage, SendOutcome, SendPart } from '../../core/ports.ts';
import type { BuyerPin, MessageId, PlatformMessageId } from '#shared/model/ids.ts';

/** How far the platform's clock may be behind ours when an echo is told from an older, equal message. */
const CLOCK_SKEW_MS = 120_000;
/** How long after a send without evidence its echo still counts as one. */
const OPEN_FOR_MS = 15 * 60_000;
const MOST_ENTRIES = 1_000;

type Entry = {
  readonly clientMessageId: MessageId;
  readonly buyerPin: BuyerPin;
  readonly part: SendPart;
  /** Epoch ms. */
  readonly startedAt: number;
  phase: 'inFlight' | 'open' | 'sent' | 'over';
  platformMessageId: PlatformMessageId | null;
  readonly tellEcho: (message: PlatformMessage) => void;
};

/** One send on its way. `echo` resolves when the platform shows a message that can only be this one. */
export type SendTicket = {
  readonly echo: Promise<PlatformMessage>;
  /** Keeps the outcome for later echoes, and gives back the echoes that were held for it. */
  settle(outcome: SendOutcome): readonly PlatformMessage[];
};

/**
 * Tells the echoes of our own sends from what our side says elsewhere. The platform's page makes its own client ids, so an
 * echo is known by the platform's message id once the send has its answer, and before that only by what it says.
 * An echo that comes before the answer is held until then: taken up too early it would be a second message.
 */
export class SentEchoes {
  readonly #clock: Clock;
  readonly #held = new Map<PlatformMessageId, PlatformMessage>();
  #entries: Entry[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(clientMessageId: MessageId, buyerPin: BuyerPin, part: SendPart): SendTicket {
    const { promise: echo, resolve: tellEcho } = Promise.withResolvers<PlatformMessage>();
    const entry: Entry = {
      clientMessageId,
      buyerPin,
      part,
      startedAt: this.#clock.now(),
      phase: 'inFlight',
      platformMessageId: null,
      tellEcho,
    };
    this.#forgetOld();
    this.#entries.push(entry);
    return { echo, settle: (outcome) => this.#settle(entry, outcome) };
  }

  /** The message as it goes on, with our client id where it is ours; null while it is held. */
  label(message: PlatformMessage): PlatformMessage | null {
    if (message.from !== 'self') return message;
    const known = this.#entries.find(
      (entry) => entry.platformMessageId === message.platformMessageId,
    );
    if (known) return { ...message, clientMessageId: known.clientMessageId };

    const meant = this.#entries.find((entry) => isEchoOf(message, entry));
    if (!meant) return message;
    if (meant.phase === 'open') {
      meant.phase = 'sent';
      meant.platformMessageId = message.platformMessageId;
      return { ...message, clientMessageId: meant.clientMessageId };
    }
    this.#held.set(message.platformMessageId, message);
    meant.tellEcho(message);
    return null;
  }

  #settle(entry: Entry, outcome: SendOutcome): readonly PlatformMessage[] {
    switch (outcome.kind) {
      case 'sent':
        entry.phase = 'sent';
        entry.platformMessageId = outcome.platformMessageId;
        break;
      case 'unconfirmed':
        entry.phase = 'open';
        break;
      case 'rejected':
      case 'impossible':
      case 'notWritten':
        entry.phase = 'over';
    }
    const released = [...this.#held.values()].filter(
      (message) => message.buyerPin === entry.buyerPin,
    );
    for (const { platformMessageId } of released) this.#held.delete(platformMessageId);
    return released;
  }

  #forgetOld(): void {
    const oldest = this.#clock.now() - OPEN_FOR_MS;
    this.#entries = this.#entries
      .filter((entry) => entry.phase === 'inFlight' || entry.startedAt >= oldest)
      .slice(-MOST_ENTRIES);
  }
}

const isEchoOf = (message: PlatformMessage, entry: Entry): boolean =>
  (entry.phase === 'inFlight' || entry.phase === 'open') &&
  entry.buyerPin === message.buyerPin &&
  saysSame(message, entry.part) &&
  (message.sentAt === null || message.sentAt >= entry.startedAt - CLOCK_SKEW_MS);

/** The platform may write another address of the same product into its card, and an adapter a card's link as a text. */
const saysSame = (message: PlatformMessage, { type, content }: SendPart): boolean => {
  const isCard = type === 'product_card' || type === 'order_card';
  if (content === message.content)
    return type === message.type || (isCard && message.type === 'text');
  const goodsId = message.card?.goodsId ?? null;
  return (
    type === 'product_card' &&
    message.type === type &&
    goodsId !== null &&
    content.split(/\D+/u).includes(goodsId)
  );
};
