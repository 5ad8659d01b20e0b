import { useCallback, useEffect, useState } from 'react';
import type { ShopId } from '#shared/model/ids.ts';
import type { AppError } from '#shared/model/result.ts';
import type { Staff } from '#shared/model/shop.ts';
import { useBridge } from '../../bridge/bridge-context.tsx';
import { useStaffList } from '../../state/replica.ts';

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
  const [isRefreshing, setIsRefreshing] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const refresh = useCallback(() => {
    setIsRefreshing(true);
    setError(null);
    void bridge.call('staff.refresh', { shopId }).then((answer) => {
      setIsRefreshing(false);
      if (!answer.ok) setError(answer.error);
    });
  }, [bridge, shopId]);
  useEffect(refresh, [refresh]);
  return {
    staff: known?.staff ?? [],
    updatedAt: known?.updatedAt ?? null,
    isRefreshing,
    error,
    refresh,
  };
};
