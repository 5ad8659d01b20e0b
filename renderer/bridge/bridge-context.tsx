import { useEffect, useMemo, useState } from 'react';
import type { Bridge } from '#shared/ipc/contract.ts';
import { requiredContext } from '../ui/required-context.ts';
import type { Transport } from './transport.ts';

const [TransportContext, useTransport] = requiredContext<Transport>('BridgeProvider');

export const BridgeProvider = TransportContext;

/** What may be asked of the core, and heard from it. */
export const useBridge = (): Bridge => useTransport().bridge;

/** Goes into the addresses of pictures and uploads; null where the host asks for none. */
export const useMediaKey = (): string | null => useTransport().mediaKey;

/** Whether this page is a window of the desktop app. */
export const useIsDesktop = (): boolean => useTransport().isDesktop;

/** The line to the program on this computer. `closed` only once it has been open, or has failed for a while. */
export const useTransportState = (): {
  readonly state: 'open' | 'closed';
  readonly retryNow: () => void;
} => {
  const transport = useTransport();
  const [state, setState] = useState<'open' | 'closed'>('open');
  useEffect(() => transport.bridge.onTransport(setState), [transport]);
  return useMemo(
    () => ({
      state,
      retryNow: () => {
        transport.retryNow();
      },
    }),
    [transport, state],
  );
};
