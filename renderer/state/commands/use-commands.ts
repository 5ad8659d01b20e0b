import { useCallback, useEffect, useEffectEvent, useMemo } from 'react';
import { isKeptByBrowser, keycapText } from '#shared/model/chord.ts';
import { keyMapOf, type CommandId, type KeyMap } from '#shared/model/commands.ts';
import { useIsDesktop } from '../../bridge/bridge-context.tsx';
import { useReplica } from '../replica/replica.ts';
import { useAppState } from '../state-context.tsx';
import type { CommandOffer } from './command-offers.ts';

/** While mounted, these commands can be carried out: by their keys, and from the palette. */
export const useOfferCommands = (offers: readonly CommandOffer[]): void => {
  const { commandOffers } = useAppState();
  const read = useEffectEvent(() => offers);
  useEffect(() => commandOffers.add(() => read()), [commandOffers]);
};

/** The keys that hold in this window. */
export const useKeyMap = (): KeyMap => {
  const sendKey = useReplica((state) => state.overview.settings.sendKey);
  return useMemo(() => keyMapOf({ sendKey }), [sendKey]);
};

/** Names the keys of a command as they stand on the keycaps; only those that reach the page in this host. */
export const useKeycaps = (): ((id: CommandId) => readonly string[]) => {
  const keys = useKeyMap();
  const isDesktop = useIsDesktop();
  return useCallback(
    (id) => keys[id].filter((text) => isDesktop || !isKeptByBrowser(text)).map(keycapText),
    [keys, isDesktop],
  );
};

/** The key that a tooltip names; undefined while the command has none. */
export const useKeyHint = (): ((id: CommandId) => string | undefined) => {
  const keycaps = useKeycaps();
  return useCallback((id) => keycaps(id)[0], [keycaps]);
};
