import type { CommandId } from '#shared/model/commands.ts';

/** A command that a part of the screen can carry out now. */
export type CommandOffer = {
  readonly id: CommandId;
  /** `digit` where its key is one of nine. */
  readonly run: (digit: number | null) => void;
  /** Why it cannot be carried out now, in a sentence; null or absent while it can. */
  readonly why?: string | null;
};

/** What the parts of the screen offer at this moment. Each is asked when a key is pressed or a list is opened, so that nothing is told for every change. */
export class CommandOffers {
  readonly #readers = new Set<() => readonly CommandOffer[]>();

  /** Until the undo is called, `read` says what there is. */
  add(read: () => readonly CommandOffer[]): () => void {
    this.#readers.add(read);
    return () => {
      this.#readers.delete(read);
    };
  }

  /** Null where no part of the screen has it. Of two the one that came later is on top. */
  find(id: CommandId): CommandOffer | null {
    let found: CommandOffer | null = null;
    for (const read of this.#readers) found = read().find((offer) => offer.id === id) ?? found;
    return found;
  }
}
