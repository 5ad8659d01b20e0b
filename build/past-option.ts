const LEAST = 1_000;
const MOST = 10_000_000;

/**
 * Takes `--past N` out of a command line: so many messages lie before the demo begins. Throws one line for another word.
 */
export const takePast = (
  words: readonly string[],
): { readonly messages: number | null; readonly rest: readonly string[] } => {
  const at = words.findIndex((word) => word === '--past' || word.startsWith('--past='));
  const word = words[at];
  if (word === undefined) return { messages: null, rest: words };
  const isJoined = word.includes('=');
  const text = (isJoined ? word.slice('--past='.length) : words[at + 1]) ?? '';
  const messages = /^\d{1,9}$/u.test(text) ? Number(text) : 0;
  if (messages < LEAST || messages > MOST)
    throw new Error(`--past needs a number of messages from ${LEAST} to ${MOST}`);
  return { messages, rest: [...words.slice(0, at), ...words.slice(at + (isJoined ? 1 : 2))] };
};
