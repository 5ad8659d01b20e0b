import { useCallback, useEffect, useState } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import type { AppError, Result } from '#shared/model/result.ts';
import type { Staff, StaffList } from '#shared/model/shop.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useStaffList } from '../../state/replica/replica.ts';

export type StaffSource = {
  readonly staff: readonly Staff[];
  /** Null before the platform has ever told. */
  readonly updatedAt: number | null;
  readonly isRefreshing: boolean;
  readonly error: AppError | null;
  readonly refresh: () => void;
};

/** The shop's staff, asked for anew when it is first looked at: presence grows old quickly. */
export const useStaff = (shopId: ShopId): StaffSource => {
  const bridge = useBridge();
  const known = useStaffList(shopId);
  const [isRefreshing, setIsRefreshing] = useState(true);
  const [error, setError] = useState<AppError | null>(null);
  const take = useCallback((answer: Result<StaffList>) => {
    setIsRefreshing(false);
    setError(answer.ok ? null : answer.error);
  }, []);
  useEffect(() => {
    void bridge.call('staff.refresh', { shopId }).then(take);
  }, [bridge, shopId, take]);
  const refresh = useCallback(() => {
    setIsRefreshing(true);
    void bridge.call('staff.refresh', { shopId }).then(take);
  }, [bridge, shopId, take]);
  return {
    staff: known?.staff ?? [],
    updatedAt: known?.updatedAt ?? null,
    isRefreshing,
    error,
    refresh,
  };
};
