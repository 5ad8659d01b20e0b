import type { ShopNotice } from '#shared/model/shop-notice.ts';
import { needsAttention, type Shop } from '#shared/model/shop.ts';

type Waiting = Pick<Shop, 'shopId' | 'position' | 'state'>;

export type AttentionQueue<Row> = {
  /** Shops that wait for a person at their platform's verification (PL8), longest first. */
  readonly toVerify: readonly Row[];
  /** All other shops that receive nothing until a person does something, longest first. */
  readonly others: readonly Row[];
};

/** The challenge of a shop that an error of the back office opened stands in that error's own alert, not in a second one. */
export const isToldByNotice = (
  { shopId, state }: Pick<Waiting, 'shopId' | 'state'>,
  notice: Pick<ShopNotice, 'shopId' | 'link'>,
): boolean =>
  state.kind === 'challenge' &&
  notice.shopId === shopId &&
  notice.link !== null &&
  notice.link === state.link;

const longestFirst = (a: Waiting, b: Waiting): number =>
  a.state.since - b.state.since ||
  a.position - b.position ||
  // The same order in every window, whatever order the shops came in.
  (a.shopId < b.shopId ? -1 : 1);

/** Who waits for a person, in the order in which they are to be looked after. */
export const attentionQueue = <Row extends Waiting>(shops: readonly Row[]): AttentionQueue<Row> => {
  const waiting = shops.filter(({ state }) => needsAttention(state.kind)).toSorted(longestFirst);
  return {
    toVerify: waiting.filter(({ state }) => state.kind === 'challenge'),
    others: waiting.filter(({ state }) => state.kind !== 'challenge'),
  };
};
