import type { Bridge } from '#shared/ipc/contract.ts';
import { type AdmissionPage, admitPage, keepTicket } from './admission.ts';
import type { Transport } from './transport.ts';
import { openWebSocketTransport } from './web-socket-transport.ts';

declare global {
  interface Window {
    /** Put there by the preload script of the desktop host. */
    readonly duodian?: Bridge;
  }
}

/**
 * The desktop host's bridge where there is one, else a WebSocket to `/ipc` of this page's own origin; null for a page that the
 * browser host does not admit (SE3).
 */
export const openTransport = async (page: Window & AdmissionPage): Promise<Transport | null> => {
  if (page.duodian !== undefined) {
    return {
      bridge: page.duodian,
      mediaKey: null,
      isDesktop: true,
      retryNow: () => undefined,
      close: () => undefined,
    };
  }
  const admission = await admitPage(page);
  if (admission === null) return null;
  keepTicket(page, admission.ticket);
  const address = new URL('/ipc', page.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  return openWebSocketTransport({
    openSocket: () => new WebSocket(address),
    admission,
    later: (ms, run) => {
      const timer = page.setTimeout(run, ms);
      return () => {
        page.clearTimeout(timer);
      };
    },
    random: () => Math.random(),
  });
};
