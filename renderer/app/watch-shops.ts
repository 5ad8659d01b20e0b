import type { StoreApi } from 'zustand/vanilla';
import type { Bridge } from '#shared/ipc/contract.ts';
import { refOfKey } from '#shared/model/ids.ts';
import type { SelectionState } from '../state/selection-store.ts';

/**
 * Tells which shops the agent looks at: the chosen tab, and the shop of the open conversation. Where platform pages wait to
 * be opened, theirs go first. Answers its undo.
 */
export const watchShops = (
  selection: StoreApi<SelectionState>,
  bridge: Pick<Bridge, 'call'>,
): (() => void) => {
  let told = '';
  const notify = ({ shopId, conversationKey }: SelectionState): void => {
    const open = conversationKey === null ? null : refOfKey(conversationKey).shopId;
    const watched = [shopId, open].filter((one) => one !== null);
    const shopIds = [...new Set(watched)];
    if (shopIds.join('\n') === told) return;
    told = shopIds.join('\n');
    void bridge.call('shops.noteWatched', { shopIds });
  };
  return selection.subscribe(notify);
};
