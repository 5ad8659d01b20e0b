import { type Ending, ENDINGS } from './round.ts';

/** Of a thousand conversations so many live in this way, at least one, and never more than a desk can hold. */
const LIVING: Readonly<Record<Ending, { readonly perThousand: number; readonly most: number }>> = {
  waits: { perThousand: 10, most: 110 },
  waitsWithSuggestion: { perThousand: 2, most: 20 },
  waitsWithHeldReply: { perThousand: 1, most: 8 },
  unread: { perThousand: 8, most: 80 },
  takenOver: { perThousand: 1, most: 10 },
  rejected: { perThousand: 0.3, most: 4 },
  unconfirmed: { perThousand: 0.3, most: 6 },
  late: { perThousand: 0.3, most: 4 },
};
const STARRED = { perThousand: 10, most: 200 };
const DRAFTED = { perThousand: 3, most: 40 };
const TRANSFER_ASKED = { perThousand: 0.3, most: 4 };

type Share = { readonly perThousand: number; readonly most: number };
const countOf = ({ perThousand, most }: Share, conversations: number): number =>
  Math.min(most, Math.ceil((conversations * perThousand) / 1000));

/** How the newest round of the `index`th conversation ends; null when all is said. The first ones live. */
export const endingOf = (index: number, conversations: number): Ending | null => {
  let before = 0;
  for (const ending of ENDINGS) {
    before += countOf(LIVING[ending], conversations);
    if (index < before) return ending;
  }
  return null;
};

/** Stars lie on the last ones, which are as old as any. */
export const isStarred = (index: number, conversations: number): boolean =>
  conversations - 1 - index < countOf(STARRED, conversations);

/** Drafts lie on some that wait, each third. */
export const isDrafted = (index: number, conversations: number): boolean =>
  index % 3 === 1 && index < 3 * countOf(DRAFTED, conversations);

export const isTransferAsked = (index: number, conversations: number): boolean =>
  index < countOf(TRANSFER_ASKED, conversations);
