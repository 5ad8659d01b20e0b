import type { Bridge } from '#shared/ipc/contract.ts';

/** A bridge and what only its owner may do with it. */
export interface Transport {
  readonly bridge: Bridge;
  /** Stands in the addresses of pictures and uploads; null where the host asks for none. */
  readonly mediaKey: string | null;
  /** The page is a window of the desktop app, which can open others. */
  readonly isDesktop: boolean;
  /** Tries again at once where the line is down. */
  retryNow(): void;
  close(): void;
}
