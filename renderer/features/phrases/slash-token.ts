/** A call for a phrase that is being typed: `[from, to)` in the box, with what stands behind the slash. */
export type SlashToken = { readonly from: number; readonly to: number; readonly query: string };

/**
 * A slash at the beginning of a word and what follows it up to the caret. Chinese input methods write `／` or `、` where the key has a
 * slash; neither begins a word by itself. A longer word is no call any more, so that a path that was pasted is left alone.
 */
const CALL = /(?:^|\s)([/／、]([^\s/／]{0,20}))$/u;

/** The call at the caret; null where there is none, or where something is selected. */
export const slashTokenAt = (
  text: string,
  selection: { readonly from: number; readonly to: number },
): SlashToken | null => {
  if (selection.from !== selection.to) return null;
  const found = CALL.exec(text.slice(0, selection.from));
  const word = found?.[1];
  if (word === undefined) return null;
  return { from: selection.from - word.length, to: selection.from, query: found?.[2] ?? '' };
};
