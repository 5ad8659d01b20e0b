import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/**
 * What a person or a program may say to the browser host on its standard input: `open` asks for a fresh start address. A line of
 * another kind is answered by `onOther`. That the input ends says nothing: a host in the background has none.
 */
export const hearWords = (
  input: Readable,
  hear: { readonly onOpen: () => void; readonly onOther: () => void },
): (() => void) => {
  const lines = createInterface({ input });
  // An input that breaks is one that ends.
  input.on('error', () => undefined);
  lines.on('line', (line) => {
    const word = line.trim();
    if (word === 'open') hear.onOpen();
    else if (word !== '') hear.onOther();
  });
  return () => lines.close();
};
