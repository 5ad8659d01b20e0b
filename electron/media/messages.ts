import type { FetchedMedia } from './fetcher.ts';

/** What the thread of the fetcher is started with: the address of the simulated platforms, if there is one. */
export type MediaWorkerInput = { readonly platforms: string | null };

/** `id` grows by one. Each `pull` is answered by one `piece`, `end` or `broken`. */
export type ToMediaWorker =
  | {
      readonly kind: 'fetch';
      readonly id: number;
      readonly address: string;
      readonly range: string | null;
    }
  | { readonly kind: 'pull'; readonly id: number }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromMediaWorker =
  | ({ readonly kind: 'answer'; readonly id: number; readonly hasBody: boolean } & Omit<
      FetchedMedia,
      'body'
    >)
  | { readonly kind: 'piece'; readonly id: number; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'end'; readonly id: number }
  | { readonly kind: 'broken'; readonly id: number }
  | {
      readonly kind: 'log';
      readonly level: 'info' | 'warn';
      readonly event: string;
      readonly detail: Readonly<Record<string, unknown>>;
    };
