import { useCallback, useState } from 'react';
import type { ShopReason } from '#shared/model/shop-reason.ts';
import type { Shop, ShopState, ShopStateKind } from '#shared/model/shop.ts';
import { useCommand } from '../../bridge/use-command.ts';

const BUTTONS = ['verify', 'takeBack', 'retry', 'openPage'] as const;
/** What is done by a press. `verify` shows the real page of a challenge (PL8), `takeBack` is 重新接管 (PL7). */
export type RemedyButton = (typeof BUTTONS)[number];
/** The one action of a shop's state (PL1); all but the buttons are done elsewhere, or by waiting. */
export type Remedy = RemedyButton | 'signIn' | 'signInFirst' | 'upgrade' | 'wait';

const REMEDIES: Readonly<Record<ShopStateKind, Remedy>> = {
  idle: 'signInFirst',
  opening: 'wait',
  identifying: 'wait',
  online: 'openPage',
  degraded: 'retry',
  challenge: 'verify',
  login_required: 'signIn',
  kicked: 'takeBack',
  identity_mismatch: 'retry',
  adapter_broken: 'retry',
  offline: 'retry',
};

/** Where the reason asks for something else than its state. */
const REMEDIES_BY_REASON: Partial<Record<ShopReason['code'], Remedy>> = {
  decode: 'openPage',
  noCookie: 'signInFirst',
  otherShop: 'signIn',
  twice: 'signIn',
  missing: 'openPage',
  noAdapter: 'upgrade',
  noPlatform: 'signIn',
};

export const remedyOf = ({ kind, reason }: Pick<ShopState, 'kind' | 'reason'>): Remedy =>
  (reason === null ? undefined : REMEDIES_BY_REASON[reason.code]) ?? REMEDIES[kind];

export const isButton = (remedy: Remedy): remedy is RemedyButton =>
  (BUTTONS as readonly Remedy[]).includes(remedy);

/** Carries out what is done by a press; a refusal is told to the agent. */
export const useRemedy = (
  shop: Pick<Shop, 'shopId'>,
  remedy: RemedyButton,
): { readonly isBusy: boolean; readonly run: () => void } => {
  const command = useCommand();
  const [isBusy, setIsBusy] = useState(false);
  const { shopId } = shop;
  const run = useCallback(() => {
    setIsBusy(true);
    const isPage = remedy === 'verify' || remedy === 'openPage';
    const done = isPage
      ? command('shops.showPage', { shopId, noticeId: null })
      : command('shops.retry', { shopId });
    void done.finally(() => {
      setIsBusy(false);
    });
  }, [command, remedy, shopId]);
  return { isBusy, run };
};
