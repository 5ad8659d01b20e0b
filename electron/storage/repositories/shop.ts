import * as z from 'zod';
import { asShopId, type ShopId } from '#shared/model/ids.ts';
import { PLATFORMS, type Capability } from '#shared/model/platform.ts';
import { COOKIE_PROBLEMS, PAGE_LOSSES, type ShopReason } from '#shared/model/shop-reason.ts';
import { SHOP_STATES, type Shop } from '#shared/model/shop.ts';
import { wholeMs } from '../limits.ts';
import { jsonColumn, memberOf, numberOrNull, textOrNull } from '../row-reader.ts';
import { upsert } from '../writes.ts';
import { Repository } from './repository.ts';

export const SHOP_SQL = {
  put: upsert('shop'),
  /** The rest goes by ON DELETE CASCADE. */
  remove: 'DELETE FROM shop WHERE shop_id = ?',
  all: 'SELECT * FROM shop ORDER BY shop_id',
} as const;

const capability = memberOf<Capability>({
  text: true,
  image: true,
  video: true,
  upload: true,
  product_card: true,
  order_card: true,
  transfer: true,
  staff: true,
  presence: true,
  history: true,
  recall: true,
});

const reason = z.discriminatedUnion('code', [
  z.object({ code: z.literal('queued') }),
  z.object({ code: z.literal('silent') }),
  z.object({ code: z.literal('decode') }),
  z.object({ code: z.literal('probe'), trace: z.string() }),
  z.object({ code: z.literal('noCookie') }),
  z.object({ code: z.literal('cookie'), problem: z.enum(COOKIE_PROBLEMS) }),
  z.object({ code: z.literal('otherShop'), shopName: z.string(), shopKey: z.string() }),
  z.object({ code: z.literal('twice'), shopName: z.string(), staffName: z.string() }),
  z.object({ code: z.literal('missing'), shapes: z.string() }),
  z.object({ code: z.literal('noAdapter'), platform: z.enum(PLATFORMS) }),
  z.object({ code: z.literal('noPlatform'), platformName: z.string() }),
  z.object({ code: z.literal('restless') }),
  z.object({ code: z.enum(PAGE_LOSSES), trace: z.string() }),
]) satisfies z.ZodType<ShopReason>;

const because = z.object({ reason: reason.nullable(), words: textOrNull });

/** A row that was salvaged from an older file, or written by a newer app, keeps its shop and loses only why. */
const becauseColumn = jsonColumn(because).catch({ reason: null, words: null });

export const shopRow = z
  .object({
    shop_id: z.string().transform(asShopId),
    platform: z.enum(PLATFORMS).nullable(),
    name: textOrNull,
    alias: textOrNull,
    color: z.string(),
    position: z.number(),
    state_kind: z.enum(SHOP_STATES),
    state_since: z.number(),
    state_because: becauseColumn,
    state_link: textOrNull,
    capabilities: jsonColumn(z.array(capability)),
    adapter_version: textOrNull,
    text_limit: z.number(),
    default_mode: z.enum(['auto', 'manual']),
    last_heard_at: numberOrNull,
  })
  .transform((row): Shop => ({
    shopId: row.shop_id,
    platform: row.platform,
    name: row.name,
    alias: row.alias,
    color: row.color,
    position: row.position,
    state: {
      kind: row.state_kind,
      since: row.state_since,
      ...row.state_because,
      link: row.state_link,
    },
    capabilities: row.capabilities,
    adapterVersion: row.adapter_version,
    textLimit: row.text_limit,
    defaultMode: row.default_mode,
    lastHeardAt: row.last_heard_at,
  }));

export class ShopRepository extends Repository {
  readonly #sql = this.prepare(SHOP_SQL);

  put(shop: Shop): void {
    this.#sql.put.run(
      this.sealed('shop', {
        shop_id: shop.shopId,
        platform: shop.platform,
        name: shop.name,
        alias: shop.alias,
        color: shop.color,
        position: shop.position,
        state_kind: shop.state.kind,
        state_since: wholeMs(shop.state.since),
        state_because: JSON.stringify({
          reason: shop.state.reason,
          words: shop.state.words,
        }),
        state_link: shop.state.link,
        capabilities: JSON.stringify(shop.capabilities),
        adapter_version: shop.adapterVersion,
        text_limit: shop.textLimit,
        default_mode: shop.defaultMode,
        last_heard_at: shop.lastHeardAt === null ? null : wholeMs(shop.lastHeardAt),
      }),
    );
  }

  /** With all rows that name it. */
  remove(shopId: ShopId): void {
    this.#sql.remove.run(shopId);
  }

  loadAll(): readonly Shop[] {
    return this.rows.readAll('shop', shopRow, this.#sql.all.all());
  }
}
