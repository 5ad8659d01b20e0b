import type { ConversationRef, ShopId } from '#shared/model/ids.ts';
import { lastLineOf } from '#shared/model/last-line.ts';
import { newConversation, newShop } from '#shared/model/new-rows.ts';
import type { Shop } from '#shared/model/shop.ts';
import type { Connection } from '../database.ts';
import type { Repositories } from '../repositories/repositories.ts';

const SHOPS_WITHOUT_ROW = `SELECT shop_id FROM (
    SELECT shop_id FROM message UNION SELECT shop_id FROM conversation UNION SELECT shop_id FROM outbox
    UNION SELECT shop_id FROM staff_list UNION SELECT shop_id FROM staff UNION SELECT shop_id FROM suggestion
    UNION SELECT shop_id FROM gateway_frame_id UNION SELECT shop_id FROM shop_notice
    UNION SELECT shop_id FROM set_aside
  ) WHERE shop_id NOT IN (SELECT shop_id FROM shop) ORDER BY shop_id`;

const CONVERSATIONS_WITHOUT_ROW = `SELECT shop_id AS shopId, buyer_pin AS buyerPin FROM (
    SELECT shop_id, buyer_pin FROM message UNION SELECT shop_id, buyer_pin FROM suggestion
  ) AS m
  WHERE NOT EXISTS (SELECT 1 FROM conversation AS c WHERE c.shop_id = m.shop_id AND c.buyer_pin = m.buyer_pin)`;

const STAFF_WITHOUT_LIST = `SELECT DISTINCT shop_id FROM staff
  WHERE shop_id NOT IN (SELECT shop_id FROM staff_list)`;

/** System lines are stepped over in search of the last line that somebody wrote. */
const LAST_LINES = 50;

/**
 * What refers to a lost row gets a plain one, so that it can be seen: a shop 未登录, a conversation with its last line; a
 * buyer who spoke last is shown as waiting since then; a staff list of unknown age. Names, marks and drafts are gone.
 */
export const addMissingParents = (db: Connection, rows: Repositories): void => {
  const known = rows.shop.loadAll();
  const position = Math.max(-1, ...known.map((shop) => shop.position)) + 1;
  const lost = db.prepare<[], ShopId>(SHOPS_WITHOUT_ROW).pluck().all();
  for (const [place, shopId] of lost.entries()) rows.shop.put(newShop(shopId, position + place, 0));
  const shops = new Map(known.map((shop) => [shop.shopId, shop]));
  for (const ref of db.prepare<[], ConversationRef>(CONVERSATIONS_WITHOUT_ROW).all()) {
    addConversation(rows, ref, shops.get(ref.shopId) ?? { defaultMode: 'auto' });
  }
  for (const shopId of db.prepare<[], ShopId>(STAFF_WITHOUT_LIST).pluck().all()) {
    rows.staffList.putList(shopId, 0);
  }
};

const addConversation = (
  rows: Repositories,
  ref: ConversationRef,
  shop: Pick<Shop, 'defaultMode'>,
): void => {
  const { messages } = rows.message.loadPage(ref, null, LAST_LINES);
  const last = messages.findLast(({ type }) => type !== 'systemLine') ?? null;
  const lastOrderAt = messages.at(-1)?.orderAt ?? 0;
  // Not with `put`, which would replace the held replies that are there.
  rows.conversation.putAlone({
    ...newConversation(ref, shop, messages[0]?.orderAt ?? lastOrderAt),
    waitingSince: last?.origin === 'buyer' ? last.sentAt : null,
    last: last === null ? null : lastLineOf(last),
    lastOrderAt,
  });
};
