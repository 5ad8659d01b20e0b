import { useCallback } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import { useCommand } from '../../bridge/use-command.ts';

/** Shows the shop's real page in its own session; a refusal is told to the agent. */
export const useShowPage = (shopId: ShopId): (() => void) => {
  const command = useCommand();
  return useCallback(() => void command('shops.showPage', { shopId }), [command, shopId]);
};
