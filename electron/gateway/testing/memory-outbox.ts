import type { OutboxRow } from '../../core/ports/store.ts';
import { asBuyerPin, asMessageId, asShopId } from '#shared/model/ids.ts';
import type { BusinessFrame } from '#shared/protocol/frames.ts';

export const SHOP = asShopId('93a5c3d2-efe1-4ab5-ada3-d8c1d1212b31');

/** The frame of a buyer's message; its `message_id` is `m<n>`. */
export const buyerSays = (n: number, content = `words ${n}`): BusinessFrame => ({
  type: 'message',
  content,
  msg_type: 'text',
  sender: { id: asBuyerPin('buyer-1') },
  store_id: SHOP,
  message_id: asMessageId(`m${n}`),
  timestamp: 1_700_000_000_000 + n,
});

/** Rows like the database's: numbered upwards, never reused. */
export class MemoryOutbox {
  rows: OutboxRow[] = [];
  loads = 0;
  failures = 0;
  #last = 0;

  add(count: number, content?: string): void {
    for (let index = 0; index < count; index += 1) {
      this.#last += 1;
      this.rows.push({ outboxSeq: this.#last, frame: buyerSays(this.#last, content) });
    }
  }

  removeUpTo(outboxSeq: number): void {
    this.rows = this.rows.filter((row) => row.outboxSeq > outboxSeq);
  }

  loadOutbox(after: number, limit: number): Promise<readonly OutboxRow[]> {
    this.loads += 1;
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new Error('disk'));
    }
    return Promise.resolve(this.rows.filter((row) => row.outboxSeq > after).slice(0, limit));
  }
}
