import type { PhraseFacts } from '#shared/model/phrase-fill.ts';
import type { ComposerHandle } from '../../state/compose/composer-handle.ts';
import { cardFields } from '../../ui/content/card-fields.ts';
import { plainName } from '../../ui/plain-text.ts';

const orNull = (text: string | null): string | null => {
  const plain = plainName(text ?? '');
  return plain === '' ? null : plain;
};

/** What the open conversation can put into a phrase. The shop's own name, never the alias, which is for the agent's eyes. */
export const factsOf = ({ conversation, shop }: ComposerHandle): PhraseFacts => {
  const card = conversation.pinned === null ? null : cardFields(conversation.pinned);
  return {
    buyer: orNull(conversation.buyerName),
    shop: orNull(shop.name),
    orderId: card?.orderId ?? null,
    product: card?.title ?? null,
  };
};
