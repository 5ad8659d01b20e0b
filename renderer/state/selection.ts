import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { SelectionState } from './selection-store.ts';
import { useAppState } from './state-context.tsx';

/** What this window looks at, and the two ways to change it: `useSelection((s) => s.conversationKey)`. */
export const useSelection = <Part>(select: (state: SelectionState) => Part): Part =>
  useStore(useAppState().selection, select);

/** The store itself, for a key press that must read it at that moment (CV1). */
export const useSelectionStore = (): StoreApi<SelectionState> => useAppState().selection;
