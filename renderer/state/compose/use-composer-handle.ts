import { useLayoutEffect, type RefObject } from 'react';
import { useStore } from 'zustand';
import { useAppState } from '../state-context.tsx';
import type { ComposerHandle } from './composer-handle.ts';

/** The composer offers its box for as long as it stands. */
export const useOfferComposer = (
  box: RefObject<HTMLTextAreaElement | null>,
  conversation: ComposerHandle['conversation'],
  shop: ComposerHandle['shop'],
  isSwitch: boolean,
): void => {
  const { composerHandle } = useAppState();
  useLayoutEffect(() => {
    if (box.current === null) return undefined;
    const handle = { conversation, shop, box: box.current, isSwitch };
    composerHandle.setState({ handle });
    return () => {
      if (composerHandle.getState().handle === handle) composerHandle.setState({ handle: null });
    };
  }, [box, conversation, shop, isSwitch, composerHandle]);
};

/** Null while no conversation is open. */
export const useComposerHandle = (): ComposerHandle | null =>
  useStore(useAppState().composerHandle, (state) => state.handle);
