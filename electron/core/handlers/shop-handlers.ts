import type { Outbound } from '../effect-runner.ts';
import type { Connectors } from '../ports/connectors.ts';
import type { ConversationCount, OutboxRow, Store } from '../ports/store.ts';
import { dismissNotice, refuseLink } from '../steps/shop-notices.ts';
import { changeShop, removeShop } from '../steps/shop-changes.ts';
import type { TransferRunner } from '../transfer-runner.ts';
import { asResult } from './as-result.ts';
import { decide, type Writer } from './decide.ts';
import type { WorkingState } from '../working-state.ts';
import type { CallArguments, CallHandlers, ShopLoss } from '#shared/ipc/contract.ts';
import type { ShopId } from '#shared/model/ids.ts';
import { ok, refuse, type Result } from '#shared/model/result.ts';

type ShopCalls = Pick<
  CallHandlers,
  | 'staff.refresh'
  | 'transfers.start'
  | 'shops.showPage'
  | 'shops.hidePage'
  | 'shops.retry'
  | 'shops.dismissNotice'
  | 'shops.update'
  | 'shops.loadLoss'
  | 'shops.remove'
>;

/** Drafts and suggestions are in live conversations, so all of them are in memory. */
const lossOf = (
  { conversations, sends }: WorkingState,
  shopId: ShopId,
  counts: readonly ConversationCount[],
): ShopLoss => {
  const rows = [...conversations.values()].filter((row) => row.shopId === shopId);
  const open = sends.lanesOf(shopId).flatMap((key) => sends.of(key));
  return {
    conversations: counts[0]?.conversations ?? 0,
    unsent: open.filter(({ send }) => send?.state !== 'sent').length,
    drafts: rows.filter(({ draft }) => draft.trim() !== '').length,
    suggestions: rows.reduce((sum, { suggestions }) => sum + suggestions.length, 0),
  };
};

const OUTBOX_PAGE = 500;

/** How many of a shop's frames still wait for the back office. */
const countFrames = async (outbox: Pick<Store, 'loadOutbox'>, shopId: ShopId): Promise<number> => {
  let count = 0;
  for (let after: number | undefined = 0; after !== undefined;) {
    const rows: readonly OutboxRow[] = await outbox.loadOutbox(after, OUTBOX_PAGE);
    count += rows.filter(({ frame }) => frame.store_id === shopId).length;
    after = rows.at(-1)?.outboxSeq;
  }
  return count;
};

/**
 * PL13. The session goes first: rows without a session are a shop that is not logged in and can be deleted again, a session
 * without rows would keep its login on the disk for ever.
 */
const removeWholeShop = async (
  writer: Writer,
  outbox: Pick<Store, 'loadOutbox'>,
  connectors: Connectors | null,
  shopId: ShopId,
): Promise<Result<null>> => {
  if (!writer.state.shops.has(shopId)) return refuse('shop.unknown');
  if (writer.storage.trouble !== null) return refuse('storage.unavailable', writer.storage.trouble);
  try {
    await connectors?.forget(shopId);
    // Durable, so all that was decided before is in the database, and no more frames come while they are counted.
    await writer.inputs.run({ decide: ({ state }) => state.removedShops.add(shopId) });
    const frames = await countFrames(outbox, shopId);
    return await writer.inputs.run({ decide: (step) => removeShop(step, shopId, frames) });
  } catch {
    writer.state.removedShops.delete(shopId);
    return refuse('shop.notRemoved');
  }
};

/**
 * The page of a notice's link, or what the shop's state points to. Notices whose challenge a person goes to now are solved as
 * soon as the shop works and the page is left (GW13).
 */
const showPage = async (
  writer: Writer,
  connectors: Connectors | null,
  { shopId, noticeId }: CallArguments<'shops.showPage'>,
): Promise<Result<null>> => {
  const { shops, openNotices, visitedNotices } = writer.state;
  const shop = shops.get(shopId);
  if (shop === undefined) return refuse('shop.unknown');
  const notice = noticeId === null ? undefined : openNotices.get(noticeId);
  const link = notice?.link ?? shop.state.link;
  const shown = (await connectors?.showPage(shopId, link)) ?? refuse('shop.noPage');
  if (!shown.ok) {
    const isLinkRefused = notice !== undefined && shown.error.kind === 'shop.linkRefused';
    if (isLinkRefused) writer.inputs.post(refuseLink(notice.noticeId, shown.error.detail));
    return shown;
  }
  const isChallenged = shop.state.kind === 'challenge';
  for (const open of openNotices.values()) {
    if (open.shopId !== shopId || open.link === null) continue;
    if (open === notice || isChallenged) visitedNotices.add(open.noticeId);
  }
  return shown;
};

export const shopHandlers = (
  writer: Writer,
  transfers: TransferRunner,
  outbound: () => Outbound | null,
  store: Pick<Store, 'loadOutbox' | 'countConversations'>,
): ShopCalls => ({
  'staff.refresh': ({ shopId }) => transfers.refreshStaff(shopId),
  // What the platform did could not be noted, so it is not begun.
  'transfers.start': ({ staffId, reason, ...ref }) =>
    writer.storage.trouble === null
      ? transfers.start(ref, { staffId, reason })
      : refuse('storage.unavailable', writer.storage.trouble),
  'shops.showPage': (input) => showPage(writer, outbound()?.connectors ?? null, input),
  'shops.hidePage': async ({ shopId }) => {
    if (!writer.state.shops.has(shopId)) return refuse('shop.unknown');
    await outbound()?.connectors.hidePage(shopId);
    return ok(null);
  },
  'shops.retry': ({ shopId }) => {
    if (!writer.state.shops.has(shopId)) return refuse('shop.unknown');
    return outbound()?.connectors.retry(shopId) ?? refuse('shop.notOnline');
  },
  'shops.dismissNotice': ({ noticeId }) =>
    decide(writer, { decide: (step) => dismissNotice(step, noticeId) }),
  'shops.loadLoss': async ({ shopId }) => {
    if (!writer.state.shops.has(shopId)) return refuse('shop.unknown');
    return asResult(async () =>
      lossOf(writer.state, shopId, await store.countConversations(shopId)),
    );
  },
  'shops.remove': ({ shopId }) =>
    removeWholeShop(writer, store, outbound()?.connectors ?? null, shopId),
  'shops.update': (input) => decide(writer, { decide: (step) => changeShop(step, input) }),
});
