import type { Bridge } from '#shared/ipc/contract.ts';
import type { Transport } from './transport.ts';
import { openWebSocketTransport } from './web-socket-transport.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop host. */
    readonly duodian?: Bridge;
  }
}

/** The desktop host's bridge where there is one, else a WebSocket to `/ipc` of this page's own origin. */
export const openTransport = (page: Window): Transport => {
  if (page.duodian !== undefined) {
    return { bridge: page.duodian, retryNow: () => undefined, close: () => undefined };
  }
  const address = new URL('/ipc', page.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return openWebSocketTransport({
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
