import { useCallback, useState } from 'react';
import type { AppError } from '#shared/model/result.ts';
import type { Shop, ShopStateKind } from '#shared/model/shop.ts';
import { useBridge } from '../bridge/bridge-context.tsx';

/**
 * The one action of a shop's state (PL1). `verify` shows the real page (PL8), `takeBack` is 重新接管 (PL7),
 * `signIn` cannot be done here: the back office signs the shop in.
 */
export type Remedy = 'verify' | 'takeBack' | 'retry' | 'signIn';

const REMEDIES: Readonly<Record<ShopStateKind, Remedy | null>> = {
  idle: 'signIn',
  opening: null,
  identifying: null,
  online: null,
  degraded: 'retry',
  challenge: 'verify',
  login_required: 'signIn',
  kicked: 'takeBack',
  identity_mismatch: 'retry',
  adapter_broken: 'retry',
  offline: 'retry',
};

export const remedyOf = (kind: ShopStateKind): Remedy | null => REMEDIES[kind];

/** Carries out the remedy of a shop; `error` is the last refusal. `run` does nothing where no call helps. */
export const useShopRemedy = (
  shop: Pick<Shop, 'shopId' | 'state'>,
): {
  readonly remedy: Remedy | null;
  readonly isBusy: boolean;
  readonly error: AppError | null;
  readonly run: () => void;
} => {
  const bridge = useBridge();
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const remedy = remedyOf(shop.state.kind);
  const { shopId } = shop;
  const run = useCallback(() => {
    if (remedy === null || remedy === 'signIn') return;
    setIsBusy(true);
    setError(null);
    void bridge
      .call(remedy === 'verify' ? 'shops.showPage' : 'shops.retry', { shopId })
      .then((answer) => {
        setIsBusy(false);
        setError(answer.ok ? null : answer.error);
      });
  }, [bridge, remedy, shopId]);
  return { remedy, isBusy, error, run };
};
