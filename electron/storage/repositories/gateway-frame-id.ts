import * as z from 'zod';
import type { MessageId, ShopId } from '#shared/model/ids.ts';
import type { Rows } from '../../core/ports/store.ts';
import { wholeMs } from '../limits.ts';
import { upsert } from '../writes.ts';
import { Repository } from './repository.ts';

export const GATEWAY_FRAME_ID_SQL = {
  put: upsert('gateway_frame_id'),
  /** By its key alone: a damaged id is one that nobody asks for. */
  has: 'SELECT 1 FROM gateway_frame_id WHERE shop_id = ? AND frame_id = ?',
  /** Reads one shop's ids, once a day; an index for it would be paid with every frame. */
  forget: 'DELETE FROM gateway_frame_id WHERE shop_id = ? AND at < ?',
} as const;

/** Never read back by the app; for a salvage. */
export const gatewayFrameIdRow = z.object({
  shop_id: z.string(),
  frame_id: z.string(),
  at: z.number(),
});

/** GW11: the message ids that the gateway has used, per shop. */
export class GatewayFrameIdRepository extends Repository {
  readonly #sql = this.prepare(GATEWAY_FRAME_ID_SQL);

  put({ shopId, frameId, at }: Rows['gatewayFrameId']): void {
    this.#sql.put.run(
      this.sealed('gateway_frame_id', {
        shop_id: shopId,
        frame_id: frameId,
        at: wholeMs(at),
      }),
    );
  }

  has(shopId: ShopId, frameId: MessageId): boolean {
    return this.#sql.has.get(shopId, frameId) !== undefined;
  }

  /** What is too old to be repeated. */
  forget(shopId: ShopId, before: number): void {
    this.#sql.forget.run(shopId, wholeMs(before));
  }
}
