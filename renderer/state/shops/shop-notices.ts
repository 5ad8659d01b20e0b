import { useMemo } from 'react';
import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { useReplica } from '../replica/replica.ts';

/** The open errors of the back office (GW13), oldest first. */
export const useOpenNotices = (): readonly ShopNotice[] => {
  const notices = useReplica((state) => state.overview.notices);
  return useMemo(() => Object.values<ShopNotice>(notices).sort((a, b) => a.at - b.at), [notices]);
};
