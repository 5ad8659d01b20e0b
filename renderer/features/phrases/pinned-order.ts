import type { Phrase } from '#shared/model/phrase.ts';

/** The pinned phrases in their places. */
const pinnedOf = (phrases: Iterable<Phrase>): readonly Phrase[] =>
  [...phrases]
    .filter(({ place }) => place !== null)
    .sort((a, b) => (a.place ?? 0) - (b.place ?? 0));

/** The phrase behind all pinned ones, or no longer among them. */
export const togglePinned = (phrases: Iterable<Phrase>, phrase: Phrase): Phrase => ({
  ...phrase,
  place: phrase.place === null ? (pinnedOf(phrases).at(-1)?.place ?? -1) + 1 : null,
});

/** What changes when a pinned phrase moves by one; nothing at the end of the list. */
export const movePinned = (
  phrases: Iterable<Phrase>,
  phrase: Phrase,
  step: 1 | -1,
): readonly Phrase[] => {
  const pinned = pinnedOf(phrases);
  const at = pinned.findIndex(({ phraseId }) => phraseId === phrase.phraseId);
  const other = at < 0 ? undefined : pinned[at + step];
  if (other === undefined) return [];
  return [
    { ...phrase, place: other.place },
    { ...other, place: phrase.place },
  ];
};
