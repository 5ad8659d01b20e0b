import type { ConversationRef } from '#shared/model/ids.ts';

/** What the bench and the app under test say to each other over the channel between the two processes. */
export type ToApp =
  | { readonly say: 'buyers'; readonly from: readonly ConversationRef[] }
  | { readonly say: 'look' }
  | { readonly say: 'stop' };
export type FromApp =
  | { readonly tell: 'ready'; readonly url: string }
  | { readonly tell: 'looked'; readonly heapMiB: number };
