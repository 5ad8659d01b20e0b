import type { Bridge } from '#shared/ipc/contract.ts';

/** The browser sees the network come back sooner than a socket does (GW3). Answers its undo. */
export const watchOnline = (
  page: Pick<Window, 'addEventListener' | 'removeEventListener'>,
  bridge: Pick<Bridge, 'call'>,
): (() => void) => {
  const notify = (): void => {
    void bridge.call('gateway.noteNetworkChange', {});
  };
  page.addEventListener('online', notify);
  return () => {
    page.removeEventListener('online', notify);
  };
};
