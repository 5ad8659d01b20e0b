import { useCallback } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import { ownOf } from '#shared/model/own-of.ts';
import type { PagePlace } from '#shared/model/shop-page.ts';
import { useCommand } from '../../bridge/use-command.ts';
import { useReplica } from '../replica/replica.ts';

/** Where the shop's real page is open before the agent's eyes, null when it is not. */
export const useShownPage = (shopId: ShopId): PagePlace | null =>
  useReplica(({ overview }) => ownOf(overview.shownPages, shopId));

/** The shop whose page stands beside the conversation, in this very window. */
export const usePageBeside = (): ShopId | null =>
  useReplica(({ overview }) => {
    const beside = Object.entries<PagePlace>(overview.shownPages).find(([, at]) => at === 'beside');
    return (beside?.[0] ?? null) as ShopId | null;
  });

/** Opens the shop's real page, or puts it away; a refusal is told to the agent. */
export const useShopPage = (
  shopId: ShopId,
): { readonly isOpen: boolean; readonly show: () => void; readonly toggle: () => void } => {
  const command = useCommand();
  const isOpen = useShownPage(shopId) !== null;
  const show = useCallback(
    () => void command('shops.showPage', { shopId, noticeId: null }),
    [command, shopId],
  );
  const toggle = useCallback(
    () => (isOpen ? void command('shops.hidePage', { shopId }) : show()),
    [command, isOpen, show, shopId],
  );
  return { isOpen, show, toggle };
};
