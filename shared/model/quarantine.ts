/** Why a frame of the back office was set aside (GW6); each has a sentence in the translations. */
export const QUARANTINE_KINDS = [
  'notJson',
  'notObject',
  'tooDeep',
  'textTooLong',
  'listTooLong',
  'tooManyValues',
  'typeMissing',
  'typeUnknown',
  'fieldMissing',
  'fieldTooLong',
  'fieldInvalid',
  /** A message to a buyer with nothing in it. */
  'empty',
  /** A binary frame; only text is spoken here. */
  'binary',
  /** Above 16 MiB, or in more pieces than a message may have. */
  'tooLarge',
  'notUtf8',
  /** It broke the rules of WebSocket frames on every connection, so that its bytes were never received. */
  'unreceivable',
  /** Too large even for the connection that meets such a frame once. */
  'unreceivableSize',
  /** What an app older than these kinds wrote down: `about` is its sentence, null where a damaged file gave it up. */
  'older',
] as const;
export type QuarantineKind = (typeof QUARANTINE_KINDS)[number];

/**
 * `about` says, where it helps, what of the frame the kind is about: a type, or a field as `message.store_id`. A name, never
 * a value: a value may be a cookie.
 */
export type QuarantineReason = { readonly kind: QuarantineKind; readonly about: string | null };

export const quarantineReason = (
  kind: QuarantineKind,
  about: string | null = null,
): QuarantineReason => ({ kind, about });
