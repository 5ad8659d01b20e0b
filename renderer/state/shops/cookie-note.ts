import type { CookieNote } from '#shared/model/cookie-note.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { ownOf } from '#shared/model/own-of.ts';
import { useReplica } from '../replica/replica.ts';

/** What of the shop's push could not be set (PL3), null when it was set whole. */
export const useCookieNote = (shopId: ShopId): CookieNote | null =>
  useReplica(({ overview }) => ownOf(overview.cookieNotes, shopId));
