import { createContext, useContext } from 'react';

/** Where the caret goes when a dialog or a notice that had the keys is gone. Nowhere, unless the app says where. */
export const CaretHome = createContext<() => void>(() => undefined);

export const useCaretHome = (): (() => void) => useContext(CaretHome);
