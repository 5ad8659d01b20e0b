import type { PlatformMessage } from '../../core/ports/facts.ts';
import { asBuyerPin, asPlatformMessageId } from '#shared/model/ids.ts';

/** A buyer's text, changed by `parts`. */
export const platformMessage = (
  id: string,
  parts: Partial<PlatformMessage> = {},
): PlatformMessage => ({
  platformMessageId: asPlatformMessageId(id),
  buyerPin: asBuyerPin('b1'),
  buyerName: null,
  avatarUrl: null,
  from: 'buyer',
  type: 'text',
  content: `text ${id}`,
  card: null,
  sentAt: 1_700_000_000_000,
  ...parts,
});
