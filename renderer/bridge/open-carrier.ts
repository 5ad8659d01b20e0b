import type { Bridge } from '#shared/ipc/contract.ts';
import type { Carrier } from './carrier.ts';
import { openWebCarrier } from './web-carrier.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop host. */
    readonly duodian?: Bridge;
  }
}

/** The desktop host's bridge where there is one, else a WebSocket to `/ipc` of this page's own origin. */
export const openCarrier = (page: Window): Carrier => {
  if (page.duodian !== undefined) {
    return { bridge: page.duodian, retryNow: () => undefined, close: () => undefined };
  }
  const address = new URL('/ipc', page.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return openWebCarrier({
    openSocket: () => new WebSocket(address),
    later: (ms, run) => {
      const timer = page.setTimeout(run, ms);
      return () => {
        page.clearTimeout(timer);
      };
    },
    random: () => Math.random(),
  });
};
