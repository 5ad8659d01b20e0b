import { replyFrame } from './frames.ts';
import type { ReferenceGateway } from './gateway.ts';

/** The spec's own words (5.6). */
const URGING = '亲,您的订单还在等待您的确认哦~如有任何疑问请及时联系我们!';

/** The back office's automatic urging: now and then one buyer is reminded of an order. Returns its undo. */
export const startUrging = (
  gateway: ReferenceGateway,
  everyMs: number,
  pickTarget: () => { readonly storeId: string; readonly buyer: string } | null,
): (() => void) => {
  const timer = setInterval(() => {
    const target = pickTarget();
    // Nobody is told later: an urging that waited would be out of place.
    if (target !== null) gateway.sendNow(replyFrame(target.storeId, target.buyer, URGING));
  }, everyMs);
  return () => clearInterval(timer);
};
