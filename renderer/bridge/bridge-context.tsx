import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Bridge } from '#shared/ipc/contract.ts';
import type { Carrier } from './carrier.ts';

const CarrierContext = createContext<Carrier | null>(null);

export const BridgeProvider = ({
  carrier,
  children,
}: {
  readonly carrier: Carrier;
  readonly children: ReactNode;
}) => <CarrierContext value={carrier}>{children}</CarrierContext>;

const useCarrier = (): Carrier => {
  const carrier = useContext(CarrierContext);
  if (carrier === null) throw new Error('BridgeProvider is missing');
  return carrier;
};

/** What may be asked of the core, and heard from it. */
export const useBridge = (): Bridge => useCarrier().bridge;

/** The line to the program on this computer. `closed` only once it has been open, or has failed for a while. */
export const useCarrierState = (): {
  readonly state: 'open' | 'closed';
  readonly retryNow: () => void;
} => {
  const carrier = useCarrier();
  const [state, setState] = useState<'open' | 'closed'>('open');
  useEffect(() => carrier.bridge.onCarrier(setState), [carrier]);
  return useMemo(
    () => ({
      state,
      retryNow: () => {
        carrier.retryNow();
      },
    }),
    [carrier, state],
  );
};
