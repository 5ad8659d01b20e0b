import type { Step, Task } from '../step.ts';
import { conversationOf, shopFor } from './new-rows.ts';
import { addSystemLine } from './timeline.ts';
import type { NoticeId, ShopId } from '#shared/model/ids.ts';
import { ok, type Result } from '#shared/model/result.ts';
import {
  readVerifyLink,
  refusalOf,
  replaces,
  type NoticeEnd,
  type ShopNotice,
} from '#shared/model/shop-notice.ts';
import type { InboundBusinessFrame } from '#shared/protocol/frames.ts';

/**
 * An error of the back office (GW13, spec 5.2) is an entry of its own: whatever the shop's state does, it stays open until the
 * agent has dismissed it, its challenge is solved or a newer one replaces it. A known buyer's timeline shows it too.
 */
export const takeOfficeError = (
  step: Step,
  frame: Extract<InboundBusinessFrame, { type: 'error' }>,
): void => {
  const { content: words, receiver } = frame;
  const { shopId } = shopFor(step, frame.store_id);
  const ref = receiver === undefined ? null : { shopId, buyerPin: receiver.id };
  const isBuyer = ref !== null && conversationOf(step, ref) !== null;
  const notice: ShopNotice = {
    noticeId: step.ids.noticeId(),
    shopId,
    buyerPin: isBuyer ? ref.buyerPin : null,
    at: step.now,
    words,
    ...readVerifyLink(frame.data?.verify_link),
    ended: null,
  };
  for (const open of openNoticesOf(step, shopId))
    if (replaces(notice, open)) end(step, open, 'replaced');
  step.changes.putNotice(notice);
  if (isBuyer) addSystemLine(step, ref, { code: 'gateway.error', text: words });
  const { noticeId, link } = notice;
  if (link === null) return;
  step.changes.after({ kind: 'connectors.challenge', shopId, noticeId, link, text: words });
};

const openNoticesOf = (step: Step, shopId: ShopId): readonly ShopNotice[] =>
  [...step.state.openNotices.values()].filter((notice) => notice.shopId === shopId);

const end = (step: Step, notice: ShopNotice, how: NoticeEnd): void => {
  step.state.visitedNotices.delete(notice.noticeId);
  step.changes.putNotice({ ...notice, ended: { how, at: step.now } });
};

/** 知道了. One that has ended meanwhile is as the agent wants it. */
export const dismissNotice = (step: Step, noticeId: NoticeId): Result<null> => {
  const notice = step.state.openNotices.get(noticeId);
  if (notice !== undefined) end(step, notice, 'dismissed');
  return ok(null);
};

/**
 * The shop works and the pages that a person opened for these notices are left: their challenges are solved. One whose page
 * was never opened stays, because a challenge that only the back office sees does not keep the shop from coming online.
 */
export const solveNotices = (step: Step, shopId: ShopId): void => {
  if (step.state.shops.get(shopId)?.state.kind !== 'online') return;
  for (const notice of openNoticesOf(step, shopId))
    if (step.state.visitedNotices.has(notice.noticeId)) end(step, notice, 'solved');
};

/** PL8: the shop's session may not visit the link (`host` is empty: it names none), so the reason is shown and it is never opened. */
export const refuseLink = (noticeId: NoticeId, host: string): Task<void> => ({
  decide: (step) => {
    const notice = step.state.openNotices.get(noticeId);
    if (notice === undefined || notice.link === null) return;
    const linkProblem = refusalOf(notice.link, host);
    step.changes.putNotice({ ...notice, link: null, linkProblem });
  },
});
