import { MAX_CONTENT_CHARACTERS } from '#shared/model/message.ts';
import {
  firstHole,
  holeIn,
  type FilledPart,
  type PhraseVariable,
} from '#shared/model/phrase-fill.ts';
import type { Shop } from '#shared/model/shop.ts';
import type { Attached } from '../../state/compose/attached.ts';

/** Whether the shop takes text at all: unknown adapters and shops that never opened are given the benefit, the send queues. */
export const canEverSend = (shop: Pick<Shop, 'adapterVersion' | 'capabilities'>): boolean =>
  shop.adapterVersion === null || shop.capabilities.includes('text');

export type Sendable =
  | { readonly kind: 'ok' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'tooLong'; readonly over: number }
  /** More than the program takes at all: it is neither sent nor kept as a draft (CV13). */
  | { readonly kind: 'aboveLimit'; readonly over: number }
  | { readonly kind: 'unsupported' }
  /** A variable of a phrase that had no value stands in it; it never goes to a buyer. */
  | { readonly kind: 'hole'; readonly name: PhraseVariable };

/** What stands between this text and its send. */
export const judgeSend = (
  text: string,
  shop: Pick<Shop, 'adapterVersion' | 'capabilities' | 'textLimit'>,
): Sendable => {
  const above = text.length - MAX_CONTENT_CHARACTERS;
  if (above > 0) return { kind: 'aboveLimit', over: above };
  if (!canEverSend(shop)) return { kind: 'unsupported' };
  const content = text.trim();
  if (content === '') return { kind: 'empty' };
  // UTF-16 units, as the core counts: a text that passes here is not refused there.
  const over = content.length - shop.textLimit;
  if (over > 0) return { kind: 'tooLong', over };
  const hole = firstHole(content);
  return hole === null ? { kind: 'ok' } : { kind: 'hole', name: hole.name };
};

/** What goes behind the words counts too: it may go without words, and it holds back what it goes with. */
export const judgeWithFollowUps = (
  verdict: Sendable,
  parts: readonly FilledPart[],
  shop: Pick<Shop, 'textLimit'>,
): Sendable => {
  if (parts.length === 0 || (verdict.kind !== 'ok' && verdict.kind !== 'empty')) return verdict;
  const hole = holeIn(parts);
  if (hole !== null) return { kind: 'hole', name: hole };
  const over = Math.max(
    ...parts.map(({ type, content }) => (type === 'text' ? content.length - shop.textLimit : 0)),
  );
  return over > 0 ? { kind: 'tooLong', over } : { kind: 'ok' };
};

/** Words may be missing beside a file that is ready; one that is still being read holds everything back. */
export const judgeWithFile = (verdict: Sendable, attached: Attached | null): Sendable => {
  if (attached === null || attached.kind === 'failed') return verdict;
  if (attached.kind === 'staging') return verdict.kind === 'ok' ? { kind: 'empty' } : verdict;
  return verdict.kind === 'empty' ? { kind: 'ok' } : verdict;
};
