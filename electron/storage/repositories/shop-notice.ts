import * as z from 'zod';
import { asBuyerPin, asNoticeId, asShopId, type ShopId } from '#shared/model/ids.ts';
import { LINK_PROBLEMS, NOTICE_ENDS, type ShopNotice } from '#shared/model/shop-notice.ts';
import { LIMITS, wholeMs } from '../limits.ts';
import { jsonColumn, numberOrNull, textOrNull } from '../row-reader.ts';
import { upsert } from '../writes.ts';
import { Repository } from './repository.ts';

export const SHOP_NOTICE_SQL = {
  put: upsert('shop_notice'),
  open: 'SELECT * FROM shop_notice WHERE ended_how IS NULL ORDER BY at',
  ofShop: 'SELECT * FROM shop_notice WHERE shop_id = ? ORDER BY at DESC LIMIT ?',
} as const;

const linkProblem = z.object({ code: z.enum(LINK_PROBLEMS), host: z.string() });

export const shopNoticeRow = z
  .object({
    notice_id: z.string().transform(asNoticeId),
    shop_id: z.string().transform(asShopId),
    buyer_pin: z.string().transform(asBuyerPin).nullable(),
    at: z.number(),
    words: z.string(),
    link: textOrNull,
    link_problem: jsonColumn(linkProblem).nullable(),
    ended_how: z.enum(NOTICE_ENDS).nullable(),
    ended_at: numberOrNull,
  })
  .transform((row): ShopNotice => ({
    noticeId: row.notice_id,
    shopId: row.shop_id,
    buyerPin: row.buyer_pin,
    at: row.at,
    words: row.words,
    link: row.link,
    linkProblem: row.link_problem,
    ended: row.ended_how === null ? null : { how: row.ended_how, at: row.ended_at ?? row.at },
  }));

/** Errors of the back office (GW13): the open ones for the alerts, a shop's newest for its history. */
export class ShopNoticeRepository extends Repository {
  readonly #sql = this.prepare(SHOP_NOTICE_SQL);

  put(row: ShopNotice): void {
    this.#sql.put.run(
      this.sealed('shop_notice', {
        notice_id: row.noticeId,
        shop_id: row.shopId,
        buyer_pin: row.buyerPin,
        at: wholeMs(row.at),
        words: row.words,
        link: row.link,
        link_problem: row.linkProblem === null ? null : JSON.stringify(row.linkProblem),
        ended_how: row.ended?.how ?? null,
        ended_at: row.ended === null ? null : wholeMs(row.ended.at),
      }),
    );
  }

  /** Oldest first. */
  loadOpen(): readonly ShopNotice[] {
    return this.rows.readAll('shop_notice', shopNoticeRow, this.#sql.open.all());
  }

  /** The newest first. */
  loadOfShop(shopId: ShopId): readonly ShopNotice[] {
    const found = this.#sql.ofShop.all(shopId, LIMITS.loadedNotices);
    return this.rows.readAll('shop_notice', shopNoticeRow, found);
  }
}
